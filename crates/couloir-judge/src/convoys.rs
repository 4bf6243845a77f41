//! Who goes through which regulated passage in which convoy, and who waits for whom: the plan's list, looked up once.

use crate::walk::Walk;
use couloir_model::clock::Moment;
use couloir_model::id::{EscortId, PassageId, VehicleId};
use couloir_model::plan::Convoy;
use couloir_model::scenario::{Direction, EscortTeam, Passage};
use couloir_model::travel::Heading;
use std::collections::BTreeMap;

/// The convoys of a plan and the vehicles that go through regulated passages, each matched with the other.
pub(crate) struct Marshal<'a> {
    /// Every time that a vehicle goes through a regulated passage, in the order of the routes.
    pub(crate) turns: Vec<Turn>,
    /// The plan's list.
    pub(crate) convoys: Vec<Formed<'a>>,
    by_crossing: BTreeMap<(usize, usize), usize>,
}

/// One vehicle going through a regulated passage once.
pub(crate) struct Turn {
    /// The visit on the way to which it does.
    pub(crate) call: usize,
    /// Which of the leg's passages it is.
    pub(crate) position: usize,
    pub(crate) vehicle: VehicleId,
    pub(crate) passage: PassageId,
    pub(crate) heading: Heading,
    /// Its convoy, and its position in it.
    pub(crate) convoy: Option<(usize, usize)>,
    /// The turn before on the same route.
    before: Option<usize>,
}

/// A convoy of the list, with those that it follows.
pub(crate) struct Formed<'a> {
    pub(crate) convoy: &'a Convoy,
    /// Its passage; `None` when there is none, or when it is not regulated.
    pub(crate) passage: Option<&'a Passage>,
    /// The turn of each vehicle in order; `None` when the vehicle does not come for it.
    pub(crate) members: Vec<Option<usize>>,
    /// The one listed before it in its lane.
    pub(crate) before: Option<usize>,
    /// The one listed before it with the same heading.
    pub(crate) ahead: Option<usize>,
    /// Where one way at a time is used: the last one of the other heading listed before it.
    pub(crate) oncoming: Option<usize>,
    /// Its teams that exist, each with the convoy that it led before.
    pub(crate) teams: Vec<(EscortId, &'a EscortTeam, Option<usize>)>,
}

/// What a convoy waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// A vehicle, by its turn.
    Vehicle,
    /// The convoy listed before it.
    Order,
    /// The headway to the one ahead of it.
    Headway,
    /// The other heading.
    Oncoming,
    /// An escort team.
    Escort(EscortId),
}

impl<'a> Marshal<'a> {
    pub(crate) fn of(walk: &Walk<'a>) -> Self {
        let mut marshal = Self { turns: Vec::new(), convoys: Vec::new(), by_crossing: BTreeMap::new() };
        for (_, calls) in &walk.routes {
            let mut before = None;
            for call in calls.clone() {
                before = marshal.add_turns(walk, call, before);
            }
        }
        marshal.form(walk);
        marshal
    }

    /// The turn at a passage of a visit's leg.
    pub(crate) fn turn(&self, call: usize, position: usize) -> Option<usize> {
        self.by_crossing.get(&(call, position)).copied()
    }

    /// Every convoy that may enter sooner once `convoy` has.
    pub(crate) fn followers(&self) -> Vec<Vec<usize>> {
        let mut followers = vec![Vec::new(); self.convoys.len()];
        for (index, formed) in self.convoys.iter().enumerate() {
            let teams = formed.teams.iter().filter_map(|(_, _, before)| *before);
            for first in [formed.before, formed.ahead, formed.oncoming].into_iter().flatten().chain(teams) {
                followers[first].push(index);
            }
        }
        followers
    }

    /// What the convoy at `index` waits for, each with the moment from which it no longer does; `None` where `reach` of a turn or
    /// `enter` of another convoy is not known. The opening of the passage comes on top.
    pub(crate) fn waits(
        &self,
        index: usize,
        reach: impl Fn(usize) -> Option<Moment>,
        enter: impl Fn(usize) -> Option<Moment>,
    ) -> Vec<(Wait, Option<Moment>)> {
        let formed = &self.convoys[index];
        let mut waits: Vec<_> = formed.members.iter().flatten().map(|turn| (Wait::Vehicle, reach(*turn))).collect();
        let Some(passage) = formed.passage else { return waits };
        waits.extend(formed.before.map(|before| (Wait::Order, enter(before))));
        let heading = formed.convoy.heading;
        let before = |listed: Option<usize>, heading| match listed {
            Some(listed) => Some(enter(listed)),
            None => passage.passed.entered(heading).map(Some),
        };
        let ahead = before(formed.ahead, heading);
        waits.extend(ahead.map(|ahead| (Wait::Headway, ahead.map(|enter| enter + passage.headway))));
        if let Direction::OneWayAtATime { crossing } = passage.direction {
            let oncoming = before(formed.oncoming, heading.back());
            waits.extend(oncoming.map(|oncoming| (Wait::Oncoming, oncoming.map(|enter| enter + crossing))));
        }
        for (id, team, before) in &formed.teams {
            let back = before.map_or(Some(Moment::START), |before| enter(before).map(|enter| team.back(enter)));
            waits.push((Wait::Escort(*id), back.map(|back| back.max(team.available_from))));
        }
        waits
    }

    /// Circles of convoys that wait for each other, whatever the moments: each begins with the one that stands first in the list,
    /// and each of its convoys waits for the next one.
    pub(crate) fn circles(&self) -> Vec<Vec<usize>> {
        let waits_for: Vec<Vec<usize>> = (0..self.convoys.len()).map(|index| self.waits_for(index)).collect();
        let stuck = stuck(&waits_for);
        let mut seen = vec![false; self.convoys.len()];
        let mut circles = Vec::new();
        for start in (0..self.convoys.len()).filter(|index| stuck[*index]) {
            let mut way: Vec<usize> = Vec::new();
            let mut at = start;
            while !seen[at] {
                seen[at] = true;
                way.push(at);
                // Whoever is stuck waits for somebody who is.
                let Some(next) = waits_for[at].iter().copied().find(|next| stuck[*next]) else { break };
                at = next;
            }
            if let Some(begin) = way.iter().position(|one| *one == at) {
                let mut circle = way.split_off(begin);
                let first = (0..circle.len()).min_by_key(|one| circle[*one]).unwrap_or(0);
                circle.rotate_left(first);
                circles.push(circle);
            }
        }
        circles
    }

    /// The convoys that have to enter before the one at `index` can.
    fn waits_for(&self, index: usize) -> Vec<usize> {
        let formed = &self.convoys[index];
        let earlier = |turn: &usize| self.turns[*turn].before.and_then(|before| self.turns[before].convoy);
        let members = formed.members.iter().flatten().filter_map(|turn| earlier(turn).map(|(convoy, _)| convoy));
        let teams = formed.teams.iter().filter_map(|(_, _, before)| *before);
        formed.before.into_iter().chain(members).chain(teams).collect()
    }

    fn add_turns(&mut self, walk: &Walk<'a>, call: usize, mut before: Option<usize>) -> Option<usize> {
        let Some(way) = &walk.calls[call].way else { return before };
        for (position, crossing) in way.crossings.iter().enumerate() {
            if !walk.roads.passage(crossing.passage).is_some_and(Passage::is_regulated) {
                continue;
            }
            let turn = self.turns.len();
            self.turns.push(Turn {
                call,
                position,
                vehicle: walk.calls[call].vehicle,
                passage: crossing.passage,
                heading: crossing.heading,
                convoy: None,
                before,
            });
            self.by_crossing.insert((call, position), turn);
            before = Some(turn);
        }
        before
    }

    /// Matches the list with the turns: the n-th turn of a vehicle at a passage is the n-th convoy there that lists it.
    fn form(&mut self, walk: &Walk<'a>) {
        let mut coming: BTreeMap<(PassageId, VehicleId), std::vec::IntoIter<usize>> = BTreeMap::new();
        let mut by_vehicle: BTreeMap<(PassageId, VehicleId), Vec<usize>> = BTreeMap::new();
        for (index, turn) in self.turns.iter().enumerate() {
            by_vehicle.entry((turn.passage, turn.vehicle)).or_default().push(index);
        }
        coming.extend(by_vehicle.into_iter().map(|(key, turns)| (key, turns.into_iter())));
        let mut lanes: BTreeMap<(PassageId, Heading), usize> = BTreeMap::new();
        let mut led: BTreeMap<EscortId, usize> = BTreeMap::new();
        for (index, convoy) in walk.plan.convoys.iter().enumerate() {
            let mut members = Vec::with_capacity(convoy.vehicles.len());
            for (seat, vehicle) in convoy.vehicles.iter().enumerate() {
                let again = convoy.vehicles[..seat].contains(vehicle);
                let turn = coming.get_mut(&(convoy.passage, *vehicle)).filter(|_| !again).and_then(Iterator::next);
                if let Some(turn) = turn {
                    self.turns[turn].convoy = Some((index, seat));
                }
                members.push(turn);
            }
            let passage = walk.roads.passage(convoy.passage).filter(|passage| passage.is_regulated());
            let last = |heading| lanes.get(&(convoy.passage, heading)).copied();
            let (ahead, other) = (last(convoy.heading), last(convoy.heading.back()));
            let oncoming = other.filter(|_| passage.is_some_and(Passage::is_one_way));
            lanes.insert((convoy.passage, convoy.heading), index);
            self.convoys.push(Formed {
                convoy,
                passage,
                members,
                before: ahead.max(oncoming),
                ahead,
                oncoming,
                teams: teams(walk, convoy, index, &mut led),
            });
        }
    }
}

/// The teams of a convoy that exist, each once, with the convoys that they led before.
fn teams<'a>(
    walk: &Walk<'a>,
    convoy: &Convoy,
    index: usize,
    led: &mut BTreeMap<EscortId, usize>,
) -> Vec<(EscortId, &'a EscortTeam, Option<usize>)> {
    let mut teams = Vec::new();
    for id in &convoy.escorts {
        let Some(team) = walk.scenario.escorts.get(id.index()) else { continue };
        if teams.iter().all(|(known, _, _)| known != id) {
            teams.push((*id, team, led.insert(*id, index)));
        }
    }
    teams
}

/// Those that wait for themselves, or for somebody who does.
fn stuck(waits_for: &[Vec<usize>]) -> Vec<bool> {
    let mut waiting: Vec<usize> = waits_for.iter().map(Vec::len).collect();
    let mut behind = vec![Vec::new(); waits_for.len()];
    for (index, first) in waits_for.iter().enumerate() {
        first.iter().for_each(|first| behind[*first].push(index));
    }
    let mut free: Vec<usize> = (0..waiting.len()).filter(|index| waiting[*index] == 0).collect();
    while let Some(index) = free.pop() {
        for next in &behind[index] {
            waiting[*next] -= 1;
            if waiting[*next] == 0 {
                free.push(*next);
            }
        }
    }
    waiting.iter().map(|waiting| *waiting > 0).collect()
}
