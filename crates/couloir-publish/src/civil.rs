//! Civil time: the plan's seconds as people read them, in the operation's zone.

use crate::words::Words;
use couloir_model::clock::{Moment, UnixSeconds};
use couloir_model::scenario::Scenario;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};

/// Reads moments of one operation in its time zone and in one language.
pub(crate) struct Civil {
    zone: TimeZone,
    /// The zone as the operation names it, or `UTC` where that name is unknown.
    pub(crate) zone_name: String,
    /// The name that no table of zones knows, if so: times are then in UTC and it has to be said.
    pub(crate) unknown_zone: Option<String>,
    start: UnixSeconds,
    first_day: Date,
    words: &'static dyn Words,
}

impl Civil {
    pub(crate) fn of(scenario: &Scenario, words: &'static dyn Words) -> Self {
        // The bundled table only: what the machine has installed must not change a sheet.
        let found = TimeZoneDatabase::bundled().get(&scenario.time_zone).ok();
        let unknown_zone = found.is_none().then(|| scenario.time_zone.clone());
        let zone_name = if found.is_some() { scenario.time_zone.clone() } else { "UTC".to_owned() };
        let zone = found.unwrap_or(TimeZone::UTC);
        let first_day = zoned(&zone, scenario.start.0).date();
        Self { zone, zone_name, unknown_zone, start: scenario.start, first_day, words }
    }

    /// The moment of the calendar.
    pub(crate) fn unix(&self, moment: Moment) -> UnixSeconds {
        // Moments stay below ten years, so that adding cannot leave 64 bits for any start that a calendar knows.
        UnixSeconds(self.start.0.saturating_add(i64::try_from(moment.0).unwrap_or(i64::MAX)))
    }

    fn read(&self, moment: Moment) -> Zoned {
        zoned(&self.zone, self.unix(moment).0)
    }

    /// `06:40`; with the day, `24 Feb 06:40`, when it is not the operation's first day.
    pub(crate) fn at(&self, moment: Moment) -> String {
        let read = self.read(moment);
        if read.date() == self.first_day {
            clock_face(&read)
        } else {
            format!("{} {}", self.day_of(&read), clock_face(&read))
        }
    }

    /// `06:55–07:20`, without the day; ` +1` after it when it ends on the day after that of `since`, and so on.
    pub(crate) fn span_since(&self, since: Moment, from: Moment, until: Moment) -> String {
        let (since, from, until) = (self.read(since), self.read(from), self.read(until));
        let days = since.date().until(until.date()).map_or(0, |span| span.get_days());
        let later = if days == 0 { String::new() } else { format!(" +{days}") };
        format!("{}–{}{later}", clock_face(&from), clock_face(&until))
    }

    /// `06:40`, without the day.
    pub(crate) fn clock(&self, moment: Moment) -> String {
        clock_face(&self.read(moment))
    }

    /// The day where it is not the first one: `24 Feb`; nothing on the first.
    pub(crate) fn other_day(&self, moment: Moment) -> String {
        let read = self.read(moment);
        if read.date() == self.first_day { String::new() } else { self.day_of(&read) }
    }

    /// `Fri 22 Feb 2019, 06:00`.
    pub(crate) fn full(&self, moment: Moment) -> String {
        self.full_of(&self.read(moment))
    }

    /// The same for a moment of the calendar.
    pub(crate) fn full_unix(&self, moment: UnixSeconds) -> String {
        self.full_of(&zoned(&self.zone, moment.0))
    }

    /// `24 Feb` whatever the day.
    pub(crate) fn day(&self, moment: Moment) -> String {
        self.day_of(&self.read(moment))
    }

    /// `2019-02-22T06:00:00+02:00` (RFC 3339).
    pub(crate) fn rfc3339(&self, moment: Moment) -> String {
        self.rfc3339_unix(self.unix(moment))
    }

    /// The same for a moment of the calendar.
    pub(crate) fn rfc3339_unix(&self, moment: UnixSeconds) -> String {
        zoned(&self.zone, moment.0).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// True at 00:00 of some day.
    pub(crate) fn is_midnight(&self, moment: Moment) -> bool {
        let read = self.read(moment);
        (read.hour(), read.minute(), read.second()) == (0, 0, 0)
    }

    /// Seconds from the last civil midnight to the operation's start, on a clock that no shift of the zone moves.
    pub(crate) fn start_of_day_offset(&self) -> u64 {
        let read = self.read(Moment::START);
        let seconds = i64::from(read.hour()) * 3600 + i64::from(read.minute()) * 60 + i64::from(read.second());
        u64::try_from(seconds).unwrap_or(0)
    }

    fn day_of(&self, read: &Zoned) -> String {
        // Without its year a date is taken for one of the year in which the operation starts.
        let year = (read.year() != self.first_day.year()).then(|| read.year());
        self.words.day(read.day(), read.month(), year)
    }

    fn full_of(&self, read: &Zoned) -> String {
        let weekday = read.weekday().to_monday_zero_offset();
        let date = self.words.date(weekday, read.day(), read.month(), read.year());
        format!("{date}{}{}", self.words.comma(), clock_face(read))
    }
}

/// The moment in `zone`; the ends of the calendar where it lies beyond them.
fn zoned(zone: &TimeZone, unix: i64) -> Zoned {
    let end = if unix < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(unix).unwrap_or(end).to_zoned(zone.clone())
}

fn clock_face(read: &Zoned) -> String {
    format!("{:02}:{:02}", read.hour(), read.minute())
}
