//! Seeds of the simulation: the first ones, and every one that has ever found a fault.

use crate::network::simulate;

/// Seeds that found something once, with what it was.
const REGRESSIONS: &[u64] = &[];

#[test]
fn whatever_the_network_and_the_disks_do_nothing_acknowledged_is_lost_and_nobody_counted_twice() {
    for seed in REGRESSIONS.iter().copied().chain(0..200) {
        simulate(seed);
    }
}
