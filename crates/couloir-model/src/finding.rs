//! What is wrong with an input, where, and what to do: values, never panics.

use std::fmt;

/// One thing to say about an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing, in a name that the manual explains: `couloir::operation::unknown_place`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the offending value last.
    pub message: String,
    /// Where.
    pub at: Option<At>,
    /// What a tired person can do about it.
    pub help: Option<String>,
}

/// The name of a kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably not what was meant; the input is used all the same.
    Warning,
    /// The input cannot be used.
    Error,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The file, as the person named it.
    pub file: String,
    /// Where in the file.
    pub spot: Spot,
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// The file as a whole.
    Whole,
    /// A line of a text file, counted from 1, and the column's name if it has one.
    Line {
        /// The line.
        line: u32,
        /// The table's column.
        column: Option<String>,
    },
    /// A cell of a workbook, such as `B7` of sheet `sites`.
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
    },
    /// A feature of a map file: a point, line or area with its properties.
    Feature {
        /// Its number in the file, counted from 1.
        number: u32,
        /// The line where it begins, where the format tells.
        line: Option<u32>,
        /// The property.
        property: Option<String>,
    },
}

impl Finding {
    /// A finding without place or help.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self { code: Code(code), severity, message: message.into(), at: None, help: None }
    }

    /// A fault that keeps the input from being used.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Something that is probably not what was meant.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Something worth knowing.
    #[must_use]
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// The same with its place.
    #[must_use]
    pub fn at(mut self, at: At) -> Self {
        self.at = Some(at);
        self
    }

    /// The same with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// True when the input cannot be used.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for At {
    /// `sites.csv:14, column waiting` or `town.xlsx, sheet sites, cell B7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.spot {
            Spot::Whole => write!(f, "{}", self.file),
            Spot::Line { line, column: None } => write!(f, "{}:{line}", self.file),
            Spot::Line { line, column: Some(column) } => write!(f, "{}:{line}, column `{column}`", self.file),
            Spot::Cell { sheet, cell } => write!(f, "{}, sheet `{sheet}`, cell {cell}", self.file),
            Spot::Feature { number, line, property } => {
                write!(f, "{}", self.file)?;
                if let Some(line) = line {
                    write!(f, ":{line}")?;
                }
                write!(f, ", feature {number}")?;
                property.as_ref().map_or(Ok(()), |property| write!(f, ", property `{property}`"))
            }
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl fmt::Display for Finding {
    /// Complete without colour, `help:` on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code.0, self.message)?;
        if let Some(at) = &self.at {
            write!(f, "\n  --> {at}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}
