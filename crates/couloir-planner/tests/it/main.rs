//! What the planner promises, over generated worlds.

mod promises;
mod worlds;
