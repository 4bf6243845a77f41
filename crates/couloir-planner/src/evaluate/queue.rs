//! The queue of one place, in the order in which it is served.

use crate::evaluate::plain::reception_end;
use crate::problem::{Queue, earliest_open};

/// One visit in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Moment of joining and vehicle, the order of service: see [`key`].
    pub(crate) key: u64,
    /// Which of the vehicle's visits it is.
    pub(crate) visit: u32,
    /// When the service ends.
    pub(crate) end: u32,
    /// The latest end up to and including this one.
    end_max: u32,
    /// When the reception can take the next ones.
    pub(crate) reception_free: u32,
}

impl Entry {
    /// The vehicle that is served.
    #[inline]
    pub(crate) fn vehicle(&self) -> usize {
        (self.key & 0xFFFF_FFFF) as usize
    }
}

/// The order of service: by moment of joining, ties by vehicle.
#[inline]
pub(crate) fn key(join: u32, vehicle: usize) -> u64 {
    (u64::from(join) << 32) | vehicle as u64
}

/// Entries in order of service.
///
/// First come, first served on `b` berths: the berth that becomes free first is free at the `b`-th latest of all ends
/// so far, for each service takes away the smallest of the `b` moments and puts a later one. So the list of ends is
/// all the state there is, and a change is felt only from its place on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Line {
    pub(crate) entries: Vec<Entry>,
}

impl Line {
    /// Position of the first entry at or after a key and visit.
    #[inline]
    pub(crate) fn position(&self, key: u64, visit: u32) -> usize {
        self.entries.partition_point(|entry| (entry.key, entry.visit) < (key, visit))
    }

    /// The moment at which a berth is free for the entry at `at`: the `berths`-th latest end before it.
    #[inline]
    pub(crate) fn free(&self, at: usize, berths: Option<u32>) -> u32 {
        match berths {
            None => 0,
            _ if at == 0 => 0,
            Some(1) => self.entries[at - 1].end_max,
            Some(berths) => self.free_of_several(at, berths as usize),
        }
    }

    fn free_of_several(&self, at: usize, berths: usize) -> u32 {
        if at < berths {
            return 0;
        }
        if berths > BERTHS_FLAT {
            let mut ends: Vec<u32> = self.entries[..at].iter().map(|entry| entry.end).collect();
            let (_, &mut nth, _) = ends.select_nth_unstable_by(berths - 1, |a, b| b.cmp(a));
            return nth;
        }
        // The latest ends found so far, descending; walk back until nothing earlier can be among them.
        let mut latest = [0u32; BERTHS_FLAT];
        for entry in self.entries[..at].iter().rev() {
            if entry.end_max <= latest[berths - 1] {
                break;
            }
            let mut end = entry.end;
            for slot in &mut latest[..berths] {
                if end > *slot {
                    std::mem::swap(slot, &mut end);
                }
            }
        }
        latest[berths - 1]
    }

    /// Start, and then when the reception is free again, of a service at position `at`.
    #[inline]
    pub(crate) fn serve(&self, at: usize, queue: &Queue, join: u32, service: u32, received: u32) -> (u32, u32) {
        let mut from = join.max(self.free(at, queue.berths));
        if queue.reception_per_hour.is_some() && at > 0 {
            from = from.max(self.entries[at - 1].reception_free);
        }
        let start = earliest_open(&queue.windows, from, service);
        (start, reception_end(queue.reception_per_hour, start, received))
    }

    pub(crate) fn insert(&mut self, at: usize, key: u64, visit: u32, end: u32, reception_free: u32) {
        self.entries.insert(at, Entry { key, visit, end, end_max: end, reception_free });
        self.settle(at);
    }

    pub(crate) fn put_back(&mut self, at: usize, entry: Entry) {
        self.entries.insert(at, entry);
        self.settle(at);
    }

    pub(crate) fn remove(&mut self, at: usize) -> Entry {
        let entry = self.entries.remove(at);
        self.settle(at);
        entry
    }

    pub(crate) fn set(&mut self, at: usize, end: u32, reception_free: u32) {
        self.entries[at].end = end;
        self.entries[at].reception_free = reception_free;
        self.settle(at);
    }

    /// Brings the running maxima up to date from `at` on.
    fn settle(&mut self, at: usize) {
        let mut latest = if at == 0 { 0 } else { self.entries[at - 1].end_max };
        for (index, entry) in self.entries[at..].iter_mut().enumerate() {
            latest = latest.max(entry.end);
            // The entry at `at` itself may be new or changed; any later one that is right shows the rest is right.
            if index > 0 && entry.end_max == latest {
                break;
            }
            entry.end_max = latest;
        }
    }
}

/// Up to this many berths the walk back over ends needs no memory.
const BERTHS_FLAT: usize = 8;
