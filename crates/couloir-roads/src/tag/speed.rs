//! How fast each kind of vehicle goes on a road, where the map says nothing better.

use crate::kind::Kind;
use crate::network::{Road, Surface};

/// The usual speed by kind of road in km/h, before surface and signs.
///
/// Source: the default speeds of OSRM's car profile (`profiles/car.lua`, Project-OSRM/osrm-backend 5.27), which stand for
/// average speeds in ordinary traffic. They are no legal limits and no measurement in an evacuation: correct them by
/// observation.
const USUAL_KM_H: [(Road, u32); 18] = [
    (Road::Motorway, 90),
    (Road::MotorwayLink, 45),
    (Road::Trunk, 85),
    (Road::TrunkLink, 40),
    (Road::Primary, 65),
    (Road::PrimaryLink, 30),
    (Road::Secondary, 55),
    (Road::SecondaryLink, 25),
    (Road::Tertiary, 40),
    (Road::TertiaryLink, 20),
    (Road::Unclassified, 25),
    (Road::Residential, 25),
    (Road::LivingStreet, 10),
    (Road::Service, 15),
    // The three below have no row in that profile, or another use in it: assumptions. A ferry goes by its duration, or by
    // `FERRY_KM_H`.
    (Road::Road, 25),
    (Road::Track, 20),
    (Road::Path, 10),
    (Road::Ferry, FERRY_KM_H),
];

/// The highest speed of each kind in km/h, by its speed limiter or by law.
///
/// Source: Council Directive 92/6/EEC as amended by 2002/85/EC, article 2 (M2 and M3 buses, 100 km/h) and article 3 (N2 and N3
/// trucks, 90 km/h). For cars, the profile above goes no faster than 140 km/h; for trucks off the road, an assumption.
const MOST_KM_H: [u32; 4] = [140, 100, 90, 80];

/// Speed actually driven under a limit, in per cent of it.
///
/// Source: `speed_reduction = 0.8` of OSRM's car profile.
const UNDER_LIMIT_PERCENT: u32 = 80;

/// The speed of buses and trucks in per cent of a car's on the same road below their own limit: an assumption, for bends,
/// gradients and junctions that heavy vehicles take more slowly.
const HEAVY_PERCENT: u32 = 90;

/// The speed of a ferry that does not say how long it takes, in km/h.
///
/// Source: `route_speeds` of OSRM's car profile.
pub const FERRY_KM_H: u32 = 5;

/// The speed driven where `limit_m_h` is the limit, both in metres an hour.
#[must_use]
pub const fn under_limit(limit_m_h: u32) -> u32 {
    limit_m_h / 100 * UNDER_LIMIT_PERCENT
}

/// The usual speed of `kind` on `road` in metres an hour, under a limit of `limit_m_h` if there is one.
#[must_use]
pub fn usual_m_h(road: Road, surface: Surface, smoothness: Option<u32>, limit_m_h: Option<u32>, kind: Kind) -> u32 {
    let by_road = USUAL_KM_H.iter().find(|(of, _)| *of == road).map_or(25, |(_, km_h)| *km_h) * 1000;
    // A limit says how fast one may go, not that a track or a yard can be driven at that speed.
    let slow = matches!(road, Road::Track | Road::Path | Road::Service | Road::LivingStreet);
    let free = limit_m_h.map_or(by_road, |limit| {
        let under = under_limit(limit);
        if slow { under.min(by_road) } else { under }
    });
    let rough = surface_cap_km_h(surface, kind).into_iter().chain(smoothness).min();
    let capped = rough.map_or(free, |cap| free.min(cap * 1000));
    let own = match kind {
        Kind::Car => capped,
        Kind::Bus | Kind::Truck | Kind::OffRoadTruck => capped / 100 * HEAVY_PERCENT,
    };
    own.min(MOST_KM_H[kind.index()] * 1000).max(1000)
}

/// The highest speed on a surface in km/h.
///
/// Source: `surface_speeds` of OSRM's car profile, grouped. There sett, wood, gravel and unpaved have 40, earth and stone 20, mud
/// 10. Ours differ from it where a group does: cobblestone 40 (30 there), compacted and fine gravel 40 (80), ground, dirt and
/// grass 20 (40), clay 20 (30), sand 10 (20); paved is not capped (bricks and metal 60). Trucks made for it go half as fast again
/// on earth, sand and mud: an assumption.
const fn surface_cap_km_h(surface: Surface, kind: Kind) -> Option<u32> {
    let car = match surface {
        Surface::Unknown | Surface::Paved => return None,
        Surface::RoughPaved | Surface::Gravel => 40,
        Surface::Earth => 20,
        Surface::Soft => 10,
    };
    Some(match (kind, surface) {
        (Kind::OffRoadTruck, Surface::Earth | Surface::Soft) => car * 3 / 2,
        _ => car,
    })
}

/// The surface of a road by `surface`, or by `tracktype` where that is missing.
///
/// Source: wiki.openstreetmap.org/wiki/Key:surface and /wiki/Key:tracktype.
#[must_use]
pub fn surface(surface: Option<&str>, tracktype: Option<&str>) -> Surface {
    let said = surface.map(|value| value.split([';', ':']).next().unwrap_or(value).trim());
    match said {
        Some("asphalt" | "paved" | "concrete" | "chipseal" | "paving_stones" | "bricks" | "metal" | "cement") => {
            Surface::Paved
        }
        Some("sett" | "cobblestone" | "unhewn_cobblestone" | "wood" | "grass_paver") => Surface::RoughPaved,
        Some("compacted" | "fine_gravel" | "gravel" | "pebblestone" | "unpaved" | "shells") => Surface::Gravel,
        Some("ground" | "dirt" | "earth" | "grass" | "clay" | "stone" | "woodchips") => Surface::Earth,
        Some("sand" | "mud" | "rock" | "rocky" | "snow" | "ice") => Surface::Soft,
        _ => match tracktype {
            Some("grade1") => Surface::Paved,
            Some("grade2") => Surface::Gravel,
            Some("grade3" | "grade4") => Surface::Earth,
            Some("grade5") => Surface::Soft,
            _ => Surface::Unknown,
        },
    }
}

/// The highest speed by `smoothness` in km/h, where it says that there is one.
///
/// Source: `smoothness_speeds` of OSRM's car profile.
#[must_use]
pub fn smoothness_km_h(value: Option<&str>) -> Option<u32> {
    match value? {
        "intermediate" => Some(80),
        "bad" => Some(40),
        "very_bad" => Some(20),
        "horrible" => Some(10),
        "very_horrible" => Some(5),
        _ => None,
    }
}

/// The legal limit in km/h that a zone stands for, as in `maxspeed=DE:rural`.
///
/// Source: wiki.openstreetmap.org/wiki/Default_speed_limits, as of 2024; countries that are not listed have 50 in towns and 90
/// outside, which is the most frequent pair of that table.
#[must_use]
pub fn zone_km_h(value: &str) -> Option<u32> {
    let (country, zone) = value.split_once(':')?;
    let zone = zone.trim();
    if let Some(number) = zone.strip_prefix("zone").map(|rest| rest.trim_start_matches([':', ' '])) {
        return number.parse().ok().filter(|speed| (5..=130).contains(speed));
    }
    Some(match (country.to_uppercase().as_str(), zone) {
        (_, "living_street") => 10,
        (_, "walk" | "pedestrian_zone") => 6,
        ("GB" | "UK", "nsl_single") => 96,
        ("GB" | "UK", "nsl_dual" | "motorway") => 112,
        ("GB" | "UK", "urban" | "nsl_restricted") => 48,
        ("DE" | "AT", "rural") => 100,
        ("FR" | "CH" | "NL" | "FI" | "DK", "rural") => 80,
        ("RU" | "UA" | "BY", "urban") => 60,
        ("CH" | "FI", "motorway") => 120,
        (_, "urban") => 50,
        (_, "rural") => 90,
        (_, "trunk") => 100,
        (_, "motorway") => 130,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_truck_goes_faster_than_its_speed_limiter() {
        let on_motorway = |kind| usual_m_h(Road::Motorway, Surface::Paved, None, Some(130_000), kind);
        assert_eq!(on_motorway(Kind::Car), 104_000);
        assert_eq!(on_motorway(Kind::Truck), 90_000);
        assert_eq!(on_motorway(Kind::Bus), 93_600);
    }

    #[test]
    fn sand_slows_everybody_and_an_off_road_truck_least() {
        let on_sand = |kind| usual_m_h(Road::Track, Surface::Soft, None, None, kind);
        assert_eq!(on_sand(Kind::Truck), 9_000);
        assert_eq!(on_sand(Kind::OffRoadTruck), 13_500);
    }

    #[test]
    fn a_zone_stands_for_the_limit_of_its_country() {
        assert_eq!(zone_km_h("DE:rural"), Some(100));
        assert_eq!(zone_km_h("FR:zone30"), Some(30));
        assert_eq!(zone_km_h("SY:urban"), Some(50));
        assert_eq!(zone_km_h("signals"), None);
    }
}
