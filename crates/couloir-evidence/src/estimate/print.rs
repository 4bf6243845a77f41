//! An estimate as plain text.

use std::fmt;

use super::{Driver, Estimate};

/// The quantiles that are shown.
const SHOWN: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

impl fmt::Display for Estimate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "Still inside, as of {}: an estimate, not a count", self.as_of.strftime("%-d %B %Y, %H:%M"))?;
        write!(out, "  with probability")?;
        for probability in SHOWN {
            write!(out, " {:>12}", format!("{:.0} %", 100.0 * probability))?;
        }
        write!(out, "\n  at most         ")?;
        for probability in SHOWN {
            write!(out, " {:>12}", grouped(self.remaining.quantile(probability)))?;
        }
        write!(out, "\n\nUntil it is over\n  with probability")?;
        for probability in SHOWN {
            write!(out, " {:>12}", format!("{:.0} %", 100.0 * probability))?;
        }
        write!(out, "\n  within days     ")?;
        for probability in SHOWN {
            write!(out, " {:>12}", grouped(u64::from(self.ending.quantile_days(probability))))?;
        }
        write!(out, "\n  by              ")?;
        for probability in SHOWN {
            write!(out, " {:>12}", self.ending.quantile_date(probability).to_string())?;
        }
        writeln!(out, "\n\nWhat drives the people inside")?;
        write_drivers(out, &self.remaining_drivers)?;
        writeln!(out, "\nWhat drives the end")?;
        write_drivers(out, &self.ending_drivers)?;
        let record = self.record;
        writeln!(
            out,
            "\nHow often such intervals were right: replaying {} operations, each with what the others taught, the range between \
             10 % and 90 % held the truth in {:.0} % of statements, {:.0} % of counted days and {:.0} % of ends",
            record.operations,
            100.0 * record.statements_80,
            100.0 * record.series_80,
            100.0 * record.ending_80
        )
    }
}

fn write_drivers(out: &mut fmt::Formatter<'_>, drivers: &[Driver]) -> fmt::Result {
    for driver in drivers {
        if driver.share > 0.0 {
            writeln!(out, "  {:>4}  {}", format!("{:.0} %", 100.0 * driver.share), driver.words)?;
        } else {
            writeln!(out, "     -  {}", driver.words)?;
        }
    }
    Ok(())
}

/// A whole number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
