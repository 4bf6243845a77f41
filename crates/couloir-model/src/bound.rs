//! What no valid plan can beat, and what stands in the way of a sooner clearance.

use crate::clock::Moment;
use crate::id::{NeedId, PassageId, ShelterId, SiteId};

/// A clearance time that no valid plan can beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClearanceBound {
    /// No plan clears before this.
    pub at_least: Moment,
    /// What makes it so.
    pub binding: Binding,
}

/// What binds: what would have to change for a sooner clearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Binding {
    /// The whole fleet: more vehicles, or larger ones.
    Vehicles,
    /// The places of one kind in the whole fleet.
    Seats(NeedId),
    /// The road to and from one site: nobody could fetch its people sooner.
    Road(SiteId),
    /// The berths of one site.
    SiteBerths(SiteId),
    /// The berths of one shelter, or all of them together when none is named.
    ShelterBerths(Option<ShelterId>),
    /// The reception rate of one shelter.
    Reception(ShelterId),
    /// The room in the shelters that are near.
    Room,
    /// The opening windows or arrivals of people at one site.
    SiteWindow(SiteId),
    /// The opening windows of one shelter.
    ShelterWindow(ShelterId),
    /// One passage.
    Passage(PassageId),
    /// Nothing: nobody was counted who would have to be brought out. It does not say that nobody is there.
    Nothing,
}

/// How far a clearance time may be from the best, in thousandths of the bound, rounded up: `(clearance − bound) / bound`.
///
/// `None` when the bound is zero and the clearance is not.
#[must_use]
pub fn gap_permille(clearance: Moment, bound: Moment) -> Option<u64> {
    let excess = clearance.0.saturating_sub(bound.0);
    match (excess, bound.0) {
        (0, _) => Some(0),
        (_, 0) => None,
        (excess, bound) => {
            Some(u64::try_from((u128::from(excess) * 1000).div_ceil(u128::from(bound))).unwrap_or(u64::MAX))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_never_rounded_down_to_optimal() {
        assert_eq!(gap_permille(Moment(100_001), Moment(100_000)), Some(1));
        assert_eq!(gap_permille(Moment(100), Moment(100)), Some(0));
        assert_eq!(gap_permille(Moment(1), Moment(0)), None);
    }
}
