//! Planning again, whole: each disturbance is answered with a plan that the judge accepts and that leaves the rest alone.

use couloir::again::{Asked, NOTICE, again};
use couloir::bench::again::{Answer, Disturbance, Running, answer};
use couloir::bench::generate::{Family, Size, generate};
use couloir_model::clock::{MOMENT_MAX, Moment, Window};
use couloir_model::diff::{Change, Kind, Movement, TOLERANCE};
use couloir_model::format::{bench, situation};
use couloir_model::id::{ConfigurationId, ShelterId, SiteId, VehicleId};
use couloir_model::load::Load;
use couloir_model::plan::Plan;
use couloir_model::quantity::{People, Permille, Seconds};
use couloir_model::scenario::{Language, Scenario, Stretch};
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Progress, Watch};
use couloir_publish::difference::{Difference, difference};

struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

fn running() -> (Scenario, TravelTimes, Plan) {
    let instance = generate(Family::Rich, Size::M, 1);
    let (scenario, travel) = bench::read_instance(&bench::write_instance(&instance)).expect("it can be read");
    let config = Config { seed: 1, iterations: Some(400), workers: 1 };
    let plan = couloir_planner::plan(&scenario, &travel, &config, &Patience).plan;
    (scenario, travel, plan)
}

fn answered(disturbance: Disturbance) -> Answer {
    let (scenario, travel, plan) = running();
    let config = Config { seed: 1, iterations: Some(400), workers: 1 };
    let running = Running { scenario: &scenario, travel: &travel, plan: &plan };
    answer(running, disturbance, &config, Seconds(600), || Patience).expect("it is answered")
}

fn check(disturbance: Disturbance) {
    let answer = answered(disturbance);
    assert!(answer.violations.is_empty(), "{}", answer.violations.join("\n"));
    let (untouched, stand) = answer.untouched;
    assert!(stand * 10 >= untouched * 9, "{answer:?}");
    assert!(answer.changes > 0, "a disturbance changes something: {answer:?}");
}

#[test]
fn a_breakdown_leaves_the_untouched_movements_alone() {
    check(Disturbance::Breakdown);
}

#[test]
fn a_closure_leaves_the_untouched_movements_alone() {
    check(Disturbance::Closure);
}

#[test]
fn more_people_leave_the_untouched_movements_alone() {
    check(Disturbance::MorePeople);
}

#[test]
fn a_full_shelter_leaves_the_untouched_movements_alone() {
    check(Disturbance::ShelterFull);
}

/// What may go wrong in an operation, each by itself: every passage closed for an hour or for good, every shelter full, 40 % more
/// people at every site, a vehicle of every class broken down.
fn all_that_may_go_wrong(scenario: &Scenario, plan: &Plan, now: Moment) -> Vec<(String, Situation)> {
    let known = Situation::as_planned(scenario, plan, now, Seconds(24 * 3600));
    let mut all = Vec::new();
    let mut otherwise = |what: String, change: &dyn Fn(&mut Situation)| {
        let mut situation = known.clone();
        change(&mut situation);
        all.push((format!("{what}, at {} s", now.0), situation));
    };
    let soon = now + Seconds(600);
    for passage in scenario.passage_ids() {
        for until in [soon + Seconds(3600), MOMENT_MAX] {
            let window = Window::new(soon, until).expect("in order");
            let name = &scenario.passage(passage).name;
            otherwise(format!("{name} closed until {}", until.0), &|situation| {
                situation.close(Stretch::Passage(passage), window, "the radio");
            });
        }
    }
    for shelter in scenario.shelter_ids() {
        otherwise(format!("{} full", scenario.shelter(shelter).name), &|situation| situation.fill(shelter));
    }
    for site in scenario.site_ids() {
        otherwise(format!("more at {}", scenario.site(site).name), &|situation| situation.scale(site, Permille(1400)));
    }
    for class in scenario.class_ids() {
        let vehicle = scenario.vehicle_ids().find(|vehicle| scenario.vehicle(*vehicle).class == class);
        let Some(vehicle) = vehicle else { continue };
        otherwise(format!("{} broken down", scenario.vehicle(vehicle).name), &|situation| {
            situation.break_down(vehicle)
        });
    }
    all
}

/// On the flood town nearly every closure of its bridge and every full shelter was once answered with movements that never came.
#[test]
fn whatever_goes_wrong_in_an_example_is_answered_with_a_plan_that_the_judge_accepts() {
    for example in ["flood-town", "island", "baghouz"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(example);
        couloir::new::unpack(example, &path).unwrap();
        let operation = couloir::files::load(&path).operation.unwrap();
        let (scenario, travel) = (&operation.scenario, &operation.travel);
        let config = Config { seed: 1, iterations: Some(300), workers: 1 };
        let adopted = couloir::turn::turn(scenario, travel, &config, &Patience).plan;
        for part in [2, 5, 8] {
            let now = Moment(adopted.clearance.0 * part / 10);
            for (what, situation) in all_that_may_go_wrong(scenario, &adopted, now) {
                let asked = Asked {
                    scenario,
                    travel,
                    adopted: &adopted,
                    situation: &situation,
                    notice: NOTICE,
                    tolerance: TOLERANCE,
                    worths: &[Seconds(600), Seconds(0)],
                };
                let config = Config { seed: 1, iterations: Some(60), workers: 1 };
                for near in again(&asked, &config, &Patience).expect("they agree") {
                    let said = near.verdict.violations.iter().map(|one| one.finding(scenario).to_string());
                    let said: Vec<String> = said.collect();
                    assert!(said.is_empty(), "{example}, {what}: {}", said.join("\n"));
                }
            }
        }
    }
}

#[test]
fn a_situation_is_read_back_as_written() {
    let (scenario, _, plan) = running();
    for part in [0, 3, 7, 10] {
        let now = Moment(plan.clearance.0 * part / 10);
        let mut known = Situation::as_planned(&scenario, &plan, now, Seconds(3600));
        known.break_down(VehicleId(0));
        known.fill(ShelterId(1));
        let text = situation::write(&scenario, &known);
        assert_eq!(situation::read(&text, "now.toml", &scenario), Ok(known), "{text}");
    }
}

#[test]
fn every_fault_of_a_situation_is_reported_at_once() {
    let (scenario, _, _) = running();
    let text = "format = \"couloir/situation/1\"\nnow = \"half past two\"\n[[vehicle]]\nname = \"nobody\"\n[[announced]]\nvehicle = \"none\"\ntrips = [1]\n";
    let findings = situation::read(text, "now.toml", &scenario).expect_err("three faults");
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.0).collect();
    let unknown = "couloir::situation::unknown_name";
    assert_eq!(codes, ["couloir::situation::bad_moment", unknown, unknown]);
}

#[test]
fn a_change_is_read_out_in_a_plain_sentence() {
    let (scenario, _, plan) = running();
    let movement = |trip, depart: u64, people| Movement {
        trip,
        configuration: ConfigurationId(0),
        stops: vec![(SiteId(0), Load::of(vec![People(people)]))],
        shelter: ShelterId(1),
        depart: Moment(depart),
        starts: vec![Moment(depart + 600), Moment(depart + 3000)],
    };
    let change = |kind, before, after| Change { vehicle: VehicleId(0), kind, before, after };
    let changes = [
        change(Kind::Retimed, Some(movement(1, 3600, 40)), Some(movement(1, 7200, 40))),
        change(Kind::GivenUp, Some(movement(2, 10_800, 30)), None),
        change(Kind::Added, None, Some(movement(3, 14_400, 12))),
    ];
    let input = Difference { scenario: &scenario, before: &plan, after: &plan, changes: &changes, now: Moment(1800) };
    let said = difference(&input, Language::English);
    let vehicle = &scenario.vehicles[0].name;
    let (site, shelter) = (&scenario.sites[0].name, &scenario.shelters[1].name);
    for line in [
        format!("\n{vehicle}\n"),
        format!(
            "  trip 2: leaves at 02:00 (was 01:00), loads 40 at {site} at 02:10, unloads at {shelter} at 02:50 (was 01:50)\n"
        ),
        format!("  trip 3, 03:00: does not go to {site}; nothing in its place\n"),
        format!(
            "  new trip 4 (new sheet): leaves at 04:00, loads 12 at {site} at 04:10, unloads at {shelter} at 04:50\n"
        ),
    ] {
        assert!(said.contains(&line), "{line}{said}");
    }
    for language in [Language::French, Language::Arabic] {
        assert!(!difference(&input, language).contains('{'), "everything is filled in");
    }
}
