//! Convoys made up as vehicles come: who waits in front of a passage, and when they go.
//!
//! A commander at the passage knows who is still to come. A convoy goes when enough vehicles wait, when they have waited
//! long enough, or when nobody else comes; never so that too few are left for a convoy of their own. Who came first goes first.

use std::collections::VecDeque;

use couloir_model::travel::Heading;

use crate::evaluate::play::{Arrival, Marshal, Order, Play, Played};
use crate::evaluate::post::Post;
use crate::problem::{Gate, NEVER, Obstacle, Problem, Rule};
use crate::routes::{Convoy, Routes, Schedule};

/// How convoys are made up at one passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    /// How many vehicles a convoy waits for.
    pub(crate) want: u32,
    /// How many seconds the first vehicle waits for so many.
    pub(crate) patience: u32,
    /// How many convoys of one heading enter in a row while those of the other wait.
    pub(crate) burst: u32,
}

impl Policy {
    /// Policies worth a trial, each for all passages.
    pub(crate) fn choices(problem: &Problem) -> Vec<Vec<Policy>> {
        const WANTS: [(u32, u32); 4] = [(0, 0), (NEVER, 600), (NEVER, 1800), (NEVER, NEVER)];
        let policy = |burst: u32| WANTS.map(|(want, patience)| Policy { want, patience, burst });
        let all = [NEVER, 1, 4].into_iter().flat_map(policy);
        all.map(|policy| vec![policy; problem.gates.len()]).collect()
    }

    /// One that is drawn at random.
    pub(crate) fn draw(gate: &Gate, stream: &mut crate::seed::Stream) -> Policy {
        let rule = gate.rule.as_ref();
        let (least, most) =
            rule.map_or((1, 1), |rule| (rule.vehicles_min, rule.vehicles_max.min(rule.vehicles_min + 64)));
        let want = match stream.below(3) {
            0 => least,
            1 => most,
            _ => least + stream.below((most - least + 1) as usize) as u32,
        };
        let patience = [60, 300, 900, 2_400, NEVER][stream.below(5)];
        let burst = [1, 2, 4, 8, 16, NEVER][stream.below(6)];
        Policy { want, patience, burst }
    }
}

/// The same routes with convoys made up anew, everybody coming as early as they can, and all moments.
pub(crate) fn form(problem: &Problem, routes: Routes, policies: &[Policy]) -> (Schedule, Played) {
    let mut schedule = Schedule::unbound(routes);
    let forming = Forming::new(problem, &schedule, policies);
    let (played, forming) = Play::new(problem, &schedule, forming).run();
    schedule.convoys = forming.gates.into_iter().map(|crowd| crowd.gone).collect();
    (schedule, played)
}

struct Forming<'a> {
    problem: &'a Problem,
    policies: &'a [Policy],
    gates: Vec<Crowd>,
}

/// Those who wait in front of one passage, and those who have gone through.
#[derive(Default)]
struct Crowd {
    /// By heading: those who go on their own, and those under the convoy rule.
    queues: [Queue; 4],
    gone: Vec<Convoy>,
    /// The heading that entered last, and how many convoys of it in a row.
    run: Option<(Heading, u32)>,
    /// Nothing else happens: somebody has to go.
    stalled: bool,
    /// When the next look is due.
    look: Option<u32>,
}

impl Crowd {
    /// Asks to be woken, once.
    fn look_at(&mut self, gate: usize, at: u32, orders: &mut Vec<Order>) {
        if self.look.is_none_or(|due| at < due) {
            self.look = Some(at);
            orders.push(Order::Wake { gate, at });
        }
    }
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(u32, u32)>,
    /// Those who wait and those who are still to come.
    to_come: u32,
}

fn queue_of(gate: &Gate, heading: Heading, laden: bool) -> usize {
    2 * heading as usize + usize::from(gate.rule(laden).is_some())
}

fn heading_of(queue: usize) -> Heading {
    if queue < 2 { Heading::Outward } else { Heading::Inward }
}

/// Whether so many vehicles can be parted into convoys.
fn divides(rule: &Rule, vehicles: u32) -> bool {
    vehicles.div_ceil(rule.vehicles_max) <= vehicles / rule.vehicles_min
}

impl<'a> Forming<'a> {
    fn new(problem: &'a Problem, schedule: &Schedule, policies: &'a [Policy]) -> Forming<'a> {
        let mut gates: Vec<Crowd> = problem.gates.iter().map(|_| Crowd::default()).collect();
        for (vehicle, trips) in schedule.routes.0.iter().enumerate() {
            let vehicle = &problem.vehicles[vehicle];
            let mut from = vehicle.depot;
            for trip in trips {
                let sites = trip.stops().iter().map(|stop| problem.sites[stop.site as usize].place);
                for (stop, to) in sites.chain([problem.shelters[trip.shelter as usize].place]).enumerate() {
                    for obstacle in problem.obstacles(vehicle.class, from, to) {
                        if let Obstacle::Gate { gate, heading, .. } = *obstacle {
                            let queue = queue_of(&problem.gates[gate as usize], heading, trip.riding(stop) > 0);
                            gates[gate as usize].queues[queue].to_come += 1;
                        }
                    }
                    from = to;
                }
            }
        }
        Forming { problem, policies, gates }
    }

    /// How many of a queue go now; `Err` when the next look is due if nobody comes before.
    fn size(&self, at: usize, queue: usize, now: u32) -> Result<u32, u32> {
        let (gate, crowd) = (&self.problem.gates[at], &self.gates[at]);
        let waiting = crowd.queues[queue].waiting.len() as u32;
        let Some(&(reach, _)) = crowd.queues[queue].waiting.front() else { return Err(NEVER) };
        let Some(rule) = gate.rule.as_ref().filter(|_| queue % 2 == 1) else { return Ok(1) };
        let most = waiting.min(rule.vehicles_max);
        let to_come = crowd.queues[queue].to_come;
        if crowd.stalled {
            return Ok(most);
        }
        let sizes = (rule.vehicles_min..=most).rev();
        let Some(size) = sizes.into_iter().find(|&size| divides(rule, to_come - size)) else { return Err(NEVER) };
        let policy = &self.policies[at];
        let want = policy.want.clamp(rule.vehicles_min, rule.vehicles_max);
        let late = reach.saturating_add(policy.patience);
        // A convoy that is full but for those who could not go on their own is as large as it gets.
        if size >= want || to_come == waiting || size < most || now >= late { Ok(size) } else { Err(late) }
    }

    /// Who goes next, and when at the earliest.
    fn next(&self, posts: &[Post], at: usize, now: u32) -> Result<(u32, usize, u32), u32> {
        let (gate, crowd) = (&self.problem.gates[at], &self.gates[at]);
        let mut best: Option<((bool, u32, usize), u32, u32)> = None;
        let mut look = NEVER;
        for queue in 0..4 {
            let size = match self.size(at, queue, now) {
                Ok(size) => size,
                Err(moment) => {
                    look = look.min(moment);
                    continue;
                }
            };
            let heading = heading_of(queue);
            let escorts = if queue % 2 == 1 { gate.rule.map_or(0, |rule| rule.escorts) } else { 0 };
            let enter = posts[at]
                .first_back(gate, escorts, now)
                .map_or(NEVER, |teams| posts[at].earliest(gate, heading, &teams, now));
            let goes_on = crowd.run.is_some_and(|(last, run)| last == heading && run < self.policies[at].burst);
            let reach = crowd.queues[queue].waiting.front().map_or(NEVER, |first| first.0);
            let rank = (
                gate.crossing.is_none() || !goes_on,
                if gate.crossing.is_none() { enter.max(reach) } else { reach },
                queue,
            );
            if best.is_none_or(|(least, ..)| rank < least) {
                best = Some((rank, enter, size));
            }
        }
        match best {
            Some(((_, _, queue), enter, size)) => Ok((enter, queue, size)),
            None => Err(look),
        }
    }

    fn send(&mut self, posts: &mut [Post], at: usize, now: u32, orders: &mut Vec<Order>) {
        loop {
            let (enter, queue, size) = match self.next(posts, at, now) {
                Ok(next) => next,
                Err(NEVER) => return,
                Err(moment) => return self.gates[at].look_at(at, moment, orders),
            };
            if enter > now && enter < NEVER {
                return self.gates[at].look_at(at, enter, orders);
            }
            let (gate, crowd) = (&self.problem.gates[at], &mut self.gates[at]);
            crowd.stalled = false;
            let vehicles: Vec<u32> =
                crowd.queues[queue].waiting.drain(..size as usize).map(|(_, vehicle)| vehicle).collect();
            crowd.queues[queue].to_come -= size;
            let heading = heading_of(queue);
            let rule = gate.rule.as_ref().filter(|_| queue % 2 == 1);
            let teams = posts[at].first_back(gate, rule.map_or(0, |rule| rule.escorts), now).filter(|_| enter < NEVER);
            if let Some(teams) = &teams {
                posts[at].enter(gate, heading, teams, enter);
                let run = crowd.run.filter(|(last, _)| *last == heading).map_or(0, |(_, run)| run);
                crowd.run = Some((heading, run + 1));
            }
            let convoy = crowd.gone.len() as u32;
            orders.push(Order::Enter { gate: at, enter, convoy, vehicles: vehicles.clone() });
            let lacks = rule.map_or(0, |rule| rule.vehicles_min.saturating_sub(size));
            crowd.gone.push(Convoy { heading, vehicles, teams: teams.unwrap_or_default(), lacks });
        }
    }
}

impl Marshal for Forming<'_> {
    fn reached(&mut self, _: &mut [Post], arrival: Arrival, orders: &mut Vec<Order>) {
        let queue = queue_of(&self.problem.gates[arrival.gate], arrival.heading, arrival.people > 0);
        let crowd = &mut self.gates[arrival.gate];
        crowd.queues[queue].waiting.push_back((arrival.reach, arrival.vehicle as u32));
        crowd.look_at(arrival.gate, arrival.reach, orders);
    }

    fn woken(&mut self, posts: &mut [Post], gate: usize, now: u32, orders: &mut Vec<Order>) {
        self.gates[gate].look = self.gates[gate].look.filter(|&due| due > now);
        self.send(posts, gate, now, orders);
    }

    /// The largest crowd goes, whether it is large enough or not.
    fn stalled(&mut self, _: &mut [Post], now: u32, orders: &mut Vec<Order>) {
        let largest = |crowd: &Crowd| crowd.queues.iter().map(|queue| queue.waiting.len()).max().unwrap_or(0);
        let gate = (0..self.gates.len()).max_by_key(|&gate| (largest(&self.gates[gate]), usize::MAX - gate));
        let Some(gate) = gate.filter(|&gate| largest(&self.gates[gate]) > 0) else { return };
        self.gates[gate].stalled = true;
        self.gates[gate].look_at(gate, now, orders);
    }
}
