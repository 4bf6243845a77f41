//! The convoys of an old plan, with those of their vehicles that still come.

use couloir_model::id::VehicleId;
use couloir_model::plan::{Parts, Visit};
use couloir_model::travel::Heading;
use std::collections::BTreeMap;

use crate::carry_over::Timed;
use crate::problem::{Obstacle, Problem};
use crate::routes::{Convoy, Trip};

/// A vehicle goes through a gate with a heading, with people on board or without.
type Turn = (u32, Heading, bool);

/// For each gate the old convoys, in order, with those who keep their appointments and go through it as often as they did.
///
/// Whoever goes through gates otherwise than before loses their appointments and finds another convoy.
pub(super) fn same_convoys(
    problem: &Problem,
    old: &Parts,
    routes: &[Vec<Timed>],
    to_the_second: &mut [bool],
) -> Vec<Vec<Convoy>> {
    // By convoy of the old list, who still goes with it and whether the convoy rule holds for them.
    let mut goes: BTreeMap<usize, Vec<(VehicleId, bool)>> = BTreeMap::new();
    for (vehicle, trips) in routes.iter().enumerate() {
        if !to_the_second[vehicle] || problem.gates.is_empty() {
            continue;
        }
        let turns = turns(problem, vehicle, trips);
        let listed = listed(problem, old, vehicle);
        let alike = turns.len() == listed.len()
            && turns.iter().zip(&listed).all(|(turn, (gate, heading, _))| (turn.0, turn.1) == (*gate, *heading));
        to_the_second[vehicle] = alike;
        if alike {
            for ((gate, _, laden), (_, _, convoy)) in turns.iter().zip(listed) {
                let ruled = problem.gates[*gate as usize].rule(*laden).is_some();
                goes.entry(convoy).or_default().push((VehicleId::at(vehicle), ruled));
            }
        }
    }
    let mut convoys: Vec<Vec<Convoy>> = vec![Vec::new(); problem.gates.len()];
    for (index, members) in goes {
        let row = &old.convoys[index];
        let Some(at) = problem.gates.iter().position(|gate| gate.passage == row.passage.0) else { continue };
        let gate = &problem.gates[at];
        let is_ruled = members.iter().any(|(_, ruled)| *ruled);
        let here = |vehicle: &&VehicleId| members.iter().any(|(member, _)| member == *vehicle);
        let vehicles: Vec<u32> = row.vehicles.iter().filter(here).map(|vehicle| vehicle.0).collect();
        let team = |escort: &couloir_model::id::EscortId| gate.teams.iter().position(|team| team.escort == escort.0);
        let teams = row.escorts.iter().filter(|_| is_ruled).filter_map(team).map(|team| team as u32).collect();
        let least = gate.rule.filter(|_| is_ruled).map_or(0, |rule| rule.vehicles_min);
        let lacks = least.saturating_sub(vehicles.len() as u32);
        convoys[at].push(Convoy { heading: row.heading, vehicles, teams, lacks });
    }
    convoys
}

/// The regulated passages on the way of a vehicle.
fn turns(problem: &Problem, vehicle: usize, trips: &[Timed]) -> Vec<Turn> {
    let row = &problem.vehicles[vehicle];
    let mut from = row.depot;
    let mut turns = Vec::new();
    for (trip, _) in trips {
        for (visit, to) in places(problem, trip).enumerate() {
            for obstacle in problem.obstacles(row.class, from, to) {
                if let Obstacle::Gate { gate, heading, .. } = *obstacle {
                    turns.push((gate, heading, trip.riding(visit) > 0));
                }
            }
            from = to;
        }
    }
    turns
}

fn places<'p>(problem: &'p Problem, trip: &'p Trip) -> impl Iterator<Item = u32> + 'p {
    let sites = trip.stops().iter().map(|stop| problem.sites[stop.site as usize].place);
    sites.chain([problem.shelters[trip.shelter as usize].place])
}

/// What the old plan says of them: gate, heading and position in its list of convoys.
fn listed(problem: &Problem, old: &Parts, vehicle: usize) -> Vec<(u32, Heading, usize)> {
    let route = old.routes.iter().find(|route| route.vehicle.index() == vehicle);
    let visits = route.into_iter().flat_map(|route| &route.trips).flat_map(|trip| trip.visits());
    let passings = visits.flat_map(|visit: &Visit| &visit.passings);
    let gate = |passage: u32| problem.gates.iter().position(|gate| gate.passage == passage);
    passings
        .filter_map(|passing| {
            let convoy = passing.convoy?.index();
            Some((gate(passing.passage.0)? as u32, old.convoys.get(convoy)?.heading, convoy))
        })
        .collect()
}
