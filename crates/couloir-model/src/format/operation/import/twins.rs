//! Places that are there already, and those that seem to be the same place twice.

use super::kind::bare;
use super::{Fault, Findings, Kind, Known, Located, Understood, codes};
use crate::finding::At;
use crate::format::operation::grid::shown;
use crate::format::operation::names::key;
use std::collections::BTreeMap;

/// Two points of one name so near are the same point: phones are off by as much.
const SAME_M: u64 = 50;
/// Two places of nearly the same name within this are probably one.
const CLOSE_M: u64 = 2_000;
/// Comparing all pairs takes their square: beyond this many only equal names are looked for.
const COMPARED_MAX: usize = 2_000;

/// Takes out what is there already, and reports names that stand twice or nearly.
pub(super) fn settle(understood: &mut Understood, known: &Known, findings: &mut Findings) {
    let new = std::mem::take(&mut understood.rows);
    let compares_all = known.rows.len() + new.len() <= COMPARED_MAX;
    let mut by_name: BTreeMap<(Kind, String), (Located, bool)> = BTreeMap::new();
    for row in &known.rows {
        by_name.entry((row.kind, key(&row.name))).or_insert_with(|| (row.clone(), true));
    }
    for row in new {
        let named = (row.kind, key(&row.name));
        if let Some((other, is_known)) = by_name.get(&named) {
            let apart = apart(&row, other);
            if apart.is_some_and(|metres| metres <= SAME_M) {
                understood.there_already += 1;
            } else {
                findings.error(twice(&row, other, apart, *is_known), row.at.clone());
            }
            continue;
        }
        let others = by_name.values().filter(|(other, _)| compares_all && other.kind == row.kind);
        for (other, _) in others {
            let apart = apart(&row, other);
            if apart.is_some_and(|metres| metres <= CLOSE_M) && alike(&row.name, &other.name) {
                findings.warning(nearly(&row, other, apart), row.at.clone());
            }
        }
        by_name.insert(named, (row.clone(), false));
        understood.rows.push(row);
    }
}

fn apart(one: &Located, other: &Located) -> Option<u64> {
    Some(one.position?.great_circle(other.position?).0)
}

/// True for names that differ by an accent, or by at most one letter in six, and not by a number: `Camp 11` is not `Camp 12`.
fn alike(one: &str, other: &str) -> bool {
    let bared =
        |name: &str| key(name).chars().filter_map(bare).filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let digits = |name: &str| name.chars().filter(|letter| letter.is_numeric()).collect::<String>();
    let (one, other) = (bared(one), bared(other));
    let letters = one.chars().count().max(other.chars().count());
    digits(&one) == digits(&other)
        && (one == other || (6..=100).contains(&letters) && strsim::osa_distance(&one, &other) <= letters / 6)
}

fn twice(row: &Located, other: &Located, apart: Option<u64>, is_known: bool) -> Fault {
    let whose = if is_known { "the operation has" } else { "there is" };
    let distance = apart.map_or_else(|| "without coordinates".to_owned(), |metres| format!("{metres} m away"));
    let message = format!(
        "{whose} another {} of this name, {distance} ({}): `{}`",
        row.kind.word(),
        place(&other.at),
        shown(&row.name)
    );
    let help = if is_known {
        "if it is the same, correct its coordinates in the table and take it out of the file; if not, rename one"
    } else {
        "delete one of them, or rename it"
    };
    Fault::new(codes::TWIN, message, help)
}

fn nearly(row: &Located, other: &Located, apart: Option<u64>) -> Fault {
    let message = format!(
        "perhaps the same {} twice, {} m apart: `{}` and `{}` ({})",
        row.kind.word(),
        apart.unwrap_or(0),
        shown(&row.name),
        shown(&other.name),
        place(&other.at),
    );
    Fault::new(codes::TWIN, message, "keep one of them if they are the same: people would be planned for twice")
}

fn place(at: &At) -> String {
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_by_accents_and_slips_but_not_by_numbers() {
        assert!(alike("École des Saules", "Ecole des saules"));
        assert!(alike("مدرسة الأمل", "مدرسه الامل"));
        assert!(alike("Sports hall Opava", "Sport hall Opava"));
        assert!(!alike("Camp 11", "Camp 12"));
        assert!(!alike("Nord", "Sud"));
    }
}
