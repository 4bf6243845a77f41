//! `couloir roads matrix`: the travel table of an operation, as the CSV files that an operation has.

use super::using::Held;
use super::{ATTRIBUTION, open, said_written};
use crate::cli::terminal::Terminal;
use crate::cli::{Stop, check, shown};
use couloir_model::scenario::Scenario;
use couloir_model::travel::{Heading, TravelTimes};
use couloir_roads::travel::Travelled;
use std::path::PathBuf;

/// Arguments of `couloir roads matrix`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WriteMatrix {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    /// The network [default: the one that the operation names]
    #[arg(long, value_name = "NETWORK.roads")]
    network: Option<PathBuf>,
    #[command(flatten)]
    held: Held,
    /// The folder for `travel.csv` and `passage_legs.csv`, such as the operation's own
    #[arg(long, short, value_name = "FOLDER")]
    output: PathBuf,
    /// Write over tables that are there
    #[arg(long)]
    force: bool,
}

impl WriteMatrix {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let operation = check::load_tables(&self.operation, terminal)?;
        let (scenario, path) = (&operation.scenario, super::using::named(self.network.as_deref(), &operation)?);
        let network = open(&path)?;
        let Travelled { travel, findings, .. } = self.held.travelled(&network, &path, scenario, terminal)?;
        terminal.findings(&findings);
        let mut tables = vec![("travel.csv", travel_csv(scenario, &travel))];
        if !scenario.passages.is_empty() {
            tables.push(("passage_legs.csv", passage_legs_csv(scenario, &travel)));
        }
        let fault = |path: &std::path::Path, error: std::io::Error| {
            Stop::unusable(format!("cannot write `{}`: {error}", shown(path)))
        };
        std::fs::create_dir_all(&self.output).map_err(|error| fault(&self.output, error))?;
        let paths: Vec<PathBuf> = tables.iter().map(|(name, _)| self.output.join(name)).collect();
        if let Some(there) = paths.iter().find(|path| path.exists() && !self.force) {
            let help = "name another folder with `--output`, or write over it with `--force`";
            return Err(Stop::unusable(format!("there is a table already: `{}`\n  help: {help}", shown(there))));
        }
        for (path, (_, table)) in paths.iter().zip(&tables) {
            std::fs::write(path, table).map_err(|error| fault(path, error))?;
        }
        said_written(terminal, &paths);
        terminal.talk(ATTRIBUTION);
        Ok(())
    }
}

/// One row a pair and class, each in its own direction: a one-way street makes the way back longer.
fn travel_csv(scenario: &Scenario, travel: &TravelTimes) -> String {
    let mut rows = csv::Writer::from_writer(format!("# {ATTRIBUTION}\n").into_bytes());
    // A table in memory takes every row.
    let _ = rows.write_record(["from", "to", "both_ways", "seconds", "metres", "class"]);
    // Rows without a class come first: offsets of passages are those of their times.
    for class in std::iter::once(None).chain(scenario.class_ids().map(Some)) {
        for from in scenario.place_ids() {
            for to in scenario.place_ids().filter(|to| *to != from) {
                let leg = class
                    .map_or_else(|| travel.common_table().leg(from, to), |class| travel.leg(scenario, class, from, to));
                let name = class.map_or("", |class| scenario.class(class).name.as_str());
                let seconds = leg.map_or_else(|| "no road".to_owned(), |leg| leg.seconds.0.to_string());
                let metres = leg.map_or_else(String::new, |leg| leg.metres.0.to_string());
                let (from, to) = (&scenario.place(from).name, &scenario.place(to).name);
                let _ = rows.write_record([from.as_str(), to, "no", &seconds, &metres, name]);
            }
        }
    }
    text(rows)
}

fn passage_legs_csv(scenario: &Scenario, travel: &TravelTimes) -> String {
    let mut rows = csv::Writer::from_writer(format!("# {ATTRIBUTION}\n").into_bytes());
    let _ = rows.write_record(["passage", "from", "to", "both_ways", "offset_s", "heading"]);
    let Some(first) = scenario.class_ids().next() else { return text(rows) };
    for (from, to) in travel.pairs_with_crossings() {
        for crossing in travel.crossings(scenario, first, from, to) {
            let (passage, offset) = (&scenario.passage(crossing.passage).name, crossing.offset.0.to_string());
            let (from, to) = (&scenario.place(from).name, &scenario.place(to).name);
            let heading = if crossing.heading == Heading::Inward { "inward" } else { "outward" };
            let _ = rows.write_record([passage.as_str(), from, to, "no", &offset, heading]);
        }
    }
    text(rows)
}

fn text(rows: csv::Writer<Vec<u8>>) -> String {
    String::from_utf8(rows.into_inner().unwrap_or_default()).unwrap_or_default()
}
