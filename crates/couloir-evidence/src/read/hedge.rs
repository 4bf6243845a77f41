//! Words as intervals and distributions: the one table, with the source of each row.
//!
//! Two answers are kept apart. [`bounds`] is what the wording *allows* and is what a claim carries: *près de 600* is 540 to 600.
//! [`spread`] is what readers and later counts make of it, as a distribution for the estimator: *près de 3.000* is 2,580 to
//! 3,000 with four chances in five.
//!
//! Sources: **(F)** fits to the 2,590 answers of the experiment of Ferson et al. (2015), by number of significant digits (file
//! `hedge_fit_english.csv`); **(W)** Williams & Power (2013): bare round numbers are read as approximate; **(M)** McNabb et al.:
//! the bound of *up to* can be cancelled; **(J)** judgement, checked where possible against `decade_words_check.csv`, later counts
//! behind *dozens*, *hundreds* and *thousands*. French and Arabic rows are transferred from English: no experiment was found.

use super::claim::{Modifier, Quantity, Unit};

/// How a row's figures are to be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Logarithm of the true number over the number named: normal around 0.
    LogNormal {
        /// Standard deviation of the natural logarithm.
        log_sd: f64,
    },
    /// Triangular between `low` and the number named, both as multiples of it.
    Below {
        /// The lowest multiple.
        low: f64,
        /// The likeliest multiple.
        mode: f64,
        /// Probability that the bound is broken.
        broken: f64,
    },
    /// The number named, times one plus an exponential.
    Above {
        /// Mean of the exponential.
        mean: f64,
    },
    /// As named, but for slips.
    Point {
        /// Standard deviation of the natural logarithm.
        log_sd: f64,
    },
    /// Log-normal around a multiple of the unit, for words without a number.
    Vague {
        /// Median as a multiple of the unit (10 for *dozens*, 1,000 for *thousands*).
        median: f64,
        /// Standard deviation of the natural logarithm.
        log_sd: f64,
    },
    /// Anything between the two bounds alike.
    Flat,
}

/// One row: a wording and what it means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The wording, with N for the number.
    pub wording: &'static str,
    /// What it does to the bounds of a claim.
    pub modifier: Modifier,
    /// The law of the true number.
    pub law: Law,
    /// An 80 % interval as multiples of N, or of the unit for vague words.
    pub interval_80: (f64, f64),
    /// Where it comes from.
    pub source: &'static str,
}

const FERSON: &str = "Ferson et al. 2015, raw answers fitted by number of significant digits (hedge_fit_english.csv)";
const COLLECTIVE: &str =
    "lexical meaning from grammars of French; width by judgement, wider than `about N` (hedge_words.csv)";
const JUDGEMENT: &str = "judgement, checked against later counts (decade_words_check.csv)";

/// The table. [`row`] picks from it.
pub const TABLE: &[Row] = &[
    Row {
        wording: "about N, 1 significant digit",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.075 },
        interval_80: (0.9, 1.1),
        source: FERSON,
    },
    Row {
        wording: "about N, 2 significant digits",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.05 },
        interval_80: (0.93, 1.06),
        source: FERSON,
    },
    Row {
        wording: "about N, 3 or more significant digits",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.025 },
        interval_80: (0.97, 1.03),
        source: FERSON,
    },
    Row {
        wording: "N, bare and round (1 or 2 significant digits)",
        modifier: Modifier::Exact,
        law: Law::LogNormal { log_sd: 0.05 },
        interval_80: (0.9, 1.1),
        source: "Williams and Power 2013: bare round numbers are read as approximate (hedge_words.csv); disputed by a later study",
    },
    Row {
        wording: "N, bare, 3 or more significant digits",
        modifier: Modifier::Exact,
        law: Law::Point { log_sd: 0.01 },
        interval_80: (1.0, 1.0),
        source: FERSON,
    },
    Row {
        wording: "nearly N",
        modifier: Modifier::Nearly,
        law: Law::Below { low: 0.8, mode: 0.97, broken: 0.03 },
        interval_80: (0.86, 1.0),
        source: FERSON,
    },
    Row {
        wording: "up to N",
        modifier: Modifier::AtMost,
        law: Law::Below { low: 0.5, mode: 0.9, broken: 0.05 },
        interval_80: (0.65, 1.0),
        source: "McNabb et al.: the bound can be cancelled; width from [F]",
    },
    Row {
        wording: "fewer than N",
        modifier: Modifier::LessThan,
        law: Law::Below { low: 0.65, mode: 0.96, broken: 0.0 },
        interval_80: (0.8, 1.0),
        source: FERSON,
    },
    Row {
        wording: "more than N",
        modifier: Modifier::MoreThan,
        law: Law::Above { mean: 0.07 },
        interval_80: (1.0, 1.18),
        source: FERSON,
    },
    Row {
        wording: "at least N",
        modifier: Modifier::AtLeast,
        law: Law::Above { mean: 0.07 },
        interval_80: (1.0, 1.2),
        source: FERSON,
    },
    Row { wording: "A to B", modifier: Modifier::Range, law: Law::Flat, interval_80: (1.0, 1.0), source: "as stated" },
    Row {
        wording: "une dizaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.22 },
        interval_80: (0.8, 1.4),
        source: COLLECTIVE,
    },
    Row {
        wording: "une douzaine",
        modifier: Modifier::About,
        law: Law::Point { log_sd: 0.04 },
        interval_80: (1.0, 1.1),
        source: JUDGEMENT,
    },
    Row {
        wording: "une quinzaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.13 },
        interval_80: (0.87, 1.2),
        source: COLLECTIVE,
    },
    Row {
        wording: "une vingtaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.15 },
        interval_80: (0.85, 1.25),
        source: COLLECTIVE,
    },
    Row {
        wording: "une trentaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.13 },
        interval_80: (0.87, 1.2),
        source: COLLECTIVE,
    },
    Row {
        wording: "une quarantaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.105 },
        interval_80: (0.88, 1.15),
        source: COLLECTIVE,
    },
    Row {
        wording: "une cinquantaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.117 },
        interval_80: (0.86, 1.16),
        source: COLLECTIVE,
    },
    Row {
        wording: "une soixantaine",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.11 },
        interval_80: (0.87, 1.15),
        source: COLLECTIVE,
    },
    Row {
        wording: "une centaine, un millier",
        modifier: Modifier::About,
        law: Law::LogNormal { log_sd: 0.19 },
        interval_80: (0.8, 1.3),
        source: COLLECTIVE,
    },
    Row {
        wording: "dozens, des dizaines",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 4.75, log_sd: 0.63 },
        interval_80: (2.2, 12.0),
        source: JUDGEMENT,
    },
    Row {
        wording: "hundreds, des centaines",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 9.0, log_sd: 0.8 },
        interval_80: (3.0, 25.0),
        source: JUDGEMENT,
    },
    Row {
        wording: "thousands, des milliers (seen to move)",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 4.0, log_sd: 0.6 },
        interval_80: (2.0, 9.0),
        source: JUDGEMENT,
    },
    Row {
        wording: "thousands, des milliers (said to remain, unseen)",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 6.0, log_sd: 1.2 },
        interval_80: (1.5, 30.0),
        source: JUDGEMENT,
    },
    Row {
        wording: "tens of thousands, des dizaines de milliers",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 4.0, log_sd: 0.6 },
        interval_80: (2.0, 10.0),
        source: JUDGEMENT,
    },
    Row {
        wording: "a few, quelques",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 3.5, log_sd: 0.45 },
        interval_80: (2.0, 6.5),
        source: JUDGEMENT,
    },
    Row {
        wording: "several, plusieurs",
        modifier: Modifier::Indefinite,
        law: Law::Vague { median: 5.0, log_sd: 0.4 },
        interval_80: (3.0, 9.0),
        source: JUDGEMENT,
    },
    Row {
        wording: "none, aucun",
        modifier: Modifier::None,
        law: Law::Point { log_sd: 0.0 },
        interval_80: (1.0, 1.0),
        source: "as stated",
    },
    Row {
        wording: "most, la plupart",
        modifier: Modifier::Majority,
        law: Law::Flat,
        interval_80: (0.5, 1.0),
        source: "as stated",
    },
];

/// Low, best and high of a wording, as the guide of the claims defines them (its section 5.2). `value` is N, or the unit of an
/// indefinite plural; `upper` is the B of a range; `few` tells *quelques* from *des*.
#[must_use]
pub fn bounds(
    modifier: Modifier,
    value: f64,
    upper: f64,
    few: bool,
    whole_numbers: bool,
) -> (f64, Option<f64>, Option<f64>) {
    let down = |x: f64| {
        if whole_numbers { (x + 1e-9).floor() } else { four_decimals(x) }
    };
    let up = |x: f64| {
        if whole_numbers { (x - 1e-9).ceil() } else { four_decimals(x) }
    };
    let exact = if whole_numbers { value } else { four_decimals(value) };
    match modifier {
        Modifier::Exact => (exact, Some(exact), Some(exact)),
        Modifier::About => (down(0.9 * value), Some(exact), Some(up(1.1 * value))),
        Modifier::Nearly => (down(0.9 * value), Some(exact), Some(exact)),
        Modifier::MoreThan | Modifier::AtLeast => (exact, Some(exact), None),
        Modifier::LessThan | Modifier::AtMost => (0.0, Some(exact), Some(exact)),
        Modifier::Range => {
            (exact, Some(down((value + upper) / 2.0)), Some(if whole_numbers { upper } else { four_decimals(upper) }))
        }
        Modifier::Indefinite if few => (2.0 * value, None, Some(5.0 * value)),
        Modifier::Indefinite => (2.0 * value, None, Some(10.0 * value - 1.0)),
        Modifier::None => (0.0, Some(0.0), Some(0.0)),
        Modifier::Majority => (0.5, None, Some(1.0)),
    }
}

fn four_decimals(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// The distribution of the true number behind a wording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The row of the table.
    pub row: &'static Row,
    /// N, or the unit of a vague word.
    pub scale: f64,
    /// Ends of the 80 % interval, in the quantity's own unit.
    pub low_80: f64,
    /// Upper end of the 80 % interval.
    pub high_80: f64,
}

/// What readers and later counts make of `quantity`. `unseen` is true for people said to remain where nobody can count.
#[must_use]
pub fn spread(quantity: &Quantity, unseen: bool) -> Spread {
    let row = row(quantity, unseen);
    let scale = match quantity.modifier {
        Modifier::Indefinite => quantity.low / 2.0,
        Modifier::Range | Modifier::Majority | Modifier::None => quantity.low,
        _ => quantity.best.unwrap_or(quantity.low),
    };
    let (low_80, high_80) = match quantity.modifier {
        Modifier::Range | Modifier::Majority => {
            let high = quantity.high.unwrap_or(quantity.low);
            (quantity.low + 0.1 * (high - quantity.low), high - 0.1 * (high - quantity.low))
        }
        _ => (scale * row.interval_80.0, scale * row.interval_80.1),
    };
    let most = if quantity.unit == Unit::Share { 1.0 } else { f64::INFINITY };
    Spread { row, scale, low_80: low_80.min(most), high_80: high_80.min(most) }
}

/// The row of the table that speaks about `quantity`.
#[must_use]
pub fn row(quantity: &Quantity, unseen: bool) -> &'static Row {
    let value = quantity.best.unwrap_or(quantity.low / 2.0);
    let wording = quantity.wording.to_lowercase();
    let name = match quantity.modifier {
        Modifier::About => collective(&wording).unwrap_or(match significant_digits(value) {
            0 | 1 => "about N, 1 significant digit",
            2 => "about N, 2 significant digits",
            _ => "about N, 3 or more significant digits",
        }),
        Modifier::Exact if significant_digits(value) <= 2 && value >= 100.0 => {
            "N, bare and round (1 or 2 significant digits)"
        }
        Modifier::Exact => "N, bare, 3 or more significant digits",
        Modifier::Nearly => "nearly N",
        Modifier::AtMost => "up to N",
        Modifier::LessThan => "fewer than N",
        Modifier::MoreThan => "more than N",
        Modifier::AtLeast => "at least N",
        Modifier::Range => "A to B",
        Modifier::None => "none, aucun",
        Modifier::Majority => "most, la plupart",
        Modifier::Indefinite => match (quantity.low / 2.0, quantity.high) {
            (unit, Some(high)) if high <= 5.0 * unit => "a few, quelques",
            _ if ["several", "plusieurs", "عدة"].iter().any(|word| wording.contains(word)) => "several, plusieurs",
            (unit, _) if unit >= 1e4 => "tens of thousands, des dizaines de milliers",
            (unit, _) if unit >= 1e3 && unseen => "thousands, des milliers (said to remain, unseen)",
            (unit, _) if unit >= 1e3 => "thousands, des milliers (seen to move)",
            (unit, _) if unit >= 1e2 => "hundreds, des centaines",
            _ => "dozens, des dizaines",
        },
    };
    TABLE.iter().find(|row| row.wording == name).unwrap_or(&TABLE[0])
}

/// The row of a bare French or English collective: a modifier before it would not have made it *about*.
fn collective(wording: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("dizaine", "une dizaine"),
        ("douzaine", "une douzaine"),
        ("dozen", "une douzaine"),
        ("quinzaine", "une quinzaine"),
        ("vingtaine", "une vingtaine"),
        ("trentaine", "une trentaine"),
        ("quarantaine", "une quarantaine"),
        ("cinquantaine", "une cinquantaine"),
        ("soixantaine", "une soixantaine"),
        ("centaine", "une centaine, un millier"),
        ("millier", "une centaine, un millier"),
    ];
    NAMES.iter().find(|(word, _)| wording.contains(word)).map(|(_, row)| *row)
}

/// Digits of a whole number before its closing zeros.
fn significant_digits(value: f64) -> u32 {
    let mut rest = value.abs() as u64;
    while rest >= 10 && rest.is_multiple_of(10) {
        rest /= 10;
    }
    rest.checked_ilog10().map_or(1, |digits| digits + 1)
}

#[cfg(test)]
mod tests {
    use super::super::claim::Span;
    use super::*;

    fn quantity(wording: &str, modifier: Modifier, value: f64) -> Quantity {
        let (low, best, high) = bounds(modifier, value, value, false, true);
        Quantity {
            low,
            best,
            high,
            unit: Unit::Person,
            modifier,
            wording: wording.into(),
            span: Span { start: 0, end: 0 },
        }
    }

    #[test]
    fn une_trentaine_is_26_to_36_with_four_chances_in_five() {
        let spread = spread(&quantity("Une trentaine", Modifier::About, 30.0), false);
        assert_eq!((spread.low_80.round(), spread.high_80.round()), (26.0, 36.0));
    }

    #[test]
    fn pres_de_3000_reaches_down_to_2580() {
        let spread = spread(&quantity("près de 3.000", Modifier::Nearly, 3000.0), false);
        assert_eq!((spread.low_80, spread.high_80), (2580.0, 3000.0));
    }

    #[test]
    fn thousands_unseen_are_far_wider_than_thousands_that_move() {
        let thousands = quantity("des milliers", Modifier::Indefinite, 1000.0);
        assert!(spread(&thousands, true).high_80 > 3.0 * spread(&thousands, false).high_80);
    }

    #[test]
    fn bounds_follow_the_guide() {
        assert_eq!(bounds(Modifier::About, 24.0, 0.0, false, true), (21.0, Some(24.0), Some(27.0)));
        assert_eq!(bounds(Modifier::About, 0.15, 0.0, false, false), (0.135, Some(0.15), Some(0.165)));
        assert_eq!(bounds(Modifier::Indefinite, 100.0, 0.0, true, true), (200.0, None, Some(500.0)));
        assert_eq!(bounds(Modifier::Range, 200.0, 305.0, false, true), (200.0, Some(252.0), Some(305.0)));
    }

    #[test]
    fn every_row_names_its_source() {
        assert!(TABLE.iter().all(|row| !row.source.is_empty()));
        assert!(TABLE.iter().all(|row| row.interval_80.0 <= row.interval_80.1));
    }
}
