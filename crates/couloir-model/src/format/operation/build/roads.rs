//! The tables of what is in the way: passages, escorts and closures.

use super::fleet::{available, rows_of};
use super::people::at_least_one;
use super::places::Places;
use super::{CallSigns, Grids, Index, civil};
use crate::clock::{MOMENT_MAX, Moment, Window};
use crate::format::operation::fault::{Fault, codes};
use crate::format::operation::grid::{Line, shown};
use crate::format::operation::reader::{Early, Reader};
use crate::format::operation::tables::{CLOSURES, COUNT_MAX, ESCORTS, PASSAGES};
use crate::id::PassageId;
use crate::quantity::Seconds;
use crate::scenario::{Closure, ConvoyRule, ConvoyWho, Direction, EscortTeam, Passage, Passed, Screening, Stretch};
use std::num::NonZeroU32;

/// The table `passages`, and its rows by name.
pub(super) struct Passages {
    pub rows: Vec<Passage>,
    pub index: Index,
}

/// Reads the table `passages`.
pub(super) fn passages(grids: &Grids<'_>, places: &Places, reader: &mut Reader) -> Passages {
    let mut passages = Passages { rows: Vec::new(), index: Index::default() };
    for line in grids.lines(&PASSAGES) {
        let name = reader.required_text(&line, "name").unwrap_or_default();
        passages.index.insert(&name, line.at_column("name", None), reader);
        let place = places.find(&line, "place", reader);
        let position = reader.position(&line).or_else(|| places.rows[place?.index()].position);
        let mut seconds = |stem| Seconds(reader.measure(&line, stem, None).unwrap_or(0));
        let (headway, crossing, fixed) = (seconds("headway"), seconds("crossing"), seconds("screening"));
        let one_way = reader.choice(&line, "direction") == Some(1);
        if one_way && crossing == Seconds::ZERO {
            let message =
                format!("a passage that is used one way at a time takes no time to cross: `{}`", shown(&name));
            let fault = Fault::new(codes::MISSING, message, "fill in `crossing_min`");
            reader.findings.error(fault, line.at_column("crossing", None));
        }
        passages.rows.push(Passage {
            name,
            position,
            open: reader.opening(&line),
            headway,
            direction: if one_way { Direction::OneWayAtATime { crossing } } else { Direction::BothWays },
            screening: Screening {
                fixed,
                people_per_hour: at_least_one(reader.whole(&line, "screening_per_hour", None)),
            },
            convoy: convoy_rule(&line, reader),
            passed: Passed::default(),
        });
    }
    passages
}

fn convoy_rule(line: &Line<'_>, reader: &mut Reader) -> Option<ConvoyRule> {
    let fewest = at_least_one(reader.whole(line, "convoy_vehicles_min", None));
    let most = at_least_one(reader.whole(line, "convoy_vehicles_max", None));
    let escorts = reader.whole(line, "convoy_escorts", None);
    if let (Some(fewest), Some(most)) = (fewest, most)
        && most < fewest
    {
        let message = format!("a convoy needs at least {fewest} vehicles and may have at most {most}");
        let fault = Fault::new(codes::REVERSED_RANGE, message, "put the smaller number into `convoy_vehicles_min`");
        reader.findings.error(fault, line.at_column("convoy_vehicles_min", None));
    }
    let who = reader.choice(line, "convoy_who").map(|word| [ConvoyWho::All, ConvoyWho::Laden][word]);
    if fewest.is_none() && most.is_none() && escorts.is_none() {
        if who.is_some() {
            let help =
                "fill in `convoy_vehicles_min`, `convoy_vehicles_max` or `convoy_escorts`, or leave `convoy_who` empty";
            let fault = Fault::new(codes::ODD, "it is said for whom a convoy rule holds, and there is no rule", help);
            reader.findings.warning(fault, line.at_column("convoy_who", None));
        }
        return None;
    }
    let escorts = escorts.and_then(|escorts| u32::try_from(escorts).ok()).unwrap_or(0);
    Some(ConvoyRule {
        vehicles_min: fewest.unwrap_or(NonZeroU32::MIN),
        vehicles_max: most,
        escorts,
        who: who.unwrap_or_default(),
    })
}

/// Reads the table `escorts`.
pub(super) fn escorts(grids: &Grids<'_>, passages: &Index, reader: &mut Reader) -> Vec<EscortTeam> {
    let (mut teams, mut signs) = (Vec::new(), CallSigns::default());
    for line in grids.lines(&ESCORTS) {
        let name = reader.required_text(&line, "name").unwrap_or_default();
        let count = rows_of(reader.whole(&line, "count", None));
        let passage = passages.find_required(&line, "passage", reader);
        let (available_from, available_until) = available(&line, reader);
        reader.report_missing(&line, "escorting");
        let escorting = Seconds(reader.measure(&line, "escorting", None).unwrap_or(0));
        let way_back = reader.measure(&line, "way_back", None).map_or(escorting, Seconds);
        if count == 1 && !signs.take(&name) {
            let message = format!("two escort teams have the same call sign: `{}`", shown(&name));
            let fault = Fault::new(codes::DUPLICATE_NAME, message, "rename one, or write one row with a `count`");
            reader.findings.error(fault, line.at_column("name", None));
        }
        let Some(passage) = passage.map(PassageId::at) else { continue };
        if teams.len() as u64 + u64::from(count) > COUNT_MAX {
            super::too_many("escort teams", teams.len() as u64 + u64::from(count), COUNT_MAX, line.at(), reader);
            break;
        }
        for _ in 0..count {
            let name = if count == 1 { name.clone() } else { signs.number(&name) };
            teams.push(EscortTeam { name, passage, available_from, available_until, escorting, way_back });
        }
    }
    teams
}

/// Reads the table `closures`.
pub(super) fn closures(grids: &Grids<'_>, places: &Places, passages: &Index, reader: &mut Reader) -> Vec<Closure> {
    let mut closures = Vec::new();
    for line in grids.lines(&CLOSURES) {
        let passage = passages.find(&line, "passage", reader).map(PassageId::at);
        let (from, to) = (places.find(&line, "from", reader), places.find(&line, "to", reader));
        let both_ways = reader.flag(&line, "both_ways").unwrap_or(true);
        let said_by = reader.required_text(&line, "said_by").unwrap_or_default();
        let window = closed(&line, reader);
        let filled = |stem| !line.filled(stem, None).is_empty();
        if filled("passage") == (filled("from") && filled("to")) || filled("from") != filled("to") {
            let fault = Fault::new(
                codes::CONTRADICTION,
                "a closure is of a passage, or of the way between two places",
                "fill in `passage` alone, or `from` and `to`",
            );
            reader.findings.error(fault, line.at());
        }
        let Some(window) = window else { continue };
        let mut close = |stretch| closures.push(Closure { stretch, window, said_by: said_by.clone() });
        match (passage, from, to) {
            (Some(passage), ..) => close(Stretch::Passage(passage)),
            (None, Some(from), Some(to)) => {
                close(Stretch::Leg { from, to });
                if both_ways {
                    close(Stretch::Leg { from: to, to: from });
                }
            }
            _ => {}
        }
    }
    closures
}

fn closed(line: &Line<'_>, reader: &mut Reader) -> Option<Window> {
    let from = reader.moment(line, "closed_from", Early::TakeStart).unwrap_or(Moment::START);
    let until = reader.moment(line, "closed_until", Early::Refuse).unwrap_or(MOMENT_MAX);
    let window = Window::new(from, until).ok();
    if window.is_none() {
        let (from, until) = (civil(reader.clock.as_ref(), from), civil(reader.clock.as_ref(), until));
        let message = format!("a closure ends before it begins: `{from}` to `{until}`");
        let fault = Fault::new(codes::REVERSED_WINDOW, message, "put the earlier moment into `closed_from`");
        reader.findings.error(fault, line.at_column("closed_until", None));
    }
    window
}
