//! Counts, not names: what an operation file must not hold (rule R1 of what Couloir does to do no harm), and what notes must
//! not hold either (R2).

use super::column::Table;
use super::fault::{Fault, codes};

/// Words that begin or end the name of a column for personal data, in English, French and Arabic.
const WORDS: &[&str] = &[
    "surname",
    "firstname",
    "lastname",
    "fullname",
    "forename",
    "maiden",
    "father",
    "mother",
    "person",
    "patient",
    "contact",
    "driver",
    "birth",
    "birthdate",
    "birthday",
    "dob",
    "phone",
    "telephone",
    "mobile",
    "gsm",
    "whatsapp",
    "email",
    "passport",
    "ssn",
    "ethnicity",
    "ethnic",
    "race",
    "religion",
    "religious",
    "sect",
    "confession",
    "party",
    "nationality",
    "citizenship",
    "biometric",
    "fingerprint",
    "photo",
    "prénom",
    "prenom",
    "naissance",
    "téléphone",
    "portable",
    "passeport",
    "ethnie",
    "nationalité",
    "nationalite",
    "اسم",
    "الاسم",
    "اللقب",
    "الميلاد",
    "هاتف",
    "الهاتف",
    "الجنسية",
    "الدين",
    "العرق",
    "الطائفة",
    "جواز",
];

/// Several words that only together are personal.
const PHRASES: &[&str] = &[
    "first_name",
    "last_name",
    "family_name",
    "given_name",
    "full_name",
    "id_number",
    "national_id",
    "identity_card",
    "nom_de_famille",
];

/// Names that are personal where rows are people, and ordinary elsewhere.
const IN_GROUPS: &[&str] =
    &["name", "names", "nom", "noms", "head_of_family", "head_of_household", "family", "note", "notes"];

/// The word by which the name of an unknown column seems to hold personal data.
pub(super) fn personal_word(table: &Table, key: &str) -> Option<&'static str> {
    let phrase = PHRASES.iter().find(|phrase| key.contains(**phrase));
    let word = || WORDS.iter().find(|word| key.split('_').any(|part| part == **word));
    let in_groups = || IN_GROUPS.iter().find(|word| table.name == "groups" && key == **word);
    phrase.or_else(word).or_else(in_groups).copied()
}

/// Why such a column is refused.
pub(super) fn fault(name: &str, word: &str) -> Fault {
    Fault::new(
        codes::PERSONAL,
        format!("a column that seems to hold personal data (`{word}`): `{}`", super::grid::shown(name)),
        "delete it: Couloir keeps counts, not names; such data can put people in danger when the file is lost, and no plan \
         needs them. For families that must stay together use the table `groups`, with a random token",
    )
}

/// True when a note holds a run of digits as long as a telephone or document number.
pub(super) fn holds_a_number_of_a_person(note: &str) -> bool {
    let mut digits = 0;
    for letter in super::number::plain(note).chars() {
        match letter {
            '0'..='9' => digits += 1,
            // Numbers are written with such marks inside.
            ' ' | '-' | '/' | '(' | ')' | '.' | '+' => {}
            _ => digits = 0,
        }
        if digits >= 8 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tables::{GROUPS, SITES};
    use super::*;

    #[test]
    fn columns_for_personal_data_are_seen_in_three_languages() {
        for key in ["first_name", "date_of_birth", "phone", "driver_phone", "religion", "date_de_naissance", "الجنسية"]
        {
            assert!(personal_word(&SITES, key).is_some(), "{key}");
        }
        assert!(personal_word(&GROUPS, "name").is_some());
        assert!(personal_word(&SITES, "berhts").is_none());
        assert!(personal_word(&SITES, "birthing_centre").is_none());
    }

    #[test]
    fn a_telephone_number_in_a_note_is_seen() {
        assert!(holds_a_number_of_a_person("call +420 777 123 456"));
        assert!(!holds_a_number_of_a_person("from 06:00 to 18:00, 1800 people, gate 3"));
    }
}
