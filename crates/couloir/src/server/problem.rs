//! What a program is told when something cannot be done: problem details (RFC 9457) with a code of the manual and a help line.

use super::access::Role;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Why a request is refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// The code under which the manual explains it, such as `couloir::serve::signed_out`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is wrong, in a few words that never change.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong with this request.
    detail: String,
    /// What to do.
    help: String,
    /// Which of the things that the code covers it is, in a word by which a page finds a sentence of its own; absent where the code says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// What stands in such a sentence: numbers and names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<&'static str, String>,
    /// After how many seconds to ask again; it goes out as `retry-after`.
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// A request that cannot be understood.
    pub fn unusable(detail: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "couloir::serve::unusable", "the request cannot be used", detail, help)
    }

    /// Something that is not there.
    pub fn not_found(detail: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "couloir::serve::not_found", "there is no such thing", detail, help)
    }

    /// Something that cannot be done now.
    pub fn conflict(detail: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "couloir::serve::conflict", "it cannot be done now", detail, help)
    }

    /// A group that is on board already.
    pub(super) fn boarded_already(group: String, detail: impl Into<String>) -> Self {
        let help = "count the card once; if that boarding was wrong, withdraw it in the books first";
        Self::new(StatusCode::CONFLICT, "couloir::serve::boarded_already", "it has boarded already", detail, help)
            .with("group", group)
    }

    /// Nobody has signed in, or the session is over.
    pub fn signed_out() -> Self {
        let (detail, help) = ("nobody is signed in with this browser", "sign in with the passphrase of your role");
        Self::new(StatusCode::UNAUTHORIZED, "couloir::serve::signed_out", "signed out", detail, help)
    }

    /// A token that opens nothing.
    pub(super) fn no_token(detail: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "couloir::serve::no_token", "not let in", detail, help)
    }

    /// The wrong passphrase or key.
    pub fn wrong_passphrase() -> Self {
        let (detail, help) = ("role and passphrase do not fit together", "try again, or ask the coordination");
        Self::new(StatusCode::UNAUTHORIZED, "couloir::serve::wrong_passphrase", "not let in", detail, help)
    }

    /// Too many wrong passphrases.
    pub fn too_many(seconds: u64) -> Self {
        let detail = format!("too many wrong passphrases; the next one is looked at in {seconds} s");
        let title = "too many attempts";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "couloir::serve::too_many", title, detail, "wait, then try once more")
            .after(seconds)
    }

    /// Too many requests of one caller.
    pub(super) fn too_often(seconds: u64) -> Self {
        let detail = format!("too many requests; the next one is answered in {seconds} s");
        let help = "ask less often, or let the coordination serve with more `--requests-per-second`";
        let title = "too many requests";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "couloir::serve::too_often", title, detail, help).after(seconds)
    }

    fn after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }.with("seconds", seconds.to_string())
    }

    /// The same with the word by which a page finds its sentence.
    #[must_use]
    pub fn because(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// The same with a value for that sentence.
    #[must_use]
    fn with(mut self, name: &'static str, value: String) -> Self {
        self.values.insert(name, value);
        self
    }

    /// Somebody may not do this.
    pub fn not_allowed(role: Role) -> Self {
        let detail = format!("a {} may not do this", role.name());
        let help = "sign in with another role, or ask the coordination";
        Self::new(StatusCode::FORBIDDEN, "couloir::serve::not_allowed", "not allowed", detail, help)
            .with("role", role.name().to_owned())
    }

    /// A change that does not come from a page of ours.
    pub fn forged() -> Self {
        let detail = "a change must carry the session's token in the header `x-csrf-token`";
        let help = "read the token with GET /api/v1/session";
        Self::new(StatusCode::FORBIDDEN, "couloir::serve::forged", "not from this session", detail, help)
    }

    /// What went wrong before any handler saw the request; `said` may be empty.
    pub(super) fn of(status: StatusCode, said: String) -> Self {
        let said = if said.is_empty() { status.canonical_reason().unwrap_or("refused").to_lowercase() } else { said };
        let help = "GET /api/openapi.json describes what there is and what can be sent";
        match status {
            StatusCode::NOT_FOUND => Self::not_found(said, help),
            StatusCode::REQUEST_TIMEOUT => {
                let title = "it took too long";
                let help = "try again; what was recorded before is safe";
                Self::new(status, "couloir::serve::too_slow", title, said, help)
            }
            status if status.is_server_error() => Self { status: status.as_u16(), ..Self::failed(said) },
            status => Self { status: status.as_u16(), ..Self::unusable(said, help) },
        }
    }

    /// Our own fault, or the disk's.
    pub fn failed(detail: impl Into<String>) -> Self {
        let help = "what was recorded before is safe; try again, and look at the server's terminal";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "couloir::serve::failed", "it went wrong here", detail, help)
    }

    fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            help: help.into(),
            reason: None,
            values: BTreeMap::new(),
            retry_after: None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
