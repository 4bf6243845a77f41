//! `cargo run --release -p couloir-ledger --example simulate -- FROM COUNT`: runs the simulation of many seeds, and says which
//! faults they went through. The first seed that fails ends the run with its number.
#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(dead_code, reason = "the modules are those of the tests, which use more of them")]

#[path = "../tests/it/device.rs"]
mod device;
#[path = "../tests/it/network.rs"]
mod network;
#[path = "../tests/it/random.rs"]
mod random;
#[path = "../tests/it/world.rs"]
mod world;

#[expect(clippy::disallowed_methods, reason = "an example is a program")]
fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<u64>().ok());
    let (from, count) = (arguments.next().unwrap_or(0), arguments.next().unwrap_or(1_000));
    let mut faults = network::Faults::new();
    for seed in from..from + count {
        for (fault, times) in network::simulate(seed) {
            *faults.entry(fault).or_default() += times;
        }
    }
    println!("{count} seeds from {from}, all well");
    for (fault, times) in faults {
        println!("{times:>10}  {fault}");
    }
}
