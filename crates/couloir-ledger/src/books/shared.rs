//! Work that two cores share, and what they found put together.

use std::sync::Mutex;

/// From how many things on work is shared: below, a thread takes longer to begin than the books.
const SHARED_MIN: usize = 64;

/// What `one` and `other` come to, the other on a thread of its own where each has `size` things to do, that is enough, and the system
/// gives one.
pub(super) fn both<A, B: Send>(size: usize, one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    let other = Mutex::new(Some(other));
    let take = || other.lock().expect("it is taken once").take().map(|other| other());
    std::thread::scope(|scope| {
        let begun = (size >= SHARED_MIN).then(|| std::thread::Builder::new().spawn_scoped(scope, take).ok()).flatten();
        let one = one();
        let other = match begun {
            Some(begun) => begun.join().expect("the books do not panic"),
            None => take(),
        };
        (one, other.expect("it is taken once"))
    })
}

/// Makes one of all entries that stand beside each other under the same key: `join` adds the later to the first.
pub(super) fn join_equal<K: PartialEq, V>(entries: &mut Vec<(K, V)>, join: impl Fn(&mut V, &mut V)) {
    entries.dedup_by(|(key, later), (before, first)| {
        let is_same = key == before;
        if is_same {
            join(first, later);
        }
        is_same
    });
}
