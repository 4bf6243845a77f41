//! Sync over a network: two devices, a wire between them that listens, cuts and counts.

use crate::ledger::{record, two_posts};
use crate::program::{couloir, done};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A `couloir sync serve` that ends with its test.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn serve(folder: &Path, ledger: &str) -> Serving {
    let mut child = Command::new(env!("CARGO_BIN_EXE_couloir"))
        .args(["sync", "serve", ledger, "--listen", "127.0.0.1:0"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("it says where it serves");
    let address = line.trim().strip_prefix("serving on http://").expect("an address").to_owned();
    Serving { child, address }
}

/// A wire to `target`: what goes through is kept, and each connection breaks after so many bytes of answers.
fn wire(target: &str, breaks_after: usize) -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (target, kept) = (target.to_owned(), heard.clone());
    std::thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            let Ok(answerer) = TcpStream::connect(&target) else { break };
            let (caller_in, answerer_out) = (caller.try_clone().unwrap(), answerer.try_clone().unwrap());
            let (one, two) = (kept.clone(), kept.clone());
            std::thread::spawn(move || pass(caller_in, answerer_out, usize::MAX, &one));
            std::thread::spawn(move || pass(answerer, caller, breaks_after, &two));
        }
    });
    (address, heard)
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut left: usize, heard: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 512];
    while let Ok(length) = from.read(&mut buffer) {
        let length = length.min(left);
        if length == 0 || to.write_all(&buffer[..length]).is_err() {
            break;
        }
        heard.lock().unwrap().extend_from_slice(&buffer[..length]);
        left -= length;
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

fn board(folder: &Path, ledger: &str, bus: &str) {
    record(folder, ledger, &["boarded", "--site", "school", "--people", "40", "--vehicle", bus]);
}

#[test]
fn two_devices_on_a_network_bring_each_other_to_the_same() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 1");
    board(at, "centre", "Bus 2");
    let serving = serve(at, "centre");
    let called = done(at, &["sync", "http", "gate", &serving.address]);
    assert!(called.out.contains("took 1 new events and gave 1"), "{}", called.out);
    assert!(!called.err.contains("couloir::sync::unsent"), "{}", called.err);
    assert_eq!(done(at, &["books", "gate"]).out, done(at, &["books", "centre"]).out);
    let again = done(at, &["sync", "http", "gate", &serving.address]);
    assert!(again.out.contains("took 0 new events and gave 0"), "{}", again.out);
}

#[test]
fn a_post_that_serves_goes_on_recording() {
    let folder = two_posts();
    let at = folder.path();
    let serving = serve(at, "centre");
    board(at, "centre", "Bus 1");
    assert!(done(at, &["sync", "http", "gate", &serving.address]).out.contains("took 1 new"));
    board(at, "centre", "Bus 2");
    board(at, "gate", "Bus 3");
    assert!(done(at, &["sync", "http", "gate", &serving.address]).out.contains("took 1 new events and gave 1"));
    assert!(done(at, &["books", "centre"]).out.contains("Bus 3"));
}

#[test]
fn who_listens_on_the_wire_reads_nothing() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Omnibus seven");
    board(at, "centre", "Omnibus eight");
    let serving = serve(at, "centre");
    let (address, heard) = wire(&serving.address, usize::MAX);
    assert!(done(at, &["sync", "http", "gate", &address]).out.contains("took 1 new events and gave 1"));
    let heard = heard.lock().unwrap().clone();
    assert!(!heard.is_empty());
    for secret in ["Omnibus", "school", "Valley", "Gate tablet", "North gate", "couloir-sync"] {
        assert!(!heard.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    let file = std::fs::read_to_string(at.join("gate/device.key")).unwrap();
    let secrets = file.lines().nth(3).expect("the keys, which have no passphrase here");
    let key: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&secrets[2 * at..2 * at + 2], 16).unwrap()).collect();
    assert!(!heard.windows(32).any(|window| window == key), "a private key never leaves the device");
}

#[test]
fn a_link_that_breaks_again_and_again_loses_nothing_and_gets_there() {
    let folder = two_posts();
    let at = folder.path();
    for number in 0..30 {
        board(at, "centre", &format!("Bus {number}"));
        // Each hand-over signs: there are as many stretches, any of which may be the last that arrives.
        if number % 3 == 0 {
            done(at, &["sync", "file", "centre", "stick"]);
        }
    }
    board(at, "gate", "Bus of the gate");
    let serving = serve(at, "centre");
    // Enough for the opening and one stretch or two, and not for all.
    let (address, _) = wire(&serving.address, 1_900);
    let (mut taken, mut calls) = (0, 0);
    while taken < 30 && calls < 40 {
        let called = couloir(at, &["sync", "http", "gate", &address, "--tries", "0"]);
        let word = called.out.split(' ').nth(1).unwrap_or("0").to_owned();
        taken += word.parse::<usize>().unwrap_or(0);
        calls += 1;
    }
    assert!(1 < calls, "the wire never broke");
    done(at, &["sync", "http", "gate", &serving.address]);
    assert_eq!(done(at, &["books", "gate"]).out, done(at, &["books", "centre"]).out);
}

#[test]
fn only_devices_of_the_operation_are_served() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 1");
    board(at, "centre", "Bus 2");
    let serving = serve(at, "centre");

    done(at, &["enrol", "found", "elsewhere", "--name", "Valley"]);
    let other = couloir(at, &["sync", "http", "elsewhere", &serving.address]);
    assert!(other.code == 2 && other.err.contains("no device of this operation"), "{}", other.err);

    let list = done(at, &["enrol", "list", "centre"]).out;
    let gate = list.lines().find(|line| line.contains("Gate tablet")).expect("it is listed");
    done(at, &["enrol", "revoke", "centre", gate.split(' ').next().unwrap(), "--why", "lost on the road"]);
    let revoked = couloir(at, &["sync", "http", "gate", &serving.address]);
    assert!(revoked.out.contains("took 0 new events and gave 0"), "{}{}", revoked.out, revoked.err);
    assert!(revoked.err.contains("couloir::sync::kept_back"), "{}", revoked.err);
    assert!(!done(at, &["books", "gate"]).out.contains("Bus 2"));
    assert!(!done(at, &["books", "centre"]).out.contains("Bus 1"));
}

#[test]
fn bytes_that_are_no_request_end_no_server() {
    let folder = two_posts();
    let at = folder.path();
    let serving = serve(at, "centre");
    for nonsense in [
        &b"POST /couloir/1/exchange HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc"[..],
        b"POST /couloir/1/hello HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n",
        b"POST /couloir/1/hello HTTP/1.1\r\nhost: x\r\ncontent-length: 32\r\n\r\n00000000000000000000000000000000",
        b"GET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"\0\xff\0",
    ] {
        let mut stream = TcpStream::connect(&serving.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        stream.write_all(nonsense).unwrap();
        let mut answer = [0; 1024];
        let _ = stream.read(&mut answer);
    }
    assert!(done(at, &["sync", "http", "gate", &serving.address]).out.contains("took 0"));
}

#[test]
fn addresses_are_taken_as_people_write_them() {
    use couloir::carry::http::client::address;
    assert_eq!(address("http://10.0.0.5:4711/").unwrap(), "10.0.0.5:4711");
    assert_eq!(address("10.0.0.5").unwrap(), "10.0.0.5:4710");
    assert_eq!(address("centre.local").unwrap(), "centre.local:4710");
    assert_eq!(address("[fe80::1]:80").unwrap(), "[fe80::1]:80");
    assert_eq!(address("[fe80::1]").unwrap(), "[fe80::1]:4710");
    for wrong in ["", "https://10.0.0.5", "fe80::1", "a b", "10.0.0.5:99999", "user@host"] {
        assert!(address(wrong).is_err(), "{wrong}");
    }
}
