//! Changes as they happen, as server-sent events: `events`, `claims`, `plans`, `positions` or `sessions`; a page asks again for what it shows.

use crate::server::access::{self, Look, Permit};
use crate::server::centre::Change;
use crate::server::problem::Problem;
use crate::server::{Server, now};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use std::convert::Infallible;
use std::sync::Arc;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};

/// Listens until the page goes away.
#[utoipa::path(get, path = "/api/v1/live", responses(
    (status = 200, content_type = "text/event-stream", body = String), (status = 401, body = Problem),
))]
pub async fn listen(
    _: Permit<Look>,
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // Whoever was signed out, or whose token was taken back, is told nothing more.
    let is_in = {
        let server = Arc::clone(&server);
        move || access::known(&server, &headers, now()).is_some()
    };
    let told = BroadcastStream::new(server.centre.listen()).take_while(move |_| is_in()).map(|change| {
        // Whoever was too slow is told to ask for everything.
        let name = change.map_or("everything", |change| match change {
            Change::Events => "events",
            Change::Claims => "claims",
            Change::Plans => "plans",
            Change::Positions => "positions",
            Change::Sessions => "sessions",
        });
        Ok(Event::default().event("changed").data(name))
    });
    Sse::new(told).keep_alive(KeepAlive::default())
}
