//! What a device refuses to record, since nobody would count it, believe it or be able to read it.

use super::Replica;
use super::number::holds_number;
use crate::clock::SAID_AHEAD_S_MAX;
use crate::event::{Event, Kind, What};
use crate::id::{DeviceId, EventId};
use crate::papers::{Role, Standing};
use crate::retention::unreadable_since;
use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::Seconds;

/// Why an event cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The device may not write it.
    #[error("this device may not record it: it would be an event {0}")]
    Standing(Standing),
    /// The device may not speak for that post.
    #[error("this device is not enrolled for the post: {0}")]
    Post(crate::name::Name),
    /// A correction of a count by words that only the coordination can read would give two kinds of books.
    #[error("a count is corrected by a count or withdrawn: not by a {0}")]
    Unlike(Kind),
    /// A correction of a correction within one event.
    #[error("a correction holds what is true instead, not another correction")]
    Nested,
    /// A correction by a post of what another device has recorded.
    #[error("{} was recorded by another device, which alone may correct it, or the coordination: {by}", event.short())]
    OfAnother {
        /// The event that it would correct.
        event: EventId,
        /// The device that recorded that, by its label where it has one.
        by: String,
    },
    /// It is said to have happened at a moment that has not come yet.
    #[error("it lies {} ahead of this device's clock", Seconds(*ahead_s))]
    Ahead {
        /// By how many seconds.
        ahead_s: u64,
    },
    /// Words that every post reads and nothing deletes, with a number that is of a person.
    #[error("the reason holds what looks like a telephone or document number, and every post reads it")]
    Number,
    /// Words that only the coordination could read, after its key to them is gone.
    #[error("nobody would be able to read this {0}: the operation is closed, and what opens such records is gone")]
    NobodyReads(Kind),
}

impl NotRecorded {
    /// What a tired person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Standing(_) | Self::Post(_) => {
                "`couloir enrol list` shows what this device may do, and until when; the coordination renews it with `couloir enrol issue`"
            }
            Self::Unlike(_) | Self::Nested => "withdraw the event, and record what is true as an event of its own",
            Self::OfAnother { .. } => "ask that post, or the coordination, to correct it",
            Self::Ahead { .. } => {
                "look at the clock of this device, and of the telephone that says so; then give the moment at which it happened"
            }
            Self::Number => {
                "say why without it, such as `counted again`; what the coordination must know goes into an incident"
            }
            Self::NobodyReads(_) => "tell the coordination by voice; for what goes on, it founds a new operation",
        }
    }
}

impl Replica {
    /// False where another device is known to have recorded `event`, and `device` may not correct what others recorded: a correction
    /// by it would be kept and change nothing.
    #[must_use]
    pub fn may_correct(&self, device: DeviceId, event: EventId, at: UnixSeconds) -> bool {
        self.papers.role_at(device, at) == Some(Role::Coordination)
            || self.by_id(event).is_none_or(|entry| entry.header().device == device)
    }

    /// Refuses what people should hear of before it is recorded by `device`, whose clock shows `now`: a correction that would be kept
    /// and change nothing, a moment that has not come, words that nobody could read, numbers that all would.
    ///
    /// Whoever sends it all the same does no harm: at other devices it is taken like any event, for clocks may be wrong.
    ///
    /// # Errors
    ///
    /// [`NotRecorded`].
    pub fn would_serve(&self, device: DeviceId, event: &Event, now: UnixSeconds) -> Result<(), NotRecorded> {
        let mut said = event;
        if let What::Correction { replaces, by, why } = &event.what {
            if holds_number(why.as_str()) {
                return Err(NotRecorded::Number);
            }
            if !self.may_correct(device, *replaces, now) {
                let author = self.by_id(*replaces).map_or(device, |entry| entry.header().device);
                let by = self.papers.label(author).map_or_else(|| author.short(), ToString::to_string);
                return Err(NotRecorded::OfAnother { event: *replaces, by });
            }
            said = by.as_deref().unwrap_or(event);
        }
        let moments = [event.occurred_at, said.occurred_at, sealed_until(event), sealed_until(said)];
        let latest = moments.into_iter().flatten().max();
        let ahead_s = latest.map_or(0, |latest| latest.0.saturating_sub(now.0));
        if SAID_AHEAD_S_MAX < ahead_s {
            return Err(NotRecorded::Ahead { ahead_s: ahead_s.unsigned_abs() });
        }
        let is_lost = event.class().is_sealed() && unreadable_since(self, said.kind(), now).is_some();
        if is_lost { Err(NotRecorded::NobodyReads(said.kind())) } else { Ok(()) }
    }

    /// Refuses early what nobody would count.
    pub(super) fn permit(&self, device: DeviceId, event: &Event, at: UnixSeconds) -> Result<(), NotRecorded> {
        if let What::Correction { by: Some(by), .. } = &event.what {
            match &by.what {
                What::Correction { .. } => return Err(NotRecorded::Nested),
                _ if by.class().is_sealed() => return Err(NotRecorded::Unlike(by.kind())),
                _ => {}
            }
        }
        if self.papers.revocation(device).is_some() {
            return Err(NotRecorded::Standing(Standing::Revoked));
        }
        match (self.papers.standing_of(device, event, at), &event.post) {
            (Standing::Counts, _) => Ok(()),
            (Standing::OtherPost, Some(post)) => Err(NotRecorded::Post(post.clone())),
            (standing, _) => Err(NotRecorded::Standing(standing)),
        }
    }
}

/// The end of the time that `event` seals.
const fn sealed_until(event: &Event) -> Option<UnixSeconds> {
    match &event.what {
        What::DaySealed { day } => Some(day.until),
        _ => None,
    }
}
