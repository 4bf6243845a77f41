//! Counts as a line of text, for SMS and radio: `D C17 P3 M12 F31 E44 W2 S1 #08K`.
//!
//! A line is an act, fields of one letter with its value, and at the end the sender's counter with a check character. Every
//! letter stands in `docs/field.md`. Small letters, any spaces and Eastern digits are taken as they come. The check character
//! is ISO/IEC 7064 MOD 37,36 over all letters and digits before it: it finds every character that was misheard, and all but
//! a few exchanges of neighbours.

use crate::count::{HeadCount, Line, NotACount};
use crate::event::{Asked, Event, Method, Place, Reason, Ride, Stop, What};
use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::People;
use std::collections::BTreeMap;
use std::fmt;

mod codes;

pub use codes::Codes;

/// The longest line that is looked at: three short messages of the GSM alphabet.
pub const LINE_CHARS_MAX: usize = 480;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// `H`: so many are at a place.
    HeadCount,
    /// `B`: people got on.
    Boarded,
    /// `D`: a vehicle left.
    Departed,
    /// `K`: a vehicle passed a checkpoint.
    Passed,
    /// `A`: a vehicle came.
    Arrived,
    /// `U`: people got off.
    Alighted,
    /// `XB`, `XD`, `XH`, `XL`, `XC`: born, died, to hospital, left on their own, came on their own.
    Otherwise(Reason),
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    /// What happened.
    pub act: Act,
    /// `C`: the vehicle's code.
    pub vehicle: Option<String>,
    /// `P`: the place's code.
    pub place: Option<String>,
    /// `T`: which of the vehicle's trips.
    pub trip: Option<u32>,
    /// `Z`: which part of the boarding or unloading.
    pub part: Option<u32>,
    /// `O`: when, hours and minutes of the day, UTC.
    pub at: Option<(u8, u8)>,
    /// How many.
    pub count: Option<HeadCount>,
    /// `J`: judged by eye.
    pub is_estimated: bool,
    /// `R`: the sender's earlier message that this one replaces.
    pub replaces: Option<u8>,
    /// The sender's counter, from 00 to 99 and again from 00.
    pub counter: u8,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing stands there.
    #[error("the line is empty")]
    Empty,
    /// Too long.
    #[error("the line has more than {LINE_CHARS_MAX} characters")]
    Long,
    /// The end is no counter with a check character.
    #[error("it does not end with `#`, two digits and a check character, such as `#08K`")]
    Counter,
    /// Something was misheard or mistyped.
    #[error("the check character does not fit: something was misread, or it should be `{0}`")]
    Check(char),
    /// The first word is no act.
    #[error("the first word says what happened, and is none of H, B, D, K, A, U, XB, XD, XH, XL, XC: `{0}`")]
    Act(String),
    /// A word that begins with no letter of a field.
    #[error("no field begins so: `{0}`")]
    Field(String),
    /// A field whose value is none.
    #[error("the field {0} has no such value: `{1}`")]
    Value(char, String),
    /// A field that stands there twice.
    #[error("the field {0} stands there twice")]
    Twice(char),
    /// A field without which the act makes no sense.
    #[error("the field {0} is missing: {1}")]
    Missing(char, &'static str),
    /// The numbers contradict each other.
    #[error(transparent)]
    Count(#[from] NotACount),
    /// A code that is not in the list of codes.
    #[error("no {0} has this code: `{1}`")]
    Code(&'static str, String),
}

/// The letters of numbers, with what each counts.
pub const COUNTS: [(char, Line); 11] = [
    ('N', Line::Total),
    ('M', Line::Men),
    ('F', Line::Women),
    ('E', Line::Children),
    ('I', Line::Infants),
    ('L', Line::Unaccompanied),
    ('G', Line::Elderly),
    ('W', Line::Wheelchair),
    ('S', Line::Stretcher),
    ('Q', Line::Pregnant),
    ('Y', Line::Staff),
];

/// Acts and the word for each.
const ACTS: [(&str, Act); 11] = [
    ("H", Act::HeadCount),
    ("B", Act::Boarded),
    ("D", Act::Departed),
    ("K", Act::Passed),
    ("A", Act::Arrived),
    ("U", Act::Alighted),
    ("XB", Act::Otherwise(Reason::Born)),
    ("XD", Act::Otherwise(Reason::Died)),
    ("XH", Act::Otherwise(Reason::Hospital)),
    ("XL", Act::Otherwise(Reason::LeftOnTheirOwn)),
    ("XC", Act::Otherwise(Reason::CameOnTheirOwn)),
];

/// The longest code of a vehicle or place.
const CODE_CHARS_MAX: usize = 8;

/// Reads a line.
///
/// # Errors
///
/// Every [`Fault`] at once. Where the check character does not fit, that one alone: what else is wrong follows from it.
pub fn parse(line: &str) -> Result<Message, Vec<Fault>> {
    if LINE_CHARS_MAX < line.chars().count() {
        return Err(vec![Fault::Long]);
    }
    let line = regular(line);
    if line.is_empty() {
        return Err(vec![Fault::Empty]);
    }
    let (body, counter) = closed(&line).map_err(|fault| vec![fault])?;
    let mut words = body.split(' ').filter(|word| !word.is_empty());
    let mut faults = Vec::new();
    let first = words.next().unwrap_or_default();
    let act = ACTS.into_iter().find(|(word, _)| *word == first).map(|(_, act)| act);
    if act.is_none() {
        faults.push(Fault::Act(first.to_owned()));
    }
    let mut fields: BTreeMap<char, &str> = BTreeMap::new();
    for word in words {
        let letter = word.chars().next().expect("a word is not empty");
        let value = &word[letter.len_utf8()..];
        let is_field = "CPTZOJR".contains(letter) || COUNTS.iter().any(|(known, _)| *known == letter);
        if !is_field {
            faults.push(Fault::Field(word.to_owned()));
        } else if fields.insert(letter, value).is_some() {
            faults.push(Fault::Twice(letter));
        }
    }
    let mut take = Take { fields, faults };
    let message = Message {
        act: act.unwrap_or(Act::HeadCount),
        vehicle: take.code('C'),
        place: take.code('P'),
        trip: take.number('T', 3),
        part: take.number('Z', 2),
        at: take.clock(),
        count: take.count(),
        is_estimated: take.flag('J'),
        replaces: take.number('R', 2).and_then(|number| u8::try_from(number).ok()),
        counter,
    };
    let mut faults = take.faults;
    if act.is_some() && faults.is_empty() {
        faults.extend(message.missing());
    }
    if faults.is_empty() { Ok(message) } else { Err(faults) }
}

/// Capitals, single spaces, ASCII digits.
fn regular(line: &str) -> String {
    let mut regular = String::with_capacity(line.len());
    for letter in line.chars() {
        let letter = match letter {
            // Eastern Arabic digits, and those of Persian and Urdu.
            '\u{660}'..='\u{669}' => char::from(b'0' + (letter as u32 - 0x660) as u8),
            '\u{6f0}'..='\u{6f9}' => char::from(b'0' + (letter as u32 - 0x6f0) as u8),
            // Marks of direction that telephones put in.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => continue,
            letter if letter.is_whitespace() || letter == ',' || letter == ';' => ' ',
            letter => letter.to_ascii_uppercase(),
        };
        if letter != ' ' || !(regular.is_empty() || regular.ends_with(' ')) {
            regular.push(letter);
        }
    }
    regular.truncate(regular.trim_end().len());
    regular
}

/// What stands before the `#`, and the counter, if the check character fits.
fn closed(line: &str) -> Result<(&str, u8), Fault> {
    let (body, end) = line.rsplit_once('#').ok_or(Fault::Counter)?;
    let end: Vec<char> = end.chars().filter(|letter| *letter != ' ').collect();
    let [tens, ones, check] = end[..] else { return Err(Fault::Counter) };
    let (Some(tens), Some(ones)) = (tens.to_digit(10), ones.to_digit(10)) else { return Err(Fault::Counter) };
    let counter = u8::try_from(tens * 10 + ones).expect("two digits");
    let expected = check_character(&format!("{body}{tens}{ones}"));
    if check == expected { Ok((body, counter)) } else { Err(Fault::Check(expected)) }
}

/// The check character of ISO/IEC 7064 MOD 37,36 over the letters and digits of `text`; everything else is passed over.
#[must_use]
pub fn check_character(text: &str) -> char {
    const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let values = text.bytes().filter_map(|byte| ALPHABET.iter().position(|known| *known == byte.to_ascii_uppercase()));
    let product = values.fold(36, |product, value| {
        let sum = (product + value) % 36;
        let sum = if sum == 0 { 36 } else { sum };
        sum * 2 % 37
    });
    char::from(ALPHABET[(37 - product) % 36])
}

/// Takes fields out, and collects what is wrong with them.
struct Take<'a> {
    fields: BTreeMap<char, &'a str>,
    faults: Vec<Fault>,
}

impl Take<'_> {
    fn value<T>(&mut self, letter: char, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = *self.fields.get(&letter)?;
        let read = read(value);
        if read.is_none() {
            self.faults.push(Fault::Value(letter, value.to_owned()));
        }
        read
    }

    fn code(&mut self, letter: char) -> Option<String> {
        self.value(letter, |value| {
            let is_code =
                (1..=CODE_CHARS_MAX).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
            is_code.then(|| value.to_owned())
        })
    }

    fn number(&mut self, letter: char, digits_max: usize) -> Option<u32> {
        self.value(letter, |value| digits(value, digits_max))
    }

    fn flag(&mut self, letter: char) -> bool {
        self.value(letter, |value| value.is_empty().then_some(())).is_some()
    }

    fn clock(&mut self) -> Option<(u8, u8)> {
        self.value('O', |value| {
            let number = if value.len() == 4 { digits(value, 4)? } else { return None };
            let (hour, minute) = (u8::try_from(number / 100).ok()?, u8::try_from(number % 100).ok()?);
            (hour < 24 && minute < 60).then_some((hour, minute))
        })
    }

    fn count(&mut self) -> Option<HeadCount> {
        let before = self.faults.len();
        let lines: Vec<_> =
            COUNTS.iter().filter_map(|(letter, line)| Some((*line, People(self.number(*letter, 6)?)))).collect();
        if lines.is_empty() || before < self.faults.len() {
            return None;
        }
        HeadCount::new(&lines).map_err(|fault| self.faults.push(fault.into())).ok()
    }
}

fn digits(value: &str, digits_max: usize) -> Option<u32> {
    let is_number = (1..=digits_max).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| value.parse().ok()).flatten()
}

impl Message {
    /// What the act cannot do without.
    fn missing(&self) -> Vec<Fault> {
        let mut missing = Vec::new();
        let is_of_vehicle = !matches!(self.act, Act::HeadCount | Act::Otherwise(_));
        if is_of_vehicle && self.vehicle.is_none() {
            missing.push(Fault::Missing('C', "which vehicle"));
        }
        if self.place.is_none() && (is_of_vehicle || self.vehicle.is_none()) {
            missing.push(Fault::Missing('P', "which place"));
        }
        let may_lack_count = matches!(self.act, Act::Departed | Act::Passed | Act::Arrived);
        if self.count.is_none() && !may_lack_count {
            missing.push(Fault::Missing('N', "how many, or M, F and E"));
        }
        missing
    }

    /// What happened, with the names that stand behind the codes.
    ///
    /// `received_at` is when the line came: the day of the time in it is the last on which it was so late.
    ///
    /// # Errors
    ///
    /// [`Fault::Code`] for codes that `codes` does not hold.
    pub fn event(&self, codes: &Codes, received_at: UnixSeconds) -> Result<Event, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut known = |fault: Fault, name: Option<Stop>| {
            if name.is_none() {
                faults.push(fault);
            }
            name
        };
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        let is_at_shelter = matches!(self.act, Act::Arrived | Act::Alighted);
        let stop = self
            .place
            .as_ref()
            .and_then(|place| known(Fault::Code("place", place.clone()), codes.place(place, is_at_shelter)));
        let ride = match self.vehicle.as_ref().map(|vehicle| codes.vehicle(vehicle)) {
            Some(Some(vehicle)) => Some(Ride { vehicle, trip: self.trip }),
            Some(None) => {
                faults.push(Fault::Code("vehicle", code(&self.vehicle)));
                None
            }
            None => None,
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let place = stop.clone().map(Place::Stop).or(ride.clone().map(Place::Vehicle));
        let what = self.what(stop, ride, place).ok_or_else(|| self.missing())?;
        let method = if self.is_estimated { Method::Estimated } else { Method::Counted };
        let occurred_at = self.at.map(|at| last_at(at, received_at));
        Ok(Event { occurred_at, post: None, method, what })
    }

    fn what(&self, stop: Option<Stop>, ride: Option<Ride>, place: Option<Place>) -> Option<What> {
        let (count, part) = (self.count, self.part.unwrap_or(1));
        Some(match self.act {
            Act::HeadCount => What::HeadCount { at: place?, count: count? },
            Act::Boarded => What::Boarded { at: stop?, ride: ride?, part, count: count? },
            Act::Departed => What::Departed { from: stop?, ride: ride?, count, asked: Asked::default() },
            Act::Passed => What::Passed { checkpoint: stop?.name().clone(), ride: ride?, count },
            Act::Arrived => What::Arrived { at: stop?, ride: ride?, count },
            Act::Alighted => What::Alighted { at: stop?, ride: ride?, part, count: count? },
            Act::Otherwise(reason) => What::Otherwise { at: place?, reason, count: count? },
        })
    }
}

/// The last moment before `now` (or up to half an hour after it, for clocks differ) at which a clock in UTC showed `at`.
fn last_at((hour, minute): (u8, u8), now: UnixSeconds) -> UnixSeconds {
    const AHEAD_S: i64 = 1_800;
    let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60;
    let latest = now.0.saturating_add(AHEAD_S);
    UnixSeconds(latest.saturating_sub(latest.saturating_sub(of_day).rem_euclid(86_400)))
}

impl fmt::Display for Message {
    /// The line as it is written: fields in order, the check character at its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let act = ACTS.into_iter().find(|(_, act)| *act == self.act).map_or("H", |(word, _)| word);
        let mut line = act.to_owned();
        let mut field = |letter: char, value: Option<String>| {
            if let Some(value) = value {
                line.push_str(&format!(" {letter}{value}"));
            }
        };
        field('C', self.vehicle.clone());
        field('P', self.place.clone());
        field('T', self.trip.map(|trip| trip.to_string()));
        field('Z', self.part.map(|part| part.to_string()));
        field('O', self.at.map(|(hour, minute)| format!("{hour:02}{minute:02}")));
        for (letter, of) in COUNTS {
            let derived = of == Line::Total
                && Line::PARTS.into_iter().all(|part| self.count.is_some_and(|count| count.get(part).is_some()));
            field(
                letter,
                self.count.filter(|_| !derived).and_then(|count| count.get(of)).map(|people| people.0.to_string()),
            );
        }
        field('J', self.is_estimated.then(String::new));
        field('R', self.replaces.map(|number| format!("{number:02}")));
        let counter = format!("{:02}", self.counter);
        write!(f, "{line} #{counter}{}", check_character(&format!("{line}{counter}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::Name;
    use proptest::prelude::*;

    fn line(body: &str) -> String {
        let counter = &body[body.len() - 2..];
        assert!(counter.bytes().all(|byte| byte.is_ascii_digit()));
        format!("{} #{counter}{}", body[..body.len() - 2].trim_end(), check_character(body))
    }

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // ISO/IEC 7064 MOD 37,36: the example of the Global Release Identifier, A1-2425G-ABC1234002-M.
        assert_eq!(check_character("A12425GABC1234002"), 'M');
    }

    #[test]
    fn a_departure_is_read_with_all_that_it_says() {
        let message = parse(&line("D C17 P3 M12 F31 E44 W2 S1 08")).unwrap();
        assert_eq!((message.act, message.counter), (Act::Departed, 8));
        assert_eq!(message.count.unwrap().get(Line::Total), Some(People(87)));
        let event = message.event(&Codes::default(), UnixSeconds(0)).unwrap();
        assert_eq!(
            event.what.count().unwrap().to_string(),
            "87 people (12 men, 31 women, 44 children, 2 in wheelchairs, 1 on stretchers)"
        );
        assert_eq!(message.to_string(), line("D C17 P3 M12 F31 E44 W2 S1 08"));
    }

    #[test]
    fn small_letters_odd_spaces_and_eastern_digits_are_taken() {
        let plain = line("D C17 P3 M12 F31 E44 08");
        let check = plain.chars().last().unwrap().to_ascii_lowercase();
        let typed = format!("\u{200f} d  c١٧,p۳ m12\tf31 e44  # 0 8 {check} ");
        assert_eq!(parse(&typed), parse(&plain));
    }

    #[test]
    fn every_character_that_is_misheard_is_found() {
        let good = line("D C17 P3 M12 F31 E44 W2 S1 08");
        for at in 0..good.len() {
            for other in (b'0'..=b'9').chain(b'A'..=b'Z') {
                let mut bytes = good.clone().into_bytes();
                if bytes[at].is_ascii_alphanumeric() && bytes[at] != other {
                    bytes[at] = other;
                    assert!(parse(std::str::from_utf8(&bytes).unwrap()).is_err(), "position {at}, {other}");
                }
            }
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = parse(&line("G C17 C18 Mxx V9 O2561 08")).unwrap_err();
        let codes: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), 5, "{codes:?}");
        assert_eq!(parse("D C17 P3").unwrap_err(), [Fault::Counter]);
        assert!(matches!(parse("D C17 P3 #081").unwrap_err()[..], [Fault::Check(_)]));
        assert!(matches!(parse(&line("B P3 08")).unwrap_err()[..], [Fault::Missing('C', _), Fault::Missing('N', _)]));
        assert!(matches!(parse(&line("H P3 N40 M20 F20 E5 08")).unwrap_err()[..], [Fault::Count(_)]));
    }

    #[test]
    fn a_code_that_is_not_on_the_list_is_refused() {
        let name = |text| Name::new(text).unwrap();
        let codes = Codes::new([("17".to_owned(), name("Bus 17"))], [("3".to_owned(), Stop::Site(name("North gate")))]);
        let event = parse(&line("B C17 P3 N40 01")).unwrap().event(&codes, UnixSeconds(0)).unwrap();
        assert!(matches!(event.what, What::Boarded { at: Stop::Site(_), .. }));
        let faults = parse(&line("B C18 P4 N40 02")).unwrap().event(&codes, UnixSeconds(0)).unwrap_err();
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn the_time_of_day_is_the_last_one() {
        let now = UnixSeconds(10 * 86_400 + 2 * 3600);
        assert_eq!(last_at((1, 30), now), UnixSeconds(10 * 86_400 + 5_400));
        assert_eq!(last_at((23, 0), now), UnixSeconds(9 * 86_400 + 23 * 3600));
        assert_eq!(last_at((2, 10), now), UnixSeconds(10 * 86_400 + 2 * 3600 + 600));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            act in 0..ACTS.len(), vehicle in "[A-Z0-9]{1,8}", place in "[A-Z0-9]{1,8}", trip in proptest::option::of(0..999u32),
            men in 0..900u32, women in 0..900u32, children in 0..900u32, at in proptest::option::of((0..24u8, 0..60u8)),
            replaces in proptest::option::of(0..100u8), counter in 0..100u8, is_estimated: bool,
        ) {
            let lines = [(Line::Men, People(men)), (Line::Women, People(women)), (Line::Children, People(children))];
            let message = Message {
                act: ACTS[act].1, vehicle: Some(vehicle), place: Some(place), trip, part: None, at,
                count: Some(HeadCount::new(&lines).unwrap()), is_estimated, replaces, counter,
            };
            prop_assert_eq!(parse(&message.to_string()), Ok(message));
        }

        #[test]
        fn no_line_is_a_panic(text in "\\PC{0,80}", fields in "[A-Z0-9 #]{0,60}") {
            let _ = parse(&text);
            let _ = parse(&fields);
            let counted = format!("{fields}#08{}", check_character(&format!("{fields}08")));
            if let Ok(message) = parse(&counted) {
                let _ = message.event(&Codes::default(), UnixSeconds(i64::MAX));
                let _ = message.event(&Codes::default(), UnixSeconds(i64::MIN));
            }
        }
    }
}
