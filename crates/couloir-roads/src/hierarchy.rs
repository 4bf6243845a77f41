//! The order in which a network is contracted (placeholder until the next commit).

/// An order of contraction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hierarchy {
    /// The rank of each state: contracted first is 0.
    pub rank: Vec<u32>,
}
