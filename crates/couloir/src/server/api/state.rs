//! The five tiles.

use crate::server::access::{Act, Look, Permit, Role};
use crate::server::problem::Problem;
use crate::server::wire::state;
use crate::server::{Server, now, tidy};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

/// Out, on the road, arrived, still inside, expected end; each with the age of what is behind it.
#[utoipa::path(get, path = "/api/v1/state", responses((status = 200, body = state::State), (status = 401, body = Problem)))]
pub async fn read(permit: Permit<Look>, State(server): State<Arc<Server>>) -> Result<Response, Problem> {
    let state = figures(&server, permit.role()).await?;
    // The moment of the answer is no news.
    let still = state::State { now: 0, ..state.clone() };
    let name = tidy::name(&serde_json::to_vec(&still).unwrap_or_default());
    Ok(([(header::ETAG, name)], Json(state)).into_response())
}

/// The figures of now, as far as `role` may see them: where vehicles are is for those who may see movements.
pub(super) async fn figures(server: &Arc<Server>, role: Role) -> Result<state::State, Problem> {
    let server = Arc::clone(server);
    let work = move || server.centre.state(now()).map_err(|error| Problem::failed(error.to_string()));
    let mut state = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))??;
    if !role.may(Act::SeeMovements) {
        state.rides.clear();
    }
    Ok(state)
}
