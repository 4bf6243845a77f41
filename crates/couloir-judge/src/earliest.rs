//! The earliest moment at which something may happen: the rules of opening, closing and the road, in one place.

use couloir_model::clock::{Moment, Opening, Window};
use couloir_model::id::{ClassId, PassageId, PlaceId};
use couloir_model::quantity::{People, Seconds};
use couloir_model::scenario::Class;
use couloir_model::scenario::{Passage, Scenario, ServiceTime, Stretch};
use couloir_model::travel::{Crossing, Leg, TravelTimes};
use std::collections::BTreeMap;

/// The roads of an operation, with the closures of each leg and passage found once.
pub(crate) struct Roads<'a> {
    pub(crate) scenario: &'a Scenario,
    travel: &'a TravelTimes,
    legs: BTreeMap<(PlaceId, PlaceId), Vec<Window>>,
    passages: BTreeMap<PassageId, Vec<Window>>,
}

/// A leg as one class drives it.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) from: PlaceId,
    pub(crate) to: PlaceId,
    pub(crate) leg: Leg,
    pub(crate) crossings: Vec<Crossing>,
}

/// A leg as it is driven once.
pub(crate) struct Ride {
    pub(crate) depart: Moment,
    pub(crate) arrive: Moment,
}

impl<'a> Roads<'a> {
    pub(crate) fn of(scenario: &'a Scenario, travel: &'a TravelTimes) -> Self {
        let mut roads = Self { scenario, travel, legs: BTreeMap::new(), passages: BTreeMap::new() };
        for closure in &scenario.closures {
            match closure.stretch {
                Stretch::Leg { from, to } => roads.legs.entry((from, to)).or_default().push(closure.window),
                Stretch::Passage(passage) => roads.passages.entry(passage).or_default().push(closure.window),
            }
        }
        roads
    }

    /// The way of a class between two places, if there is a road. A table that lacks the places has none.
    pub(crate) fn way(&self, class: ClassId, from: PlaceId, to: PlaceId) -> Option<Way> {
        if from.index().max(to.index()) >= self.travel.places() && from != to {
            return None;
        }
        let leg = self.travel.leg(self.scenario, class, from, to)?;
        let crossings = if from == to { Vec::new() } else { self.travel.crossings(self.scenario, class, from, to) };
        Some(Way { from, to, leg, crossings })
    }

    /// The closures of a leg.
    pub(crate) fn leg_closures(&self, from: PlaceId, to: PlaceId) -> &[Window] {
        self.legs.get(&(from, to)).map_or(&[], Vec::as_slice)
    }

    /// The closures of a passage.
    pub(crate) fn passage_closures(&self, passage: PassageId) -> &[Window] {
        self.passages.get(&passage).map_or(&[], Vec::as_slice)
    }

    /// The row of a passage; a crossing may name one that the scenario does not have, which is always open.
    pub(crate) fn passage(&self, passage: PassageId) -> Option<&'a Passage> {
        self.scenario.passages.get(passage.index())
    }

    /// The earliest moment from `reach` on at which `passage` may be entered: inside a window, not inside a closure.
    pub(crate) fn entry(&self, passage: PassageId, reach: Moment) -> Option<Moment> {
        let mut moment = reach;
        loop {
            let open = self.passage(passage).map_or(Some(moment), |row| service(&row.open, moment, Seconds::ZERO))?;
            let shut = self.passage_closures(passage).iter().find(|window| window.overlaps(open, open));
            match shut {
                Some(window) if window.is_endless() => return None,
                Some(window) => moment = window.until(),
                None => return Some(open),
            }
        }
    }

    /// How long `passage` holds a vehicle after it has entered.
    pub(crate) fn screening(&self, passage: PassageId, people_on_board: bool) -> Seconds {
        self.passage(passage).filter(|_| people_on_board).map_or(Seconds::ZERO, |row| row.screening.fixed)
    }

    /// How long the post of `passage` examines a vehicle with `people` on board.
    pub(crate) fn examination(&self, passage: PassageId, people: u64) -> Seconds {
        let people = People(u32::try_from(people).unwrap_or(u32::MAX));
        self.passage(passage).map_or(Seconds::ZERO, |row| row.screening.examination(people))
    }

    /// The earliest ride along `way` for a vehicle that is ready at `ready` and waits for nobody; `None` when something never opens
    /// again. Where it is held in front of a regulated passage, it sets off at the same moment and arrives later.
    ///
    /// Departure waits until nothing of the whole ride lies in a closure of the leg. Setting off later never arrives
    /// sooner, so that the first departure after a closure is the earliest.
    pub(crate) fn ride(&self, way: &Way, ready: Moment, people_on_board: bool) -> Option<Ride> {
        let mut depart = ready;
        loop {
            let ride = self.ride_at(way, depart, people_on_board)?;
            let shut = self.leg_closures(way.from, way.to).iter().find(|window| window.overlaps(depart, ride.arrive));
            match shut {
                Some(window) if window.is_endless() => return None,
                Some(window) => depart = window.until(),
                None => return Some(ride),
            }
        }
    }

    fn ride_at(&self, way: &Way, depart: Moment, people_on_board: bool) -> Option<Ride> {
        let (mut clock, mut driven) = (depart, Seconds::ZERO);
        for crossing in &way.crossings {
            let reach = clock + stretch(driven, crossing.offset);
            let enter = self.entry(crossing.passage, reach)?;
            let leave = enter + self.screening(crossing.passage, people_on_board);
            (clock, driven) = (leave, crossing.offset);
        }
        Some(Ride { depart, arrive: clock + stretch(driven, way.leg.seconds) })
    }
}

/// The time on the road between two offsets of one leg.
pub(crate) fn stretch(from: Seconds, to: Seconds) -> Seconds {
    Seconds(to.0.saturating_sub(from.0))
}

/// The earliest start from `from` on of something that takes `length` and must lie wholly inside one window.
pub(crate) fn service(open: &Opening, from: Moment, length: Seconds) -> Option<Moment> {
    if open.is_always() {
        return Some(from);
    }
    let starts = open.windows().iter().map(|window| (window, window.from().max(from)));
    starts.filter(|(window, start)| window.holds(*start, *start + length)).map(|(_, start)| start).next()
}

/// How long a vehicle of `class` occupies a berth: `fixed + ceil(Σ per_person × people × boarding / 1000)`.
pub(crate) fn length(time: &ServiceTime, class: &Class, people: &[u64]) -> Seconds {
    let each = time.per_person.iter().zip(people).map(|(seconds, people)| Seconds(seconds.0.saturating_mul(*people)));
    time.fixed + each.sum::<Seconds>().scaled_up(class.boarding)
}
