//! Where vehicles are: taken from phones in the form of OsmAnd and Traccar, given to those who may see movements.

use crate::server::access::{Permit, SeeMovements};
use crate::server::centre::Change;
use crate::server::positions::{self, Fix, Taken};
use crate::server::problem::Problem;
use crate::server::{Server, now};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Where vehicles were seen last, as their phones say.
#[derive(Serialize, ToSchema)]
pub struct Positions {
    /// One a vehicle.
    positions: Vec<Seen>,
}

/// A vehicle seen at a place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Seen {
    /// The vehicle.
    pub(in crate::server) vehicle: String,
    /// Degrees.
    pub(in crate::server) lon: f64,
    /// Degrees.
    pub(in crate::server) lat: f64,
    /// When it was there.
    pub(in crate::server) at: i64,
    /// True when it was there more than a quarter of an hour ago.
    pub(in crate::server) is_stale: bool,
    /// Within how many metres.
    pub(in crate::server) accuracy_m: Option<f64>,
    /// In metres a second.
    pub(in crate::server) speed_mps: Option<f64>,
    /// Degrees from north, clockwise.
    pub(in crate::server) heading: Option<f64>,
}

/// What became of a fix.
#[derive(Serialize, ToSchema)]
pub struct Told {
    /// `newest`, `late` (an older one that came late) or `repeated`.
    taken: &'static str,
}

/// Where each vehicle was seen last.
#[utoipa::path(get, path = "/api/v1/positions", responses((status = 200, body = Positions), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(_: Permit<SeeMovements>, State(server): State<Arc<Server>>) -> Json<Positions> {
    Json(Positions { positions: all(&server) })
}

/// The newest position of each vehicle.
pub(in crate::server) fn all(server: &Server) -> Vec<Seen> {
    let now = now();
    let seen = |(vehicle, fix): (String, Fix)| Seen {
        vehicle,
        lon: fix.position.lon(),
        lat: fix.position.lat(),
        at: fix.at.0,
        is_stale: now.0 - fix.at.0 > positions::STALE_SECONDS,
        accuracy_m: fix.accuracy_m,
        speed_mps: fix.speed_mps,
        heading: fix.heading,
    };
    server.positions.newest(now).into_iter().map(seen).collect()
}

/// Takes a fix in the form of OsmAnd; `id` is the token of the vehicle.
#[utoipa::path(get, path = "/api/v1/positions/osmand",
    params(("id" = Option<String>, Query, description = "the token of the vehicle"), ("lat" = Option<f64>, Query), ("lon" = Option<f64>, Query),
        ("timestamp" = Option<String>, Query, description = "seconds, milliseconds or ISO 8601 [default: now]"),
        ("speed" = Option<f64>, Query, description = "knots"), ("bearing" = Option<f64>, Query), ("accuracy" = Option<f64>, Query, description = "metres")),
    responses((status = 200, body = Told), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn take(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
) -> Result<(StatusCode, Json<Told>), Problem> {
    taken(&server, &pairs(query.as_deref().unwrap_or("")))
}

/// The same as a form, or as the JSON of Traccar's newer clients.
#[utoipa::path(post, path = "/api/v1/positions/osmand", request_body = String,
    responses((status = 200, body = Told), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn take_body(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Told>), Problem> {
    let mut said = pairs(query.as_deref().unwrap_or(""));
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if kind.starts_with("application/json") {
        // What is no JSON says nothing: the token is missing then, and that is said.
        said.extend(serde_json::from_slice(&body).map(|value: Value| traccar(&value)).unwrap_or_default());
    } else {
        said.extend(pairs(&String::from_utf8_lossy(&body)));
    }
    taken(&server, &said)
}

fn taken(server: &Server, said: &BTreeMap<String, String>) -> Result<(StatusCode, Json<Told>), Problem> {
    let now = now();
    let id = said.get("id").or_else(|| said.get("deviceid")).map_or("", String::as_str);
    let token = server.tokens.find(id, now);
    let vehicle = token.and_then(|token| token.vehicle).ok_or_else(|| {
        let help = "set the device's identifier to the token that POST /api/v1/tokens made for its vehicle";
        Problem::no_token("`id` is no token of a vehicle, or it was taken back", help)
    })?;
    let of = |name: &str| said.get(name).cloned();
    let help = "send `lat`, `lon` and `timestamp` as OsmAnd and Traccar's clients do";
    let fix = positions::osmand(&of, now).map_err(|fault| Problem::unusable(fault, help))?;
    let taken = server.positions.take(&vehicle, fix, now);
    let taken =
        taken.map_err(|fault| Problem::unusable(fault.to_string(), "set the clock of the phone by its network"))?;
    if taken == Taken::Newest {
        server.centre.tell(Change::Positions);
    }
    let taken = match taken {
        Taken::Newest => "newest",
        Taken::Late => "late",
        Taken::Repeated => "repeated",
    };
    Ok((StatusCode::OK, Json(Told { taken })))
}

/// The pairs of a query or form.
fn pairs(text: &str) -> BTreeMap<String, String> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        Some((unescaped(name), unescaped(value)))
    };
    text.split('&').filter_map(pair).collect()
}

/// `%41` and `+` as they are meant.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| first == b'%');
        bytes.push(byte.unwrap_or(if first == b'+' { b' ' } else { first }));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The JSON of Traccar's newer clients in the words of OsmAnd; speed there is in metres a second.
fn traccar(value: &Value) -> BTreeMap<String, String> {
    let location = &value["location"];
    let coords = &location["coords"];
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let knots =
        coords["speed"].as_f64().filter(|speed| *speed >= 0.0).map(|speed| (speed * 3600.0 / 1852.0).to_string());
    let found = [
        ("id", text(&value["device_id"])),
        ("timestamp", text(&location["timestamp"])),
        ("lat", text(&coords["latitude"])),
        ("lon", text(&coords["longitude"])),
        ("accuracy", text(&coords["accuracy"])),
        ("heading", text(&coords["heading"])),
        ("speed", knots),
    ];
    found.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use couloir_model::clock::UnixSeconds;

    #[test]
    fn a_query_is_read_with_its_escapes() {
        let read = pairs("id=a%2Bb&name=two+words&odd=%4&last=%C3%A9&lone");
        let expected = [("id", "a+b"), ("last", "é"), ("name", "two words"), ("odd", "%4")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }

    #[test]
    fn the_json_of_traccars_client_says_the_same_as_its_query() {
        let value = serde_json::json!({
            "location": {"timestamp": "2033-05-18T03:16:40Z", "coords": {"latitude": 46.7, "longitude": 4.9, "speed": 10.0, "accuracy": 5}},
            "device_id": "secret"
        });
        let said = traccar(&value);
        let fix = positions::osmand(&|name| said.get(name).cloned(), UnixSeconds(2_000_000_000)).unwrap();
        assert_eq!((fix.at, fix.accuracy_m), (UnixSeconds(1_999_999_000), Some(5.0)));
        assert!((fix.speed_mps.unwrap() - 10.0).abs() < 1e-9);
        assert_eq!(said["id"], "secret");
    }
}
