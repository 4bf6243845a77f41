//! What one trip can earn: for each first site, shelter and duration, the most that a vehicle of a class is paid.
//!
//! A trip begins when loading begins at its first site and ends when unloading has ended. Its people are filled in like a
//! fractional knapsack, best pay for time first: at least as much as whole people could be paid.

use super::excess::Effort;
use super::price::Layout;
use super::world::{NO_ROAD, World};
use couloir_model::certificate::TripModel;

/// A part of a trip's people: taken in order, wholly or in part.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Thousandths of a second that it takes.
    time: i64,
    /// What it is paid, in thousandths of a price.
    pay: i64,
    /// Who it is: what of the whole piece is added to the trip.
    who: [Take; 2],
}

/// People of one need taken at one site, all or none of a piece.
#[derive(Debug, Clone, Copy, Default)]
struct Take {
    site: u32,
    need: u32,
    /// People; negative where another choice is given up for this one.
    people: i64,
    /// By how many needs at most the site is shared as a stop of its own: such a part of its fixed time is charged with them.
    /// Negative where it is given up, zero where it is no other stop.
    stop: i64,
}

/// The stops of a trip before anybody is loaded.
struct Frame {
    shelter: usize,
    /// Thousandths of a second: fixed times and legs after the first arrival.
    time: i64,
    /// Berth prices of the fixed times, and what the one person costs who boards at a stop where nobody pays, less what
    /// whole loads are worth, in thousandths of a price.
    cost: i64,
    /// Whole loads that the trip counts for, and how many bundles it may have; kinds of trips that it is of.
    loads: Vec<(usize, i64)>,
    stops: Vec<usize>,
    /// Those persons who do not pay: site and need.
    unpaid: Vec<Take>,
    pieces: Vec<Piece>,
}

/// All trips of one first site that end at one shelter: `pays[n]` is the most that is paid for a trip of
/// `steps_min + n` steps.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) shelter: usize,
    pub(super) steps_min: usize,
    pub(super) pays: Vec<i64>,
}

/// Nobody is paid less, in thousandths of a price: far below what the rest of a trip can make up for.
const LEAST: i64 = -(1 << 50);

/// What one trip brings about: an amount of each price that it touches.
pub(super) type Amounts = Vec<(usize, f64)>;

/// Where one trip goes.
#[derive(Debug, Clone)]
pub(super) struct Done {
    pub(super) stops: Vec<usize>,
    pub(super) shelter: usize,
}

/// Builds profiles of trips for one class at given prices.
pub(super) struct Trips<'a> {
    world: &'a World,
    layout: Layout,
    class: usize,
    /// The vehicle, where its own trips are counted.
    vehicle: Option<usize>,
    prices: &'a [i64],
    step: u64,
    /// What one person pays, by need, shelter and site: looked up many times where trips are pooled.
    pays: Vec<Vec<Vec<i64>>>,
    /// The least loading time of one person of each need at any site where such people wait.
    loading_least: Vec<i64>,
}

impl<'a> Trips<'a> {
    pub(super) fn new(
        world: &'a World,
        (class, vehicle): (usize, Option<usize>),
        prices: &'a [i64],
        step: u64,
    ) -> Self {
        let loading_least = |need: usize| {
            let sites = world.sites.iter().filter(|site| site.demand[need] > 0);
            sites.map(|site| site.person_s[need]).min().unwrap_or(0)
        };
        let loading_least = (0..world.needs).map(loading_least).collect();
        let layout = Layout::of(world);
        let mut trips = Self { world, layout, class, vehicle, prices, step, pays: Vec::new(), loading_least };
        let by_site = |need, j| (0..world.sites.len()).map(|i| trips.paid(i, j, need)).collect();
        let by_shelter = |need| (0..world.shelters.len()).map(|j| by_site(need, j)).collect();
        trips.pays = (0..world.needs).map(by_shelter).collect();
        trips
    }

    /// The edges out of each site; trips of more than `steps_max` steps are left out. `None` when it was stopped.
    pub(super) fn edges(&self, steps_max: usize, effort: &Effort<'_>) -> Option<Vec<Vec<Edge>>> {
        let mut edges: Vec<Vec<Edge>> = Vec::new();
        for first in 0..self.world.sites.len() {
            if effort.should_stop() {
                return None;
            }
            let mut by_shelter: Vec<Option<Edge>> = vec![None; self.world.shelters.len()];
            if self.world.sites[first].waits() {
                self.each_frame(first, None, &mut |frame| {
                    if let Some(edge) = self.edge(frame, steps_max) {
                        join(&mut by_shelter[frame.shelter], edge);
                    }
                });
            }
            edges.push(by_shelter.into_iter().flatten().collect());
        }
        Some(edges)
    }

    /// What the best trip from `first` to `shelter` in exactly `steps` steps or fewer does.
    pub(super) fn best(&self, first: usize, shelter: usize, steps: usize) -> (Amounts, Done) {
        let mut best = (i64::MIN, Amounts::new(), Done { stops: Vec::new(), shelter });
        self.each_frame(first, Some(shelter), &mut |frame| {
            let time = self.time_within(frame, steps);
            if time >= 0 {
                let pay = pay_within(&frame.pieces, time) - frame.cost;
                if pay > best.0 {
                    best = (pay, self.amounts(frame, time), Done { stops: frame.stops.clone(), shelter });
                }
            }
        });
        (best.1, best.2)
    }

    /// The thousandths of a second left for people in a trip that ends before step `steps + 1`; negative when it cannot.
    fn time_within(&self, frame: &Frame, steps: usize) -> i64 {
        (steps as i64 + 1) * self.step as i64 * 1000 - 1 - frame.time
    }

    fn edge(&self, frame: &Frame, steps_max: usize) -> Option<Edge> {
        let top: i64 = frame.pieces.iter().map(|piece| piece.pay).sum::<i64>() - frame.cost;
        let steps_min = (frame.time / (self.step as i64 * 1000)) as usize;
        let mut pays = Vec::new();
        // A trip that costs more than it earns is kept, too: it may bring the vehicle nearer to where it earns more.
        for steps in steps_min..=steps_max {
            let pay = pay_within(&frame.pieces, self.time_within(frame, steps)) - frame.cost;
            pays.push(pay);
            if pay >= top {
                break;
            }
        }
        (!pays.is_empty()).then_some(Edge { shelter: frame.shelter, steps_min, pays })
    }

    fn amounts(&self, frame: &Frame, time: i64) -> Amounts {
        let mut amounts = Amounts::new();
        let (class, j) = (&self.world.classes[self.class], frame.shelter);
        let shelter = &self.world.shelters[j];
        let berth = |amounts: &mut Amounts, at: usize, seconds: f64| amounts.push((at, -seconds));
        berth(&mut amounts, self.layout.shelter_berth(j), shelter.fixed_s as f64);
        for stop in &frame.stops {
            berth(&mut amounts, self.layout.site_berth(*stop), self.world.sites[*stop].fixed_s as f64);
        }
        amounts.extend(frame.loads.iter().map(|(at, bundles)| (*at, *bundles as f64)));
        let boarding = class.boarding as f64 / 1000.0;
        let mut left = time;
        let mut shares: Vec<_> = frame.unpaid.iter().map(|take| (1.0, *take)).collect();
        for piece in &frame.pieces {
            let share = if piece.time <= left { 1.0 } else { left as f64 / piece.time as f64 };
            shares.extend(piece.who.iter().map(|take| (share, *take)));
            left -= piece.time;
            if left <= 0 {
                break;
            }
        }
        for (share, take) in shares {
            if take.people != 0 {
                let (i, need) = (take.site as usize, take.need as usize);
                let (site, people) = (&self.world.sites[i], take.people as f64 * share);
                amounts.push((self.layout.person(i, need), people));
                amounts.push((self.layout.room(j), -people));
                amounts.push((self.layout.room_by_need(j, need), -people));
                let loading = people * site.person_s[need] as f64 * boarding;
                let fixed = if take.stop == 0 { 0.0 } else { share * site.fixed_s as f64 / take.stop as f64 };
                berth(&mut amounts, self.layout.site_berth(i), loading + fixed);
                berth(&mut amounts, self.layout.shelter_berth(j), people * shelter.person_s[need] as f64 * boarding);
            }
        }
        amounts
    }

    /// Calls `seen` with every frame that begins at `first`, for every configuration.
    fn each_frame(&self, first: usize, shelter: Option<usize>, seen: &mut impl FnMut(&Frame)) {
        let shelters = shelter.map_or(0..self.world.shelters.len(), |shelter| shelter..shelter + 1);
        match self.world.trips {
            TripModel::Explicit => self.explicit(&mut vec![first], 0, &shelters, seen),
            TripModel::Pooled => {
                for j in shelters {
                    for places in &self.world.classes[self.class].capacities {
                        if let Some(mut frame) = self.frame(&[first], 0, j, places) {
                            frame.pieces = self.pooled(first, j, places);
                            seen(&frame);
                        }
                    }
                }
            }
        }
    }

    /// All sequences of stops that begin with `stops`.
    fn explicit(
        &self,
        stops: &mut Vec<usize>,
        driven: i64,
        shelters: &std::ops::Range<usize>,
        seen: &mut impl FnMut(&Frame),
    ) {
        for j in shelters.clone() {
            for places in &self.world.classes[self.class].capacities {
                if let Some(mut frame) = self.frame(stops, driven, j, places) {
                    frame.pieces = self.along(stops, j, places);
                    seen(&frame);
                }
            }
        }
        if stops.len() < self.world.stops_max {
            let last = *stops.last().expect("a trip has a stop");
            for next in self.world.waiting() {
                let leg = self.world.classes[self.class].between[last][next];
                if leg != NO_ROAD && !stops.contains(&next) {
                    stops.push(next);
                    self.explicit(stops, driven + i64::from(leg), shelters, seen);
                    stops.pop();
                }
            }
        }
    }

    /// The frame of `stops` with `driven` seconds between them, then `j`; `None` where there is no road or nobody to take.
    fn frame(&self, stops: &[usize], driven: i64, j: usize, places: &[i64]) -> Option<Frame> {
        let last = *stops.last().expect("a trip has a stop");
        let ride = self.world.classes[self.class].ride[last][j];
        if ride == NO_ROAD {
            return None;
        }
        let shelter = &self.world.shelters[j];
        let mut frame = Frame {
            shelter: j,
            time: (driven + i64::from(ride) + shelter.fixed_s) * 1000,
            cost: self.lump(self.layout.shelter_berth(j), shelter.fixed_s),
            loads: self.loads(stops, places),
            stops: stops.to_vec(),
            unpaid: Vec::new(),
            pieces: Vec::new(),
        };
        for (at, count) in self.world.counts.iter().enumerate() {
            if count.kind.holds(self.vehicle, stops, j) {
                frame.loads.push((self.layout.trip_earns(at), 1));
                frame.loads.push((self.layout.trip_costs(at), -1));
            }
        }
        frame.cost -= frame.loads.iter().map(|(at, bundles)| self.prices[*at] * bundles * 1000).sum::<i64>();
        for stop in stops {
            let fixed = self.world.sites[*stop].fixed_s;
            frame.time += fixed * 1000;
            frame.cost += self.lump(self.layout.site_berth(*stop), fixed);
            // At least one person boards at every stop.
            let kinds = (0..places.len()).filter(|need| places[*need] > 0 && self.world.sites[*stop].demand[*need] > 0);
            let (best, need) = kinds.map(|need| (self.pay(*stop, j, need), need)).max_by_key(|(pay, _)| *pay)?;
            if best < 0 {
                frame.cost -= best;
                frame.unpaid.push(Take { site: *stop as u32, need: need as u32, people: 1, stop: 0 });
            }
        }
        Some(frame)
    }

    /// Whole loads that a trip counts for when it stops at `stops`.
    fn loads(&self, stops: &[usize], places: &[i64]) -> Vec<(usize, i64)> {
        let loads = self.world.loads.iter().enumerate();
        let counted = loads.filter(|(_, loads)| stops.iter().any(|stop| loads.counts[*stop]));
        counted.map(|(at, loads)| (self.layout.loads(at), loads.of(places))).collect()
    }

    /// What `seconds` at a berth cost, in thousandths of a price.
    fn lump(&self, at: usize, seconds: i64) -> i64 {
        (i128::from(self.prices[at]) * i128::from(seconds) * 1000).min((-LEAST).into()) as i64
    }

    /// As [`Self::paid`], looked up.
    fn pay(&self, i: usize, j: usize, need: usize) -> i64 {
        self.pays[need][j][i]
    }

    /// What one person of `need` from `i` to `j` is paid, in thousandths of a price; zero when nobody waits.
    fn paid(&self, i: usize, j: usize, need: usize) -> i64 {
        let (layout, prices, boarding) = (self.layout, self.prices, self.world.classes[self.class].boarding);
        let (site, shelter) = (&self.world.sites[i], &self.world.shelters[j]);
        if site.demand[need] == 0 {
            return 0;
        }
        let room = prices[layout.room(j)] + prices[layout.room_by_need(j, need)];
        let berth = |at: usize, seconds: i64| i128::from(prices[at]) * i128::from(seconds * boarding);
        let berths =
            berth(layout.site_berth(i), site.person_s[need]) + berth(layout.shelter_berth(j), shelter.person_s[need]);
        let pay = i128::from(prices[layout.person(i, need)] - room) * 1000 - berths;
        pay.max(LEAST.into()) as i64
    }

    /// The people of a trip along `stops`: of each need the best paid first, at the speed of the fastest stop, no more than
    /// wait and no more than there are places.
    fn along(&self, stops: &[usize], j: usize, places: &[i64]) -> Vec<Piece> {
        let boarding = self.world.classes[self.class].boarding;
        let mut pieces = Vec::new();
        for (need, places) in places.iter().enumerate() {
            let loading = stops.iter().map(|stop| self.world.sites[*stop].person_s[need]).min().unwrap_or(0);
            let each = (loading + self.world.shelters[j].person_s[need]) * boarding;
            let mut paid: Vec<_> = stops.iter().map(|stop| (self.pay(*stop, j, need), *stop)).collect();
            paid.sort_unstable_by_key(|(pay, stop)| (-*pay, *stop));
            let mut left = *places;
            for (pay, stop) in paid.into_iter().filter(|(pay, _)| *pay > 0) {
                let people = left.min(self.world.sites[stop].demand[need]);
                if people > 0 {
                    let take = Take { site: stop as u32, need: need as u32, people, stop: 0 };
                    pieces.push(Piece { time: people * each, pay: people * pay, who: [take, Take::default()] });
                    left -= people;
                }
            }
        }
        in_order(pieces)
    }

    /// The people of a trip that begins at `first`, each need from the site where it pays best for its detour.
    ///
    /// Why this allows all that a plan may do is in `docs/certificate.md`, *Pooled trips*.
    fn pooled(&self, first: usize, j: usize, places: &[i64]) -> Vec<Piece> {
        let class = &self.world.classes[self.class];
        let kinds = places.iter().filter(|places| **places > 0).count();
        let others = if self.world.stops_max > 1 { kinds.saturating_sub(1) as i64 } else { 0 };
        let mut pieces = Vec::new();
        for (need, places) in places.iter().enumerate().filter(|(_, places)| **places > 0) {
            let each = (self.loading_least[need] + self.world.shelters[j].person_s[need]) * class.boarding;
            let full = places * each;
            let own = self.pay(first, j, need).saturating_mul(*places);
            // Time, pay, site, and by how many needs it may be shared where it is a stop of its own.
            let mut points = vec![(0, 0, first, 0)];
            if own > 0 {
                points.push((full, own, first, 0));
            }
            if others > 0 {
                for (other, pay) in self.pays[need][j].iter().enumerate() {
                    // Most sites pay no more than the first one: not worth a detour.
                    let pay = pay.saturating_mul(*places);
                    if pay <= own.max(0) || other == first {
                        continue;
                    }
                    let (out, on) = (class.between[first][other], class.ride[other][j]);
                    let site = &self.world.sites[other];
                    let pay = pay.saturating_sub(self.lump(self.layout.site_berth(other), site.fixed_s) / others);
                    if out == NO_ROAD || on == NO_ROAD || pay <= own.max(0) {
                        continue;
                    }
                    let detour = i64::from(out) + i64::from(on) - i64::from(class.ride[first][j]);
                    let extra = (site.fixed_s + detour.max(0)) * 1000 / others;
                    points.push((full + extra, pay, other, others));
                }
            }
            hull(points, *places, need, &mut pieces);
        }
        in_order(pieces)
    }
}

/// Adds the upper concave hull of `points` to `pieces`, from the first point on, as far as it rises.
fn hull(mut points: Vec<(i64, i64, usize, i64)>, places: i64, need: usize, pieces: &mut Vec<Piece>) {
    points[1..].sort_unstable_by_key(|(time, pay, site, _)| (*time, -*pay, *site));
    let mut hull: Vec<(i64, i64, usize, i64)> = Vec::with_capacity(points.len());
    for point in points {
        if hull.last().is_some_and(|last| point.1 <= last.1) {
            continue;
        }
        while hull.len() >= 2 {
            let (one, two) = (hull[hull.len() - 2], hull[hull.len() - 1]);
            // The middle point stays when it lies strictly above the line from the one before to the new one.
            let rise_two = i128::from(two.1 - one.1) * i128::from(point.0 - one.0);
            let rise_new = i128::from(point.1 - one.1) * i128::from(two.0 - one.0);
            if rise_two > rise_new {
                break;
            }
            hull.pop();
        }
        hull.push(point);
    }
    for (index, pair) in hull.windows(2).enumerate() {
        let take = |point: (i64, i64, usize, i64), sign: i64| Take {
            site: point.2 as u32,
            need: need as u32,
            people: sign * places,
            stop: sign * point.3,
        };
        let given_up = if index == 0 { Take::default() } else { take(pair[0], -1) };
        pieces.push(Piece {
            time: pair[1].0 - pair[0].0,
            pay: pair[1].1 - pair[0].1,
            who: [take(pair[1], 1), given_up],
        });
    }
}

/// Best pay for time first; what takes no time before everything else.
fn in_order(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|one, two| {
        let (one, two) = (i128::from(one.pay) * i128::from(two.time), i128::from(two.pay) * i128::from(one.time));
        two.cmp(&one)
    });
    pieces
}

/// What `pieces` in order are paid within `time`, in thousandths of a price, rounded down.
fn pay_within(pieces: &[Piece], time: i64) -> i64 {
    let (mut left, mut pay) = (time, 0);
    for piece in pieces {
        if piece.time > left {
            return pay + (i128::from(piece.pay) * i128::from(left) / i128::from(piece.time)) as i64;
        }
        left -= piece.time;
        pay += piece.pay;
    }
    pay
}

/// The better of two edges to one shelter, for every duration.
fn join(known: &mut Option<Edge>, new: Edge) {
    let Some(old) = known else {
        *known = Some(new);
        return;
    };
    let from = old.steps_min.min(new.steps_min);
    let until = (old.steps_min + old.pays.len()).max(new.steps_min + new.pays.len());
    let at = |edge: &Edge, steps: usize| {
        steps.checked_sub(edge.steps_min).map_or(i64::MIN, |n| edge.pays[n.min(edge.pays.len() - 1)])
    };
    let mut pays: Vec<_> = (from..until).map(|steps| at(old, steps).max(at(&new, steps))).collect();
    while pays.len() >= 2 && pays[pays.len() - 1] == pays[pays.len() - 2] {
        pays.pop();
    }
    *known = Some(Edge { shelter: new.shelter, steps_min: from, pays });
}
