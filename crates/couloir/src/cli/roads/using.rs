//! Travel times from a network instead of the operation's table, under closures.

use crate::cli::terminal::Terminal;
use crate::cli::{Stop, check, shown};
use crate::files::network::name_of;
use couloir_model::finding::Finding;
use couloir_model::format::operation::Operation;
use couloir_model::scenario::Scenario;
use couloir_roads::closure::{Closure, Effect, Effects, Roads, effects};
use couloir_roads::closure_file;
use couloir_roads::index::Index;
use couloir_roads::kind::Kind;
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::travel::{Travelled, travel};
use couloir_roads::weight::LocalMoment;
use jiff::civil::DateTime;
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
    /// Which of them hold, and which hours on signs: at this local time [default: closures that hold at any time from the
    /// start on, and signs without hours]
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = crate::cli::evidence::moment)]
    at: Option<DateTime>,
    /// What a class of the operation is on the road, such as `Fuso=truck` [default: by its name]
    #[arg(long, value_name = "CLASS=KIND", value_parser = class_kind)]
    class: Vec<(String, Kind)>,
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

    /// The local moment for signs with hours.
    pub(super) fn local(&self) -> Option<LocalMoment> {
        let at = self.at?;
        let part = |part: i8| u32::try_from(part).unwrap_or(0);
        LocalMoment::new(i32::from(at.year()), part(at.month()), part(at.day()), part(at.hour()), part(at.minute()))
    }

    /// What the closures do, seen in `zone`; closures that are about no road are named.
    pub(super) fn effects(
        &self,
        network: &Network,
        index: &Index,
        zone: &str,
        start: Option<i64>,
        terminal: &mut Terminal,
    ) -> Result<Effects, Stop> {
        let mut closures = self.closures(terminal)?;
        let moment = match self.at {
            None => None,
            Some(at) => {
                let zoned = at.in_tz(zone).map_err(|error| Stop::unusable(format!("no such local time: {error}")))?;
                Some(zoned.timestamp().as_second())
            }
        };
        // What has ended before the operation begins is over whatever the moment.
        closures.retain(|closure| closure.until.zip(start).is_none_or(|(until, start)| start < until));
        for closure in closures.iter().take(CLOSURES_SAID_MAX) {
            terminal.talk(&told(network, index, closure, moment));
        }
        if let Some(more) = closures.len().checked_sub(CLOSURES_SAID_MAX).filter(|more| *more > 0) {
            terminal.talk(&format!("and {more} closures more"));
        }
        let (effects, lost) = effects(network, index, &closures, moment);
        for place in lost {
            let message = format!("a closure is about no road of the network: `{}`", closures[place].name);
            let finding = Finding::warning(closure_file::CODE, message);
            terminal.findings(&[
                finding.help("draw it over the road, or check the ids of the ways and the name of the bridge")
            ]);
        }
        Ok(effects)
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
        let effects = self.effects(network, &index, &scenario.time_zone, Some(start), terminal)?;
        let kinds: BTreeMap<String, Kind> = self.class.iter().cloned().collect();
        if let Some(unknown) = kinds.keys().find(|name| !scenario.classes.iter().any(|class| class.name == **name)) {
            return Err(Stop::unusable(format!("the operation has no class of this name: `{unknown}`")));
        }
        let (at, name) = (self.local(), self.said(path));
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
        let effects = self.held.effects(&network, &index, &scenario.time_zone, start, terminal)?;
        let kinds = self.held.class.iter().cloned().collect();
        Ok(Some(Opened { network, effects, at: self.held.local(), kinds }))
    }
}
