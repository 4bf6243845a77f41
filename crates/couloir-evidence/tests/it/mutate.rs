//! Texts made from texts: pieces of real reports cut, joined, doubled and damaged, from a seed.

use couloir_evidence::read::{self, Context, Form, Language, Note, wire};

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// The texts of the tests, as they are in the sources.
pub(crate) fn corpus() -> Vec<Vec<u8>> {
    let texts: &[&str] = &[
        include_str!("../texts/fr-a.txt"),
        include_str!("../texts/fr-d.txt"),
        include_str!("../texts/fr-f.txt"),
        include_str!("../texts/en-c.txt"),
        include_str!("../texts/en-b.txt"),
        include_str!("../texts/ar-b.txt"),
        include_str!("../texts/mix-a.txt"),
        "«\"“»;:—–-+~°²\u{200f}\u{202f}\u{a0}1.000.000,5 % ٣٬٤٠٠٫٥ ١٢٣۴۵ 06 12 34 56 78",
        "mille millions de mille milliers de dizaines de milliers entre 3 et 2 et 1 à 0",
        "one two three and four and a half a dozen thousand million in three out of two",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The `number`-th text of `seed`.
pub(crate) fn mutated(corpus: &[Vec<u8>], seed: u64, number: u64) -> Vec<u8> {
    let mut random = Random::new(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ number.wrapping_mul(0x9E37_79B9));
    let mut text = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(12) {
        let at = random.below(text.len() + 1);
        let length = random.below(60).min(text.len() - at);
        match random.below(9) {
            0 => drop(text.drain(at..at + length)),
            1 => {
                let piece = text[at..at + length].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, piece);
            }
            2 => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len());
                let piece = other[from..(from + random.below(80)).min(other.len())].to_vec();
                text.splice(at..at, piece);
            }
            3 => text.insert(at, random.below(256) as u8),
            4 if at < text.len() => text[at] ^= 1 << random.below(8),
            5 => text.splice(at..at, random.below(1_000_000_000).to_string().into_bytes()).for_each(drop),
            6 => text.retain(|&byte| byte != b'\n' || !number.is_multiple_of(3)),
            7 => {
                const MARKS: &[&str] = &[
                    "\n", ". ", ": ", "«", "\"", "; ", " - ", "(", "12", " à ", " and ", "و", "dont ", "not ", "%",
                    "\u{202e}", "0", "/", "h",
                ];
                text.splice(at..at, MARKS[random.below(MARKS.len())].bytes()).for_each(drop);
            }
            _ => text.truncate(at.max(1)),
        }
    }
    text
}

/// Reads a text in several ways and holds what must always be true.
pub(crate) fn check(bytes: &[u8]) -> Result<(), String> {
    for (language, form) in [
        (None, None),
        (Some(Language::Fr), Some(Form::Sms)),
        (Some(Language::En), Some(Form::Sitrep)),
        (Some(Language::Ar), Some(Form::Agency)),
    ] {
        let context = Context {
            published: "2024-02-29".parse().map_err(|fault| format!("{fault}"))?,
            language,
            mixed: form == Some(Form::Sms),
            form,
            outlet: None,
        };
        let (text, reading) = read::reading_of_bytes(bytes, &context);
        let characters: Vec<char> = text.chars().collect();
        let words = |start: usize, end: usize| characters.get(start..end).map(|piece| piece.iter().collect::<String>());
        for (index, claim) in reading.claims.iter().enumerate() {
            if words(claim.span.start, claim.span.end).as_deref() != Some(&claim.quote) || claim.quote.is_empty() {
                return Err(format!("the quote of claim {index} does not stand at its offsets"));
            }
            if claim.part_of.is_some_and(|other| other >= index && other >= reading.claims.len())
                || claim.same_as.is_some_and(|other| other >= reading.claims.len())
            {
                return Err(format!("claim {index} names a claim that is not there"));
            }
            if let Some(quantity) = &claim.quantity {
                let inside = claim.span.start <= quantity.span.start && quantity.span.end <= claim.span.end;
                if !inside || words(quantity.span.start, quantity.span.end).as_deref() != Some(&quantity.wording) {
                    return Err(format!("the wording of claim {index} does not stand at its offsets"));
                }
                let best = quantity.best.unwrap_or(quantity.low);
                let ordered = 0.0 <= quantity.low
                    && quantity.low <= best + 1e-9
                    && quantity.high.is_none_or(|high| best <= high + 1e-9);
                if !ordered || !quantity.low.is_finite() {
                    return Err(format!("low, best and high of claim {index} are out of order: {quantity:?}"));
                }
            }
            if claim.attribution == couloir_evidence::read::claim::Attribution::Outlet && !claim.speaker.is_outlet() {
                return Err(format!("claim {index} of the outlet has a speaker"));
            }
        }
        for finding in &reading.findings {
            if finding.span.start >= finding.span.end || finding.span.end > characters.len() {
                return Err("a finding lies outside the text".into());
            }
        }
        if std::str::from_utf8(bytes).is_err() && !reading.findings.iter().any(|finding| finding.note == Note::NotUtf8)
        {
            return Err("bytes that are not UTF-8 went without a finding".into());
        }
        let page = read::view::html("t", &text, &reading, read::view::Answers::Save("t"));
        if page.matches("<li id=").count() != reading.claims.len() {
            return Err("the page lists other claims than were read".into());
        }
        let lines = wire::json_lines("t", &reading.claims);
        if lines.lines().count() != reading.claims.len()
            || lines.lines().any(|line| serde_json::from_str::<serde_json::Value>(line).is_err())
        {
            return Err("the claims are not JSON Lines".into());
        }
        let _ = read::view::terminal(&text, &reading, true);
        if read::reading_of_bytes(bytes, &context).1 != reading {
            return Err("the same text was read in two ways".into());
        }
    }
    Ok(())
}
