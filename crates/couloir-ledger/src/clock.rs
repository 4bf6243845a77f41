//! A hybrid clock: the device's own reading, never behind what it has already written or seen.

use couloir_model::clock::UnixSeconds;

/// When an event was recorded: seconds, and a counter within one second.
///
/// Source: Kulkarni, Demirbas, Madappa, Avva, Leone, "Logical Physical Clocks", OPODIS 2014. A clock that jumps back does
/// not take the log with it, and what is recorded after something was seen also stands after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hybrid {
    /// The seconds.
    pub seconds: UnixSeconds,
    /// The position within them.
    pub counter: u32,
}

/// How far ahead of the own clock another device's may be and still move it: a quarter of an hour.
///
/// Our own choice. Telephones set by their network are right to seconds, and Kerberos (RFC 4120) asks machines to agree within five
/// minutes; posts without a network set their clocks by radio or by eye, which is good for a few minutes more. A tablet that woke up
/// in another year must not drag everybody with it.
pub const AHEAD_S_MAX: i64 = 900;

/// How far ahead of the own clock something may be said to have happened: three quarters of an hour. Our own choice: more than two clocks
/// that people set by eye are apart, and than a line of SMS is read into the future ([`crate::field`]); less than an hour, so that a
/// forgotten summer time is found.
pub const SAID_AHEAD_S_MAX: i64 = 2_700;

impl Hybrid {
    /// The moment after `last` for something recorded at `now`.
    #[must_use]
    pub fn after(last: Option<Self>, now: UnixSeconds) -> Self {
        match last {
            Some(last) if now <= last.seconds => match last.counter.checked_add(1) {
                Some(counter) => Self { seconds: last.seconds, counter },
                None => Self { seconds: UnixSeconds(last.seconds.0.saturating_add(1)), counter: 0 },
            },
            _ => Self { seconds: now, counter: 0 },
        }
    }

    /// True when a device whose clock shows `now` lets this moment move it.
    #[must_use]
    pub const fn is_credible(self, now: UnixSeconds) -> bool {
        self.seconds.0 <= now.0.saturating_add(AHEAD_S_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumps_back_does_not_take_the_log_with_it() {
        let before = Hybrid::after(None, UnixSeconds(1_000));
        let after = Hybrid::after(Some(before), UnixSeconds(10));
        assert!(before < after);
        assert_eq!(after, Hybrid { seconds: UnixSeconds(1_000), counter: 1 });
        assert_eq!(Hybrid::after(Some(after), UnixSeconds(1_001)).counter, 0);
    }
}
