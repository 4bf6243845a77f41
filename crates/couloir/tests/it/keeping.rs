//! What a ledger keeps whatever happens to its disk, what it forgets when it is told to, and what it says of a day that is over.

use crate::ledger::{record, two_posts};
use crate::program::{couloir, done};
use couloir::keys::Keys;
use couloir::post::Post;
use couloir_ledger::count::HeadCount;
use couloir_ledger::event::{Event, Method, Ride, Stop, What};
use couloir_ledger::id::DeviceId;
use couloir_ledger::name::Name;
use couloir_ledger::wire::bundle::{self, Hello, Part};
use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::People;
use std::path::Path;

fn now() -> UnixSeconds {
    UnixSeconds(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs().try_into().unwrap())
}

fn open(folder: &Path) -> Result<Post, couloir::post::PostError> {
    Post::open(folder, &|| panic!("there is no passphrase"), now())
}

fn boarding(vehicle: &str) -> Event {
    let name = |text| Name::new(text).unwrap();
    let ride = Ride { vehicle: name(vehicle), trip: Some(1) };
    let count = HeadCount::of_people(People(40)).unwrap();
    let what = What::Boarded { at: Stop::Site(name("school")), ride, part: 1, count };
    Event { occurred_at: None, post: None, method: Method::Counted, what }
}

fn board(at: &Path, ledger: &str, vehicle: &str) -> String {
    record(at, ledger, &["boarded", "--site", "school", "--people", "40", "--vehicle", vehicle])
}

fn meet(at: &Path) {
    for ledger in ["gate", "centre", "gate"] {
        done(at, &["sync", "file", ledger, "stick"]);
    }
}

fn database(at: &Path, ledger: &str) -> rusqlite::Connection {
    rusqlite::Connection::open(at.join(ledger).join("ledger.sqlite")).unwrap()
}

#[test]
fn what_was_erased_goes_from_every_device_and_the_chain_holds() {
    let folder = two_posts();
    let at = folder.path();
    let slip_of_the_pen = board(at, "gate", "Madame Haddad");
    board(at, "gate", "Bus 7");
    meet(at);
    let unasked = couloir(at, &["erase", "centre", &slip_of_the_pen, "--why", "it named somebody"]);
    assert!(unasked.code == 2 && unasked.err.contains("nothing was erased"), "{}", unasked.err);
    let at_a_post = couloir(at, &["erase", "gate", &slip_of_the_pen, "--why", "it named somebody", "--yes"]);
    assert!(at_a_post.code == 2 && at_a_post.err.contains("not the ledger of the coordination"), "{}", at_a_post.err);

    let erased = done(at, &["erase", "centre", &slip_of_the_pen, "--why", "it named somebody", "--yes"]);
    assert!(erased.err.contains("erased here: the words and figures of 1 event"), "{}", erased.err);
    meet(at);
    for ledger in ["centre", "gate"] {
        let books = done(at, &["books", ledger]);
        assert!(!books.out.contains("Haddad") && books.out.contains("Bus 7"), "{}", books.out);
        assert!(books.err.contains("1 event of Gate tablet") && books.err.contains("deleted"), "{}", books.err);
        assert!(books.err.contains("gone for good") && !books.err.contains("slip"), "{}", books.err);
        assert_eq!(open(&at.join(ledger)).unwrap().replica().len(), 2, "both headers are there, and were checked");
        let bodies: i64 = database(at, ledger)
            .query_row("SELECT count(*) FROM events WHERE body IS NULL", [], |row| row.get(0))
            .unwrap();
        assert_eq!(bodies, 1, "the body is gone from the disk of {ledger}");
    }
    let again = done(at, &["erase", "centre", &slip_of_the_pen, "--why", "it named somebody", "--yes"]);
    assert!(again.err.contains("was erased before"), "{}", again.err);
}

#[test]
fn a_sealed_day_shows_what_came_in_after_it() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 7");
    board(at, "centre", "Bus 8");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let sealed = record(at, "centre", &["day-sealed"]);
    let books = done(at, &["books", "centre"]).out;
    let line = books.lines().find(|line| line.starts_with("sealed until ")).unwrap_or_default();
    assert!(line.ends_with(&format!("1 event ({sealed}), unchanged")), "{books}");
    let signed = open(&at.join("centre")).unwrap();
    assert!(
        !signed.replica().runs_for(&couloir_ledger::sync::Frontier::default()).is_empty(),
        "sealing a day signs it"
    );
    drop(signed);
    meet(at);
    for ledger in ["centre", "gate"] {
        let books = done(at, &["books", ledger]).out;
        assert!(books.contains("1 event of that time"), "{books}");
    }
}

#[test]
fn one_person_cannot_keep_restricted_records_beyond_90_days_and_two_can() {
    let folder = two_posts();
    let at = folder.path();
    let alone = couloir(at, &["close", "centre", "--days", "200"]);
    assert!(alone.code == 2 && alone.err.contains("more than 90 days need two people: 200"), "{}", alone.err);
    let post = couloir(at, &["consent", "gate", "--days", "200"]);
    assert!(post.code == 2 && post.err.contains("not the device of a second person"), "{}", post.err);
    done(at, &["enrol", "request", "deputy", "--label", "Deputy", "-o", "deputy.couloir-request"]);
    done(at, &["enrol", "issue", "centre", "deputy.couloir-request", "--role", "all", "-o", "deputy.couloir-slip"]);
    done(at, &["enrol", "accept", "deputy", "deputy.couloir-slip"]);
    done(at, &["consent", "deputy", "--days", "200"]);
    let more = couloir(at, &["close", "centre", "--days", "201", "--consent", "consent.couloir-consent"]);
    assert!(more.code == 2 && more.err.contains("need two people"), "{}", more.err);
    std::fs::write(at.join("other.couloir-consent"), "couloir:consent:1:00").unwrap();
    let other = couloir(at, &["close", "centre", "--days", "200", "--consent", "other.couloir-consent"]);
    assert!(other.code == 2 && other.err.contains("not a consent of Couloir"), "{}", other.err);
    done(at, &["close", "centre", "--yes", "--days", "200", "--consent", "consent.couloir-consent"]);
    let centre = open(&at.join("centre")).unwrap();
    let closed_at = centre.replica().papers().closed().unwrap().at;
    let goes_at = couloir_ledger::retention::key_goes_at(centre.replica()).unwrap();
    assert_eq!(goes_at.0 - closed_at.0, 200 * 86_400);
}

#[test]
fn events_on_a_branch_that_nobody_holds_are_not_taken_for_passed_on() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 1");
    // A backup, which is restored after more was recorded and passed on.
    std::fs::create_dir(at.join("backup")).unwrap();
    for file in std::fs::read_dir(at.join("gate")).unwrap().flatten() {
        std::fs::copy(file.path(), at.join("backup").join(file.file_name())).unwrap();
    }
    board(at, "gate", "Bus 2");
    board(at, "gate", "Bus 3");
    meet(at);
    std::fs::remove_dir_all(at.join("gate")).unwrap();
    std::fs::rename(at.join("backup"), at.join("gate")).unwrap();
    board(at, "gate", "Bus 4");
    // Whoever says to hold the other branch may say it before that branch itself comes back.
    let device = open(&at.join("gate")).unwrap().keys().device().short().to_string();
    let own = || {
        let files = std::fs::read_dir(at.join("stick")).unwrap().flatten().map(|file| file.file_name());
        files.filter(|name| name.to_string_lossy().contains(&device)).collect::<Vec<_>>()
    };
    std::fs::create_dir(at.join("aside")).unwrap();
    let before = own();
    before.iter().for_each(|name| std::fs::rename(at.join("stick").join(name), at.join("aside").join(name)).unwrap());
    done(at, &["sync", "file", "gate", "stick"]);
    own().iter().for_each(|name| std::fs::remove_file(at.join("stick").join(name)).unwrap());
    before.iter().for_each(|name| std::fs::rename(at.join("aside").join(name), at.join("stick").join(name)).unwrap());
    assert!(!before.is_empty(), "the stick holds what this device wrote before");
    done(at, &["sync", "file", "gate", "stick"]);
    let books = done(at, &["books", "gate"]);
    assert!(books.err.contains("two branches"), "{}", books.err);
    assert!(books.err.contains("1 event that nobody else is known to hold"), "{}", books.err);
    meet(at);
    let books = done(at, &["books", "gate"]);
    assert!(!books.err.contains("nobody else"), "{}", books.err);
    assert_eq!(books.out, done(at, &["books", "centre"]).out);
}

/// Puts the folder `name` aside as a backup, does something, and puts the backup in its place.
fn restored_after(at: &Path, name: &str, act: impl FnOnce()) {
    let backup = at.join("backup");
    std::fs::create_dir(&backup).unwrap();
    for file in std::fs::read_dir(at.join(name)).unwrap().flatten() {
        std::fs::copy(file.path(), backup.join(file.file_name())).unwrap();
    }
    act();
    std::fs::remove_dir_all(at.join(name)).unwrap();
    std::fs::rename(backup, at.join(name)).unwrap();
}

#[test]
fn a_coordination_that_was_restored_is_told_so_and_goes_on_behind_what_it_had_recorded() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "centre", "Bus 1");
    meet(at);
    restored_after(at, "centre", || {
        board(at, "centre", "Bus 2");
        board(at, "centre", "Bus 3");
        meet(at);
    });
    let before = done(at, &["books", "centre"]);
    assert!(!before.err.contains("older copy"), "it cannot know yet: {}", before.err);
    meet(at);
    let books = done(at, &["books", "centre"]);
    assert!(books.err.contains("couloir::ledger::restored"), "{}", books.err);
    assert!(books.err.contains("2 events of its own came back"), "{}", books.err);
    assert!(books.err.contains("goes on behind them"), "{}", books.err);
    assert!(!done(at, &["books", "gate"]).err.contains("older copy"), "the others need do nothing");
    board(at, "centre", "Bus 4");
    meet(at);
    assert!(!done(at, &["books", "gate"]).err.contains("two branches"), "there is no fork");
    assert_eq!(done(at, &["books", "gate"]).out, done(at, &["books", "centre"]).out);
}

#[test]
fn a_restored_device_that_has_recorded_meanwhile_is_told_of_its_two_branches_and_what_to_do() {
    let folder = two_posts();
    let at = folder.path();
    meet(at);
    restored_after(at, "gate", || {
        board(at, "gate", "Bus 2");
        meet(at);
    });
    board(at, "gate", "Bus 3");
    meet(at);
    let books = done(at, &["books", "gate"]);
    assert!(books.err.contains("1 event of its own came back"), "{}", books.err);
    assert!(books.err.contains("withdraw what is there twice, and give this device a new key"), "{}", books.err);
    assert!(books.err.contains("couloir::ledger::fork"), "{}", books.err);
}

#[test]
fn what_a_restored_coordination_said_to_hold_before_is_not_believed_any_more() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "centre", "Bus 1");
    meet(at);
    restored_after(at, "centre", || {
        done(at, &["record", "gate", "incident", "--kind", "medical", "--site", "school", "a stretcher is needed"]);
        board(at, "centre", "Bus 2");
        meet(at);
    });
    let (centre, gate_device) = {
        let mut centre = open(&at.join("centre")).unwrap();
        centre.sign().unwrap();
        let gate = open(&at.join("gate")).unwrap();
        let hello = Hello::new(
            centre.replica().papers().founding().clone(),
            centre.keys().device(),
            centre.replica().frontier(),
        );
        (hello.signed(&centre.keys().signing), gate.keys().device())
    };
    let mut gate = open(&at.join("gate")).unwrap();
    assert!(!gate.coordination_holds().unwrap().heads(gate_device).is_empty(), "it had said to hold the incident");
    gate.receive(bundle::read(&bundle::write(centre, Vec::new(), Vec::new())).0, now()).unwrap();
    assert!(gate.coordination_holds().unwrap().heads(gate_device).is_empty(), "it has gone back behind it");
}

#[test]
fn nobody_says_for_the_coordination_what_it_holds() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 1");
    let centre = open(&at.join("centre")).unwrap().keys().clone();
    let mut gate = open(&at.join("gate")).unwrap();
    gate.sign().unwrap();
    let (founding, frontier) = (gate.replica().papers().founding().clone(), gate.replica().frontier());
    let said = Hello::new(founding, centre.device(), frontier);
    let mut forged = said.clone().signed(&gate.keys().signing);
    let bundle = |hello: &Hello| bundle::read(&bundle::write(hello.clone(), Vec::new(), Vec::new())).0;
    let mut waiting = |peer: Option<DeviceId>, hello: &Hello| {
        let parts = bundle(hello);
        match peer {
            Some(peer) => gate.receive_from(peer, parts, now()).unwrap(),
            None => gate.receive(parts, now()).unwrap(),
        };
        gate.not_passed_on().unwrap().len()
    };
    assert_eq!(waiting(None, &said), 1, "a file that anybody may have written");
    assert_eq!(waiting(None, &forged), 1, "a file with the signature of another device");
    assert_eq!(waiting(Some(forged.device), &forged), 0, "a channel that knows who speaks");
    // A device that nobody has enrolled signs well and is not believed.
    let stranger = Keys::new().unwrap();
    board(at, "centre", "Bus 2");
    let mut centre_post = open(&at.join("centre")).unwrap();
    forged = Hello::new(said.founding.clone(), stranger.device(), centre_post.replica().frontier());
    let parts = bundle(&forged.signed(&stranger.signing));
    centre_post.receive(parts, now()).unwrap();
    assert_eq!(centre_post.not_passed_on().unwrap().len(), 1);
}

#[test]
fn what_the_coordination_has_signed_on_a_stick_is_believed() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 1");
    let centre = open(&at.join("centre")).unwrap().keys().clone();
    let mut gate = open(&at.join("gate")).unwrap();
    let (founding, frontier) = (gate.replica().papers().founding().clone(), gate.replica().frontier());
    let hello = Hello::new(founding, centre.device(), frontier).signed(&centre.signing);
    let read = bundle::read(&bundle::write(hello.clone(), Vec::new(), Vec::new())).0;
    assert_eq!(read, [Part::Hello(hello)]);
    gate.receive(read, now()).unwrap();
    assert_eq!(gate.not_passed_on().unwrap().len(), 0);
}

#[test]
fn a_revoked_device_gets_no_other_slip_and_its_events_are_told_with_what_would_bring_them_in() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 7");
    meet(at);
    let list = done(at, &["enrol", "list", "centre"]).out;
    let gate = list.lines().find(|line| line.contains("Gate tablet")).expect("it is listed").split(' ').next().unwrap();
    done(at, &["enrol", "revoke", "centre", gate, "--why", "lost on the road"]);
    let issue = ["enrol", "issue", "centre", "gate.couloir-request", "-o", "again.couloir-slip"];
    let refused = couloir(at, &issue);
    assert!(refused.code == 2 && refused.err.contains("can never write again: Gate tablet"), "{}", refused.err);
    assert!(refused.err.contains("make a new device") && !at.join("again.couloir-slip").exists(), "{}", refused.err);
    let told = done(at, &["books", "centre"]).err;
    assert!(told.contains("of a revoked device") && told.contains("--trusted-until"), "{told}");
    assert!(!told.contains("as soon as"), "no slip lets them count: {told}");
}

#[test]
fn a_thiefs_branch_is_never_trusted_by_a_position_alone() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 1");
    std::fs::create_dir(at.join("stolen")).unwrap();
    for file in std::fs::read_dir(at.join("gate")).unwrap().flatten() {
        std::fs::copy(file.path(), at.join("stolen").join(file.file_name())).unwrap();
    }
    let thief = board(at, "stolen", "Bus of ghosts");
    let genuine = board(at, "gate", "Bus 2");
    for ledger in ["stolen", "centre", "gate", "centre"] {
        done(at, &["sync", "file", ledger, "stick"]);
    }
    let gate = open(&at.join("gate")).unwrap().keys().device().short();
    let revoke = |trusted: [&str; 2]| {
        couloir(at, &[&["enrol", "revoke", "centre", &gate, "--why", "its key was stolen"], &trusted[..]].concat())
    };
    let asked = revoke(["--trusted-until", "2"]);
    assert!(asked.code == 2 && asked.err.contains(&thief) && asked.err.contains(&genuine), "{}", asked.err);
    assert!(asked.err.contains("boarded Bus of ghosts") && asked.err.contains("--trusted-event"), "{}", asked.err);
    assert!(done(at, &["books", "centre"]).out.contains("Bus of ghosts"), "nothing was revoked yet");
    assert_eq!(revoke(["--trusted-event", &genuine]).code, 0);
    let books = done(at, &["books", "centre"]).out;
    assert!(books.contains("Bus 1") && books.contains("Bus 2") && !books.contains("ghosts"), "{books}");
}

#[test]
fn an_event_of_another_device_without_its_signature_is_found_on_the_disk() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate", "Bus 7");
    meet(at);
    assert!(open(&at.join("centre")).is_ok());
    database(at, "centre").execute("DELETE FROM tips", []).unwrap();
    let found = couloir(at, &["books", "centre"]);
    assert!(found.code == 2 && found.err.contains("are not as they were signed"), "{}", found.err);
}

#[test]
fn what_the_disk_refused_is_shown_to_nobody_and_breaks_nothing_that_follows() {
    let folder = two_posts();
    let at = folder.path();
    let mut gate = open(&at.join("gate")).unwrap();
    gate.record(&boarding("Bus 1"), now()).unwrap();
    let disk = database(at, "gate");
    disk.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    .unwrap();
    assert!(gate.record(&boarding("Bus 2"), now()).is_err());
    assert_eq!(gate.replica().len(), 1, "what is not on the disk is not shown");
    disk.execute_batch("DROP TRIGGER full").unwrap();
    gate.record(&boarding("Bus 3"), now()).unwrap();
    drop(gate);
    assert_eq!(open(&at.join("gate")).unwrap().replica().len(), 2);
}
