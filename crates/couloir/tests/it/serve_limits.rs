//! Nobody takes the server from the others: not by asking often, guessing passphrases, holding connections or keeping a session.

use crate::serve::{Signed, World, boarded, passphrase, prepared, request};
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use couloir::server::access::Role;
use couloir::server::limits::Allowance;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

fn few(requests: u32) -> Allowance {
    Allowance { requests: NonZeroU32::new(requests).expect("not zero"), ..Allowance::default() }
}

impl World {
    /// Signs in from an address of the network: the status and the answer's head.
    fn try_from(&self, last: u8, role: Role, passphrase: &str) -> (StatusCode, axum::http::HeaderMap) {
        let body = json!({"role": role.name(), "passphrase": passphrase});
        let mut sent = request(&Signed::default(), Method::POST, "/api/v1/session", &body);
        let from = SocketAddr::from((Ipv4Addr::new(10, 0, 0, last), 4000));
        sent.extensions_mut().insert(ConnectInfo(from));
        let (status, _, headers) = self.send(sent);
        (status, headers)
    }
}

#[test]
fn who_guesses_passphrases_keeps_nobody_else_from_signing_in() {
    let world = World::with_passphrases(&[Role::Post]);
    for _ in 0..10 {
        assert_eq!(world.try_from(1, Role::Post, "not the one").0, StatusCode::UNAUTHORIZED);
    }
    let (status, headers) = world.try_from(1, Role::Post, &passphrase(Role::Post));
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "even the right one waits");
    let wait: u64 = headers[header::RETRY_AFTER].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(world.try_from(2, Role::Post, &passphrase(Role::Post)).0, StatusCode::OK);
}

#[test]
fn a_session_that_asks_too_often_is_told_when_to_ask_again_and_the_others_are_answered() {
    let world = World::with_allowance(few(1));
    let (busy, calm) = (world.signed_in(Role::Post), world.signed_in(Role::Post));
    let last = (0..40).map(|_| world.send(request(&busy, Method::GET, "/api/v1/session", &Value::Null))).last();
    let (status, problem, headers) = last.expect("forty answers");
    assert_eq!((status, &problem["type"]), (StatusCode::TOO_MANY_REQUESTS, &json!("couloir::serve::too_often")));
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert!(headers.contains_key(header::RETRY_AFTER));
    assert_eq!(world.get(&calm, "/api/v1/session")["role"], "post");
}

#[test]
fn a_made_up_cookie_or_token_gives_nobody_more_than_their_address_has() {
    let world = World::with_allowance(few(1));
    let mut refused = 0;
    for number in 0..120 {
        let mut sent = request(&Signed::default(), Method::GET, "/api/v1/session", &Value::Null);
        let made_up = format!("couloir_session={number:064x}");
        sent.headers_mut().insert(header::COOKIE, made_up.parse().expect("a header"));
        sent.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {number:064x}").parse().expect("a header"));
        refused += u32::from(world.send(sent).0 == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 10, "{refused}");
}

/// A server on a socket of its own; it ends with the runtime.
fn listening(allowance: Allowance) -> (SocketAddr, tokio::runtime::Runtime, tempfile::TempDir) {
    let (server, _, folder) = prepared();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let (tell, told) = std::sync::mpsc::channel();
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let ready = move |at| tell.send(at).expect("somebody waits for it");
    let server = server.with_allowance(allowance);
    runtime.spawn(couloir::server::serve(server, at, None, ready, std::future::pending()));
    (told.recv_timeout(Duration::from_secs(60)).expect("it listens"), runtime, folder)
}

/// What the server says until it hangs up.
fn to_the_end(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket");
    let mut said = Vec::new();
    // A connection that is cut off says no more either.
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn whoever_sends_a_letter_at_a_time_is_hung_up_on() {
    let (at, _runtime, _folder) = listening(Allowance { head_time: Duration::from_secs(1), ..Allowance::default() });
    let mut slow = TcpStream::connect(at).expect("it listens");
    let mut answered = TcpStream::connect(at).expect("it listens");
    let began = Instant::now();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").expect("it is sent");
    let writer = slow.try_clone().expect("the same socket");
    std::thread::spawn(move || {
        let mut writer = writer;
        // Until it is hung up on.
        while writer.write_all(b"x: y\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    to_the_end(slow);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    // The same for one that has asked once and then holds the connection.
    answered.write_all(b"GET /api/v1/session HTTP/1.1\r\nhost: x\r\n\r\n").expect("it is sent");
    let said = to_the_end(answered);
    assert!(said.is_empty() || said.contains("\"public\""), "{said}");
    assert!(began.elapsed() < Duration::from_secs(45), "{:?}", began.elapsed());
}

#[test]
fn one_machine_cannot_take_all_connections() {
    let (at, _runtime, _folder) = listening(Allowance { connections: 9, ..Allowance::default() });
    let ask = |mut stream: TcpStream| {
        let _ = stream.write_all(b"GET /api/v1/session HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        to_the_end(stream).contains("200 OK")
    };
    let held: Vec<TcpStream> = (0..6).map(|_| TcpStream::connect(at).expect("it listens")).collect();
    // What the system has taken is counted as soon as the server sees it.
    std::thread::sleep(Duration::from_millis(300));
    assert!(!ask(TcpStream::connect(at).expect("the system takes it")), "the seventh of nine is for others");
    drop(held);
    std::thread::sleep(Duration::from_millis(300));
    assert!(ask(TcpStream::connect(at).expect("it listens")), "what was closed is free again");
}

#[test]
fn the_coordinator_sees_who_is_signed_in_and_ends_a_session() {
    let world = World::new();
    let wish = json!({"role": "post", "passphrase": passphrase(Role::Post), "post": "  North gate "});
    let (post, coordinator) = (world.sign_in(&wish), world.signed_in(Role::Coordinator));
    let listed = world.get(&coordinator, "/api/v1/sessions");
    let rows = listed["sessions"].as_array().expect("a list");
    assert_eq!(rows.len(), 2, "{listed}");
    let row = rows.iter().find(|row| row["role"] == "post").expect("the post");
    assert_eq!((&row["post"], &row["is_yours"]), (&json!("North gate"), &json!(false)));
    let path = format!("/api/v1/sessions/{}", row["id"].as_str().expect("letters"));
    assert_eq!(world.ask(&post, Method::DELETE, &path, &Value::Null).0, StatusCode::FORBIDDEN);
    assert_eq!(world.ask(&coordinator, Method::DELETE, &path, &Value::Null).0, StatusCode::NO_CONTENT);
    assert_eq!(world.ask(&post, Method::GET, "/api/v1/state", &Value::Null).0, StatusCode::UNAUTHORIZED);
    assert_eq!(world.ask(&coordinator, Method::DELETE, &path, &Value::Null).0, StatusCode::NOT_FOUND);
}

#[test]
fn signing_out_ends_the_session_at_the_server_and_what_it_listens_to() {
    let world = World::new();
    let post = world.signed_in(Role::Post);
    let live = world.runtime.block_on(async {
        use tower::ServiceExt as _;
        let asked = request(&post, Method::GET, "/api/v1/live", &Value::Null);
        world.router.clone().oneshot(asked).await.expect("a router answers everything")
    });
    assert_eq!(live.status(), StatusCode::OK);
    assert_eq!(world.ask(&post, Method::DELETE, "/api/v1/session", &Value::Null).0, StatusCode::NO_CONTENT);
    // The cookie is still in somebody's hands: it opens nothing, and what was open is over.
    assert_eq!(world.ask(&post, Method::POST, "/api/v1/events", &boarded(3)).0, StatusCode::UNAUTHORIZED);
    let ended = world.runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(30), axum::body::to_bytes(live.into_body(), 1 << 20)).await
    });
    assert!(ended.is_ok(), "it still listens");
}
