//! Seeds of the simulation: the first ones, and every one that has ever found a fault.

use crate::network::simulate;

/// Seeds that found something once. 51: an event on the shorter branch of a device whose backup had been restored was never
/// signed, and so never handed over.
const REGRESSIONS: &[u64] = &[51];

#[test]
fn whatever_the_network_and_the_disks_do_nothing_acknowledged_is_lost_and_nobody_counted_twice() {
    for seed in REGRESSIONS.iter().copied().chain(0..60) {
        simulate(seed);
    }
}
