//! The bundled examples: read without a fault, told truly by their READMEs, planned, and judged.

use couloir::files;
use couloir_judge::verify;
use couloir_model::finding::Severity;
use couloir_model::format::operation::sheet::{Input, Sheet, Value};
use couloir_model::format::operation::{Operation, TABLES};
use couloir_model::interval::{Interval, PlanFor};
use couloir_model::quantity::grouped;
use couloir_planner::{Config, Progress, Watch};
use std::path::{Path, PathBuf};

/// What is expected of an example.
struct Example {
    name: &'static str,
    sites: usize,
    shelters: usize,
    vehicles: usize,
    /// People of all needs: lowest, best, highest, and those whom a plan provides for.
    people: [u32; 4],
    /// Iterations that are enough to find a plan for everybody.
    iterations: u64,
}

const EXAMPLES: &[Example] = &[
    Example {
        name: "baghouz",
        sites: 1,
        shelters: 3,
        vehicles: 49,
        people: [2010, 4050, 10_149, 6627],
        iterations: 1_000,
    },
    Example {
        name: "baghouz-later",
        sites: 1,
        shelters: 3,
        vehicles: 50,
        people: [28_200, 32_780, 36_970, 33_943],
        iterations: 400,
    },
    Example {
        name: "flood-town",
        sites: 8,
        shelters: 4,
        vehicles: 25,
        people: [1719, 2168, 2783, 2390],
        iterations: 6_000,
    },
    Example { name: "island", sites: 4, shelters: 2, vehicles: 10, people: [893, 1094, 1397, 1207], iterations: 6_000 },
];

impl Example {
    fn path(&self) -> PathBuf {
        examples().join(self.name)
    }

    fn read(&self) -> Operation {
        let loaded = files::load(&self.path());
        let said: String = loaded.findings.iter().map(|finding| format!("{finding}\n")).collect();
        loaded.operation.unwrap_or_else(|| panic!("`{}` cannot be read:\n{said}", self.name))
    }
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// Stops when the iterations are done.
struct Patient;

impl Watch for Patient {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

#[test]
fn every_folder_of_examples_is_held_by_these_tests() {
    let mut found: Vec<String> = std::fs::read_dir(examples())
        .expect("there are examples")
        .map(|entry| entry.expect("it can be listed"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    assert_eq!(found, EXAMPLES.iter().map(|example| example.name).collect::<Vec<_>>());
}

#[test]
fn examples_are_read_without_an_error_or_a_warning() {
    for example in EXAMPLES {
        let loaded = files::load(&example.path());
        for finding in &loaded.findings {
            assert!(finding.severity == Severity::Note, "`{}`: {finding}", example.name);
        }
        assert!(loaded.operation.is_some());
    }
}

#[test]
fn examples_hold_the_people_and_vehicles_that_are_expected() {
    for example in EXAMPLES {
        let scenario = example.read().scenario;
        assert_eq!(scenario.sites.len(), example.sites, "sites of {}", example.name);
        assert_eq!(scenario.shelters.len(), example.shelters, "shelters of {}", example.name);
        assert_eq!(scenario.vehicles.len(), example.vehicles, "vehicles of {}", example.name);
        let counts =
            || scenario.sites.iter().flat_map(|site| &site.waiting).flat_map(|arrival| &arrival.people).copied();
        let all: Interval = counts().sum();
        let planned: u32 = counts().map(|count| count.planned_for(PlanFor::UpperQuartile).0).sum();
        assert_eq!([all.low().0, all.best().0, all.high().0, planned], example.people, "people of {}", example.name);
    }
}

#[test]
fn the_readme_of_the_fictional_examples_says_how_many_people_there_are() {
    for example in EXAMPLES.iter().filter(|example| !example.name.starts_with("baghouz")) {
        let readme = std::fs::read_to_string(example.path().join("README.md")).expect("it has a README");
        for people in example.people {
            let people = grouped(people.into());
            assert!(readme.contains(&people), "README.md of {} does not say {people}", example.name);
        }
    }
}

#[test]
fn an_example_means_the_same_as_a_folder_and_as_one_toml_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for example in EXAMPLES {
        let (input, _) = files::sheets(&example.path());
        let path = folder.path().join(format!("{}.toml", example.name));
        std::fs::write(&path, as_toml(&input.expect("there are sheets"))).expect("a file can be written");
        let loaded = files::load(&path);
        let said: String = loaded.findings.iter().map(|finding| format!("{finding}\n")).collect();
        assert!(loaded.operation == Some(example.read()), "`{}` as TOML differs:\n{said}", example.name);
    }
}

#[test]
fn an_example_means_the_same_as_a_folder_and_as_a_workbook() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for example in EXAMPLES {
        let (input, _) = files::sheets(&example.path());
        let path = folder.path().join(format!("{}.xlsx", example.name));
        as_workbook(&input.expect("there are sheets")).save(&path).expect("a workbook can be written");
        let loaded = files::load(&path);
        let said: String = loaded.findings.iter().map(|finding| format!("{finding}\n")).collect();
        assert!(loaded.operation == Some(example.read()), "`{}` as a workbook differs:\n{said}", example.name);
    }
}

#[test]
fn a_plan_of_every_example_is_valid_and_brings_everybody_out() {
    for example in EXAMPLES {
        let Operation { scenario, travel, .. } = example.read();
        let config = Config { seed: 1, iterations: Some(example.iterations), workers: 1 };
        let plan = couloir_planner::plan(&scenario, &travel, &config, &Patient).plan;
        let verdict = verify(&scenario, &travel, &plan);
        let said: String = verdict.violations.iter().map(|found| format!("{}\n", found.finding(&scenario))).collect();
        assert!(verdict.is_valid(), "the plan of `{}` is not valid:\n{said}", example.name);
        assert_eq!(verdict.left.0, 0, "people are left behind in `{}`: {:?}", example.name, plan.not_moved);
        assert_eq!(verdict.moved.0, example.people[3], "people moved in `{}`", example.name);
        assert_eq!(verdict.late.0, 0, "people come late in `{}`", example.name);
    }
}

/// The sheets as one TOML file, every cell a string: the table `operation` at its head, then arrays of tables.
fn as_toml(input: &Input) -> String {
    let (general, tables): (Vec<&Sheet>, Vec<&Sheet>) =
        input.sheets.iter().partition(|sheet| sheet.name == "operation");
    let mut text = String::new();
    for sheet in general.into_iter().chain(tables) {
        let table = TABLES.iter().find(|table| table.name == sheet.name).expect("a table of operations");
        for row in &sheet.rows {
            if table.name != "operation" {
                text += &format!("\n[[{}]]\n", table.row);
            }
            for (header, cell) in sheet.header.iter().zip(&row.cells).filter(|(_, cell)| !cell.value.is_blank()) {
                text += &format!("{} = {}\n", header.name, toml_value(&cell.value));
            }
        }
    }
    text
}

fn toml_value(value: &Value) -> String {
    match value {
        Value::Whole(_) | Value::Real(_) | Value::Flag(_) => value.words(),
        other => format!("\"{}\"", other.words().replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// The sheets as a workbook, every cell a text: `operation` with a key and a value in each row.
fn as_workbook(input: &Input) -> rust_xlsxwriter::Workbook {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for sheet in &input.sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name).expect("names of tables are names of sheets");
        for (column, header) in (0u16..).zip(&sheet.header) {
            let across = sheet.name != "operation";
            let (row, at) = if across { (0, column) } else { (u32::from(column), 0) };
            page.write_string(row, at, &header.name).expect("it fits");
            for (line, row) in (1u32..).zip(&sheet.rows) {
                let Some(cell) = row.cells.get(usize::from(column)).filter(|cell| !cell.value.is_blank()) else {
                    continue;
                };
                let (row, at) = if across { (line, column) } else { (u32::from(column), 1) };
                page.write_string(row, at, cell.value.words()).expect("it fits");
            }
        }
    }
    workbook
}
