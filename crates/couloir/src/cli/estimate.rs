//! `couloir estimate`: how many may still be inside and when it may be over, with what drives it.

use super::terminal::Terminal;
use super::{Lang, Stop, backtest, evidence};
use couloir_evidence::estimate::Asked;
use couloir_model::format;
use couloir_model::scenario::Language;
use jiff::civil::DateTime;
use std::path::PathBuf;

/// Arguments of `couloir estimate`.
#[derive(Debug, clap::Args)]
pub(super) struct Estimate {
    /// The operation, with `claims.jsonl`, `counts.csv` and `speakers.csv` in its folder `evidence`; or such a folder
    operation: PathBuf,
    /// The moment of the estimate, in local time; nothing later is looked at [default: the latest day with evidence]
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = evidence::moment)]
    as_of: Option<DateTime>,
    /// Say also how likely it is that more than so many are inside
    #[arg(long, value_name = "PEOPLE")]
    more_than: Vec<u64>,
    /// Say also how likely it is that it takes at least so many more days
    #[arg(long, value_name = "DAYS")]
    at_least_days: Vec<u32>,
    /// Write it as JSON, for other programs
    #[arg(long, conflicts_with_all = ["html", "svg"])]
    json: bool,
    /// Write a page with picture and tables
    #[arg(long, conflicts_with = "svg")]
    html: bool,
    /// Write the picture alone
    #[arg(long)]
    svg: bool,
    /// The language [default: the operation's first]
    #[arg(long)]
    lang: Option<Lang>,
    /// A file of parameters in place of those that the program carries
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
}

impl Estimate {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let parameters = backtest::parameters(self.parameters.as_deref())?;
        let asked = Asked { more_than: self.more_than.clone(), at_least_days: self.at_least_days.clone() };
        let outlook = evidence::outlook(&self.operation, self.as_of, &asked, &parameters, terminal)?;
        let (name, language) = self.operation();
        let language = self.lang.map(Language::from).unwrap_or(language);
        terminal.data(&if self.json {
            format::outlook::write(&name, &outlook)
        } else if self.html {
            couloir_publish::outlook_page(&name, &outlook, language)
        } else if self.svg {
            couloir_publish::outlook_picture(&name, &outlook, language)
        } else {
            couloir_publish::outlook_text(&name, &outlook, language)
        });
        Ok(())
    }

    /// Name and first language of the operation. An estimate needs no more of it, and is given even where its tables have faults.
    fn operation(&self) -> (String, Language) {
        match crate::files::load(&self.operation).operation {
            Some(operation) => {
                let language = operation.scenario.languages.first().copied();
                (operation.scenario.name.clone(), language.unwrap_or(Language::English))
            }
            None => {
                let path = std::path::absolute(&self.operation).unwrap_or_else(|_| self.operation.clone());
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                (name, Language::English)
            }
        }
    }
}
