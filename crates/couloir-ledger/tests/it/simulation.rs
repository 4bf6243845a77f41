//! Seeds of the simulation: every one that has ever found a fault, and the first ones.

use crate::simulate::many;
use crate::simulate::mutate::{Corpus, Target, check};

/// How many seeds, where `COULOIR_SEEDS` does not say: enough for a change at the desk. CI runs 20,000.
const SEEDS: u64 = 200;

#[test]
#[expect(clippy::print_stdout, reason = "what all of them went through")]
fn whatever_the_network_and_the_disks_do_nothing_acknowledged_is_lost_and_nobody_counted_twice() {
    let sum = many::run(0, seeds(), 2, |_| true);
    println!("{sum}");
    assert!(sum.failed.is_empty(), "seeds that fail: {:#?}", sum.failed);
    // A simulation in which hardly anything happens, or nothing comes through, proves nothing.
    assert!(30 < sum.faults.len(), "most kinds of fault have happened: {}", sum.faults.len());
    assert!(sum.seeds < 4 * sum.whole, "the books of many seeds were held against the truth");
    assert!(sum.seeds < sum.events && sum.seeds < sum.node_seconds / 3600, "something happened");
}

#[expect(clippy::disallowed_methods, reason = "how long a test may take is for whoever runs it to say")]
fn seeds() -> u64 {
    std::env::var("COULOIR_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS)
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
