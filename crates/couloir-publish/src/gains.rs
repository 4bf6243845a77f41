//! What binds a plan, as a table to be read: what one more of each thing would change.

mod words;

use crate::civil::Civil;
use crate::words::{self as texts, Words, without_isolates};
use couloir_model::clock::Moment;
use couloir_model::id::NeedId;
use couloir_model::plan::{Plan, Reason};
use couloir_model::quantity::{People, Seconds};
use couloir_model::scenario::{Language, Scenario};
use words::Phrases;

/// One more of something, by its name in the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OneMore<'a> {
    /// A vehicle of a class.
    Vehicle(&'a str),
    /// A berth at a site or a shelter.
    Berth(&'a str),
    /// An escort team like this one.
    Escort(&'a str),
    /// An hour at the end of each opening window of a passage or a shelter.
    Hour(&'a str),
    /// As many people again examined in an hour, at a screening post.
    Post(&'a str),
    /// Room in a shelter for so many more.
    Room(&'a str, People),
}

/// What one more of something changes.
#[derive(Debug, Clone, Copy)]
pub struct Gain<'a> {
    /// Of what.
    pub more: OneMore<'a>,
    /// How many more are at a shelter, by the deadline if there is one.
    pub people: u64,
    /// How much sooner the last person is in.
    pub sooner: Seconds,
    /// The most by which any plan with it could be sooner; none where no bound is known.
    pub at_most: Option<Seconds>,
}

/// The table.
#[derive(Debug, Clone, Copy)]
pub struct Gains<'a> {
    /// The operation.
    pub scenario: &'a Scenario,
    /// The plan.
    pub plan: &'a Plan,
    /// Its last arrival when it is searched on for as long as each row.
    pub clearance: Moment,
    /// People who are not at a shelter then, by the deadline if there is one.
    pub not_out: u64,
    /// The rows, in the order in which they are shown.
    pub rows: &'a [Gain<'a>],
}

/// The table in a language, names as the operation has them.
///
/// # Panics
///
/// When the plan names a row that the operation does not have.
#[must_use]
pub fn gains(gains: &Gains, language: Language) -> String {
    let words = texts::of(language);
    let teller = Teller { words, civil: Civil::of(gains.scenario, words), phrases: words::of(language) };
    let mut lines = teller.head(gains);
    lines.push(String::new());
    let phrases = teller.phrases;
    lines.push(line([phrases.with, phrases.people_more, phrases.sooner, phrases.at_most]));
    lines.extend(gains.rows.iter().map(|gain| teller.row(gain)));
    lines.push(String::new());
    lines.push(phrases.note.to_owned());
    without_isolates(&(lines.join("\n") + "\n"))
}

/// Who says it, in one language.
struct Teller {
    words: &'static dyn Words,
    civil: Civil,
    phrases: &'static Phrases,
}

impl Teller {
    fn head(&self, gains: &Gains) -> Vec<String> {
        let clearance = self.civil.at(gains.clearance);
        let mut lines = vec![
            self.phrases.head.replace("{plan}", &gains.plan.id().short()),
            self.phrases.searched_on.replace("{moment}", &clearance),
        ];
        if gains.not_out > 0 {
            let people = self.words.number(gains.not_out);
            lines.push(match gains.scenario.deadline {
                Some(deadline) => {
                    let deadline = self.civil.at(deadline);
                    self.phrases.not_out_by.replace("{people}", &people).replace("{moment}", &deadline)
                }
                None => self.phrases.not_out.replace("{people}", &people),
            });
            lines.extend(gains.plan.not_moved.iter().map(|left| {
                let name = match left.reason {
                    Reason::NoSeats { need } => Some(gains.scenario.need(need).name.as_str()),
                    Reason::Stranded { vehicle } => Some(gains.scenario.vehicle(vehicle).name.as_str()),
                    _ => self.only_need(gains.scenario, left),
                };
                let people = self.words.number(left.people.total().0.into());
                let site = &gains.scenario.site(left.site).name;
                let reason = self.words.reason(left.reason, name);
                format!("  {site}{}{people} — {reason}", self.words.colon())
            }));
        }
        lines
    }

    /// The need of those who are left, where it is one and not the first.
    fn only_need<'s>(&self, scenario: &'s Scenario, left: &couloir_model::plan::NotMoved) -> Option<&'s str> {
        let counts = left.people.counts().iter().enumerate();
        let mut needs = counts.filter(|(_, count)| count.0 > 0).map(|(need, _)| NeedId::at(need));
        let first = needs.next().filter(|need| need.index() > 0)?;
        needs.next().is_none().then(|| scenario.need(first).name.as_str())
    }

    fn row(&self, gain: &Gain) -> String {
        let people = if gain.people > 0 { self.words.number(gain.people) } else { "–".to_owned() };
        let sooner = match gain.sooner {
            Seconds(0) if gain.people == 0 => self.phrases.no_gain.to_owned(),
            Seconds(0) => "–".to_owned(),
            sooner => self.words.duration(sooner),
        };
        let at_most = gain.at_most.map_or(self.phrases.unknown.to_owned(), |most| self.words.duration(most));
        line([&self.more(gain.more), &people, &sooner, &at_most])
    }

    fn more(&self, more: OneMore) -> String {
        let (phrase, name) = match more {
            OneMore::Vehicle(name) => (self.phrases.vehicle, name),
            OneMore::Berth(name) => (self.phrases.berth, name),
            OneMore::Escort(name) => (self.phrases.escort, name),
            OneMore::Hour(name) => (self.phrases.hour, name),
            OneMore::Post(name) => (self.phrases.post, name),
            OneMore::Room(name, _) => (self.phrases.room, name),
        };
        let people = if let OneMore::Room(_, People(people)) = more { people.into() } else { 0 };
        phrase.replace("{people}", &self.words.number(people)).replace("{name}", name)
    }
}

fn line([with, people, sooner, at_most]: [&str; 4]) -> String {
    format!("{with:<48} {people:>14} {sooner:>18} {at_most:>14}").trim_end().to_owned()
}
