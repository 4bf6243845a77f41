//! What was understood, in words: so that a person can see at once whether it is what they meant.

use super::build::Operation;
use super::moment::{Clock, Said, zone};
use crate::clock::{Moment, Opening};
use crate::id::{ClassId, DepotId, PlaceId, SiteId};
use crate::interval::{Interval, PlanFor};
use crate::load::Load;
use crate::quantity::{Metres, People, Permille, Seconds, grouped};
use crate::scenario::{Class, ConvoyWho, Direction, Scenario, Stretch};
use crate::travel::{Source, TravelTimes};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The most rows of one table that are spelt out.
const ROWS_MAX: usize = 15;

/// The operation in words, a paragraph a table.
#[must_use]
pub fn describe(operation: &Operation) -> String {
    let words = Words::new(&operation.scenario, &operation.travel);
    let mut text = String::new();
    let paragraphs = [
        words.head(),
        words.sites(),
        words.shelters(),
        words.fleet(),
        words.travel(),
        words.passages(),
        words.closures(),
        words.groups(),
    ];
    for paragraph in paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty()) {
        let _ = writeln!(text, "{}", paragraph.trim_end());
    }
    text
}

/// All sentences, in English. Another language is another implementation of these functions.
struct Words<'a> {
    scenario: &'a Scenario,
    travel: &'a TravelTimes,
    clock: Option<Clock>,
}

impl<'a> Words<'a> {
    fn new(scenario: &'a Scenario, travel: &'a TravelTimes) -> Self {
        let zone = zone(&scenario.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let clock = Clock::new(zone, Said::Absolute(scenario.start.0)).map(|(clock, _)| clock);
        Self { scenario, travel, clock }
    }

    fn head(&self) -> String {
        let scenario = self.scenario;
        let deadline = scenario
            .deadline
            .map_or_else(String::new, |deadline| format!(", everybody out by {}", self.moment(deadline)));
        format!(
            "{}\n  starts {} ({}){deadline}; plans provide for {} of each count",
            scenario.name,
            self.moment(Moment::START),
            scenario.time_zone,
            match scenario.plan_for {
                PlanFor::Low => "the lowest end",
                PlanFor::Best => "the best estimate",
                PlanFor::UpperQuartile => "the upper quartile",
                PlanFor::High => "the highest end",
            },
        )
    }

    fn sites(&self) -> String {
        let scenario = self.scenario;
        let all = scenario.waiting();
        let planned: Load =
            scenario.site_ids().fold(Load::none(scenario.needs.len()), |sum, site| sum.plus(&scenario.planned(site)));
        let mut text =
            format!("{}, {}", count(scenario.sites.len(), "site", "sites"), self.people(all, planned.total()));
        if scenario.needs.len() > 1 && planned.total() > People::ZERO {
            let _ = write!(text, "; planned for: {}", self.load(&planned));
        }
        text.push('\n');
        for site in scenario.site_ids().take(ROWS_MAX) {
            let _ = writeln!(text, "  {}", self.site(site));
        }
        more(&mut text, scenario.sites.len());
        text
    }

    fn site(&self, id: SiteId) -> String {
        let site = self.scenario.site(id);
        let all: Interval = site.waiting.iter().flat_map(|arrival| &arrival.people).copied().sum();
        let planned = self.scenario.planned(id);
        let mut text = format!("{}: {}", site.name, self.people(all, planned.total()));
        if let [.., last] = &site.waiting[..]
            && last.from > Moment::START
        {
            let _ = write!(text, ", the last of them from {}", self.moment(last.from));
        }
        if let Some(berths) = site.berths {
            let _ = write!(text, ", {}", count(berths.get() as usize, "berth", "berths"));
        }
        if site.priority.0 > 1 {
            let _ = write!(text, ", priority {}", site.priority.0);
        }
        self.open(&mut text, &site.open);
        text
    }

    fn shelters(&self) -> String {
        let scenario = self.scenario;
        let room: People = scenario.shelters.iter().map(|shelter| shelter.capacity).sum();
        let mut text = format!("{} with room for {room}\n", count(scenario.shelters.len(), "shelter", "shelters"));
        for shelter in scenario.shelters.iter().take(ROWS_MAX) {
            let _ = write!(text, "  {}: room for {}", shelter.name, shelter.capacity);
            for (need, room) in scenario.needs.iter().zip(&shelter.capacity_by_need) {
                match room {
                    None => {}
                    Some(People(0)) => {
                        let _ = write!(text, ", no {}", need.name);
                    }
                    Some(room) => {
                        let _ = write!(text, ", at most {room} {}", need.name);
                    }
                }
            }
            if let Some(berths) = shelter.berths {
                let _ = write!(text, ", {}", count(berths.get() as usize, "berth", "berths"));
            }
            if let Some(rate) = shelter.reception_per_hour {
                let _ = write!(text, ", takes in {rate} an hour");
            }
            self.open(&mut text, &shelter.open);
            text.push('\n');
        }
        more(&mut text, scenario.shelters.len());
        text
    }

    fn fleet(&self) -> String {
        let scenario = self.scenario;
        let mut by_start: BTreeMap<(ClassId, DepotId, Moment), usize> = BTreeMap::new();
        let mut places = Load::none(scenario.needs.len());
        for vehicle in &scenario.vehicles {
            *by_start.entry((vehicle.class, vehicle.depot, vehicle.available_from)).or_default() += 1;
            let largest = scenario.class(vehicle.class).configurations.first();
            places = largest.map_or(places.clone(), |first| places.plus(&Load::of(first.capacity.places().to_vec())));
        }
        let mut text =
            format!("{} with {}\n", count(scenario.vehicles.len(), "vehicle", "vehicles"), self.places(&places));
        for ((class, depot, from), number) in by_start.iter().take(ROWS_MAX) {
            let from =
                if *from == Moment::START { String::new() } else { format!(", available from {}", self.moment(*from)) };
            let class = self.class(scenario.class(*class));
            let _ = writeln!(text, "  {number} × {class}, at {}{from}", scenario.depot(*depot).name);
        }
        more(&mut text, by_start.len());
        text
    }

    fn class(&self, class: &Class) -> String {
        let ways: Vec<String> =
            class.configurations.iter().map(|way| self.places(&Load::of(way.capacity.places().to_vec()))).collect();
        let mut text = format!("{} ({})", class.name, ways.join(", or "));
        if class.configurations.len() > 1 && class.reconfiguration > Seconds::ZERO {
            let _ = write!(text, ", {} to change over", class.reconfiguration);
        }
        if class.travel != Permille::ONE {
            let _ = write!(text, ", travel times × {}", f64::from(class.travel.0) / 1000.0);
        }
        if class.boarding != Permille::ONE {
            let _ = write!(text, ", boarding times × {}", f64::from(class.boarding.0) / 1000.0);
        }
        if let Some(hours) = class.driving_max {
            let _ = write!(text, ", at most {hours} of driving");
        }
        if let Some(range) = class.range {
            let _ = write!(text, ", range {range}");
        }
        text
    }

    fn travel(&self) -> String {
        let scenario = self.scenario;
        let mut text = match self.travel.source() {
            Source::Table { listed, filled } => format!(
                "travel times: from your table, {} pairs given and {} more by the shortest ways through them",
                grouped((*listed).into()),
                grouped((*filled).into()),
            ),
            Source::Roads { network, extract } => {
                format!("travel times: by road, from {network}, extract of {extract} (© OpenStreetMap contributors)")
            }
            Source::GreatCircle { detour, metres_per_hour } => format!(
                "travel times: NOT MEASURED: great circle × {} at {} km/h",
                f64::from(detour.0) / 1000.0,
                f64::from(*metres_per_hour) / 1000.0,
            ),
        };
        let ends: Vec<PlaceId> = scenario.shelters.iter().map(|shelter| shelter.place).collect();
        let classes: BTreeSet<ClassId> = scenario.vehicles.iter().map(|vehicle| vehicle.class).collect();
        for site in scenario.sites.iter().take(ROWS_MAX) {
            let ways =
                ends.iter().enumerate().flat_map(|(index, to)| classes.iter().map(move |class| (index, *to, *class)));
            let legs =
                ways.filter_map(|(index, to, class)| Some((self.travel.leg(scenario, class, site.place, to)?, index)));
            let Some((leg, index)) = legs.min_by_key(|(leg, index)| (leg.seconds, *index)) else {
                let _ = write!(text, "\n  {}: NO ROAD to any shelter", site.name);
                continue;
            };
            let length = if leg.metres == Metres(0) { String::new() } else { format!(", {}", leg.metres) };
            let shelter = &scenario.shelters[index].name;
            let _ = write!(text, "\n  {} to the nearest shelter, {shelter}: {}{length}", site.name, leg.seconds);
        }
        text.push('\n');
        more(&mut text, scenario.sites.len());
        text
    }

    fn passages(&self) -> String {
        let scenario = self.scenario;
        let mut text = String::new();
        for id in scenario.passage_ids() {
            let passage = scenario.passage(id);
            let _ = write!(text, "passage {}", passage.name);
            if let Direction::OneWayAtATime { crossing } = passage.direction {
                let _ = write!(text, ", one way at a time, {crossing} to cross");
            }
            if passage.screening.fixed > Seconds::ZERO {
                let _ = write!(text, ", screening {} a vehicle", passage.screening.fixed);
            }
            if let Some(rate) = passage.screening.people_per_hour {
                let _ = write!(text, ", screening of {rate} people an hour");
            }
            if passage.headway > Seconds::ZERO {
                let _ = write!(text, ", headway {}", passage.headway);
            }
            if let Some(rule) = passage.convoy {
                let most = rule.vehicles_max.map_or_else(|| " or more".to_owned(), |most| format!(" to {most}"));
                let teams = scenario.escorts.iter().filter(|team| team.passage == id).count();
                let _ = write!(
                    text,
                    ", convoys of {}{most} {}vehicles with {} of {teams} escort teams",
                    rule.vehicles_min,
                    if rule.who == ConvoyWho::Laden { "laden " } else { "" },
                    rule.escorts
                );
            }
            self.open(&mut text, &passage.open);
            let used = self.travel.pairs_with_crossings().filter(|(from, to)| {
                scenario.class_ids().any(|class| {
                    self.travel.crossings(scenario, class, *from, *to).iter().any(|crossing| crossing.passage == id)
                })
            });
            let _ = writeln!(text, ", on the way between {} pairs of places", used.count());
        }
        text
    }

    fn closures(&self) -> String {
        let mut text = String::new();
        for closure in self.scenario.closures.iter().take(ROWS_MAX) {
            let what = match closure.stretch {
                Stretch::Passage(passage) => self.scenario.passage(passage).name.clone(),
                Stretch::Leg { from, to } => {
                    format!("{} to {}", self.scenario.place(from).name, self.scenario.place(to).name)
                }
            };
            let until = closure.window.until();
            let until = if until == crate::clock::MOMENT_MAX {
                "until further notice".to_owned()
            } else {
                format!("until {}", self.moment(until))
            };
            let _ = writeln!(
                text,
                "closed: {what}, from {} {until}, says {}",
                self.moment(closure.window.from()),
                closure.said_by
            );
        }
        more(&mut text, self.scenario.closures.len());
        text
    }

    fn groups(&self) -> String {
        let people: People = self.scenario.groups.iter().map(|group| group.people.total()).sum();
        match self.scenario.groups.len() {
            0 => String::new(),
            number => format!("{} of {people} people who board together", count(number, "group", "groups")),
        }
    }

    /// `2,140 people (1,800–2,600; planned for 2,310)`.
    fn people(&self, all: Interval, planned: People) -> String {
        if all.is_exact() {
            return format!("{} people", all.best());
        }
        format!("{} people ({}–{}; planned for {planned})", all.best(), all.low(), all.high())
    }

    /// `1,200 seated, 8 wheelchair`.
    fn load(&self, load: &Load) -> String {
        let parts = self.scenario.needs.iter().zip(load.counts()).filter(|(_, people)| **people > People::ZERO);
        parts.map(|(need, people)| format!("{people} {}", need.name)).collect::<Vec<_>>().join(", ")
    }

    /// `540 seats and 8 wheelchair places`.
    fn places(&self, load: &Load) -> String {
        let words = |(index, (need, places)): (usize, (&crate::scenario::Need, &People))| {
            (*places > People::ZERO).then(|| match index {
                0 if *places == People(1) => format!("{places} seat"),
                0 => format!("{places} seats"),
                _ if *places == People(1) => format!("{places} {} place", need.name),
                _ => format!("{places} {} places", need.name),
            })
        };
        let parts: Vec<String> = self.scenario.needs.iter().zip(load.counts()).enumerate().filter_map(words).collect();
        super::column::listed_plain(&parts, "and")
    }

    fn moment(&self, moment: Moment) -> String {
        super::build::civil(self.clock.as_ref(), moment)
    }

    /// Nothing where it is always open.
    fn open(&self, text: &mut String, open: &Opening) {
        if let (Some(clock), false) = (&self.clock, open.windows().is_empty()) {
            let _ = write!(text, ", open {}", super::hours::said(open, clock));
        }
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number as u128), if number == 1 { one } else { many })
}

fn more(text: &mut String, rows: usize) {
    if rows > ROWS_MAX {
        let _ = writeln!(text, "  … and {} more", rows - ROWS_MAX);
    }
}
