//! Estimates from a thousand statements and a thousand counts, again and again:
//! `time cargo run --release -p couloir-evidence --example thousand -- 100` divided by 100 is the time of one.

// An example is a program: arguments and printing are its business.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use couloir_evidence::estimate::{Case, Movement, Parameters, Role, Standing, Stated, Statement, estimate};
use jiff::ToSpan;
use jiff::civil::{date, datetime};

fn main() {
    let times: u32 = std::env::args().nth(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    let start = date(2030, 1, 1);
    let statements = (0..1_000u32).map(|index| Statement {
        said_on: start + i64::from(index % 100).days(),
        speaker: format!("speaker{} of the day", index % 40),
        role: Role::ALL[index as usize % Role::ALL.len()],
        people: Stated { low: None, best: Some(u64::from(20_000 - 150 * (index % 100))), high: None },
    });
    let movements = (0..1_000u32).map(|index| Movement {
        from: start + i64::from(index % 100).days(),
        to: start + i64::from(index % 100).days(),
        people: u64::from(100 + index % 7),
        standing: if index % 2 == 0 { Standing::Counted } else { Standing::Claimed },
        source: "books".to_owned(),
    });
    let case = Case {
        as_of: datetime(2030, 4, 11, 12, 0, 0, 0),
        statements: statements.collect(),
        movements: movements.collect(),
        forecasts: Vec::new(),
    };
    let parameters = Parameters::stored();
    let mut sum = 0;
    for _ in 0..times {
        sum += estimate(&case, &parameters).remaining.quantile(0.5);
    }
    println!("{times} estimates, median {}", sum / u64::from(times.max(1)));
}
