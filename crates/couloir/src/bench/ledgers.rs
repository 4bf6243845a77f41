//! Two ledgers of one made-up operation on the disk, for measuring what goes between them: the centre has everything, the
//! post lacks the last day.

use crate::keys::{self, Keys};
use crate::store::Kept;
use crate::store::place::Place;
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::event::{Event, Method, Ride, Stop, What};
use couloir_ledger::name::Name;
use couloir_ledger::papers::{Founding, Paper, Role, Says, Slip};
use couloir_ledger::replica::{Change, EventRandom, Replica};
use couloir_ledger::seal;
use couloir_model::clock::UnixSeconds;
use couloir_model::format::bench::splitmix64;
use couloir_model::quantity::People;
use std::path::Path;

/// Changes that are kept at a time.
const BATCH: usize = 20_000;

/// What was written.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// Events at the centre.
    pub events: usize,
    /// Events that the post lacks.
    pub last_day: usize,
}

/// Writes the ledgers `centre` and `post` into `folder`: `devices` have recorded `events` over `days`, the last just before `now`.
///
/// # Errors
///
/// When the folder cannot be written, or holds such ledgers already.
pub fn write(folder: &Path, (devices, events, days): (u32, u32, u32), now: UnixSeconds) -> Result<Written, String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let (start, span) = (now.0 - i64::from(days) * 86_400, i64::from(days) * 86_400);
    let all: Vec<Keys> = (0..devices).map(|_| Keys::new()).collect::<Result<_, _>>().map_err(|error| told(&error))?;
    let founding = Founding {
        name: name("benchmark"),
        coordination: all[0].device(),
        sealing: seal::public(&all[0].sealing),
        founded_at: UnixSeconds(start),
        random: keys::random().map_err(|error| told(&error))?,
    };
    let mut replica = Replica::new(founding.clone());
    let mut changes = Vec::new();
    for device in &all[1..] {
        let slip = Slip {
            operation: founding.operation(),
            device: device.device(),
            label: name(&format!("tablet {}", device.device().short())),
            role: Role::Post,
            posts: Vec::new(),
            from: UnixSeconds(start),
            until: UnixSeconds(now.0 + 72 * 3600),
        };
        let paper = Paper::sign(&all[0].signing, Says::Slip(slip));
        changes.extend(replica.add_paper(paper).map_err(|error| told(&error))?);
    }
    let mut last_day = None;
    for number in 0..events {
        let at = UnixSeconds(start + i64::from(number) * span / i64::from(events));
        if now.0 - 86_400 <= at.0 && last_day.is_none() {
            all.iter().for_each(|device| changes.extend(replica.sign(&device.signing)));
            last_day = Some((changes.len(), number));
        }
        let (device, event) = boarding(number, devices, at);
        let random = EventRandom(keys::random().map_err(|error| told(&error))?);
        let recorded = replica.record(&all[device].signing, &event, at, &random);
        changes.extend(recorded.map_err(|error| told(&error))?);
    }
    all.iter().for_each(|device| changes.extend(replica.sign(&device.signing)));
    let (first, first_events) = last_day.unwrap_or((changes.len(), events));
    keep(&folder.join("centre"), &all[0], &founding, &changes)?;
    keep(&folder.join("post"), &all[1], &founding, &changes[..first])?;
    Ok(Written { events: events as usize, last_day: (events - first_events) as usize })
}

/// A boarding or an unloading, with the words and figures of an ordinary post.
fn boarding(number: u32, devices: u32, at: UnixSeconds) -> (usize, Event) {
    let draw = splitmix64(u64::from(number));
    let (vehicle, place) = (draw % 500, draw / 500 % 40);
    let ride = Ride { vehicle: name(&format!("truck {vehicle}")), trip: Some(1 + number / 2_000) };
    let people = |at: u64| People(u32::try_from(1 + draw / at % 16).expect("at most 16"));
    let lines = [(Line::Men, people(20_000)), (Line::Women, people(320_000)), (Line::Children, people(5_120_000))];
    let count = HeadCount::new(&lines).expect("a count");
    let what = if number.is_multiple_of(2) {
        What::Boarded { at: Stop::Site(name(&format!("Vernet school {place}"))), ride, part: 1, count }
    } else {
        What::Alighted { at: Stop::Shelter(name(&format!("Town hall {place}"))), ride, part: 1, count }
    };
    let post = Some(name(&format!("post {place}")));
    let device = usize::try_from((place * 7 + vehicle) % u64::from(devices)).expect("a device's number");
    (device, Event { occurred_at: Some(UnixSeconds(at.0 - 60)), post, method: Method::Counted, what })
}

fn keep(folder: &Path, keys: &Keys, founding: &Founding, changes: &[Change]) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(|error| told(&error))?;
    keys.write_new(&folder.join(keys::FILE)).map_err(|error| told(&error))?;
    let store = Place::Sqlite.open(folder).map_err(|error| told(&error))?;
    let mut kept = Kept::new(store, keys.cipher());
    kept.found(founding).map_err(|error| told(&error))?;
    changes.chunks(BATCH).try_for_each(|batch| kept.keep(batch)).map_err(|error| told(&error))
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}
