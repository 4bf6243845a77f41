//! Rule `reason`: a list of people left behind holds people, and a reason that the operation itself contradicts is no reason.
//!
//! A reason is plainly false when one vehicle, one road and one shelter show it; a reason that only a better plan could
//! refute stands.

use super::Aboard;
use super::total::taken;
use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk, counts};
use couloir_model::clock::Window;
use couloir_model::id::{ShelterId, VehicleId};
use couloir_model::plan::{NotMoved, Reason};
use couloir_model::scenario::Class;

pub(crate) fn check(walk: &Walk<'_>, aboard: &Aboard, report: &mut Report) {
    let taken = taken(walk);
    for entry in &walk.plan.not_moved {
        let spot = Spot::site(entry.site);
        if entry.people.is_empty() {
            report.add(Rule::Reason, spot, Amount::People(1), "nobody is listed as not moved");
            continue;
        }
        let exists = entry.site.index() < walk.scenario.sites.len();
        if let Some(message) = exists.then(|| contradiction(walk, aboard, entry, &taken)).flatten() {
            report.add(Rule::Reason, spot, Amount::People(entry.people.total().0.into()), message);
        }
    }
}

fn contradiction(walk: &Walk<'_>, aboard: &Aboard, entry: &NotMoved, taken: &[Vec<u64>]) -> Option<String> {
    let people = counts(&entry.people, walk.scenario.needs.len());
    // Where people stay on board of a vehicle, it fetches nobody.
    let is_held = |id: &VehicleId| {
        aboard.contains_key(id)
            && walk.plan.not_moved.iter().any(|other| other.reason == Reason::Stranded { vehicle: *id })
    };
    let fetches = |id: &VehicleId| carries(walk.scenario.class_of(*id), &people) && !is_held(id);
    let carriers = || walk.scenario.vehicle_ids().filter(fetches);
    let named = |id: VehicleId| &walk.scenario.vehicle(id).name;
    match entry.reason {
        Reason::NoSeats { need } => {
            let Some(name) = walk.scenario.needs.get(need.index()).map(|need| &need.name) else {
                return Some(format!("they are left for want of places of a need that does not exist: {}", need.0));
            };
            if people[need.index()] == 0 {
                return Some(format!("they are left for want of places that none of them needs: `{name}`"));
            }
            let mut one = vec![0; people.len()];
            one[need.index()] = 1;
            let seats = walk.scenario.vehicle_ids().find(|id| carries(walk.scenario.class_of(*id), &one))?;
            Some(format!("they are left for want of places of `{name}`, and one vehicle has some: `{}`", named(seats)))
        }
        Reason::NoRoom => {
            let shelter = walk.scenario.shelter_ids().find(|id| {
                has_room(walk, *id, &taken[id.index()], &people)
                    && carriers().any(|vehicle| roads(walk, entry, vehicle, *id))
            })?;
            let name = &walk.scenario.shelter(shelter).name;
            Some(format!("they are left for want of room, and one shelter has room for all of them: `{name}`"))
        }
        Reason::NoRoad => {
            let reaches = |id: &VehicleId| walk.scenario.shelter_ids().any(|shelter| roads(walk, entry, *id, shelter));
            let vehicle = carriers().find(reaches)?;
            Some(format!("they are left for want of a road, and one vehicle has one: `{}`", named(vehicle)))
        }
        Reason::NoTime => {
            let is_unhurried = |vehicle: VehicleId| {
                walk.scenario.vehicle(vehicle).available_until.is_none()
                    && walk.scenario.shelter_ids().any(|shelter| unhurried(walk, entry, vehicle, shelter))
            };
            let vehicle = carriers().find(|id| is_unhurried(*id))?;
            Some(format!(
                "they are left for want of time, and nothing limits the time of one vehicle: `{}`",
                named(vehicle)
            ))
        }
        Reason::Stranded { vehicle } => {
            if aboard.get(&vehicle) != Some(&entry.site) {
                return Some("they are left on board of a vehicle that they have not boarded".to_owned());
            }
            // Its hours are no reason: who is on a trip ends it, however late.
            let shelter = walk.scenario.shelter_ids().find(|id| {
                has_room(walk, *id, &taken[id.index()], &people)
                    && roads(walk, entry, vehicle, *id)
                    && unhurried(walk, entry, vehicle, *id)
            })?;
            let name = &walk.scenario.shelter(shelter).name;
            Some(format!("they are left on board, and nothing keeps their vehicle from a shelter with room: `{name}`"))
        }
        // The first is the business of rule `deadline`; the second claims nothing.
        Reason::Deadline | Reason::NotFound => None,
    }
}

/// True when a configuration of the class has a place for somebody of each need among `people`.
fn carries(class: &Class, people: &[u64]) -> bool {
    class.configurations.iter().any(|configuration| {
        configuration.capacity.places().iter().zip(people).all(|(places, people)| *people == 0 || places.0 > 0)
    })
}

fn has_room(walk: &Walk<'_>, shelter: ShelterId, taken: &[u64], people: &[u64]) -> bool {
    let row = walk.scenario.shelter(shelter);
    let fits = |taken: u64, more: u64, room: u64| taken + more <= room;
    fits(taken.iter().sum(), people.iter().sum(), row.capacity.0.into())
        && row
            .capacity_by_need
            .iter()
            .enumerate()
            .all(|(need, room)| room.is_none_or(|room| fits(taken[need], people[need], room.0.into())))
}

/// True when the vehicle has a road from its depot to the site and on to the shelter, which has room for somebody. A road that is closed
/// until further notice may be none: whether somebody comes through before that is for the search to answer.
fn roads(walk: &Walk<'_>, entry: &NotMoved, vehicle: VehicleId, shelter: ShelterId) -> bool {
    let (site, row) = (walk.scenario.site(entry.site), walk.scenario.shelter(shelter));
    let class = walk.scenario.vehicle(vehicle).class;
    let is_lasting = |windows: &[Window]| !windows.iter().any(|window| window.is_endless());
    let passes = |from, to| {
        is_lasting(walk.roads.leg_closures(from, to))
            && walk.roads.way(class, from, to).is_some_and(|way| {
                way.crossings.iter().all(|crossing| is_lasting(walk.roads.passage_closures(crossing.passage)))
            })
    };
    row.capacity.0 > 0 && passes(walk.scenario.start_of(vehicle), site.place) && passes(site.place, row.place)
}

/// True when nothing ever stops the vehicle from bringing them to the shelter but its own hours: no window, no driving time, no range,
/// no closure on the way.
fn unhurried(walk: &Walk<'_>, entry: &NotMoved, vehicle: VehicleId, shelter: ShelterId) -> bool {
    let (row, class) = (walk.scenario.vehicle(vehicle), walk.scenario.class_of(vehicle));
    let (site, shelter) = (walk.scenario.site(entry.site), walk.scenario.shelter(shelter));
    let passes = |from, to| {
        walk.roads.leg_closures(from, to).is_empty()
            && walk.roads.way(row.class, from, to).is_some_and(|way| way.crossings.is_empty())
    };
    class.driving_max.is_none()
        && class.range.is_none()
        && site.open.is_always()
        && shelter.capacity.0 > 0
        && shelter.open.is_always()
        && passes(walk.scenario.start_of(vehicle), site.place)
        && passes(site.place, shelter.place)
}
