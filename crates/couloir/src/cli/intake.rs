//! `couloir intake`: counts that come from people without the program, as lines of SMS and radio or as tables.

use super::enrol::{open, told};
use super::terminal::Terminal;
use super::{Stop, shown};
use crate::files;
use crate::moment;
use crate::post::{Noted, Post};
use couloir_ledger::clock::SAID_AHEAD_S_MAX;
use couloir_ledger::event::{Event, Method, Stop as Place, What};
use couloir_ledger::field::{self, Codes, Fault, Message};
use couloir_ledger::id::EventId;
use couloir_ledger::name::{Name, Text};
use couloir_model::clock::UnixSeconds;
use couloir_model::finding::{At, Finding};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Subcommands of `couloir intake`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Intake {
    /// Lines of SMS or radio: `SENDER;TEXT`, `SENDER;RECEIVED;TEXT` or the text alone. Answers each with what it understood
    Sms {
        /// The device's ledger
        ledger: PathBuf,
        /// The file with the lines; `-` for standard input
        lines: PathBuf,
        /// A table of codes: `code,name` or `code,kind,name`, such as `C17,vehicle,Bus 17` and `P3,site,North gate`
        #[arg(long)]
        codes: Option<PathBuf>,
        /// Read the lines, answer them, and record nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// A table of counts, `.csv` or `.xlsx`: all of it is recorded, or nothing where anything is wrong
    Counts {
        /// The device's ledger
        ledger: PathBuf,
        /// The table
        table: PathBuf,
        /// Read the table, say what is wrong with it, and record nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the line for an act and its fields, with counter and check character: for those who send
    Line {
        /// The line without its end, such as `D C17 P3 M12 F31 E44`
        fields: String,
        /// The counter, 0 to 99
        #[arg(long, value_parser = clap::value_parser!(u8).range(0..=99))]
        counter: u8,
    },
}

/// The longest file of lines that is read.
const LINES_BYTES_MAX: u64 = 16 << 20;

impl Intake {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        match self {
            Self::Sms { ledger, lines, codes, dry_run } => sms(terminal, ledger, lines, codes.as_deref(), *dry_run),
            Self::Counts { ledger, table, dry_run } => counts(terminal, ledger, table, *dry_run),
            Self::Line { fields, counter } => line(terminal, fields, *counter),
        }
    }
}

fn line(terminal: &mut Terminal, fields: &str, counter: u8) -> Result<(), Stop> {
    let bare = fields.trim().to_ascii_uppercase();
    let whole = format!("{bare} #{counter:02}{}", field::check_character(&format!("{bare}{counter:02}")));
    match field::parse(&whole) {
        Ok(message) => {
            terminal.data(&message.to_string());
            Ok(())
        }
        Err(faults) => {
            Err(Stop::unusable(format!("{}\n  help: `docs/field.md` lists acts and fields", words(&faults))))
        }
    }
}

fn words(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn sms(terminal: &mut Terminal, ledger: &Path, lines: &Path, codes: Option<&Path>, dry_run: bool) -> Result<(), Stop> {
    let text = if lines == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().take(LINES_BYTES_MAX).read_to_string(&mut text);
        read.map_err(|error| Stop::unusable(format!("standard input cannot be read: {error}")))?;
        text
    } else {
        super::verify::read_text(lines, LINES_BYTES_MAX)?
    };
    let codes = codes.map(|path| read_codes(terminal, path)).transpose()?.unwrap_or_default();
    let now = moment::now();
    let mut post = open(ledger, now)?;
    let (mut taken, mut again, mut refused) = (0, 0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (sender, received_at, said) = parts(line, now);
        let came = match received_at {
            Ok(received_at) => take(&mut post, &codes, sender, said, (received_at, now), dry_run)?,
            Err(why) => Taken::Refused(why),
        };
        let answer = match came {
            Taken::New(message) => {
                taken += 1;
                answer("OK", &message)
            }
            Taken::Again(message) => {
                again += 1;
                answer("OK AGAIN", &message)
            }
            Taken::Refused(why) => {
                refused += 1;
                format!("NO {why}")
            }
        };
        terminal.data(&if sender.is_empty() { answer } else { format!("{sender};{answer}") });
    }
    terminal.talk(&format!("{taken} recorded, {again} had come before, {refused} refused"));
    Ok(())
}

/// `OK 08 = 87 D C17 P3 M12 F31 E44 #08K`: counter, people, and the line as it was understood, which the sender can compare.
fn answer(word: &str, message: &Message) -> String {
    let people = message.count.map_or_else(String::new, |count| format!(" = {}", count.at_least()));
    format!("{word} {:02}{people} {message}", message.counter)
}

/// Sender, when it came, and what it says. A moment that cannot be read, or lies ahead, is never taken for now: the count would stand at
/// the wrong hour, and the sender would be told that a figure of the date is no field.
fn parts(line: &str, now: UnixSeconds) -> (&str, Result<UnixSeconds, String>, &str) {
    let (sender, rest) = match line.split_once([';', '\t']) {
        Some((sender, rest)) => (sender.trim(), rest),
        None => ("", line),
    };
    let Some((at, said)) = rest.split_once([';', '\t']) else { return (sender, Ok(now), rest) };
    let at = at.trim();
    match moment::parse(at) {
        Ok(moment) if now.0.saturating_add(SAID_AHEAD_S_MAX) < moment.0 => {
            let clock = moment::shown(now);
            (
                sender,
                Err(format!("`{at}` lies ahead of this device's clock, which shows {clock}: look at both clocks")),
                said,
            )
        }
        Ok(moment) => (sender, Ok(moment.min(now)), said),
        Err(help) if at.contains([':', '-']) || at.is_empty() => {
            (sender, Err(format!("`{at}` is no moment: {help}")), said)
        }
        Err(_) => (sender, Ok(now), rest),
    }
}

/// What came of a line.
enum Taken {
    New(Message),
    Again(Message),
    Refused(String),
}

/// For how long a counter stands for its line: a hundred lines take longer, and telephones rarely send again so late.
const COUNTER_TIME_S: i64 = 12 * 3600;

fn take(
    post: &mut Post,
    codes: &Codes,
    sender: &str,
    said: &str,
    (received_at, now): (UnixSeconds, UnixSeconds),
    dry_run: bool,
) -> Result<Taken, Stop> {
    let message = match field::parse(said) {
        Ok(message) => message,
        Err(faults) => return Ok(Taken::Refused(words(&faults))),
    };
    let fault = |error| told(&error);
    let slot = |counter: u8| format!("sms\0{sender}\0{counter:02}").into_bytes();
    let text = blake3::hash(message.to_string().as_bytes());
    if let Some(note) = post.noted(&slot(message.counter)).map_err(fault)?.and_then(|note| Note::from_bytes(&note)) {
        let is_recent = received_at.0.saturating_sub(note.at.0) < COUNTER_TIME_S;
        if note.text == *text.as_bytes() && is_recent {
            return Ok(Taken::Again(message));
        }
        // The same words half a day later: a telephone that sends late, or somebody who counts from 01 each morning. Only the
        // sender knows, and whoever was swallowed without a word would be missing for good.
        if note.text == *text.as_bytes() {
            return Ok(Taken::Refused(format!(
                "{:02} came before, on {}: if this is something new, send it with the next number",
                message.counter,
                moment::shown(note.at)
            )));
        }
        if is_recent {
            return Ok(Taken::Refused(format!(
                "{:02} was another line: send it with the next number, or with R{:02} to correct that line",
                message.counter, message.counter
            )));
        }
    }
    let mut event = match message.event(codes, received_at) {
        Ok(event) => event,
        Err(faults) => return Ok(Taken::Refused(words(&faults))),
    };
    event.occurred_at = event.occurred_at.or(Some(received_at));
    set_apart(&mut event, (u64::from(message.counter) + post.number_of(sender.as_bytes())) % 60);
    if let Some(earlier) = message.replaces {
        let note = post.noted(&slot(earlier)).map_err(fault)?.and_then(|note| Note::from_bytes(&note));
        let Some(note) = note else {
            return Ok(Taken::Refused(format!("R{earlier:02} is not here: send it without R")));
        };
        let why = Text::new("corrected by its sender").expect("a short text");
        let what = What::Correction { replaces: note.event, why, by: Some(Box::new(event)) };
        event = Event { occurred_at: Some(received_at), post: None, method: Method::Counted, what };
    }
    if dry_run {
        return Ok(Taken::New(message));
    }
    let note = |event| Note { text: *text.as_bytes(), event, at: received_at }.to_bytes();
    let noted = Noted { event: &event, about: &slot(message.counter), note: &note };
    post.record_noted(&[noted], now).map_err(|(_, error)| told(&error))?;
    Ok(Taken::New(message))
}

/// Gives a birth, a death or the like its own second within the minute that was said of it.
///
/// People say minutes, and each such report is a case of its own: two families of four who leave at 14:30 would be taken for
/// one that was reported twice, for the books hold the same words of the same second for the same report. Of two seconds they
/// ask whether somebody was counted twice.
fn set_apart(event: &mut Event, second: u64) {
    if let (What::Otherwise { .. }, Some(at)) = (&event.what, event.occurred_at) {
        let minute = at.0.saturating_sub(at.0.rem_euclid(60));
        event.occurred_at = Some(UnixSeconds(minute.saturating_add_unsigned(second)));
    }
}

/// What is remembered of a line: its digest, the event that it became, when it came. Neither sender nor text.
struct Note {
    text: [u8; 32],
    event: EventId,
    at: UnixSeconds,
}

impl Note {
    fn to_bytes(&self) -> Vec<u8> {
        [&self.text[..], &self.event.0, &self.at.0.to_be_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (text, rest) = bytes.split_first_chunk::<32>()?;
        let (event, at) = rest.split_first_chunk::<32>()?;
        let at = UnixSeconds(i64::from_be_bytes(at.try_into().ok()?));
        Some(Self { text: *text, event: EventId(*event), at })
    }
}

/// The table of codes.
fn read_codes(terminal: &mut Terminal, path: &Path) -> Result<Codes, Stop> {
    let (sheets, mut found) = files::tables(path);
    let (mut vehicles, mut places) = (Vec::new(), Vec::new());
    for sheet in &sheets {
        let column = |name: &str| sheet.header.iter().position(|header| header.name.trim().eq_ignore_ascii_case(name));
        let (Some(code), Some(name)) = (column("code"), column("name")) else {
            let finding = Finding::error("couloir::intake::column", "the table has no columns `code` and `name`");
            found.push(finding.help("write `code,kind,name` in its first row").at(sheet.whole()));
            continue;
        };
        let kind = column("kind");
        for row in &sheet.rows {
            let cell =
                |column: Option<usize>| column.and_then(|column| row.cells.get(column)).map(|cell| cell.value.words());
            let said = cell(Some(code)).unwrap_or_default().trim().to_ascii_uppercase();
            let mut fault = |column, message: String, help: &str| {
                found.push(Finding::error("couloir::intake::code", message).help(help).at(sheet.at(row.line, column)));
            };
            let name = match Name::new(&cell(Some(name)).unwrap_or_default()) {
                Ok(name) => name,
                Err(why) => {
                    fault(
                        Some(name),
                        format!("no name for the code `{said}`: {why}"),
                        "write the name that the books have",
                    );
                    continue;
                }
            };
            let kind_said = cell(kind).unwrap_or_default().trim().to_lowercase();
            match (said.strip_prefix('C'), said.strip_prefix('P'), kind_said.as_str()) {
                (Some(code), _, "" | "vehicle") if !code.is_empty() => vehicles.push((code.to_owned(), name)),
                (_, Some(code), "shelter") if !code.is_empty() => places.push((code.to_owned(), Place::Shelter(name))),
                (_, Some(code), "" | "site" | "checkpoint") if !code.is_empty() => {
                    places.push((code.to_owned(), Place::Site(name)))
                }
                (Some(""), ..) | (_, Some(""), _) | (None, None, _) => fault(
                    Some(code),
                    format!("no code: `{said}`"),
                    "write C and a number for a vehicle, such as `C17`; P and a number for a place, such as `P3`",
                ),
                (Some(_), ..) => fault(
                    kind,
                    format!("`{said}` is the code of a vehicle, and not of this kind: `{kind_said}`"),
                    "write `vehicle`, or give a place a code that begins with P",
                ),
                _ => fault(
                    kind,
                    format!("`{said}` is the code of a place, and not of this kind: `{kind_said}`"),
                    "write `site`, `shelter` or `checkpoint`; a vehicle has a code that begins with C",
                ),
            }
        }
    }
    let is_usable = !found.iter().any(Finding::is_error);
    terminal.findings(&found);
    if is_usable {
        Ok(Codes::new(vehicles, places))
    } else {
        Err(Stop::unusable(format!("these codes cannot be used: {}", shown(path))))
    }
}

fn counts(terminal: &mut Terminal, ledger: &Path, table: &Path, dry_run: bool) -> Result<(), Stop> {
    let (sheets, mut found) = files::tables(table);
    let rows: Vec<(At, Event)> = sheets.iter().flat_map(|sheet| super::intake_table::rows(sheet, &mut found)).collect();
    let is_usable = !found.iter().any(Finding::is_error);
    terminal.findings(&found);
    if !is_usable {
        return Err(Stop::unusable(
            "nothing was recorded\n  help: mend what is said above; the whole table is taken then",
        ));
    }
    let now = moment::now();
    let mut post = open(ledger, now)?;
    let mut before: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    let mut new = Vec::new();
    for (row, event) in &rows {
        let said = event.to_bytes();
        // Two equal rows of one table are two events; the same table once more is not.
        let equal = before.entry(said.clone()).or_default();
        let about = [b"row\0".as_slice(), &equal.to_be_bytes(), &said].concat();
        let mut event = event.clone();
        if 0 < *equal {
            set_apart(&mut event, *equal % 60);
        }
        *equal += 1;
        if post.noted(&about).map_err(|error| told(&error))?.is_none() {
            new.push((row, event, about));
        }
    }
    let (taken, again) = (new.len(), rows.len() - new.len());
    if !dry_run {
        let note = |id: EventId| id.0.to_vec();
        let noted: Vec<_> = new.iter().map(|(_, event, about)| Noted { event, about, note: &note }).collect();
        post.record_noted(&noted, now).map_err(|(number, error)| {
            Stop::unusable(format!("nothing was recorded, for {}: {}", new[number].0, told(&error).said))
        })?;
    }
    let done = if dry_run { "would be recorded" } else { "recorded" };
    terminal.data(&format!("{taken} rows {done}, {again} had come before"));
    Ok(())
}
