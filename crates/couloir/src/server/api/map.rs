//! The map: a style, vector tiles and letters for the page's map, and one to print. All made here; nothing is asked elsewhere.

use crate::server::Server;
use crate::server::access::{Look, Permit, SeeMovements};
use crate::server::problem::Problem;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use couloir_publish::map::{self, FONT, Page, RANGE, Theme};
use couloir_publish::{Chosen, Language, Paths};
use std::sync::Arc;

/// The style for `light-en.json` and the like.
#[utoipa::path(get, path = "/map/style/{name}", params(("name" = String, Path)), responses(
    (status = 200, body = Object), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn style(_: Permit<Look>, Path(name): Path<String>) -> Result<Response, Problem> {
    let parts = name.strip_suffix(".json").and_then(|name| name.split_once('-'));
    let style = parts.and_then(|(theme, code)| {
        let theme = match theme {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => return None,
        };
        let (tiles, letters) = ("/map/tiles/{z}/{x}/{y}", "/map/letters/{fontstack}/{range}");
        Some(map::style(tiles, letters, theme, language(code)?))
    });
    let style = style.ok_or_else(|| nothing(&name, "there are `light` and `dark`, each `-en`, `-fr` and `-ar`"))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], style).into_response())
}

/// A vector tile with the land, the places and the closures. Never a leg.
#[utoipa::path(get, path = "/map/tiles/{z}/{x}/{y}", params(("z" = u8, Path), ("x" = u32, Path), ("y" = u32, Path)), responses(
    (status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn tile(
    _: Permit<Look>,
    State(server): State<Arc<Server>>,
    Path((z, x, y)): Path<(u8, u32, u32)>,
) -> Result<Response, Problem> {
    let work = move || map::tile(&server.land, Some(&server.centre.operation.scenario), z, x, y);
    let tile = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))?;
    let tile = tile.map_err(|error| nothing(&format!("{z}/{x}/{y}"), &error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile")], tile.bytes).into_response())
}

/// The letters of a range of 256 code points, such as `0-255`.
#[utoipa::path(get, path = "/map/letters/{font}/{range}", params(("font" = String, Path), ("range" = String, Path)), responses(
    (status = 200, content_type = "application/x-protobuf", body = Vec<u8>), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn letters(
    _: Permit<Look>,
    State(server): State<Arc<Server>>,
    Path((font, range)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let start = range.split('-').next().and_then(|start| start.parse::<u32>().ok()).filter(|_| font == FONT);
    let letters = start.filter(|start| start.is_multiple_of(RANGE)).and_then(|start| server.letters.range(start));
    let letters = letters.ok_or_else(|| nothing(&range, "ask for `0-255`, `256-511` and so on"))?;
    Ok(([(header::CONTENT_TYPE, "application/x-protobuf")], letters).into_response())
}

/// The map to print, `en.svg`, `fr.svg` or `ar.svg`: places, closures and land. Restricted.
#[utoipa::path(get, path = "/map/print/{name}", params(("name" = String, Path)), responses(
    (status = 200, content_type = "image/svg+xml", body = String), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
pub async fn print(
    _: Permit<SeeMovements>,
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let language = name.strip_suffix(".svg").and_then(language);
    let language = language.ok_or_else(|| nothing(&name, "there are `en.svg`, `fr.svg` and `ar.svg`"))?;
    let work = move || {
        let paths = Paths::new();
        let scenario = &server.centre.operation.scenario;
        let chosen = Chosen { scenario, plan: None, paths: &paths, closed: &[], only: None };
        map::print(&chosen, server.land.bounds().map(|_| &server.land), Page::A4, language)
    };
    let svg = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

fn language(code: &str) -> Option<Language> {
    match code {
        "en" => Some(Language::English),
        "fr" => Some(Language::French),
        "ar" => Some(Language::Arabic),
        _ => None,
    }
}

fn nothing(what: &str, help: &str) -> Problem {
    Problem::not_found(format!("the map has no: {what}"), help)
}
