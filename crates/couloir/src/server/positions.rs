//! Where vehicles were seen: fixes of phones and trackers, ordered by when they were taken and not by when they came.
//!
//! A phone without a network sends an hour of fixes at once, the newest first or last; a tracker repeats itself. What counts is the
//! time of the fix. Positions are the most dangerous data there is: they are kept in memory alone, never on a disk, and for two days
//! at most (`do-no-harm.md`, rules 9 and 10).

use couloir_model::clock::UnixSeconds;
use couloir_model::position::Position;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A vehicle seen at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fix {
    /// When it was there, by the clock of the phone.
    pub(super) at: UnixSeconds,
    /// When it was said.
    pub(super) received: UnixSeconds,
    /// Where.
    pub(super) position: Position,
    /// Within how many metres, if the phone says so.
    pub(super) accuracy_m: Option<f64>,
    /// In metres a second.
    pub(super) speed_mps: Option<f64>,
    /// Degrees from north, clockwise.
    pub(super) heading: Option<f64>,
}

/// What became of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// The newest that there is of this vehicle.
    Newest,
    /// An older one that came late: it is put into its place in the track.
    Late,
    /// Another fix of the same second is there.
    Repeated,
}

/// Why a fix is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotTaken {
    /// The clock of the phone is ahead: its order among others would be wrong for hours.
    #[error("the fix lies {0} s ahead: the clock of the phone is wrong")]
    Ahead(i64),
    /// Nobody keeps it.
    #[error("the fix is older than two days: {0} s")]
    Old(i64),
}

/// How far a phone's clock may be ahead, in seconds.
const AHEAD_MAX: i64 = 300;

/// How long fixes are kept, in seconds.
const KEPT: i64 = 48 * 3600;

/// The most fixes of a vehicle: one every minute for two days.
const FIXES_MAX: usize = 2 * 24 * 60;

/// After how many seconds without a newer fix a position is stale: convoys are called every quarter of an hour.
pub(super) const STALE_SECONDS: i64 = 15 * 60;

/// The tracks of all vehicles.
#[derive(Debug, Default)]
pub(super) struct Positions(Mutex<BTreeMap<String, BTreeMap<i64, Fix>>>);

impl Positions {
    /// Takes a fix of `vehicle` in.
    pub(super) fn take(&self, vehicle: &str, fix: Fix, now: UnixSeconds) -> Result<Taken, NotTaken> {
        let age = now.0.saturating_sub(fix.at.0);
        if age < -AHEAD_MAX {
            return Err(NotTaken::Ahead(-age));
        }
        if age > KEPT {
            return Err(NotTaken::Old(age));
        }
        let mut tracks = self.lock();
        let track = tracks.entry(vehicle.to_owned()).or_default();
        let newest = track.last_key_value().map(|(at, _)| *at);
        if track.contains_key(&fix.at.0) {
            return Ok(Taken::Repeated);
        }
        track.insert(fix.at.0, fix);
        track.retain(|at, _| now.0 - at <= KEPT);
        while track.len() > FIXES_MAX {
            track.pop_first();
        }
        Ok(if newest.is_none_or(|newest| newest < fix.at.0) { Taken::Newest } else { Taken::Late })
    }

    /// The newest fix of each vehicle, by name.
    pub(super) fn newest(&self, now: UnixSeconds) -> Vec<(String, Fix)> {
        let mut tracks = self.lock();
        for track in tracks.values_mut() {
            track.retain(|at, _| now.0 - at <= KEPT);
        }
        tracks.retain(|_, track| !track.is_empty());
        let last = |(name, track): (&String, &BTreeMap<i64, Fix>)| Some((name.clone(), *track.last_key_value()?.1));
        tracks.iter().filter_map(last).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, BTreeMap<i64, Fix>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fix of the OsmAnd form, as phones and Traccar's clients send it: `lat`, `lon` or `location`, `timestamp` in seconds, milliseconds
/// or ISO 8601, `speed` in knots, `bearing` or `heading`, `accuracy` in metres.
///
/// Source: Traccar, protocol `osmand` (traccar.org/osmand).
///
/// # Errors
///
/// What is missing or cannot be read.
pub(super) fn osmand(of: &dyn Fn(&str) -> Option<String>, now: UnixSeconds) -> Result<Fix, String> {
    let number = |name: &str| of(name).and_then(|text| text.trim().parse::<f64>().ok()).filter(|it| it.is_finite());
    let pair = of("location").and_then(|text| {
        let (lat, lon) = text.split_once(',')?;
        Some((lat.trim().parse::<f64>().ok()?, lon.trim().parse::<f64>().ok()?))
    });
    let (lat, lon) = match (number("lat"), number("lon"), pair) {
        (Some(lat), Some(lon), _) | (_, _, Some((lat, lon))) => (lat, lon),
        _ => return Err("`lat` and `lon` are missing or no numbers".to_owned()),
    };
    // What a receiver sends that has no fix.
    if lat == 0.0 && lon == 0.0 {
        return Err("`lat` and `lon` are both 0: the receiver has no fix".to_owned());
    }
    let position = Position::from_degrees(lon, lat).map_err(|error| error.to_string())?;
    let at = match of("timestamp") {
        None => now,
        Some(text) => moment(&text).ok_or_else(|| format!("`timestamp` is no moment: {text}"))?,
    };
    /// A knot in metres a second: 1852 m an hour (BIPM, The International System of Units, 8th edition, table 8).
    const KNOT: f64 = 1852.0 / 3600.0;
    Ok(Fix {
        at,
        received: now,
        position,
        accuracy_m: number("accuracy").filter(|metres| *metres >= 0.0),
        speed_mps: number("speed").map(|knots| knots * KNOT),
        heading: number("bearing").or_else(|| number("heading")),
    })
}

/// Seconds, milliseconds or ISO 8601.
pub(super) fn moment(text: &str) -> Option<UnixSeconds> {
    if let Ok(number) = text.trim().parse::<i64>() {
        // Seconds reach this number in the year 2286, milliseconds had it in 1970.
        return Some(UnixSeconds(if number.abs() < 10_000_000_000 { number } else { number / 1000 }));
    }
    text.trim().parse::<jiff::Timestamp>().ok().map(|moment| UnixSeconds(moment.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(at: i64, received: i64) -> Fix {
        let position = Position::from_degrees(5.0, 46.0).unwrap();
        Fix {
            at: UnixSeconds(at),
            received: UnixSeconds(received),
            position,
            accuracy_m: None,
            speed_mps: None,
            heading: None,
        }
    }

    #[test]
    fn a_fix_that_comes_late_does_not_move_the_vehicle_back() {
        let positions = Positions::default();
        let now = UnixSeconds(10_000);
        assert_eq!(positions.take("car 1", fix(9_000, 9_010), now), Ok(Taken::Newest));
        assert_eq!(positions.take("car 1", fix(8_000, 9_990), now), Ok(Taken::Late));
        assert_eq!(positions.take("car 1", fix(9_000, 9_999), now), Ok(Taken::Repeated));
        assert_eq!(positions.newest(now), [("car 1".to_owned(), fix(9_000, 9_010))]);
    }

    #[test]
    fn a_clock_that_is_ahead_and_a_fix_of_last_week_are_refused() {
        let positions = Positions::default();
        let now = UnixSeconds(1_000_000);
        assert_eq!(positions.take("car 1", fix(1_000_301, 1_000_000), now), Err(NotTaken::Ahead(301)));
        assert_eq!(positions.take("car 1", fix(1, 1_000_000), now), Err(NotTaken::Old(999_999)));
        assert!(positions.newest(now).is_empty());
    }

    #[test]
    fn nothing_is_kept_longer_than_two_days() {
        let positions = Positions::default();
        assert_eq!(positions.take("car 1", fix(0, 0), UnixSeconds(0)), Ok(Taken::Newest));
        assert_eq!(positions.newest(UnixSeconds(KEPT)).len(), 1);
        assert!(positions.newest(UnixSeconds(KEPT + 1)).is_empty());
    }

    #[test]
    fn a_fix_of_the_osmand_form_is_read_with_its_units() {
        let of = |text: &'static str| {
            move |name: &str| {
                let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
            }
        };
        let now = UnixSeconds(2_000_000_000);
        let read = osmand(&of("lat=46.7&lon=4.9&timestamp=1999999000&speed=10&bearing=90&accuracy=12"), now).unwrap();
        assert_eq!((read.at, read.position.lat(), read.heading), (UnixSeconds(1_999_999_000), 46.7, Some(90.0)));
        assert!((read.speed_mps.unwrap() - 5.144).abs() < 0.001);
        let read = osmand(&of("location=46.7,4.9&timestamp=1999999000123"), now).unwrap();
        assert_eq!(read.at, UnixSeconds(1_999_999_000));
        let read = osmand(&of("lat=46.7&lon=4.9&timestamp=2033-05-18T03:16:40Z"), now).unwrap();
        assert_eq!(read.at, UnixSeconds(1_999_999_000));
        assert!(osmand(&of("lat=0&lon=0"), now).unwrap_err().contains("no fix"));
        assert!(osmand(&of("lat=95&lon=0"), now).is_err());
        assert!(osmand(&of("lat=46.7&lon=4.9&timestamp=soon"), now).is_err());
    }
}
