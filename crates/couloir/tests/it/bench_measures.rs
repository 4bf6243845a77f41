//! The measuring commands of `couloir bench`, on small instances and by iterations, so that they say the same everywhere.

use crate::program::couloir;
use couloir::bench::generate::{Family, Size, generate};
use couloir::bench::metamorphic::{More, with_more};
use couloir::bench::{Source, peers, scale};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Columns of a CSV text by name, one list a row.
fn columns(text: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("a head").clone();
    let places: Vec<usize> = names
        .iter()
        .map(|name| headers.iter().position(|header| header == *name).unwrap_or_else(|| panic!("no column {name}")))
        .collect();
    reader
        .records()
        .map(|row| row.map(|row| places.iter().map(|place| row[*place].to_owned()).collect()).expect("a row"))
        .collect()
}

#[test]
fn each_family_is_planned_and_the_figures_are_kept() {
    let folder = TempDir::new().expect("a folder");
    let ran = couloir(folder.path(), &["bench", "run", "--size=S", "--iterations=200,2000", "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = columns(&read(folder.path(), "out/families.csv"), &["instance", "limit", "clearance_s", "bound_s"]);
    let names: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["bep-S-1", "bep-S-1", "rich-S-1", "rich-S-1", "rich3-S-1", "rich3-S-1"]);
    for row in &rows {
        let [clearance, bound] = [2, 3].map(|column| row[column].parse::<u64>().expect("a number"));
        assert!(0 < bound && bound <= clearance, "{row:?}");
    }
    assert!(read(folder.path(), "out/gap.svg").contains("rich3"));
    assert!(ran.out.contains("median gap to our own bound"), "{}", ran.out);
}

#[test]
fn without_a_subcommand_bench_runs_the_families() {
    let folder = TempDir::new().expect("a folder");
    let ran = couloir(folder.path(), &["bench", "--family=bep", "--size=S", "--seed=2-3", "--iterations=100"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("bep-S-2 ") && ran.out.contains("bep-S-3 "), "{}", ran.out);
}

#[test]
fn what_others_reach_stands_beside_published_instances_only() {
    let folder = TempDir::new().expect("a folder");
    let made = couloir(folder.path(), &["bench", "generate", "--family=rich", "--size=S", "-o", "rich-S-1.json"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let best = |arguments: &[&str]| {
        let ran = couloir(folder.path(), &[&["bench", "run", "--iterations=100", "-o", "out"], arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        columns(&read(folder.path(), "out/families.csv"), &["best_peer", "best_peer_s", "greedy_s", "known_bound_s"])
    };
    assert_eq!(best(&["rich-S-1.json"]), [["cpsat", "5141", "7942", "4999"]]);
    assert_eq!(best(&["--family=rich", "--size=S"]), [["", "", "", ""]]);
}

#[test]
fn an_instance_that_cannot_be_read_does_not_keep_the_others_from_being_planned() {
    let folder = TempDir::new().expect("a folder");
    std::fs::create_dir(folder.path().join("in")).expect("made");
    let path = folder.path().join("in/bep-S-1.json");
    std::fs::write(&path, couloir_model::format::bench::write_instance(&generate(Family::Bep, Size::S, 1))).expect("");
    std::fs::write(folder.path().join("in/bep-M-1.json"), "{}").expect("written");
    let ran = couloir(folder.path(), &["bench", "run", "in", "--iterations=100"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("bep-S-1 "), "{}", ran.out);
    assert!(ran.err.contains("`bep-M-1` ended badly") && ran.err.contains("1 case gave no figures"), "{}", ran.err);
}

#[test]
fn a_plan_that_another_checker_refuses_or_does_not_time_gives_no_figures() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["bench", "run", "--family=bep", "--size=S", "--iterations=100", "--checker"];
    let refused = couloir(folder.path(), &[&arguments[..], &["false"]].concat());
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("the checker refuses the plan for `bep-S-1`"), "{}", refused.err);
    let found_nothing = couloir(folder.path(), &[&arguments[..], &["true"]].concat());
    assert_eq!(found_nothing.code, 1, "it has to find the same moments: {}", found_nothing.err);
}

#[test]
fn public_instances_stand_beside_what_is_known_of_them() {
    let folder = TempDir::new().expect("a folder");
    std::fs::create_dir(folder.path().join("in")).expect("made");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join("in").join(name), text).expect("written");
    let bep = |seed| couloir_model::format::bench::write_instance(&generate(Family::Bep, Size::S, seed));
    put("rand-10.json", &bep(1));
    put("rand-9.json", &bep(2));
    put("unknown.json", &bep(3));
    put("known.csv", "instance,published_best,best_known,lower_bound,note\nrand-9,,999999,1,\nrand-10,30,1,1,x\n");
    let ran = couloir(folder.path(), &["bench", "public", "in", "--iterations=100", "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = columns(&read(folder.path(), "out/public.csv"), &["instance", "published_s", "best_known_s"]);
    assert_eq!(rows, [["rand-9", "", "999999"], ["rand-10", "30", "1"]]);
    assert!(ran.out.contains("rand: 2 instances, at the best known value 1 (50 %)"), "{}", ran.out);
    let absent = couloir(folder.path(), &["bench", "public", "nowhere"]);
    assert_eq!((absent.code, absent.err.trim()), (0, "skipped: no public instances in nowhere"));
}

#[test]
fn growth_is_shown_with_the_exponent_of_a_fit() {
    let folder = TempDir::new().expect("a folder");
    let ran = couloir(folder.path(), &["bench", "scale", "--family=bep", "--size=S,M", "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = columns(&read(folder.path(), "out/scale.csv"), &["instance", "sites_by_vehicles"]);
    assert_eq!(rows, [["bep-S-1", "25"], ["bep-M-1", "600"]]);
    // Both are below where a fit begins: then there is none, rather than one of what a process costs that does nothing.
    assert!(ran.out.contains("time –, memory –"), "{}", ran.out);
}

#[test]
fn a_power_law_is_found_by_its_exponent() {
    let law = |power: f64| [1.0, 10.0, 100.0, 1e4].map(|x: f64| (x, 3.0 * libm::pow(x, power)));
    for power in [0.5, 1.0, 2.0] {
        let found = scale::exponent(&law(power)).expect("points apart");
        assert!((found - power).abs() < 1e-9, "{found}");
    }
    assert_eq!(scale::exponent(&[(5.0, 1.0), (5.0, 2.0)]), None);
    assert_eq!(scale::exponent(&[]), None);
}

#[test]
fn more_of_something_is_one_more_of_it_and_nothing_else() {
    let rich = generate(Family::Rich, Size::S, 1);
    let berths = |instance: &couloir_model::format::bench::Instance| -> u32 {
        let sites = instance.sites.iter().map(|site| site.berths);
        sites.chain(instance.shelters.iter().map(|shelter| shelter.berths)).flatten().map(u32::from).sum()
    };
    let room = |instance: &couloir_model::format::bench::Instance| -> u32 {
        instance.shelters.iter().map(|shelter| shelter.capacity).sum()
    };
    let vehicle = with_more(&rich, More::Vehicle, 2).expect("there are vehicles");
    assert_eq!(vehicle.vehicles.len(), rich.vehicles.len() + 1);
    assert_eq!((berths(&vehicle), room(&vehicle)), (berths(&rich), room(&rich)));
    let berth = with_more(&rich, More::Berth, 1).expect("there are berths");
    assert_eq!((berths(&berth), room(&berth)), (berths(&rich) + 1, room(&rich)));
    let roomy = with_more(&rich, More::Room, 0).expect("there are shelters");
    assert!(room(&roomy) > room(&rich));
    assert_eq!(berths(&roomy), berths(&rich));
    assert_eq!(with_more(&generate(Family::Bep, Size::S, 1), More::Berth, 0), None, "no berths are counted there");
}

#[test]
fn instances_of_a_folder_come_smallest_first() {
    let folder = TempDir::new().expect("a folder");
    for name in
        ["rich-XL-1.json.gz", "rich-S-1.json", "rich-L-1.json", "rand-10-i1.json", "rand-9-i1.json", "known.csv"]
    {
        std::fs::write(folder.path().join(name), "").expect("written");
    }
    let names: Vec<String> = Source::in_folder(folder.path()).expect("listed").iter().map(Source::name).collect();
    assert_eq!(names, ["rand-9-i1", "rand-10-i1", "rich-S-1", "rich-L-1", "rich-XL-1"]);
    assert_eq!(Source::File(PathBuf::from("a/rich-M-1.json.gz")).name(), "rich-M-1");
}

#[test]
fn the_best_peer_is_the_soonest_at_any_limit() {
    let best = peers::best("rich-L-1").expect("it was measured");
    assert_eq!((best.name, best.limit_s, best.clearance_s), ("pyvrp", 10, 36_293));
    assert_eq!(peers::bound("rich-XXL-1"), Some(62_537));
    assert_eq!(peers::best("rich-L-2"), None);
}
