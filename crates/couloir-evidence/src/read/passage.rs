//! One sentence with everything that was recognised in it: what its words do, its time expressions, its quantities.

use super::calendar::{self, TimeExpression};
use super::claim::{Group, Unit};
use super::lexicon::{self, Language, Match, Tag, layer};
use super::look_alike;
use super::number::Habit;
use super::quantity::{self, Expression, Sort};
use super::sentence::{Line, Sentence};
use super::token::{Kind as TokenKind, Token};

/// A phrase in the sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mark {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) tag: Tag,
    pub(crate) future: bool,
}

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Noun {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) tag: Tag,
}

/// A quantity that may be a claim, with its noun if it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counted {
    pub(crate) expression: Expression,
    pub(crate) noun: Option<Noun>,
    /// One past the quantity, its noun and what belongs to them.
    pub(crate) last: usize,
}

/// A stretch that holds a number and is not a claim, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LookAlike {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) why: &'static str,
}

/// A sentence, read.
pub(crate) struct Passage<'t> {
    pub(crate) tokens: &'t [Token],
    pub(crate) sentence: &'t Sentence,
    pub(crate) habit: Habit,
    pub(crate) marks: Vec<Mark>,
    pub(crate) times: Vec<TimeExpression>,
    pub(crate) counted: Vec<Counted>,
    pub(crate) look_alikes: Vec<LookAlike>,
    /// For each token of the sentence: part of a time expression.
    timed: Vec<bool>,
}

impl<'t> Passage<'t> {
    pub(crate) fn read(
        tokens: &'t [Token],
        sentence: &'t Sentence,
        habit: Habit,
        published: super::date::Date,
    ) -> Passage<'t> {
        let (first, last) = (sentence.first, sentence.last);
        let terse = sentence.line == Line::Message;
        let times = calendar::find(
            tokens,
            first,
            last,
            habit.language,
            habit.mixed,
            terse,
            if terse { sentence.day } else { published },
        );
        let mut timed = vec![false; last - first];
        for time in &times {
            timed[time.first - first..time.last - first].fill(true);
        }
        let mut passage = Passage {
            tokens: &tokens[..last],
            sentence,
            habit,
            marks: marks(&tokens[..last], first, habit),
            times,
            counted: Vec::new(),
            look_alikes: Vec::new(),
            timed,
        };
        passage.find_quantities();
        passage
    }

    pub(crate) fn timed(&self, at: usize) -> bool {
        at >= self.sentence.first && self.timed.get(at - self.sentence.first).copied().unwrap_or(false)
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.fold.as_str())
    }

    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.mark(mark))
    }

    /// The first mark that begins at `at` and is wanted.
    pub(crate) fn at(&self, at: usize, wanted: impl Fn(Tag) -> bool) -> Option<Mark> {
        let start = self.marks.partition_point(|mark| mark.first < at);
        self.marks[start..].iter().take_while(|mark| mark.first == at).find(|mark| wanted(mark.tag)).copied()
    }

    /// A wanted mark within `from..to`.
    pub(crate) fn within(&self, from: usize, to: usize, wanted: impl Fn(Tag) -> bool) -> Option<Mark> {
        let start = self.marks.partition_point(|mark| mark.first < from);
        self.marks[start..]
            .iter()
            .take_while(|mark| mark.first < to)
            .find(|mark| mark.last <= to && wanted(mark.tag) && !self.timed(mark.first))
            .copied()
    }

    /// The sentence contains a wanted mark.
    pub(crate) fn has(&self, wanted: impl Fn(Tag) -> bool) -> bool {
        self.marks.iter().any(|mark| wanted(mark.tag) && !self.timed(mark.first))
    }

    /// A mark that parts clauses.
    pub(crate) fn hard_boundary(&self, at: usize) -> bool {
        match self.tokens.get(at).map(|token| token.kind) {
            Some(TokenKind::Mark(';' | ':' | '–' | '(' | ')' | '|')) => true,
            Some(TokenKind::Mark('-')) => {
                !self.tokens[at].glued() && self.tokens.get(at + 1).is_some_and(|next| !next.glued())
            }
            _ => false,
        }
    }

    fn find_quantities(&mut self) {
        let mut at = self.sentence.first;
        while at < self.sentence.last {
            if self.timed(at) {
                at += 1;
                continue;
            }
            let Some(expression) = self.quantity_at(at) else {
                at += 1;
                continue;
            };
            if (expression.first..expression.last).any(|index| self.timed(index)) {
                at += 1;
                continue;
            }
            let mut counted = self.with_noun(expression);
            // Whoever is killed or hurt is a person, whatever the trade.
            let unknown = counted.noun.filter(|noun| noun.tag == Tag::Foreign("something else"));
            if let Some(noun) = unknown {
                let hurt = self
                    .within(noun.last, (noun.last + 5).min(self.sentence.last), |tag| matches!(tag, Tag::Hurt(_)))
                    .filter(|mark| !(noun.last..mark.first).any(|at| self.is_mark(at, ',')));
                let hit = self
                    .within(expression.first.saturating_sub(3).max(self.sentence.first), expression.first, |tag| {
                        matches!(tag, Tag::Hurt(_))
                    })
                    .filter(|_| {
                        noun.last == noun.first + 1
                            && self.word(noun.first).ends_with('s')
                            && self.habit.language != Language::Ar
                    });
                if (hurt.is_some() || hit.is_some()) && expression.sort == Sort::Count {
                    counted.noun = Some(Noun { tag: Tag::Responder, ..noun });
                }
            }
            match look_alike::reason(self, &counted) {
                Some(why) => self.look_alikes.push(LookAlike {
                    first: expression.first,
                    last: counted.last.max(expression.last),
                    why,
                }),
                None if self.worth_keeping(&counted) => self.counted.push(counted),
                None => {}
            }
            at = counted.expression.last.max(at + 1);
        }
    }

    fn quantity_at(&self, at: usize) -> Option<Expression> {
        if let Some(expression) = quantity::read(self.tokens, at, self.habit) {
            return Some(expression);
        }
        let token = &self.tokens[at];
        if !token.word() {
            return None;
        }
        if self.habit.language == Language::Ar && quantity::is_dual(token) && self.at(at, counts_in_the_dual).is_some()
        {
            return Some(quantity::dual(at));
        }
        quantity::all(self.tokens, at, self.habit.language)
    }

    /// *plusieurs*, *aucun*, *tous* count only in front of a noun that matters here.
    fn worth_keeping(&self, counted: &Counted) -> bool {
        let group = |tag| matches!(tag, Tag::Person(_) | Tag::Family | Tag::Vehicle(_) | Tag::Harm(_));
        match counted.expression.sort {
            Sort::Plural { .. } | Sort::Dual => counted.noun.is_some_and(|noun| group(noun.tag)),
            Sort::Nothing { alone } => alone || counted.noun.is_some_and(|noun| group(noun.tag)),
            Sort::All => self.all_of_somebody(counted),
            Sort::Majority => self.most_of_somebody(counted),
            Sort::Count | Sort::Share => true,
        }
    }

    fn all_of_somebody(&self, counted: &Counted) -> bool {
        // *le port de tous les départs* counts nobody.
        let movement = counted.noun.is_some_and(|noun| {
            ["depart", "arriv", "sortie", "transfer", "evacuation", "rescue"]
                .iter()
                .any(|stem| self.word(noun.first).starts_with(stem))
        });
        if movement {
            return false;
        }
        let next = self.word(counted.expression.last);
        let verb = matches!(
            next,
            "ont"
                | "sont"
                | "etaient"
                | "avaient"
                | "were"
                | "are"
                | "have"
                | "had"
                | "was"
                | "has"
                | "will"
                | "is"
                | "seront"
                | "must"
                | "should"
                | "would"
                | "doit"
                | "doivent"
                | "devra"
                | "devront"
                | "sera"
                | "aura"
                | "a"
                | "est"
                | "else"
        );
        let first = self.word(counted.expression.first);
        let pronoun = matches!(first, "everyone" | "everybody" | "tous" | "toutes" | "all")
            || self.word(counted.expression.last - 1) == "monde"
            || first.ends_with("هم");
        counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family)) || pronoun && verb
    }

    fn most_of_somebody(&self, counted: &Counted) -> bool {
        let next = self.word(counted.expression.last);
        let of_them = matches!(next, "of" | "d'" | "des" | "de")
            || self.word(counted.expression.first).ends_with("هم")
            || self.word(counted.expression.first).ends_with("هن");
        let verb = matches!(next, "ont" | "sont" | "etaient" | "avaient" | "were" | "are" | "have" | "had");
        counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family))
            || verb && self.word(counted.expression.first) != "surtout"
            || of_them
                && counted.noun.is_none()
                && matches!(self.word(counted.expression.last + 1), "them" | "entre" | "whom")
            || of_them && self.habit.language == Language::Ar
    }

    fn with_noun(&self, mut expression: Expression) -> Counted {
        let noun = if expression.sort == Sort::Dual {
            self.at(expression.first, counts_in_the_dual).map(as_noun)
        } else if expression.sort == (Sort::Nothing { alone: true }) {
            None
        } else {
            self.noun_after(&expression)
        };
        let mut last = noun.map_or(expression.noun_at, |noun| noun.last);
        let tailed = quantity::tail(self.tokens, expression, last, self.habit.language);
        if tailed.last > expression.last && !self.timed(last) {
            expression = tailed;
            last = last.max(expression.last);
        }
        Counted { expression, noun, last }
    }

    /// The noun that the quantity counts: past *de*, *of* and adjectives.
    fn noun_after(&self, expression: &Expression) -> Option<Noun> {
        let noun_tag = |tag: Tag| layer(tag) == 0;
        let mut at = expression.noun_at;
        let mut skipped = 0;
        let linked = |word: &str| {
            matches!(
                word,
                "de" | "d'" | "of" | "des" | "les" | "la" | "l'" | "the" | "من" | "a" | "an" | "his" | "their"
            )
        };
        let share = matches!(expression.sort, Sort::Share | Sort::Majority | Sort::All);
        loop {
            if self.timed(at) && !matches!(self.word(at), "h" | "heures") {
                return None;
            }
            if let Some(mark) = self.at(at, noun_tag).filter(|mark| mark.first >= expression.noun_at) {
                return Some(self.compound(as_noun(mark)));
            }
            let token = self.tokens.get(at)?;
            let opening = at == expression.noun_at;
            if matches!(token.kind, TokenKind::Mark('"' | '«' | '»' | '\'' | '-')) && (opening || token.glued()) {
                at += 1;
                continue;
            }
            // *half of the city's 80,000 people*: the possessor is not what is counted.
            if share && self.is_mark(at + 1, '\'') && self.word(at + 2) == "s" {
                return None;
            }
            // A second number: the noun comes after it (*9,000 inhabitants* in *half of the 9,000 inhabitants*) for shares only.
            if !token.word() {
                return None;
            }
            let word = token.fold.as_str();
            if let Some(mark) = self
                .at(at, |tag| matches!(tag, Tag::Move(..)))
                .filter(|_| opening && matches!(expression.sort, Sort::Nothing { alone: false }))
            {
                // *aucune sortie*, *no evacuation*: the movement itself is counted.
                return Some(Noun { first: at, last: mark.last, tag: Tag::Person(Group::All) });
            }
            // *371 Sennarans*: an English people's name.
            let people = self.habit.language == Language::En
                && token.capital
                && at > self.sentence.first
                && ["ans", "ians", "ese"].iter().any(|ending| word.ends_with(ending))
                && word.len() > 5;
            if people {
                return Some(Noun { first: at, last: at + 1, tag: Tag::Person(Group::Nationals) });
            }
            if self.at(at, |tag| tag == Tag::Stop).is_some_and(|mark| mark.last > at + 1) {
                return None;
            }
            // *450 à évacuer*: the little word opens a phrase that decides the kind.
            let opens_phrase = self
                .at(at, |tag| matches!(tag, Tag::Move(_, force) if force != lexicon::Force::Weak))
                .is_some_and(|mark| mark.last > at + 1);
            if opens_phrase {
                return None;
            }
            if linked(word)
                && skipped == 0
                && (at <= expression.noun_at + 2)
                && !(self.habit.language == Language::En && word == "a")
            {
                at += 1;
                continue;
            }
            let adjective = self.at(at, |tag| tag == Tag::Adjective).is_some();
            let stop = self.at(at, |tag| tag == Tag::Stop).is_some()
                || self
                    .at(at, |tag| {
                        matches!(tag, Tag::Hurt(_))
                            || matches!(tag, Tag::Move(_, force) if force != lexicon::Force::Weak)
                    })
                    .is_some_and(|_| !adjective);
            if stop && !adjective {
                return None;
            }
            if !adjective {
                if self.habit.language != Language::En && !share {
                    return if skipped == 0 {
                        Some(Noun { first: at, last: at + 1, tag: Tag::Foreign("something else") })
                            .filter(|_| self.unknown_noun(at))
                    } else {
                        None
                    };
                }
                skipped += 1;
            }
            at += 1;
            if skipped > 3 {
                return self.unknown_noun(expression.noun_at).then_some(Noun {
                    first: expression.noun_at,
                    last: expression.noun_at + 1,
                    tag: Tag::Foreign("something else"),
                });
            }
            let next_stops = self
                .tokens
                .get(at)
                .is_none_or(|next| !next.word() && !next.mark('-') || self.at(at, |tag| tag == Tag::Stop).is_some());
            if next_stops && skipped > 0 {
                let first = expression.noun_at;
                return self.unknown_noun(at - 1).then_some(Noun {
                    first,
                    last: at,
                    tag: Tag::Foreign("something else"),
                });
            }
        }
    }

    /// A word that does nothing we know of is taken for a noun of something else.
    fn unknown_noun(&self, at: usize) -> bool {
        let known = |tag: Tag| {
            matches!(
                tag,
                Tag::Move(..)
                    | Tag::Hurt(_)
                    | Tag::Stop
                    | Tag::Adjective
                    | Tag::Part
                    | Tag::Say
                    | Tag::Exists
                    | Tag::Standing
                    | Tag::Future
                    | Tag::Need
                    | Tag::Joining
                    | Tag::Each(_)
            )
        };
        let proper = self.habit.language != Language::Ar
            && at > self.sentence.first
            && self.sentence.line != Line::Headline
            && self.tokens.get(at).is_some_and(|token| token.capital && !token.shouted);
        self.tokens.get(at).is_some_and(Token::word) && self.at(at, known).is_none() && !proper
    }

    /// *school buses*, *police officers*: in English the last noun is the head.
    fn compound(&self, mut noun: Noun) -> Noun {
        if self.habit.language != Language::En {
            return noun;
        }
        loop {
            let next = noun.last + usize::from(self.is_mark(noun.last, '-'));
            match self.at(next, |tag| layer(tag) == 0) {
                Some(mark) if !matches!(mark.tag, Tag::Harm(_)) && !self.timed(next) => {
                    noun = Noun { first: noun.first, ..as_noun(mark) }
                }
                _ => return noun,
            }
        }
    }
}

fn counts_in_the_dual(tag: Tag) -> bool {
    matches!(tag, Tag::Person(_) | Tag::Family | Tag::Vehicle(_) | Tag::Harm(_) | Tag::Area(_))
}

fn as_noun(mark: Mark) -> Noun {
    Noun { first: mark.first, last: mark.last, tag: mark.tag }
}

impl Noun {
    /// The unit in which this noun is counted.
    pub(crate) fn unit(&self) -> Unit {
        match self.tag {
            Tag::Family => Unit::Family,
            Tag::Vehicle(unit) | Tag::Area(unit) => unit,
            _ => Unit::Person,
        }
    }

    /// The group that this noun names.
    pub(crate) fn group(&self) -> Group {
        match self.tag {
            Tag::Person(group) | Tag::Harm(group) => group,
            _ => Group::All,
        }
    }
}

/// All phrases of the sentence, longest of each layer at each place, none inside a longer one of its layer.
fn marks(tokens: &[Token], first: usize, habit: Habit) -> Vec<Mark> {
    let primary = lexicon::of(habit.language);
    let secondary = match habit.language {
        Language::Fr if habit.mixed => Some(lexicon::of(Language::En)),
        Language::En if habit.mixed => Some(lexicon::of(Language::Fr)),
        _ => None,
    };
    let mut marks: Vec<Mark> = Vec::new();
    let mut found: Vec<Match> = Vec::new();
    let mut covered = [0usize; 18];
    for at in first..tokens.len() {
        if !tokens[at].word() && !tokens[at].mark('°') && !tokens[at].mark('€') && !tokens[at].mark('$') {
            continue;
        }
        found.clear();
        primary.matches(tokens, at, &mut found);
        if let Some(other) = secondary.filter(|_| found.is_empty()) {
            other.matches(tokens, at, &mut found);
        }
        // The longest first, so that a shorter one of its layer can be told to be inside it.
        found.sort_by_key(|candidate| std::cmp::Reverse(candidate.end));
        let before = marks.len();
        for candidate in &found {
            let layer = usize::from(layer(candidate.tag));
            let longest = marks[before..]
                .iter()
                .filter(|mark| usize::from(self::layer(mark.tag)) == layer)
                .map(|mark| mark.last)
                .max();
            let inside = covered[layer] > at && candidate.end <= covered[layer];
            let repeated = marks[before..].iter().any(|mark| mark.tag == candidate.tag);
            if !inside && !repeated && longest.is_none_or(|longest| longest == candidate.end) {
                marks.push(Mark { first: at, last: candidate.end, tag: candidate.tag, future: candidate.future });
            }
        }
        for mark in &marks[before..] {
            let layer = usize::from(layer(mark.tag));
            covered[layer] = covered[layer].max(mark.last);
        }
    }
    marks
}
