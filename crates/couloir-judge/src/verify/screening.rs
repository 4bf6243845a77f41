//! Rule `screening`: vehicles with people on board are examined one after the other, and held for the fixed time.
//!
//! A vehicle that goes on too late breaks the rule `moment`, as everything that comes too late does.

use crate::convoys::Marshal;
use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::id::PassageId;
use couloir_model::plan::Passing;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Passage;
use std::collections::BTreeMap;

/// A vehicle that goes on at another moment than it should.
pub(super) struct Held {
    pub(super) spot: Spot,
    pub(super) leave: Moment,
    pub(super) expected: Moment,
}

/// Reports those who go on too early, and returns those who go on too late.
pub(super) fn check(walk: &Walk<'_>, marshal: &Marshal<'_>, report: &mut Report) -> Vec<Held> {
    let mut wrong = held_by_time(walk, marshal);
    wrong.extend(held_by_posts(walk, marshal));
    wrong.retain(|held| {
        if held.leave < held.expected {
            let message = format!("it goes on at {}, screened at {}", held.leave, held.expected);
            let by = Amount::Seconds(held.expected.since(held.leave).0);
            report.add(Rule::Screening, held.spot, by, message);
        }
        held.leave > held.expected
    });
    wrong
}

/// Those whom no post examines: empty ones, those in a passage without a rate, and those of whom nobody knows the turn.
fn held_by_time(walk: &Walk<'_>, marshal: &Marshal<'_>) -> Vec<Held> {
    let mut wrong = Vec::new();
    for (index, call) in walk.calls.iter().enumerate() {
        for (position, passing) in call.visit.passings.iter().enumerate() {
            let examined = call.riding > 0 && has_post(walk, passing.passage);
            let expected = passing.enter + walk.roads.screening(passing.passage, call.riding > 0);
            let known = super::passage::lists_those_of_the_leg(call) && marshal.turn(index, position).is_some();
            if !(examined && known) && passing.leave != expected {
                wrong.push(Held { spot: call.spot_in(passing.passage), leave: passing.leave, expected });
            }
        }
    }
    wrong
}

/// Each post examines in the order in which vehicles enter; those who enter together, in the order of the plan's list. Each vehicle
/// is held against what is written of the one before it.
fn held_by_posts(walk: &Walk<'_>, marshal: &Marshal<'_>) -> Vec<Held> {
    let mut lines: BTreeMap<PassageId, Vec<_>> = BTreeMap::new();
    for turn in marshal.turns.iter().filter(|turn| has_post(walk, turn.passage)) {
        let call = &walk.calls[turn.call];
        if call.riding > 0 && super::passage::lists_those_of_the_leg(call) {
            let passing: &Passing = &call.visit.passings[turn.position];
            let place = turn.convoy.unwrap_or((usize::MAX, turn.call));
            lines.entry(turn.passage).or_default().push((passing.enter, place, call, passing));
        }
    }
    let mut wrong = Vec::new();
    for (passage, mut line) in lines {
        line.sort_by_key(|(enter, place, _, _)| (*enter, *place));
        let fixed = walk.roads.screening(passage, true);
        let mut post = walk.roads.passage(passage).map_or(Moment::START, |row| row.passed.examined);
        for (enter, _, call, passing) in line {
            let expected = enter.max(post) + walk.roads.examination(passage, call.riding) + fixed;
            if passing.leave != expected {
                wrong.push(Held { spot: call.spot_in(passage), leave: passing.leave, expected });
            }
            post = Moment::START + Seconds(passing.leave.since(Moment(fixed.0)).0);
        }
    }
    wrong
}

fn has_post(walk: &Walk<'_>, passage: PassageId) -> bool {
    walk.roads.passage(passage).map(|row: &Passage| row.screening.people_per_hour).is_some_and(|rate| rate.is_some())
}
