//! The appointments at one place: who occupies which berth from when until when.

use crate::problem::{NEVER, Queue, earliest_open};

/// One appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) start: u32,
    /// When the berth is free again.
    until: u32,
    pub(crate) vehicle: u32,
    /// Which of the vehicle's visits it is.
    pub(crate) visit: u32,
}

/// Slots that do not overlap, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Lane(Vec<Slot>);

/// What a visit asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    /// The earliest start.
    pub(crate) ready: u32,
    /// Seconds of service.
    pub(crate) service: u32,
    /// Seconds for which reception is busy with it.
    pub(crate) reception: u32,
}

/// The appointments at one place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Calendar {
    /// One lane a berth; a single one, in which slots may overlap, where berths are without number.
    berths: Vec<Lane>,
    unlimited: bool,
    /// Where a rate of reception is given: slots are as long as reception is busy.
    reception: Option<Lane>,
    windows: Vec<(u32, u32)>,
}

impl Calendar {
    pub(crate) fn new(queue: &Queue) -> Calendar {
        Calendar {
            berths: vec![Lane::default(); queue.berths.unwrap_or(1).min(BERTHS_MAX) as usize],
            unlimited: queue.berths.is_none(),
            reception: queue.reception_per_hour.map(|_| Lane::default()),
            windows: queue.windows.clone(),
        }
    }

    /// The earliest start, and at which berth.
    #[inline]
    pub(crate) fn fit(&self, request: Request) -> (u32, u32) {
        if self.unlimited && self.reception.is_none() {
            return (earliest_open(&self.windows, request.ready, request.service), 0);
        }
        let mut best = (NEVER, 0);
        for berth in 0..self.berths.len() {
            let start = self.fit_at(berth, request, best.0);
            if start < best.0 {
                best = (start, berth as u32);
                if start == request.ready {
                    break;
                }
            }
        }
        best
    }

    fn fit_at(&self, berth: usize, request: Request, enough: u32) -> u32 {
        let mut start = request.ready;
        loop {
            let asked = start;
            if !self.unlimited {
                start = self.berths[berth].fit(start, held(request.service), &self.windows, request.service);
            } else {
                start = earliest_open(&self.windows, start, request.service);
            }
            if let Some(reception) = &self.reception
                && start < enough
            {
                start = reception.fit(start, held(request.reception), &[], 0);
            }
            // The one may have moved what the other had found.
            if start == asked || start >= enough || self.reception.is_none() {
                return start;
            }
        }
    }

    pub(crate) fn insert(&mut self, berth: u32, start: u32, request: Request, vehicle: usize, visit: usize) {
        let slot = |seconds: u32| Slot {
            start,
            until: start.saturating_add(held(seconds)),
            vehicle: vehicle as u32,
            visit: visit as u32,
        };
        self.berths[berth as usize].insert(slot(request.service));
        if let Some(reception) = &mut self.reception {
            reception.insert(slot(request.reception));
        }
    }

    pub(crate) fn remove(&mut self, berth: u32, start: u32, vehicle: usize, visit: usize) {
        self.berths[berth as usize].remove(start, vehicle, visit);
        if let Some(reception) = &mut self.reception {
            reception.remove(start, vehicle, visit);
        }
    }

    /// The berth that is free at `start`, for a schedule that is known to fit.
    pub(crate) fn free_berth(&self, start: u32) -> Option<u32> {
        if self.unlimited {
            return Some(0);
        }
        let free = |lane: &Lane| lane.0.last().is_none_or(|slot| slot.until <= start);
        self.berths.iter().position(free).map(|berth| berth as u32)
    }

    /// A slot at random, if there is any.
    #[inline]
    pub(crate) fn draw(&self, stream: &mut crate::seed::Stream) -> Option<Slot> {
        let berth = if self.berths.len() == 1 { 0 } else { stream.below(self.berths.len()) };
        let slots = &self.berths[berth].0;
        (!slots.is_empty()).then(|| slots[stream.below(slots.len())])
    }

    /// The slots at the berth of a slot, from one drawn at random on.
    pub(crate) fn draw_run(&self, stream: &mut crate::seed::Stream, length: usize) -> &[Slot] {
        let berth = if self.berths.len() == 1 { 0 } else { stream.below(self.berths.len()) };
        let slots = &self.berths[berth].0;
        if slots.is_empty() {
            return &[];
        }
        let first = stream.below(slots.len());
        &slots[first..(first + length).min(slots.len())]
    }
}

/// More berths than this are never full; they are looked at one by one.
const BERTHS_MAX: u32 = 4096;

/// Services of no duration hold their berth for a second all the same: two that start at the same moment are served in
/// the order of their vehicles, whatever we book.
#[inline]
fn held(seconds: u32) -> u32 {
    seconds.max(1)
}

impl Lane {
    #[inline]
    fn fit(&self, ready: u32, length: u32, windows: &[(u32, u32)], service: u32) -> u32 {
        let mut at = self.0.partition_point(|slot| slot.until <= ready);
        let mut start = ready;
        loop {
            start = earliest_open(windows, start, service);
            while self.0.get(at).is_some_and(|slot| slot.until <= start) {
                at += 1;
            }
            match self.0.get(at) {
                Some(slot) if slot.start < start.saturating_add(length) => start = slot.until,
                _ => return start,
            }
            at += 1;
        }
    }

    fn insert(&mut self, slot: Slot) {
        let at = self.0.partition_point(|other| other.start <= slot.start);
        self.0.insert(at, slot);
    }

    fn remove(&mut self, start: u32, vehicle: usize, visit: usize) {
        let mut at = self.0.partition_point(|slot| slot.start < start);
        while (self.0[at].vehicle as usize, self.0[at].visit as usize) != (vehicle, visit) {
            at += 1;
        }
        debug_assert_eq!(self.0[at].start, start);
        self.0.remove(at);
    }
}
