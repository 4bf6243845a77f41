//! Names in all languages that a map has, each text stored once.

use std::collections::HashMap;

/// The name in each language: text of the language code, and text.
pub(crate) type Forms = Vec<(u32, u32)>;

/// Texts, and names made of them.
///
/// Text 0 is empty, name 0 is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    texts: Vec<String>,
    /// The name in each language: (text of the language code, text), the plain `name` with an empty code first, then by
    /// code.
    names: Vec<Vec<(u32, u32)>>,
}

impl Default for Names {
    fn default() -> Self {
        Self { texts: vec![String::new()], names: vec![Vec::new()] }
    }
}

impl Names {
    pub(crate) const fn of_tables(texts: Vec<String>, names: Vec<Vec<(u32, u32)>>) -> Self {
        Self { texts, names }
    }

    pub(crate) fn tables(&self) -> (&[String], &[Forms]) {
        (&self.texts, &self.names)
    }

    /// The text of that number; empty for 0.
    #[must_use]
    pub fn text(&self, text: u32) -> &str {
        self.texts.get(text as usize).map_or("", String::as_str)
    }

    /// The number of names, name 0 included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True when nothing has a name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.len() <= 1
    }

    /// The name in the first of `languages` (codes such as `ar`, `fr`) that it has, or else as it is written on the spot
    /// (`name`), or else in any language; `None` for name 0.
    #[must_use]
    pub fn name(&self, name: u32, languages: &[&str]) -> Option<&str> {
        let row = self.names.get(name as usize)?;
        let in_language = |wanted: &str| row.iter().find(|(code, _)| self.text(*code) == wanted);
        let found = languages.iter().find_map(|wanted| in_language(wanted)).or_else(|| in_language("")).or(row.first());
        found.map(|(_, text)| self.text(*text))
    }

    /// All forms of a name: language code (empty for `name`, as it is written on the spot) and text.
    pub fn forms(&self, name: u32) -> impl Iterator<Item = (&str, &str)> {
        let row = self.names.get(name as usize).map_or(&[][..], Vec::as_slice);
        row.iter().map(|(code, text)| (self.text(*code), self.text(*text)))
    }

    /// True when `wanted` is one of the forms of the name, without regard to upper and lower case.
    #[must_use]
    pub fn is_called(&self, name: u32, wanted: &str) -> bool {
        let wanted = wanted.trim().to_lowercase();
        self.forms(name).any(|(_, text)| text.to_lowercase() == wanted)
    }
}

/// Builds [`Names`]; the same texts in the same order give the same numbers.
#[derive(Debug, Default)]
pub(crate) struct NamesBuilder {
    names: Names,
    text_numbers: HashMap<String, u32>,
    name_numbers: HashMap<Vec<(u32, u32)>, u32>,
}

impl NamesBuilder {
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(number) = self.text_numbers.get(text) {
            return *number;
        }
        let number = self.names.texts.len() as u32;
        self.names.texts.push(text.to_owned());
        self.text_numbers.insert(text.to_owned(), number);
        number
    }

    /// The name with these forms: language code and text; 0 when there is none.
    pub(crate) fn name(&mut self, forms: &[(String, String)]) -> u32 {
        let mut row: Vec<(u32, u32)> = Vec::with_capacity(forms.len());
        for (code, text) in forms {
            let pair = (self.text(code), self.text(text));
            row.push(pair);
        }
        if row.is_empty() {
            return 0;
        }
        if let Some(number) = self.name_numbers.get(&row) {
            return *number;
        }
        let number = self.names.names.len() as u32;
        self.names.names.push(row.clone());
        self.name_numbers.insert(row, number);
        number
    }

    pub(crate) fn build(self) -> Names {
        self.names
    }
}
