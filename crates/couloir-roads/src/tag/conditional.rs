//! What holds at times or for large vehicles only: `hgv:conditional=no @ (Mo-Fr 06:00-09:00 AND weight>7.5)`.
//!
//! Source: wiki.openstreetmap.org/wiki/Conditional_restrictions. Hours are in the grammar of `opening_hours`, read by the crate
//! `opening-hours`; measures of the vehicle are read here. What is neither (`wet`, `snow`, `occupants>2`) is reported and
//! left out.

use super::measure;
use crate::kind::Limits;
use opening_hours::OpeningHours;

/// One value of a conditional tag, with the condition under which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The value.
    pub value: String,
    /// When; empty is always.
    pub hours: String,
    /// For vehicles above these measures only.
    pub above: Limits,
}

/// The clauses of a conditional value, and those of its parts that could not be understood.
#[must_use]
pub fn clauses(text: &str) -> (Vec<Clause>, Vec<String>) {
    let (mut understood, mut odd) = (Vec::new(), Vec::new());
    for part in split_outside_parentheses(text) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        match clause(part) {
            Some(clause) => understood.push(clause),
            None => odd.push(part.to_owned()),
        }
    }
    (understood, odd)
}

fn clause(text: &str) -> Option<Clause> {
    let (value, condition) = text.split_once('@')?;
    let condition = condition.trim();
    let condition = condition.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(condition);
    let mut clause = Clause { value: value.trim().to_owned(), hours: String::new(), above: Limits::default() };
    for term in split_at_and(condition) {
        let term = term.trim();
        match measured(term) {
            Some(above) => clause.above = clause.above.and(above),
            // Two sets of hours of which both must hold have no common grammar.
            None if clause.hours.is_empty() && is_hours(term) => term.clone_into(&mut clause.hours),
            None => return None,
        }
    }
    (!clause.value.is_empty() && (!clause.hours.is_empty() || !clause.above.is_empty())).then_some(clause)
}

/// True when `text` says hours that can be understood.
#[must_use]
pub fn is_hours(text: &str) -> bool {
    // Longer ones are mistakes, and the grammar's reader takes time that grows with them.
    text.len() <= 255 && !text.is_empty() && text.parse::<OpeningHours>().is_ok()
}

/// `weight>7.5`, `height >= 3.5 m`: vehicles above that measure.
fn measured(term: &str) -> Option<Limits> {
    let at = term.find('>')?;
    let (name, rest) = (term[..at].trim(), &term[at + 1..]);
    // Of a vehicle that measures just as much, «or equal» says more.
    let (value, less) = rest.strip_prefix('=').map_or((rest, 0), |rest| (rest, 1));
    // Above nothing is everybody; the file has no word for it, for there 0 is «no limit».
    let lowered =
        |measure: Option<u32>| measure.map(|measure| measure.saturating_sub(less)).filter(|measure| *measure > 0);
    let none = Limits::default();
    match name {
        "weight" | "maxweight" | "maxweightrating" | "weightrating" => {
            Some(Limits { weight_kg: Some(lowered(measure::weight_kg(value))?), ..none })
        }
        "height" => Some(Limits { height_cm: Some(lowered(measure::length_cm(value))?), ..none }),
        "width" => Some(Limits { width_cm: Some(lowered(measure::length_cm(value))?), ..none }),
        "length" => Some(Limits { length_cm: Some(lowered(measure::length_cm(value))?), ..none }),
        _ => None,
    }
}

fn split_outside_parentheses(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut begin) = (Vec::new(), 0_u32, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                parts.push(&text[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[begin..]);
    parts
}

fn split_at_and(text: &str) -> Vec<&str> {
    let lower = text.to_ascii_lowercase();
    let (mut parts, mut begin) = (Vec::new(), 0);
    for (at, _) in lower.match_indices(" and ") {
        parts.push(&text[begin..at]);
        begin = at + 5;
    }
    parts.push(&text[begin..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_a_weight_hold_together() {
        let (clauses, odd) = clauses("no @ (Mo-Fr 06:00-09:00 AND weight>7.5); yes @ (22:00-05:00)");
        assert_eq!(odd, Vec::<String>::new());
        assert_eq!(clauses[0].hours, "Mo-Fr 06:00-09:00");
        assert_eq!(clauses[0].above.weight_kg, Some(7500));
        assert_eq!(clauses[1].value, "yes");
    }

    #[test]
    fn a_condition_on_the_weather_is_not_guessed_at() {
        let (clauses, odd) = clauses("60 @ wet");
        assert_eq!((clauses.len(), odd.len()), (0, 1));
    }

    #[test]
    fn a_condition_above_nothing_is_not_guessed_at() {
        for text in ["no @ (weight>0)", "no @ (length>=0.01)"] {
            let (clauses, odd) = clauses(text);
            assert_eq!((clauses.len(), odd.len()), (0, 1), "{text}");
        }
    }

    #[test]
    fn at_least_a_weight_includes_it() {
        let (clauses, _) = clauses("no @ (weight>=7.5)");
        assert_eq!(clauses[0].above.weight_kg, Some(7499));
    }
}
