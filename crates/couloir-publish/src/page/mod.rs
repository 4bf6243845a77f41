//! Pages: the overview, a sheet for each driver, site and shelter, and all drivers' sheets in one file to print.
//!
//! The templates beside the code escape everything but what is drawn here (symbols and charts, which escape their own
//! texts). No script, nothing from elsewhere: a page works from a memory stick and on paper.

mod driver;
mod overview;
mod place;

use crate::chart::Charts;
use crate::names::file_names;
use crate::qr;
use crate::view::Movement;
use crate::words::{Labels, isolated};
use crate::{File, Reader, text};
use couloir_model::clock::Moment;
use couloir_model::id::VehicleId;
use couloir_model::plan::Stop;
use couloir_model::travel::Source;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, merge_maps};
use minijinja::{Environment, context};
use serde::Serialize;
use std::collections::BTreeMap;

/// The style of every page.
pub(crate) const STYLE: &str = include_str!("templates/style.css");

const TEMPLATES: [(&str, &str); 6] = [
    ("base.html", include_str!("templates/base.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("driver.html", include_str!("templates/driver.html")),
    ("all-drivers.html", include_str!("templates/all-drivers.html")),
    ("place.html", include_str!("templates/place.html")),
    ("index.html", include_str!("templates/index.html")),
];

/// Where each sheet stands: paths in the output folder.
struct Paths {
    /// One a route of the plan, in its order.
    vehicles: Vec<String>,
    sites: Vec<String>,
    shelters: Vec<String>,
}

/// What stands at the head of every sheet.
#[derive(Serialize)]
struct Head {
    operation: String,
    plan: String,
    made: Option<String>,
    start: String,
    zone: String,
    warnings: Vec<String>,
}

/// A moment: the hour, and the day where it is not the first.
#[derive(Serialize)]
struct Time {
    day: String,
    clock: String,
}

/// All pages.
pub(crate) fn pages(reader: &Reader, charts: &Charts) -> Vec<File> {
    let press = Press::new(reader);
    let paths = Paths::of(reader);
    let symbols = Symbols::of(reader);
    let mut files = vec![text("index.html", press.print("index.html", overview::page(reader, charts, &paths)))];
    let drivers = driver::sheets(reader, &symbols);
    for (driver, path) in drivers.iter().zip(&paths.vehicles) {
        let title = format!("{} · {}", driver.vehicle, reader.labels().driver_sheet);
        files.push(text(path, press.print("driver.html", context! { title, driver => Serde(driver) })));
    }
    let title = reader.labels().all_drivers;
    files.push(text(
        "all-drivers.html",
        press.print("all-drivers.html", context! { title, drivers => Serde(&drivers) }),
    ));
    let scenario = reader.input.scenario;
    for (site, path) in scenario.site_ids().zip(&paths.sites) {
        files.push(text(path, press.print("place.html", place::site(reader, &symbols, site))));
    }
    for (shelter, path) in scenario.shelter_ids().zip(&paths.shelters) {
        files.push(text(path, press.print("place.html", place::shelter(reader, &symbols, shelter))));
    }
    files
}

/// The QR symbol of each movement, drawn once: each stands on four sheets.
struct Symbols(BTreeMap<(VehicleId, usize), Value>);

impl Symbols {
    fn of(reader: &Reader) -> Self {
        let symbol = |movement: &Movement| {
            let vehicle = &reader.input.scenario.vehicle(movement.vehicle).name;
            let id = qr::movement_id(reader.input.plan.id(), vehicle, movement.number);
            ((movement.vehicle, movement.number), Value::from_safe_string(qr::svg(&id)))
        };
        Self(reader.view.movements.iter().map(symbol).collect())
    }

    fn get(&self, movement: &Movement) -> Value {
        self.0.get(&(movement.vehicle, movement.number)).cloned().unwrap_or_default()
    }
}

/// The templates with what all pages share.
struct Press {
    environment: Environment<'static>,
    shared: Value,
}

impl Press {
    fn new(reader: &Reader) -> Self {
        let mut environment = Environment::new();
        let whole_lines = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(whole_lines.expect("the usual delimiters do not clash"));
        for (name, source) in TEMPLATES {
            environment.add_template(name, source).expect("the templates are well-formed: a test renders each");
        }
        let labels: &Labels = reader.labels();
        let head = Head::of(reader);
        let shared = context! {
            lang => reader.words.code(),
            dir => reader.words.dir(),
            plan => reader.input.plan.id().short(),
            comma => reader.words.comma(),
            style => Value::from_safe_string(STYLE.replace('\n', "")),
            w => Serde(labels),
            s => Serde(head),
        };
        Self { environment, shared }
    }

    fn print(&self, template: &str, own: Value) -> String {
        let template = self.environment.get_template(template).expect("the template is in the list");
        template.render(merge_maps([own, self.shared.clone()])).expect("the page has all that its template names")
    }
}

impl Head {
    fn of(reader: &Reader) -> Self {
        let labels = reader.labels();
        let mut warnings = Vec::new();
        match reader.input.judged {
            None => warnings.push(labels.not_judged.to_owned()),
            Some(judged) if !judged.valid => {
                warnings.push(reader.words.not_valid(judged.violations.len() as u64, &judged.by));
            }
            Some(_) => {}
        }
        if matches!(reader.input.travel.source(), Source::GreatCircle { .. }) {
            warnings.push(format!(
                "{}{}{}",
                labels.travel_times,
                reader.words.colon(),
                crate::table::travel_times(reader)
            ));
        }
        warnings.extend(reader.civil.unknown_zone.as_ref().map(|zone| reader.words.unknown_zone(zone)));
        Self {
            operation: reader.input.scenario.name.clone(),
            plan: reader.input.plan.id().short(),
            made: reader.input.made_at.map(|made| reader.civil.full_unix(made)),
            start: reader.civil.full(Moment::START),
            zone: reader.civil.zone_name.clone(),
            warnings,
        }
    }
}

impl Paths {
    fn of(reader: &Reader) -> Self {
        let scenario = reader.input.scenario;
        let vehicles = reader.input.plan.routes.iter().map(|route| scenario.vehicle(route.vehicle).name.as_str());
        let in_folder = |folder: &str, names: Vec<String>| {
            names.iter().map(|name| format!("{folder}/{name}.html")).collect::<Vec<_>>()
        };
        Self {
            vehicles: in_folder("vehicles", file_names(vehicles, "vehicle")),
            sites: in_folder("sites", file_names(scenario.sites.iter().map(|site| site.name.as_str()), "site")),
            shelters: in_folder(
                "shelters",
                file_names(scenario.shelters.iter().map(|shelter| shelter.name.as_str()), "shelter"),
            ),
        }
    }
}

impl Time {
    fn of(reader: &Reader, moment: Moment) -> Self {
        Self { day: reader.civil.other_day(moment), clock: reader.civil.clock(moment) }
    }
}

/// The groups that board together at a stop, each by its token with its size; nothing without groups.
fn groups(reader: &Reader, stop: &Stop) -> String {
    let scenario = reader.input.scenario;
    let groups = stop.groups.iter().map(|group| scenario.group(*group));
    let said = groups
        .map(|group| isolated(&format!("{} ({})", group.token, reader.words.number(group.people.total().0.into()))));
    let said: Vec<_> = said.collect();
    if said.is_empty() {
        return String::new();
    }
    format!("{}{}{}", reader.labels().board_together, reader.words.colon(), said.join(reader.words.comma()))
}

/// The small print of a visit: when the vehicle comes, how long it queues, when it is done.
fn detail(reader: &Reader, visit: &couloir_model::plan::Visit) -> String {
    let labels = reader.labels();
    let at = |word: &str, moment: Moment| format!("{word} {}", reader.civil.at(moment));
    let mut parts = Vec::new();
    if visit.arrive < visit.start {
        parts.push(at(labels.arrive_short, visit.arrive));
    }
    if visit.arrive < visit.join {
        parts.push(at(labels.wait_order, visit.join));
    }
    if visit.join < visit.start {
        parts.push(at(labels.queue_until, visit.start));
    }
    parts.push(at(labels.until, visit.end));
    parts.join(reader.words.comma())
}
