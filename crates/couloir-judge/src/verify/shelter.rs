//! Rule `shelter`: a shelter never takes in more than it has room for, in all and by need.
//!
//! Reported at the first unloading that goes beyond, with the number of people beyond at the end.

use crate::verdict::{Amount, Rule, Stage};
use crate::walk::{Report, Walk};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for (stage, mut line) in walk.by_stage() {
        let Stage::Shelter(shelter) = stage else { continue };
        let row = walk.scenario.shelter(shelter);
        line.sort_by_key(|call| (walk.calls[*call].visit.start, walk.calls[*call].turn()));
        let everybody = |call: usize| walk.calls[call].total();
        beyond(walk, report, &line, u64::from(row.capacity.0), None, everybody);
        for (need, room) in row.capacity_by_need.iter().enumerate() {
            if let Some(room) = room {
                let of_need = |call: usize| walk.calls[call].people[need];
                beyond(walk, report, &line, u64::from(room.0), Some(&walk.scenario.needs[need].name), of_need);
            }
        }
    }
}

fn beyond(
    walk: &Walk<'_>,
    report: &mut Report,
    line: &[usize],
    room: u64,
    need: Option<&str>,
    people: impl Fn(usize) -> u64,
) {
    let (mut taken, mut first) = (0, None);
    for call in line {
        taken += people(*call);
        if taken > room {
            first.get_or_insert(*call);
        }
    }
    if let Some(first) = first {
        let of = need.map_or_else(|| "people".to_owned(), |need| format!("of `{need}`"));
        let message =
            format!("{taken} {of} are brought to a shelter with room for {room}, this vehicle is the first too many");
        report.add(Rule::Shelter, walk.calls[first].spot(), Amount::People(taken - room), message);
    }
}
