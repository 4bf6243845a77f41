//! From a text to claims: who says what, about how many, when and where, with the evidence for each.
//!
//! [`read`] is the way in. A text becomes [tokens](token), these [sentences](sentence); each sentence is a
//! [passage] with its phrases, time expressions and quantities; [extract] makes claims of them. What a word
//! does is written in the [lexicon], what a hedge means in [hedge], what the fields mean in `docs/read.md`.
//!
//! **Invariant:** reading never fails. What cannot be read is a [`Finding`], not a silence.

mod calendar;
pub mod claim;
pub mod date;
mod event;
mod extract;
pub mod hedge;
mod kind;
mod lexicon;
mod look_alike;
mod number;
mod passage;
mod place;
mod quantity;
mod relate;
mod sentence;
mod speaker;
mod token;
pub mod view;
mod when;
pub mod wire;
mod wording;

pub use claim::Claim;
use claim::Span;
pub use date::Date;
pub use lexicon::Language;

/// What sort of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A news agency's dispatch.
    Agency,
    /// An article.
    Press,
    /// A situation report.
    Sitrep,
    /// A radio log.
    Log,
    /// Text messages.
    Sms,
}

/// What is known of a text beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The day on which it was published.
    pub published: Date,
    /// Its language; found by itself if not given.
    pub language: Option<Language>,
    /// Languages are mixed line by line, as in messages; found by itself in messages.
    pub mixed: bool,
    /// What sort of text it is; guessed from its lines if not given.
    pub form: Option<Form>,
    /// Who published it.
    pub outlet: Option<String>,
}

impl Context {
    /// A text of which only the day is known.
    #[must_use]
    pub fn published(published: Date) -> Context {
        Context { published, language: None, mixed: false, form: None, outlet: None }
    }
}

/// Something in the text that is no claim and should not be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub span: Span,
    /// What.
    pub note: Note,
}

/// What a [`Finding`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// A quantity whose meaning could not be read.
    Unread,
    /// A number that is no claim, and why.
    LookAlike(&'static str),
    /// Bytes that are not UTF-8 were replaced.
    NotUtf8,
}

/// A text, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// What was seen and is no claim, in the order of the text.
    pub findings: Vec<Finding>,
    /// The language of most of the text.
    pub language: Language,
}

/// Reads the claims of `text`.
#[must_use]
pub fn read(text: &str, context: &Context) -> Vec<Claim> {
    reading(text, context).claims
}

/// Reads `text` with everything that was seen in it.
#[must_use]
pub fn reading(text: &str, context: &Context) -> Reading {
    let tokens = token::tokenize(text);
    let language = context.language.or_else(|| sentence::language_of(&tokens)).unwrap_or(Language::En);
    let form = context.form.or_else(|| guess_form(&tokens));
    let context = Context { form, ..context.clone() };
    let mixed = context.mixed || context.language.is_none() && matches!(form, Some(Form::Sms));
    let sentences = sentence::split(&tokens, language, mixed, &context);
    let quotes = sentence::quotations(&tokens);
    let extracted = extract::claims(text, &tokens, &sentences, &quotes, mixed, &context);
    let mut findings: Vec<Finding> =
        extracted.unread.into_iter().map(|span| Finding { span, note: Note::Unread }).collect();
    findings.extend(extracted.look_alikes.into_iter().map(|(span, why)| Finding { span, note: Note::LookAlike(why) }));
    findings.sort_by_key(|finding| finding.span);
    Reading { claims: extracted.claims, findings, language }
}

/// Reads bytes: what is not UTF-8 is replaced by `�`, with a finding. The text as read is given back with the reading, for
/// the offsets of the claims are those of that text.
#[must_use]
pub fn reading_of_bytes(bytes: &[u8], context: &Context) -> (String, Reading) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut reading = reading(&text, context);
    if std::str::from_utf8(bytes).is_err() {
        let places = text.chars().enumerate().filter(|(_, character)| *character == char::REPLACEMENT_CHARACTER);
        let found: Vec<Finding> =
            places.map(|(start, _)| Finding { span: Span { start, end: start + 1 }, note: Note::NotUtf8 }).collect();
        reading.findings.extend(found);
        reading.findings.sort_by_key(|finding| finding.span);
    }
    (text, reading)
}

/// A text whose lines mostly begin with an hour is a log or messages; one that says so is a situation report.
fn guess_form(tokens: &[token::Token]) -> Option<Form> {
    let mut lines = 0;
    let mut stamped = 0;
    let mut bracketed = 0;
    let mut first = true;
    for (at, token) in tokens.iter().enumerate() {
        if first && token.kind != token::Kind::Break {
            lines += 1;
            let bracket = token.mark('[');
            let start = at + usize::from(bracket);
            let date = calendar::numeric_date(tokens, start, Date::new(2000, 1, 1)?).is_some();
            if date || calendar::clock(tokens, start, true).is_some() {
                stamped += 1;
                bracketed += usize::from(date);
            }
        }
        first = token.kind == token::Kind::Break;
    }
    if stamped >= 2 && stamped * 2 >= lines {
        return Some(if bracketed * 2 >= stamped { Form::Sms } else { Form::Log });
    }
    let head: Vec<&str> = tokens.iter().take(12).map(|token| token.fold.as_str()).collect();
    let says = |words: &[&str]| head.windows(words.len()).any(|window| window == words);
    (says(&["situation", "report"])
        || says(&["rapport", "de", "situation"])
        || says(&["sitrep"])
        || says(&["point", "de", "situation"])
        || says(&["flash", "update"])
        || says(&["rapport", "quotidien"]))
    .then_some(Form::Sitrep)
}
