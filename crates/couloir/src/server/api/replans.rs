//! Planning again: something is said to have changed, plans near the adopted one are made for it, and the difference is read before
//! anybody adopts one of them.

use super::events::refused;
use super::plans::{Busy, Summary, find, summary};
use crate::again::{Asked, NOTICE, WORTHS, choice};
use crate::server::access::{By, Permit, Propose, SeeMovements};
use crate::server::centre::Change;
use crate::server::change::{self, Changed, Lived};
use crate::server::desk::{Answered, Basis, Kept, Near, UnderWay, told};
use crate::server::problem::Problem;
use crate::server::{Body, Server, figures, now};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use couloir_ledger::event::{Event, Method, What};
use couloir_model::clock::UnixSeconds;
use couloir_model::diff::{self, Kind, TOLERANCE};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Language;
use couloir_planner::Config;
use couloir_publish::difference::Difference;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

/// What has changed, and how long to search.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// What has changed.
    changed: Changed,
    /// For how many seconds to search, 1 to 60 [default: 2].
    seconds: Option<u16>,
    /// The seed of the search [default: 1].
    seed: Option<u64>,
}

/// The last answer to a change.
#[derive(Serialize, ToSchema)]
pub struct Answer {
    /// True while plans are being made.
    under_way: bool,
    /// The plan that is continued; absent when nothing was asked yet.
    parent: Option<String>,
    /// From which moment on movements change.
    from: Option<i64>,
    /// Plans, those that change least first.
    near: Vec<Alternative>,
    /// Why the operation cannot be planned again, in words.
    refused: Vec<String>,
    /// What was left out of account, in words.
    notes: Vec<String>,
}

/// A plan near the adopted one.
#[derive(Serialize, ToSchema)]
pub struct Alternative {
    /// The plan.
    plan: Summary,
    /// Movements that somebody has to be told of.
    changes: usize,
    /// By how many seconds everybody is out later than by the adopted plan; negative: sooner.
    later: i64,
    /// What a change had to gain, in seconds of clearance; absent for what must change and no more.
    worth: Option<u64>,
    /// True for the one that is proposed: a change has to gain a minute.
    is_chosen: bool,
}

/// What a plan changes.
#[derive(Serialize, ToSchema)]
pub struct Told {
    /// The plan that it continues.
    parent: String,
    /// The changes as they are read out, in the language that was asked for.
    text: String,
    /// The changes one by one.
    changes: Vec<Line>,
}

/// A movement that differs.
#[derive(Serialize, ToSchema)]
pub struct Line {
    /// The vehicle.
    vehicle: String,
    /// `retimed`, `reloaded`, `redirected`, `replaced`, `given_up` or `added`.
    kind: &'static str,
    /// When it first concerns somebody.
    at: i64,
}

/// In which language.
#[derive(Deserialize, IntoParams)]
pub struct Tongue {
    /// `en`, `fr` or `ar` [default: the operation's first].
    language: Option<String>,
}

/// What the change of an announced movement has to gain in the plan that is proposed, as `couloir replan` has it.
const WORTH: Seconds = Seconds(60);

/// The last answer.
#[utoipa::path(get, path = "/api/v1/replans", responses((status = 200, body = Answer), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn read(_: Permit<SeeMovements>, State(server): State<Arc<Server>>) -> Json<Answer> {
    let under_way = server.centre.desk.stage().is_some();
    let Some(answered) = server.centre.desk.answer() else {
        let (parent, from) = (None, None);
        return Json(Answer { under_way, parent, from, near: vec![], refused: vec![], notes: vec![] });
    };
    let before = &answered.basis.parent;
    let alternative = |(index, near): (usize, &Near)| Alternative {
        plan: summary(&server, &near.kept, None),
        changes: near.changes.len(),
        later: near.kept.plan.clearance.0.cast_signed() - before.clearance.0.cast_signed(),
        worth: near.worth.map(|worth| worth.0),
        is_chosen: answered.chosen == Some(index),
    };
    Json(Answer {
        under_way,
        parent: Some(before.id().to_string()),
        from: Some(figures::absolute(&server.centre.operation.scenario, answered.basis.situation.now.0)),
        near: answered.near.iter().enumerate().map(alternative).collect(),
        refused: answered.refused.clone(),
        notes: answered.notes.clone(),
    })
}

/// Says what has changed and has plans made for it; pages are told when they are there. Nothing is recorded.
#[utoipa::path(post, path = "/api/v1/replans", request_body = Wish, responses(
    (status = 202), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
))]
pub async fn ask(
    _: Permit<Propose>,
    State(server): State<Arc<Server>>,
    Body(wish): Body<Wish>,
) -> Result<StatusCode, Problem> {
    let seconds = wish.seconds.unwrap_or(2);
    if !(1..=60).contains(&seconds) {
        return Err(Problem::unusable(format!("`seconds` is not from 1 to 60: {seconds}"), "choose a shorter search"));
    }
    let folded = server.centre.folded_now();
    let adopted = server.centre.adopted(&folded).ok_or_else(|| {
        let help = "adopt a plan first; a plan that is not carried out is made anew with POST /api/v1/plans";
        Problem::conflict("no plan is carried out whose file is here", help).because("no_plan")
    })?;
    let scenario = &server.centre.operation.scenario;
    let incidents = server.centre.post().incidents();
    let lived = Lived { recorded: &folded.recorded, in_force: &folded.in_force, incidents: &incidents, now: now() };
    let (situation, notes) = change::situation(scenario, &adopted.plan, &lived, &wish.changed)
        .map_err(|fault| Problem::unusable(fault.to_string(), "GET /api/v1/operation lists what there is"))?;
    let basis = Arc::new(Basis { parent: adopted.plan.clone(), situation, changed: wish.changed });
    let under_way = server.centre.desk.begin(Duration::from_secs(seconds.into())).ok_or_else(|| {
        Problem::conflict("a plan is being made already", "wait, or stop it with DELETE /api/v1/plans").because("busy")
    })?;
    server.centre.tell(Change::Plans);
    tokio::task::spawn_blocking(move || {
        let busy = Busy(server);
        let answered = answered(&busy.0, &basis, notes, &under_way, wish.seed.unwrap_or(1));
        busy.0.centre.desk.set_answer(Some(answered));
    });
    Ok(StatusCode::ACCEPTED)
}

/// Forgets the last answer. Plans of it that were adopted stay.
#[utoipa::path(delete, path = "/api/v1/replans", responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn forget(_: Permit<Propose>, State(server): State<Arc<Server>>) -> StatusCode {
    server.centre.desk.set_answer(None);
    server.centre.tell(Change::Plans);
    StatusCode::NO_CONTENT
}

fn answered(server: &Server, basis: &Arc<Basis>, notes: Vec<String>, under_way: &UnderWay, seed: u64) -> Answered {
    let operation = &server.centre.operation;
    let asked = Asked {
        scenario: &operation.scenario,
        travel: &operation.travel,
        adopted: &basis.parent,
        situation: &basis.situation,
        notice: NOTICE,
        tolerance: TOLERANCE,
        worths: &WORTHS,
    };
    let config = Config { seed, iterations: None, workers: 1 };
    let found = server.centre.desk.work(under_way, |watch| server.planning.answer(&asked, &config, watch));
    let empty = Answered { basis: Arc::clone(basis), near: vec![], chosen: None, refused: vec![], notes };
    match found {
        Err(fault) => {
            server.complain(&fault);
            Answered { refused: vec![fault], ..empty }
        }
        Ok(Err(misfits)) => Answered { refused: told(&misfits), ..empty },
        Ok(Ok(mut found)) => {
            // Whoever chooses among plans is shown none that cannot be carried out.
            let broken = found.iter().flat_map(|one| &one.verdict.violations).next();
            let broken = broken.map(|broken| broken.finding(&operation.scenario).message);
            found.retain(|one| one.verdict.is_valid());
            if let (Some(broken), true) = (broken, found.is_empty()) {
                let refused = vec![format!("no plan was found that the judge accepts; of one it says: {broken}")];
                return Answered { refused, ..empty };
            }
            let chosen = choice(&found, WORTH);
            let near = found.into_iter().map(|one| Near {
                kept: Arc::new(Kept::new(one.plan, &one.verdict, operation, Some(Arc::clone(basis)))),
                worth: one.worth,
                changes: one.changes,
            });
            Answered { near: near.collect(), chosen, ..empty }
        }
    }
}

/// What a plan changes in the one that it continues, to be read out.
#[utoipa::path(get, path = "/api/v1/plans/{id}/difference", params(("id" = String, Path), Tongue), responses(
    (status = 200, body = Told), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub async fn difference(
    _: Permit<SeeMovements>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
    Query(tongue): Query<Tongue>,
) -> Result<Json<Told>, Problem> {
    let kept = find(&server, &id)?;
    let scenario = &server.centre.operation.scenario;
    let basis = kept.basis.as_ref().ok_or_else(|| {
        Problem::not_found(format!("plan {id} continues no other"), "POST /api/v1/replans makes plans that do")
    })?;
    let changes = diff::changes(&basis.parent, &kept.plan, TOLERANCE);
    let language = match tongue.language.as_deref() {
        Some("en") => Language::English,
        Some("fr") => Language::French,
        Some("ar") => Language::Arabic,
        _ => scenario.languages.first().copied().unwrap_or(Language::English),
    };
    let input =
        Difference { scenario, before: &basis.parent, after: &kept.plan, changes: &changes, now: basis.situation.now };
    let line = |change: &diff::Change| Line {
        vehicle: scenario.vehicle(change.vehicle).name.clone(),
        kind: kind(change.kind),
        at: figures::absolute(scenario, change.moment().0),
    };
    Ok(Json(Told {
        parent: basis.parent.id().to_string(),
        text: couloir_publish::difference::difference(&input, language),
        changes: changes.iter().map(line).collect(),
    }))
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Retimed => "retimed",
        Kind::Reloaded => "reloaded",
        Kind::Redirected => "redirected",
        Kind::Replaced => "replaced",
        Kind::GivenUp => "given_up",
        Kind::Added => "added",
    }
}

/// Keeps a plan that answers a change, and records the closures that were said and that nobody has recorded: whoever is told of the
/// plan must be told why.
pub(super) fn keep_with_its_closures(server: &Server, kept: &Arc<Kept>, by: &By) -> Result<(), Problem> {
    let Some(basis) = &kept.basis else { return Ok(()) };
    let operation = &server.centre.operation;
    let failed = |error: std::io::Error| Problem::failed(format!("cannot write the plan: {error}"));
    server.centre.desk.keep(kept, operation).map_err(failed)?;
    let at = figures::absolute(&operation.scenario, basis.situation.now.0);
    record_closures(server, &basis.changed, at, by).map(drop)
}

/// Records closures that nobody has recorded; those without a beginning hold from `at` on.
pub(super) fn record_closures(server: &Server, changed: &Changed, at: i64, by: &By) -> Result<usize, Problem> {
    let folded = server.centre.folded_now();
    let mut count = 0;
    for shut in &changed.closures {
        let Some(of) = shut.of.name(&server.centre.operation.scenario) else { continue };
        let what = What::Closure { of, from: UnixSeconds(shut.from.unwrap_or(at)), until: shut.until.map(UnixSeconds) };
        if folded.recorded.iter().any(|recorded| recorded.event.what == what) {
            continue;
        }
        let event = Event { occurred_at: Some(now()), post: None, method: Method::Reported, what };
        server.centre.record(&event, None, by, now()).map_err(refused)?;
        count += 1;
    }
    Ok(count)
}
