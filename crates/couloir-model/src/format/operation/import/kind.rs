//! Which table a feature belongs to, from the words that people use in three languages.

use super::super::column::Table;
use super::super::tables::{DEPOTS, PASSAGES, PLACES, SHELTERS, SITES};

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Where people wait.
    Site,
    /// Where they are received.
    Shelter,
    /// Where vehicles start.
    Depot,
    /// A bridge, checkpoint, gate or corridor.
    Passage,
    /// A point that only travel times go through.
    Place,
}

/// The words for each kind, as [`folded`] gives them.
const WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::Site,
        &[
            "site",
            "sites",
            "pickup",
            "pickups",
            "pick up",
            "pick ups",
            "pick up point",
            "pick up points",
            "pickup point",
            "pickup points",
            "pick up site",
            "pick up sites",
            "assembly",
            "assembly point",
            "assembly points",
            "assembly area",
            "muster point",
            "muster points",
            "gathering point",
            "collection point",
            "rassemblement",
            "point de rassemblement",
            "points de rassemblement",
            "point de ramassage",
            "site de ramassage",
            "موقع",
            "مواقع",
            "تجمع",
            "نقطه تجمع",
            "نقاط تجمع",
            "نقاط التجمع",
        ],
    ),
    (
        Kind::Shelter,
        &[
            "shelter",
            "shelters",
            "refuge",
            "refuges",
            "camp",
            "camps",
            "reception",
            "reception site",
            "reception sites",
            "reception centre",
            "reception center",
            "reception centres",
            "reception centers",
            "collective centre",
            "collective center",
            "evacuation centre",
            "evacuation center",
            "rest centre",
            "social facility",
            "abri",
            "abris",
            "accueil",
            "centre d accueil",
            "centres d accueil",
            "centre d hebergement",
            "centres d hebergement",
            "hebergement",
            "مركز ايواء",
            "مراكز ايواء",
            "مراكز الايواء",
            "ماوي",
            "ملجا",
            "مخيم",
            "مخيمات",
        ],
    ),
    (
        Kind::Depot,
        &[
            "depot",
            "depots",
            "base",
            "bases",
            "garage",
            "garages",
            "motor pool",
            "vehicle base",
            "parc de vehicules",
            "مستودع",
            "مراب",
            "قاعده",
        ],
    ),
    (
        Kind::Passage,
        &[
            "passage",
            "passages",
            "bridge",
            "bridges",
            "checkpoint",
            "checkpoints",
            "check point",
            "check points",
            "gate",
            "gates",
            "crossing",
            "crossings",
            "crossing point",
            "border control",
            "border crossing",
            "corridor",
            "corridors",
            "tunnel",
            "tunnels",
            "pont",
            "ponts",
            "point de controle",
            "points de controle",
            "poste de controle",
            "point de passage",
            "couloir",
            "جسر",
            "جسور",
            "حاجز",
            "حواجز",
            "معبر",
            "معابر",
            "ممر",
            "ممرات",
            "بوابه",
            "نقطه تفتيش",
        ],
    ),
    (
        Kind::Place,
        &[
            "place",
            "places",
            "junction",
            "junctions",
            "waypoint",
            "waypoints",
            "node",
            "nodes",
            "lieu",
            "lieux",
            "carrefour",
            "carrefours",
            "مكان",
            "اماكن",
            "تقاطع",
        ],
    ),
];

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Site, Self::Shelter, Self::Depot, Self::Passage, Self::Place];

    /// The table that it is kept in.
    #[must_use]
    pub const fn table(self) -> &'static Table {
        match self {
            Self::Site => &SITES,
            Self::Shelter => &SHELTERS,
            Self::Depot => &DEPOTS,
            Self::Passage => &PASSAGES,
            Self::Place => &PLACES,
        }
    }

    /// Its name: `site`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.table().row
    }

    /// The kind that a word or a few words name: `Points de rassemblement`, `checkpoint`, `جسر`.
    #[must_use]
    pub fn of_words(words: &str) -> Option<Self> {
        let folded = folded(words);
        WORDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(kind, _)| *kind)
    }

    /// The kind that a heading names, which may say more than the kind: `Shelters (north bank)`. Nothing where its words name two.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        Self::of_words(heading).or_else(|| {
            let folded = format!(" {} ", folded(heading));
            let names = |words: &[&str]| words.iter().any(|word| folded.contains(&format!(" {word} ")));
            let mut found = WORDS.iter().filter(|(_, words)| names(words)).map(|(kind, _)| *kind);
            found.next().filter(|_| found.next().is_none())
        })
    }
}

/// Lower case, words with one blank between them, without the accents of French and the variants of Arabic letters.
fn folded(text: &str) -> String {
    let plain = super::super::number::plain(text).to_lowercase();
    let letters: String = plain.chars().filter_map(bare).collect();
    letters
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The letter without accent; nothing for marks that stand above or below letters.
pub(super) const fn bare(letter: char) -> Option<char> {
    Some(match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' => 'i',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => 'o',
        'û' | 'ü' | 'ù' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | 'ـ' => return None,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_their_words_in_three_languages() {
        for (words, kind) in [
            ("Site", Kind::Site),
            ("assembly-points", Kind::Site),
            ("Points de rassemblement", Kind::Site),
            ("نقطة تجمّع", Kind::Site),
            ("CENTRE D’HÉBERGEMENT", Kind::Shelter),
            ("مراكز الإيواء", Kind::Shelter),
            ("Dépôt", Kind::Depot),
            ("checkpoint", Kind::Passage),
            ("جسر", Kind::Passage),
            ("Carrefour", Kind::Place),
        ] {
            assert_eq!(Kind::of_words(words), Some(kind), "{words}");
        }
        assert_eq!(Kind::of_words("school"), None);
    }

    #[test]
    fn a_heading_may_say_more_than_the_kind_but_not_two_kinds() {
        assert_eq!(Kind::of_heading("Shelters (north bank)"), Some(Kind::Shelter));
        assert_eq!(Kind::of_heading("02 Ponts"), Some(Kind::Passage));
        assert_eq!(Kind::of_heading("Sites and shelters"), None);
        assert_eq!(Kind::of_heading("Websites"), None);
    }

    #[test]
    fn every_word_is_written_as_it_is_compared() {
        for word in WORDS.iter().flat_map(|(_, words)| *words) {
            assert_eq!(folded(word), *word);
        }
    }
}
