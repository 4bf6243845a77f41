//! What all answers have in common: a name of their content, so that nothing is sent twice to whoever has it, and problems in one form.

use super::problem::Problem;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The longest answer that is given a name, in bytes; longer ones go out as they are.
const NAMED_BYTES_MAX: usize = 32 << 20;

/// The most of an error's text that is repeated, in bytes.
const SAID_BYTES_MAX: usize = 4096;

/// Gives answers their names, answers 304 to whoever has them already, and makes problems of errors that are none.
pub(super) async fn tidy(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return as_problem(response).await;
    }
    if !is_read || status != StatusCode::OK || is_endless(response.headers()) {
        return response;
    }
    named(response, known.as_ref()).await
}

/// Those that listen are told as long as they stay; built files have names that change with them.
fn is_endless(headers: &HeaderMap) -> bool {
    let is = |name, what: &str| {
        headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).is_some_and(|text| text.contains(what))
    };
    is(header::CONTENT_TYPE, "text/event-stream") || is(header::CACHE_CONTROL, "immutable")
}

async fn named(response: Response, known: Option<&HeaderValue>) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, NAMED_BYTES_MAX).await else {
        return Problem::failed("the answer is too long").into_response();
    };
    let name = head.headers.get(header::ETAG).cloned().or_else(|| HeaderValue::from_str(&name(&bytes)).ok());
    let Some(name) = name else { return Response::from_parts(head, Body::from(bytes)) };
    head.headers.insert(header::ETAG, name.clone());
    if known.is_some_and(|known| is_among(known, &name)) {
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(bytes))
}

/// The name of an answer's content: weak, for it may be compressed on the way (RFC 9110, 8.8.1).
pub(super) fn name(bytes: &[u8]) -> String {
    format!("W/\"{}\"", &blake3::hash(bytes).to_hex()[..32])
}

fn is_among(known: &HeaderValue, name: &HeaderValue) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let (Ok(known), Ok(name)) = (known.to_str(), name.to_str()) else { return false };
    known.split(',').any(|one| one.trim() == "*" || bare(one) == bare(name))
}

async fn as_problem(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("application/problem+json")) {
        return response;
    }
    let status = response.status();
    let allow = response.headers().get(header::ALLOW).cloned();
    let said = axum::body::to_bytes(response.into_body(), SAID_BYTES_MAX).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    let mut response = Problem::of(status, said).into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}
