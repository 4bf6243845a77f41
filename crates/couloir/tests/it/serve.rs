//! The server, asked without a socket: who may do what, what is recorded once, and what is never said.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use couloir::post::Post;
use couloir::server::access::Role;
use couloir::server::passphrase::Passphrases;
use couloir::server::{Server, router};
use couloir_ledger::name::Name;
use couloir_model::clock::UnixSeconds;
use serde_json::{Value, json};
use std::fmt::Write as _;
use tower::ServiceExt as _;

/// A server of the flood town with an empty ledger, and a passphrase for each role: its name four times.
struct World {
    router: Router,
    key: String,
    folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

/// Somebody who has signed in.
#[derive(Default)]
struct Signed {
    cookie: String,
    csrf: String,
}

fn now() -> UnixSeconds {
    let since_1970 = std::time::UNIX_EPOCH.elapsed().expect("the clock is set");
    UnixSeconds(i64::try_from(since_1970.as_secs()).expect("before the sun burns out"))
}

fn passphrase(role: Role) -> String {
    role.name().repeat(4)
}

impl World {
    fn new() -> Self {
        Self::with_passphrases(&Role::SIGNING_IN)
    }

    fn with_passphrases(roles: &[Role]) -> Self {
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
        let (server, key) = Server::new(&town, operation, &ledger, post).expect("it can be served");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        Self { router: router(server), key, folder, runtime: runtime.expect("threads") }
    }

    fn send(&self, request: Request<Body>) -> (StatusCode, Value, axum::http::HeaderMap) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("a router answers everything");
            let (head, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 1 << 24).await.expect("a whole body");
            let value = serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into());
            (head.status, value, head.headers)
        })
    }

    fn ask(&self, who: &Signed, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let (status, value, _) = self.send(request(who, method, path, body));
        (status, value)
    }

    fn get(&self, who: &Signed, path: &str) -> Value {
        let (status, value) = self.ask(who, Method::GET, path, &Value::Null);
        assert_eq!(status, StatusCode::OK, "{path}: {value}");
        value
    }

    fn sign_in(&self, body: &Value) -> Signed {
        let (status, value, headers) = self.send(request(&Signed::default(), Method::POST, "/api/v1/session", body));
        assert_eq!(status, StatusCode::OK, "{value}");
        let cookie = headers[header::SET_COOKIE].to_str().expect("text").split(';').next().expect("a pair").to_owned();
        Signed { cookie, csrf: value["csrf"].as_str().expect("a token").to_owned() }
    }

    fn signed_in(&self, role: Role) -> Signed {
        self.sign_in(&json!({"role": role.name(), "passphrase": passphrase(role)}))
    }
}

fn request(who: &Signed, method: Method, path: &str, body: &Value) -> Request<Body> {
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

fn boarded(people: u32) -> Value {
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
        let is_open = path == "/api/v1/session";
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
    let count = json!({"what": {"kind": "head_count", "at": {"site": "Place du Marché"}, "count": {"people": 30}}});
    for event in [count, boarded(30)] {
        assert_eq!(world.ask(&signed, Method::POST, "/api/v1/events", &event).0, StatusCode::CREATED);
    }
    let inside = &world.get(&signed, "/api/v1/state")["inside"];
    assert_eq!(inside["people"], Value::Null);
    assert!(inside["no_sign_since"].is_i64(), "{inside}");
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
    assert_eq!(state["end"]["planned"]["at"], plan["clearance"]);
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
