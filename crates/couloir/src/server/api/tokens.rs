//! Tokens for programs, and who has read what is restricted: for the coordination alone.

use crate::server::access::{Manage, Permit, Role};
use crate::server::centre::Change;
use crate::server::problem::Problem;
use crate::server::reads::{self, Read};
use crate::server::tokens::{self, Token};
use crate::server::{Body, Server, now};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// What it is for.
    name: String,
    /// What its bearer may do: any role but the coordinator's, for a program decides nothing.
    role: Role,
    /// Only report positions of this vehicle; the role must be `driver`.
    vehicle: Option<String>,
    /// For how many days, 1 to 366 [default: 30].
    days: Option<u16>,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub struct Made {
    /// What is known of it.
    #[serde(flatten)]
    row: Token,
    /// The token. It is shown once.
    token: String,
}

/// All tokens.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// Them, those taken back included.
    tokens: Vec<Token>,
}

/// How many reads.
#[derive(Deserialize, IntoParams)]
pub struct Limit {
    /// The most that are given, the newest first [default: 100, at most 1,000].
    limit: Option<u16>,
}

/// Who has read what.
#[derive(Serialize, ToSchema)]
pub struct Reads {
    /// All that there are.
    total: usize,
    /// False when a line was altered or taken out.
    is_whole: bool,
    /// Those asked for.
    reads: Vec<Read>,
}

/// All tokens, without the tokens themselves.
#[utoipa::path(get, path = "/api/v1/tokens", responses((status = 200, body = Tokens), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(_: Permit<Manage>, State(server): State<Arc<Server>>) -> Json<Tokens> {
    Json(Tokens { tokens: server.tokens.all() })
}

/// Makes a token. It goes into the header `authorization: Bearer …`; for positions it is the device's identifier.
#[utoipa::path(post, path = "/api/v1/tokens", request_body = Wish, responses(
    (status = 201, body = Made), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub async fn make(
    _: Permit<Manage>,
    State(server): State<Arc<Server>>,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let days = wish.days.unwrap_or(tokens::DAYS);
    let name = wish.name.trim();
    if name.is_empty() || name.chars().count() > 64 {
        return Err(Problem::unusable("`name` is empty or too long", "write what the token is for in 64 characters"));
    }
    if !(1..=366).contains(&days) {
        return Err(Problem::unusable(format!("`days` is not from 1 to 366: {days}"), "choose a nearer end"));
    }
    if matches!(wish.role, Role::Coordinator | Role::Public) {
        let help = "choose planner, post, driver or analyst: a program decides nothing";
        return Err(Problem::unusable("a token has no role that decides, nor none", help));
    }
    if let Some(vehicle) = &wish.vehicle {
        let is_known = server.centre.operation.scenario.vehicles.iter().any(|row| row.name == *vehicle);
        if !is_known || wish.role != Role::Driver {
            let help = "name a vehicle of the operation, with the role driver";
            return Err(Problem::unusable(format!("no token for positions of: {vehicle}"), help));
        }
    }
    let made = server.tokens.make(name, (wish.role, wish.vehicle), days, now());
    let (row, token) = made.map_err(|error| Problem::failed(format!("cannot keep the token: {error}")))?;
    Ok((StatusCode::CREATED, Json(Made { row, token })))
}

/// Takes a token back: from now on it opens nothing.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", params(("id" = String, Path)), responses(
    (status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub async fn revoke(
    _: Permit<Manage>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    match server.tokens.revoke(&id, now()) {
        Ok(true) => {
            server.centre.tell(Change::Sessions);
            Ok(StatusCode::NO_CONTENT)
        }
        Ok(false) => Err(Problem::not_found(format!("no token of this name: {id}"), "GET /api/v1/tokens lists them")),
        Err(error) => Err(Problem::failed(format!("cannot write the tokens: {error}"))),
    }
}

/// Who has read restricted lists: who, when and which list, not what was in it.
#[utoipa::path(get, path = "/api/v1/reads", params(Limit), responses((status = 200, body = Reads), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn reads(
    _: Permit<Manage>,
    State(server): State<Arc<Server>>,
    Query(wish): Query<Limit>,
) -> Result<Json<Reads>, Problem> {
    let limit = usize::from(wish.limit.unwrap_or(100)).min(reads::SHOWN_MAX);
    let newest = server.reads.newest(limit);
    let (reads, total, is_whole) = newest.map_err(|error| Problem::failed(format!("cannot read who read: {error}")))?;
    Ok(Json(Reads { total, is_whole, reads }))
}
