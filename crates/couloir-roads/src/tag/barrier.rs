//! Barriers: points on a road that not everybody gets past.

use super::access::{self, Right};
use super::measure;
use crate::kind::{Kind, Kinds, Limits};
use crate::osm::Look;

/// What stands at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Barrier {
    /// Kinds that cannot pass.
    pub forbidden: Kinds,
    /// The largest vehicle that can.
    pub limits: Limits,
}

/// Barriers that let vehicles pass unless a sign says otherwise.
///
/// Source: `barrier_whitelist` of OSRM's car profile; `swing_gate`, `kerb`, `bump_gate` and `hampshire_gate` by
/// wiki.openstreetmap.org/wiki/Key:barrier, which describes them as made for vehicles.
const PASSABLE: [&str; 15] = [
    "arch",
    "border_control",
    "bump_gate",
    "cattle_grid",
    "checkpoint",
    "entrance",
    "gate",
    "hampshire_gate",
    "height_restrictor",
    "kerb",
    "lift_gate",
    "no",
    "sally_port",
    "swing_gate",
    "toll_booth",
];

/// What the tags of a node put in the way; `None` when nothing.
///
/// Points where people are stopped on purpose (`military=checkpoint`, `barrier=checkpoint`, `border_control`) let pass: who
/// may cross them is for the operation to say, as a passage.
#[must_use]
pub fn barrier(tags: &dyn Look) -> Option<Barrier> {
    let value = tags.get("barrier")?;
    let by_default = PASSABLE.contains(&value) && tags.get("locked") != Some("yes");
    let mut forbidden = Kinds::NONE;
    for kind in Kind::ALL {
        let passes = match access::said(tags, kind, "") {
            Some((_, Right::Yes | Right::Destination)) => true,
            Some((_, Right::No)) => false,
            None => by_default,
        };
        if !passes {
            forbidden = forbidden.or(Kinds::only(kind));
        }
    }
    let limits = limits(tags);
    (!forbidden.is_empty() || !limits.is_empty()).then_some(Barrier { forbidden, limits })
}

/// True when tags of a node may hold a barrier: a quick look.
#[must_use]
pub fn may_be_barrier(tags: &dyn Look) -> bool {
    tags.get("barrier").is_some()
}

/// The measures that signs allow: the physical ones count like the legal ones.
#[must_use]
pub fn limits(tags: &dyn Look) -> Limits {
    let length = |keys: &[&str]| keys.iter().filter_map(|key| tags.get(key).and_then(measure::length_cm)).min();
    let weight = |keys: &[&str]| keys.iter().filter_map(|key| tags.get(key).and_then(measure::weight_kg)).min();
    Limits {
        height_cm: length(&["maxheight", "maxheight:physical"]).filter(|cm| *cm > 0),
        width_cm: length(&["maxwidth", "maxwidth:physical"]).filter(|cm| *cm > 0),
        length_cm: length(&["maxlength"]).filter(|cm| *cm > 0),
        weight_kg: weight(&["maxweight", "maxweightrating", "maxgcweight"]).filter(|kg| *kg > 0),
    }
}
