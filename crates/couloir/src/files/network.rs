//! The roads that an operation names with `network`: opened, and asked for the times that no table gives.

use super::Loaded;
use crate::networks;
use couloir_model::finding::{At, Finding, Spot};
use couloir_model::format::operation::codes;
use couloir_model::travel::Source;
use couloir_roads::closure::Effects;
use couloir_roads::index::Index;
use couloir_roads::metric::Router;
use couloir_roads::travel::{Travelled, travel};
use std::collections::BTreeMap;
use std::path::Path;

/// The path of the network `named` in the operation at `operation`, as this process finds it.
pub(super) fn beside(operation: &Path, named: &str) -> String {
    let folder = if operation.is_dir() { Some(operation) } else { operation.parent() };
    let path = folder.map_or_else(|| Path::new(named).to_owned(), |folder| folder.join(named));
    path.to_string_lossy().into_owned()
}

/// What a network is called where the source of travel times is said: its file without the folder, which may say who uses this
/// machine.
#[must_use]
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// True for what is said of the tables' own times and passages, which those of the roads replace.
#[must_use]
pub fn is_replaced(finding: &Finding) -> bool {
    finding.code.0 == codes::GREAT_CIRCLE || finding.code.0 == codes::UNUSED_PASSAGE
}

/// The same operation with times by road, where it names a network and gives no table.
///
/// The network is opened in either case, so that every command says whether it can be used.
pub(super) fn with_roads(mut loaded: Loaded, file: &str) -> Loaded {
    let Some(mut operation) = loaded.operation.take() else { return loaded };
    let Some(path) = operation.network.clone() else { return Loaded { operation: Some(operation), ..loaded } };
    if matches!(operation.travel.source(), Source::GreatCircle { .. }) {
        loaded.findings.retain(|finding| !is_replaced(finding));
    }
    let at = At { file: file.to_owned(), spot: Spot::Whole };
    let network = match networks::open(Path::new(&path)) {
        Ok(network) => network,
        Err(error) => {
            let message = format!("the operation's network `{path}` cannot be used: {error}");
            let fault = Finding::error(codes::UNREADABLE, message).help(error.help()).at(at);
            loaded.findings.insert(0, fault);
            return loaded;
        }
    };
    if !matches!(operation.travel.source(), Source::GreatCircle { .. }) {
        return Loaded { operation: Some(operation), ..loaded };
    }
    let listed = operation.travel.pairs_with_crossings().next().is_some();
    let (router, index) = (Router::new(&network), Index::new(&network));
    let name = name_of(Path::new(&path));
    let made = travel(&router, &index, &operation.scenario, None, &Effects::default(), &BTreeMap::new(), &name);
    match made {
        Ok(Travelled { travel, findings, .. }) => {
            loaded.findings.extend(findings);
            if listed {
                let message =
                    "the table `passage_legs` is read past: passages are found on the roads by their position";
                let help = "leave the table out, or give the table `travel` that it goes with";
                loaded.findings.push(Finding::warning(codes::TRAVEL, message).help(help).at(at));
            }
            operation.travel = travel;
            loaded.operation = Some(operation);
        }
        Err(findings) => loaded.findings.extend(findings),
    }
    loaded.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    loaded
}
