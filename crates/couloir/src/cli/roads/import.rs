//! `couloir roads import`: an extract in, a network out.

use super::{ATTRIBUTION, said_written};
use crate::cli::terminal::Terminal;
use crate::cli::{Stop, shown};
use crate::networks;
use couloir_model::quantity::grouped;
use couloir_roads::import::{Step, import};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use std::time::Instant;

/// Arguments of `couloir roads import`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Import {
    /// The extract
    #[arg(value_name = "EXTRACT.osm.pbf")]
    extract: PathBuf,
    /// The network [default: the extract's name with `.roads`, in the current folder]
    #[arg(long, short, value_name = "NETWORK.roads")]
    output: Option<PathBuf>,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

impl Import {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let started = Instant::now();
        let output = self.output.clone().unwrap_or_else(|| default_output(&self.extract));
        if is_same_file(&self.extract, &output) {
            let help = "name another file with `--output`, such as `NETWORK.roads`";
            let message = "the network would be written over the extract that it is made from";
            return Err(Stop::unusable(format!("{message}: `{}`\n  help: {help}", shown(&output))));
        }
        let bytes = std::fs::metadata(&self.extract).map_or(0, |about| about.len());
        let bar = bar(bytes, self.quiet);
        let told = &mut |step| match step {
            Step::Relations(read) => show(&bar, read, "reading turn restrictions and areas"),
            Step::Ways(read) => show(&bar, bytes + read, "reading roads"),
            Step::Nodes(read) => show(&bar, 2 * bytes + read, "reading junctions and places"),
            Step::Joining => bar.set_message("joining roads at junctions"),
            Step::Ordering => bar.set_message("finding the order of contraction: the longest step"),
        };
        let made = import(&mut networks::extract(&self.extract), told);
        bar.finish_and_clear();
        let network = made.map_err(|error| {
            let mut causes = error.to_string();
            if let Some(cause) = std::error::Error::source(&error) {
                causes = format!("{causes}: {cause}");
            }
            Stop::unusable(format!("cannot import `{}`: {causes}\n  help: {}", shown(&self.extract), error.help()))
        })?;
        let written = networks::save(&output, &network)
            .map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&output))))?;
        terminal.findings(&super::info::findings(&network));
        terminal.data(&super::info::described(&network));
        terminal.talk(&format!(
            "\nimported in {:.1} s; {}\n{} bytes; {ATTRIBUTION}",
            started.elapsed().as_secs_f64(),
            crate::bench::resources(),
            grouped(written.into()),
        ));
        said_written(terminal, &[output]);
        Ok(())
    }
}

/// True when both names lead to one file, by links too.
fn is_same_file(one: &std::path::Path, other: &std::path::Path) -> bool {
    let real = |path: &std::path::Path| std::fs::canonicalize(path).ok();
    one == other || real(one).is_some_and(|real_one| Some(real_one) == real(other))
}

/// `andorra.osm.pbf` becomes `andorra.roads`.
fn default_output(extract: &std::path::Path) -> PathBuf {
    let name = extract.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(".osm.pbf").or(name.strip_suffix(".pbf")).unwrap_or(&name);
    PathBuf::from(format!("{stem}.roads"))
}

fn bar(bytes: u64, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(3 * bytes);
    bar.set_draw_target(if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
    let style = ProgressStyle::with_template("{elapsed:>4} [{bar:30}] {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
    bar.enable_steady_tick(std::time::Duration::from_millis(250));
    bar
}

fn show(bar: &ProgressBar, position: u64, message: &'static str) {
    bar.set_position(position);
    bar.set_message(message);
}
