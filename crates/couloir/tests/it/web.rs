//! The page in a browser: `web/tests/walk.mjs` walks the main ways through it, where Node and Chromium are to be had; in a network
//! namespace without a route, where one can be made, so that whatever asked another machine would fail.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The server, which ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn chromium() -> Option<PathBuf> {
    let given = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    given.into_iter().chain(usual).find(|path| path.exists())
}

/// True where a network namespace can be made with nothing in it but this machine itself: as root on Linux, with iproute2.
fn can_be_alone() -> bool {
    let tried =
        Command::new("unshare").args(["-n", "sh", "-c", "ip link set lo up && nsenter --help > /dev/null"]).output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// A command that runs `program`, in a new namespace without a route if `alone`.
fn command(program: &str, alone: bool) -> Command {
    if !alone {
        return Command::new(program);
    }
    let mut command = Command::new("unshare");
    command.args(["-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh", program]);
    command
}

#[test]
fn the_main_ways_through_the_page_work_in_english_offline_and_by_keyboard() {
    walk("en");
}

#[test]
fn the_main_ways_through_the_page_work_in_french() {
    walk("fr");
}

#[test]
fn the_main_ways_through_the_page_work_in_arabic_from_right_to_left() {
    walk("ar");
}

fn walk(language: &str) {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let Some(chromium) = chromium() else { return eprintln!("skipped: there is no Chromium here") };
    if !web.join("node_modules/playwright-core").is_dir() {
        return eprintln!("skipped: the page was built without npm");
    }
    let folder = tempfile::tempdir().expect("a folder");
    couloir::new::unpack("flood-town", &folder.path().join("town")).expect("the example is bundled");
    let alone = can_be_alone();
    if !alone {
        eprintln!("with a network: no namespace without a route can be made here");
    }
    let child = command(env!("CARGO_BIN_EXE_couloir"), alone)
        .args(["serve", "town", "--port", "0"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut serving = Serving(child.expect("the program begins"));
    let mut address = String::new();
    let out = serving.0.stdout.take().expect("its output is ours");
    BufReader::new(out).read_line(&mut address).expect("it prints its address");
    // Kept for whoever wants to look: the last run's pictures.
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&pictures).expect("the folder can be made");
    // The same namespace: the shell and `unshare` have become the server.
    let server = format!("--net=/proc/{}/ns/net", serving.0.id());
    let mut node = Command::new(if alone { "nsenter" } else { "node" });
    if alone {
        node.args([server.as_str(), "node"]);
    }
    let walked = node
        .arg("tests/walk.mjs")
        .args([address.trim()])
        .arg(&pictures)
        .arg(language)
        .env("CHROMIUM", chromium)
        .current_dir(&web)
        .output();
    let Ok(walked) = walked else { return eprintln!("skipped: there is no Node here") };
    let said = String::from_utf8_lossy(&walked.stdout).into_owned() + &String::from_utf8_lossy(&walked.stderr);
    assert!(walked.status.success(), "pictures are in {}\n{said}", pictures.display());
}
