//! Rule `convoy`: whoever goes through a regulated passage is in a convoy of the plan's list, of the right size and heading; it enters
//! in its turn, all vehicles together, as soon as it can.
//!
//! What it enters too early for has a rule of its own: `passage`, `closure`, `headway`, `direction`, `escort`.

use crate::convoys::{Formed, Marshal, Wait};
use crate::earliest::service;
use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::id::ConvoyId;
use couloir_model::plan::Passing;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::ConvoyRule;
use couloir_model::travel::Heading;

pub(crate) fn check(walk: &Walk<'_>, marshal: &Marshal<'_>, report: &mut Report) {
    check_membership(walk, marshal, report);
    for (index, formed) in marshal.convoys.iter().enumerate() {
        check_list(walk, marshal, index, formed, report);
        check_size(walk, marshal, index, formed, report);
        check_opening(walk, index, formed, report);
        check_moment(walk, marshal, index, report);
    }
    check_passings(walk, marshal, report);
}

/// What keeps vehicles from going through at all: no convoy, a convoy that waits for somebody who never comes, a circle.
pub(crate) fn check_membership(walk: &Walk<'_>, marshal: &Marshal<'_>, report: &mut Report) {
    for turn in marshal.turns.iter().filter(|turn| turn.convoy.is_none()) {
        let spot = walk.calls[turn.call].spot_in(turn.passage);
        report.add(Rule::Convoy, spot, Amount::Vehicles(1), "it is in no entry of the plan's `convoys`");
    }
    for (index, formed) in marshal.convoys.iter().enumerate() {
        for vehicle in formed.convoy.vehicles.iter().zip(&formed.members).filter(|(_, turn)| turn.is_none()) {
            let spot = Spot { vehicle: Some(*vehicle.0), ..formed.spot(index) };
            report.add(Rule::Convoy, spot, Amount::Vehicles(1), "it waits for a vehicle that does not come");
        }
    }
    for circle in marshal.circles() {
        let names: Vec<String> = circle.iter().skip(1).map(|convoy| format!("entry {}", convoy + 1)).collect();
        let vehicles: usize = circle.iter().map(|convoy| marshal.convoys[*convoy].members.len()).sum();
        let message = match names.as_slice() {
            [] => "it waits for itself".to_owned(),
            names => format!("it waits in a circle for {}, and that for it", names.join(", that for ")),
        };
        report.add(
            Rule::Convoy,
            marshal.convoys[circle[0]].spot(circle[0]),
            Amount::Vehicles(vehicles as u64),
            message,
        );
    }
}

/// The entry itself: its passage, its vehicles, their heading.
fn check_list(walk: &Walk<'_>, marshal: &Marshal<'_>, index: usize, formed: &Formed<'_>, report: &mut Report) {
    let spot = formed.spot(index);
    let mut add = |spot, by, message: String| report.add(Rule::Convoy, spot, by, message);
    if walk.roads.passage(formed.convoy.passage).is_none() {
        add(spot, Amount::Entries(1), format!("no such passage: {}", formed.convoy.passage.0));
    } else if formed.passage.is_none() {
        add(spot, Amount::Entries(1), "nobody goes through this passage in convoys".to_owned());
    }
    if formed.convoy.vehicles.is_empty() {
        add(spot, Amount::Vehicles(1), "the convoy has no vehicle".to_owned());
    }
    for turn in formed.members.iter().flatten().map(|turn| &marshal.turns[*turn]) {
        if turn.heading != formed.convoy.heading {
            let spot = Spot { convoy: spot.convoy, ..walk.calls[turn.call].spot_in(turn.passage) };
            let (goes, listed) = (word(turn.heading), word(formed.convoy.heading));
            add(spot, Amount::Vehicles(1), format!("it goes {goes} in a convoy that goes {listed}"));
        }
    }
}

fn check_size(walk: &Walk<'_>, marshal: &Marshal<'_>, index: usize, formed: &Formed<'_>, report: &mut Report) {
    if formed.passage.is_none() || formed.convoy.vehicles.is_empty() {
        return;
    }
    let (size, spot) = (formed.convoy.vehicles.len() as u64, formed.spot(index));
    let rule = rule_for(walk, marshal, formed);
    let least = rule.map_or(1, |rule| u64::from(rule.vehicles_min.get()));
    let most = rule.map_or(Some(1), |rule| rule.vehicles_max.map(|most| u64::from(most.get())));
    if size < least {
        let message = format!("it has {size} vehicles, and needs: {least}");
        report.add(Rule::Convoy, spot, Amount::Vehicles(least - size), message);
    }
    if let Some(most) = most.filter(|most| size > *most) {
        let message = format!("it has {size} vehicles, and may have: {most}");
        report.add(Rule::Convoy, spot, Amount::Vehicles(size - most), message);
    }
}

/// Windows and closures of the passage, once for all vehicles of the convoy.
fn check_opening(walk: &Walk<'_>, index: usize, formed: &Formed<'_>, report: &mut Report) {
    let (Some(passage), enter, spot) = (formed.passage, formed.convoy.enter, formed.spot(index)) else { return };
    super::passage::check_open(passage, enter, spot, report);
    super::closure::check_entry(walk, formed.convoy.passage, enter, spot, report);
}

/// Its turn in the lane, and nothing left that it waits for.
fn check_moment(walk: &Walk<'_>, marshal: &Marshal<'_>, index: usize, report: &mut Report) {
    let formed = &marshal.convoys[index];
    let (enter, spot) = (formed.convoy.enter, formed.spot(index));
    let Some(passage) = formed.passage else { return };
    if let (Some(before), Some(entered)) = (formed.before, soonest(marshal, index, |wait| wait == Wait::Order))
        && enter < entered
    {
        let message = format!("it enters at {enter}, before its turn after entry {} at {entered}", before + 1);
        report.add(Rule::Convoy, spot, Amount::Seconds(entered.since(enter).0), message);
    }
    let written = |turn: usize| passing_of(walk, marshal, turn).map(|passing| passing.reach);
    let waits = marshal.waits(index, written, |convoy| Some(marshal.convoys[convoy].convoy.enter));
    let Some(ready) = waits.into_iter().filter_map(|(_, until)| until).max() else { return };
    let shut = service(&passage.open, enter, Seconds::ZERO) != Some(enter);
    if let Some(earliest) = walk.roads.entry(formed.convoy.passage, ready).filter(|earliest| !shut && enter > *earliest)
    {
        let message = format!("it enters at {enter}, it could at {earliest}");
        report.add(Rule::Convoy, spot, Amount::Seconds(enter.since(earliest).0), message);
    }
}

/// What each vehicle says of its convoy.
fn check_passings(walk: &Walk<'_>, marshal: &Marshal<'_>, report: &mut Report) {
    for (index, call) in walk.calls.iter().enumerate() {
        let listed = super::passage::lists_those_of_the_leg(call);
        for (position, passing) in call.visit.passings.iter().enumerate() {
            let turn = marshal.turn(index, position).filter(|_| listed).map(|turn| &marshal.turns[turn]);
            let convoy = turn.and_then(|turn| turn.convoy).map(|(convoy, _)| convoy);
            let spot = call.spot_in(passing.passage);
            if passing.convoy != convoy.map(ConvoyId::at) {
                let name = |convoy: Option<u64>| convoy.map_or("none".to_owned(), |convoy| (convoy + 1).to_string());
                let said = name(passing.convoy.map(|convoy| u64::from(convoy.0)));
                let message = format!(
                    "it says that it is in entry {said} of `convoys`, it stands in: {}",
                    name(convoy.map(|convoy| convoy as u64))
                );
                report.add(Rule::Convoy, spot, Amount::Entries(1), message);
            }
            let Some(enter) = convoy.map(|convoy| marshal.convoys[convoy].convoy.enter) else { continue };
            if passing.enter != enter {
                let message = format!("it enters at {}, its convoy at {enter}", passing.enter);
                report.add(Rule::Convoy, spot, Amount::Seconds(passing.enter.0.abs_diff(enter.0)), message);
            }
        }
    }
}

impl Formed<'_> {
    pub(super) fn spot(&self, index: usize) -> Spot {
        Spot::convoy(ConvoyId::at(index), self.convoy.passage)
    }
}

/// The rule that holds for a convoy.
pub(super) fn rule_for(walk: &Walk<'_>, marshal: &Marshal<'_>, formed: &Formed<'_>) -> Option<ConvoyRule> {
    let turns = formed.members.iter().flatten().map(|turn| &marshal.turns[*turn]);
    let laden = turns.into_iter().any(|turn| walk.calls[turn.call].riding > 0);
    formed.passage.and_then(|passage| passage.convoy).filter(|rule| rule.holds(laden))
}

/// The moment from which nothing of one kind holds a convoy any more, from the moments that the plan writes.
pub(super) fn soonest(marshal: &Marshal<'_>, index: usize, kind: impl Fn(Wait) -> bool) -> Option<Moment> {
    let waits = marshal.waits(index, |_| None, |convoy| Some(marshal.convoys[convoy].convoy.enter));
    waits.into_iter().filter(|(wait, _)| kind(*wait)).filter_map(|(_, until)| until).max()
}

/// What the plan writes of a turn, if it lists the passages of the leg.
fn passing_of<'a>(walk: &Walk<'a>, marshal: &Marshal<'_>, turn: usize) -> Option<&'a Passing> {
    let turn = &marshal.turns[turn];
    let call = &walk.calls[turn.call];
    super::passage::lists_those_of_the_leg(call).then(|| call.visit.passings.get(turn.position)).flatten()
}

const fn word(heading: Heading) -> &'static str {
    match heading {
        Heading::Outward => "outward",
        Heading::Inward => "inward",
    }
}
