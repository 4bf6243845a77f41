//! Who may do what: six roles, what each of them may do, and the permit that only this check gives out.
//!
//! A handler that reads or changes anything takes a [`Permit`]. It cannot be made elsewhere, so that a route without a check
//! does not compile.

use super::Server;
use super::problem::Problem;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use couloir_ledger::name::Name;
use couloir_model::clock::UnixSeconds;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// What somebody is in the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Decides: adopts plans, corrects, settles.
    Coordinator,
    /// Proposes plans and draws closures.
    Planner,
    /// Counts, loads and unloads at a site or shelter.
    Post,
    /// Drives a vehicle or leads a convoy.
    Driver,
    /// Reads reports and confirms claims.
    Analyst,
    /// Anybody else. Nothing of a movement is public.
    Public,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// See the figures of the operation and its books.
    Look,
    /// See plans and movements: routes and hours, the most dangerous data there is.
    SeeMovements,
    /// Record an event.
    Record,
    /// Read reports, confirm claims.
    Confirm,
    /// Have a plan made.
    Propose,
    /// Adopt a plan.
    Adopt,
    /// Give access to programs and take it back, and see who has read what is restricted.
    Manage,
}

impl Role {
    /// All roles, the one that may do most first.
    pub const ALL: [Self; 6] =
        [Self::Coordinator, Self::Planner, Self::Post, Self::Driver, Self::Analyst, Self::Public];

    /// The roles that sign in with a passphrase: everybody but the public.
    pub const SIGNING_IN: [Self; 5] = [Self::Coordinator, Self::Planner, Self::Post, Self::Driver, Self::Analyst];

    /// True when somebody in this role may do that.
    #[must_use]
    pub const fn may(self, act: Act) -> bool {
        match act {
            Act::Look => !matches!(self, Self::Public),
            Act::SeeMovements => matches!(self, Self::Coordinator | Self::Planner | Self::Post | Self::Driver),
            Act::Record => matches!(self, Self::Coordinator | Self::Post | Self::Driver),
            Act::Confirm => matches!(self, Self::Coordinator | Self::Analyst),
            Act::Propose => matches!(self, Self::Coordinator | Self::Planner),
            Act::Adopt | Act::Manage => matches!(self, Self::Coordinator),
        }
    }

    /// What the role is called in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Planner => "planner",
            Self::Post => "post",
            Self::Driver => "driver",
            Self::Analyst => "analyst",
            Self::Public => "public",
        }
    }
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 7] =
        [Self::Look, Self::SeeMovements, Self::Record, Self::Confirm, Self::Propose, Self::Adopt, Self::Manage];

    /// True when what is seen by it is restricted, so that reading it is written down.
    #[must_use]
    pub const fn is_restricted(self) -> bool {
        matches!(self, Self::SeeMovements | Self::Confirm | Self::Manage)
    }
}

/// What a permit is for, as a type.
pub trait Wanted: Send + Sync + 'static {
    /// The act.
    const ACT: Act;
}

macro_rules! wanted {
    ($($name:ident),*) => {$(
        #[doc = concat!("[`Act::", stringify!($name), "`].")]
        #[derive(Debug)]
        pub enum $name {}

        impl Wanted for $name {
            const ACT: Act = Act::$name;
        }
    )*};
}

wanted!(Look, SeeMovements, Record, Confirm, Propose, Adopt, Manage);

/// The proof that somebody may do what the type says.
#[derive(Debug)]
pub struct Permit<W> {
    role: Role,
    who: String,
    post: Option<Name>,
    wanted: PhantomData<fn() -> W>,
}

impl<W> Permit<W> {
    /// In which role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The session or token, by letters that open nothing.
    #[must_use]
    pub fn who(&self) -> &str {
        &self.who
    }

    /// Who records what is permitted by this.
    pub(super) fn by(&self) -> By {
        By { role: self.role, who: self.who.clone(), post: self.post.as_ref().map(Name::to_string) }
    }
}

impl<W: Wanted> FromRequestParts<Arc<Server>> for Permit<W> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let now = super::now();
        let changes = !matches!(parts.method, Method::GET | Method::HEAD);
        let (role, who, post) = match bearer(&parts.headers) {
            // No browser sends a token by itself: whoever has it means what they ask for.
            Some(secret) => of_token(server, secret, now).map(|(role, who)| (role, who, None))?,
            None => of_session(server, &parts.headers, changes, now, W::ACT)?,
        };
        if !role.may(W::ACT) {
            return Err(Problem::not_allowed(role));
        }
        if !changes && W::ACT.is_restricted() {
            let list = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
            server.note_read(role, &who, list, now);
        }
        Ok(Self { role, who, post, wanted: PhantomData })
    }
}

/// The session or token of a request, where it is one that is known: by letters that open nothing.
pub(super) fn known(server: &Server, headers: &HeaderMap, now: UnixSeconds) -> Option<String> {
    if let Some(secret) = bearer(headers) {
        return server.tokens.find(secret, now).map(|token| format!("token {}", token.id));
    }
    let name = session_of(headers)?;
    server.sessions.id(name, now)
}

/// The token in the header `authorization`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn of_token(server: &Server, secret: &str, now: UnixSeconds) -> Result<(Role, String), Problem> {
    let help = "ask the coordination for another token";
    let token = server.tokens.find(secret, now);
    let token = token.ok_or_else(|| Problem::no_token("this token opens nothing, or it was taken back", help))?;
    if token.vehicle.is_some() {
        return Err(Problem::not_allowed(Role::Public));
    }
    Ok((token.role, format!("token {}", token.id)))
}

fn of_session(
    server: &Server,
    headers: &HeaderMap,
    changes: bool,
    now: UnixSeconds,
    act: Act,
) -> Result<(Role, String, Option<Name>), Problem> {
    let name = session_of(headers).unwrap_or("");
    let session = server.sessions.find(name, now).ok_or_else(Problem::signed_out)?;
    // Said before the token is looked at: whoever may not do it at all is not told to fetch one.
    if !session.role.may(act) {
        return Err(Problem::not_allowed(session.role));
    }
    // A page of somebody else can make a browser send the cookie, but not read the token that belongs to it.
    let token = headers.get(CSRF).and_then(|value| value.to_str().ok());
    if changes && !token.is_some_and(|token| same(token, &session.csrf)) {
        return Err(Problem::forged());
    }
    Ok((session.role, session.id, session.post))
}

/// The header that carries a session's token against forged requests.
pub const CSRF: &str = "x-csrf-token";

/// The cookie that names a session.
const COOKIE: &str = "couloir_session";

/// How long a session lasts, in seconds: a shift.
const SESSION_SECONDS: i64 = 12 * 3600;

/// How long without a request, in seconds, until a session is locked (`do-no-harm.md`, rule 15). The page of somebody who looks on asks
/// for the figures by itself; a laptop that was closed does not.
const IDLE_SECONDS: i64 = 5 * 60;

/// The most sessions at once.
const SESSIONS_MAX: usize = 4096;

/// Somebody who has signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// By which it is told from others: letters that open nothing.
    pub id: String,
    /// The post at which it is used, where somebody said it when they signed in: a place or a desk.
    pub post: Option<Name>,
    /// In which role.
    pub role: Role,
    /// The token that each change must carry.
    pub csrf: String,
    /// When somebody signed in.
    pub began: UnixSeconds,
    /// When it was used last.
    pub seen: UnixSeconds,
}

/// Who has recorded something: in which role, by which session or token, at which post. Never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct By {
    /// In which role.
    pub role: Role,
    /// The session or token, by a few letters that tell them apart and open nothing.
    pub who: String,
    /// The post that was said when somebody signed in.
    pub post: Option<String>,
}

/// All who have signed in. They are forgotten when the server stops.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    /// Lets somebody in: the session and the value of its cookie.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes.
    pub fn begin(&self, role: Role, post: Option<Name>, now: UnixSeconds) -> std::io::Result<(Session, String)> {
        let (name, csrf) = (token()?, token()?);
        let session = Session { id: super::reads::short(&name), post, role, csrf, began: now, seen: now };
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, session| session.is_open(now));
        if sessions.len() >= SESSIONS_MAX {
            let oldest = sessions.iter().min_by_key(|(_, session)| session.seen).map(|(name, _)| name.clone());
            oldest.map(|name| sessions.remove(&name));
        }
        sessions.insert(name.clone(), session.clone());
        Ok((session, name))
    }

    /// The session of that name, if it is open.
    pub fn find(&self, name: &str, now: UnixSeconds) -> Option<Session> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get_mut(name).filter(|session| session.is_open(now))?;
        session.seen = now;
        Some(session.clone())
    }

    /// The id of the session of that name, while somebody is signed in by it. Looking is no use of it.
    pub fn id(&self, name: &str, now: UnixSeconds) -> Option<String> {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.get(name).filter(|session| session.is_open(now)).map(|session| session.id.clone())
    }

    /// All that are open, the one that was used last first.
    pub fn open(&self, now: UnixSeconds) -> Vec<Session> {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open: Vec<Session> = sessions.values().filter(|session| session.is_open(now)).cloned().collect();
        open.sort_by(|one, two| (two.seen, &two.id).cmp(&(one.seen, &one.id)));
        open
    }

    /// Ends the session of that id; false when there is none.
    pub fn end_by_id(&self, id: &str) -> bool {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = sessions.len();
        sessions.retain(|_, session| session.id != id);
        sessions.len() < before
    }

    /// Signs somebody out.
    pub fn end(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

impl Session {
    const fn is_open(&self, now: UnixSeconds) -> bool {
        now.0 - self.began.0 < SESSION_SECONDS && now.0 - self.seen.0 < IDLE_SECONDS
    }
}

/// The name of the session that a request belongs to.
pub fn session_of(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// What sets the cookie of a session: not for scripts, not for other sites.
#[must_use]
pub fn cookie(name: &str, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{COOKIE}={name}; Path=/; HttpOnly; SameSite=Strict; Max-Age={SESSION_SECONDS}{secure}")
}

/// What takes the cookie away.
#[must_use]
pub fn no_cookie() -> String {
    format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// 256 random bits in hexadecimal digits.
///
/// # Errors
///
/// When the system gives no random bytes.
pub fn token() -> std::io::Result<String> {
    let bytes: [u8; 32] = crate::keys::random()?;
    Ok(bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// True when two secrets are the same, in a time that does not tell how much of them is.
#[must_use]
pub fn same(one: &str, two: &str) -> bool {
    one.len() == two.len() && one.bytes().zip(two.bytes()).fold(0, |differ, (one, two)| differ | (one ^ two)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_nobody_used_for_five_minutes_is_locked() {
        let sessions = Sessions::default();
        let (_, name) = sessions.begin(Role::Post, None, UnixSeconds(0)).unwrap();
        assert!(sessions.find(&name, UnixSeconds(299)).is_some());
        assert!(sessions.find(&name, UnixSeconds(299 + 299)).is_some());
        assert!(sessions.find(&name, UnixSeconds(299 + 299 + 300)).is_none());
    }

    #[test]
    fn a_session_ends_after_a_shift_however_busy() {
        let sessions = Sessions::default();
        let (_, name) = sessions.begin(Role::Post, None, UnixSeconds(0)).unwrap();
        for now in (0..SESSION_SECONDS).step_by(100) {
            assert!(sessions.find(&name, UnixSeconds(now)).is_some());
        }
        assert!(sessions.find(&name, UnixSeconds(SESSION_SECONDS)).is_none());
    }

    #[test]
    fn a_session_is_listed_and_ended_by_letters_that_open_nothing() {
        let sessions = Sessions::default();
        let (session, name) = sessions.begin(Role::Post, Name::new("North gate").ok(), UnixSeconds(0)).unwrap();
        assert_eq!(sessions.open(UnixSeconds(1)).len(), 1);
        assert!(sessions.find(&session.id, UnixSeconds(1)).is_none(), "the letters open nothing");
        assert!(sessions.end_by_id(&session.id));
        assert!(!sessions.end_by_id(&session.id));
        assert!(sessions.find(&name, UnixSeconds(1)).is_none());
    }

    #[test]
    fn the_public_may_do_nothing_and_the_coordinator_everything() {
        for act in Act::ALL {
            assert!(!Role::Public.may(act), "{act:?}");
            assert!(Role::Coordinator.may(act), "{act:?}");
        }
    }
}
