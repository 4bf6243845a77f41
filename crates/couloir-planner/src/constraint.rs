//! What a trip must keep, one constraint a module, under the names that the judge and the manual use.

pub(crate) mod capacity;
