//! For how many people a plan is made: those of the operation's tables, or those of the estimate.

use super::terminal::Terminal;
use super::{Stop, check, evidence, shown};
use couloir_evidence::estimate::{Asked, Parameters};
use couloir_model::demand::share_out;
use couloir_model::format::operation::Operation;
use couloir_model::interval::PlanFor;
use couloir_model::outlook::Outlook;
use couloir_model::quantity::grouped;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use jiff::civil::DateTime;
use std::path::Path;

/// Where the number of people comes from; shared by all commands that plan, judge or print a plan.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Demand {
    /// Take the people from the estimate of the operation's evidence: `estimate` for the end that the operation plans for (the
    /// upper quartile if it says nothing), `estimate:q10`, `estimate:q50`, `estimate:q75` or `estimate:q90` for another
    #[arg(long, value_name = "estimate[:qNN]", value_parser = from)]
    people: Option<End>,
    /// The moment of that estimate, in local time [default: the latest day with evidence]
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = evidence::moment, requires = "people")]
    as_of: Option<DateTime>,
    #[command(flatten)]
    pub(super) roads: super::roads::Using,
}

/// The estimate, and which end of it if not the operation's own.
#[derive(Debug, Clone, Copy)]
struct End(Option<PlanFor>);

fn from(text: &str) -> Result<End, String> {
    match text {
        "estimate" => Ok(End(None)),
        "estimate:q10" => Ok(End(Some(PlanFor::Low))),
        "estimate:q50" => Ok(End(Some(PlanFor::Best))),
        "estimate:q75" => Ok(End(Some(PlanFor::UpperQuartile))),
        "estimate:q90" => Ok(End(Some(PlanFor::High))),
        _ => Err("write `estimate`, `estimate:q10`, `estimate:q50`, `estimate:q75` or `estimate:q90`".to_owned()),
    }
}

impl Demand {
    /// The scenario and travel times at `path`, as [`check::scenario`] reads them, with the people that are asked for.
    pub(super) fn scenario(&self, path: &Path, terminal: &mut Terminal) -> Result<(Scenario, TravelTimes), Stop> {
        if self.people.is_none() && !self.roads.is_used() {
            return check::scenario(path, terminal);
        }
        let (operation, _) = self.load(path, terminal)?;
        Ok((operation.scenario, operation.travel))
    }

    /// The operation, with the people that are asked for; and the estimate if they come from it.
    pub(super) fn load(&self, path: &Path, terminal: &mut Terminal) -> Result<(Operation, Option<Outlook>), Stop> {
        let operation = self.roads.load(path, terminal)?;
        let Some(End(end)) = self.people else { return Ok((operation, None)) };
        let outlook = evidence::outlook(path, self.as_of, &Asked::default(), &Parameters::stored(), terminal)?;
        let end = end.unwrap_or(operation.scenario.plan_for);
        let (before, demand) = (operation.scenario.waiting(), outlook.demand(end));
        let scenario = share_out(&operation.scenario, demand, end).map_err(|error| {
            Stop::unusable(format!("cannot take the people of `{}` from the estimate: {error}", shown(path)))
        })?;
        terminal.talk(&format!(
            "people: {} from the estimate as of {}, where the tables say {before}",
            grouped(demand.planned_for(end).0.into()),
            outlook.as_of.strftime("%Y-%m-%d %H:%M")
        ));
        Ok((Operation { scenario, ..operation }, Some(outlook)))
    }
}
