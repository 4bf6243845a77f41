//! What a new plan changes, as a dispatcher reads it out: by vehicle and time, in plain sentences; and the trade-off between
//! few changes and a soon clearance.

mod words;

use crate::chart::{Axis, Line, Measured, Panel, measured};
use crate::civil::Civil;
use crate::words::{self as texts, Words, without_isolates};
use couloir_model::clock::Moment;
use couloir_model::diff::{Change, Kind, Movement};
use couloir_model::load::Load;
use couloir_model::plan::Plan;
use couloir_model::quantity::{People, Seconds};
use couloir_model::scenario::{Language, Scenario};
use words::Phrases;

/// What is read out.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// The operation.
    pub scenario: &'a Scenario,
    /// The plan that was carried out.
    pub before: &'a Plan,
    /// The plan that takes its place.
    pub after: &'a Plan,
    /// What it changes, by vehicle.
    pub changes: &'a [Change],
    /// The moment from which on it holds.
    pub now: Moment,
}

/// A plan of the trade-off.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Movements that it changes.
    pub changes: u64,
    /// When the last person has been unloaded.
    pub clearance: Moment,
    /// People whom it leaves.
    pub left: People,
    /// What a change had to gain; none for what must change and no more.
    pub worth: Option<Seconds>,
    /// Whether it is the one proposed.
    pub chosen: bool,
}

/// The changes as a list to be read out. At most one line a movement, names as the operation has them.
///
/// # Panics
///
/// When a change names a row that the operation does not have.
#[must_use]
pub fn difference(difference: &Difference, language: Language) -> String {
    let teller = Teller::of(difference.scenario, language);
    let mut lines = teller.head(difference);
    let mut last = None;
    for change in difference.changes {
        if last != Some(change.vehicle) {
            lines.push(String::new());
            lines.push(difference.scenario.vehicle(change.vehicle).name.clone());
            last = Some(change.vehicle);
        }
        lines.push(format!("  {}", teller.change(change)));
    }
    without_isolates(&(lines.join("\n") + "\n"))
}

/// The trade-off as a table and as a chart: changes against minutes, measured from the adopted plan.
#[must_use]
pub fn trade_off(scenario: &Scenario, before: &Plan, rows: &[Row], language: Language) -> (String, String) {
    let teller = Teller::of(scenario, language);
    let phrases = teller.phrases;
    let mut lines = vec![phrases.trade_off.to_owned()];
    for row in rows {
        let mark = if row.chosen { "→" } else { " " };
        let worth = match row.worth {
            None => phrases.must_change.to_owned(),
            Some(worth) => phrases.each_gains.replace("{time}", &teller.words.duration(worth)),
        };
        let left = match row.left {
            People(0) => String::new(),
            People(left) => phrases.not_brought_out.replace("{people}", &teller.words.number(left.into())),
        };
        let changes = phrases.changes.replace("{number}", &teller.words.number(row.changes));
        lines.push(format!(
            "{mark} {changes:<14} {:<14} {:<22} {worth}{left}",
            teller.civil.at(row.clearance),
            teller.later(before.clearance, row.clearance),
        ));
    }
    let points =
        rows.iter().map(|row| (row.changes as f64, row.clearance.0 as f64 / 60.0 - before.clearance.0 as f64 / 60.0));
    let chart = measured(&Measured {
        name: "trade-off".to_owned(),
        title: phrases.trade_off.to_owned(),
        under: scenario.name.clone(),
        description: lines[1..].iter().map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("; "),
        across: Axis { label: phrases.axis_changes.to_owned(), logarithmic: false },
        up: Axis { label: phrases.axis_minutes.to_owned(), logarithmic: false },
        panels: vec![Panel {
            title: String::new(),
            lines: vec![Line { name: phrases.plans.to_owned(), points: points.collect(), joined: true }],
        }],
    });
    (without_isolates(&(lines.join("\n") + "\n")), chart)
}

/// Who says it, in one language.
struct Teller<'a> {
    scenario: &'a Scenario,
    words: &'static dyn Words,
    civil: Civil,
    phrases: &'static Phrases,
}

impl<'a> Teller<'a> {
    fn of(scenario: &'a Scenario, language: Language) -> Self {
        let words = texts::of(language);
        Self { scenario, words, civil: Civil::of(scenario, words), phrases: words::of(language) }
    }

    fn head(&self, difference: &Difference) -> Vec<String> {
        let planned: u64 = difference
            .before
            .trips()
            .filter(|(_, trip)| trip.visits().next().is_some_and(|visit| visit.depart > difference.now))
            .count() as u64;
        let changed = difference.changes.iter().filter(|change| change.kind != Kind::Added).count() as u64;
        let head = self
            .phrases
            .head
            .replace("{old}", &difference.before.id().short())
            .replace("{new}", &difference.after.id().short())
            .replace("{now}", &self.civil.at(difference.now));
        let stand = self
            .phrases
            .stand
            .replace("{stand}", &self.words.number(planned.saturating_sub(changed)))
            .replace("{planned}", &self.words.number(planned))
            .replace("{changes}", &self.words.number(difference.changes.len() as u64));
        let clearance = self
            .phrases
            .clearance
            .replace("{old}", &self.civil.at(difference.before.clearance))
            .replace("{new}", &self.civil.at(difference.after.clearance))
            .replace("{later}", &self.later(difference.before.clearance, difference.after.clearance));
        let mut lines = vec![head, clearance, stand];
        let left = difference.after.left();
        if left > People::ZERO {
            let before = self.words.number(difference.before.left().0.into());
            let left = self.words.number(left.0.into());
            lines.push(self.phrases.left.replace("{people}", &left).replace("{before}", &before));
        }
        lines
    }

    fn later(&self, before: Moment, after: Moment) -> String {
        let (phrase, by) = match after.cmp(&before) {
            std::cmp::Ordering::Equal => return self.phrases.same_time.to_owned(),
            std::cmp::Ordering::Greater => (self.phrases.later, after.since(before)),
            std::cmp::Ordering::Less => (self.phrases.sooner, before.since(after)),
        };
        phrase.replace("{time}", &self.words.duration(by))
    }

    fn change(&self, change: &Change) -> String {
        let phrase = match change.kind {
            Kind::Retimed => self.phrases.retimed,
            Kind::Reloaded => self.phrases.reloaded,
            Kind::Redirected => self.phrases.redirected,
            Kind::Replaced => self.phrases.replaced,
            Kind::GivenUp => self.phrases.given_up,
            Kind::Added => self.phrases.added,
        };
        let mut said = phrase.to_owned();
        for (prefix, movement) in [("old", &change.before), ("new", &change.after)] {
            let Some(movement) = movement else { continue };
            let parts = [
                ("trip", self.number(movement, change)),
                ("leaves", self.civil.at(movement.depart)),
                ("loads", self.loads(movement)),
                ("counts", self.counts(movement)),
                ("sites", self.sites(movement)),
                ("shelter", self.scenario.shelter(movement.shelter).name.clone()),
                ("unloads", self.civil.at(movement.starts.last().copied().unwrap_or(movement.depart))),
            ];
            for (name, text) in parts {
                said = said.replace(&format!("{{{prefix} {name}}}"), &text);
            }
        }
        said
    }

    /// The trip's number on the sheet that the driver has, `3`, with that on the new sheet where it is another: `3 (new sheet: 2)`.
    fn number(&self, movement: &Movement, change: &Change) -> String {
        let number = |movement: &Movement| self.words.number(movement.trip as u64 + 1);
        match (&change.before, &change.after) {
            (Some(before), Some(after)) if before.trip != after.trip => {
                self.phrases.renumbered.replace("{old}", &number(before)).replace("{new}", &number(after))
            }
            _ => number(movement),
        }
    }

    /// `40 at School at 10:25, 12 at Mosque at 10:50`.
    fn loads(&self, movement: &Movement) -> String {
        let stops = movement.stops.iter().zip(&movement.starts).map(|((site, load), start)| {
            self.phrases
                .loading
                .replace("{people}", &self.people(load))
                .replace("{site}", &self.scenario.site(*site).name)
                .replace("{time}", &self.civil.at(*start))
        });
        stops.collect::<Vec<_>>().join(self.words.comma())
    }

    /// `40 at School, 12 at Mosque`.
    fn counts(&self, movement: &Movement) -> String {
        let stops = movement.stops.iter().map(|(site, load)| {
            let people = self.people(load);
            self.phrases.count_at.replace("{people}", &people).replace("{site}", &self.scenario.site(*site).name)
        });
        stops.collect::<Vec<_>>().join(self.words.comma())
    }

    fn sites(&self, movement: &Movement) -> String {
        let names = movement.stops.iter().map(|(site, _)| self.scenario.site(*site).name.clone());
        names.collect::<Vec<_>>().join(self.words.comma())
    }

    /// `40`, or `38 seated + 2 wheelchair` where somebody has another need than the first.
    fn people(&self, load: &Load) -> String {
        let counts: Vec<(usize, u32)> = load
            .counts()
            .iter()
            .enumerate()
            .filter(|(_, count)| count.0 > 0)
            .map(|(need, count)| (need, count.0))
            .collect();
        match counts.as_slice() {
            [(0, people)] => self.words.number((*people).into()),
            many => {
                let each = many
                    .iter()
                    .map(|(need, people)| self.words.of_need((*people).into(), &self.scenario.needs[*need].name));
                each.collect::<Vec<_>>().join(" + ")
            }
        }
    }
}
