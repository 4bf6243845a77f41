//! From text to tokens: words, runs of digits, single marks and line ends, each with its place in the text.
//!
//! Offsets are counted twice: in bytes, to slice the text, and in Unicode scalar values, as the claims give them.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Digits,
    Mark(char),
    Break,
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Glued,
    /// Exactly one blank.
    Blank(char),
    Wide,
}

/// One token of the text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) gap: Gap,
    /// Bytes `start..end` of the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Scalar values `from..to` of the text.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Lower case without accents, vowel signs and elongation; digits of any script as ASCII.
    pub(crate) fold: String,
    /// The first letter is a capital.
    pub(crate) capital: bool,
    /// Two letters or more, all capitals.
    pub(crate) shouted: bool,
}

impl Token {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.fold == word
    }

    pub(crate) fn mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(crate) fn word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(crate) fn digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    pub(crate) fn glued(&self) -> bool {
        self.gap == Gap::Glued
    }

    pub(crate) fn arabic(&self) -> bool {
        self.fold.chars().next().is_some_and(|letter| ('\u{0600}'..'\u{0700}').contains(&letter))
    }
}

/// French words that lose their vowel before another: the apostrophe belongs to them.
const ELIDED: &[&str] = &["d", "l", "n", "s", "j", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"];

/// Splits `text`. Every character but blanks ends up in exactly one token.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut characters = text.char_indices().enumerate().peekable();
    let mut blanks = 0usize;
    let mut blank = ' ';
    while let Some((from, (start, character))) = characters.next() {
        if character != '\n' && (character.is_whitespace() || invisible(character)) {
            // An invisible mark of direction parts nothing.
            blanks += usize::from(!invisible(character));
            blank = character;
            continue;
        }
        let gap = match blanks {
            0 => Gap::Glued,
            1 => Gap::Blank(blank),
            _ => Gap::Wide,
        };
        blanks = 0;
        let (mut end, mut to) = (start + character.len_utf8(), from + 1);
        let mut fold = String::new();
        let mut letters = 0usize;
        let mut capitals = 0usize;
        let kind = if digit(character).is_some() {
            fold.extend(digit(character));
            while let Some(&(index, (at, next))) = characters.peek() {
                let Some(value) = digit(next) else { break };
                fold.push(value);
                (end, to) = (at + next.len_utf8(), index + 1);
                characters.next();
            }
            Kind::Digits
        } else if character.is_alphabetic() || accent(character) {
            fold_into(character, &mut fold);
            letters += 1;
            capitals += usize::from(character.is_uppercase());
            while let Some(&(index, (at, next))) = characters.peek() {
                if next.is_alphabetic() || accent(next) {
                    fold_into(next, &mut fold);
                    letters += 1;
                    capitals += usize::from(next.is_uppercase());
                } else if matches!(next, '\'' | '’') && ELIDED.contains(&fold.as_str()) {
                    fold.push('\'');
                    (end, to) = (at + next.len_utf8(), index + 1);
                    characters.next();
                    break;
                } else if matches!(next, '\'' | '’')
                    && (matches!(fold.as_str(), "aujourd" | "presqu")
                        || fold.ends_with('n') && not_contracted(characters.clone()))
                {
                    // *aujourd'hui*, *can't*
                    fold.push('\'');
                } else {
                    break;
                }
                (end, to) = (at + next.len_utf8(), index + 1);
                characters.next();
            }
            Kind::Word
        } else if character == '\n' {
            Kind::Break
        } else {
            Kind::Mark(plain_mark(character))
        };
        tokens.push(Token {
            kind,
            gap,
            start,
            end,
            from,
            to,
            fold,
            capital: character.is_uppercase(),
            shouted: letters > 1 && capitals == letters,
        });
    }
    tokens
}

/// After the apostrophe stands a lone `t`: *can't*, *didn't*.
fn not_contracted(mut rest: impl Iterator<Item = (usize, (usize, char))>) -> bool {
    let apostrophe = rest.next();
    let (t, after) = (rest.next(), rest.next());
    apostrophe.is_some()
        && t.is_some_and(|(_, (_, letter))| matches!(letter, 't' | 'T'))
        && after.is_none_or(|(_, (_, letter))| !letter.is_alphanumeric())
}

/// The ASCII digit of a decimal digit of one of the scripts that reports are written in.
fn digit(character: char) -> Option<char> {
    const ZEROS: [char; 5] = ['0', '\u{0660}', '\u{06F0}', '\u{0966}', '\u{FF10}'];
    let zero = ZEROS
        .into_iter()
        .find(|&zero| (zero..=char::from_u32(zero as u32 + 9).unwrap_or(zero)).contains(&character))?;
    char::from_digit(character as u32 - zero as u32, 10)
}

/// Marks of direction and joiners, which are not seen.
fn invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// A combining mark: part of the word, and not of its folded form.
fn accent(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}')
}

/// One mark for the kinds of dash, apostrophe and quotation mark.
fn plain_mark(character: char) -> char {
    match character {
        '‐' | '‑' | '−' => '-',
        '–' | '—' | '―' => '–',
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' | '„' => '"',
        '٪' => '%',
        '؛' => ';',
        '،' => ',',
        '؟' => '?',
        '…' => '.',
        other => other,
    }
}

fn fold_into(character: char, fold: &mut String) {
    if accent(character) {
        return;
    }
    match character {
        'a'..='z' => fold.push(character),
        'أ' | 'إ' | 'آ' | 'ٱ' => fold.push('ا'),
        'ى' => fold.push('ي'),
        'ة' => fold.push('ه'),
        _ => {
            for lower in character.to_lowercase() {
                match lower {
                    'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => fold.push('a'),
                    'ç' => fold.push('c'),
                    'é' | 'è' | 'ê' | 'ë' => fold.push('e'),
                    'î' | 'ï' | 'í' | 'ì' => fold.push('i'),
                    'ñ' => fold.push('n'),
                    'ô' | 'ö' | 'ó' | 'ò' | 'õ' => fold.push('o'),
                    'ù' | 'û' | 'ü' | 'ú' => fold.push('u'),
                    'ÿ' => fold.push('y'),
                    'œ' => fold.push_str("oe"),
                    'æ' => fold.push_str("ae"),
                    lower if accent(lower) => {}
                    lower => fold.push(lower),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(text: &str) -> Vec<String> {
        tokenize(text).into_iter().map(|token| token.fold).filter(|fold| !fold.is_empty()).collect()
    }

    #[test]
    fn words_lose_accents_and_keep_their_apostrophe() {
        assert_eq!(folds("L’évacuation aujourd'hui d'Œuvres"), ["l'", "evacuation", "aujourd'hui", "d'", "oeuvres"]);
    }

    #[test]
    fn digits_of_any_script_are_the_same_digits() {
        assert_eq!(folds("١٬٢٠٠ 45 ۷"), ["1", "200", "45", "7"]);
    }

    #[test]
    fn offsets_are_counted_in_scalar_values() {
        let tokens = tokenize("é٣ 7");
        assert_eq!((tokens[2].from, tokens[2].to), (3, 4));
        assert_eq!(&"é٣ 7"[tokens[2].start..tokens[2].end], "7");
    }
}
