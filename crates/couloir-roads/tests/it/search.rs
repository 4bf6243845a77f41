//! Contraction against the plain search, on random maps with one-ways, turn restrictions, barriers and closures.

use crate::world::{Map, tags};
use couloir_model::position::Position;
use couloir_model::quantity::Permille;
use couloir_roads::closure::Effects;
use couloir_roads::dijkstra;
use couloir_roads::hierarchy::{Hierarchy, Neighbours, Order};
use couloir_roads::kind::{Kind, Kinds, Vehicle};
use couloir_roads::layer::Element;
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::osm::{Raw, RawNode, RawWay, Tags};
use couloir_roads::snap::Snapped;
use couloir_roads::weight::{Trip, Weight, weights};
use proptest::prelude::*;

/// A random map: points, two-point roads between them, some restrictions and barriers.
#[derive(Debug, Clone)]
struct Drawn {
    points: Vec<(i32, i32)>,
    roads: Vec<(usize, usize, u8)>,
    turns: Vec<(usize, usize, bool)>,
    barriers: Vec<usize>,
    closed: Vec<(usize, u32)>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (2_usize..24).prop_flat_map(|points| {
        (
            prop::collection::vec((0..50_000_i32, 0..50_000_i32), points),
            prop::collection::vec((0..points, 0..points, 0..6_u8), 1..60),
            prop::collection::vec((0..60_usize, 0..60_usize, any::<bool>()), 0..8),
            prop::collection::vec(0..points, 0..3),
            prop::collection::vec((0..60_usize, 0..3_u32), 0..6),
        )
            .prop_map(|(points, roads, turns, barriers, closed)| Drawn {
                points,
                roads,
                turns,
                barriers,
                closed,
            })
    })
}

impl Drawn {
    fn network(&self) -> Option<Network> {
        let mut map = Map::default();
        for (index, (lon, lat)) in self.points.iter().enumerate() {
            let tags = if self.barriers.contains(&index) { tags("barrier=bollard | hgv=yes") } else { Tags::new() };
            let position = Position::from_e7(*lon, *lat).ok();
            map.raw.push(Raw::Node(RawNode { id: index as i64 + 1, position, tags }));
        }
        for (index, (from, to, what)) in self.roads.iter().enumerate() {
            let tags = tags(match what {
                0 => "highway=primary | oneway=yes",
                1 => "highway=residential",
                2 => "highway=motorway",
                3 => "highway=track",
                4 => "highway=tertiary | hgv=no",
                _ => "highway=unclassified | maxspeed=50",
            });
            let refs = vec![*from as i64 + 1, *to as i64 + 1];
            map.raw.push(Raw::Way(RawWay { id: index as i64 + 1, refs, tags }));
        }
        for (from, to, only) in &self.turns {
            let (Some(one), Some(two)) = (self.roads.get(*from), self.roads.get(*to)) else { continue };
            let via = [one.0, one.1].into_iter().find(|end| *end == two.0 || *end == two.1);
            if let Some(via) = via {
                let said = if *only { "restriction=only_straight_on" } else { "restriction=no_left_turn" };
                map = map.turn(*from as i64 + 1, Element::Node(via as i64 + 1), *to as i64 + 1, said);
            }
        }
        couloir_roads::import::import(&mut couloir_roads::osm::ByHand(map.raw), &mut |_| ()).ok()
    }

    fn effects(&self, network: &Network) -> Effects {
        let mut effects = Effects::default();
        for (way, what) in &self.closed {
            for segment in network.segments_of_way(*way as i64 + 1) {
                match what {
                    0 => effects.close(segment, Kinds::ALL),
                    1 => effects.close(segment, Kinds::only(Kind::Truck)),
                    _ => effects.slow(segment, Kinds::ALL, Permille(2_300)),
                }
            }
        }
        effects
    }
}

/// A point a third of the way along each of the first twenty segments.
fn points(network: &Network) -> Vec<Option<Snapped>> {
    let row = |segment: u32| {
        let length = network.segments[segment as usize].length_cm;
        let position = network.nodes[network.segments[segment as usize].from as usize].position;
        Some(Snapped { segment, offset_cm: length / 3, position, distance_cm: 0 })
    };
    (0..network.segments.len() as u32).map(row).take(20).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn contraction_and_plain_search_give_the_same_weights(drawn in drawn()) {
        let Some(network) = drawn.network() else { return Ok(()) };
        let router = Router::new(&network);
        let effects = drawn.effects(&network);
        let states: Vec<u32> = (0..network.graph.states() as u32).collect();
        for kind in Kind::ALL {
            let metric = router.metric(weights(&network, &Trip { vehicle: Vehicle::of(kind), at: None, effects: &effects }));
            let table = router.between_states(&metric, &states, &states);
            for from in &states {
                let tree = dijkstra::search(&network, &metric.weights, &[(*from, Weight::ZERO)]);
                for to in &states {
                    prop_assert_eq!(table.weight(*from as usize, *to as usize), tree.weight[*to as usize]);
                }
            }
        }
    }

    #[test]
    fn routes_tables_and_times_say_the_same(drawn in drawn()) {
        let Some(network) = drawn.network() else { return Ok(()) };
        let router = Router::new(&network);
        let effects = drawn.effects(&network);
        let metric = router.metric(weights(&network, &Trip { vehicle: Vehicle::of(Kind::Truck), at: None, effects: &effects }));
        let points = points(&network);
        let (table, times) = (router.table(&metric, &points, &points), router.times(&metric, &points, &points));
        for (from, one) in points.iter().enumerate() {
            for (to, two) in points.iter().enumerate() {
                let (one, two) = (one.expect("a point"), two.expect("a point"));
                let weight = table.weight(from, to);
                let time = times.cs[from * points.len() + to];
                prop_assert_eq!(weight.is_some().then(|| weight.cs()), (time != u32::MAX).then_some(time));
                let route = router.route(&metric, &one, &two);
                prop_assert_eq!(route.as_ref().map_or(Weight::NONE, |route| route.weight), weight);
                if let Some(route) = route {
                    let sum = route.stretches.iter().fold(Weight::ZERO, |sum, stretch| sum.plus(stretch.weight));
                    prop_assert_eq!(sum, weight);
                    let closed = route.stretches.iter().any(|stretch| effects.closed_to(Kind::Truck).any(|segment| segment == stretch.along / 2));
                    prop_assert!(!closed, "the way leads over a closed road");
                }
            }
        }
    }

    #[test]
    fn closing_and_opening_again_changes_nothing(drawn in drawn()) {
        let Some(network) = drawn.network() else { return Ok(()) };
        let bytes = couloir_roads::file::write(&network);
        let router = Router::new(&network);
        let none = Effects::default();
        let vehicle = Vehicle::of(Kind::Bus);
        let metric = |effects: &Effects| router.metric(weights(&network, &Trip { vehicle, at: None, effects }));
        let before = metric(&none);
        let _closed = metric(&drawn.effects(&network));
        prop_assert_eq!(&metric(&none), &before);
        prop_assert_eq!(couloir_roads::file::write(&network), bytes);
    }

    #[test]
    fn a_network_is_read_as_it_was_written(drawn in drawn()) {
        let Some(network) = drawn.network() else { return Ok(()) };
        let read = couloir_roads::file::read(&couloir_roads::file::write(&network));
        prop_assert_eq!(read, Ok(network));
    }

    #[test]
    fn any_order_of_contraction_gives_the_same_weights(drawn in drawn(), seed in any::<u64>()) {
        let Some(mut network) = drawn.network() else { return Ok(()) };
        let none = Effects::default();
        let states: Vec<u32> = (0..network.graph.states() as u32).collect();
        let table = |network: &Network| {
            let router = Router::new(network);
            let metric = router.metric(weights(network, &Trip { vehicle: Vehicle::of(Kind::Car), at: None, effects: &none }));
            router.between_states(&metric, &states, &states)
        };
        let good = table(&network);
        network.hierarchy = Hierarchy::with_order(&network, &Shuffled(seed));
        prop_assert_eq!(table(&network), good);
    }
}

/// A bad order, for which everything must be right all the same.
struct Shuffled(u64);

impl Order for Shuffled {
    fn order(&self, graph: &Neighbours) -> Vec<u32> {
        let mut order: Vec<u32> = (0..graph.positions.len() as u32).collect();
        order.sort_by_key(|node| {
            (u64::from(*node) + 1).wrapping_mul(self.0 | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17)
        });
        order
    }
}
