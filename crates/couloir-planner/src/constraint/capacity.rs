//! *Capacity*: nobody boards a vehicle without a place of their kind, nobody is sent to a shelter without room.

use crate::evaluate::timetable::Timetable;
use crate::problem::{Load, NEEDS_MAX};

/// As many of those who wait as there are places.
#[inline]
pub(crate) fn fill(waiting: &[u32; NEEDS_MAX], places: &Load) -> Load {
    std::array::from_fn(|need| waiting[need].min(u32::from(places[need])) as u16)
}

/// The places that a load leaves free.
#[inline]
pub(crate) fn left(places: &Load, load: &Load) -> Load {
    std::array::from_fn(|need| places[need].saturating_sub(load[need]))
}

/// At most so many of a load; those with the rarest needs (the last ones) first.
#[inline]
pub(crate) fn within(most: i64, load: &Load) -> Load {
    let mut left = most.max(0);
    let mut within = *load;
    for people in within.iter_mut().rev() {
        *people = i64::from(*people).min(left) as u16;
        left -= i64::from(*people);
    }
    within
}

/// As many of a load as a shelter has room for; those with the rarest needs (the last ones) first.
#[inline]
pub(crate) fn within_room(timetable: &Timetable, shelter: u32, load: &Load) -> Load {
    let by_need = &timetable.room_by_need[shelter as usize];
    let admitted = std::array::from_fn(|need| i64::from(load[need]).min(by_need[need].max(0)) as u16);
    within(timetable.room[shelter as usize], &admitted)
}
