//! File names for things that people have named: safe everywhere, never the same twice, never out of the folder.

use std::collections::BTreeSet;

/// The longest name in characters; with the longest extension and folder it stays below every file system's limit.
const CHARS_MAX: usize = 48;

/// Names that Windows keeps for devices, whatever the extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// One file name (without extension) for each of `names`, in the same order.
///
/// Letters and digits of any script stay, all else becomes `-`; a name without any gets `fallback` and its number. Names
/// that would be the same on a file system that ignores case are told apart by a number.
pub(crate) fn file_names<'a>(names: impl IntoIterator<Item = &'a str>, fallback: &str) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let one = |(index, name): (usize, &str)| {
        let slug = slug(name);
        let base = match slug.as_str() {
            "" => format!("{fallback}-{}", index + 1),
            device if is_device(device) => format!("{fallback}-{device}"),
            _ => slug,
        };
        let mut candidate = base.clone();
        let mut number = 2;
        while !taken.insert(candidate.to_lowercase()) {
            candidate = format!("{base}-{number}");
            number += 1;
        }
        candidate
    };
    names.into_iter().enumerate().map(one).collect()
}

/// The longest form of `name` that `fits`, with `…` for what is left out. A number at its end stays, since it is what tells
/// `Camp 11` from `Camp 12`.
pub(crate) fn shortened(name: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(name) {
        return name.to_owned();
    }
    let (head, tail) = match name.trim_end().rsplit_once(char::is_whitespace) {
        Some((head, last)) if last.chars().count() <= 5 && last.chars().any(char::is_numeric) => (head, last),
        _ => (name, ""),
    };
    let mut kept: Vec<char> = head.chars().collect();
    while kept.pop().is_some() {
        let start: String = kept.iter().collect();
        let short = format!("{}…{tail}", start.trim_end());
        if fits(&short) {
            return short;
        }
    }
    "…".to_owned()
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().take(4 * CHARS_MAX) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let cut: String = slug.chars().take(CHARS_MAX).collect();
    cut.trim_matches('-').to_owned()
}

fn is_device(slug: &str) -> bool {
    let lower = slug.to_lowercase();
    let port = lower.strip_prefix("com").or_else(|| lower.strip_prefix("lpt"));
    DEVICES.contains(&lower.as_str()) || port.is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<String> {
        file_names(names.iter().copied(), "vehicle")
    }

    #[test]
    fn no_name_leaves_its_folder() {
        let names = named(&["../../etc/passwd", "..", "C:\\Windows", "/", "a/b", ".hidden", "x\0y"]);
        assert_eq!(names, ["etc-passwd", "vehicle-2", "C-Windows", "vehicle-4", "a-b", "hidden", "x-y"]);
    }

    #[test]
    fn names_that_differ_only_in_case_or_signs_get_other_files() {
        assert_eq!(named(&["Bus 1", "bus-1", "BUS_1", "bus-1-2"]), ["Bus-1", "bus-1-2", "BUS-1-3", "bus-1-2-2"]);
    }

    #[test]
    fn arabic_and_french_names_stay_readable() {
        assert_eq!(named(&["حافلة ١", "Minibus de l’École"]), ["حافلة-١", "Minibus-de-l-École"]);
    }

    #[test]
    fn a_shortened_name_keeps_the_number_that_tells_it_from_others() {
        let short = |name| shortened(name, |text| text.chars().count() <= 10);
        assert_eq!(short("Camp d’accueil 12"), "Camp d’…12");
        assert_eq!(short("Gymnase du Lycée"), "Gymnase d…");
        assert_eq!(short("Camp 12"), "Camp 12");
        assert_eq!(shortened("abc", |_| false), "…");
    }

    #[test]
    fn a_device_of_windows_is_no_file_name() {
        assert_eq!(named(&["CON", "com7", "common"]), ["vehicle-CON", "vehicle-com7", "common"]);
    }
}
