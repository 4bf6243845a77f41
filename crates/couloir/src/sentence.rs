//! What an event says, in a line.

use crate::moment;
use couloir_ledger::event::{Event, Place, What};

/// What an event says, in a line.
pub(crate) fn sentence(event: &Event) -> String {
    said(event, true)
}

/// The same without what people wrote beside it: for tables that leave the operation.
pub(crate) fn sentence_without_notes(event: &Event) -> String {
    said(event, false)
}

fn said(event: &Event, with_notes: bool) -> String {
    let what = match &event.what {
        What::HeadCount { at, count } => format!("{count} at {}", place(at)),
        What::Boarded { at, ride, part, count } => format!("{count} boarded {ride} at {at}{}", part_of(*part)),
        What::Departed { from, ride, count, .. } => format!("{ride} left {from}{}", with(count.as_ref())),
        What::Passed { checkpoint, ride, count } => format!("{ride} passed {checkpoint}{}", with(count.as_ref())),
        What::Arrived { at, ride, count } => format!("{ride} came to {at}{}", with(count.as_ref())),
        What::Alighted { at, ride, part, count } => format!("{count} got off {ride} at {at}{}", part_of(*part)),
        What::Otherwise { at, reason, count } => format!("{count} {reason} at {}", place(at)),
        What::Incident { kind, .. } => format!("incident: {kind}"),
        What::Closure { of, from, until } => {
            let until = until.map_or_else(|| "further notice".to_owned(), moment::shown);
            format!("{of} is closed from {} until {until}", moment::shown(*from))
        }
        What::ClaimConfirmed { claim } => format!("claim {claim} is confirmed"),
        What::PlanAdopted { plan } => format!("plan {} is adopted", plan.short()),
        What::DaySealed { day } => format!("sealed until {}: {} events", moment::shown(day.until), day.events),
        What::Correction { replaces, why, by } => {
            let instead = by.as_deref().map_or_else(|| "withdrawn".to_owned(), |by| said(by, with_notes));
            let why = if with_notes { format!(" ({why})") } else { String::new() };
            format!("{} is corrected{why}: {instead}", replaces.short())
        }
    };
    let post = event.post.as_ref().filter(|_| with_notes);
    let post = post.map_or_else(String::new, |post| format!(" ({post})"));
    let method = if event.what.count().is_some() { format!(", {}", event.method) } else { String::new() };
    format!("{what}{method}{post}")
}

fn place(place: &Place) -> String {
    match place {
        Place::Stop(stop) => stop.to_string(),
        Place::Vehicle(ride) => ride.to_string(),
    }
}

fn part_of(part: u32) -> String {
    if part == 1 { String::new() } else { format!(" (part {part})") }
}

fn with(count: Option<&couloir_ledger::count::HeadCount>) -> String {
    count.map_or_else(String::new, |count| format!(" with {count}"))
}
