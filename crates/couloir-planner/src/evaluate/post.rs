//! What a regulated passage remembers while an operation is played: who entered last, which escorts are out, what is examined.

use couloir_model::travel::Heading;

use crate::problem::{Gate, NEVER, earliest_open};

/// A regulated passage at some moment of the operation.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// When the last convoy of each heading entered.
    last: [Option<u32>; 2],
    /// When each escort team is back.
    back: Vec<u32>,
    /// When the screening post is done with all so far.
    examined: u32,
}

impl Post {
    pub(crate) fn new(gate: &Gate) -> Post {
        let back = gate.teams.iter().map(|team| team.available_from).collect();
        Post { last: gate.entered, back, examined: gate.examined }
    }

    /// The earliest moment from `from` on at which the next convoy of a heading may enter with these escort teams;
    /// [`NEVER`] when there is none.
    pub(crate) fn earliest(&self, gate: &Gate, heading: Heading, teams: &[u32], from: u32) -> u32 {
        let after = |last: Option<u32>, seconds: u32| last.map_or(0, |enter| enter.saturating_add(seconds));
        let mut enter = from.max(after(self.last[heading as usize], gate.headway));
        if let Some(crossing) = gate.crossing {
            enter = enter.max(after(self.last[1 - heading as usize], crossing));
        }
        let back = teams.iter().map(|&team| self.back[team as usize]);
        enter = back.fold(enter, u32::max);
        enter = earliest_open(&gate.windows, enter, 0);
        let in_time = |&team: &u32| {
            let team = &gate.teams[team as usize];
            enter.saturating_add(team.busy) <= team.available_until
        };
        if teams.iter().all(in_time) { enter } else { NEVER }
    }

    /// A convoy enters.
    pub(crate) fn enter(&mut self, gate: &Gate, heading: Heading, teams: &[u32], enter: u32) {
        self.last[heading as usize] = Some(enter);
        for &team in teams {
            self.back[team as usize] = enter.saturating_add(gate.teams[team as usize].busy);
        }
    }

    /// When a vehicle with so many people on board goes on after it entered and waited for the post.
    pub(crate) fn examine(&mut self, gate: &Gate, enter: u32, people: u32) -> u32 {
        self.examined = enter.max(self.examined).saturating_add(gate.examination(people));
        self.examined.saturating_add(gate.screening)
    }

    /// The teams that are back first and can still escort, as many as asked for; none where there are not enough.
    pub(crate) fn first_back(&self, gate: &Gate, count: u32, from: u32) -> Option<Vec<u32>> {
        let usable = |team: &usize| {
            let row = &gate.teams[*team];
            self.back[*team].max(from).saturating_add(row.busy) <= row.available_until
        };
        let mut teams: Vec<usize> = (0..gate.teams.len()).filter(usable).collect();
        teams.sort_by_key(|&team| (self.back[team].max(from), gate.teams[team].busy));
        let count = count as usize;
        (teams.len() >= count).then(|| teams[..count].iter().map(|&team| team as u32).collect())
    }
}
