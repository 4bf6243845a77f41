//! Wordings that have misled readers before, each on its own.

use couloir_evidence::read::claim::{Certainty, Group, Kind, Modifier, Scope, Unit};
use couloir_evidence::read::{self, Claim, Context, Form, Language};

/// The claims of a body text published on Tuesday 12 March 2024.
fn claims(text: &str, language: Language) -> Vec<Claim> {
    let context = Context {
        language: Some(language),
        form: Some(Form::Agency),
        ..Context::published("2024-03-12".parse().unwrap())
    };
    read::read(text, &context)
}

fn fr(text: &str) -> Vec<Claim> {
    claims(text, Language::Fr)
}

fn en(text: &str) -> Vec<Claim> {
    claims(text, Language::En)
}

/// Kind, low, best, high, unit.
type Figure = (Kind, f64, Option<f64>, Option<f64>, Unit);

/// Kind, low, best, high, unit of each claim with a quantity.
fn figures(claims: &[Claim]) -> Vec<Figure> {
    claims
        .iter()
        .filter_map(|claim| claim.quantity.as_ref().map(|q| (claim.kind, q.low, q.best, q.high, q.unit)))
        .collect()
}

fn exact(kind: Kind, value: f64, unit: Unit) -> Figure {
    (kind, value, Some(value), Some(value), unit)
}

#[test]
fn au_moins_is_a_lower_bound_and_no_sign() {
    assert_eq!(
        figures(&fr("Au moins 340 personnes ont quitté la ville.")),
        [(Kind::PeopleLeft, 340.0, Some(340.0), None, Unit::Person)]
    );
}

#[test]
fn a_list_dash_and_a_range_are_no_minus() {
    assert_eq!(figures(&fr("- 26 camions sont partis.")), [exact(Kind::Vehicles, 26.0, Unit::Truck)]);
    assert_eq!(
        figures(&fr("Quelque 60-70 personnes ont été évacuées.")),
        [(Kind::PeopleLeft, 60.0, Some(65.0), Some(70.0), Unit::Person)]
    );
}

#[test]
fn pres_du_village_is_a_place_and_pres_de_30_a_number() {
    let found = fr("Près de 30 bus sont partis, et 12 camions attendaient près du village.");
    assert_eq!(
        figures(&found),
        [(Kind::Vehicles, 27.0, Some(30.0), Some(30.0), Unit::Bus), exact(Kind::Vehicles, 12.0, Unit::Truck)]
    );
}

#[test]
fn cinq_a_six_cents_shares_its_hundred() {
    assert_eq!(
        figures(&fr("Cinq à six cents habitants ont été évacués.")),
        [(Kind::PeopleLeft, 500.0, Some(550.0), Some(600.0), Unit::Person)]
    );
    assert_eq!(
        figures(&fr("Entre 7 et 8.000 civils ont fui.")),
        [(Kind::PeopleLeft, 7000.0, Some(7500.0), Some(8000.0), Unit::Person)]
    );
}

#[test]
fn numbers_in_words_are_read_whole() {
    assert_eq!(
        figures(&fr("Mille deux cents personnes ont été évacuées.")),
        [exact(Kind::PeopleLeft, 1200.0, Unit::Person)]
    );
    assert_eq!(
        figures(&fr("Quatre-vingt-dix-sept personnes ont été évacuées.")),
        [exact(Kind::PeopleLeft, 97.0, Unit::Person)]
    );
}

#[test]
fn a_modifier_covers_only_the_first_of_two_numbers() {
    let found = en("About 9,400 residents and 1,100 tourists left on Monday.");
    assert_eq!(
        figures(&found),
        [
            (Kind::PeopleLeft, 8460.0, Some(9400.0), Some(10340.0), Unit::Person),
            exact(Kind::PeopleLeft, 1100.0, Unit::Person)
        ]
    );
    assert_eq!(found[1].group, Some(Group::Tourists));
}

#[test]
fn mardi_deja_is_a_day_and_no_running_total() {
    let found = fr("Mardi déjà, 200 personnes avaient quitté la ville.");
    assert_eq!(found[0].scope, Some(Scope::Increment));
    assert_eq!(found[0].when.start.unwrap().to_string(), "2024-03-12");
}

#[test]
fn a_total_is_not_an_increment() {
    let found = fr("Lundi, 300 personnes ont été évacuées, portant à 1.900 le total depuis le 2 mars.");
    assert_eq!((found[0].scope, found[1].scope), (Some(Scope::Increment), Some(Scope::Cumulative)));
    assert_eq!(found[1].when.start.unwrap().to_string(), "2024-03-02");
    assert_eq!(found[1].when.end.unwrap().to_string(), "2024-03-11");
}

#[test]
fn a_and_not_b_keeps_both_and_supersedes_b() {
    let found = en("Officials said 386 people, not 388, had left on Monday.");
    assert_eq!(
        figures(&found),
        [exact(Kind::PeopleLeft, 386.0, Unit::Person), exact(Kind::PeopleLeft, 388.0, Unit::Person)]
    );
    assert_eq!((found[0].certainty, found[1].certainty), (Certainty::Asserted, Certainty::Superseded));
}

#[test]
fn a_correction_in_a_later_line_supersedes_the_earlier_one() {
    let context = Context {
        language: Some(Language::En),
        form: Some(Form::Log),
        ..Context::published("2024-03-12".parse().unwrap())
    };
    let found = read::read(
        "LOG - ALPHA NET\n1005 BASE: approx 250 waiting at Camp 4.\n1010 BASE: correction, 215 waiting at Camp 4, I say again 215.\n",
        &context,
    );
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].certainty, found[1].certainty), (Certainty::Superseded, Certainty::Asserted));
}

#[test]
fn the_same_caption_twice_is_one_claim_and_its_repetition() {
    let found = fr(
        "Titre du jour\n\nPhoto: 340 habitants évacués de la ville.\n\nLe préfet a parlé.\n\nPhoto: 340 habitants évacués de la ville.\n",
    );
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].same_as, Some(0));
}

#[test]
fn a_truck_with_trailer_is_no_truck() {
    assert_eq!(
        figures(&fr("26 camions et 9 camions-remorques sont partis.")),
        [exact(Kind::Vehicles, 26.0, Unit::Truck), exact(Kind::Vehicles, 9.0, Unit::TruckTrailer)]
    );
}

#[test]
fn a_french_car_is_a_bus_and_an_english_car_is_a_car() {
    assert_eq!(figures(&fr("Douze cars sont partis.")), [exact(Kind::Vehicles, 12.0, Unit::Bus)]);
    assert_eq!(figures(&en("Twelve cars left the town.")), [exact(Kind::Vehicles, 12.0, Unit::Car)]);
}

#[test]
fn an_arabic_dual_is_two() {
    assert_eq!(
        figures(&claims("وصلت حافلتان إلى المدينة الثلاثاء.", Language::Ar)),
        [exact(Kind::Vehicles, 2.0, Unit::Bus)]
    );
}

#[test]
fn names_ages_measures_and_capacities_are_no_claims() {
    for text in [
        "Le quartier des Quatre-Chemins a été évacué.",
        "Une femme de 83 ans a été hélitreuillée à 12 km de la RN 4.",
        "Le gymnase, prévu pour 350, a été évacué.",
        "Trois campings ont été vidés et 38 bovins transportés.",
        "Environ 450 pompiers et 4 Canadair étaient engagés.",
        "Il n'y a plus de pain dans la ville.",
        "Le bourg, qui compte 9 400 habitants, a été évacué.",
        "Tel 06 12 34 56 78.",
    ] {
        assert_eq!(figures(&fr(text)), [], "{text}");
    }
    for text in [
        "Fire Chief Dana Okoro, 52, left.",
        "The town of 9,000 was evacuated.",
        "A hall with seats for 600 was opened.",
        "Two babies were born at sea.",
        "Three Forks was evacuated along Highway 16.",
    ] {
        assert_eq!(figures(&en(text)), [], "{text}");
    }
}

#[test]
fn a_negation_without_a_movement_is_no_claim() {
    assert_eq!(figures(&fr("Personne ne dort sous tente et nous ne forcerons personne.")), []);
    let none = fr("Personne n'a quitté la ville mardi.");
    assert_eq!(none[0].quantity.as_ref().map(|q| (q.modifier, q.high)), Some((Modifier::None, Some(0.0))));
}

#[test]
fn families_are_never_turned_into_persons() {
    let found = fr("2 960 personnes, soit 592 ménages, ont été évacuées lundi.");
    assert_eq!(
        figures(&found),
        [exact(Kind::PeopleLeft, 2960.0, Unit::Person), exact(Kind::PeopleLeft, 592.0, Unit::Family)]
    );
    assert_eq!(found[1].same_as, Some(0));
}

#[test]
fn a_rate_is_never_multiplied_out() {
    let found = en("Nine buses left on Monday with about thirty people aboard each bus.");
    assert_eq!(figures(&found)[1], (Kind::PeopleLeft, 27.0, Some(30.0), Some(33.0), Unit::Person));
    assert!(found[1].per.is_some());
}

#[test]
fn the_language_is_found_by_itself() {
    for (text, language) in [
        ("Trois cents personnes ont quitté la ville.", Language::Fr),
        ("Three hundred people left the town.", Language::En),
        ("غادر ثلاثمئة شخص المدينة.", Language::Ar),
    ] {
        let reading = read::reading(text, &Context::published("2024-03-12".parse().unwrap()));
        assert_eq!(reading.language, language);
        assert_eq!(figures(&reading.claims), [exact(Kind::PeopleLeft, 300.0, Unit::Person)], "{text}");
    }
}
