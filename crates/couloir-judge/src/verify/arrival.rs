//! Rule `arrival`: whoever boards has come before loading starts.
//!
//! Checked while somebody is still to come; from the last arrival on, rule `people` counts.

use crate::verdict::{Amount, Rule, Stage};
use crate::walk::{Report, Walk, counts};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    let needs = walk.scenario.needs.len();
    for (stage, mut line) in walk.by_stage() {
        let Stage::Site(site) = stage else { continue };
        let arrivals = walk.scenario.planned_arrivals(site);
        line.sort_by_key(|call| (walk.calls[*call].visit.start, walk.calls[*call].turn()));
        let (mut come, mut boarded, mut next) = (vec![0; needs], vec![0; needs], 0);
        for call in line.into_iter().map(|call| &walk.calls[call]) {
            while let Some((_, people)) = arrivals.get(next).filter(|(from, _)| *from <= call.visit.start) {
                come.iter_mut().zip(counts(people, needs)).for_each(|(sum, people)| *sum += people);
                next += 1;
            }
            boarded.iter_mut().zip(&call.people).for_each(|(sum, people)| *sum += people);
            if next == arrivals.len() {
                break;
            }
            for need in (0..needs).filter(|need| boarded[*need] > come[*need] && call.people[*need] > 0) {
                let name = &walk.scenario.needs[need].name;
                let message = format!(
                    "{} of `{name}` have boarded when loading starts at {}, {} have come",
                    boarded[need], call.visit.start, come[need]
                );
                report.add(Rule::Arrival, call.spot(), Amount::People(boarded[need] - come[need]), message);
            }
        }
    }
}
