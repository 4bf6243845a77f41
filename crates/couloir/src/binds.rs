//! What binds: how much sooner it would be over, or how many more would be out in time, with one more of something.
//!
//! Each variant of the operation is planned anew from the plan that is there, with a fixed number of iterations; so is the
//! operation as it is, so that what the search alone gains is nobody's merit. What no plan can gain is told by the lower
//! bound of the variant. A gain that was not found is said to be so: it is no proof that there is none.

use couloir_model::clock::{MOMENT_MAX, Moment, Opening, Window};
use couloir_model::diff;
use couloir_model::id::{ClassId, EscortId, PassageId, ShelterId, SiteId};
use couloir_model::plan::{Parts, Plan, Visit};
use couloir_model::quantity::{People, Seconds};
use couloir_model::scenario::{self, EscortTeam, Scenario};
use couloir_model::travel::TravelTimes;
use couloir_planner::replan::{Start, replan};
use couloir_planner::{Config, Watch};
use couloir_publish::gains::OneMore;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// One more of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// A vehicle of a class, at the depot where most of them start, from the start on.
    Vehicle(ClassId),
    /// A berth at a site.
    SiteBerth(SiteId),
    /// A berth at a shelter.
    ShelterBerth(ShelterId),
    /// An escort team like this one.
    Escort(EscortId),
    /// An hour more at the end of each opening window of a passage.
    PassageHour(PassageId),
    /// A screening post that examines as many again in an hour.
    Post(PassageId),
    /// An hour more at the end of each opening window of a shelter.
    ShelterHour(ShelterId),
    /// Room for [`ROOM`] more people in a shelter.
    Room(ShelterId),
}

/// The people for whom room is added.
pub const ROOM: People = People(50);

/// Berths that are looked at: those that are busy for the longest.
const BERTHS_MAX: usize = 6;

/// What one more of something changes.
#[derive(Debug, Clone, Copy)]
pub struct Gain {
    /// Of what.
    pub more: More,
    /// How much sooner the last person is in.
    pub sooner: Seconds,
    /// How many more are at a shelter, by the deadline if there is one.
    pub people: u64,
    /// The most by which any plan with it could be sooner than the plan; none where no bound is known.
    pub at_most: Option<Seconds>,
}

/// The operation as it is, and what each thing would change: the greatest gain first.
#[derive(Debug, Clone)]
pub struct Binds {
    /// The clearance of the plan when it is searched on for as long as each variant.
    pub clearance: Moment,
    /// People who are not at a shelter, by the deadline if there is one.
    pub not_out: u64,
    /// What each thing would change.
    pub gains: Vec<Gain>,
}

/// Looks at everything that could bind a plan.
#[must_use]
pub fn binds(scenario: &Scenario, travel: &TravelTimes, plan: &Plan, config: &Config, watch: &dyn Watch) -> Binds {
    let base = best(scenario, travel, plan, config, watch);
    let mut gains: Vec<Gain> = Vec::new();
    for more in candidates(scenario, plan) {
        if watch.should_stop() {
            break;
        }
        let Some(variant) = with(scenario, more) else { continue };
        let found = best(&variant, travel, plan, config, watch);
        gains.push(Gain {
            more,
            sooner: base.clearance.since(found.clearance),
            people: base.not_out.saturating_sub(found.not_out),
            at_most: found.bound.map(|bound| base.clearance.since(bound)),
        });
    }
    gains.sort_by_key(|gain| std::cmp::Reverse((gain.people, gain.sooner)));
    Binds { clearance: base.clearance, not_out: base.not_out, gains }
}

struct Best {
    clearance: Moment,
    not_out: u64,
    bound: Option<Moment>,
}

/// The best plan found from `plan` on, which is none the worse for it.
fn best(scenario: &Scenario, travel: &TravelTimes, plan: &Parts, config: &Config, watch: &dyn Watch) -> Best {
    let start = Start {
        plan,
        begun: BTreeMap::new(),
        announced: BTreeSet::new(),
        notice: Moment::START,
        tolerance: diff::TOLERANCE,
        worths: vec![Seconds(0)],
    };
    let found = replan(scenario, travel, &start, config, watch);
    let best = found.iter().map(|near| (not_out(scenario, &near.plan), near.plan.clearance, near.plan.bound));
    let best = best.min_by_key(|(not_out, clearance, _)| (*not_out, *clearance));
    // The plan as it is can still be carried out: nothing is the worse for one more of something.
    let as_it_is = (not_out(scenario, plan), plan.clearance);
    let (found, bound) = match best {
        Some((not_out, clearance, bound)) => ((not_out, clearance), bound),
        None => (as_it_is, None),
    };
    let (not_out, clearance) = found.min(as_it_is);
    Best { clearance, not_out, bound: bound.map(|bound| bound.at_least) }
}

/// People who are not at a shelter, by the deadline if there is one.
fn not_out(scenario: &Scenario, plan: &Parts) -> u64 {
    let is_late = |visit: &Visit| scenario.deadline.is_some_and(|deadline| visit.end > deadline);
    let late =
        plan.trips().filter(|(_, trip)| is_late(&trip.unloading.visit)).map(|(_, trip)| u64::from(trip.people().0));
    late.sum::<u64>() + u64::from(plan.left().0)
}

fn candidates(scenario: &Scenario, plan: &Parts) -> Vec<More> {
    let used = |class: &ClassId| scenario.vehicles.iter().any(|vehicle| vehicle.class == *class);
    let mut all: Vec<More> = scenario.class_ids().filter(used).map(More::Vehicle).collect();
    all.extend(busiest(scenario, plan));
    // Teams that are alike gain the same.
    let alike = |one: &EscortTeam, other: &EscortTeam| {
        EscortTeam { name: String::new(), ..one.clone() } == EscortTeam { name: String::new(), ..other.clone() }
    };
    let first = |id: &EscortId| scenario.escorts[..id.index()].iter().all(|other| !alike(other, scenario.escort(*id)));
    all.extend(scenario.escort_ids().filter(first).map(More::Escort));
    let has_post = |passage: &PassageId| scenario.passage(*passage).screening.people_per_hour.is_some();
    all.extend(scenario.passage_ids().filter(has_post).map(More::Post));
    let shut = |passage: &PassageId| !scenario.passage(*passage).open.is_always();
    all.extend(scenario.passage_ids().filter(shut).map(More::PassageHour));
    let shut = |shelter: &ShelterId| !scenario.shelter(*shelter).open.is_always();
    all.extend(scenario.shelter_ids().filter(shut).map(More::ShelterHour));
    let full = |shelter: &ShelterId| {
        let trips = plan.trips().filter(|(_, trip)| trip.unloading.shelter == *shelter);
        let people: People = trips.map(|(_, trip)| trip.people()).sum();
        people.0 * 10 >= scenario.shelter(*shelter).capacity.0 * 9
    };
    all.extend(scenario.shelter_ids().filter(full).map(More::Room));
    all
}

/// The places whose berths are busy for the longest, each berth for itself.
fn busiest(scenario: &Scenario, plan: &Parts) -> Vec<More> {
    let mut busy: Vec<(u64, usize, More)> = Vec::new();
    let share = |seconds: u64, berths: NonZeroU32| seconds / u64::from(berths.get());
    for site in scenario.site_ids() {
        let Some(berths) = scenario.site(site).berths else { continue };
        let stops = plan.trips().flat_map(|(_, trip)| &trip.stops).filter(|stop| stop.site == site);
        let seconds = stops.map(|stop| stop.visit.end.since(stop.visit.start).0).sum();
        busy.push((share(seconds, berths), busy.len(), More::SiteBerth(site)));
    }
    for shelter in scenario.shelter_ids() {
        let Some(berths) = scenario.shelter(shelter).berths else { continue };
        let ends = plan.trips().map(|(_, trip)| &trip.unloading).filter(|end| end.shelter == shelter);
        let seconds = ends.map(|end| end.visit.end.since(end.visit.start).0).sum();
        busy.push((share(seconds, berths), busy.len(), More::ShelterBerth(shelter)));
    }
    busy.sort_by_key(|(seconds, place, _)| (std::cmp::Reverse(*seconds), *place));
    busy.into_iter().take(BERTHS_MAX).map(|(_, _, more)| more).collect()
}

/// The operation with one more of something; none when that cannot be.
fn with(scenario: &Scenario, more: More) -> Option<Scenario> {
    let mut parts = scenario.clone().into_parts();
    let one_more = |berths: &mut Option<NonZeroU32>| *berths = berths.map(|berths| berths.saturating_add(1));
    match more {
        More::Vehicle(class) => {
            let vehicle = another(&parts, class)?;
            parts.vehicles.push(vehicle);
        }
        More::SiteBerth(site) => one_more(&mut parts.sites[site.index()].berths),
        More::ShelterBerth(shelter) => one_more(&mut parts.shelters[shelter.index()].berths),
        More::Escort(escort) => {
            let team = parts.escorts[escort.index()].clone();
            parts.escorts.push(team);
        }
        More::PassageHour(passage) => {
            parts.passages[passage.index()].open = longer(&parts.passages[passage.index()].open)?
        }
        More::Post(passage) => {
            let rate = &mut parts.passages[passage.index()].screening.people_per_hour;
            *rate = rate.map(|rate| rate.saturating_mul(NonZeroU32::MIN.saturating_add(1)));
        }
        More::ShelterHour(shelter) => {
            parts.shelters[shelter.index()].open = longer(&parts.shelters[shelter.index()].open)?
        }
        More::Room(shelter) => {
            let row = &mut parts.shelters[shelter.index()];
            row.capacity += ROOM;
            row.capacity_by_need.iter_mut().flatten().for_each(|room| *room += ROOM);
        }
    }
    Scenario::new(parts).ok()
}

/// One more vehicle of a class: where most of them start, available from the start.
fn another(parts: &scenario::Parts, class: ClassId) -> Option<scenario::Vehicle> {
    let of_class = || parts.vehicles.iter().filter(|vehicle| vehicle.class == class);
    let at = |depot| of_class().filter(|vehicle| vehicle.depot == depot).count();
    let like = of_class().max_by_key(|vehicle| (at(vehicle.depot), std::cmp::Reverse(vehicle.depot)))?;
    let name = format!("{} (one more)", parts.classes[class.index()].name);
    Some(scenario::Vehicle { name, available_from: Moment::START, ..like.clone() })
}

/// The same windows, each an hour longer at its end, but never into the next.
fn longer(open: &Opening) -> Option<Opening> {
    let windows = open.windows();
    let longer = windows.iter().enumerate().map(|(index, window)| {
        let next = windows.get(index + 1).map_or(MOMENT_MAX, |next| Moment(next.from().0.saturating_sub(1)));
        Window::new(window.from(), (window.until() + Seconds(3600)).min(next).max(window.until()))
    });
    Opening::during(longer.collect::<Result<_, _>>().ok()?).ok()
}

impl More {
    /// With its name in the operation.
    #[must_use]
    pub fn named(self, scenario: &Scenario) -> OneMore<'_> {
        match self {
            Self::Vehicle(class) => OneMore::Vehicle(&scenario.class(class).name),
            Self::SiteBerth(site) => OneMore::Berth(&scenario.site(site).name),
            Self::ShelterBerth(shelter) => OneMore::Berth(&scenario.shelter(shelter).name),
            Self::Escort(escort) => OneMore::Escort(&scenario.escort(escort).name),
            Self::PassageHour(passage) => OneMore::Hour(&scenario.passage(passage).name),
            Self::Post(passage) => OneMore::Post(&scenario.passage(passage).name),
            Self::ShelterHour(shelter) => OneMore::Hour(&scenario.shelter(shelter).name),
            Self::Room(shelter) => OneMore::Room(&scenario.shelter(shelter).name, ROOM),
        }
    }
}
