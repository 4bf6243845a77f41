//! `couloir schema`: what a file may hold, for editors and other programs.

use super::Stop;
use super::terminal::Terminal;

/// Arguments of `couloir schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// Which format
    #[arg(value_enum, default_value_t = Format::Operation)]
    format: Format,
}

/// A format with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// An operation as one TOML file
    Operation,
    /// A plan, as `couloir plan` writes it
    Plan,
    /// A situation, as `couloir situation` writes it
    Situation,
    /// The proof of a lower bound, as `couloir bound` writes it
    Certificate,
}

impl Schema {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let schema = match self.format {
            Format::Operation => couloir_model::format::operation::schema(),
            Format::Plan => couloir_model::format::plan::schema(),
            Format::Situation => couloir_model::format::situation::schema(),
            Format::Certificate => couloir_model::format::certificate::schema(),
        };
        terminal.data(&format!("{schema:#}"));
        Ok(())
    }
}
