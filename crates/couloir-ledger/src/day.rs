//! Sealing a day: somebody says which events there were, so that whoever looks later sees what came in after that or is gone.

use crate::envelope::{Entry, digest};
use crate::id::EventId;
use crate::replica::Replica;
use couloir_model::clock::UnixSeconds;

/// The events that were recorded up to a moment, as a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Recorded before this moment, by the clock in each header.
    pub until: UnixSeconds,
    /// How many.
    pub events: u64,
    /// BLAKE3 over their names in ascending order, behind a prefix of our own.
    pub digest: [u8; 32],
}

/// What has become of a sealed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The same events are here.
    Unchanged,
    /// More events of that time are here than were sealed: they were passed on late.
    More(u64),
    /// Fewer are here: some have not come yet.
    Fewer(u64),
    /// As many, and not the same ones: some came late, and as many have not come yet.
    Others,
}

impl Day {
    /// The day of these events.
    #[must_use]
    pub fn of(until: UnixSeconds, names: impl IntoIterator<Item = EventId>) -> Self {
        let mut names: Vec<[u8; 32]> = names.into_iter().map(|name| name.0).collect();
        names.sort_unstable();
        Self { until, events: names.len() as u64, digest: digest(b"couloir/1/day\0", names.as_flattened()) }
    }

    /// What has become of it, where `now` is the same day as it is here.
    #[must_use]
    pub fn since(&self, now: &Self) -> Since {
        match now.events.checked_sub(self.events) {
            Some(0) if now.digest == self.digest => Since::Unchanged,
            Some(0) => Since::Others,
            Some(more) => Since::More(more),
            None => Since::Fewer(self.events - now.events),
        }
    }
}

impl Replica {
    /// Everything that is held of what was recorded before `until`, whether it counts or not.
    #[must_use]
    pub fn day(&self, until: UnixSeconds) -> Day {
        let entries = self.logs().flat_map(|log| log.entries());
        Day::of(until, entries.filter(|entry| entry.header().clock.seconds < until).map(Entry::id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_a_day_was_sealed_is_seen_and_so_is_what_is_missing() {
        let day = |names: &[u8]| Day::of(UnixSeconds(9), names.iter().map(|name| EventId([*name; 32])));
        let sealed = day(&[3, 1, 2]);
        assert_eq!(sealed, day(&[1, 2, 3]), "in whatever order they came");
        assert_eq!(sealed.since(&day(&[2, 3, 1])), Since::Unchanged);
        assert_eq!(sealed.since(&day(&[1, 2, 3, 4, 5])), Since::More(2));
        assert_eq!(sealed.since(&day(&[1])), Since::Fewer(2));
        assert_eq!(sealed.since(&day(&[1, 2, 4])), Since::Others);
    }
}
