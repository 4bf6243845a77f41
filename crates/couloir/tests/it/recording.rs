//! What `couloir record` refuses and says why, and what can be listed of what was recorded.

use crate::ledger::{record, two_posts};
use crate::program::{couloir, done};
use couloir::post::Post;
use couloir_ledger::count::HeadCount;
use couloir_ledger::event::{Event, Method, Place, Stop, What};
use couloir_ledger::name::Name;
use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::People;
use std::path::Path;

const DAY_S: i64 = 86_400;

fn now() -> i64 {
    std::time::UNIX_EPOCH.elapsed().unwrap().as_secs().try_into().unwrap()
}

fn open_at(folder: &Path, now: i64) -> Post {
    Post::open(folder, &|| panic!("there is no passphrase"), UnixSeconds(now)).unwrap()
}

fn meet(at: &Path) {
    for ledger in ["gate", "centre", "gate"] {
        done(at, &["sync", "file", ledger, "stick"]);
    }
}

fn refused(at: &Path, line: &[&str]) -> String {
    let ran = couloir(at, line);
    assert_eq!(ran.code, 2, "{line:?}: {}{}", ran.out, ran.err);
    ran.err
}

fn count_at(site: &str, people: u32) -> Event {
    let at = Place::Stop(Stop::Site(Name::new(site).unwrap()));
    let count = HeadCount::of_people(People(people)).unwrap();
    Event { occurred_at: None, post: None, method: Method::Counted, what: What::HeadCount { at, count } }
}

#[test]
fn a_post_that_corrects_what_another_recorded_is_told_whom_to_ask() {
    let folder = two_posts();
    let at = folder.path();
    let mine = record(at, "gate", &["head-count", "--site", "school", "--people", "40"]);
    let theirs = record(at, "centre", &["head-count", "--site", "mill", "--people", "70"]);
    meet(at);
    let why = ["--why", "counted again"];
    let withdraw = refused(at, &[&["record", "gate", "withdraw", &theirs], &why[..]].concat());
    assert!(withdraw.contains(&format!("{theirs} was recorded by another device")), "{withdraw}");
    assert!(withdraw.contains("help: ask that post, or the coordination, to correct it"), "{withdraw}");
    let count = ["record", "gate", "head-count", "--site", "mill", "--people", "71", "--corrects", &theirs];
    assert!(refused(at, &[&count[..], &why].concat()).contains("which alone may correct it"));
    // Nothing of it was kept; its own it corrects, and the coordination those of anybody.
    assert_eq!(open_at(&at.join("gate"), now()).replica().len(), 2);
    record(at, "gate", &["head-count", "--site", "school", "--people", "41", "--corrects", &mine, "--why", "again"]);
    record(at, "centre", &["withdraw", &mine, "--why", "another school"]);
}

#[test]
fn the_reason_of_a_correction_which_every_post_reads_takes_no_telephone_number() {
    let folder = two_posts();
    let at = folder.path();
    let mine = record(at, "gate", &["head-count", "--site", "school", "--people", "40"]);
    let told = refused(at, &["record", "gate", "withdraw", &mine, "--why", "ask the uncle on +33 6 12 34 56 78"]);
    assert!(told.contains("telephone or document number") && told.contains("say why without it"), "{told}");
    record(at, "gate", &["withdraw", &mine, "--why", "of 2026-11-23 14:05, and not of today"]);
}

#[test]
fn a_moment_that_has_not_come_is_refused_and_one_from_elsewhere_is_asked_about() {
    let folder = two_posts();
    let at = folder.path();
    let count = ["record", "gate", "head-count", "--site", "school", "--people", "40", "--at"];
    let ahead = refused(at, &[&count[..], &["2099-01-01T00:00Z"]].concat());
    assert!(ahead.contains("ahead of this device's clock") && ahead.contains("look at the clock"), "{ahead}");
    let seal = refused(at, &["record", "gate", "day-sealed", "--until", "2099-01-01T00:00Z"]);
    assert!(seal.contains("ahead of this device's clock"), "{seal}");
    // A clock that is a few minutes fast is no reason to refuse a count.
    let soon = jiff::Timestamp::from_second(now() + 600).unwrap().to_string();
    done(at, &[&count[..], &[&soon]].concat());
    assert!(!done(at, &["books", "gate"]).err.contains("couloir::ledger::ahead"));
    let mut gate = open_at(&at.join("gate"), now() + 3 * 3600);
    gate.record(&count_at("mill", 30), UnixSeconds(now() + 3 * 3600)).unwrap();
    drop(gate);
    let told = done(at, &["books", "gate"]).err;
    assert!(told.contains("warning[couloir::ledger::ahead]: 1 event of Gate tablet lie"), "{told}");
}

#[test]
fn an_operation_is_not_closed_without_asking_and_never_for_less_than_a_week() {
    let folder = two_posts();
    let at = folder.path();
    let asked = refused(at, &["close", "centre"]);
    assert!(asked.contains("nobody will ever read them again") && asked.contains("nothing was closed"), "{asked}");
    assert!(refused(at, &["close", "centre", "--days", "0", "--yes"]).contains("7..=366"));
    assert!(open_at(&at.join("centre"), now()).replica().papers().closed().is_none());
    done(at, &["close", "centre", "--days", "7", "--yes"]);
}

#[test]
fn a_post_learns_that_nobody_could_read_its_incident() {
    let folder = two_posts();
    let at = folder.path();
    done(at, &["close", "centre", "--yes"]);
    meet(at);
    let incident = |folder: &Path, now: i64| {
        let text = couloir_ledger::name::Text::new("the bridge guard asked for money").unwrap();
        let kind = couloir_ledger::event::IncidentKind::Other;
        let what = What::Incident { kind, at: None, text };
        let event = Event { occurred_at: None, post: None, method: Method::Counted, what };
        open_at(folder, now).record(&event, UnixSeconds(now)).map_err(|error| error.to_string())
    };
    let gate = at.join("gate");
    assert!(incident(&gate, now()).is_ok());
    // Its slip holds for 72 hours: the coordination's own device is told the same.
    let centre = at.join("centre");
    let late = incident(&centre, now() + 8 * DAY_S);
    assert_eq!(
        late.unwrap_err(),
        "nobody would be able to read this incident: the operation is closed, and what opens such records is gone"
    );
    let mut centre = open_at(&centre, now() + 8 * DAY_S);
    assert!(centre.record(&count_at("school", 3), UnixSeconds(now() + 8 * DAY_S)).is_ok(), "counts are read by all");
}

#[test]
fn a_plan_is_adopted_by_its_file_and_again_by_the_digits_that_are_printed() {
    let folder = two_posts();
    let at = folder.path();
    let id = "0123456789abcdef0123456789abcdef";
    std::fs::create_dir(at.join("valley-plan")).unwrap();
    std::fs::write(at.join("valley-plan/plan.json"), format!("{{\"format\":\"couloir/plan/1\",\"id\":\"{id}\"}}"))
        .unwrap();
    let unknown = refused(at, &["record", "centre", "plan-adopted", "01234567"]);
    assert!(unknown.contains("no plan is known by this name: 01234567"), "{unknown}");
    assert!(unknown.contains("my-town-plan/plan.json"), "{unknown}");
    for named in ["valley-plan", "valley-plan/plan.json", "01234567", id] {
        record(at, "centre", &["plan-adopted", named]);
    }
    assert!(refused(at, &["record", "centre", "plan-adopted", "0"]).contains("no plan is known"));
    std::fs::write(at.join("notes.txt"), "a letter").unwrap();
    assert!(refused(at, &["record", "centre", "plan-adopted", "notes.txt"]).contains("not a plan of Couloir"));
    let list = done(at, &["events", "centre", "--kind", "plan-adopted"]).out;
    assert_eq!(list.matches("plan 01234567 is adopted").count(), 4, "{list}");
    assert_eq!(list.matches("another was adopted later").count(), 3, "{list}");
    assert_eq!(done(at, &["events", "centre", "--kind", "plan-adopted", "--in-force"]).out.lines().count(), 1);
}

#[test]
fn incidents_closures_and_adoptions_in_force_can_be_listed() {
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["incident", "--kind", "medical", "--site", "school", "a child has a fever"]);
    record(at, "gate", &["closure", "--of", "North bridge"]);
    record(at, "gate", &["closure", "--of", "Pass road", "--from", "3h", "--until", "1h"]);
    let wrong = record(at, "gate", &["closure", "--of", "South bridge"]);
    record(at, "gate", &["withdraw", &wrong, "--why", "it was the other one"]);
    meet(at);
    let what = ["--kind", "incident,closure"];
    let centre = done(at, &[&["events", "centre"], &what[..]].concat()).out;
    assert!(centre.contains("Gate tablet: incident (medical) at site school: a child has a fever"), "{centre}");
    assert!(centre.contains("North bridge is closed") && centre.contains("; over"), "{centre}");
    assert!(!centre.contains("South bridge"), "{centre}");
    let gate = done(at, &[&["events", "gate", "--in-force"], &what[..]].concat()).out;
    assert!(gate.contains("incident, sealed to the coordination") && !gate.contains("fever"), "{gate}");
    assert!(gate.contains("North bridge") && !gate.contains("Pass road"), "{gate}");
    let unknown = couloir(at, &["events", "gate", "--kind", "rumour"]);
    assert!(unknown.code == 2 && unknown.err.contains("write `head-count`"), "{}", unknown.err);
    let books = done(at, &["books", "centre"]).out;
    assert!(books.starts_with("Valley: 5 events of 1 device: 4 that every post reads, 1 sealed"), "{books}");
}

#[test]
fn the_history_of_an_account_shows_its_kinds_and_what_is_open_of_it_alone() {
    let folder = two_posts();
    let at = folder.path();
    let trip = |bus: &str, on: &[&str], off: &str| {
        let ride = ["--vehicle", bus, "--trip", "1"];
        record(at, "gate", &[&["boarded", "--site", "school"], &ride[..], on].concat());
        record(at, "gate", &[&["alighted", "--shelter", "hall", "--people", off], &ride[..]].concat());
    };
    trip("Bus 7", &["--men", "12", "--women", "18", "--children", "20", "--wheelchair", "4"], "47");
    trip("Bus 8", &["--people", "30"], "29");
    record(at, "gate", &["otherwise", "--reason", "left", "--shelter", "hall", "--people", "2"]);
    record(
        at,
        "gate",
        &["otherwise", "--reason", "hospital", "--shelter", "hall", "--women", "1", "--men", "0", "--children", "0"],
    );
    let bus = done(at, &["books", "gate", "--of", "Bus 7"]);
    assert!(bus.out.contains("+50 (12 men, 18 women, 20 children; 4 in wheelchairs)  from site school"), "{}", bus.out);
    assert!(bus.out.starts_with("trip Bus 7/1: 3 people\n"), "{}", bus.out);
    assert!(bus.err.contains("trip Bus 7/1: 50 people in the books, 47 found"), "{}", bus.err);
    assert!(!bus.err.contains("Bus 8"), "{}", bus.err);
    for (reason, account) in
        [("left", "left on their own: 2 people"), ("hospital", "taken to hospital: 1 people (1 women)")]
    {
        let history = done(at, &["books", "gate", "--of", reason]).out;
        assert!(history.starts_with(account), "{history}");
    }
}

#[test]
fn long_after_an_operation_has_ended_the_moment_of_a_situation_is_asked_for() {
    let folder = two_posts();
    let at = folder.path();
    let island = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/island");
    let island = island.to_str().unwrap();
    done(at, &["plan", island, "--iterations", "200", "--quiet", "-o", "plan"]);
    let line = ["situation", island, "plan/plan.json", "--ledger", "gate"];
    let asked = refused(at, &line);
    assert!(
        asked.contains("the last movement of this plan was to end on 2025-08-") && asked.contains("--at now"),
        "{asked}"
    );
    let (_, moment) = asked.split_once("with `--at ").expect("it says how");
    let moment = moment.split('`').next().unwrap();
    assert!(done(at, &[&line[..], &["--at", moment]].concat()).out.contains("couloir/situation"));
    assert!(done(at, &[&line[..], &["--at", "now"]].concat()).out.contains("couloir/situation"));
    // A plan is adopted by the file that the planner has written.
    record(at, "centre", &["plan-adopted", "plan"]);
}
