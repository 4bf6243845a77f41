//! Where roads and maps meet: a network as the land of a map, and the ways that a plan's vehicles take over it.

use couloir_model::id::{ClassId, PlaceId};
use couloir_model::plan::Plan;
use couloir_model::position::Position;
use couloir_model::scenario::Scenario;
use couloir_publish::Paths;
use couloir_publish::map::{Builder, Land, Rank, What};
use couloir_roads::closure::Effects;
use couloir_roads::index::Index;
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::layer::{Layer, PlaceClass};
use couloir_roads::metric::Router;
use couloir_roads::network::{Network, Road};
use couloir_roads::sea::sea;
use couloir_roads::snap::Snapped;
use couloir_roads::travel::{snaps, vehicle};
use couloir_roads::weight::{LocalMoment, Trip, weights};
use std::collections::{BTreeMap, BTreeSet};

/// The land of `network`: its roads, a line a way where its segments go on from each other, and all that is drawn beside them.
#[must_use]
pub fn land(network: &Network) -> Land {
    let mut builder = Builder::new(network.origin.data_unix_s);
    let mut names: BTreeMap<u32, u32> = BTreeMap::new();
    let mut name = |builder: &mut Builder, number: u32| match number {
        0 => 0,
        number => *names.entry(number).or_insert_with(|| {
            let forms = network.names.forms(number);
            builder.name(forms.map(|(code, text)| (code.to_owned(), text.to_owned())).collect())
        }),
    };
    for feature in &network.layers.features {
        let number = name(&mut builder, feature.name);
        builder.add(what_is_drawn(feature.layer), number, feature.lines.iter().map(|line| line.iter().copied()));
    }
    // Before the roads, so that it lies below them.
    builder.add(What::Water, 0, sea(network).into_iter().map(Vec::into_iter));
    let mut by_way: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (segment, row) in (0..).zip(&network.segments) {
        by_way.entry(row.way).or_default().push(segment);
    }
    for (way, segments) in by_way {
        let row = &network.ways[way as usize];
        let number = name(&mut builder, row.name);
        let road = network.attributes[row.attributes as usize].road;
        builder.add(what_is_driven(road), number, chains(network, segments));
    }
    for place in &network.layers.places {
        let number = name(&mut builder, place.name);
        builder.place(rank(place.class), place.position, number, place.population);
    }
    builder.build()
}

/// The lines of `segments`, way by way.
#[must_use]
pub fn lines(network: &Network, segments: &[u32]) -> Vec<Vec<Position>> {
    let mut by_way: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for segment in segments {
        by_way.entry(network.segments[*segment as usize].way).or_default().push(*segment);
    }
    by_way.into_values().flat_map(|own| chains(network, own)).collect()
}

/// The lines of a way: segments that go on from each other are one.
fn chains(network: &Network, segments: Vec<u32>) -> Vec<Vec<Position>> {
    let ends = |segment: u32| {
        let row = &network.segments[segment as usize];
        (row.from, row.to)
    };
    let mut by_start: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for segment in segments.iter().rev() {
        by_start.entry(ends(*segment).0).or_default().push(*segment);
    }
    let reached: BTreeSet<u32> = segments.iter().map(|segment| ends(*segment).1).collect();
    // Those that begin where no other ends come first; what is left goes round in circles.
    let (first, round): (Vec<u32>, Vec<u32>) =
        segments.into_iter().partition(|segment| !reached.contains(&ends(*segment).0));
    let mut taken = BTreeSet::new();
    let mut lines = Vec::new();
    for start in first.into_iter().chain(round) {
        let mut line: Vec<Position> = Vec::new();
        let mut next = (!taken.contains(&start)).then_some(start);
        while let Some(segment) = next {
            taken.insert(segment);
            line.extend(network.geometry(segment).skip(usize::from(!line.is_empty())));
            let followers = by_start.get(&ends(segment).1).into_iter().flatten();
            next = followers.copied().find(|follower| !taken.contains(follower));
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

const fn what_is_drawn(layer: Layer) -> What {
    match layer {
        Layer::Water => What::Water,
        Layer::River => What::River,
        Layer::Stream => What::Stream,
        Layer::Coastline => What::Coastline,
        Layer::Country => What::Country,
        Layer::Region => What::Region,
        Layer::Railway => What::Railway,
        Layer::BuiltUp => What::BuiltUp,
        Layer::Wood => What::Wood,
    }
}

const fn what_is_driven(road: Road) -> What {
    match road {
        Road::Motorway | Road::MotorwayLink => What::Motorway,
        Road::Trunk | Road::TrunkLink => What::Trunk,
        Road::Primary | Road::PrimaryLink => What::Primary,
        Road::Secondary | Road::SecondaryLink => What::Secondary,
        Road::Tertiary | Road::TertiaryLink => What::Tertiary,
        Road::Unclassified | Road::Residential | Road::LivingStreet | Road::Road => What::Minor,
        Road::Service | Road::Path => What::Service,
        Road::Track => What::Track,
        Road::Ferry => What::Ferry,
    }
}

const fn rank(class: PlaceClass) -> Rank {
    match class {
        PlaceClass::City => Rank::City,
        PlaceClass::Town => Rank::Town,
        PlaceClass::Suburb => Rank::Suburb,
        PlaceClass::Village => Rank::Village,
        PlaceClass::Hamlet => Rank::Hamlet,
        PlaceClass::Island => Rank::Island,
        PlaceClass::Locality => Rank::Locality,
        PlaceClass::Hospital => Rank::Hospital,
        PlaceClass::School => Rank::School,
    }
}

/// What holds on the roads when a plan's ways are looked for.
#[derive(Debug, Clone, Copy)]
pub struct OnRoads<'a> {
    /// Closures and corrections.
    pub effects: &'a Effects,
    /// The moment for signs with hours.
    pub at: Option<LocalMoment>,
    /// What a class is on the road, where its name does not say it.
    pub kinds: &'a BTreeMap<String, Kind>,
}

/// The ways along the roads for all legs of `plan`, from place to place. A leg for which there is no way is left out, and drawn as
/// a straight line.
#[must_use]
pub fn paths(network: &Network, scenario: &Scenario, plan: &Plan, on_roads: OnRoads<'_>) -> Paths {
    let index = Index::new(network);
    let router = Router::new(network);
    let mut by_vehicle: BTreeMap<Vehicle, BTreeSet<(ClassId, PlaceId, PlaceId)>> = BTreeMap::new();
    for (class, from, to) in legs(scenario, plan) {
        let row = scenario.class(class);
        let mut own = vehicle(row);
        own.kind = on_roads.kinds.get(&row.name).copied().unwrap_or(own.kind);
        by_vehicle.entry(own).or_default().insert((class, from, to));
    }
    let mut paths = Paths::new();
    for (own, legs) in by_vehicle {
        let trip = Trip { vehicle: own, at: on_roads.at, effects: on_roads.effects };
        let places: BTreeMap<PlaceId, Position> = legs
            .iter()
            .flat_map(|(_, from, to)| [*from, *to])
            .filter_map(|place| Some((place, scenario.place(place).position?)))
            .collect();
        let met = snaps(network, &index, &trip, places.values().copied());
        let snapped: BTreeMap<PlaceId, Snapped> =
            places.keys().zip(met).filter_map(|(place, snap)| Some((*place, snap.at?))).collect();
        let metric = router.metric(weights(network, &trip));
        for (class, from, to) in legs {
            let (Some(start), Some(end)) = (snapped.get(&from), snapped.get(&to)) else { continue };
            let Some(route) = router.route(&metric, start, end) else { continue };
            // From the place to the road and from the road to the place: people see how far that is.
            let mut line: Vec<Position> = scenario.place(from).position.into_iter().collect();
            line.extend(route.geometry(network));
            line.extend(scenario.place(to).position);
            line.dedup();
            paths.insert((class, from, to), line);
        }
    }
    paths
}

/// All pairs of places that a vehicle of a class goes between.
fn legs(scenario: &Scenario, plan: &Plan) -> BTreeSet<(ClassId, PlaceId, PlaceId)> {
    let mut legs = BTreeSet::new();
    for route in &plan.routes {
        let class = scenario.vehicle(route.vehicle).class;
        let mut from = scenario.start_of(route.vehicle);
        for trip in &route.trips {
            let sites = trip.stops.iter().map(|stop| scenario.site(stop.site).place);
            for to in sites.chain([scenario.shelter(trip.unloading.shelter).place]) {
                if from != to {
                    legs.insert((class, from, to));
                }
                from = to;
            }
        }
    }
    legs
}
