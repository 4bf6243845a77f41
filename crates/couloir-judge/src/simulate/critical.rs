//! Why a run took as long as it did: the chain of what waited for what, followed back from the last person.

use super::course::NONE;
use super::run::Play;
use super::{Reason, Tally};

/// What determined when a step began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Via {
    /// The vehicle's own arrival.
    #[default]
    Road,
    /// Somebody on the berth.
    Berth,
    /// People who were being taken in.
    Reception,
    /// Somebody whose turn came before.
    Order,
}

/// How a step came to begin when it did, and what went otherwise than planned on the way to it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trace {
    /// The vehicle's step before.
    pub(super) before: u32,
    /// The step that it waited for, where `via` says so.
    pub(super) cause: u32,
    pub(super) via: Via,
    /// Seconds lost by leaving the depot late.
    pub(super) late: u64,
    /// Seconds lost on the road, or won.
    pub(super) travel: i64,
    /// Seconds lost by a breakdown.
    pub(super) breakdown: u64,
    /// Seconds lost since a passage was shut without notice.
    pub(super) shut: u64,
    /// Seconds lost by loading, or won.
    pub(super) loading: i64,
    /// Seconds that the place was shut.
    pub(super) window: u64,
    /// The passage where it was held longest, counted from 1; none is 0.
    pub(super) held_at: u32,
    pub(super) held: u64,
    /// The step of the vehicle for which the convoy waited, counted from 1; none is 0.
    pub(super) convoy: u32,
}

impl Trace {
    /// The vehicle was held in front of a passage.
    pub(super) fn hold(&mut self, passage: u32, seconds: u64, shut: u64) {
        self.shut += shut;
        if seconds > self.held {
            (self.held, self.held_at) = (seconds, passage + 1);
        }
    }

    /// The vehicle waited for another one of its convoy, whose step before was `step`.
    pub(super) const fn with(&mut self, step: u32) {
        self.convoy = step.wrapping_add(1);
    }
}

/// What is learnt from one run's chain.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Blame {
    /// Seconds against the plan by reason; what came sooner is negative.
    pub(super) seconds: [i64; Reason::COUNT],
}

impl Play<'_> {
    /// Follows the chain back from the last person, and counts what is on it in `tally`, as of run `run`.
    pub(super) fn blame(&self, tally: &mut Tally, run: u64) -> Blame {
        let mut blame = Blame::default();
        let mut add = |reason: Reason, seconds: i64| blame.seconds[reason as usize] += seconds;
        let (mut step, mut serves) = (self.last, true);
        // A chain has no step twice; the limit only guards against a fault of our own.
        let mut steps_left = self.traces.len() + 1;
        while step != NONE && steps_left > 0 {
            steps_left -= 1;
            let trace = self.traces[step as usize];
            let vehicle = self.vehicle_of[step as usize] as usize;
            let place = self.step(step).place as usize;
            tally.vehicle(vehicle, run);
            if step == self.last {
                tally.last_vehicle[vehicle] += 1;
                tally.last_place[place] += 1;
            }
            let extra = self.reason_of(step);
            if serves {
                // Nothing of an extra trip was planned, so that its whole loading counts here.
                add(extra.unwrap_or(Reason::Loading), trace.loading);
            }
            if trace.via != Via::Road && trace.cause != NONE {
                tally.place(place, run);
                serves = trace.via == Via::Berth;
                // Whoever had to come first: its way there counts, and where it held the berth its loading too.
                step = trace.cause;
                continue;
            }
            add(Reason::LateStart, trace.late.cast_signed());
            add(Reason::Breakdown, trace.breakdown.cast_signed());
            add(Reason::Shut, trace.shut.cast_signed());
            if trace.held_at > 0 {
                tally.passage(trace.held_at as usize - 1, run);
            }
            match extra {
                Some(reason) => {
                    let drive = self.step(step).leg.seconds.cast_signed() + trace.travel;
                    add(reason, drive);
                }
                None => add(Reason::Travel, trace.travel),
            }
            step = if trace.convoy > 0 { trace.convoy - 1 } else { trace.before };
            serves = true;
        }
        blame
    }
}
