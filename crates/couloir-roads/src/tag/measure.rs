//! Measures as people write them on maps: `3.5`, `3.8 m`, `12'6"`, `7.5 t`, `3500 kg`, `50`, `30 mph`, `01:30`.

/// Centimetres of a length in metres, feet or feet and inches; `None` where the text says no number.
///
/// Source: wiki.openstreetmap.org/wiki/Map_features/Units, lengths in metres unless a unit is given.
#[must_use]
pub fn length_cm(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    if let Some((feet, inches)) = text.split_once('\'') {
        let inches = inches.trim().trim_end_matches('"').trim();
        let inches = if inches.is_empty() { 0.0 } else { number(inches)? };
        return whole(number(feet)? * 30.48 + inches * 2.54);
    }
    let (value, unit) = split(&text)?;
    let cm = match unit {
        "" | "m" | "metre" | "metres" | "meter" | "meters" => 100.0,
        "cm" => 1.0,
        "km" => 100_000.0,
        "ft" | "feet" => 30.48,
        "in" | "\"" => 2.54,
        _ => return None,
    };
    whole(value * cm)
}

/// Kilograms of a weight in tonnes, kilograms, pounds or short tons; `None` where the text says no number.
///
/// Source: wiki.openstreetmap.org/wiki/Map_features/Units, weights in metric tonnes unless a unit is given.
#[must_use]
pub fn weight_kg(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let (value, unit) = split(&text)?;
    let kg = match unit {
        "" | "t" | "to" | "tonne" | "tonnes" | "mt" => 1000.0,
        "kg" => 1.0,
        "st" => 907.184_74,
        "lt" => 1_016.046_9,
        "lb" | "lbs" => 0.453_592_37,
        _ => return None,
    };
    whole(value * kg)
}

/// Metres an hour of a speed in km/h, mph or knots; `None` where the text says no number.
#[must_use]
pub fn speed_m_h(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let (value, unit) = split(&text)?;
    let metres = match unit {
        "" | "km/h" | "kmh" | "kph" | "kmph" => 1000.0,
        "mph" => 1609.344,
        "knots" | "kn" => 1852.0,
        _ => return None,
    };
    whole(value * metres).filter(|speed| *speed > 0)
}

/// Seconds of a duration: `45` (minutes), `01:30`, `01:30:00`, `PT1H30M`, `25 min`.
///
/// Source: wiki.openstreetmap.org/wiki/Key:duration.
#[must_use]
pub fn duration_s(text: &str) -> Option<u32> {
    let text = text.trim().to_uppercase();
    let seconds = if let Some(iso) = text.strip_prefix('P') {
        iso_duration(iso)?
    } else if text.contains(':') {
        let parts: Vec<u64> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        match parts[..] {
            [hours, minutes] => hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?,
            [hours, minutes, seconds] => {
                hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?
            }
            _ => return None,
        }
    } else {
        let lower = text.to_lowercase();
        let (value, unit) = split(&lower)?;
        let factor = match unit {
            "" | "min" | "mn" | "minutes" | "m" => 60.0,
            "h" | "hours" | "hour" => 3600.0,
            "s" | "sec" => 1.0,
            _ => return None,
        };
        u64::from(whole(value * factor)?)
    };
    u32::try_from(seconds).ok().filter(|seconds| (1..=30 * 86_400).contains(seconds))
}

fn iso_duration(text: &str) -> Option<u64> {
    let (mut seconds, mut digits, mut in_time) = (0_u64, String::new(), false);
    for letter in text.chars() {
        let unit = match letter {
            'T' => {
                in_time = true;
                continue;
            }
            '0'..='9' => {
                digits.push(letter);
                continue;
            }
            'D' => 86_400,
            'H' => 3600,
            'M' if in_time => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(digits.parse::<u64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    Some(seconds)
}

/// A number at the beginning, and the unit behind it.
fn split(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    Some((number(&text[..end])?, text[end..].trim()))
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    plain.then(|| text.replace(',', ".").parse().ok()).flatten()
}

/// A whole number, rounded to the nearest; the basic operations before it are the same on every machine.
fn whole(value: f64) -> Option<u32> {
    (value.is_finite() && (0.0..4e9).contains(&value)).then(|| libm::round(value) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_may_be_written_in_metres_feet_or_centimetres() {
        assert_eq!(length_cm("3.8"), Some(380));
        assert_eq!(length_cm(" 3,8 m"), Some(380));
        assert_eq!(length_cm("12'6\""), Some(381));
        assert_eq!(length_cm("380 cm"), Some(380));
        assert_eq!(length_cm("default"), None);
        assert_eq!(length_cm("-3"), None);
        assert_eq!(length_cm("999999999999999999"), None);
    }

    #[test]
    fn a_weight_without_a_unit_is_in_tonnes() {
        assert_eq!(weight_kg("7.5"), Some(7500));
        assert_eq!(weight_kg("3500 kg"), Some(3500));
        assert_eq!(weight_kg("10 lbs"), Some(5));
        assert_eq!(weight_kg("none"), None);
    }

    #[test]
    fn a_speed_may_be_in_miles() {
        assert_eq!(speed_m_h("50"), Some(50_000));
        assert_eq!(speed_m_h("30 mph"), Some(48_280));
        assert_eq!(speed_m_h("walk"), None);
        assert_eq!(speed_m_h("0"), None);
    }

    #[test]
    fn a_ferry_may_say_its_duration_in_four_ways() {
        assert_eq!(duration_s("01:30"), Some(5400));
        assert_eq!(duration_s("00:10:30"), Some(630));
        assert_eq!(duration_s("PT1H30M"), Some(5400));
        assert_eq!(duration_s("25"), Some(1500));
        assert_eq!(duration_s("18446744073709551615:18446744073709551615"), None);
        assert_eq!(duration_s("0"), None);
    }
}
