//! `couloir erase`: what should never have been written down goes from every device, and the chain still holds.

use super::Stop;
use super::enrol::{open_coordination, text, told};
use super::record::find;
use super::terminal::Terminal;
use crate::moment;
use crate::post::Post;
use crate::sentence::sentence;
use couloir_ledger::envelope::{Body, Entry, Head};
use couloir_ledger::id::DeviceId;
use couloir_ledger::name::Text;
use couloir_ledger::papers::{Erasure, Paper, Says};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Arguments of `couloir erase`.
#[derive(Debug, clap::Args)]
pub(super) struct Erase {
    /// The coordination's ledger
    ledger: PathBuf,
    /// The events, by the first digits of their names
    #[arg(required = true)]
    events: Vec<String>,
    /// Why; never what is erased: this stays
    #[arg(long, value_parser = text)]
    why: Text,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Erase {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let now = moment::now();
        let mut post = open_coordination(&self.ledger, now)?;
        let mut chosen: BTreeMap<DeviceId, Vec<Head>> = BTreeMap::new();
        for digits in &self.events {
            let id = find(&post, digits)?;
            let entry = post.replica().by_id(id).expect("it was found by its digits");
            if *entry.body() == Body::Erased {
                terminal.talk(&format!("{} was erased before", id.short()));
                continue;
            }
            terminal.talk(&format!("{}  {}", id.short(), said(&post, entry)));
            let heads = chosen.entry(entry.header().device).or_default();
            if !heads.contains(&entry.head()) {
                heads.push(entry.head());
            }
        }
        let count: usize = chosen.values().map(Vec::len).sum();
        if count == 0 {
            terminal.talk("nothing is left to erase");
            return Ok(());
        }
        if !self.yes && !asked(terminal, count)? {
            return Err(Stop::unusable("nothing was erased\n  help: type `erase`, or give `--yes`"));
        }
        let operation = post.replica().operation();
        for (device, events) in chosen {
            let erasure = Erasure { operation, device, events, at: now, why: self.why.clone() };
            let paper = Paper::sign(&post.keys().signing, Says::Erasure(erasure));
            post.add_paper(paper).map_err(|error| told(&error))?;
        }
        terminal.talk(&format!(
            "erased here: the words and figures of {}; the headers stay, and with them the chain\nother devices erase them with their \
             next sync; sticks and backups that nobody syncs again keep them: destroy those\nwhat was counted in them is out of \
             the books: record it again where it was true",
            super::books::events(count)
        ));
        Ok(())
    }
}

/// What the event says, for one last time.
fn said(post: &Post, entry: &Entry) -> String {
    let read = post.replica().read(entry, Some(&post.keys().sealing));
    read.map_or_else(|unread| format!("{}: {unread}", entry.header().kind), |event| sentence(&event))
}

fn asked(terminal: &mut Terminal, count: usize) -> Result<bool, Stop> {
    let events = super::books::events(count);
    let question = format!("type `erase` to delete what {events} say, on all devices, for good:");
    super::secrets::answered(terminal, &question, "erase")
}
