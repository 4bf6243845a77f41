//! The program `couloir`.

fn main() {}
