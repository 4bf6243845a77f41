//! Rule `moment`: every written moment is the earliest that the rules allow, and moments never go back.
//!
//! What comes too early breaks the rule that it comes too early for; here stands what comes too late, and what no other
//! rule speaks of. How long a convoy waits in front of its passage is the business of rule `convoy`.

use super::line::{Deviation, Kind};
use super::screening::Held;
use super::travel::expected;
use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Call, Report, Walk};
use couloir_model::clock::Moment;

pub(super) fn check(walk: &Walk<'_>, deviations: &[Deviation], held: &[Held], report: &mut Report) {
    for call in &walk.calls {
        departure(walk, call, report);
        road(walk, call, report);
        joining(call, report);
    }
    for held in held {
        late(report, held.spot, "it goes on", held.leave, held.expected);
    }
    for deviation in deviations.iter().filter(|deviation| deviation.kind == Kind::Idle) {
        let call = &walk.calls[deviation.call];
        late(report, call.spot(), "it is served", call.visit.start, deviation.expected);
    }
}

fn departure(walk: &Walk<'_>, call: &Call<'_>, report: &mut Report) {
    let depart = call.visit.depart;
    if depart < call.free && !call.first {
        let message = format!("it sets off at {depart}, before it has ended there at {}", call.free);
        report.add(Rule::Moment, call.spot(), Amount::Seconds(call.free.since(depart).0), message);
    }
    let Some(way) = &call.way else { return };
    if let Some(ride) = walk.roads.ride(way, call.ready(), call.riding > 0) {
        late(report, call.spot(), "it sets off", depart, ride.depart);
    }
}

fn road(walk: &Walk<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(expected) = expected(call) else { return };
    for (passing, reach) in call.visit.passings.iter().zip(&expected.reach) {
        let spot = call.spot_in(passing.passage);
        late(report, spot, "it is in front of the passage", passing.reach, *reach);
        let Some(row) = walk.roads.passage(passing.passage) else { continue };
        if let Some(enter) = walk.roads.entry(passing.passage, passing.reach).filter(|_| !row.is_regulated()) {
            late(report, spot, "it enters", passing.enter, enter);
        }
    }
    late(report, call.spot(), "it arrives", call.visit.arrive, expected.arrive);
}

fn joining(call: &Call<'_>, report: &mut Report) {
    let visit = call.visit;
    let expected = visit.arrive.max(visit.not_before);
    if visit.join != expected {
        let message = format!("it joins the queue at {}, not at {expected}", visit.join);
        report.add(Rule::Moment, call.spot(), Amount::Seconds(visit.join.0.abs_diff(expected.0)), message);
    }
    if visit.start < visit.join {
        let message = format!("it is served at {}, joins the queue at {}", visit.start, visit.join);
        report.add(Rule::Moment, call.spot(), Amount::Seconds(visit.join.since(visit.start).0), message);
    }
}

fn late(report: &mut Report, spot: Spot, what: &str, found: Moment, earliest: Moment) {
    if found > earliest {
        let message = format!("{what} at {found}, it could at {earliest}");
        report.add(Rule::Moment, spot, Amount::Seconds(found.since(earliest).0), message);
    }
}
