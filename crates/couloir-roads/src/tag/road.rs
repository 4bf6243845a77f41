//! From the tags of a way to what holds on it.

use super::access::{self, Right};
use super::barrier::limits;
use super::{conditional, measure, speed};
use crate::kind::{Kind, Kinds, Limits};
use crate::network::{Road, Surface, Then, Traits};
use crate::osm::{Look, Tags};

/// What the tags of a way say, before it has a length.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoadTags {
    /// What kind of road it is.
    pub road: Road,
    /// Bridge, tunnel, toll, …
    pub traits: Traits,
    /// What it is covered with.
    pub surface: Surface,
    /// Who may use it at all times, along and against.
    pub open: [Kinds; 2],
    /// Speeds in metres an hour by kind, along and against.
    pub speed_m_h: [[u32; 2]; 4],
    /// The largest vehicle that may use it.
    pub limits: Limits,
    /// Kinds that may only go to a place on it.
    pub destination_only: Kinds,
    /// What holds at times.
    pub rules: Vec<TimedRule>,
    /// How long a ferry takes, in seconds.
    pub duration_s: Option<u32>,
    /// Parts of tags that could not be understood.
    pub odd: Vec<String>,
}

/// A [`crate::network::Rule`] whose hours are still a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TimedRule {
    /// Whom it concerns.
    pub kinds: Kinds,
    /// Along and against.
    pub directions: [bool; 2],
    /// What holds then.
    pub then: Then,
    /// When; empty is always.
    pub hours: String,
    /// For vehicles above these measures only.
    pub above: Limits,
}

/// True when tags of a way may be a road: a quick look.
#[must_use]
pub fn may_be_road(tags: &dyn Look) -> bool {
    tags.get("highway").is_some() || matches!(tags.get("route"), Some("ferry" | "shuttle_train"))
}

/// What holds on a way; `None` when no vehicle may ever use it.
#[must_use]
pub fn read(tags: &Tags) -> Option<RoadTags> {
    let road = road(tags)?;
    let surface = speed::surface(tags.get("surface"), tags.get("tracktype"));
    let mut read = RoadTags {
        road,
        traits: traits(tags),
        surface,
        open: [Kinds::NONE; 2],
        speed_m_h: [[1000; 2]; 4],
        limits: limits(tags),
        destination_only: Kinds::NONE,
        rules: Vec::new(),
        duration_s: None,
        odd: Vec::new(),
    };
    if road == Road::Ferry {
        read.duration_s = tags.get("duration").and_then(measure::duration_s);
        if let (None, Some(odd)) = (read.duration_s, tags.get("duration")) {
            read.odd.push(format!("duration={odd}"));
        }
    }
    for kind in Kind::ALL {
        let ways = one_way(tags, kind, road, &mut read.odd);
        for (direction, suffix) in [(0, ":forward"), (1, ":backward")] {
            let right = right_of(tags, road, surface, kind, suffix);
            if right != Right::No && ways[direction] {
                read.open[direction] = read.open[direction].or(Kinds::only(kind));
            }
            if right == Right::Destination {
                read.destination_only = read.destination_only.or(Kinds::only(kind));
            }
            read.speed_m_h[kind.index()][direction] = speed_of(tags, road, surface, kind, suffix, read.traits);
        }
    }
    rules(tags, &mut read);
    let ever = read.open[0].or(read.open[1]);
    let sometimes = read.rules.iter().any(|rule| matches!(rule.then, Then::Yes | Then::Destination));
    (!ever.is_empty() || sometimes).then_some(read)
}

/// The kind of a road by its tags.
fn road(tags: &dyn Look) -> Option<Road> {
    if tags.get("area") == Some("yes") && tags.get("highway").is_some() {
        // The middle of a square has no line to drive on; its edges are not roads.
        return None;
    }
    if matches!(tags.get("route"), Some("ferry" | "shuttle_train")) {
        return Some(Road::Ferry);
    }
    Some(match tags.get("highway")? {
        "motorway" => Road::Motorway,
        "motorway_link" => Road::MotorwayLink,
        "trunk" => Road::Trunk,
        "trunk_link" => Road::TrunkLink,
        "primary" => Road::Primary,
        "primary_link" => Road::PrimaryLink,
        "secondary" => Road::Secondary,
        "secondary_link" => Road::SecondaryLink,
        "tertiary" => Road::Tertiary,
        "tertiary_link" => Road::TertiaryLink,
        "unclassified" => Road::Unclassified,
        "residential" => Road::Residential,
        "living_street" => Road::LivingStreet,
        "service" | "services" | "rest_area" => Road::Service,
        "road" | "busway" | "bus_guideway" => Road::Road,
        "track" => Road::Track,
        "pedestrian" | "footway" | "path" | "cycleway" | "bridleway" => Road::Path,
        _ => return None,
    })
}

fn traits(tags: &dyn Look) -> Traits {
    let is = |key: &str| tags.get(key).is_some_and(|value| value != "no");
    [
        (is("bridge"), Traits::BRIDGE),
        (is("tunnel") || is("covered"), Traits::TUNNEL),
        (is("toll"), Traits::TOLL),
        (is("ford"), Traits::FORD),
        (matches!(tags.get("junction"), Some("roundabout" | "circular")), Traits::ROUNDABOUT),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .fold(Traits::default(), |all, (_, one)| all.with(one))
}

/// What holds for `kind` in one direction.
fn right_of(tags: &dyn Look, road: Road, surface: Surface, kind: Kind, suffix: &str) -> Right {
    let opens = opens_from(tags, road, surface, kind);
    let said = match (access::said(tags, kind, ""), access::said(tags, kind, suffix)) {
        (Some(general), Some(directed)) => Some(if directed.0 >= general.0 { directed } else { general }),
        (one, two) => two.or(one),
    };
    match said {
        Some((place, right)) if right == Right::No || place >= opens => right,
        None if opens == ANY => Right::Yes,
        _ => Right::No,
    }
}

/// A way that is open without a sign.
const ANY: usize = 0;

/// A way that a sign opens which says more than `access`: that is about people on foot too.
const VEHICLES: usize = 1;

/// A way that a sign opens which names this kind of vehicle: `motor_vehicle` is about cars too, and they get farther.
const OWN_KIND: usize = 3;

/// A way that no sign makes fit to drive on.
const NEVER: usize = usize::MAX;

/// How particular a sign must be, by its place in [`access::keys`], to open a way to `kind`.
///
/// Source: wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions, worldwide row. On tracks that row lets everybody pass;
/// which vehicles can is taken from the grade (wiki.openstreetmap.org/wiki/Key:tracktype), and where neither grade nor surface is said, that cars and trucks made for it get
/// through and others do not is an assumption.
fn opens_from(tags: &dyn Look, road: Road, surface: Surface, kind: Kind) -> usize {
    let off_road = kind == Kind::OffRoadTruck;
    match tags.get("smoothness") {
        Some("impassable") => return NEVER,
        Some("horrible" | "very_horrible") if !off_road => return OWN_KIND,
        _ => {}
    }
    if matches!(tags.get("highway"), Some("busway" | "bus_guideway")) && kind != Kind::Bus {
        return VEHICLES;
    }
    let firm = matches!(surface, Surface::Paved | Surface::RoughPaved | Surface::Gravel);
    let by_car = kind == Kind::Car && matches!(surface, Surface::Unknown | Surface::Earth);
    match road {
        Road::Path => VEHICLES,
        Road::Track if !(off_road || firm || by_car) => OWN_KIND,
        _ => ANY,
    }
}

/// The directions in which `kind` may go.
///
/// Source: wiki.openstreetmap.org/wiki/Key:oneway; roundabouts and motorways are one-way unless said otherwise.
fn one_way(tags: &dyn Look, kind: Kind, road: Road, odd: &mut Vec<String>) -> [bool; 2] {
    let opposite = |key: &str| matches!(tags.get(key), Some("opposite" | "opposite_lane"));
    if kind == Kind::Bus && ["busway", "busway:left", "busway:right"].into_iter().any(opposite) {
        return [true, true];
    }
    let own = access::keys(kind).iter().rev().find_map(|key| tags.get(&format!("oneway:{key}")));
    let implied = traits(tags).has(Traits::ROUNDABOUT) || road == Road::Motorway;
    match own.or_else(|| tags.get("oneway")) {
        Some("yes" | "true" | "1") => [true, false],
        Some("-1" | "reverse") => [false, true],
        Some("no" | "false" | "0" | "alternating") => [true, true],
        Some("reversible") => {
            // Nobody can tell beforehand which way is open.
            if kind == Kind::Car {
                odd.push("oneway=reversible".to_owned());
            }
            [false, false]
        }
        _ if implied => [true, false],
        _ => [true, true],
    }
}

fn speed_of(tags: &dyn Look, road: Road, surface: Surface, kind: Kind, suffix: &str, traits: Traits) -> u32 {
    let own = match kind {
        Kind::Car => None,
        Kind::Bus => Some("maxspeed:bus"),
        Kind::Truck | Kind::OffRoadTruck => Some("maxspeed:hgv"),
    };
    let limit = own
        .into_iter()
        .chain(["maxspeed"])
        .find_map(|key| tags.get(&format!("{key}{suffix}")).or_else(|| tags.get(key)).and_then(limit_m_h))
        .or_else(|| {
            let zone = ["maxspeed:type", "zone:maxspeed", "source:maxspeed", "zone:traffic"];
            zone.into_iter().find_map(|key| tags.get(key).and_then(speed::zone_km_h)).map(|km_h| km_h * 1000)
        });
    let smoothness = speed::smoothness_km_h(tags.get("smoothness"));
    let usual = speed::usual_m_h(road, surface, smoothness, limit, kind);
    // Through water at walking pace, whatever the road: an assumption.
    if traits.has(Traits::FORD) { usual.min(6_000) } else { usual }
}

/// A limit in metres an hour, given as a number or as the zone of a country.
fn limit_m_h(text: &str) -> Option<u32> {
    if text == "walk" {
        return Some(6_000);
    }
    measure::speed_m_h(text).or_else(|| speed::zone_km_h(text).map(|km_h| km_h * 1000))
}

/// What holds at times: all keys that end in `:conditional` and concern vehicles.
fn rules(tags: &Tags, read: &mut RoadTags) {
    let open = read.open[0].or(read.open[1]);
    let conditional = tags.iter().filter_map(|(key, text)| Some((key.strip_suffix(":conditional")?, text)));
    let mut conditional: Vec<(&str, &String)> = conditional.collect();
    // The last rule that holds decides: the most particular one.
    conditional.sort_by_key(|(key, _)| (access::particular(key), *key));
    for (key, text) in conditional {
        let (key, directions) = match (key.strip_suffix(":forward"), key.strip_suffix(":backward")) {
            (Some(key), _) => (key, [true, false]),
            (_, Some(key)) => (key, [false, true]),
            _ => (key, [true, true]),
        };
        let topic = match key {
            "maxspeed" | "oneway" | "maxweight" | "maxheight" | "maxwidth" | "maxlength" => key,
            "maxspeed:hgv" | "maxspeed:bus" => "maxspeed",
            _ if !access::concerned(key).is_empty() => "access",
            _ => continue,
        };
        let (clauses, odd) = conditional::clauses(text);
        read.odd.extend(odd.into_iter().map(|part| format!("{key}:conditional={part}")));
        for clause in clauses {
            for (kinds, directions, then, above) in meanings(tags, topic, key, &clause, (directions, open)) {
                read.rules.push(TimedRule { kinds, directions, then, hours: clause.hours.clone(), above });
            }
        }
    }
}

type Meaning = (Kinds, [bool; 2], Then, Limits);

/// What a clause means; `open` says who may use the way at all times. A limit for vehicles above another measure holds for all
/// that exceed either of them: too careful, and never too bold.
fn meanings(
    tags: &Tags,
    topic: &str,
    key: &str,
    clause: &conditional::Clause,
    (directions, open): ([bool; 2], Kinds),
) -> Vec<Meaning> {
    let value = clause.value.as_str();
    let above = clause.above;
    match topic {
        "maxspeed" => {
            let kinds = key.strip_prefix("maxspeed:").map_or(Kinds::ALL, access::concerned);
            let speed = limit_m_h(value).map(|limit| Then::Speed(speed::under_limit(limit)));
            speed.map(|then| (kinds, directions, then, above)).into_iter().collect()
        }
        "oneway" => match value {
            "yes" | "1" => vec![(Kinds::ALL, [false, true], Then::No, above)],
            "-1" => vec![(Kinds::ALL, [true, false], Then::No, above)],
            // It lifts the sign of the one-way street, and no other.
            "no" => vec![(open, [true, true], Then::Yes, above)],
            _ => Vec::new(),
        },
        "maxweight" | "maxheight" | "maxwidth" | "maxlength" => {
            let largest = limits(&Tags::from([(topic.to_owned(), value.to_owned())]));
            if largest.is_empty() { Vec::new() } else { vec![(Kinds::ALL, directions, Then::No, above.and(largest))] }
        }
        _ => {
            let mut found: Vec<Meaning> = Vec::new();
            for kind in Kind::ALL {
                let Some(place) = access::keys(kind).iter().position(|own| *own == key) else { continue };
                // A more particular sign without a condition goes before a general one with.
                if access::said(tags, kind, "").is_some_and(|(said, _)| said > place) {
                    continue;
                }
                let then = match access::right(value, kind) {
                    Some(Right::Yes) => Then::Yes,
                    Some(Right::Destination) => Then::Destination,
                    Some(Right::No) => Then::No,
                    None => continue,
                };
                match found.iter_mut().find(|(_, _, same, _)| *same == then) {
                    Some((kinds, ..)) => *kinds = kinds.or(Kinds::only(kind)),
                    None => found.push((Kinds::only(kind), directions, then, above)),
                }
            }
            found
        }
    }
}

/// The forms of a name: language code (empty for the plain name, `bridge` for the name of a bridge) and text, the plain name
/// first and then by code.
#[must_use]
pub fn names(tags: &Tags) -> Vec<(String, String)> {
    let mut forms: Vec<(String, String)> = tags
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .filter_map(|(key, text)| {
            let code = match key.as_str() {
                "name" => "",
                "bridge:name" => "bridge",
                _ => key.strip_prefix("name:").filter(|code| is_language(code))?,
            };
            Some((code.to_owned(), text.trim().to_owned()))
        })
        .collect();
    forms.sort();
    forms.dedup();
    forms
}

/// True for `ar`, `kmr`, `zh-Hant`; not for `left`, `etymology` or `signed`.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
