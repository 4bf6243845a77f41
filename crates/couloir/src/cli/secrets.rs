//! `couloir lock`, `couloir wipe`, `couloir close`, `couloir consent` and `couloir reopen`: what a device that may be taken away keeps, and for how long.

use super::enrol::{bytes_of, hexadecimal, open, open_coordination, told};
use super::terminal::Terminal;
use super::{Stop, passphrase, shown, verify};
use crate::carry::http::client::{self, Call};
use crate::keys::{self, Destroyed};
use crate::moment;
use crate::post::{self, PostError};
use crate::wipe::wipe;
use couloir_ledger::consent::Consent;
use couloir_ledger::papers::{Closing, Paper, Role, Says};
use couloir_ledger::retention::{DAYS, DAYS_MAX, DAYS_MAX_BY_TWO, DAYS_MIN, is_agreed, key_goes_at};
use couloir_model::clock::UnixSeconds;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The fewest characters of a passphrase. Argon2id makes each guess cost a third of a second; it does not make `1234` good.
const CHARS_MIN: usize = 10;

/// The fewest characters of a duress passphrase: it protects nothing and must be remembered under threat.
const DURESS_CHARS_MIN: usize = 4;

/// Arguments of `couloir lock`.
#[derive(Debug, clap::Args)]
pub(super) struct Lock {
    /// The device's ledger
    ledger: PathBuf,
    /// Also set a duress passphrase: whoever gives it, at any command, wipes the device
    #[arg(long)]
    duress: bool,
}

impl Lock {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let (keys, _lock) = post::device(&self.ledger, &passphrase::ask).map_err(|error| told(&error))?;
        let new = passphrase::new("passphrase", "COULOIR_NEW_PASSPHRASE", CHARS_MIN)?;
        let duress = match self.duress {
            true => Some(passphrase::new("duress passphrase", "COULOIR_DURESS_PASSPHRASE", DURESS_CHARS_MIN)?),
            false => None,
        };
        if duress.as_ref() == Some(&new) {
            return Err(Stop::unusable(
                "the two passphrases are the same\n  help: nothing was changed; take another one",
            ));
        }
        let path = self.ledger.join(keys::FILE);
        let locked = keys.lock(&path, &new, duress.as_deref());
        locked.map_err(|source| told(&PostError::File { path, source }))?;
        terminal.talk("locked: who has lost the passphrase has lost what this device did not pass on");
        Ok(())
    }
}

/// Arguments of `couloir wipe`.
#[derive(Debug, clap::Args)]
pub(super) struct Wipe {
    /// The device's ledger
    ledger: PathBuf,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Try no hand-over and look at nothing: needs no passphrase
    #[arg(long, conflicts_with = "to")]
    now: bool,
    /// Hand over to this machine first; the one that was last called, where none is named
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
}

/// How long the last hand-over may take.
const LAST_PUSH: Duration = Duration::from_secs(2);

impl Wipe {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        if !self.ledger.join(keys::FILE).exists() {
            return Err(told(&PostError::NoPost(self.ledger.clone())));
        }
        if !self.now {
            self.before(terminal)?;
        }
        if !self.yes && !asked(terminal)? {
            return Err(Stop::unusable("nothing was wiped\n  help: type `wipe`, or give `--yes`"));
        }
        let started = Instant::now();
        let path = self.ledger.join(keys::FILE);
        let destroyed = wipe(&self.ledger).map_err(|source| told(&PostError::File { path, source }))?;
        terminal.talk(&format!("wiped in {} ms", started.elapsed().as_millis()));
        if destroyed == Destroyed::Removed {
            terminal.talk(
                "the key file was removed and could not be overwritten: its bytes may lie on the bare disk for a while\n\
                 help: they help a finder only where no passphrase was set",
            );
        }
        Ok(())
    }

    /// Says what would be lost, and tries to pass it on. A device that cannot be opened is wiped all the same.
    fn before(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let mut post = match open(&self.ledger, moment::now()) {
            Ok(post) => post,
            Err(stop) => {
                // Given under duress: it is done, and looks as if there never was anything.
                if !self.ledger.join(keys::FILE).exists() {
                    return Err(stop);
                }
                terminal.talk(&stop.said);
                terminal.talk("what it holds cannot be told: it is not opened");
                return Ok(());
            }
        };
        let waiting = post.not_passed_on().map_err(|error| told(&error))?.len();
        terminal.talk(&format!("{} not yet passed on", super::books::events(waiting)));
        let address = match &self.to {
            Some(to) => Some(client::address(to).map_err(|error| Stop::unusable(error.to_string()))?),
            None => post.peer().map_err(|error| told(&error))?,
        };
        let (Some(address), true) = (address, 0 < waiting) else { return Ok(()) };
        let (tell, told_of) = mpsc::channel();
        let to = address.clone();
        std::thread::spawn(move || {
            let mut call = Call::default();
            let done = client::hand_over(&mut post, &to, moment::now(), &mut call);
            let _ = tell.send((done.is_ok(), call.given));
        });
        match told_of.recv_timeout(LAST_PUSH) {
            Ok((true, given)) => terminal.talk(&format!("{} passed on to {address}", super::books::events(given))),
            _ => terminal.talk(&format!("nothing more could be passed on to {address} in 2 s")),
        }
        Ok(())
    }
}

fn asked(terminal: &mut Terminal) -> Result<bool, Stop> {
    answered(terminal, "type `wipe` to destroy this ledger for good:", "wipe")
}

/// Whether somebody sits there and answers `question` with `word`.
pub(super) fn answered(terminal: &mut Terminal, question: &str, word: &str) -> Result<bool, Stop> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    terminal.talk(question);
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Stop::unusable(format!("nobody answers: {error}")))?;
    Ok(line.trim() == word)
}

/// Arguments of `couloir close`.
#[derive(Debug, clap::Args)]
pub(super) struct Close {
    /// The coordination's ledger
    ledger: PathBuf,
    /// After how many days restricted records are erased: 7 at least, 90 at most, 366 with a second person's consent
    #[arg(long, default_value_t = DAYS, value_parser = clap::value_parser!(u16).range(i64::from(DAYS_MIN)..=i64::from(DAYS_MAX_BY_TWO)))]
    days: u16,
    /// The consent of a second person, as `couloir consent` writes it
    #[arg(long, value_name = "FILE")]
    consent: Option<PathBuf>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Arguments of `couloir reopen`.
#[derive(Debug, clap::Args)]
pub(super) struct Reopen {
    /// The coordination's ledger
    ledger: PathBuf,
}

impl Close {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let consent = self.consent.as_deref().map(read_consent).transpose()?;
        sign(terminal, &self.ledger, true, (self.days, consent), self.yes)
    }
}

impl Reopen {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        sign(terminal, &self.ledger, false, (DAYS, None), true)
    }
}

/// Arguments of `couloir consent`.
#[derive(Debug, clap::Args)]
pub(super) struct Agree {
    /// The second person's ledger, of a device that was enrolled with `--role all`
    ledger: PathBuf,
    /// To how many days after closing they agree
    #[arg(long, value_parser = clap::value_parser!(u16).range(i64::from(DAYS_MAX) + 1..=i64::from(DAYS_MAX_BY_TWO)))]
    days: u16,
    /// Where the consent goes
    #[arg(long, short, default_value = "consent.couloir-consent")]
    output: PathBuf,
}

/// What a consent begins with.
const CONSENT: &str = "couloir:consent:1:";

/// Far above the length of a consent.
const CONSENT_BYTES_MAX: u64 = 1 << 12;

impl Agree {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let now = moment::now();
        let post = open(&self.ledger, now)?;
        let (papers, device) = (post.replica().papers(), post.keys().device());
        let is_second = !post.is_coordination() && papers.role_at(device, now) == Some(Role::Coordination);
        if !is_second || papers.revocation(device).is_some() {
            return Err(Stop::unusable(
                "this is not the device of a second person of the coordination\n  help: enrol theirs with `couloir enrol issue --role all`",
            ));
        }
        let consent = Consent::sign(&post.keys().signing, post.replica().operation(), now, self.days);
        let text = format!("{CONSENT}{}\n", hexadecimal(&consent.to_bytes()));
        std::fs::write(&self.output, text)
            .map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&self.output))))?;
        terminal.talk(&format!(
            "wrote {}: for a closing within 7 days, restricted records may be kept for up to {} days after it",
            shown(&self.output),
            self.days
        ));
        Ok(())
    }
}

fn read_consent(path: &Path) -> Result<Consent, Stop> {
    let text = verify::read_text(path, CONSENT_BYTES_MAX)?;
    let bytes = text.trim().to_lowercase().strip_prefix(CONSENT).and_then(bytes_of);
    bytes.and_then(|bytes| Consent::from_bytes(&bytes).ok()).ok_or_else(|| {
        Stop::unusable(format!(
            "not a consent of Couloir: {}\n  help: the second person writes one with `couloir consent`",
            shown(path)
        ))
    })
}

fn sign(
    terminal: &mut Terminal,
    ledger: &Path,
    is_closed: bool,
    (days, consent): (u16, Option<Consent>),
    is_sure: bool,
) -> Result<(), Stop> {
    let now = moment::now();
    let mut post = open_coordination(ledger, now)?;
    let operation = post.replica().operation();
    if is_closed == post.replica().papers().closed().is_some() && !is_closed {
        return Err(Stop::unusable(format!(
            "the operation is open: {}\n  help: there is nothing to do",
            shown(ledger)
        )));
    }
    // Whoever closes and opens again within a second, or after a clock was set back, means the later of the two.
    let after_last = post.replica().papers().last_closing().map(|last| UnixSeconds(last.at.0.saturating_add(1)));
    let at = after_last.map_or(now, |after| after.max(now));
    let closing = Closing { operation, by: post.keys().device(), at, is_closed, days, consent };
    if DAYS_MAX < days && !is_agreed(post.replica().papers(), &closing) {
        return Err(Stop::unusable(format!(
            "more than {DAYS_MAX} days need two people: {days}\n  help: have a second one, whose device is enrolled with `--role all`, write \
             `couloir consent LEDGER --days {days}`, and give the file with `--consent` within 7 days"
        )));
    }
    if !is_sure {
        let goes_at = moment::shown(UnixSeconds(at.0.saturating_add(i64::from(days) * 86_400)));
        terminal.talk(&format!(
            "on {goes_at} the key to incidents and confirmed claims is destroyed, and nobody will ever read them again, on no device and in no backup; \
             their words go after 7 days, and what posts record from then on nobody can read. `couloir reopen` stops it until then"
        ));
        if !answered(terminal, "type `close` to close the operation:", "close")? {
            return Err(Stop::unusable("nothing was closed\n  help: type `close`, or give `--yes`"));
        }
    }
    let paper = Paper::sign(&post.keys().signing, Says::Closing(closing));
    post.add_paper(paper).map_err(|error| told(&error))?;
    match key_goes_at(post.replica()) {
        Some(at) => terminal.talk(&format!(
            "closed: words of incidents go after 7 days, everything restricted on {}; counts and signed headers stay",
            moment::shown(at)
        )),
        None if post.keys().has_forgotten_sealing() => terminal.talk(
            "open again; the key to restricted records was destroyed, and new incidents can be read by nobody: found a new operation",
        ),
        None => terminal.talk("open again: nothing will be erased"),
    }
    Ok(())
}
