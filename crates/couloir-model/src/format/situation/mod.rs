//! Situation files, TOML or JSON: where each vehicle is, who still waits, what is closed, who has been told.
//!
//! Moments are civil times in the operation's zone, or whole seconds since its start; counts are whole people. What a file
//! leaves out is as it was before anything had happened: a vehicle at its depot, everybody at their site.

mod civil;

mod wire;

use crate::clock::{MOMENT_MAX, Moment, Window};
use crate::finding::{At, Finding, Spot};
use crate::id::{NeedId, PassageId, PlaceId, ShelterId, SiteId, VehicleId};
use crate::interval::Interval;
use crate::load::Load;
use crate::quantity::People;
use crate::scenario::{Closure, Scenario, Stretch};
use crate::situation::{Announced, Situation, VehicleState};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use civil::Clock;

/// The format that is written and read.
pub const FORMAT: &str = "couloir/situation/1";

/// The JSON Schema of situation files.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(wire::Situation).to_value()
}

/// Reads a situation file of `scenario`. `file` is how the person named it.
///
/// # Errors
///
/// All findings: neither TOML nor JSON, another format, names that the operation does not have, moments that are none.
pub fn read(text: &str, file: &str, scenario: &Scenario) -> Result<Situation, Vec<Finding>> {
    let is_json = text.trim_start().starts_with('{');
    let parsed = if is_json {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        toml::from_str(text).map_err(|error| error.to_string())
    };
    let whole = At { file: file.to_owned(), spot: Spot::Whole };
    let wire: wire::Situation = parsed.map_err(|error| {
        let message = format!("not a situation: {}", error.trim().trim_end_matches('.').replace('\n', "; "));
        let help = "`couloir situation OPERATION PLAN --at TIME` writes one to correct";
        vec![Finding::error("couloir::situation::unreadable", message).at(whole.clone()).help(help)]
    })?;
    if wire.format != FORMAT {
        let message = format!("this version of Couloir does not read situations of format: `{}`", wire.format);
        let help = format!("write `format = \"{FORMAT}\"`");
        return Err(vec![Finding::error("couloir::situation::unknown_format", message).at(whole).help(help)]);
    }
    let mut reader = Reader { scenario, clock: Clock::of(scenario), file: whole, findings: Vec::new() };
    let situation = reader.situation(&wire);
    if reader.findings.is_empty() { Ok(situation) } else { Err(reader.findings) }
}

struct Reader<'a> {
    scenario: &'a Scenario,
    clock: Clock,
    file: At,
    findings: Vec<Finding>,
}

fn position<'a>(names: impl Iterator<Item = &'a String>, name: &str) -> Option<usize> {
    names.enumerate().find(|(_, known)| known.as_str() == name).map(|(index, _)| index)
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, message: String, help: &str) {
        self.findings.push(Finding::error(code, message).at(self.file.clone()).help(help));
    }

    /// The position of a name, or a finding.
    fn known(&mut self, found: Option<usize>, what: &str, name: &str) -> Option<usize> {
        if found.is_none() {
            let message = format!("the operation has no {what} of this name: `{name}`");
            self.fault("couloir::situation::unknown_name", message, "write the name as the operation's tables have it");
        }
        found
    }

    fn place(&mut self, name: &str) -> Option<PlaceId> {
        let scenario = self.scenario;
        let place = position(scenario.places.iter().map(|place| &place.name), name).map(PlaceId::at);
        let site = || position(scenario.sites.iter().map(|site| &site.name), name).map(|at| scenario.sites[at].place);
        let shelter =
            || position(scenario.shelters.iter().map(|row| &row.name), name).map(|at| scenario.shelters[at].place);
        let depot = || position(scenario.depots.iter().map(|row| &row.name), name).map(|at| scenario.depots[at].place);
        let found = place.or_else(site).or_else(shelter).or_else(depot);
        self.known(found.map(PlaceId::index), "place", name).map(PlaceId::at)
    }

    fn site(&mut self, name: &str) -> Option<SiteId> {
        let found = position(self.scenario.sites.iter().map(|site| &site.name), name);
        self.known(found, "site", name).map(SiteId::at)
    }

    fn shelter(&mut self, name: &str) -> Option<ShelterId> {
        let found = position(self.scenario.shelters.iter().map(|row| &row.name), name);
        self.known(found, "shelter", name).map(ShelterId::at)
    }

    fn vehicle(&mut self, name: &str) -> Option<VehicleId> {
        let found = position(self.scenario.vehicles.iter().map(|row| &row.name), name);
        self.known(found, "vehicle", name).map(VehicleId::at)
    }

    fn moment(&mut self, moment: &wire::Moment) -> Moment {
        let read = match moment {
            wire::Moment::Seconds(seconds) => self.clock.read(&seconds.to_string()),
            wire::Moment::Civil(text) => self.clock.read(text),
        };
        read.unwrap_or_else(|message| {
            self.fault("couloir::situation::bad_moment", message, "times are in the operation's time zone");
            Moment::START
        })
    }

    fn counts(&mut self, people: &BTreeMap<String, wire::Count>) -> Vec<Interval> {
        let mut counts = vec![Interval::default(); self.scenario.needs.len()];
        for (name, count) in people {
            let found = position(self.scenario.needs.iter().map(|need| &need.name), name);
            let Some(need) = self.known(found, "need", name) else { continue };
            let interval = match *count {
                wire::Count::Exactly(people) => Ok(Interval::exactly(People(people))),
                wire::Count::Between([low, best, high]) => Interval::new(People(low), People(best), People(high)),
            };
            match interval {
                Ok(interval) => counts[need] = interval,
                Err(error) => {
                    self.fault("couloir::situation::reversed_range", error.to_string(), "write the lowest count first");
                }
            }
        }
        counts
    }

    fn load(&mut self, people: &BTreeMap<String, u32>) -> Load {
        let mut load = Load::none(self.scenario.needs.len());
        for (name, count) in people {
            let found = position(self.scenario.needs.iter().map(|need| &need.name), name);
            if let Some(need) = self.known(found, "need", name) {
                load[NeedId::at(need)] = People(*count);
            }
        }
        load
    }

    fn situation(&mut self, wire: &wire::Situation) -> Situation {
        let mut situation = Situation::at_start(self.scenario);
        situation.now = self.moment(&wire.now);
        situation.adopted = wire.plan.as_ref().and_then(|plan| plan.parse().ok());
        for row in &wire.vehicle {
            let Some(vehicle) = self.vehicle(&row.name) else { continue };
            let state = self.state(row, situation.vehicles[vehicle.index()].clone());
            situation.vehicles[vehicle.index()] = state;
        }
        for row in &wire.site {
            let counts = self.counts(&row.remaining);
            if let Some(site) = self.site(&row.name) {
                situation.remaining[site.index()] = counts;
            }
        }
        for row in &wire.shelter {
            let received = self.load(&row.received);
            if let Some(shelter) = self.shelter(&row.name) {
                situation.received[shelter.index()] = received;
                situation.room[shelter.index()] = row.room.map(People);
            }
        }
        if let Some(closures) = &wire.closure {
            situation.closures = closures.iter().filter_map(|row| self.closure(row)).collect();
        }
        for row in &wire.announced {
            let Some(vehicle) = self.vehicle(&row.vehicle) else { continue };
            let trips = row.trips.iter().filter_map(|trip| trip.checked_sub(1));
            situation.announced.extend(trips.map(|trip| Announced { vehicle, trip }));
        }
        situation.announced.sort_unstable();
        situation.announced.dedup();
        situation
    }

    fn state(&mut self, row: &wire::Vehicle, start: VehicleState) -> VehicleState {
        let mut on_board = Vec::new();
        for aboard in &row.on_board {
            let load = self.load(&aboard.people);
            on_board.extend(self.site(&aboard.site).map(|site| (site, load)));
        }
        VehicleState {
            place: row.place.as_ref().and_then(|name| self.place(name)).unwrap_or(start.place),
            free_from: row.free_from.as_ref().map_or(start.free_from, |moment| self.moment(moment)),
            trips_done: row.trips_done,
            on_board,
            bound_for: row.bound_for.as_ref().and_then(|name| self.shelter(name)),
            in_service: row.in_service,
        }
    }

    fn closure(&mut self, row: &wire::Closure) -> Option<Closure> {
        let stretch = match (&row.passage, &row.from, &row.to) {
            (Some(name), None, None) => {
                let found = position(self.scenario.passages.iter().map(|passage| &passage.name), name);
                Stretch::Passage(PassageId::at(self.known(found, "passage", name)?))
            }
            (None, Some(from), Some(to)) => Stretch::Leg { from: self.place(from)?, to: self.place(to)? },
            _ => {
                let message = "a closure names a `passage`, or a leg by `from` and `to`".to_owned();
                self.fault("couloir::situation::unclear_closure", message, "write one of the two");
                return None;
            }
        };
        let from = self.moment(&row.closed_from);
        let until = row.closed_until.as_ref().map_or(MOMENT_MAX, |until| self.moment(until));
        match Window::new(from, until) {
            Ok(window) => Some(Closure { stretch, window, said_by: row.said_by.clone() }),
            Err(error) => {
                self.fault("couloir::situation::reversed_range", error.to_string(), "write the beginning first");
                None
            }
        }
    }
}

/// The situation as a TOML file that a person can correct.
#[must_use]
pub fn write(scenario: &Scenario, situation: &Situation) -> String {
    let clock = Clock::of(scenario);
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let at = |moment: Moment| quoted(&clock.write(moment));
    let mut text = String::from(
        "# The situation of an operation: what Couloir plans again from. Correct what is otherwise.\n\
         # Moments are in the operation's time zone; people by need.\n",
    );
    let _ = write!(text, "format = {}\noperation = {}\n", quoted(FORMAT), quoted(&scenario.name));
    if let Some(plan) = situation.adopted {
        let _ = writeln!(text, "plan = {}", quoted(&plan.to_string()));
    }
    let _ = writeln!(text, "now = {}\n", at(situation.now));
    text.push_str("# Each vehicle from the place that it reaches next without asking, or is at, and since when.\n");
    let start = Situation::at_start(scenario);
    for vehicle in scenario.vehicle_ids() {
        let state = &situation.vehicles[vehicle.index()];
        if *state == start.vehicles[vehicle.index()] {
            continue;
        }
        let place = &scenario.place(state.place).name;
        let _ = write!(
            text,
            "[[vehicle]]\nname = {}\nplace = {}\nfree_from = {}\n",
            quoted(&scenario.vehicle(vehicle).name),
            quoted(place),
            at(state.free_from)
        );
        if state.trips_done > 0 {
            let _ = writeln!(text, "trips_done = {}", state.trips_done);
        }
        if let Some(shelter) = state.bound_for {
            let _ = writeln!(text, "bound_for = {}", quoted(&scenario.shelter(shelter).name));
        }
        if !state.on_board.is_empty() {
            let aboard = state.on_board.iter().map(|(site, load)| {
                let counts: Vec<Interval> = load.counts().iter().map(|count| Interval::exactly(*count)).collect();
                format!("{{ site = {}, people = {} }}", quoted(&scenario.site(*site).name), people(scenario, &counts))
            });
            let _ = writeln!(text, "on_board = [{}]", aboard.collect::<Vec<_>>().join(", "));
        }
        if !state.in_service {
            text.push_str("in_service = false\n");
        }
        text.push('\n');
    }
    text.push_str("# Who still waits.\n");
    for (site, remaining) in scenario.sites.iter().zip(&situation.remaining) {
        let _ =
            write!(text, "[[site]]\nname = {}\nremaining = {}\n\n", quoted(&site.name), people(scenario, remaining));
    }
    text.push_str("# Who has been received. `room`: the most people in all, where it is not the shelter's capacity.\n");
    for (index, shelter) in scenario.shelters.iter().enumerate() {
        let counts = situation.received[index].counts().iter().map(|count| Interval::exactly(*count));
        let received = people(scenario, &counts.collect::<Vec<_>>());
        let _ = write!(text, "[[shelter]]\nname = {}\nreceived = {received}\n", quoted(&shelter.name));
        if let Some(room) = situation.room.get(index).copied().flatten() {
            let _ = writeln!(text, "room = {}", room.0);
        }
        text.push('\n');
    }
    text.push_str("# All closures that hold or are announced, those of the operation included.\n");
    if situation.closures.is_empty() {
        text.insert_str(text.find("\n\n").map_or(0, |at| at + 1), "closure = []\n");
    }
    for closure in &situation.closures {
        let stretch = match closure.stretch {
            Stretch::Passage(passage) => format!("passage = {}", quoted(&scenario.passage(passage).name)),
            Stretch::Leg { from, to } => {
                format!("from = {}\nto = {}", quoted(&scenario.place(from).name), quoted(&scenario.place(to).name))
            }
        };
        let _ = write!(text, "[[closure]]\n{stretch}\nclosed_from = {}\n", at(closure.window.from()));
        if !closure.window.is_endless() {
            let _ = writeln!(text, "closed_until = {}", at(closure.window.until()));
        }
        let _ = write!(text, "said_by = {}\n\n", quoted(&closure.said_by));
    }
    text.push_str("# Trips of the plan that somebody has been told of, counted from 1.\n");
    let mut announced: BTreeMap<VehicleId, Vec<u32>> = BTreeMap::new();
    for one in &situation.announced {
        announced.entry(one.vehicle).or_default().push(one.trip + 1);
    }
    for (vehicle, trips) in announced {
        let name = quoted(&scenario.vehicle(vehicle).name);
        let _ = write!(text, "[[announced]]\nvehicle = {name}\ntrips = {trips:?}\n\n");
    }
    text
}

/// `{ seated = 40 }`, with the range of what is uncertain.
fn people(scenario: &Scenario, counts: &[Interval]) -> String {
    let named = scenario.needs.iter().zip(counts).filter(|(_, count)| **count != Interval::default());
    let each: Vec<String> = named
        .map(|(need, count)| {
            let name = toml::Value::String(need.name.clone());
            match count.is_exact() {
                true => format!("{name} = {}", count.best().0),
                false => format!("{name} = [{}, {}, {}]", count.low().0, count.best().0, count.high().0),
            }
        })
        .collect();
    if each.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", each.join(", ")) }
}
