//! Days of the proleptic Gregorian calendar, as whole days since 1970-01-01.
//!
//! A report's days are days of the place's own calendar, without time zones, so that this small arithmetic is enough and
//! a calendar library with its table of zones would only add to the build.

use std::fmt;
use std::str::FromStr;

/// A civil day between the years 1 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Monday to Sunday, counted from 0.
pub type Weekday = u8;

impl Date {
    /// The day of a year, month (1 to 12) and day of the month, or `None` if there is no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 || day > month_length(year, month) {
            return None;
        }
        // Days from civil: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
        let year_shifted = if month <= 2 { year - 1 } else { year };
        let era = year_shifted.div_euclid(400);
        let year_of_era = year_shifted.rem_euclid(400);
        let month_shifted = (month as i32 + 9) % 12;
        let day_of_year = (153 * month_shifted + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Date(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_shifted + 2) / 5 + 1;
        let month = if month_shifted < 10 { month_shifted + 3 } else { month_shifted - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// This day moved by `days`, kept between the years 1 and 9999.
    #[must_use]
    pub fn plus(self, days: i32) -> Date {
        const FIRST: i32 = -719_162;
        const LAST: i32 = 2_932_896;
        Date(self.0.saturating_add(days).clamp(FIRST, LAST))
    }

    /// Whole days from `other` to this day.
    #[must_use]
    pub fn since(self, other: Date) -> i32 {
        self.0 - other.0
    }

    /// The day of the week, Monday = 0.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        (self.0 + 3).rem_euclid(7) as Weekday
    }

    /// The latest `weekday` that is not after this day.
    #[must_use]
    pub fn latest(self, weekday: Weekday) -> Date {
        self.plus(-((7 + i32::from(self.weekday()) - i32::from(weekday)) % 7))
    }

    /// The first `weekday` that is not before this day.
    #[must_use]
    pub fn coming(self, weekday: Weekday) -> Date {
        self.plus((7 + i32::from(weekday) - i32::from(self.weekday())) % 7)
    }

    /// The day `day`.`month` of the year that puts it nearest to this day; of two equally near, the earlier.
    #[must_use]
    pub fn nearest(self, month: u32, day: u32) -> Option<Date> {
        let year = self.ymd().0;
        (year - 1..=year + 1)
            .filter_map(|candidate| Date::new(candidate, month, day))
            .min_by_key(|candidate| candidate.since(self).abs())
    }

    /// The same day `years` earlier; 29 February becomes the 28th where needed.
    #[must_use]
    pub fn years_before(self, years: i32) -> Date {
        let (year, month, day) = self.ymd();
        let year = year.saturating_sub(years).max(1);
        Date::new(year, month, day.min(month_length(year, month))).unwrap_or(self)
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Date {
        let (year, month, day) = self.ymd();
        self.plus(month_length(year, month) as i32 - day as i32)
    }
}

fn month_length(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

/// The text is not a day written as `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADate(String);

impl fmt::Display for NotADate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a day of the form `YYYY-MM-DD`: `{}`", self.0)
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        let fault = || NotADate(text.to_owned());
        let mut parts = text.split('-');
        let mut part = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse::<u32>().ok()).ok_or_else(fault)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(fault());
        }
        Date::new(year as i32, month, day).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_their_numbers_agree_over_four_centuries() {
        let first = Date::new(1699, 12, 28).unwrap();
        for offset in 0..160_000 {
            let date = first.plus(offset);
            let (year, month, day) = date.ymd();
            assert_eq!(Date::new(year, month, day), Some(date));
        }
    }

    #[test]
    fn the_weekday_of_publication_is_that_very_day() {
        let tuesday: Date = "2024-03-12".parse().unwrap();
        assert_eq!(tuesday.weekday(), 1);
        assert_eq!(tuesday.latest(1), tuesday);
        assert_eq!(tuesday.latest(2).to_string(), "2024-03-06");
        assert_eq!(tuesday.coming(2).to_string(), "2024-03-13");
    }

    #[test]
    fn a_date_without_a_year_falls_in_the_nearest_one() {
        let published: Date = "2024-01-03".parse().unwrap();
        assert_eq!(published.nearest(12, 30).unwrap().to_string(), "2023-12-30");
        assert_eq!(published.nearest(2, 29).unwrap().to_string(), "2024-02-29");
    }
}
