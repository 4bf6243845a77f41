//! What was wrong with the map data, counted by kind, with the first examples by id.

use crate::layer::Element;
use crate::network::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// Examples kept of each kind.
const EXAMPLES_MAX: usize = 5;

/// Counts by code.
#[derive(Debug, Default)]
pub(super) struct Tallies(BTreeMap<&'static str, (u64, Examples)>);

/// Elements, each with what more is to be said.
type Examples = BTreeSet<(Element, String)>;

impl Tallies {
    /// Counts one fault of `element`; `what` says more, or is empty.
    pub(super) fn count(&mut self, code: &'static str, element: Element, what: &str) {
        let (count, examples) = self.0.entry(code).or_default();
        *count += 1;
        let example = (element, what.to_owned());
        if examples.len() < EXAMPLES_MAX || examples.last().is_some_and(|last| example < *last) {
            examples.insert(example);
            if examples.len() > EXAMPLES_MAX {
                examples.pop_last();
            }
        }
    }

    /// All counts, by code.
    pub(super) fn into_table(self) -> Vec<Tally> {
        let said = |(element, what): (Element, String)| {
            let what: String = what.chars().filter(|letter| !letter.is_control()).take(60).collect();
            if what.is_empty() { element.to_string() } else { format!("{element}: {what}") }
        };
        let rows = self.0.into_iter().map(|(code, (count, examples))| Tally {
            code: code.to_owned(),
            count,
            examples: examples.into_iter().map(said).collect(),
        });
        rows.collect()
    }
}
