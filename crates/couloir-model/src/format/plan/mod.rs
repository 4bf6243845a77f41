//! Plans as JSON, `couloir/plan/1`: names instead of positions, so that a person can read one without its operation.
//!
//! All times are whole seconds since the operation's start, all counts whole people. One line a vehicle, so that two plans
//! can be compared line by line.

mod read;
mod wire;
mod write;

pub use read::{Read, operation_name, read};
pub use write::write;

/// What stands in the field `format` of every plan file.
pub const FORMAT: &str = "couloir/plan/1";

/// The JSON Schema (draft 2020-12) of a plan file.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(wire::Plan).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bound::{Binding, ClearanceBound};
    use crate::clock::{Moment, Opening, UnixSeconds, Window};
    use crate::id::*;
    use crate::interval::{Interval, PlanFor};
    use crate::load::{Capacity, Load};
    use crate::plan::{Convoy, Making, NotMoved, Parts, Passing, Plan, Reason, Route, Stop, Trip, Unloading, Visit};
    use crate::quantity::{People, Permille, PersonSeconds, Seconds};
    use crate::scenario::*;
    use crate::travel::Heading;
    use proptest::prelude::*;

    fn scenario() -> Scenario {
        let at_once = ServiceTime { fixed: Seconds(60), per_person: vec![Seconds(5); 2] };
        let need = |name: &str| Need { name: name.into(), priority: Priority::default() };
        let waiting = Interval::exactly(People(30));
        Scenario::new(crate::scenario::Parts {
            name: "Gué".into(),
            start: UnixSeconds(1_550_800_800),
            time_zone: "Asia/Damascus".into(),
            languages: vec![Language::French],
            needs: vec![need("seated"), need("stretcher")],
            deadline: None,
            plan_for: PlanFor::Best,
            stops_max: None,
            places: vec![Place { name: "École".into(), position: None }, Place { name: "مخيم".into(), position: None }],
            sites: vec![Site {
                name: "École".into(),
                place: PlaceId(0),
                waiting: vec![Arrival { from: Moment::START, people: vec![waiting, Interval::default()] }],
                priority: Priority::default(),
                berths: None,
                loading: at_once.clone(),
                open: Opening::always(),
            }],
            shelters: vec![Shelter {
                name: "مخيم".into(),
                place: PlaceId(1),
                capacity: People(100),
                capacity_by_need: vec![None; 2],
                berths: None,
                unloading: at_once,
                reception_per_hour: None,
                open: Opening::always(),
            }],
            depots: vec![Depot { name: "Dépôt".into(), place: PlaceId(1) }],
            classes: vec![Class {
                name: "car".into(),
                configurations: vec![Configuration {
                    name: "50 places".into(),
                    capacity: Capacity::of(vec![People(50), People(0)]),
                }],
                reconfiguration: Seconds::ZERO,
                travel: Permille::ONE,
                boarding: Permille::ONE,
                access: Access::default(),
                driving_max: None,
                range: None,
            }],
            vehicles: vec![Vehicle {
                name: "car 1".into(),
                class: ClassId(0),
                depot: DepotId(0),
                available_from: Moment::START,
                available_until: None,
                fitted: None,
            }],
            passages: vec![Passage {
                name: "pont".into(),
                position: None,
                open: Opening::always(),
                headway: Seconds::ZERO,
                direction: Direction::BothWays,
                screening: Screening::default(),
                convoy: None,
                passed: Passed::default(),
            }],
            escorts: vec![EscortTeam {
                name: "B".into(),
                passage: PassageId(0),
                available_from: Moment::START,
                available_until: None,
                escorting: Seconds(60),
                way_back: Seconds(60),
            }],
            closures: vec![Closure {
                stretch: Stretch::Passage(PassageId(0)),
                window: Window::new(Moment(90_000), Moment(99_000)).unwrap(),
                said_by: "mairie".into(),
            }],
            groups: vec![Group { token: "7K2".into(), site: SiteId(0), people: Load::of(vec![People(4), People(0)]) }],
        })
        .unwrap()
    }

    fn visit(depart: u64) -> Visit {
        let passing = Passing {
            passage: PassageId(0),
            reach: Moment(depart + 10),
            enter: Moment(depart + 10),
            leave: Moment(depart + 10),
            convoy: Some(ConvoyId(0)),
        };
        Visit {
            depart: Moment(depart),
            passings: vec![passing],
            arrive: Moment(depart + 100),
            not_before: Moment(depart + 120),
            join: Moment(depart + 120),
            start: Moment(depart + 120),
            end: Moment(depart + 330),
        }
    }

    fn plan() -> Plan {
        let load = |seated, stretcher| Load::of(vec![People(seated), People(stretcher)]);
        Plan::new(Parts {
            parent: Some(PlanId([7; 16])),
            scenario: ScenarioId([9; 16]),
            made: Making { program: "couloir 0.1.0".into(), seed: 1, iterations: 1000, workers: 2 },
            planned: vec![load(30, 0)],
            routes: vec![Route {
                vehicle: VehicleId(0),
                trips: vec![Trip {
                    configuration: ConfigurationId(0),
                    stops: vec![Stop { site: SiteId(0), load: load(29, 0), groups: vec![GroupId(0)], visit: visit(0) }],
                    unloading: Unloading { shelter: ShelterId(0), visit: visit(330) },
                }],
            }],
            convoys: vec![Convoy {
                passage: PassageId(0),
                heading: Heading::Inward,
                enter: Moment(10),
                vehicles: vec![VehicleId(0)],
                escorts: vec![EscortId(0)],
            }],
            not_moved: vec![NotMoved {
                site: SiteId(0),
                people: load(1, 0),
                reason: Reason::NoSeats { need: NeedId(1) },
            }],
            clearance: Moment(660),
            person_seconds: PersonSeconds(19_140),
            driving: Seconds(200),
            bound: Some(ClearanceBound { at_least: Moment(600), binding: Binding::ShelterBerths(Some(ShelterId(0))) }),
        })
    }

    #[test]
    fn a_plan_is_read_back_as_written_with_the_same_name() {
        let text = write(&scenario(), &plan());
        let back = read(&text, "plan.json", &scenario()).unwrap();
        assert_eq!(back.plan, plan());
        assert_eq!(back.named, Some(plan().id()));
    }

    #[test]
    fn a_plan_changed_by_hand_no_longer_has_its_name() {
        let text = write(&scenario(), &plan()).replace("\"seated\":29", "\"seated\":28");
        let back = read(&text, "plan.json", &scenario()).unwrap();
        assert_ne!(Some(back.plan.id()), back.named);
    }

    #[test]
    fn every_unknown_name_is_reported_and_not_only_the_first() {
        let text = write(&scenario(), &plan()).replace("École", "Ecole").replace("car 1", "car 7");
        let findings = read(&text, "plan.json", &scenario()).unwrap_err();
        assert!(findings.iter().any(|finding| finding.message.ends_with("`Ecole`")));
        assert!(findings.iter().any(|finding| finding.message.ends_with("`car 7`")));
    }

    #[test]
    fn a_vehicle_stands_on_one_line() {
        let text = write(&scenario(), &plan());
        assert!(text.lines().any(|line| line.contains("car 1") && line.contains("مخيم")));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let _ = read(&text, "plan.json", &scenario());
        }
    }
}
