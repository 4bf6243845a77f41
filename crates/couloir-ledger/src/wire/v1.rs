//! Version 1 of the bytes of an event's body.
//!
//! A body is `[salt, occurred_at | null, post | null, method, payload]`; a payload is an array whose length and content
//! follow from the kind in the header. A head count is a map from the number of a line to its count; a line that is absent
//! is unknown. The numbers below are fixed for ever.

use crate::cbor::{Canonical, Malformed, Reader, Writer};
use crate::count::{HeadCount, Line};
use crate::day::Day;
use crate::event::{Answer, Asked, Class, Event, IncidentKind, Kind, Method, Place, Reason, Ride, Stop, What};
use crate::id::EventId;
use crate::name::{Name, Text};
use couloir_model::clock::UnixSeconds;
use couloir_model::id::PlanId;
use couloir_model::quantity::People;

/// Random bytes at the head of each body.
///
/// A count has so few possible values that its digest would give it away after its deletion. With 96 bits that nobody can
/// guess, the digest that stays in the header tells nothing.
pub(crate) const SALT_LENGTH: usize = 12;

/// How deep corrections may stand inside corrections in one body. One level says all that there is to say.
const NESTING_MAX: u32 = 1;

/// The bytes of the body of `event`.
pub(crate) fn body(event: &Event, salt: &[u8; SALT_LENGTH]) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(5);
    out.bytes(salt);
    write_said(event, &mut out);
    out.into_bytes()
}

/// The event in the bytes of a body of `kind`.
///
/// # Errors
///
/// [`Malformed`] when the bytes are no such event, or are not the canonical spelling of it.
pub(crate) fn event(kind: Kind, bytes: &[u8]) -> Result<Event, Malformed> {
    let mut from = Reader::new(bytes);
    from.array(5)?;
    let salt = from.fixed()?;
    let event = read_said(kind, &mut from, 0)?;
    from.end()?;
    if body(&event, &salt) == bytes { Ok(event) } else { Err(Malformed::Spelling) }
}

impl Event {
    /// The bytes of what it says, without salt, device or clock: the same exactly where two events are equal.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.array(5);
        out.value(&self.kind());
        write_said(self, &mut out);
        out.into_bytes()
    }
}

/// Everything of an event but its kind: `occurred_at, post, method, payload`.
fn write_said(event: &Event, out: &mut Writer) {
    out.option(event.occurred_at.as_ref(), |out, moment| out.int(moment.0));
    out.option(event.post.as_ref(), Writer::value);
    out.value(&event.method);
    write_payload(&event.what, out);
}

fn read_said(kind: Kind, from: &mut Reader<'_>, nesting: u32) -> Result<Event, Malformed> {
    Ok(Event {
        occurred_at: from.option(Reader::int)?.map(UnixSeconds),
        post: from.option(Reader::value)?,
        method: from.value()?,
        what: read_payload(kind, from, nesting)?,
    })
}

fn write_payload(what: &What, out: &mut Writer) {
    match what {
        What::HeadCount { at, count } => {
            out.array(2);
            out.value(at);
            out.value(count);
        }
        What::Boarded { at, ride, part, count } | What::Alighted { at, ride, part, count } => {
            out.array(4);
            out.value(at);
            out.value(ride);
            out.uint(u64::from(*part));
            out.value(count);
        }
        What::Departed { from, ride, count, asked } => {
            out.array(4);
            out.value(from);
            out.value(ride);
            out.option(count.as_ref(), Writer::value);
            out.value(asked);
        }
        What::Passed { checkpoint, ride, count } => {
            out.array(3);
            out.value(checkpoint);
            out.value(ride);
            out.option(count.as_ref(), Writer::value);
        }
        What::Arrived { at, ride, count } => {
            out.array(3);
            out.value(at);
            out.value(ride);
            out.option(count.as_ref(), Writer::value);
        }
        What::Otherwise { at, reason, count } => {
            out.array(3);
            out.value(at);
            out.value(reason);
            out.value(count);
        }
        What::Incident { kind, at, text } => {
            out.array(3);
            out.value(kind);
            out.option(at.as_ref(), Writer::value);
            out.text(text.as_str());
        }
        What::Closure { of, from, until } => {
            out.array(3);
            out.value(of);
            out.int(from.0);
            out.option(until.as_ref(), |out, moment| out.int(moment.0));
        }
        What::ClaimConfirmed { claim } => {
            out.array(1);
            out.value(claim);
        }
        What::PlanAdopted { plan } => {
            out.array(1);
            out.bytes(&plan.0);
        }
        What::DaySealed { day } => {
            out.array(3);
            out.int(day.until.0);
            out.uint(day.events);
            out.bytes(&day.digest);
        }
        What::Correction { replaces, why, by } => {
            out.array(3);
            out.bytes(&replaces.0);
            out.text(why.as_str());
            out.option(by.as_deref(), |out, event| {
                out.array(5);
                out.value(&event.kind());
                write_said(event, out);
            });
        }
    }
}

fn read_payload(kind: Kind, from: &mut Reader<'_>, nesting: u32) -> Result<What, Malformed> {
    from.array(match kind {
        Kind::ClaimConfirmed | Kind::PlanAdopted => 1,
        Kind::HeadCount => 2,
        Kind::Boarded | Kind::Alighted | Kind::Departed => 4,
        _ => 3,
    })?;
    Ok(match kind {
        Kind::HeadCount => What::HeadCount { at: from.value()?, count: from.value()? },
        Kind::Boarded => {
            What::Boarded { at: from.value()?, ride: from.value()?, part: from.small()?, count: from.value()? }
        }
        Kind::Alighted => {
            What::Alighted { at: from.value()?, ride: from.value()?, part: from.small()?, count: from.value()? }
        }
        Kind::Departed => What::Departed {
            from: from.value()?,
            ride: from.value()?,
            count: from.option(Reader::value)?,
            asked: from.value()?,
        },
        Kind::Passed => {
            What::Passed { checkpoint: from.value()?, ride: from.value()?, count: from.option(Reader::value)? }
        }
        Kind::Arrived => What::Arrived { at: from.value()?, ride: from.value()?, count: from.option(Reader::value)? },
        Kind::Otherwise => What::Otherwise { at: from.value()?, reason: from.value()?, count: from.value()? },
        Kind::Incident => What::Incident { kind: from.value()?, at: from.option(Reader::value)?, text: from.value()? },
        Kind::Closure => What::Closure {
            of: from.value()?,
            from: UnixSeconds(from.int()?),
            until: from.option(Reader::int)?.map(UnixSeconds),
        },
        Kind::ClaimConfirmed => What::ClaimConfirmed { claim: from.value()? },
        Kind::PlanAdopted => What::PlanAdopted { plan: PlanId(from.fixed()?) },
        Kind::DaySealed => {
            let (until, events) = (UnixSeconds(from.int()?), from.uint()?);
            What::DaySealed { day: Day { until, events, digest: from.fixed()? } }
        }
        Kind::Correction => What::Correction {
            replaces: EventId(from.fixed()?),
            why: from.value()?,
            by: from.option(|from| read_replacement(from, nesting))?,
        },
    })
}

fn read_replacement(from: &mut Reader<'_>, nesting: u32) -> Result<Box<Event>, Malformed> {
    if nesting >= NESTING_MAX {
        return Err(from.no_value());
    }
    from.array(5)?;
    let kind = from.value()?;
    read_said(kind, from, nesting + 1).map(Box::new)
}

/// Writes and reads an enumeration by a table of numbers, fixed for ever.
macro_rules! numbered {
    ($($type:ident { $($number:literal => $variant:ident),* $(,)? })*) => {$(
        impl Canonical for $type {
            fn write(&self, out: &mut Writer) {
                out.uint(match self { $(Self::$variant => $number,)* });
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                match from.uint()? {
                    $($number => Ok(Self::$variant),)*
                    _ => Err(from.no_value()),
                }
            }
        }
    )*};
}

numbered! {
    Method { 0 => Counted, 1 => Reported, 2 => Estimated }
    Reason { 0 => Born, 1 => Died, 2 => Hospital, 3 => LeftOnTheirOwn, 4 => CameOnTheirOwn }
    Answer { 0 => NotAsked, 1 => Yes, 2 => No }
    IncidentKind { 0 => Breakdown, 1 => Accident, 2 => Medical, 3 => Security, 4 => Delay, 5 => Other }
    Class { 0 => Public, 1 => Internal, 2 => Restricted, 3 => Strict }
    Kind {
        0 => HeadCount, 1 => Boarded, 2 => Departed, 3 => Passed, 4 => Arrived, 5 => Alighted, 6 => Otherwise,
        7 => Incident, 8 => Closure, 9 => ClaimConfirmed, 10 => PlanAdopted, 11 => Correction,
        12 => DaySealed,
    }
    Line {
        0 => Total, 1 => Men, 2 => Women, 3 => Children, 4 => Infants, 5 => Unaccompanied, 6 => Elderly, 7 => Wheelchair,
        8 => Stretcher, 9 => Pregnant, 10 => Staff,
    }
}

impl Canonical for Name {
    fn write(&self, out: &mut Writer) {
        out.text(self.as_str());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::new(from.text()?).map_err(|_| from.no_value())
    }
}

impl Canonical for Text {
    fn write(&self, out: &mut Writer) {
        out.text(self.as_str());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::new(from.text()?).map_err(|_| from.no_value())
    }
}

impl Canonical for HeadCount {
    fn write(&self, out: &mut Writer) {
        out.map(self.written().count());
        for (line, people) in self.written() {
            out.value(&line);
            out.uint(u64::from(people.0));
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let pairs = from.map_any()?;
        let mut lines = Vec::with_capacity(pairs.min(Line::ALL.len()));
        for _ in 0..pairs {
            lines.push((from.value()?, People(from.small()?)));
        }
        Self::new(&lines).map_err(|_| from.no_value())
    }
}

impl Canonical for Asked {
    fn write(&self, out: &mut Writer) {
        out.array(3);
        out.value(&self.destination_told);
        out.value(&self.voluntary);
        out.value(&self.families_together);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(3)?;
        Ok(Self { destination_told: from.value()?, voluntary: from.value()?, families_together: from.value()? })
    }
}

impl Canonical for Stop {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        let (number, name) = match self {
            Self::Site(name) => (0, name),
            Self::Shelter(name) => (1, name),
        };
        out.uint(number);
        out.value(name);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        match from.uint()? {
            0 => Ok(Self::Site(from.value()?)),
            1 => Ok(Self::Shelter(from.value()?)),
            _ => Err(from.no_value()),
        }
    }
}

impl Canonical for Ride {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        out.value(&self.vehicle);
        out.option(self.trip.as_ref(), |out, trip| out.uint(u64::from(*trip)));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        Ok(Self { vehicle: from.value()?, trip: from.option(Reader::small)? })
    }
}

impl Canonical for Place {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        match self {
            Self::Stop(stop) => {
                out.uint(0);
                out.value(stop);
            }
            Self::Vehicle(ride) => {
                out.uint(1);
                out.value(ride);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        match from.uint()? {
            0 => Ok(Self::Stop(from.value()?)),
            1 => Ok(Self::Vehicle(from.value()?)),
            _ => Err(from.no_value()),
        }
    }
}
