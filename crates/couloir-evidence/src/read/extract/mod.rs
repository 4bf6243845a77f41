//! From sentences to claims: the main flow of reading.

mod draft;
mod follow;
mod inherit;
mod make;

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Certainty, Claim, Group, Kind, Place, Scope, Span, Speaker, Unit};
use super::date::Date;
use super::event::{self};
use super::lexicon::{Force, Tag};
use super::passage::Passage;
use super::place;
use super::quantity::Sort;
use super::relate::{self};
use super::sentence::{Line, Sentence};
use super::speaker::{self, Attributed};
use super::token::Token;
use super::when::{self, Days, Running};
use super::{Context, Form};

/// What is carried from sentence to sentence.
struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    quotes: &'t [u32],
    context: &'t Context,
    claims: Vec<Claim>,
    /// For each claim: its sentence and where its quantity stands.
    origins: Vec<(usize, usize)>,
    running: Running,
    period: Option<(Date, Date)>,
    places: place::Known,
    heard_of_operation: bool,
    last_people: Option<usize>,
    /// The last of them that tells of people alive and moving, waiting or housed.
    last_moved: Option<usize>,
    /// The earliest claim of a figure, to find repetitions.
    first_of: BTreeMap<(Kind, Unit, u64, Group), usize>,
    unread: Vec<Span>,
    /// Places of which a message said that people wait there.
    waiting: BTreeSet<String>,
    /// What the heading of this part of a report names.
    section: Option<Kind>,
    /// What a question before asked for, and for how many sentences that still holds.
    asked: Option<(Kind, u8)>,
    /// In a message: the movement that its line has told of so far.
    line_move: Option<Kind>,
}

/// Claims, and the stretches with numbers that could not be read.
pub(crate) struct Extracted {
    pub(crate) claims: Vec<Claim>,
    pub(crate) unread: Vec<Span>,
    pub(crate) look_alikes: Vec<(Span, &'static str)>,
}

/// Reads all sentences.
pub(crate) fn claims(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    quotes: &[u32],
    mixed: bool,
    context: &Context,
) -> Extracted {
    let passages: Vec<Passage> = sentences
        .iter()
        .map(|sentence| {
            Passage::read(
                tokens,
                sentence,
                super::number::Habit { language: sentence.language, mixed },
                context.published,
            )
        })
        .collect();
    let mut named = speaker::Named::default();
    let attributions: Vec<Vec<Attributed>> = passages
        .iter()
        .map(|passage| {
            if matches!(passage.sentence.line, Line::Body | Line::Item | Line::Message) {
                speaker::find(passage, text, &mut named)
            } else {
                Vec::new()
            }
        })
        .collect();
    let mut quoted: BTreeMap<u32, Speaker> = BTreeMap::new();
    for (passage, attributed) in passages.iter().zip(&attributions) {
        for said in attributed.iter().take(1) {
            for &quote in quotes[passage.sentence.first..passage.sentence.last].iter().filter(|&&quote| quote > 0) {
                quoted.entry(quote).or_insert_with(|| said.speaker.clone());
            }
        }
    }
    let mut reader = Reader {
        text,
        tokens,
        quotes,
        context,
        claims: Vec::new(),
        origins: Vec::new(),
        running: None,
        period: None,
        places: place::Known::default(),
        heard_of_operation: false,
        last_people: None,
        last_moved: None,
        first_of: BTreeMap::new(),
        unread: Vec::new(),
        line_move: None,
        asked: None,
        section: None,
        waiting: BTreeSet::new(),
    };
    let mut relayed: Option<Speaker> = None;
    let mut line_speaker: Option<Speaker> = None;
    for (index, passage) in passages.iter().enumerate() {
        if passage.sentence.opens_line {
            relayed = None;
            line_speaker = None;
        }
        let mut voice = Voice { attributed: &attributions[index], fallback: None, sender: None };
        if passage.sentence.line == Line::Message {
            relayed = attributions[index].first().map(|said| said.speaker.clone()).or(relayed);
            voice.fallback.clone_from(&relayed);
            voice.sender = speaker::sender(passage, text, matches!(context.form, Some(Form::Log)));
        } else if attributions[index].is_empty() && passage.sentence.line != Line::Headline {
            let middle = quotes[passage.sentence.first..passage.sentence.last].iter().copied().find(|&quote| quote > 0);
            // A new quotation right behind a speaker's sentence is still that speaker's.
            voice.fallback = middle.and_then(|quote| quoted.get(&quote).cloned().or_else(|| line_speaker.clone()));
        }
        if let Some(said) = attributions[index].last() {
            line_speaker = Some(said.speaker.clone());
        }
        reader.sentence(index, passage, &voice);
    }
    reader.unconfirmed_lines(&passages);
    let look_alikes = passages
        .iter()
        .flat_map(|passage| passage.look_alikes.iter())
        .map(|found| (Span { start: tokens[found.first].from, end: tokens[found.last - 1].to }, found.why))
        .collect();
    Extracted { claims: reader.claims, unread: reader.unread, look_alikes }
}

/// Who speaks in a sentence.
struct Voice<'a> {
    attributed: &'a [Attributed],
    fallback: Option<Speaker>,
    sender: Option<Speaker>,
}

/// What holds for all claims of a sentence.
struct Scene<'a> {
    /// The first claim of the sentence.
    begin: usize,
    /// For each time expression: it belongs to a verb of saying.
    said: &'a [bool],
    said_at: Date,
}

/// One claim in the making.
struct Draft {
    kind: Kind,
    harm: Option<Group>,
    group: Group,
    unit: Unit,
    scope: Scope,
    days: Days,
    wording: Option<String>,
    part_of: Option<usize>,
    same_as: Option<usize>,
    whole: Option<f64>,
    certainty: Option<Certainty>,
    place: Option<Place>,
    trigger: (usize, usize),
    planned: bool,
    said_at: Option<Date>,
    /// It stands against a figure that goes on to be spoken of.
    rival: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, index: usize, passage: &Passage, voice: &Voice) {
        if passage.sentence.line == Line::Header {
            let days = passage.times.iter().find_map(|time| match time.what {
                super::calendar::What::Days(start, end) if start < end => Some((start, end)),
                _ => None,
            });
            self.period = days.or(self.period);
            self.places.head(passage, self.text);
            return;
        }
        if passage.sentence.opens_line {
            self.places.open_line();
            self.line_move = None;
        }
        let first = passage.sentence.first;
        let numbered = first > 1 && self.tokens[first - 1].mark('.') && self.tokens[first - 2].digits();
        if passage.sentence.opens_line || numbered {
            self.enter(passage);
        }
        let said = when::of_saying(passage, voice.attributed);
        let spoken = when::of_speakers(passage, voice.attributed, &said);
        let said_at = self.said_at(passage, &spoken);
        let begin = self.claims.len();
        let scene = Scene { begin, said: &said, said_at };
        let mut skip = vec![false; passage.counted.len()];
        let ahead = relate::whole_ahead(passage);
        if ahead.is_some() {
            skip[0] = true;
        }
        for at in 0..passage.counted.len() {
            if skip[at] {
                continue;
            }
            let whole = relate::whole_of(passage, at);
            if let Some((_, true)) = whole {
                skip[at + 1] = true;
            }
            match self.draft(passage, at, &scene, voice) {
                Some(mut draft) => {
                    draft.whole = whole.map(|(value, _)| value).or(ahead);
                    // *half of the 9,000 inhabitants* is a part of these and of no claim.
                    if draft.whole.is_some() && passage.counted[at].expression.sort != Sort::Count {
                        draft.part_of = None;
                    }
                    self.push(index, passage, at, draft, voice, said_at);
                }
                None => self.leave_unread(&passage.counted[at]),
            }
        }
        relate::respectively(passage, &mut self.claims[begin..], &said, self.context.published);
        let events = self.claims.len();
        for found in event::find(passage, &said, self.heard_of_operation) {
            self.push_event(index, passage, &found, voice, said_at, events);
        }
        self.in_order(begin);
        self.go_on(passage, begin, &said);
        let mover = passage.marks.iter().find_map(|mark| match mark.tag {
            Tag::Move(kind @ (Kind::PeopleLeft | Kind::PeopleArrived), Force::Plain | Force::Strong)
                if !passage.timed(mark.first) =>
            {
                Some(kind)
            }
            _ => None,
        });
        self.line_move = mover.or(self.line_move);
        self.correct(passage, begin);
        self.ask(passage);
    }

    fn headline(passage: &Passage) -> bool {
        matches!(passage.sentence.line, Line::Headline | Line::Caption)
    }

    /// The day on which the sentence was said: at its verb of saying, else the day of the report.
    fn said_at(&self, passage: &Passage, said: &[bool]) -> Date {
        let anchor = self.anchor(passage);
        passage
            .times
            .iter()
            .zip(said)
            .find(|(_, said)| **said)
            .map_or(passage.sentence.day, |(time, _)| time.days(anchor).1.min(passage.sentence.day))
    }

    fn anchor(&self, passage: &Passage) -> super::calendar::Anchor {
        super::calendar::Anchor {
            day: passage.sentence.day,
            future: false,
            from: passage.sentence.day,
            period: self.period,
        }
    }

    fn words(&self, first: usize, last: usize) -> String {
        self.text.get(self.tokens[first].start..self.tokens[last - 1].end).unwrap_or_default().to_owned()
    }
}
