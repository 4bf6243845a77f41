//! How fast the ledger is, and how few bytes it hands over: a made-up operation of many devices and days.

use couloir_ledger::books::Books;
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::event::{Asked, Event, Method, Ride, Stop, What};
use couloir_ledger::id::DeviceId;
use couloir_ledger::name::Name;
use couloir_ledger::papers::{Founding, Paper, Role, Says, Slip};
use couloir_ledger::replica::{Change, EventRandom, Replica};
use couloir_ledger::signature::Checked;
use couloir_ledger::sync::{Frontier, Run};
use couloir_ledger::wire::bundle;
use couloir_model::clock::UnixSeconds;
use couloir_model::format::bench::splitmix64;
use couloir_model::quantity::People;
use ed25519_dalek::SigningKey;
use rayon::prelude::*;
use std::time::{Duration, Instant};

/// The size of the operation.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Devices that write.
    pub devices: u32,
    /// Events.
    pub events: u32,
    /// Days over which they spread.
    pub days: u32,
}

/// What was measured. Times are of this machine, with whatever else it was doing.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Recording, with chaining and a signature for 64 events.
    pub record: Duration,
    /// Events that a second replica took first: everything but the last day.
    pub first_events: usize,
    /// Their bytes as they travel.
    pub first_bytes: usize,
    /// Unpacking, verifying and taking them.
    pub first_receive: Duration,
    /// Events of the last day.
    pub day_events: usize,
    /// The frontier that the second replica sends.
    pub frontier_bytes: usize,
    /// The bytes of the last day as they travel.
    pub day_bytes: usize,
    /// Comparing and packing the last day.
    pub day_offer: Duration,
    /// Unpacking, verifying and taking it.
    pub day_receive: Duration,
    /// Reading all events out of their envelopes.
    pub read: Duration,
    /// Making the books of all events.
    pub fold: Duration,
    /// Discrepancies in them.
    pub discrepancies: usize,
}

/// When the operation starts.
const START: i64 = 1_800_000_000;

/// Measures one operation made from `seed`, and gives the changes that a store would have to keep.
///
/// # Panics
///
/// When the two replicas differ in the end: then the ledger is wrong, and its speed is of no interest.
#[must_use]
pub fn measure(size: Size, seed: u64) -> (Measured, Founding, Vec<Change>) {
    let mut random = Draws(seed);
    let keys: Vec<SigningKey> =
        (0..size.devices).map(|_| SigningKey::from_bytes(&std::array::from_fn(|_| byte(&mut random)))).collect();
    let founding = founding(&keys[0]);
    let mut one = Replica::new(founding.clone());
    for key in &keys[1..] {
        one.add_paper(slip(&founding, &keys[0], key)).expect("the coordination signed it");
    }
    let mut two = Replica::new(founding.clone());

    let started = Instant::now();
    let last_day = size.events - size.events / size.days;
    let mut story = Story::new(size);
    story.record(&mut one, &keys, 0..last_day, &mut random);
    let mut record = started.elapsed();

    let device = DeviceId(keys[0].verifying_key().to_bytes());
    let first = one.bundle_for(device, &Frontier::default());
    let (received, first_receive) = receive(&mut two, &first);
    let first_events = received.len();
    let mut kept = received;

    let started = Instant::now();
    story.record(&mut one, &keys, last_day..size.events, &mut random);
    record += started.elapsed();

    let frontier_bytes = two.bundle_for(device, &one.frontier()).len();
    let started = Instant::now();
    let day = one.bundle_for(device, &two.frontier());
    let day_offer = started.elapsed();
    let (received, day_receive) = receive(&mut two, &day);
    kept.extend(received);
    assert_eq!(one.frontier(), two.frontier(), "one round brings both to the same");

    let started = Instant::now();
    let (recorded, not_counted) = two.recorded();
    let read = started.elapsed();
    assert_eq!((recorded.len(), not_counted.len()), (size.events as usize, 0), "every event counts");
    let started = Instant::now();
    let books = Books::of(&recorded);
    let fold = started.elapsed();
    let measured = Measured {
        record,
        first_events,
        first_bytes: first.len(),
        first_receive,
        day_events: (size.events - last_day) as usize,
        frontier_bytes,
        day_bytes: day.len(),
        day_offer,
        day_receive,
        read,
        fold,
        discrepancies: books.discrepancies().len(),
    };
    (measured, founding, kept)
}

fn receive(replica: &mut Replica, bytes: &[u8]) -> (Vec<Change>, Duration) {
    let started = Instant::now();
    let (parts, damages) = bundle::read(bytes);
    assert!(damages.is_empty(), "nothing was damaged on the way");
    // On all cores, as a post does it.
    let verify = |replica: &Replica, runs: Vec<Run>, _: &mut Checked| {
        let verify = |checked: &mut Checked, run| replica.verify(run, checked);
        runs.into_par_iter().map_init(Checked::default, verify).collect()
    };
    let later = UnixSeconds(START + 400 * 86_400);
    let received = replica.receive_by(parts, later, &mut Checked::default(), verify);
    assert!(received.refusals.is_empty(), "nothing is refused");
    (received.changes, started.elapsed())
}

fn founding(key: &SigningKey) -> Founding {
    Founding {
        name: name("benchmark"),
        coordination: DeviceId(key.verifying_key().to_bytes()),
        sealing: [9; 32],
        founded_at: UnixSeconds(START),
        random: [7; 16],
    }
}

fn slip(founding: &Founding, coordination: &SigningKey, key: &SigningKey) -> Paper {
    let device = DeviceId(key.verifying_key().to_bytes());
    let says = Says::Slip(Slip {
        operation: founding.operation(),
        device,
        label: name(&format!("tablet {}", device.short())),
        role: Role::Post,
        posts: Vec::new(),
        from: UnixSeconds(START),
        until: UnixSeconds(START + 400 * 86_400),
    });
    Paper::sign(coordination, says)
}

/// Vehicles that go to and fro, each seen by the posts on its way.
struct Story {
    size: Size,
    /// By vehicle: the number of its trip, the step within it, and who is on board.
    vehicles: Vec<(u32, u32, [u32; 3])>,
}

/// Sites, shelters and checkpoints of the made-up operation.
const PLACES: usize = 40;

impl Story {
    fn new(size: Size) -> Self {
        Self { size, vehicles: vec![(1, 0, [0; 3]); 500] }
    }

    fn record(&mut self, replica: &mut Replica, keys: &[SigningKey], events: std::ops::Range<u32>, random: &mut Draws) {
        let span = i64::from(self.size.days) * 86_400;
        for number in events {
            let now = UnixSeconds(START + i64::from(number) * span / i64::from(self.size.events));
            let vehicle = number as usize % self.vehicles.len();
            let (place, what) = self.step(vehicle, random);
            let event = Event {
                occurred_at: Some(UnixSeconds(now.0 - 60)),
                post: Some(name(&format!("post {place}"))),
                method: Method::Counted,
                what,
            };
            let key = &keys[(place * 7 + vehicle) % keys.len()];
            let salt = EventRandom(std::array::from_fn(|_| byte(random)));
            replica.record(key, &event, now, &salt).expect("the device is enrolled");
        }
        for key in keys {
            replica.sign(key);
        }
    }

    /// What the next post sees of a vehicle, and where that is.
    fn step(&mut self, vehicle: usize, random: &mut Draws) -> (usize, What) {
        let ride_name = name(&format!("truck {vehicle}"));
        let (trip, step, on_board) = &mut self.vehicles[vehicle];
        let ride = Ride { vehicle: ride_name, trip: Some(*trip) };
        let place = (vehicle * 13 + *trip as usize) % PLACES;
        let at_site = || Stop::Site(name(&format!("Vernet school {place}")));
        let at_shelter = || Stop::Shelter(name(&format!("Town hall {place}")));
        *step += 1;
        if *step == 1 {
            *on_board = std::array::from_fn(|_| 1 + u32::from(byte(random)) % 16);
        }
        let [men, women, children] = *on_board;
        let lines = [(Line::Men, People(men)), (Line::Women, People(women)), (Line::Children, People(children))];
        let count = HeadCount::new(&lines).expect("a count");
        let what = match *step {
            1 => What::Boarded { at: at_site(), ride, part: 1, count },
            2 => What::Departed { from: at_site(), ride, count: Some(count), asked: Asked::default() },
            3 => What::Passed { checkpoint: name(&format!("bridge {place}")), ride, count: None },
            4 => What::Arrived { at: at_shelter(), ride, count: Some(count) },
            _ => What::Alighted { at: at_shelter(), ride, part: 1, count },
        };
        if *step == 5 {
            (*trip, *step) = (*trip + 1, 0);
        }
        (place, what)
    }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): good enough for salts that protect nobody.
struct Draws(u64);

fn byte(random: &mut Draws) -> u8 {
    random.0 = random.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
    splitmix64(random.0).to_be_bytes()[0]
}
