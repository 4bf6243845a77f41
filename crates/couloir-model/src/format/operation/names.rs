//! Names: what counts as the same one, and which one was probably meant.

/// The form in which two spellings of one name are equal: lower case, blanks collapsed, unseen marks taken out.
pub(super) fn key(name: &str) -> String {
    let seen: String = name.chars().filter(|letter| !super::number::is_unseen(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The form in which two spellings of one column are equal: `Loading fixed (min)` is `loading_fixed_min`.
pub(super) fn column_key(name: &str) -> String {
    let plain = super::number::plain(name).to_lowercase();
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// The candidate nearest to `name`, if it is near enough to be a slip: at most one letter in three differs.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = key(name);
    let letters = wanted.chars().count();
    // Comparing takes time by the product of the lengths, and nobody misspells a page of text.
    if letters == 0 || letters > 100 {
        return None;
    }
    let distance = |candidate: &str| strsim::osa_distance(&wanted, &key(candidate));
    let ranked = candidates.into_iter().take(2_000).filter(|candidate| candidate.chars().count() <= 200);
    let (nearest, distance) = ranked.map(|candidate| (candidate, distance(candidate))).min_by_key(|(_, far)| *far)?;
    (distance <= (letters / 3).max(1)).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_two_letters_finds_the_column() {
        assert_eq!(nearest("berhts", ["open", "berths", "people"]), Some("berths"));
        assert_eq!(nearest("colour", ["open", "berths", "people"]), None);
    }

    #[test]
    fn a_column_is_known_however_it_is_typed() {
        assert_eq!(column_key("\u{feff}Loading fixed (min) "), "loading_fixed_min");
        assert_eq!(column_key("PEOPLE-low"), "people_low");
    }
}
