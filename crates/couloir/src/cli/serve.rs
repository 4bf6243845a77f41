//! `couloir serve`: the operation in a browser.

use super::enrol::{name, open, told};
use super::terminal::Terminal;
use super::{Stop, check, shown};
use crate::moment;
use crate::post::{Post, PostError};
use crate::server::access::Role;
use crate::server::passphrase::{self, Passphrases};
use crate::server::{self, Server};
use std::io::BufRead as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Arguments of `couloir serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    /// The device's ledger; it is founded if there is none, and this device is then the coordination [default: NAME-ledger]
    #[arg(long, value_name = "FOLDER")]
    ledger: Option<PathBuf>,
    /// The address to listen at. Others reach it only if this is not the loopback address
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
}

/// Arguments of `couloir passphrase`.
#[derive(Debug, clap::Args)]
pub(super) struct Passphrase {
    /// The device's ledger
    ledger: PathBuf,
    /// The role: coordinator, planner, post, driver or analyst. The passphrase is read from standard input
    #[arg(value_parser = role)]
    role: Role,
}

fn role(text: &str) -> Result<Role, String> {
    let found = Role::SIGNING_IN.into_iter().find(|role| role.name() == text);
    found.ok_or_else(|| "write `coordinator`, `planner`, `post`, `driver` or `analyst`".to_owned())
}

impl Passphrase {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        if !self.ledger.is_dir() {
            let help = "found one with `couloir enrol found`, or by `couloir serve`";
            return Err(Stop::unusable(format!("there is no ledger in `{}`\n  help: {help}", shown(&self.ledger))));
        }
        terminal.talk(&format!("the new passphrase of the {}, then Enter:", self.role.name()));
        let mut line = String::new();
        let refused = |error: std::io::Error| Stop::unusable(format!("cannot keep the passphrase: {error}"));
        std::io::stdin().lock().read_line(&mut line).map_err(refused)?;
        let passphrase = line.trim_end_matches(['\r', '\n']);
        let least = passphrase::CHARS_MIN;
        if passphrase.chars().count() < least {
            return Err(Stop::unusable(format!(
                "the passphrase has fewer than {least} characters\n  help: four or five words that have nothing to do with each \
                 other are easy to keep and hard to guess"
            )));
        }
        let mut passphrases = Passphrases::read(&self.ledger).map_err(refused)?;
        passphrases.set(self.role, passphrase).map_err(refused)?;
        passphrases.write(&self.ledger).map_err(refused)?;
        terminal.talk(&format!("the {} signs in with it from the next start of `couloir serve`", self.role.name()));
        Ok(())
    }
}

impl Serve {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let operation = check::load(&self.operation, terminal)?;
        let ledger = self.ledger.clone().unwrap_or_else(|| default_ledger(&self.operation));
        let post = self.post(&ledger, &operation.scenario.name, terminal)?;
        let (server, key) = Server::new(&self.operation, operation, &ledger, post)
            .map_err(|error| Stop::unusable(format!("{error}{}", cause(&error))))?;
        if !self.address.is_loopback() {
            self.refuse_unguarded(&ledger)?;
            terminal.talk(
                "others on this network can reach the page; what they send is not encrypted: see `docs/serve.md` for the ways to TLS",
            );
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| Stop::unusable(format!("cannot begin to serve: {error}")))?;
        let at = SocketAddr::new(self.address, self.port);
        let ready = |at: SocketAddr| {
            terminal.talk("open this in a browser on this machine; it signs the coordinator in, once:");
            terminal.data(&format!("http://{at}/#key={key}"));
            terminal.talk("Ctrl-C ends; everything recorded is on the disk already");
        };
        let stop = async {
            // Without a signal handler Ctrl-C ends the program at once, and nothing acknowledged is lost by that.
            let _ = tokio::signal::ctrl_c().await;
        };
        runtime.block_on(server::serve(server, at, ready, stop)).map_err(|error| {
            let help = "another program may use the port: choose one with `--port`, or 0 for any that is free";
            Stop::unusable(format!("cannot listen at {at}: {error}\n  help: {help}"))
        })
    }

    /// The ledger's post; a new ledger where there is none.
    fn post(&self, ledger: &std::path::Path, operation: &str, terminal: &mut Terminal) -> Result<Post, Stop> {
        let now = moment::now();
        match Post::open(ledger, now) {
            Err(PostError::NoPost(_)) => {
                let called: String = operation.chars().take(couloir_ledger::name::NAME_CHARS_MAX).collect();
                let called = name(&called).map_err(Stop::unusable)?;
                terminal.talk(&format!("a new ledger, of which this device is the coordination: {}", shown(ledger)));
                Post::found(ledger, called, now).map_err(|error| told(&error))
            }
            Err(_) => open(ledger, now),
            Ok(post) => Ok(post),
        }
    }

    /// Nobody serves to a network with a door that has no lock.
    fn refuse_unguarded(&self, ledger: &std::path::Path) -> Result<(), Stop> {
        let are_set = Passphrases::read(ledger).is_ok_and(|passphrases| passphrases.are_set());
        if are_set {
            return Ok(());
        }
        Err(Stop::unusable(format!(
            "no role has a passphrase, and others could reach {}\n  help: set them with `couloir passphrase {} coordinator`, and so on \
             for each role",
            self.address,
            shown(ledger)
        )))
    }
}

/// `NAME-ledger` beside the operation.
fn default_ledger(operation: &std::path::Path) -> PathBuf {
    let mut name = operation.file_stem().unwrap_or_default().to_owned();
    name.push("-ledger");
    operation.with_file_name(name)
}

fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(String::new, |source| format!(": {source}{}", cause(source)))
}
