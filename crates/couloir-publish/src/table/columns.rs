//! Text in columns on a terminal, at most [`WIDTH`] wide, whatever the script.

use crate::names::shortened;
use unicode_width::UnicodeWidthChar;

/// The widest line.
pub(super) const WIDTH: usize = 100;

/// Between two columns.
const GAP: usize = 2;

/// The narrowest that a column of names is made.
const NAME_MIN: usize = 8;

/// Which side of its column a cell stands on, and whether it may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// A name that tells the rows apart: as [`Column::Name`], but cut only when those cannot give any more.
    Key,
    /// A name: from the start of the line, cut with `…` when there is no room.
    Name,
    /// A time or another text that is never cut.
    Text,
    /// A number: to the end of its column, never cut.
    Number,
}

/// The columns that `text` takes: letter by letter, as terminals advance. The width of a whole string would count an Arabic
/// ligature once, which no terminal of columns does.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

/// Rows under a head with a rule between them, each line `indent` from the edge.
pub(super) fn columns(indent: usize, kinds: &[Column], head: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let mut widths: Vec<usize> = (0..kinds.len())
        .map(|column| rows.iter().map(|row| width(&row[column])).chain([width(head[column])]).max().unwrap_or(0))
        .collect();
    fit(&mut widths, kinds, WIDTH - indent);
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded = cells.zip(&widths).zip(kinds).map(|((cell, width), kind)| pad(cell, *width, *kind));
        let line = format!("{}{}", " ".repeat(indent), padded.collect::<Vec<_>>().join(&" ".repeat(GAP)));
        line.trim_end().to_owned()
    };
    let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut lines = vec![line(&mut head.iter().copied()), line(&mut rules.iter().map(String::as_str))];
    lines.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    lines
}

/// `name`, then `text` wrapped beside it.
pub(super) fn entry(name: &str, name_width: usize, text: &str) -> Vec<String> {
    let wrapped = wrap(text, WIDTH - name_width - 2 * GAP);
    let beside = wrapped.iter().enumerate().map(|(index, part)| {
        let name = if index == 0 { name } else { "" };
        format!("{}{}{}{part}", " ".repeat(GAP), pad(name, name_width, Column::Name), " ".repeat(GAP))
    });
    beside.collect()
}

/// `- text`, wrapped.
pub(super) fn item(text: &str) -> Vec<String> {
    let wrapped = wrap(text, WIDTH - 4);
    wrapped
        .iter()
        .enumerate()
        .map(|(index, part)| format!("{}{part}", if index == 0 { "  - " } else { "    " }))
        .collect()
}

/// Makes the widest columns of names narrower, one step at a time, until the line fits or none can give any more.
fn fit(widths: &mut [usize], kinds: &[Column], room: usize) {
    let gaps = GAP * kinds.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let widest = |wanted: Column, widths: &[usize]| {
            let columns = (0..kinds.len()).filter(|column| kinds[*column] == wanted && widths[*column] > NAME_MIN);
            columns.max_by_key(|column| widths[*column])
        };
        match widest(Column::Name, widths).or_else(|| widest(Column::Key, widths)) {
            Some(column) => widths[column] -= 1,
            None => return,
        }
    }
}

fn pad(cell: &str, width: usize, kind: Column) -> String {
    let cut = if matches!(kind, Column::Key | Column::Name) { cut(cell, width) } else { cell.to_owned() };
    let space = " ".repeat(width.saturating_sub(self::width(&cut)));
    if kind == Column::Number { format!("{space}{cut}") } else { format!("{cut}{space}") }
}

/// The text in at most `width` columns of the terminal.
pub(super) fn cut(text: &str, width: usize) -> String {
    shortened(text, |text| self::width(text) <= width)
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && self::width(line) + 1 + self::width(word) > width {
            lines.push(cut(word, width));
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&cut(word, width));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_marks_and_wide_letters_are_measured_as_a_terminal_shows_them() {
        assert_eq!(width(&cut("مدرسة الزهراء الابتدائية", 10)), 10);
        assert_eq!(cut("体育馆体育馆", 7), "体育馆…");
        assert_eq!(cut("École", 5), "École");
    }

    #[test]
    fn a_line_never_passes_the_edge_while_names_can_give() {
        let rows = vec![vec!["n".repeat(80), "06:40–07:20".to_owned(), "m".repeat(60), "1,200".to_owned()]];
        let kinds = [Column::Name, Column::Text, Column::Name, Column::Number];
        for line in columns(2, &kinds, &["a", "b", "c", "d"], &rows) {
            assert!(width(&line) <= WIDTH, "{line}");
        }
    }
}
