//! What the plan achieves, as entries that the terminal and the overview page show alike.

use crate::Reader;
use crate::binds;
use crate::words::{LastArrival, isolated};
use couloir_model::clock::Moment;
use couloir_model::interval::PlanFor;
use couloir_model::plan::{NotMoved, Reason};
use couloir_model::quantity::{People, Permille, Seconds};
use couloir_model::travel::Source;

/// A name, what there is to say, and whether it must not be overlooked.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) loud: bool,
}

/// Reasons for not moving people that are told one by one; the overview page has a table of all.
const NOT_MOVED_TOLD_MAX: usize = 8;

/// A longer time on board is said loudly: four hours without a stop are hard on children, the old and the sick. Our own choice.
const ON_BOARD_CALM_MAX: Seconds = Seconds(4 * 3600);

/// Violations that are told one by one; the judge's own report has them all.
const VIOLATIONS_TOLD_MAX: usize = 5;

pub(crate) fn headline(reader: &Reader) -> Vec<Entry> {
    let labels = reader.labels();
    let plan = reader.input.plan;
    let mut entries = vec![calm(labels.out_by, out_by(reader))];
    entries.extend(deadline(reader));
    entries.push(calm(labels.people, people(reader)));
    let told =
        plan.not_moved.iter().take(NOT_MOVED_TOLD_MAX).map(|left| calm(labels.not_moved, not_moved(reader, left)));
    entries.extend(told);
    if let Some(more) = plan.not_moved.len().checked_sub(NOT_MOVED_TOLD_MAX).filter(|more| *more > 0) {
        entries.push(calm(labels.not_moved, reader.words.and_more(more as u64)));
    }
    entries.push(calm(labels.trips, trips(reader)));
    entries.push(calm(labels.driving, reader.words.duration(plan.driving)));
    entries.push(calm(labels.queueing, reader.words.duration(reader.view.queueing())));
    if reader.view.held() > Seconds::ZERO {
        entries.push(calm(labels.held, reader.words.duration(reader.view.held())));
    }
    if reader.view.screening() > Seconds::ZERO {
        entries.push(calm(labels.screening, reader.words.duration(reader.view.screening())));
    }
    entries.extend(on_board(reader));
    entries.push(calm(labels.lower_bound, reader.bound().unwrap_or_else(|| labels.no_bound.to_owned())));
    let measured = !matches!(reader.input.travel.source(), Source::GreatCircle { .. });
    entries.push(Entry { name: labels.travel_times, text: travel_times(reader), loud: !measured });
    if let Some(zone) = &reader.civil.unknown_zone {
        entries.push(Entry { name: labels.times_in, text: reader.words.unknown_zone(zone), loud: true });
    } else {
        entries.push(calm(labels.times_in, reader.civil.zone_name.clone()));
    }
    entries.extend(verdict(reader));
    entries
}

/// When the last person is at a shelter, as civil time and as a duration.
pub(crate) fn out_by(reader: &Reader) -> String {
    let plan = reader.input.plan;
    if plan.moved() == People::ZERO {
        return reader.labels().moves_nobody.to_owned();
    }
    let duration = reader.words.duration(Seconds(plan.clearance.0));
    let after = reader.words.after_start(&duration, &reader.civil.full(Moment::START));
    format!("{}{}{after}", reader.civil.at(plan.clearance), reader.words.comma())
}

/// The people whom the plan moves, of those that it provides for, and where that number comes from.
pub(crate) fn people(reader: &Reader) -> String {
    let words = reader.words;
    let waiting = reader.input.scenario.waiting();
    let moved = words.part_of(reader.input.plan.moved().0.into(), planned(reader).0.into());
    if waiting.is_exact() {
        return moved;
    }
    let source = |outlook| format!("; {}", crate::outlook::source(outlook, reader.language));
    let source = reader.input.people_from.map(source).unwrap_or_default();
    let range = words.range(waiting.low().0.into(), waiting.high().0.into());
    let said = words.planned_for(&words.number(planned(reader).0.into()), plan_for(reader), &range);
    format!("{moved} ({said}{source})")
}

/// Everybody whom the plan provides for.
pub(crate) fn planned(reader: &Reader) -> People {
    reader.input.plan.planned.iter().map(couloir_model::load::Load::total).sum()
}

/// Who is not moved from where and why.
pub(crate) fn not_moved(reader: &Reader, left: &NotMoved) -> String {
    let site = isolated(&reader.input.scenario.site(left.site).name);
    format!("{site}{}{} — {}", reader.words.colon(), loads(reader, left.people.counts()), reason(reader, left.reason))
}

pub(crate) fn reason(reader: &Reader, reason: Reason) -> String {
    let name = match reason {
        Reason::NoSeats { need } => Some(reader.input.scenario.need(need).name.as_str()),
        Reason::Stranded { vehicle } => Some(reader.input.scenario.vehicle(vehicle).name.as_str()),
        _ => None,
    };
    reader.words.reason(reason, name)
}

/// `42 seated, 4 wheelchair`: who is there, by need.
pub(crate) fn loads(reader: &Reader, counts: &[People]) -> String {
    let needs = reader.input.scenario.needs.iter().zip(counts).filter(|(_, count)| **count > People::ZERO);
    let parts: Vec<_> = needs.map(|(need, count)| reader.words.of_need(count.0.into(), &need.name)).collect();
    if parts.is_empty() { reader.words.number(0) } else { parts.join(reader.words.comma()) }
}

/// Where the travel times come from.
pub(crate) fn travel_times(reader: &Reader) -> String {
    match reader.input.travel.source() {
        Source::Table { listed, filled } => reader.words.table_times((*listed).into(), (*filled).into()),
        Source::Roads { network, extract } => reader.words.road_times(&isolated(network), &isolated(extract)),
        Source::GreatCircle { detour: Permille(detour), metres_per_hour } => {
            reader.words.great_circle_times(&decimal(*detour), &decimal(*metres_per_hour))
        }
    }
}

/// The full share of a shelter's places that are taken; nothing for one without places.
pub(crate) fn full(reader: &Reader, people: People, capacity: People) -> String {
    binds::filled(people, capacity).map(|permille| reader.words.percent(permille)).unwrap_or_default()
}

fn plan_for(reader: &Reader) -> &'static str {
    let labels = reader.labels();
    match reader.input.scenario.plan_for {
        PlanFor::Low => labels.plan_for_low,
        PlanFor::Best => labels.plan_for_best,
        PlanFor::UpperQuartile => labels.plan_for_upper_quartile,
        PlanFor::High => labels.plan_for_high,
    }
}

fn trips(reader: &Reader) -> String {
    let plan = reader.input.plan;
    let (used, fleet) = (plan.routes.len() as u64, reader.input.scenario.vehicles.len() as u64);
    reader.words.trips_by(reader.view.movements.len() as u64, used, fleet)
}

/// The longest time on board, with whom.
fn on_board(reader: &Reader) -> Option<Entry> {
    let longest = reader.view.longest_on_board()?;
    let time = longest.on_board();
    let vehicle = isolated(&reader.input.scenario.vehicle(longest.vehicle).name);
    let text = reader.words.on_board(&reader.words.duration(time), &vehicle, longest.number as u64);
    Some(Entry { name: reader.labels().on_board, text, loud: time > ON_BOARD_CALM_MAX })
}

fn deadline(reader: &Reader) -> Option<Entry> {
    let (deadline, clearance) = (reader.input.scenario.deadline?, reader.input.plan.clearance);
    let early = clearance <= deadline;
    let by = if early { deadline.since(clearance) } else { clearance.since(deadline) };
    let by = reader.words.duration(by);
    let last = if early { LastArrival::Before(&by) } else { LastArrival::After(&by) };
    let last = (reader.input.plan.moved() > People::ZERO).then_some(last);
    let not_out = not_out_by(reader, deadline);
    let text = reader.words.deadline(&reader.civil.at(deadline), not_out.0.into(), last);
    Some(Entry { name: reader.labels().deadline, text, loud: !early || not_out > People::ZERO })
}

/// Everybody whom the plan provides for and who is not at a shelter by `deadline`: not moved, or unloaded after it.
fn not_out_by(reader: &Reader, deadline: Moment) -> People {
    let late = reader.view.movements.iter().filter(|movement| movement.trip.unloading.visit.end > deadline);
    reader.input.plan.left() + late.map(|movement| movement.trip.people()).sum()
}

fn verdict(reader: &Reader) -> Vec<Entry> {
    let name = reader.labels().verdict;
    let Some(judged) = reader.input.judged else {
        return vec![Entry { name, text: reader.labels().not_judged.to_owned(), loud: true }];
    };
    if judged.valid {
        return vec![calm(name, reader.words.valid(&judged.by))];
    }
    let text = reader.words.not_valid(judged.violations.len() as u64, &judged.by);
    let told = judged.violations.iter().take(VIOLATIONS_TOLD_MAX).map(|violation| calm(name, violation.clone()));
    [Entry { name, text, loud: true }].into_iter().chain(told).collect()
}

fn calm(name: &'static str, text: String) -> Entry {
    Entry { name, text, loud: false }
}

/// Thousandths as a decimal number without zeros at its end: 1400 is `1.4`.
fn decimal(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
