//! From an instance to an operation.

use super::instance::Instance;
use super::passage::opening;
use crate::clock::{Moment, UnixSeconds};
use crate::finding::Finding;
use crate::id::{ClassId, DepotId, PlaceId};
use crate::interval::{Interval, PlanFor};
use crate::load::Capacity;
use crate::quantity::{People, Permille, Seconds};
use crate::scenario::{
    Access, Arrival, Class, Configuration, Depot, Language, Need, Parts, Place, Priority, Scenario, ServiceTime,
    Shelter, Site, Vehicle,
};
use crate::travel::{Source, TravelTimes};
use std::collections::BTreeMap;

impl Instance {
    /// The operation that the instance describes, with its travel times.
    ///
    /// # Errors
    ///
    /// What keeps an instance that was not read from a file from being one: rows that name nothing, legs longer than a
    /// year.
    pub fn operation(&self) -> Result<(Scenario, TravelTimes), Vec<Finding>> {
        let fault = |message: String| Finding::error("couloir::bench::unsound", message);
        let scenario = Scenario::new(self.parts())
            .map_err(|faults| faults.iter().map(|one| fault(one.to_string())).collect::<Vec<_>>())?;
        let at: Vec<_> = self.places.iter().map(|place| place.at.unwrap_or_default()).collect();
        let table = self.matrix.table(&at).map_err(|error| vec![fault(error.to_string())])?;
        let listed = u32::try_from(at.len() * at.len()).unwrap_or(u32::MAX);
        let travel = TravelTimes::new(table, Source::Table { listed, filled: 0 });
        Ok((scenario, self.crossings.iter().fold(travel, |travel, crossings| crossings.add_to(travel))))
    }

    fn parts(&self) -> Parts {
        let needs = self.categories.len();
        let places = unique(self.places.iter().map(|place| place.id.clone()), "place");
        let called = |indices: Vec<usize>, what: &str| {
            unique(indices.iter().map(|place| places.get(*place).cloned().unwrap_or_default()), what)
        };
        let site_names = called(self.sites.iter().map(|site| site.place).collect(), "site");
        let shelter_names = called(self.shelters.iter().map(|shelter| shelter.place).collect(), "shelter");
        let depot_names = called(self.depots.clone(), "depot");
        let class_names = unique(self.types.iter().map(|kind| kind.name.clone()), "type");
        let need = |name: &String| Need { name: name.clone(), priority: Priority::default() };
        Parts {
            name: self.name.clone(),
            start: UnixSeconds(0),
            time_zone: "UTC".to_owned(),
            languages: vec![Language::English],
            needs: self.categories.iter().map(need).collect(),
            deadline: None,
            plan_for: PlanFor::Best,
            stops_max: self.max_stops,
            sites: self.sites(site_names),
            shelters: self.shelters(shelter_names, needs),
            depots: depot_names
                .into_iter()
                .zip(&self.depots)
                .map(|(name, place)| Depot { name, place: PlaceId::at(*place) })
                .collect(),
            vehicles: self.vehicles(&class_names),
            classes: self.classes(class_names),
            places: places.into_iter().map(|name| Place { name, position: None }).collect(),
            passages: self
                .passages
                .iter()
                .zip(unique(self.passages.iter().map(|passage| passage.name.clone()), "passage"))
                .map(|(passage, name)| passage.row(name))
                .collect(),
            escorts: self
                .escorts
                .iter()
                .zip(unique(self.escorts.iter().map(|escort| escort.name.clone()), "escort"))
                .map(|(escort, name)| escort.row(name))
                .collect(),
            closures: self
                .passages
                .iter()
                .enumerate()
                .flat_map(|(index, passage)| passage.closures(index).collect::<Vec<_>>())
                .collect(),
            groups: Vec::new(),
        }
    }

    fn sites(&self, names: Vec<String>) -> Vec<Site> {
        let rows = names.into_iter().zip(&self.sites).map(|(name, site)| Site {
            name,
            place: PlaceId::at(site.place),
            waiting: vec![Arrival {
                from: Moment::START,
                people: site.demand.iter().map(|people| Interval::exactly(People(*people))).collect(),
            }],
            priority: Priority::default(),
            berths: site.berths,
            loading: service(site.load_fixed, &site.load_per_person),
            open: opening(&site.open),
        });
        rows.collect()
    }

    fn shelters(&self, names: Vec<String>, needs: usize) -> Vec<Shelter> {
        let rows = names.into_iter().zip(&self.shelters).map(|(name, shelter)| Shelter {
            name,
            place: PlaceId::at(shelter.place),
            capacity: People(shelter.capacity),
            capacity_by_need: vec![None; needs],
            berths: shelter.berths,
            unloading: service(shelter.unload_fixed, &shelter.unload_per_person),
            reception_per_hour: None,
            open: opening(&shelter.open),
        });
        rows.collect()
    }

    fn classes(&self, names: Vec<String>) -> Vec<Class> {
        let rows = names.into_iter().zip(&self.types).map(|(name, kind)| Class {
            name,
            configurations: vec![Configuration {
                name: "standard".to_owned(),
                capacity: Capacity::of(kind.capacity.iter().map(|places| People(*places)).collect()),
            }],
            reconfiguration: Seconds::ZERO,
            travel: Permille(kind.time_permille),
            boarding: Permille::ONE,
            access: Access::default(),
            driving_max: None,
            range: None,
        });
        rows.collect()
    }

    fn vehicles(&self, classes: &[String]) -> Vec<Vehicle> {
        let rows = self.vehicles.iter().enumerate().map(|(index, vehicle)| Vehicle {
            name: format!("{} {index}", classes.get(vehicle.kind).map_or("vehicle", String::as_str)),
            class: ClassId::at(vehicle.kind),
            depot: DepotId::at(vehicle.depot),
            available_from: Moment(vehicle.available),
            available_until: None,
            fitted: None,
        });
        rows.collect()
    }
}

fn service(fixed: u64, per_person: &[u64]) -> ServiceTime {
    ServiceTime { fixed: Seconds(fixed), per_person: per_person.iter().map(|seconds| Seconds(*seconds)).collect() }
}

/// The names, with `what` and the position in place of one that is empty or stands twice.
fn unique(names: impl Iterator<Item = String>, what: &str) -> Vec<String> {
    let names: Vec<String> = names.collect();
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    for name in &names {
        *count.entry(name).or_default() += 1;
    }
    let named = names.iter().enumerate().map(|(index, name)| {
        if name.is_empty() || count[name.as_str()] > 1 { format!("{what} {index}") } else { name.clone() }
    });
    named.collect()
}
