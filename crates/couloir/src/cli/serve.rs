//! `couloir serve`: the operation in a browser.

use super::enrol::{name, open, told};
use super::terminal::{self, Terminal};
use super::{Stop, check, shown};
use crate::cipher::Cipher;
use crate::moment;
use crate::post::{Post, PostError};
use crate::server::access::Role;
use crate::server::limits::Allowance;
use crate::server::passphrase::{self, Passphrases};
use crate::server::{self, Server, tls};
use std::io::{BufRead as _, IsTerminal as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `couloir serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// The operation: a folder, a .toml file or an .xlsx workbook [default: this folder]
    operation: Option<PathBuf>,
    /// The device's ledger; it is founded if there is none, and this device is then the coordination [default: NAME-ledger]
    #[arg(long, value_name = "FOLDER")]
    ledger: Option<PathBuf>,
    /// The roads for the map, as `couloir roads import` writes them [default: those that the operation names]
    #[arg(long, value_name = "FILE")]
    network: Option<PathBuf>,
    /// The address to listen at. Others reach it only if this is not the loopback address
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// Encrypt what is sent, by a certificate that this device signs itself: phones trust it once `NAME-ledger/tls/authority.pem` is
    /// installed on them
    #[arg(long, conflicts_with = "tls_certificate")]
    tls: bool,
    /// Names and addresses by which others reach this machine, for that certificate
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', requires = "tls")]
    tls_names: Vec<String>,
    /// Encrypt what is sent by this certificate (PEM, with those that it is signed by)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// How often one session or token may ask, on average; an address without either, four times as often
    #[arg(long, value_name = "NUMBER", default_value_t = Allowance::default().requests)]
    requests_per_second: NonZeroU32,
    /// How many connections there may be at once; two thirds of them from one address. Each is an open file: see `ulimit -n`
    #[arg(long, value_name = "NUMBER", default_value_t = Allowance::default().connections)]
    connections: usize,
    /// Do not open a browser; none is opened either where the output does not go to a terminal
    #[arg(long)]
    no_open: bool,
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
        let path = self.path()?;
        let operation = check::load(&path, terminal)?;
        let ledger = self.ledger.clone().unwrap_or_else(|| default_ledger(&path));
        let post = self.post(&ledger, &operation.scenario.name, terminal)?;
        let network = self.network.clone().or_else(|| operation.network.as_ref().map(PathBuf::from));
        let cipher = post.keys().cipher();
        let (server, key) = Server::new(&path, operation, &ledger, post)
            .map_err(|error| Stop::unusable(format!("{error}{}", cause(&error))))?;
        let allowance =
            Allowance { requests: self.requests_per_second, connections: self.connections, ..Allowance::default() };
        let server = server.with_allowance(allowance);
        let server = match network {
            Some(path) => server.with_land(crate::land::land(&super::roads::open(&path)?)),
            None => server,
        };
        if !self.address.is_loopback() {
            self.refuse_unguarded(&ledger)?;
            if !self.is_encrypted() {
                terminal
                    .talk("others on this network can reach the page; what they send is not encrypted: add `--tls`");
            }
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| Stop::unusable(format!("cannot begin to serve: {error}")))?;
        let at = SocketAddr::new(self.address, self.port);
        let identity = self.identity(&ledger, cipher, terminal)?;
        let scheme = if self.is_encrypted() { "https" } else { "http" };
        let ready = |at: SocketAddr| {
            terminal.talk("open this in a browser on this machine; it signs the coordinator in, once:");
            // Whoever listens everywhere is found here at this machine's own address, for which the certificate is made.
            let here =
                if at.ip().is_unspecified() { SocketAddr::new(Ipv4Addr::LOCALHOST.into(), at.port()) } else { at };
            let address = format!("{scheme}://{here}/#key={key}");
            terminal.data(&address);
            terminal.talk("Ctrl-C ends; everything recorded is on the disk already");
            // A program that reads the address from a pipe wants no browser.
            if !self.no_open && std::io::stdout().is_terminal() {
                terminal::open(&address, terminal);
            }
        };
        let stop = async {
            // Without a signal handler Ctrl-C ends the program at once, and nothing acknowledged is lost by that.
            let _ = tokio::signal::ctrl_c().await;
        };
        let served = runtime.block_on(server::serve(server, at, identity, ready, stop));
        // A search that goes on would keep the program, and all that it knows, for as long as it likes.
        runtime.shutdown_timeout(Duration::from_secs(1));
        served.map_err(|error| {
            let help = "another program may use the port: choose one with `--port`, or 0 for any that is free";
            Stop::unusable(format!("cannot listen at {at}: {error}\n  help: {help}"))
        })
    }

    /// The operation at `path` with its ledger in `ledger`, at the usual address; a browser is opened unless `no_open`.
    pub(super) fn of(path: PathBuf, ledger: PathBuf, port: u16, no_open: bool) -> Self {
        Self {
            operation: Some(path),
            ledger: Some(ledger),
            network: None,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port,
            tls: false,
            tls_names: Vec::new(),
            tls_certificate: None,
            tls_key: None,
            requests_per_second: Allowance::default().requests,
            connections: Allowance::default().connections,
            no_open,
        }
    }

    /// The operation that is named, or the one in this folder.
    fn path(&self) -> Result<PathBuf, Stop> {
        if let Some(path) = &self.operation {
            return Ok(path.clone());
        }
        let here = std::env::current_dir().map_err(|error| Stop::unusable(format!("no folder: {error}")))?;
        if here.join("operation.toml").is_file() {
            return Ok(here);
        }
        let help = "name one, begin one with `couloir new my-town`, or try `couloir demo --serve`";
        Err(Stop::unusable(format!("there is no operation in this folder: {}\n  help: {help}", shown(&here))))
    }

    const fn is_encrypted(&self) -> bool {
        self.tls || self.tls_certificate.is_some()
    }

    /// The certificate that is asked for.
    fn identity(
        &self,
        ledger: &std::path::Path,
        cipher: Cipher,
        terminal: &mut Terminal,
    ) -> Result<Option<tls::Identity>, Stop> {
        if let (Some(certificate), Some(key)) = (&self.tls_certificate, &self.tls_key) {
            let read = |path: &PathBuf| {
                std::fs::read(path).map_err(|error| Stop::unusable(format!("cannot read `{}`: {error}", shown(path))))
            };
            return Ok(Some(tls::Identity { certificate: read(certificate)?, key: read(key)? }));
        }
        if !self.tls {
            return Ok(None);
        }
        let mut names = vec!["localhost".to_owned(), Ipv4Addr::LOCALHOST.to_string()];
        if !self.address.is_unspecified() {
            names.push(self.address.to_string());
        }
        names.extend(self.tls_names.iter().cloned());
        names.dedup();
        let identity = tls::own(ledger, cipher, &names, moment::now())
            .map_err(|error| Stop::unusable(format!("cannot make a certificate: {error}")))?;
        terminal.talk(&format!(
            "phones trust this page once this certificate is installed on them: {}",
            shown(&tls::authority_path(ledger))
        ));
        Ok(Some(identity))
    }

    /// The ledger's post; a new ledger where there is none.
    fn post(&self, ledger: &std::path::Path, operation: &str, terminal: &mut Terminal) -> Result<Post, Stop> {
        let now = moment::now();
        match Post::open(ledger, &super::passphrase::ask, now) {
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
