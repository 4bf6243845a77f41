//! What the lines of a head count are called wherever people or programs write them: columns of tables, fields of the API.

use couloir_ledger::count::Line;

/// The lines of a count with their names.
pub(crate) const LINES: [(&str, Line); 11] = [
    ("people", Line::Total),
    ("men", Line::Men),
    ("women", Line::Women),
    ("children", Line::Children),
    ("infants", Line::Infants),
    ("unaccompanied", Line::Unaccompanied),
    ("elderly", Line::Elderly),
    ("wheelchair", Line::Wheelchair),
    ("stretcher", Line::Stretcher),
    ("pregnant", Line::Pregnant),
    ("staff", Line::Staff),
];
