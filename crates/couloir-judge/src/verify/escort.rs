//! Rule `escort`: as many teams as the convoy rule asks for, of this passage, each there when the convoy enters and back in time.

use super::convoy::rule_for;
use crate::convoys::Marshal;
use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};
use couloir_model::clock::Moment;
use std::collections::BTreeSet;

pub(crate) fn check(walk: &Walk<'_>, marshal: &Marshal<'_>, report: &mut Report) {
    for (index, formed) in marshal.convoys.iter().enumerate().filter(|(_, formed)| formed.passage.is_some()) {
        let spot = formed.spot(index);
        let needed = rule_for(walk, marshal, formed).map_or(0, |rule| rule.escorts as usize);
        let listed: BTreeSet<_> = formed.convoy.escorts.iter().collect();
        if listed.len() != needed {
            let message = format!("it has {} escort teams, and needs: {needed}", listed.len());
            report.add(Rule::Escort, spot, Amount::Entries(listed.len().abs_diff(needed) as u64), message);
        }
        let twice = formed.convoy.escorts.len() - listed.len();
        if twice > 0 {
            report.add(Rule::Escort, spot, Amount::Entries(twice as u64), "it lists an escort team twice");
        }
        for id in listed.iter().filter(|id| walk.scenario.escorts.get(id.index()).is_none()) {
            report.add(Rule::Escort, spot, Amount::Entries(1), format!("no such escort team: {}", id.0));
        }
        check_teams(marshal, index, report);
    }
}

fn check_teams(marshal: &Marshal<'_>, index: usize, report: &mut Report) {
    let formed = &marshal.convoys[index];
    let (spot, enter) = (formed.spot(index), formed.convoy.enter);
    for (_, team, before) in &formed.teams {
        let name = &team.name;
        if team.passage != formed.convoy.passage {
            report.add(Rule::Escort, spot, Amount::Entries(1), format!("the team works elsewhere: `{name}`"));
        }
        let back = before.map_or(Moment::START, |before| team.back(marshal.convoys[before].convoy.enter));
        let there = back.max(team.available_from);
        if enter < there {
            let message = format!("it enters at {enter}, its escort `{name}` is there at {there}");
            report.add(Rule::Escort, spot, Amount::Seconds(there.since(enter).0), message);
        }
        let back = team.back(enter);
        if let Some(until) = team.available_until.filter(|until| back > *until) {
            let message = format!("its escort `{name}` is back at {back}, and must be at {until}");
            report.add(Rule::Escort, spot, Amount::Seconds(back.since(until).0), message);
        }
    }
}
