//! Names of places, vehicles and posts, and short texts, as people write them.

use std::fmt;
use std::sync::Arc;

/// The most characters of a [`Name`].
pub const NAME_CHARS_MAX: usize = 64;

/// The most characters of a [`Text`].
pub const TEXT_CHARS_MAX: usize = 500;

/// The name of a site, a shelter, a vehicle, a checkpoint, a post or a passage: 1 to 64 characters on one line.
///
/// Spaces at the ends are taken away, and runs of spaces become one, so that two posts mean the same `Bus 7`. Names of
/// evacuees have no place in the ledger: nothing here may be one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

/// A short text on one line, up to 500 characters: why a count is corrected, what an incident was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

/// A text that is no [`Name`] or [`Text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAName {
    /// Nothing, or spaces alone.
    #[error("it is empty")]
    Empty,
    /// Too long.
    #[error("it has more than {0} characters")]
    Long(usize),
    /// It holds a line end, a tab or another control character.
    #[error("it holds a control character")]
    Control,
}

impl Name {
    /// The name that `text` is, with its spaces made regular.
    ///
    /// # Errors
    ///
    /// [`NotAName`] when it is empty, longer than [`NAME_CHARS_MAX`] or holds control characters.
    pub fn new(text: &str) -> Result<Self, NotAName> {
        Ok(Self(regular(text, NAME_CHARS_MAX)?.into()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// The text with its spaces made regular.
    ///
    /// # Errors
    ///
    /// [`NotAName`] when it is empty, longer than [`TEXT_CHARS_MAX`] or holds control characters.
    pub fn new(text: &str) -> Result<Self, NotAName> {
        Ok(Self(regular(text, TEXT_CHARS_MAX)?))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `text` with single spaces, or why it cannot be used.
fn regular(text: &str, chars_max: usize) -> Result<String, NotAName> {
    if text.chars().any(char::is_control) {
        return Err(NotAName::Control);
    }
    let mut regular = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !regular.is_empty() {
            regular.push(' ');
        }
        regular.push_str(word);
    }
    match regular.chars().count() {
        0 => Err(NotAName::Empty),
        count if count > chars_max => Err(NotAName::Long(chars_max)),
        _ => Ok(regular),
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_posts_that_space_differently_mean_the_same_bus() {
        assert_eq!(Name::new(" Bus  7 "), Name::new("Bus 7"));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        assert_eq!(Name::new("  "), Err(NotAName::Empty));
        assert_eq!(Name::new("Bus\n7"), Err(NotAName::Control));
        assert_eq!(Name::new(&"x".repeat(65)), Err(NotAName::Long(64)));
    }
}
