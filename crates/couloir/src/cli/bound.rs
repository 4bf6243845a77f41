//! `couloir bound` and `couloir verify-bound`: a clearance time that no plan can beat, with a proof that anybody can check.

use super::budget::{Interrupt, duration};
use super::demand::Demand;
use super::terminal::Terminal;
use super::{Stop, shown, verify};
use couloir_judge::certificate::check as recompute;
use couloir_model::clock::Moment;
use couloir_model::finding::Finding;
use couloir_model::format::certificate;
use couloir_planner::bound::pattern::{Config, Observer, Proof, prove};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `couloir bound`.
#[derive(Debug, clap::Args)]
pub(super) struct Bound {
    /// The operation: a folder, a .toml file or an .xlsx workbook; or a benchmark instance (.json, .json.gz)
    operation: PathBuf,
    #[command(flatten)]
    demand: Demand,
    /// How long to look for a better proof at most
    #[arg(long, value_parser = duration, default_value = "60s")]
    time: Duration,
    /// Where the certificate goes; standard output when absent
    #[arg(long, short, value_name = "CERT.json")]
    output: Option<PathBuf>,
}

impl Bound {
    pub(super) fn run(&self, terminal: &mut Terminal, started: Instant) -> Result<(), Stop> {
        let (scenario, travel) = self.demand.scenario(&self.operation, terminal)?;
        let clock = Clock::new(started, self.time);
        let proof = prove(&scenario, &travel, &Config { work_max: u64::MAX, ..Config::default() }, &clock);
        clock.bar.finish_and_clear();
        terminal.talk(&said(&proof));
        verify::emit(terminal, &certificate::write(&scenario, &proof.certificate), self.output.as_deref())
    }
}

/// The time that there is for a proof, and what a person sees of it.
struct Clock {
    started: Instant,
    time: Duration,
    interrupt: Interrupt,
    bar: ProgressBar,
}

impl Clock {
    fn new(started: Instant, time: Duration) -> Self {
        let bar = ProgressBar::new(1000);
        let style = ProgressStyle::with_template("{elapsed:>4} [{bar:30}] {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        bar.set_message("nothing proved yet");
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { started, time, interrupt: Interrupt::default(), bar }
    }
}

impl Observer for Clock {
    fn should_stop(&self) -> bool {
        self.interrupt.asked() || self.started.elapsed() >= self.time
    }

    fn proved(&self, no_sooner: Moment) {
        self.bar.set_message(format!("not before {no_sooner} ({} s); Ctrl-C keeps this proof", no_sooner.0));
    }

    fn elapsed_permille(&self) -> Option<u32> {
        let permille = self.started.elapsed().as_millis() * 1000 / self.time.as_millis().max(1);
        let permille = u32::try_from(permille.min(1000)).unwrap_or(1000);
        self.bar.set_position(permille.into());
        Some(permille)
    }
}

fn said(proof: &Proof) -> String {
    let possible = proof.at_most.map_or(String::new(), |most| format!("; this kind of proof reaches {most} at most"));
    format!("no plan with this fleet can clear before {} ({} s){possible}", proof.at_least, proof.at_least.0)
}

/// Arguments of `couloir verify-bound`.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyBound {
    /// The operation that the certificate was made for, or the benchmark instance
    operation: PathBuf,
    /// The certificate, as `couloir bound` writes it
    certificate: PathBuf,
    #[command(flatten)]
    demand: Demand,
}

/// The largest certificate that is read.
const BYTES_MAX: u64 = 1 << 28;

impl VerifyBound {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let (scenario, travel) = self.demand.scenario(&self.operation, terminal)?;
        let text = verify::read_text(&self.certificate, BYTES_MAX)?;
        let name = shown(&self.certificate);
        let certificate = certificate::read(&text, &name, &scenario).map_err(|findings| {
            terminal.findings(&findings);
            Stop::unusable(format!("\n{name} cannot be used"))
        })?;
        match recompute(&scenario, &travel, &certificate) {
            Ok(at_least) => {
                let words = format!("proved: no plan with this fleet can clear before {at_least} ({} s)", at_least.0);
                terminal.data(&words);
                Ok(())
            }
            Err(refusal) => {
                let finding = Finding::error("couloir::certificate::refused", refusal.to_string()).help(refusal.help());
                terminal.findings(&[finding]);
                Err(Stop::refused("REFUSED: this certificate proves nothing"))
            }
        }
    }
}
