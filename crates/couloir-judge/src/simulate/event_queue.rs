//! The calendar: what happens next.
//!
//! A heap with four children a node over whole numbers that hold moment, kind and whose turn it is: the smallest number is the
//! next event. Four children make the heap half as high as two, and lie in one cache line.

use couloir_model::clock::Moment;

/// The bits for a vehicle or a place in a convoy.
const INDEX_BITS: u32 = 22;
/// The bits for what happens.
const KIND_BITS: u32 = 2;

/// The most vehicles or places in convoys that a calendar can tell apart.
pub(super) const INDEX_MAX: usize = (1 << INDEX_BITS) - 1;

/// The latest moment that a calendar can hold: some 34,000 years.
pub(super) const MOMENT_MAX: Moment = Moment((1 << (64 - INDEX_BITS - KIND_BITS)) - 1);

/// What happens. At one moment, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A vehicle stands still for good.
    Lost = 0,
    /// A vehicle without an order is free.
    Free = 1,
    /// A vehicle joins the queue of a place.
    Join = 2,
    /// A vehicle with people on board is before the post of a passage.
    Examine = 3,
}

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) at: Moment,
    pub(super) kind: Kind,
    /// The vehicle, or the place in a convoy.
    pub(super) index: u32,
}

impl Event {
    const fn key(self) -> u64 {
        let at = if self.at.0 > MOMENT_MAX.0 { MOMENT_MAX.0 } else { self.at.0 };
        at << (INDEX_BITS + KIND_BITS) | (self.kind as u64) << INDEX_BITS | self.index as u64
    }

    const fn of(key: u64) -> Self {
        let kind = match key >> INDEX_BITS & ((1 << KIND_BITS) - 1) {
            0 => Kind::Lost,
            1 => Kind::Free,
            2 => Kind::Join,
            _ => Kind::Examine,
        };
        Self { at: Moment(key >> (INDEX_BITS + KIND_BITS)), kind, index: (key & INDEX_MAX as u64) as u32 }
    }
}

/// The calendar.
#[derive(Debug, Default)]
pub(super) struct EventQueue {
    heap: Vec<u64>,
    /// True when the first entry has been handed out and not been replaced yet: the next one to come takes its place, which
    /// saves a sift down and one up.
    taken: bool,
}

impl EventQueue {
    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.taken = false;
    }

    pub(super) fn push(&mut self, event: Event) {
        let key = event.key();
        if self.taken {
            self.taken = false;
            self.sift_down(key);
            return;
        }
        let mut child = self.heap.len();
        self.heap.push(key);
        while child > 0 {
            let parent = (child - 1) / 4;
            if self.heap[parent] <= key {
                break;
            }
            self.heap[child] = self.heap[parent];
            child = parent;
        }
        self.heap[child] = key;
    }

    pub(super) fn pop(&mut self) -> Option<Event> {
        if self.taken {
            self.taken = false;
            let last = self.heap.pop()?;
            if !self.heap.is_empty() {
                self.sift_down(last);
            }
        }
        let first = *self.heap.first()?;
        self.taken = true;
        Some(Event::of(first))
    }

    /// Puts `key` at the top and lets it sink.
    fn sift_down(&mut self, key: u64) {
        let length = self.heap.len();
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            if first >= length {
                break;
            }
            let children = &self.heap[first..(first + 4).min(length)];
            let (mut least, mut smallest) = (0, children[0]);
            for (index, child) in children.iter().enumerate().skip(1) {
                if *child < smallest {
                    (least, smallest) = (index, *child);
                }
            }
            if key <= smallest {
                break;
            }
            self.heap[hole] = smallest;
            hole = first + least;
        }
        self.heap[hole] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn events_come_in_the_order_of_moment_kind_and_index(
            steps in prop::collection::vec((any::<bool>(), 0_u64..50, 0_u32..4, 0_u32..9), 1..200),
        ) {
            let kinds = [Kind::Lost, Kind::Free, Kind::Join, Kind::Examine];
            let (mut queue, mut plain) = (EventQueue::default(), Vec::new());
            for (pushes, at, kind, index) in steps {
                if pushes {
                    let event = Event { at: Moment(at), kind: kinds[kind as usize], index };
                    queue.push(event);
                    plain.push((event.at, event.kind, event.index));
                } else {
                    plain.sort_unstable();
                    let expected = if plain.is_empty() { None } else { Some(plain.remove(0)) };
                    prop_assert_eq!(queue.pop().map(|event| (event.at, event.kind, event.index)), expected);
                }
            }
        }
    }
}
