//! Work that two cores share, and what they found put together.

/// From how many things on work is shared: below, a thread takes longer to begin than the books.
const SHARED_MIN: usize = 64;

/// What `one` and `other` come to, the other on a thread of its own where each has `size` things to do and that is enough.
pub(super) fn both<A, B: Send>(size: usize, one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if size < SHARED_MIN {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join().expect("the books do not panic"))
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
