//! From what posts record to a plan that is made again: the ledger's situation is the planner's.

use couloir::again::{Asked, NOTICE, WORTHS, again};
use couloir::bench::generate::{Family, Size, generate};
use couloir_ledger::clock::Hybrid;
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::event::{Event, Method, Ride, Stop, What};
use couloir_ledger::fold::{Known, fold};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::name::Name;
use couloir_ledger::replica::Recorded;
use couloir_model::clock::{Moment, UnixSeconds};
use couloir_model::diff::TOLERANCE;
use couloir_model::format::bench;
use couloir_model::load::Load;
use couloir_model::plan::{Plan, Route};
use couloir_model::quantity::People;
use couloir_model::scenario::Scenario;
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Progress, Watch};

struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

/// What conscientious posts write while a plan is carried out to the second.
struct Posts<'a> {
    scenario: &'a Scenario,
    recorded: Vec<Recorded>,
}

impl Posts<'_> {
    fn say(&mut self, at: Moment, what: What) {
        let seconds = UnixSeconds(self.scenario.start.0 + i64::try_from(at.0).unwrap());
        let id = EventId(*blake3::hash(&self.recorded.len().to_be_bytes()).as_bytes());
        let event = Event { occurred_at: Some(seconds), post: None, method: Method::Counted, what };
        let clock = Hybrid { seconds, counter: 0 };
        self.recorded.push(Recorded { id, device: DeviceId([1; 32]), clock, corrects_others: false, event });
    }

    /// All that happens until `now`.
    fn watch(&mut self, routes: Vec<Route>, now: Moment) {
        let scenario = self.scenario;
        let name = |text: &str| Name::new(text).expect("names of an operation are names of the ledger");
        for route in &routes {
            for (number, trip) in (1..).zip(&route.trips) {
                let ride = || Ride { vehicle: name(&scenario.vehicle(route.vehicle).name), trip: Some(number) };
                let mut here = None;
                for stop in &trip.stops {
                    let at = Stop::Site(name(&scenario.site(stop.site).name));
                    self.leave(here, stop.visit.depart, now, ride());
                    let count = heads(scenario, &stop.load);
                    if stop.visit.end <= now {
                        self.say(stop.visit.end, What::Boarded { at: at.clone(), ride: ride(), part: 1, count });
                    }
                    here = Some(at);
                }
                let shelter = scenario.shelter(trip.unloading.shelter);
                let at = Stop::Shelter(name(&shelter.name));
                let visit = &trip.unloading.visit;
                self.leave(here, visit.depart, now, ride());
                if visit.arrive <= now {
                    self.say(visit.arrive, What::Arrived { at: at.clone(), ride: ride(), count: None });
                }
                if visit.end <= now {
                    let count = heads(scenario, &trip.load());
                    self.say(visit.end, What::Alighted { at, ride: ride(), part: 1, count });
                }
            }
        }
    }

    fn leave(&mut self, here: Option<Stop>, depart: Moment, now: Moment, ride: Ride) {
        if let Some(from) = here
            && depart <= now
        {
            self.say(depart, What::Departed { from, ride, count: None, asked: Default::default() });
        }
    }
}

fn heads(scenario: &Scenario, load: &Load) -> HeadCount {
    let of = |needed: &str| {
        let needs = scenario.need_ids().filter(|need| scenario.need(*need).name == needed);
        needs.map(|need| load[need]).sum::<People>()
    };
    let lines = [(Line::Total, load.total()), (Line::Wheelchair, of("wheelchair")), (Line::Stretcher, of("stretcher"))];
    HeadCount::new(&lines).expect("parts are no more than the whole")
}

fn recorded_until(scenario: &Scenario, plan: &Plan, now: Moment, heard: impl Fn(usize) -> bool) -> Situation {
    let mut posts = Posts { scenario, recorded: Vec::new() };
    let routes = plan.routes.iter().filter(|route| heard(route.vehicle.index())).cloned().collect();
    posts.say(Moment::START, What::PlanAdopted { plan: plan.id() });
    posts.watch(routes, now);
    let (situation, findings) = fold(Known {
        scenario,
        plans: std::slice::from_ref(plan),
        presumed: None,
        recorded: &posts.recorded,
        incidents: &[],
        now: UnixSeconds(scenario.start.0 + i64::try_from(now.0).unwrap()),
        notice: NOTICE,
    });
    let unexpected: Vec<_> = findings.iter().filter(|one| one.code.0 != "couloir::ledger::silent").collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    situation
}

/// Vehicles whose people are being taken in after they got off: the books have them in the shelter, the plan has them under way.
fn is_between(scenario: &Scenario, plan: &Plan, vehicle: usize, now: Moment) -> bool {
    let mut trips = plan.routes.iter().filter(|route| route.vehicle.index() == vehicle).flat_map(|route| &route.trips);
    trips.any(|trip| {
        let is_taken_in = scenario.shelter(trip.unloading.shelter).reception_per_hour.is_some();
        is_taken_in
            && trip.unloading.visit.start <= now
            && now <= trip.unloading.visit.end + couloir_model::quantity::Seconds(7200)
    })
}

fn check(scenario: &Scenario, travel: &TravelTimes, plan: &Plan) {
    for part in 1..8 {
        let now = Moment(plan.clearance.0 * part / 8);
        let (said, planned) =
            (recorded_until(scenario, plan, now, |_| true), Situation::as_planned(scenario, plan, now, NOTICE));
        for (index, (said, planned)) in said.vehicles.iter().zip(&planned.vehicles).enumerate() {
            if !is_between(scenario, plan, index, now) {
                let of = |one: &couloir_model::situation::VehicleState| {
                    (one.trips_done, one.bound_for, one.on_board.clone())
                };
                assert_eq!(of(said), of(planned), "{} at {}", scenario.vehicles[index].name, now.0);
            }
        }
        plan_again(scenario, travel, plan, &said);
    }
}

fn plan_again(scenario: &Scenario, travel: &TravelTimes, plan: &Plan, said: &Situation) {
    let asked = Asked {
        scenario,
        travel,
        adopted: plan,
        situation: said,
        notice: NOTICE,
        tolerance: TOLERANCE,
        worths: &WORTHS,
    };
    let found = again(&asked, &Config { seed: 1, iterations: Some(50), workers: 1 }, &Patience).expect("it fits");
    for one in &found {
        assert!(one.verdict.is_valid(), "at {}: {:?}", said.now.0, one.verdict.violations);
    }
}

#[test]
fn what_posts_record_of_a_plan_that_is_carried_out_is_planned_again_as_it_stands() {
    for (family, seed) in [(Family::Bep, 1), (Family::Rich, 2), (Family::Convoy, 1)] {
        let instance = generate(family, Size::S, seed);
        let (scenario, travel) = bench::read_instance(&bench::write_instance(&instance)).expect("it can be read");
        let plan = couloir_planner::plan(
            &scenario,
            &travel,
            &Config { seed: 1, iterations: Some(200), workers: 1 },
            &Patience,
        );
        check(&scenario, &travel, &plan.plan);
    }
}

#[test]
fn what_posts_record_of_the_examples_is_planned_again() {
    for example in ["flood-town", "island", "baghouz"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(example);
        couloir::new::unpack(example, &path).unwrap();
        let operation = couloir::files::load(&path).operation.unwrap();
        let config = Config { seed: 1, iterations: Some(200), workers: 1 };
        let turn = couloir::turn::turn(&operation.scenario, &operation.travel, &config, &Patience);
        assert!(turn.verdict.is_valid());
        check(&operation.scenario, &operation.travel, &turn.plan);
        // Of two vehicles in three nothing is heard.
        for part in 1..4 {
            let now = Moment(turn.plan.clearance.0 * part / 4);
            let said = recorded_until(&operation.scenario, &turn.plan, now, |vehicle| vehicle % 3 == 0);
            plan_again(&operation.scenario, &operation.travel, &turn.plan, &said);
        }
    }
}
