//! Rule `under_way`: a plan that continues another one keeps who has boarded and where each vehicle is, and gives vehicles out of
//! service nothing to begin.
//!
//! What has begun may end otherwise than the other plan said: a vehicle may leave out stops that are to come, go to another shelter,
//! or, with nobody on board, be called off, also while people board it. That is a change, and listed as one; whether it is worth it is not for the judge to say.
//! It sets off for elsewhere when it has turned ([`Begun::turned`]): rule `availability`.
//!
//! The rest of such a plan is judged by all other rules, as a plan for what is left of the operation.

use super::people::{left_by_site, loaded};
use crate::verdict::{Amount, Rule, Spot, Stage, Verdict, Violation};
use crate::walk::{Report, Walk, counts};
use couloir_model::continuation::{Begun, Continuation, Misfit, UnderWay};
use couloir_model::id::{ConvoyId, VehicleId};
use couloir_model::plan::{Parts, Plan, Reason, Trip};
use couloir_model::scenario::Scenario;
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;

/// Judges `plan`, which continues `adopted` from `situation` on.
///
/// What is over is taken as it is said to have happened. Those on board must be brought to a shelter by the vehicle that they are in;
/// all that follows must be a valid plan for what is left of the operation, moment for moment. Numbers in the verdict are those of the whole plan.
///
/// # Errors
///
/// What the situation and the adopted plan do not agree on, so that nobody can say what is left.
pub fn verify_from(
    scenario: &Scenario,
    travel: &TravelTimes,
    adopted: &Plan,
    situation: &Situation,
    plan: &Plan,
) -> Result<Verdict, Vec<Misfit>> {
    let left = Continuation::of(scenario, travel, adopted, situation)?.with_those_who_turn(plan);
    let rest = Plan::new(left.rest_of(plan));
    let aboard = left
        .begun
        .iter()
        .enumerate()
        .filter_map(|(vehicle, begun)| Some((VehicleId::at(vehicle), begun.under_way.as_ref()?.aboard?)));
    let mut verdict = super::judge(&left.scenario, &left.travel, &rest, &aboard.collect());
    verdict.violations.retain(|violation| !ends_late(&left, plan, violation));
    for violation in &mut verdict.violations {
        violation.spot = in_whole(&left, violation.spot);
    }
    let walk = Walk::of(scenario, travel, plan);
    let mut report = Report::default();
    check(&walk, &left, adopted, situation, &mut report);
    books(&walk, &mut report);
    let sums = super::total::check(&walk, &mut report);
    verdict.violations.append(&mut report.0);
    verdict.violations.sort_by_key(|violation| violation.rule);
    Ok(Verdict {
        clearance: sums.clearance,
        person_seconds: sums.person_seconds,
        driving: sums.driving,
        moved: super::cut(sums.moved),
        late: super::cut(sums.late),
        left: plan.left(),
        queueing: walk.calls.iter().map(|call| call.visit.queueing()).sum(),
        made_for_this: plan.scenario == scenario.id(travel),
        ..verdict
    })
}

fn check(walk: &Walk<'_>, left: &Continuation<'_>, adopted: &Plan, situation: &Situation, report: &mut Report) {
    if walk.plan.parent != Some(adopted.id()) {
        report.add(
            Rule::UnderWay,
            Spot::plan(),
            Amount::Entries(1),
            "the plan does not say that it continues this one",
        );
    }
    let over = left.convoys_over();
    for (index, convoy) in
        over.iter().enumerate().filter(|(index, convoy)| walk.plan.convoys.get(*index) != Some(convoy))
    {
        let spot = Spot::convoy(ConvoyId::at(index), convoy.passage);
        report.add(Rule::UnderWay, spot, Amount::Entries(1), "the convoy has entered and is not as it was");
    }
    for (index, convoy) in walk.plan.convoys.iter().enumerate().skip(over.len()) {
        if convoy.enter <= left.now {
            let spot = Spot::convoy(ConvoyId::at(index), convoy.passage);
            report.add(Rule::UnderWay, spot, Amount::Entries(1), "the convoy enters at a moment that is past");
        }
    }
    for (index, begun) in left.begun.iter().enumerate() {
        let vehicle = VehicleId::at(index);
        let trips = trips(walk.plan, vehicle);
        ended(vehicle, begun, trips, report);
        let rest = trips.get(begun.ended.len()..).unwrap_or_default();
        let goes_on = goes_on(begun, rest.first());
        if let Some(under_way) = &begun.under_way {
            let spot = Spot::trip(vehicle, begun.ended.len());
            match rest.first() {
                Some(trip) => {
                    if under_way.loaded > 0 {
                        kept(spot, under_way, trip, report);
                    }
                    has_passed(spot, begun, under_way, trip, report);
                }
                None if under_way.loaded == 0 || stay_on_board(walk, vehicle, under_way) => {}
                None => report.add(Rule::UnderWay, spot, Amount::Vehicles(1), "the trip that it is on is left out"),
            }
        }
        let begins = rest.len().saturating_sub(usize::from(goes_on));
        if !situation.vehicles[index].in_service && begins > 0 {
            let message = format!("it is out of service and begins trips: {begins}");
            report.add(Rule::UnderWay, Spot::vehicle(vehicle), Amount::Entries(begins as u64), message);
        }
    }
}

/// Whether the plan lists all on board of a vehicle as those who stay there.
fn stay_on_board(walk: &Walk<'_>, vehicle: VehicleId, under_way: &UnderWay) -> bool {
    let listed = walk.plan.not_moved.iter().filter(|entry| entry.reason == Reason::Stranded { vehicle });
    let listed: Vec<_> = listed.map(|entry| (entry.site, &entry.people)).collect();
    let boarded = under_way.trip.stops[..under_way.loaded].iter().map(|stop| (stop.site, &stop.load));
    boarded.eq(listed)
}

fn trips(plan: &Parts, vehicle: VehicleId) -> &[Trip] {
    plan.routes.iter().find(|route| route.vehicle == vehicle).map_or(&[][..], |route| &route.trips)
}

/// Whether a vehicle is on a trip and goes on with it.
fn goes_on(begun: &Begun, trip: Option<&Trip>) -> bool {
    begun.under_way.as_ref().zip(trip).is_some_and(|(under_way, trip)| under_way.goes_on(trip))
}

fn ended(vehicle: VehicleId, begun: &Begun, trips: &[Trip], report: &mut Report) {
    for (index, over) in begun.ended.iter().enumerate() {
        if trips.get(index) != Some(over) {
            let message = "the trip has ended and is not as it was";
            report.add(Rule::UnderWay, Spot::trip(vehicle, index), Amount::Entries(1), message);
        }
    }
}

fn kept(spot: Spot, under_way: &UnderWay, trip: &Trip, report: &mut Report) {
    let said = &under_way.trip;
    let mut add = |message: &str| report.add(Rule::UnderWay, spot, Amount::Entries(1), message);
    if trip.configuration != said.configuration {
        add("the vehicle is on the way and fitted out differently");
    }
    if !under_way.has_boarded(trip) {
        add("those on board are not those who have boarded");
    }
    if !under_way.stops_as_said(trip) {
        add("the vehicle is on the way and stops elsewhere");
    }
}

/// A vehicle that has passages of its leg behind it has gone through them as it did.
fn has_passed(spot: Spot, begun: &Begun, under_way: &UnderWay, trip: &Trip, report: &mut Report) {
    let Some(way) = &begun.on_the_way else { return };
    let visit = trip.visits().nth(under_way.loaded);
    let is_as_it_was = visit.is_some_and(|visit| {
        visit.depart == way.depart && visit.passings.get(..way.passed.len()) == Some(&way.passed[..])
    });
    if !is_as_it_was {
        let message = "the passages behind the vehicle are not as it went through them";
        report.add(Rule::UnderWay, spot, Amount::Entries(1), message);
    }
}

/// The people whom the plan provides for are those whom it takes and those whom it leaves.
fn books(walk: &Walk<'_>, report: &mut Report) {
    let needs = walk.scenario.needs.len();
    let (loaded, left) = (loaded(walk), left_by_site(walk));
    for site in walk.scenario.site_ids() {
        let found = walk.plan.planned.get(site.index()).map_or(vec![0; needs], |load| counts(load, needs));
        for need in 0..needs {
            let taken = loaded[site.index()][need] + left[site.index()][need];
            if taken != found[need] {
                let name = &walk.scenario.needs[need].name;
                let message = format!("{taken} of `{name}` are taken or left, the plan provides for {}", found[need]);
                report.add(Rule::UnderWay, Spot::site(site), Amount::People(taken.abs_diff(found[need])), message);
            }
        }
    }
}

/// A vehicle that is on a trip ends it, however late: that is what has happened, and no fault of the plan.
fn ends_late(left: &Continuation<'_>, plan: &Parts, violation: &Violation) -> bool {
    let Spot { vehicle: Some(vehicle), trip: Some(0), stage: Some(Stage::Shelter(_)), .. } = violation.spot else {
        return false;
    };
    let begun = left.begun.get(vehicle.index());
    violation.rule == Rule::Availability
        && begun.is_some_and(|begun| goes_on(begun, trips(plan, vehicle).get(begun.ended.len())))
}

/// A spot of the rest as one of the whole plan: trips counted from the first, stops that are over before the others.
fn in_whole(left: &Continuation<'_>, spot: Spot) -> Spot {
    let over = left.convoys_over().len();
    let spot = Spot { convoy: spot.convoy.map(|convoy| ConvoyId::at(convoy.index() + over)), ..spot };
    let Some(begun) = spot.vehicle.and_then(|vehicle| left.begun.get(vehicle.index())) else { return spot };
    let mut whole = Spot { trip: spot.trip.map(|trip| trip + begun.ended.len()), ..spot };
    if let (Some(under_way), Some(0)) = (&begun.under_way, spot.trip) {
        let before = under_way.loaded.saturating_sub(usize::from(under_way.aboard.is_some()));
        whole.visit = spot.visit.map(|visit| if visit == 0 { visit } else { visit + before });
        if matches!((spot.stage, under_way.aboard), (Some(Stage::Site(site)), Some(aboard)) if site == aboard) {
            whole.stage = under_way.trip.stops.first().map(|stop| Stage::Site(stop.site));
        }
    }
    whole
}
