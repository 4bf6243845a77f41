//! `couloir demo`: a bundled operation, from its files to sheets for drivers.

use super::terminal::Terminal;
use super::{Lang, Search, Stop, check, plan, shown};
use std::path::PathBuf;
use std::time::Instant;

/// Arguments of `couloir demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Which example: flood-town, island, baghouz or baghouz-later
    #[arg(default_value = "flood-town")]
    name: String,
    #[command(flatten)]
    search: Search,
    /// The folder for everything [default: couloir-demo-NAME]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The language of tables and sheets [default: the example's first]
    #[arg(long)]
    lang: Option<Lang>,
    /// Open the overview in the browser at the end
    #[arg(long)]
    open: bool,
}

impl Demo {
    pub(super) fn run(&self, terminal: &mut Terminal, started: Instant) -> Result<(), Stop> {
        let folder = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("couloir-demo-{}", self.name)));
        let files = folder.join("operation");
        // A second run shows the same operation again, with whatever somebody has tried in its files.
        if !files.is_dir() {
            crate::new::unpack(&self.name, &files).map_err(|error| Stop::unusable(error.to_string()))?;
        }

        terminal.talk(&format!("1. the operation's files, as a logistician writes them: {}", shown(&files)));
        let operation = check::load(&files, terminal)?;
        terminal.talk("\n2. what Couloir understood:\n");
        terminal.data(&couloir_model::format::operation::describe(&operation));
        terminal.talk("\n3. the plan, and what an independent judge says of it:\n");
        let wish = plan::Wish { operation: &operation, people_from: None, lang: self.lang, robust: None };
        plan::plan_and_write(terminal, started, wish, &self.search, &folder)?;
        if self.open {
            open(&folder.join("index.html"), terminal);
        }
        Ok(())
    }
}

/// Opens `page` in the browser; where that fails, the path has been printed already.
fn open(page: &std::path::Path, terminal: &mut Terminal) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let spawned = std::process::Command::new(opener).arg(page).stdout(std::process::Stdio::null()).spawn();
    if let Err(error) = spawned {
        terminal.talk(&format!("cannot open a browser with `{opener}`: {error}"));
    }
}
