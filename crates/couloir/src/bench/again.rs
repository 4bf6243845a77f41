//! How soon a disturbance is answered, and how much of a running plan it changes.
//!
//! An operation is planned, carried out for a third of its time, then one thing goes wrong. *Untouched* are the movements to
//! come of vehicles that the disturbance does not name, that neither load nor unload at a place that it names. A closure names those
//! who are at the closed place or on the way to it when it closes: they stand still for as long as it lasts.

use crate::again::{Alternative, Asked, NOTICE, WORTHS, again, choice};
use crate::bench::cpu_ms;
use couloir_model::clock::{Moment, Window};
use couloir_model::diff;
use couloir_model::id::{PlaceId, ShelterId, SiteId, VehicleId};
use couloir_model::plan::{Plan, Trip};
use couloir_model::quantity::{People, Permille, Seconds};
use couloir_model::scenario::Scenario;
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Watch};
use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disturbance {
    /// The vehicle with most trips to come breaks down, with those on board.
    Breakdown,
    /// All ways to and from the shelter that expects most people are closed for two hours.
    Closure,
    /// 40 % more people wait at a twentieth of the sites, those with most people, at least one.
    MorePeople,
    /// The shelter that expects most people takes in nobody beyond those on board for it.
    ShelterFull,
}

impl Disturbance {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Breakdown, Self::Closure, Self::MorePeople, Self::ShelterFull];
}

impl fmt::Display for Disturbance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breakdown => "breakdown",
            Self::Closure => "closure of 2 h",
            Self::MorePeople => "40 % more people",
            Self::ShelterFull => "shelter full",
        })
    }
}

/// What a disturbance names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    vehicles: BTreeSet<VehicleId>,
    places: BTreeSet<PlaceId>,
}

impl Named {
    fn touches(&self, scenario: &Scenario, vehicle: VehicleId, trip: &Trip) -> bool {
        let sites = trip.stops.iter().map(|stop| scenario.site(stop.site).place);
        let mut places = sites.chain([scenario.shelter(trip.unloading.shelter).place]);
        self.vehicles.contains(&vehicle) || places.any(|place| self.places.contains(&place))
    }
}

/// The situation of `plan` at `now` with a disturbance, and what that names.
#[must_use]
pub fn disturbed(scenario: &Scenario, plan: &Plan, now: Moment, disturbance: Disturbance) -> (Situation, Named) {
    let mut situation = Situation::as_planned(scenario, plan, now, NOTICE);
    let mut named = Named::default();
    let to_come = || plan.trips().filter(|(_, trip)| trip.visits().next().is_some_and(|visit| visit.depart > now));
    let fullest = || {
        let expected = |shelter: &ShelterId| -> People {
            to_come().filter(|(_, trip)| trip.unloading.shelter == *shelter).map(|(_, trip)| trip.people()).sum()
        };
        scenario.shelter_ids().max_by_key(|shelter| (expected(shelter), std::cmp::Reverse(*shelter)))
    };
    match disturbance {
        Disturbance::Breakdown => {
            let trips = |vehicle: &VehicleId| to_come().filter(|(of, _)| of == vehicle).count();
            let busiest = scenario.vehicle_ids().max_by_key(|vehicle| (trips(vehicle), std::cmp::Reverse(*vehicle)));
            if let Some(vehicle) = busiest {
                situation.break_down(vehicle);
                named.vehicles.insert(vehicle);
            }
        }
        Disturbance::Closure => {
            if let Some(shelter) = fullest() {
                let place = scenario.shelter(shelter).place;
                let window = Window::new(now, now + Seconds(7200)).expect("two hours from now end later");
                situation.close_place(scenario, place, window, "benchmark");
                named.places.insert(place);
                let is_held = |vehicle: &VehicleId| {
                    let state = &situation.vehicles[vehicle.index()];
                    state.place == place || state.bound_for == Some(shelter)
                };
                named.vehicles.extend(scenario.vehicle_ids().filter(is_held));
            }
        }
        Disturbance::MorePeople => {
            let waiting =
                |site: &SiteId| -> u32 { situation.remaining[site.index()].iter().map(|count| count.best().0).sum() };
            let mut sites: Vec<SiteId> = scenario.site_ids().collect();
            sites.sort_by_key(|site| (std::cmp::Reverse(waiting(site)), *site));
            for site in sites.iter().take((scenario.sites.len() / 20).max(1)) {
                situation.scale(*site, Permille(1400));
                named.places.insert(scenario.site(*site).place);
            }
        }
        Disturbance::ShelterFull => {
            if let Some(shelter) = fullest() {
                situation.fill(shelter);
                named.places.insert(scenario.shelter(shelter).place);
            }
        }
    }
    (situation, named)
}

/// How a disturbance was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The disturbance.
    pub disturbance: Disturbance,
    /// From the situation to judged plans, files apart.
    pub wall: Duration,
    /// Processor time of all threads for it, in milliseconds, where the system tells: walls grow with the load of a machine.
    pub cpu_ms: Option<u64>,
    /// Movements to come that are untouched, and those among them that stand.
    pub untouched: (usize, usize),
    /// Those that stand to the second.
    pub exact: usize,
    /// Movements to tell somebody of.
    pub changes: usize,
    /// Clearance of the old plan, of the plan that changes what must change, and of the one proposed.
    pub clearance: (Moment, Moment, Moment),
    /// People whom the proposed plan leaves.
    pub left: People,
    /// Rules that the judge finds broken, over all alternatives, in words.
    pub violations: Vec<String>,
    /// The alternatives: changes and clearance.
    pub curve: Vec<(usize, Moment)>,
}

/// What is disturbed.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The operation.
    pub scenario: &'a Scenario,
    /// Its travel times.
    pub travel: &'a TravelTimes,
    /// The plan that is carried out.
    pub plan: &'a Plan,
}

/// Answers one disturbance of a running plan; `watch` is made when the clock starts.
#[must_use]
pub fn answer<W: Watch>(
    running: Running,
    disturbance: Disturbance,
    config: &Config,
    worth: Seconds,
    watch: impl FnOnce() -> W,
) -> Option<Answer> {
    let Running { scenario, travel, plan } = running;
    let now = Moment(plan.clearance.0 / 3);
    let (situation, named) = disturbed(scenario, plan, now, disturbance);
    let (started, used) = (Instant::now(), cpu_ms());
    let watch = watch();
    let asked = Asked {
        scenario,
        travel,
        adopted: plan,
        situation: &situation,
        notice: NOTICE,
        tolerance: diff::TOLERANCE,
        worths: &WORTHS,
    };
    let found = again(&asked, config, &watch).ok()?;
    let wall = started.elapsed();
    let cpu_ms = cpu_ms().zip(used).map(|(now, then)| now - then);
    let chosen = choice(&found, worth)?;
    let proposed: &Alternative = &found[chosen];
    let untouched: BTreeSet<(VehicleId, usize)> = plan
        .routes
        .iter()
        .flat_map(|route| route.trips.iter().enumerate().map(move |(index, trip)| (route.vehicle, index, trip)))
        .filter(|(_, _, trip)| trip.visits().next().is_some_and(|visit| visit.depart > now))
        .filter(|(vehicle, _, trip)| !named.touches(scenario, *vehicle, trip))
        .map(|(vehicle, index, _)| (vehicle, index))
        .collect();
    let standing = |tolerance| {
        let stand = diff::standing(plan, &proposed.plan, tolerance);
        stand.iter().filter(|key| untouched.contains(key)).count()
    };
    Some(Answer {
        disturbance,
        wall,
        cpu_ms,
        untouched: (untouched.len(), standing(diff::TOLERANCE)),
        exact: standing(Seconds::ZERO),
        changes: proposed.changes.len(),
        clearance: (plan.clearance, found[0].plan.clearance, proposed.plan.clearance),
        left: proposed.plan.left(),
        violations: found.iter().flat_map(|one| broken(scenario, one)).collect(),
        curve: found.iter().map(|one| (one.changes.len(), one.plan.clearance)).collect(),
    })
}

fn broken(scenario: &Scenario, one: &Alternative) -> Vec<String> {
    one.verdict.violations.iter().map(|violation| violation.finding(scenario).to_string()).collect()
}

/// What stands above the rows.
#[must_use]
pub fn head() -> String {
    format!(
        "{:<12} {:<18} {:>8} {:>8} {:>8} {:>22} {:>10} {:>10} {:>10} {:>10}  {}",
        "instance",
        "disturbance",
        "wall",
        "cpu",
        "changes",
        "untouched that stand",
        "to the s",
        "before",
        "mended",
        "proposed",
        "changes:minutes lost"
    )
}

/// An answer as a row of the table.
#[must_use]
pub fn row(instance: &str, answer: &Answer) -> String {
    let share = |part: usize| 100.0 * part as f64 / answer.untouched.0.max(1) as f64;
    let (before, mended, proposed) = answer.clearance;
    let minutes = |moment: Moment| (moment.0 as f64 - before.0 as f64) / 60.0;
    let curve: Vec<String> =
        answer.curve.iter().map(|(changes, clearance)| format!("{changes}:{:+.1}", minutes(*clearance))).collect();
    let left = if answer.left.0 > 0 { format!("  LEFT {}", answer.left) } else { String::new() };
    let broken = match answer.violations.len() {
        0 => String::new(),
        count => format!("  RULES BROKEN {count}\n{}", answer.violations.join("\n")),
    };
    format!(
        "{instance:<12} {:<18} {:>6.2} s {:>6.2} s {:>8} {:>9} of {:>4} {:>5.1} % {:>7.1} % {:>8} s {:>+6.1} min {:>+6.1} min  {}{left}{broken}",
        answer.disturbance.to_string(),
        answer.wall.as_secs_f64(),
        answer.cpu_ms.unwrap_or(0) as f64 / 1000.0,
        answer.changes,
        answer.untouched.1,
        answer.untouched.0,
        share(answer.untouched.1),
        share(answer.exact),
        before.0,
        minutes(mended),
        minutes(proposed),
        curve.join(" "),
    )
}
