//! Plans: proposed, looked at, adopted.

use super::events::refused;
use crate::server::access::{Adopt, Permit, Propose, SeeMovements};
use crate::server::centre::Change;
use crate::server::desk::{self, Kept};
use crate::server::limits::From;
use crate::server::problem::Problem;
use crate::server::spreads::Known;
use crate::server::{Body, Server, figures, now};
use crate::turn::Turn;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use couloir_ledger::event::{Event, Method, What};
use couloir_model::format;
use couloir_model::id::PlanId;
use couloir_planner::Config;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// All plans, and the one that is being made.
#[derive(Serialize, ToSchema)]
pub struct Plans {
    /// Those that were proposed, the soonest clearance first.
    plans: Vec<Summary>,
    /// How far the one is that is being made.
    under_way: Option<UnderWay>,
    /// Why the last one that was to be made came to nothing, in words.
    fault: Option<String>,
}

/// A plan in short.
#[derive(Serialize, ToSchema)]
pub struct Summary {
    /// Its name.
    id: String,
    /// When the last person has been unloaded, in seconds since 1970-01-01 00:00 UTC.
    clearance: i64,
    /// No plan can be sooner than this.
    bound: Option<i64>,
    /// People brought out.
    moved: u32,
    /// People who are not.
    left: u32,
    /// Trips.
    trips: usize,
    /// Rules that the judge found broken, in words; none: it is valid.
    broken: Vec<String>,
    /// True when it was made for the operation as it is now.
    made_for_this: bool,
    /// True when it is the one that is carried out.
    is_adopted: bool,
    /// The plan that it continues, if it answers a change.
    parent: Option<String>,
}

/// A plan that is being made.
#[derive(Serialize, ToSchema)]
pub struct UnderWay {
    /// How much of the time is gone, in thousandths.
    permille: u32,
    /// Iterations so far.
    iterations: u64,
    /// The best clearance so far; absent while there is none.
    clearance: Option<i64>,
}

/// How to search.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// For how many seconds, 1 to 600 [default: 10].
    seconds: Option<u16>,
    /// The seed of the search [default: 1].
    seed: Option<u64>,
}

/// The second person's word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Adoption {
    /// The planner's passphrase, where one is set: whoever decides is not alone.
    planner_passphrase: Option<String>,
}

/// All plans.
#[utoipa::path(get, path = "/api/v1/plans", responses((status = 200, body = Plans), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(_: Permit<SeeMovements>, State(server): State<Arc<Server>>) -> Json<Plans> {
    let scenario = &server.centre.operation.scenario;
    let folded = server.centre.folded();
    let adopted = figures::adopted(&folded.in_force, |_| true).map(|adopted| adopted.plan);
    let mut plans: Vec<Summary> =
        server.centre.desk.all().iter().map(|kept| summary(&server, kept, adopted.as_deref())).collect();
    plans.sort_by_key(|plan| (plan.left, plan.clearance));
    let under_way = server.centre.desk.stage().map(|stage| UnderWay {
        permille: stage.permille,
        iterations: stage.iterations,
        clearance: (stage.clearance > 0).then(|| figures::absolute(scenario, stage.clearance.into())),
    });
    Json(Plans { plans, under_way, fault: server.centre.desk.fault() })
}

pub(super) fn summary(server: &Server, kept: &Kept, adopted: Option<&str>) -> Summary {
    let scenario = &server.centre.operation.scenario;
    let id = kept.plan.id().to_string();
    Summary {
        clearance: figures::absolute(scenario, kept.plan.clearance.0),
        bound: kept.plan.bound.as_ref().map(|bound| figures::absolute(scenario, bound.at_least.0)),
        moved: kept.plan.moved().0,
        left: kept.plan.left().0,
        trips: kept.plan.trips().count(),
        broken: kept.broken.clone(),
        made_for_this: kept.made_for_this,
        is_adopted: adopted == Some(&id),
        parent: kept.plan.parent.map(|parent| parent.to_string()),
        id,
    }
}

/// The plan file.
#[utoipa::path(get, path = "/api/v1/plans/{id}", params(("id" = String, Path)), responses(
    (status = 200, content_type = "application/json", body = Object), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
pub async fn read(
    _: Permit<SeeMovements>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let kept = find(&server, &id)?;
    let text = format::plan::write(&server.centre.operation.scenario, &kept.plan);
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// What happens to a plan when things go wrong.
#[derive(Serialize, ToSchema)]
pub struct Band {
    /// `under_way`, `played` or `cannot`.
    stage: &'static str,
    /// Why it cannot be played.
    why: Option<String>,
    /// How often it was carried out.
    runs: u64,
    /// People received over time, in rows of a moment, the number that 19 in 20 runs reach, the median, the number that one in 20
    /// exceeds, and the number without disturbance.
    #[schema(value_type = Vec<Vec<i64>>)]
    rows: Vec<[i64; 5]>,
    /// When the last person is received: one run in twenty is sooner, half, one in twenty is later.
    last: Option<[i64; 3]>,
    /// In how many runs everybody was out by the deadline, in thousandths, rounded down.
    in_time_permille: Option<u16>,
    /// In how many somebody was left whom the plan does not leave, in thousandths, rounded up.
    left_permille: Option<u16>,
    /// Why the last person was later than planned: reasons with the thousandths of runs in which each was the main one.
    #[schema(value_type = Vec<Vec<Object>>)]
    reasons: Vec<(&'static str, u16)>,
}

/// What happens to a plan when things go wrong: the judge's simulation under the usual disturbances. Ask again while it is under way.
#[utoipa::path(get, path = "/api/v1/plans/{id}/band", params(("id" = String, Path)), responses(
    (status = 200, body = Band), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub async fn band(
    _: Permit<SeeMovements>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
) -> Result<Json<Band>, Problem> {
    let kept = find(&server, &id)?;
    let nothing = |stage, why| Band {
        stage,
        why,
        runs: 0,
        rows: Vec::new(),
        last: None,
        in_time_permille: None,
        left_permille: None,
        reasons: Vec::new(),
    };
    let played = match server.centre.spread(&kept) {
        Known::UnderWay => return Ok(Json(nothing("under_way", None))),
        Known::Cannot(why) => return Ok(Json(nothing("cannot", Some(why.to_string())))),
        Known::Played(played) => played,
    };
    let (scenario, spread) = (&server.centre.operation.scenario, &played.spread);
    let people = |people: u64| i64::try_from(people + played.received).unwrap_or(i64::MAX);
    let bands = spread.bands.iter().filter(|band| played.from <= band.at.0);
    let end = figures::end(scenario, None, Some(&Known::Played(Arc::clone(&played))), None).simulated;
    Ok(Json(Band {
        stage: "played",
        why: None,
        runs: spread.runs,
        rows: bands
            .map(|band| {
                let [low, median, high, planned] = [band.low, band.median, band.high, band.planned].map(people);
                [figures::absolute(scenario, band.at.0), low, median, high, planned]
            })
            .collect(),
        last: end.map(|end| [end.low, end.median, end.high]),
        in_time_permille: spread.in_time_permille,
        left_permille: Some(spread.left_permille),
        reasons: spread.reasons.iter().map(|one| (one.of.name(), one.permille)).collect(),
    }))
}

/// Has a plan made; pages are told when it is there.
#[utoipa::path(post, path = "/api/v1/plans", request_body = Wish, responses(
    (status = 202), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
))]
pub async fn propose(
    _: Permit<Propose>,
    State(server): State<Arc<Server>>,
    Body(wish): Body<Wish>,
) -> Result<StatusCode, Problem> {
    let seconds = wish.seconds.unwrap_or(10);
    if !(1..=600).contains(&seconds) {
        return Err(Problem::unusable(format!("`seconds` is not from 1 to 600: {seconds}"), "choose a shorter search"));
    }
    let under_way = server.centre.desk.begin(Duration::from_secs(seconds.into()));
    let under_way = under_way.ok_or_else(|| {
        Problem::conflict("a plan is being made already", "wait, or stop it with DELETE /api/v1/plans").because("busy")
    })?;
    server.centre.tell(Change::Plans);
    tokio::task::spawn_blocking(move || {
        let busy = Busy(server);
        if let Err(fault) = made(&busy.0, &under_way, wish.seed.unwrap_or(1)) {
            busy.0.complain(&fault);
            busy.0.centre.desk.set_fault(Some(fault));
        }
    });
    Ok(StatusCode::ACCEPTED)
}

/// The desk while a plan is being made on it. However that ends, the desk is free afterwards, and pages are told.
pub(super) struct Busy(pub(super) Arc<Server>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.centre.desk.end();
        self.0.centre.tell(Change::Plans);
    }
}

fn made(server: &Server, under_way: &desk::UnderWay, seed: u64) -> Result<(), String> {
    let operation = &server.centre.operation;
    let config = Config { seed, iterations: None, workers: 1 };
    let work = |watch: &desk::UnderWay| server.planning.turn(&operation.scenario, &operation.travel, &config, watch);
    let Turn { plan, verdict, .. } = server.centre.desk.work(under_way, work)?;
    let kept = Arc::new(Kept::new(plan, &verdict, operation, None));
    server.centre.desk.keep(&kept, operation).map_err(|error| format!("cannot write the plan: {error}"))
}

/// Asks the plan that is being made to end with the best so far.
#[utoipa::path(delete, path = "/api/v1/plans", responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn stop(_: Permit<Propose>, State(server): State<Arc<Server>>) -> StatusCode {
    server.centre.desk.stop();
    StatusCode::NO_CONTENT
}

/// Adopts a plan: an event like any other.
#[utoipa::path(post, path = "/api/v1/plans/{id}/adoption", params(("id" = String, Path)), request_body = Adoption, responses(
    (status = 201), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
))]
pub async fn adopt(
    permit: Permit<Adopt>,
    State(server): State<Arc<Server>>,
    from: From,
    Path(id): Path<String>,
    Body(adoption): Body<Adoption>,
) -> Result<StatusCode, Problem> {
    let kept = find(&server, &id)?;
    if !kept.broken.is_empty() {
        let help = "have another plan made: the judge found broken rules in this one";
        return Err(Problem::conflict(format!("the judge refuses plan {id}"), help).because("judge"));
    }
    let plan = kept.plan.id();
    let carried_out = server.centre.folded_now().in_force.adopted.map(|adopted| adopted.plan);
    if kept.plan.parent.is_some_and(|parent| carried_out != Some(parent) && carried_out != Some(plan)) {
        let help = "say what has changed once more: plans near the one that is carried out are made in seconds";
        return Err(Problem::conflict(format!("plan {id} continues a plan that is no longer carried out"), help)
            .because("outdated"));
    }
    let doors = Arc::clone(&server);
    let _door = doors.doors.acquire().await.map_err(|error| Problem::failed(error.to_string()))?;
    let by = permit.by();
    let work = move || {
        second_person(&server, from, &adoption)?;
        super::replans::keep_with_its_closures(&server, &kept, &by)?;
        let what = What::PlanAdopted { plan };
        let event = Event { occurred_at: Some(now()), post: None, method: Method::Counted, what };
        server.centre.record(&event, None, &by, now()).map_err(refused)
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))??;
    Ok(StatusCode::CREATED)
}

/// Where a planner has a passphrase, a plan is adopted by two.
fn second_person(server: &Server, from: From, adoption: &Adoption) -> Result<(), Problem> {
    use crate::server::access::Role;
    if !server.passphrases.roles().any(|role| role == Role::Planner) {
        return Ok(());
    }
    super::session::has_patience(server, from)?;
    let fits = adoption.planner_passphrase.as_deref().is_some_and(|word| server.passphrases.fits(Role::Planner, word));
    if !fits {
        server.attempts.failed(from.0, now());
        let help = "have the planner write their passphrase: a plan is adopted by two";
        return Err(Problem::conflict("the second person has not agreed", help).because("second_person"));
    }
    Ok(())
}

pub(super) fn find(server: &Server, id: &str) -> Result<Arc<Kept>, Problem> {
    let kept = id.parse::<PlanId>().ok().and_then(|id| server.centre.desk.find(id));
    kept.ok_or_else(|| Problem::not_found(format!("no plan of this name: {id}"), "GET /api/v1/plans lists them"))
}
