//! Rules of the road on hand-made maps, the contraction against the plain search, the file format, and real extracts.

mod bad_bytes;
mod closures;
mod extracts;
mod rules;
mod search;
mod world;
