//! Appointments that were made before: taken again to the second where they can still be kept.

use crate::evaluate::timetable::Timetable;
use crate::routes::Trip;

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
