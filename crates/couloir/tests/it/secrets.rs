//! What a device that is taken away gives away: nothing that was sealed, and nothing at all once it was wiped.

use crate::http::serve;
use crate::ledger::{record, two_posts};
use crate::program::{couloir, done, with};
use couloir::keys::{Keys, Opened};
use couloir::post::Post;
use couloir_ledger::envelope::Body;
use couloir_ledger::replica::Unread;
use couloir_model::clock::UnixSeconds;
use std::path::{Path, PathBuf};

const WORDS: &str = "the bridge guard asked for money";

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

/// True when some file of `folder` holds `needle`.
fn holds(folder: &Path, needle: &[u8]) -> bool {
    files(folder).iter().any(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

fn board(at: &Path, ledger: &str) {
    record(at, ledger, &["boarded", "--site", "Vernet school", "--people", "40", "--vehicle", "Omnibus seven"]);
}

fn never_asked() -> std::io::Result<String> {
    panic!("there is no passphrase")
}

fn now() -> i64 {
    i64::try_from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

#[test]
fn nothing_that_was_recorded_stands_on_the_disk_in_the_open() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate");
    record(at, "gate", &["incident", WORDS]);
    for needle in ["Omnibus", "Vernet", "bridge guard", "Valley", "Gate tablet", "North gate"] {
        assert!(!holds(&at.join("gate"), needle.as_bytes()), "{needle}");
    }
}

#[test]
fn a_passphrase_opens_a_device_and_nothing_else_does() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate");
    let open = std::fs::read_to_string(at.join("gate/device.key")).unwrap();
    let secrets = open.lines().nth(3).unwrap().to_owned();
    let short = with(at, &[("COULOIR_NEW_PASSPHRASE", "1234")], &["lock", "gate"]);
    assert!(short.code == 2 && short.err.contains("too short"), "{}", short.err);
    let locked = with(at, &[("COULOIR_NEW_PASSPHRASE", "four plain words here")], &["lock", "gate"]);
    assert_eq!(locked.code, 0, "{}", locked.err);
    assert!(!holds(&at.join("gate"), secrets.as_bytes()), "the keys lie open somewhere");

    let without = with(at, &[], &["books", "gate"]);
    assert!(without.code == 2 && without.err.contains("lies under a passphrase"), "{}", without.err);
    let wrong = with(at, &[("COULOIR_PASSPHRASE", "four plain words there")], &["books", "gate"]);
    assert!(wrong.code == 2 && wrong.err.contains("the passphrase is another one"), "{}", wrong.err);
    let right = with(at, &[("COULOIR_PASSPHRASE", "four plain words here")], &["books", "gate"]);
    assert!(right.code == 0 && right.out.contains("Vernet school"), "{}", right.err);
}

/// A file of keys, `device.key`, locked with `four plain words here`.
fn locked_key(duress: Option<&str>) -> (tempfile::TempDir, Keys) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("device.key");
    let keys = Keys::new().unwrap();
    keys.write_new(&path).unwrap();
    keys.lock(&path, "four plain words here", duress).unwrap();
    (folder, keys)
}

#[test]
fn a_locked_sealing_key_is_destroyed_without_asking_twice_and_duress_stays_duress() {
    let (folder, keys) = locked_key(Some("open sesame"));
    let path = folder.path().join("device.key");
    let read = |passphrase: &str| Keys::read(&path, &|| Ok(passphrase.to_owned())).unwrap();
    let Opened::Keys(mut opened) = read("four plain words here") else { panic!("these are the keys") };
    opened.forget_sealing(&path).unwrap();
    let Opened::Keys(after) = read("four plain words here") else { panic!("these are the keys") };
    assert!(after.has_forgotten_sealing() && after.device() == keys.device() && after.database == keys.database);
    assert!(matches!(read("open sesame"), Opened::Duress), "no passphrase opens more than it did");
}

#[test]
fn a_sealing_key_that_could_not_be_destroyed_is_not_said_to_be() {
    let (folder, keys) = locked_key(None);
    let path = folder.path().join("device.key");
    let Ok(Opened::Keys(mut opened)) = Keys::read(&path, &|| Ok("four plain words here".to_owned())) else {
        panic!("these are the keys")
    };
    // Another program sets another passphrase.
    keys.lock(&path, "other plain words here", None).unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = opened.forget_sealing(&path).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::PermissionDenied);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_duress_passphrase_leaves_what_a_folder_without_a_device_shows() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate");
    let two = [("COULOIR_NEW_PASSPHRASE", "four plain words here"), ("COULOIR_DURESS_PASSPHRASE", "open sesame")];
    assert_eq!(with(at, &two, &["lock", "gate", "--duress"]).code, 0);
    let never = with(at, &[], &["books", "elsewhere"]);
    let forced = with(at, &[("COULOIR_PASSPHRASE", "open sesame")], &["books", "gate"]);
    assert_eq!((forced.code, forced.out), (never.code, never.out));
    assert_eq!(forced.err, never.err.replace("elsewhere", "gate"));
    assert!(!at.join("gate").exists());
    // A device without a duress passphrase has a file of the same shape.
    done(at, &["enrol", "request", "other", "--label", "Other", "-o", "other.couloir-request"]);
    assert_eq!(with(at, &two[..1], &["lock", "other"]).code, 0);
    let text = std::fs::read_to_string(at.join("other/device.key")).unwrap();
    let slots: Vec<usize> = text.lines().skip(3).map(str::len).collect();
    assert!(slots.len() == 2 && slots[0] == slots[1], "{slots:?}");
}

#[test]
fn a_wipe_says_what_would_be_lost_and_leaves_nothing() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate");
    board(at, "centre");
    let unasked = with(at, &[], &["wipe", "gate"]);
    assert!(unasked.code == 2 && unasked.err.contains("1 event not yet passed on"), "{}", unasked.err);
    assert!(at.join("gate/device.key").exists());
    // What `couloir serve` keeps beside the ledger lies open, and goes too.
    for name in ["plans", "tls"] {
        std::fs::create_dir(at.join("gate").join(name)).unwrap();
        std::fs::write(at.join("gate").join(name).join("one.json"), "a route").unwrap();
    }
    for name in ["access.json", "receipts.sqlite", "receipts.sqlite-wal"] {
        std::fs::write(at.join("gate").join(name), "something").unwrap();
    }
    let wiped = with(at, &[], &["wipe", "gate", "--yes"]);
    assert!(wiped.code == 0 && wiped.err.contains("wiped in "), "{}", wiped.err);
    assert!(!at.join("gate").exists());
    let after = with(at, &[], &["books", "gate"]);
    assert!(after.err.contains("there is no ledger in `gate`"), "{}", after.err);
}

#[test]
fn the_last_push_brings_what_nobody_has_to_the_machine_that_was_called_last() {
    let folder = two_posts();
    let at = folder.path();
    let serving = serve(at, "centre");
    done(at, &["sync", "http", "gate", &serving.address]);
    board(at, "gate");
    let wiped = with(at, &[], &["wipe", "gate", "--yes"]);
    assert!(wiped.err.contains("1 event passed on to"), "{}", wiped.err);
    assert!(!at.join("gate").exists());
    assert!(done(at, &["books", "centre"]).out.contains("Vernet school"));
}

#[test]
fn a_key_file_that_cannot_be_overwritten_is_wiped_all_the_same() {
    let folder = two_posts();
    let at = folder.path();
    let key = at.join("gate/device.key");
    let mut permissions = std::fs::metadata(&key).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&key, permissions).unwrap();
    assert_eq!(with(at, &[], &["wipe", "gate", "--now", "--yes"]).code, 0);
    assert!(!at.join("gate").exists());
    // Nobody may write to what stands there now, whoever they are.
    std::fs::create_dir(at.join("elsewhere")).unwrap();
    std::fs::create_dir(at.join("other")).unwrap();
    std::os::unix::fs::symlink(at.join("elsewhere"), at.join("other/device.key")).unwrap();
    let wiped = with(at, &[], &["wipe", "other", "--now", "--yes"]);
    assert!(wiped.code == 0 && wiped.err.contains("could not be overwritten"), "{}", wiped.err);
    assert!(!at.join("other").exists() && at.join("elsewhere").exists());
}

#[test]
fn a_last_push_that_finds_nobody_holds_nothing_up() {
    let folder = two_posts();
    let at = folder.path();
    board(at, "gate");
    // An address that swallows packets, or a network that says no: either way two seconds at most.
    let started = std::time::Instant::now();
    let wiped = with(at, &[], &["wipe", "gate", "--yes", "--to", "10.255.255.1"]);
    assert!(wiped.err.contains("nothing more could be passed on"), "{}", wiped.err);
    assert!(started.elapsed() < std::time::Duration::from_secs(30));
    assert!(!at.join("gate").exists());
}

#[test]
fn a_locked_device_is_wiped_without_its_passphrase() {
    let folder = two_posts();
    let at = folder.path();
    assert_eq!(with(at, &[("COULOIR_NEW_PASSPHRASE", "four plain words here")], &["lock", "gate"]).code, 0);
    assert_eq!(with(at, &[], &["wipe", "gate", "--now", "--yes"]).code, 0);
    assert!(!at.join("gate").exists());
}

#[test]
fn thirty_days_after_closing_no_copy_of_a_restricted_record_can_be_read_and_the_chain_holds() {
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["incident", WORDS]);
    board(at, "gate");
    done(at, &["sync", "file", "gate", "stick"]);
    done(at, &["sync", "file", "centre", "stick"]);
    let day = 86_400;
    let key = |ledger: &str| std::fs::read_to_string(at.join(ledger).join("device.key")).unwrap();
    let sealing = key("centre").lines().nth(3).unwrap()[64..128].to_owned();
    let events = |post: &Post| -> Vec<couloir_ledger::envelope::Entry> {
        post.replica().logs().flat_map(|log| log.entries().cloned().collect::<Vec<_>>()).collect()
    };
    let before = Post::open(&at.join("centre"), &never_asked, UnixSeconds(now())).unwrap();
    let incident = events(&before).remove(0);
    let read = before.replica().read(&incident, Some(&before.keys().sealing)).unwrap();
    assert!(format!("{read:?}").contains(WORDS));
    drop(before);
    let row = || -> Vec<u8> {
        let database = rusqlite::Connection::open(at.join("centre/ledger.sqlite")).unwrap();
        database.query_row("SELECT body FROM events ORDER BY number LIMIT 1", [], |row| row.get(0)).unwrap()
    };
    let sealed = row();

    done(at, &["close", "centre", "--yes"]);
    // Opened again, nothing goes however late it is.
    done(at, &["reopen", "centre"]);
    drop(Post::open(&at.join("centre"), &never_asked, UnixSeconds(now() + 200 * day)).unwrap());
    assert_eq!(row(), sealed);
    done(at, &["close", "centre", "--yes"]);
    drop(Post::open(&at.join("centre"), &never_asked, UnixSeconds(now() + 6 * day)).unwrap());
    assert_eq!(row(), sealed);

    let after = Post::open(&at.join("centre"), &never_asked, UnixSeconds(now() + 31 * day)).unwrap();
    let incident = events(&after).remove(0);
    assert_eq!(after.replica().read(&incident, Some(&after.keys().sealing)), Err(Unread::Erased));
    assert_eq!(after.replica().len(), 2, "headers stay, and every signature was checked on the way in");
    drop(after);
    assert!(!holds(&at.join("centre"), &sealed), "the sealed body is still somewhere in a file");
    assert!(!holds(&at.join("centre"), sealing.as_bytes()), "the key is still somewhere in a file");
    // Another device still carries a copy, and nobody can open it: not with what the coordination has now.
    let gate = Post::open(&at.join("gate"), &never_asked, UnixSeconds(now())).unwrap();
    let copy = events(&gate).remove(0);
    let centre = Post::open(&at.join("centre"), &never_asked, UnixSeconds(now())).unwrap();
    assert_eq!(gate.replica().read(&copy, Some(&centre.keys().sealing)), Err(Unread::Sealed));
    drop((gate, centre));
    // The counts are as they were.
    assert!(done(at, &["books", "centre"]).out.contains("Omnibus seven"));
}

#[test]
fn the_words_of_an_incident_reach_the_coordination_through_a_post_that_carried_them_for_days() {
    let folder = two_posts();
    let at = folder.path();
    done(at, &["enrol", "request", "hill", "--label", "Hill tablet", "-o", "hill.couloir-request"]);
    done(at, &["enrol", "issue", "centre", "hill.couloir-request", "-o", "hill.couloir-slip"]);
    done(at, &["enrol", "accept", "hill", "hill.couloir-slip"]);
    for stick in ["stick of the road", "stick of the town"] {
        std::fs::create_dir(at.join(stick)).unwrap();
    }
    let open = |ledger: &str, hours: i64| {
        Post::open(&at.join(ledger), &never_asked, UnixSeconds(now() + hours * 3600)).unwrap()
    };
    let is_carried = |hours: i64| {
        let hill = open("hill", hours);
        hill.replica().logs().flat_map(|log| log.entries()).any(|entry| *entry.body() != Body::Erased)
    };
    record(at, "gate", &["incident", WORDS]);
    done(at, &["sync", "file", "gate", "stick of the road"]);
    done(at, &["sync", "file", "hill", "stick of the road"]);
    assert!(is_carried(200), "nobody has said that the coordination has it");
    done(at, &["sync", "file", "hill", "stick of the town"]);
    done(at, &["sync", "file", "centre", "stick of the town"]);
    let centre = open("centre", 200);
    let incident = centre.replica().logs().flat_map(|log| log.entries()).next().unwrap();
    let read = centre.replica().read(incident, Some(&centre.keys().sealing)).unwrap();
    assert!(format!("{read:?}").contains(WORDS));
    drop(centre);
    // The coordination says that it has it, and the post that carried it forgets it.
    done(at, &["sync", "file", "hill", "stick of the town"]);
    assert!(is_carried(71) && !is_carried(73));
}

#[test]
fn a_post_forgets_sealed_records_after_72_hours_once_the_coordination_has_them() {
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["incident", WORDS]);
    let bodies = |hours: i64| {
        let post = Post::open(&at.join("gate"), &never_asked, UnixSeconds(now() + hours * 3600)).unwrap();
        let erased = couloir_ledger::envelope::Body::Erased;
        post.replica().logs().flat_map(|log| log.entries()).filter(|entry| *entry.body() != erased).count()
    };
    assert_eq!(bodies(100), 1, "nobody else has it yet");
    done(at, &["sync", "file", "gate", "stick"]);
    done(at, &["sync", "file", "centre", "stick"]);
    done(at, &["sync", "file", "gate", "stick"]);
    assert_eq!(bodies(71), 1);
    assert_eq!(bodies(73), 0);
    // A stick that is read again does not bring it back.
    done(at, &["sync", "file", "gate", "stick"]);
    assert_eq!(bodies(0), 0);
    let refused = couloir(at, &["close", "gate"]);
    assert!(refused.code == 2 && refused.err.contains("not the ledger of the coordination"), "{}", refused.err);
}
