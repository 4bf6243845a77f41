//! English.

mod labels;

use super::{Binds, Labels, LastArrival, Thing, Words};
use couloir_model::plan::Reason;
use couloir_model::quantity::{People, Seconds};

pub(super) struct English;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Words for English {
    fn labels(&self) -> &'static Labels {
        &labels::LABELS
    }

    fn code(&self) -> &'static str {
        "en"
    }

    fn number(&self, number: u64) -> String {
        super::grouped(number, ',')
    }

    fn percent(&self, permille: u64) -> String {
        format!("{}.{} %", self.number(permille / 10), permille % 10)
    }

    fn count(&self, number: u64, thing: Thing) -> String {
        let (one, many) = match thing {
            Thing::Person => ("person", "people"),
            Thing::Vehicle => ("vehicle", "vehicles"),
            Thing::Trip => ("trip", "trips"),
            Thing::Berth => ("berth", "berths"),
            Thing::Violation => ("rule broken", "rules broken"),
        };
        format!("{} {}", self.number(number), if number == 1 { one } else { many })
    }

    fn duration(&self, duration: Seconds) -> String {
        super::international_duration(duration, |hours| self.number(hours))
    }

    fn day(&self, day: i8, month: i8, year: Option<i16>) -> String {
        super::with_year(format!("{day} {}", super::month(&MONTHS, month)), year)
    }

    fn date(&self, weekday: i8, day: i8, month: i8, year: i16) -> String {
        format!("{} {}", super::weekday(&WEEKDAYS, weekday), self.day(day, month, Some(year)))
    }

    fn part_of(&self, part: u64, whole: u64) -> String {
        format!("{} of {}", self.number(part), self.number(whole))
    }

    fn range(&self, low: u64, high: u64) -> String {
        format!("{} to {}", self.number(low), self.number(high))
    }

    fn need<'a>(&self, name: &'a str) -> &'a str {
        name
    }

    fn reason(&self, reason: Reason, name: Option<&str>) -> String {
        match reason {
            Reason::NoSeats { .. } => {
                format!("no vehicle has a place of their kind: {}", self.need(name.unwrap_or_default()))
            }
            Reason::NoRoom => "no shelter within reach has room for them".to_owned(),
            Reason::NoRoad => "no vehicle that could take them has a road there and on to a shelter".to_owned(),
            Reason::NoTime => "opening hours, driving time or range stood in the way of every vehicle: look at these, or give the search more time".to_owned(),
            Reason::Deadline => "they could not be out by the deadline".to_owned(),
            Reason::Stranded { .. } => {
                format!("they are on board of a vehicle that can reach no shelter with room for them: {}", name.unwrap_or_default())
            }
            Reason::NotFound => "nothing forbids it, but the search found no way: give it more time".to_owned(),
        }
    }

    fn binds(&self, binds: &Binds) -> String {
        match binds {
            Binds::Vehicles => "the lower bound rests on the fleet: its vehicles and how many each takes".to_owned(),
            Binds::Seats(need) => format!("the lower bound rests on the places of one kind in the fleet: {need}"),
            Binds::Road(site) => format!("the lower bound rests on the road to and from one site: {site}"),
            Binds::SiteBerths(site) => format!("the lower bound rests on the berths of one site: {site}"),
            Binds::ShelterBerths(Some(shelter)) => {
                format!("the lower bound rests on the berths of one shelter: {shelter}")
            }
            Binds::ShelterBerths(None) => "the lower bound rests on the berths of all shelters together".to_owned(),
            Binds::Reception(shelter) => {
                format!("the lower bound rests on the reception rate of one shelter: {shelter}")
            }
            Binds::Room => "the lower bound rests on the room in the near shelters".to_owned(),
            Binds::SiteWindow(site) => {
                format!("the lower bound rests on when one site is open or its people come: {site}")
            }
            Binds::ShelterWindow(shelter) => {
                format!("the lower bound rests on the opening hours of one shelter: {shelter}")
            }
            Binds::Passage(passage) => format!("the lower bound rests on one passage: {passage}"),
            Binds::Nothing => "nobody is counted: that does not mean that nobody is there".to_owned(),
        }
    }

    fn out_by(&self, moved: People, planned: People, when: &str) -> String {
        match (moved, planned) {
            (People::ZERO, _) => "The plan moves nobody".to_owned(),
            (moved, planned) if moved == planned => format!("Everybody planned for is at a shelter by {when}"),
            (moved, planned) => {
                format!("{} people are at a shelter by {when}", self.part_of(moved.0.into(), planned.0.into()))
            }
        }
    }

    fn after_start(&self, duration: &str, start: &str) -> String {
        format!("{duration} after the start ({start})")
    }

    fn deadline(&self, deadline: &str, not_out: u64, last: Option<LastArrival>) -> String {
        let last = last.map(|last| match last {
            LastArrival::Before(by) => format!("the last arrival is {by} before it"),
            LastArrival::After(by) => format!("THE LAST ARRIVAL IS {by} AFTER IT"),
        });
        let not_out = (not_out > 0).then(|| format!("NOT OUT BY THEN: {}", self.count(not_out, Thing::Person)));
        let said: Vec<_> = not_out.into_iter().chain(last).collect();
        format!("{deadline}: {}", said.join("; "))
    }

    fn planned_for(&self, planned: &str, end: &str, range: &str) -> String {
        format!("planned for {planned}: {end}, {range}")
    }

    fn trips_by(&self, trips: u64, used: u64, fleet: u64) -> String {
        let (trips, fleet_said) = (self.count(trips, Thing::Trip), self.count(fleet, Thing::Vehicle));
        if used == fleet {
            format!("{trips} by {fleet_said}")
        } else {
            format!("{trips} by {} of {fleet_said}", self.number(used))
        }
    }

    fn on_board(&self, duration: &str, vehicle: &str, trip: u64) -> String {
        format!("{duration}: {vehicle}, trip {}", self.number(trip))
    }

    fn bound(&self, when: &str, gap: Option<u64>) -> String {
        match gap {
            Some(0) => format!("{when}: no plan can be sooner, so that this one is proven the soonest"),
            Some(gap) => format!("{when}: no plan can be sooner; this one is {} above it", self.percent(gap)),
            None => format!("{when}: no plan can be sooner"),
        }
    }

    fn table_times(&self, listed: u64, filled: u64) -> String {
        match filled {
            0 => format!("from the operation’s table: {} pairs", self.number(listed)),
            _ => format!(
                "from the operation’s table: {} pairs; {} more by way of these",
                self.number(listed),
                self.number(filled)
            ),
        }
    }

    fn road_times(&self, network: &str, extract: &str) -> String {
        format!("by road, from {network}, extract of {extract} (© OpenStreetMap contributors)")
    }

    fn great_circle_times(&self, detour: &str, km_per_hour: &str) -> String {
        format!(
            "NOBODY MEASURED THEM: great circle × {detour} at {km_per_hour} km/h. Give a table before you rely on this"
        )
    }

    fn valid(&self, by: &str) -> String {
        format!("valid: every rule checked by {by}")
    }

    fn not_valid(&self, violations: u64, by: &str) -> String {
        format!("NOT VALID: {}, says {by}. Do not carry it out", self.count(violations, Thing::Violation))
    }

    fn last_in(&self, vehicle: &str, shelter: &str, when: &str) -> String {
        format!("last in: {vehicle} at {shelter}, {when}")
    }

    fn berths_busy(&self, place: &str, berths: u64, permille: u64) -> String {
        format!(
            "{place}: {} busy {} of the time from first to last vehicle",
            self.count(berths, Thing::Berth),
            self.percent(permille)
        )
    }

    fn filled(&self, shelter: &str, people: u64, capacity: u64, permille: u64) -> String {
        format!("{shelter}: {} places taken, {}", self.part_of(people, capacity), self.percent(permille))
    }

    fn longest_queue(&self, vehicle: &str, place: &str, duration: &str, when: &str) -> String {
        format!("longest queue: {vehicle} waits {duration} at {place}, from {when}")
    }

    fn excerpt(&self, shown: u64, trips: u64, folder: Option<&str>) -> String {
        let all = match folder {
            Some(folder) => format!("all of them, and every sheet, are in: {folder}"),
            None => "all of them are in the timetable that goes with the plan".to_owned(),
        };
        format!("{} trips are shown; {all}", self.part_of(shown, trips))
    }

    fn and_more(&self, number: u64) -> String {
        format!("and {} more", self.number(number))
    }

    fn rows_shown(&self, shown: u64, vehicles: u64) -> String {
        format!("shown: the {} vehicles that finish last", self.part_of(shown, vehicles))
    }

    fn gantt_description(&self, vehicles: &str, from: &str, until: &str) -> String {
        format!(
            "One row a vehicle ({vehicles}), from {from} to {until}: when it drives, loads, unloads, queues and waits. The \
             same in numbers: timetable.csv."
        )
    }

    fn curve_description(&self, moved: &str, first: &str, last: &str) -> String {
        format!(
            "A rising step line: {moved} reach a shelter, the first by {first}, the last by {last}. The same in numbers: \
             people-out.csv."
        )
    }

    fn unknown_zone(&self, name: &str) -> String {
        format!("TIMES ARE IN UTC: no such time zone is known: {name}")
    }

    fn convoy(&self, number: u64) -> String {
        format!("convoy {}", self.number(number))
    }

    fn escorted(&self, names: &str, count: u64) -> String {
        let escort = if count == 1 { "escort" } else { "escorts" };
        format!("{escort} {names}")
    }

    fn place_in_line(&self, place: u64, of: u64) -> String {
        format!("place {} of {}", self.number(place), self.number(of))
    }

    fn computed(&self, program: &str, seed: u64, iterations: u64, workers: u64) -> String {
        format!(
            "Computed by {program}: seed {seed}, {} iterations, {} searches side by side.",
            self.number(iterations),
            self.number(workers)
        )
    }

    fn places_left_out(&self, names: &str) -> String {
        format!("Not on the map, since nobody said where they are: {names}")
    }
}
