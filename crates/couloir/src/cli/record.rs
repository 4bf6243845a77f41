//! `couloir record`: what somebody saw goes into the ledger.

use super::Stop;
use super::enrol::{name, open, text, told};
use super::terminal::Terminal;
use crate::moment;
use crate::post::Post;
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::event::{Answer, Asked, Event, IncidentKind, Method, Place, Reason, Ride, Stop as At, What};
use couloir_ledger::id::EventId;
use couloir_ledger::name::{Name, Text};
use couloir_model::clock::UnixSeconds;
use couloir_model::id::PlanId;
use couloir_model::quantity::People;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Arguments of `couloir record`.
#[derive(Debug, clap::Args)]
pub(super) struct Record {
    /// The device's ledger
    ledger: PathBuf,
    #[command(subcommand)]
    said: Said,
    /// When it happened: `2026-11-23T14:05Z`, or how long ago: `25m`. Now, where nobody says
    #[arg(long, global = true, value_parser = moment::parse)]
    at: Option<UnixSeconds>,
    /// The post that says so
    #[arg(long, global = true, value_parser = name)]
    post: Option<Name>,
    /// How it is known: counted, reported or estimated
    #[arg(long, global = true, value_parser = method, default_value = "counted")]
    method: Method,
    /// The event that this replaces, by the first digits of its name
    #[arg(long, global = true, requires = "why")]
    corrects: Option<String>,
    /// Why it is corrected
    #[arg(long, global = true, value_parser = text)]
    why: Option<Text>,
}

/// What happened.
#[derive(Debug, clap::Subcommand)]
enum Said {
    /// So many people are at a place or on board
    HeadCount {
        #[command(flatten)]
        at: PlaceArgs,
        #[command(flatten)]
        count: CountArgs,
    },
    /// People got on a vehicle
    Boarded {
        #[command(flatten)]
        movement: MovementArgs,
        /// Which part of the boarding this is: two counts of one part are two counts of the same people
        #[arg(long, default_value_t = 1)]
        part: u32,
        #[command(flatten)]
        count: CountArgs,
    },
    /// A vehicle left a place, with so many on board
    Departed {
        #[command(flatten)]
        movement: MovementArgs,
        #[command(flatten)]
        count: CountArgs,
        /// Were they told where they are taken? yes or no; not asked, where nothing is said
        #[arg(long, value_parser = answer)]
        destination_told: Option<Answer>,
        /// Do they go of their own will?
        #[arg(long, value_parser = answer)]
        voluntary: Option<Answer>,
        /// Are all families together?
        #[arg(long, value_parser = answer)]
        families_together: Option<Answer>,
    },
    /// A vehicle passed a checkpoint
    Passed {
        /// The checkpoint
        #[arg(long, value_parser = name)]
        checkpoint: Name,
        #[command(flatten)]
        ride: RideArgs,
        #[command(flatten)]
        count: CountArgs,
    },
    /// A vehicle came to a place, with so many on board
    Arrived {
        #[command(flatten)]
        movement: MovementArgs,
        #[command(flatten)]
        count: CountArgs,
    },
    /// People got off a vehicle
    Alighted {
        #[command(flatten)]
        movement: MovementArgs,
        /// Which part of the unloading this is
        #[arg(long, default_value_t = 1)]
        part: u32,
        #[command(flatten)]
        count: CountArgs,
    },
    /// People were born, died, were taken to a hospital, left or came on their own
    Otherwise {
        /// born, died, hospital, left or came
        #[arg(long, value_parser = reason)]
        reason: Reason,
        #[command(flatten)]
        at: PlaceArgs,
        #[command(flatten)]
        count: CountArgs,
    },
    /// Something went wrong; only the coordination can read it
    Incident {
        /// breakdown, accident, medical, security, delay or other
        #[arg(long, value_parser = incident_kind, default_value = "other")]
        kind: IncidentKind,
        #[command(flatten)]
        at: PlaceArgs,
        /// In words, without names of evacuees
        #[arg(value_parser = text)]
        text: Text,
    },
    /// A road or passage cannot be used
    Closure {
        /// The passage or road, by the name that the operation gives it
        #[arg(long, value_parser = name)]
        of: Name,
        /// From when; now, where nobody says
        #[arg(long, value_parser = moment::parse)]
        from: Option<UnixSeconds>,
        /// Until when; until further notice where nobody knows
        #[arg(long, value_parser = moment::parse)]
        until: Option<UnixSeconds>,
    },
    /// A claim that was read from a report is confirmed
    ClaimConfirmed {
        /// The claim
        #[arg(value_parser = name)]
        claim: Name,
    },
    /// A plan is adopted
    PlanAdopted {
        /// The plan's file or folder, as `couloir plan` writes them; or its name, in full or by the first digits of one that the ledger
        /// has adopted before
        plan: String,
    },
    /// A day is over: says which events there were, so that what comes late is seen
    DaySealed {
        /// Until when; now, where nobody says
        #[arg(long, value_parser = moment::parse)]
        until: Option<UnixSeconds>,
    },
    /// An earlier event was wrong, and nothing stands in its place
    Withdraw {
        /// The event, by the first digits of its name
        event: String,
    },
}

/// Where people got on or off.
#[derive(Debug, clap::Args)]
struct MovementArgs {
    /// The site
    #[arg(long, value_parser = name, required_unless_present = "shelter", conflicts_with = "shelter")]
    site: Option<Name>,
    /// The shelter
    #[arg(long, value_parser = name)]
    shelter: Option<Name>,
    #[command(flatten)]
    ride: RideArgs,
}

/// A vehicle on its trip.
#[derive(Debug, clap::Args)]
struct RideArgs {
    /// The vehicle
    #[arg(long, value_parser = name)]
    vehicle: Name,
    /// Which of its trips, as on the driver's sheet
    #[arg(long)]
    trip: Option<u32>,
}

/// Where people are.
#[derive(Debug, clap::Args)]
struct PlaceArgs {
    /// At a site
    #[arg(long, value_parser = name, conflicts_with_all = ["shelter", "vehicle"])]
    site: Option<Name>,
    /// In a shelter
    #[arg(long, value_parser = name, conflicts_with = "vehicle")]
    shelter: Option<Name>,
    /// On board of a vehicle
    #[arg(long, value_parser = name)]
    vehicle: Option<Name>,
    /// On which of its trips
    #[arg(long, requires = "vehicle")]
    trip: Option<u32>,
}

/// How many. What is not given is unknown, and unknown is not zero.
#[derive(Debug, clap::Args)]
struct CountArgs {
    /// Everybody but staff
    #[arg(long)]
    people: Option<u32>,
    /// Men
    #[arg(long)]
    men: Option<u32>,
    /// Women
    #[arg(long)]
    women: Option<u32>,
    /// Children
    #[arg(long)]
    children: Option<u32>,
    /// Of the children, infants
    #[arg(long)]
    infants: Option<u32>,
    /// Of the children, unaccompanied
    #[arg(long)]
    unaccompanied: Option<u32>,
    /// Of everybody, the elderly
    #[arg(long)]
    elderly: Option<u32>,
    /// Of everybody, in wheelchairs
    #[arg(long)]
    wheelchair: Option<u32>,
    /// Of everybody, on stretchers
    #[arg(long)]
    stretcher: Option<u32>,
    /// Of the women, the pregnant
    #[arg(long)]
    pregnant: Option<u32>,
    /// Drivers, escorts, volunteers: never part of the people
    #[arg(long)]
    staff: Option<u32>,
}

impl Record {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let now = moment::now();
        let mut post = open(&self.ledger, now)?;
        let event = self.event(&post, now)?;
        let id = post.record(&event, now).map_err(|error| told(&error))?;
        terminal.data(&super::books::short_in(&post, id));
        terminal.talk(&format!("recorded: {}", crate::sentence::sentence(&event)));
        Ok(())
    }

    fn event(&self, post: &Post, now: UnixSeconds) -> Result<Event, Stop> {
        let said = |what| Event { occurred_at: self.at, post: self.post.clone(), method: self.method, what };
        let correction = |replaces, by: Option<Event>| -> Result<Event, Stop> {
            let why = self.why.clone().ok_or_else(|| {
                Stop::unusable(
                    "a correction needs a reason\n  help: say why with `--why`, such as `--why \"counted again\"`",
                )
            })?;
            Ok(said(What::Correction { replaces, why, by: by.map(Box::new) }))
        };
        if let Said::Withdraw { event } = &self.said {
            return correction(find(post, event)?, None);
        }
        if let Said::DaySealed { until } = &self.said {
            return Ok(said(What::DaySealed { day: post.replica().day(until.unwrap_or(now)) }));
        }
        if let Said::PlanAdopted { plan } = &self.said {
            let event = said(What::PlanAdopted { plan: named_plan(post, plan)? });
            return match &self.corrects {
                Some(digits) => correction(find(post, digits)?, Some(event)),
                None => Ok(event),
            };
        }
        let event = said(self.said.what(now)?);
        match &self.corrects {
            Some(digits) => correction(find(post, digits)?, Some(event)),
            None => Ok(event),
        }
    }
}

impl Said {
    fn what(&self, now: UnixSeconds) -> Result<What, Stop> {
        Ok(match self {
            Self::HeadCount { at, count } => What::HeadCount { at: at.place()?, count: count.needed()? },
            Self::Boarded { movement, part, count } => {
                let (at, ride) = movement.told();
                What::Boarded { at, ride, part: *part, count: count.needed()? }
            }
            Self::Departed { movement, count, destination_told, voluntary, families_together } => {
                let (from, ride) = movement.told();
                let asked = Asked {
                    destination_told: destination_told.unwrap_or_default(),
                    voluntary: voluntary.unwrap_or_default(),
                    families_together: families_together.unwrap_or_default(),
                };
                What::Departed { from, ride, count: count.given()?, asked }
            }
            Self::Passed { checkpoint, ride, count } => {
                What::Passed { checkpoint: checkpoint.clone(), ride: ride.told(), count: count.given()? }
            }
            Self::Arrived { movement, count } => {
                let (at, ride) = movement.told();
                What::Arrived { at, ride, count: count.given()? }
            }
            Self::Alighted { movement, part, count } => {
                let (at, ride) = movement.told();
                What::Alighted { at, ride, part: *part, count: count.needed()? }
            }
            Self::Otherwise { reason, at, count } => {
                What::Otherwise { at: at.place()?, reason: *reason, count: count.needed()? }
            }
            Self::Incident { kind, at, text } => What::Incident { kind: *kind, at: at.given(), text: text.clone() },
            Self::Closure { of, from, until } => {
                What::Closure { of: of.clone(), from: from.unwrap_or(now), until: *until }
            }
            Self::ClaimConfirmed { claim } => What::ClaimConfirmed { claim: claim.clone() },
            Self::PlanAdopted { .. } | Self::Withdraw { .. } | Self::DaySealed { .. } => {
                unreachable!("made by `Record::event`")
            }
        })
    }
}

impl MovementArgs {
    fn told(&self) -> (At, Ride) {
        let at = match (&self.site, &self.shelter) {
            (Some(site), _) => At::Site(site.clone()),
            (None, Some(shelter)) => At::Shelter(shelter.clone()),
            (None, None) => unreachable!("the command line asks for one of them"),
        };
        (at, self.ride.told())
    }
}

impl RideArgs {
    fn told(&self) -> Ride {
        Ride { vehicle: self.vehicle.clone(), trip: self.trip }
    }
}

impl PlaceArgs {
    fn given(&self) -> Option<Place> {
        match (&self.site, &self.shelter, &self.vehicle) {
            (Some(site), ..) => Some(Place::Stop(At::Site(site.clone()))),
            (_, Some(shelter), _) => Some(Place::Stop(At::Shelter(shelter.clone()))),
            (.., Some(vehicle)) => Some(Place::Vehicle(Ride { vehicle: vehicle.clone(), trip: self.trip })),
            _ => None,
        }
    }

    fn place(&self) -> Result<Place, Stop> {
        self.given().ok_or_else(|| {
            Stop::unusable("it is not said where\n  help: name a `--site`, a `--shelter` or a `--vehicle`")
        })
    }
}

impl CountArgs {
    fn given(&self) -> Result<Option<HeadCount>, Stop> {
        let lines = [
            (Line::Total, self.people),
            (Line::Men, self.men),
            (Line::Women, self.women),
            (Line::Children, self.children),
            (Line::Infants, self.infants),
            (Line::Unaccompanied, self.unaccompanied),
            (Line::Elderly, self.elderly),
            (Line::Wheelchair, self.wheelchair),
            (Line::Stretcher, self.stretcher),
            (Line::Pregnant, self.pregnant),
            (Line::Staff, self.staff),
        ];
        let known: Vec<_> = lines.into_iter().filter_map(|(line, count)| Some((line, People(count?)))).collect();
        if known.is_empty() {
            return Ok(None);
        }
        let count = HeadCount::new(&known);
        count.map(Some).map_err(|error| Stop::unusable(format!("this is no head count: {error}\n  help: count again")))
    }

    fn needed(&self) -> Result<HeadCount, Stop> {
        self.given()?.ok_or_else(|| {
            Stop::unusable(
                "it is not said how many\n  help: give `--people`, or `--men`, `--women` and `--children`, 0 for none",
            )
        })
    }
}

/// The event whose name begins with `digits`.
pub(super) fn find(post: &Post, digits: &str) -> Result<EventId, Stop> {
    let digits = digits.to_lowercase();
    let entries = post.replica().logs().flat_map(|log| log.entries());
    let mut found = entries.map(|entry| entry.id()).filter(|id| id.to_string().starts_with(&digits));
    match (found.next(), found.next()) {
        (Some(id), None) if !digits.is_empty() => Ok(id),
        (None, _) => Err(Stop::unusable(format!(
            "no event has this name: {digits}\n  help: `couloir books --of` shows the events behind a figure"
        ))),
        _ => Err(Stop::unusable(format!(
            "more than one event begins with: {digits}\n  help: write more digits; `couloir books --of` shows as many as it takes"
        ))),
    }
}

/// The plan that is meant by the path of its file or folder, by its name, or by the first digits of one that the ledger knows.
fn named_plan(post: &Post, text: &str) -> Result<PlanId, Stop> {
    if let Ok(plan) = text.parse() {
        return Ok(plan);
    }
    let path = Path::new(text);
    if path.exists() {
        let file = if path.is_dir() { path.join(PLAN_FILE) } else { path.to_owned() };
        return plan_in(&file);
    }
    let digits = text.to_lowercase();
    let (recorded, _) = post.replica().recorded();
    let adopted = recorded.iter().filter_map(|recorded| match recorded.event.what {
        What::PlanAdopted { plan } => Some(plan),
        _ => None,
    });
    let found: BTreeSet<PlanId> = adopted.filter(|plan| plan.to_string().starts_with(&digits)).collect();
    match (found.first(), found.len()) {
        (Some(plan), 1) if digits.len() >= PLAN_DIGITS_MIN => Ok(*plan),
        _ => Err(Stop::unusable(format!(
            "no plan is known by this name: {text}\n  help: give its file, such as `my-town-plan/plan.json`, or all 32 digits of the `id` in that file"
        ))),
    }
}

/// Where `couloir plan` writes the plan in its folder.
const PLAN_FILE: &str = "plan.json";

/// The fewest digits by which a plan is named: as many as `couloir plan` prints.
const PLAN_DIGITS_MIN: usize = 8;

/// The name that a plan file gives itself. Whether its content is that of its name is the judge's to say, who knows the operation.
fn plan_in(path: &Path) -> Result<PlanId, Stop> {
    let text = super::verify::read_text(path, super::verify::PLAN_BYTES_MAX)?;
    let value: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let id = value.as_ref().and_then(|value| value["id"].as_str()).and_then(|id| id.parse().ok());
    id.ok_or_else(|| {
        Stop::unusable(format!(
            "not a plan of Couloir: {}\n  help: give the `plan.json` that `couloir plan` has written",
            super::shown(path)
        ))
    })
}

pub(super) fn method(text: &str) -> Result<Method, String> {
    let methods = [("counted", Method::Counted), ("reported", Method::Reported), ("estimated", Method::Estimated)];
    one_of(text, methods)
}

pub(super) fn reason(text: &str) -> Result<Reason, String> {
    let reasons = [
        ("born", Reason::Born),
        ("died", Reason::Died),
        ("hospital", Reason::Hospital),
        ("left", Reason::LeftOnTheirOwn),
        ("came", Reason::CameOnTheirOwn),
    ];
    one_of(text, reasons)
}

fn incident_kind(text: &str) -> Result<IncidentKind, String> {
    let kinds = [
        ("breakdown", IncidentKind::Breakdown),
        ("accident", IncidentKind::Accident),
        ("medical", IncidentKind::Medical),
        ("security", IncidentKind::Security),
        ("delay", IncidentKind::Delay),
        ("other", IncidentKind::Other),
    ];
    one_of(text, kinds)
}

fn answer(text: &str) -> Result<Answer, String> {
    let answers = [("yes", Answer::Yes), ("no", Answer::No)];
    one_of(text, answers).map_err(|words| format!("{words}, or leave it out where nobody asked"))
}

/// What a word stands for; else which words there are.
pub(super) fn one_of<T, const N: usize>(text: &str, words: [(&str, T); N]) -> Result<T, String> {
    let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    let found = words.into_iter().find(|(word, _)| *word == text);
    found.map(|(_, meaning)| meaning).ok_or_else(|| match known.split_last() {
        Some((last, others)) if !others.is_empty() => format!("write {} or {last}", others.join(", ")),
        _ => format!("write {}", known.concat()),
    })
}
