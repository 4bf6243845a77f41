//! `couloir bench`: the neutral benchmark format, so that anybody can check our plans with their own checker.

use super::terminal::Terminal;
use super::{Search, Stop, budget::Stopwatch, shown, verify};
use crate::bench::generate::{Family, Size, generate};
use crate::bench::simulate;
use couloir_judge::simulate::Simulation;
use couloir_model::finding::Finding;
use couloir_model::format::bench;
use couloir_model::plan::Plan;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use couloir_planner::Config;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

mod again;
mod measure;

use measure::{All, Families, Metamorphic, Public, Scale};

/// `couloir bench`; with no subcommand it is `couloir bench run`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Bench {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: Families,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Plan an instance (.json or .json.gz) and write the plan in the neutral format
    Solve {
        /// The instance
        instance: PathBuf,
        #[command(flatten)]
        search: Search,
        /// Where the plan goes; standard output when absent
        #[arg(long, short, value_name = "PLAN.json")]
        output: Option<PathBuf>,
    },
    /// Carry out a plan of the neutral format and report clearance, person-seconds and violations
    Verify {
        /// The instance
        instance: PathBuf,
        /// The plan
        plan: PathBuf,
    },
    /// Measure the simulator on a plan of the neutral format, beside SimPy on the same model
    Simulate {
        /// The instance
        instance: PathBuf,
        /// The plan
        plan: PathBuf,
        /// Runs of ours
        #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
        runs: u64,
        /// Runs of the peer
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        peer_runs: u64,
        /// Threads
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
        threads: u8,
    },
    /// Plan many instances, each in a process of its own: clearance, bound, gap and memory, beside the best that others reach
    Run(Families),
    /// Plan public instances beside what is published, the best known value and the known bound
    Public(Public),
    /// Show how memory and time grow with sites × vehicles
    Scale(Scale),
    /// Look for plans that are worse with more time, one more vehicle, one more berth or more room
    Metamorphic(Metamorphic),
    /// Everything that the page on benchmarks shows
    All(All),
    /// Measure a network of roads: import, opening, matrices, routes and closures, beside what others reach
    Roads(super::roads_speed::RoadsSpeed),
    /// Measure the ledger: recording, handing over a day, verifying, making the books
    Ledger(super::ledger_speed::LedgerSpeed),
    /// Load the server: posts that poll and record, screens that listen
    Serve(super::serve_speed::ServeSpeed),
    /// Write two ledgers of a made-up operation, `centre` and `post`; the post lacks the last day
    Ledgers {
        /// The folder for both
        folder: PathBuf,
        /// Devices that write
        #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(2..=10_000))]
        devices: u32,
        /// Events
        #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10..=10_000_000))]
        events: u32,
        /// Days over which they spread
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(2..=365))]
        days: u32,
    },
    /// Disturb running plans: how soon it is answered, how little is changed, what it costs
    Replan(again::Replan),
    /// Plan again on a rolling horizon with uncertain demand, against knowing everything from the start
    Regret(again::Regret),
    /// Write an instance of a family, made from a seed
    Generate {
        /// The family
        #[arg(long, value_name = "bep|rich|rich3|convoy")]
        family: Family,
        /// The size
        #[arg(long, value_name = "S|M|L|XL|XXL")]
        size: Size,
        /// The seed
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where it goes (.json or .json.gz); standard output when absent
        #[arg(long, short, value_name = "INSTANCE.json")]
        output: Option<PathBuf>,
    },
}

/// The largest instance or plan that is read, unpacked.
const BYTES_MAX: u64 = 1 << 30;

impl Bench {
    pub(super) fn run(&self, terminal: &mut Terminal, started: Instant) -> Result<(), Stop> {
        match self.command.as_ref() {
            None => self.run.run(terminal),
            Some(Command::Run(run)) => run.run(terminal),
            Some(Command::Public(public)) => public.run(terminal),
            Some(Command::Scale(scale)) => scale.run(terminal),
            Some(Command::Metamorphic(metamorphic)) => metamorphic.run(terminal),
            Some(Command::All(all)) => all.run(terminal),
            Some(Command::Ledger(ledger)) => ledger.run(terminal),
            Some(Command::Serve(serve)) => serve.run(terminal),
            Some(Command::Ledgers { folder, devices, events, days }) => {
                let written = crate::bench::ledgers::write(folder, (*devices, *events, *days), crate::moment::now())
                    .map_err(|error| {
                        Stop::unusable(format!("cannot write the ledgers: {error}\n  help: name a new folder"))
                    })?;
                terminal.data(&format!(
                    "{} events at the centre, {} of them new to the post",
                    written.events, written.last_day
                ));
                Ok(())
            }
            Some(Command::Roads(roads)) => roads.run(terminal),
            Some(Command::Replan(replan)) => replan.run(terminal),
            Some(Command::Regret(regret)) => regret.run(terminal),
            Some(Command::Solve { instance, search, output }) => {
                solve(terminal, started, instance, search, output.as_deref())
            }
            Some(Command::Verify { instance, plan }) => verify_plan(terminal, instance, plan),
            Some(Command::Simulate { instance, plan, runs, peer_runs, threads }) => {
                simulate_plan(terminal, instance, plan, (*runs, *peer_runs), (*threads).into())
            }
            Some(Command::Generate { family, size, seed, output }) => {
                let text = bench::write_instance(&generate(*family, *size, *seed));
                verify::emit(terminal, &text, output.as_deref())
            }
        }
    }
}

fn solve(
    terminal: &mut Terminal,
    started: Instant,
    instance: &Path,
    search: &Search,
    output: Option<&Path>,
) -> Result<(), Stop> {
    let (scenario, travel) = instance_at(terminal, instance)?;
    // What comes after the search grows with the plan: the last moments, the judge, the file.
    let after =
        Duration::from_micros(40 * (scenario.vehicles.len() as u64 + u64::from(scenario.waiting().best().0) / 20));
    let watch = Stopwatch::new(search, started, after.max(Duration::from_millis(20)));
    let config = Config { seed: search.seed, iterations: search.iterations, workers: search.workers };
    let turn = crate::turn::turn(&scenario, &travel, &config, &watch);
    watch.finish();
    terminal.talk(&summary(&turn));
    if !turn.verdict.is_valid() {
        return Err(Stop::refused(verify::report(&scenario, &turn.plan, &turn.verdict, None)));
    }
    verify::emit(terminal, &bench::write_plan(&scenario, &turn.plan), output)?;
    terminal.talk(&crate::bench::resources());
    Ok(())
}

fn summary(turn: &crate::turn::Turn) -> String {
    let bound = turn.plan.bound.map_or(couloir_model::clock::Moment::START, |bound| bound.at_least);
    let gap = couloir_model::bound::gap_permille(turn.plan.clearance, bound);
    let gap = gap.map_or("unknown".to_owned(), |gap| format!("{}.{} %", gap / 10, gap % 10));
    format!(
        "clearance_s {}  bound_s {}  gap {gap}  person_seconds {}  moved {}  not_moved {}  trips {}  iterations {}  trips_timed {}",
        turn.plan.clearance.0,
        bound.0,
        turn.plan.person_seconds.0,
        turn.plan.moved().0,
        turn.plan.left().0,
        turn.plan.trips().count(),
        turn.plan.made.iterations,
        turn.trips_timed,
    )
}

fn verify_plan(terminal: &mut Terminal, instance: &Path, plan: &Path) -> Result<(), Stop> {
    let (scenario, travel, plan) = carried_out(terminal, instance, plan)?;
    let verdict = couloir_judge::verify(&scenario, &travel, &plan);
    terminal.data(&verify::report(&scenario, &plan, &verdict, None));
    if verdict.is_valid() { Ok(()) } else { Err(Stop::refused("")) }
}

/// A plan of the neutral format with its moments, and what it is for.
fn carried_out(terminal: &mut Terminal, instance: &Path, plan: &Path) -> Result<(Scenario, TravelTimes, Plan), Stop> {
    let (scenario, travel) = instance_at(terminal, instance)?;
    let text = text_at(plan)?;
    let unusable = |terminal: &mut Terminal, findings: &[Finding]| {
        terminal.findings(findings);
        Stop::unusable(format!("\n{} cannot be used", shown(plan)))
    };
    let routes = bench::read_plan(&text, &scenario).map_err(|findings| unusable(terminal, &findings))?;
    let parts = routes.into_parts(&scenario, scenario.id(&travel));
    let carried = couloir_judge::timetable(&scenario, &travel, parts).map_err(|violations| {
        let findings: Vec<Finding> = violations.iter().map(|violation| violation.finding(&scenario)).collect();
        terminal.findings(&findings);
        Stop::refused(format!("\nREFUSED: {} cannot be carried out", shown(plan)))
    })?;
    Ok((scenario, travel, carried))
}

/// Events a second of ours and of the peer, and whether both come to the same clearance.
fn simulate_plan(
    terminal: &mut Terminal,
    instance: &Path,
    plan: &Path,
    (runs, peer_runs): (u64, u64),
    threads: usize,
) -> Result<(), Stop> {
    let (scenario, travel, plan) = carried_out(terminal, instance, plan)?;
    let visits: usize = plan.trips().map(|(_, trip)| trip.stops.len() + 1).sum();
    terminal.data(&format!("{}: {} vehicles, {visits} visits, {runs} runs", scenario.name, plan.routes.len()));
    terminal.data(&format!(
        "{:30} {:>13} {:>13} {:>13} {:>8} {:>11}",
        "", "events/s", "events/cpu-s", "visits/cpu-s", "seconds", "clearance_s"
    ));
    let mut speeds = Vec::new();
    for (name, disturbance, policy) in simulate::cases() {
        for threads in if threads > 1 { vec![1, threads] } else { vec![1] } {
            let simulation = Simulation::of(&scenario, &travel, &plan, disturbance.clone(), policy);
            let simulation = simulation.map_err(|_| Stop::refused("the plan cannot be carried out"))?;
            let simulation = simulation.with_curve(1, runs);
            speeds.push(simulate::ours(name, &simulation, visits, runs, threads));
            terminal.data(&speed_row(&speeds[speeds.len() - 1]));
        }
    }
    match simulate::simpy(&scenario, &plan, peer_runs) {
        Ok(peer) => {
            terminal.data(&speed_row(&peer));
            let ours = &speeds[0];
            let same = if ours.clearance == peer.clearance { "the same clearance" } else { "DIFFERENT CLEARANCES" };
            let times = ours.visits / peer.visits;
            terminal.data(&format!("{same}; ours on one thread makes {times:.0} times as many visits a second"));
            if ours.clearance != peer.clearance {
                return Err(Stop::refused("two simulations of one plan differ"));
            }
        }
        Err(why) => terminal.talk(&format!("SimPy was not measured: {why}\n  help: `pip install simpy`")),
    }
    Ok(())
}

fn speed_row(speed: &simulate::Speed) -> String {
    let grouped = |number: f64| couloir_model::quantity::grouped(number as u128);
    let clearance = speed.clearance.map_or(String::new(), |clearance| clearance.to_string());
    let (events, visits) = (grouped(speed.events), grouped(speed.visits));
    let cpu = speed.events_cpu.map_or(String::new(), grouped);
    format!("{:30} {events:>13} {cpu:>13} {visits:>13} {:>8.2} {clearance:>11}", speed.name, speed.seconds)
}

pub(super) fn instance_at(terminal: &mut Terminal, path: &Path) -> Result<(Scenario, TravelTimes), Stop> {
    let text = text_at(path)?;
    bench::read_instance(&text).map_err(|findings| {
        terminal.findings(&findings);
        Stop::unusable(format!("\n{} cannot be used", shown(path)))
    })
}

/// The text of a `.json` or `.json.gz` file, whichever it really is.
fn text_at(path: &Path) -> Result<String, Stop> {
    let fault = |what: String| Stop::unusable(format!("cannot read `{}`: {what}", shown(path)));
    let file = std::fs::File::open(path).map_err(|error| fault(error.to_string()))?;
    let mut file = std::io::BufReader::new(file);
    let zipped =
        std::io::BufRead::fill_buf(&mut file).map_err(|error| fault(error.to_string()))?.starts_with(&[0x1f, 0x8b]);
    let mut bytes = Vec::new();
    let read = if zipped {
        flate2::bufread::MultiGzDecoder::new(file).take(BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        file.take(BYTES_MAX + 1).read_to_end(&mut bytes)
    };
    read.map_err(|error| fault(error.to_string()))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(fault(format!("it holds more than the {} MB that are read", BYTES_MAX >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| fault("it is not text in UTF-8".to_owned()))
}
