//! What tags mean: access, one-ways, limits, speeds, barriers, turn restrictions, and conditions.

pub mod access;

pub mod barrier;

pub mod conditional;

pub mod measure;

pub mod restriction;

pub mod road;

pub mod speed;
