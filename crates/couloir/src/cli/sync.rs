//! `couloir sync`: two devices bring each other to the same ledger, without a server.

use super::books::{device_findings, unsent};
use super::enrol::{open, told};
use super::terminal::Terminal;
use super::{Stop, shown};
use crate::carry::file::{FileRead, exchange};
use crate::moment;
use couloir_model::finding::{At, Finding, Spot};
use std::path::{Path, PathBuf};

/// Subcommands of `couloir sync`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Sync {
    /// By a stick or a shared folder: take what it has, and put on it what it lacks
    File {
        /// The device's ledger
        ledger: PathBuf,
        /// The folder; or one file, which is read and nothing is written
        stick: PathBuf,
    },
}

impl Sync {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let Self::File { ledger, stick } = self;
        let now = moment::now();
        if !stick.exists() {
            return Err(Stop::unusable(format!(
                "there is no such folder or file: {}\n  help: put the stick in, or make the folder",
                shown(stick)
            )));
        }
        let mut post = open(ledger, now)?;
        let exchange = exchange(&mut post, stick, now).map_err(|error| told(&error))?;
        let new: usize = exchange.read.iter().filter_map(|file| Some(file.received.as_ref().ok()?.events_new)).sum();
        let mut findings: Vec<Finding> = exchange.read.iter().flat_map(findings).collect();
        let (_, not_counted) = post.replica().recorded();
        findings.extend(device_findings(&post, &not_counted));
        findings.extend(unsent(&mut post, UNSENT_HOURS, now)?);
        terminal.findings(&findings);
        terminal.data(&format!("took {new} new events from {} files", exchange.read.len()));
        match &exchange.written {
            Some((path, events)) => terminal.data(&format!("wrote {events} events to {}", shown(path))),
            None if stick.is_dir() => terminal.data("the stick has everything that this device has"),
            None => {}
        }
        Ok(())
    }
}

/// After how many hours events that nobody else holds are shown in red.
const UNSENT_HOURS: u32 = 6;

/// What is wrong with one file. The rest of it was used.
fn findings(file: &FileRead) -> Vec<Finding> {
    let at = |path: &Path| At { file: shown(path), spot: Spot::Whole };
    let mut found = Vec::new();
    let received = match &file.received {
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            let help = "copy it again, or sync with the device that wrote it";
            return vec![Finding::error("couloir::sync::unreadable", message).help(help).at(at(&file.path))];
        }
        Ok(received) => received,
    };
    for damage in &file.damages {
        let finding = Finding::warning("couloir::sync::damaged", damage.to_string());
        found
            .push(finding.help("the rest of it was used; what is missing comes with the next sync").at(at(&file.path)));
    }
    for refusal in &received.refusals {
        let finding = Finding::warning("couloir::sync::refused", refusal.to_string());
        found.push(
            finding.help("nothing of it was taken; it comes whole with a sync from another device").at(at(&file.path)),
        );
    }
    for refused in &received.papers_refused {
        let finding = Finding::warning("couloir::sync::paper", format!("a slip or revocation is refused: {refused}"));
        found.push(finding.help("ask the coordination for it").at(at(&file.path)));
    }
    if let Some(other) = received.other_operation {
        let message = format!("the file belongs to another operation: {}", other.short());
        let finding = Finding::note("couloir::sync::other_operation", message);
        found.push(finding.help("nothing of it was taken, and nothing is wrong").at(at(&file.path)));
    }
    found
}
