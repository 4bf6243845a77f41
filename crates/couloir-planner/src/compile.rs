//! From the scenario's tables to the dense [`Problem`], and which of its rows stands for what.

use couloir_model::bound::{Binding, ClearanceBound};
use couloir_model::clock::{Moment, Opening, Window};
use couloir_model::id::{ClassId, EscortId, PassageId, PlaceId, SiteId, VehicleId};
use couloir_model::load::Load as People;
use couloir_model::quantity::{Permille, Seconds};
use couloir_model::scenario::{ConvoyWho, Direction, EscortTeam, Scenario, ServiceTime, Stretch};
use couloir_model::travel::{Matrix, TravelTimes};

use crate::bound::Bound;
use crate::problem::{
    Class, Gate, Load, NEEDS_MAX, NEVER, Obstacle, PerNeed, Problem, Queue, Rule, Shelter, Site, Team, Travel, Vehicle,
};

/// A problem and what its rows stand for. Shelters, classes and vehicles keep their positions.
pub(crate) struct Compiled {
    pub(crate) problem: Problem,
    /// For each row of [`Problem::sites`], the scenario's site: one row for each wave of people that come to it.
    pub(crate) site_of: Vec<SiteId>,
    /// Sites on board of vehicles that can reach no shelter: those who are there are not planned for.
    pub(crate) stranded: Vec<(SiteId, VehicleId)>,
}

impl Compiled {
    /// Takes a vehicle out of the problem with those on board.
    pub(crate) fn strand(&mut self, vehicle: usize, site: u32) {
        self.problem.sites[site as usize].demand = [0; NEEDS_MAX];
        self.problem.vehicles[vehicle].available_until = 0;
        self.stranded.push((self.site_of[site as usize], VehicleId::at(vehicle)));
    }
}

/// Compiles a scenario.
pub(crate) fn compile(scenario: &Scenario, travel: &TravelTimes) -> Compiled {
    let mut compiled = Compiled {
        problem: Problem {
            needs: scenario.needs.len().min(NEEDS_MAX),
            deadline: scenario.deadline.map(moment),
            stops_max: scenario.stops_max.map_or(usize::MAX, |most| most.get() as usize),
            travel: tables(scenario, travel),
            ..Problem::default()
        },
        site_of: Vec::new(),
        stranded: Vec::new(),
    };
    compiled.add_sites(scenario);
    compiled.add_shelters(scenario);
    compiled.add_fleet(scenario);
    compiled.add_gates(scenario);
    compiled.add_obstacles(scenario, travel);
    compiled
}

impl Compiled {
    /// The bound with the scenario's names for what binds.
    pub(crate) fn name_bound(&self, bound: Bound) -> ClearanceBound {
        let binding = match bound.binding {
            Binding::Road(row) => Binding::Road(self.site_of[row.index()]),
            Binding::SiteBerths(row) => Binding::SiteBerths(self.site_of[row.index()]),
            Binding::SiteWindow(row) => Binding::SiteWindow(self.site_of[row.index()]),
            other => other,
        };
        ClearanceBound { at_least: Moment(bound.at_least.into()), binding }
    }

    fn add_queue(
        &mut self,
        berths: Option<std::num::NonZeroU32>,
        open: &Opening,
        rate: Option<std::num::NonZeroU32>,
    ) -> u32 {
        self.problem.queues.push(Queue {
            berths: berths.map(std::num::NonZeroU32::get),
            windows: windows(open),
            reception_per_hour: rate.map(std::num::NonZeroU32::get),
        });
        self.problem.queues.len() as u32 - 1
    }

    fn add_sites(&mut self, scenario: &Scenario) {
        for id in scenario.site_ids() {
            let site = scenario.site(id);
            let queue = self.add_queue(site.berths, &site.open, None);
            let weight =
                by_need(scenario.needs.iter().map(|need| u32::from(need.priority.0) * u32::from(site.priority.0)));
            for (ready, people) in scenario.planned_arrivals(id) {
                if people.is_empty() {
                    continue;
                }
                self.site_of.push(id);
                self.problem.sites.push(Site {
                    place: site.place.0,
                    queue,
                    ready: moment(ready),
                    demand: counts(&people),
                    service_fixed: seconds(site.loading.fixed),
                    service_per_person: per_person(&site.loading),
                    weight,
                });
            }
        }
    }

    fn add_shelters(&mut self, scenario: &Scenario) {
        for shelter in &scenario.shelters {
            let queue = self.add_queue(shelter.berths, &shelter.open, shelter.reception_per_hour);
            let limited = shelter.capacity_by_need.iter().any(Option::is_some);
            let by_need = by_need(shelter.capacity_by_need.iter().map(|room| room.map_or(u32::MAX, |room| room.0)));
            self.problem.shelters.push(Shelter {
                place: shelter.place.0,
                capacity: shelter.capacity.0,
                capacity_by_need: limited.then_some(by_need),
                queue,
                service_fixed: seconds(shelter.unloading.fixed),
                service_per_person: per_person(&shelter.unloading),
            });
        }
    }

    fn add_fleet(&mut self, scenario: &Scenario) {
        let own_tables =
            |class: usize| self.problem.travel.seconds.len() > 1 && class + 1 < self.problem.travel.seconds.len();
        debug_assert!(!own_tables(scenario.classes.len()), "one table a class at most, after the common one");
        for (index, class) in scenario.classes.iter().enumerate() {
            // Tables of classes stand after the common one, in the order of classes; an empty one means: the common one.
            let own = self.problem.travel.seconds.get(index + 1).is_some_and(|table| !table.is_empty());
            self.problem.classes.push(Class {
                configurations: class
                    .configurations
                    .iter()
                    .take(usize::from(u8::MAX))
                    .map(|configuration| places(configuration.capacity.places().iter().map(|places| places.0)))
                    .collect(),
                reconfiguration: seconds(class.reconfiguration),
                boarding_permille: class.boarding.0,
                table: if own { index + 1 } else { 0 },
                travel_permille: if own { Permille::ONE.0 } else { class.travel.0 },
            });
        }
        for id in scenario.vehicle_ids() {
            let vehicle = scenario.vehicle(id);
            let class = scenario.class_of(id);
            self.problem.vehicles.push(Vehicle {
                class: vehicle.class.0,
                depot: scenario.start_of(id).0,
                available_from: moment(vehicle.available_from),
                available_until: vehicle.available_until.map_or(NEVER, moment),
                driving_max: class.driving_max.map_or(NEVER, seconds),
                range_max: class.range.map_or(NEVER, |range| u32::try_from(range.0).unwrap_or(NEVER - 1)),
                fitted: vehicle.fitted.and_then(|fitted| u8::try_from(fitted.0).ok()),
                kept: 0,
                ends: false,
            });
        }
    }

    fn add_gates(&mut self, scenario: &Scenario) {
        for id in scenario.passage_ids().filter(|id| scenario.passage(*id).is_regulated()) {
            let passage = scenario.passage(id);
            let teams = scenario.escort_ids().filter(|team| scenario.escort(*team).passage == id);
            self.problem.gates.push(Gate {
                passage: id.0,
                windows: passage_windows(scenario, id),
                headway: seconds(passage.headway),
                crossing: match passage.direction {
                    Direction::BothWays => None,
                    Direction::OneWayAtATime { crossing } => Some(seconds(crossing)),
                },
                screening: seconds(passage.screening.fixed),
                people_per_hour: passage.screening.people_per_hour.map(std::num::NonZeroU32::get),
                rule: passage.convoy.map(|rule| Rule {
                    vehicles_min: rule.vehicles_min.get(),
                    vehicles_max: rule.vehicles_max.map_or(NEVER, std::num::NonZeroU32::get),
                    escorts: rule.escorts,
                    laden_only: rule.who == ConvoyWho::Laden,
                }),
                teams: teams.map(|team| escort_team(team, scenario.escort(team))).collect(),
                entered: passage.passed.entered.map(|enter| enter.map(moment)),
                examined: moment(passage.passed.examined),
            });
        }
    }

    fn add_obstacles(&mut self, scenario: &Scenario, travel: &TravelTimes) {
        let gate_of =
            |problem: &Problem, passage: PassageId| problem.gates.iter().position(|gate| gate.passage == passage.0);
        for (from, to) in travel.pairs_with_crossings() {
            for class in scenario.class_ids() {
                for crossing in travel.crossings(scenario, class, from, to) {
                    let offset = seconds(crossing.offset);
                    let obstacle = match gate_of(&self.problem, crossing.passage) {
                        Some(gate) => Obstacle::Gate { gate: gate as u32, offset, heading: crossing.heading },
                        None => Obstacle::Passage {
                            passage: crossing.passage.0,
                            offset,
                            windows: passage_windows(scenario, crossing.passage),
                            screening: seconds(scenario.passage(crossing.passage).screening.fixed),
                        },
                    };
                    self.add_obstacle(class, from, to, obstacle);
                }
            }
        }
        for closure in &scenario.closures {
            if let Stretch::Leg { from, to } = closure.stretch {
                for class in scenario.class_ids() {
                    let (from_moment, until) = (moment(closure.window.from()), closed_until(closure.window));
                    self.add_obstacle(class, from, to, Obstacle::Closure { from: from_moment, until });
                }
            }
        }
    }

    fn add_obstacle(&mut self, class: ClassId, from: PlaceId, to: PlaceId, obstacle: Obstacle) {
        self.problem.travel.obstacles.entry((class.0, from.0, to.0)).or_default().push(obstacle);
    }
}

/// The common table first, then one a class: empty for a class that uses the common one.
fn tables(scenario: &Scenario, travel: &TravelTimes) -> Travel {
    let places = scenario.places.len();
    let all = |table: &Matrix, entry: &dyn Fn(&Matrix, PlaceId, PlaceId) -> u32| -> Vec<u32> {
        let pairs = scenario.place_ids().flat_map(|from| scenario.place_ids().map(move |to| (from, to)));
        pairs.map(|(from, to)| if from == to { 0 } else { entry(table, from, to) }).collect()
    };
    let duration = |table: &Matrix, from, to| table.leg(from, to).map_or(NEVER, |leg| seconds(leg.seconds));
    let length =
        |table: &Matrix, from, to| table.leg(from, to).map_or(0, |leg| u32::try_from(leg.metres.0).unwrap_or(NEVER));
    let ranges_matter = scenario.classes.iter().any(|class| class.range.is_some());
    let mut tables = Travel { places, ..Travel::default() };
    let own = scenario.class_ids().map(|class| travel.own_table(class));
    for table in [Some(travel.common_table())].into_iter().chain(own) {
        tables.seconds.push(table.map_or(Vec::new(), |table| all(table, &duration)));
        tables.metres.push(table.filter(|_| ranges_matter).map_or(Vec::new(), |table| all(table, &length)));
    }
    tables
}

/// When a passage may be entered, closures taken out.
fn passage_windows(scenario: &Scenario, passage: PassageId) -> Vec<(u32, u32)> {
    let closures = scenario.closures.iter().filter(|closure| closure.stretch == Stretch::Passage(passage));
    let closed: Vec<Window> = closures.map(|closure| closure.window).collect();
    without(windows(&scenario.passage(passage).open), &closed)
}

fn escort_team(id: EscortId, team: &EscortTeam) -> Team {
    Team {
        escort: id.0,
        available_from: moment(team.available_from),
        available_until: team.available_until.map_or(NEVER, moment),
        busy: seconds(team.escorting).saturating_add(seconds(team.way_back)),
    }
}

/// Windows with closures taken out; the moments at the edges stay open, as [`Window::overlaps`] has it.
fn without(windows: Vec<(u32, u32)>, closed: &[Window]) -> Vec<(u32, u32)> {
    if closed.is_empty() {
        return windows;
    }
    let mut open = if windows.is_empty() { vec![(0, NEVER - 1)] } else { windows };
    for closure in closed {
        let (from, until) = (moment(closure.from()), closed_until(*closure));
        open = open
            .into_iter()
            .flat_map(|(opens, closes)| [(opens, closes.min(from)), (opens.max(until), closes)])
            .filter(|(opens, closes)| opens <= closes)
            .collect();
    }
    open.dedup();
    // A passage that never opens is closed, not always open: an empty list would say the opposite.
    if open.is_empty() { vec![(NEVER, NEVER)] } else { open }
}

fn windows(open: &Opening) -> Vec<(u32, u32)> {
    open.windows().iter().map(|window| (moment(window.from()), moment(window.until()))).collect()
}

/// When a closure ends; [`NEVER`] when it holds until further notice.
fn closed_until(closure: Window) -> u32 {
    if closure.is_endless() { NEVER } else { moment(closure.until()) }
}

/// A moment; the readers refuse any beyond ten years, which fits.
fn moment(moment: Moment) -> u32 {
    u32::try_from(moment.0).unwrap_or(NEVER - 1)
}

fn seconds(seconds: Seconds) -> u32 {
    u32::try_from(seconds.0).unwrap_or(NEVER - 1)
}

fn by_need(values: impl Iterator<Item = u32>) -> [u32; NEEDS_MAX] {
    let mut list = [0; NEEDS_MAX];
    for (slot, value) in list.iter_mut().zip(values) {
        *slot = value;
    }
    list
}

fn counts(people: &People) -> [u32; NEEDS_MAX] {
    by_need(people.counts().iter().map(|count| count.0))
}

fn per_person(service: &ServiceTime) -> PerNeed {
    by_need(service.per_person.iter().map(|&each| seconds(each)))
}

/// Places in a vehicle; more than 65,535 of a kind count as so many.
fn places(values: impl Iterator<Item = u32>) -> Load {
    by_need(values).map(|places| u16::try_from(places).unwrap_or(u16::MAX))
}
