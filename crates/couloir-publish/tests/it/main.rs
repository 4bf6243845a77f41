//! What people read, held against the plan that it tells of.

mod folder;
mod gains;
mod maps;
mod outlook;
mod pictures;
mod sheets;
mod table;
mod times;
mod world;
