//! Who may use a road: OpenStreetMap's access keys, from the general to the particular.

use crate::kind::{Kind, Kinds};
use crate::osm::Look;

/// What a sign says to one kind of vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// It may pass.
    Yes,
    /// It may go to a place on the road only.
    Destination,
    /// It may not pass.
    No,
}

/// The keys that concern each kind of vehicle, the most general first: the last one that is given decides.
///
/// Source: wiki.openstreetmap.org/wiki/Key:access, «Transport mode hierarchy». A coach of an evacuation is taken for a bus.
#[must_use]
pub const fn keys(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Car => &["access", "vehicle", "motor_vehicle", "motorcar"],
        Kind::Bus => &["access", "vehicle", "motor_vehicle", "tourist_bus", "coach", "psv", "bus"],
        Kind::Truck | Kind::OffRoadTruck => &["access", "vehicle", "motor_vehicle", "goods", "hgv"],
    }
}

/// The place of `key`, with or without a direction, in the hierarchy of keys: the larger, the more particular. 0 for others.
#[must_use]
pub fn particular(key: &str) -> usize {
    let key = key.strip_suffix(":forward").or_else(|| key.strip_suffix(":backward")).unwrap_or(key);
    Kind::ALL.into_iter().filter_map(|kind| keys(kind).iter().position(|own| *own == key)).max().unwrap_or(0)
}

/// The kinds of vehicle that `key` concerns.
#[must_use]
pub fn concerned(key: &str) -> Kinds {
    Kind::ALL
        .into_iter()
        .filter(|kind| keys(*kind).contains(&key))
        .fold(Kinds::NONE, |all, kind| all.or(Kinds::only(kind)))
}

/// What a value of an access key says to `kind`; `None` where it says nothing about it.
///
/// Source: wiki.openstreetmap.org/wiki/Key:access, «List of possible values». That farm and forest roads are open to trucks
/// that can leave the road, and that private roads are open to those who must go to a place on them, is an assumption: an
/// evacuation has the consent of the owner or does without it.
#[must_use]
pub fn right(value: &str, kind: Kind) -> Option<Right> {
    // Several values of one sign: the most generous counts, for each permits somebody.
    if value.contains(';') {
        let each: Vec<Right> = value.split(';').filter_map(|part| right(part.trim(), kind)).collect();
        return [Right::Yes, Right::Destination, Right::No].into_iter().find(|right| each.contains(right));
    }
    match value {
        "yes" | "designated" | "official" | "permissive" | "public" | "allowed" | "true" | "1" | "lane"
        | "discouraged" | "unsuitable" => Some(Right::Yes),
        "destination" | "private" | "permit" | "residents" | "customers" | "delivery" | "local" => {
            Some(Right::Destination)
        }
        "agricultural" | "forestry" if kind == Kind::OffRoadTruck => Some(Right::Destination),
        "no" | "none" | "agricultural" | "forestry" | "emergency" | "use_sidepath" | "dismount" | "restricted"
        | "military" => Some(Right::No),
        _ => None,
    }
}

/// What the tags say to `kind` in one direction (`""`, `":forward"` or `":backward"` is appended to each key): the last key
/// of its hierarchy that is given, and that key's place in it.
#[must_use]
pub fn said(tags: &dyn Look, kind: Kind, suffix: &str) -> Option<(usize, Right)> {
    let mut key_and_suffix = String::with_capacity(32);
    keys(kind).iter().enumerate().rev().find_map(|(place, key)| {
        let value = if suffix.is_empty() {
            tags.get(key)
        } else {
            key_and_suffix.clear();
            key_and_suffix.push_str(key);
            key_and_suffix.push_str(suffix);
            tags.get(&key_and_suffix)
        };
        value.and_then(|value| right(value, kind)).map(|right| (place, right))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osm::Tags;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_most_particular_key_decides() {
        let closed_but_for_buses = tags(&[("access", "no"), ("bus", "yes"), ("hgv", "destination")]);
        assert_eq!(said(&closed_but_for_buses, Kind::Car, "").map(|(_, right)| right), Some(Right::No));
        assert_eq!(said(&closed_but_for_buses, Kind::Bus, "").map(|(_, right)| right), Some(Right::Yes));
        assert_eq!(said(&closed_but_for_buses, Kind::Truck, "").map(|(_, right)| right), Some(Right::Destination));
    }

    #[test]
    fn a_value_that_says_nothing_leaves_the_more_general_key() {
        let odd = tags(&[("access", "no"), ("bus", "perhaps")]);
        assert_eq!(said(&odd, Kind::Bus, "").map(|(_, right)| right), Some(Right::No));
    }
}
