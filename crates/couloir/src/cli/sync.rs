//! `couloir sync`: two devices bring each other to the same ledger, without a server.

use super::books::{device_findings, unsent};
use super::enrol::{open, told};
use super::terminal::Terminal;
use super::{Stop, shown};
use crate::carry::file::{FileRead, exchange};
use crate::carry::http::client::{self, Call, CallError};
use crate::carry::http::server::{Server, Told, listen};
use crate::moment;
use crate::post::Post;
use couloir_ledger::replica::Received;
use couloir_ledger::sync::{BRANCHES_AT_ONCE_MAX, Refusal};
use couloir_model::finding::{At, Finding, Spot};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Subcommands of `couloir sync`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Sync {
    /// By a stick or a shared folder: take what it has, and put on it what it lacks
    File {
        /// The device's ledger
        ledger: PathBuf,
        /// The folder; or one file, which is read and nothing is written
        stick: PathBuf,
        /// After how many hours events that nobody else holds are shown in red
        #[arg(long, default_value_t = UNSENT_HOURS)]
        unsent_hours: u32,
    },
    /// By QR symbols, for a few events: show what only this device holds, or read what was scanned
    #[command(subcommand)]
    Qr(super::sync_qr::Qr),
    /// Serve this ledger to the other devices of its operation, until Ctrl-C
    Serve {
        /// The device's ledger; other commands may use it meanwhile
        ledger: PathBuf,
        /// Where to listen. Only this machine can call it unless another address is named: `0.0.0.0:4710` is every network
        #[arg(long, default_value = "127.0.0.1:4710")]
        listen: SocketAddr,
        /// After how many hours events that nobody else holds are shown in red
        #[arg(long, default_value_t = UNSENT_HOURS)]
        unsent_hours: u32,
    },
    /// Over a network: take what a serving device has, and give it what it lacks
    Http {
        /// The device's ledger
        ledger: PathBuf,
        /// The device that serves, such as `10.0.0.5` or `http://10.0.0.5:4710`
        address: String,
        /// How often to try again when the link breaks without having carried anything; it goes on where it broke
        #[arg(long, default_value_t = 5)]
        tries: u32,
        /// Do it again and again, so long after each time: `5m`
        #[arg(long, value_parser = super::budget::duration)]
        every: Option<Duration>,
        /// After how many hours events that nobody else holds are shown in red
        #[arg(long, default_value_t = UNSENT_HOURS)]
        unsent_hours: u32,
    },
}

impl Sync {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        match self {
            Self::File { ledger, stick, unsent_hours } => by_file(terminal, ledger, stick, *unsent_hours),
            Self::Qr(qr) => qr.run(terminal),
            Self::Serve { ledger, listen, unsent_hours } => serve(terminal, ledger, *listen, *unsent_hours),
            Self::Http { ledger, address, tries, every, unsent_hours } => {
                let address = client::address(address).map_err(|error| call_stop(&error))?;
                loop {
                    let called = by_http(terminal, ledger, &address, *tries, *unsent_hours);
                    let Some(every) = every else { return called };
                    if let Err(stop) = called {
                        terminal.talk(&stop.said);
                    }
                    std::thread::sleep(*every);
                }
            }
        }
    }
}

fn by_file(terminal: &mut Terminal, ledger: &Path, stick: &Path, unsent_hours: u32) -> Result<(), Stop> {
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
    let found = exchange.read.iter().flat_map(findings).collect();
    finish(terminal, &mut post, found, unsent_hours)?;
    terminal.data(&format!("took {new} new events from {} files", exchange.read.len()));
    match &exchange.written {
        Some((path, events)) => terminal.data(&format!("wrote {events} events to {}", shown(path))),
        None if stick.is_dir() => terminal.data("the stick has everything that this device has"),
        None => {}
    }
    Ok(())
}

/// Tells what is wrong with devices and what nobody else holds, after whatever else was found.
pub(super) fn finish(
    terminal: &mut Terminal,
    post: &mut Post,
    mut found: Vec<Finding>,
    unsent_hours: u32,
) -> Result<(), Stop> {
    let (_, not_counted) = post.replica().recorded();
    found.extend(device_findings(post, &not_counted));
    found.extend(unsent(post, unsent_hours, moment::now())?);
    terminal.findings(&found);
    Ok(())
}

/// Calls a serving device, as often as it takes.
fn by_http(terminal: &mut Terminal, ledger: &Path, address: &str, tries: u32, unsent_hours: u32) -> Result<(), Stop> {
    let mut post = open(ledger, moment::now())?;
    let started = Instant::now();
    let (mut sum, mut failures) = (Call::default(), 0);
    let done = loop {
        let mut call = Call::default();
        let done = client::exchange(&mut post, address, moment::now(), &mut call);
        let has_moved = 0 < call.taken + call.given;
        add(&mut sum, call);
        match done {
            Err(error) if error.is_passing() => {
                failures = if has_moved { 0 } else { failures + 1 };
                if tries < failures {
                    break Err(error);
                }
                let pause = Duration::from_secs(1 << failures.min(5));
                terminal.talk(&format!("{error}; trying again in {} s", pause.as_secs()));
                // Others may record meanwhile.
                post.pause().map_err(|error| told(&error))?;
                std::thread::sleep(pause);
                post.resume(moment::now()).map_err(|error| told(&error))?;
            }
            done => break done,
        }
    };
    let time = started.elapsed();
    let at = At { file: address.to_owned(), spot: Spot::Whole };
    let mut found = Vec::new();
    for received in &sum.received {
        found.extend(received_findings(received, &at));
    }
    found.extend(sum.damages.iter().map(|damage| damaged(damage, &at)));
    if 0 < sum.refused {
        let message = format!("the other device refused {} stretches of events", sum.refused);
        let help = "sync again; if it stays so, look at `couloir books` there for what is wrong";
        found.push(Finding::warning("couloir::sync::refused", message).help(help).at(at));
    }
    if let Some(why) = sum.kept_back {
        let help = "sync by file with the coordination, which can vouch for what was recorded";
        found.push(Finding::warning("couloir::sync::kept_back", format!("nothing was handed over: {why}")).help(help));
    }
    if done.is_ok() {
        post.remember_peer(address).map_err(|error| told(&error))?;
    }
    finish(terminal, &mut post, found, unsent_hours)?;
    let (came, went) = sum.bytes;
    terminal.data(&format!(
        "took {} new events and gave {}: {came} bytes in, {went} bytes out, {} requests, {:.2} s",
        sum.taken,
        sum.given,
        sum.requests,
        time.as_secs_f64()
    ));
    done.map_err(|error| call_stop(&error))
}

fn add(sum: &mut Call, call: Call) {
    sum.device = call.device.or(sum.device);
    sum.taken += call.taken;
    sum.given += call.given;
    sum.refused += call.refused;
    sum.received.extend(call.received);
    sum.damages.extend(call.damages);
    sum.bytes = (sum.bytes.0 + call.bytes.0, sum.bytes.1 + call.bytes.1);
    sum.requests += call.requests;
    sum.kept_back = call.kept_back.or(sum.kept_back);
}

fn call_stop(error: &CallError) -> Stop {
    let help = match error {
        CallError::Post(error) => return told(error),
        CallError::Address(_) => "write it as `10.0.0.5`, `10.0.0.5:4710` or `http://10.0.0.5:4710`",
        CallError::Link(_) | CallError::Silent => {
            "is `couloir sync serve` running there, and on this network? What had arrived is kept"
        }
        CallError::Stranger(_) => "compare the first digits of the operation with those of the other device",
        CallError::NotEnrolled(_) => "have the coordination issue it a slip, then sync this device by file once",
        CallError::Refused(_) => "have the coordination issue a slip for this device, and accept it here",
        CallError::Answer(_) | CallError::Long(_) => "use the same version of Couloir on both devices",
    };
    Stop::unusable(format!("{error}\n  help: {help}"))
}

/// Serves until Ctrl-C.
fn serve(terminal: &mut Terminal, ledger: &Path, address: SocketAddr, unsent_hours: u32) -> Result<(), Stop> {
    let post = open(ledger, moment::now())?;
    let fault = |error: std::io::Error| {
        Stop::unusable(format!(
            "cannot serve on `{address}`: {error}\n  help: name an address of this machine and a free port with `--listen`"
        ))
    };
    let socket = listen(address).map_err(fault)?;
    let address = socket.local_addr().map_err(fault)?;
    let (tell, told_of) = mpsc::channel();
    let server = Server::new(post, moment::now, move |what| drop(tell.send(what))).map_err(|error| told(&error))?;
    let watched = server.clone();
    terminal.data(&format!("serving on http://{address}"));
    if !address.ip().is_loopback() {
        terminal.talk("everybody on that network can call; only enrolled devices of this operation are served");
    }
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let thread = std::thread::spawn(move || -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(socket)?;
            server.serve(listener, async { drop(ended.await) }).await
        })
    });
    let mut end = Some(end);
    let (stop, stopped) = mpsc::channel();
    let _ = ctrlc::set_handler(move || stop.send(()).unwrap_or_default());
    let mut asked_at = None::<Instant>;
    loop {
        if let Ok(what) = told_of.recv_timeout(Duration::from_millis(300)) {
            terminal.talk(&served(&watched.label(&what), &what));
        }
        if stopped.try_recv().is_ok() {
            break;
        }
        // Once an hour, and when it begins: what only this device holds.
        if asked_at.is_none_or(|at| Duration::from_secs(3600) < at.elapsed()) {
            asked_at = Some(Instant::now());
            let found = watched.using(|post| unsent(post, unsent_hours, moment::now()));
            if let Some(Ok(Some(finding))) = found {
                terminal.findings(&[finding]);
            }
        }
        if thread.is_finished() {
            break;
        }
    }
    drop(end.take());
    let ended = thread.join().unwrap_or_else(|_| Err(std::io::Error::other("the server broke down")));
    ended.map_err(fault)
}

/// A line about what a server did.
fn served(label: &str, what: &Told) -> String {
    let at = moment::shown(moment::now());
    match what {
        Told::Served { taken, given, .. } => format!("{at}  {label}: took {taken} new events, gave {given}"),
        Told::Refused { why, .. } => format!("{at}  refused {label}: {why}"),
        Told::Fault(why) => format!("{at}  the ledger cannot be used: {why}"),
    }
}

/// After how many hours events that nobody else holds are shown in red.
pub(super) const UNSENT_HOURS: u32 = 6;

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
    found.extend(file.damages.iter().map(|damage| damaged(damage, &at(&file.path))));
    found.extend(received_findings(received, &at(&file.path)));
    found
}

pub(super) fn damaged(damage: &couloir_ledger::wire::bundle::Damage, at: &At) -> Finding {
    let finding = Finding::warning("couloir::sync::damaged", damage.to_string());
    finding.help("the rest of it was used; what is missing comes with the next sync").at(at.clone())
}

/// What was refused of what came.
pub(super) fn received_findings(received: &Received, at: &At) -> Vec<Finding> {
    let mut found = Vec::new();
    let flooded = |refusal: &Refusal| match refusal {
        Refusal::Flooded { device, .. } => Some(*device),
        _ => None,
    };
    for device in received.refusals.iter().filter_map(flooded).collect::<BTreeSet<_>>() {
        let message = format!(
            "device {} comes with more than {BRANCHES_AT_ONCE_MAX} new branches of its log: so many were taken, the rest comes with the next sync",
            device.short()
        );
        let help = "somebody signs with its key: revoke it with `couloir enrol revoke --trusted-event`, which names the last event of the true branch";
        found.push(Finding::warning("couloir::sync::flooded", message).help(help).at(at.clone()));
    }
    let is_flood = !received.refusals.iter().all(|refusal| flooded(refusal).is_none());
    // What follows on a branch that was refused has nothing to follow on, and comes with it.
    let is_told = |refusal: &&Refusal| flooded(refusal).is_some() || is_flood && matches!(refusal, Refusal::Link(_));
    for refusal in received.refusals.iter().filter(|refusal| !is_told(refusal)) {
        let finding = Finding::warning("couloir::sync::refused", refusal.to_string());
        found.push(
            finding.help("nothing of it was taken; it comes whole with a sync from another device").at(at.clone()),
        );
    }
    for refused in &received.papers_refused {
        let finding = Finding::warning("couloir::sync::paper", format!("a slip or revocation is refused: {refused}"));
        found.push(finding.help("ask the coordination for it").at(at.clone()));
    }
    if let Some(other) = received.other_operation {
        let message = format!("the file belongs to another operation: {}", other.short());
        let finding = Finding::note("couloir::sync::other_operation", message);
        found.push(finding.help("nothing of it was taken, and nothing is wrong").at(at.clone()));
    }
    found
}
