//! The fleet: so many vehicle-seconds carry so many people and no more.
//!
//! Give each person of site `i` a worth `w_i`, and each place in shelter `j` a price `p_j`. Whatever the plan, what its
//! trips carry is worth at least `Σ w_i × people_i − Σ p_j × room_j`. A trip of a vehicle with `c` places from `i` to `j`
//! carries at most `c × (w_i − p_j)` and takes at least `round_ij + c × door_i` seconds, where `round_ij` is the
//! quickest empty way to `i` from any shelter or the vehicle's depot, the ride, and the fixed parts of both services;
//! a trip with fewer people, or with stops at several sites, is worth no more a second than the best of these. So a
//! class gains at most `r` a second, `r` being the largest of these ratios, and the fleet needs until `T` with
//! `Σ r × (T − available)⁺ ≥ worth`. Any worths and prices give a valid bound; ours come from the transportation
//! problem, the dual of the flow relaxation without the choice of empty ways.

use couloir_model::bound::Binding;
use couloir_model::id::NeedId;

use crate::bound::{Bound, Ground, settle};
use crate::problem::{NEVER, Problem};
use crate::transport::Transport;

/// The best bound over needs, and over the sizes of vehicle by which people are priced.
pub(super) fn bound(ground: &Ground, transport: &Transport) -> Bound {
    let nothing = Bound { at_least: 0, binding: Binding::Nothing };
    best_by_need(ground, transport).into_iter().fold(nothing, |best, (need, at_least, _)| {
        let single = ground.problem.needs == 1;
        let binding = if single { Binding::Vehicles } else { Binding::Seats(NeedId::at(need)) };
        best.or_later(Bound { at_least, binding })
    })
}

/// What people and room are worth, in seconds of a vehicle.
#[derive(Debug, Clone)]
pub(super) struct Worths {
    /// A person of each site.
    pub(super) people: Vec<f64>,
    /// A place in each shelter.
    pub(super) room: Vec<f64>,
}

/// For each need of which people wait: the need, the latest bound, and the worths that it rests on.
pub(super) fn best_by_need(ground: &Ground, transport: &Transport) -> Vec<(usize, u32, Worths)> {
    let problem = ground.problem;
    let triangles = if problem.stops_max > 1 { triangles(problem) } else { Vec::new() };
    let rounds: Vec<Rounds> = (0..problem.classes.len())
        .map(|class| Rounds::new(problem, class as u32, triangles.get(problem.classes[class].table) == Some(&true)))
        .collect();
    let needs = (0..problem.needs).filter(|&need| problem.demand()[need] > 0);
    let best = |need| {
        let ways = sizes(problem, need).into_iter().flat_map(|size| [(size, 0.0), (size, 1.0)]);
        let bounds = ways.filter_map(|(size, part)| by_worth(ground, &rounds, transport, need, f64::from(size), part));
        let (at_least, worths) = bounds.max_by_key(|(at_least, _)| *at_least)?;
        Some((need, at_least, worths))
    };
    needs.filter_map(best).collect()
}

/// Sizes of vehicle by which people of a need may be priced: those that there are, and two kinds of mean.
fn sizes(problem: &Problem, need: usize) -> Vec<u32> {
    let mut sizes: Vec<u32> =
        problem.classes.iter().map(|class| places(class, need)).filter(|&places| places > 0).collect();
    let (sum, squares) = problem.vehicles.iter().fold((0u64, 0u64), |(sum, squares), vehicle| {
        let places = u64::from(places(&problem.classes[vehicle.class as usize], need));
        (sum + places, squares + places * places)
    });
    if let Some(size) = squares.checked_div(sum) {
        sizes.push(u32::try_from(size).unwrap_or(1).max(1));
        sizes.push(u32::try_from(sum / problem.vehicles.len() as u64).unwrap_or(1).max(1));
    }
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn places(class: &crate::problem::Class, need: usize) -> u32 {
    class.configurations.iter().map(|places| u32::from(places[need])).max().unwrap_or(0)
}

/// Quickest ways of one class.
struct Rounds {
    /// To each site, empty, from any shelter or depot, perhaps by way of other sites.
    there: Vec<u32>,
    /// From each site to each shelter, perhaps by way of other sites, with the fixed part of unloading.
    onward: Vec<Vec<u32>>,
}

impl Rounds {
    fn new(problem: &Problem, class: u32, triangles: bool) -> Rounds {
        let depots: std::collections::BTreeSet<u32> =
            problem.vehicles.iter().filter(|vehicle| vehicle.class == class).map(|vehicle| vehicle.depot).collect();
        let starts: Vec<u32> = depots.into_iter().chain(problem.shelters.iter().map(|shelter| shelter.place)).collect();
        let place = |site: usize| problem.sites[site].place;
        let several = problem.stops_max > 1;
        let mut there: Vec<u32> = problem
            .sites
            .iter()
            .map(|site| starts.iter().map(|&start| problem.travel(class, start, site.place)).min().unwrap_or(NEVER))
            .collect();
        if several {
            settle(&mut there, |from, to| problem.travel(class, place(from), place(to)));
        }
        let closed = !several || triangles;
        let mut onward = vec![Vec::new(); problem.sites.len()];
        for shelter in &problem.shelters {
            let ride = |site: &crate::problem::Site| problem.travel(class, site.place, shelter.place);
            let mut seconds: Vec<u32> = problem.sites.iter().map(ride).collect();
            if !closed {
                settle(&mut seconds, |from, to| problem.travel(class, place(to), place(from)));
            }
            for (list, seconds) in onward.iter_mut().zip(seconds) {
                list.push(seconds.saturating_add(shelter.service_fixed));
            }
        }
        Rounds { there, onward }
    }
}

/// For each table of travel times, whether the direct way from a site to a shelter is never longer than one over
/// another site. Scaling for a class and rounding up keeps that.
fn triangles(problem: &Problem) -> Vec<bool> {
    let size = problem.travel.places;
    let sites: Vec<usize> = problem.sites.iter().map(|site| site.place as usize).collect();
    let hold = |table: &Vec<u32>| {
        if table.is_empty() {
            return true;
        }
        let rows: Vec<Vec<u32>> =
            sites.iter().map(|&from| sites.iter().map(|&to| table[from * size + to]).collect()).collect();
        problem.shelters.iter().all(|shelter| {
            let out: Vec<u32> = sites.iter().map(|&site| table[site * size + shelter.place as usize]).collect();
            rows.iter().zip(&out).all(|(row, &direct)| {
                row.iter().zip(&out).map(|(&by, &out)| by.saturating_add(out)).min().is_none_or(|by| by >= direct)
            })
        })
    };
    problem.travel.seconds.iter().map(hold).collect()
}

/// The bound for people of one need, priced as if by vehicles with `size` places; `part` of the rooms' prices is used.
/// `None` when nobody can fetch some of them.
fn by_worth(
    ground: &Ground,
    rounds: &[Rounds],
    transport: &Transport,
    need: usize,
    size: f64,
    part: f64,
) -> Option<(u32, Worths)> {
    let problem = ground.problem;
    let price: Vec<f64> = transport.prices.iter().map(|&price| part * price as f64 / size).collect();
    let door = |site: usize, shelter: usize| {
        let seconds = problem.sites[site].service_per_person[need] + problem.shelters[shelter].service_per_person[need];
        f64::from(seconds) * f64::from(ground.boarding) / 1000.0
    };
    // Prices of rooms are in force only where people of this need compete for them: all of them do, as one crowd.
    let worth = |site: usize| {
        let by_class = rounds.iter().enumerate().filter(|(class, _)| places(&problem.classes[*class], need) > 0);
        let ways = by_class.flat_map(|(_, round)| {
            let price = &price;
            let door = &door;
            round.onward[site].iter().enumerate().map(move |(shelter, &onward)| {
                let round =
                    f64::from(round.there[site]) + f64::from(onward) + f64::from(problem.sites[site].service_fixed);
                round / size + door(site, shelter) + price[shelter]
            })
        });
        ways.fold(f64::INFINITY, f64::min)
    };
    let worths: Vec<f64> = (0..problem.sites.len())
        .map(|site| if problem.sites[site].demand[need] > 0 { worth(site) } else { 0.0 })
        .collect();
    if worths.iter().any(|worth| !worth.is_finite()) {
        return None;
    }
    let carried: f64 =
        problem.sites.iter().zip(&worths).map(|(site, worth)| f64::from(site.demand[need]) * worth).sum();
    let rooms: f64 =
        problem.shelters.iter().zip(&price).map(|(shelter, price)| f64::from(shelter.capacity) * price).sum();
    let gains: Vec<f64> = (0..problem.classes.len())
        .map(|class| {
            let capacity = f64::from(places(&problem.classes[class], need));
            let mut most = 0.0f64;
            for site in (0..problem.sites.len()).filter(|&site| problem.sites[site].demand[need] > 0) {
                for (shelter, price) in price.iter().enumerate() {
                    let round = f64::from(rounds[class].there[site])
                        + f64::from(rounds[class].onward[site][shelter])
                        + f64::from(problem.sites[site].service_fixed);
                    let seconds = (round + capacity * door(site, shelter)).max(1e-3);
                    most = most.max(capacity * (worths[site] - price) / seconds);
                }
            }
            most
        })
        .collect();
    Some((until(problem, &gains, carried - rooms), Worths { people: worths, room: price }))
}

/// The earliest moment by which the fleet can have gained so much, rounded down with a margin for the rounding of sums.
fn until(problem: &Problem, gains: &[f64], worth: f64) -> u32 {
    let mut fleet: Vec<(u32, f64)> =
        problem.vehicles.iter().map(|vehicle| (vehicle.available_from, gains[vehicle.class as usize])).collect();
    fleet.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut rate, mut missing, mut now) = (0.0f64, worth, 0u32);
    for (index, &(from, gain)) in fleet.iter().enumerate() {
        missing -= rate * f64::from(from - now);
        if missing <= 0.0 {
            let over = if rate > 0.0 { -missing / rate } else { 0.0 };
            return margin(f64::from(from) - over);
        }
        now = from;
        rate += gain;
        if index + 1 == fleet.len() && rate > 0.0 {
            return margin(f64::from(now) + missing / rate);
        }
    }
    0
}

fn margin(moment: f64) -> u32 {
    (moment * (1.0 - 1e-9)).floor().clamp(0.0, f64::from(NEVER / 2)) as u32
}
