//! What commands that show an operation on a map share: the operation, its plan, one vehicle, and the roads.

use super::demand::Demand;
use super::roads::Opened;
use super::terminal::Terminal;
use super::{Lang, Stop, shown, verify};
use crate::land::{self, OnRoads};
use couloir_model::format::operation::Operation;
use couloir_model::id::VehicleId;
use couloir_model::plan::Plan;
use couloir_publish::map::Land;
use couloir_publish::{Chosen, Input, Language, Paths};
use std::path::{Path, PathBuf};

/// Arguments of commands that show an operation on a map.
#[derive(Debug, clap::Args)]
pub(super) struct Charted {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    /// The plan, as `couloir plan` writes it; without it, places and closures alone are shown
    plan: Option<PathBuf>,
    #[command(flatten)]
    demand: Demand,
    /// The movements of this vehicle alone: whoever carries the file needs no more
    #[arg(long, value_name = "NAME", requires = "plan")]
    vehicle: Option<String>,
    /// The language [default: the operation's first]
    #[arg(long)]
    lang: Option<Lang>,
}

/// An operation with what is to be shown of it.
pub(super) struct Loaded {
    pub(super) operation: Operation,
    plan: Option<Plan>,
    only: Option<VehicleId>,
    opened: Option<Opened>,
    pub(super) language: Language,
}

impl Charted {
    pub(super) fn load(&self, terminal: &mut Terminal) -> Result<Loaded, Stop> {
        let (operation, _) = self.demand.load(&self.operation, terminal)?;
        let plan = match &self.plan {
            None => None,
            Some(path) => {
                let read = verify::plan_at(terminal, path, &operation.scenario)?;
                if let Some(edited) = verify::edited(&read) {
                    terminal.findings(&[edited]);
                    return Err(Stop::refused("nothing is written of a plan that was changed by hand"));
                }
                Some(read.plan)
            }
        };
        let only = self.vehicle.as_deref().map(|name| vehicle(&operation, name)).transpose()?;
        let first = operation.scenario.languages.first().copied().unwrap_or(Language::English);
        let language = self.lang.map_or(first, Into::into);
        let opened = self.demand.roads.opened(&operation, terminal)?;
        Ok(Loaded { operation, plan, only, opened, language })
    }
}

impl Loaded {
    /// The ways along the roads, where there is a network.
    pub(super) fn paths(&self) -> Paths {
        let Some((opened, plan)) = self.opened.as_ref().zip(self.plan.as_ref()) else { return Paths::new() };
        let on_roads = OnRoads { effects: &opened.effects, at: opened.at, kinds: &opened.kinds };
        land::paths(&opened.network, &self.operation.scenario, plan, on_roads)
    }

    /// What lies below the map, where there is a network.
    pub(super) fn land(&self) -> Option<Land> {
        self.opened.as_ref().map(|opened| land::land(&opened.network))
    }

    /// What to show, handed to `show` with the ways that are known.
    pub(super) fn show<T>(&self, paths: &Paths, show: impl FnOnce(&Chosen) -> T) -> T {
        let scenario = &self.operation.scenario;
        let input = self.plan.as_ref().map(|plan| Input {
            scenario,
            travel: &self.operation.travel,
            plan,
            judged: None,
            made_at: None,
            people_from: None,
            folder: None,
        });
        let closed = self.opened.as_ref().map_or(&[][..], |opened| &opened.closed);
        show(&Chosen { scenario, plan: input.as_ref(), paths, closed, only: self.only })
    }
}

fn vehicle(operation: &Operation, name: &str) -> Result<VehicleId, Stop> {
    let scenario = &operation.scenario;
    let wanted = name.trim().to_lowercase();
    let found = scenario.vehicle_ids().find(|id| scenario.vehicle(*id).name.to_lowercase() == wanted);
    found.ok_or_else(|| {
        let near = scenario
            .vehicles
            .iter()
            .min_by_key(|vehicle| strsim::osa_distance(&wanted, &vehicle.name.to_lowercase()))
            .map_or_else(String::new, |vehicle| format!("\n  help: did you mean `{}`?", vehicle.name));
        Stop::unusable(format!("no vehicle has this name: `{name}`{near}"))
    })
}

/// Writes a file that holds routes or hours, readable by its owner alone where the system knows owners.
pub(super) fn write_restricted(path: &Path, bytes: &[u8], terminal: &mut Terminal) -> Result<(), Stop> {
    let refused = |error: std::io::Error| Stop::unusable(format!("cannot write `{}`: {error}", shown(path)));
    std::fs::write(path, bytes).map_err(refused)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A memory stick knows no owners: that is no reason to have no file.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
    }
    terminal.talk(&format!("wrote {} (restricted: it tells who goes where)", shown(path)));
    Ok(())
}
