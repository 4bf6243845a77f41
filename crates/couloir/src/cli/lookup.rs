//! The events of a ledger by name, with what corrects each: looked through once for a whole list.

use crate::moment;
use crate::post::Post;
use crate::sentence::sentence;
use couloir_ledger::envelope::{Body, Entry};
use couloir_ledger::event::{Event, Kind, What};
use couloir_ledger::id::{DeviceId, EventId};
use std::collections::BTreeMap;
use std::ops::Bound;

/// The events of a ledger by name.
pub(super) struct Lookup<'a> {
    post: &'a Post,
    entries: BTreeMap<EventId, &'a Entry>,
    /// What each event is corrected by, and why.
    corrections: BTreeMap<EventId, Vec<(EventId, String)>>,
}

impl<'a> Lookup<'a> {
    pub(super) fn of(post: &'a Post) -> Self {
        let entries: BTreeMap<_, _> =
            post.replica().logs().flat_map(|log| log.entries()).map(|entry| (entry.id(), entry)).collect();
        let mut lookup = Self { post, entries, corrections: BTreeMap::new() };
        let corrections = lookup.entries.values().filter(|entry| entry.header().kind == Kind::Correction);
        let mut found: BTreeMap<EventId, Vec<(EventId, String)>> = BTreeMap::new();
        for entry in corrections {
            if let Some(Event { what: What::Correction { replaces, why, .. }, .. }) = lookup.read(entry) {
                found.entry(replaces).or_default().push((entry.id(), why.to_string()));
            }
        }
        lookup.corrections = found;
        lookup
    }

    /// As many of the first digits of an event's name as tell it from all others here: what `couloir record --corrects` takes.
    pub(super) fn short(&self, id: EventId) -> String {
        // Whatever begins most alike stands beside it.
        let before = self.entries.range(..id).next_back();
        let after = self.entries.range((Bound::Excluded(id), Bound::Unbounded)).next();
        id.short_among(before.into_iter().chain(after).map(|(id, _)| *id))
    }

    /// What the event says, where it can be read here: sealed ones with the coordination's key.
    pub(super) fn read(&self, entry: &Entry) -> Option<Event> {
        let secret = self.post.is_coordination().then_some(&self.post.keys().sealing);
        self.post.replica().read(entry, secret).ok()
    }

    /// What people call a device.
    pub(super) fn label(&self, device: DeviceId) -> String {
        self.post.replica().papers().label(device).map_or_else(|| self.whose(device), ToString::to_string)
    }

    fn whose(&self, device: DeviceId) -> String {
        let is_coordination = self.post.replica().papers().founding().coordination == device;
        if is_coordination { "coordination".to_owned() } else { device.short() }
    }

    /// `; corrected by 3f9a12cd: counted again`, for each correction; nothing where there is none.
    pub(super) fn corrections(&self, id: EventId) -> String {
        let told = self.corrections.get(&id).into_iter().flatten();
        told.map(|(by, why)| format!("; corrected by {}: {why}", self.short(*by))).collect()
    }

    /// An event in a line: its name, its device, what it says, and whatever corrects it.
    pub(super) fn evidence(&self, id: EventId) -> String {
        let Some(entry) = self.entries.get(&id) else {
            return format!("{}  not received yet", id.short());
        };
        let said = self.read(entry).map_or_else(|| unread(entry), |event| sentence(&event));
        let (label, at) = (self.label(entry.header().device), moment::shown(entry.header().clock.seconds));
        format!("{}  {label}: {said}, recorded {at}{}", self.short(id), self.corrections(id))
    }

    /// All events that can be read by nobody here, since they are sealed to the coordination.
    pub(super) fn sealed(&self) -> impl Iterator<Item = &'a Entry> {
        let sealed = self.entries.values().copied().filter(|entry| entry.header().class.is_sealed());
        sealed.filter(|entry| self.read(entry).is_none())
    }
}

/// An event whose words cannot be read here.
pub(super) fn unread(entry: &Entry) -> String {
    let kind = entry.header().kind;
    match (*entry.body() == Body::Erased, entry.header().class.is_sealed()) {
        (true, _) => format!("{kind}, whose words were deleted"),
        (_, true) => format!("{kind}, sealed to the coordination"),
        _ => format!("{kind}, which this version cannot read"),
    }
}
