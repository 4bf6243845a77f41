//! The words that bend a number: *près de*, *at least*, *نحو*, and the words that stand for one: *aucun*, *most*.

use super::claim::Modifier;
use super::lexicon::{Language, phrase_end};
use super::token::Token;

type Words = Vec<(&'static str, bool)>;

/// Before the number.
const BEFORE: &[(Language, Modifier, &str)] = &[
    (
        Language::Fr,
        Modifier::About,
        "environ; quelque; quelques; a peu pres; autour de; autour d'; autour des; de l' ordre de; de l' ordre d'; env; env .; ~; ≈; ±; approximativement; grosso modo; dans les; pas loin d' environ; a peu de chose pres; aux alentours de; aux environs de; approx; approx .",
    ),
    (
        Language::Fr,
        Modifier::Nearly,
        "pres de; pres d'; presque; quasiment; pas loin de; pas loin d'; quasi; non loin de; bientot",
    ),
    (
        Language::Fr,
        Modifier::MoreThan,
        "plus de; plus d'; un peu plus de; un peu plus d'; au dela de; bien plus de; plus des; largement plus de; bien au dela de; un peu plus des; >",
    ),
    (
        Language::Fr,
        Modifier::AtLeast,
        "au moins; au minimum; pas moins de; pas moins d'; min; min .; minimum; ≥; a tout le moins; du moins",
    ),
    (
        Language::Fr,
        Modifier::LessThan,
        "moins de; moins d'; moins des; un peu moins de; un peu moins d'; <; bien moins de",
    ),
    (
        Language::Fr,
        Modifier::AtMost,
        "au plus; au maximum; max; max .; jusqu' a; jusqu'a; pas plus de; pas plus d'; tout au plus; maximum; ≤; un maximum de; au max",
    ),
    (
        Language::Fr,
        Modifier::Exact,
        "exactement; precisement; seulement; tres exactement; un total de; au total de; seuls; seules; que; seul; a peine; rien que; tout juste; juste; pour un total de",
    ),
    (
        Language::En,
        Modifier::About,
        "about; around; some; roughly; approximately; approx; approx .; abt; abt .; circa; c .; ca; ca .; ~; ≈; ±; in the region of; in the order of; something like; an estimated; est; est .; estimated; more or less; or so; upward of about; some estimated",
    ),
    (
        Language::En,
        Modifier::Nearly,
        "nearly; almost; close to; just under; just short of; not far off; approaching; nearing; very nearly; well nigh; slightly less than; slightly under; shy of; just shy of",
    ),
    (
        Language::En,
        Modifier::MoreThan,
        "more than; over; above; upwards of; upward of; well over; just over; in excess of; greater than; slightly more than; slightly over; a little over; a little more than; exceeding; >; well above; far more than; no less more than; north of",
    ),
    (
        Language::En,
        Modifier::AtLeast,
        "at least; no fewer than; no less than; not less than; not fewer than; min; min .; minimum; a minimum of; ≥; at a minimum",
    ),
    (Language::En, Modifier::LessThan, "fewer than; less than; under; below; <; well under; short of"),
    (
        Language::En,
        Modifier::AtMost,
        "at most; up to; as many as; no more than; not more than; max; max .; a maximum of; maximum; at the most; ≤; as much as; at max",
    ),
    (
        Language::En,
        Modifier::Exact,
        "exactly; precisely; only; just; barely; hardly; scarcely; a mere; a bare; fully; as few as; a total of; a further; another; all; the; in total; totalling",
    ),
    (
        Language::Ar,
        Modifier::About,
        "نحو; ~; ≈; بنحو; حوالي; بحوالي; زهاء; تقريبا; ما يناهز; قرابه ال; ما يقدر ب; ما يعادل; حول; بحدود; في حدود",
    ),
    (Language::Ar, Modifier::Nearly, "قرابه; ما يقارب; ما يقرب من; ما يقارب من; يقارب; يقرب من; نحو ما يقارب; مايقارب"),
    (
        Language::Ar,
        Modifier::MoreThan,
        "اكثر من; ما يزيد علي; ما يزيد عن; يزيد علي; يزيد عن; تزيد علي; تزيد عن; ازيد من; فوق; ما يفوق; يفوق; اكثر من نحو; تجاوز; يتجاوز; تتجاوز",
    ),
    (Language::Ar, Modifier::AtLeast, "ما لا يقل عن; لا يقل عن; لا تقل عن; علي الاقل; ما لايقل عن; لا يقلون عن"),
    (Language::Ar, Modifier::LessThan, "اقل من; ما دون; دون; ما يقل عن"),
    (
        Language::Ar,
        Modifier::AtMost,
        "لا يتجاوز; لا تتجاوز; لا تزيد علي; لا يزيد علي; لا تزيد عن; لا يزيد عن; بحد اقصي; ما لا يزيد علي; ما لا يزيد عن; حتي; لا يتعدي; علي الاكثر; ما لا يتجاوز; كحد اقصي",
    ),
    (Language::Ar, Modifier::Exact, "فقط; سوي; بالضبط; تحديدا"),
];

/// After the number or its noun.
const AFTER: &[(Language, Modifier, &str)] = &[
    (
        Language::Fr,
        Modifier::About,
        "environ; env; approximativement; a peu pres; peu ou prou; plus ou moins; a la louche",
    ),
    (Language::Fr, Modifier::AtLeast, "au moins; au minimum; minimum; mini; au bas mot; voire plus; et plus; ou plus"),
    (Language::Fr, Modifier::AtMost, "au plus; au maximum; maximum; max; maxi; tout au plus; au grand maximum; au max"),
    (
        Language::En,
        Modifier::About,
        "or so; approximately; approx; roughly; more or less; give or take; odd; or thereabouts; ish; abt; est",
    ),
    (
        Language::En,
        Modifier::AtLeast,
        "at least; or more; minimum; at a minimum; if not more; and counting; plus people",
    ),
    (Language::En, Modifier::AtMost, "at most; maximum; max; at the most; tops; or fewer; or less"),
    (Language::Ar, Modifier::About, "تقريبا; بالتقريب"),
    (Language::Ar, Modifier::AtLeast, "علي الاقل; كحد ادني; بحد ادني; او اكثر; فاكثر"),
    (Language::Ar, Modifier::AtMost, "علي الاكثر; كحد اقصي; بحد اقصي"),
];

/// Words that stand for zero, with whether they stand without a noun.
const NONE: &[(Language, bool, &str)] = &[
    (
        Language::Fr,
        false,
        "aucun; aucune; pas un seul; pas une seule; pas un; pas une; nul; nulle; ni; zero; sans aucun; sans aucune",
    ),
    (Language::Fr, true, "plus personne; personne; plus aucun d' entre eux; aucun d' entre eux; aucune d' entre elles"),
    (Language::En, false, "no; not a single; not one; zero; nil; neither; no more"),
    (Language::En, true, "no one; nobody; none; no - one; not a soul; not a single person; none of them; no one else"),
    (Language::Ar, false, "اي; ايه; صفر; لا يوجد اي; ايا من"),
    (Language::Ar, true, "احد; لا احد; اي احد; اي شخص; احدا"),
];

const MAJORITY: &[(Language, &str)] = &[
    (
        Language::Fr,
        "la plupart; une majorite; la majorite; surtout; principalement; en majorite; majoritairement; essentiellement; pour la plupart; la grande majorite; en grande majorite; une large majorite; une grande majorite; en grande partie; la quasi totalite; pour l' essentiel; l' essentiel",
    ),
    (
        Language::En,
        "most; mostly; mainly; the majority; a majority; the vast majority; predominantly; chiefly; largely; primarily; the bulk",
    ),
    (Language::Ar, "معظم; اغلب; غالبيه; معظمهم; اغلبهم; غالبيتهم; معظمهن; اغلبيه; اغلبيتهم; غالبا; غالبيتها; معظمها"),
];

const ALL: &[(Language, &str)] = &[
    (
        Language::Fr,
        "tous les; toutes les; l' ensemble des; l' ensemble de; la totalite des; la totalite de; tout le monde; tous; toutes; tous ses; tous leurs; l' integralite des",
    ),
    (
        Language::En,
        "all the; all of the; all; everyone; everybody; all its; all of them; all their; every resident; the entire population; all of its; every one of the; all remaining",
    ),
    (Language::Ar, "كل; جميع; كافه; جميعهم; كلهم; كافتهم; مجمل"),
];

/// The modifier that begins at `at`, and where it ends; the longest wins.
pub(crate) fn before(tokens: &[Token], at: usize, language: Language) -> Option<(Modifier, usize)> {
    modifier(before_table(language), tokens, at)
}

/// The modifier that begins at `at`, right after a number or its noun.
pub(crate) fn after(tokens: &[Token], at: usize, language: Language) -> Option<(Modifier, usize)> {
    modifier(after_table(language), tokens, at)
}

/// A word for zero at `at`: whether it stands without a noun, and where it ends.
pub(crate) fn none(tokens: &[Token], at: usize, language: Language) -> Option<(bool, usize)> {
    // *أحد عشر* is eleven.
    if language == Language::Ar && tokens.get(at + 1).is_some_and(|token| matches!(token.fold.as_str(), "عشر" | "عشره"))
    {
        return None;
    }
    let rows = NONE.iter().filter(|row| row.0 == language);
    rows.filter_map(|row| longest(row.2, tokens, at).map(|end| (row.1, end))).max_by_key(|(_, end)| *end)
}

/// *la plupart*, *most*, *معظم* at `at`: where it ends.
pub(crate) fn majority(tokens: &[Token], at: usize, language: Language) -> Option<usize> {
    MAJORITY.iter().filter(|row| row.0 == language).find_map(|row| longest(row.1, tokens, at))
}

/// *tous*, *all*, *كل* at `at`: where it ends.
pub(crate) fn all(tokens: &[Token], at: usize, language: Language) -> Option<usize> {
    ALL.iter().filter(|row| row.0 == language).find_map(|row| longest(row.1, tokens, at))
}

type Table = std::collections::HashMap<&'static str, Vec<(Modifier, Words)>>;

fn build(rows: &'static [(Language, Modifier, &'static str)], language: Language) -> Table {
    let mut table = Table::new();
    for (_, modifier, patterns) in rows.iter().filter(|row| row.0 == language) {
        for pattern in patterns.split(';').map(str::trim) {
            let words: Words = pattern.split_whitespace().map(|word| (word, false)).collect();
            if let Some(&(first, _)) = words.first() {
                table.entry(first).or_default().push((*modifier, words));
            }
        }
    }
    table
}

fn before_table(language: Language) -> &'static Table {
    static TABLES: std::sync::OnceLock<[Table; 3]> = std::sync::OnceLock::new();
    &TABLES.get_or_init(|| [Language::Fr, Language::En, Language::Ar].map(|language| build(BEFORE, language)))
        [language as usize]
}

fn after_table(language: Language) -> &'static Table {
    static TABLES: std::sync::OnceLock<[Table; 3]> = std::sync::OnceLock::new();
    &TABLES.get_or_init(|| [Language::Fr, Language::En, Language::Ar].map(|language| build(AFTER, language)))
        [language as usize]
}

fn modifier(table: &Table, tokens: &[Token], at: usize) -> Option<(Modifier, usize)> {
    let token = tokens.get(at)?;
    let found = |fold: &str| {
        let rows = table.get(fold)?;
        rows.iter()
            .filter_map(|(modifier, words)| phrase_end(words, tokens, at).map(|end| (*modifier, end)))
            .max_by_key(|(_, end)| *end)
    };
    if let super::token::Kind::Mark(mark) = token.kind {
        let mut sign = [0; 4];
        return found(mark.encode_utf8(&mut sign));
    }
    let bare = token.arabic().then(|| token.fold.strip_prefix('و').or_else(|| token.fold.strip_prefix('ب'))).flatten();
    found(&token.fold).or_else(|| bare.and_then(found))
}

fn longest(patterns: &'static str, tokens: &[Token], at: usize) -> Option<usize> {
    let fold = tokens.get(at)?.fold.as_str();
    if fold.is_empty() {
        return None;
    }
    let bare = fold.strip_prefix('و').unwrap_or(fold);
    let mut best = None;
    for pattern in patterns.split(';').map(str::trim) {
        let mut words = pattern.split_whitespace();
        let Some(first) = words.next() else { continue };
        if first != fold && first != bare {
            continue;
        }
        let rest: Words = std::iter::once((first, false)).chain(words.map(|word| (word, false))).collect();
        best = best.max(phrase_end(&rest, tokens, at));
    }
    best
}
