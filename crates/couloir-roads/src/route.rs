//! One way, arc by arc: for legs that are driven, drawn and searched for passages.

use crate::hierarchy::LOOP;
use crate::index::Index;
use crate::label::Way;
use crate::metric::{Metric, Router};
use crate::network::Network;
use crate::snap::{Ends, Snapped, project_ashore};
use crate::weight::Weight;
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, Permille, Seconds};
use std::collections::BTreeMap;

/// A way from one point on the road to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its weight.
    pub weight: Weight,
    /// Its stretches in order; the first and the last may be parts of a segment.
    pub stretches: Vec<Stretch>,
}

/// A part of a segment that is driven in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The segment times two, plus one against its geometry.
    pub along: u32,
    /// Where it begins, in centimetres along the geometry.
    pub from_cm: u32,
    /// Where it ends, in centimetres along the geometry.
    pub to_cm: u32,
    /// What it costs.
    pub weight: Weight,
}

impl Router<'_> {
    /// The lightest way between two points on the road; `None` where there is none.
    #[must_use]
    pub fn route(&self, metric: &Metric, from: &Snapped, to: &Snapped) -> Option<Route> {
        let weights = &metric.weights;
        let (leaving, reaching) = (self.leaving(from, weights), self.reaching(to, weights));
        let beside = self.beside(from, to, weights);
        let found = self.arcs_between(metric, &leaving, &reaching);
        match found {
            Some((weight, first, arcs)) if weight < beside => {
                Some(self.stretched(from, to, weights, weight, first, &arcs))
            }
            _ if beside.is_some() => {
                let against = u32::from(from.offset_cm > to.offset_cm);
                let along = from.segment * 2 + against;
                let stretch = Stretch { along, from_cm: from.offset_cm, to_cm: to.offset_cm, weight: beside };
                Some(Route { weight: beside, stretches: vec![stretch] })
            }
            _ => None,
        }
    }

    /// The lightest way between ends: its weight, the state where it begins, and its arcs.
    #[must_use]
    pub fn arcs_between(&self, metric: &Metric, leaving: &Ends, reaching: &Ends) -> Option<(Weight, u32, Vec<u32>)> {
        let up = self.climb(metric, Way::Up, leaving);
        let down = self.climb(metric, Way::Down, reaching);
        let (weight, meeting) = up
            .iter()
            .filter_map(|(rank, (weight, _))| down.get(rank).map(|(other, _)| (weight.plus(*other), *rank)))
            .filter(|(weight, _)| weight.is_some())
            .min()?;
        let mut climbed = Vec::new();
        let mut rank = meeting;
        while let Some((arc, low)) = up[&rank].1 {
            climbed.push(arc);
            rank = low;
        }
        let first = self.network.hierarchy.order[rank as usize];
        let mut arcs = Vec::new();
        for arc in climbed.into_iter().rev() {
            self.unpack(metric, arc, Way::Up, &mut arcs);
        }
        rank = meeting;
        while let Some((arc, low)) = down[&rank].1 {
            self.unpack(metric, arc, Way::Down, &mut arcs);
            rank = low;
        }
        Some((weight, first, arcs))
    }

    /// The weight from the ends to each of their ancestors, with the arc by which one comes and the rank below it.
    fn climb(&self, metric: &Metric, way: Way, ends: &Ends) -> BTreeMap<u32, (Weight, Option<(u32, u32)>)> {
        let hierarchy = &self.network.hierarchy;
        let mut settled: BTreeMap<u32, (Weight, Option<(u32, u32)>)> = BTreeMap::new();
        let mut open: BTreeMap<u32, (Weight, Option<(u32, u32)>)> = BTreeMap::new();
        for (state, weight) in &ends.states {
            let entry = open.entry(hierarchy.rank[*state as usize]).or_insert((Weight::NONE, None));
            entry.0 = entry.0.min(*weight);
        }
        // Ranks only rise, so that the lowest open one is settled.
        while let Some((rank, (weight, by))) = open.pop_first() {
            settled.insert(rank, (weight, by));
            for arc in hierarchy.arcs(rank) {
                let there = weight.plus(Weight(metric.arcs[arc][way as usize]));
                if there.is_some() {
                    let entry = open.entry(hierarchy.up[arc]).or_insert((Weight::NONE, None));
                    if there < entry.0 {
                        *entry = (there, Some((arc as u32, rank)));
                    }
                }
            }
        }
        settled
    }

    /// The arcs of the graph that an arc of the hierarchy stands for, in the order in which they are driven.
    fn unpack(&self, metric: &Metric, arc: u32, way: Way, arcs: &mut Vec<u32>) {
        let hierarchy = &self.network.hierarchy;
        let mut open = vec![(arc, way)];
        while let Some((arc, way)) = open.pop() {
            let weight = metric.arcs[arc as usize][way as usize];
            let low = hierarchy.first_up.partition_point(|first| *first <= arc) as u32 - 1;
            let high = hierarchy.up[arc as usize];
            let (tail, head) = if way == Way::Up { (low, high) } else { (high, low) };
            let (tail, head) = (hierarchy.order[tail as usize], hierarchy.order[head as usize]);
            let own = self.network.graph.arcs(tail).find(|own| {
                self.network.graph.head[*own] == head
                    && metric.weights[*own].0 == weight
                    && hierarchy.of_arc[*own] != LOOP
            });
            if let Some(own) = own {
                arcs.push(own as u32);
                continue;
            }
            let (before, after) = self
                .below
                .of(low)
                .iter()
                .find_map(|(bottom, to_low)| {
                    let to_high = hierarchy.find(*bottom, high)?;
                    let [low_up, low_down] = metric.arcs[*to_low as usize];
                    let [high_up, high_down] = metric.arcs[to_high];
                    let to_high = to_high as u32;
                    match way {
                        Way::Up if low_down + high_up == weight => Some(((*to_low, Way::Down), (to_high, Way::Up))),
                        Way::Down if high_down + low_up == weight => Some(((to_high, Way::Down), (*to_low, Way::Up))),
                        _ => None,
                    }
                })
                .expect("a shortcut is the sum of two lower arcs");
            open.push(after);
            open.push(before);
        }
    }

    /// Arcs with the parts of segments before and behind them.
    fn stretched(
        &self,
        from: &Snapped,
        to: &Snapped,
        weights: &[Weight],
        weight: Weight,
        first: u32,
        arcs: &[u32],
    ) -> Route {
        let graph = &self.network.graph;
        let length = |segment: u32| self.network.segments[segment as usize].length_cm;
        let mut stretches = Vec::with_capacity(arcs.len() + 2);
        let start = self.network.segments[from.segment as usize];
        let (leaving, reaching) = (self.leaving(from, weights), self.reaching(to, weights));
        let weight_at = |ends: &Ends, state: u32| {
            ends.states.iter().filter(|(at, _)| *at == state).map(|(_, weight)| *weight).min().unwrap_or(Weight::ZERO)
        };
        let out = [(0, start.from, length(from.segment)), (1, start.to, 0)].into_iter().find(|(against, tail, _)| {
            let arc = self.arc(*tail, from.segment * 2 + against);
            arc.is_some_and(|arc| {
                let left = if *against == 0 { start.length_cm - from.offset_cm } else { from.offset_cm };
                graph.head[arc] == first && weights[arc].part(left, start.length_cm) == weight_at(&leaving, first)
            })
        });
        if let Some((against, _, end)) = out {
            let along = from.segment * 2 + against;
            stretches.push(Stretch { along, from_cm: from.offset_cm, to_cm: end, weight: weight_at(&leaving, first) });
        }
        let mut state = first;
        for arc in arcs {
            let along = graph.along[*arc as usize];
            let (begin, end) = (0, length(along / 2));
            let (begin, end) = if along.is_multiple_of(2) { (begin, end) } else { (end, begin) };
            stretches.push(Stretch { along, from_cm: begin, to_cm: end, weight: weights[*arc as usize] });
            state = graph.head[*arc as usize];
        }
        let goal = length(to.segment);
        let into = [(0, 0, to.offset_cm), (1, goal, goal - to.offset_cm)].into_iter().find(|(against, _, ridden)| {
            let arc = self.arc(state, to.segment * 2 + against);
            arc.is_some_and(|arc| weights[arc].part(*ridden, goal) == weight_at(&reaching, state))
        });
        if let Some((against, begin, _)) = into {
            let along = to.segment * 2 + against;
            stretches.push(Stretch { along, from_cm: begin, to_cm: to.offset_cm, weight: weight_at(&reaching, state) });
        }
        Route { weight, stretches }
    }

    /// Up to `most` more ways between two points that are no more than half as long again as the best and share at most
    /// seven tenths of their time with those before them.
    ///
    /// Source: the penalty method, Akgün, Erkut and Batta, *European Journal of Operational Research* 121 (2000): what has
    /// been used is made half as heavy again, and the search is repeated. The bounds 1.5 and 0.7 are ours.
    #[must_use]
    pub fn alternatives(&self, metric: &Metric, from: &Snapped, to: &Snapped, most: usize) -> Vec<Route> {
        let Some(best) = self.route(metric, from, to) else { return Vec::new() };
        let mut weights = metric.weights.clone();
        let mut found = vec![best];
        // A handful of tries beyond the number wanted: each makes what was used heavier.
        for _ in 0..most + 4 {
            if found.len() > most {
                break;
            }
            let used: std::collections::BTreeSet<u32> =
                found.iter().flat_map(|route| route.stretches.iter().map(|stretch| stretch.along)).collect();
            for (arc, along) in self.network.graph.along.iter().enumerate() {
                if used.contains(along) && weights[arc].is_some() {
                    weights[arc] = Weight::new(u64::from(weights[arc].cs()) * 3 / 2 + 1, u64::from(weights[arc].dm()));
                }
            }
            let Some(other) = self.by_plain_search(&weights, &metric.weights, from, to) else { break };
            let limit = u64::from(found[0].weight.cs()) * 3 / 2;
            let shared = found.iter().map(|route| shared_cs(route, &other)).max().unwrap_or(0);
            if u64::from(other.weight.cs()) <= limit && shared * 10 <= u64::from(other.weight.cs()) * 7 {
                found.push(other);
            }
        }
        found.split_off(1)
    }

    /// The lightest way under `weights`, with what it costs under `true_weights`.
    fn by_plain_search(
        &self,
        weights: &[Weight],
        true_weights: &[Weight],
        from: &Snapped,
        to: &Snapped,
    ) -> Option<Route> {
        let (leaving, reaching) = (self.leaving(from, weights), self.reaching(to, weights));
        let tree = crate::dijkstra::search(self.network, weights, &leaving.states);
        let (_, last) = reaching
            .states
            .iter()
            .map(|(state, weight)| (tree.weight[*state as usize].plus(*weight), *state))
            .filter(|(weight, _)| weight.is_some())
            .min()?;
        let arcs = tree.way_to(last);
        let first = arcs.first().map_or(last, |arc| {
            let arc = *arc as usize;
            (self.network.graph.first_out.partition_point(|first| *first as usize <= arc) - 1) as u32
        });
        let mut route = self.stretched(from, to, true_weights, Weight::ZERO, first, &arcs);
        route.weight = route.stretches.iter().fold(Weight::ZERO, |sum, stretch| sum.plus(stretch.weight));
        Some(route)
    }
}

/// The time that two ways have in common, in hundredths of a second.
fn shared_cs(one: &Route, two: &Route) -> u64 {
    let used: std::collections::BTreeSet<u32> = one.stretches.iter().map(|stretch| stretch.along).collect();
    let shared = two.stretches.iter().filter(|stretch| used.contains(&stretch.along));
    shared.map(|stretch| u64::from(stretch.weight.cs())).sum()
}

/// Where a passage at a position is on the roads: the nearest point of one, if it is near enough to be meant.
#[must_use]
pub fn gate_at(network: &Network, index: &Index, position: Position, metres: u64) -> Option<Snapped> {
    let mut found = None;
    index.nearest(
        position,
        |segment| project_ashore(network, segment, position),
        |_, _, snapped: Snapped| {
            found = (snapped.distance_cm <= metres * 100).then_some(snapped);
            true
        },
    );
    found
}

impl Route {
    /// The time that it takes.
    #[must_use]
    pub fn seconds(&self) -> Seconds {
        self.weight.seconds().unwrap_or_default()
    }

    /// Its length.
    #[must_use]
    pub fn metres(&self) -> Metres {
        self.weight.metres()
    }

    /// Its line on the map.
    #[must_use]
    pub fn geometry(&self, network: &Network) -> Vec<Position> {
        let mut line: Vec<Position> = Vec::new();
        for stretch in &self.stretches {
            for point in part(network, stretch) {
                if line.last() != Some(&point) {
                    line.push(point);
                }
            }
        }
        line
    }

    /// The time from setting off until one is at `gate`, the first time, and whether one drives over it against its segment's
    /// geometry; `None` where the way does not lead over it.
    #[must_use]
    pub fn over(&self, gate: &Snapped) -> Option<(Seconds, bool)> {
        let mut cs = 0_u64;
        for stretch in &self.stretches {
            let (low, high) = (stretch.from_cm.min(stretch.to_cm), stretch.from_cm.max(stretch.to_cm));
            if gate.segment == stretch.along / 2 && (low..=high).contains(&gate.offset_cm) {
                let before = stretch.weight.part(stretch.from_cm.abs_diff(gate.offset_cm), (high - low).max(1));
                let offset = Seconds((cs + u64::from(before.cs())).div_ceil(100));
                return Some((offset, !stretch.along.is_multiple_of(2)));
            }
            cs += u64::from(stretch.weight.cs());
        }
        None
    }

    /// The names of the roads that it follows, each with the metres driven on it, in order; roads without a name or number
    /// are passed over.
    #[must_use]
    pub fn roads(&self, network: &Network, languages: &[&str]) -> Vec<(String, Metres)> {
        let mut roads: Vec<(String, u64)> = Vec::new();
        for stretch in &self.stretches {
            let way = network.way_of(stretch.along / 2);
            let reference = network.names.text(way.reference);
            let name = network.names.name(way.name, languages).unwrap_or(reference);
            let cm = u64::from(stretch.from_cm.abs_diff(stretch.to_cm));
            match roads.last_mut() {
                Some((last, sum)) if last == name => *sum += cm,
                _ if !name.is_empty() => roads.push((name.to_owned(), cm)),
                _ => {}
            }
        }
        roads.into_iter().map(|(name, cm)| (name, Metres(cm / 100))).collect()
    }

    /// The factor by which an observed time differs from this one, for a correction: `last convoy took 6 h 10`.
    #[must_use]
    pub fn observed_factor(&self, observed: Seconds) -> Option<Permille> {
        let expected = u64::from(self.weight.cs()).div_ceil(100);
        (expected > 0).then(|| observed.0.saturating_mul(1000).div_ceil(expected))?.try_into().ok().map(Permille)
    }
}

/// The points of a stretch in the order in which they are driven.
fn part(network: &Network, stretch: &Stretch) -> Vec<Position> {
    let points: Vec<Position> = network.geometry(stretch.along / 2).collect();
    let (low, high) = (stretch.from_cm.min(stretch.to_cm), stretch.from_cm.max(stretch.to_cm));
    let mut line = Vec::new();
    let mut at_cm = 0_u64;
    for pair in points.windows(2) {
        let step = crate::ground::distance_cm(pair[0], pair[1]);
        let (begin, end) = (at_cm, at_cm + step);
        at_cm = end;
        if end < u64::from(low) || begin > u64::from(high) {
            continue;
        }
        let inside = |cm: u64| between(pair[0], pair[1], cm.saturating_sub(begin).min(step), step);
        if line.is_empty() {
            line.push(inside(u64::from(low).max(begin)));
        }
        line.push(inside(u64::from(high).min(end)));
    }
    if stretch.from_cm > stretch.to_cm {
        line.reverse();
    }
    line
}

fn between(one: Position, two: Position, part: u64, whole: u64) -> Position {
    let value = |one: i32, two: i32| {
        let step = (i64::from(two) - i64::from(one)) * part as i64 / whole.max(1) as i64;
        (i64::from(one) + step) as i32
    };
    Position::from_e7(value(one.lon_e7(), two.lon_e7()), value(one.lat_e7(), two.lat_e7())).unwrap_or(one)
}
