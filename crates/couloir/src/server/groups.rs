//! Tokens of groups: a family that stays together gets a code on a card, with its counts and no name, and boards once.
//!
//! The counts stand on the card alone. Here is known which codes have boarded, and by which event; nothing says who they are.

use couloir_ledger::envelope::Entry;
use couloir_ledger::event::{Kind, What};
use couloir_ledger::id::EventId;
use couloir_ledger::replica::Replica;
use std::fmt;

/// The letters of a code: those of Crockford's base 32, without I, L, O and U, which are misread.
const LETTERS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many they are: 40 random bits, so that among ten thousand groups two have the same with a chance of one in 20,000.
const LENGTH: usize = 8;

/// The most groups of one boarding: a bus of families of one.
pub(super) const GROUPS_MAX: usize = 100;

/// The code of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group(String);

impl Group {
    /// The code as people write it: small letters, hyphens and spaces do not matter.
    pub(super) fn read(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|letter| !matches!(letter, '-' | ' '));
        let code: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        (code.len() == LENGTH && code.bytes().all(|letter| LETTERS.contains(&letter))).then_some(Self(code))
    }

    /// The code without a hyphen, as it is kept.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, two) = self.0.split_at(LENGTH / 2);
        write!(f, "{one}-{two}")
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
    let is_it = |entry: &&Entry| entry.id() == id;
    let entry = replica.logs().flat_map(|log| log.entries()).find(is_it);
    let event = entry.and_then(|entry| replica.read(entry, None).ok());
    event.map_or_else(|| id.to_string(), |event| crate::sentence::sentence(&event))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        let group = Group::read("7k3f q2mx").unwrap();
        assert_eq!(group, Group::read("7K3F-Q2MX").unwrap());
        assert_eq!(group.to_string(), "7K3F-Q2MX");
        for wrong in ["", "7K3FQ2M", "7K3FQ2MXX", "7K3FQ2MU", "7K3FQ2MÉ"] {
            assert_eq!(Group::read(wrong), None, "{wrong}");
        }
    }
}
