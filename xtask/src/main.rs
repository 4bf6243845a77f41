//! The daily acts of a developer, one command each.

fn main() {}
