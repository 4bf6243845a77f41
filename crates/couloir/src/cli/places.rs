//! `couloir places`: places from map files into an operation's tables.

use super::terminal::Terminal;
use super::{Stop, shown};
use crate::files::{self, map, merge};
use couloir_model::finding::Finding;
use couloir_model::format::operation::import::{self, Kind, Known, Wish};
use std::path::{Path, PathBuf};

/// Subcommands of `couloir places`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Places {
    /// Say what the places in map files are, and with --output add them to an operation's tables
    Import(Import),
}

/// Arguments of `couloir places import`.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// GeoJSON, GPX, KML, KMZ or CSV files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The folder of the operation; made from the template if it is not there. Without it nothing is written
    #[arg(long, short, value_name = "OPERATION")]
    output: Option<PathBuf>,
    /// What features are that do not say it themselves: site, shelter, depot, passage or place
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// The property that says what a feature is [default: `kind`, `type`, …, then its folder, then the file's name]
    #[arg(long, value_name = "PROPERTY")]
    kind_from: Option<String>,
    /// The property that holds the name [default: `name`, …]
    #[arg(long, value_name = "PROPERTY")]
    name_from: Option<String>,
    /// What a word of yours means, such as `school=shelter`; may be given several times
    #[arg(long = "as", value_name = "WORD=KIND", value_parser = word)]
    words: Vec<(String, Kind)>,
    /// Read pairs of numbers as latitude, longitude
    #[arg(long)]
    swap_axes: bool,
}

impl Places {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        match self {
            Self::Import(import) => import.run(terminal),
        }
    }
}

impl Import {
    fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let known = match &self.output {
            Some(folder) if folder.exists() => known(folder, terminal)?,
            _ => Known::default(),
        };
        let (mut features, mut findings) = (Vec::new(), Vec::new());
        for file in &self.files {
            let (mut found, mut faults) = map::features(file);
            features.append(&mut found);
            findings.append(&mut faults);
        }
        let wish = Wish {
            kind: self.kind,
            kind_from: self.kind_from.clone(),
            name_from: self.name_from.clone(),
            words: self.words.clone(),
            swap_axes: self.swap_axes,
        };
        let (understood, mut faults) = import::understand(&features, &wish, &known);
        findings.append(&mut faults);
        terminal.findings(&findings);
        terminal.data(&import::describe(&understood));
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        if errors > 0 {
            let faults = if errors == 1 { "1 fault".to_owned() } else { format!("{errors} faults") };
            return Err(Stop::unusable(format!("\nnothing was written: {faults}")));
        }
        match &self.output {
            None => terminal.talk("nothing was written: name the operation's folder with `--output`"),
            Some(folder) => write(folder, &known, &understood, terminal)?,
        }
        Ok(())
    }
}

/// The places that the operation in `folder` has already.
fn known(folder: &Path, terminal: &mut Terminal) -> Result<Known, Stop> {
    if !folder.is_dir() {
        let name = shown(folder);
        let help = "help: name a folder; rows of a `.toml` file or workbook are added by hand, from what `couloir places import` \
                    prints without `--output`";
        return Err(Stop::unusable(format!(
            "places are added to the tables of a folder, and this is a file: {name}\n  {help}"
        )));
    }
    let (input, findings) = files::sheets(folder);
    // An empty folder is as good as none.
    let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let errors: Vec<Finding> = findings.into_iter().filter(Finding::is_error).collect();
    if !errors.is_empty() && !is_empty {
        terminal.findings(&errors);
        return Err(Stop::unusable(format!("\n{} cannot be read; nothing was changed", shown(folder))));
    }
    Ok(input.map(|input| Known::of(&input)).unwrap_or_default())
}

fn write(folder: &Path, known: &Known, understood: &import::Understood, terminal: &mut Terminal) -> Result<(), Stop> {
    let is_new = !folder.exists() || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if is_new {
        crate::new::new(folder, None, false).map_err(|error| Stop::unusable(error.to_string()))?;
        terminal.talk(&format!("wrote the template of an operation to {}", shown(folder)));
    }
    let tables = merge::merge(folder, known, understood).map_err(|findings| {
        terminal.findings(&findings);
        Stop::unusable("\nnothing was added")
    })?;
    for table in &tables {
        // A table is whole at every moment, whatever happens to the power.
        let beside = table.path.with_extension("csv.new");
        let written = std::fs::write(&beside, &table.text).and_then(|()| std::fs::rename(&beside, &table.path));
        written.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&table.path))))?;
        let rows = if table.rows == 1 { "1 row".to_owned() } else { format!("{} rows", table.rows) };
        terminal.talk(&format!("added {rows} to {}", shown(&table.path)));
    }
    terminal.talk(&format!("next: couloir check {}", shown(folder)));
    Ok(())
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::of_words(text).ok_or_else(|| "it is one of site, shelter, depot, passage and place".to_owned())
}

fn word(text: &str) -> Result<(String, Kind), String> {
    let (word, named) =
        text.rsplit_once('=').ok_or_else(|| "write `WORD=KIND`, such as `school=shelter`".to_owned())?;
    Ok((word.trim().to_owned(), kind(named)?))
}
