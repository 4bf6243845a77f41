//! A map as easy to write as a sentence: nodes on a grid of about a hundred metres, ways by the letters of their nodes.

use couloir_model::position::Position;
use couloir_roads::closure::Effects;
use couloir_roads::import::import;
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::layer::Element;
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::osm::{ByHand, Member, Raw, RawNode, RawRelation, RawWay, Tags};
use couloir_roads::weight::{LocalMoment, Trip, Weight, weights};

/// A map made by hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    pub(crate) raw: Vec<Raw>,
    relations: i64,
}

pub(crate) fn tags(text: &str) -> Tags {
    let pairs = text.split_terminator(" | ").filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').expect("a tag is a key and a value"))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

/// The id of the node with that letter.
pub(crate) fn node(letter: char) -> i64 {
    i64::from(u32::from(letter))
}

impl Map {
    /// A map of nodes: letters on a grid, rows from north to south, blanks where there is none.
    pub(crate) fn new(grid: &[&str]) -> Self {
        Self::with_rows(grid, 10_000)
    }

    /// The same with rows that many ten-millionths of a degree apart: 1 cm each, roughly.
    pub(crate) fn with_rows(grid: &[&str], apart_e7: i32) -> Self {
        let mut map = Self::default();
        for (row, line) in grid.iter().enumerate() {
            for (column, letter) in line.chars().enumerate().filter(|(_, letter)| *letter != ' ') {
                // A thousandth of a degree at the equator: 111.2 m.
                let position = Position::from_e7(column as i32 * 10_000, -(row as i32) * apart_e7).ok();
                map.raw.push(Raw::Node(RawNode { id: node(letter), position, tags: Tags::new() }));
            }
        }
        map
    }

    /// A way with that id through the nodes of `letters`.
    pub(crate) fn way(mut self, id: i64, letters: &str, said: &str) -> Self {
        let refs = letters.chars().map(node).collect();
        self.raw.push(Raw::Way(RawWay { id, refs, tags: tags(said) }));
        self
    }

    /// Tags on a node.
    pub(crate) fn at(mut self, letter: char, said: &str) -> Self {
        for raw in &mut self.raw {
            if let Raw::Node(own) = raw
                && own.id == node(letter)
            {
                own.tags = tags(said);
            }
        }
        self
    }

    /// A turn restriction: ways by id, `via` a node's letter or a way's id.
    pub(crate) fn turn(mut self, from: i64, via: Element, to: i64, said: &str) -> Self {
        self.relations += 1;
        let member = |element, role: &str| Member { element, role: role.to_owned() };
        let members = vec![member(Element::Way(from), "from"), member(via, "via"), member(Element::Way(to), "to")];
        let mut tags = tags(said);
        tags.push(("type".to_owned(), "restriction".to_owned()));
        self.raw.push(Raw::Relation(RawRelation { id: self.relations, members, tags }));
        self
    }

    pub(crate) fn network(&self) -> Network {
        import(&mut ByHand(self.raw.clone()), &mut |_| ()).expect("the map has roads")
    }

    /// The way of a vehicle from one node to another, as letters of the junctions that it passes; empty where there is none.
    /// Checks that contraction and plain search agree.
    pub(crate) fn drive(&self, vehicle: Vehicle, at: Option<LocalMoment>, from: char, to: char) -> String {
        drive(&self.network(), vehicle, at, &Effects::default(), from, to).1
    }

    /// The same for a kind of vehicle at any time.
    pub(crate) fn way_of(&self, kind: Kind, from: char, to: char) -> String {
        self.drive(Vehicle::of(kind), None, from, to)
    }
}

pub(crate) fn state(network: &Network, letter: char) -> u32 {
    network.nodes.iter().position(|own| own.osm_id == node(letter)).expect("the letter is a junction") as u32
}

/// Weight and junctions of the lightest way between two nodes, by contraction, checked against the plain search.
pub(crate) fn drive(
    network: &Network,
    vehicle: Vehicle,
    at: Option<LocalMoment>,
    effects: &Effects,
    from: char,
    to: char,
) -> (Weight, String) {
    let router = Router::new(network);
    let metric = router.metric(weights(network, &Trip { vehicle, at, effects }));
    let start = state(network, from);
    let goals: Vec<u32> =
        (0..network.graph.states() as u32).filter(|own| network.node_of(*own) == state(network, to)).collect();
    let tree = couloir_roads::dijkstra::search(network, &metric.weights, &[(start, Weight::ZERO)]);
    let table = router.between_states(&metric, &[start], &goals);
    let mut best = (Weight::NONE, String::new());
    for (column, goal) in goals.iter().enumerate() {
        assert_eq!(table.weight(0, column), tree.weight[*goal as usize], "contraction and plain search differ");
        if table.weight(0, column) < best.0 {
            let mut letters = vec![start];
            letters.extend(tree.way_to(*goal).iter().map(|arc| network.graph.head[*arc as usize]));
            let name = |state: &u32| {
                let id = network.nodes[network.node_of(*state) as usize].osm_id;
                char::from_u32(id as u32).expect("ids are letters")
            };
            best = (table.weight(0, column), letters.iter().map(name).collect());
        }
    }
    best
}
