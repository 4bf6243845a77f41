//! People by need, and room for them by need.

use crate::id::NeedId;
use crate::quantity::People;
use std::ops::{Index, IndexMut};

/// People by need: who waits, who boards, who is left. As long as the scenario's list of needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Load(Vec<People>);

/// Places by need in a vehicle: independent compartments, as in one configuration of its class.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Capacity(Vec<People>);

impl Load {
    /// Nobody, for a scenario with `needs` categories.
    #[must_use]
    pub fn none(needs: usize) -> Self {
        Self(vec![People::ZERO; needs])
    }

    /// These counts, one a need.
    #[must_use]
    pub const fn of(counts: Vec<People>) -> Self {
        Self(counts)
    }

    /// The counts, one a need.
    #[must_use]
    pub fn counts(&self) -> &[People] {
        &self.0
    }

    /// Everybody, whatever they need.
    #[must_use]
    pub fn total(&self) -> People {
        self.0.iter().copied().sum()
    }

    /// True when nobody is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|count| *count == People::ZERO)
    }

    /// Both together.
    ///
    /// # Panics
    ///
    /// When the two are of scenarios with different needs.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        assert_eq!(self.0.len(), other.0.len(), "loads of one scenario have one length");
        Self(self.0.iter().zip(&other.0).map(|(one, two)| *one + *two).collect())
    }

    /// What is left without `other`, or `None` when some need would go below zero.
    #[must_use]
    pub fn checked_minus(&self, other: &Self) -> Option<Self> {
        assert_eq!(self.0.len(), other.0.len(), "loads of one scenario have one length");
        self.0.iter().zip(&other.0).map(|(one, two)| one.checked_sub(*two)).collect::<Option<_>>().map(Self)
    }
}

impl Capacity {
    /// Room for these counts, one a need.
    #[must_use]
    pub const fn of(places: Vec<People>) -> Self {
        Self(places)
    }

    /// The places, one a need.
    #[must_use]
    pub fn places(&self) -> &[People] {
        &self.0
    }

    /// The places of all needs together.
    #[must_use]
    pub fn total(&self) -> People {
        self.0.iter().copied().sum()
    }

    /// True when everybody in `load` has a place of their kind.
    #[must_use]
    pub fn holds(&self, load: &Load) -> bool {
        assert_eq!(self.0.len(), load.0.len(), "capacities and loads of one scenario have one length");
        self.0.iter().zip(&load.0).all(|(places, people)| people <= places)
    }
}

impl Index<NeedId> for Load {
    type Output = People;

    fn index(&self, need: NeedId) -> &People {
        &self.0[need.index()]
    }
}

impl IndexMut<NeedId> for Load {
    fn index_mut(&mut self, need: NeedId) -> &mut People {
        &mut self.0[need.index()]
    }
}

impl Index<NeedId> for Capacity {
    type Output = People;

    fn index(&self, need: NeedId) -> &People {
        &self.0[need.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load<const N: usize>(counts: [u32; N]) -> Load {
        Load::of(counts.map(People).to_vec())
    }

    #[test]
    fn a_wheelchair_never_takes_a_seat() {
        let coach = Capacity::of(vec![People(42), People(4)]);
        assert!(coach.holds(&load([42, 4])));
        assert!(!coach.holds(&load([10, 5])));
    }

    #[test]
    fn nobody_is_taken_from_where_nobody_is() {
        assert_eq!(load([3, 1]).checked_minus(&load([2, 1])), Some(load([1, 0])));
        assert_eq!(load([3, 1]).checked_minus(&load([2, 2])), None);
    }
}
