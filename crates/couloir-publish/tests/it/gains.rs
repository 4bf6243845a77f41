//! What binds, as people read it.

use crate::world;
use couloir_model::clock::Moment;
use couloir_model::quantity::{People, Seconds};
use couloir_publish::Language;
use couloir_publish::gains::{Gain, Gains, OneMore, gains};

fn shown(language: Language) -> String {
    let world = world::small();
    let input = world.input();
    let row = |more, people, sooner, at_most: Option<u64>| Gain {
        more,
        people,
        sooner: Seconds(sooner),
        at_most: at_most.map(Seconds),
    };
    let rows = [
        row(OneMore::Vehicle("car HR"), 45, 0, None),
        row(OneMore::Escort("Alpha"), 0, 5_400, Some(7_200)),
        row(OneMore::Hour("pont"), 0, 1_800, Some(7_200)),
        row(OneMore::Post("contrôle"), 0, 600, Some(7_200)),
        row(OneMore::Berth("école"), 0, 0, Some(900)),
        row(OneMore::Room("stade", People(50)), 0, 0, Some(0)),
    ];
    let (scenario, plan) = (input.scenario, input.plan);
    gains(&Gains { scenario, plan, clearance: Moment(36_000), not_out: 45, rows: &rows }, language)
}

#[test]
fn what_binds_is_a_table_in_three_languages() {
    let all = [Language::English, Language::French, Language::Arabic].map(shown);
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn nothing_is_left_to_be_filled_in() {
    for language in [Language::English, Language::French, Language::Arabic] {
        let text = shown(language);
        assert!(!text.contains(['{', '}']), "{text}");
    }
}
