//! The convoys that people are told of. Whoever goes through a regulated passage alone is in a convoy of the plan too, and needs none on
//! paper.

use crate::Reader;
use crate::words::isolated;
use couloir_model::clock::Moment;
use couloir_model::id::{ConvoyId, VehicleId};
use couloir_model::plan::{Convoy, Parts};
use couloir_model::scenario::Scenario;
use couloir_model::travel::Heading;
use std::collections::BTreeMap;

/// The numbers of convoys, by their positions in the plan's list: those that people are told of, counted from 1 by the moment at
/// which they enter.
pub(crate) fn numbers(scenario: &Scenario, plan: &Parts) -> Vec<Option<u64>> {
    let told = |convoy: &Convoy| {
        let rule = scenario.passages.get(convoy.passage.index()).and_then(|passage| passage.convoy);
        let ruled = rule.is_some_and(|rule| rule.holds(convoy.heading == Heading::Outward));
        ruled || convoy.vehicles.len() > 1 || !convoy.escorts.is_empty()
    };
    let mut order: Vec<usize> = (0..plan.convoys.len()).filter(|index| told(&plan.convoys[*index])).collect();
    order.sort_by_key(|index| (plan.convoys[*index].enter, *index));
    let mut numbers = vec![None; plan.convoys.len()];
    for (number, index) in (1..).zip(order) {
        numbers[index] = Some(number);
    }
    numbers
}

/// The convoys that people are told of, by number.
pub(crate) fn told<'a>(reader: &Reader<'a>) -> Vec<(u64, &'a Convoy)> {
    let numbered = reader.view.convoy_numbers.iter().zip(&reader.input.plan.convoys);
    let mut told: Vec<_> = numbered.filter_map(|(number, convoy)| Some(((*number)?, convoy))).collect();
    told.sort_by_key(|(number, _)| *number);
    told
}

/// `08:40 convoy 3: 9 × truck, escort B`.
pub(crate) fn line(reader: &Reader, number: u64, convoy: &Convoy) -> String {
    let (vehicles, escort) = (vehicles(reader, convoy), escort(reader, convoy));
    let parts: Vec<String> = [Some(vehicles), escort].into_iter().flatten().collect();
    let (colon, comma) = (reader.words.colon(), reader.words.comma());
    format!("{} {}{colon}{}", reader.civil.at(convoy.enter), reader.words.convoy(number), parts.join(comma))
}

/// `9 × truck, 2 × bus`, in the order of the classes.
pub(crate) fn vehicles(reader: &Reader, convoy: &Convoy) -> String {
    let mut classes: BTreeMap<_, u64> = BTreeMap::new();
    for vehicle in &convoy.vehicles {
        *classes.entry(reader.input.scenario.vehicle(*vehicle).class).or_default() += 1;
    }
    let named = classes.into_iter().map(|(class, count)| {
        format!("{} × {}", reader.words.number(count), isolated(&reader.input.scenario.class(class).name))
    });
    named.collect::<Vec<_>>().join(reader.words.comma())
}

/// `escort B`, or `escorts A, B`.
pub(crate) fn escort(reader: &Reader, convoy: &Convoy) -> Option<String> {
    let names = convoy.escorts.iter().map(|escort| isolated(&reader.input.scenario.escort(*escort).name));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| reader.words.escorted(&names.join(reader.words.comma()), names.len() as u64))
}

/// `convoy 3, place 4 of 9, escort B`: what a driver has to know; `None` for somebody who goes alone.
pub(crate) fn of_driver(reader: &Reader, vehicle: VehicleId, id: ConvoyId) -> Option<String> {
    let number = reader.view.convoy_numbers.get(id.index()).copied().flatten()?;
    let convoy = reader.input.plan.convoys.get(id.index())?;
    let place = convoy.vehicles.iter().position(|one| *one == vehicle)? as u64 + 1;
    let mut parts = vec![reader.words.convoy(number)];
    if convoy.vehicles.len() > 1 {
        parts.push(reader.words.place_in_line(place, convoy.vehicles.len() as u64));
    }
    parts.extend(escort(reader, convoy));
    Some(parts.join(reader.words.comma()))
}

/// When a vehicle enters passages in a convoy that people are told of, with its number.
pub(crate) fn entries(reader: &Reader, vehicle: VehicleId) -> Vec<(Moment, u64)> {
    let movements = reader.view.movements.iter().filter(|movement| movement.vehicle == vehicle);
    let passings = movements.flat_map(|movement| movement.trip.visits()).flat_map(|visit| &visit.passings);
    let number = |id: ConvoyId| reader.view.convoy_numbers.get(id.index()).copied().flatten();
    passings.filter_map(|passing| Some((passing.enter, number(passing.convoy?)?))).collect()
}
