//! `couloir events`: what was recorded, corrections applied: incidents, closures, adoptions, or any other kind.

use super::lookup::{Lookup, unread};
use super::record::one_of;
use super::terminal::Terminal;
use super::{Stop, enrol::open};
use crate::moment;
use crate::sentence::sentence;
use couloir_ledger::books::{Said, said_in_the_end};
use couloir_ledger::event::{Event, Kind, What};
use couloir_ledger::id::EventId;
use couloir_model::clock::UnixSeconds;
use std::path::PathBuf;

/// Arguments of `couloir events`.
#[derive(Debug, clap::Args)]
pub(super) struct Events {
    /// The ledger
    ledger: PathBuf,
    /// Only events of these kinds: `incident`, `closure`, `plan-adopted`, `boarded` and so on, as `couloir record` names them
    #[arg(long, value_parser = kind, value_delimiter = ',')]
    kind: Vec<Kind>,
    /// Only what holds now: closures that are not over, the plan that was adopted last
    #[arg(long)]
    in_force: bool,
}

/// An event of the list.
struct Row {
    at: UnixSeconds,
    id: EventId,
    line: String,
}

impl Events {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let now = moment::now();
        let post = open(&self.ledger, now)?;
        let (mut recorded, not_counted) = post.replica().recorded();
        recorded.extend(post.opened());
        let said = said_in_the_end(&recorded);
        let lookup = Lookup::of(&post);
        let adopted = said.iter().filter(|said| said.event.kind() == Kind::PlanAdopted);
        let adopted = adopted.max_by_key(|said| (said.clock, said.slot)).map(|said| said.slot);
        let is_meant = |kind: Kind| self.kind.is_empty() || self.kind.contains(&kind);
        let mut rows: Vec<Row> = Vec::new();
        for said in said.iter().filter(|said| is_meant(said.event.kind())) {
            let over = over(said, adopted, now);
            if self.in_force && over.is_some() {
                continue;
            }
            let (at, id) = (said.at, said.slot);
            let who = recorded.iter().find(|event| event.id == id).map(|event| lookup.label(event.device));
            let (who, what) = (who.unwrap_or_else(|| "not received yet".to_owned()), words(said.event));
            let over = over.map_or_else(String::new, |over| format!("; {over}"));
            let corrected = lookup.corrections(id);
            let line = format!("{}  {}  {who}: {what}{over}{corrected}", lookup.short(id), moment::shown(at));
            rows.push(Row { at, id, line });
        }
        for entry in lookup.sealed().filter(|entry| is_meant(entry.header().kind)) {
            let (at, id) = (entry.header().clock.seconds, entry.id());
            let who = lookup.label(entry.header().device);
            let line = format!("{}  {}  {who}: {}", lookup.short(id), moment::shown(at), unread(entry));
            rows.push(Row { at, id, line });
        }
        rows.sort_by_key(|row| (row.at, row.id));
        rows.iter().for_each(|row| terminal.data(&row.line));
        if rows.is_empty() {
            terminal.talk("nothing of this was recorded, or it was withdrawn");
        }
        terminal.findings(&super::books::device_findings(&post, &not_counted));
        Ok(())
    }
}

/// Why something does not hold any more.
fn over(said: &Said<'_>, adopted: Option<EventId>, now: UnixSeconds) -> Option<&'static str> {
    match &said.event.what {
        What::Closure { until: Some(until), .. } if *until <= now => Some("over"),
        What::PlanAdopted { .. } if adopted != Some(said.slot) => Some("another was adopted later"),
        _ => None,
    }
}

/// What an event says, with the words of an incident: whoever can read them here may.
fn words(event: &Event) -> String {
    let What::Incident { kind, at, text } = &event.what else { return sentence(event) };
    let at = at.as_ref().map_or_else(String::new, |at| format!(" at {at}"));
    format!("incident ({kind}){at}: {text}")
}

fn kind(text: &str) -> Result<Kind, String> {
    let kinds = [
        ("head-count", Kind::HeadCount),
        ("boarded", Kind::Boarded),
        ("departed", Kind::Departed),
        ("passed", Kind::Passed),
        ("arrived", Kind::Arrived),
        ("alighted", Kind::Alighted),
        ("otherwise", Kind::Otherwise),
        ("incident", Kind::Incident),
        ("closure", Kind::Closure),
        ("claim-confirmed", Kind::ClaimConfirmed),
        ("plan-adopted", Kind::PlanAdopted),
        ("day-sealed", Kind::DaySealed),
    ];
    one_of(text, kinds)
}
