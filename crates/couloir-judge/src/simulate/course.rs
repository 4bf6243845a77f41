//! The plan as the inner loop reads it: flat arrays, whole numbers, every name replaced by a position.

use crate::earliest::{Roads, Way};
use crate::verdict::Stage;
use crate::walk::{Call, Walk};
use couloir_model::clock::{Moment, Window};
use couloir_model::id::{ClassId, PassageId, PlaceId, VehicleId};
use couloir_model::plan::{Parts, Plan};
use couloir_model::scenario::{Direction, Scenario, ServiceTime};
use couloir_model::travel::{Crossing, Heading, TravelTimes};
use std::collections::BTreeMap;
use std::ops::Range;

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// A plan and its operation, flattened.
pub(super) struct Course<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) roads: Roads<'a>,
    pub(super) needs: usize,
    /// Visits, in the order of the routes.
    pub(super) steps: Vec<Step>,
    /// Who boards at each step by need; nobody where people get off.
    pub(super) loads: Vec<u64>,
    pub(super) trips: Vec<Trip>,
    pub(super) vehicles: Vec<Vehicle>,
    /// Sites, then shelters.
    pub(super) places: Vec<Place>,
    pub(super) sites: usize,
    /// Seconds a person by need, for each place.
    pub(super) per_person: Vec<u64>,
    /// Places by need of each configuration of each class.
    pub(super) capacities: Vec<u64>,
    pub(super) crossings: Vec<Gate>,
    pub(super) passages: Vec<Passage>,
    pub(super) lanes: Vec<Lane>,
    pub(super) convoys: Vec<Convoy>,
    /// Convoys of each lane, and of each escort team, one after the other.
    pub(super) lane_convoys: Vec<u32>,
    pub(super) teams: Vec<Team>,
    pub(super) team_convoys: Vec<u32>,
    pub(super) convoy_teams: Vec<u32>,
    /// Places in convoys.
    pub(super) slots: Vec<Slot>,
    /// The steps at each place in the planned order.
    pub(super) order: Vec<u32>,
    /// Who waits at each site, wave by wave.
    pub(super) waves: Vec<Wave>,
    /// People by site and need whom the plan leaves.
    pub(super) not_moved: Vec<u64>,
    /// Room by shelter: in all, then by need, less those whom the plan brings.
    pub(super) room: Vec<u64>,
}

/// A visit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) trip: u32,
    pub(super) place: u32,
    pub(super) leg: Leg,
    pub(super) not_before: u64,
    /// How long it takes with the people of the plan.
    pub(super) length: u64,
}

/// A way from one place to another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leg {
    pub(super) seconds: u64,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Its passages: from, until.
    pub(super) gates: (u32, u32),
    /// True when the leg itself is closed at some time.
    pub(super) closes: bool,
}

/// A passage on a leg.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    pub(super) passage: u32,
    pub(super) offset: u64,
    pub(super) heading: Heading,
    /// Its place in a convoy of the plan, where the passage is regulated and the plan has one.
    pub(super) slot: u32,
}

/// A trip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trip {
    pub(super) first: u32,
    pub(super) steps: u32,
    /// Which configuration, counted over all classes.
    pub(super) configuration: u32,
    pub(super) class: u32,
}

/// A vehicle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vehicle {
    pub(super) class: u32,
    pub(super) boarding: u64,
    pub(super) reconfiguration: u64,
    pub(super) available: u64,
    pub(super) until: u64,
    pub(super) driving_max: u64,
    pub(super) point: u32,
    /// Its trips: from, until.
    pub(super) trips: (u32, u32),
}

/// A site or shelter.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) point: u32,
    pub(super) fixed: u64,
    /// Its berths among all berths; none when they are without limit.
    pub(super) berths: Range<usize>,
    pub(super) open: Vec<Window>,
    /// People an hour at reception.
    pub(super) rate: Option<u64>,
    pub(super) priority: u64,
    /// Its steps in [`Course::order`].
    pub(super) order: (u32, u32),
    /// Its waves.
    pub(super) waves: (u32, u32),
}

/// A passage.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub(super) open: Vec<Window>,
    pub(super) closed: Vec<Window>,
    pub(super) headway: u64,
    pub(super) crossing: Option<u64>,
    pub(super) fixed: u64,
    pub(super) rate: Option<u64>,
    pub(super) regulated: bool,
    /// Its lanes outward and inward: the same with one way at a time.
    pub(super) lanes: [u32; 2],
}

/// The convoys of a passage that keep to one order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    pub(super) passage: u32,
    pub(super) convoys: (u32, u32),
}

/// A convoy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Convoy {
    pub(super) lane: u32,
    pub(super) heading: Heading,
    pub(super) slots: (u32, u32),
    pub(super) teams: (u32, u32),
}

/// An escort team.
#[derive(Debug, Clone, Copy)]
pub(super) struct Team {
    pub(super) available: u64,
    pub(super) away: u64,
    pub(super) convoys: (u32, u32),
}

/// A place in a convoy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) convoy: u32,
    /// True when some leg of the plan uses it.
    pub(super) used: bool,
}

/// People who come to a site together.
#[derive(Debug, Clone)]
pub(super) struct Wave {
    pub(super) from: u64,
    /// By need: lowest, best, highest and planned count.
    pub(super) people: Vec<[u64; 4]>,
}

/// A capped count.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

impl<'a> Course<'a> {
    /// Flattens a plan that can be carried out.
    pub(super) fn of(scenario: &'a Scenario, travel: &'a TravelTimes, plan: &Plan) -> Self {
        let mut course = Self {
            scenario,
            roads: Roads::of(scenario, travel),
            needs: scenario.needs.len(),
            steps: Vec::new(),
            loads: Vec::new(),
            trips: Vec::new(),
            vehicles: Vec::new(),
            places: Vec::new(),
            sites: scenario.sites.len(),
            per_person: Vec::new(),
            capacities: Vec::new(),
            crossings: Vec::new(),
            passages: Vec::new(),
            lanes: Vec::new(),
            convoys: Vec::new(),
            lane_convoys: Vec::new(),
            teams: Vec::new(),
            team_convoys: Vec::new(),
            convoy_teams: Vec::new(),
            slots: Vec::new(),
            order: Vec::new(),
            waves: Vec::new(),
            not_moved: Vec::new(),
            room: Vec::new(),
        };
        course.places();
        course.passages();
        course.capacities();
        let members = course.convoys(plan);
        course.routes(travel, plan, members);
        course.people(plan);
        course
    }

    fn places(&mut self) {
        let vehicles = self.scenario.vehicles.len();
        let mut berths = 0;
        let mut reserve = |limit: Option<std::num::NonZeroU32>| {
            // As many berths as vehicles are as good as no limit.
            let limit = limit.map_or(0, |limit| limit.get() as usize);
            let count = if limit < vehicles { limit } else { 0 };
            berths += count;
            berths - count..berths
        };
        let mut rows = Vec::new();
        for site in &self.scenario.sites {
            rows.push((site.place, &site.loading, reserve(site.berths), &site.open, None, site.priority.0));
        }
        for shelter in &self.scenario.shelters {
            let rate = shelter.reception_per_hour.map(|rate| u64::from(rate.get()));
            rows.push((shelter.place, &shelter.unloading, reserve(shelter.berths), &shelter.open, rate, 0));
        }
        for (point, ServiceTime { fixed, per_person }, berths, open, rate, priority) in rows {
            self.per_person.extend(per_person.iter().map(|seconds| seconds.0));
            self.places.push(Place {
                point: point.0,
                fixed: fixed.0,
                berths,
                open: open.windows().to_vec(),
                rate,
                priority: u64::from(priority),
                order: (0, 0),
                waves: (0, 0),
            });
        }
    }

    fn passages(&mut self) {
        for (index, row) in self.scenario.passages.iter().enumerate() {
            let crossing = match row.direction {
                Direction::BothWays => None,
                Direction::OneWayAtATime { crossing } => Some(crossing.0),
            };
            let first = small(self.lanes.len());
            let lanes = if crossing.is_some() { [first, first] } else { [first, first + 1] };
            for _ in first..=lanes[1] {
                self.lanes.push(Lane { passage: small(index), convoys: (0, 0) });
            }
            self.passages.push(Passage {
                open: row.open.windows().to_vec(),
                closed: self.roads.passage_closures(PassageId::at(index)).to_vec(),
                headway: row.headway.0,
                crossing,
                fixed: row.screening.fixed.0,
                rate: row.screening.people_per_hour.map(|rate| u64::from(rate.get())),
                regulated: row.is_regulated(),
                lanes,
            });
        }
    }

    fn capacities(&mut self) {
        for configuration in self.scenario.classes.iter().flat_map(|class| &class.configurations) {
            self.capacities.extend(configuration.capacity.places().iter().map(|places| u64::from(places.0)));
        }
    }

    /// The number of a configuration, counted over all classes.
    pub(super) fn configuration(&self, class: ClassId, index: usize) -> usize {
        self.scenario.classes[..class.index()].iter().map(|class| class.configurations.len()).sum::<usize>() + index
    }

    /// Convoys, lanes and teams; gives the places of each vehicle in the convoys of each passage, in order.
    fn convoys(&mut self, plan: &Parts) -> BTreeMap<(PassageId, VehicleId), Vec<u32>> {
        let mut members: BTreeMap<(PassageId, VehicleId), Vec<u32>> = BTreeMap::new();
        let mut by_lane: Vec<Vec<u32>> = vec![Vec::new(); self.lanes.len()];
        let mut by_team: Vec<Vec<u32>> = vec![Vec::new(); self.scenario.escorts.len()];
        for row in &plan.convoys {
            let Some(passage) = self.passages.get(row.passage.index()) else { continue };
            let lane = passage.lanes[row.heading as usize];
            let index = small(self.convoys.len());
            let (slot, team) = (small(self.slots.len()), small(self.convoy_teams.len()));
            for vehicle in &row.vehicles {
                members.entry((row.passage, *vehicle)).or_default().push(small(self.slots.len()));
                self.slots.push(Slot { convoy: index, used: false });
            }
            for escort in &row.escorts {
                if let Some(convoys) = by_team.get_mut(escort.index()) {
                    self.convoy_teams.push(escort.0);
                    convoys.push(index);
                }
            }
            by_lane[lane as usize].push(index);
            let (slots, teams) = ((slot, small(self.slots.len())), (team, small(self.convoy_teams.len())));
            self.convoys.push(Convoy { lane, heading: row.heading, slots, teams });
        }
        for (lane, convoys) in self.lanes.iter_mut().zip(by_lane) {
            let first = small(self.lane_convoys.len());
            self.lane_convoys.extend(convoys);
            lane.convoys = (first, small(self.lane_convoys.len()));
        }
        for (row, convoys) in self.scenario.escorts.iter().zip(by_team) {
            let first = small(self.team_convoys.len());
            self.team_convoys.extend(convoys);
            let convoys = (first, small(self.team_convoys.len()));
            self.teams.push(Team { available: row.available_from.0, away: (row.escorting + row.way_back).0, convoys });
        }
        members
    }

    fn routes(
        &mut self,
        travel: &'a TravelTimes,
        plan: &Plan,
        mut members: BTreeMap<(PassageId, VehicleId), Vec<u32>>,
    ) {
        members.values_mut().for_each(|slots| slots.reverse());
        for id in self.scenario.vehicle_ids() {
            let (row, class) = (self.scenario.vehicle(id), self.scenario.class_of(id));
            self.vehicles.push(Vehicle {
                class: row.class.0,
                boarding: u64::from(class.boarding.0),
                reconfiguration: class.reconfiguration.0,
                available: row.available_from.0,
                until: row.available_until.map_or(u64::MAX, |until| until.0),
                driving_max: class.driving_max.map_or(u64::MAX, |most| most.0),
                point: self.scenario.start_of(id).0,
                trips: (0, 0),
            });
        }
        let walk = Walk::of(self.scenario, travel, plan);
        for (vehicle, calls) in &walk.routes {
            let first = small(self.trips.len());
            for call in &walk.calls[calls.clone()] {
                self.step(*vehicle, call, plan, &mut members);
            }
            self.vehicles[vehicle.index()].trips = (first, small(self.trips.len()));
        }
    }

    fn step(
        &mut self,
        vehicle: VehicleId,
        call: &Call<'_>,
        plan: &Plan,
        members: &mut BTreeMap<(PassageId, VehicleId), Vec<u32>>,
    ) {
        if call.index == 0 {
            let class = self.scenario.vehicle(vehicle).class;
            let route = plan.routes.binary_search_by_key(&vehicle, |route| route.vehicle);
            let index = route.map_or(0, |route| plan.routes[route].trips[call.trip].configuration.index());
            let configuration = small(self.configuration(class, index));
            self.trips.push(Trip { first: small(self.steps.len()), steps: 0, configuration, class: class.0 });
        }
        let trip = small(self.trips.len()) - 1;
        self.trips[trip as usize].steps += 1;
        let place = match call.stage {
            Stage::Site(site) => site.index(),
            Stage::Shelter(shelter) => self.sites + shelter.index(),
        };
        let leg = call.way.as_ref().map_or_else(Leg::default, |way| {
            self.leg(way, |passage| members.get_mut(&(passage, vehicle)).and_then(Vec::pop))
        });
        if call.unloads() {
            self.loads.extend(std::iter::repeat_n(0, self.needs));
        } else {
            self.loads.extend(&call.people);
        }
        self.steps.push(Step {
            trip,
            place: small(place),
            leg,
            not_before: call.visit.not_before.0,
            length: call.length.0,
        });
    }

    /// Flattens a way; `slot` gives the vehicle's next place in a convoy of a passage.
    fn leg(&mut self, way: &Way, mut slot: impl FnMut(PassageId) -> Option<u32>) -> Leg {
        let first = small(self.crossings.len());
        for crossing in way.crossings.iter().filter(|crossing| crossing.passage.index() < self.passages.len()) {
            let row = &self.passages[crossing.passage.index()];
            let slot = if row.regulated { slot(crossing.passage) } else { None };
            if let Some(slot) = slot {
                self.slots[slot as usize].used = true;
            }
            self.crossings.push(gate(crossing, slot));
        }
        Leg {
            seconds: way.leg.seconds.0,
            from: way.from.0,
            to: way.to.0,
            gates: (first, small(self.crossings.len())),
            closes: !self.roads.leg_closures(way.from, way.to).is_empty(),
        }
    }

    /// The way of a class between two places, its passages put behind `gates`.
    pub(super) fn way(&self, class: u32, from: u32, to: u32, gates: &mut Vec<Gate>) -> Option<Leg> {
        let way = self.roads.way(ClassId(class), PlaceId(from), PlaceId(to))?;
        let offset = small(self.crossings.len());
        let first = offset + small(gates.len());
        let known = way.crossings.iter().filter(|crossing| crossing.passage.index() < self.passages.len());
        gates.extend(known.map(|crossing| gate(crossing, None)));
        let last = offset + small(gates.len());
        let closes = !self.roads.leg_closures(way.from, way.to).is_empty();
        Some(Leg { seconds: way.leg.seconds.0, from, to, gates: (first, last), closes })
    }

    fn people(&mut self, plan: &Plan) {
        for site in self.scenario.site_ids() {
            let first = small(self.waves.len());
            let mut rows: Vec<_> = self.scenario.site(site).waiting.iter().collect();
            rows.sort_by_key(|arrival| arrival.from);
            for (arrival, (_, planned)) in rows.into_iter().zip(self.scenario.planned_arrivals(site)) {
                let counts = arrival.people.iter().zip(planned.counts());
                let people = counts.map(|(count, planned)| {
                    [count.low(), count.best(), count.high(), *planned].map(|people| u64::from(people.0))
                });
                self.waves.push(Wave { from: arrival.from.0, people: people.collect() });
            }
            self.places[site.index()].waves = (first, small(self.waves.len()));
        }
        self.not_moved = vec![0; self.sites * self.needs];
        for left in plan.not_moved.iter().filter(|left| left.site.index() < self.sites) {
            for (need, people) in left.people.counts().iter().enumerate().take(self.needs) {
                self.not_moved[left.site.index() * self.needs + need] += u64::from(people.0);
            }
        }
        for (index, shelter) in self.scenario.shelters.iter().enumerate() {
            let mut taken = vec![0; self.needs];
            for (_, trip) in plan.trips().filter(|(_, trip)| trip.unloading.shelter.index() == index) {
                for stop in &trip.stops {
                    for (need, people) in stop.load.counts().iter().enumerate().take(self.needs) {
                        taken[need] += u64::from(people.0);
                    }
                }
            }
            self.room.push(u64::from(shelter.capacity.0).saturating_sub(taken.iter().sum()));
            for (room, taken) in shelter.capacity_by_need.iter().zip(&taken) {
                self.room.push(room.map_or(u64::MAX, |room| u64::from(room.0).saturating_sub(*taken)));
            }
        }
    }

    /// Puts the steps of each place in the order in which they joined in an undisturbed run.
    pub(super) fn set_order(&mut self, joined: &[Moment], vehicle_of: &[u32]) {
        let mut steps: Vec<u32> = (0..small(self.steps.len())).collect();
        steps.sort_by_key(|step| {
            let index = *step as usize;
            (self.steps[index].place, joined[index], vehicle_of[index], *step)
        });
        let mut from = 0;
        for (place, row) in self.places.iter_mut().enumerate() {
            let until = from + steps[from..].partition_point(|step| self.steps[*step as usize].place as usize == place);
            row.order = (small(from), small(until));
            from = until;
        }
        self.order = steps;
    }
}

fn gate(crossing: &Crossing, slot: Option<u32>) -> Gate {
    Gate {
        passage: crossing.passage.0,
        offset: crossing.offset.0,
        heading: crossing.heading,
        slot: slot.unwrap_or(NONE),
    }
}
