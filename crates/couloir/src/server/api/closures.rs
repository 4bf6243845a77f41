//! Closures: those of the operation's files and those that somebody has recorded; and recording one without planning again.

use crate::server::access::{Look, Permit, Record};
use crate::server::change::{Changed, Closed, Shut};
use crate::server::problem::Problem;
use crate::server::{Body, Server, figures, now};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use couloir_model::clock::MOMENT_MAX;
use couloir_model::scenario::Stretch;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What is closed, or will be.
#[derive(Serialize, ToSchema)]
pub struct Closures {
    /// One by one, the operation's own first.
    closures: Vec<Holding>,
}

/// A closure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Holding {
    /// What is closed; absent when it names nothing of the operation.
    pub(in crate::server) of: Option<Closed>,
    /// As it was written.
    pub(in crate::server) name: String,
    /// From when.
    pub(in crate::server) from: i64,
    /// Until when; absent: until further notice.
    pub(in crate::server) until: Option<i64>,
    /// True when somebody has recorded it; false when it is in the operation's files.
    pub(in crate::server) is_recorded: bool,
}

/// Closures that hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct New {
    /// Them.
    closures: Vec<Shut>,
}

/// How many were recorded.
#[derive(Serialize, ToSchema)]
pub struct Kept {
    /// Those that nobody had recorded before.
    recorded: usize,
}

/// All closures.
#[utoipa::path(get, path = "/api/v1/closures", responses((status = 200, body = Closures), (status = 401, body = Problem)))]
pub async fn read(_: Permit<Look>, State(server): State<Arc<Server>>) -> Json<Closures> {
    Json(Closures { closures: all(&server) })
}

/// All closures, the operation's own first; the two directions of a way as one.
pub(in crate::server) fn all(server: &Server) -> Vec<Holding> {
    let scenario = &server.centre.operation.scenario;
    let mut found: Vec<Holding> = Vec::new();
    for closure in &scenario.closures {
        let of = match closure.stretch {
            Stretch::Passage(passage) => Closed::Passage(scenario.passage(passage).name.clone()),
            Stretch::Leg { from, to } => {
                let (from, to) = (scenario.place(from).name.clone(), scenario.place(to).name.clone());
                Closed::Way { from: from.clone().min(to.clone()), to: from.max(to) }
            }
        };
        let until = closure.window.until();
        let holding = Holding {
            name: of.written(scenario),
            of: Some(of),
            from: figures::absolute(scenario, closure.window.from().0),
            until: (until < MOMENT_MAX).then(|| figures::absolute(scenario, until.0)),
            is_recorded: false,
        };
        if !found.iter().any(|one| (one.of.as_ref(), one.from) == (holding.of.as_ref(), holding.from)) {
            found.push(holding);
        }
    }
    let folded = server.centre.folded();
    found.extend(folded.in_force.closures.iter().map(|shut| Holding {
        of: Closed::read(scenario, shut.of.as_str()),
        name: shut.of.to_string(),
        from: shut.from.0,
        until: shut.until.map(|until| until.0),
        is_recorded: true,
    }));
    found
}

/// Records closures, so that everybody is told; the next plan is made with them.
#[utoipa::path(post, path = "/api/v1/closures", request_body = New, responses(
    (status = 201, body = Kept), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem),
))]
pub async fn record(
    permit: Permit<Record>,
    State(server): State<Arc<Server>>,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let changed = Changed { closures: new.closures, ..Changed::default() };
    changed
        .check(&server.centre.operation.scenario)
        .map_err(|fault| Problem::unusable(fault.to_string(), "GET /api/v1/operation lists what there is"))?;
    let by = permit.by();
    let work = move || super::replans::record_closures(&server, &changed, now().0, &by);
    let recorded = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))??;
    Ok((StatusCode::CREATED, Json(Kept { recorded })))
}
