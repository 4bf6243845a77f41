//! Builds the web client of `web/` and puts its files, each compressed, into the program.
//!
//! Without npm, or with `COULOIR_WEB=skip`, the program is built all the same: it then has the API and, in place of the page, a
//! few lines that say how to get it.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    let web = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("web");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for watched in ["src", "public", "locales", "index.html", "package-lock.json", "vite.config.ts"] {
        println!("cargo::rerun-if-changed={}", web.join(watched).display());
    }
    println!("cargo::rerun-if-env-changed=COULOIR_WEB");
    let built = out.join("web");
    if built.exists() {
        fs::remove_dir_all(&built)?;
    }
    if let Err(fault) = build(&web, &built) {
        println!("cargo::warning=built without the page of `couloir serve`: {fault}");
        fs::create_dir_all(&built)?;
        fs::write(built.join("index.html"), WITHOUT)?;
    }
    let mut files = Vec::new();
    list(&built, &built, &mut files)?;
    files.sort();
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    let packed = out.join("packed");
    fs::create_dir_all(&packed)?;
    for (index, path) in files.iter().enumerate() {
        let target = packed.join(format!("{index}.gz"));
        let mut encoder = flate2::write::GzEncoder::new(fs::File::create(&target)?, flate2::Compression::best());
        encoder.write_all(&fs::read(built.join(path))?)?;
        encoder.finish()?;
        writeln!(table, "    Asset {{ path: {path:?}, bytes: include_bytes!({target:?}) }},")?;
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// What is shown where the page was not built.
const WITHOUT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Couloir</title>\
    <h1>This Couloir was built without its page</h1>\
    <p>Install Node.js 20 or later with npm, and build again. The API is here: <a href=/api/openapi.json>its description</a>.</p></html>";

/// Builds the client into `built`.
fn build(web: &Path, built: &Path) -> Result<(), Box<dyn Error>> {
    if std::env::var("COULOIR_WEB").is_ok_and(|wish| wish == "skip") {
        return Err("`COULOIR_WEB=skip` is set".into());
    }
    // Fetched once a lock file: a change of the page alone needs no network.
    let lock = fs::read(web.join("package-lock.json"))?;
    let fetched = web.join("node_modules").join(".couloir-lock");
    if fs::read(&fetched).ok().as_deref() != Some(&lock) {
        run(web, &["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
        fs::write(fetched, lock)?;
    }
    let target = built.to_str().ok_or("the build folder's path is not text")?;
    run(web, &["run", "--silent", "build", "--", "--outDir", target, "--emptyOutDir"])
}

fn run(web: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output =
        Command::new(npm).args(arguments).current_dir(web).output().map_err(|error| format!("npm: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    Err(format!("npm {}: {}", arguments.join(" "), said.lines().take(30).collect::<Vec<_>>().join(" | ")).into())
}

/// The files under `folder`, relative to `root`, with `/` between their parts.
fn list(root: &Path, folder: &Path, files: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else {
            let parts: Vec<_> =
                path.strip_prefix(root)?.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            files.push(parts.join("/"));
        }
    }
    Ok(())
}
