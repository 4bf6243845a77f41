//! Worlds in which the truth is known: what people do, and what posts say of it.

use super::random::Random;
use couloir_ledger::books::Account;
use couloir_ledger::clock::Hybrid;
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::event::{Asked, Event, Method, Place, Reason, Ride, Stop, What};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::name::Name;
use couloir_ledger::replica::Recorded;
use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::People;
use std::collections::BTreeMap;

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).expect("a name of the tests is one")
}

pub(crate) fn site(text: &str) -> Stop {
    Stop::Site(name(text))
}

pub(crate) fn shelter(text: &str) -> Stop {
    Stop::Shelter(name(text))
}

pub(crate) fn ride(vehicle: &str, trip: impl Into<Option<u32>>) -> Ride {
    Ride { vehicle: name(vehicle), trip: trip.into() }
}

pub(crate) fn heads(total: u32) -> HeadCount {
    HeadCount::of_people(People(total)).expect("a count of the tests is one")
}

pub(crate) fn kinds(men: u32, women: u32, children: u32) -> HeadCount {
    let lines = [(Line::Men, People(men)), (Line::Women, People(women)), (Line::Children, People(children))];
    HeadCount::new(&lines).expect("a count of the tests is one")
}

/// Events as a replica would give them, without envelopes.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) recorded: Vec<Recorded>,
}

impl Book {
    /// Device `device` says that at `at` this happened.
    pub(crate) fn say(&mut self, device: u8, at: i64, what: What) -> EventId {
        self.say_by(device, at, Method::Counted, what)
    }

    pub(crate) fn say_by(&mut self, device: u8, at: i64, method: Method, what: What) -> EventId {
        let number = self.recorded.len() as u64;
        let mut id = [0; 32];
        // Ids in no order, as digests are.
        id[..8].copy_from_slice(&Random(number).next().to_be_bytes());
        let id = EventId(id);
        self.recorded.push(Recorded {
            id,
            device: DeviceId([device; 32]),
            clock: Hybrid { seconds: UnixSeconds(at), counter: u32::try_from(number).expect("few events") },
            corrects_others: device == 0,
            event: Event { occurred_at: Some(UnixSeconds(at)), post: None, method, what },
        });
        id
    }

    pub(crate) fn boarded(&mut self, device: u8, at: i64, from: &str, ride: Ride, count: HeadCount) -> EventId {
        self.say(device, at, What::Boarded { at: site(from), ride, part: 1, count })
    }

    pub(crate) fn alighted(&mut self, device: u8, at: i64, to: &str, ride: Ride, count: HeadCount) -> EventId {
        self.say(device, at, What::Alighted { at: shelter(to), ride, part: 1, count })
    }

    pub(crate) fn departed(&mut self, device: u8, at: i64, from: &str, ride: Ride, count: HeadCount) -> EventId {
        self.say(device, at, What::Departed { from: site(from), ride, count: Some(count), asked: Asked::default() })
    }

    pub(crate) fn arrived(&mut self, device: u8, at: i64, to: &str, ride: Ride, count: HeadCount) -> EventId {
        self.say(device, at, What::Arrived { at: shelter(to), ride, count: Some(count) })
    }

    pub(crate) fn correct(&mut self, device: u8, at: i64, replaces: EventId, by: Option<What>) -> EventId {
        let why = couloir_ledger::name::Text::new("counted again").expect("a text");
        let by = by.map(|what| Box::new(Event { occurred_at: None, post: None, method: Method::Counted, what }));
        self.say(device, at, What::Correction { replaces, why, by })
    }
}

/// Where everybody is in truth, by account; trips and counter-accounts apart.
pub(crate) type Truth = BTreeMap<Account, i64>;

/// An operation that was carried out and recorded without a fault: what was said of it, and how it is.
///
/// Half of what may be said is left out at random: numbers of trips, kinds of people, boardings, unloadings, second counts.
pub(crate) fn faultless(seed: u64) -> (Book, Truth) {
    let mut random = Random(seed);
    let (mut book, mut truth) = (Book::default(), Truth::new());
    let (numbers, kinds_known, checkpoints) = (random.chance(50), random.chance(50), random.chance(50));
    for index in 0..1 + random.below(3) {
        let count = 200 + u32::try_from(random.below(300)).expect("small");
        let place = name(&format!("site {index}"));
        book.say_by(
            1,
            -10_000,
            Method::Estimated,
            What::HeadCount { at: Place::Stop(Stop::Site(place.clone())), count: heads(count) },
        );
        truth.insert(Account::Site(place), i64::from(count));
    }
    let sites = truth.len();
    for vehicle in 0..1 + random.below(4) {
        let vehicle_name = format!("bus {vehicle}");
        let mut now = i64::try_from(random.below(600)).expect("small");
        for trip in 1..=1 + u32::try_from(random.below(3)).expect("small") {
            let ride = ride(&vehicle_name, numbers.then_some(trip));
            let style = Style { kinds: kinds_known, checkpoints };
            now = one_trip(&mut random, &mut book, &mut truth, style, sites, &ride, now) + 1_800;
        }
    }
    (book, truth)
}

#[derive(Clone, Copy)]
struct Style {
    kinds: bool,
    checkpoints: bool,
}

fn one_trip(
    random: &mut Random,
    book: &mut Book,
    truth: &mut Truth,
    style: Style,
    sites: usize,
    ride: &Ride,
    start: i64,
) -> i64 {
    let mut now = start;
    let mut on_board = [0; 3];
    let said = |random: &mut Random, [men, women, children]: [u32; 3]| {
        if style.kinds && random.chance(70) { kinds(men, women, children) } else { heads(men + women + children) }
    };
    let mut stops: Vec<usize> = (0..sites).collect();
    random.shuffle(&mut stops);
    stops.truncate(1 + random.below(2));
    for stop in stops {
        let from = format!("site {stop}");
        let got_on: [u32; 3] = std::array::from_fn(|_| 1 + u32::try_from(random.below(9)).expect("small"));
        (0..3).for_each(|kind| on_board[kind] += got_on[kind]);
        *truth.get_mut(&Account::Site(name(&from))).expect("there is such a site") -=
            i64::from(got_on.iter().sum::<u32>());
        if random.chance(60) {
            let count = said(random, got_on);
            for device in 1..=1 + u8::from(random.chance(30)) {
                book.boarded(device, now, &from, ride.clone(), count);
            }
            now += 60;
        }
        let all = said(random, on_board);
        book.departed(2, now, &from, ride.clone(), all);
        now += 900;
    }
    if style.checkpoints {
        let count = Some(heads(on_board.iter().sum()));
        book.say(3, now, What::Passed { checkpoint: name("bridge"), ride: ride.clone(), count });
        now += 600;
    }
    if random.chance(20) {
        let at = Place::Vehicle(ride.clone());
        book.say(3, now, What::Otherwise { at, reason: Reason::Hospital, count: kinds(1, 0, 0) });
        on_board[0] -= 1;
        *truth.entry(Account::Otherwise(Reason::Hospital)).or_default() += 1;
        now += 300;
    }
    let to = format!("hall {}", random.below(2));
    *truth.entry(Account::Shelter(name(&to))).or_default() += i64::from(on_board.iter().sum::<u32>());
    let [men, women, children] = on_board;
    let said = |fine: bool| if fine { kinds(men, women, children) } else { heads(men + women + children) };
    let (is_counted_off, fine) = (random.chance(60), style.kinds && random.chance(70));
    if !is_counted_off || random.chance(50) {
        book.arrived(4, now, &to, ride.clone(), said(fine));
        now += 60;
    }
    if is_counted_off {
        book.alighted(5, now, &to, ride.clone(), said(fine));
        now += 300;
    }
    now
}
