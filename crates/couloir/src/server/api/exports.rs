//! Tables for other programs, by role.

use crate::server::access::{Act, Look, Permit};
use crate::server::export::Table;
use crate::server::problem::Problem;
use crate::server::{Server, now};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The tables that this role may have.
#[derive(Serialize, ToSchema)]
pub struct Exports {
    /// The names of files: each can be asked for at `/api/v1/exports/NAME`.
    files: Vec<String>,
}

/// The tables that this role may have.
#[utoipa::path(get, path = "/api/v1/exports", responses((status = 200, body = Exports), (status = 401, body = Problem)))]
pub async fn list(permit: Permit<Look>) -> Json<Exports> {
    let may = |table: &Table| permit.role().may(table.act());
    let files = |table: Table| {
        let has_places = table != Table::Events;
        let endings = ["csv", "xlsx", "geojson"].into_iter().filter(move |ending| has_places || *ending != "geojson");
        endings.map(move |ending| format!("{}.{ending}", table.name()))
    };
    Json(Exports { files: Table::ALL.into_iter().filter(may).flat_map(files).collect() })
}

/// A table: `books`, `events`, `closures`, `timetable` or `positions`, as `.csv`, `.xlsx` or `.geojson`.
#[utoipa::path(get, path = "/api/v1/exports/{file}", params(("file" = String, Path)), responses(
    (status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
pub async fn read(
    permit: Permit<Look>,
    State(server): State<Arc<Server>>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let nothing = || Problem::not_found(format!("no such table: {file}"), "GET /api/v1/exports lists them");
    let (name, ending) = file.split_once('.').ok_or_else(nothing)?;
    let table = Table::ALL.into_iter().find(|table| table.name() == name).ok_or_else(nothing)?;
    if !permit.role().may(table.act()) {
        return Err(Problem::not_allowed(permit.role()));
    }
    let kind = match ending {
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "geojson" if table != Table::Events => "application/geo+json",
        _ => return Err(nothing()),
    };
    if table.act() == Act::SeeMovements {
        server.note_read(permit.role(), permit.who(), &format!("/api/v1/exports/{file}"), now());
    }
    let (ending, role) = (ending.to_owned(), permit.role());
    let work = move || {
        let sheet = table.sheet(&server, role);
        match ending.as_str() {
            "csv" => sheet.csv().map_err(|error| error.to_string()),
            "xlsx" => sheet.xlsx(table.name()).map_err(|error| error.to_string()),
            _ => Ok(sheet.geojson()),
        }
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))?;
    let bytes = bytes.map_err(|error| Problem::failed(format!("cannot write the table: {error}")))?;
    let named = format!("attachment; filename=\"{file}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes).into_response())
}
