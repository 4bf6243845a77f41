//! The side that answers: `couloir sync serve`.
//!
//! The post is open to other programs between two requests, so that its people go on recording while it serves.

use super::{BODY_BYTES_MAX, EXCHANGE, HELLO};
use crate::keys::random;
use crate::post::{Post, PostError};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use couloir_ledger::access::{Access, about};
use couloir_ledger::channel::{Channel, Chunks, Fresh, SESSION_LENGTH, Side};
use couloir_ledger::id::DeviceId;
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle::{self, Hello, Part};
use couloir_ledger::wire::exchange::{Ask, BATCH_BYTES_MAX, End, lacking, marks_of, piece};
use couloir_model::clock::UnixSeconds;
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a caller may be silent within a request.
const SILENCE: Duration = Duration::from_secs(60);

/// How long a caller may take to say what it wants.
const HEADER_TIME: Duration = Duration::from_secs(15);

/// How long a session is remembered.
const SESSION_TIME: Duration = Duration::from_secs(600);

/// The most sessions at a time; the oldest goes when one more comes.
const SESSIONS_MAX: usize = 512;

/// The most connections at a time.
const CONNECTIONS_MAX: usize = 128;

/// What happened, for whoever watches the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A device is served.
    Served {
        /// The device.
        device: DeviceId,
        /// Events that are new here.
        taken: usize,
        /// Events that it was given.
        given: usize,
    },
    /// A device is not served.
    Refused {
        /// The device.
        device: DeviceId,
        /// Why.
        why: &'static str,
    },
    /// The post cannot be used; the caller was asked to come again.
    Fault(String),
}

/// A server of one post.
pub struct Server {
    post: Mutex<Post>,
    sessions: Mutex<BTreeMap<[u8; SESSION_LENGTH], Session>>,
    clock: fn() -> UnixSeconds,
    tell: Box<dyn Fn(Told) + Send + Sync>,
}

/// What is remembered of a caller between two requests.
struct Session {
    channel: Channel,
    since: Instant,
    /// Who it is, once it has said so.
    device: Option<DeviceId>,
    /// How far it holds each log, as far as it was told here.
    theirs: Frontier,
}

/// Why a request is not answered as it wished.
enum No {
    /// What arrived makes no sense.
    Malformed,
    /// The session is not known (any more): begin anew.
    Session,
    /// The device is not served.
    Device(DeviceId, &'static str),
    /// The caller fell silent.
    Silent,
    /// The post says no.
    Post(PostError),
}

impl Server {
    /// A server of `post`, which is given back to other programs between requests. `tell` is called with what happens.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the post cannot be given back.
    pub fn new(
        post: Post,
        clock: fn() -> UnixSeconds,
        tell: impl Fn(Told) + Send + Sync + 'static,
    ) -> Result<Arc<Self>, PostError> {
        post.pause()?;
        let (post, sessions) = (Mutex::new(post), Mutex::new(BTreeMap::new()));
        Ok(Arc::new(Self { post, sessions, clock, tell: Box::new(tell) }))
    }

    /// Serves on `listener` until `end` comes.
    ///
    /// # Errors
    ///
    /// When the socket fails for good.
    pub async fn serve(
        self: Arc<Self>,
        listener: tokio::net::TcpListener,
        end: impl Future<Output = ()>,
    ) -> std::io::Result<()> {
        let routes = Router::new().route(HELLO, post(hello)).route(EXCHANGE, post(exchange)).with_state(self);
        let room = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
        tokio::pin!(end);
        loop {
            let permit = room.clone().acquire_owned().await.map_err(std::io::Error::other)?;
            let (stream, _) = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    // A caller that hung up at once, or too many open files: others are served all the same.
                    Err(_) => { tokio::time::sleep(Duration::from_millis(50)).await; continue }
                },
                () = &mut end => return Ok(()),
            };
            let _ = stream.set_nodelay(true);
            let service = hyper_util::service::TowerToHyperService::new(routes.clone());
            tokio::spawn(async move {
                let mut http = hyper::server::conn::http1::Builder::new();
                http.timer(hyper_util::rt::TokioTimer::new()).header_read_timeout(HEADER_TIME);
                let _ = http.serve_connection(hyper_util::rt::TokioIo::new(stream), service).await;
                drop(permit);
            });
        }
    }

    /// Does something with the post between two requests; nothing when it cannot be used just now.
    pub fn using<T>(&self, act: impl FnOnce(&mut Post) -> T) -> Option<T> {
        self.with_post(|post, _| Ok(act(post))).ok()
    }

    /// What people call the device that something is told of.
    #[must_use]
    pub fn label(&self, told: &Told) -> String {
        let device = match told {
            Told::Served { device, .. } | Told::Refused { device, .. } => *device,
            Told::Fault(_) => return String::new(),
        };
        let post = self.post.lock().unwrap_or_else(PoisonError::into_inner);
        let label = post.replica().papers().label(device);
        label.map_or_else(|| device.short(), |label| format!("{label} ({})", device.short()))
    }

    /// Does something with the post while no other program does.
    fn with_post<T>(&self, act: impl FnOnce(&mut Post, UnixSeconds) -> Result<T, PostError>) -> Result<T, No> {
        let mut post = self.post.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.clock)();
        post.resume(now).map_err(No::Post)?;
        let done = act(&mut post, now);
        post.pause().map_err(No::Post)?;
        done.map_err(No::Post)
    }

    fn sessions(&self) -> MutexGuard<'_, BTreeMap<[u8; SESSION_LENGTH], Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a channel.
    fn hello(&self, body: &[u8]) -> Result<Vec<u8>, No> {
        let theirs: [u8; 32] = body.try_into().map_err(|_| No::Malformed)?;
        let random =
            || random::<32>().map_err(|source| No::Post(PostError::File { path: "device.key".into(), source }));
        let fresh = Fresh::new(random()?);
        let public = fresh.public;
        let session: [u8; SESSION_LENGTH] = *random()?.first_chunk().expect("32 bytes hold 16");
        let (channel, proof) = self
            .with_post(|post, _| {
                let replica = post.replica();
                let papers = about(replica.papers(), post.keys().device());
                Ok(fresh.meet(Side::Answerer, theirs, &session, replica.operation()).map(|mut channel| {
                    let proof = channel.prove(&post.keys().signing, &bundle::continued(papers, Vec::new()));
                    (channel, proof)
                }))
            })?
            .map_err(|_| No::Malformed)?;
        self.remember(session, Session { channel, since: Instant::now(), device: None, theirs: Frontier::default() });
        Ok([&session[..], &public, &proof].concat())
    }

    fn remember(&self, name: [u8; SESSION_LENGTH], session: Session) {
        let session = Session { since: Instant::now(), ..session };
        let mut sessions = self.sessions();
        sessions.retain(|_, session| session.since.elapsed() < SESSION_TIME);
        if SESSIONS_MAX <= sessions.len()
            && let Some(oldest) = sessions.iter().min_by_key(|(_, session)| session.since).map(|(name, _)| *name)
        {
            sessions.remove(&oldest);
        }
        sessions.insert(name, session);
    }

    /// Learns from its first chunk who calls.
    fn introduce(&self, session: &mut Session, chunk: &[u8]) -> Result<(), No> {
        let (device, bundle) = session.channel.proven(chunk).map_err(|_| No::Malformed)?;
        self.with_post(|post, now| {
            let papers = bundle::read(&bundle).0.into_iter().filter(|part| matches!(part, Part::Papers(_)));
            post.receive(papers.collect(), now).map(drop)
        })?;
        session.device = Some(device);
        Ok(())
    }

    /// Answers a pull: the chunks of its answer.
    fn pull(&self, session: &mut Session, ask: Ask, answer: &mut Vec<u8>) -> Result<(), No> {
        let device = session.device.ok_or(No::Malformed)?;
        let (batch, first) = match ask {
            Ask::Pull { batch, papers, bundle } => (batch, Some((papers, bundle))),
            Ask::Next { batch } => (batch, None),
            Ask::Push => return Err(No::Malformed),
        };
        let batch = batch.min(BATCH_BYTES_MAX) as usize;
        let (bundle, end, given) = self.with_post(|post, now| {
            let access = Access::of(post.replica().papers(), device, now);
            let (known, said) = match first {
                Some((known, bundle)) => (Some(known), bundle::read(&bundle).0),
                None => (None, Vec::new()),
            };
            if let Some(Part::Hello(hello)) = said.first()
                && hello.device == device
            {
                session.theirs = hello.frontier.clone();
            }
            // Whoever is not enrolled (any more) is not believed either.
            if access == Some(Access::Full) {
                post.receive_from(device, said, now)?;
                post.sign()?;
            }
            let replica = post.replica();
            let papers = match (&known, access) {
                (None, _) | (_, None) => Vec::new(),
                (Some(known), Some(Access::Full)) => lacking(replica.papers(), known),
                (Some(_), Some(_)) => about(replica.papers(), device),
            };
            let size = if access == Some(Access::Full) { batch } else { 0 };
            let batch = replica.batch_for(&session.theirs, size);
            let given: usize = batch.runs.iter().map(|run| run.items.len()).sum();
            let bundle = if known.is_some() {
                let frontier = match access {
                    Some(Access::Full) => replica.frontier(),
                    Some(Access::Expired) => replica.frontier().only(device),
                    _ => Frontier::default(),
                };
                let founding = replica.papers().founding().clone();
                bundle::write(Hello::new(founding, post.keys().device(), frontier), papers, batch.runs)
            } else {
                bundle::continued(papers, batch.runs)
            };
            session.theirs = batch.theirs;
            let is_last = batch.is_last || access != Some(Access::Full);
            let papers = match access {
                Some(Access::Full) if known.is_some() => marks_of(replica.papers()),
                _ => Vec::new(),
            };
            match access {
                None => Ok((Vec::new(), Err("nobody has enrolled it"), 0)),
                Some(_) => Ok((bundle, Ok(End::Pulled { is_last, papers }), given)),
            }
        })?;
        let end = end.map_err(|why| No::Device(device, why))?;
        for part in bundle::pieces(&bundle) {
            answer.extend(session.channel.seal(&piece(&part)));
        }
        answer.extend(session.channel.seal(&end.to_bytes()));
        (self.tell)(Told::Served { device, taken: 0, given });
        Ok(())
    }

    /// Takes pieces of what a caller hands over. Gives how many events are new, and how many runs were refused.
    fn take(&self, device: DeviceId, pieces: &[Vec<u8>]) -> Result<(usize, usize), No> {
        let parts = pieces.iter().flat_map(|bytes| bundle::read(bytes).0).collect();
        let done = self.with_post(|post, now| {
            let access = Access::of(post.replica().papers(), device, now);
            if !matches!(access, Some(Access::Full | Access::Expired)) {
                return Ok(None);
            }
            let received = post.receive_from(device, parts, now)?;
            Ok(Some((received.events_new, received.refusals.len())))
        })?;
        done.ok_or(No::Device(device, "it is revoked, or nobody has enrolled it"))
    }

    /// Ends a push: the caller learns how far its own log is held here.
    fn pushed(&self, session: &mut Session, taken: usize, refused: usize, answer: &mut Vec<u8>) -> Result<(), No> {
        let device = session.device.ok_or(No::Malformed)?;
        let hello = self.with_post(|post, _| {
            let replica = post.replica();
            let (founding, frontier) = (replica.papers().founding().clone(), replica.frontier().only(device));
            Ok(Hello::new(founding, post.keys().device(), frontier))
        })?;
        for part in bundle::pieces(&bundle::write(hello, Vec::new(), Vec::new())) {
            answer.extend(session.channel.seal(&piece(&part)));
        }
        let refused = u32::try_from(refused).unwrap_or(u32::MAX);
        answer.extend(session.channel.seal(&End::Pushed { refused }.to_bytes()));
        (self.tell)(Told::Served { device, taken, given: 0 });
        Ok(())
    }

    fn refuse(&self, no: No) -> Response {
        let (status, words) = match no {
            No::Malformed => (StatusCode::BAD_REQUEST, "not a request of Couloir, or of another operation"),
            No::Session => (StatusCode::UNAUTHORIZED, "begin anew"),
            No::Silent => (StatusCode::REQUEST_TIMEOUT, "nothing came for too long"),
            No::Device(device, why) => {
                (self.tell)(Told::Refused { device, why });
                (StatusCode::FORBIDDEN, "this device is not enrolled here")
            }
            No::Post(error) => {
                (self.tell)(Told::Fault(error.to_string()));
                (StatusCode::SERVICE_UNAVAILABLE, "come again later")
            }
        };
        (status, words).into_response()
    }
}

/// Runs something that waits for a disk where it holds nobody else up.
async fn aside<T: Send + 'static>(act: impl FnOnce() -> Result<T, No> + Send + 'static) -> Result<T, No> {
    tokio::task::spawn_blocking(act).await.map_err(|_| No::Malformed)?
}

async fn hello(State(server): State<Arc<Server>>, body: Body) -> Response {
    let read = async {
        let mut body = Incoming::new(body);
        let mut bytes = Vec::new();
        while let Some(more) = body.more().await? {
            bytes.extend_from_slice(&more);
            if 32 < bytes.len() {
                return Err(No::Malformed);
            }
        }
        Ok(bytes)
    };
    let answer = match read.await {
        Ok(bytes) => {
            let server = server.clone();
            aside(move || server.hello(&bytes)).await
        }
        Err(no) => Err(no),
    };
    answer.map_or_else(|no| server.refuse(no), IntoResponse::into_response)
}

async fn exchange(State(server): State<Arc<Server>>, body: Body) -> Response {
    match answer(&server, Incoming::new(body)).await {
        Ok(bytes) => bytes.into_response(),
        Err(no) => server.refuse(no),
    }
}

/// The body of a request, part by part, with an eye on the clock and on its length.
struct Incoming {
    body: Body,
    length: usize,
}

impl Incoming {
    const fn new(body: Body) -> Self {
        Self { body, length: 0 }
    }

    async fn more(&mut self) -> Result<Option<Bytes>, No> {
        loop {
            let frame = tokio::time::timeout(SILENCE, self.body.frame()).await.map_err(|_| No::Silent)?;
            let Some(frame) = frame else { return Ok(None) };
            if let Ok(bytes) = frame.map_err(|_| No::Silent)?.into_data() {
                self.length += bytes.len();
                return if BODY_BYTES_MAX < self.length { Err(No::Malformed) } else { Ok(Some(bytes)) };
            }
        }
    }
}

/// Answers a request of a session. The session is gone when anything goes wrong: its chunks would not fit any more.
async fn answer(server: &Arc<Server>, mut body: Incoming) -> Result<Vec<u8>, No> {
    let mut chunks = Chunks::default();
    let mut head = Vec::new();
    while head.len() < SESSION_LENGTH {
        head.extend_from_slice(&body.more().await?.ok_or(No::Malformed)?);
    }
    let (name, rest) = head.split_first_chunk::<SESSION_LENGTH>().expect("so many have come");
    chunks.push(rest);
    let mut session = server.sessions().remove(name).ok_or(No::Session)?;
    if SESSION_TIME < session.since.elapsed() {
        return Err(No::Session);
    }
    let mut ask = None;
    let (mut taken, mut refused) = (0, 0);
    let mut result = Vec::new();
    loop {
        while let Some(chunk) = chunks.next_whole().map_err(|_| No::Malformed)? {
            let server = server.clone();
            let asked = ask.take();
            let mut more = Vec::new();
            while matches!(asked, Some(Ask::Push))
                && let Some(next) = chunks.next_whole().map_err(|_| No::Malformed)?
            {
                more.push(next);
            }
            let (is_asked, back, new, not) = aside(move || match (session.device, asked) {
                (None, _) => server.introduce(&mut session, &chunk).map(|()| (None, session, 0, 0)),
                (Some(_), None) => {
                    let plain = session.channel.open(&chunk).map_err(|_| No::Malformed)?;
                    let ask = Ask::from_bytes(&plain).map_err(|_| No::Malformed)?;
                    Ok((Some(ask), session, 0, 0))
                }
                (Some(device), Some(Ask::Push)) => {
                    // What has come meanwhile is stored together: each storing waits for the disk several times.
                    let opened = std::iter::once(&chunk)
                        .chain(&more)
                        .map(|chunk| session.channel.open(chunk).map_err(|_| No::Malformed));
                    let plain = opened.collect::<Result<Vec<_>, No>>()?;
                    let (new, not) = server.take(device, &plain)?;
                    Ok((Some(Ask::Push), session, new, not))
                }
                (Some(_), Some(_)) => Err(No::Malformed),
            })
            .await?;
            (ask, session) = (is_asked, back);
            (taken, refused) = (taken + new, refused + not);
        }
        match body.more().await? {
            Some(bytes) => chunks.push(&bytes),
            None => break,
        }
    }
    if !chunks.is_empty() {
        return Err(No::Malformed);
    }
    let ask = ask.ok_or(No::Malformed)?;
    let name = *name;
    let serving = server.clone();
    let (session, bytes) = aside(move || {
        match ask {
            Ask::Push => serving.pushed(&mut session, taken, refused, &mut result)?,
            pull => serving.pull(&mut session, pull, &mut result)?,
        }
        Ok((session, result))
    })
    .await?;
    server.remember(name, session);
    Ok(bytes)
}

/// Opens the socket that is served on.
///
/// # Errors
///
/// When the address cannot be used.
pub fn listen(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
