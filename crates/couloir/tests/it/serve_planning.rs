//! A server whose search fails, or goes on and on: the log, the books and the adopted plan are served all the same.

use crate::serve::{Signed, World, boarded};
use axum::http::{Method, StatusCode};
use couloir::again::{Alternative, Asked};
use couloir::server::access::Role;
use couloir::server::planning::{Own, Planning};
use couloir::turn::Turn;
use couloir_model::continuation::Misfit;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Watch};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// How the search behaves, as a test says while the server runs.
#[derive(Clone, Default)]
struct Mood(Arc<AtomicU8>);

/// It plans, a few iterations only.
const WELL: u8 = 0;
/// It panics.
const ILL: u8 = 1;
/// It goes on until it is told to stop.
const ENDLESS: u8 = 2;

impl Mood {
    fn set(&self, mood: u8) {
        self.0.store(mood, Ordering::SeqCst);
    }

    fn go_through(&self, watch: &dyn Watch) {
        match self.0.load(Ordering::SeqCst) {
            ILL => panic!("a fault of the search, for a test"),
            ENDLESS => {
                while !watch.should_stop() {
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
            _ => {}
        }
    }
}

impl Planning for Mood {
    fn turn(&self, scenario: &Scenario, travel: &TravelTimes, config: &Config, watch: &dyn Watch) -> Turn {
        self.go_through(watch);
        Own.turn(scenario, travel, &Config { iterations: Some(20), ..*config }, watch)
    }

    fn answer(&self, asked: &Asked, config: &Config, watch: &dyn Watch) -> Result<Vec<Alternative>, Vec<Misfit>> {
        self.go_through(watch);
        Own.answer(asked, &Config { iterations: Some(20), ..*config }, watch)
    }
}

/// A server with an adopted plan and one event, its coordinator, the plan's name, and the mood of its search.
fn adopted() -> (World, Signed, String, Mood) {
    let mood = Mood::default();
    let world = World::with(&[Role::Coordinator], Box::new(mood.clone()));
    let signed = world.signed_in(Role::Coordinator);
    assert_eq!(propose(&world, &signed), StatusCode::ACCEPTED);
    let plans = until_free(&world, &signed);
    let plan = plans["plans"][0]["id"].as_str().expect("a plan").to_owned();
    let adoption = format!("/api/v1/plans/{plan}/adoption");
    assert_eq!(world.ask(&signed, Method::POST, &adoption, &json!({})).0, StatusCode::CREATED);
    assert_eq!(world.ask(&signed, Method::POST, "/api/v1/events", &boarded(12)).0, StatusCode::CREATED);
    (world, signed, plan, mood)
}

fn propose(world: &World, signed: &Signed) -> StatusCode {
    world.ask(signed, Method::POST, "/api/v1/plans", &json!({"seconds": 600})).0
}

fn until_free(world: &World, signed: &Signed) -> Value {
    let began = Instant::now();
    loop {
        let plans = world.get(signed, "/api/v1/plans");
        if plans["under_way"].is_null() {
            return plans;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "the desk is never free");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Asks for the log, the adopted plan and the figures, and records one more.
fn is_served(world: &World, signed: &Signed, plan: &str) {
    let before = world.get(signed, "/api/v1/events")["total"].as_u64().expect("a number");
    let (status, value) = world.ask(signed, Method::POST, "/api/v1/events", &boarded(3));
    assert_eq!(status, StatusCode::CREATED, "{value}");
    assert_eq!(world.get(signed, "/api/v1/events")["total"], before + 1);
    assert_eq!(world.get(signed, &format!("/api/v1/plans/{plan}"))["id"], plan);
    let state = world.get(signed, "/api/v1/state");
    assert_eq!((&state["adopted"]["plan"], &state["adopted"]["is_here"]), (&json!(plan), &json!(true)));
    assert_eq!(world.get(signed, "/api/v1/first-view")["state"]["events"], state["events"]);
    assert!(world.get(signed, "/api/v1/books")["places"].as_array().is_some_and(|places| !places.is_empty()));
}

#[test]
fn a_planning_turn_that_panics_says_so_and_everything_else_is_served() {
    let (world, signed, plan, mood) = adopted();
    mood.set(ILL);
    assert_eq!(propose(&world, &signed), StatusCode::ACCEPTED);
    let plans = until_free(&world, &signed);
    assert!(plans["fault"].as_str().is_some_and(|fault| fault.contains("the adopted plan stands")), "{plans}");
    assert_eq!(plans["plans"][0]["is_adopted"], true);
    is_served(&world, &signed, &plan);

    let closed = json!({"changed": {"closures": [{"of": {"passage": "Pont-Vieux"}}]}});
    assert_eq!(world.ask(&signed, Method::POST, "/api/v1/replans", &closed).0, StatusCode::ACCEPTED);
    until_free(&world, &signed);
    let answer = world.get(&signed, "/api/v1/replans");
    assert!(answer["refused"][0].as_str().is_some_and(|why| why.contains("the adopted plan stands")), "{answer}");
    is_served(&world, &signed, &plan);

    mood.set(WELL);
    assert_eq!(propose(&world, &signed), StatusCode::ACCEPTED, "the desk is free again");
    assert_eq!(until_free(&world, &signed)["fault"], Value::Null);
}

#[test]
fn while_a_planning_turn_goes_on_and_after_it_was_cancelled_everything_else_is_served() {
    let (world, signed, plan, mood) = adopted();
    mood.set(ENDLESS);
    assert_eq!(propose(&world, &signed), StatusCode::ACCEPTED);
    is_served(&world, &signed, &plan);
    assert_eq!(propose(&world, &signed), StatusCode::CONFLICT, "one at a time");
    assert_eq!(world.ask(&signed, Method::DELETE, "/api/v1/plans", &Value::Null).0, StatusCode::NO_CONTENT);
    let plans = until_free(&world, &signed);
    assert_eq!(plans["fault"], Value::Null, "the best so far is kept");
    is_served(&world, &signed, &plan);
}

#[test]
fn whoever_stops_the_server_in_the_middle_of_a_turn_finds_log_and_plan_again() {
    let (world, signed, plan, mood) = adopted();
    mood.set(ENDLESS);
    assert_eq!(propose(&world, &signed), StatusCode::ACCEPTED);
    let events = world.get(&signed, "/api/v1/events")["total"].clone();
    let World { router, folder, runtime, .. } = world;
    // The program does not wait for the turn; here its thread would otherwise hold the test.
    runtime.shutdown_background();
    drop(router);
    mood.set(WELL);
    let world = World::again(folder);
    let signed = world.signed_in(Role::Coordinator);
    assert_eq!(world.get(&signed, "/api/v1/events")["total"], events);
    is_served(&world, &signed, &plan);
}
