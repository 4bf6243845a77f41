//! Events: those that were recorded, and a new one.

use crate::post::{Post, PostError};
use crate::sentence::sentence;
use crate::server::access::{Act, Look, Permit, Record};
use crate::server::centre::NotTaken;
use crate::server::groups::{GROUPS_MAX, Group};
use crate::server::problem::Problem;
use crate::server::wire::event::{Event, Happened};
use crate::server::wire::state::Recorded;
use crate::server::{Body, Server, now};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use couloir_ledger::envelope::Entry;
use couloir_ledger::event::{Kind, What};
use couloir_ledger::id::EventId;
use couloir_ledger::replica::NotRecorded;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which events.
#[derive(Deserialize, IntoParams)]
pub struct Wish {
    /// The most that are given, the newest first [default: 100, at most 1,000].
    limit: Option<u16>,
    /// Only events of this server's own device.
    #[serde(default)]
    ours: bool,
    /// Only events whose sentence or vehicle holds this text.
    search: Option<String>,
}

/// Events, the newest first.
#[derive(Serialize, ToSchema)]
pub struct Events {
    /// All that there are.
    total: usize,
    /// Those asked for.
    events: Vec<Recorded>,
}

/// An event that was taken.
#[derive(Serialize, ToSchema)]
pub struct Taken {
    /// Its name.
    id: String,
    /// False when the same submission had been recorded before.
    is_new: bool,
}

/// The header by which a submission that is sent again is known.
const KEY: &str = "idempotency-key";

/// The events that this role may read.
#[utoipa::path(get, path = "/api/v1/events", params(Wish), responses((status = 200, body = Events), (status = 401, body = Problem)))]
pub async fn list(
    permit: Permit<Look>,
    State(server): State<Arc<Server>>,
    Query(wish): Query<Wish>,
) -> Result<Json<Events>, Problem> {
    let role = permit.role();
    let work = move || Json(readable(&server, &wish, role.may(Act::Adopt), role.may(Act::SeeMovements)));
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))
}

/// One event, where this role may read it. Whoever may not is told what they would be of one that is not there.
#[utoipa::path(get, path = "/api/v1/events/{id}", params(("id" = String, Path)), responses(
    (status = 200, body = Recorded), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn read(
    permit: Permit<Look>,
    State(server): State<Arc<Server>>,
    Path(id): Path<String>,
) -> Result<Json<Recorded>, Problem> {
    let role = permit.role();
    let work = move || {
        let found = id.parse::<EventId>().ok();
        let found = found.and_then(|id| one(&server, id, role.may(Act::Adopt), role.may(Act::SeeMovements)));
        found.map(Json).ok_or_else(|| {
            let help = "GET /api/v1/events lists those that you may read";
            Problem::not_found(format!("no event of this name: {id}"), help)
        })
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))?
}

/// Records an event. The header `idempotency-key` makes sending it again harmless.
#[utoipa::path(post, path = "/api/v1/events", request_body = Event,
    params(("idempotency-key" = Option<String>, Header, description = "up to 64 letters, digits and dashes that the page made up")),
    responses((status = 201, body = Taken), (status = 200, body = Taken), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn record(
    permit: Permit<Record>,
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Body(submitted): Body<Event>,
) -> Result<(StatusCode, Json<Taken>), Problem> {
    let event =
        submitted.told().map_err(|fault| Problem::unusable(fault.to_string(), "mend this field and send it again"))?;
    is_said_here(&event)?;
    let groups = groups(&submitted)?;
    let key = key(&headers)?;
    let (may_adopt, by) = (permit.role().may(Act::Adopt), permit.by());
    let work = move || {
        may_be_corrected(&server, &event, may_adopt)?;
        server.centre.board(&event, &groups, key.as_deref(), &by, now()).map_err(refused)
    };
    let taken = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))?;
    let (id, is_new) = taken?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Taken { id: id.to_string(), is_new })))
}

/// Plans are adopted, claims confirmed and days sealed elsewhere, and no correction may say them instead of something else.
fn is_said_here(event: &couloir_ledger::event::Event) -> Result<(), Problem> {
    match &event.what {
        What::DaySealed { .. } => {
            let help = "`couloir record LEDGER day-sealed` does it, with what the ledger holds";
            Err(Problem::unusable("a day is sealed where the ledger is", help))
        }
        What::PlanAdopted { .. } | What::ClaimConfirmed { .. } => {
            let help = "adopt with POST /api/v1/plans/{id}/adoption, confirm with POST /api/v1/claims";
            Err(Problem::unusable("plans are adopted and claims confirmed elsewhere", help))
        }
        What::Correction { by: Some(by), .. } => is_said_here(by),
        _ => Ok(()),
    }
}

/// What is corrected must be here, and what two have agreed on is taken back by those alone who may agree to it.
fn may_be_corrected(server: &Server, event: &couloir_ledger::event::Event, may_adopt: bool) -> Result<(), Problem> {
    let What::Correction { replaces, .. } = &event.what else { return Ok(()) };
    let post = server.centre.post();
    let kind = post.replica().by_id(*replaces).map(|entry| entry.header().kind);
    match kind {
        None => {
            let help = "GET /api/v1/events lists what can be corrected";
            Err(Problem::unusable(format!("no event of this name is here: {}", replaces.short()), help))
        }
        Some(Kind::PlanAdopted | Kind::ClaimConfirmed | Kind::DaySealed) if !may_adopt => {
            let help = "ask a coordinator";
            Err(Problem::unusable("what the coordination has decided is taken back by the coordination", help)
                .because("decided"))
        }
        Some(_) => Ok(()),
    }
}

/// The groups that got on. They are of boardings alone, and no group gets on twice at once.
fn groups(submitted: &Event) -> Result<Vec<Group>, Problem> {
    let help = "send the tokens of `groups` with what is `boarded`, each once: letters, digits and hyphens such as `7K3F-Q2MX`";
    let mut codes = submitted.groups.iter();
    let groups = codes.try_fold(BTreeSet::new(), |mut known, code| {
        let is_new = Group::read(code).is_some_and(|group| known.insert(group));
        is_new.then_some(known).ok_or_else(|| Problem::unusable(format!("groups: no token, or twice: `{code}`"), help))
    })?;
    let is_boarding = matches!(submitted.what, Happened::Boarded { .. });
    if (!is_boarding && !groups.is_empty()) || groups.len() > GROUPS_MAX {
        return Err(Problem::unusable(format!("groups: of a boarding alone, and at most {GROUPS_MAX}"), help));
    }
    Ok(groups.into_iter().collect())
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let fits = |text: &&str| {
        (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let key = value.to_str().ok().filter(fits).map(str::to_owned);
    key.map(Some).ok_or_else(|| {
        Problem::unusable("the header `idempotency-key` is no key", "send 8 to 64 letters, digits and dashes")
    })
}

/// What a page is told when the ledger says no.
pub(super) fn refused(error: NotTaken) -> Problem {
    match error {
        NotTaken::Post(PostError::NotRecorded(error)) => {
            let problem = Problem::conflict(error.to_string(), error.help());
            match error {
                NotRecorded::Standing(_) | NotRecorded::Post(_) => problem.because("enrolment"),
                _ => problem,
            }
        }
        NotTaken::Boarded { ref group, .. } => Problem::boarded_already(group.to_string(), error.to_string()),
        error => Problem::failed(error.to_string()),
    }
}

/// Whether it says when or where a vehicle was: so does a correction of what says it.
pub(in crate::server) fn moves(event: &couloir_ledger::event::Event) -> bool {
    match &event.what {
        What::Correction { by, .. } => by.as_deref().is_none_or(moves),
        _ => event.ride().is_some(),
    }
}

/// What a role may read of the log, and how it is told.
struct Reader<'p> {
    server: &'p Server,
    post: &'p Post,
    opens_sealed: bool,
    sees_movements: bool,
    corrected: BTreeMap<EventId, EventId>,
}

impl<'p> Reader<'p> {
    fn new(server: &'p Server, post: &'p Post, (opens_sealed, sees_movements): (bool, bool)) -> Self {
        let mut reader = Self { server, post, opens_sealed, sees_movements, corrected: BTreeMap::new() };
        let corrections = reader.entries().filter(|entry| entry.header().kind == Kind::Correction);
        reader.corrected = corrections
            .filter_map(|entry| match reader.open(entry)?.what {
                What::Correction { replaces, .. } => Some((replaces, entry.id())),
                _ => None,
            })
            .collect();
        reader
    }

    /// Those that are for this role by their class: sealed ones are for the coordination alone.
    fn entries(&self) -> impl Iterator<Item = &'p Entry> + use<'p> {
        let opens_sealed = self.opens_sealed;
        let entries = self.post.replica().logs().flat_map(|log| log.entries());
        entries.filter(move |entry| opens_sealed || !entry.header().class.is_sealed())
    }

    fn open(&self, entry: &Entry) -> Option<couloir_ledger::event::Event> {
        let secret = self.opens_sealed.then_some(&self.post.keys().sealing);
        self.post.replica().read(entry, secret).ok()
    }

    /// An event as it is told; departures and arrivals with their hours to those who may see movements.
    fn told(&self, entry: &Entry) -> Option<Recorded> {
        let event = self.open(entry).filter(|event| self.sees_movements || !moves(event))?;
        let device = entry.header().device;
        let label = self.post.replica().papers().label(device);
        Some(Recorded {
            id: entry.id().to_string(),
            recorded_at: entry.header().clock.seconds.0,
            device: label.map_or_else(|| device.short(), ToString::to_string),
            is_ours: device == self.post.keys().device(),
            by: self.server.centre.recorder(entry.id()),
            corrected_by: self.corrected.get(&entry.id()).map(ToString::to_string),
            event: Event::of(&event),
            sentence: sentence(&event),
        })
    }
}

/// The events that are wished for and can be read here.
fn readable(server: &Server, wish: &Wish, opens_sealed: bool, sees_movements: bool) -> Events {
    let post = server.centre.post();
    let reader = Reader::new(server, &post, (opens_sealed, sees_movements));
    let mut entries: Vec<&Entry> = reader.entries().collect();
    let total = entries.len();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.header().clock, entry.id())));
    let wanted = wish.search.as_deref().map(str::to_lowercase).filter(|text| !text.is_empty());
    let holds = |event: &Recorded| wanted.as_deref().is_none_or(|text| event.sentence.to_lowercase().contains(text));
    let own = post.keys().device();
    let of_device = entries.into_iter().filter(|entry| !wish.ours || entry.header().device == own);
    // Read one by one until there are enough: a page asks for the newest hundred of a hundred thousand.
    let told = of_device.filter_map(|entry| reader.told(entry)).filter(holds);
    Events { total, events: told.take(wish.limit.unwrap_or(100).min(1000).into()).collect() }
}

/// One of them.
fn one(server: &Server, id: EventId, opens_sealed: bool, sees_movements: bool) -> Option<Recorded> {
    let post = server.centre.post();
    let entry = post.replica().by_id(id).filter(|entry| opens_sealed || !entry.header().class.is_sealed())?;
    Reader::new(server, &post, (opens_sealed, sees_movements)).told(entry)
}
