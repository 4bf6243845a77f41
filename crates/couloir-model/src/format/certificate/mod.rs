//! Certificates as JSON, `couloir/certificate/1`: the prices that prove a lower bound, by name.
//!
//! All times are whole seconds since the operation's start, all prices whole numbers. One line a site and a shelter, so
//! that a person can see what is dear.

mod wire;

use crate::certificate::{Case, Certificate, Cut, Loads, TripCount, TripKind, TripModel};
use crate::clock::Moment;
use crate::finding::{At, Finding, Spot};
use crate::format::lines::lines;
use crate::id::{NeedId, PassageId, ShelterId, SiteId, VehicleId};
use crate::quantity::Seconds;
use crate::scenario::Scenario;
use serde_json::Value;
use std::collections::BTreeMap;

/// What stands in the field `format` of every certificate file.
pub const FORMAT: &str = "couloir/certificate/1";

/// The JSON Schema (draft 2020-12) of a certificate file.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(wire::Certificate).to_value()
}

/// The certificate as JSON, one line a site and a shelter, ending in a line end.
///
/// # Panics
///
/// When the certificate is not one of `scenario`: its lists are of other lengths.
#[must_use]
pub fn write(scenario: &Scenario, certificate: &Certificate) -> String {
    let mut file = wire::Certificate {
        format: FORMAT.to_owned(),
        scenario: certificate.scenario.to_string(),
        operation: scenario.name.clone(),
        at_least_s: certificate.at_least.0,
        step_s: certificate.step.0,
        trips: match certificate.trips {
            TripModel::Explicit => wire::Trips::Explicit,
            TripModel::Pooled => wire::Trips::Pooled,
        },
        cut: certificate.cut.as_ref().map(|cut| wire::Cut {
            passages: cut.passages.iter().map(|passage| scenario.passage(*passage).name.clone()).collect(),
            sites: cut.sites.iter().map(|site| scenario.site(*site).name.clone()).collect(),
        }),
        cases: certificate.cases.iter().map(|case| named_case(scenario, case)).collect(),
    };
    let cases = std::mem::take(&mut file.cases);
    let head = value(&file);
    let cases: Vec<_> = cases.iter().map(|case| indented(&lines(&value(case)))).collect();
    // The cases come last and each is laid out like a file of its own.
    lines(&head).replace("\"cases\": []", &format!("\"cases\": [\n{}\n  ]", cases.join(",\n")))
}

fn value(part: &impl serde::Serialize) -> Value {
    serde_json::to_value(part).expect("a certificate file has string keys and whole numbers")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn named_case(scenario: &Scenario, case: &Case) -> wire::Case {
    assert_eq!(case.people.len(), scenario.sites.len(), "one list of prices a site");
    assert_eq!(case.room.len(), scenario.shelters.len(), "one price of room a shelter");
    let by_need = |prices: &[u64]| -> BTreeMap<String, u64> {
        let named = scenario.needs.iter().zip(prices).filter(|(_, price)| **price > 0);
        named.map(|(need, price)| (need.name.clone(), *price)).collect()
    };
    let count = |count: &TripCount| wire::Count {
        vehicle: count.kind.vehicle.map(|vehicle| scenario.vehicle(vehicle).name.clone()),
        site: count.kind.site.map(|site| scenario.site(site).name.clone()),
        shelter: count.kind.shelter.map(|shelter| scenario.shelter(shelter).name.clone()),
        at_least: count.at_least,
        at_most: count.at_most,
        earns: count.earns,
        costs: count.costs,
    };
    wire::Case {
        trips: case.counts.iter().map(count).collect(),
        sites: (scenario.sites.iter().enumerate())
            .map(|(index, site)| wire::Site {
                site: site.name.clone(),
                person: by_need(&case.people[index]),
                berth_second: case.site_berths[index],
            })
            .collect(),
        shelters: (scenario.shelters.iter().enumerate())
            .map(|(index, shelter)| wire::Shelter {
                shelter: shelter.name.clone(),
                room: case.room[index],
                room_by_need: by_need(&case.room_by_need[index]),
                berth_second: case.shelter_berths[index],
            })
            .collect(),
        loads: case.loads.iter().map(|loads| named_loads(scenario, loads)).collect(),
    }
}

fn named_loads(scenario: &Scenario, loads: &Loads) -> wire::Loads {
    wire::Loads {
        sites: loads.sites.iter().map(|site| scenario.site(*site).name.clone()).collect(),
        need: scenario.need(loads.need).name.clone(),
        per: loads.per,
        price: loads.price,
    }
}

/// Reads a certificate file for `scenario`. `file` is how the person named it. Sites and shelters that the file does not
/// list have the price zero.
///
/// # Errors
///
/// All findings: not JSON, not a certificate, names that the scenario does not have or that stand twice.
pub fn read(text: &str, file: &str, scenario: &Scenario) -> Result<Certificate, Vec<Finding>> {
    let wire: wire::Certificate = serde_json::from_str(text).map_err(|error| vec![unreadable(file, &error)])?;
    let whole = At { file: file.to_owned(), spot: Spot::Whole };
    if wire.format != FORMAT {
        let message = format!("this version of Couloir does not read certificates of format: `{}`", wire.format);
        let help = format!("write certificates with `couloir bound`, which writes `{FORMAT}`");
        return Err(vec![Finding::error("couloir::certificate::unknown_format", message).at(whole).help(help)]);
    }
    Reader { scenario, at: whole, findings: Vec::new() }.certificate(&wire)
}

fn unreadable(file: &str, error: &serde_json::Error) -> Finding {
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
    let spot = if line == 0 { Spot::Whole } else { Spot::Line { line, column: None } };
    Finding::error("couloir::certificate::unreadable", format!("not a certificate: {error}"))
        .at(At { file: file.to_owned(), spot })
        .help("write certificates with `couloir bound OPERATION -o CERTIFICATE`")
}

/// More would not help anybody.
const FINDINGS_MAX: usize = 200;

/// Finds positions for names, and keeps count of names that are not there.
struct Reader<'a> {
    scenario: &'a Scenario,
    at: At,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn certificate(mut self, wire: &wire::Certificate) -> Result<Certificate, Vec<Finding>> {
        let scenario = self.scenario;
        let mut certificate = Certificate {
            scenario: crate::id::ScenarioId([0; 16]),
            at_least: Moment(wire.at_least_s),
            step: Seconds(wire.step_s),
            trips: match wire.trips {
                wire::Trips::Explicit => TripModel::Explicit,
                wire::Trips::Pooled => TripModel::Pooled,
            },
            cases: Vec::new(),
            cut: None,
        };
        match wire.scenario.parse() {
            Ok(id) => certificate.scenario = id,
            Err(error) => self.fault("couloir::certificate::not_an_id", format!("the scenario's name is {error}")),
        }
        certificate.cut = wire.cut.as_ref().map(|cut| self.cut(scenario, cut));
        certificate.cases = wire.cases.iter().map(|case| self.case(scenario, case)).collect();
        if self.findings.is_empty() { Ok(certificate) } else { Err(self.findings) }
    }

    fn cut(&mut self, scenario: &Scenario, wire: &wire::Cut) -> Cut {
        let sites: Vec<_> = scenario.sites.iter().map(|site| site.name.as_str()).collect();
        let passages: Vec<_> = scenario.passages.iter().map(|passage| passage.name.as_str()).collect();
        let passage_at = self.positions("passage", &passages, wire.passages.iter().map(String::as_str));
        let site_at = self.positions("site", &sites, wire.sites.iter().map(String::as_str));
        Cut {
            passages: passage_at.into_iter().flatten().map(PassageId::at).collect(),
            sites: site_at.into_iter().flatten().map(SiteId::at).collect(),
        }
    }

    fn case(&mut self, scenario: &Scenario, wire: &wire::Case) -> Case {
        let needs: Vec<_> = scenario.needs.iter().map(|need| need.name.as_str()).collect();
        let sites: Vec<_> = scenario.sites.iter().map(|site| site.name.as_str()).collect();
        let shelters: Vec<_> = scenario.shelters.iter().map(|shelter| shelter.name.as_str()).collect();
        let vehicles: Vec<_> = scenario.vehicles.iter().map(|vehicle| vehicle.name.as_str()).collect();
        let site_at = self.positions("site", &sites, wire.sites.iter().map(|row| row.site.as_str()));
        let shelter_at = self.positions("shelter", &shelters, wire.shelters.iter().map(|row| row.shelter.as_str()));
        let mut case = Case {
            counts: Vec::new(),
            people: vec![vec![0; needs.len()]; sites.len()],
            room: vec![0; shelters.len()],
            room_by_need: vec![vec![0; needs.len()]; shelters.len()],
            site_berths: vec![0; sites.len()],
            shelter_berths: vec![0; shelters.len()],
            loads: Vec::new(),
        };
        for row in &wire.trips {
            let mut at = |what, known: &[&str], name: &Option<String>| -> Option<usize> {
                self.positions(what, known, name.as_deref().into_iter()).into_iter().flatten().next()
            };
            let kind = TripKind {
                vehicle: at("vehicle", &vehicles, &row.vehicle).map(VehicleId::at),
                site: at("site", &sites, &row.site).map(SiteId::at),
                shelter: at("shelter", &shelters, &row.shelter).map(ShelterId::at),
            };
            let (earns, costs) = (row.earns, row.costs);
            case.counts.push(TripCount { kind, at_least: row.at_least, at_most: row.at_most, earns, costs });
        }
        for (row, at) in wire.sites.iter().zip(site_at) {
            let Some(at) = at else { continue };
            self.by_need(&needs, &row.person, &mut case.people[at]);
            case.site_berths[at] = row.berth_second;
        }
        for (row, at) in wire.shelters.iter().zip(shelter_at) {
            let Some(at) = at else { continue };
            case.room[at] = row.room;
            self.by_need(&needs, &row.room_by_need, &mut case.room_by_need[at]);
            case.shelter_berths[at] = row.berth_second;
        }
        for row in &wire.loads {
            let at = self.positions("site", &sites, row.sites.iter().map(String::as_str));
            let need = self.need(&needs, &row.need);
            let sites = at.into_iter().flatten().map(SiteId::at).collect();
            let need = NeedId::at(need.unwrap_or(0));
            case.loads.push(Loads { sites, need, per: row.per, price: row.price });
        }
        case
    }

    fn fault(&mut self, code: &'static str, message: String) {
        if self.findings.len() < FINDINGS_MAX {
            let help = "give the operation and the travel times that this certificate was made for";
            self.findings.push(Finding::error(code, message).at(self.at.clone()).help(help));
        }
    }

    /// The position of each of `names` among `known`; a finding for each one that is not there or stands twice.
    fn positions<'n>(
        &mut self,
        what: &str,
        known: &[&str],
        names: impl Iterator<Item = &'n str>,
    ) -> Vec<Option<usize>> {
        let mut left: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        for (index, name) in known.iter().enumerate() {
            left.entry(name).or_insert((index, false));
        }
        let mut found = Vec::new();
        for name in names {
            found.push(match left.get_mut(name) {
                Some((index, seen)) if !*seen => {
                    *seen = true;
                    Some(*index)
                }
                Some(_) => {
                    self.fault("couloir::certificate::twice", format!("the {what} stands twice: `{name}`"));
                    None
                }
                None => {
                    let message = format!("the operation has no {what} of this name: `{name}`");
                    self.fault("couloir::certificate::unknown_name", message);
                    None
                }
            });
        }
        found
    }

    fn by_need(&mut self, needs: &[&str], prices: &BTreeMap<String, u64>, row: &mut [u64]) {
        for (name, price) in prices {
            if let Some(index) = self.need(needs, name) {
                row[index] = *price;
            }
        }
    }

    fn need(&mut self, needs: &[&str], name: &str) -> Option<usize> {
        let found = needs.iter().position(|need| *need == name);
        if found.is_none() {
            let message = format!("the operation has no need of this name: `{name}`");
            self.fault("couloir::certificate::unknown_name", message);
        }
        found
    }
}
