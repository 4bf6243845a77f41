//! The appointments at regulated passages: which convoy enters when, with whom and which escorts.
//!
//! As at berths, a convoy has its moment and keeps it when others change. A vehicle joins the first convoy with room that
//! enters when the vehicle is there, or opens one of its own where headway, the other heading, opening hours, escorts
//! and the screening post allow it. Carried out in the order of their moments, no convoy enters later than here. Everything
//! done since the last commit can be undone.

use couloir_model::travel::Heading;

use crate::problem::{Gate, NEVER, Problem, Rule, earliest_open};

/// A vehicle that wants to go through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) gate: u32,
    pub(crate) heading: Heading,
    pub(crate) people: u32,
    pub(crate) reach: u32,
}

/// How it goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The convoy that it joins; a new one if none.
    joins: Option<u32>,
    pub(crate) enter: u32,
    examined: (u32, u32),
    pub(crate) leave: u32,
}

/// The appointments at all regulated passages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lineups {
    gates: Vec<Lineup>,
    undo: Vec<Undo>,
    next: u32,
    /// Vehicles that convoys lack in all.
    pub(crate) lacks: i64,
    /// For each passage, the seconds for which a new convoy waits for others.
    pub(crate) hold: Vec<u32>,
}

/// The convoys of one passage.
#[derive(Debug, Clone, Default)]
struct Lineup {
    convoys: Vec<Convoy>,
    /// Places in `convoys` that are not used.
    free: Vec<u32>,
    /// By heading: moment, order of opening, and place in `convoys`; sorted.
    lanes: [Vec<Entry>; 2],
    /// For each escort team, from when until when it is out; sorted.
    teams: Vec<Vec<(u32, u32)>>,
    /// Convoys that are examined, of both headings; sorted.
    post: Vec<Entry>,
}

type Entry = (u32, u32, u32);

/// A convoy and its moment.
#[derive(Debug, Clone, Default)]
struct Convoy {
    heading: Heading,
    ruled: bool,
    enter: u32,
    order: u32,
    members: Vec<Member>,
    teams: Vec<u32>,
    /// From when until when its people are examined; nothing when both are 0.
    examined: (u32, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Member {
    vehicle: u32,
    visit: u32,
    /// When its people have been examined; 0 if they are not.
    until: u32,
}

#[derive(Debug, Clone)]
enum Undo {
    Joined { gate: u32, convoy: u32, examined: (u32, u32) },
    Opened { gate: u32, convoy: u32 },
    Left { gate: u32, convoy: u32, at: u32, member: Member, examined: (u32, u32) },
    Closed { gate: u32, convoy: u32 },
}

impl Convoy {
    fn lacks(&self, gate: &Gate) -> i64 {
        match &gate.rule {
            Some(rule) if self.ruled => i64::from(rule.vehicles_min).saturating_sub(self.members.len() as i64).max(0),
            _ => 0,
        }
    }

    fn entry(&self, place: u32) -> Entry {
        (self.enter, self.order, place)
    }
}

fn put(list: &mut Vec<Entry>, entry: Entry) {
    let at = list.partition_point(|other| *other < entry);
    list.insert(at, entry);
}

fn take(list: &mut Vec<Entry>, entry: Entry) {
    let at = list.partition_point(|other| *other < entry);
    debug_assert_eq!(list[at], entry);
    list.remove(at);
}

impl Lineups {
    pub(crate) fn new(problem: &Problem) -> Lineups {
        let lineup = |gate: &Gate| Lineup { teams: vec![Vec::new(); gate.teams.len()], ..Lineup::default() };
        Lineups {
            gates: problem.gates.iter().map(lineup).collect(),
            hold: vec![0; problem.gates.len()],
            ..Lineups::default()
        }
    }

    /// When and how a vehicle could go through.
    pub(crate) fn fit(&self, problem: &Problem, ask: Ask) -> Fit {
        let gate = &problem.gates[ask.gate as usize];
        let lineup = &self.gates[ask.gate as usize];
        let rule = gate.rule(ask.people > 0);
        let examination = if ask.people > 0 { gate.examination(ask.people) } else { 0 };
        let screening = if ask.people > 0 { gate.screening } else { 0 };
        let shared = rule.is_some_and(|rule| rule.vehicles_max > 1);
        let hold = if shared { self.hold[ask.gate as usize] } else { 0 };
        let (enter, from) = lineup.open(gate, rule, &ask, ask.reach.saturating_add(hold), examination);
        if shared
            && let Some(rule) = rule
            && let Some(fit) = lineup.join(gate, rule, &ask, enter, examination, screening)
        {
            return fit;
        }
        let until = from.saturating_add(examination);
        Fit { joins: None, enter, examined: (from, until), leave: until.max(enter).saturating_add(screening) }
    }

    /// Takes the place that [`Lineups::fit`] found; gives the place of the convoy.
    pub(crate) fn book(&mut self, problem: &Problem, ask: Ask, fit: Fit, vehicle: usize, visit: usize) -> u32 {
        let gate = &problem.gates[ask.gate as usize];
        let lineup = &mut self.gates[ask.gate as usize];
        let is_examined = ask.people > 0 && gate.people_per_hour.is_some();
        let member = Member {
            vehicle: vehicle as u32,
            visit: visit as u32,
            until: if is_examined { fit.examined.1 } else { 0 },
        };
        if let Some(place) = fit.joins {
            self.lacks -= lineup.convoys[place as usize].lacks(gate);
            let examined = lineup.convoys[place as usize].examined;
            lineup.add(place, member, fit.examined.0);
            self.lacks += lineup.convoys[place as usize].lacks(gate);
            self.undo.push(Undo::Joined { gate: ask.gate, convoy: place, examined });
            return place;
        }
        let rule = gate.rule(ask.people > 0);
        let teams = rule.map_or(Vec::new(), |rule| lineup.teams_at(gate, rule.escorts, fit.enter));
        let convoy = Convoy {
            heading: ask.heading,
            ruled: rule.is_some(),
            enter: fit.enter,
            order: self.next,
            teams,
            ..Convoy::default()
        };
        self.next += 1;
        let place = lineup.place_for(convoy);
        lineup.convoys[place as usize].members.clear();
        lineup.open_again(gate, place);
        lineup.add(place, member, fit.examined.0);
        self.lacks += lineup.convoys[place as usize].lacks(gate);
        self.undo.push(Undo::Opened { gate: ask.gate, convoy: place });
        place
    }

    /// A vehicle gives its place in a convoy up.
    pub(crate) fn leave(&mut self, problem: &Problem, gate: u32, place: u32, vehicle: usize, visit: usize) {
        let row = &problem.gates[gate as usize];
        let lineup = &mut self.gates[gate as usize];
        let convoy = &mut lineup.convoys[place as usize];
        self.lacks -= convoy.lacks(row);
        let same = |member: &Member| (member.vehicle as usize, member.visit as usize) == (vehicle, visit);
        let at = convoy.members.iter().position(same).expect("a vehicle leaves a convoy that it is in");
        let examined = convoy.examined;
        let member = convoy.members.remove(at);
        self.undo.push(Undo::Left { gate, convoy: place, at: at as u32, member, examined });
        let until = convoy.members.iter().map(|member| member.until).max().unwrap_or(0);
        if examined.1 > 0 {
            convoy.examined.1 = until;
            if until == 0 {
                convoy.examined = (0, 0);
                let entry = convoy.entry(place);
                take(&mut lineup.post, entry);
            }
        }
        let convoy = &lineup.convoys[place as usize];
        if convoy.members.is_empty() {
            lineup.close(row, place);
            self.undo.push(Undo::Closed { gate, convoy: place });
        } else {
            self.lacks += convoy.lacks(row);
        }
    }

    /// Makes everything final.
    pub(crate) fn commit(&mut self) {
        if self.undo.is_empty() {
            return;
        }
        for undo in std::mem::take(&mut self.undo) {
            // The place of a closed convoy can be used again: nobody will open it any more.
            if let Undo::Closed { gate, convoy } = undo {
                self.gates[gate as usize].free.push(convoy);
            }
        }
    }

    /// Undoes everything since the last commit.
    pub(crate) fn rollback(&mut self, problem: &Problem) {
        while let Some(undo) = self.undo.pop() {
            match undo {
                Undo::Joined { gate, convoy: place, examined } => {
                    let (row, lineup) = (&problem.gates[gate as usize], &mut self.gates[gate as usize]);
                    self.lacks -= lineup.convoys[place as usize].lacks(row);
                    lineup.convoys[place as usize].members.pop();
                    lineup.set_examined(place, examined);
                    self.lacks += lineup.convoys[place as usize].lacks(row);
                }
                Undo::Opened { gate, convoy: place } => {
                    let (row, lineup) = (&problem.gates[gate as usize], &mut self.gates[gate as usize]);
                    self.lacks -= lineup.convoys[place as usize].lacks(row);
                    lineup.convoys[place as usize].members.clear();
                    lineup.set_examined(place, (0, 0));
                    lineup.close(row, place);
                    lineup.free.push(place);
                }
                Undo::Left { gate, convoy: place, at, member, examined } => {
                    let (row, lineup) = (&problem.gates[gate as usize], &mut self.gates[gate as usize]);
                    if !lineup.convoys[place as usize].members.is_empty() {
                        self.lacks -= lineup.convoys[place as usize].lacks(row);
                    }
                    lineup.convoys[place as usize].members.insert(at as usize, member);
                    lineup.set_examined(place, examined);
                    self.lacks += lineup.convoys[place as usize].lacks(row);
                }
                Undo::Closed { gate, convoy } => {
                    self.gates[gate as usize].open_again(&problem.gates[gate as usize], convoy);
                }
            }
        }
    }

    /// Takes a convoy over as it was played; gives its place.
    pub(crate) fn adopt(&mut self, problem: &Problem, gate: u32, convoy: &crate::routes::Convoy, enter: u32) -> u32 {
        let lineup = &mut self.gates[gate as usize];
        let row = &problem.gates[gate as usize];
        let ruled = row.rule.is_some() && (convoy.lacks > 0 || !convoy.teams.is_empty());
        let teams = convoy.teams.clone();
        let place = lineup.place_for(Convoy {
            heading: convoy.heading,
            ruled,
            enter,
            order: self.next,
            teams,
            ..Convoy::default()
        });
        self.next += 1;
        lineup.open_again(row, place);
        place
    }

    /// A vehicle of a convoy that was taken over, with how long its people were examined.
    pub(crate) fn adopt_member(&mut self, problem: &Problem, gate: u32, place: u32, member: Adopted) {
        let row = &problem.gates[gate as usize];
        let lineup = &mut self.gates[gate as usize];
        let is_examined = member.people > 0 && row.people_per_hour.is_some();
        let until = if is_examined { member.leave.saturating_sub(row.screening) } else { 0 };
        let from = until.saturating_sub(row.examination(member.people));
        lineup.convoys[place as usize].ruled |= row.rule(member.people > 0).is_some();
        let member = Member { vehicle: member.vehicle, visit: member.visit, until };
        lineup.add(place, member, from);
    }

    /// Adds up what convoys lack, after some were taken over.
    pub(crate) fn count_lacks(&mut self, problem: &Problem) {
        let of = |(gate, lineup): (&Gate, &Lineup)| -> i64 {
            lineup.lanes.iter().flatten().map(|entry| lineup.convoys[entry.2 as usize].lacks(gate)).sum()
        };
        self.lacks = problem.gates.iter().zip(&self.gates).map(of).sum();
    }

    /// The convoys of all passages in order.
    pub(crate) fn convoys(&self, problem: &Problem) -> Vec<Vec<crate::routes::Convoy>> {
        let list = |(gate, lineup): (&Gate, &Lineup)| {
            let mut entries: Vec<Entry> = lineup.lanes.iter().flatten().copied().collect();
            entries.sort_unstable();
            let written = |entry: &Entry| {
                let convoy = &lineup.convoys[entry.2 as usize];
                crate::routes::Convoy {
                    heading: convoy.heading,
                    vehicles: convoy.members.iter().map(|member| member.vehicle).collect(),
                    teams: convoy.teams.clone(),
                    lacks: convoy.lacks(gate) as u32,
                }
            };
            entries.iter().map(written).collect()
        };
        problem.gates.iter().zip(&self.gates).map(list).collect()
    }

    /// A vehicle of a convoy that is too small, and the visit to which it is on the way.
    pub(crate) fn draw_lacking(&self, problem: &Problem, stream: &mut crate::seed::Stream) -> Option<(u32, u32)> {
        let lacking = |(gate, lineup): (&Gate, &'_ Lineup)| -> Vec<(u32, u32)> {
            let convoys = lineup.lanes.iter().flatten().map(|entry| &lineup.convoys[entry.2 as usize]);
            let small = convoys.filter(|convoy| convoy.lacks(gate) > 0);
            small.flat_map(|convoy| &convoy.members).map(|member| (member.vehicle, member.visit)).collect()
        };
        let members: Vec<(u32, u32)> = problem.gates.iter().zip(&self.gates).flat_map(lacking).collect();
        (!members.is_empty()).then(|| members[stream.below(members.len())])
    }

    /// The vehicles and visits of a convoy drawn at random, and of the one after it in its lane.
    pub(crate) fn draw(&self, gate: usize, stream: &mut crate::seed::Stream) -> Vec<(u32, u32)> {
        let lanes = &self.gates[gate].lanes;
        let count = lanes[0].len() + lanes[1].len();
        if count == 0 {
            return Vec::new();
        }
        let drawn = stream.below(count);
        let (lane, at) = if drawn < lanes[0].len() { (0, drawn) } else { (1, drawn - lanes[0].len()) };
        let members = |entry: &Entry| {
            self.gates[gate].convoys[entry.2 as usize].members.iter().map(|member| (member.vehicle, member.visit))
        };
        lanes[lane][at..].iter().take(2).flat_map(members).collect()
    }
}

/// A vehicle of a convoy that was played.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Adopted {
    pub(crate) vehicle: u32,
    pub(crate) visit: u32,
    pub(crate) people: u32,
    pub(crate) leave: u32,
}

impl Lineup {
    /// The earliest moment from `from` on at which a new convoy can enter, and when its first vehicle is examined.
    fn open(&self, gate: &Gate, rule: Option<&Rule>, ask: &Ask, from: u32, examination: u32) -> (u32, u32) {
        // Whoever has gone through before there was anything to decide is in no list.
        let over =
            |heading: Heading, apart: u32| gate.entered[heading as usize].map_or(0, |last| last.saturating_add(apart));
        let mut enter = from.max(over(ask.heading, gate.headway));
        if let Some(crossing) = gate.crossing {
            enter = enter.max(over(ask.heading.back(), crossing));
        }
        loop {
            enter = earliest_open(&gate.windows, enter, 0);
            if enter == NEVER {
                return (NEVER, NEVER);
            }
            let same = &self.lanes[ask.heading as usize];
            if let Some(later) = beside(same, enter, gate.headway) {
                enter = later;
                continue;
            }
            if let Some(crossing) = gate.crossing
                && let Some(later) = beside(&self.lanes[1 - ask.heading as usize], enter, crossing)
            {
                enter = later;
                continue;
            }
            let at = self.post.partition_point(|entry| entry.0 <= enter);
            let busy = at.checked_sub(1).map_or(gate.examined, |before| self.examined(before).1);
            let busy = if examination > 0 { busy } else { 0 };
            let from = busy.max(enter);
            if examination > 0
                && let Some(next) = self.post.get(at)
                && from.saturating_add(examination) > self.examined(at).0
            {
                enter = next.0;
                continue;
            }
            let escorts = rule.map_or(0, |rule| rule.escorts);
            let later = if escorts == 0 { enter } else { self.escorted(gate, escorts, enter) };
            if later == enter {
                return (enter, from);
            }
            enter = later;
        }
    }

    fn examined(&self, at: usize) -> (u32, u32) {
        self.convoys[self.post[at].2 as usize].examined
    }

    /// The first convoy with room that enters from when the vehicle is there until `latest`.
    fn join(&self, gate: &Gate, rule: &Rule, ask: &Ask, latest: u32, examination: u32, screening: u32) -> Option<Fit> {
        let lane = &self.lanes[ask.heading as usize];
        let first = lane.partition_point(|entry| entry.0 < ask.reach);
        for entry in lane[first..].iter().take_while(|entry| entry.0 <= latest) {
            let convoy = &self.convoys[entry.2 as usize];
            if !convoy.ruled || convoy.members.len() as u32 >= rule.vehicles_max {
                continue;
            }
            let mut from = convoy.enter;
            if examination > 0 {
                let at = self.post.partition_point(|other| (other.0, other.1) <= (entry.0, entry.1));
                from = at.checked_sub(1).map_or(gate.examined, |before| self.examined(before).1).max(from);
                if at < self.post.len() && from.saturating_add(examination) > self.examined(at).0 {
                    continue;
                }
            }
            let until = from.saturating_add(examination);
            let leave = until.saturating_add(screening);
            return Some(Fit { joins: Some(entry.2), enter: convoy.enter, examined: (from, until), leave });
        }
        None
    }

    /// The earliest moment from `from` on at which so many teams can set out; a later one is to be looked at again.
    fn escorted(&self, gate: &Gate, escorts: u32, from: u32) -> u32 {
        let starts = self.teams.iter().zip(&gate.teams).map(|(out, team)| free_from(out, team, from));
        if escorts == 1 {
            return starts.min().unwrap_or(NEVER);
        }
        let mut starts: Vec<u32> = starts.collect();
        starts.sort_unstable();
        starts.get(escorts as usize - 1).copied().unwrap_or(NEVER)
    }

    /// The teams that can set out at this moment, as many as asked for: those that are back soonest.
    fn teams_at(&self, gate: &Gate, escorts: u32, enter: u32) -> Vec<u32> {
        let able = |team: &usize| free_from(&self.teams[*team], &gate.teams[*team], enter) == enter;
        let mut teams: Vec<usize> = (0..self.teams.len()).filter(able).collect();
        teams.sort_by_key(|&team| gate.teams[team].busy);
        teams.truncate(escorts as usize);
        teams.into_iter().map(|team| team as u32).collect()
    }

    fn place_for(&mut self, convoy: Convoy) -> u32 {
        match self.free.pop() {
            Some(place) => {
                self.convoys[place as usize] = convoy;
                place
            }
            None => {
                self.convoys.push(convoy);
                self.convoys.len() as u32 - 1
            }
        }
    }

    /// Lists a convoy in its lane, and its escorts as out.
    fn open_again(&mut self, gate: &Gate, place: u32) {
        let convoy = &self.convoys[place as usize];
        put(&mut self.lanes[convoy.heading as usize], convoy.entry(place));
        for &team in &convoy.teams {
            let out = &mut self.teams[team as usize];
            let slot = (convoy.enter, convoy.enter.saturating_add(gate.teams[team as usize].busy));
            let at = out.partition_point(|other| *other < slot);
            out.insert(at, slot);
        }
    }

    /// Takes a convoy without vehicles off the lists; its place stays until nobody can want it back.
    fn close(&mut self, gate: &Gate, place: u32) {
        let convoy = &self.convoys[place as usize];
        take(&mut self.lanes[convoy.heading as usize], convoy.entry(place));
        for &team in &convoy.teams {
            let out = &mut self.teams[team as usize];
            let slot = (convoy.enter, convoy.enter.saturating_add(gate.teams[team as usize].busy));
            let at = out.partition_point(|other| *other < slot);
            debug_assert_eq!(out[at], slot);
            out.remove(at);
        }
    }

    fn add(&mut self, place: u32, member: Member, examined_from: u32) {
        let convoy = &mut self.convoys[place as usize];
        convoy.members.push(member);
        if member.until > 0 {
            let from = if convoy.examined.1 > 0 { convoy.examined.0 } else { examined_from };
            let until = convoy.examined.1.max(member.until);
            self.set_examined(place, (from, until));
        }
    }

    fn set_examined(&mut self, place: u32, examined: (u32, u32)) {
        let convoy = &mut self.convoys[place as usize];
        let before = std::mem::replace(&mut convoy.examined, examined);
        let entry = convoy.entry(place);
        match (before.1 > 0, examined.1 > 0) {
            (false, true) => put(&mut self.post, entry),
            (true, false) => take(&mut self.post, entry),
            _ => {}
        }
    }
}

/// Where a convoy would enter less than `apart` from another of the lane, the moment at which the other no longer hinders it.
#[inline]
fn beside(lane: &[Entry], enter: u32, apart: u32) -> Option<u32> {
    if apart == 0 {
        return None;
    }
    let at = lane.partition_point(|entry| entry.0 <= enter);
    let after = |entry: &Entry| entry.0.saturating_add(apart);
    if let Some(before) = at.checked_sub(1).map(|before| after(&lane[before])).filter(|&later| later > enter) {
        return Some(before);
    }
    lane.get(at).filter(|next| next.0 < enter.saturating_add(apart)).map(after)
}

/// The earliest moment from `from` on at which a team can set out and be back before it has to set out again.
fn free_from(out: &[(u32, u32)], team: &crate::problem::Team, from: u32) -> u32 {
    let mut start = from.max(team.available_from);
    let mut at = out.partition_point(|slot| slot.1 <= start);
    while let Some(slot) = out.get(at).filter(|slot| slot.0 < start.saturating_add(team.busy.max(1))) {
        start = start.max(slot.1);
        at += 1;
    }
    if start.saturating_add(team.busy) <= team.available_until { start } else { NEVER }
}
