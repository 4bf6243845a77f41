//! Turn restrictions: relations that forbid a way on from a road, or allow one only.

use super::access;
use crate::kind::Kinds;
use crate::layer::Element;
use crate::osm::{Look, RawRelation};

/// A turn restriction as the map gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// The relation.
    pub relation: i64,
    /// The roads that one comes from, by way.
    pub from: Vec<i64>,
    /// What one goes over.
    pub via: Via,
    /// The roads that one may not, or only, go on to, by way.
    pub to: Vec<i64>,
    /// True when the turn is the only one allowed.
    pub only: bool,
    /// Whom it concerns.
    pub kinds: Kinds,
}

/// What one goes over in a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A junction.
    Node(i64),
    /// One or several ways.
    Ways(Vec<i64>),
}

/// The restrictions that a relation states: one for all, or several for some kinds of vehicle each. Empty when it is none or
/// cannot be understood.
///
/// Source: wiki.openstreetmap.org/wiki/Relation:restriction. Restrictions at certain hours (`restriction:conditional`) hold
/// always here: it is the way that is never wrong.
#[must_use]
pub fn restrictions(relation: &RawRelation) -> Vec<Restriction> {
    let ways = |role: &str| {
        let members = relation.members.iter().filter(move |member| member.role == role);
        members.filter_map(|member| if let Element::Way(id) = member.element { Some(id) } else { None }).collect()
    };
    let (from, to): (Vec<i64>, Vec<i64>) = (ways("from"), ways("to"));
    let via_ways: Vec<i64> = ways("via");
    let mut via_nodes = relation.members.iter().filter_map(|member| match member.element {
        Element::Node(id) if member.role == "via" => Some(id),
        _ => None,
    });
    let via = match (via_nodes.next(), via_ways.is_empty()) {
        (Some(node), true) if via_nodes.next().is_none() => Via::Node(node),
        (None, false) => Via::Ways(via_ways),
        _ => return Vec::new(),
    };
    if from.is_empty() || to.is_empty() {
        return Vec::new();
    }
    let excepted = relation.tags.get("except").unwrap_or_default();
    let excepted = excepted.split(';').fold(Kinds::NONE, |all, key| all.or(access::concerned(key.trim())));
    let mut found = Vec::new();
    for (key, kinds) in [
        ("restriction", Kinds::ALL),
        ("restriction:conditional", Kinds::ALL),
        ("restriction:motorcar", access::concerned("motorcar")),
        ("restriction:bus", access::concerned("bus")),
        ("restriction:psv", access::concerned("psv")),
        ("restriction:hgv", access::concerned("hgv")),
        ("restriction:goods", access::concerned("goods")),
    ] {
        let value = relation.tags.get(key).map(|value| value.split('@').next().unwrap_or(value).trim());
        let only = match value {
            Some(value) if value.starts_with("no_") => false,
            Some(value) if value.starts_with("only_") => true,
            _ => continue,
        };
        let kinds = kinds.without(excepted);
        // `no_entry` has several `from`, `no_exit` several `to`; the one in the plural decides nothing.
        if !kinds.is_empty() {
            let (from, via, to) = (from.clone(), via.clone(), to.clone());
            found.push(Restriction { relation: relation.id, from, via, to, only, kinds });
        }
    }
    // The same restriction under two keys is one.
    found.dedup_by(|two, one| two.only == one.only && two.kinds == one.kinds);
    found
}

/// True when tags of a relation may state a restriction: a quick look.
#[must_use]
pub fn may_restrict(tags: &dyn Look) -> bool {
    tags.get("type").is_some_and(|value| value == "restriction" || value.starts_with("restriction:"))
}
