//! Civil times in situation files, in the operation's zone.

use crate::clock::{MOMENT_MAX, Moment};
use crate::scenario::Scenario;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Reads and writes the moments of one operation.
pub struct Clock {
    zone: TimeZone,
    start: i64,
}

impl Clock {
    /// The clock of an operation; in UTC where its zone is unknown.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        // The bundled table only: what the machine has installed must not change what a file means.
        let zone = TimeZoneDatabase::bundled().get(&scenario.time_zone).unwrap_or(TimeZone::UTC);
        Self { zone, start: scenario.start.0 }
    }

    /// `2019-02-22T14:30`, `2019-02-22 14:30:15`, `14:30` (the first such time from the start on), or seconds since the start.
    ///
    /// # Errors
    ///
    /// A sentence for the person who wrote it.
    pub fn read(&self, text: &str) -> Result<Moment, String> {
        let text = text.trim();
        if let Ok(seconds) = text.parse::<u64>() {
            return Some(Moment(seconds)).filter(|moment| *moment <= MOMENT_MAX).ok_or_else(|| beyond(text));
        }
        let unix = match text.parse::<DateTime>() {
            Ok(civil) => self.unix(civil),
            Err(_) => text.parse::<Time>().ok().and_then(|time| self.next(time)),
        };
        let unix = unix.ok_or_else(|| {
            format!("not a moment: `{text}`; write `2019-02-22T14:30`, `14:30` or seconds since the start")
        })?;
        let since = unix.saturating_sub(self.start);
        let moment = u64::try_from(since).map(Moment).map_err(|_| format!("before the operation's start: `{text}`"))?;
        Some(moment).filter(|moment| *moment <= MOMENT_MAX).ok_or_else(|| beyond(text))
    }

    /// `2019-02-22T14:30:00`.
    #[must_use]
    pub fn write(&self, moment: Moment) -> String {
        let unix = self.start.saturating_add(i64::try_from(moment.0).unwrap_or(i64::MAX));
        let zoned = Timestamp::from_second(unix).map(|stamp| stamp.to_zoned(self.zone.clone()));
        zoned.map_or_else(|_| moment.0.to_string(), |zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string())
    }

    fn unix(&self, civil: DateTime) -> Option<i64> {
        Some(self.zone.to_ambiguous_zoned(civil).compatible().ok()?.timestamp().as_second())
    }

    fn next(&self, time: Time) -> Option<i64> {
        let day = Timestamp::from_second(self.start).ok()?.to_zoned(self.zone.clone()).date();
        let today = self.unix(day.to_datetime(time))?;
        if today >= self.start { Some(today) } else { self.unix(day.tomorrow().ok()?.to_datetime(time)) }
    }
}

fn beyond(text: &str) -> String {
    format!("more than ten years after the start: `{text}`")
}
