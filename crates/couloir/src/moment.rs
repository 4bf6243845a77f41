//! Moments as people say them to the ledger's commands, and as these show them: UTC, for posts may sit in two zones. And the
//! clock, which nothing below the shell looks at.

use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::Seconds;

/// What the clock shows; 1970 where it stands before that.
pub(crate) fn now() -> UnixSeconds {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixSeconds(since_1970.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)))
}

/// A moment: `2026-11-23T14:05Z`, with any offset in place of the `Z`, or so long ago: `25m`, `1h30m`.
pub(crate) fn parse(text: &str) -> Result<UnixSeconds, String> {
    let ago = text.strip_suffix(" ago").unwrap_or(text);
    if let Ok(ago) = ago.parse::<jiff::SignedDuration>() {
        return Ok(UnixSeconds(now().0.saturating_sub(ago.as_secs().saturating_abs())));
    }
    let moment = text.parse::<jiff::Timestamp>();
    moment.map(|moment| UnixSeconds(moment.as_second())).map_err(|_| {
        "write a moment with its offset, such as `2026-11-23T14:05Z` or `2026-11-23T15:05+01:00`, or how long ago: `25m`"
            .to_owned()
    })
}

/// `2026-11-23 14:05Z`.
pub(crate) fn shown(moment: UnixSeconds) -> String {
    let timestamp = jiff::Timestamp::from_second(moment.0);
    timestamp.map_or_else(|_| format!("second {}", moment.0), |moment| moment.strftime("%Y-%m-%d %H:%MZ").to_string())
}

/// How long ago that was, to the minute: `2 h 10`; `0 min` for what lies ahead.
pub(crate) fn age(moment: UnixSeconds, now: UnixSeconds) -> String {
    let seconds = u64::try_from(now.0.saturating_sub(moment.0)).unwrap_or(0);
    match seconds / 60 {
        0 => "0 min".to_owned(),
        minutes => Seconds(minutes * 60).to_string(),
    }
}
