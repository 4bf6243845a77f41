//! `couloir sync qr`: a few events from screen to camera, where there is neither network nor stick.

use super::enrol::{open, told};
use super::sync::{UNSENT_HOURS, damaged, finish, received_findings};
use super::terminal::Terminal;
use super::{Stop, shown};
use crate::moment;
use couloir_ledger::envelope::{Entry, Head};
use couloir_ledger::wire::{bundle, parts};
use couloir_model::finding::{At, Finding, Spot};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Subcommands of `couloir sync qr`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Qr {
    /// Show the events of this device that nobody else is known to hold, as QR symbols
    Show {
        /// The device's ledger
        ledger: PathBuf,
        /// All events of this device behind this position instead; 0 for all
        #[arg(long, value_name = "N")]
        after: Option<u64>,
        /// Write a page with the symbols instead of drawing them on the terminal
        #[arg(long, short, value_name = "PAGE.html")]
        output: Option<PathBuf>,
        /// Write the text of each symbol, one a line, instead of drawing it
        #[arg(long, conflicts_with = "output")]
        text: bool,
        /// The most bytes of one symbol: fewer for a poor camera
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u16).range(50..=1_200))]
        bytes: u16,
    },
    /// Take the events of symbols that were scanned: their text, one symbol a line, in any order
    Read {
        /// The device's ledger
        ledger: PathBuf,
        /// The file with the lines; `-` for standard input
        scanned: PathBuf,
    },
}

impl Qr {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        match self {
            Self::Show { ledger, after, output, text, bytes } => {
                show(terminal, ledger, *after, (output.as_deref(), *text), usize::from(*bytes))
            }
            Self::Read { ledger, scanned } => read(terminal, ledger, scanned),
        }
    }
}

fn show(
    terminal: &mut Terminal,
    ledger: &Path,
    after: Option<u64>,
    (output, as_text): (Option<&Path>, bool),
    bytes: usize,
) -> Result<(), Stop> {
    let mut post = open(ledger, moment::now())?;
    post.sign().map_err(|error| told(&error))?;
    let device = post.keys().device();
    let held: Vec<Head> = match after {
        Some(after) => {
            let entries = post.replica().log(device).into_iter().flat_map(|log| log.entries());
            entries.map(Entry::head).filter(|head| head.sequence == after).collect()
        }
        None => post.acknowledged().map_err(|error| told(&error))?,
    };
    let log = post.replica().log(device);
    let events = log.into_iter().flat_map(|log| log.vouched(&held)).filter(|(_, is_held)| !is_held).count();
    if events == 0 {
        terminal.talk("somebody else holds every event of this device: there is nothing to show\nhelp: `--after 0` shows all of them");
        return Ok(());
    }
    let bundle = post.replica().bundle_beyond(device, &held);
    let Some(lines) = parts::split(&bundle, bytes) else {
        return Err(Stop::unusable(format!(
            "{events} events are too many for QR symbols: {} bytes\n  help: use `couloir sync file` or `couloir sync http`, or \
             show some with `--after`",
            bundle.len()
        )));
    };
    let total = lines.len();
    match output {
        Some(path) => {
            let heading = format!("{events} events of device {}", device.short());
            let below = "scan all symbols, then read their text with `couloir sync qr read`";
            std::fs::write(path, couloir_publish::symbols_page(&lines, &heading, below))
                .map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(path))))?;
            terminal.talk(&format!("wrote {total} symbols with {events} events to {}", shown(path)));
        }
        None if as_text => terminal.data(&lines.join("\n")),
        None => {
            for (number, line) in (1..).zip(&lines) {
                let symbol = couloir_publish::symbol_text(line).ok_or_else(|| {
                    Stop::unusable("no symbol holds so many bytes\n  help: give a smaller number with `--bytes`")
                })?;
                terminal.data(&format!("{number} / {total}\n{symbol}\n"));
            }
        }
    }
    Ok(())
}

/// Far above what 99 symbols hold.
const SCANNED_BYTES_MAX: u64 = 4 << 20;

fn read(terminal: &mut Terminal, ledger: &Path, scanned: &Path) -> Result<(), Stop> {
    let text = if scanned == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().take(SCANNED_BYTES_MAX).read_to_string(&mut text);
        read.map_err(|error| Stop::unusable(format!("standard input cannot be read: {error}")))?;
        text
    } else {
        super::verify::read_text(scanned, SCANNED_BYTES_MAX)?
    };
    let now = moment::now();
    let mut post = open(ledger, now)?;
    let at = |spot| At { file: shown(scanned), spot };
    let mut found = Vec::new();
    let joined = parts::join(&text);
    for (line, fault) in &joined.faults {
        let finding = Finding::warning("couloir::sync::not_a_part", fault.to_string());
        let spot = Spot::Line { line: u32::try_from(*line).unwrap_or(u32::MAX), column: None };
        found.push(finding.help("scan that symbol again").at(at(spot)));
    }
    for (missing, total) in &joined.missing {
        let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let message = format!("of {total} symbols some are missing: {}", missing.join(", "));
        let finding = Finding::warning("couloir::sync::missing_part", message);
        found.push(finding.help("scan them, and read all lines together").at(at(Spot::Whole)));
    }
    let mut new = 0;
    for bytes in &joined.whole {
        let (parts, damages) = bundle::read(bytes);
        let received = post.receive(parts, now).map_err(|error| told(&error))?;
        new += received.events_new;
        found.extend(damages.iter().map(|damage| damaged(damage, &at(Spot::Whole))));
        found.extend(received_findings(&received, &at(Spot::Whole)));
    }
    let nothing = joined.whole.is_empty();
    finish(terminal, &mut post, found, UNSENT_HOURS)?;
    terminal.data(&format!("took {new} new events"));
    if nothing {
        return Err(Stop::unusable("no set of symbols is complete\n  help: nothing was lost; scan what is missing"));
    }
    Ok(())
}
