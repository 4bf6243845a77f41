//! A look at the whole: what can be read and yet can hardly be meant.

use crate::clock::{MOMENT_MAX, Moment, Window};
use crate::finding::{At, Finding};
use crate::format::operation::fault::{Fault, Findings, codes};
use crate::id::{NeedId, PlaceId, SiteId};
use crate::load::Load;
use crate::position::Position;
use crate::quantity::{Metres, People, Seconds};
use crate::scenario::{Scenario, Stretch};
use crate::travel::TravelTimes;
use std::collections::BTreeSet;

/// Says what is odd about an operation that could be read.
pub(super) fn look(scenario: &Scenario, travel: &TravelTimes, whole: &At, findings: &mut Findings) {
    let mut say = |fault: Fault| findings.warning(fault, whole.clone());
    nobody(scenario, &mut say);
    room(scenario, &mut say);
    seats(scenario, &mut say);
    roads(scenario, travel, &mut say);
    groups(scenario, &mut say);
    passages(scenario, travel, &mut say);
    positions(scenario, &mut say);
    speeds(scenario, travel, &mut say);
    if scenario.vehicles.is_empty() {
        let fault = Fault::new(codes::MISSING, "no row of `vehicles` has a count above 0", "add a vehicle");
        findings.push(Finding::error(fault.code, fault.message).help(fault.help).at(whole.clone()));
    }
}

/// The people planned for, by need.
fn planned(scenario: &Scenario) -> Load {
    let none = Load::none(scenario.needs.len());
    scenario.site_ids().fold(none, |sum, site| sum.plus(&scenario.planned(site)))
}

fn nobody(scenario: &Scenario, say: &mut impl FnMut(Fault)) {
    for site in scenario.site_ids().filter(|site| scenario.planned(*site).is_empty()) {
        let message = format!("nobody is counted at a site: `{}`", scenario.site(site).name);
        let help = "fill in `people`, or the table `arrivals`; Couloir never takes this to mean that nobody is there";
        say(Fault::new(codes::ODD, message, help));
    }
}

fn room(scenario: &Scenario, say: &mut impl FnMut(Fault)) {
    let people = planned(scenario);
    let room: People = scenario.shelters.iter().map(|shelter| shelter.capacity).sum();
    let help = "add shelters, or plan for the people whom they can take and look for room for the others";
    if room < people.total() {
        let missing = people.total().saturating_sub(room);
        let message = format!(
            "the shelters have room for {room} people, and {} are planned for: {missing} too few places",
            people.total()
        );
        say(Fault::new(codes::ROOM, message, help));
    }
    for need in scenario.need_ids() {
        let of_need = |shelter: &crate::scenario::Shelter| {
            shelter.capacity_by_need[need.index()].unwrap_or(shelter.capacity).min(shelter.capacity)
        };
        let limited = scenario.shelters.iter().any(|shelter| shelter.capacity_by_need[need.index()].is_some());
        let room: People = scenario.shelters.iter().map(of_need).sum();
        if limited && room < people[need] {
            let name = &scenario.need(need).name;
            let message = format!(
                "the shelters have room for {room} people of need `{name}`, and {} are planned for",
                people[need]
            );
            say(Fault::new(codes::ROOM, message, help));
        }
    }
}

fn seats(scenario: &Scenario, say: &mut impl FnMut(Fault)) {
    let people = planned(scenario);
    let used: BTreeSet<_> = scenario.vehicles.iter().map(|vehicle| vehicle.class).collect();
    let places = |need: NeedId| {
        let configurations = used.iter().flat_map(|class| &scenario.class(*class).configurations);
        configurations.map(|configuration| configuration.capacity[need]).max().unwrap_or_default()
    };
    for need in scenario.need_ids().filter(|need| people[*need] > People::ZERO && places(*need) == People::ZERO) {
        let message = format!(
            "no vehicle has a place for need `{}`, and people are planned for: {}",
            scenario.need(need).name,
            people[need]
        );
        say(Fault::new(codes::NO_SEATS, message, "add vehicles with such places, or a configuration that has them"));
    }
}

/// Sites that no vehicle reaches, or from which no shelter is reached.
fn roads(scenario: &Scenario, travel: &TravelTimes, say: &mut impl FnMut(Fault)) {
    let starts: BTreeSet<_> =
        scenario.vehicle_ids().map(|vehicle| (scenario.vehicle(vehicle).class, scenario.start_of(vehicle))).collect();
    let shelters: BTreeSet<PlaceId> = scenario.shelters.iter().map(|shelter| shelter.place).collect();
    let goes = |class, from, to| travel.leg(scenario, class, from, to).is_some();
    let shut = shut_for_good(scenario);
    let stays_open = |class, from: PlaceId, to: PlaceId| {
        goes(class, from, to)
            && !shut.contains(&Stretch::Leg { from, to })
            && travel
                .crossings(scenario, class, from, to)
                .iter()
                .all(|crossing| !shut.contains(&Stretch::Passage(crossing.passage)))
    };
    for site in &scenario.sites {
        let coming: Vec<_> = starts.iter().filter(|(class, start)| goes(*class, *start, site.place)).collect();
        let on = |class| shelters.iter().any(|shelter| goes(class, site.place, *shelter));
        let (message, help) = if coming.is_empty() {
            ("no road leads from any vehicle's start to a site", "list a way to it in `travel`")
        } else if !coming.iter().any(|(class, _)| on(*class)) {
            ("no road leads from a site to any shelter", "list a way from it to a shelter in `travel`")
        } else if !coming.iter().any(|(class, start)| stays_open(*class, *start, site.place)) {
            ("every way from the vehicles' starts to a site is closed without an end", REOPEN)
        } else if !coming
            .iter()
            .any(|(class, _)| shelters.iter().any(|shelter| stays_open(*class, site.place, *shelter)))
        {
            ("every way from a site to a shelter is closed without an end", REOPEN)
        } else {
            continue;
        };
        say(Fault::new(codes::CUT_OFF, format!("{message}: `{}`", site.name), help));
    }
    for (class, start) in &starts {
        if !scenario.sites.iter().any(|site| goes(*class, *start, site.place)) {
            let (class, start) = (&scenario.class(*class).name, &scenario.place(*start).name);
            let message = format!("vehicles of class `{class}` have no road to any site from: `{start}`");
            say(Fault::new(codes::CUT_OFF, message, "list a way from there in `travel`"));
        }
    }
}

/// What to do about closures that leave no way.
const REOPEN: &str = "fill in `closed_until` in `closures` if an end is known, or list a way round in `travel`; nobody is taken from there";

/// What is closed from the start on and, as far as anyone says, for ever.
fn shut_for_good(scenario: &Scenario) -> Vec<Stretch> {
    let for_good = |window: Window| window.from() == Moment::START && MOMENT_MAX <= window.until();
    scenario.closures.iter().filter(|closure| for_good(closure.window)).map(|closure| closure.stretch).collect()
}

fn groups(scenario: &Scenario, say: &mut impl FnMut(Fault)) {
    let mut by_site = vec![Load::none(scenario.needs.len()); scenario.sites.len()];
    for group in &scenario.groups {
        let site = &mut by_site[group.site.index()];
        *site = site.plus(&group.people);
        let fits = scenario.vehicle_ids().any(|vehicle| {
            scenario
                .class_of(vehicle)
                .configurations
                .iter()
                .any(|configuration| configuration.capacity.holds(&group.people))
        });
        if !fits {
            let message = format!("a group that no vehicle can hold: `{}`", group.token);
            say(Fault::new(codes::GROUP, message, "give it two tokens, so that it may travel in two vehicles"));
        }
    }
    for (index, grouped) in by_site.iter().enumerate() {
        let waiting = scenario.planned(SiteId::at(index));
        if waiting.checked_minus(grouped).is_none() {
            let message = format!(
                "the groups at a site are {} people, and {} are planned for: `{}`",
                grouped.total(),
                waiting.total(),
                scenario.sites[index].name,
            );
            say(Fault::new(
                codes::GROUP,
                message,
                "groups are among the people of their site: raise its count, need by need",
            ));
        }
    }
}

fn passages(scenario: &Scenario, travel: &TravelTimes, say: &mut impl FnMut(Fault)) {
    let mut used = BTreeSet::new();
    for (from, to) in travel.pairs_with_crossings() {
        for class in scenario.class_ids() {
            used.extend(travel.crossings(scenario, class, from, to).into_iter().map(|crossing| crossing.passage));
        }
    }
    for id in scenario.passage_ids() {
        let passage = scenario.passage(id);
        if !used.contains(&id) {
            let message = format!("no leg uses a passage: `{}`", passage.name);
            say(Fault::new(codes::UNUSED_PASSAGE, message, "list the legs that use it in `passage_legs`"));
        }
        let Some(rule) = passage.convoy else { continue };
        let teams = scenario.escorts.iter().filter(|team| team.passage == id).count();
        if teams < rule.escorts as usize {
            let message = format!(
                "convoys through `{}` need {} escort teams, and there are: {teams}",
                passage.name, rule.escorts
            );
            say(Fault::new(codes::ODD, message, "add teams to `escorts`; otherwise nobody passes"));
        }
        if scenario.vehicles.len() < rule.vehicles_min.get() as usize {
            let message = format!(
                "convoys through `{}` need {} vehicles, and the fleet has: {}",
                passage.name,
                rule.vehicles_min,
                scenario.vehicles.len(),
            );
            say(Fault::new(
                codes::ODD,
                message,
                "lower `convoy_vehicles_min`, or add vehicles; otherwise nobody passes",
            ));
        }
    }
    for closure in &scenario.closures {
        if let Stretch::Leg { from, to } = closure.stretch
            && from == to
        {
            let message = format!("a closure from a place to itself: `{}`", scenario.place(from).name);
            say(Fault::new(codes::ODD, message, "correct `from` or `to`"));
        }
    }
}

/// An operation is rarely larger than a country.
const FAR: Metres = Metres(3_000_000);

fn positions(scenario: &Scenario, say: &mut impl FnMut(Fault)) {
    let located: Vec<(&str, Position)> =
        scenario.places.iter().filter_map(|place| Some((place.name.as_str(), place.position?))).collect();
    let Some(middle) = middle(&located) else { return };
    for (name, position) in &located {
        if position.lat() == 0.0 && position.lon() == 0.0 {
            let message = format!("a place at latitude 0 and longitude 0, in the ocean: `{name}`");
            say(Fault::new(codes::COORDINATES, message, "fill in its position, or leave both cells empty"));
        } else if located.len() > 2 && position.great_circle(middle) > FAR {
            let message = format!("a place that is more than {FAR} from the middle of the others: `{name}`");
            say(Fault::new(codes::COORDINATES, message, "look for a slip in `lat` and `lon`, or for the two swapped"));
        }
    }
}

/// The point of median latitude and median longitude: one slip does not move it.
fn middle(located: &[(&str, Position)]) -> Option<Position> {
    let median = |degrees: fn(&Position) -> f64| {
        let mut all: Vec<f64> = located.iter().map(|(_, position)| degrees(position)).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Position::from_degrees(median(|position| position.lon())?, median(|position| position.lat())?).ok()
}

/// The fastest that a road vehicle, boat or helicopter on these errands goes, in metres an hour.
const FASTEST: u64 = 300_000;

fn speeds(scenario: &Scenario, travel: &TravelTimes, say: &mut impl FnMut(Fault)) {
    let Some(class) = scenario.class_ids().next() else { return };
    let mut count = 0;
    let mut first = None;
    // A wrong unit shows in any part of the table; all pairs of a large one would take seconds.
    for from in scenario.place_ids().take(300) {
        for to in scenario.place_ids().take(300).filter(|to| *to != from) {
            let Some(leg) = travel.leg(scenario, class, from, to) else { continue };
            let ends = (scenario.place(from).position, scenario.place(to).position);
            let air = if let (Some(from), Some(to)) = ends { from.great_circle(to) } else { Metres(0) };
            let metres = leg.metres.max(air);
            if metres.0 * 3600 > FASTEST * leg.seconds.0 && metres.0 > 1_000 {
                count += 1;
                first = first.or(Some((from, to, leg.seconds, metres)));
            }
        }
    }
    if let Some((from, to, seconds, metres)) = first {
        let message = format!(
            "{} from `{}` to `{}` in {}: faster than any convoy; such legs: {count}",
            metres,
            scenario.place(from).name,
            scenario.place(to).name,
            shown(seconds),
        );
        say(Fault::new(codes::ODD, message, "look at the units: minutes and hours, kilometres and metres"));
    }
}

fn shown(seconds: Seconds) -> String {
    if seconds == Seconds::ZERO { "no time".to_owned() } else { seconds.to_string() }
}
