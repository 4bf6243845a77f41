//! Seeds of the simulation: every one that has ever found a fault, and the first ones.

use crate::simulate::faults::Tally;
use crate::simulate::mutate::{Corpus, Target, check};
use crate::simulate::regressions;
use crate::simulate::simulation::simulate;

#[test]
fn whatever_the_network_and_the_disks_do_nothing_acknowledged_is_lost_and_nobody_counted_twice() {
    let mut faults = Tally::new();
    for seed in regressions().into_iter().chain(0..100) {
        println!("seed {seed}");
        for (fault, times) in simulate(seed).faults {
            *faults.entry(fault).or_default() += times;
        }
    }
    for (fault, times) in faults {
        println!("{times:>8}  {}", fault.words());
    }
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
