//! Reports: a text read into claims, and the claims that somebody has confirmed.

use super::events::refused;
use crate::server::access::{By, Confirm, Permit};
use crate::server::centre::Change;
use crate::server::problem::Problem;
use crate::server::wire::claim::Claim;
use crate::server::{Body, Server, now};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use couloir_evidence::read::{self, Context, Date};
use couloir_ledger::event::{Event, Method, What};
use couloir_ledger::name::Name;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// A report to be read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// A name for it: the claims' ids begin with it.
    name: String,
    /// The text.
    text: String,
    /// The day on which it was published, such as `2019-02-22`: «yesterday» is counted from it.
    published: String,
}

/// What a report says.
#[derive(Serialize, ToSchema)]
pub struct Reading {
    /// The claims, one object each, as `couloir read` writes them: `start` and `end` are characters of the text.
    #[schema(value_type = Vec<Claim>)]
    claims: Vec<Map<String, Value>>,
    /// Quantities that could not be read.
    unread: usize,
}

/// Claims that somebody lets stand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// The claims, as they were read.
    claims: Vec<Claim>,
    /// Who confirms: a desk or a function in up to 64 characters, not a person's name.
    by: String,
}

/// How many claims were kept.
#[derive(Serialize, ToSchema)]
pub struct Kept {
    /// New ones.
    kept: usize,
    /// Those that were there before.
    repeated: usize,
}

/// Reads a text into claims. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/readings", request_body = Report, responses(
    (status = 200, body = Reading), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub async fn read_text(_: Permit<Confirm>, Body(report): Body<Report>) -> Result<Json<Reading>, Problem> {
    let published: Date = report.published.parse().map_err(|_| {
        Problem::unusable(format!("`published` is no day: {}", report.published), "write it such as 2019-02-22")
    })?;
    let name = file_stem(&report.name)?;
    let work = move || {
        let (_, reading) = read::reading_of_bytes(report.text.as_bytes(), &Context::published(published));
        let unread = reading.findings.iter().filter(|finding| finding.note == read::Note::Unread).count();
        let lines = read::wire::json_lines(&name, &reading.claims);
        let claims = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        Json(Reading { claims, unread })
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))
}

/// The confirmed claims.
#[utoipa::path(get, path = "/api/v1/claims", responses((status = 200, body = Reading), (status = 401, body = Problem)))]
pub async fn list(_: Permit<Confirm>, State(server): State<Arc<Server>>) -> Result<Json<Reading>, Problem> {
    Ok(Json(Reading { claims: standing(&server)?, unread: 0 }))
}

/// Keeps claims in the operation's evidence, from which the estimate is made, and records in the ledger that they are confirmed.
#[utoipa::path(post, path = "/api/v1/claims", request_body = Confirmed, responses(
    (status = 201, body = Kept), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem),
))]
pub async fn confirm(
    permit: Permit<Confirm>,
    State(server): State<Arc<Server>>,
    Body(confirmed): Body<Confirmed>,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    can_be_kept(&confirmed)?;
    let by = permit.by();
    let work = move || keep(&server, &confirmed, &by);
    let kept = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::failed(error.to_string()))??;
    Ok((StatusCode::CREATED, Json(kept)))
}

/// The most claims that are confirmed at once: a long report has some forty.
const CLAIMS_MAX: usize = 500;

/// All of them must have the shape of claims: what is kept as evidence is read by other programs for years.
fn can_be_kept(confirmed: &Confirmed) -> Result<(), Problem> {
    let help = "send claims as POST /api/v1/readings gives them";
    if confirmed.claims.len() > CLAIMS_MAX {
        return Err(Problem::unusable(
            format!("more than {CLAIMS_MAX} claims at once"),
            "confirm them report by report",
        ));
    }
    Name::new(&confirmed.by).map_err(|fault| {
        Problem::unusable(format!("by: {fault}"), "name a desk or a function in up to 64 characters")
    })?;
    let faults = confirmed.claims.iter().filter_map(|claim| Some((&claim.id, claim.check().err()?)));
    let faults: Vec<String> = faults.map(|(id, fault)| format!("{id}: {fault}")).take(10).collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::unusable(faults.join("; "), help)) }
}

fn keep(server: &Server, confirmed: &Confirmed, by: &By) -> Result<Kept, Problem> {
    // One at a time: two pages that confirm at once must not both find a claim missing.
    let _turn = server.evidence.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let before = standing(server)?;
    let mut known: BTreeSet<&str> = before.iter().filter_map(id).collect();
    let new: Vec<&Claim> = confirmed.claims.iter().filter(|claim| known.insert(&claim.id)).collect();
    for claim in &new {
        // First the ledger: a device that may not confirm keeps nothing. Said without a moment, it is the same however often it is sent.
        let what = What::ClaimConfirmed { claim: in_ledger(&claim.id) };
        let event = Event { occurred_at: None, post: None, method: Method::Reported, what };
        server.centre.record(&event, Some(&format!("claim {}", claim.id)), by, now()).map_err(refused)?;
    }
    let lines: String = new
        .iter()
        .map(|claim| Claim { confirmed_by: Some(confirmed.by.clone()), ..(*claim).clone() })
        .filter_map(|claim| serde_json::to_string(&claim).ok())
        .map(|line| line + "\n")
        .collect();
    let path = crate::evidence::folder(server.centre.path()).join(crate::evidence::CLAIMS);
    crate::evidence::append(&path, &lines)
        .map_err(|error| Problem::failed(format!("cannot write the evidence: {error}")))?;
    server.centre.tell(Change::Claims);
    Ok(Kept { kept: new.len(), repeated: confirmed.claims.len() - new.len() })
}

/// The claim's name as the ledger can hold it: what is longer is cut, and told apart by a digest.
fn in_ledger(id: &str) -> Name {
    Name::new(id).unwrap_or_else(|_| {
        let begin: String = id.chars().filter(|character| !character.is_control()).take(48).collect();
        let digest = &blake3::hash(id.as_bytes()).to_hex()[..12];
        Name::new(&format!("{begin} {digest}")).expect("61 characters at most, and none of control")
    })
}

fn id(claim: &Map<String, Value>) -> Option<&str> {
    claim.get("id").and_then(Value::as_str).filter(|id| !id.is_empty())
}

fn standing(server: &Server) -> Result<Vec<Map<String, Value>>, Problem> {
    let path = crate::evidence::folder(server.centre.path()).join(crate::evidence::CLAIMS);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text =
        crate::files::text(&path, crate::evidence::BYTES_MAX).map_err(|error| Problem::failed(error.to_string()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    Ok(lines.filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// A name that may stand at the beginning of ids.
fn file_stem(name: &str) -> Result<String, Problem> {
    let fits = !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|character| character.is_alphanumeric() || "-_ .".contains(character));
    fits.then(|| name.to_owned()).ok_or_else(|| {
        Problem::unusable(format!("no name for a report: {name}"), "write up to 64 letters, digits, dashes and dots")
    })
}
