//! Moments and windows, in whole seconds since the operation's start.

use crate::quantity::Seconds;
use std::fmt;
use std::ops::{Add, AddAssign};

/// A moment: whole seconds since the operation's start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub u64);

/// The moment at which the operation starts, in whole seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixSeconds(pub i64);

/// The latest moment that an operation may name: ten years after its start.
pub const MOMENT_MAX: Moment = Moment(10 * 366 * 86_400);

impl Moment {
    /// The operation's start.
    pub const START: Self = Self(0);

    /// The time from `earlier` to this moment; zero when `earlier` is the later one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Seconds> for Moment {
    type Output = Self;

    fn add(self, duration: Seconds) -> Self {
        Self(self.0.saturating_add(duration.0))
    }
}

impl AddAssign<Seconds> for Moment {
    fn add_assign(&mut self, duration: Seconds) {
        *self = *self + duration;
    }
}

impl fmt::Display for Moment {
    /// `+6 h 05`: the time since the start. Civil time needs a zone and is the business of `publish` and the shell.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", Seconds(self.0))
    }
}

/// A stretch of time, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    from: Moment,
    until: Moment,
}

/// A window that ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a window ends before it begins: {from} to {until}")]
pub struct ReversedWindow {
    /// Its beginning as given.
    pub from: Moment,
    /// Its end as given.
    pub until: Moment,
}

impl Window {
    /// The window from `from` until `until`.
    ///
    /// # Errors
    ///
    /// [`ReversedWindow`] when `until` is before `from`.
    pub fn new(from: Moment, until: Moment) -> Result<Self, ReversedWindow> {
        if from <= until { Ok(Self { from, until }) } else { Err(ReversedWindow { from, until }) }
    }

    /// Its first moment.
    #[must_use]
    pub const fn from(self) -> Moment {
        self.from
    }

    /// Its last moment.
    #[must_use]
    pub const fn until(self) -> Moment {
        self.until
    }

    /// True when its end is beyond what an operation may name: «until further notice». What is closed so long never opens
    /// again as far as a plan is concerned.
    #[must_use]
    pub fn is_endless(self) -> bool {
        self.until >= MOMENT_MAX
    }

    /// True when something that begins at `begin` and ends at `end` lies wholly inside.
    #[must_use]
    pub fn holds(self, begin: Moment, end: Moment) -> bool {
        self.from <= begin && end <= self.until
    }

    /// True when something that begins at `begin` and ends at `end` shares more than a single moment with the window, or a
    /// moment strictly inside it. Ending just when a closure begins is no conflict.
    #[must_use]
    pub fn overlaps(self, begin: Moment, end: Moment) -> bool {
        begin < self.until && self.from < end || begin == end && self.from < begin && begin < self.until
    }
}

/// When a place is open: always, or in windows that do not touch, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Opening(Vec<Window>);

/// Two opening windows of one place share a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("two opening windows overlap: {} to {}, and {} to {}", first.from, first.until, second.from, second.until)]
pub struct OverlappingWindows {
    /// The one that begins first.
    pub first: Window,
    /// The other.
    pub second: Window,
}

impl Opening {
    /// Open at all times.
    #[must_use]
    pub const fn always() -> Self {
        Self(Vec::new())
    }

    /// Open in `windows` only; at all times when there is none.
    ///
    /// # Errors
    ///
    /// [`OverlappingWindows`] when two of them share a moment.
    pub fn during(mut windows: Vec<Window>) -> Result<Self, OverlappingWindows> {
        windows.sort_unstable();
        match windows.windows(2).find(|pair| pair[1].from <= pair[0].until) {
            Some(pair) => Err(OverlappingWindows { first: pair[0], second: pair[1] }),
            None => Ok(Self(windows)),
        }
    }

    /// The windows in order; none when the place is always open.
    #[must_use]
    pub fn windows(&self) -> &[Window] {
        &self.0
    }

    /// True when the place never shuts.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: u64, until: u64) -> Window {
        Window::new(Moment(from), Moment(until)).unwrap()
    }

    #[test]
    fn a_window_that_ends_before_it_begins_is_refused() {
        assert!(Window::new(Moment(10), Moment(9)).is_err());
    }

    #[test]
    fn overlapping_windows_are_refused_whatever_their_order() {
        assert!(Opening::during(vec![window(50, 90), window(0, 50)]).is_err());
        assert_eq!(Opening::during(vec![window(51, 90), window(0, 50)]).unwrap().windows().len(), 2);
    }

    #[test]
    fn a_leg_that_ends_when_the_closure_begins_is_no_conflict() {
        assert!(!window(100, 200).overlaps(Moment(50), Moment(100)));
        assert!(!window(100, 200).overlaps(Moment(200), Moment(250)));
        assert!(window(100, 200).overlaps(Moment(50), Moment(101)));
        assert!(window(100, 200).overlaps(Moment(150), Moment(150)));
    }
}
