//! `couloir enrol`: an operation's ledger is founded, devices are let in by signed slips, and shut out again.

use super::terminal::Terminal;
use super::{Stop, passphrase, shown, verify};
use crate::moment;
use crate::post::{self, Post, PostError};
use crate::sentence::sentence;
use crate::store::StoreError;
use couloir_ledger::envelope::{Entry, Head};
use couloir_ledger::id::DeviceId;
use couloir_ledger::name::{Name, Text};
use couloir_ledger::papers::{Founding, Paper, Revocation, Role, Says, Slip};
use couloir_model::clock::UnixSeconds;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Subcommands of `couloir enrol`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Enrol {
    /// Begin the ledger of an operation: this device becomes its coordination
    Found {
        /// The folder for it
        ledger: PathBuf,
        /// What the operation is called
        #[arg(long, value_parser = name)]
        name: Name,
    },
    /// Make the keys of a device, and the request that the coordination answers with a slip
    Request {
        /// The folder for its ledger
        ledger: PathBuf,
        /// What people call the device
        #[arg(long, value_parser = name)]
        label: Name,
        /// Where the request goes; a page with its QR symbol is written beside it
        #[arg(long, short, default_value = "request.couloir-request")]
        output: PathBuf,
    },
    /// Answer a request with a signed slip, or renew an enrolment; for the coordination
    Issue {
        /// The coordination's ledger
        ledger: PathBuf,
        /// The request
        request: PathBuf,
        /// What the device may do: all, post (counts and movements) or observer (head counts and passages)
        #[arg(long, value_parser = role, default_value = "post")]
        role: Role,
        /// A post that the device may speak for; any where none is given
        #[arg(long = "post", value_parser = name)]
        posts: Vec<Name>,
        /// For how many hours
        #[arg(long, default_value_t = 72, value_parser = clap::value_parser!(u32).range(1..=24 * 366))]
        hours: u32,
        /// Where the slip goes; a page with its QR symbol is written beside it
        #[arg(long, short, default_value = "slip.couloir-slip")]
        output: PathBuf,
    },
    /// Take a slip: the device may then write in the operation's ledger
    Accept {
        /// The device's ledger
        ledger: PathBuf,
        /// The slip
        slip: PathBuf,
    },
    /// Shut a device out; for the coordination. It travels with every sync
    Revoke {
        /// The coordination's ledger
        ledger: PathBuf,
        /// The device: the first digits of its name
        device: String,
        /// Why
        #[arg(long, value_parser = text)]
        why: Text,
        /// Its last event that still counts, by its position in the device's log; none counts where this is not given
        #[arg(long, value_name = "N")]
        trusted_until: Option<u64>,
        /// The same by the first digits of the event's name: where the log has two branches, a position does not say which
        #[arg(long, value_name = "DIGITS", conflicts_with = "trusted_until")]
        trusted_event: Option<String>,
    },
    /// List the devices, their roles and how long they may write
    List {
        /// A ledger of the operation
        ledger: PathBuf,
    },
}

impl Enrol {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let now = moment::now();
        match self {
            Self::Found { ledger, name } => found(terminal, ledger, name, now),
            Self::Request { ledger, label, output } => request(terminal, ledger, label, output),
            Self::Issue { ledger, request, role, posts, hours, output } => {
                let post = open_coordination(ledger, now)?;
                let until = UnixSeconds(now.0 + i64::from(*hours) * 3600);
                issue(terminal, post, request, (*role, posts, now, until), output)
            }
            Self::Accept { ledger, slip } => accept(terminal, ledger, slip, now),
            Self::Revoke { ledger, device, why, trusted_until, trusted_event } => {
                let post = open_coordination(ledger, now)?;
                revoke(terminal, post, device, why, (*trusted_until, trusted_event.as_deref()), now)
            }
            Self::List { ledger } => {
                let post = open(ledger, now)?;
                terminal.data(&list(&post, now));
                Ok(())
            }
        }
    }
}

/// Opens the post in `ledger`.
pub(super) fn open(ledger: &Path, now: UnixSeconds) -> Result<Post, Stop> {
    Post::open(ledger, &passphrase::ask, now).map_err(|error| told(&error))
}

pub(super) fn open_coordination(ledger: &Path, now: UnixSeconds) -> Result<Post, Stop> {
    let post = open(ledger, now)?;
    if post.is_coordination() {
        return Ok(post);
    }
    Err(Stop::unusable(format!(
        "this is not the ledger of the coordination: {}\n  help: slips, revocations and closings are signed by the device that founded \
         the operation",
        shown(ledger)
    )))
}

/// What is wrong, cause by cause, and what to do.
pub(super) fn told(error: &PostError) -> Stop {
    let mut said = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(said, ": {cause}");
        source = cause.source();
    }
    let help = match error {
        PostError::NoPost(_) => "`couloir enrol found` begins an operation, `couloir enrol request` joins one",
        PostError::Taken(_) => "name another folder: one folder is one device",
        PostError::NotEnrolled(_) => "have the coordination answer its request, then `couloir enrol accept`",
        PostError::Busy(_) => "wait until it is done",
        PostError::File { .. } => "check that the disk is there, not full, and yours",
        PostError::Store(StoreError::Overtaken) => "nothing was kept: do the same again",
        PostError::Store(StoreError::StillRead) => "end the program that reads it, then do the same again",
        PostError::Store(_) | PostError::Damaged(_) => {
            "keep the folder as it is; make a new device, and sync it with any other post: what was passed on is there"
        }
        PostError::Passphrase { .. } => "type it when asked, or give it in the environment as `COULOIR_PASSPHRASE`",
        PostError::Paper(_) | PostError::OtherOperation => "ask the coordination of this operation for a slip",
        PostError::OtherDevice => "each device needs the slip that answers its own request",
        PostError::NotRecorded(refused) => refused.help(),
    };
    Stop::unusable(format!("{said}\n  help: {help}"))
}

fn found(terminal: &mut Terminal, ledger: &Path, name: &Name, now: UnixSeconds) -> Result<(), Stop> {
    let post = Post::found(ledger, name.clone(), now).map_err(|error| told(&error))?;
    terminal.data(&format!("operation {}\ncoordination {}", post.replica().operation(), post.keys().device()));
    terminal.talk(&format!(
        "founded `{name}` in {}\nkeep `device.key` safe: who has it is the coordination",
        shown(ledger)
    ));
    Ok(())
}

fn request(terminal: &mut Terminal, ledger: &Path, label: &Name, output: &Path) -> Result<(), Stop> {
    let keys = post::new_device(ledger).map_err(|error| told(&error))?;
    let text = format!("{REQUEST}{}:{}", keys.device(), hexadecimal(label.as_str().as_bytes())).to_uppercase();
    let heading = format!("Request of {label}");
    write_with_symbol(output, &text, &heading, &format!("device {}", keys.device().short()))?;
    terminal.data(&format!("device {}", keys.device()));
    terminal.talk(&format!(
        "wrote {}\nbring it to the coordination, as a file or as the QR symbol beside it",
        shown(output)
    ));
    Ok(())
}

/// What a slip gives: role, posts, from when, until when.
type Grant<'a> = (Role, &'a [Name], UnixSeconds, UnixSeconds);

fn issue(
    terminal: &mut Terminal,
    mut post: Post,
    request: &Path,
    (role, posts, from, until): Grant<'_>,
    output: &Path,
) -> Result<(), Stop> {
    let (device, label) = read_request(request)?;
    if let Some(revocation) = post.replica().papers().revocation(device) {
        return Err(Stop::unusable(format!(
            "this device was revoked and can never write again: {label} ({}), {}\n  help: make a new device in another folder with \
             `couloir enrol request`, and issue a slip for that",
            device.short(),
            revocation.why
        )));
    }
    let operation = post.replica().operation();
    // A renewal covers what was recorded between the old slip and the new one.
    let from = post.replica().papers().enrolled_until(device).map_or(from, |until| until.min(from));
    let slip = Slip { operation, device, label: label.clone(), role, posts: posts.to_vec(), from, until };
    let paper = Paper::sign(&post.keys().signing, Says::Slip(slip));
    post.add_paper(paper.clone()).map_err(|error| told(&error))?;
    let founding = post.replica().papers().founding().to_bytes();
    let text = format!("{SLIP}{}:{}", hexadecimal(&founding), hexadecimal(&paper.to_bytes())).to_uppercase();
    let until = moment::shown(until);
    write_with_symbol(output, &text, &format!("Slip for {label}"), &format!("{role}, until {until}"))?;
    terminal.talk(&format!("wrote {}: {label} ({}) is {role} until {until}", shown(output), device.short()));
    Ok(())
}

fn accept(terminal: &mut Terminal, ledger: &Path, slip: &Path, now: UnixSeconds) -> Result<(), Stop> {
    let unreadable = || {
        let message = format!("not a slip of Couloir: {}", shown(slip));
        Stop::unusable(format!("{message}\n  help: `couloir enrol issue` writes slips"))
    };
    let text = verify::read_text(slip, SLIP_BYTES_MAX)?;
    let (founding, paper) = text.trim().to_lowercase().strip_prefix(SLIP).and_then(two_parts).ok_or_else(unreadable)?;
    let founding = Founding::from_bytes(&founding).map_err(|_| unreadable())?;
    let paper = Paper::from_bytes(&paper).map_err(|_| unreadable())?;
    let post = Post::accept(ledger, (founding, paper), &passphrase::ask, now).map_err(|error| told(&error))?;
    let papers = post.replica().papers();
    let until = papers.enrolled_until(post.keys().device()).map_or_else(String::new, moment::shown);
    terminal.data(&format!("operation {}", post.replica().operation()));
    terminal.talk(&format!(
        "this device writes in the ledger of `{}` until {until}\n\
         compare the first eight digits of the operation with those of the coordination: {}",
        papers.founding().name,
        post.replica().operation().short()
    ));
    Ok(())
}

fn revoke(
    terminal: &mut Terminal,
    mut post: Post,
    digits: &str,
    why: &Text,
    trusted: (Option<u64>, Option<&str>),
    now: UnixSeconds,
) -> Result<(), Stop> {
    let device = device_of(&post, digits)?;
    let last = last_trusted(&post, device, trusted)?;
    let operation = post.replica().operation();
    let revocation = Revocation { operation, device, last, at: now, why: why.clone() };
    let paper = Paper::sign(&post.keys().signing, Says::Revocation(revocation));
    post.add_paper(paper).map_err(|error| told(&error))?;
    terminal.talk(&format!("{} is revoked here; others learn of it with the next sync", device.short()));
    Ok(())
}

/// The last event of `device` that still counts: by its position, or by the digits of its name.
fn last_trusted(
    post: &Post,
    device: DeviceId,
    (position, digits): (Option<u64>, Option<&str>),
) -> Result<Option<Head>, Stop> {
    let named = digits.map(|digits| super::record::find(post, digits)).transpose()?;
    if position.is_none() && named.is_none() {
        return Ok(None);
    }
    let entries = post.replica().log(device).into_iter().flat_map(|log| log.entries());
    let is_meant = |entry: &&Entry| named == Some(entry.id()) || position == Some(entry.header().sequence);
    let found: Vec<&Entry> = entries.filter(is_meant).collect();
    match found[..] {
        [entry] => Ok(Some(entry.head())),
        [] => {
            let said = position.map_or_else(|| digits.unwrap_or_default().to_owned(), |position| position.to_string());
            Err(Stop::unusable(format!(
                "this device has no such event: {said}\n  help: sync first, or name an earlier one"
            )))
        }
        // One of them may be a thief's, and nothing in the log says which.
        _ => {
            let told: Vec<String> = found
                .iter()
                .map(|entry| format!("{} ({})", super::books::short_in(post, entry.id()), said_in(post, entry)))
                .collect();
            Err(Stop::unusable(format!(
                "the log of this device has two branches, and more than one event at that position: {}\n  help: say which with \
                 `--trusted-event` and its digits; only its own branch counts then",
                told.join(", ")
            )))
        }
    }
}

/// What an event says, and when it was recorded: by that its people know it from another.
fn said_in(post: &Post, entry: &Entry) -> String {
    let said = post.replica().read(entry, None).map_or_else(|unread| unread.to_string(), |event| sentence(&event));
    format!("{said}, recorded {}", moment::shown(entry.header().clock.seconds))
}

/// The device whose name begins with `digits`.
fn device_of(post: &Post, digits: &str) -> Result<DeviceId, Stop> {
    let papers = post.replica().papers();
    let logs = post.replica().logs().map(couloir_ledger::chain::Log::device);
    let mut found: Vec<DeviceId> = papers.all().map(Paper::device).chain(logs).collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|device| device.to_string().starts_with(&digits.to_lowercase()));
    match found.as_slice() {
        [device] if !digits.is_empty() => Ok(*device),
        [] => {
            Err(Stop::unusable(format!("no device has this name: {digits}\n  help: `couloir enrol list` shows them")))
        }
        _ => Err(Stop::unusable(format!("more than one device begins with: {digits}\n  help: write more digits"))),
    }
}

/// One line a device.
fn list(post: &Post, now: UnixSeconds) -> String {
    let replica = post.replica();
    let papers = replica.papers();
    let mut devices: Vec<DeviceId> = papers.all().map(Paper::device).collect();
    devices.extend(replica.logs().map(couloir_ledger::chain::Log::device));
    devices.push(papers.founding().coordination);
    devices.sort_unstable();
    devices.dedup();
    let mut text = String::new();
    for device in devices {
        let label = papers.label(device).map_or("", Name::as_str);
        let role = match (papers.revocation(device), papers.role_at(device, now)) {
            (Some(revocation), _) => format!("revoked: {}", revocation.why),
            (None, Some(role)) => role.to_string(),
            (None, None) => "not enrolled".to_owned(),
        };
        let until = papers.enrolled_until(device).map(|until| format!(" until {}", moment::shown(until)));
        let events = replica.log(device).map_or(0, couloir_ledger::chain::Log::len);
        let own = if device == post.keys().device() { "  (this device)" } else { "" };
        let _ =
            writeln!(text, "{}  {label:20}  {role}{}, {events} events{own}", device.short(), until.unwrap_or_default());
    }
    text
}

/// What a request begins with. Only what a QR symbol writes compactly: capitals, digits and colons.
const REQUEST: &str = "couloir:request:1:";

/// What a slip begins with.
const SLIP: &str = "couloir:slip:1:";

/// Far above the longest slip.
const SLIP_BYTES_MAX: u64 = 1 << 16;

fn read_request(path: &Path) -> Result<(DeviceId, Name), Stop> {
    let text = verify::read_text(path, SLIP_BYTES_MAX)?.trim().to_lowercase();
    let parts = text.strip_prefix(REQUEST).and_then(two_parts);
    let request = parts.and_then(|(device, label)| {
        let label = Name::new(std::str::from_utf8(&label).ok()?).ok()?;
        Some((DeviceId(device.try_into().ok()?), label))
    });
    request.ok_or_else(|| {
        let message = format!("not a request of Couloir: {}", shown(path));
        Stop::unusable(format!("{message}\n  help: `couloir enrol request` writes requests"))
    })
}

fn two_parts(text: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let (one, two) = text.split_once(':')?;
    Some((bytes_of(one)?, bytes_of(two)?))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_hexadecimal || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

/// Writes `text` to `path`, and beside it a page with the same as a QR symbol.
fn write_with_symbol(path: &Path, text: &str, heading: &str, below: &str) -> Result<(), Stop> {
    let fault = |path: &Path, error: std::io::Error| Stop::unusable(format!("cannot write `{}`: {error}", shown(path)));
    std::fs::write(path, format!("{text}\n")).map_err(|error| fault(path, error))?;
    let page = path.with_extension("html");
    std::fs::write(&page, couloir_publish::symbol_page(text, heading, below)).map_err(|error| fault(&page, error))
}

pub(super) fn name(text: &str) -> Result<Name, String> {
    Name::new(text).map_err(|error| error.to_string())
}

pub(super) fn text(text: &str) -> Result<Text, String> {
    Text::new(text).map_err(|error| error.to_string())
}

fn role(text: &str) -> Result<Role, String> {
    match text {
        "all" => Ok(Role::Coordination),
        "post" => Ok(Role::Post),
        "observer" => Ok(Role::Observer),
        _ => Err("write `all`, `post` or `observer`".to_owned()),
    }
}
