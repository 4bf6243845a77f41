//! Regulated passages and convoys for a random world: the vehicles are driven once as if they waited for nobody, then form up in the
//! order in which they came, and the limits are drawn around what came out.

use crate::world::{Random, World};
use couloir_judge::timetable;
use couloir_model::clock::Moment;
use couloir_model::id::{EscortId, PassageId, VehicleId};
use couloir_model::plan::Convoy;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::{ConvoyRule, ConvoyWho, Direction, EscortTeam};
use couloir_model::travel::Heading;
use std::num::NonZeroU32;

/// A vehicle in front of a passage.
struct Coming {
    reach: Moment,
    vehicle: VehicleId,
    heading: Heading,
    laden: bool,
}

/// Regulates each passage one time in two; `None` when its plan cannot be carried out.
pub(crate) fn form_up(world: &mut World, random: &mut Random) -> Option<()> {
    for index in 0..world.scenario.passages.len() {
        if random.chance(2) {
            regulate(world, PassageId::at(index), random)?;
        }
    }
    Some(())
}

fn regulate(world: &mut World, passage: PassageId, random: &mut Random) -> Option<()> {
    let mut coming = coming(world, passage)?;
    coming.sort_by_key(|one| (one.reach, one.vehicle));
    let rule = random.chance(2).then(|| if random.chance(2) { ConvoyWho::All } else { ConvoyWho::Laden });
    let convoys = chunks(coming, passage, rule, random);
    let sizes: Vec<u32> =
        convoys.iter().filter(|(ruled, _)| *ruled).map(|(_, convoy)| convoy.vehicles.len() as u32).collect();
    let escorts = if rule.is_some() { random.between(0, 2) as u32 } else { 0 };
    let row = &mut world.scenario.passages[passage.index()];
    row.convoy = rule.map(|who| ConvoyRule {
        vehicles_min: NonZeroU32::new(sizes.iter().min().copied().unwrap_or(1)).unwrap(),
        vehicles_max: sizes.iter().max().copied().and_then(NonZeroU32::new),
        escorts,
        who,
    });
    row.headway = Seconds(if random.chance(2) { random.between(1, 120) } else { 0 });
    if random.chance(2) {
        row.direction = Direction::OneWayAtATime { crossing: Seconds(random.between(1, 90)) };
    }
    if random.chance(2) {
        row.screening.people_per_hour = NonZeroU32::new(random.between(60, 3_000) as u32);
    }
    if !row.is_regulated() {
        row.headway = Seconds(30);
    }
    let first = world.scenario.escorts.len();
    let teams = escorts as usize + random.between(0, 1) as usize;
    world.scenario.escorts.extend((0..teams).map(|number| EscortTeam {
        name: format!("team {passage:?} {number}"),
        passage,
        available_from: Moment(random.between(0, 900)),
        available_until: None,
        escorting: Seconds(random.between(0, 300)),
        way_back: Seconds(random.between(0, 300)),
    }));
    let mut next = 0;
    for (ruled, mut convoy) in convoys {
        for _ in 0..if ruled { escorts } else { 0 } {
            convoy.escorts.push(EscortId::at(first + next % teams));
            next += 1;
        }
        world.plan.convoys.push(convoy);
    }
    Some(())
}

/// Who comes to the passage when nobody waits for anybody there; passages before it are regulated already.
fn coming(world: &World, passage: PassageId) -> Option<Vec<Coming>> {
    let plan = timetable(&world.scenario(), &world.travel(), world.plan.clone()).ok()?;
    let mut coming = Vec::new();
    for route in &plan.routes {
        let mut at = world.scenario().start_of(route.vehicle);
        for trip in &route.trips {
            let scenario = world.scenario();
            let sites = trip.stops.iter().map(|stop| scenario.site(stop.site).place);
            let places = sites.chain([scenario.shelter(trip.unloading.shelter).place]);
            for (index, (to, visit)) in places.zip(trip.visits()).enumerate() {
                let class = scenario.vehicle(route.vehicle).class;
                let crossings = world.travel().crossings(&scenario, class, at, to);
                for (crossing, passing) in crossings.iter().zip(&visit.passings) {
                    if crossing.passage == passage {
                        let (vehicle, heading) = (route.vehicle, crossing.heading);
                        coming.push(Coming { reach: passing.reach, vehicle, heading, laden: index > 0 });
                    }
                }
                at = to;
            }
        }
    }
    Some(coming)
}

/// Puts vehicles into convoys of random sizes, in the order in which the last one of each comes; each with whether the rule holds.
fn chunks(
    coming: Vec<Coming>,
    passage: PassageId,
    rule: Option<ConvoyWho>,
    random: &mut Random,
) -> Vec<(bool, Convoy)> {
    let mut closed = Vec::new();
    let mut open: Vec<(bool, usize, Convoy)> = Vec::new();
    for one in coming {
        let ruled = rule.is_some_and(|who| who == ConvoyWho::All || one.laden);
        // A vehicle's turns come in the order of its convoys.
        let (again, rest): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(_, _, convoy)| convoy.vehicles.contains(&one.vehicle));
        closed.extend(again.into_iter().map(|(ruled, _, convoy)| (ruled, convoy)));
        open = rest;
        let same = |(known, _, convoy): &&mut (bool, usize, Convoy)| *known && ruled && convoy.heading == one.heading;
        if let Some((_, _, convoy)) = open.iter_mut().find(same) {
            convoy.vehicles.push(one.vehicle);
        } else {
            let size = if ruled { random.between(1, 4) as usize } else { 1 };
            let (vehicles, escorts) = (vec![one.vehicle], Vec::new());
            let convoy = Convoy { passage, heading: one.heading, enter: Moment::START, vehicles, escorts };
            open.push((ruled, size, convoy));
        }
        let (full, rest): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(_, size, convoy)| convoy.vehicles.len() >= *size);
        closed.extend(full.into_iter().map(|(ruled, _, convoy)| (ruled, convoy)));
        open = rest;
    }
    closed.extend(open.into_iter().map(|(ruled, _, convoy)| (ruled, convoy)));
    closed
}
