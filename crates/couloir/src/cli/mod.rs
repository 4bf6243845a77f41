//! The command line: each command parses, calls and prints.
//!
//! Data go to standard output, talk to standard error. Exit codes: 0 done, 1 a plan is refused, 2 an input or a wish that
//! cannot be used, 130 interrupted before there was anything to give.

use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

mod backtest;
mod bench;
mod binds;
mod books;
mod bound;
mod budget;
mod chart;
mod check;
mod confirm;
mod demand;
mod demo;
mod enrol;
mod erase;
mod estimate;
mod events;
mod evidence;
mod export;
mod intake;
mod intake_table;
mod ledger_speed;
mod lookup;
mod map;
mod new;
mod output;
mod passphrase;
mod places;
mod plan;
mod read;
mod record;
mod replan;
mod roads;
mod roads_peers;
mod roads_speed;
mod robust;
mod schema;
mod secrets;
mod serve;
mod serve_speed;
mod sheets;
mod simulate;
mod situation;
mod store;
mod sync;
mod sync_qr;
mod terminal;
mod tiles;
mod verify;

use terminal::Terminal;

/// Plans the evacuation of civilians by convoys, and has each plan checked by an independent judge.
#[derive(Debug, Parser)]
#[command(name = "couloir", version, about = ABOUT, long_about = None, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const ABOUT: &str = "Plans the evacuation of civilians by convoys, and has each plan checked by an independent judge.";

const AFTER_HELP: &str = "\
Try it:
  couloir demo                          a bundled operation, from its files to sheets for drivers
  couloir new my-town                   a commented template to fill in
  couloir check my-town                 every fault at once, and what Couloir understood
  couloir plan my-town                  the soonest clearance, with tables, charts and sheets
  couloir verify my-town my-town-plan/plan.json";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a bundled example from start to end
    Demo(demo::Demo),
    /// Write a commented template of an operation
    New(new::New),
    /// Read an operation, report every fault, and say in words what was understood
    Check(check::Check),
    /// Find the soonest clearance and write tables, sheets, charts and movements
    Plan(plan::Plan),
    /// Write the sheets of a plan that is there already, in another language
    Sheets(sheets::Sheets),
    /// Write the situation at a moment, with what has gone otherwise than planned
    Situation(situation::Situation),
    /// Plan again while a plan is carried out: keep what is under way, change little
    Replan(replan::Replan),
    /// Compute what one more vehicle, berth, escort team, hour or place in a shelter would change
    Binds(binds::Binds),
    /// Have the independent judge walk a plan
    Verify(verify::Verify),
    /// Carry a plan out many times while things go wrong: how late, how likely, and why
    Simulate(Box<simulate::Simulate>),
    /// Prove a clearance time that no plan can beat, and write the proof
    Bound(bound::Bound),
    /// Check such a proof, sharing nothing with the program that made it
    VerifyBound(bound::VerifyBound),
    /// Read a report into claims: who says what, about when, how many as an interval
    Read(read::Read),
    /// Keep the claims of a report that are right in the evidence of an operation, and strike the rest
    Confirm(confirm::Confirm),
    /// Estimate how many may still be inside and when it may be over, from confirmed claims and counted movements
    Estimate(estimate::Estimate),
    /// Replay past operations day by day, and show how often such estimates were right
    Backtest(backtest::Backtest),
    /// Begin an operation's ledger, let devices write in it by signed slips, and shut them out
    #[command(subcommand)]
    Enrol(enrol::Enrol),
    /// Record what was seen: counts, boardings, departures, arrivals, incidents, closures, corrections
    Record(record::Record),
    /// Take counts that come as lines of SMS and radio, or as tables
    #[command(subcommand)]
    Intake(intake::Intake),
    /// Show who is where, who is on the road, and what does not match
    Books(books::Books),
    /// List what was recorded, corrections applied: incidents, closures and adoptions in force, or any other kind
    Events(events::Events),
    /// Bring two devices to the same ledger, without a server
    #[command(subcommand)]
    Sync(sync::Sync),
    /// Show the operation in a browser: figures, books, reports, plans, and a form for posts. Nothing leaves this machine
    Serve(serve::Serve),
    /// Give a role its passphrase for `couloir serve`
    Passphrase(serve::Passphrase),
    /// Put the keys of a device under a passphrase
    Lock(secrets::Lock),
    /// Destroy the ledger of this device, at once and for good
    Wipe(secrets::Wipe),
    /// Close an operation: restricted records are erased 30 days later; for the coordination
    Close(secrets::Close),
    /// Open a closed operation again, which stops that clock; for the coordination
    Reopen(secrets::Reopen),
    /// Agree, as a second person of the coordination, that restricted records are kept for more than 90 days after closing
    Consent(secrets::Agree),
    /// Delete what events say, on every device, without breaking the chain; for the coordination
    Erase(erase::Erase),
    /// Say where a ledger is kept, and move it to another store
    #[command(subcommand)]
    Store(store::Store),
    /// Make a network of roads from an OpenStreetMap extract, and ask it for ways, times and closures
    #[command(subcommand)]
    Roads(roads::Roads),
    /// Draw an operation and its plan on one sheet, as SVG
    Map(map::Map),
    /// Write vector tiles of a network, for a screen map without a network
    Tiles(tiles::Tiles),
    /// Write legs, places and closures as GeoJSON for map programs or GPX for phones
    Export(export::Export),
    /// Take places from map files: GeoJSON, GPX, KML or CSV
    #[command(subcommand)]
    Places(places::Places),
    /// Print the JSON Schema of a file format
    Schema(schema::Schema),
    /// Measure how good the plans are, and solve, check and generate instances of the neutral benchmark format
    Bench(Box<bench::Bench>),
}

/// How long and how to search; shared by all commands that plan.
#[derive(Debug, Clone, Args)]
struct Search {
    /// How long to search at most, reading and writing included, such as 10s, 2m or 1h
    #[arg(long, value_parser = budget::duration, default_value = "10s", conflicts_with = "iterations")]
    time: std::time::Duration,
    /// Search this many iterations instead: the same seed then gives the same plan on every machine
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    /// The seed of the search's random streams
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Parallel searches
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    workers: u8,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

/// The language of tables and sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Lang {
    /// English
    En,
    /// French
    Fr,
    /// Arabic
    Ar,
}

impl From<Lang> for couloir_model::scenario::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Fr => Self::French,
            Lang::Ar => Self::Arabic,
        }
    }
}

/// How a command ends when it does not end well: what to say, and the exit code.
#[derive(Debug)]
struct Stop {
    code: u8,
    said: String,
}

impl Stop {
    /// An input or a wish that cannot be used.
    fn unusable(said: impl Into<String>) -> Self {
        Self { code: 2, said: said.into() }
    }

    /// A plan that is refused.
    fn refused(said: impl Into<String>) -> Self {
        Self { code: 1, said: said.into() }
    }
}

/// Runs the program with `args`, the first of which is its name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let started = std::time::Instant::now();
    let mut terminal = Terminal::real();
    let command = match Cli::try_parse_from(args.into_iter().map(southern)) {
        Ok(cli) => cli.command,
        Err(help) => {
            let _ = help.print();
            return ExitCode::from(u8::try_from(help.exit_code()).unwrap_or(2));
        }
    };
    let done = match command {
        Command::Demo(demo) => demo.run(&mut terminal, started),
        Command::New(new) => new.run(&mut terminal),
        Command::Check(check) => check.run(&mut terminal),
        Command::Plan(plan) => plan.run(&mut terminal, started),
        Command::Sheets(sheets) => sheets.run(&mut terminal),
        Command::Situation(situation) => situation.run(&mut terminal),
        Command::Replan(replan) => replan.run(&mut terminal, started),
        Command::Binds(binds) => binds.run(&mut terminal, started),
        Command::Verify(verify) => verify.run(&mut terminal),
        Command::Simulate(simulate) => simulate.run(&mut terminal),
        Command::Bound(bound) => bound.run(&mut terminal, started),
        Command::VerifyBound(bound) => bound.run(&mut terminal),
        Command::Read(read) => read.run(&mut terminal),
        Command::Confirm(confirm) => confirm.run(&mut terminal),
        Command::Estimate(estimate) => estimate.run(&mut terminal),
        Command::Backtest(backtest) => backtest.run(&mut terminal),
        Command::Enrol(enrol) => enrol.run(&mut terminal),
        Command::Record(record) => record.run(&mut terminal),
        Command::Intake(intake) => intake.run(&mut terminal),
        Command::Books(books) => books.run(&mut terminal),
        Command::Events(events) => events.run(&mut terminal),
        Command::Sync(sync) => sync.run(&mut terminal),
        Command::Serve(serve) => serve.run(&mut terminal),
        Command::Passphrase(passphrase) => passphrase.run(&mut terminal),
        Command::Lock(lock) => lock.run(&mut terminal),
        Command::Wipe(wipe) => wipe.run(&mut terminal),
        Command::Close(close) => close.run(&mut terminal),
        Command::Reopen(reopen) => reopen.run(&mut terminal),
        Command::Consent(agree) => agree.run(&mut terminal),
        Command::Erase(erase) => erase.run(&mut terminal),
        Command::Store(store) => store.run(&mut terminal),
        Command::Roads(roads) => roads.run(&mut terminal),
        Command::Map(map) => map.run(&mut terminal),
        Command::Tiles(tiles) => tiles.run(&mut terminal),
        Command::Export(export) => export.run(&mut terminal),
        Command::Places(places) => places.run(&mut terminal),
        Command::Schema(schema) => schema.run(&mut terminal),
        Command::Bench(bench) => bench.run(&mut terminal, started),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            if !stop.said.is_empty() {
                terminal.talk(&stop.said);
            }
            ExitCode::from(stop.code)
        }
    }
}

/// A position south of the equator, `-30.03,-51.22`, with a blank before it, so that it is not taken for an option.
fn southern(arg: OsString) -> OsString {
    let is_position = arg.to_str().is_some_and(|text| {
        let halves = text.split_once([',', ';']);
        text.starts_with('-')
            && halves.is_some_and(|(lat, lon)| [lat, lon].iter().all(|half| half.trim().parse::<f64>().is_ok()))
    });
    if !is_position {
        return arg;
    }
    let mut position = OsString::from(" ");
    position.push(arg);
    position
}

/// The path as a person would write it.
fn shown(path: &std::path::Path) -> String {
    path.display().to_string()
}

/// Where the results of planning `operation` go when nobody says: `NAME-plan` in the current folder.
fn default_output(operation: &std::path::Path) -> PathBuf {
    let absolute = std::path::absolute(operation).unwrap_or_else(|_| operation.to_owned());
    let stem = if operation.is_dir() { absolute.file_name() } else { absolute.file_stem() };
    let mut name = stem.unwrap_or(std::ffi::OsStr::new("operation")).to_owned();
    name.push("-plan");
    PathBuf::from(name)
}
