//! Signing in and out, and what is shown to whoever is.

use super::operation::Operation;
use crate::server::access::{self, Look, Manage, Permit, Role, Session};
use crate::server::centre::Change;
use crate::server::limits::From;
use crate::server::problem::Problem;
use crate::server::{Server, now, wire};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use couloir_ledger::name::Name;
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
    /// The post at which this is: a place or a desk of up to 64 characters, never a person's name. It stands beside what is recorded.
    post: Option<String>,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// In which role; `public` when nobody is.
    role: Role,
    /// The post that was said when somebody signed in.
    post: Option<String>,
    /// What every change must carry in the header `x-csrf-token`; absent when nobody is signed in.
    csrf: Option<String>,
}

/// Somebody who is signed in, as the coordinator sees it.
#[derive(Serialize, ToSchema)]
pub struct OpenSession {
    /// By which it is ended; the same letters stand beside what it reads and records.
    id: String,
    /// In which role.
    role: Role,
    /// The post that was said when somebody signed in.
    post: Option<String>,
    /// When somebody signed in.
    began: i64,
    /// When it was used last.
    seen: i64,
    /// True for the one that asks.
    is_yours: bool,
}

/// All who are signed in.
#[derive(Serialize, ToSchema)]
pub struct OpenSessions {
    /// Them, the one that was used last first.
    sessions: Vec<OpenSession>,
}

/// All that the first view shows, in one answer: three in a row would keep a phone waiting.
#[derive(Serialize, ToSchema)]
pub struct FirstView {
    /// In which role; `public` when nobody is signed in.
    role: Role,
    /// The post that was said when somebody signed in.
    post: Option<String>,
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
        return Ok(Json(FirstView { role: Role::Public, post: None, csrf: None, operation: None, state: None }));
    };
    let session = access::session_of(&headers).and_then(|name| server.sessions.find(name, now()));
    let operation = Some(Operation::of(&server, permit.role()));
    let state = Some(super::state::figures(&server, permit.role()).await?);
    let (post, csrf) = session.map_or((None, None), |session| {
        let SignedIn { post, csrf, .. } = signed_in(session);
        (post, csrf)
    });
    Ok(Json(FirstView { role: permit.role(), post, csrf, operation, state }))
}

/// Who is signed in with this browser.
#[utoipa::path(get, path = "/api/v1/session", responses((status = 200, body = SignedIn)))]
pub async fn read(State(server): State<Arc<Server>>, headers: HeaderMap) -> Json<SignedIn> {
    let session = access::session_of(&headers).and_then(|name| server.sessions.find(name, now()));
    Json(session.map_or(SignedIn { role: Role::Public, post: None, csrf: None }, signed_in))
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/session", request_body = SignIn, responses(
    (status = 200, body = SignedIn), (status = 400, body = Problem), (status = 401, body = Problem), (status = 429, body = Problem),
))]
pub async fn begin(
    State(server): State<Arc<Server>>,
    from: From,
    crate::server::Body(sign_in): crate::server::Body<SignIn>,
) -> Result<Response, Problem> {
    // Before the door and behind it: those who may not try stand in nobody's way.
    has_patience(&server, from)?;
    let _door = server.doors.acquire().await.map_err(|error| Problem::failed(error.to_string()))?;
    let post = sign_in.post.as_deref().map(str::trim).filter(|post| !post.is_empty()).map(Name::new).transpose();
    let post = post.map_err(|fault| {
        Problem::unusable(format!("post: {fault}"), "name a place or a desk in up to 64 characters, or leave it out")
    })?;
    let role = tokio::task::spawn_blocking({
        let server = Arc::clone(&server);
        move || check(&server, from, &sign_in)
    });
    let role = role.await.map_err(|error| Problem::failed(error.to_string()))??;
    let (session, name) = server
        .sessions
        .begin(role, post, now())
        .map_err(|error| Problem::failed(format!("no random bytes: {error}")))?;
    let cookie = access::cookie(&name, server.is_secure.load(std::sync::atomic::Ordering::Relaxed));
    Ok(([(header::SET_COOKIE, cookie)], Json(signed_in(session))).into_response())
}

fn signed_in(session: Session) -> SignedIn {
    SignedIn { role: session.role, post: session.post.map(|post| post.to_string()), csrf: Some(session.csrf) }
}

/// All who are signed in.
#[utoipa::path(get, path = "/api/v1/sessions", responses(
    (status = 200, body = OpenSessions), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub async fn list(permit: Permit<Manage>, State(server): State<Arc<Server>>) -> Json<OpenSessions> {
    let told = |session: Session| OpenSession {
        is_yours: session.id == permit.who(),
        id: session.id,
        role: session.role,
        post: session.post.map(|post| post.to_string()),
        began: session.began.0,
        seen: session.seen.0,
    };
    Json(OpenSessions { sessions: server.sessions.open(now()).into_iter().map(told).collect() })
}

/// Ends somebody's session: a phone that was lost is let in no more. What it had not passed on yet stays in it.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", params(("id" = String, Path)), responses(
    (status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub async fn end_other(
    _: Permit<Manage>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    if !server.sessions.end_by_id(&id) {
        let help = "GET /api/v1/sessions lists those that are open";
        return Err(Problem::not_found(format!("nobody is signed in by this name: {id}"), help));
    }
    server.centre.tell(Change::Sessions);
    Ok(StatusCode::NO_CONTENT)
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", responses((status = 204)))]
pub async fn end(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    if let Some(name) = access::session_of(&headers) {
        server.sessions.end(name);
        server.centre.tell(Change::Sessions);
    }
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, access::no_cookie())]).into_response()
}

/// Refuses whoever has guessed wrongly too often.
pub(super) fn has_patience(server: &Server, From(from): From) -> Result<(), Problem> {
    server.attempts.wait(from, now()).map_or(Ok(()), |wait| Err(Problem::too_many(wait)))
}

fn check(server: &Server, from: From, sign_in: &SignIn) -> Result<Role, Problem> {
    has_patience(server, from)?;
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
        server.attempts.failed(from.0, now());
    }
    role.ok_or_else(Problem::wrong_passphrase)
}
