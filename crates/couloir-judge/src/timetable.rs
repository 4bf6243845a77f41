//! Routes carried out without disturbance: every vehicle does everything as early as it can, and every moment is written.
//!
//! Event after event, obvious rather than fast: for each vehicle on the road the moment at which it joins a queue, for each convoy
//! whose vehicles have all come the moment at which it enters; the earliest happens next.

use crate::convoys::Marshal;
use crate::earliest::{service, stretch};
use crate::verdict::{Amount, Rule, Spot, Stage, Violation};
use crate::verify;
use crate::walk::{Call, Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::id::{ConvoyId, PassageId, VehicleId};
use couloir_model::plan::{Parts, Passing, Plan, Trip, Visit};
use couloir_model::quantity::{PersonSeconds, Seconds};
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Writes every moment of `parts` anew, and the sums that follow from them.
///
/// Of the moments that `parts` holds only each `not_before` is kept; passages are those of the legs; routes are put in the
/// order of their vehicles; who goes in which convoy, in which order and with which escorts, who is planned for and who is not
/// moved stays as it is. Whether the plan is valid is for [`crate::verify()`] to say: too many people on board do not keep a bus from
/// driving, nor too few vehicles a convoy.
///
/// # Errors
///
/// What keeps the routes from being carried out at all: rows that do not exist, a vehicle with two routes, a leg without a
/// road, a place or passage that never opens again, a vehicle without a convoy where it needs one, a convoy that waits for a
/// vehicle that never comes, convoys that wait for each other in a circle.
pub fn timetable(scenario: &Scenario, travel: &TravelTimes, mut parts: Parts) -> Result<Plan, Vec<Violation>> {
    parts.routes.sort_by_key(|route| route.vehicle);
    let walk = Walk::of(scenario, travel, &parts);
    let marshal = Marshal::of(&walk);
    let faults = obstacles(&walk, &marshal);
    if !faults.is_empty() {
        return Err(faults);
    }
    let replay = Replay::of(&walk, &marshal)?;
    let (clearance, person_seconds) = replay.sums();
    let driving = walk.calls.iter().filter_map(|call| call.way.as_ref()).map(|way| way.leg.seconds).sum::<Seconds>();
    let Replay { visits, enter, .. } = replay;
    (parts.clearance, parts.person_seconds, parts.driving) = (clearance, person_seconds, driving);
    let written = parts.routes.iter_mut().flat_map(|route| &mut route.trips).flat_map(Trip::visits_mut);
    for (visit, moments) in written.zip(visits) {
        *visit = moments;
    }
    for (convoy, enter) in parts.convoys.iter_mut().zip(enter) {
        convoy.enter = enter.unwrap_or_default();
    }
    Ok(Plan::new(parts))
}

/// What keeps the routes from being carried out.
fn obstacles(walk: &Walk<'_>, marshal: &Marshal<'_>) -> Vec<Violation> {
    let visits: usize = walk.plan.trips().map(|(_, trip)| trip.stops.len() + 1).sum();
    let twice = walk.plan.routes.windows(2).any(|pair| pair[0].vehicle == pair[1].vehicle);
    let mut report = Report::default();
    for call in walk.calls.iter().filter(|call| call.way.is_none() && call.known_from) {
        report.add(Rule::Travel, call.spot(), Amount::Entries(1), "the vehicle has no road to this place");
    }
    if twice || visits != walk.calls.len() {
        verify::vehicle::check(walk, &mut report);
        verify::trip::check(walk, &mut report);
    }
    verify::convoy::check_membership(walk, marshal, &mut report);
    report.0
}

/// The operation as it is played.
struct Replay<'w, 'a> {
    walk: &'w Walk<'a>,
    marshal: &'w Marshal<'a>,
    /// One for each of the walk's calls.
    visits: Vec<Visit>,
    /// When each vehicle is in front of the passage, by turn.
    reach: Vec<Option<Moment>>,
    /// When each convoy enters.
    enter: Vec<Option<Moment>>,
    /// The convoys that may enter once one has.
    followers: Vec<Vec<usize>>,
    /// What happens next.
    due: BinaryHeap<Reverse<(Moment, Step)>>,
    /// What each place remembers.
    places: BTreeMap<Stage, Place>,
    /// When the screening post of each passage is free.
    posts: BTreeMap<PassageId, Moment>,
    report: Report,
}

/// What happens at a moment, in this order: convoys before queues, so that whoever comes through a passage at this moment has
/// joined his queue when it is served; screening last, so that all who enter at this moment are examined in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// A convoy enters its passage.
    Enter(usize),
    /// A vehicle joins a queue, for a call.
    Join(VehicleId, usize),
    /// The post turns to the vehicle at a position of a convoy.
    Examine(usize, usize),
}

/// A place where vehicles load or unload.
#[derive(Default)]
struct Place {
    /// When each berth that has been used is free again.
    free: BinaryHeap<Reverse<Moment>>,
    /// When reception has taken in everybody.
    taken_in: Moment,
}

impl<'w, 'a> Replay<'w, 'a> {
    fn of(walk: &'w Walk<'a>, marshal: &'w Marshal<'a>) -> Result<Self, Vec<Violation>> {
        let mut replay = Self {
            walk,
            marshal,
            visits: walk.calls.iter().map(|call| Visit::not_before(call.visit.not_before)).collect(),
            reach: vec![None; marshal.turns.len()],
            enter: vec![None; marshal.convoys.len()],
            followers: marshal.followers(),
            due: BinaryHeap::new(),
            places: BTreeMap::new(),
            posts: walk
                .scenario
                .passage_ids()
                .map(|passage| (passage, walk.scenario.passage(passage).passed.examined))
                .collect(),
            report: Report::default(),
        };
        // Convoys without vehicles wait for nobody; rule `convoy` speaks of them.
        for convoy in (0..marshal.convoys.len()).filter(|convoy| marshal.convoys[*convoy].members.is_empty()) {
            replay.form_up(convoy);
        }
        for (vehicle, calls) in walk.routes.iter().filter(|(_, calls)| !calls.is_empty()) {
            let available = walk.scenario.vehicle(*vehicle).available_from;
            replay.send(calls.start, available);
        }
        while let Some(Reverse((moment, step))) = replay.due.pop() {
            match step {
                Step::Enter(convoy) => replay.pass(convoy, moment),
                Step::Join(_, call) => replay.serve(call),
                Step::Examine(convoy, seat) => replay.examine(convoy, seat, moment),
            }
        }
        if replay.report.0.is_empty() { Ok(replay) } else { Err(replay.report.0) }
    }

    /// Sends the vehicle of `index`, which is free at `free`, on its way there.
    fn send(&mut self, index: usize, free: Moment) {
        let call = &self.walk.calls[index];
        let Some(way) = &call.way else { return };
        let Some(ride) = self.walk.roads.ride(way, free + call.refit, call.riding > 0) else {
            let message = "a passage on the way never opens again";
            self.report.add(Rule::Passage, call.spot(), Amount::Vehicles(1), message);
            return;
        };
        self.visits[index].depart = ride.depart;
        self.drive(index, 0, ride.depart, Seconds::ZERO);
    }

    /// Drives on from `clock`, after `driven` of the leg to `index`, until a passage where the vehicle has to wait for its convoy.
    fn drive(&mut self, index: usize, from: usize, mut clock: Moment, mut driven: Seconds) {
        let call = &self.walk.calls[index];
        let Some(way) = &call.way else { return };
        for (position, crossing) in way.crossings.iter().enumerate().skip(from) {
            let (passage, reach) = (crossing.passage, clock + stretch(driven, crossing.offset));
            let mut passing = Passing { passage, reach, enter: reach, leave: reach, convoy: None };
            if let Some(turn) = self.marshal.turn(index, position) {
                let convoy = self.marshal.turns[turn].convoy.map(|(convoy, _)| convoy);
                passing.convoy = convoy.map(ConvoyId::at);
                self.visits[index].passings.push(passing);
                self.reach[turn] = Some(reach);
                convoy.into_iter().for_each(|convoy| self.form_up(convoy));
                return;
            }
            let Some(enter) = self.walk.roads.entry(passage, reach) else {
                let message = format!("the passage never opens again after {reach}");
                self.report.add(Rule::Passage, call.spot_in(passage), Amount::Vehicles(1), message);
                return;
            };
            passing.enter = enter;
            passing.leave = enter + self.walk.roads.screening(passage, call.riding > 0);
            (clock, driven) = (passing.leave, crossing.offset);
            self.visits[index].passings.push(passing);
        }
        let visit = &mut self.visits[index];
        visit.arrive = clock + stretch(driven, way.leg.seconds);
        visit.join = visit.arrive.max(visit.not_before);
        self.due.push(Reverse((visit.join, Step::Join(call.vehicle, index))));
    }

    /// Sets the moment at which the convoy at `index` enters, and then those of its followers, as soon as all is known.
    fn form_up(&mut self, index: usize) {
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            if self.enter[index].is_some() {
                continue;
            }
            let waits = self.marshal.waits(index, |turn| self.reach[turn], |convoy| self.enter[convoy]);
            let ready = waits.into_iter().try_fold(Moment::START, |ready, (_, until)| Some(ready.max(until?)));
            let Some(ready) = ready else { continue };
            let passage = self.marshal.convoys[index].convoy.passage;
            let Some(enter) = self.walk.roads.entry(passage, ready) else {
                let spot = Spot::convoy(ConvoyId::at(index), passage);
                let vehicles = self.marshal.convoys[index].members.len() as u64;
                let message = format!("the passage never opens again after {ready}");
                self.report.add(Rule::Passage, spot, Amount::Vehicles(vehicles), message);
                continue;
            };
            self.enter[index] = Some(enter);
            self.due.push(Reverse((enter, Step::Enter(index))));
            open.extend(&self.followers[index]);
        }
    }

    /// The convoy enters: whoever need not be examined goes on at once.
    fn pass(&mut self, convoy: usize, enter: Moment) {
        let marshal = self.marshal;
        for (seat, turn) in marshal.convoys[convoy].members.iter().enumerate() {
            let Some(turn) = *turn else { continue };
            let at = &marshal.turns[turn];
            let laden = self.walk.calls[at.call].riding > 0;
            self.visits[at.call].passings[at.position].enter = enter;
            let passage = marshal.convoys[convoy].passage;
            if laden && passage.is_some_and(|passage| passage.screening.people_per_hour.is_some()) {
                self.due.push(Reverse((enter, Step::Examine(convoy, seat))));
            } else {
                self.leave(turn, enter + self.walk.roads.screening(at.passage, laden));
            }
        }
    }

    /// The post examines a vehicle: behind those before it, then it is held for the fixed time.
    fn examine(&mut self, convoy: usize, seat: usize, enter: Moment) {
        let Some(turn) = self.marshal.convoys[convoy].members[seat] else { return };
        let at = &self.marshal.turns[turn];
        let post = self.posts.entry(at.passage).or_default();
        let examined = enter.max(*post) + self.walk.roads.examination(at.passage, self.walk.calls[at.call].riding);
        *post = examined;
        self.leave(turn, examined + self.walk.roads.screening(at.passage, true));
    }

    /// Sends a vehicle on, the rest of its leg.
    fn leave(&mut self, turn: usize, leave: Moment) {
        let at = &self.marshal.turns[turn];
        self.visits[at.call].passings[at.position].leave = leave;
        let way = self.walk.calls[at.call].way.as_ref();
        let driven = way.map_or(Seconds::ZERO, |way| way.crossings[at.position].offset);
        self.drive(at.call, at.position + 1, leave, driven);
    }

    /// Serves the vehicle that joins for `index`, and sends it on.
    fn serve(&mut self, index: usize) {
        let call = &self.walk.calls[index];
        let place = self.places.entry(call.stage).or_default();
        let berths = self.walk.berths(call.stage);
        let full = berths.is_some_and(|berths| place.free.len() >= berths);
        let free = if full { place.free.pop().map_or(Moment::START, |Reverse(free)| free) } else { Moment::START };
        let from = self.visits[index].join.max(free).max(place.taken_in);
        let Some(start) = service(self.walk.open(call.stage), from, call.length) else {
            let message = format!("no opening window from {from} on is long enough: {}", call.length);
            self.report.add(Rule::Window, call.spot(), Amount::Vehicles(1), message);
            return;
        };
        let end = start + call.length;
        if berths.is_some() {
            place.free.push(Reverse(end));
        }
        place.taken_in = start + self.walk.taking_in(call);
        (self.visits[index].start, self.visits[index].end) = (start, end);
        if self.walk.calls.get(index + 1).is_some_and(|next| follows(call, next)) {
            self.send(index + 1, end);
        }
    }

    fn sums(&self) -> (Moment, PersonSeconds) {
        let (mut clearance, mut person_seconds) = (Moment::START, PersonSeconds(0));
        for (call, visit) in self.walk.calls.iter().zip(&self.visits) {
            if call.unloads() && call.total() > 0 {
                clearance = clearance.max(visit.end);
                person_seconds += PersonSeconds(u128::from(call.total()) * u128::from(visit.end.0));
            }
        }
        (clearance, person_seconds)
    }
}

/// True when `next` is the visit of the same vehicle after `call`.
fn follows(call: &Call<'_>, next: &Call<'_>) -> bool {
    call.vehicle == next.vehicle
}
