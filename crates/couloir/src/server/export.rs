//! Tables for other programs: CSV with HXL tags, XLSX, and GeoJSON where rows have places. Who may have which is said here, once.

use super::Server;
use super::access::{Act, Role};
use super::api::events::moves;
use super::api::{closures, positions};
use super::figures;
use super::wire::event::Stop;
use crate::sentence::sentence_without_notes;
use couloir_ledger::event::What;
use couloir_model::position::Position;
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::{Map, Value, json};

/// The tables that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// What stands in each site and shelter.
    Books,
    /// What was recorded; never notes.
    Events,
    /// What is closed.
    Closures,
    /// The trips of the adopted plan.
    Timetable,
    /// Where vehicles were seen last.
    Positions,
}

/// A column: its heading and its HXL tag (hxlstandard.org, 1.1).
type Column = (&'static str, &'static str);

/// A table, whose rows may have places.
pub(super) struct Sheet {
    columns: &'static [Column],
    rows: Vec<(Vec<Value>, Option<Position>)>,
}

impl Table {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Books, Self::Events, Self::Closures, Self::Timetable, Self::Positions];

    /// What it is called in addresses.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Books => "books",
            Self::Events => "events",
            Self::Closures => "closures",
            Self::Timetable => "timetable",
            Self::Positions => "positions",
        }
    }

    /// What somebody must be allowed to do to have it.
    pub(super) const fn act(self) -> Act {
        match self {
            Self::Books | Self::Events | Self::Closures => Act::Look,
            Self::Timetable | Self::Positions => Act::SeeMovements,
        }
    }

    const fn columns(self) -> &'static [Column] {
        match self {
            Self::Books => &[
                ("kind", "#loc+type"),
                ("name", "#loc+name"),
                ("people", "#affected"),
                ("at least", "#affected+min"),
                ("as of", "#date"),
            ],
            Self::Events => &[
                ("when", "#date+occurred"),
                ("recorded", "#date+recorded"),
                ("kind", "#event+type"),
                ("what", "#description"),
            ],
            Self::Closures => &[
                ("what", "#access+name"),
                ("from", "#date+start"),
                ("until", "#date+end"),
                ("recorded", "#meta+recorded"),
            ],
            Self::Timetable => &[
                ("vehicle", "#transport+name"),
                ("trip", "#transport+trip"),
                ("sites", "#loc+origin"),
                ("people", "#affected"),
                ("loading begins", "#date+start"),
                ("shelter", "#loc+dest"),
                ("unloading begins", "#date+arrive"),
                ("unloading ends", "#date+end"),
            ],
            Self::Positions => &[
                ("vehicle", "#transport+name"),
                ("at", "#date"),
                ("stale", "#meta+stale"),
                ("longitude", "#geo+lon"),
                ("latitude", "#geo+lat"),
            ],
        }
    }

    /// What is in it now, for somebody of this role.
    pub(super) fn sheet(self, server: &Server, role: Role) -> Sheet {
        let rows = match self {
            Self::Books => books(server),
            Self::Events => events(server, role.may(Act::SeeMovements)),
            Self::Closures => closed(server),
            Self::Timetable => timetable(server),
            Self::Positions => seen(server),
        };
        Sheet { columns: self.columns(), rows }
    }
}

type Rows = Vec<(Vec<Value>, Option<Position>)>;

/// A moment as spreadsheets read it: UTC, ISO 8601.
fn time(unix: i64) -> Value {
    jiff::Timestamp::from_second(unix).map_or(Value::Null, |moment| moment.to_string().into())
}

fn books(server: &Server) -> Rows {
    let scenario = &server.centre.operation.scenario;
    let place = |name: &str| {
        let site = scenario.sites.iter().find(|row| row.name == name).map(|row| row.place);
        let shelter = scenario.shelters.iter().find(|row| row.name == name).map(|row| row.place);
        site.or(shelter).and_then(|place| scenario.place(place).position)
    };
    let row = |balance: &super::wire::state::Balance| {
        let (kind, name) = match &balance.at {
            Stop::Site(name) => ("site", name),
            Stop::Shelter(name) => ("shelter", name),
        };
        // Unknown is unknown, never nobody.
        let people = if balance.is_opened { balance.people.into() } else { Value::Null };
        let as_of = balance.as_of.map_or(Value::Null, time);
        (vec![kind.into(), name.as_str().into(), people, balance.at_least.into(), as_of], place(name))
    };
    figures::places(&server.centre.folded().books, scenario).iter().map(row).collect()
}

fn events(server: &Server, sees_movements: bool) -> Rows {
    let folded = server.centre.folded();
    let row = |recorded: &couloir_ledger::replica::Recorded| {
        if !sees_movements && moves(&recorded.event) {
            return None;
        }
        let when = recorded.event.occurred_at.unwrap_or(recorded.clock.seconds);
        let kind = match recorded.event.what {
            // Incidents are the coordination's; notes are never exported (rule 2).
            What::Incident { .. } => return None,
            ref what => super::wire::event::kind(what),
        };
        let said = sentence_without_notes(&recorded.event);
        Some((vec![time(when.0), time(recorded.clock.seconds.0), kind.into(), said.into()], None))
    };
    folded.recorded.iter().filter_map(row).collect()
}

fn closed(server: &Server) -> Rows {
    let scenario = &server.centre.operation.scenario;
    let row = |one: closures::Holding| {
        let at = scenario.passages.iter().find(|passage| passage.name == one.name).and_then(|passage| passage.position);
        let until = one.until.map_or(Value::Null, time);
        (vec![one.name.into(), time(one.from), until, one.is_recorded.into()], at)
    };
    closures::all(server).into_iter().map(row).collect()
}

fn timetable(server: &Server) -> Rows {
    let scenario = &server.centre.operation.scenario;
    let folded = server.centre.folded();
    let Some(kept) = server.centre.adopted(&folded) else { return Vec::new() };
    let at = |moment: couloir_model::clock::Moment| time(figures::absolute(scenario, moment.0));
    let mut rows = Vec::new();
    for route in &kept.plan.routes {
        for (index, trip) in route.trips.iter().enumerate() {
            let sites: Vec<&str> = trip.stops.iter().map(|stop| scenario.site(stop.site).name.as_str()).collect();
            let loading = trip.stops.first().map_or(Value::Null, |stop| at(stop.visit.start));
            let shelter = scenario.shelter(trip.unloading.shelter);
            let row = vec![
                scenario.vehicle(route.vehicle).name.as_str().into(),
                (index + 1).into(),
                sites.join(" → ").into(),
                trip.people().0.into(),
                loading,
                shelter.name.as_str().into(),
                at(trip.unloading.visit.start),
                at(trip.unloading.visit.end),
            ];
            rows.push((row, scenario.place(shelter.place).position));
        }
    }
    rows
}

fn seen(server: &Server) -> Rows {
    let row = |one: positions::Seen| {
        let position = Position::from_degrees(one.lon, one.lat).ok();
        (vec![one.vehicle.into(), time(one.at), one.is_stale.into(), one.lon.into(), one.lat.into()], position)
    };
    positions::all(server).into_iter().map(row).collect()
}

impl Sheet {
    /// CSV with a row of HXL tags.
    ///
    /// # Errors
    ///
    /// Never, as long as there is memory.
    pub(super) fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|(heading, _)| heading))?;
        writer.write_record(self.columns.iter().map(|(_, tag)| tag))?;
        for (row, _) in &self.rows {
            writer.write_record(row.iter().map(cell))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// A workbook of one sheet.
    ///
    /// # Errors
    ///
    /// When a sheet cannot hold it: more than a million rows, or a cell of more than 32,767 characters.
    pub(super) fn xlsx(&self, name: &str) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name(name)?;
        for (column, (heading, tag)) in (0..).zip(self.columns) {
            sheet.write(0, column, *heading)?;
            sheet.write(1, column, *tag)?;
        }
        for (line, (row, _)) in (2..).zip(&self.rows) {
            for (column, value) in (0..).zip(row) {
                match value {
                    Value::Null => {}
                    Value::Bool(is) => drop(sheet.write(line, column, *is)?),
                    Value::Number(number) => drop(sheet.write(line, column, number.as_f64().unwrap_or(0.0))?),
                    // A text is a text here, whatever it begins with.
                    value => drop(sheet.write_string(line, column, value.as_str().unwrap_or(""))?),
                }
            }
        }
        sheet.set_freeze_panes(2, 0)?;
        sheet.autofit();
        workbook.save_to_buffer()
    }

    /// The rows that have places, as GeoJSON.
    pub(super) fn geojson(&self) -> Vec<u8> {
        let feature = |(row, position): &(Vec<Value>, Option<Position>)| {
            let position = (*position)?;
            let named = self.columns.iter().map(|(heading, _)| heading.replace(' ', "_"));
            let properties: Map<String, Value> = named.zip(row.iter().cloned()).collect();
            let geometry = json!({"type": "Point", "coordinates": [position.lon(), position.lat()]});
            Some(json!({"type": "Feature", "geometry": geometry, "properties": properties}))
        };
        let features: Vec<Value> = self.rows.iter().filter_map(feature).collect();
        json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // A spreadsheet would take it for a formula (OWASP, CSV injection).
        Value::String(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_none_in_a_table() {
        let row = vec!["=1+1".into(), Value::Null, 3.into(), false.into(), "é".into()];
        let sheet = Sheet { columns: Table::Books.columns(), rows: vec![(row, None)] };
        let text = String::from_utf8(sheet.csv().unwrap()).unwrap();
        assert_eq!(text.lines().nth(1), Some("#loc+type,#loc+name,#affected,#affected+min,#date"));
        assert_eq!(text.lines().nth(2), Some("'=1+1,,3,false,é"));
        assert!(sheet.xlsx("books").unwrap().starts_with(b"PK"));
    }
}
