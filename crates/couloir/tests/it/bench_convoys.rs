//! Generated instances with passages: read back as written, and passable.

use couloir::bench::generate::{Family, Size, generate};
use couloir_model::format::bench::{Instance, NeutralPassage, read_instance, write_instance};
use couloir_model::id::ClassId;
use couloir_model::travel::Heading;

#[test]
fn an_instance_with_convoys_follows_from_its_seed_and_can_be_read_back() {
    for seed in 1..7 {
        for size in [Size::S, Size::M, Size::L] {
            let instance = generate(Family::Convoy, size, seed);
            assert_eq!(instance, generate(Family::Convoy, size, seed));
            assert_ne!(instance, generate(Family::Convoy, size, seed + 3));
            let text = write_instance(&instance);
            assert_eq!(Instance::read(&text).unwrap(), instance, "{}", instance.name);
            let (scenario, _) = read_instance(&text).unwrap();
            assert!(scenario.passages.iter().all(couloir_model::scenario::Passage::is_regulated));
        }
    }
}

#[test]
fn every_passage_is_used_and_lies_on_its_legs() {
    for seed in 1..7 {
        let instance = generate(Family::Convoy, Size::L, seed);
        let (scenario, travel) = instance.operation().unwrap();
        let mut used = vec![[0, 0]; instance.passages.len()];
        for (from, to) in travel.pairs_with_crossings() {
            let leg = travel.common_table().leg(from, to).unwrap();
            let crossings = travel.crossings(&scenario, ClassId(0), from, to);
            assert!(crossings.iter().all(|crossing| crossing.offset <= leg.seconds));
            for crossing in crossings {
                used[crossing.passage.index()][usize::from(crossing.heading == Heading::Inward)] += 1;
            }
        }
        assert!(used.iter().all(|[outward, _]| *outward > 0), "{}: {used:?}", instance.name);
        for (passage, [_, inward]) in instance.passages.iter().zip(&used) {
            assert!(passage.one_way.is_none() || *inward > 0, "{}", instance.name);
        }
    }
}

#[test]
fn the_three_stories_differ_in_what_is_narrow() {
    let of = |seed| generate(Family::Convoy, Size::M, seed);
    let (pocket, flood, island) = (of(1), of(2), of(3));
    let escorted = |passage: &NeutralPassage| passage.convoy.is_some_and(|rule| rule.escorts > 0);
    assert!(pocket.passages.iter().any(escorted) && !pocket.escorts.is_empty());
    assert!(pocket.passages.iter().any(|passage| passage.screening_per_hour.is_some()));
    assert!(pocket.passages.iter().any(|passage| !passage.open.is_empty()));
    assert!(flood.passages.iter().all(|passage| passage.one_way.is_some()) && flood.escorts.is_empty());
    assert!(island.sites.iter().any(|site| !site.open.is_empty()));
    assert!(island.passages.iter().all(|passage| passage.one_way.is_some()));
}

#[test]
fn every_convoy_rule_can_be_kept() {
    for seed in 1..13 {
        for size in Size::ALL.into_iter().take(4) {
            let instance = generate(Family::Convoy, size, seed);
            for (index, passage) in instance.passages.iter().enumerate() {
                let Some(rule) = passage.convoy else { continue };
                let teams = instance.escorts.iter().filter(|team| team.passage == index).count();
                assert!(rule.escorts as usize <= teams);
                assert!(rule.vehicles_min.get() as usize <= instance.vehicles.len());
                assert!(rule.vehicles_max.is_none_or(|most| rule.vehicles_min <= most));
            }
        }
    }
}
