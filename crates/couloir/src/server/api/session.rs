//! Signing in and out, and what is shown to whoever is.

use super::operation::Operation;
use crate::server::access::{self, Look, Permit, Role};
use crate::server::problem::Problem;
use crate::server::{Server, now, wire};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// How somebody signs in: with the passphrase of a role, or with the key that the server printed when it began.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The role.
    role: Option<Role>,
    /// Its passphrase.
    passphrase: Option<String>,
    /// The key of the address that the server printed; it lets a coordinator in, once.
    key: Option<String>,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// In which role; `public` when nobody is.
    role: Role,
    /// What every change must carry in the header `x-csrf-token`; absent when nobody is signed in.
    csrf: Option<String>,
}

/// All that the first view shows, in one answer: three in a row would keep a phone waiting.
#[derive(Serialize, ToSchema)]
pub struct FirstView {
    /// In which role; `public` when nobody is signed in.
    role: Role,
    /// What every change must carry in the header `x-csrf-token`; absent when nobody is signed in.
    csrf: Option<String>,
    /// The operation; absent when nobody is signed in.
    operation: Option<Operation>,
    /// Its figures; absent when nobody is signed in.
    state: Option<wire::state::State>,
}

/// Who is signed in with this browser, the operation, and its figures.
#[utoipa::path(get, path = "/api/v1/first-view", responses((status = 200, body = FirstView)))]
pub async fn first_view(
    permit: Result<Permit<Look>, Problem>,
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Result<Json<FirstView>, Problem> {
    let Ok(permit) = permit else {
        return Ok(Json(FirstView { role: Role::Public, csrf: None, operation: None, state: None }));
    };
    let session = access::session_of(&headers).and_then(|name| server.sessions.find(name, now()));
    let operation = Some(Operation::of(&server, permit.role()));
    let state = Some(super::state::figures(&server, permit.role()).await?);
    Ok(Json(FirstView { role: permit.role(), csrf: session.map(|session| session.csrf), operation, state }))
}

/// Who is signed in with this browser.
#[utoipa::path(get, path = "/api/v1/session", responses((status = 200, body = SignedIn)))]
pub async fn read(State(server): State<Arc<Server>>, headers: HeaderMap) -> Json<SignedIn> {
    let session = access::session_of(&headers).and_then(|name| server.sessions.find(name, now()));
    Json(session.map_or(SignedIn { role: Role::Public, csrf: None }, |session| SignedIn {
        role: session.role,
        csrf: Some(session.csrf),
    }))
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/session", request_body = SignIn, responses(
    (status = 200, body = SignedIn), (status = 400, body = Problem), (status = 401, body = Problem), (status = 429, body = Problem),
))]
pub async fn begin(
    State(server): State<Arc<Server>>,
    crate::server::Body(sign_in): crate::server::Body<SignIn>,
) -> Result<Response, Problem> {
    let _door = server.doors.acquire().await.map_err(|error| Problem::failed(error.to_string()))?;
    let role = tokio::task::spawn_blocking({
        let server = Arc::clone(&server);
        move || check(&server, &sign_in)
    });
    let role = role.await.map_err(|error| Problem::failed(error.to_string()))??;
    let (session, name) =
        server.sessions.begin(role, now()).map_err(|error| Problem::failed(format!("no random bytes: {error}")))?;
    let cookie = access::cookie(&name, server.is_secure.load(std::sync::atomic::Ordering::Relaxed));
    Ok(([(header::SET_COOKIE, cookie)], Json(SignedIn { role, csrf: Some(session.csrf) })).into_response())
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", responses((status = 204)))]
pub async fn end(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    if let Some(name) = access::session_of(&headers) {
        server.sessions.end(name);
    }
    (axum::http::StatusCode::NO_CONTENT, [(header::SET_COOKIE, access::no_cookie())]).into_response()
}

fn check(server: &Server, sign_in: &SignIn) -> Result<Role, Problem> {
    if let Some(wait) = server.attempts.wait(now()) {
        return Err(Problem::too_many(wait));
    }
    let role = match sign_in {
        SignIn { key: Some(key), .. } => server.keys.take(key).then_some(Role::Coordinator),
        SignIn { role: Some(role), passphrase: Some(passphrase), .. } => {
            server.passphrases.fits(*role, passphrase).then_some(*role)
        }
        _ => {
            return Err(Problem::unusable(
                "neither a role with its passphrase nor a key",
                "send `role` and `passphrase`",
            ));
        }
    };
    if role.is_none() {
        server.attempts.failed(now());
    }
    role.ok_or_else(Problem::wrong_passphrase)
}
