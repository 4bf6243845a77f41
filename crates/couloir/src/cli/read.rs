//! `couloir read`: what a report says, as claims with the exact words that they rest on.

use super::terminal::Terminal;
use super::{Lang, Stop, shown};
use couloir_evidence::read::{self, Context, Date, Form, Language};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Arguments of `couloir read`.
#[derive(Debug, clap::Args)]
pub(super) struct Read {
    /// The text: an article, report, radio note or message; `-` for standard input
    file: PathBuf,
    /// The day on which it was published, such as 2019-02-22: «yesterday» is counted from it
    #[arg(long, value_name = "YYYY-MM-DD")]
    published: Date,
    /// Its language; found by itself when absent
    #[arg(long)]
    lang: Option<Lang>,
    /// What sort of text it is; guessed from its lines when absent
    #[arg(long, value_enum)]
    form: Option<Sort>,
    /// Who published it
    #[arg(long)]
    outlet: Option<String>,
    /// Show the text with its claims marked, for people
    #[arg(long, conflicts_with = "html")]
    marked: bool,
    /// Write a page with the text and its claims marked, on which people confirm or strike each claim and save the rest
    #[arg(long)]
    html: bool,
    /// The numbers of the claims that are wrong, as `--marked` and the page show them, such as 2,5-7: the others are
    /// confirmed and written
    #[arg(long, value_name = "NUMBERS", conflicts_with_all = ["html", "marked", "confirm"])]
    strike: Option<String>,
    /// The numbers of the claims that are right: only these are written
    #[arg(long, value_name = "NUMBERS", conflicts_with_all = ["html", "marked"])]
    confirm: Option<String>,
}

/// A sort of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    /// A news agency's dispatch
    Agency,
    /// An article
    Press,
    /// A situation report
    Sitrep,
    /// A radio log
    Log,
    /// Text messages
    Sms,
}

/// The largest text that is read: some five hundred thousand pages.
const BYTES_MAX: u64 = 1 << 30;

impl Read {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let bytes = bytes_of(&self.file)?;
        let (text, reading) = read::reading_of_bytes(&bytes, &self.context());
        let stem = self.file.file_stem().filter(|_| self.file != Path::new("-"));
        let name = stem.map_or("text".into(), |stem| stem.to_string_lossy().into_owned());
        terminal.data(&if self.html {
            read::view::html(&name, &text, &reading, read::view::Answers::Save(&name))
        } else if self.marked {
            read::view::terminal(&text, &reading, terminal.is_coloured())
        } else {
            read::wire::confirmed(&name, &reading.claims, &self.struck(reading.claims.len())?)
        });
        let unread = reading.findings.iter().filter(|finding| finding.note == read::Note::Unread).count();
        if unread > 0 {
            terminal
                .talk(&format!("{unread} quantities in {} could not be read: --marked shows them", shown(&self.file)));
        }
        Ok(())
    }

    /// The places of the claims that are left out.
    fn struck(&self, count: usize) -> Result<BTreeSet<usize>, Stop> {
        let all = 0..count;
        match (&self.strike, &self.confirm) {
            (Some(strike), _) => numbers(strike, count),
            (None, Some(confirm)) => {
                let kept = numbers(confirm, count)?;
                Ok(all.filter(|index| !kept.contains(index)).collect())
            }
            (None, None) => Ok(BTreeSet::new()),
        }
    }

    fn context(&self) -> Context {
        Context {
            language: self.lang.map(|lang| match lang {
                Lang::En => Language::En,
                Lang::Fr => Language::Fr,
                Lang::Ar => Language::Ar,
            }),
            form: self.form.map(|form| match form {
                Sort::Agency => Form::Agency,
                Sort::Press => Form::Press,
                Sort::Sitrep => Form::Sitrep,
                Sort::Log => Form::Log,
                Sort::Sms => Form::Sms,
            }),
            outlet: self.outlet.clone(),
            ..Context::published(self.published)
        }
    }
}

/// The places (from 0) of the claims numbered `2,5-7` (from 1), of which there are `count`.
fn numbers(text: &str, count: usize) -> Result<BTreeSet<usize>, Stop> {
    let fault = |part: &str| {
        Stop::unusable(format!(
            "not the number of a claim: `{part}`\n  help: the claims of this text are numbered 1 to {count}; write them such as 2,5-7"
        ))
    };
    let mut places = BTreeSet::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| (1..=count).contains(number));
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => places.extend(first - 1..last),
            _ => return Err(fault(part)),
        }
    }
    Ok(places)
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Stop> {
    let fault = |what: String| Stop::unusable(format!("cannot read `{}`: {what}", shown(file)));
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| fault(error.to_string()))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(fault(format!("it holds more than the {} MB that are read", BYTES_MAX >> 20)));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_claims_are_counted_from_one_and_may_be_stretches() {
        assert_eq!(numbers("2, 5-7", 9).unwrap(), BTreeSet::from([1, 4, 5, 6]));
        assert!(numbers("", 9).unwrap().is_empty());
    }

    #[test]
    fn a_number_that_no_claim_has_is_named_with_those_that_there_are() {
        for wrong in ["0", "10", "7-5", "x", "3-"] {
            let fault = numbers(wrong, 9).unwrap_err();
            assert!(format!("{fault:?}").contains("1 to 9"), "{wrong}: {fault:?}");
        }
    }
}
