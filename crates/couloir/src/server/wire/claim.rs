//! A claim as JSON: what `couloir read` writes, field by field, so that nothing else is kept as evidence.

use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

/// What somebody says, as it was read from a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its name: that of the report and a number.
    pub id: String,
    /// The report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The first character of the evidence in the report's text.
    pub start: u64,
    /// One past the last.
    pub end: u64,
    /// The evidence, word for word.
    pub quote: String,
    /// What it is about, such as `people_remaining`.
    pub kind: String,
    /// How many.
    pub quantity: Option<Quantity>,
    /// Which people, such as `all`.
    pub group: Option<String>,
    /// Whether it adds to what was said before: `increment`, `cumulative`, `stock` or `planned`.
    pub scope: Option<String>,
    /// The claim of which this is a part.
    pub part_of: Option<String>,
    /// Of how many this is a share.
    #[schema(value_type = Option<f64>)]
    pub whole: Option<Number>,
    /// Of what each holds so many.
    pub per: Option<String>,
    /// Whether something has begun or ended.
    pub status: Option<String>,
    /// When.
    pub when: When,
    /// Where.
    pub place: Where,
    /// Who did it.
    pub actor: Option<String>,
    /// Who says it.
    pub speaker: Speaker,
    /// How it is told, such as `direct_quote`.
    pub attribution: String,
    /// How sure the speaker is, such as `asserted`.
    pub certainty: String,
    /// The claim that this repeats.
    pub same_as: Option<String>,
    /// A remark of whoever read it.
    #[serde(default)]
    pub note: String,
    /// When it became known, in local time such as `2019-02-22T18:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<String>,
    /// Who has confirmed it: a desk or a function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
}

/// How many, as an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of docs/read.md.
pub struct Quantity {
    #[schema(value_type = Option<f64>)]
    pub low: Option<Number>,
    #[schema(value_type = Option<f64>)]
    pub best: Option<Number>,
    #[schema(value_type = Option<f64>)]
    pub high: Option<Number>,
    pub unit: String,
    pub modifier: String,
    pub wording: String,
    pub start: u64,
    pub end: u64,
}

/// When something was said, and about which days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of docs/read.md.
pub struct When {
    pub said_at: String,
    pub about: About,
    pub wording: Option<String>,
}

/// The first and the last day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of docs/read.md.
pub struct About {
    pub start: Option<String>,
    pub end: Option<String>,
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of docs/read.md.
pub struct Where {
    pub from: Vec<String>,
    pub to: Vec<String>,
    pub at: Vec<String>,
}

/// Who says it: an organisation or somebody who speaks in public, never an evacuee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of docs/read.md.
pub struct Speaker {
    pub name: Option<String>,
    pub org: Option<String>,
    pub role: Option<String>,
}

/// What a claim can be about.
const KINDS: [&str; 11] = [
    "people_left",
    "people_arrived",
    "people_hosted",
    "people_remaining",
    "people_to_move",
    "people_returned",
    "vehicles",
    "casualties",
    "area",
    "end_expected",
    "status",
];

/// The longest evidence, in characters: a long sentence.
const QUOTE_CHARS_MAX: usize = 4000;

/// The longest of the other texts, in characters.
const TEXT_CHARS_MAX: usize = 200;

/// The most places of one claim.
const PLACES_MAX: usize = 50;

impl Claim {
    /// What is wrong with it: the field, and why.
    ///
    /// # Errors
    ///
    /// The first field that cannot be used.
    pub fn check(&self) -> Result<(), String> {
        if self.id.trim().is_empty() || self.id.chars().any(char::is_control) {
            return Err("`id` is empty or holds a control character".to_owned());
        }
        if !KINDS.contains(&self.kind.as_str()) {
            return Err(format!("`kind` is none of {}: {}", KINDS.join(", "), self.kind));
        }
        if self.end < self.start {
            return Err(format!("`end` is before `start`: {} before {}", self.end, self.start));
        }
        let is_long = |text: &str, most: usize| text.chars().count() > most;
        if is_long(&self.quote, QUOTE_CHARS_MAX) {
            return Err(format!("`quote` has more than {QUOTE_CHARS_MAX} characters"));
        }
        let places = [&self.place.from, &self.place.to, &self.place.at];
        if places.iter().any(|places| places.len() > PLACES_MAX) {
            return Err(format!("`place` names more than {PLACES_MAX} places"));
        }
        let quantity =
            self.quantity.iter().flat_map(|quantity| [&quantity.unit, &quantity.modifier, &quantity.wording]);
        let own = [&self.id, &self.attribution, &self.certainty, &self.note, &self.when.said_at];
        let (when, speaker) = (&self.when, &self.speaker);
        let maybe = [
            &self.doc,
            &self.group,
            &self.scope,
            &self.part_of,
            &self.per,
            &self.status,
            &self.actor,
            &self.same_as,
            &self.known_at,
            &when.about.start,
            &when.about.end,
            &when.wording,
            &speaker.name,
            &speaker.org,
            &speaker.role,
        ];
        let mut texts =
            own.into_iter().chain(quantity).chain(maybe.into_iter().flatten()).chain(places.into_iter().flatten());
        match texts.find(|text| is_long(text, TEXT_CHARS_MAX)) {
            Some(text) => {
                let begin: String = text.chars().take(20).collect();
                Err(format!("a text has more than {TEXT_CHARS_MAX} characters: {begin}…"))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use couloir_evidence::read::{self, Context};

    #[test]
    fn every_claim_that_is_read_has_this_shape() {
        let text = "Officials said on Wednesday that nearly 3,000 people, half of them children, left Baghouz aboard ten trucks. \
                    A spokesman estimated that thousands were still inside and that it would be over in two days. 4 people were killed.";
        let context = Context::published("2019-02-22".parse().unwrap());
        let (_, reading) = read::reading_of_bytes(text.as_bytes(), &context);
        let lines = read::wire::json_lines("report-1", &reading.claims);
        assert!(lines.lines().count() >= 4, "{lines}");
        for line in lines.lines() {
            let claim: Claim = serde_json::from_str(line).unwrap();
            claim.check().unwrap();
            let (back, sent): (serde_json::Value, serde_json::Value) =
                (serde_json::to_value(&claim).unwrap(), serde_json::from_str(line).unwrap());
            assert_eq!(back, sent);
        }
    }

    #[test]
    fn a_claim_that_is_too_long_or_about_nothing_known_is_refused() {
        let line = r#"{"id":"a-01","start":0,"end":3,"quote":"x","kind":"people_left","quantity":null,"group":null,"scope":null,"part_of":null,"whole":null,"per":null,"status":null,"when":{"said_at":"2019-02-22","about":{"start":null,"end":null},"wording":null},"place":{"from":[],"to":[],"at":[]},"actor":null,"speaker":{"name":null,"org":null,"role":null},"attribution":"outlet","certainty":"asserted","same_as":null}"#;
        let claim: Claim = serde_json::from_str(line).unwrap();
        assert_eq!(claim.check(), Ok(()));
        assert!(Claim { quote: "x".repeat(5000), ..claim.clone() }.check().is_err());
        assert!(Claim { kind: "names".to_owned(), ..claim.clone() }.check().is_err());
        assert!(Claim { start: 4, ..claim }.check().is_err());
    }
}
