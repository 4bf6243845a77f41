//! A fault before it has a place, and the list of those that have one.

use crate::finding::{At, Finding, Severity, Spot};

/// What is wrong with a cell: code, message and what to do. Whoever knows where the cell stands makes a [`Finding`] of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: &'static str,
    pub message: String,
    pub help: String,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }
}

/// Findings as they come, with an end: a table with a million faults needs no million messages.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    errors: bool,
    dropped: usize,
}

/// The most findings that are kept; the rest is counted.
const FINDINGS_MAX: usize = 5_000;

impl Findings {
    pub(super) fn push(&mut self, finding: Finding) {
        self.errors |= finding.severity == Severity::Error;
        if self.list.len() < FINDINGS_MAX {
            self.list.push(finding);
        } else {
            self.dropped += 1;
        }
    }

    /// A fault that keeps the operation from being used.
    pub(super) fn error(&mut self, fault: Fault, at: At) {
        self.push(Finding::error(fault.code, fault.message).help(fault.help).at(at));
    }

    /// Something that is probably not what was meant.
    pub(super) fn warning(&mut self, fault: Fault, at: At) {
        self.push(Finding::warning(fault.code, fault.message).help(fault.help).at(at));
    }

    pub(super) const fn has_errors(&self) -> bool {
        self.errors
    }

    /// All of them, each once: the worst first, otherwise by file and line.
    pub(super) fn into_list(mut self) -> Vec<Finding> {
        if self.dropped > 0 {
            let dropped = crate::quantity::grouped(self.dropped as u128);
            let finding = Finding::error(codes::MANY, format!("findings beyond the first {FINDINGS_MAX}: {dropped}"));
            self.list.push(finding);
        }
        let order =
            |finding: &Finding| (std::cmp::Reverse(finding.severity), rank(finding), finding.at.clone(), finding.code);
        self.list.sort_by_cached_key(order);
        // A cell that two readers look at is reported once.
        self.list.dedup();
        self.list
    }
}

/// What other faults may follow from comes before them: tables and columns first, names that are looked up last.
fn rank(finding: &Finding) -> u8 {
    match finding.code.0 {
        codes::UNREADABLE | codes::UNKNOWN_TABLE | codes::UNKNOWN_COLUMN | codes::DUPLICATE_COLUMN => 0,
        codes::MISSING if finding.at.as_ref().is_some_and(|at| at.spot == Spot::Whole) => 0,
        codes::UNKNOWN_NAME => 2,
        _ => 1,
    }
}

/// The names of all kinds of findings about operation files, in one place so that the manual can list them.
pub mod codes {
    macro_rules! codes {
        ($($name:ident = $text:literal, $doc:literal;)*) => {
            $(#[doc = $doc] pub const $name: &str = concat!("couloir::operation::", $text);)*

            /// Every code with its meaning, in alphabetical order.
            pub const ALL: &[(&str, &str)] = &[$(($name, $doc)),*];
        };
    }

    codes! {
        AMBIGUOUS_NAME = "ambiguous_name", "a name that stands for two different places";
        ASSUMED = "assumed", "nothing was given, and a default was taken that changes the plan";
        BEFORE_START = "before_start", "a moment before the operation starts";
        CLOCK_CHANGE = "clock_change", "a local time that clocks skip or repeat on that day";
        CONTRADICTION = "contradiction", "two cells or rows that cannot both hold";
        COUNT = "count", "a count that is no whole number or out of range";
        COORDINATES = "coordinates", "latitude or longitude that is missing, swapped or off the globe";
        CUT_OFF = "cut_off", "a site or vehicle that no road connects";
        DUPLICATE_COLUMN = "duplicate_column", "two columns that say the same";
        DUPLICATE_NAME = "duplicate_name", "two rows of a table with the same name";
        EXTRA_CELLS = "extra_cells", "a row with more cells than the header";
        GREAT_CIRCLE = "great_circle", "travel times that nobody measured";
        GROUP = "group", "a group that does not fit its site or any vehicle";
        MANY = "many", "more findings than are shown";
        MISSING = "missing", "a table, column or cell that must be filled in";
        NOT_A_DURATION = "not_a_duration", "a cell that is no duration, length or weight in the column's unit";
        NOT_A_FACTOR = "not_a_factor", "a cell that is no factor";
        NOT_A_MOMENT = "not_a_moment", "a cell that is no moment";
        NOT_A_WINDOW = "not_a_window", "a cell that says no opening times";
        NOT_A_WORD = "not_a_word", "a cell that is none of the words that the column takes";
        NO_SEATS = "no_seats", "a vehicle or configuration that holds nobody, or people whom none holds";
        ODD = "odd", "a value that is possible but rarely meant";
        OVERLAPPING_WINDOWS = "overlapping_windows", "two opening windows that share time";
        PERSONAL = "personal", "a column or note for personal data: counts, not names";
        REVERSED_RANGE = "reversed_range", "a range whose lower end is above its upper end";
        REVERSED_WINDOW = "reversed_window", "a window that ends before it begins";
        ROOM = "room", "shelters with less room than there are people";
        TOO_LARGE = "too_large", "more rows, places or people than an operation may have";
        TRAVEL = "travel", "a travel table that does not add up";
        UNKNOWN_COLUMN = "unknown_column", "a column that no table of that name has";
        UNKNOWN_NAME = "unknown_name", "a name that no row of the named table has";
        UNKNOWN_TABLE = "unknown_table", "a table, file or sheet that no operation has";
        UNREADABLE = "unreadable", "a file that cannot be read";
        UNUSED_PASSAGE = "unused_passage", "a passage that no leg leads through";
        ZONE = "zone", "a time zone that is not known";
    }
}
