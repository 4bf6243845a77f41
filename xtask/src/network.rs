//! `cargo xtask network`: two network namespaces with a wire between them, bad or good, and a sync over it.
//!
//! What is printed is what `couloir sync http` says of itself: bytes, requests and seconds from the first packet to the last
//! acknowledgement, storing included. `COULOIR_PROGRAM` names a program that is there already, `COULOIR_EVENTS` how many events
//! the large operation has had before.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

const SERVER: &str = "couloir-server";
const CALLER: &str = "couloir-caller";
const ADDRESS: &str = "10.231.77.1";

/// The link that the ledger must work over, each way: 23 kbit/s, half of 600 ms, 5 % of packets lost.
const BAD: &str = "delay 300ms loss 5% rate 23kbit";

/// A local network: a millisecond there and back, 1 Gbit/s.
const LAN: &str = "delay 500us rate 1gbit";

pub(crate) fn run() -> ExitCode {
    if !is_possible() {
        eprintln!("skipped: network namespaces need root, and `ip` and `tc` of the package iproute2");
        return ExitCode::SUCCESS;
    }
    let given = std::env::var_os("COULOIR_PROGRAM").map(std::path::PathBuf::from);
    let is_built = || crate::run(&["cargo", "build", "--release", "--locked", "--package", "couloir"]);
    let Some(program) = given.or_else(|| is_built().then(|| crate::root().join("target/release/couloir"))) else {
        return ExitCode::FAILURE;
    };
    let folder = std::env::temp_dir().join(format!("couloir-network-{}", std::process::id()));
    let done = measure(&program, &folder);
    tear_down();
    let _ = std::fs::remove_dir_all(&folder);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("failed: {why}");
            ExitCode::FAILURE
        }
    }
}

fn is_possible() -> bool {
    let is_there =
        |program: &str| Command::new(program).arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    is_root && is_there("ip") && is_there("tc")
}

fn measure(program: &Path, folder: &Path) -> Result<(), String> {
    tear_down();
    for line in [
        format!("netns add {SERVER}"),
        format!("netns add {CALLER}"),
        format!("link add cl-server netns {SERVER} type veth peer name cl-caller netns {CALLER}"),
        format!("-n {SERVER} addr add {ADDRESS}/24 dev cl-server"),
        format!("-n {CALLER} addr add 10.231.77.2/24 dev cl-caller"),
        format!("-n {SERVER} link set cl-server up"),
        format!("-n {CALLER} link set cl-caller up"),
    ] {
        ip(&line)?;
    }
    link(LAN)?;
    eprintln!("\n=== a day's difference of 300 devices on a local network ({LAN})");
    let large = folder.join("large");
    // A day has a thirtieth of a million events, whatever went before it.
    let days = std::env::var("COULOIR_EVENTS")
        .ok()
        .and_then(|events| events.parse::<u32>().ok())
        .map_or(30, |events| events / 33_333);
    let events = days * 33_333;
    let ledgers = format!("bench ledgers {} --devices 300 --events {events} --days {days}", large.display());
    said(Command::new(program).args(ledgers.split(' ')))?;
    exchange(program, &large, false)?;

    link(BAD)?;
    eprintln!("\n=== a day of 20 devices over a bad link ({BAD}, each way)");
    let small = folder.join("small");
    let ledgers = format!("bench ledgers {} --devices 20 --events 15000 --days 15", small.display());
    said(Command::new(program).args(ledgers.split(' ')))?;
    exchange(program, &small, false)?;

    eprintln!("\n=== the same with the cable pulled out twice on the way");
    let cut = folder.join("cut");
    let ledgers = format!("bench ledgers {} --devices 20 --events 15000 --days 15", cut.display());
    said(Command::new(program).args(ledgers.split(' ')))?;
    exchange(program, &cut, true)
}

/// Syncs the post with the centre; both must have the same books in the end.
fn exchange(program: &Path, folder: &Path, cut: bool) -> Result<(), String> {
    let mut server = serve(program, folder)?;
    let mut caller = within(CALLER, program);
    caller.args(["sync", "http", "post", ADDRESS, "--tries", "20"]).current_dir(folder);
    let done = if cut {
        let child = caller.stdout(Stdio::inherit()).spawn().map_err(|error| error.to_string())?;
        pull_out(child)
    } else {
        said(&mut caller)
    };
    let _ = server.kill();
    let _ = server.wait();
    done?;
    let books = |ledger: &str| {
        let output = Command::new(program).args(["books", ledger]).current_dir(folder).output();
        output.map(|output| output.stdout).map_err(|error| error.to_string())
    };
    if books("post")? != books("centre")? {
        return Err("the books differ".to_owned());
    }
    eprintln!("both have the same books");
    Ok(())
}

/// Takes the link down twice while `child` runs, each time for longer than TCP likes.
fn pull_out(mut child: Child) -> Result<(), String> {
    for after in [6, 12] {
        std::thread::sleep(Duration::from_secs(after));
        ip(&format!("-n {CALLER} link set cl-caller down"))?;
        std::thread::sleep(Duration::from_secs(4));
        ip(&format!("-n {CALLER} link set cl-caller up"))?;
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("the sync ended with {status}")) }
}

fn serve(program: &Path, folder: &Path) -> Result<Child, String> {
    let mut server = within(SERVER, program);
    server.args(["sync", "serve", "centre", "--listen", &format!("{ADDRESS}:4710")]).current_dir(folder);
    let mut child = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|error| error.to_string())?;
    let mut line = String::new();
    let out = child.stdout.take().ok_or("the server has no output")?;
    BufReader::new(out).read_line(&mut line).map_err(|error| error.to_string())?;
    if line.starts_with("serving") { Ok(child) } else { Err("the server does not serve".to_owned()) }
}

fn within(namespace: &str, program: &Path) -> Command {
    let mut command = Command::new("ip");
    command.args(["netns", "exec", namespace]).arg(program);
    command
}

/// Gives the wire its manners, in both directions.
fn link(manners: &str) -> Result<(), String> {
    for (namespace, device) in [(SERVER, "cl-server"), (CALLER, "cl-caller")] {
        let line = format!("netns exec {namespace} tc qdisc replace dev {device} root netem {manners}");
        ip(&line)?;
    }
    Ok(())
}

fn tear_down() {
    for namespace in [SERVER, CALLER] {
        let _ = Command::new("ip").args(["netns", "del", namespace]).stderr(Stdio::null()).status();
    }
}

fn ip(line: &str) -> Result<(), String> {
    said(Command::new("ip").args(line.split(' ')))
}

fn said(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}
