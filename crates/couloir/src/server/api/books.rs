//! What does not match.

use crate::server::Server;
use crate::server::access::{Act, Look, Permit};
use crate::server::figures;
use crate::server::problem::Problem;
use crate::server::wire::state::{Balance, Discrepancy};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The books.
#[derive(Serialize, ToSchema)]
pub struct Books {
    /// The sum over all accounts: always zero.
    sum: i64,
    /// What stands in each site and shelter.
    places: Vec<Balance>,
    /// How many had been received at a shelter after each change: the moment, and the people.
    #[schema(value_type = Vec<Vec<i64>>)]
    received: Vec<(i64, i64)>,
    /// What stands open, the oldest first.
    discrepancies: Vec<Discrepancy>,
}

/// Balances, and what does not match.
#[utoipa::path(get, path = "/api/v1/books", responses((status = 200, body = Books), (status = 401, body = Problem)))]
pub async fn read(permit: Permit<Look>, State(server): State<Arc<Server>>) -> Json<Books> {
    let folded = server.centre.folded();
    Json(Books {
        sum: folded.books.sum().people(),
        places: figures::places(&folded.books, &server.centre.operation.scenario),
        received: figures::received(&folded.books),
        discrepancies: figures::discrepancies(&folded.books, permit.role().may(Act::SeeMovements)),
    })
}
