//! The pages.

use crate::world::{self, World};
use couloir_model::bound::{Binding, ClearanceBound};
use couloir_model::clock::Moment;
use couloir_model::id::{GroupId, SiteId};
use couloir_model::load::Load;
use couloir_model::plan::Plan;
use couloir_model::quantity::People;
use couloir_model::scenario::{Group, Scenario};
use couloir_publish::{File, Input, Language, publish};
use std::collections::BTreeMap;

const LANGUAGES: [Language; 3] = [Language::English, Language::French, Language::Arabic];

fn text(file: &File) -> &str {
    std::str::from_utf8(&file.bytes).unwrap()
}

fn pages(files: &[File]) -> impl Iterator<Item = (&str, &str)> {
    files.iter().filter(|file| file.path.ends_with(".html")).map(|file| (file.path.as_str(), text(file)))
}

/// The visits that a page lists, each with how often.
fn visits<'a>(pages: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut visits = BTreeMap::new();
    for page in pages {
        for part in page.split("data-visit=\"").skip(1) {
            *visits.entry(part.split('"').next().unwrap().to_owned()).or_default() += 1;
        }
    }
    visits
}

/// Every visit of the plan, as the pages name it.
fn planned(world: &World) -> BTreeMap<String, usize> {
    let mut planned = BTreeMap::new();
    for route in &world.plan.routes {
        for (index, trip) in route.trips.iter().enumerate() {
            for visit in 0..trip.visits().count() {
                let name = world.scenario.vehicle(route.vehicle).name.replace('\'', "&#x27;");
                let key = format!("{}/{name}/{}#{}", world.plan.id().short(), index + 1, visit + 1);
                planned.insert(key.replace('/', "&#x2f;"), 1);
            }
        }
    }
    planned
}

fn unescaped(visits: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    visits.into_iter().map(|(key, count)| (key.replace("&#x2f;", "/"), count)).collect()
}

#[test]
fn every_visit_is_once_on_its_drivers_sheet_once_in_the_print_file_and_once_at_its_place() {
    for world in [world::small(), world::large_of(30, 6)] {
        let files = publish(&world.input(), Language::French);
        let of = |test: &dyn Fn(&str) -> bool| {
            unescaped(visits(pages(&files).filter(|(path, _)| test(path)).map(|(_, page)| page)))
        };
        let planned = unescaped(planned(&world));
        assert!(planned.len() > 25);
        assert_eq!(of(&|path| path.starts_with("vehicles/")), planned);
        assert_eq!(of(&|path| path == "all-drivers.html"), planned);
        assert_eq!(of(&|path| path.starts_with("sites/") || path.starts_with("shelters/")), planned);
    }
}

#[test]
fn a_vehicles_visit_stands_on_the_sheet_of_that_place() {
    let world = world::small();
    let files = publish(&world.input(), Language::English);
    let site = pages(&files).find(|(path, _)| *path == "sites/مدرسة-الزهراء.html").unwrap().1;
    // Autocar 2 twice, and the second stop of the bus that comes from the other school.
    let visits = unescaped(visits([site].into_iter()));
    let names: Vec<_> = visits.keys().map(|key| key.split_once('/').unwrap().1).collect();
    assert_eq!(names, ["Autocar 2/1#1", "Autocar 2/2#1", "حافلة ٣/2#2"]);
}

#[test]
fn a_script_in_a_name_stays_text() {
    let world = world::small_named("<script>alert(1)</script>", "<img src=x onerror=alert(1)>&\"'</title>");
    for language in LANGUAGES {
        for file in publish(&world.input(), language) {
            if file.path.ends_with(".html") || file.path.ends_with(".svg") {
                let page = text(&file);
                assert!(!page.contains("<script"), "{}", file.path);
                assert!(!page.contains("<img"), "{}", file.path);
            }
        }
    }
}

#[test]
fn every_page_says_that_it_is_restricted_and_which_plan_it_tells_of() {
    let world = world::small();
    let restricted = ["do not publish or photograph", "ne pas publier ni photographier", "يُمنع النشر والتصوير"];
    for (language, restricted) in LANGUAGES.into_iter().zip(restricted) {
        let files = publish(&world.input(), language);
        let vehicles = world.plan.routes.len();
        assert_eq!(pages(&files).count(), 2 + vehicles + 3 + 2);
        for (path, page) in pages(&files) {
            let sheets = page.matches("<h1>").count();
            assert_eq!(page.matches(restricted).count() - svg_mentions(page, restricted), sheets, "{path}");
            assert!(page.contains(&world.plan.id().short()), "{path}");
        }
    }
}

/// The overview's charts say it too.
fn svg_mentions(page: &str, words: &str) -> usize {
    page.split("<desc").skip(1).filter(|part| part.split("</desc>").next().unwrap().contains(words)).count()
}

#[test]
fn arabic_pages_are_written_from_right_to_left() {
    let world = world::small();
    for (path, page) in pages(&publish(&world.input(), Language::Arabic)) {
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{path}");
    }
}

#[test]
fn no_page_says_that_a_place_is_empty() {
    let world = world::small();
    // The bound of a plan for which nobody was counted: what is not counted is not known, and not nobody.
    let mut parts = world.plan.clone().into_parts();
    parts.bound = Some(ClearanceBound { at_least: Moment::START, binding: Binding::Nothing });
    let for_nobody = Plan::new(parts);
    let words = [
        "empty",
        "all out",
        "everyone is out",
        "nobody waits",
        " vide",
        "personne n’attend",
        "خالٍ",
        "خالي",
        "فارغ",
        "لا أحد ينتظر",
    ];
    for plan in [&world.plan, &for_nobody] {
        let input = Input { plan, ..world.input() };
        for language in LANGUAGES {
            let files = publish(&input, language);
            let table = couloir_publish::table(&input, language);
            let texts =
                files.iter().map(|file| (file.path.as_str(), text(file))).chain([("the table", table.as_str())]);
            for (path, text) in texts {
                // Names of colours and of code do not count: only what is read.
                let lower = text.to_lowercase();
                for word in words {
                    assert!(!lower.contains(word), "{path}: {word}");
                }
            }
        }
    }
}

#[test]
fn travel_times_that_nobody_measured_and_an_unknown_zone_are_said_on_every_sheet() {
    let world = world::large_of(4, 2);
    for (path, page) in pages(&publish(&world.input(), Language::English)) {
        assert!(page.contains("NOBODY MEASURED THEM"), "{path}");
        assert!(page.contains("TIMES ARE IN UTC"), "{path}");
    }
}

#[test]
fn a_plan_that_nobody_checked_says_so_on_every_sheet() {
    let world = world::small();
    let files = publish(&Input { judged: None, ..world.input() }, Language::English);
    assert!(pages(&files).all(|(_, page)| page.contains("nobody has verified this plan")));
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    let world = world::small();
    for (path, page) in pages(&publish(&world.input(), Language::English)) {
        let outside = page.replace("http://www.w3.org/2000/svg", "");
        for word in ["http:", "https:", "src=", "@import", "<link", "<script"] {
            assert!(!outside.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn every_link_leads_to_a_file_of_the_folder() {
    for world in [world::small(), world::small_named("x", "../../etc/passwd")] {
        let files = publish(&world.input(), Language::Arabic);
        let mut links = 0;
        for (path, page) in pages(&files) {
            let up = path.contains('/');
            for href in page.split("href=\"").skip(1).map(|part| part.split('"').next().unwrap()) {
                let target = href.replace("&#x2f;", "/");
                let target = if up { target.strip_prefix("../").unwrap().to_owned() } else { target };
                // The plan itself is written beside these by whoever writes the folder.
                let known = target == "plan.json" || files.iter().any(|file| file.path == target);
                assert!(known, "{path}: {href}");
                links += 1;
            }
        }
        assert!(links > 30);
    }
}

#[test]
fn groups_stand_on_the_sheets_of_the_driver_and_the_site() {
    let world = world::small();
    let (mut parts, mut plan) = (world.scenario.clone().into_parts(), world.plan.clone().into_parts());
    let people = Load::of(vec![People(6), People(0), People(0)]);
    parts.groups.push(Group { token: "A1B2".to_owned(), site: SiteId(0), people });
    plan.routes[0].trips[0].stops[0].groups.push(GroupId(0));
    let world = World { scenario: Scenario::new(parts).unwrap(), plan: Plan::new(plan), ..world };
    let said = ["groups that board together", "groupes qui embarquent ensemble", "مجموعات تصعد معًا"];
    for (language, said) in LANGUAGES.into_iter().zip(said) {
        let files = publish(&world.input(), language);
        let with: Vec<_> = pages(&files).filter(|(_, page)| page.contains("A1B2 (6)") && page.contains(said)).collect();
        let paths: Vec<_> = with.iter().map(|(path, _)| *path).collect();
        assert_eq!(paths, ["all-drivers.html", "sites/École-Jules-Ferry.html", "vehicles/Autocar-1.html"]);
    }
}

#[test]
fn the_index_leads_to_the_plan_itself() {
    for language in LANGUAGES {
        let files = publish(&world::small().input(), language);
        let index = pages(&files).find(|(path, _)| *path == "index.html").unwrap().1;
        assert!(index.contains("href=\"plan.json\""));
    }
}

/// By arithmetic on the style: bold letters of a sans serif are about 0.63 em wide on average, and a root em is 16 pixels.
#[test]
fn the_head_of_the_column_of_people_fits_on_a_narrow_screen_without_a_break() {
    let files = publish(&world::small().input(), Language::French);
    let page = pages(&files).find(|(path, _)| path.starts_with("vehicles/")).unwrap().1;
    let narrow = page.split("@media (max-width:34rem)").nth(1).unwrap();
    let rem = |before: &str| -> f64 {
        let value = narrow.split(before).nth(1).unwrap();
        value.split("rem").next().unwrap().parse().unwrap()
    };
    let column = rem(".sheet th.number{inline-size:") - 2.0 * rem("th,td{padding:.4rem ");
    for head in ["Personnes", "People", "الأشخاص"] {
        assert!(head.chars().count() as f64 * 0.63 * rem("thead th{font-size:") <= column, "{head}");
    }
}

/// The small world with the first two convoys made one, and one in which somebody comes back alone.
fn with_a_convoy_of_two() -> World {
    let mut world = world::small();
    let mut parts = world.plan.into_parts();
    let joined = parts.convoys[1].vehicles.clone();
    parts.convoys[0].vehicles.extend(joined);
    let mut alone = parts.convoys[1].clone();
    (alone.heading, alone.escorts) = (couloir_model::travel::Heading::Inward, Vec::new());
    parts.convoys[1] = alone;
    world.plan = Plan::new(parts);
    let mut scenario = world.scenario.into_parts();
    scenario.passages[0].convoy.as_mut().unwrap().who = couloir_model::scenario::ConvoyWho::Laden;
    world.scenario = Scenario::new(scenario).unwrap();
    world
}

#[test]
fn a_drivers_sheet_says_in_which_convoy_at_which_place_and_behind_which_escort() {
    let world = with_a_convoy_of_two();
    let first = world.plan.convoys[0].vehicles[0];
    let name = &world.scenario.vehicle(first).name;
    let said = [
        "convoy 1, place 1 of 2, escort",
        "convoi 1, place 1 sur 2, escorte",
        "القافلة 1، الموقع 1 من 2، بمرافقة الفريق",
    ];
    for (language, said) in LANGUAGES.into_iter().zip(said) {
        let files = publish(&world.input(), language);
        let sheets: Vec<_> = pages(&files).filter(|(path, _)| path.starts_with("vehicles/")).collect();
        let of_first: Vec<_> = sheets.iter().filter(|(_, page)| page.contains(said)).collect();
        assert_eq!(of_first.len(), 1, "{said}");
        assert!(of_first[0].1.contains(&name.replace('\'', "&#x27;")), "{name}");
    }
}

#[test]
fn whoever_comes_back_alone_has_no_number_and_the_chart_flags_the_others() {
    let world = with_a_convoy_of_two();
    let files = publish(&world.input(), Language::English);
    let index = text(files.iter().find(|file| file.path == "index.html").unwrap());
    // Six convoys, of which one is a vehicle that comes back alone.
    assert_eq!((1..9).filter(|number| index.contains(&format!("convoy {number} · "))).count(), 5);
    let chart = text(files.iter().find(|file| file.path == "gantt.svg").unwrap());
    assert!(chart.contains("enters in a convoy, with its number"));
}
