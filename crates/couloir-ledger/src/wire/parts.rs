//! Bytes as numbered lines of text, for QR symbols and whatever else carries a line: capitals, digits and colons alone, which a
//! QR symbol writes compactly (ISO/IEC 18004, alphanumeric mode).
//!
//! `COULOIR:PART:1:2:5:MFRGGZDF:…` is part 2 of 5 of the bytes whose digest begins so; the rest is base 32 (RFC 4648, without
//! padding). Parts come in any order and as often as they like; parts of other bytes are told apart by the digest.

use crate::envelope::digest;
use std::collections::BTreeMap;

/// What each line begins with.
const HEAD: &str = "COULOIR:PART:1:";

/// The most parts of one text: more than anybody scans by hand.
pub const PARTS_MAX: usize = 99;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What came of reading lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    /// Whole texts, in order of their digests.
    pub whole: Vec<Vec<u8>>,
    /// Of texts that are not whole: which parts are missing, of how many.
    pub missing: Vec<(Vec<usize>, usize)>,
    /// Lines that are no parts, by their numbers from 1, with what is wrong.
    pub faults: Vec<(usize, NotAPart)>,
}

/// Why a line is no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPart {
    /// It does not begin like one.
    #[error("it does not begin with `COULOIR:PART:1:`")]
    Head,
    /// Its numbers make no sense.
    #[error("it does not say which part of how many it is")]
    Numbers,
    /// A character was misread.
    #[error("it holds a character that no part holds")]
    Letters,
    /// Two different parts of one number.
    #[error("it contradicts an earlier line of the same number")]
    Contradiction,
    /// All parts are here and do not give the bytes that they should.
    #[error("the parts are complete and one of them was misread")]
    Digest,
}

/// The parts of one text by number, each with its line and its bytes.
type Parts = BTreeMap<usize, (usize, Vec<u8>)>;

/// `bytes` in parts of at most `length` bytes each; nothing when that would take more than [`PARTS_MAX`].
#[must_use]
pub fn split(bytes: &[u8], length: usize) -> Option<Vec<String>> {
    let chunks: Vec<&[u8]> = bytes.chunks(length.max(1)).collect();
    let mark = mark(bytes);
    let total = chunks.len();
    let line = |(number, chunk): (usize, &&[u8])| format!("{HEAD}{number}:{total}:{mark}:{}", encoded(chunk));
    (total <= PARTS_MAX).then(|| (1..).zip(&chunks).map(line).collect())
}

/// The bytes in `lines`; empty lines are passed over.
#[must_use]
pub fn join(lines: &str) -> Joined {
    let mut joined = Joined::default();
    let mut texts: BTreeMap<(String, usize), Parts> = BTreeMap::new();
    for (at, line) in (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match part(line.trim()) {
            Ok((mark, number, total, bytes)) => {
                let parts = texts.entry((mark, total)).or_default();
                if parts.get(&number).is_some_and(|(_, held)| *held != bytes) {
                    joined.faults.push((at, NotAPart::Contradiction));
                } else {
                    parts.insert(number, (at, bytes));
                }
            }
            Err(fault) => joined.faults.push((at, fault)),
        }
    }
    for ((expected, total), parts) in texts {
        let missing: Vec<usize> = (1..=total).filter(|number| !parts.contains_key(number)).collect();
        let bytes: Vec<u8> = parts.values().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        if !missing.is_empty() {
            joined.missing.push((missing, total));
        } else if mark(&bytes) == expected {
            joined.whole.push(bytes);
        } else {
            joined.faults.push((parts.values().next().map_or(0, |(at, _)| *at), NotAPart::Digest));
        }
    }
    joined
}

fn part(line: &str) -> Result<(String, usize, usize, Vec<u8>), NotAPart> {
    let line = line.to_ascii_uppercase();
    let rest = line.strip_prefix(HEAD).ok_or(NotAPart::Head)?;
    let fields: Vec<&str> = rest.split(':').collect();
    let [number, total, mark, content] = fields[..] else { return Err(NotAPart::Numbers) };
    let (number, total) = number.parse().ok().zip(total.parse().ok()).ok_or(NotAPart::Numbers)?;
    if number == 0 || total < number || PARTS_MAX < total {
        return Err(NotAPart::Numbers);
    }
    Ok((mark.to_owned(), number, total, decoded(content).ok_or(NotAPart::Letters)?))
}

/// The first 40 bits of the digest.
fn mark(bytes: &[u8]) -> String {
    encoded(&digest(b"couloir/1/parts\0", bytes)[..5])
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let bits = (0..5).fold(0_u64, |bits, at| bits << 8 | u64::from(chunk.get(at).copied().unwrap_or(0)));
        let letters = (chunk.len() * 8).div_ceil(5);
        text.extend((0..letters).map(|at| char::from(ALPHABET[(bits >> (35 - 5 * at) & 31) as usize])));
    }
    text
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    for chunk in text.as_bytes().chunks(8) {
        let mut bits = 0_u64;
        for at in 0..8 {
            let letter = chunk.get(at).map_or(Some(0), |letter| ALPHABET.iter().position(|known| known == letter))?;
            bits = bits << 5 | letter as u64;
        }
        let length = chunk.len() * 5 / 8;
        // Letters that stand for no whole byte, and bits that stand for nothing, are a misread line.
        if (length * 8).div_ceil(5) != chunk.len() || bits & ((1 << (40 - 8 * length)) - 1) != 0 {
            return None;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[3..3 + length]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_those_of_the_standard() {
        // RFC 4648, section 10.
        for (plain, letters) in
            [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(encoded(plain.as_bytes()), letters);
            assert_eq!(decoded(letters).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(decoded("MZ1"), None);
        assert_eq!(decoded("A"), None);
        assert_eq!(decoded("MZ"), None);
    }

    #[test]
    fn a_missing_part_is_named_and_a_misread_one_is_found() {
        let lines = split(b"three hundred and forty people", 8).unwrap();
        let joined = join(&[&lines[3], &lines[0]].map(String::as_str).join("\n"));
        assert_eq!(joined.missing, [(vec![2, 3], 4)]);
        let mut wrong = lines.clone();
        let last = wrong[1].pop().unwrap();
        wrong[1].push(if last == 'A' { 'I' } else { 'A' });
        let joined = join(&wrong.join("\n"));
        assert!(joined.whole.is_empty());
        assert_eq!(joined.faults.len(), 1);
        assert_eq!(join("hello").faults, [(1, NotAPart::Head)]);
    }

    proptest! {
        #[test]
        fn whatever_is_split_is_joined_in_any_order_and_however_often(
            bytes in proptest::collection::vec(any::<u8>(), 1..400), length in 8..100usize, turn in 0..50usize,
        ) {
            let mut lines = split(&bytes, length).unwrap();
            let turns = turn % lines.len();
            lines.rotate_left(turns);
            lines.push(lines[0].to_lowercase());
            let joined = join(&lines.join("\r\n\n"));
            prop_assert_eq!(joined.whole, vec![bytes]);
            prop_assert!(joined.missing.is_empty() && joined.faults.is_empty());
        }

        #[test]
        fn no_line_is_a_panic(text in "(COULOIR:PART:1:)?[0-9]{0,3}:?[0-9]{0,3}:?[A-Z2-7]{0,9}:?\\PC{0,20}") {
            let _ = join(&text);
        }
    }
}
