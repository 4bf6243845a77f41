//! Quantity expressions: a number with the words that bend it, wherever it stands.

use super::claim::{Modifier, Quantity, Span, Unit};
use super::hedge;
use super::lexicon::Language;
use super::number::{self, Habit, Number, Shape};
use super::token::{Kind, Token};
use super::wording;

/// What sort of quantity it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sort {
    Count,
    Share,
    /// *aucun*: `alone` if it stands without a noun, as *personne* does.
    Nothing {
        alone: bool,
    },
    Majority,
    All,
    /// An Arabic dual: the noun is the quantity.
    Dual,
    /// *plusieurs bus*, *a few buses*.
    Plural {
        few: bool,
    },
}

/// A quantity expression: tokens `first..last`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Expression {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Tokens of the number alone.
    pub(crate) number_first: usize,
    /// Where the counted noun is to be looked for.
    pub(crate) noun_at: usize,
    pub(crate) modifier: Modifier,
    pub(crate) value: f64,
    pub(crate) upper: f64,
    pub(crate) few: bool,
    pub(crate) sort: Sort,
    pub(crate) figures: bool,
}

/// The quantity expression that begins at `at`.
pub(crate) fn read(tokens: &[Token], at: usize, habit: Habit) -> Option<Expression> {
    let language = habit.language;
    // *no fewer than 60* is no *no*.
    let bends = wording::before(tokens, at, language).map_or(at, |(_, end)| end);
    if let Some((alone, end)) = wording::none(tokens, at, language).filter(|(_, end)| *end >= bends) {
        return Some(special(at, end, Modifier::None, 0.0, Sort::Nothing { alone }));
    }
    if tokens[at].digits()
        && tokens[at].fold == "0"
        && number::read(tokens, at, habit).is_some_and(|number| number.end == at + 1)
    {
        return Some(special(at, at + 1, Modifier::None, 0.0, Sort::Nothing { alone: false }));
    }
    if let Some(end) = wording::majority(tokens, at, language) {
        return Some(special(at, end, Modifier::Majority, 0.5, Sort::Majority));
    }
    if let Some(expression) = plural(tokens, at, language) {
        return Some(expression);
    }
    // *quelques dizaines* is *a few*, not *about*.
    let few = number::read(tokens, at, habit).filter(|number| matches!(number.shape, Shape::Indefinite { few: true }));
    if let Some(number) = few {
        return Some(with_tail(tokens, plain(at, at, number, None), language));
    }
    let mut next = at;
    let mut modifier = None;
    let mut first = at;
    while let Some((found, end)) = wording::before(tokens, next, language).filter(|_| next < at + 6) {
        // *quelque*, *some* inside a stronger wording add nothing; *only* and *que* are left out of the wording.
        if found == Modifier::Exact {
            if modifier.is_none() {
                first = end;
            }
        } else if modifier.is_none_or(|held| held == Modifier::About) {
            modifier = Some(found);
        }
        next = end;
    }
    let bent = next > at;
    if bent {
        next += usize::from(
            matches!(
                tokens.get(next).map(|token| token.fold.as_str()),
                Some("de" | "d'" | "of" | "les" | "des" | "la" | "the" | "a" | "ال")
            ) && number::read(tokens, next, habit).is_none(),
        );
    }
    let number = number::read(tokens, next, habit);
    let ranged = range(tokens, if bent { first } else { at }, next, number, habit);
    if let Some((start, end, low, high)) = ranged {
        let mut expression = counted(start, end, Modifier::Range, low, high, next.max(start), Sort::Count);
        let last = tokens.get(end.wrapping_sub(1));
        if last.is_some_and(|token| token.mark('%')) || high <= 1.0 && low < high {
            expression.sort = Sort::Share;
        }
        return Some(with_tail(tokens, expression, language));
    }
    let number = number?;
    let expression = plain(first.min(next), next, number, modifier);
    Some(with_tail(tokens, expression, language))
}

fn special(first: usize, last: usize, modifier: Modifier, value: f64, sort: Sort) -> Expression {
    Expression {
        first,
        last,
        number_first: first,
        noun_at: last,
        modifier,
        value,
        upper: value,
        few: false,
        sort,
        figures: false,
    }
}

/// *tous les habitants*, *everyone*: the whole, if `at` begins such words.
pub(crate) fn all(tokens: &[Token], at: usize, language: Language) -> Option<Expression> {
    wording::all(tokens, at, language).map(|end| special(at, end, Modifier::Exact, 1.0, Sort::All))
}

/// The noun at `at` in its dual.
pub(crate) fn dual(at: usize) -> Expression {
    Expression { noun_at: at, ..special(at, at + 1, Modifier::Exact, 2.0, Sort::Dual) }
}

/// Arabic nouns in the dual whose ending does not tell them from a plural.
const DUALS: &[&str] = &[
    "شخصان",
    "شخصين",
    "طفلان",
    "طفلين",
    "رجلان",
    "رجلين",
    "مريضان",
    "مريضين",
    "قتيلان",
    "قتيلين",
    "جريحان",
    "جريحين",
    "مصابان",
    "شهيدان",
    "مفقودان",
    "مقاتلان",
    "راكبان",
    "باصان",
    "باصين",
    "قاربان",
    "قاربين",
    "زورقان",
    "زورقين",
    "مركبان",
    "مركبين",
    "قطاران",
    "قطارين",
    "هكتاران",
    "هكتارين",
    "سيارتا",
    "سيارتي",
    "حافلتا",
    "حافلتي",
    "سفينتا",
    "طائرتا",
    "شاحنتا",
];

/// Whether an Arabic noun is in the dual.
pub(crate) fn is_dual(token: &Token) -> bool {
    let fold = token.fold.as_str();
    let bare = fold.strip_prefix('و').unwrap_or(fold);
    let bare = bare.strip_prefix("ال").unwrap_or(bare);
    token.arabic() && (bare.ends_with("تان") || bare.ends_with("تين") || DUALS.contains(&bare))
}

fn counted(
    first: usize,
    last: usize,
    modifier: Modifier,
    value: f64,
    upper: f64,
    number_first: usize,
    sort: Sort,
) -> Expression {
    Expression { first, last, number_first, noun_at: last, modifier, value, upper, few: false, sort, figures: true }
}

fn plain(first: usize, number_first: usize, number: Number, modifier: Option<Modifier>) -> Expression {
    let natural = match number.shape {
        Shape::Collective => Modifier::About,
        Shape::Indefinite { .. } => Modifier::Indefinite,
        _ => Modifier::Exact,
    };
    // *près de milliers* makes no interval: an indefinite plural stays one, unless bounded from one side.
    let modifier = match (number.shape, modifier) {
        (Shape::Indefinite { .. }, _) => Modifier::Indefinite,
        (_, Some(modifier)) => modifier,
        (_, None) => natural,
    };
    let first = if modifier == natural { number_first } else { first };
    Expression {
        first,
        last: number.end,
        number_first,
        noun_at: number.end,
        modifier,
        value: number.value,
        upper: number.value,
        few: matches!(number.shape, Shape::Indefinite { few: true }),
        sort: if number.shape == Shape::Share { Sort::Share } else { Sort::Count },
        figures: number.figures,
    }
}

/// *plusieurs bus*, *several buses*, *quelques camions*, *عدة حافلات*.
fn plural(tokens: &[Token], at: usize, language: Language) -> Option<Expression> {
    let fold = tokens[at].fold.as_str();
    let (few, length) = match (language, fold, tokens.get(at + 1).map_or("", |token| token.fold.as_str())) {
        (Language::Fr, "plusieurs", _) => (false, 1),
        (Language::Fr, "quelques", _) => (true, 1),
        (Language::En, "several", _) => (false, 1),
        (Language::En, "a", "few") => (true, 2),
        (Language::En, "a", "handful") => (true, 3),
        (Language::Ar, "عده" | "بضعه" | "بضع", _) => (false, 1),
        _ => return None,
    };
    // *plusieurs centaines* is read with its number; *quelques 300* is *quelque*.
    if number::read(tokens, at, Habit { language, mixed: false }).is_some()
        || number::read(tokens, at + length, Habit { language, mixed: false }).is_some()
    {
        return None;
    }
    Some(Expression { few, ..special(at, at + length, Modifier::Indefinite, 1.0, Sort::Plural { few }) })
}

/// `A à B`, `entre A et B`, `A-B`, `between A and B`, `بين A وB`: first and last token, A and B.
fn range(
    tokens: &[Token],
    at: usize,
    next: usize,
    number: Option<Number>,
    habit: Habit,
) -> Option<(usize, usize, f64, f64)> {
    let word = |index: usize| tokens.get(index).map_or("", |token| token.fold.as_str());
    let opener = match word(next) {
        "entre" | "between" | "بين" => 2,
        "de" | "from" | "من" => 1,
        "ما" if word(next + 1) == "بين" => 3,
        _ => 0,
    };
    let (start, first) = match opener {
        0 => (at, number?),
        3 => (next, number::read(tokens, next + 2, habit)?),
        _ => (next, number::read(tokens, next + 1, habit)?),
    };
    if matches!(first.shape, Shape::Indefinite { .. }) {
        return None;
    }
    let end = first.end;
    // *est passé de 7 à 9*, *rose from 7 to 9*: two figures, not a range.
    let moved = (next.saturating_sub(4)..next).any(|index| {
        [
            "pass",
            "rose",
            "risen",
            "fell",
            "fallen",
            "increas",
            "decreas",
            "grew",
            "grown",
            "revised",
            "went",
            "drop",
            "climb",
            "jump",
            "revu",
            "revis",
            "ramen",
            "ارتفع",
            "تراجع",
        ]
        .iter()
        .any(|stem| word(index).starts_with(stem))
    });
    if moved && (opener == 1 || next > 0 && matches!(word(next - 1), "de" | "from" | "من")) {
        return None;
    }
    let mut links: Vec<usize> = Vec::new();
    match word(end) {
        "a" | "ou" if habit.language != Language::En || habit.mixed => links.push(end + 1),
        "et" if opener == 2 => links.push(end + 1),
        "to" | "or" => links.push(end + 1),
        "and" if opener == 2 => links.push(end + 1),
        "الي" | "او" | "و" => links.push(end + 1),
        "وحتي" | "حتي" if opener > 0 => links.push(end + 1),
        fold if fold.starts_with('و') && opener >= 2 => links.push(end),
        _ => {}
    }
    let glued_dash = tokens.get(end).is_some_and(|token| matches!(token.kind, Kind::Mark('-' | '–')));
    if glued_dash && tokens.get(end + 1).is_some_and(|token| token.glued() == tokens[end].glued()) {
        links.push(end + 1);
    }
    if tokens.get(end).is_some_and(|token| token.mark(',')) {
        let hedge = usize::from(word(end + 1) == "peut")
            * (2 + usize::from(tokens.get(end + 2).is_some_and(|token| token.mark('-'))))
            + usize::from(matches!(word(end + 1), "perhaps" | "maybe" | "possibly" | "voire" | "ربما"));
        if hedge > 0 {
            links.push(end + 1 + hedge);
        }
    }
    // *fifty, sixty souls*, *trois mille, quatre mille*
    let spoken = tokens.get(end).is_some_and(|token| token.mark(','))
        && !first.figures
        && first.value >= 2.0
        && number::read(tokens, end + 1, habit).is_some_and(|second| {
            !second.figures
                && second.value > first.value
                && second.value <= 1.5 * first.value
                && !matches!(word(second.end), "et" | "and")
                && !tokens
                    .get(second.end)
                    .is_some_and(|token| token.mark(',') && number::read(tokens, second.end + 1, habit).is_some())
        });
    if spoken {
        links.push(end + 1);
    }
    for link in links {
        let mut second = number::read(tokens, link, habit).or_else(|| {
            let token = tokens.get(link)?;
            let bare = token.fold.strip_prefix('و')?;
            let stripped = Token { fold: bare.to_owned(), ..token.clone() };
            let mut rest = vec![stripped];
            rest.extend(tokens[link + 1..].iter().take(5).cloned());
            number::read(&rest, 0, habit).map(|number| Number { end: number.end + link, ..number })
        })?;
        if matches!(second.shape, Shape::Indefinite { .. }) {
            return None;
        }
        let (mut low, high) = (first.value, second.value);
        if second.shape == Shape::Share && first.shape == Shape::Plain && low > 1.0 {
            low /= 100.0;
        }
        // In a range the multiplier is shared: *cinq à six cents*, *7 à 8.000*.
        let shared = if second.multiplier > 1.0 {
            second.multiplier
        } else if second.figures && high >= 1000.0 && high % 1000.0 == 0.0 {
            1000.0
        } else {
            1.0
        };
        if low * shared < high && low < high / shared && first.multiplier == 1.0 {
            low *= shared;
        }
        if low < high {
            second.end = second.end.max(link + 1);
            return Some((start, second.end, low, high));
        }
    }
    None
}

/// A modifier right after the number: *500 au moins*, *20+*, *1,200 or so*.
fn with_tail(tokens: &[Token], mut expression: Expression, language: Language) -> Expression {
    if tokens.get(expression.last).is_some_and(|token| token.mark('+') && token.glued()) {
        expression.modifier = Modifier::AtLeast;
        expression.last += 1;
        expression.noun_at = expression.last;
        return expression;
    }
    expression = tail(tokens, expression, expression.last, language);
    expression
}

/// Takes a modifier at `at`, which stands right after the number or right after its noun.
pub(crate) fn tail(tokens: &[Token], mut expression: Expression, at: usize, language: Language) -> Expression {
    let open = matches!(expression.modifier, Modifier::Exact)
        || expression.modifier == Modifier::About && expression.last == expression.noun_at;
    if !open || !matches!(expression.sort, Sort::Count | Sort::Share) {
        return expression;
    }
    if let Some((modifier, end)) = wording::after(tokens, at, language) {
        // *environ 300* after another number belongs to the next one.
        let next_number = number::read(tokens, end, Habit { language, mixed: false }).is_some();
        if !next_number {
            expression.modifier = modifier;
            if at == expression.last {
                expression.noun_at = end;
            }
            expression.last = end;
        }
    }
    expression
}

impl Expression {
    /// The quantity in `unit`; `text` is the whole report.
    pub(crate) fn quantity(&self, unit: Unit, tokens: &[Token], text: &str) -> Quantity {
        let unit = match self.sort {
            Sort::Share | Sort::Majority | Sort::All => Unit::Share,
            _ => unit,
        };
        let whole_numbers = !matches!(unit, Unit::Share | Unit::Km2 | Unit::Ha);
        let value = if whole_numbers { self.value.round() } else { self.value };
        let (low, best, mut high) = hedge::bounds(self.modifier, value, self.upper, self.few, whole_numbers);
        if unit == Unit::Share {
            high = Some(high.map_or(1.0, |high| high.min(1.0)));
        }
        let (first, last) = (&tokens[self.first], &tokens[self.last - 1]);
        Quantity {
            low,
            best,
            high,
            unit,
            modifier: self.modifier,
            wording: text.get(first.start..last.end).unwrap_or_default().to_owned(),
            span: Span { start: first.from, end: last.to },
        }
    }
}
