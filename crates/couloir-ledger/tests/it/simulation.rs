//! Seeds of the simulation: every one that has ever found a fault, and the first ones.

use crate::simulate::faults::Tally;
use crate::simulate::mutate::{Corpus, Target, check};
use crate::simulate::regressions;
use crate::simulate::simulation::simulate;

#[test]
#[expect(clippy::print_stdout, reason = "shown where it fails: the last seed, or what all of them went through")]
fn whatever_the_network_and_the_disks_do_nothing_acknowledged_is_lost_and_nobody_counted_twice() {
    let (mut faults, mut whole, mut seeds) = (Tally::new(), 0, 0);
    for seed in regressions().into_iter().chain(0..100) {
        println!("seed {seed}");
        let outcome = simulate(seed);
        assert!(0 < outcome.events && 0 < outcome.node_seconds, "something happened");
        (whole, seeds) = (whole + u32::from(outcome.is_whole), seeds + 1);
        for (fault, times) in outcome.faults {
            *faults.entry(fault).or_default() += times;
        }
    }
    for (fault, times) in &faults {
        println!("{times:>8}  {}", fault.words());
    }
    // A simulation in which hardly anything happens, or nothing comes through, proves nothing.
    assert!(24 < faults.len(), "most kinds of fault have happened: {}", faults.len());
    assert!(seeds < 4 * whole, "the books of many seeds were held against the truth: {whole} of {seeds}");
}

#[test]
fn damaged_bytes_are_read_without_a_panic_and_nothing_unsigned_is_taken() {
    let corpus = Corpus::new();
    for target in Target::ALL {
        for number in 0..500 {
            check(target, &corpus.damaged(target, 1, number));
        }
    }
}
