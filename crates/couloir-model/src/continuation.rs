//! What is left of an operation that runs: an operation of its own, whose plans continue one that is being carried out.
//!
//! A trip that has begun is kept: its vehicle starts where it is, and the people on board wait at a *site on board* in the same
//! place, which only that vehicle serves. So everything that can be asked of an operation can be asked of what is left of one
//! (search, judge, bound, simulation), and no rule needs a second form. [`Continuation::rest_of`] cuts the part of a plan that
//! is left out of it, [`Continuation::whole`] puts the part that is over back in front.
//!
//! Convoys that have entered are over: what they leave behind is in [`crate::scenario::Passed`] and in the moments at which their
//! escorts are back. Nobody enters a passage any more at a moment that is past. A vehicle between two passages of one leg stands
//! at a place of its own, from which every road leads through the end of that leg. What has begun may end otherwise than the plan
//! said: a vehicle may be sent to another shelter, and one with nobody on board may be called off ([`Begun::turned`] says from when
//! on). Those on board of a vehicle that can reach no shelter stay there, and are listed as not moved.

mod begun;

mod past;

mod rest;

mod whole;

use crate::clock::Moment;
use crate::id::{DepotId, GroupId, PlaceId, SiteId};
use crate::interval::{Interval, PlanFor};
use crate::load::Load;
use crate::plan::{Convoy, Parts};
use crate::quantity::{Metres, People, Seconds};
use crate::scenario::{self, Arrival, Class, Depot, Scenario, ServiceTime, Site};
use crate::situation::Situation;
use crate::travel::TravelTimes;
use std::collections::BTreeMap;

pub use begun::{Begun, UnderWay};

/// What is left of an operation.
#[derive(Debug, Clone)]
pub struct Continuation<'a> {
    /// What is left, as an operation: the same clock, vehicles, shelters and sites, then a site for each vehicle with people on board.
    pub scenario: Scenario,
    /// Its travel times.
    pub travel: TravelTimes,
    /// What each vehicle has begun of the adopted plan.
    pub begun: Vec<Begun>,
    /// The operation that runs.
    operation: (&'a Scenario, &'a TravelTimes),
    /// Convoys that have entered.
    over: Vec<Convoy>,
    /// For each group of `scenario`, the group of the operation.
    groups: Vec<GroupId>,
    /// The moment from which on there is something to decide.
    pub now: Moment,
}

/// What a situation and a plan do not agree on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The situation speaks of another number of rows.
    #[error("the situation is of another operation: it has {found} {what}, not {expected}")]
    Rows {
        /// Vehicles, sites or shelters.
        what: &'static str,
        /// Rows found.
        found: usize,
        /// Rows of the operation.
        expected: usize,
    },
    /// A vehicle has ended more trips than the plan gives it.
    #[error("vehicle `{vehicle}` has ended {found} trips, the plan gives it {planned}")]
    TripsDone {
        /// Its name.
        vehicle: String,
        /// Trips that have ended.
        found: u32,
        /// Trips of the plan.
        planned: usize,
    },
    /// A vehicle is on a trip that nobody knows.
    #[error("vehicle `{vehicle}` is on a trip without people on board that the plan does not have")]
    UnknownTrip {
        /// Its name.
        vehicle: String,
    },
    /// People are on board of a vehicle that is bound for nowhere.
    #[error("vehicle `{vehicle}` has people on board and no shelter: {people}")]
    BoundForNowhere {
        /// Its name.
        vehicle: String,
        /// The people.
        people: People,
    },
    /// What is left is no operation.
    #[error(transparent)]
    Scenario(scenario::ScenarioError),
}

impl<'a> Continuation<'a> {
    /// What is left of the operation in `situation`, while `adopted` is carried out.
    ///
    /// # Errors
    ///
    /// Everything that the situation and the plan do not agree on.
    pub fn of(
        scenario: &'a Scenario,
        travel: &'a TravelTimes,
        adopted: &'a Parts,
        situation: &Situation,
    ) -> Result<Self, Vec<Misfit>> {
        let mut misfits = rows(scenario, situation);
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let mut begun = begun::all((scenario, travel), adopted, situation, &mut misfits);
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let over = past::convoys_over(scenario, adopted, situation.now, &mut begun);
        let mut rest = Rest { scenario, travel: travel.clone(), begun, parts: (*scenario).clone().into_parts() };
        rest.places_on_the_way();
        rest.passages(adopted, situation.now);
        rest.sites(situation);
        rest.shelters(situation);
        rest.fleet(travel, situation);
        rest.parts.closures.clone_from(&situation.closures);
        rest.ways_on(travel);
        rest.escorts(adopted, situation.now);
        let groups = rest.groups();
        let Rest { travel: own_travel, begun, parts, .. } = rest;
        let left =
            Scenario::new(parts).map_err(|faults| faults.into_iter().map(Misfit::Scenario).collect::<Vec<_>>())?;
        let operation = (scenario, travel);
        Ok(Self { scenario: left, travel: own_travel, begun, over, operation, groups, now: situation.now })
    }

    /// The convoys of the adopted plan that have entered, each with those of its vehicles that went: the beginning of the list of
    /// every plan that continues it.
    #[must_use]
    pub fn convoys_over(&self) -> &[Convoy] {
        &self.over
    }

    /// The same for a plan that continues the adopted one: vehicles that it sends elsewhere than they are on their way to are free
    /// when they have turned.
    ///
    /// # Panics
    ///
    /// Never: other moments of vehicles make no operation invalid.
    #[must_use]
    pub fn with_those_who_turn(mut self, plan: &Parts) -> Self {
        let mut parts = self.scenario.into_parts();
        for route in &plan.routes {
            let Some(begun) = self.begun.get_mut(route.vehicle.index()) else { continue };
            let first = route.trips.get(begun.ended.len()).filter(|_| begun.under_way.is_some());
            if first.is_some_and(|trip| !begun.is_on_its_way(self.operation.0, trip)) {
                begun.free_from = begun.turned;
                parts.vehicles[route.vehicle.index()].available_from = begun.turned;
            }
        }
        self.scenario = Scenario::new(parts).expect("it was an operation before");
        self
    }
}

fn rows(scenario: &Scenario, situation: &Situation) -> Vec<Misfit> {
    let tables = [
        ("vehicles", situation.vehicles.len(), scenario.vehicles.len()),
        ("sites", situation.remaining.len(), scenario.sites.len()),
        ("shelters", situation.received.len(), scenario.shelters.len()),
    ];
    let others = tables.into_iter().filter(|(_, found, expected)| found != expected);
    others.map(|(what, found, expected)| Misfit::Rows { what, found, expected }).collect()
}

/// The tables of what is left, while they are made.
struct Rest<'a> {
    scenario: &'a Scenario,
    travel: TravelTimes,
    begun: Vec<Begun>,
    parts: scenario::Parts,
}

impl Rest<'_> {
    /// Who still waits: those who are yet to come at their moment, everybody else from the start on; then a site on board for
    /// each vehicle with people.
    fn sites(&mut self, situation: &Situation) {
        let needs = self.scenario.needs.len();
        for (site, remaining) in self.parts.sites.iter_mut().zip(&situation.remaining) {
            site.waiting = waiting(&site.waiting, remaining, situation.now, self.scenario.plan_for);
        }
        let names: Vec<String> = self.scenario.vehicles.iter().map(|vehicle| vehicle.name.clone()).collect();
        for (begun, name) in self.begun.iter_mut().zip(names) {
            let Some(under_way) = begun.under_way.as_mut().filter(|under_way| under_way.loaded > 0) else { continue };
            under_way.aboard = Some(SiteId::at(self.parts.sites.len()));
            let people = under_way.on_board(needs);
            self.parts.sites.push(Site {
                name: format!("on board {name}"),
                place: begun.place,
                waiting: vec![Arrival {
                    from: Moment::START,
                    people: people.counts().iter().map(|count| Interval::exactly(*count)).collect(),
                }],
                priority: scenario::Priority::default(),
                berths: None,
                loading: ServiceTime { fixed: Seconds::ZERO, per_person: vec![Seconds::ZERO; needs] },
                open: crate::clock::Opening::always(),
            });
        }
    }

    fn shelters(&mut self, situation: &Situation) {
        for (index, (shelter, received)) in self.parts.shelters.iter_mut().zip(&situation.received).enumerate() {
            let room = situation.room.get(index).copied().flatten().unwrap_or(shelter.capacity);
            shelter.capacity = room.saturating_sub(received.total());
            for (room, received) in shelter.capacity_by_need.iter_mut().zip(received.counts()) {
                *room = room.map(|room| room.saturating_sub(*received));
            }
        }
    }

    /// Every vehicle starts where it is, with the hours and the range that it has left.
    fn fleet(&mut self, travel: &TravelTimes, situation: &Situation) {
        let mut depots: BTreeMap<PlaceId, DepotId> = BTreeMap::new();
        let mut classes = BTreeMap::new();
        for vehicle in self.scenario.vehicle_ids() {
            let begun = &self.begun[vehicle.index()];
            if begun.place != self.scenario.start_of(vehicle) {
                let next = DepotId::at(self.parts.depots.len());
                let depot = *depots.entry(begun.place).or_insert(next);
                if depot == next {
                    let name = self.parts.places[begun.place.index()].name.clone();
                    self.parts.depots.push(Depot { name, place: begun.place });
                }
                self.parts.vehicles[vehicle.index()].depot = depot;
            }
            let class_id = self.scenario.vehicle(vehicle).class;
            let used = begun.used(self.scenario, travel, vehicle);
            let limited =
                self.scenario.class(class_id).driving_max.is_some() || self.scenario.class(class_id).range.is_some();
            let row = &mut self.parts.vehicles[vehicle.index()];
            let begins_with = begun.under_way.as_ref().map(|under_way| &under_way.trip);
            row.fitted = begins_with.or(begun.ended.last()).map(|trip| trip.configuration).or(row.fitted);
            let under_way = begun.under_way.is_some();
            row.available_from = if under_way { begun.free_from } else { begun.turned };
            // One that is on a trip ends it all the same, however late.
            if !situation.vehicles[vehicle.index()].in_service {
                row.available_until = Some(Moment::START);
            }
            if limited && used != (Seconds::ZERO, Metres(0)) {
                let next = crate::id::ClassId::at(self.parts.classes.len());
                row.class = *classes.entry((class_id, used)).or_insert(next);
                if row.class == next {
                    self.parts.classes.push(less(self.scenario.class(class_id), used));
                    if let Some(own) = travel.own_table(class_id) {
                        let table = self.travel.clone().with_class(next, own.clone());
                        self.travel = table.expect("a table of the same travel times has as many places");
                    }
                }
            }
        }
    }

    /// The people of a site that are planned for, by need.
    fn planned_for(&self, site: &Site) -> Load {
        let mut sum = Load::none(self.scenario.needs.len());
        for arrival in &site.waiting {
            sum = sum.plus(&Load::of(
                arrival.people.iter().map(|people| people.planned_for(self.scenario.plan_for)).collect(),
            ));
        }
        sum
    }

    /// Groups that have boarded are on board or gone; gives the groups that are left. Where fewer people remain at a site than
    /// its groups count, some have left on their own: the last groups are taken for those that are not whole any more.
    fn groups(&mut self) -> Vec<GroupId> {
        let mut gone = std::collections::BTreeSet::new();
        for begun in &self.begun {
            gone.extend(begun.ended.iter().flat_map(|trip| &trip.stops).flat_map(|stop| stop.groups.iter().copied()));
            let Some(under_way) = &begun.under_way else { continue };
            for group in under_way.trip.stops[..under_way.loaded].iter().flat_map(|stop| &stop.groups) {
                if let (Some(row), Some(aboard)) = (self.parts.groups.get_mut(group.index()), under_way.aboard) {
                    row.site = aboard;
                }
            }
        }
        let mut people: Vec<Load> = self.parts.sites.iter().map(|site| self.planned_for(site)).collect();
        let kept: Vec<GroupId> = self.scenario.group_ids().filter(|group| !gone.contains(group)).collect();
        let is_whole = |group: &GroupId| {
            let row = &self.parts.groups[group.index()];
            let rest = people[row.site.index()].checked_minus(&row.people);
            rest.map(|rest| people[row.site.index()] = rest).is_some()
        };
        let kept: Vec<GroupId> = kept.into_iter().filter(is_whole).collect();
        self.parts.groups = kept.iter().map(|group| self.parts.groups[group.index()].clone()).collect();
        kept
    }
}

/// A class whose crews have driven for some time and way already.
fn less(class: &Class, (driven, metres): (Seconds, Metres)) -> Class {
    Class {
        driving_max: class.driving_max.map(|most| Seconds(most.0.saturating_sub(driven.0))),
        range: class.range.map(|most| Metres(most.0.saturating_sub(metres.0))),
        ..class.clone()
    }
}

/// Those who remain: waves that are still to come as they were expected, as far as so many remain, and all others now.
fn waiting(arrivals: &[Arrival], remaining: &[Interval], now: Moment, end: PlanFor) -> Vec<Arrival> {
    let mut left = remaining.to_vec();
    let mut later: Vec<Arrival> = Vec::new();
    for arrival in arrivals.iter().filter(|arrival| arrival.from > now) {
        let people: Vec<Interval> = arrival
            .people
            .iter()
            .zip(&mut left)
            .map(|(expected, left)| take(left, expected.planned_for(end)))
            .collect();
        later.push(Arrival { from: arrival.from, people });
    }
    let mut all = vec![Arrival { from: Moment::START, people: left }];
    all.extend(later);
    all
}

/// Takes so many off those who are left, as far as there are so many, in each of the three ends.
fn take(left: &mut Interval, expected: People) -> Interval {
    let ends = [left.low(), left.best(), left.high()];
    let [low, best, high] = ends.map(|end| end.min(expected));
    let [rest_low, rest_best, rest_high] = ends.map(|end| end.saturating_sub(expected));
    *left = Interval::new(rest_low, rest_best, rest_high).expect("taking the same off all ends keeps their order");
    Interval::new(low, best, high).expect("a limit on all ends keeps their order")
}

/// The loads of one stop each, together.
fn together<'l>(loads: impl Iterator<Item = &'l Load>, needs: usize) -> Load {
    loads.fold(Load::none(needs), |sum, load| sum.plus(load))
}
