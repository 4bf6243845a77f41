//! The pages: files that were built into the program, each compressed once.

use super::problem::Problem;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::io::Read as _;

/// A file of the web client.
struct Asset {
    path: &'static str,
    /// Compressed by gzip.
    bytes: &'static [u8],
}

// What `build.rs` has made of `web/`: `static ASSETS: &[Asset]`, in the order of the paths.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file that a path names; the page itself for the paths that it shows.
pub(super) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let is_api = path.starts_with("api/") || path.starts_with("ogc") || path.starts_with("map/");
    if is_api || !matches!(method, Method::GET | Method::HEAD) {
        let help = "GET /api/openapi.json describes what there is";
        return Problem::not_found(format!("no such route: {method} {}", uri.path()), help).into_response();
    }
    let find = |path: &str| ASSETS.iter().find(|asset| asset.path == path);
    // The page finds its own way among the paths that it shows; a file that is missing is not a page.
    let shown = if path.contains('.') { None } else { find("index.html") };
    match find(path).or(shown) {
        Some(asset) => {
            let mut response = answer(asset, &headers);
            if asset.path == "index.html"
                && let Some(link) = words(&headers)
            {
                response.headers_mut().insert(header::LINK, link);
            }
            response
        }
        None => Problem::not_found(format!("no such page: {}", uri.path()), "begin at /").into_response(),
    }
}

/// Names the words of the browser's language with the page itself: they come beside its code, and not after it.
fn words(headers: &HeaderMap) -> Option<HeaderValue> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let tags = accepted.split(',').map(|tag| tag.trim().get(..2).unwrap_or("").to_ascii_lowercase());
    let language = tags.into_iter().find(|tag| LANGUAGES.contains(&tag.as_str())).unwrap_or_else(|| "en".to_owned());
    let is_words = |path: &str| {
        let built = path.strip_prefix("assets/").and_then(|file| file.strip_prefix(&language));
        built.is_some_and(|rest| rest.starts_with('-') && path.ends_with(".js"))
    };
    let file = ASSETS.iter().find(|asset| is_words(asset.path))?;
    HeaderValue::from_str(&format!("</{}>; rel=modulepreload; crossorigin", file.path)).ok()
}

/// Those that the page speaks.
const LANGUAGES: [&str; 3] = ["en", "fr", "ar"];

fn answer(asset: &Asset, headers: &HeaderMap) -> Response {
    let mut response = if takes_gzip(headers) {
        ([(header::CONTENT_ENCODING, "gzip")], asset.bytes).into_response()
    } else {
        let mut plain = Vec::new();
        match flate2::read::GzDecoder::new(asset.bytes).read_to_end(&mut plain) {
            Ok(_) => plain.into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    };
    let kind = media_type(asset.path);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // Names of built files change with what is in them; the page that names them must be asked for again.
    let keep = if asset.path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if asset.path.starts_with(MAP_WORKER) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAP_WORKER_POLICY));
    }
    response
}

/// How the file of the map's worker begins.
const MAP_WORKER: &str = "assets/maplibre-gl-worker";

/// What the map's worker may do. It alone compiles WebAssembly, for what joins Arabic letters (ICU) is nothing else; it has no page
/// that could be changed, and loads from nowhere else either.
const MAP_WORKER_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data: blob:";

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|encoding| encoding.trim().starts_with("gzip"))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
