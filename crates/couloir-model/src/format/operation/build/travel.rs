//! Travel times: from the table `travel`, filled by the shortest ways through it, or guessed from the great circle.

use super::general::Guess;
use super::paths::{self, Listed, Ways};
use super::places::Places;
use super::{Grids, Index};
use crate::finding::{At, Finding};
use crate::format::operation::fault::{Fault, codes};
use crate::format::operation::grid::Line;
use crate::format::operation::names::key;
use crate::format::operation::reader::Reader;
use crate::format::operation::tables::{PASSAGE_LEGS, TRAVEL};
use crate::id::{ClassId, PassageId, PlaceId};
use crate::quantity::{Metres, Permille, Seconds, grouped};
use crate::scenario::{Closure, Direction, Parts, Stretch};
use crate::travel::{Crossing, Heading, LEG_SECONDS_MAX, Matrix, Source, TravelTimes};
use std::collections::{BTreeMap, BTreeSet};

/// What was read.
pub(super) struct Roads {
    pub travel: TravelTimes,
    /// Closures of legs that lead through a closed leg.
    pub closures: Vec<Closure>,
}

/// A row of the table `travel`, for one direction.
#[derive(Debug, Clone)]
struct Entry {
    /// `None` where the row says that there is no road.
    seconds: Option<u64>,
    metres: Option<u64>,
    /// False for a way back that the row only implies.
    explicit: bool,
}

/// A passage on a way, with the heading that a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Crossed {
    offset: u64,
    passage: usize,
    heading: Option<Heading>,
    /// The leg of the row that says so; the way may be a longer one that is filled through it.
    leg: (usize, usize),
}

/// The passages of each way.
type Crossings = BTreeMap<(usize, usize), Vec<Crossed>>;

/// The rows for one class, or for all.
type Rows = BTreeMap<(usize, usize), Entry>;

/// A square table while it is made, with the ways by which unlisted pairs were filled.
struct Square {
    places: usize,
    seconds: Vec<Option<u64>>,
    metres: Vec<u64>,
    ways: Vec<Option<Ways>>,
    listed: Vec<bool>,
}

/// Reads the tables `travel` and `passage_legs`.
#[expect(clippy::too_many_arguments, reason = "travel times are where all tables meet")]
pub(super) fn read(
    grids: &Grids<'_>,
    places: &Places,
    classes: &Index,
    passages: &Index,
    parts: &Parts,
    guess: Guess,
    whole: &At,
    reader: &mut Reader,
) -> Option<Roads> {
    let mut by_class = rows(grids, places, classes, reader);
    // Rows that could not be read are a table all the same: nothing is guessed beside them.
    let has_table = grids.lines(&TRAVEL).next().is_some();
    let common_rows = by_class.remove(&None).unwrap_or_default();
    let size = places.rows.len();
    let common =
        if has_table { Square::of_rows(&common_rows, size) } else { great_circle(places, guess, whole, reader)? };
    let squares: BTreeMap<ClassId, Square> = by_class
        .iter()
        .filter_map(|(class, rows)| {
            let class = (*class)?;
            let rows = for_class(&common_rows, rows, parts.classes[class.index()].travel);
            Some((class, Square::of_rows(&rows, size)))
        })
        .collect();
    let all: Vec<&Square> = std::iter::once(&common).chain(squares.values()).collect();
    let source = if has_table {
        let (listed, filled) = counted(&all);
        note_filled(listed, filled, guess, grids, reader);
        Source::Table { listed, filled }
    } else {
        Source::GreatCircle { detour: guess.detour, metres_per_hour: guess.metres_per_hour }
    };
    let crossings = crossings(grids, places, passages, parts, &all, reader);
    let mut through = common.crossings_of_filled(&crossings);
    let mut closures = common.closures_of_filled(&parts.closures);
    let mut travel = TravelTimes::new(common.matrix(whole, reader)?, source);
    for (class, square) in &squares {
        square.add_class_crossings(&common, &crossings, &mut through);
        let more = square.closures_of_filled(&parts.closures).into_iter().filter(|closure| !closures.contains(closure));
        closures.extend(more.collect::<Vec<_>>());
        // Of the size of the common one.
        travel = travel.with_class(*class, square.matrix(whole, reader)?).ok()?;
    }
    note_closures(closures.len(), whole, reader);
    let found = crossings.into_iter().chain(through).collect();
    for ((from, to), crossings) in headings(found, grids, parts, reader) {
        travel = travel.with_crossings(from, to, crossings);
    }
    Some(Roads { travel, closures })
}

/// The common rows at the pace of a class, and instead of them its own where it has some.
fn for_class(common: &Rows, own: &Rows, pace: Permille) -> Rows {
    let mut rows = common.clone();
    for entry in rows.values_mut() {
        entry.seconds = entry.seconds.map(|seconds| Seconds(seconds).scaled_up(pace).0);
    }
    rows.extend(own.iter().map(|(pair, entry)| (*pair, entry.clone())));
    rows
}

/// Pairs that a row lists for any class, and pairs that only a way through listed ones joins.
fn counted(squares: &[&Square]) -> (u32, u32) {
    let cells = squares.first().map_or(0, |square| square.listed.len());
    let listed = |cell: &usize| squares.iter().any(|square| square.listed[*cell]);
    let joined = |cell: &usize| squares.iter().any(|square| square.seconds[*cell].is_some_and(|seconds| seconds > 0));
    let listed_pairs = (0..cells).filter(listed).count();
    let filled_pairs = (0..cells).filter(|cell| !listed(cell) && joined(cell)).count();
    // At most the square of the number of places, which is below 2³².
    (u32::try_from(listed_pairs).unwrap_or(u32::MAX), u32::try_from(filled_pairs).unwrap_or(u32::MAX))
}

/// All rows, by class; those without a class under `None`.
fn rows(grids: &Grids<'_>, places: &Places, classes: &Index, reader: &mut Reader) -> BTreeMap<Option<ClassId>, Rows> {
    let mut by_class: BTreeMap<Option<ClassId>, Rows> = BTreeMap::new();
    for line in grids.lines(&TRAVEL) {
        let from = places.find_required(&line, "from", reader);
        let to = places.find_required(&line, "to", reader);
        let both_ways = reader.flag(&line, "both_ways");
        let class = classes.find(&line, "class", reader).map(ClassId::at);
        let seconds = leg_time(&line, reader);
        let metres = reader.measure(&line, "length", None);
        let (Some(from), Some(to), Some(seconds)) = (from, to, seconds) else { continue };
        let (from, to) = (from.index(), to.index());
        if from == to {
            let message = format!("a leg from a place to itself, which takes no time: `{}`", places.rows[from].name);
            let fault = Fault::new(codes::ODD, message, "delete the row; the two names stand for one place");
            reader.findings.warning(fault, line.at());
            continue;
        }
        let table = by_class.entry(class).or_default();
        let entry = |explicit| Entry { seconds, metres, explicit };
        put(table, (from, to), entry(true), &line, places, reader);
        match both_ways {
            Some(false) => {}
            Some(true) => put(table, (to, from), entry(true), &line, places, reader),
            None => {
                table.entry((to, from)).or_insert_with(|| entry(false));
            }
        }
    }
    by_class
}

/// The time of a row; the inner `None` where it says that there is no road.
fn leg_time(line: &Line<'_>, reader: &mut Reader) -> Option<Option<u64>> {
    let filled = reader.cell(line, "time", None);
    let Some(filled) = filled else {
        reader.report_missing(line, "time");
        return None;
    };
    if ["no road", "none", "-", "–", "closed", "impassable", "x"].contains(&key(&filled.value.words()).as_str()) {
        return Some(None);
    }
    reader.measure(line, "time", None).map(Some)
}

fn put(table: &mut Rows, pair: (usize, usize), entry: Entry, line: &Line<'_>, places: &Places, reader: &mut Reader) {
    if let Some(known) = table.get(&pair).filter(|known| known.explicit && known.seconds != entry.seconds) {
        let words = |seconds: Option<u64>| seconds.map_or("no road".to_owned(), |seconds| Seconds(seconds).to_string());
        let message = format!(
            "the way from `{}` to `{}` is given twice: {} and {}",
            places.rows[pair.0].name,
            places.rows[pair.1].name,
            words(known.seconds),
            words(entry.seconds),
        );
        let help = "delete one row; where the way back takes another time, write `no` into `both_ways` of both rows";
        reader.findings.error(Fault::new(codes::TRAVEL, message, help), line.at_column("time", None));
        return;
    }
    table.insert(pair, entry);
}

fn note_filled(listed: u32, filled: u32, guess: Guess, grids: &Grids<'_>, reader: &mut Reader) {
    let Some(line) = grids.lines(&TRAVEL).next() else { return };
    let at = line.grid.sheet.whole();
    let shown = |number: u32| grouped(number.into());
    if filled > 0 {
        let message = format!(
            "travel times of {} pairs are given; {} more are the shortest ways through them",
            shown(listed),
            shown(filled),
        );
        reader.findings.push(Finding::note(codes::TRAVEL, message).at(at.clone()));
    }
    if guess.said {
        let message = "`detour` and `speed_km_h` are not used, for travel times are given";
        reader.findings.push(Finding::note(codes::TRAVEL, message).at(at));
    }
}

fn note_closures(number: usize, whole: &At, reader: &mut Reader) {
    if number > 0 {
        let message = format!("closures hold for all ways through the closed leg too, as a whole: {number} more pairs");
        let help = "where there is a way round, list it in `travel` for those pairs";
        reader.findings.push(Finding::note(codes::TRAVEL, message).help(help).at(whole.clone()));
    }
}

/// The great circle times a factor, at a speed; said loudly.
fn great_circle(places: &Places, guess: Guess, whole: &At, reader: &mut Reader) -> Option<Square> {
    let lost: Vec<&str> =
        places.rows.iter().filter(|place| place.position.is_none()).map(|place| place.name.as_str()).collect();
    for name in &lost {
        let message = format!("there are no travel times, and no position to guess them from: `{name}`");
        let help = "fill in `lat` and `lon`, or the table `travel`";
        reader.findings.error(Fault::new(codes::COORDINATES, message, help), whole.clone());
    }
    let positions: Vec<_> = places.rows.iter().filter_map(|place| place.position).collect();
    if positions.len() < places.rows.len() {
        return None;
    }
    let message = format!(
        "nobody measured the travel times: great circle × {} at {} km/h",
        f64::from(guess.detour.0) / 1000.0,
        f64::from(guess.metres_per_hour) / 1000.0,
    );
    let help = "give the times of those who know the roads in the table `travel`: the plan is as good as they are";
    reader.findings.warning(Fault::new(codes::GREAT_CIRCLE, message, help), whole.clone());
    let metres = |from: usize, to: usize| {
        (positions[from].great_circle(positions[to]).0 * u64::from(guess.detour.0)).div_ceil(1000)
    };
    let size = positions.len();
    let mut square = Square::empty(size);
    for (from, to) in (0..size).flat_map(|from| (0..size).map(move |to| (from, to))) {
        let index = from * size + to;
        square.metres[index] = metres(from, to);
        square.seconds[index] = Some((square.metres[index] * 3600).div_ceil(guess.metres_per_hour.into()));
        square.listed[index] = true;
    }
    Some(square)
}

/// The table `passage_legs`.
fn crossings(
    grids: &Grids<'_>,
    places: &Places,
    passages: &Index,
    parts: &Parts,
    squares: &[&Square],
    reader: &mut Reader,
) -> Crossings {
    // The common time where there is one, else that of the first class that has a road.
    let leg = |from, to| squares.iter().find_map(|square| square.leg(from, to));
    let mut found = Crossings::new();
    for line in grids.lines(&PASSAGE_LEGS) {
        let passage = passages.find_required(&line, "passage", reader);
        let from = places.find_required(&line, "from", reader);
        let to = places.find_required(&line, "to", reader);
        let both_ways = reader.flag(&line, "both_ways").unwrap_or(true);
        let offset = reader.measure(&line, "offset", None);
        let heading = reader.choice(&line, "heading").map(|word| [Heading::Outward, Heading::Inward][word]);
        let (Some(passage), Some(from), Some(to)) = (passage, from, to) else { continue };
        let (from, to) = (from.index(), to.index());
        let Some(there) = leg(from, to) else {
            let message = format!(
                "a passage on a way without a road: `{}` to `{}`",
                places.rows[from].name, places.rows[to].name
            );
            let fault = Fault::new(codes::TRAVEL, message, "add the way to `travel`, or correct the names");
            reader.findings.error(fault, line.at());
            continue;
        };
        let offset = offset.unwrap_or(there / 2);
        if offset > there {
            let message = format!("a passage beyond the end of a leg of {}: {}", Seconds(there), Seconds(offset));
            let fault = Fault::new(codes::TRAVEL, message, "`offset_min` counts from setting off");
            reader.findings.error(fault, line.at_column("offset", None));
            continue;
        }
        let crossed = Crossed { offset, passage, heading, leg: (from, to) };
        put_crossing(&mut found, (from, to), crossed, &line, reader);
        if let Some(back) = leg(to, from).filter(|_| both_ways) {
            let inside = match parts.passages[passage].direction {
                Direction::OneWayAtATime { crossing } => crossing.0,
                Direction::BothWays => 0,
            };
            // The same point of the road from the other side, on a way back that may be slower.
            let beyond = (there - offset).saturating_sub(inside);
            let offset = (beyond * back).div_ceil(there.max(1)).min(back);
            let crossed = Crossed { offset, passage, heading: heading.map(Heading::back), leg: (to, from) };
            put_crossing(&mut found, (to, from), crossed, &line, reader);
        }
    }
    for crossings in found.values_mut() {
        crossings.sort_unstable();
    }
    found
}

/// Adds a passage to a way, once: a row for the way back may repeat what the row for the way there says.
fn put_crossing(found: &mut Crossings, pair: (usize, usize), crossed: Crossed, line: &Line<'_>, reader: &mut Reader) {
    let crossings = found.entry(pair).or_default();
    let same = |known: &&mut Crossed| (known.offset, known.passage) == (crossed.offset, crossed.passage);
    let Some(known) = crossings.iter_mut().find(same) else {
        crossings.push(crossed);
        return;
    };
    if known.heading.zip(crossed.heading).is_some_and(|(one, two)| one != two) {
        let message = "two rows send the same leg through a passage both `outward` and `inward`";
        let help =
            "the way back goes the other way: write `outward` into the row for the way out, or `no` into `both_ways`";
        reader.findings.error(Fault::new(codes::CONTRADICTION, message, help), line.at_column("heading", None));
    }
    known.heading = known.heading.or(crossed.heading);
}

/// The heading of every crossing: what a row says, or what the ends of the way say. Where a plan has to know it, reports the ways
/// between two sites for which nobody says it, and legs that are on ways out and on ways in.
fn headings(
    found: Crossings,
    grids: &Grids<'_>,
    parts: &Parts,
    reader: &mut Reader,
) -> BTreeMap<(PlaceId, PlaceId), Vec<Crossing>> {
    let ends = Ends::of(parts);
    let mut doubts = Doubts::default();
    let mut resolved = BTreeMap::new();
    for ((from, to), crossings) in found {
        let pair = (PlaceId::at(from), PlaceId::at(to));
        let of_leg = Heading::of_leg(parts, pair.0, pair.1);
        let crossing = |crossed: Crossed| {
            if crossed.heading.is_none() && parts.passages[crossed.passage].is_regulated() && ends.driven(from, to) {
                doubts.note((crossed.passage, crossed.leg), (from, to), of_leg);
            }
            let (offset, passage) = (Seconds(crossed.offset), PassageId::at(crossed.passage));
            Crossing { offset, passage, heading: crossed.heading.or(of_leg).unwrap_or_default() }
        };
        resolved.insert(pair, crossings.into_iter().map(crossing).collect());
    }
    if let Some(line) = grids.lines(&PASSAGE_LEGS).next() {
        doubts.report(parts, &line, reader);
    }
    resolved
}

/// Between which places vehicles drive at all: to sites, and from sites to shelters.
struct Ends {
    starts: BTreeSet<usize>,
    sites: BTreeSet<usize>,
    shelters: BTreeSet<usize>,
    several_stops: bool,
}

impl Ends {
    fn of(parts: &Parts) -> Self {
        let shelters: BTreeSet<usize> = parts.shelters.iter().map(|shelter| shelter.place.index()).collect();
        let depots = parts.depots.iter().map(|depot| depot.place.index());
        Self {
            starts: depots.chain(shelters.iter().copied()).collect(),
            sites: parts.sites.iter().map(|site| site.place.index()).collect(),
            shelters,
            several_stops: parts.stops_max.is_none_or(|most| most.get() > 1),
        }
    }

    fn driven(&self, from: usize, to: usize) -> bool {
        let to_site = self.sites.contains(&to)
            && (self.starts.contains(&from) || self.several_stops && self.sites.contains(&from));
        to_site || self.sites.contains(&from) && self.shelters.contains(&to)
    }
}

/// A passage and a leg through it.
type Through = (usize, (usize, usize));

/// A way that somebody drives through a leg whose row says no heading.
type Way = (usize, usize);

/// Ways for which nobody says a heading, by passage and leg: out by their ends, in by their ends, or neither.
#[derive(Default)]
struct Doubts(BTreeMap<Through, [Option<Way>; 3]>);

impl Doubts {
    fn note(&mut self, through: Through, way: Way, heading: Option<Heading>) {
        let slot = heading.map_or(2, |heading| usize::from(heading == Heading::Inward));
        self.0.entry(through).or_default()[slot].get_or_insert(way);
    }

    fn report(self, parts: &Parts, line: &Line<'_>, reader: &mut Reader) {
        let way = |(from, to): Way| format!("`{}` to `{}`", parts.places[from].name, parts.places[to].name);
        for ((passage, leg), ways) in self.0 {
            let (passage, leg) = (&parts.passages[passage].name, way(leg));
            let message = match ways {
                [_, _, Some(between)] => {
                    format!("nobody says which way the leg {leg} goes through `{passage}`, on the way {}", way(between))
                }
                [Some(out), Some(back), _] => format!(
                    "the leg {leg} goes through `{passage}` both ways, out on the way {} and in on the way {}",
                    way(out),
                    way(back)
                ),
                _ => continue,
            };
            let help = "fill in `heading` in `passage_legs` with `outward` (away from danger) or `inward`";
            reader.findings.error(Fault::new(codes::MISSING, message, help), line.grid.sheet.whole());
        }
    }
}

impl Square {
    fn empty(places: usize) -> Self {
        let size = places * places;
        Self {
            places,
            seconds: vec![None; size],
            metres: vec![0; size],
            ways: (0..places).map(|_| None).collect(),
            listed: vec![false; size],
        }
    }

    fn of_rows(rows: &Rows, places: usize) -> Self {
        let mut square = Self::empty(places);
        let mut legs: Vec<Vec<Listed>> = vec![Vec::new(); places];
        for ((from, to), entry) in rows {
            let index = from * places + to;
            square.listed[index] = true;
            square.seconds[index] = entry.seconds;
            square.metres[index] = entry.metres.unwrap_or(0);
            if let Some(seconds) = entry.seconds {
                legs[*from].push(Listed { to: *to, seconds, metres: entry.metres });
            }
        }
        for from in 0..places {
            square.fill(from, &legs);
        }
        square
    }

    /// Fills the pairs from one place that no row lists.
    fn fill(&mut self, from: usize, legs: &[Vec<Listed>]) {
        let start = from * self.places;
        self.seconds[start + from] = Some(0);
        if (0..self.places).all(|to| to == from || self.listed[start + to]) {
            return;
        }
        let ways = paths::from(from, legs);
        for to in (0..self.places).filter(|to| *to != from) {
            if self.listed[start + to] || ways.seconds[to].is_none() {
                continue;
            }
            self.seconds[start + to] = ways.seconds[to];
            let metres: Option<u64> = ways
                .legs(to)
                .into_iter()
                .map(|(one, two)| legs[one].iter().find(|leg| leg.to == two).and_then(|leg| leg.metres))
                .sum();
            // A sum with a part that nobody knows would be too short.
            self.metres[start + to] = metres.unwrap_or(0);
        }
        self.ways[from] = Some(ways);
    }

    fn leg(&self, from: usize, to: usize) -> Option<u64> {
        self.seconds[from * self.places + to]
    }

    /// The pairs that were filled, each with the listed legs that it goes through.
    fn filled(&self) -> impl Iterator<Item = ((usize, usize), Vec<(usize, usize)>)> + '_ {
        let of = |(from, ways): (usize, &'_ Ways)| {
            let reached = (0..self.places).filter(|to| *to != from && !self.listed[from * self.places + to]);
            reached.filter(|to| ways.seconds[*to].is_some()).map(|to| ((from, to), ways.legs(to))).collect::<Vec<_>>()
        };
        self.ways.iter().enumerate().filter_map(|(from, ways)| Some((from, ways.as_ref()?))).flat_map(of)
    }

    /// The passages of filled pairs: those of their legs, each later by the legs before. Pairs with rows of their own keep those.
    fn crossings_of_filled(&self, listed: &Crossings) -> Crossings {
        if listed.is_empty() {
            return Crossings::new();
        }
        let through = self.filled().filter(|(pair, _)| !listed.contains_key(pair));
        let through = through.map(|(pair, legs)| (pair, self.along(&legs, listed)));
        through.filter(|(_, crossings)| !crossings.is_empty()).collect()
    }

    fn along(&self, legs: &[(usize, usize)], listed: &Crossings) -> Vec<Crossed> {
        let mut found: Vec<Crossed> = Vec::new();
        let mut before = 0;
        for (from, to) in legs {
            for crossing in listed.get(&(*from, *to)).into_iter().flatten() {
                found.push(Crossed { offset: before + crossing.offset, ..*crossing });
            }
            before += self.leg(*from, *to).unwrap_or(0);
        }
        // A passage where one leg ends and the next begins is passed once.
        found.dedup_by(|next, last| {
            let same = (next.offset, next.passage) == (last.offset, last.passage);
            last.heading = if same { last.heading.or(next.heading) } else { last.heading };
            same
        });
        found
    }

    /// The passages on ways that exist for this class only. Where both have a way, the common one's passages stand for both.
    fn add_class_crossings(&self, common: &Self, listed: &Crossings, through: &mut Crossings) {
        if listed.is_empty() {
            return;
        }
        for (pair, legs) in self.filled() {
            let crossings = self.along(&legs, listed);
            if common.leg(pair.0, pair.1).is_none() && !crossings.is_empty() {
                through.entry(pair).or_insert(crossings);
            }
        }
    }

    fn closures_of_filled(&self, closures: &[Closure]) -> Vec<Closure> {
        let mut by_leg: BTreeMap<(usize, usize), Vec<&Closure>> = BTreeMap::new();
        for closure in closures {
            if let Stretch::Leg { from, to } = closure.stretch {
                by_leg.entry((from.index(), to.index())).or_default().push(closure);
            }
        }
        if by_leg.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for ((from, to), legs) in self.filled() {
            for closure in legs.iter().filter_map(|leg| by_leg.get(leg)).flatten() {
                let stretch = Stretch::Leg { from: PlaceId::at(from), to: PlaceId::at(to) };
                found.push(Closure { stretch, ..(*closure).clone() });
            }
        }
        found
    }

    fn matrix(&self, whole: &At, reader: &mut Reader) -> Option<Matrix> {
        let longest = self.seconds.iter().flatten().max().copied().unwrap_or(0);
        if longest > u64::from(LEG_SECONDS_MAX) {
            let message = format!("a way takes longer than a year: {}", Seconds(longest));
            reader
                .findings
                .error(Fault::new(codes::TRAVEL, message, "correct the times, or `speed_km_h`"), whole.clone());
            return None;
        }
        let seconds = self.seconds.iter().map(|seconds| seconds.map(Seconds));
        let matrix = Matrix::of_seconds(self.places, seconds).ok()?;
        matrix.with_metres(self.metres.iter().map(|metres| Metres(*metres))).ok()
    }
}
