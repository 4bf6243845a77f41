//! Numbers as people in many countries write them: decimal comma or point, separators between thousands, Arabic digits,
//! percent and signs.

/// A decimal number, exactly: `mantissa × 10^−scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    mantissa: i128,
    scale: u32,
    /// True when a percent sign stood after it.
    pub percent: bool,
    /// True when a sign stood before it.
    pub signed: bool,
}

/// More digits than any quantity of an operation has; keeps the arithmetic within 128 bits.
const DIGITS_MAX: usize = 24;

impl Number {
    /// Reads a number. `whole` says that only a whole number makes sense there, so that `1,500` and `1.500` are fifteen hundred.
    pub(super) fn read(text: &str, whole: bool) -> Option<Self> {
        let text = plain(text);
        let text = text.trim();
        let (text, percent) = match text.strip_suffix('%') {
            Some(rest) => (rest.trim_end(), true),
            None => (text, false),
        };
        let (text, negative, signed) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (rest.trim_start(), text.starts_with('-'), true),
            None => (text, false, false),
        };
        let (text, exponent) = match text.split_once(['e', 'E']) {
            Some((text, exponent)) => (text, exponent.parse::<i32>().ok().filter(|power| power.abs() <= 18)?),
            None => (text, 0),
        };
        let (digits, fraction) = split(text, whole && !percent && exponent == 0)?;
        let all = format!("{digits}{fraction}");
        let significant = all.trim_start_matches('0');
        if all.is_empty() || significant.len() > DIGITS_MAX {
            return None;
        }
        let mantissa: i128 = if significant.is_empty() { 0 } else { significant.parse().ok()? };
        let scale = i32::try_from(fraction.len()).ok()? - exponent;
        let (mantissa, scale) = match u32::try_from(scale) {
            Ok(scale) => (mantissa, scale),
            // At most 18 + 24 digits: fits only sometimes, hence checked.
            Err(_) => (mantissa.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?, 0),
        };
        Some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale, percent, signed })
    }

    /// A number that the file's format gives as such.
    pub(super) fn of_real(number: f64) -> Option<Self> {
        // Rust writes the shortest digits that give the same number back, and no exponent.
        number.is_finite().then(|| Self::read(&number.to_string(), false)).flatten()
    }

    /// A whole number that the file's format gives as such.
    pub(super) const fn of_whole(number: i64) -> Self {
        Self { mantissa: number as i128, scale: 0, percent: false, signed: number < 0 }
    }

    /// True below zero.
    pub(super) const fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// The number if it is whole.
    pub(super) fn whole(self) -> Option<i128> {
        let unit = 10_i128.checked_pow(self.scale)?;
        (!self.percent && self.mantissa % unit == 0).then(|| self.mantissa / unit)
    }

    /// `ceil(number × factor)`.
    pub(super) fn times_rounded_up(self, factor: u64) -> Option<i128> {
        let percent = if self.percent { 100 } else { 1 };
        let unit = 10_i128.checked_pow(self.scale)?.checked_mul(percent)?;
        let product = self.mantissa.checked_mul(i128::from(factor))?;
        Some(product.div_euclid(unit) + i128::from(product.rem_euclid(unit) != 0))
    }

    /// The nearest floating-point number; used for degrees only.
    pub(super) fn real(self) -> f64 {
        let text = format!("{}e-{}", self.mantissa, self.scale);
        text.parse().unwrap_or(f64::NAN)
    }
}

/// The digits before and after the decimal separator, separators between thousands taken out.
fn split(text: &str, whole: bool) -> Option<(String, String)> {
    let text: String = text.chars().filter(|letter| !matches!(letter, ' ' | '\'' | '_')).collect();
    if !text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.')) {
        return None;
    }
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let decimal = match (commas, points) {
        (0, 0) => None,
        // With both, the last one is the decimal separator.
        (1.., 1..) if text.rfind(',') > text.rfind('.') => (commas == 1).then_some(','),
        (1.., 1..) => (points == 1).then_some('.'),
        (1, 0) => (!(whole && three_digits_after(&text, ','))).then_some(','),
        (0, 1) => (!(whole && three_digits_after(&text, '.'))).then_some('.'),
        _ => None,
    };
    let (before, fraction) = match decimal {
        Some(separator) => text.rsplit_once(separator)?,
        None => (text.as_str(), ""),
    };
    let mut groups = before.split([',', '.']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    // `1,2,3` is a list and `12,34` with a second separator a slip: groups have three digits.
    let grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    (grouped && digits(fraction)).then(|| (format!("{first}{}", rest.concat()), fraction.to_owned()))
}

fn three_digits_after(text: &str, separator: char) -> bool {
    text.split_once(separator)
        .is_some_and(|(before, after)| after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0'))
}

/// The text with Arabic and Persian digits, signs and separators in their ASCII form, and unseen marks taken out.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !is_unseen(*letter)).map(ascii).collect()
}

/// Marks that cannot be seen: byte order marks, marks of direction.
pub(super) const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

fn ascii(letter: char) -> char {
    let digit = |zero: char| char::from(b'0' + (letter as u32 - zero as u32) as u8);
    match letter {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        '\u{ff10}'..='\u{ff19}' => digit('\u{ff10}'),
        '٫' => '.',
        '٬' => '\'',
        '٪' => '%',
        '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '’' | '‘' | '´' => '\'',
        '،' => ',',
        '؛' => ';',
        other if other.is_whitespace() => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<i128> {
        Number::read(text, true).and_then(Number::whole)
    }

    fn thousandths(text: &str) -> Option<i128> {
        Number::read(text, false).and_then(|number| number.times_rounded_up(1000))
    }

    #[test]
    fn fifteen_hundred_is_read_from_every_country() {
        for text in [
            "1500",
            "1,500",
            "1.500",
            "1 500",
            "1'500",
            "1\u{202f}500",
            "1’500",
            "١٥٠٠",
            "١٬٥٠٠",
            "۱۵۰۰",
            "+1500",
            "1500.0",
        ] {
            assert_eq!(whole(text), Some(1500), "{text}");
        }
        assert_eq!(whole("1,234,567"), Some(1_234_567));
        assert_eq!(whole("1.234.567,00"), Some(1_234_567));
        assert_eq!(whole("1E+12"), Some(1_000_000_000_000));
        assert_eq!(whole("-5"), Some(-5));
        assert_eq!(whole("\u{2212}5"), Some(-5));
    }

    #[test]
    fn half_a_person_is_no_whole_number() {
        assert_eq!(whole("2,5"), None);
        assert_eq!(whole("2.5"), None);
        assert_eq!(whole("1,2,3"), None);
        assert_eq!(whole(""), None);
        assert_eq!(whole("12 people"), None);
        assert_eq!(whole("9".repeat(40).as_str()), None);
    }

    #[test]
    fn a_decimal_comma_is_a_decimal_point() {
        assert_eq!(thousandths("1,15"), Some(1150));
        assert_eq!(thousandths("1.15"), Some(1150));
        assert_eq!(thousandths("١٫١٥"), Some(1150));
        assert_eq!(thousandths("115 %"), Some(1150));
        assert_eq!(thousandths("115٪"), Some(1150));
        assert_eq!(thousandths("1,500"), Some(1500));
        assert_eq!(thousandths("0.0001"), Some(1));
        assert_eq!(thousandths("1.234,5"), Some(1_234_500));
    }

    #[test]
    fn degrees_keep_their_digits() {
        assert!((Number::read("34,4667", false).unwrap().real() - 34.4667).abs() < 1e-12);
        assert!((Number::read("-0.5", false).unwrap().real() + 0.5).abs() < 1e-12);
    }
}
