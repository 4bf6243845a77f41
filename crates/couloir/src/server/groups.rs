//! Tokens of groups: a family that stays together gets one on a card, with its counts and no name, and boards once.
//!
//! The counts stand on the card, or in the operation's table of groups. Here is known which tokens have boarded, and by which event.

use couloir_ledger::event::{Kind, What};
use couloir_ledger::id::EventId;
use couloir_ledger::replica::Replica;
use std::fmt;

/// The longest token, as in the table `groups` of an operation.
const LENGTH_MAX: usize = 32;

/// The most groups of one boarding: a bus of families of one.
pub(super) const GROUPS_MAX: usize = 100;

/// The token of a group: letters and digits, without the hyphens that help to read it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group(String);

impl Group {
    /// The token as people write it: small letters, hyphens and spaces do not matter.
    pub(super) fn read(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|letter| !matches!(letter, '-' | ' '));
        let token: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        let fits =
            (1..=LENGTH_MAX).contains(&token.len()) && token.bytes().all(|letter| letter.is_ascii_alphanumeric());
        fits.then_some(Self(token))
    }

    /// The token as it is kept.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Cards have eight letters, in two halves.
        match self.0.split_at_checked(4) {
            Some((one, two)) if two.len() == 4 => write!(f, "{one}-{two}"),
            _ => f.write_str(&self.0),
        }
    }
}

/// True when the boarding `id` was taken back, or was said to have been something else.
pub(super) fn is_withdrawn(replica: &Replica, id: EventId) -> bool {
    let entries = replica.logs().flat_map(|log| log.entries());
    let corrections = entries.filter(|entry| entry.header().kind == Kind::Correction);
    corrections.filter_map(|entry| replica.read(entry, None).ok()).any(|event| match event.what {
        What::Correction { replaces, by, .. } => {
            replaces == id && !by.is_some_and(|by| matches!(by.what, What::Boarded { .. }))
        }
        _ => false,
    })
}

/// What was recorded as `id`, in words.
pub(super) fn told(replica: &Replica, id: EventId) -> String {
    let event = replica.by_id(id).and_then(|entry| replica.read(entry, None).ok());
    event.map_or_else(|| id.to_string(), |event| crate::sentence::sentence(&event))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_however_it_is_written() {
        let group = Group::read("7k3f q2mx").unwrap();
        assert_eq!(group, Group::read("7K3F-Q2MX").unwrap());
        assert_eq!(group.to_string(), "7K3F-Q2MX");
        assert_eq!(Group::read("bus-1-a").unwrap().to_string(), "BUS1A");
        for wrong in ["", " - ", "the Martins, 5", "7K3FQ2MÉ", &"A".repeat(33)] {
            assert_eq!(Group::read(wrong), None, "{wrong}");
        }
    }
}
