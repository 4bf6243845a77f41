//! `couloir estimate`: how many may still be inside and when it may be over, with what drives it.

use super::terminal::Terminal;
use super::{Stop, shown, verify};
use couloir_evidence::estimate::Role;
use couloir_evidence::estimate::wire::CaseText;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Arguments of `couloir estimate`.
#[derive(Debug, clap::Args)]
pub(super) struct Estimate {
    /// A folder with claims.jsonl (claims that somebody has confirmed), counts.csv (counted movements) and speakers.csv
    /// (speaker, side), the last two if there are any
    evidence: PathBuf,
    /// The moment of the estimate, in local time; nothing later is looked at
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = moment)]
    as_of: jiff::civil::DateTime,
}

/// The largest table that is read.
const BYTES_MAX: u64 = 1 << 26;

impl Estimate {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let claims = verify::read_text(&self.evidence.join("claims.jsonl"), BYTES_MAX)?;
        let counts = self.optional("counts.csv")?;
        let sides = sides(&self.evidence.join("speakers.csv"), &self.optional("speakers.csv")?)?;
        let case = CaseText { claims: &claims, counts: &counts, sides: &sides, as_of: self.as_of };
        let (estimate, faults) = couloir_evidence::report::estimate(&case);
        for fault in faults {
            terminal.talk(&fault.to_string());
        }
        terminal.data(&estimate);
        Ok(())
    }

    /// A table that need not be there.
    fn optional(&self, name: &str) -> Result<String, Stop> {
        let path = self.evidence.join(name);
        if path.exists() { verify::read_text(&path, BYTES_MAX) } else { Ok(String::new()) }
    }
}

fn moment(text: &str) -> Result<jiff::civil::DateTime, String> {
    text.parse().map_err(|_| "write a day and a time such as 2019-02-22T12:00".to_owned())
}

/// The side of each speaker, by the first word of the name.
fn sides(path: &Path, text: &str) -> Result<BTreeMap<String, Role>, Stop> {
    let mut sides = BTreeMap::new();
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    for (index, line) in lines {
        let fault = |what: &str| {
            let roles: Vec<String> = Role::ALL.iter().map(ToString::to_string).collect();
            Stop::unusable(format!(
                "{}:{}: {what}\n  help: write `speaker,side` with one of {}",
                shown(path),
                index + 1,
                roles.join(", ")
            ))
        };
        let (speaker, side) = line.split_once([',', ';', '\t']).ok_or_else(|| fault("a speaker without a side"))?;
        let side = side.trim().parse().map_err(|()| fault(&format!("not a side: `{}`", side.trim())))?;
        sides.insert(speaker.split_whitespace().next().unwrap_or_default().to_lowercase(), side);
    }
    Ok(sides)
}
