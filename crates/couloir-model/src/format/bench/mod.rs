//! The neutral benchmark formats, `couloir-bench/1` and `couloir-plan/1`: instances and plans as JSON that any planner can
//! read and write, and that an independent checker can judge.
//!
//! All times are whole seconds, all distances whole metres, all amounts whole people; indices are positions in the arrays,
//! counted from 0. A plan in the neutral format names routes and convoys only: its moments follow from the rules (see
//! `couloir_judge::timetable`).

mod instance;
mod json;
mod matrix;
mod passage;
mod routes;
mod scenario;

pub use instance::{Instance, NeutralPlace, NeutralShelter, NeutralSite, NeutralType, NeutralVehicle, write_instance};
pub use matrix::{NeutralMatrix, splitmix64};
pub use passage::{NeutralCrossings, NeutralEscort, NeutralPassage, NeutralWindow};
pub use routes::{RoutesOnly, read_plan, write_plan};

use crate::finding::Finding;
use crate::scenario::Scenario;
use crate::travel::TravelTimes;

/// What stands in the field `format` of an instance.
pub const INSTANCE_FORMAT: &str = "couloir-bench/1";

/// What stands in the field `format` of a plan.
pub const PLAN_FORMAT: &str = "couloir-plan/1";

/// Reads an instance as an operation with its travel times.
///
/// The fields are described in the manual's page `bench-format.md`. A category is a need, a vehicle type is a class with one configuration. Sites and shelters are called as their places.
///
/// # Errors
///
/// Every fault, each with its path in the file: not JSON, another format, fields that are missing or of another kind,
/// numbers out of range, lists of the wrong length, indices that name nothing.
pub fn read_instance(text: &str) -> Result<(Scenario, TravelTimes), Vec<Finding>> {
    Instance::read(text)?.operation()
}

#[cfg(test)]
mod tests;
