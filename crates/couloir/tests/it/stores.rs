//! One suite for every store: memory, SQLite, and PostgreSQL where it is on the machine.

use crate::ledger::{record, two_posts};
use crate::program::done;
use couloir::store::memory::Memory;
use couloir::store::postgresql::Postgresql;
use couloir::store::sqlite::Sqlite;
use couloir::store::{Mark, Row, Store, StoreError};
use couloir_ledger::count::HeadCount;
use couloir_ledger::event::{Event, Method, Place, Stop, What};
use couloir_ledger::name::Name;
use couloir_model::quantity::People;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

/// A PostgreSQL server of our own, in a folder that goes away, on a Unix socket in it.
pub(crate) struct Server {
    folder: PathBuf,
    programs: PathBuf,
    as_user: bool,
}

/// One server for all tests of this program; nothing where PostgreSQL is not on the machine.
static SERVER: LazyLock<Option<Server>> = LazyLock::new(Server::start);

/// The address of a fresh database, or a plain word on why there is none.
pub(crate) fn database() -> Option<String> {
    let Some(server) = SERVER.as_ref() else {
        eprintln!("skipped: PostgreSQL's initdb and pg_ctl are not on this machine (apt install postgresql)");
        return None;
    };
    let name = format!("t{}", u64::from_be_bytes(couloir::keys::random().unwrap()));
    let mut client = postgres::Client::connect(&server.url("postgres"), postgres::NoTls).expect("the server answers");
    client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    Some(server.url(&name))
}

impl Server {
    fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = std::env::temp_dir().join(format!("couloir-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder).ok()?;
        let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
        let server = Self { folder, programs, as_user: is_root };
        if is_root {
            // PostgreSQL refuses to run as root.
            server.run("chown", &["-R", "postgres", server.folder.to_str()?], false)?;
        }
        let data = server.folder.join("data");
        let data = data.to_str()?;
        server.run("initdb", &["-D", data, "-U", "couloir", "-A", "trust", "-E", "UTF8", "--no-sync"], true)?;
        let options = format!("-c listen_addresses= -c unix_socket_directories={}", server.folder.display());
        let log = server.folder.join("log");
        server.run("pg_ctl", &["-D", data, "-w", "-l", log.to_str()?, "-o", &options, "start"], true)?;
        // It ends when this program does, and so does its folder: nobody calls a static's destructor.
        let guard = format!(
            "while kill -0 {} 2>/dev/null; do sleep 0.5; done; kill -INT $(head -1 {data}/postmaster.pid); sleep 2; rm -rf {}",
            std::process::id(),
            server.folder.display()
        );
        Command::new("sh").args(["-c", &guard]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
        Some(server)
    }

    fn run(&self, program: &str, args: &[&str], of_server: bool) -> Option<()> {
        let path = if of_server { self.programs.join(program) } else { PathBuf::from(program) };
        let mut command = if of_server && self.as_user {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        let output = command
            .args(args)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        output.ok()?.success().then_some(())
    }

    fn url(&self, database: &str) -> String {
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://couloir@{host}/{database}")
    }
}

/// Where PostgreSQL's own programs are: on the path, or where Debian puts them.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.extend(
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default(),
    );
    folders.into_iter().rev().find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

fn event(number: u8, body: Option<u8>) -> Row {
    Row::Event { id: [number; 32], header: vec![number; 40], body: body.map(|byte| vec![byte; 30]) }
}

fn rows(store: &mut dyn Store, after: Mark) -> Vec<Row> {
    store.rows(after).unwrap().0.into_iter().map(|(_, row)| row).collect()
}

/// What every store must do. `open` gives the same store again, as a later program would find it.
fn suite(open: &mut dyn FnMut() -> Box<dyn Store>) {
    let mut store = open();
    assert_eq!(store.said("founding").unwrap(), None);
    store.say("founding", b"one").unwrap();
    store.say("founding", b"two").unwrap();
    assert_eq!(store.said("founding").unwrap().as_deref(), Some(b"two".as_slice()));
    store.say("Aged", b"three").unwrap();
    let said = [("Aged", "three"), ("founding", "two")].map(|(key, value)| (key.to_owned(), value.as_bytes().to_vec()));
    assert_eq!(store.all_said().unwrap(), said);
    assert_eq!(store.rows(Mark::default()).unwrap(), (Vec::new(), Mark::default()));

    // Events stand in the order in which they came, whatever their names are; papers before, tips behind.
    let paper = Row::Paper { id: [90; 32], bytes: vec![1, 2, 3] };
    let tip = Row::Tip { id: [3; 32], bytes: vec![4, 5, 6] };
    store.put(&[tip.clone(), event(9, Some(1)), event(3, Some(2)), paper.clone(), event(5, None)]).unwrap();
    let all = vec![paper.clone(), event(9, Some(1)), event(3, Some(2)), event(5, None), tip.clone()];
    assert_eq!(rows(&mut *store, Mark::default()), all);

    // What comes twice changes nothing; what comes next is told apart.
    let (_, mark) = store.rows(Mark::default()).unwrap();
    store.put(&[event(9, Some(7)), paper, tip.clone()]).unwrap();
    assert_eq!(store.rows(mark).unwrap(), (Vec::new(), mark));
    store.put(&[event(1, Some(3))]).unwrap();
    assert_eq!(rows(&mut *store, mark), [event(1, Some(3))]);
    drop(store);

    // A body that was missing is filled in; one that is erased is gone; both are seen by whoever reads on.
    let mut store = open();
    let (_, mark) = store.rows(Mark::default()).unwrap();
    store.put(&[event(5, Some(8))]).unwrap();
    assert!(rows(&mut *store, mark).contains(&event(5, Some(8))), "everything is read anew");
    let (_, mark) = store.rows(Mark::default()).unwrap();
    store.put(&[Row::Erased { id: [9; 32] }]).unwrap();
    let after = rows(&mut *store, mark);
    assert_eq!(after.len(), 6);
    assert!(after.contains(&event(9, None)) && after.contains(&tip));
    store.put(&[]).unwrap();
    drop(store);
    assert_eq!(rows(&mut *open(), Mark::default()), after);

    // What is said with rows is said, and is no row.
    let mut store = open();
    let said = |value: &[u8]| Row::Said { key: "note".to_owned(), value: value.to_vec() };
    store.put(&[said(b"four"), tip.clone()]).unwrap();
    store.put(&[said(b"five")]).unwrap();
    assert_eq!(store.said("note").unwrap().as_deref(), Some(b"five".as_slice()));
    assert_eq!(rows(&mut *store, Mark::default()), after);
    drop(store);

    // What follows on a value that is not there any more is not put there, nor anything beside it.
    let mut store = open();
    let follows = |held: Option<&[u8]>, next: &[u8]| {
        let (key, held, next) = ("end".to_owned(), held.map(<[u8]>::to_vec), next.to_vec());
        Row::Follows { key, held, next }
    };
    let before = rows(&mut *store, Mark::default());
    let refused =
        [follows(Some(b"one"), b"two"), Row::Said { key: "beside".to_owned(), value: vec![1] }, event(200, Some(1))];
    assert!(matches!(store.put(&refused), Err(StoreError::Overtaken)), "nobody has said it yet");
    store.put(&[event(201, Some(1)), follows(None, b"one")]).unwrap();
    for overtaken in
        [[event(202, Some(1)), follows(None, b"two")], [event(202, Some(1)), follows(Some(b"none"), b"two")]]
    {
        assert!(matches!(store.put(&overtaken), Err(StoreError::Overtaken)));
    }
    store.put(&[follows(Some(b"one"), b"two")]).unwrap();
    store.put(&[follows(Some(b"one"), b"two")]).expect("what is done already may be done again");
    assert_eq!(store.said("end").unwrap().as_deref(), Some(b"two".as_slice()));
    assert_eq!(store.said("beside").unwrap(), None);
    let after: Vec<Row> = rows(&mut *store, Mark::default()).into_iter().filter(|row| !before.contains(row)).collect();
    assert_eq!(after, [event(201, Some(1))]);
    drop(store);

    // Many at once.
    let many: Vec<Row> = (0..5_000_u32)
        .map(|number| {
            let mut id = [77; 32];
            id[..4].copy_from_slice(&number.to_be_bytes());
            Row::Event { id, header: vec![1; 100], body: Some(number.to_be_bytes().to_vec()) }
        })
        .collect();
    let mut store = open();
    let (_, mark) = store.rows(Mark::default()).unwrap();
    store.put(&many).unwrap();
    assert_eq!(rows(&mut *store, mark), many);
}

#[test]
fn the_suite_of_stores_holds_in_memory() {
    // A store in memory has no later program: what is put into it stands in one that all hands share.
    let shared = std::sync::Arc::new(std::sync::Mutex::new(Memory::default()));
    struct Shared(std::sync::Arc<std::sync::Mutex<Memory>>);
    impl Store for Shared {
        fn said(&mut self, key: &str) -> Result<Option<Vec<u8>>, couloir::store::StoreError> {
            self.0.lock().unwrap().said(key)
        }
        fn say(&mut self, key: &str, value: &[u8]) -> Result<(), couloir::store::StoreError> {
            self.0.lock().unwrap().say(key, value)
        }
        fn all_said(&mut self) -> Result<Vec<(String, Vec<u8>)>, couloir::store::StoreError> {
            self.0.lock().unwrap().all_said()
        }
        fn rows(&mut self, after: Mark) -> Result<(Vec<(i64, Row)>, Mark), couloir::store::StoreError> {
            self.0.lock().unwrap().rows(after)
        }
        fn put(&mut self, rows: &[Row]) -> Result<(), couloir::store::StoreError> {
            self.0.lock().unwrap().put(rows)
        }
    }
    suite(&mut || Box::new(Shared(shared.clone())));
}

#[test]
fn the_suite_of_stores_holds_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    suite(&mut || Box::new(Sqlite::open(&folder.path().join("suite.sqlite")).unwrap()));
}

#[test]
fn an_erased_body_that_somebody_else_still_reads_is_not_said_to_be_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("erased.sqlite");
    let mut store = Sqlite::open(&path).unwrap();
    let body = b"the bridge guard asked for money".to_vec();
    let row = |body| Row::Event { id: [1; 32], header: vec![2; 40], body };
    store.put(&[row(Some(body.clone()))]).unwrap();
    let is_on_disk = || {
        let files = std::fs::read_dir(folder.path()).unwrap().flatten();
        let mut bytes = files.map(|file| std::fs::read(file.path()).unwrap());
        bytes.any(|bytes| bytes.windows(body.len()).any(|window| window == body))
    };
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM events").unwrap();
    assert!(matches!(store.put(&[Row::Erased { id: [1; 32] }]), Err(StoreError::StillRead)));
    assert!(is_on_disk());
    reader.execute_batch("COMMIT").unwrap();
    // The next write makes up for it.
    store.put(&[]).unwrap();
    assert!(!is_on_disk());
    assert_eq!(rows(&mut store, Mark::default()), [row(None)]);
}

#[test]
fn the_suite_of_stores_holds_in_postgresql() {
    let Some(url) = database() else { return };
    suite(&mut || Box::new(Postgresql::open(&url, "couloir_suite").unwrap()));
}

#[test]
fn a_store_goes_on_when_its_server_was_started_again() {
    let Some(url) = database() else { return };
    let mut store = Postgresql::open(&url, "couloir_again").unwrap();
    store.put(&[event(1, Some(1))]).unwrap();
    let hang_up = || {
        let mut other = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        let query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'couloir' AND datname = current_database()";
        assert_eq!(other.query(query, &[]).unwrap().len(), 1);
        // What a connection learns of it comes a moment later.
        std::thread::sleep(Duration::from_millis(300));
    };
    hang_up();
    store.put(&[event(2, Some(2))]).unwrap();
    hang_up();
    assert_eq!(rows(&mut store, Mark::default()), [event(1, Some(1)), event(2, Some(2))]);
    hang_up();
    store.say("founding", b"one").unwrap();
    assert_eq!(store.said("founding").unwrap().as_deref(), Some(b"one".as_slice()));
}

#[test]
fn two_programs_that_write_to_postgresql_at_once_are_both_read_in_order() {
    let Some(url) = database() else { return };
    let mut reader = Postgresql::open(&url, "couloir_two").unwrap();
    let writers: Vec<_> = [1_u8, 2]
        .map(|writer| {
            let url = url.clone();
            std::thread::spawn(move || {
                let mut store = Postgresql::open(&url, "couloir_two").unwrap();
                for number in 0..100 {
                    store.put(&[event((writer - 1) * 100 + number, Some(writer))]).unwrap();
                }
            })
        })
        .into();
    let (mut mark, mut seen) = (Mark::default(), 0);
    while writers.iter().any(|writer| !writer.is_finished()) {
        let (rows, next) = reader.rows(mark).unwrap();
        (mark, seen) = (next, seen + rows.len());
    }
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    seen += reader.rows(mark).unwrap().0.len();
    assert_eq!(seen, 200, "a reader that reads on misses nothing and sees nothing twice");
}

#[test]
fn a_ledger_moves_to_postgresql_and_back_with_everything_in_it() {
    let Some(url) = database() else { return };
    let folder = two_posts();
    let at = folder.path();
    record(at, "gate", &["boarded", "--site", "school", "--people", "40", "--vehicle", "Omnibus seven"]);
    let before = done(at, &["books", "gate"]);
    let moved = done(at, &["store", "move", "gate", &url]);
    assert!(moved.out.contains("moved 1 events") && moved.out.contains("from SQLite to PostgreSQL"), "{}", moved.out);
    assert!(!at.join("gate/ledger.sqlite").exists());
    assert_eq!(done(at, &["books", "gate"]).out, before.out);

    record(at, "gate", &["boarded", "--site", "school", "--people", "4", "--vehicle", "Omnibus eight"]);
    let with_two = done(at, &["books", "gate"]).out;
    done(at, &["sync", "file", "gate", "stick"]);
    assert!(done(at, &["sync", "file", "centre", "stick"]).out.contains("took 2 new"));
    assert!(done(at, &["store", "move", "gate", "sqlite"]).out.contains("moved 2 events"));
    assert_eq!(done(at, &["books", "gate"]).out, with_two);
    assert_eq!(done(at, &["store", "where", "gate"]).out.trim(), "SQLite");
}

/// Two folders with the keys of one device, which share its store and no lock, record by turns; each had read the store before.
fn record_by_turns(one: &Path, two: &Path) {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let now = |later: i64| couloir_model::clock::UnixSeconds(i64::try_from(since).unwrap() + later);
    let nobody = || Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    let mut posts = [one, two].map(|folder| couloir::post::Post::open(folder, &nobody, now(0)).unwrap());
    let event = |people| Event {
        occurred_at: None,
        post: None,
        method: Method::Counted,
        what: What::HeadCount {
            at: Place::Stop(Stop::Site(Name::new("school").unwrap())),
            count: HeadCount::of_people(People(people)).unwrap(),
        },
    };
    for turn in 0..6 {
        posts[turn % 2].record(&event(40 + u32::try_from(turn).unwrap()), now(1)).unwrap();
    }
    drop(posts);
    let post = couloir::post::Post::open(one, &nobody, now(2)).unwrap();
    let log = post.replica().log(post.keys().device()).unwrap();
    assert_eq!((log.len(), log.forks().len()), (6, 0), "all six are there, one after the other");
}

fn copy(from: &Path, to: &Path, names: &[&str]) {
    std::fs::create_dir(to).unwrap();
    for name in names.iter().filter(|name| from.join(name).exists()) {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn two_programs_of_one_device_that_share_no_lock_never_fork_its_log_in_postgresql() {
    let Some(url) = database() else { return };
    let folder = two_posts();
    let at = folder.path();
    done(at, &["store", "move", "gate", &url]);
    let names: Vec<String> = std::fs::read_dir(at.join("gate"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    copy(&at.join("gate"), &at.join("again"), &names.iter().map(String::as_str).collect::<Vec<_>>());
    record_by_turns(&at.join("gate"), &at.join("again"));
}

#[cfg(unix)]
#[test]
fn two_programs_of_one_device_that_share_no_lock_never_fork_its_log_in_sqlite() {
    let folder = two_posts();
    let at = folder.path();
    copy(&at.join("gate"), &at.join("again"), &["device.key"]);
    std::os::unix::fs::symlink(at.join("gate/ledger.sqlite"), at.join("again/ledger.sqlite")).unwrap();
    record_by_turns(&at.join("gate"), &at.join("again"));
}

#[test]
fn what_was_acknowledged_with_postgresql_survives_being_killed_at_any_moment() {
    let Some(url) = database() else { return };
    let folder = two_posts();
    done(folder.path(), &["store", "move", "gate", &url]);
    kill_while_recording(folder.path());
}

/// Kills `couloir record` again and again; what it has acknowledged must be in the books. `COULOIR_KILLS` says how often.
pub(crate) fn kill_while_recording(at: &Path) {
    let kills = std::env::var("COULOIR_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(12_u64);
    let boarded = |bus: &str| ["boarded", "--site", "school", "--people", "4", "--vehicle", bus].map(str::to_owned);
    // How long one takes here and now, so that the kills fall into it and not before or behind.
    let started = std::time::Instant::now();
    let first = record(at, "gate", &boarded("Bus first").each_ref().map(String::as_str));
    let usual = started.elapsed();
    let mut acknowledged = vec![first];
    for number in 0..kills {
        let mut child = Command::new(env!("CARGO_BIN_EXE_couloir"))
            .args(["record", "gate"])
            .args(boarded(&format!("Bus {number}")))
            .current_dir(at)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(usual.mul_f64((number * 7 % 30) as f64 / 20.0).max(Duration::from_millis(1)));
        let _ = child.kill();
        let out = String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("output is UTF-8");
        acknowledged.extend(out.lines().filter(|id| id.len() == 8).map(str::to_owned));
    }
    let after = done(at, &["books", "gate", "--of", "school"]).out;
    for id in &acknowledged {
        assert!(after.contains(id.as_str()), "{id} was acknowledged and is gone");
    }
    let kept = after.lines().filter(|line| line.contains(" boarded ")).count();
    eprintln!("{kills} kills: {} acknowledged, {kept} in the books, none lost", acknowledged.len());
    // And it goes on.
    record(at, "gate", &boarded("Bus last").each_ref().map(String::as_str));
}
