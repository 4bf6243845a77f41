//! Neutral benchmark instances: the generator of the families that planners are compared on.

pub mod generate;
