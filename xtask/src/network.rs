//! `cargo xtask network`: two network namespaces with a wire between them, bad or good, and a sync over it.
//!
//! What is printed is what `couloir sync http` says of itself: bytes, requests and seconds from the first packet to the last
//! acknowledgement, storing included. `COULOIR_PROGRAM` names a program that is there already, `COULOIR_EVENTS` how many events
//! the large operation has had (0 leaves it out).

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

const SERVER: &str = "couloir-server";
const CALLER: &str = "couloir-caller";
const ADDRESS: &str = "10.231.77.1";

/// Delay each way in milliseconds, percent of packets lost, kilobits a second.
type Manners = (&'static str, &'static str, &'static str);

/// The link that the ledger must work over: 23 kbit/s, 600 ms there and back, 5 % of packets lost each way.
const BAD: Manners = ("300", "5", "23");

/// A local network: a millisecond there and back, 1 Gbit/s; without netem as the kernel's own cable is, with no delay.
const LAN: Manners = ("0.5", "0", "1000000");

/// What lies between the namespaces.
enum Wire {
    /// A pair of virtual cables, with the kernel's own netem.
    Netem,
    /// The same without netem: a local network as fast as the kernel passes it on.
    Cable,
    /// Two TUN devices with `link.py` between them, for kernels without netem.
    Own(Child),
}

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
    ip(&format!("netns add {SERVER}"))?;
    ip(&format!("netns add {CALLER}"))?;
    let mut wire = Wire::lay_near()?;
    plug_in()?;
    let delay = if matches!(wire, Wire::Netem) { "1 ms there and back" } else { "two namespaces, no delay" };
    eprintln!("\n=== a day's difference of 300 devices on a local network ({delay})");
    wire.behave(LAN)?;
    let large = folder.join("large");
    // A day has a thirtieth of a million events, whatever went before it.
    let given = std::env::var("COULOIR_EVENTS").ok().and_then(|events| events.parse::<u32>().ok());
    let days = given.map_or(30, |events| events / 33_333);
    if 0 < days {
        let ledgers =
            format!("bench ledgers {} --devices 300 --events {} --days {days}", large.display(), days * 33_333);
        said(Command::new(program).args(ledgers.split(' ')))?;
        exchange(program, &large, None)?;
    }

    if matches!(wire, Wire::Cable) {
        ip(&format!("-n {SERVER} link del cl-server"))?;
        wire = Wire::lay_own()?;
        plug_in()?;
    }
    wire.behave(BAD)?;
    for (name, is_cut) in [("small", false), ("cut", true)] {
        let how = if is_cut { ", the cable pulled out twice on the way" } else { "" };
        eprintln!("\n=== a day of 20 devices over 23 kbit/s, 600 ms, 5 % loss{how}");
        let small = folder.join(name);
        let ledgers = format!("bench ledgers {} --devices 20 --events 15000 --days 15", small.display());
        said(Command::new(program).args(ledgers.split(' ')))?;
        exchange(program, &small, is_cut.then_some(&mut wire))?;
    }
    Ok(())
}

/// Gives both ends of the wire their addresses.
fn plug_in() -> Result<(), String> {
    ip(&format!("-n {SERVER} addr add {ADDRESS}/24 dev cl-server"))?;
    ip(&format!("-n {CALLER} addr add 10.231.77.2/24 dev cl-caller"))?;
    ip(&format!("-n {SERVER} link set cl-server up"))?;
    ip(&format!("-n {CALLER} link set cl-caller up"))
}

impl Wire {
    /// A wire for the local network: through a program of ours a megabyte takes longer than all the rest.
    fn lay_near() -> Result<Self, String> {
        let netem = format!("netns exec {SERVER} tc qdisc add dev lo root netem delay 1ms");
        let has_netem = Command::new("ip").args(netem.split(' ')).stderr(Stdio::null()).status();
        ip(&format!("link add cl-server netns {SERVER} type veth peer name cl-caller netns {CALLER}"))?;
        Ok(if has_netem.is_ok_and(|status| status.success()) { Self::Netem } else { Self::Cable })
    }

    /// A wire that can be bad, for kernels without netem.
    fn lay_own() -> Result<Self, String> {
        eprintln!("this kernel has no netem: a program of ours delays and drops packets between two TUN devices");
        let script = crate::root().join("xtask/src/link.py");
        let mut child = Command::new("python3")
            .arg(script)
            .args(["cl-server", "cl-caller"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("python3: {error}"))?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("it has no output")?;
        BufReader::new(out).read_line(&mut line).map_err(|error| error.to_string())?;
        if line.trim() != "ready" {
            return Err("no TUN device can be made".to_owned());
        }
        ip(&format!("link set cl-server netns {SERVER}"))?;
        ip(&format!("link set cl-caller netns {CALLER}"))?;
        Ok(Self::Own(child))
    }

    /// Gives the wire its manners, in both directions.
    fn behave(&mut self, (delay, loss, rate): Manners) -> Result<(), String> {
        match self {
            Self::Own(child) => order(child, &format!("set {delay} {loss} {rate}")),
            // As fast as it is.
            Self::Cable => Ok(()),
            Self::Netem => [(SERVER, "cl-server"), (CALLER, "cl-caller")].into_iter().try_for_each(|(namespace, device)| {
                ip(&format!(
                    "netns exec {namespace} tc qdisc replace dev {device} root netem delay {delay}ms loss {loss}% rate {rate}kbit"
                ))
            }),
        }
    }

    fn pull_out(&mut self, is_out: bool) -> Result<(), String> {
        match self {
            Self::Own(child) => order(child, if is_out { "cut" } else { "mend" }),
            Self::Netem | Self::Cable => {
                ip(&format!("-n {CALLER} link set cl-caller {}", if is_out { "down" } else { "up" }))
            }
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let Self::Own(child) = self {
            // It ends when nobody gives it orders any more.
            drop(child.stdin.take());
            let _ = child.wait();
        }
    }
}

fn order(child: &mut Child, line: &str) -> Result<(), String> {
    let orders = child.stdin.as_mut().ok_or("the wire takes no orders")?;
    // In one piece: what reads it takes a line that has not ended for an order.
    orders.write_all(format!("{line}\n").as_bytes()).map_err(|error| error.to_string())
}

/// Syncs the post with the centre, where a wire is given with the cable pulled out; both must have the same books in the end.
fn exchange(program: &Path, folder: &Path, cut: Option<&mut Wire>) -> Result<(), String> {
    let mut server = serve(program, folder)?;
    let mut caller = within(CALLER, program);
    caller.args(["sync", "http", "post", ADDRESS, "--tries", "20"]).current_dir(folder);
    let done = match cut {
        None => said(&mut caller),
        Some(wire) => caller.spawn().map_err(|error| error.to_string()).and_then(|child| pull_out(wire, child)),
    };
    let _ = server.kill();
    let _ = server.wait();
    done?;
    let books = |ledger: &str| {
        let output = Command::new(program).args(["books", ledger]).current_dir(folder).output();
        let text = output
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
            .map_err(|error| error.to_string())?;
        // How long ago somebody was seen on the road depends on when one looks.
        let lines = text.lines().map(|line| line.split("  (").next().unwrap_or_default().to_owned());
        Ok::<Vec<String>, String>(lines.collect())
    };
    if books("post")? != books("centre")? {
        return Err("the books differ".to_owned());
    }
    eprintln!("both have the same books");
    Ok(())
}

/// Pulls the cable out twice while `child` runs, the second time for longer than it waits.
fn pull_out(wire: &mut Wire, mut child: Child) -> Result<(), String> {
    for (after, out) in [(8, 5), (6, 70)] {
        std::thread::sleep(Duration::from_secs(after));
        wire.pull_out(true)?;
        std::thread::sleep(Duration::from_secs(out));
        wire.pull_out(false)?;
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
