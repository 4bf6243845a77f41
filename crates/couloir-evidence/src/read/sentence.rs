//! From tokens to sentences: lines, headlines, captions, log lines with their senders, and what stands in quotation marks.

use super::calendar;
use super::date::Date;
use super::lexicon::Language;
use super::token::{Kind, Token};
use super::{Context, Form};

/// What a line is in its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Headline,
    Caption,
    /// Title, date or period of a report: no claims.
    Header,
    /// Running text.
    Body,
    /// A line of a list or a report's key figure.
    Item,
    /// A line of a log or a message, with its sender.
    Message,
}

/// One sentence: tokens `first..last`.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) language: Language,
    pub(crate) line: Line,
    /// The first sentence of its line.
    pub(crate) opens_line: bool,
    /// Tokens of the sender's name.
    pub(crate) sender: Option<(usize, usize)>,
    /// The day on which it was published, or the day of the message.
    pub(crate) day: Date,
}

/// Longer ones are cut, so that the work per sentence stays bounded whatever the text is.
const LONGEST: usize = 400;

/// Splits the tokens into sentences.
pub(crate) fn split(tokens: &[Token], language: Language, mixed: bool, context: &Context) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut seen_text = false;
    let mut day = context.published;
    let lines = tokens.iter().filter(|token| token.kind == Kind::Break).count() + 1;
    while start <= tokens.len() {
        let end = tokens[start.min(tokens.len())..]
            .iter()
            .position(|token| token.kind == Kind::Break)
            .map_or(tokens.len(), |n| start + n);
        if start < end {
            let stamp = message_stamp(tokens, start, end, context);
            let (line, text, sender) = if let Some(stamp) = stamp {
                day = stamp.day.unwrap_or(day);
                (Line::Message, stamp.text, stamp.sender)
            } else {
                let line = kind_of_line(&tokens[start..end], seen_text, lines, context);
                (line, start, None)
            };
            let text = if line == Line::Body { past_dateline(tokens, text, end) } else { text };
            seen_text = true;
            let language = if mixed { language_of(&tokens[text..end]).unwrap_or(language) } else { language };
            let day = if line == Line::Message { day } else { context.published };
            let mut first = text;
            while first < end {
                let last = sentence_end(tokens, first, end);
                sentences.push(Sentence { first, last, language, line, opens_line: first == text, sender, day });
                first = last;
            }
        }
        start = end + 1;
    }
    sentences
}

/// The most likely language of a stretch, by its script and its small words; `None` if nothing tells.
pub(crate) fn language_of(tokens: &[Token]) -> Option<Language> {
    const FR: &[&str] = &[
        "le",
        "la",
        "les",
        "des",
        "du",
        "de",
        "et",
        "est",
        "une",
        "un",
        "dans",
        "pour",
        "sur",
        "pas",
        "qui",
        "au",
        "aux",
        "l'",
        "d'",
        "ont",
        "sont",
        "ete",
        "avec",
        "par",
        "pers",
        "dt",
        "enf",
        "env",
        "bus",
        "partis",
        "partie",
        "recu",
        "prevu",
        "prevue",
        "prevus",
        "arrives",
        "arrivee",
        "manque",
        "panne",
        "camions",
        "camion",
        "reste",
        "restants",
        "fin",
        "depart",
        "rotation",
        "corr",
        "ce",
        "jour",
        "blesses",
        "morts",
        "evac",
        "suspendue",
        "rectif",
        "encore",
        "demain",
        "besoin",
        "bloques",
    ];
    const EN: &[&str] = &[
        "the", "of", "and", "in", "to", "at", "is", "was", "were", "are", "have", "has", "on", "for", "with", "said",
        "by", "from", "still", "ppl", "pax", "need", "can't", "says", "abt", "send", "left", "waiting", "buses",
        "trucks", "people", "injured", "dead", "not", "approx", "arrived", "families", "confirm", "children",
        "departed", "treated", "pls", "road", "closed", "vehicles", "all", "now",
    ];
    let mut counts = [0usize; 3];
    for token in tokens.iter().filter(|token| token.word()).take(2000) {
        if token.arabic() {
            counts[2] += 2;
        }
        counts[0] += usize::from(FR.contains(&token.fold.as_str()));
        counts[1] += usize::from(EN.contains(&token.fold.as_str()));
    }
    let most = counts.into_iter().max().filter(|&most| most > 0)?;
    [Language::Ar, Language::Fr, Language::En].into_iter().find(|language| match language {
        Language::Fr => counts[0] == most,
        Language::En => counts[1] == most,
        Language::Ar => counts[2] == most,
    })
}

struct Stamp {
    day: Option<Date>,
    sender: Option<(usize, usize)>,
    text: usize,
}

/// `0610 LEAD:`, `[03/11 07:42] PC SUD:`, `07h42 - PC:`: the head of a log line or message.
fn message_stamp(tokens: &[Token], start: usize, end: usize, context: &Context) -> Option<Stamp> {
    let messages = matches!(context.form, Some(Form::Log | Form::Sms));
    let mut at = start;
    let mut day = None;
    let mut timed = false;
    if at < end && (tokens[at].mark('[') || tokens[at].mark('(')) {
        at += 1;
    }
    if let Some((next, date)) = calendar::numeric_date(tokens, at, context.published).filter(|(next, _)| *next <= end) {
        day = Some(date);
        at = next;
    }
    while at < end
        && (tokens[at].mark(',') || tokens[at].mark('-') || tokens[at].mark('–'))
        && timed_or(day.is_some(), timed)
    {
        at += 1;
    }
    if let Some(next) = calendar::clock(tokens, at, true).filter(|next| *next <= end) {
        timed = true;
        at = next;
        if at < end && matches!(tokens[at].fold.as_str(), "z" | "l" | "hrs" | "h") {
            at += 1;
        }
    }
    while at < end
        && matches!(tokens[at].kind, Kind::Mark(']' | ')' | '-' | '–' | '|' | ','))
        && (timed || day.is_some())
    {
        at += 1;
    }
    // The sender: at most six tokens up to a colon.
    let colon = (at..end.min(at + 7)).find(|&index| tokens[index].mark(':'));
    let plausible = |colon: usize| {
        colon > at
            && tokens[at..colon]
                .iter()
                .all(|token| token.word() || token.digits() || token.mark('-') || token.mark('/') || token.mark('.'))
            && tokens[at].word()
            && (tokens[at].capital || tokens[at].arabic())
    };
    let sender = colon.filter(|&colon| plausible(colon));
    let shouted = sender.is_some_and(|colon| {
        tokens[at..colon].iter().all(|token| !token.word() || token.shouted || token.fold.len() == 1)
    });
    match (timed || day.is_some(), sender) {
        (true, Some(colon)) if messages || timed => Some(Stamp { day, sender: Some((at, colon)), text: colon + 1 }),
        (true, None) if messages && timed => Some(Stamp { day, sender: None, text: at }),
        (false, Some(colon)) if messages && shouted => Some(Stamp { day, sender: Some((at, colon)), text: colon + 1 }),
        _ => None,
    }
}

fn timed_or(dated: bool, timed: bool) -> bool {
    dated || timed
}

fn kind_of_line(line: &[Token], seen_text: bool, lines: usize, context: &Context) -> Line {
    let words: Vec<&str> = line.iter().filter(|token| token.word()).map(|token| token.fold.as_str()).collect();
    let first = words.first().copied().unwrap_or("");
    if matches!(first, "photo" | "photos" | "legende" | "caption" | "image" | "video" | "infographie" | "صوره")
        && line.len() > 2
    {
        return Line::Caption;
    }
    let closed = line
        .last()
        .is_some_and(|token| matches!(token.kind, Kind::Mark('.' | '!' | '?' | '"' | '»' | ':' | ';' | ')')));
    let header_words = ["periode", "period", "issued", "الفتره"];
    let labelled = line.iter().take(6).any(|token| token.mark(':'))
        && matches!(first, "date" | "ref" | "objet" | "subject" | "emetteur" | "destinataire" | "contact" | "التاريخ");
    let period = words.iter().any(|word| header_words.iter().any(|header| word.starts_with(header)))
        && line.iter().any(Token::digits)
        && (line.iter().any(|token| token.mark(':'))
            || words.iter().take(12).any(|word| *word == "du" || *word == "to"))
        && !line.iter().any(|token| {
            [
                "evacu",
                "people",
                "person",
                "resident",
                "habitant",
                "depart",
                "arriv",
                "famil",
                "household",
                "sorti",
                "شخص",
                "نازح",
                "اجل",
            ]
            .iter()
            .any(|stem| token.fold.starts_with(stem))
        });
    let bullet = matches!(line[0].kind, Kind::Mark('-' | '–' | '*' | '•'));
    match context.form {
        Some(Form::Sitrep) if (period || labelled) && !bullet => Line::Header,
        Some(Form::Sitrep | Form::Log | Form::Sms) if !seen_text => Line::Header,
        Some(Form::Sitrep | Form::Log | Form::Sms) => Line::Item,
        _ if !seen_text && !closed && lines > 1 => Line::Headline,
        _ if seen_text && !closed && words.len() <= 14 && lines > 1 => Line::Headline,
        _ if matches!(line[0].kind, Kind::Mark('-' | '–' | '*' | '•')) => Line::Item,
        _ => Line::Body,
    }
}

/// `PONT-SERRÉ, 12 mars 2024 (Agence Littoral) - ` is not part of the first sentence.
fn past_dateline(tokens: &[Token], start: usize, end: usize) -> usize {
    if !tokens[start].shouted {
        return start;
    }
    let limit = end.min(start + 24);
    let dash = (start..limit).find(|&index| {
        let token = &tokens[index];
        (token.mark('-') || token.mark('–'))
            && !token.glued()
            && tokens.get(index + 1).is_some_and(|next| !next.glued())
    });
    dash.map_or(start, |dash| dash + 1)
}

/// Words before a full stop that does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "m", "mm", "mme", "mmes", "dr", "pr", "mr", "mrs", "ms", "st", "ste", "no", "n", "nr", "approx", "env", "aug",
    "sept", "sep", "jan", "feb", "apr", "jun", "jul", "oct", "nov", "dec", "col", "gen", "capt", "lt", "maj", "sgt",
    "gov", "sen", "rep", "rev", "prof", "vs", "est", "incl", "inc", "tel", "av", "bd", "janv", "fevr", "juil", "dept",
    "sq", "km", "max", "min", "art", "cf", "resp", "pers", "cmdr", "cdt", "adj",
];

fn sentence_end(tokens: &[Token], first: usize, end: usize) -> usize {
    let end = end.min(first + LONGEST);
    let mut at = first;
    while at < end {
        let stop = match tokens[at].kind {
            Kind::Mark('!' | '?') => true,
            Kind::Mark('.') => full_stop(tokens, first, at, end),
            _ => false,
        };
        at += 1;
        if stop {
            while at < end
                && tokens[at].glued()
                && matches!(tokens[at].kind, Kind::Mark('.' | '!' | '?' | '"' | '»' | ')'))
            {
                at += 1;
            }
            if at < end && tokens[at].mark('»') {
                at += 1;
            }
            return at;
        }
    }
    end
}

fn full_stop(tokens: &[Token], first: usize, at: usize, end: usize) -> bool {
    let Some(next) = tokens.get(at + 1).filter(|_| at + 1 < end) else {
        return true;
    };
    if next.glued() && (next.word() || next.digits() || next.mark(',')) {
        return false;
    }
    if at == first {
        return true;
    }
    let before = &tokens[at - 1];
    if before.word() && before.fold.len() == 1 && at >= 2 && tokens[at - 2].mark('.') {
        // `a.m.`, `U.S.`: the sentence goes on unless a new one visibly begins.
        return next.capital && !before.capital;
    }
    let initial = before.word() && before.capital && before.to - before.from == 1;
    let short = before.word() && ABBREVIATIONS.contains(&before.fold.as_str());
    let title = short
        && matches!(
            before.fold.as_str(),
            "m" | "mm"
                | "mme"
                | "mmes"
                | "dr"
                | "pr"
                | "mr"
                | "mrs"
                | "ms"
                | "st"
                | "ste"
                | "col"
                | "gen"
                | "capt"
                | "lt"
                | "maj"
                | "sgt"
                | "gov"
                | "sen"
                | "rev"
                | "prof"
                | "cmdr"
                | "cdt"
                | "adj"
        );
    !(initial || title || short && !next.capital)
}

/// For each token the number of the quotation that it stands in, or 0.
pub(crate) fn quotations(tokens: &[Token]) -> Vec<u32> {
    let mut inside = vec![0; tokens.len()];
    let mut number = 0;
    let mut at = 0;
    while at < tokens.len() {
        let close = match tokens[at].kind {
            Kind::Mark('"') => '"',
            Kind::Mark('«') => '»',
            _ => {
                at += 1;
                continue;
            }
        };
        // A quotation may run over a line end, but an unmatched mark must not swallow the report.
        let mut breaks = 0;
        let end = tokens[at + 1..].iter().take(600).position(|token| {
            breaks += usize::from(token.kind == Kind::Break);
            token.mark(close) || breaks > 4
        });
        match end.map(|length| at + 1 + length).filter(|&end| tokens[end].mark(close)) {
            Some(end) => {
                number += 1;
                inside[at..=end].fill(number);
                at = end + 1;
            }
            None => at += 1,
        }
    }
    inside
}
