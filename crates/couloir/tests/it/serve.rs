//! The server, asked without a socket: who may do what, what is recorded once, and what is never said.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use couloir::post::Post;
use couloir::server::access::Role;
use couloir::server::limits::Allowance;
use couloir::server::passphrase::Passphrases;
use couloir::server::planning::{Own, Planning};
use couloir::server::{Server, router};
use couloir_ledger::name::Name;
use couloir_model::clock::UnixSeconds;
use couloir_model::format::operation::Operation;
use serde_json::{Value, json};
use std::fmt::Write as _;
use tower::ServiceExt as _;

/// A server of the flood town with an empty ledger, and a passphrase for each role: its name four times.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) key: String,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) runtime: tokio::runtime::Runtime,
}

/// Somebody who has signed in.
#[derive(Default)]
pub(crate) struct Signed {
    cookie: String,
    csrf: String,
}

pub(crate) fn now() -> UnixSeconds {
    let since_1970 = std::time::UNIX_EPOCH.elapsed().expect("the clock is set");
    UnixSeconds(i64::try_from(since_1970.as_secs()).expect("before the sun burns out"))
}

pub(crate) fn passphrase(role: Role) -> String {
    role.name().repeat(4)
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_passphrases(&Role::SIGNING_IN)
    }

    pub(crate) fn with_passphrases(roles: &[Role]) -> Self {
        Self::with(roles, Box::new(Own))
    }

    /// A server whose plans are made by `planning`.
    pub(crate) fn with(roles: &[Role], planning: Box<dyn Planning>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (town, ledger) = (folder.path().join("town"), folder.path().join("ledger"));
        couloir::new::unpack("flood-town", &town).expect("the example is bundled");
        let operation = couloir::files::load(&town).operation.expect("the example is sound");
        let post = Post::found(&ledger, Name::new("Flood").expect("a name"), now()).expect("a new ledger");
        let mut passphrases = Passphrases::default();
        for role in roles {
            passphrases.set(*role, &passphrase(*role)).expect("random bytes");
        }
        passphrases.write(&ledger).expect("the folder can be written");
        Self::serving(folder, operation, post, planning)
    }

    /// The same folder, served anew.
    pub(crate) fn again(folder: tempfile::TempDir) -> Self {
        let operation = couloir::files::load(&folder.path().join("town")).operation.expect("the example is sound");
        let post = Post::open(&folder.path().join("ledger"), &|| Ok(String::new()), now()).expect("it opens again");
        Self::serving(folder, operation, post, Box::new(Own))
    }

    /// The same world with so much for each caller.
    pub(crate) fn with_allowance(allowance: Allowance) -> Self {
        let (server, key, folder) = prepared();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        Self { router: router(server.with_allowance(allowance)), key, folder, runtime: runtime.expect("threads") }
    }

    fn serving(folder: tempfile::TempDir, operation: Operation, post: Post, planning: Box<dyn Planning>) -> Self {
        let (town, ledger) = (folder.path().join("town"), folder.path().join("ledger"));
        let (server, key) = Server::new(&town, operation, &ledger, post).expect("it can be served");
        let server = server.with_planning(planning);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        Self { router: router(server), key, folder, runtime: runtime.expect("threads") }
    }

    pub(crate) fn send(&self, request: Request<Body>) -> (StatusCode, Value, axum::http::HeaderMap) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("a router answers everything");
            let (head, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 1 << 24).await.expect("a whole body");
            let value = serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into());
            (head.status, value, head.headers)
        })
    }

    pub(crate) fn ask(&self, who: &Signed, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let (status, value, _) = self.send(request(who, method, path, body));
        (status, value)
    }

    pub(crate) fn get(&self, who: &Signed, path: &str) -> Value {
        let (status, value) = self.ask(who, Method::GET, path, &Value::Null);
        assert_eq!(status, StatusCode::OK, "{path}: {value}");
        value
    }

    pub(crate) fn sign_in(&self, body: &Value) -> Signed {
        let (status, value, headers) = self.send(request(&Signed::default(), Method::POST, "/api/v1/session", body));
        assert_eq!(status, StatusCode::OK, "{value}");
        let cookie = headers[header::SET_COOKIE].to_str().expect("text").split(';').next().expect("a pair").to_owned();
        Signed { cookie, csrf: value["csrf"].as_str().expect("a token").to_owned() }
    }

    pub(crate) fn signed_in(&self, role: Role) -> Signed {
        self.sign_in(&json!({"role": role.name(), "passphrase": passphrase(role)}))
    }
}

/// A server of the flood town that serves nobody yet, with a passphrase for each role, and its key.
pub(crate) fn prepared() -> (std::sync::Arc<Server>, String, tempfile::TempDir) {
    let World { router, folder, runtime, .. } = World::new();
    drop((router, runtime));
    let (town, ledger) = (folder.path().join("town"), folder.path().join("ledger"));
    let operation = couloir::files::load(&town).operation.expect("the example is sound");
    let post = Post::open(&ledger, &|| Ok(String::new()), now()).expect("it opens again");
    let (server, key) = Server::new(&town, operation, &ledger, post).expect("it can be served");
    (server, key, folder)
}

pub(crate) fn request(who: &Signed, method: Method, path: &str, body: &Value) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !who.cookie.is_empty() {
        request = request.header(header::COOKIE, &who.cookie);
    }
    if !who.csrf.is_empty() {
        request = request.header("x-csrf-token", &who.csrf);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    request.header(header::CONTENT_TYPE, "application/json").body(body).expect("a request")
}

pub(crate) fn boarded(people: u32) -> Value {
    json!({"what": {"kind": "boarded", "at": {"site": "Place du Marché"}, "ride": {"vehicle": "car 1", "trip": 1}, "count": {"people": people}}})
}

/// Every route of the description, with its method.
fn routes(world: &World) -> Vec<(Method, String)> {
    let description = world.get(&Signed::default(), "/api/openapi.json");
    let paths = description["paths"].as_object().expect("paths");
    let methods = |(path, item): (&String, &Value)| {
        let item = item.as_object().expect("a path item").clone();
        let path = path.clone();
        item.into_iter().filter_map(move |(method, _)| {
            Some((Method::from_bytes(method.to_uppercase().as_bytes()).ok()?, path.clone()))
        })
    };
    paths.iter().flat_map(methods).collect()
}

#[test]
fn every_route_but_signing_in_is_closed_to_those_who_have_not() {
    let world = World::new();
    let routes = routes(&world);
    assert!(routes.len() > 15, "{routes:?}");
    for (method, path) in routes {
        let (status, value) = world.ask(&Signed::default(), method.clone(), &path, &Value::Null);
        let is_open = ["/api/v1/session", "/api/v1/first-view"].contains(&path.as_str());
        assert_eq!(status == StatusCode::UNAUTHORIZED, !is_open, "{method} {path}: {status} {value}");
    }
}

#[test]
fn who_may_do_what_is_this_table() {
    let world = World::new();
    let roles: Vec<(Role, Signed)> = Role::SIGNING_IN.into_iter().map(|role| (role, world.signed_in(role))).collect();
    let mut table = format!("{:42}", "");
    for (role, _) in &roles {
        let _ = write!(table, "{:12}", role.name());
    }
    for (method, path) in routes(&world) {
        // Listening never ends, and signing out would.
        if path == "/api/v1/live" || path == "/api/v1/session" {
            continue;
        }
        // A phone has the token of its vehicle and no role.
        if path == "/api/v1/positions/osmand" {
            let _ = write!(table, "\n{:42}the token of a vehicle", format!("{method} {path}"));
            continue;
        }
        let _ = write!(table, "\n{:42}", format!("{method} {path}"));
        for (_, signed) in &roles {
            // A body that nothing can be made of: whoever may come in is told so, and nothing is changed.
            let (status, _) = world.ask(signed, method.clone(), &path, &json!({"nothing": "of use"}));
            let _ = write!(table, "{:12}", if status == StatusCode::FORBIDDEN { "-" } else { "may" });
        }
    }
    let table: String = table.lines().fold(String::new(), |all, line| all + line.trim_end() + "\n");
    insta::assert_snapshot!(table);
}

#[test]
fn which_single_things_a_role_reaches_is_this_table() {
    let world = World::new();
    let roles: Vec<(Role, Signed)> = Role::SIGNING_IN.into_iter().map(|role| (role, world.signed_in(role))).collect();
    let coordinator = &roles[0].1;
    let plan = adopt_a_plan(&world, coordinator);
    let record = |event: &Value| {
        let (status, value) = world.ask(coordinator, Method::POST, "/api/v1/events", event);
        assert_eq!(status, StatusCode::CREATED, "{value}");
        format!("/api/v1/events/{}", value["id"].as_str().expect("a name"))
    };
    let counted = json!({"what": {"kind": "head_count", "at": {"site": "Place du Marché"}, "count": {"people": 30}}});
    let incident = json!({"what": {"kind": "incident", "incident": "medical", "text": "second coach"}});
    let mut things = vec![
        ("a head count".to_owned(), record(&counted)),
        ("a boarding".to_owned(), record(&boarded(12))),
        ("an incident".to_owned(), record(&incident)),
        ("an event that is not there".to_owned(), format!("/api/v1/events/{}", "00".repeat(32))),
        ("a plan".to_owned(), format!("/api/v1/plans/{plan}")),
        ("its band".to_owned(), format!("/api/v1/plans/{plan}/band")),
    ];
    for table in ["books", "events", "closures", "timetable", "positions"] {
        things.push((format!("the table of {table}"), format!("/api/v1/exports/{table}.csv")));
    }
    for collection in ["sites", "shelters", "passages", "closures", "convoys"] {
        things.push((format!("features: {collection}"), format!("/ogc/collections/{collection}/items")));
    }
    let mut table = format!("{:30}{:12}", "", "nobody");
    roles.iter().for_each(|(role, _)| table += &format!("{:12}", role.name()));
    for (name, path) in things {
        let _ = write!(table, "\n{name:30}");
        let nobody = Signed::default();
        for who in std::iter::once(&nobody).chain(roles.iter().map(|(_, signed)| signed)) {
            let _ = write!(table, "{:<12}", world.ask(who, Method::GET, &path, &Value::Null).0.as_u16());
        }
    }
    let table: String = table.lines().fold(String::new(), |all, line| all + line.trim_end() + "\n");
    insta::assert_snapshot!(table);
}

#[test]
fn features_come_page_by_page() {
    let world = World::new();
    let analyst = world.signed_in(Role::Analyst);
    let all = world.get(&analyst, "/ogc/collections/sites/items");
    let all: Vec<&Value> = all["features"].as_array().expect("a list").iter().map(|feature| &feature["id"]).collect();
    assert!(all.len() > 2, "{all:?}");
    let (mut path, mut found) = ("/ogc/collections/sites/items?limit=2&bbox=-180,-90,180,90".to_owned(), Vec::new());
    loop {
        let page = world.get(&analyst, &path);
        let features = page["features"].as_array().expect("a list");
        assert!(features.len() <= 2 && page["numberReturned"] == features.len(), "{page}");
        found.extend(features.iter().map(|feature| feature["id"].clone()));
        let link = |rel: &str| page["links"].as_array()?.iter().find(|link| link["rel"] == rel)?["href"].as_str();
        assert_eq!(link("prev").is_some(), path.contains("offset=") && !path.contains("offset=0"), "{page}");
        let Some(next) = link("next") else { break };
        path = next.to_owned();
    }
    assert_eq!(found.iter().collect::<Vec<_>>(), all);
}

#[test]
fn the_first_view_says_all_at_once_to_whoever_is_signed_in_and_nothing_to_others() {
    let world = World::new();
    let nobody = json!({"role": "public", "post": null, "csrf": null, "operation": null, "state": null});
    assert_eq!(world.get(&Signed::default(), "/api/v1/first-view"), nobody);
    let post = world.signed_in(Role::Post);
    let view = world.get(&post, "/api/v1/first-view");
    assert_eq!((&view["role"], &view["csrf"]), (&json!("post"), &json!(post.csrf)));
    assert_eq!(view["operation"], world.get(&post, "/api/v1/operation"));
    assert_eq!(view["state"]["places"], world.get(&post, "/api/v1/state")["places"]);
}

#[test]
fn a_change_without_the_token_of_its_session_is_refused() {
    let world = World::new();
    let signed = world.signed_in(Role::Post);
    for csrf in ["", "0000"] {
        let forged = Signed { cookie: signed.cookie.clone(), csrf: csrf.to_owned() };
        let (status, value) = world.ask(&forged, Method::POST, "/api/v1/events", &boarded(3));
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert_eq!(value["type"], "couloir::serve::forged");
    }
    assert_eq!(world.get(&signed, "/api/v1/events")["total"], 0);
}

#[test]
fn a_submission_sent_six_hundred_times_is_one_event() {
    let world = World::new();
    let signed = world.signed_in(Role::Post);
    let mut ids = std::collections::BTreeSet::new();
    for round in 0..600 {
        let mut sent = request(&signed, Method::POST, "/api/v1/events", &boarded(30));
        sent.headers_mut().insert("idempotency-key", "0123456789abcdef".parse().expect("a header"));
        let (status, value, _) = world.send(sent);
        assert_eq!(status, if round == 0 { StatusCode::CREATED } else { StatusCode::OK }, "{value}");
        ids.insert(value["id"].to_string());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(world.get(&signed, "/api/v1/state")["out"]["people"], 30);
}

#[test]
fn the_printed_key_signs_a_coordinator_in_once() {
    let world = World::new();
    let signed = world.sign_in(&json!({"key": world.key}));
    assert_eq!(world.get(&signed, "/api/v1/session")["role"], "coordinator");
    let again = request(&Signed::default(), Method::POST, "/api/v1/session", &json!({"key": world.key}));
    assert_eq!(world.send(again).0, StatusCode::UNAUTHORIZED);
}

#[test]
fn fifty_boarded_and_forty_seven_got_off_stands_open() {
    let world = World::new();
    let signed = world.signed_in(Role::Post);
    let off = json!({"what": {"kind": "alighted", "at": {"shelter": "Gymnase de Montclair"}, "ride": {"vehicle": "car 1", "trip": 1}, "count": {"people": 47}}});
    for event in [boarded(50), off] {
        assert_eq!(world.ask(&signed, Method::POST, "/api/v1/events", &event).0, StatusCode::CREATED);
    }
    let books = world.get(&signed, "/api/v1/books");
    assert_eq!(books["sum"], 0);
    assert_eq!(books["discrepancies"][0]["lines"][0]["found"], 47);
    let state = world.get(&signed, "/api/v1/state");
    assert_eq!((&state["arrived"]["people"], &state["out"]["people"]), (&json!(47), &json!(50)));
}

#[test]
fn what_nobody_counted_is_unknown_and_a_site_that_all_have_left_is_never_called_empty() {
    let world = World::new();
    let signed = world.signed_in(Role::Coordinator);
    let state = world.get(&signed, "/api/v1/state");
    assert_eq!(state["out"]["people"], Value::Null);
    assert_eq!(state["inside"]["basis"], "unknown");
    let counted = |site: &str, people: u32| json!({"what": {"kind": "head_count", "at": {"site": site}, "count": {"people": people}}});
    let inside = || world.get(&signed, "/api/v1/state")["inside"].clone();
    let record =
        |event: &Value| assert_eq!(world.ask(&signed, Method::POST, "/api/v1/events", event).0, StatusCode::CREATED);
    record(&counted("Place du Marché", 30));
    record(&boarded(30));
    assert_eq!(inside()["basis"], "unknown", "of the other sites nobody has said anything");
    let operation = world.get(&signed, "/api/v1/operation");
    let sites = operation["sites"].as_array().expect("a list").iter().filter_map(|site| site["name"].as_str());
    let others: Vec<&str> = sites.filter(|site| *site != "Place du Marché").collect();
    let left = |site: &str| json!({"what": {"kind": "otherwise", "at": {"site": site}, "reason": "left", "count": {"people": 20}}});
    for site in &others {
        record(&counted(site, 20));
        record(&left(site));
    }
    assert_eq!(inside()["people"], Value::Null);
    assert!(inside()["no_sign_since"].is_i64(), "{}", inside());
    // Whom one site has too few of are not those who wait at the next.
    record(
        &json!({"what": {"kind": "otherwise", "at": {"site": others[0]}, "reason": "came", "count": {"people": 5}}}),
    );
    record(
        &json!({"what": {"kind": "otherwise", "at": {"site": others[1]}, "reason": "left", "count": {"people": 5}}}),
    );
    assert_eq!((&inside()["people"], &inside()["no_sign_since"]), (&json!(5), &Value::Null));
}

#[test]
fn nobody_adopts_a_plan_or_takes_one_back_by_correcting() {
    let world = World::new();
    let (post, coordinator) = (world.signed_in(Role::Post), world.signed_in(Role::Coordinator));
    let plan = adopt_a_plan(&world, &coordinator);
    let adoption = world.get(&coordinator, "/api/v1/events")["events"][0]["id"].clone();
    let other = json!({"what": {"kind": "plan_adopted", "plan": "00".repeat(16)}});
    let correction = |replaces: &Value, by: Value| json!({"what": {"kind": "correction", "replaces": replaces, "why": "x", "by": by}});
    let unknown = json!("11".repeat(32));
    for event in [
        correction(&unknown, other.clone()),
        correction(&adoption, other),
        correction(&adoption, Value::Null),
        correction(&unknown, Value::Null),
    ] {
        let (status, answer) = world.ask(&post, Method::POST, "/api/v1/events", &event);
        assert_eq!(status, StatusCode::BAD_REQUEST, "{event}: {answer}");
    }
    assert_eq!(world.get(&coordinator, "/api/v1/state")["adopted"]["plan"], plan);
}

#[test]
fn one_key_with_two_things_to_say_is_two_submissions() {
    let world = World::new();
    let signed = world.signed_in(Role::Post);
    for people in [12, 13, 12] {
        let mut request = request(&signed, Method::POST, "/api/v1/events", &boarded(people));
        request.headers_mut().insert("idempotency-key", "00000001".parse().unwrap());
        world.send(request);
    }
    assert_eq!(world.get(&signed, "/api/v1/events")["total"], 2);
}

#[test]
fn where_vehicles_are_is_for_those_who_may_see_movements() {
    let world = World::new();
    let (post, analyst) = (world.signed_in(Role::Post), world.signed_in(Role::Analyst));
    assert_eq!(world.ask(&post, Method::POST, "/api/v1/events", &boarded(30)).0, StatusCode::CREATED);
    let seen = |who: &Signed| {
        let rides = world.get(who, "/api/v1/state")["rides"].as_array().map(Vec::len);
        let events = world.get(who, "/api/v1/events")["events"].as_array().map(Vec::len);
        let table = world.get(who, "/api/v1/exports/events.csv").as_str().map(|text| text.lines().count());
        (rides, events, table)
    };
    assert_eq!((seen(&post), seen(&analyst)), ((Some(1), Some(1), Some(3)), (Some(0), Some(0), Some(2))));
}

#[test]
fn what_posts_recorded_is_where_a_change_is_answered_from() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    adopt_a_plan(&world, &coordinator);
    // A quarter past eight in the town: 12 got on at eight, and nothing else was recorded.
    let eight = 1_763_449_200;
    let mut event = boarded(12);
    event["occurred_at"] = json!(eight);
    assert_eq!(world.ask(&coordinator, Method::POST, "/api/v1/events", &event).0, StatusCode::CREATED);
    let wish = json!({"changed": {"at": eight + 900}, "seconds": 1});
    let (status, value) = world.ask(&coordinator, Method::POST, "/api/v1/replans", &wish);
    assert_eq!(status, StatusCode::ACCEPTED, "{value}");
    let done = |answer: &Value| answer["under_way"] == false && answer["parent"].is_string();
    let answer = world.until(&coordinator, "/api/v1/replans", done);
    assert!(answer["refused"].as_array().is_some_and(Vec::is_empty), "{answer}");
    assert!(answer["notes"].to_string().contains("nothing is recorded of it since"), "{answer}");
}

#[test]
fn an_incident_is_read_by_the_coordination_alone() {
    let world = World::new();
    let (post, coordinator) = (world.signed_in(Role::Post), world.signed_in(Role::Coordinator));
    let event = json!({"what": {"kind": "incident", "incident": "medical", "text": "second coach"}});
    assert_eq!(world.ask(&post, Method::POST, "/api/v1/events", &event).0, StatusCode::CREATED);
    assert_eq!(world.get(&post, "/api/v1/events")["total"], 0);
    assert_eq!(world.get(&coordinator, "/api/v1/events")["events"][0]["event"]["what"]["text"], "second coach");
}

#[test]
fn a_plan_is_made_and_adopted_by_two() {
    let world = World::new();
    let (planner, coordinator) = (world.signed_in(Role::Planner), world.signed_in(Role::Coordinator));
    assert_eq!(world.ask(&planner, Method::POST, "/api/v1/plans", &json!({"seconds": 1})).0, StatusCode::ACCEPTED);
    let plans = loop {
        let plans = world.get(&planner, "/api/v1/plans");
        if plans["under_way"].is_null() {
            break plans;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    let plan = &plans["plans"][0];
    assert_eq!(plan["broken"], json!([]));
    let path = format!("/api/v1/plans/{}/adoption", plan["id"].as_str().expect("a name"));
    assert_eq!(world.ask(&planner, Method::POST, &path, &json!({})).0, StatusCode::FORBIDDEN);
    assert_eq!(world.ask(&coordinator, Method::POST, &path, &json!({})).0, StatusCode::CONFLICT);
    let both = json!({"planner_passphrase": passphrase(Role::Planner)});
    assert_eq!(world.ask(&coordinator, Method::POST, &path, &both).0, StatusCode::CREATED);
    let state = world.get(&coordinator, "/api/v1/state");
    assert_eq!(state["adopted"]["plan"], plan["id"]);
    // A plan that leaves somebody does not say when it is over.
    let end = if plan["left"] == 0 { plan["clearance"].clone() } else { Value::Null };
    assert_eq!(state["end"]["planned"].get("at").cloned().unwrap_or_default(), end);
}

/// Has a plan made in a second and adopts it: its name.
fn adopt_a_plan(world: &World, coordinator: &Signed) -> String {
    assert_eq!(world.ask(coordinator, Method::POST, "/api/v1/plans", &json!({"seconds": 1})).0, StatusCode::ACCEPTED);
    world.until(coordinator, "/api/v1/plans", |plans| plans["under_way"].is_null());
    let plan = world.get(coordinator, "/api/v1/plans")["plans"][0]["id"].as_str().expect("a name").to_owned();
    world.adopt(coordinator, &plan);
    plan
}

impl World {
    /// Asks again until it is so.
    fn until(&self, who: &Signed, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..1200 {
            let value = self.get(who, path);
            if is_so(&value) {
                return value;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("a minute was not enough: {path}");
    }

    fn adopt(&self, coordinator: &Signed, plan: &str) {
        let path = format!("/api/v1/plans/{plan}/adoption");
        let both = json!({"planner_passphrase": passphrase(Role::Planner)});
        let (status, value) = self.ask(coordinator, Method::POST, &path, &both);
        assert_eq!(status, StatusCode::CREATED, "{value}");
    }
}

fn closed_bridge() -> Value {
    // From 08:30 to 09:15 in the town's time.
    let shut = json!({"of": {"passage": "Pont-Vieux"}, "from": 1_763_451_000, "until": 1_763_453_700});
    json!({"changed": {"closures": [shut]}, "seconds": 1})
}

#[test]
fn a_closure_is_seen_as_a_difference_before_a_plan_around_it_is_adopted_and_recorded_with_it() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    let adopted = adopt_a_plan(&world, &coordinator);
    let before = world.get(&coordinator, "/api/v1/events")["total"].clone();
    let (status, value) = world.ask(&coordinator, Method::POST, "/api/v1/replans", &closed_bridge());
    assert_eq!(status, StatusCode::ACCEPTED, "{value}");
    let done = |answer: &Value| answer["under_way"] == false && answer["parent"].is_string();
    let answer = world.until(&coordinator, "/api/v1/replans", done);
    assert_eq!(answer["refused"], json!([]), "{answer}");
    assert_eq!(world.get(&coordinator, "/api/v1/events")["total"], before, "looking records nothing");
    let near = &answer["near"][0];
    assert_eq!((&near["plan"]["broken"], &near["plan"]["parent"]), (&json!([]), &json!(adopted)), "{answer}");
    let plan = near["plan"]["id"].as_str().expect("a name");
    let told = world.get(&coordinator, &format!("/api/v1/plans/{plan}/difference?language=en"));
    assert_eq!(told["changes"].as_array().map(Vec::len), near["changes"].as_u64().map(|count| count as usize));
    assert!(told["text"].as_str().is_some_and(|text| text.lines().count() > 3), "{told}");
    world.adopt(&coordinator, plan);
    let closures = world.get(&coordinator, "/api/v1/closures");
    let recorded = |one: &Value| one["is_recorded"] == true && one["name"] == "Pont-Vieux";
    assert!(closures["closures"].as_array().expect("a list").iter().any(recorded), "{closures}");
    assert_eq!(world.get(&coordinator, "/api/v1/state")["adopted"]["plan"], plan);
    // The judge accepts it again when the server begins anew, with what it answers.
    let World { router, folder, runtime, key, .. } = world;
    drop((router, runtime, key));
    let again = World::again(folder);
    let coordinator = again.signed_in(Role::Coordinator);
    let plans = again.get(&coordinator, "/api/v1/plans");
    let kept = plans["plans"].as_array().expect("a list").iter().find(|one| one["id"] == plan).cloned();
    assert_eq!(kept.expect("it is kept")["broken"], json!([]));
}

#[test]
fn a_closure_while_convoys_are_under_way_is_answered_with_plans_that_the_judge_accepts_or_with_a_reason() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    adopt_a_plan(&world, &coordinator);
    let mut wish = closed_bridge();
    // A quarter of an hour before the bridge closes.
    wish["changed"]["at"] = json!(1_763_450_100);
    assert_eq!(world.ask(&coordinator, Method::POST, "/api/v1/replans", &wish).0, StatusCode::ACCEPTED);
    let done = |answer: &Value| answer["under_way"] == false && answer["parent"].is_string();
    let answer = world.until(&coordinator, "/api/v1/replans", done);
    let near = answer["near"].as_array().expect("a list");
    assert!(near.iter().all(|near| near["plan"]["broken"] == json!([])), "{answer}");
    assert_eq!(near.is_empty(), answer["refused"] != json!([]), "{answer}");
    if near.is_empty() {
        return;
    }
    // What is left of it is simulated from the change on.
    let plan = answer["near"][0]["plan"]["id"].as_str().expect("a name");
    let band = world.until(&coordinator, &format!("/api/v1/plans/{plan}/band"), |band| band["stage"] != "under_way");
    assert_eq!(band["stage"], "played", "{band}");
    assert!(band["rows"][0][0].as_i64().is_some_and(|at| 1_763_450_100 <= at), "{band}");
}

#[test]
fn what_is_closed_must_be_there() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    let (status, value) = world.ask(&coordinator, Method::POST, "/api/v1/replans", &closed_bridge());
    assert_eq!(status, StatusCode::CONFLICT, "no plan is adopted: {value}");
    let nowhere = json!({"closures": [{"of": {"passage": "Pont-Neuf"}}]});
    let (status, value) = world.ask(&coordinator, Method::POST, "/api/v1/closures", &nowhere);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(value["detail"].as_str().is_some_and(|detail| detail.contains("Pont-Neuf")), "{value}");
    let backwards = json!({"closures": [{"of": {"passage": "Pont-Vieux"}, "from": 20, "until": 10}]});
    assert_eq!(world.ask(&coordinator, Method::POST, "/api/v1/closures", &backwards).0, StatusCode::BAD_REQUEST);
    let held =
        json!({"closures": [{"of": {"way": {"from": "Quai du Port", "to": "Gymnase de Montclair"}}, "from": 20}]});
    for recorded in [1, 0] {
        let (status, value) = world.ask(&coordinator, Method::POST, "/api/v1/closures", &held);
        assert_eq!((status, &value["recorded"]), (StatusCode::CREATED, &json!(recorded)), "{value}");
    }
}

#[test]
fn the_adopted_plan_is_simulated_once_and_the_end_becomes_a_range() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    let plan = adopt_a_plan(&world, &coordinator);
    let band = world.until(&coordinator, &format!("/api/v1/plans/{plan}/band"), |band| band["stage"] == "played");
    let rows = band["rows"].as_array().expect("rows");
    let number = |row: &Value, at: usize| row[at].as_i64().expect("a number");
    assert!(rows.len() > 20, "{band}");
    assert!(rows.iter().all(|row| number(row, 1) <= number(row, 2) && number(row, 2) <= number(row, 3)));
    assert!(rows.is_sorted_by_key(|row| number(row, 2)), "nobody goes back");
    let state = world.until(&coordinator, "/api/v1/state", |state| state["end"]["simulated"].is_object());
    let (low, high) = (&state["end"]["simulated"]["low"], &state["end"]["simulated"]["high"]);
    assert!(low.as_i64() < high.as_i64(), "{state}");
    assert_eq!((low, high), (&band["last"][0], &band["last"][2]));
}

impl World {
    /// A token for a program.
    fn token(&self, wish: &Value) -> (String, String) {
        let coordinator = self.signed_in(Role::Coordinator);
        let (status, made) = self.ask(&coordinator, Method::POST, "/api/v1/tokens", wish);
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let text = |key: &str| made[key].as_str().expect("text").to_owned();
        (text("id"), text("token"))
    }

    fn with_token(&self, token: &str, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let mut sent = request(&Signed::default(), method, path, body);
        sent.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        let (status, value, _) = self.send(sent);
        (status, value)
    }
}

#[test]
fn a_program_may_what_the_role_of_its_token_may_until_it_is_taken_back() {
    let world = World::new();
    let (id, token) = world.token(&json!({"name": "field post 3", "role": "post"}));
    assert_eq!(world.with_token(&token, Method::POST, "/api/v1/events", &boarded(3)).0, StatusCode::CREATED);
    assert_eq!(world.with_token(&token, Method::GET, "/api/v1/claims", &Value::Null).0, StatusCode::FORBIDDEN);
    let coordinator = world.signed_in(Role::Coordinator);
    let listed = world.get(&coordinator, "/api/v1/tokens").to_string();
    assert!(listed.contains("field post 3") && !listed.contains(&token), "{listed}");
    let path = format!("/api/v1/tokens/{id}");
    assert_eq!(world.ask(&coordinator, Method::DELETE, &path, &Value::Null).0, StatusCode::NO_CONTENT);
    let (status, problem) = world.with_token(&token, Method::GET, "/api/v1/state", &Value::Null);
    assert_eq!((status, &problem["type"]), (StatusCode::UNAUTHORIZED, &json!("couloir::serve::no_token")));
    let deciding = json!({"name": "robot", "role": "coordinator"});
    assert_eq!(world.ask(&coordinator, Method::POST, "/api/v1/tokens", &deciding).0, StatusCode::BAD_REQUEST);
}

#[test]
fn a_late_fix_of_a_phone_does_not_move_its_vehicle_back() {
    let world = World::new();
    let (_, token) = world.token(&json!({"name": "phone", "role": "driver", "vehicle": "car 1"}));
    let at = now().0;
    for (seconds_ago, lat, taken) in [(60, 46.71, "newest"), (3600, 46.70, "late"), (60, 46.71, "repeated")] {
        let path = format!("/api/v1/positions/osmand?id={token}&lat={lat}&lon=4.98&timestamp={}", at - seconds_ago);
        let (status, told) = world.ask(&Signed::default(), Method::GET, &path, &Value::Null);
        assert_eq!((status, &told["taken"]), (StatusCode::OK, &json!(taken)), "{told}");
    }
    let driver = world.signed_in(Role::Driver);
    let positions = world.get(&driver, "/api/v1/positions");
    assert_eq!(
        (&positions["positions"][0]["vehicle"], &positions["positions"][0]["lat"]),
        (&json!("car 1"), &json!(46.71))
    );
    assert_eq!(
        world.ask(&world.signed_in(Role::Analyst), Method::GET, "/api/v1/positions", &Value::Null).0,
        StatusCode::FORBIDDEN
    );
    // The token of a vehicle opens nothing else.
    assert_eq!(world.with_token(&token, Method::GET, "/api/v1/state", &Value::Null).0, StatusCode::FORBIDDEN);
    let convoys = world.get(&driver, "/ogc/collections/convoys/items");
    assert_eq!(convoys["features"][0]["properties"]["name"], "car 1");
}

#[test]
fn reading_what_is_restricted_is_written_down_and_the_rest_is_not() {
    let world = World::new();
    let post = world.signed_in(Role::Post);
    for path in ["/api/v1/state", "/api/v1/plans", "/api/v1/plans", "/api/v1/exports/timetable.csv"] {
        world.get(&post, path);
    }
    let reads = world.get(&world.signed_in(Role::Coordinator), "/api/v1/reads");
    let lists: Vec<&str> =
        reads["reads"].as_array().expect("a list").iter().filter_map(|read| read["list"].as_str()).collect();
    assert_eq!(lists, ["/api/v1/reads", "/api/v1/exports/timetable.csv", "/api/v1/plans"]);
    assert_eq!(reads["is_whole"], true);
}

#[test]
fn tables_are_exported_by_role_in_three_forms() {
    let world = World::new();
    let (coordinator, analyst) = (world.signed_in(Role::Coordinator), world.signed_in(Role::Analyst));
    adopt_a_plan(&world, &coordinator);
    let files = world.get(&coordinator, "/api/v1/exports");
    let files: Vec<&str> = files["files"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(files.len(), 14, "{files:?}");
    for file in files {
        let asked = request(&coordinator, Method::GET, &format!("/api/v1/exports/{file}"), &Value::Null);
        assert_eq!(world.send(asked).0, StatusCode::OK, "{file}");
    }
    let table = world.get(&coordinator, "/api/v1/exports/timetable.csv");
    assert!(table.as_str().is_some_and(|text| text.contains("car 1,1,")), "{table}");
    let (status, _) = world.ask(&analyst, Method::GET, "/api/v1/exports/timetable.csv", &Value::Null);
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&analyst, "/api/v1/exports")["files"].as_array().map(Vec::len), Some(8));
}

#[test]
fn whoever_has_an_answer_already_is_not_sent_it_again() {
    let world = World::new();
    let signed = world.signed_in(Role::Post);
    for path in ["/api/v1/state", "/api/v1/books", "/api/v1/operation", "/"] {
        let (_, _, headers) = world.send(request(&signed, Method::GET, path, &Value::Null));
        let name = headers[header::ETAG].clone();
        let mut again = request(&signed, Method::GET, path, &Value::Null);
        again.headers_mut().insert(header::IF_NONE_MATCH, name);
        assert_eq!(world.send(again).0, StatusCode::NOT_MODIFIED, "{path}");
    }
    let (_, _, headers) = world.send(request(&signed, Method::GET, "/api/v1/state", &Value::Null));
    assert_eq!(world.ask(&signed, Method::POST, "/api/v1/events", &boarded(3)).0, StatusCode::CREATED);
    let mut changed = request(&signed, Method::GET, "/api/v1/state", &Value::Null);
    changed.headers_mut().insert(header::IF_NONE_MATCH, headers[header::ETAG].clone());
    assert_eq!(world.send(changed).0, StatusCode::OK);
}

#[test]
fn every_refusal_is_a_problem_with_a_help_line() {
    let world = World::new();
    let signed = world.signed_in(Role::Coordinator);
    for (method, path, status) in [
        (Method::PUT, "/api/v1/state", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/map/tiles/a/b/c", StatusCode::BAD_REQUEST),
        (Method::GET, "/api/v1/events?limit=many", StatusCode::BAD_REQUEST),
        (Method::GET, "/api/v1/plans/nothing", StatusCode::NOT_FOUND),
    ] {
        let (found, value, headers) = world.send(request(&signed, method, path, &Value::Null));
        let kind = headers[header::CONTENT_TYPE].to_str().expect("text");
        assert_eq!((found, kind), (status, "application/problem+json"), "{path}: {value}");
        assert!(value["help"].as_str().is_some_and(|help| !help.is_empty()), "{path}: {value}");
    }
}

#[test]
fn plans_lie_sealed_on_the_disk() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    adopt_a_plan(&world, &coordinator);
    let mut files = 0;
    for entry in std::fs::read_dir(world.folder.path().join("ledger/plans")).expect("the folder is there") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("it can be read");
        files += 1;
        assert!(!bytes.windows(5).any(|window| window == b"car 1"), "call signs stand in the open");
    }
    assert!(files > 0);
}

#[test]
fn a_report_becomes_claims_and_claims_an_estimate_that_is_never_nobody() {
    let world = World::new();
    let analyst = world.signed_in(Role::Analyst);
    let text = "Officials estimated on Wednesday that about 3,000 people were still inside the town.";
    let report = json!({"name": "afp-1", "text": text, "published": "2019-02-22"});
    let (status, reading) = world.ask(&analyst, Method::POST, "/api/v1/readings", &report);
    assert_eq!(status, StatusCode::OK, "{reading}");
    let confirmed = json!({"claims": reading["claims"], "by": "analysis desk"});
    for kept in [1, 0] {
        let (status, value) = world.ask(&analyst, Method::POST, "/api/v1/claims", &confirmed);
        assert_eq!((status, &value["kept"]), (StatusCode::CREATED, &json!(kept)), "{value}");
    }
    let inside = &world.get(&analyst, "/api/v1/state")["inside"];
    assert_eq!(inside["basis"], "estimated");
    assert!(inside["low"].as_u64().is_some_and(|low| low >= 1), "{inside}");
}

#[test]
fn nobody_guesses_passphrases_quickly() {
    let world = World::with_passphrases(&[Role::Post]);
    let wrong = json!({"role": "post", "passphrase": "not the one"});
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = world.send(request(&Signed::default(), Method::POST, "/api/v1/session", &wrong)).0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

/// A boarding of `people` with the cards of groups.
fn boarded_with(people: u32, groups: &[&str]) -> Value {
    let mut event = boarded(people);
    event["groups"] = json!(groups);
    event
}

#[test]
fn a_group_boards_once_until_its_boarding_is_taken_back() {
    let world = World::new();
    let post = world.signed_in(Role::Post);
    let send = |body: &Value, key: &str| {
        let mut sent = request(&post, Method::POST, "/api/v1/events", body);
        sent.headers_mut().insert("idempotency-key", key.parse().expect("a header"));
        let (status, value, _) = world.send(sent);
        (status, value)
    };
    let (status, first) = send(&boarded_with(5, &["7K3F-Q2MX"]), "first-submission");
    assert_eq!(status, StatusCode::CREATED, "{first}");
    assert_eq!(
        send(&boarded_with(5, &["7K3F-Q2MX"]), "first-submission").0,
        StatusCode::OK,
        "sent again, it is the same"
    );
    let (status, value) = send(&boarded_with(9, &["AAAA-BBBB", "7k3fq2mx"]), "second-submission");
    assert_eq!((status, &value["type"]), (StatusCode::CONFLICT, &json!("couloir::serve::boarded_already")));
    assert!(
        value["detail"].as_str().is_some_and(|said| said.contains("7K3F-Q2MX") && said.contains("car 1")),
        "{value}"
    );
    assert_eq!(
        send(&boarded_with(4, &["AAAA-BBBB"]), "second-submission").0,
        StatusCode::CREATED,
        "the other group boards"
    );
    assert_eq!(world.get(&post, "/api/v1/events")["total"], 2);

    let withdrawal = json!({"what": {"kind": "correction", "replaces": first["id"], "why": "they got off again"}});
    assert_eq!(world.ask(&post, Method::POST, "/api/v1/events", &withdrawal).0, StatusCode::CREATED);
    assert_eq!(
        send(&boarded_with(5, &["7K3F-Q2MX"]), "third-submission").0,
        StatusCode::CREATED,
        "the card can be read again"
    );
    let World { folder, .. } = world;
    let world = World::again(folder);
    let post = world.signed_in(Role::Post);
    let again = world.ask(&post, Method::POST, "/api/v1/events", &boarded_with(5, &["7K3F-Q2MX"]));
    assert_eq!(again.0, StatusCode::CONFLICT, "and is remembered by the next server: {}", again.1);
}

#[test]
fn tokens_of_the_operations_own_groups_are_told_to_those_who_record() {
    let world = World::new();
    let groups = |role| world.get(&world.signed_in(role), "/api/v1/operation")["groups"].clone();
    assert_eq!(groups(Role::Post)[1]["token"], "R3ZT-9VHW");
    assert_eq!(
        groups(Role::Post)[1]["people"].as_array().map(|by_need| by_need[..2].to_vec()),
        Some(vec![json!(4), json!(1)])
    );
    assert_eq!(groups(Role::Analyst), json!([]));
}

#[test]
fn tokens_of_groups_are_of_boardings_alone_and_each_stands_once() {
    let world = World::new();
    let post = world.signed_in(Role::Post);
    let mut alighted = boarded_with(5, &["7K3F-Q2MX"]);
    alighted["what"]["kind"] = json!("alighted");
    for wrong in [boarded_with(5, &["7K3F-Q2MX", "7k3f q2mx"]), boarded_with(5, &["Martin, 5"]), alighted] {
        let (status, value) = world.ask(&post, Method::POST, "/api/v1/events", &wrong);
        assert_eq!(status, StatusCode::BAD_REQUEST, "{value}");
    }
    assert_eq!(world.get(&post, "/api/v1/events")["total"], 0);
}

#[test]
fn a_page_may_load_nothing_from_elsewhere() {
    let world = World::new();
    let (status, page, headers) = world.send(request(&Signed::default(), Method::GET, "/", &Value::Null));
    assert_eq!(status, StatusCode::OK);
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!page.as_str().unwrap_or_default().contains("http://"), "{page}");
}

#[test]
fn a_page_names_what_it_needs_first_and_built_files_are_kept_for_good() {
    let world = World::new();
    let ask = |path: &str| world.send(request(&Signed::default(), Method::GET, path, &Value::Null));
    let page = ask("/").1.as_str().unwrap_or_default().to_owned();
    if !page.contains("type=\"module\"") {
        return eprintln!("skipped: the page was built without npm");
    }
    assert!(page.contains("/api/v1/first-view"), "{page}");
    let files: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!((3..=9).contains(&files.len()), "{files:?}");
    for file in files {
        let (status, _, headers) = ask(file);
        assert_eq!(status, StatusCode::OK, "{file}");
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable", "{file}");
        assert!(!headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").contains("unsafe"), "{file}");
    }
}

#[test]
fn an_api_route_that_is_not_there_is_a_problem_and_not_the_page() {
    let world = World::new();
    let (status, value) = world.ask(&Signed::default(), Method::GET, "/api/v1/nothing", &Value::Null);
    assert_eq!((status, &value["type"]), (StatusCode::NOT_FOUND, &json!("couloir::serve::not_found")));
}

#[test]
fn what_was_recorded_is_there_after_the_server_has_gone() {
    let world = World::new();
    let signed = world.signed_in(Role::Post);
    assert_eq!(world.ask(&signed, Method::POST, "/api/v1/events", &boarded(12)).0, StatusCode::CREATED);
    let World { router, folder, runtime, .. } = world;
    drop((router, runtime));
    let post = Post::open(&folder.path().join("ledger"), &|| Ok(String::new()), now());
    assert_eq!(post.expect("the ledger opens again").replica().len(), 1);
}

#[test]
fn the_page_says_nothing_that_the_files_of_words_do_not_have() {
    let web = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let words = std::fs::read_to_string(web.join("locales/en.ftl")).expect("a file of words");
    let mut said = 0;
    for folder in ["src", "src/views", "src/parts", "src/lib"] {
        for entry in std::fs::read_dir(web.join(folder)).expect("the folder is there") {
            let Ok(text) = std::fs::read_to_string(entry.expect("an entry").path()) else { continue };
            let calls = text.split("say(\"").skip(1).chain(text.split("name: \"nav-").skip(1));
            for call in calls {
                let Some((name, _)) = call.split_once('"') else { continue };
                let own = if words.contains(&format!("\n{name} =")) { name.to_owned() } else { format!("nav-{name}") };
                assert!(words.contains(&format!("\n{own} =")), "{folder} says `{name}`, and en.ftl does not");
                said += 1;
            }
        }
    }
    assert!(said > 150, "{said}");
    let names: Vec<&str> = words.lines().filter_map(|line| line.split_once(" =")).map(|(name, _)| name).collect();
    let twice =
        names.iter().find(|name| !name.starts_with(' ') && names.iter().filter(|other| other == name).count() > 1);
    assert_eq!(twice, None, "a name that stands twice says the first");
}

#[test]
fn the_page_has_words_of_its_own_for_every_refusal_and_everything_that_stands_open() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = std::fs::read_to_string(root.join("web/locales/en.ftl")).expect("a file of words");
    let has = |name: String| assert!(words.contains(&format!("\n{name} =")), "en.ftl has no `{name}`");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a source");
    let quoted = |text: &str, begin: &str| -> Vec<String> {
        let found = text.split(begin).skip(1).filter_map(|rest| rest.split_once('"'));
        found.map(|(name, _)| name.to_owned()).collect()
    };
    let codes = quoted(&read("src/server/problem.rs"), "\"couloir::serve::");
    assert!(codes.len() > 10, "{codes:?}");
    codes.iter().for_each(|code| has(format!("fault-{code}")));
    let mut reasons = 0;
    for file in ["plans", "replans", "events"] {
        for reason in quoted(&read(&format!("src/server/api/{file}.rs")), ".because(\"") {
            let is_known =
                ["conflict", "unusable"].iter().any(|code| words.contains(&format!("\nfault-{code}-{reason} =")));
            assert!(is_known, "en.ftl has no words for `{reason}`");
            reasons += 1;
        }
    }
    assert!(reasons >= 7, "{reasons}");
    let open = quoted(&read("../couloir-ledger/src/books/discrepancy.rs"), "\"couloir::books::");
    assert!(open.len() >= 9, "{open:?}");
    for kind in open {
        has(format!("open-{kind}"));
        has(format!("open-help-{kind}"));
    }
}

#[test]
fn the_three_languages_say_the_same_things() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("web/locales");
    let keys = |language: &str| -> Vec<String> {
        let text = std::fs::read_to_string(folder.join(format!("{language}.ftl"))).expect("a file of words");
        let names = text.lines().filter_map(|line| line.split_once(" = ").or(line.split_once(" =")));
        let is_name = |name: &&str| name.starts_with(|letter: char| letter.is_ascii_lowercase());
        names.map(|(name, _)| name).filter(is_name).map(str::to_owned).collect()
    };
    let english = keys("en");
    assert!(english.len() > 150);
    assert_eq!(english, keys("fr"));
    assert_eq!(english, keys("ar"));
}

#[test]
fn other_programs_record_while_the_page_is_served() {
    let world = World::new();
    let coordinator = world.signed_in(Role::Coordinator);
    let boarding = ["boarded", "--site", "Place du Marché", "--vehicle", "car 2", "--trip", "1", "--people", "30"];
    crate::ledger::record(world.folder.path(), "ledger", &boarding);
    let (status, value) = world.ask(&coordinator, Method::POST, "/api/v1/events", &boarded(12));
    assert_eq!(status, StatusCode::CREATED, "{value}");
    crate::ledger::record(
        world.folder.path(),
        "ledger",
        &["withdraw", value["id"].as_str().expect("a name"), "--why", "twice"],
    );
    assert_eq!(
        world.get(&coordinator, "/api/v1/events")["total"],
        2,
        "what others wrote before it is there, in one chain"
    );
    let ledger = Post::open(&world.folder.path().join("ledger"), &|| panic!("no passphrase"), now()).expect("a ledger");
    assert_eq!(ledger.replica().len(), 3);
    assert!(ledger.replica().logs().all(|log| log.forks().is_empty()), "nobody wrote at the same time");
}
