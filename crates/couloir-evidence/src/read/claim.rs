//! What a claim is: one statement of a report with its evidence.
//!
//! Offsets are Unicode scalar values from the first character of the text, end exclusive.

use super::date::Date;

/// A stretch of the text, `start..end` in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// What is counted or announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// People who left, or were taken out of, the place.
    PeopleLeft,
    /// People who reached a destination.
    PeopleArrived,
    /// People present at a shelter, in a hotel, with relatives.
    PeopleHosted,
    /// People still inside the place to be left.
    PeopleRemaining,
    /// People under an order, or planned, to leave.
    PeopleToMove,
    /// People going back.
    PeopleReturned,
    /// Vehicles, convoys or trips of the evacuation.
    Vehicles,
    /// Dead, injured or sick, missing.
    Casualties,
    /// The size of a zone.
    Area,
    /// When the evacuation is expected to end.
    EndExpected,
    /// The evacuation begins, is suspended, resumes, ends or is put off.
    Status,
}

/// What one of a quantity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Unit {
    Person,
    Family,
    Truck,
    TruckTrailer,
    Bus,
    Minibus,
    Car,
    Ambulance,
    Boat,
    Ship,
    Helicopter,
    Aircraft,
    Train,
    Convoy,
    Trip,
    Vehicle,
    Km2,
    Ha,
    Share,
}

/// How the wording bounds the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Modifier {
    Exact,
    About,
    Nearly,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    Range,
    Indefinite,
    None,
    Majority,
}

/// How many, as the wording allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The lowest value that the wording allows.
    pub low: f64,
    /// The value named, or `None` if the wording names none.
    pub best: Option<f64>,
    /// The highest value that the wording allows, or `None` if no bound was stated.
    pub high: Option<f64>,
    /// What one of it is.
    pub unit: Unit,
    /// How the wording bounds the number.
    pub modifier: Modifier,
    /// Modifier and number as written, without the noun.
    pub wording: String,
    /// Where the wording stands.
    pub span: Span,
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Group {
    All,
    Children,
    Women,
    Men,
    WomenAndChildren,
    Elderly,
    Wounded,
    Patients,
    Fighters,
    Prisoners,
    Foreigners,
    Nationals,
    Tourists,
    Students,
    Staff,
    Other,
    Dead,
    Injured,
    Missing,
}

/// One movement, a running total, a level, or a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Scope {
    Increment,
    Cumulative,
    Stock,
    Planned,
}

/// The change that a claim of kind [`Kind::Status`] states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Status {
    Begun,
    Suspended,
    Resumed,
    Ended,
    Postponed,
}

/// What a rate is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Per {
    Train,
    Car,
    Bus,
    Vehicle,
    Convoy,
    Day,
}

/// When it was said, and about when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The day on which the statement was made.
    pub said_at: Date,
    /// The first day that it is about; `None` is open.
    pub start: Option<Date>,
    /// The last day that it is about; `None` is open.
    pub end: Option<Date>,
    /// The time expression that decided the days, as written.
    pub wording: Option<String>,
}

/// Names of places, the preferred one first; empty if not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Where people left.
    pub from: Vec<String>,
    /// Where they went.
    pub to: Vec<String>,
    /// Where they are.
    pub at: Vec<String>,
}

/// Who says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Speaker {
    /// A person's name, without title.
    pub name: Option<String>,
    /// The body, without article.
    pub org: Option<String>,
    /// The function.
    pub role: Option<String>,
}

impl Speaker {
    /// Nobody but the outlet itself.
    #[must_use]
    pub fn is_outlet(&self) -> bool {
        self.name.is_none() && self.org.is_none() && self.role.is_none()
    }
}

/// In whose voice it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Attribution {
    Outlet,
    Indirect,
    DirectQuote,
    Message,
}

/// How sure the speaker says to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the guide's own words")]
pub enum Certainty {
    Asserted,
    Estimated,
    Unconfirmed,
    Expected,
    Denied,
    Superseded,
}

/// One statement with its evidence. Other claims are named by their place in the list that [`super::read`] returns.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The shortest stretch that holds the quantity and the word that decides the kind.
    pub span: Span,
    /// The text of that stretch.
    pub quote: String,
    /// What is counted or announced.
    pub kind: Kind,
    /// How many; `None` for an expected end and a change of status.
    pub quantity: Option<Quantity>,
    /// Who is counted, where people are.
    pub group: Option<Group>,
    /// Movement, total, level or plan; `None` for a change of status.
    pub scope: Option<Scope>,
    /// The claim of which this one counts a part.
    pub part_of: Option<usize>,
    /// The number Y of "X of Y" if Y has no claim of its own.
    pub whole: Option<f64>,
    /// What a rate is counted by.
    pub per: Option<Per>,
    /// The change, for [`Kind::Status`].
    pub status: Option<Status>,
    /// The days.
    pub when: When,
    /// The places.
    pub place: Place,
    /// Who carries out the movement, if said in the same sentence.
    pub actor: Option<String>,
    /// Who says it.
    pub speaker: Speaker,
    /// In whose voice.
    pub attribution: Attribution,
    /// How sure.
    pub certainty: Certainty,
    /// The earlier claim that this one repeats.
    pub same_as: Option<usize>,
}
