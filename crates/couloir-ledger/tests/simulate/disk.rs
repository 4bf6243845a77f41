//! A disk with a store on it, as bad as disks are.
//!
//! The store is what `couloir::store` promises: rows as bytes, written in transactions that are there whole or not at all
//! and can be read back in order. What the hardware does to it is here: power that fails within a transaction, a last
//! `fsync` that never was, no room, bits that flip.

use super::node::checked;
use super::operation::founding;
use super::random::Random;
use couloir_ledger::envelope::{Body, Entry, Head, Header, Tip};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::papers::Paper;
use couloir_ledger::replica::{Change, Replica};
use couloir_model::clock::UnixSeconds;

/// The rows of a store in the order in which they were written.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    rows: Vec<Row>,
    /// How many rows there were after each transaction.
    commits: Vec<usize>,
    /// What stood in the column of a body before it was changed: from it the store undoes what was not finished.
    journal: Vec<Undo>,
}

/// The number of the transaction, the row, and the body that stood there.
type Undo = (usize, usize, Option<Box<[u8]>>);

#[derive(Clone)]
pub(crate) struct Row {
    table: Table,
    /// The name under which the row is found.
    id: [u8; 32],
    bytes: Vec<u8>,
    /// The body of an event, in a column of its own so that it can be deleted.
    body: Option<Box<[u8]>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Events,
    Tips,
    Papers,
}

/// A row that is not what was written: its position.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damaged(pub(crate) usize);

impl Disk {
    /// Writes one transaction.
    pub(crate) fn keep(&mut self, changes: &[Change]) {
        changes.iter().for_each(|change| self.put(change));
        self.commits.push(self.rows.len());
    }

    fn put(&mut self, change: &Change) {
        match change {
            Change::Entry(entry) => {
                let (id, bytes) = (entry.id().0, entry.header().to_bytes());
                let body = match entry.body() {
                    Body::Present(bytes) => Some(bytes.clone()),
                    Body::Erased => None,
                };
                // An event that is there had no body, and it has come.
                if !self.set_body(id, body.clone()) {
                    self.rows.push(Row { table: Table::Events, id, bytes, body });
                }
            }
            Change::Tip(tip) => {
                let sequence = tip.head.sequence.to_be_bytes();
                let bytes = [&tip.device.0, sequence.as_slice(), &tip.signature].concat();
                self.rows.push(Row { table: Table::Tips, id: tip.head.id.0, bytes, body: None });
            }
            Change::Paper(paper) => {
                let row = Row { table: Table::Papers, id: paper.id().0, bytes: paper.to_bytes(), body: None };
                self.rows.push(row);
            }
            Change::Erased(_, head) => drop(self.set_body(head.id.0, None)),
        }
    }

    /// Puts a body into the row of an event, or takes it out. Gives false where there is no such row.
    fn set_body(&mut self, id: [u8; 32], body: Option<Box<[u8]>>) -> bool {
        let Some(row) = self.rows.iter().position(|row| row.table == Table::Events && row.id == id) else {
            return false;
        };
        let before = std::mem::replace(&mut self.rows[row].body, body);
        self.journal.push((self.commits.len(), row, before));
        true
    }

    /// The replica in the store, papers first as the stores of the program read them.
    ///
    /// Events of `own` devices may be unsigned still.
    pub(crate) fn open(&self, own: &[DeviceId], now: UnixSeconds) -> Result<Replica, Damaged> {
        let mut replica = Replica::new(founding());
        for table in [Table::Papers, Table::Events, Table::Tips] {
            for (number, row) in self.rows.iter().enumerate().filter(|(_, row)| row.table == table) {
                let change = row.read().ok_or(Damaged(number))?;
                checked(|checked| replica.restore_checked(change, now, checked)).map_err(|_| Damaged(number))?;
            }
        }
        let unvouched = replica.unvouched(own[0]).find(|entry| !own.contains(&entry.header().device));
        let unvouched = unvouched.map(|entry| entry.id().0);
        match unvouched {
            Some(id) => Err(Damaged(self.rows.iter().position(|row| row.id == id).expect("it came from here"))),
            None => Ok(replica),
        }
    }

    /// Forgets the last `count` transactions: they were acknowledged, and never were on the disk.
    pub(crate) fn lose(&mut self, count: usize) {
        self.commits.truncate(self.commits.len().saturating_sub(count).max(1));
        while let Some((_, row, before)) = self.journal.pop_if(|(commit, ..)| *commit >= self.commits.len()) {
            self.rows[row].body = before;
        }
        self.rows.truncate(*self.commits.last().expect("the slips are never lost"));
    }

    /// Flips a bit of some row, and gives the row's position.
    pub(crate) fn flip(&mut self, random: &mut Random) -> usize {
        let number = random.below(self.rows.len());
        let row = &mut self.rows[number];
        let bit = 1 << random.below(8);
        let columns = 2 + usize::from(row.body.as_ref().is_some_and(|body| !body.is_empty()));
        match random.below(columns) {
            0 => row.id[random.below(32)] ^= bit,
            1 => {
                let at = random.below(row.bytes.len());
                row.bytes[at] ^= bit;
            }
            _ => {
                let body = row.body.as_mut().expect("the column was chosen because it is there");
                body[random.below(body.len())] ^= bit;
            }
        }
        number
    }

    /// Somebody who knows the format puts another body under the last event of a device, with digests that fit, and takes the
    /// signatures away that do not. Gives false where there is no such event.
    pub(crate) fn forge(&mut self, own: &[DeviceId], random: &mut Random) -> bool {
        let headers = self.rows.iter().filter(|row| row.table == Table::Events);
        let headers: Vec<Header> = headers.filter_map(|row| Header::from_bytes(&row.bytes).ok()).collect();
        let followed: Vec<EventId> = headers.iter().filter_map(|header| header.backlink).collect();
        let lasts: Vec<usize> = (0..self.rows.len())
            .filter(|number| {
                let row = &self.rows[*number];
                let is_event = row.table == Table::Events && row.body.is_some();
                let is_other = |header: Header| !own.contains(&header.device) && !followed.contains(&header.id());
                is_event && Header::from_bytes(&row.bytes).is_ok_and(is_other)
            })
            .collect();
        if lasts.is_empty() {
            return false;
        }
        let number = lasts[random.below(lasts.len())];
        let row = &mut self.rows[number];
        let old = row.id;
        let mut header = Header::from_bytes(&row.bytes).expect("it was read above");
        let body = row.body.as_mut().expect("it was there above");
        // The last byte of most bodies is a count.
        let last = body.len() - 1;
        body[last] ^= 1;
        header.body_hash = couloir_ledger::envelope::BodyHash::of(body);
        (row.id, row.bytes) = (header.id().0, header.to_bytes());
        if random.chance(50) {
            self.rows.retain(|row| row.table != Table::Tips || row.id != old);
        }
        true
    }

    /// A row is gone on which another follows. Gives false where there is none.
    pub(crate) fn lose_row(&mut self, random: &mut Random) -> bool {
        let headers: Vec<Header> = self.rows.iter().filter_map(|row| Header::from_bytes(&row.bytes).ok()).collect();
        let followed: Vec<EventId> = headers.iter().filter_map(|header| header.backlink).collect();
        if followed.is_empty() {
            return false;
        }
        let lost = followed[random.below(followed.len())];
        self.rows.retain(|row| row.table != Table::Events || row.id != lost.0);
        true
    }

    /// True when these bytes stand somewhere on the disk.
    pub(crate) fn holds(&self, bytes: &[u8]) -> bool {
        self.rows.iter().any(|row| row.body.as_deref() == Some(bytes))
    }
}

impl Row {
    fn read(&self) -> Option<Change> {
        Some(match self.table {
            Table::Events => {
                let body = self.body.clone().map_or(Body::Erased, Body::Present);
                let entry = Entry::new(Header::from_bytes(&self.bytes).ok()?, body).ok()?;
                (entry.id().0 == self.id).then_some(Change::Entry(entry))?
            }
            Table::Tips => {
                let (device, rest) = self.bytes.split_first_chunk()?;
                let (sequence, signature) = rest.split_first_chunk()?;
                let head = Head { sequence: u64::from_be_bytes(*sequence), id: EventId(self.id) };
                Change::Tip(Tip { device: DeviceId(*device), head, signature: signature.try_into().ok()? })
            }
            Table::Papers => {
                let paper = Paper::from_bytes(&self.bytes).ok()?;
                (paper.id().0 == self.id).then_some(Change::Paper(paper))?
            }
        })
    }
}
