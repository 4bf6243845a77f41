//! A ledger as posts would use it: founded, joined by slips, written to, carried on a stick, and read.

use crate::program::{couloir, done};
use std::path::Path;

/// A coordination and a post called `gate`, enrolled, in a folder with a stick.
pub(crate) fn two_posts() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::create_dir(at.join("stick")).expect("a stick");
    done(at, &["enrol", "found", "centre", "--name", "Valley"]);
    done(at, &["enrol", "request", "gate", "--label", "Gate tablet", "-o", "gate.couloir-request"]);
    let slip = ["enrol", "issue", "centre", "gate.couloir-request", "--post", "North gate", "-o", "gate.couloir-slip"];
    done(at, &slip);
    done(at, &["enrol", "accept", "gate", "gate.couloir-slip"]);
    folder
}

pub(crate) fn record(folder: &Path, ledger: &str, line: &[&str]) -> String {
    let ran = done(folder, &[&["record", ledger], line].concat());
    ran.out.trim().to_owned()
}

#[test]
fn fifty_boarded_forty_seven_arrived_and_both_posts_see_it() {
    let folder = two_posts();
    let at = folder.path();
    let bus = ["--vehicle", "Bus 7", "--trip", "2"];
    let boarded = record(at, "gate", &[&["boarded", "--site", "school", "--people", "50"], &bus[..]].concat());
    record(at, "centre", &[&["arrived", "--shelter", "hall", "--people", "47"], &bus[..]].concat());
    done(at, &["sync", "file", "gate", "stick"]);
    let taken = done(at, &["sync", "file", "centre", "stick"]);
    assert!(taken.out.contains("took 1 new events"), "{}", taken.out);
    done(at, &["sync", "file", "gate", "stick"]);

    let (gate, centre) = (done(at, &["books", "gate"]), done(at, &["books", "centre"]));
    assert_eq!(gate.out, centre.out);
    assert!(gate.err.contains("couloir::books::trip"), "{}", gate.err);
    assert!(gate.err.contains("trip Bus 7/2: 50 people in the books, 47 found"), "{}", gate.err);
    let history = done(at, &["books", "centre", "--of", "Bus 7"]).out;
    assert!(history.contains(&boarded) && history.contains("Gate tablet: 50 people boarded Bus 7/2"), "{history}");

    let correction =
        ["boarded", "--site", "school", "--people", "47", "--corrects", &boarded, "--why", "counted again"];
    record(at, "gate", &[&correction[..], &bus[..]].concat());
    let after = done(at, &["books", "gate"]);
    assert!(after.out.contains("open discrepancies: 0"), "{}", after.out);
    assert!(done(at, &["books", "gate", "--of", "hall"]).out.contains("+47"));
}

#[test]
fn the_trial_balance_reads_like_this() {
    let folder = two_posts();
    let at = folder.path();
    let when = ["--at", "2026-11-23T10:00Z"];
    record(
        at,
        "gate",
        &[&["head-count", "--site", "school", "--people", "500", "--method", "estimated"], &when[..]].concat(),
    );
    let kinds = ["--men", "12", "--women", "18", "--children", "17"];
    let bus = ["--vehicle", "Bus 7", "--trip", "1"];
    record(at, "gate", &[&["boarded", "--site", "school"], &kinds[..], &bus, &when].concat());
    record(at, "gate", &[&["alighted", "--shelter", "hall", "--people", "47"], &bus[..], &when].concat());
    record(
        at,
        "gate",
        &[&["otherwise", "--reason", "hospital", "--shelter", "hall", "--people", "1"], &when[..]].concat(),
    );
    let books = done(at, &["books", "gate"]).out;
    insta::assert_snapshot!(books);
}

#[test]
fn every_account_that_the_books_name_has_a_history() {
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["head-count", "--site", "school", "--people", "500"]);
    let bus = ["--vehicle", "Bus 7", "--trip", "1"];
    record(at, "gate", &[&["boarded", "--site", "school", "--people", "40"], &bus[..]].concat());
    let kinds = ["--men", "12", "--women", "18", "--children", "10", "--wheelchair", "2", "--staff", "3"];
    record(at, "gate", &[&["alighted", "--shelter", "hall"], &kinds[..], &bus].concat());
    for reason in ["born", "died", "hospital", "left", "came"] {
        record(at, "gate", &["otherwise", "--reason", reason, "--shelter", "hall", "--people", "1"]);
    }
    let refused = couloir(at, &["books", "gate", "--of", "nowhere"]);
    let named = refused.err.split_once("they have: ").expect("it names them").1.trim().to_owned();
    let named: Vec<&str> = named.split(", ").collect();
    assert!(9 <= named.len(), "{named:?}");
    for name in named {
        let history = done(at, &["books", "gate", "--of", name]).out;
        assert!(history.lines().count() > 1, "{name}: {history}");
    }
    let books = done(at, &["books", "gate"]).out;
    let heading = books.lines().nth(2).unwrap_or_default();
    assert!(heading.contains("wheelchair") && heading.contains("staff") && !heading.contains("infants"), "{books}");
    let hall = books.lines().find(|line| line.trim_start().starts_with("hall")).expect("it has people");
    assert_eq!(hall.split_whitespace().skip(1).collect::<Vec<_>>(), ["39", "9", "15", "7", "8", "2", "3"], "{books}");
}

#[test]
fn a_stick_that_was_pulled_out_is_used_as_far_as_it_goes() {
    let folder = two_posts();
    let at = folder.path();
    for bus in ["Bus 1", "Bus 2"] {
        record(at, "gate", &["boarded", "--site", "school", "--people", "40", "--vehicle", bus]);
    }
    done(at, &["sync", "file", "gate", "stick"]);
    let file = std::fs::read_dir(at.join("stick")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() - 7]).unwrap();
    let taken = done(at, &["sync", "file", "centre", "stick"]);
    assert!(
        taken.err.contains("couloir::sync::damaged") && taken.out.contains("took 0 new"),
        "{}{}",
        taken.out,
        taken.err
    );
    // The post sees that the stick lacks its events, and writes them again.
    let again = done(at, &["sync", "file", "gate", "stick"]);
    assert!(again.out.contains("wrote 2 events"), "{}", again.out);
    assert!(done(at, &["sync", "file", "centre", "stick"]).out.contains("took 2 new"));
}

#[test]
fn what_nobody_else_holds_is_said_until_somebody_does() {
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["boarded", "--site", "school", "--people", "40", "--vehicle", "Bus 1"]);
    assert!(done(at, &["books", "gate"]).err.contains("note[couloir::sync::unsent]: 1 event that"));
    assert!(done(at, &["books", "gate", "--unsent-hours", "0"]).err.contains("error[couloir::sync::unsent]"));
    done(at, &["sync", "file", "gate", "stick"]);
    // On a stick is not yet with somebody.
    assert!(done(at, &["books", "gate"]).err.contains("couloir::sync::unsent"));
    done(at, &["sync", "file", "centre", "stick"]);
    done(at, &["sync", "file", "gate", "stick"]);
    assert!(!done(at, &["books", "gate"]).err.contains("couloir::sync::unsent"));
}

#[test]
fn a_few_events_go_from_screen_to_camera() {
    let folder = two_posts();
    let at = folder.path();
    for bus in ["Bus 1", "Bus 2", "Bus 3"] {
        record(at, "gate", &["boarded", "--site", "school", "--people", "40", "--vehicle", bus]);
    }
    let shown = done(at, &["sync", "qr", "show", "gate", "--text", "--bytes", "200"]).out;
    let mut lines: Vec<&str> = shown.lines().collect();
    assert!(2 < lines.len(), "{shown}");
    // Scanned from the last to the first, one symbol not yet.
    lines.reverse();
    std::fs::write(at.join("scanned.txt"), lines[1..].join("\n")).unwrap();
    let partly = couloir(at, &["sync", "qr", "read", "centre", "scanned.txt"]);
    assert_eq!(partly.code, 2);
    assert!(partly.err.contains("couloir::sync::missing_part"), "{}", partly.err);
    std::fs::write(at.join("scanned.txt"), lines.join("\n")).unwrap();
    assert!(done(at, &["sync", "qr", "read", "centre", "scanned.txt"]).out.contains("took 3 new events"));
    assert!(done(at, &["sync", "qr", "read", "centre", "scanned.txt"]).out.contains("took 0 new events"));
    assert_eq!(done(at, &["books", "gate"]).out, done(at, &["books", "centre"]).out);
    done(at, &["sync", "qr", "show", "gate", "-o", "symbols.html"]);
    assert!(std::fs::read_to_string(at.join("symbols.html")).unwrap().contains("<svg class=\"qr\""));
    assert!(done(at, &["sync", "qr", "show", "gate"]).out.contains('█'));
}

#[test]
fn a_device_without_a_slip_writes_nothing() {
    let folder = two_posts();
    let at = folder.path();
    done(at, &["enrol", "request", "stranger", "--label", "Stranger", "-o", "stranger.couloir-request"]);
    let line = ["record", "stranger", "boarded", "--site", "school", "--people", "4", "--vehicle", "Bus 1"];
    let refused = couloir(at, &line);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("not enrolled yet") && refused.err.contains("help:"), "{}", refused.err);
    // Nor with the slip of another.
    let stolen = couloir(at, &["enrol", "accept", "stranger", "gate.couloir-slip"]);
    assert_eq!(stolen.code, 2);
    assert!(stolen.err.contains("for another device"), "{}", stolen.err);
    // Nor for a post that is not its own.
    let line = ["record", "gate", "passed", "--checkpoint", "bridge", "--vehicle", "Bus 1", "--post", "South gate"];
    assert!(couloir(at, &line).err.contains("not enrolled for the post: South gate"));
}

#[test]
fn a_revoked_device_learns_it_from_a_stick() {
    let folder = two_posts();
    let at = folder.path();
    let list = done(at, &["enrol", "list", "centre"]).out;
    let gate = list.lines().find(|line| line.contains("Gate tablet")).expect("it is listed");
    done(at, &["enrol", "revoke", "centre", gate.split(' ').next().unwrap(), "--why", "lost on the road"]);
    done(at, &["sync", "file", "centre", "stick"]);
    done(at, &["sync", "file", "gate", "stick"]);
    let line = ["record", "gate", "boarded", "--site", "school", "--people", "4", "--vehicle", "Bus 1"];
    let refused = couloir(at, &line);
    assert!(refused.code == 2 && refused.err.contains("revoked"), "{}", refused.err);
}

#[test]
fn counts_that_contradict_themselves_are_refused_with_the_reason() {
    let folder = two_posts();
    let line =
        ["--site", "school", "--vehicle", "Bus 1", "--people", "40", "--men", "20", "--women", "20", "--children", "5"];
    let refused = couloir(folder.path(), &[&["record", "gate", "boarded"], &line[..]].concat());
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("the parts do not make the total: 45 against 40"), "{}", refused.err);
}

#[test]
fn a_byte_that_changes_on_the_disk_is_found() {
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["boarded", "--site", "school", "--people", "40", "--vehicle", "Omnibus seven"]);
    let database = rusqlite::Connection::open(at.join("gate/ledger.sqlite")).unwrap();
    let body: Vec<u8> = database.query_row("SELECT body FROM events", [], |row| row.get(0)).unwrap();
    drop(database);
    let path = at.join("gate/ledger.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    let found = bytes.windows(body.len()).position(|window| window == body);
    let Some(found) = found else { panic!("the last program that closes the database empties its write-ahead log") };
    bytes[found + body.len() / 2] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let refused = couloir(at, &["books", "gate"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("row 1 of the table `events` is damaged"), "{}", refused.err);
}

#[test]
fn what_was_acknowledged_with_sqlite_survives_being_killed_at_any_moment() {
    let folder = two_posts();
    crate::stores::kill_while_recording(folder.path());
}
