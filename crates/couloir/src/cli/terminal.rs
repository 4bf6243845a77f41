//! What the program says: data on standard output, talk on standard error, and no panic when nobody listens any more.

use couloir_model::finding::{Finding, Severity};
use std::io::{IsTerminal, Write};

/// The two streams of the program.
pub(super) struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    colour: bool,
}

/// More findings than this are counted, not printed.
const FINDINGS_SHOWN: usize = 200;

impl Terminal {
    /// Standard output and standard error; colour only where a person watches and `NO_COLOR` is not set.
    pub(super) fn real() -> Self {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { out: Box::new(std::io::stdout()), err: Box::new(std::io::stderr()), colour }
    }

    /// True where a person watches who has not refused colour.
    pub(super) const fn is_coloured(&self) -> bool {
        self.colour
    }

    /// Data: what another program may read.
    ///
    /// A reader that has gone away (`couloir plan … | head`) is no fault of the plan's.
    pub(super) fn data(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = self.out.write_all(b"\n");
        }
        let _ = self.out.flush();
    }

    /// Talk: what a person reads.
    pub(super) fn talk(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
        let _ = self.err.write_all(b"\n");
    }

    /// All findings, the gravest first, each complete without colour.
    pub(super) fn findings(&mut self, findings: &[Finding]) {
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        for finding in sorted.iter().take(FINDINGS_SHOWN) {
            let text = self.coloured(finding);
            self.talk(&text);
        }
        if let Some(more) = sorted.len().checked_sub(FINDINGS_SHOWN).filter(|more| *more > 0) {
            self.talk(&format!("… and {more} more"));
        }
    }

    fn coloured(&self, finding: &Finding) -> String {
        let text = finding.to_string();
        if !self.colour {
            return text;
        }
        let colour = match finding.severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        let (head, rest) = text.split_once(']').unwrap_or((text.as_str(), ""));
        format!("\u{1b}[{colour}m{head}]\u{1b}[0m{rest}")
    }
}

/// Opens `page`, a path or an address, in the browser; where that fails, it has been printed already.
pub(super) fn open(page: &str, terminal: &mut Terminal) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let nothing = std::process::Stdio::null;
    let spawned = std::process::Command::new(opener).arg(page).stdout(nothing()).stderr(nothing()).spawn();
    match spawned {
        // It ends by itself; nobody waits for a browser.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => terminal.talk(&format!("cannot open a browser with `{opener}`: {error}")),
    }
}
