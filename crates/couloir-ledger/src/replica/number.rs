//! Numbers in free words that may be of a person: of a telephone, or of a document.
//!
//! People write such numbers with blanks, dots, dashes and brackets between their digits, in whatever digits their script has. They also
//! write dates, times and rows of counts, which are none. What tells them apart is how a number begins and how it is cut.

/// From so many digits on a number may be of a person: telephone numbers have seven at least (ITU-T E.164 allows fifteen).
const DIGITS_OF_PERSON: usize = 7;

/// The years that are read as such in a date.
const YEARS: std::ops::Range<u32> = 1900..2200;

/// The noughts of the decimal digits that are written where people flee, and of full-width ones: nine digits follow on each (Unicode,
/// general category Nd).
const NOUGHTS: [char; 14] = [
    '0', '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{BE6}', '\u{E50}', '\u{1040}',
    '\u{1090}', '\u{17E0}', '\u{FF10}',
];

/// What stands between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Blanks and brackets alone.
    Blank,
    /// A full stop.
    Dot,
    /// A dash, of whatever length.
    Dash,
    /// A slash.
    Slash,
}

/// Digits without anything between them, and what stands before them.
#[derive(Debug, Clone, Copy)]
struct Group {
    digits: usize,
    /// What they come to, as far as it matters: saturated.
    value: u32,
    /// They begin as telephone numbers do: with a plus, a bracket or a nought.
    begins: bool,
    before: Gap,
}

/// True for words with a number so long that it may be of a person, as people write it.
pub(super) fn holds_number(words: &str) -> bool {
    runs(words).iter().any(|run| is_long(run) || without_dates(run).iter().any(|part| is_of_person(part)))
}

/// Runs of groups of digits with nothing between them but what people put into one number.
fn runs(words: &str) -> Vec<Vec<Group>> {
    let (mut runs, mut run): (Vec<Vec<Group>>, Vec<Group>) = (Vec::new(), Vec::new());
    // What stands between the last digit and the next, and whether a number begins there.
    let (mut gap, mut begins) = (None, false);
    for letter in words.chars().filter(|letter| !is_unseen(*letter)) {
        if letter.is_numeric() {
            let nought = NOUGHTS.iter().find(|nought| (**nought..).take(10).any(|digit| digit == letter));
            let value = nought.map_or(1, |nought| letter as u32 - *nought as u32);
            match run.last_mut().filter(|_| gap.is_none()) {
                Some(group) => {
                    group.digits += 1;
                    group.value = group.value.saturating_mul(10).saturating_add(value);
                }
                None => run.push(Group {
                    digits: 1,
                    value,
                    begins: begins || value == 0,
                    before: gap.unwrap_or(Gap::Blank),
                }),
            }
            (gap, begins) = (None, false);
        } else if let Some(between) = between(letter) {
            let stronger = gap.filter(|held| *held != Gap::Blank);
            gap = Some(stronger.unwrap_or(between));
            begins |= letter == '(';
        } else {
            runs.push(std::mem::take(&mut run));
            (gap, begins) = (None, letter == '+' || letter == '\u{FF0B}');
        }
    }
    runs.push(run);
    runs
}

/// Marks of direction and joiners, which nobody sees: they stand in Arabic texts, and between digits that were copied from a telephone.
const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// What `letter` is between two groups of digits of one number; nothing for what ends a number.
const fn between(letter: char) -> Option<Gap> {
    match letter {
        '(' | ')' => Some(Gap::Blank),
        '.' | '\u{B7}' | '\u{2022}' | '\u{2024}' => Some(Gap::Dot),
        '/' | '\u{2044}' | '\u{2215}' => Some(Gap::Slash),
        // Hyphens, dashes, minus signs and the long vowel of Japanese, as Unicode's category Pd lists them and people mistake them.
        '-'
        | '_'
        | '~'
        | '\u{58A}'
        | '\u{5BE}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{207B}'
        | '\u{208B}'
        | '\u{2212}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{301C}'
        | '\u{30FC}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}' => Some(Gap::Dash),
        _ if letter.is_whitespace() => Some(Gap::Blank),
        _ => None,
    }
}

/// Digits in one piece.
fn is_long(run: &[Group]) -> bool {
    run.iter().any(|group| DIGITS_OF_PERSON <= group.digits)
}

/// What is left of a run where its dates are cut out: `2026-11-23`, `23.11.2026`.
fn without_dates(run: &[Group]) -> Vec<&[Group]> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while at + 3 <= run.len() {
        let is_bounded = run.get(at + 3).is_none_or(|next| next.before == Gap::Blank);
        if is_bounded && (at == from || run[at].before == Gap::Blank) && is_date(&run[at..at + 3]) {
            parts.push(&run[from..at]);
            (from, at) = (at + 3, at + 3);
        } else {
            at += 1;
        }
    }
    parts.push(&run[from..]);
    parts
}

fn is_date(groups: &[Group]) -> bool {
    let is_day = |group: &Group| group.digits <= 2 && (1..=31).contains(&group.value);
    let is_year = |group: &Group| group.digits == 4 && YEARS.contains(&group.value);
    let [first, middle, last] = groups else { return false };
    let is_one = middle.before != Gap::Blank && middle.before == last.before;
    is_one && is_day(middle) && (is_year(first) && is_day(last) || is_day(first) && is_year(last))
}

/// True where groups make one number that may be of a person. Blanks join groups only where it begins like a telephone number, for
/// counts stand beside each other too: `counted 120 130 150`. Dots and dashes join three groups or more; two are a range.
fn is_of_person(run: &[Group]) -> bool {
    let digits = |groups: &[Group]| groups.iter().map(|group| group.digits).sum::<usize>();
    // A nought by itself is a count.
    let begins = |group: &Group| group.begins && 1 < group.digits;
    let telephone = run.iter().position(begins).map(|first| &run[first..]);
    let is_telephone = telephone.is_some_and(|groups| DIGITS_OF_PERSON <= digits(groups));
    let mut chunks = run.chunk_by(|_, next| matches!(next.before, Gap::Dot | Gap::Dash));
    is_telephone || chunks.any(|groups| 3 <= groups.len() && DIGITS_OF_PERSON <= digits(groups))
}

#[cfg(test)]
mod tests {
    use super::holds_number;

    #[test]
    fn a_number_of_a_person_is_seen_however_it_is_written() {
        for number in [
            "call +33 6 12 34 56 78",
            "0612345678",
            "06-12-34-56-78",
            "06.12.34.56.78",
            "(071) 234 56 78",
            "card 19840231",
            "٠٦١٢٣٤٥٦٧٨",
            "٠٦-١٢-٣٤-٥٦-٧٨",
            "۰۹۱۲ ۳۴۵ ۶۷۸۹",
            "٠٦\u{a0}١٢\u{a0}٣٤\u{a0}٥٦",
            "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78",
            "06\u{202f}12\u{202f}34\u{202f}56\u{202f}78",
            "06\u{2009}12\u{2009}34\u{2009}56",
            "06\u{2013}12\u{2013}34\u{2013}56\u{2013}78",
            "06\u{2011}12\u{2010}34\u{2212}56\u{2014}78",
            "06 - 12 - 34 - 56",
            "\u{202a}+33\u{202c} 6 12 34 56 78",
            "061\u{200b}23\u{200d}45678",
            "555-123-4567",
            "71.234.56.78",
            "12 people, call 0612 345 678",
            "on 2026-11-23 by 06 12 34 56",
            "06-12-2034-5678",
            "0 (612) 345-678",
        ] {
            assert!(holds_number(number), "{number}");
        }
    }

    #[test]
    fn counts_dates_and_times_are_no_number_of_a_person() {
        for none in [
            "counted again",
            "counted 120 130 150",
            "counted 12 18 20 17",
            "١٢٠ ١٣٠ ١٥٠",
            "counted 120\u{a0}130\u{a0}150",
            "120/130/150",
            "1200\u{2013}1300 people",
            "0 120 130 150",
            "2026-11-23T14:05Z",
            "of 2026-11-23 14:05, not 15:05",
            "of 02-11-2026 14:05",
            "02.11.2026",
            "02/11/2026 120 130 150",
            "2026\u{2011}11\u{2011}23",
            "٢٠٢٦-١١-٢٣ 14:05",
            "41 and not 40",
            "see 3f9a12cd",
            "bus 7/2, not 7/3",
        ] {
            assert!(!holds_number(none), "{none}");
        }
    }
}
