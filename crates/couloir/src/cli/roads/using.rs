//! Travel times from a network instead of the operation's table, under closures.

use crate::cli::terminal::Terminal;
use crate::cli::{Stop, check, shown};
use crate::files::network::name_of;
use crate::land;
use couloir_model::clock::UnixSeconds;
use couloir_model::finding::Finding;
use couloir_model::format::operation::Operation;
use couloir_model::position::Position;
use couloir_model::scenario::Scenario;
use couloir_publish::ClosedRoads;
use couloir_roads::closure::{Closure, Effect, Effects, Roads, effects, places_apart};
use couloir_roads::closure_file;
use couloir_roads::index::Index;
use couloir_roads::kind::Kind;
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::travel::{Travelled, travel};
use couloir_roads::weight::LocalMoment;
use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where travel times come from; shared by all commands that plan, judge or print a plan.
#[derive(Debug, Clone, clap::Args)]
pub(in crate::cli) struct Using {
    /// Take travel times and passages from this network of roads, whatever table or network the operation names
    #[arg(long, value_name = "NETWORK.roads")]
    network: Option<PathBuf>,
    #[command(flatten)]
    held: Held,
}

/// What holds on the roads beside the map.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Held {
    /// Closures and corrections of speed (GeoJSON)
    #[arg(long, value_name = "CLOSURES.geojson")]
    closures: Vec<PathBuf>,
    /// Which of them hold, and which hours on signs: at this local time, or at this moment with an offset such as `+02:00`
    /// [default: closures that hold at any time from the start on, and signs without hours]
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = when)]
    at: Option<When>,
    /// What a class of the operation is on the road, such as `Fuso=truck` [default: by its name]
    #[arg(long, value_name = "CLASS=KIND", value_parser = class_kind)]
    class: Vec<(String, Kind)>,
}

/// The moment of `--at`.
#[derive(Debug, Clone, Copy)]
enum When {
    /// As clocks on the spot show it.
    Local(DateTime),
    /// The same everywhere: it was given with an offset.
    Moment(Timestamp),
}

impl When {
    /// As clocks in `zone` show it.
    fn on_the_spot(self, zone: &str) -> Result<Zoned, Stop> {
        let zoned = match self {
            Self::Local(local) => local.in_tz(zone),
            Self::Moment(moment) => moment.in_tz(zone),
        };
        zoned.map_err(|error| {
            let help = "write a zone such as `Asia/Damascus`";
            Stop::unusable(format!("no such local time in `{zone}`: {error}\n  help: {help}"))
        })
    }
}

fn when(text: &str) -> Result<When, String> {
    let with_offset = text.replace(' ', "T").parse::<Timestamp>();
    with_offset.map(When::Moment).or_else(|_| crate::cli::evidence::moment(text).map(When::Local))
}

/// What holds on the roads of a network.
pub(super) struct Holding {
    /// Closures that may still hold.
    closures: Vec<Closure>,
    /// Those of them that are about no road, by place.
    lost: Vec<usize>,
    /// The moment, as clocks on the spot show it.
    spot: Option<Zoned>,
    /// What closures do at that moment.
    pub(super) effects: Effects,
    /// The moment for signs with hours.
    pub(super) local: Option<LocalMoment>,
}

fn class_kind(text: &str) -> Result<(String, Kind), String> {
    let (class, kind) = text.rsplit_once('=').ok_or("write a class and a kind, such as `Fuso=truck`")?;
    Ok((class.trim().to_owned(), super::kind(kind)?))
}

impl Using {
    /// True when something is asked for that the operation does not say itself.
    pub(in crate::cli) const fn is_used(&self) -> bool {
        self.network.is_some() || self.held.is_given()
    }

    /// The operation at `path`, with travel times of the network if one is named.
    pub(in crate::cli) fn load(&self, path: &Path, terminal: &mut Terminal) -> Result<Operation, Stop> {
        if !self.is_used() {
            return check::load(path, terminal);
        }
        let operation = check::load_tables(path, terminal)?;
        let path = named(self.network.as_deref(), &operation)?;
        let network = super::open(&path)?;
        let Travelled { travel, findings, .. } = self.held.travelled(&network, &path, &operation.scenario, terminal)?;
        terminal.findings(&findings);
        terminal.talk(&format!("travel times: on roads, {}", super::ATTRIBUTION));
        Ok(Operation { travel, ..operation })
    }
}

/// The network that is asked for, or else the one that the operation names.
pub(super) fn named(asked: Option<&Path>, operation: &Operation) -> Result<PathBuf, Stop> {
    let named = asked.map(Path::to_owned).or_else(|| operation.network.as_ref().map(PathBuf::from));
    named.ok_or_else(|| {
        let help =
            "name the network with `--network NETWORK.roads`, or with `network = \"NETWORK.roads\"` in the operation";
        Stop::unusable(format!("closures and times on roads need a network\n  help: {help}"))
    })
}

impl Held {
    const fn is_given(&self) -> bool {
        !self.closures.is_empty() || self.at.is_some() || !self.class.is_empty()
    }

    /// The closures, or all that is wrong with them.
    pub(super) fn closures(&self, terminal: &mut Terminal) -> Result<Vec<Closure>, Stop> {
        let mut all = Vec::new();
        for path in &self.closures {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Stop::unusable(format!("cannot read `{}`: {error}\n  help: check the name", shown(path)))
            })?;
            let (closures, findings) = closure_file::read(&text);
            terminal.findings(&findings);
            if findings.iter().any(Finding::is_error) {
                return Err(Stop::unusable(format!("{} cannot be used; nothing was changed", shown(path))));
            }
            all.extend(closures);
        }
        Ok(all)
    }

    /// What is said of where travel times come from: the files of the network and of the closures.
    fn said(&self, network: &Path) -> String {
        let files = std::iter::once(network).chain(self.closures.iter().map(PathBuf::as_path));
        files.map(name_of).collect::<Vec<_>>().join(" + ")
    }

    /// What holds, seen in `zone`, and said: the moment, what each closure does, and what is wrong with it.
    pub(super) fn holding(
        &self,
        network: &Network,
        index: &Index,
        zone: &str,
        start: Option<i64>,
        terminal: &mut Terminal,
    ) -> Result<Holding, Stop> {
        let holding = self.quietly(network, index, zone, start, terminal)?;
        if let Some(spot) = &holding.spot {
            terminal.talk(&format!("closures and signs as of {} ({zone})", spot.strftime("%Y-%m-%d %H:%M %:z")));
        }
        let moment = holding.spot.as_ref().map(|spot| spot.timestamp().as_second());
        for closure in holding.closures.iter().take(CLOSURES_SAID_MAX) {
            terminal.talk(&told(network, index, closure, moment));
        }
        if let Some(more) = holding.closures.len().checked_sub(CLOSURES_SAID_MAX).filter(|more| *more > 0) {
            terminal.talk(&format!("and {more} closures more"));
        }
        for (place, closure) in holding.closures.iter().enumerate() {
            terminal.findings(&doubts(network, index, closure, holding.lost.contains(&place)));
        }
        Ok(holding)
    }

    /// The same without a word.
    fn quietly(
        &self,
        network: &Network,
        index: &Index,
        zone: &str,
        start: Option<i64>,
        terminal: &mut Terminal,
    ) -> Result<Holding, Stop> {
        let mut closures = self.closures(terminal)?;
        let spot = self.at.map(|at| at.on_the_spot(zone)).transpose()?;
        // What has ended before the operation begins is over whatever the moment.
        closures.retain(|closure| closure.until.zip(start).is_none_or(|(until, start)| start < until));
        let moment = spot.as_ref().map(|spot| spot.timestamp().as_second());
        let (effects, lost) = effects(network, index, &closures, moment);
        let part = |part: i8| u32::try_from(part).unwrap_or(0);
        let local = spot.as_ref().and_then(|at| {
            LocalMoment::new(i32::from(at.year()), part(at.month()), part(at.day()), part(at.hour()), part(at.minute()))
        });
        Ok(Holding { closures, lost, spot, effects, local })
    }

    /// The travel times of an operation on a network, with what closures cut off.
    pub(super) fn travelled(
        &self,
        network: &Network,
        path: &Path,
        scenario: &Scenario,
        terminal: &mut Terminal,
    ) -> Result<Travelled, Stop> {
        let (router, index) = (Router::new(network), Index::new(network));
        let start = scenario.start.0;
        let Holding { effects, local, .. } =
            self.holding(network, &index, &scenario.time_zone, Some(start), terminal)?;
        let kinds: BTreeMap<String, Kind> = self.class.iter().cloned().collect();
        if let Some(unknown) = kinds.keys().find(|name| !scenario.classes.iter().any(|class| class.name == **name)) {
            return Err(Stop::unusable(format!("the operation has no class of this name: `{unknown}`")));
        }
        let (at, name) = (local, self.said(path));
        let made = |effects: &Effects| travel(&router, &index, scenario, at, effects, &kinds, &name);
        let mut travelled = made(&effects).map_err(|findings| {
            terminal.findings(&findings);
            Stop::unusable("travel times on roads cannot be made; nothing was changed")
        })?;
        if !effects.is_empty()
            && let Ok(open) = made(&Effects::default())
        {
            travelled.findings.extend(cut_off(scenario, &open, &travelled));
        }
        Ok(travelled)
    }
}

/// More closures than this are counted, not told one by one.
const CLOSURES_SAID_MAX: usize = 40;

/// What a closure does to which roads: whoever drew it sees what was meant.
fn told(network: &Network, index: &Index, closure: &Closure, moment: Option<i64>) -> String {
    const ROADS_MAX: usize = 4;
    let what = match closure.effect {
        Effect::Closed => "closed".to_owned(),
        Effect::Slower(factor) => format!("times × {}", f64::from(factor.0) / 1000.0),
    };
    let what = if closure.holds(moment) { what } else { "does not hold at that time".to_owned() };
    let roads = if closure.roads.contains(&Roads::Everywhere) {
        "all roads".to_owned()
    } else {
        let mut named = Closure::named(network, &closure.segments(network, index));
        let more = named.len().saturating_sub(ROADS_MAX);
        named.truncate(ROADS_MAX);
        let named: Vec<String> = named.into_iter().map(|(road, metres)| format!("{metres} of {road}")).collect();
        let more = if more > 0 { format!(" and {more} roads more") } else { String::new() };
        if named.is_empty() { "no road".to_owned() } else { named.join(", ") + &more }
    };
    format!("`{}`: {what}: {roads} (said by {})", closure.name, closure.said_by)
}

/// What is doubtful about a closure: roads that it names and the network has not, and bridges of one name far apart.
fn doubts(network: &Network, index: &Index, closure: &Closure, is_lost: bool) -> Vec<Finding> {
    let warning = |message: String, help: &str| Finding::warning(closure_file::CODE, message).help(help);
    let help = "draw it over the road, or check the ids of the ways and the name of the bridge";
    if is_lost {
        return vec![warning(format!("a closure is about no road of the network: `{}`", closure.name), help)];
    }
    let mut findings = Vec::new();
    for roads in &closure.roads {
        if let Some(what) = closure.roads.get(1).and_then(|_| unknown(roads, network, index)) {
            findings.push(warning(format!("`{}` names what is not in the network: {what}", closure.name), help));
        }
        if let Roads::Bridge(name) = roads
            && let apart @ 2.. = places_apart(network, &roads.segments(network, index))
        {
            let message = format!("`{}` is about bridges of `{name}` in {apart} places", closure.name);
            findings.push(warning(message, "to close one of them, give a point on it and `\"bridge\": true`"));
        }
    }
    findings
}

/// What names no road of the network; `None` when it names one.
fn unknown(roads: &Roads, network: &Network, index: &Index) -> Option<String> {
    if matches!(roads, Roads::Everywhere) || !roads.segments(network, index).is_empty() {
        return None;
    }
    let near = |point: &Position| format!("at {},{}", point.lat(), point.lon());
    Some(match roads {
        Roads::At(point) => format!("a road {}", near(point)),
        Roads::BridgeAt(point) => format!("a bridge {}", near(point)),
        Roads::Line(line) => {
            format!("a road under the line that begins {}", line.first().map_or_else(String::new, near))
        }
        Roads::Area(rings) => {
            let first = rings.first().and_then(|ring| ring.first());
            format!("a road in the area that begins {}", first.map_or_else(String::new, near))
        }
        Roads::Way(id) => format!("way {id}"),
        Roads::Bridge(name) => format!("a bridge `{name}`"),
        Roads::Everywhere => return None,
    })
}

/// Pairs of places that closures part, by class: named up to a dozen, then counted.
fn cut_off(scenario: &Scenario, open: &Travelled, closed: &Travelled) -> Vec<Finding> {
    const SHOWN: usize = 12;
    let mut findings = Vec::new();
    for class in scenario.class_ids() {
        let mut lost = Vec::new();
        for from in scenario.place_ids() {
            for to in scenario.place_ids().filter(|to| *to != from) {
                let way = |travelled: &Travelled| travelled.travel.leg(scenario, class, from, to).is_some();
                if way(open) && !way(closed) {
                    lost.push(format!("`{}` to `{}`", scenario.place(from).name, scenario.place(to).name));
                }
            }
        }
        if !lost.is_empty() {
            let more = lost.len().checked_sub(SHOWN).filter(|more| *more > 0);
            let more = more.map_or_else(String::new, |more| format!(", and {more} more"));
            lost.truncate(SHOWN);
            let message = format!("closures cut off, for `{}`: {}{more}", scenario.class(class).name, lost.join(", "));
            let help = "open one of the roads, or plan these people by other means";
            findings.push(Finding::warning("couloir::roads::cut_off", message).help(help));
        }
    }
    findings
}

/// A network with what holds on its roads: enough to draw the ways of a plan.
pub(in crate::cli) struct Opened {
    pub(in crate::cli) network: Network,
    pub(in crate::cli) effects: Effects,
    pub(in crate::cli) at: Option<LocalMoment>,
    pub(in crate::cli) kinds: BTreeMap<String, Kind>,
    /// The roads that are closed, to be shown.
    pub(in crate::cli) closed: Vec<ClosedRoads>,
}

/// The roads that closures close at `moment`, to somebody at least; without a moment all that may be closed.
fn closed_roads(network: &Network, index: &Index, closures: &[Closure], moment: Option<i64>) -> Vec<ClosedRoads> {
    let closing = closures.iter().filter(|closure| closure.effect == Effect::Closed && closure.holds(moment));
    let shown = closing.map(|closure| ClosedRoads {
        name: closure.name.clone(),
        from: closure.from.map(UnixSeconds),
        until: closure.until.map(UnixSeconds),
        said_by: closure.said_by.clone(),
        lines: land::lines(network, &closure.segments(network, index)),
    });
    shown.filter(|closed| !closed.lines.is_empty()).collect()
}

impl Using {
    /// The network, if one is named, with the same closures and classes as for travel times.
    pub(in crate::cli) fn opened(
        &self,
        operation: &Operation,
        terminal: &mut Terminal,
    ) -> Result<Option<Opened>, Stop> {
        let Ok(path) = named(self.network.as_deref(), operation) else { return Ok(None) };
        let (network, scenario) = (super::open(&path)?, &operation.scenario);
        let index = Index::new(&network);
        let start = Some(scenario.start.0);
        // What they do was said when the travel times were made.
        let holding = self.held.quietly(&network, &index, &scenario.time_zone, start, terminal)?;
        let kinds = self.held.class.iter().cloned().collect();
        let moment = holding.spot.as_ref().map(|spot| spot.timestamp().as_second());
        let closed = closed_roads(&network, &index, &holding.closures, moment);
        Ok(Some(Opened { network, effects: holding.effects, at: holding.local, kinds, closed }))
    }
}
