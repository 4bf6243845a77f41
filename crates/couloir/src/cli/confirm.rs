//! `couloir confirm`: a person keeps the claims of a report that are right, and strikes the rest.

use super::terminal::Terminal;
use super::{Stop, evidence as moments, shown, verify};
use crate::evidence;
use couloir_evidence::read::wire::Heirs;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Arguments of `couloir confirm`.
#[derive(Debug, clap::Args)]
pub(super) struct Confirm {
    /// The operation to whose evidence the claims are added
    operation: PathBuf,
    /// The claims, as `couloir read` writes them
    claims: PathBuf,
    /// Claims that are wrong, or about other people than those of this operation: their ids, with commas between them
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    strike: Vec<String>,
    /// Keep these claims alone
    #[arg(long, value_name = "ID,…", value_delimiter = ',', conflicts_with = "strike")]
    only: Vec<String>,
    /// When the report became known, in local time: an estimate as of an earlier moment leaves its claims aside
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = moments::moment)]
    known_at: Option<jiff::civil::DateTime>,
    /// Who confirms: a desk or a function, not a person's name
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
}

/// A claim as it stands in a file: kept as it is, with who confirmed it.
type Claim = serde_json::Map<String, serde_json::Value>;

impl Confirm {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let given = claims_at(&self.claims)?;
        self.refuse_unknown(&given)?;
        if !self.operation.exists() {
            let help = "give the folder or the file of the operation, or make one with `couloir new`";
            return Err(Stop::unusable(format!("no such operation: `{}`\n  help: {help}", shown(&self.operation))));
        }
        let folder = evidence::folder(&self.operation);
        let path = folder.join(evidence::CLAIMS);
        let before = if path.exists() { claims_at(&path)? } else { Vec::new() };
        let known: BTreeMap<&str, &Claim> = before.iter().map(|claim| (id(claim), claim)).collect();
        let (standing, struck): (Vec<&Claim>, Vec<&Claim>) = given.iter().partition(|claim| self.keeps(id(claim)));
        self.refuse_other_reports(&known, &standing)?;
        let gone: BTreeSet<&str> = struck.iter().map(|claim| id(claim)).collect();
        let (mut lines, mut kept, mut repeated) = (String::new(), 0, 0);
        let mut heirs = Heirs::default();
        for claim in standing {
            let claim = without_struck(claim, &gone, &mut heirs);
            if known.contains_key(id(&claim)) {
                repeated += 1;
            } else {
                kept += 1;
                lines += &self.line(&claim);
            }
        }
        let struck = struck.len();
        crate::evidence::append(&path, &lines)
            .map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&path))))?;
        let already = if repeated > 0 { format!(", {repeated} confirmed before") } else { String::new() };
        terminal.talk(&format!("{kept} claims confirmed, {struck} struck{already}: {}", shown(&path)));
        Ok(())
    }

    /// A claim of another report under an id that is taken would be lost without a word.
    fn refuse_other_reports(&self, known: &BTreeMap<&str, &Claim>, standing: &[&Claim]) -> Result<(), Stop> {
        let said = |claim: &Claim| (claim.get("quote").cloned(), claim.get("when").cloned());
        let is_other = |claim: &&&Claim| known.get(id(claim)).is_some_and(|before| said(before) != said(claim));
        let others: Vec<&str> = standing.iter().filter(is_other).map(|claim| id(claim)).collect();
        if others.is_empty() {
            return Ok(());
        }
        let help = "read each report from a file with a name of its own: ids begin with it";
        let path = shown(&self.claims);
        Err(Stop::unusable(format!(
            "{path}: claims of another report have these ids: {}\n  help: {help}",
            others.join(", ")
        )))
    }

    fn keeps(&self, id: &str) -> bool {
        let named = |ids: &[String]| ids.iter().any(|named| named.trim() == id);
        if self.only.is_empty() { !named(&self.strike) } else { named(&self.only) }
    }

    /// An id that no claim has is a slip of the pen: what was meant would be kept, or lost, without a word.
    fn refuse_unknown(&self, given: &[Claim]) -> Result<(), Stop> {
        let known: BTreeSet<&str> = given.iter().map(id).collect();
        let asked = self.strike.iter().chain(&self.only).map(|id| id.trim());
        let unknown: Vec<&str> = asked.filter(|id| !known.contains(id)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let known: Vec<&str> = known.into_iter().collect();
        let (unknown, known) = (unknown.join(", "), known.join(", "));
        Err(Stop::unusable(format!("no claim has this id: {unknown}\n  help: the claims are {known}")))
    }

    /// The claim as one line, with who confirmed it.
    fn line(&self, claim: &Claim) -> String {
        let mut claim = claim.clone();
        claim.insert("confirmed_by".to_owned(), self.by.clone().into());
        if let Some(known_at) = self.known_at {
            claim.insert("known_at".to_owned(), known_at.strftime("%Y-%m-%dT%H:%M").to_string().into());
        }
        serde_json::Value::Object(claim).to_string() + "\n"
    }
}

/// The claim without links to struck ones, as `couloir read --strike` leaves it.
fn without_struck<'c>(claim: &'c Claim, gone: &BTreeSet<&str>, heirs: &mut Heirs<&'c str>) -> Claim {
    let mut standing = claim.clone();
    let link = |name: &str| claim.get(name).and_then(serde_json::Value::as_str);
    if link("part_of").is_some_and(|whole| gone.contains(whole)) {
        standing.insert("part_of".to_owned(), serde_json::Value::Null);
    }
    if let Some(first) = link("same_as") {
        standing.insert("same_as".to_owned(), heirs.of(first, id(claim), gone.contains(first)).into());
    }
    standing
}

fn id(claim: &Claim) -> &str {
    claim.get("id").and_then(serde_json::Value::as_str).unwrap_or("")
}

fn claims_at(path: &Path) -> Result<Vec<Claim>, Stop> {
    let text = verify::read_text(path, evidence::BYTES_MAX)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let claim = |(index, line): (usize, &str)| {
        let claim: Option<Claim> = serde_json::from_str(line).ok();
        claim.filter(|claim| !id(claim).is_empty()).ok_or_else(|| {
            let help = "give one JSON object a line with an `id`, as `couloir read` writes them";
            Stop::unusable(format!("{}:{}: not a claim\n  help: {help}", shown(path), index + 1))
        })
    };
    lines.map(claim).collect()
}
