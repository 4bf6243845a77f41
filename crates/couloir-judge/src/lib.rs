//! Judges plans, makes none.
//!
//! [`verify()`] walks a finished plan leg by leg, keeps its own books of people, seats, berths and moments, and reports
//! every violation with the leg and the number by which it fails. [`timetable()`] carries routes out without disturbance
//! and writes every moment down; it is the slow truth that a planner's own clock can be held against.
//!
//! [`verify_from`] does the same for a plan that continues another one while it is carried out.
//!
//! [`certificate::check`] checks a proof that no plan clears sooner. [`simulate::Simulation`] carries a plan out many times while
//! things go wrong; without disturbance it comes to the same second as [`timetable()`].
//!
//! Read in this order: [`verdict`] (what is said about a plan), [`mod@verify`] (one module a rule, each under the name that
//! stands in its messages), [`mod@timetable`], [`certificate`], [`simulate`] (what the plan does when things go wrong).
//!
//! **Invariant:** depends on `couloir-model` alone: it shares no reasoning with the planner. **Invariant:** searches for
//! no plan and repairs none; shortest ways and the best that one vehicle can earn are computed for a certificate alone.
//! **Invariant:** no plan makes it panic, whatever its parts.

pub mod verdict;

pub mod verify;

pub mod timetable;

pub mod certificate;

pub mod simulate;

mod convoys;
mod earliest;
mod walk;

pub use timetable::timetable;
pub use verdict::{Rule, Verdict, Violation};
pub use verify::under_way::verify_from;
pub use verify::verify;
