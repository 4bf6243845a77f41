//! The routes, one module a subject. Each handler parses, calls and answers; what may be done is decided by its permit.

use super::Server;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod books;
pub mod claims;
pub mod closures;
pub mod events;
pub mod exports;
pub mod features;
pub mod live;
pub mod map;
pub mod operation;
pub mod plans;
pub mod positions;
pub mod replans;
pub mod session;
pub mod state;
pub mod tokens;

/// All routes of the API with their description.
pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(session::read, session::begin, session::end))
        .routes(routes!(session::first_view))
        .routes(routes!(session::list))
        .routes(routes!(session::end_other))
        .routes(routes!(operation::read))
        .routes(routes!(state::read))
        .routes(routes!(live::listen))
        .routes(routes!(events::list, events::record))
        .routes(routes!(events::read))
        .routes(routes!(books::read))
        .routes(routes!(claims::read_text))
        .routes(routes!(claims::list, claims::confirm))
        .routes(routes!(plans::list, plans::propose, plans::stop))
        .routes(routes!(plans::read))
        .routes(routes!(plans::band))
        .routes(routes!(plans::adopt))
        .routes(routes!(closures::read, closures::record))
        .routes(routes!(replans::read, replans::ask, replans::forget))
        .routes(routes!(replans::difference))
        .routes(routes!(positions::list))
        .routes(routes!(positions::take, positions::take_body))
        .routes(routes!(exports::list))
        .routes(routes!(exports::read))
        .routes(routes!(tokens::list, tokens::make))
        .routes(routes!(tokens::revoke))
        .routes(routes!(tokens::reads))
        .routes(routes!(map::style))
        .routes(routes!(map::tile))
        .routes(routes!(map::letters))
        .routes(routes!(map::print))
        .routes(routes!(features::landing))
        .routes(routes!(features::conformance))
        .routes(routes!(features::collections))
        .routes(routes!(features::collection))
        .routes(routes!(features::items))
}
