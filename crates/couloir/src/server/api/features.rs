//! OGC API – Features, part 1 (OGC 17-069r4), read-only: QGIS opens sites, shelters and passages with what stands in them.

use crate::server::access::{Act, Look, Permit};
use crate::server::change::Closed;
use crate::server::figures;
use crate::server::problem::Problem;
use crate::server::wire::event::Stop;
use crate::server::{Server, now};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use couloir_model::position::Position;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::IntoParams;

/// The collections, each with what it holds.
const COLLECTIONS: [(&str, &str); 5] = [
    ("sites", "Where people wait to be picked up, with the balance of the books"),
    ("shelters", "Where people are received, with the balance of the books"),
    ("passages", "Corridors, bridges, checkpoints and gates"),
    ("closures", "What is closed: passages and places as points, ways as straight lines"),
    (MOVING, "Vehicles on the road or seen by their phones: strict, for those who may see movements"),
];

/// The collection that moves: whoever may not see movements may not have it.
const MOVING: &str = "convoys";

/// Which features.
#[derive(Deserialize, IntoParams)]
pub struct Wish {
    /// `west,south,east,north` in degrees: only features inside.
    bbox: Option<String>,
    /// The most that are given [default: 1,000, at most 10,000]. Where there are more, `next` links to them.
    limit: Option<u32>,
    /// How many to pass over.
    offset: Option<u32>,
}

/// What there is.
#[utoipa::path(get, path = "/ogc", responses((status = 200, body = Object), (status = 401, body = Problem)))]
pub async fn landing(_: Permit<Look>) -> Json<Value> {
    let link = |rel: &str, href: &str, kind: &str| json!({"rel": rel, "href": href, "type": kind});
    Json(json!({
        "title": "Couloir",
        "description": "Places of the operation. Restricted: for its staff alone.",
        "links": [
            link("self", "/ogc", "application/json"),
            link("service-desc", "/api/openapi.json", "application/vnd.oai.openapi+json;version=3.1"),
            link("conformance", "/ogc/conformance", "application/json"),
            link("data", "/ogc/collections", "application/json"),
        ],
    }))
}

/// Which parts of the standard hold.
#[utoipa::path(get, path = "/ogc/conformance", responses((status = 200, body = Object), (status = 401, body = Problem)))]
pub async fn conformance(_: Permit<Look>) -> Json<Value> {
    Json(json!({"conformsTo": [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    ]}))
}

/// The collections.
#[utoipa::path(get, path = "/ogc/collections", responses((status = 200, body = Object), (status = 401, body = Problem)))]
pub async fn collections(_: Permit<Look>) -> Json<Value> {
    let collections: Vec<Value> = COLLECTIONS.iter().map(|(id, description)| described(id, description)).collect();
    let link = json!({"rel": "self", "href": "/ogc/collections", "type": "application/json"});
    Json(json!({"links": [link], "collections": collections}))
}

/// One collection.
#[utoipa::path(get, path = "/ogc/collections/{id}", params(("id" = String, Path)), responses(
    (status = 200, body = Object), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn collection(_: Permit<Look>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let (id, description) = known(&id)?;
    Ok(Json(described(id, description)))
}

/// Its features, as GeoJSON.
#[utoipa::path(get, path = "/ogc/collections/{id}/items", params(("id" = String, Path), Wish), responses(
    (status = 200, content_type = "application/geo+json", body = Object), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 404, body = Problem),
))]
pub async fn items(
    permit: Permit<Look>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Problem> {
    let (id, _) = known(&id)?;
    if id == MOVING {
        if !permit.role().may(Act::SeeMovements) {
            return Err(Problem::not_allowed(permit.role()));
        }
        server.note_read(permit.role(), permit.who(), "/ogc/collections/convoys/items", now());
    }
    let inside = wish.bbox.as_deref().map(bounds).transpose()?;
    let all = features(&server, id);
    let wanted: Vec<&(Position, Value)> =
        all.iter().filter(|(at, _)| inside.is_none_or(|bounds| is_inside(bounds, *at))).collect();
    let (limit, offset) = (wish.limit.unwrap_or(1000).clamp(1, 10_000), wish.offset.unwrap_or(0));
    let given: Vec<&Value> = wanted.iter().skip(offset as usize).take(limit as usize).map(|(_, value)| value).collect();
    let links = pages(id, &wish, (limit, offset), wanted.len());
    let body = json!({
        "type": "FeatureCollection",
        "numberMatched": wanted.len(),
        "numberReturned": given.len(),
        "timeStamp": jiff::Timestamp::from_second(now().0).unwrap_or_default().to_string(),
        "links": links,
        "features": given,
    });
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], body.to_string()).into_response())
}

/// Links to this page, the one before it and the next, as far as there are such (OGC 17-069r4, 7.15.6).
fn pages(id: &str, wish: &Wish, (limit, offset): (u32, u32), matched: usize) -> Vec<Value> {
    let link = |rel: &str, offset: u32| {
        let bbox = wish.bbox.as_deref().map_or_else(String::new, |bbox| format!("&bbox={}", bbox.replace(' ', "")));
        let href = format!("/ogc/collections/{id}/items?limit={limit}&offset={offset}{bbox}");
        json!({"rel": rel, "href": href, "type": "application/geo+json"})
    };
    let mut links = vec![link("self", offset)];
    if let Some(next) = offset.checked_add(limit).filter(|next| (*next as usize) < matched) {
        links.push(link("next", next));
    }
    if offset > 0 {
        links.push(link("prev", offset.saturating_sub(limit)));
    }
    links
}

fn known(id: &str) -> Result<(&'static str, &'static str), Problem> {
    let found = COLLECTIONS.iter().find(|(known, _)| *known == id).copied();
    found.ok_or_else(|| Problem::not_found(format!("no such collection: {id}"), "GET /ogc/collections lists them"))
}

fn described(id: &str, description: &str) -> Value {
    let href = format!("/ogc/collections/{id}/items");
    json!({
        "id": id, "title": id, "description": description, "itemType": "feature",
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "links": [{"rel": "items", "href": href, "type": "application/geo+json"}],
    })
}

/// The features of a collection whose place is known, with their positions.
fn features(server: &Server, collection: &str) -> Vec<(Position, Value)> {
    let scenario = &server.centre.operation.scenario;
    let folded = server.centre.folded();
    let balances = figures::places(&folded.books, scenario);
    let balance = |stop: &Stop| balances.iter().find(|balance| balance.at == *stop);
    let feature = |name: &str, position: Option<Position>, stop: Option<Stop>| {
        let position = position?;
        let balance = stop.as_ref().and_then(balance);
        let value = json!({
            "type": "Feature", "id": name,
            "geometry": {"type": "Point", "coordinates": [position.lon(), position.lat()]},
            "properties": {
                "name": name,
                "people": balance.filter(|balance| balance.is_opened).map(|balance| balance.people),
                "at_least": balance.map(|balance| balance.at_least),
                "as_of": balance.and_then(|balance| balance.as_of),
            },
        });
        Some((position, value))
    };
    let place = |place| scenario.place(place).position;
    match collection {
        "sites" => scenario
            .sites
            .iter()
            .filter_map(|site| feature(&site.name, place(site.place), Some(Stop::Site(site.name.clone()))))
            .collect(),
        "shelters" => scenario
            .shelters
            .iter()
            .filter_map(|shelter| {
                feature(&shelter.name, place(shelter.place), Some(Stop::Shelter(shelter.name.clone())))
            })
            .collect(),
        "closures" => closures(server),
        MOVING => convoys(server),
        _ => scenario.passages.iter().filter_map(|passage| feature(&passage.name, passage.position, None)).collect(),
    }
}

fn position_of(server: &Server, name: &str) -> Option<Position> {
    let scenario = &server.centre.operation.scenario;
    let site = scenario.sites.iter().find(|row| row.name == name).map(|row| row.place);
    let shelter = scenario.shelters.iter().find(|row| row.name == name).map(|row| row.place);
    let own = scenario.place_ids().find(|place| scenario.place(*place).name == name);
    site.or(shelter).or(own).and_then(|place| scenario.place(place).position)
}

/// Closures whose place is known; a way counts as being where it begins.
fn closures(server: &Server) -> Vec<(Position, Value)> {
    let point = |at: Position| (at, json!({"type": "Point", "coordinates": [at.lon(), at.lat()]}));
    let feature = |(index, one): (usize, super::closures::Holding)| {
        let scenario = &server.centre.operation.scenario;
        let (position, geometry) = match one.of? {
            Closed::Passage(name) => point(scenario.passages.iter().find(|row| row.name == name)?.position?),
            Closed::Place(name) => point(position_of(server, &name)?),
            Closed::Way { from, to } => {
                let (from, to) = (position_of(server, &from)?, position_of(server, &to)?);
                let line = [[from.lon(), from.lat()], [to.lon(), to.lat()]];
                (from, json!({"type": "LineString", "coordinates": line}))
            }
        };
        let properties = json!({"name": one.name, "from": one.from, "until": one.until, "recorded": one.is_recorded});
        Some((position, json!({"type": "Feature", "id": index, "geometry": geometry, "properties": properties})))
    };
    super::closures::all(server).into_iter().enumerate().filter_map(feature).collect()
}

/// Vehicles where their phones saw them last, with who is on board by the books.
fn convoys(server: &Server) -> Vec<(Position, Value)> {
    let rides = figures::rides(&server.centre.folded().books);
    let feature = |seen: super::positions::Seen| {
        let position = Position::from_degrees(seen.lon, seen.lat).ok()?;
        let own = |ride: &&crate::server::wire::state::Ride| {
            ride.trip == seen.vehicle || ride.trip.rsplit_once('/').is_some_and(|(name, _)| name == seen.vehicle)
        };
        let properties = json!({
            "name": seen.vehicle, "at": seen.at, "stale": seen.is_stale, "heading": seen.heading,
            "people": rides.iter().find(own).map(|ride| ride.people),
        });
        let geometry = json!({"type": "Point", "coordinates": [seen.lon, seen.lat]});
        Some((position, json!({"type": "Feature", "id": seen.vehicle, "geometry": geometry, "properties": properties})))
    };
    super::positions::all(server).into_iter().filter_map(feature).collect()
}

/// West, south, east, north.
type Bounds = [f64; 4];

fn bounds(text: &str) -> Result<Bounds, Problem> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let bounds: Option<Bounds> = numbers.try_into().ok();
    bounds.filter(|bounds| bounds.iter().all(|number| number.is_finite())).ok_or_else(|| {
        Problem::unusable(format!("`bbox` is not four numbers: {text}"), "write west,south,east,north in degrees")
    })
}

/// A box whose west is east of its east goes over the date line.
fn is_inside([west, south, east, north]: Bounds, at: Position) -> bool {
    let (lon, lat) = (at.lon(), at.lat());
    let is_between = if west <= east { (west..=east).contains(&lon) } else { lon >= west || lon <= east };
    is_between && (south..=north).contains(&lat)
}
