//! Appointments that were made before: taken again to the second where they can still be kept.

use crate::evaluate::timetable::Timetable;
use crate::routes::Trip;

/// A movement as people have been told of it.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) trip: Trip,
    /// When each stop and the unloading begin.
    pub(crate) starts: Vec<u32>,
    /// What it counts if it is changed.
    pub(crate) units: u32,
}

/// What has been said, by vehicle in order, and how late a movement may begin and still be the one that was said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promises<'a> {
    pub(crate) routes: &'a [Vec<Said>],
    pub(crate) tolerance: u32,
}

impl<'a> Promises<'a> {
    /// When the visits of a trip were said to begin that can set off at `ready`, among what a vehicle was told from `next` on:
    /// nobody who has been told comes earlier because somebody else falls away. Goes on behind what it finds.
    pub(super) fn starts(&self, vehicle: usize, next: &mut usize, trip: &Trip, ready: u32) -> &'a [u32] {
        let said = self.routes[vehicle].iter().enumerate().skip(*next);
        let mut same = said.filter(|(_, said)| said.trip == *trip);
        match same.find(|(_, said)| said.starts[0].saturating_add(self.tolerance) >= ready) {
            Some((found, said)) => {
                *next = found + 1;
                &said.starts
            }
            None => &[],
        }
    }
}

impl Timetable<'_> {
    /// Gives a vehicle these trips and no others, each visit no earlier than its start was said to be.
    pub(crate) fn appoint(&mut self, vehicle: usize, trips: &[Trip], starts: &[u32]) {
        self.save(vehicle);
        self.count(vehicle, 0, -1);
        self.release(vehicle, 0);
        self.lay_out(vehicle, 0, trips);
        self.book(vehicle, 0, starts);
        self.count(vehicle, 0, 1);
    }
}
