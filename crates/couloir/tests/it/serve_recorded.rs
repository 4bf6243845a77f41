//! What is recorded through the page: by whom, what becomes of the figures, and which evidence is kept.

use crate::serve::{Signed, World, boarded, passphrase};
use axum::http::{Method, StatusCode};
use couloir::server::access::Role;
use serde_json::{Value, json};

fn record(world: &World, who: &Signed, event: &Value) -> Value {
    let (status, value) = world.ask(who, Method::POST, "/api/v1/events", event);
    assert_eq!(status, StatusCode::CREATED, "{value}");
    value
}

#[test]
fn an_event_says_in_which_role_and_at_which_post_it_was_recorded_also_after_a_new_start() {
    let world = World::new();
    let wish = json!({"role": "post", "passphrase": passphrase(Role::Post), "post": "North gate"});
    let post = world.sign_in(&wish);
    record(&world, &post, &boarded(12));
    record(&world, &world.signed_in(Role::Driver), &boarded(13));
    let seen = |world: &World| {
        let events = world.get(&world.signed_in(Role::Coordinator), "/api/v1/events");
        let told = |event: &Value| (event["by"]["role"].clone(), event["by"]["post"].clone());
        events["events"].as_array().expect("a list").iter().map(told).collect::<Vec<_>>()
    };
    let expected = vec![(json!("driver"), Value::Null), (json!("post"), json!("North gate"))];
    assert_eq!(seen(&world), expected);
    let World { router, folder, runtime, .. } = world;
    drop((router, runtime));
    assert_eq!(seen(&World::again(folder)), expected);
}

#[test]
fn a_post_is_a_place_of_a_few_words() {
    let world = World::new();
    let wish = json!({"role": "post", "passphrase": passphrase(Role::Post), "post": "x".repeat(65)});
    let (status, value) = world.ask(&Signed::default(), Method::POST, "/api/v1/session", &wish);
    assert_eq!(status, StatusCode::BAD_REQUEST, "{value}");
}

fn off(people: u32) -> Value {
    json!({"what": {"kind": "alighted", "at": {"shelter": "Gymnase de Montclair"}, "ride": {"vehicle": "car 1", "trip": 1}, "count": {"people": people}}})
}

fn otherwise(at: &Value, reason: &str, people: u32) -> Value {
    json!({"what": {"kind": "otherwise", "at": at, "reason": reason, "count": {"people": people}}})
}

#[test]
fn who_dies_or_is_taken_to_hospital_was_brought_out_and_received_all_the_same() {
    let world = World::new();
    let post = world.signed_in(Role::Post);
    let boarding = record(&world, &post, &boarded(50));
    let figures = || {
        let state = world.get(&post, "/api/v1/state");
        (state["out"]["people"].clone(), state["on_the_road"]["people"].clone(), state["arrived"]["people"].clone())
    };
    let ride = json!({"ride": {"vehicle": "car 1", "trip": 1}});
    record(&world, &post, &otherwise(&ride, "hospital", 2));
    assert_eq!(figures(), (json!(50), json!(48), Value::Null), "two are in hospital, and out");
    record(&world, &post, &otherwise(&ride, "born", 1));
    record(&world, &post, &off(49));
    assert_eq!(figures(), (json!(51), json!(0), json!(49)), "born on the way out");
    let hall = json!({"shelter": "Gymnase de Montclair"});
    for reason in ["died", "hospital", "left", "born"] {
        record(&world, &post, &otherwise(&hall, reason, 3));
    }
    assert_eq!(figures(), (json!(51), json!(0), json!(49)), "what becomes of people in a shelter takes nothing back");
    record(&world, &post, &otherwise(&hall, "came", 4));
    assert_eq!(figures(), (json!(55), json!(0), json!(53)));
    let received = world.get(&post, "/api/v1/books")["received"].clone();
    assert!(received.as_array().expect("a list").is_sorted_by_key(|row| row[1].as_i64()), "{received}");
    // A correction, and it alone, lowers it.
    let less =
        json!({"what": {"kind": "correction", "replaces": boarding["id"], "why": "counted again", "by": boarded(40)}});
    record(&world, &post, &less);
    assert_eq!(figures().0, json!(45));
}

fn reading(world: &World, who: &Signed) -> Value {
    reading_of(world, who, "2019-02-22")
}

fn reading_of(world: &World, who: &Signed, day: &str) -> Value {
    let text = "Officials estimated on Wednesday that about 3,000 people were still inside the town.";
    let report = json!({"name": "afp-1", "text": text, "published": day});
    let (status, reading) = world.ask(who, Method::POST, "/api/v1/readings", &report);
    assert_eq!(status, StatusCode::OK, "{reading}");
    reading["claims"].clone()
}

#[test]
fn a_confirmed_claim_stands_in_the_ledger_once_however_often_it_is_sent() {
    let world = World::new();
    let analyst = world.signed_in(Role::Analyst);
    let confirmed = json!({"claims": reading(&world, &analyst), "by": "analysis desk"});
    for _ in 0..2 {
        assert_eq!(world.ask(&analyst, Method::POST, "/api/v1/claims", &confirmed).0, StatusCode::CREATED);
    }
    let events = world.get(&world.signed_in(Role::Coordinator), "/api/v1/events");
    assert_eq!(events["total"], 1, "{events}");
    let event = &events["events"][0];
    assert_eq!((&event["event"]["what"]["kind"], &event["by"]["role"]), (&json!("claim_confirmed"), &json!("analyst")));
    assert_eq!(event["event"]["what"]["claim"], confirmed["claims"][0]["id"]);
}

#[test]
fn what_is_no_claim_is_not_kept_as_evidence() {
    let world = World::new();
    let analyst = world.signed_in(Role::Analyst);
    let claims = reading(&world, &analyst);
    let changed = |field: &str, value: Value| {
        let mut claims = claims.clone();
        claims[0][field] = value;
        claims
    };
    let many: Vec<Value> = (0..501).map(|number| changed("id", json!(format!("a-{number}")))[0].clone()).collect();
    for wrong in [
        changed("kind", json!("names")),
        changed("quote", json!("x".repeat(5000))),
        changed("photo", json!("data:")),
        changed("id", json!("")),
        json!(many),
        json!([{"id": "a-01"}]),
    ] {
        let (status, value) =
            world.ask(&analyst, Method::POST, "/api/v1/claims", &json!({"claims": wrong, "by": "analysis desk"}));
        assert_eq!(status, StatusCode::BAD_REQUEST, "{value}");
    }
    let (status, _) = world.ask(&analyst, Method::POST, "/api/v1/claims", &json!({"claims": claims, "by": " "}));
    assert_eq!(status, StatusCode::BAD_REQUEST, "somebody confirms it");
    assert_eq!(world.get(&analyst, "/api/v1/claims")["claims"], json!([]));
    assert_eq!(world.get(&world.signed_in(Role::Coordinator), "/api/v1/events")["total"], 0);
}

#[test]
fn the_estimate_knows_of_those_whom_posts_have_counted_out() {
    let world = World::new();
    let (analyst, post) = (world.signed_in(Role::Analyst), world.signed_in(Role::Post));
    // The day of the report, so that what was counted since is of the same operation.
    let noon = 1_550_836_800;
    let confirmed = json!({"claims": reading(&world, &analyst), "by": "analysis desk"});
    assert_eq!(world.ask(&analyst, Method::POST, "/api/v1/claims", &confirmed).0, StatusCode::CREATED);
    let before = world.get(&analyst, "/api/v1/state")["inside"].clone();
    let mut event = boarded(2500);
    event["occurred_at"] = json!(noon);
    record(&world, &post, &event);
    // It stands for ten seconds while posts record.
    std::thread::sleep(std::time::Duration::from_secs(11));
    let after = world.get(&analyst, "/api/v1/state")["inside"].clone();
    assert_eq!(after["basis"], "estimated");
    assert_ne!(before["median"], after["median"], "{before} {after}");
    assert!(after["low"].as_u64().is_some_and(|low| low >= 1), "{after}");
    // A boarding of today makes it an estimate of now, and not of tonight.
    let mut event = boarded(3);
    event["what"]["ride"]["trip"] = json!(2);
    record(&world, &post, &event);
    std::thread::sleep(std::time::Duration::from_secs(11));
    let today = world.get(&analyst, "/api/v1/state")["inside"]["as_of"].as_str().expect("a moment").to_owned();
    let here = here();
    assert!(today <= here.strftime("%Y-%m-%dT%H:%M").to_string(), "{today}");
    assert!(today.as_str() > "2026", "{today}");
}

/// Now, as the clocks of the town show it.
fn here() -> jiff::civil::DateTime {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").expect("the town's zone");
    jiff::Timestamp::from_second(crate::serve::now().0).expect("now").to_zoned(zone).datetime()
}

#[test]
fn an_estimate_from_a_report_of_today_is_of_now() {
    let world = World::new();
    let analyst = world.signed_in(Role::Analyst);
    let claims = reading_of(&world, &analyst, &here().date().to_string());
    let confirmed = json!({"claims": claims, "by": "analysis desk"});
    assert_eq!(world.ask(&analyst, Method::POST, "/api/v1/claims", &confirmed).0, StatusCode::CREATED);
    let inside = world.get(&analyst, "/api/v1/state")["inside"].clone();
    assert_eq!(inside["basis"], "estimated", "{inside}");
    let as_of = inside["as_of"].as_str().expect("a moment");
    assert!(as_of <= here().strftime("%Y-%m-%dT%H:%M").to_string().as_str(), "{inside}");
}
