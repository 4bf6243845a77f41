//! The last resort: whoever cannot be brought out as the rules ask stays and is listed.
//!
//! A trip that comes too late, or that goes through a passage with a convoy too small, is given up with all trips of the
//! vehicle after it. Then convoys are made up anew.

use crate::evaluate::form;
use crate::evaluate::plain;
use crate::evaluate::play::{self, Played};
use crate::problem::Problem;
use crate::routes::Schedule;

/// Leaves people of trips that break a rule until none does; `given_up` hears of each vehicle and how many trips it keeps.
pub(crate) fn give_up(problem: &Problem, schedule: &mut Schedule, mut given_up: impl FnMut(usize, usize)) {
    loop {
        let played = play::play(problem, schedule);
        let broken = broken(problem, schedule, &played);
        if broken.is_empty() {
            return;
        }
        for (vehicle, keeps) in broken {
            schedule.routes.0[vehicle].truncate(keeps);
            let visits = schedule.routes.0[vehicle].iter().map(|trip| trip.stops().len() + 1).sum();
            if let Some(not_before) = schedule.not_before.get_mut(vehicle) {
                not_before.truncate(visits);
            }
            given_up(vehicle, keeps);
        }
        make_up(problem, schedule);
    }
}

/// Makes convoys up anew for routes that have changed.
pub(crate) fn make_up(problem: &Problem, schedule: &mut Schedule) {
    if !problem.gates.is_empty() {
        let policies = form::Policy::choices(problem).swap_remove(0);
        schedule.convoys = form::form(problem, schedule.routes.clone(), &policies).0.convoys;
    }
}

/// Vehicles with a trip that breaks a rule, and the trips before it.
fn broken(problem: &Problem, schedule: &Schedule, played: &Played) -> Vec<(usize, usize)> {
    let mut broken = Vec::new();
    for (index, vehicle) in problem.vehicles.iter().enumerate() {
        let trips = &schedule.routes.0[index];
        let end = played.visits[index].last().map_or(0, |visit| visit.end);
        // What has begun ends, however late.
        let may_go = trips.len() > vehicle.kept as usize;
        if may_go && plain::too_late(vehicle, end) + plain::usage(problem, index, trips).excess > 0 {
            broken.push((index, trips.len() - 1));
        }
    }
    if !broken.is_empty() {
        return broken;
    }
    // One convoy at a time: those who stay may be what the others lacked.
    for (gate, convoys) in schedule.convoys.iter().enumerate() {
        let Some((convoy, row)) = convoys.iter().enumerate().rev().find(|(_, row)| row.lacks > 0) else { continue };
        for &vehicle in &row.vehicles {
            let vehicle = vehicle as usize;
            let here = Some((gate as u32, convoy as u32));
            let visit = played.passings[vehicle].iter().find(|(_, passing)| passing.convoy == here);
            let Some(&(visit, _)) = visit else { continue };
            let mut before = 0;
            let trips = schedule.routes.0[vehicle].iter().take_while(|trip| {
                before += trip.stops().len() + 1;
                before <= visit as usize
            });
            let keeps = trips.count().max(problem.vehicles[vehicle].kept as usize);
            if keeps < schedule.routes.0[vehicle].len() {
                broken.push((vehicle, keeps));
            }
        }
        return broken;
    }
    broken
}
