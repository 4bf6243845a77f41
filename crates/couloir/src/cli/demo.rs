//! `couloir demo`: a bundled operation, from its files to sheets for drivers.

use super::serve::Serve;
use super::terminal::{self, Terminal};
use super::{Lang, Search, Stop, check, plan, shown};
use std::io::IsTerminal as _;
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
    /// Serve the operation with its plan at the end, as `couloir serve` does; so it is in a terminal, unless `--no-serve`
    #[arg(long)]
    serve: bool,
    /// End when the plan is made
    #[arg(long, conflicts_with = "serve")]
    no_serve: bool,
    /// The port of the page; 0 for any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
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
            terminal::open(&folder.join("index.html").display().to_string(), terminal);
        }
        // A program that reads the table from a pipe wants an end.
        if self.serve || (!self.no_serve && std::io::stdout().is_terminal()) {
            return self.serve(&folder, files, terminal);
        }
        terminal.talk("\nsee it in a browser: `couloir demo --serve`");
        Ok(())
    }

    /// The page with the plan that was just made; whatever is tried there lies in the demo's folder.
    fn serve(&self, folder: &std::path::Path, files: PathBuf, terminal: &mut Terminal) -> Result<(), Stop> {
        let ledger = folder.join("ledger");
        let plans = ledger.join("plans");
        let (from, to) = (folder.join("plan.json"), plans.join("plan.json"));
        let copied = std::fs::create_dir_all(&plans).and_then(|()| std::fs::copy(from, &to));
        copied.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&to))))?;
        terminal.talk("\n4. the page:\n");
        Serve::of(files, ledger, self.port, self.no_open).run(terminal)
    }
}
