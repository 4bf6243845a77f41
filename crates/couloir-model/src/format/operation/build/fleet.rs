//! The tables of what people travel in, and where it starts.

use super::people::at_least_one;
use super::places::Places;
use super::{CallSigns, Grids, Index, civil, report_unknown, too_many};
use crate::clock::Moment;
use crate::finding::Finding;
use crate::format::operation::fault::{Fault, codes};
use crate::format::operation::grid::{Line, shown};
use crate::format::operation::names::key;
use crate::format::operation::reader::{Early, Reader};
use crate::format::operation::tables::{CLASSES, CONFIGURATIONS, COUNT_MAX, DEPOTS, SHELTERS, VEHICLES};
use crate::id::{ClassId, DepotId, PlaceId};
use crate::load::Capacity;
use crate::quantity::{Metres, People, Permille, Seconds};
use crate::scenario::{Access, Class, Configuration, Depot, Vehicle};

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Fleet {
    pub classes: Vec<Class>,
    pub index: Index,
    pub depots: Vec<Depot>,
    pub vehicles: Vec<Vehicle>,
    depot_index: Index,
    /// Classes below this number stand in the table `classes`.
    listed: usize,
}

/// Reads depots, classes, configurations and vehicles.
pub(super) fn read(grids: &Grids<'_>, places: &Places, reader: &mut Reader) -> Fleet {
    let mut fleet = Fleet::default();
    for line in grids.lines(&DEPOTS) {
        let name = reader.required_text(&line, "name").unwrap_or_default();
        fleet.depot_index.insert(&name, line.at_column("name", None), reader);
        fleet.depots.push(Depot { place: places.of_row(&line, &name), name });
    }
    for line in grids.lines(&CLASSES) {
        let class = class(&line, reader);
        fleet.index.insert(&class.name, line.at_column("name", None), reader);
        fleet.classes.push(class);
    }
    fleet.listed = fleet.classes.len();
    fleet.configurations(grids, reader);
    for (line, class) in grids.lines(&CLASSES).zip(&fleet.classes) {
        if class.configurations.is_empty() {
            let message = format!("a class that holds nobody: `{}`", shown(&class.name));
            let fault = Fault::new(codes::NO_SEATS, message, "fill in `seats`, or rows of `configurations`");
            reader.findings.error(fault, line.at());
        }
    }
    fleet.vehicles(grids, places, reader);
    fleet
}

fn class(line: &Line<'_>, reader: &mut Reader) -> Class {
    let places = capacity(line, reader);
    let measure = |reader: &mut Reader, stem| reader.measure(line, stem, None);
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Class {
        name: reader.required_text(line, "name").unwrap_or_default(),
        configurations: places
            .map(|capacity| Configuration { name: "standard".to_owned(), capacity })
            .into_iter()
            .collect(),
        reconfiguration: Seconds(measure(reader, "reconfiguration").unwrap_or(0)),
        travel: reader.factor(line, "travel_factor").unwrap_or(Permille::ONE),
        boarding: reader.factor(line, "boarding_factor").unwrap_or(Permille::ONE),
        access: Access {
            height_cm: measure(reader, "height").map(small),
            weight_kg: measure(reader, "weight").map(small),
            off_road: reader.flag(line, "off_road").unwrap_or(false),
        },
        driving_max: measure(reader, "driving_max").map(Seconds),
        range: measure(reader, "range").map(Metres),
    }
}

/// The places of a row; nothing when it has none.
fn capacity(line: &Line<'_>, reader: &mut Reader) -> Option<Capacity> {
    let seats = reader.whole(line, "seats", None);
    let mut places = Vec::new();
    for need in 0..reader.needs.len() {
        let own = reader.whole(line, "{need}", Some(need));
        if need == 0 && seats.is_some() && own.is_some() {
            let message = format!("`seats` and `{}` say the same, and both are filled in", reader.needs[0]);
            let fault = Fault::new(codes::CONTRADICTION, message, "fill in one of them");
            reader.findings.error(fault, line.at_column("seats", None));
        }
        let found = own.or(if need == 0 { seats } else { None }).unwrap_or(0);
        // At most 10,000 by the specification.
        places.push(People(u32::try_from(found).unwrap_or(0)));
    }
    let capacity = Capacity::of(places);
    (capacity.total() > People::ZERO).then_some(capacity)
}

impl Fleet {
    fn configurations(&mut self, grids: &Grids<'_>, reader: &mut Reader) {
        for line in grids.lines(&CONFIGURATIONS) {
            let class = self.index.find_required(&line, "class", reader);
            let name = reader.required_text(&line, "name").unwrap_or_default();
            let Some(capacity) = capacity(&line, reader) else {
                let message = format!("a configuration that holds nobody: `{}`", shown(&name));
                reader
                    .findings
                    .error(Fault::new(codes::NO_SEATS, message, "fill in `seats` or another need"), line.at());
                continue;
            };
            let Some(class) = class.map(|class| &mut self.classes[class]) else { continue };
            if class.configurations.iter().any(|known| key(&known.name) == key(&name)) {
                let message =
                    format!("class `{}` has two configurations of the same name: `{}`", class.name, shown(&name));
                let fault =
                    Fault::new(codes::DUPLICATE_NAME, message, "rename one; places in `classes` are called `standard`");
                reader.findings.error(fault, line.at_column("name", None));
            }
            class.configurations.push(Configuration { name, capacity });
        }
    }

    fn vehicles(&mut self, grids: &Grids<'_>, places: &Places, reader: &mut Reader) {
        let mut signs = CallSigns::default();
        let mut numbered = Vec::new();
        let mut total = 0;
        for line in grids.lines(&VEHICLES) {
            let name = reader.text(&line, "name");
            let count = reader.whole(&line, "count", None).unwrap_or(1);
            total += count;
            if total > COUNT_MAX {
                too_many("vehicles", total, COUNT_MAX, line.at_column("count", None), reader);
                return;
            }
            let alone = name.clone().filter(|_| count == 1);
            if let Some(name) = alone.as_ref().filter(|name| !signs.take(name)) {
                let message = format!("two vehicles have the same call sign: `{}`", shown(name));
                let fault = Fault::new(codes::DUPLICATE_NAME, message, "rename one, or write one row with a `count`");
                reader.findings.error(fault, line.at_column("name", None));
            }
            let class = self.class_of(&line, name.as_deref(), reader);
            let depot = self.depot_of(&line, grids, places, reader);
            let window = available(&line, reader);
            if let (Some(class), Some(depot)) = (class, depot) {
                numbered.push((name, alone.is_some(), count, class, depot, window));
            }
        }
        // Numbers are given when all call signs are known, so that `truck 1` is given once.
        for (name, alone, count, class, depot, (available_from, available_until)) in numbered {
            let prefix = name.unwrap_or_else(|| self.classes[class.index()].name.clone());
            for _ in 0..count {
                let name = if alone { prefix.clone() } else { signs.number(&prefix) };
                self.vehicles.push(Vehicle { name, class, depot, available_from, available_until, fitted: None });
            }
        }
    }

    /// The class that a row names, or one that it makes by saying its places.
    fn class_of(&mut self, line: &Line<'_>, name: Option<&str>, reader: &mut Reader) -> Option<ClassId> {
        let said = reader.text(line, "class");
        let places = capacity(line, reader);
        let class_name = said.clone().or_else(|| name.map(str::to_owned)).unwrap_or_else(|| "vehicle".to_owned());
        let known = self.index.get(&class_name);
        match (known, places) {
            (Some(known), Some(places))
                if self.listed <= known && self.classes[known].configurations[0].capacity == places =>
            {
                Some(ClassId::at(known))
            }
            (Some(_), Some(_)) => {
                let message = format!("class `{}` has other places in another row", shown(&class_name));
                let help = "say the places of a class once, best in `classes`; or give this row another `class`";
                reader.findings.error(Fault::new(codes::CONTRADICTION, message, help), line.at());
                None
            }
            (Some(known), None) if said.is_some() => Some(ClassId::at(known)),
            (None, Some(places)) => Some(self.make_class(&class_name, places)),
            (_, None) => {
                if let Some(said) = &said {
                    report_unknown(line, "class", said, self.index.names.iter().map(String::as_str), reader);
                } else {
                    let help = "fill in `class`, or `seats` where the class has no row in `classes`";
                    let fault = Fault::new(codes::NO_SEATS, "a vehicle with no class and no seats", help);
                    reader.findings.error(fault, line.at());
                }
                None
            }
        }
    }

    fn make_class(&mut self, name: &str, capacity: Capacity) -> ClassId {
        let class = ClassId::at(self.classes.len());
        self.index.by_key.insert(key(name), class.index());
        self.index.names.push(name.to_owned());
        self.classes.push(Class {
            name: name.to_owned(),
            configurations: vec![Configuration { name: "standard".to_owned(), capacity }],
            reconfiguration: Seconds::ZERO,
            travel: Permille::ONE,
            boarding: Permille::ONE,
            access: Access::default(),
            driving_max: None,
            range: None,
        });
        class
    }

    /// Where the vehicles of a row start.
    fn depot_of(
        &mut self,
        line: &Line<'_>,
        grids: &Grids<'_>,
        places: &Places,
        reader: &mut Reader,
    ) -> Option<DepotId> {
        if line.filled("depot", None).is_empty() {
            return self.usual_depot(line, grids, places, reader);
        }
        let name = reader.text(line, "depot")?;
        if let Some(known) = self.depot_index.get(&name) {
            return Some(DepotId::at(known));
        }
        let place = places.find(line, "depot", reader)?;
        Some(self.make_depot(&name, place))
    }

    fn usual_depot(
        &mut self,
        line: &Line<'_>,
        grids: &Grids<'_>,
        places: &Places,
        reader: &mut Reader,
    ) -> Option<DepotId> {
        if grids.lines(&DEPOTS).next().is_some() {
            if grids.lines(&DEPOTS).count() == 1 {
                return Some(DepotId(0));
            }
            let fault = Fault::new(
                codes::MISSING,
                "a vehicle does not say where it starts",
                "fill in `depot`: there are several",
            );
            reader.findings.error(fault, line.at());
            return None;
        }
        // Without a shelter nothing can be planned, which has been reported.
        let shelter = grids.lines(&SHELTERS).next()?;
        let name = reader.text(&shelter, "name")?;
        let message = format!(
            "vehicles that do not say where they start are taken to start at the first shelter: `{}`",
            shown(&name)
        );
        let note = Finding::note(codes::ASSUMED, message).help("fill in `depot` in `vehicles`");
        reader.findings.push(note.at(line.grid.sheet.whole()));
        match self.depot_index.get(&name) {
            Some(known) => Some(DepotId::at(known)),
            None => Some(self.make_depot(&name, places.of_row(&shelter, &name))),
        }
    }

    fn make_depot(&mut self, name: &str, place: PlaceId) -> DepotId {
        let depot = DepotId::at(self.depots.len());
        self.depot_index.by_key.insert(key(name), depot.index());
        self.depot_index.names.push(name.to_owned());
        self.depots.push(Depot { name: name.to_owned(), place });
        depot
    }
}

/// When a vehicle or team is there.
pub(super) fn available(line: &Line<'_>, reader: &mut Reader) -> (Moment, Option<Moment>) {
    let from = reader.moment(line, "available_from", Early::TakeStart).unwrap_or(Moment::START);
    let until = reader.moment(line, "available_until", Early::Refuse);
    if let Some(until) = until.filter(|until| *until <= from) {
        let (from, until) = (civil(reader.clock.as_ref(), from), civil(reader.clock.as_ref(), until));
        let message = format!("available until before it is available: `{from}` to `{until}`");
        let fault = Fault::new(codes::REVERSED_WINDOW, message, "put the earlier moment into `available_from`");
        reader.findings.error(fault, line.at_column("available_until", None));
    }
    (from, until)
}

/// The number of a row's `count` as a number of rows.
pub(super) fn rows_of(count: Option<u64>) -> u32 {
    count.map_or(1, |count| at_least_one(Some(count)).map_or(0, std::num::NonZeroU32::get))
}
