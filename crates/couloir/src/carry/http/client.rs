//! The side that calls: `couloir sync http`.
//!
//! The network waits inside a small runtime of its own, and only there: between two waits the post is used as everywhere else.

use super::{EXCHANGE, HELLO};
use crate::keys::random;
use crate::post::{Post, PostError};
use couloir_ledger::access::{Access, about};
use couloir_ledger::batch::Pace;
use couloir_ledger::channel::{Channel, Chunks, Fresh, NotOurChannel, SESSION_LENGTH, Side, TooLong};
use couloir_ledger::id::DeviceId;
use couloir_ledger::replica::Received;
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle::{self, Damage, Hello, Part};
use couloir_ledger::wire::exchange::{Ask, End, PaperMark, Said, Unknown, lacking, marks_of};
use couloir_model::clock::UnixSeconds;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// The port that is tried where an address names none. Our own choice, registered nowhere.
pub const PORT: u16 = 4710;

/// How long the other side may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// The slowest link that a whole batch is waited for on, in bytes a second: a tenth of 23 kbit/s.
const SLOWEST_BYTES_PER_S: u64 = 290;

/// How long pieces that follow on each other at once may wait for each other before they are stored together. Our own choice: each
/// storing waits for the disk several times, and what is lost where the link breaks is what came in this time.
const GATHERED: Duration = Duration::from_millis(250);

/// How much is gathered at most, in bytes as they came: a day of three hundred devices has a little over one mebibyte.
const GATHERED_BYTES_MAX: usize = 4 << 20;

/// What came of a call.
#[derive(Debug, Default)]
pub struct Call {
    /// The device at the other end.
    pub device: Option<DeviceId>,
    /// Events that are new here.
    pub taken: usize,
    /// Events that were handed over and are stored there.
    pub given: usize,
    /// Runs that the other side refused.
    pub refused: usize,
    /// What was wrong with what came.
    pub received: Vec<Received>,
    /// Pieces that came damaged.
    pub damages: Vec<Damage>,
    /// Bytes that came, and bytes that went.
    pub bytes: (usize, usize),
    /// Requests, the one that opened the channel among them.
    pub requests: usize,
    /// Why events were kept back, where they were.
    pub kept_back: Option<&'static str>,
}

/// Why a call failed. What had arrived before is stored on both sides.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The address is none.
    #[error("not an address: {0}")]
    Address(String),
    /// The network says no; trying again may help.
    #[error("the link broke: {0}")]
    Link(String),
    /// Nothing comes any more; trying again may help.
    #[error("the link broke: nothing came for too long")]
    Silent,
    /// Who answers is none of ours.
    #[error("whoever answers there is no device of this operation")]
    Stranger(#[from] NotOurChannel),
    /// Who answers is not enrolled.
    #[error("the device that answers there is not enrolled: {}", .0.short())]
    NotEnrolled(DeviceId),
    /// The other side refuses.
    #[error("the other side refuses: {0}")]
    Refused(String),
    /// What came makes no sense.
    #[error("the answer cannot be understood")]
    Answer(#[from] Unknown),
    /// A part of the answer is too long.
    #[error("the answer cannot be understood")]
    Long(#[from] TooLong),
    /// The post says no.
    #[error(transparent)]
    Post(#[from] PostError),
}

impl CallError {
    /// True when the same call may go well a moment later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Link(_) | Self::Silent)
    }
}

/// The other side of a call, as a person writes it: `http://10.0.0.5:4710`, `10.0.0.5`, `centre.local:4710`.
///
/// # Errors
///
/// [`CallError::Address`] when it is no address, or asks for what is not there.
pub fn address(text: &str) -> Result<String, CallError> {
    let fault = || CallError::Address(text.to_owned());
    let rest = text.strip_prefix("http://").unwrap_or(text).trim_end_matches('/');
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    if rest.is_empty() || rest.contains("//") || !rest.bytes().all(is_plain) {
        return Err(fault());
    }
    let has_port = match rest.rsplit_once(':') {
        Some((host, port)) => {
            !host.is_empty() && (!host.contains(':') || host.ends_with(']')) && port.parse::<u16>().is_ok()
        }
        None => false,
    };
    match (has_port, rest.contains(':') && !rest.ends_with(']')) {
        (true, _) => Ok(rest.to_owned()),
        (false, true) => Err(fault()),
        (false, false) => Ok(format!("{rest}:{PORT}")),
    }
}

/// Calls the post at `address` and brings both sides to the same. `call` says how far that went, whatever comes of it.
///
/// # Errors
///
/// [`CallError`]; those that pass ([`CallError::is_passing`]) are worth another try, which goes on where this one ended.
pub fn exchange(post: &mut Post, address: &str, now: UnixSeconds, call: &mut Call) -> Result<(), CallError> {
    let started = Instant::now();
    let mut line = Line::open(address, post, now, call)?;
    let mut pace = Pace::after(started.elapsed());
    post.sign()?;

    let mut ask = Ask::Pull {
        batch: pace.batch(),
        papers: marks_of(post.replica().papers()),
        bundle: bundle::write(hello(post), Vec::new(), Vec::new()),
    };
    let mut theirs = Frontier::default();
    let (mut known, mut said) = (Vec::new(), None);
    loop {
        let (end, hello) = line.ask(&ask, &[], &mut pace, post, now, call)?;
        let End::Pulled { is_last, papers } = end else { return Err(Unknown.into()) };
        if let Some(hello) = hello {
            (theirs, known) = (hello.frontier.clone(), papers);
            said = Some(hello);
        }
        if is_last {
            break;
        }
        ask = Ask::Next { batch: pace.batch() };
    }
    // A device that was set up anew gets its own events back: only now is it known that the other side holds them.
    post.receive_from(line.peer, said.map(Part::Hello).into_iter().collect(), now)?;
    push(&mut line, post, (theirs, known), &mut pace, now, call)
}

/// Hands over what the other side lacks, and nothing else: for a device that is about to be wiped.
///
/// # Errors
///
/// [`CallError`], as of [`exchange`].
pub fn hand_over(post: &mut Post, address: &str, now: UnixSeconds, call: &mut Call) -> Result<(), CallError> {
    let started = Instant::now();
    let mut line = Line::open(address, post, now, call)?;
    let mut pace = Pace::after(started.elapsed());
    post.sign()?;
    let bundle = bundle::write(hello(post), Vec::new(), Vec::new());
    let ask = Ask::Pull { batch: 0, papers: marks_of(post.replica().papers()), bundle };
    let (end, hello) = line.ask(&ask, &[], &mut pace, post, now, call)?;
    let (End::Pulled { papers, .. }, Some(hello)) = (end, hello) else { return Err(Unknown.into()) };
    push(&mut line, post, (hello.frontier, papers), &mut pace, now, call)
}

fn push(
    line: &mut Line,
    post: &mut Post,
    (mut theirs, known): (Frontier, Vec<PaperMark>),
    pace: &mut Pace,
    now: UnixSeconds,
    call: &mut Call,
) -> Result<(), CallError> {
    if post.replica().papers().revocation(post.keys().device()).is_some() {
        call.kept_back = Some("this device was revoked");
        return Ok(());
    }
    let mut papers = lacking(post.replica().papers(), &known);
    loop {
        let batch = post.replica().batch_for(&theirs, pace.batch() as usize);
        if batch.runs.is_empty() && papers.is_empty() {
            return Ok(());
        }
        let events: usize = batch.runs.iter().map(|run| run.items.len()).sum();
        let pieces = bundle::pieces(&bundle::continued(std::mem::take(&mut papers), batch.runs));
        let (end, _) = line.ask(&Ask::Push, &pieces, pace, post, now, call)?;
        let End::Pushed { refused } = end else { return Err(Unknown.into()) };
        call.refused += refused as usize;
        call.given += events;
        theirs = batch.theirs;
        if batch.is_last {
            return Ok(());
        }
    }
}

fn hello(post: &Post) -> Hello {
    let replica = post.replica();
    let founding = replica.papers().founding().clone();
    Hello::new(founding, post.keys().device(), replica.frontier())
}

/// A connection with a channel over it.
struct Line {
    runtime: Runtime,
    sender: SendRequest<Full<Bytes>>,
    host: String,
    /// The device at the other end, as the channel has proved it.
    peer: DeviceId,
    channel: Channel,
    session: [u8; SESSION_LENGTH],
    /// The proof who calls, until the first request has carried it.
    proof: Option<Vec<u8>>,
}

impl Line {
    fn open(address: &str, post: &mut Post, now: UnixSeconds, call: &mut Call) -> Result<Self, CallError> {
        let link = |error: &dyn std::fmt::Display| CallError::Link(error.to_string());
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| link(&error))?;
        let connect = async {
            let stream = TcpStream::connect(address).await.map_err(|error| link(&error))?;
            let _ = stream.set_nodelay(true);
            let (sender, connection) =
                hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| link(&error))?;
            tokio::spawn(async { drop(connection.await) });
            Ok::<_, CallError>(sender)
        };
        let limited = async { tokio::time::timeout(SILENCE, connect).await };
        let mut sender = runtime.block_on(limited).map_err(|_| CallError::Link("nobody answers".to_owned()))??;

        let fresh = Fresh::new(random().map_err(|source| PostError::File { path: "device.key".into(), source })?);
        let request = fresh.public.to_vec();
        let answer = send(&runtime, &mut sender, address, HELLO, request, call)?;
        let answer = whole(&runtime, answer, call)?;
        let (session, rest) = answer.split_first_chunk::<SESSION_LENGTH>().ok_or(Unknown)?;
        let (theirs, rest) = rest.split_first_chunk::<32>().ok_or(Unknown)?;
        let mut chunks = Chunks::default();
        chunks.push(rest);
        let proof = chunks.next_whole()?.ok_or(Unknown)?;
        let operation = post.replica().operation();
        let mut channel = fresh.meet(Side::Caller, *theirs, session, operation)?;
        let (device, papers) = channel.proven(&proof)?;
        // A slip that is new here may be the one that lets the other side in; nothing but papers is taken so early.
        let papers = bundle::read(&papers).0.into_iter().filter(|part| matches!(part, Part::Papers(_)));
        call.received.push(post.receive(papers.collect(), now)?);
        if Access::of(post.replica().papers(), device, now) != Some(Access::Full) {
            return Err(CallError::NotEnrolled(device));
        }
        call.device = Some(device);
        let papers = about(post.replica().papers(), post.keys().device());
        let proof = Some(channel.prove(&post.keys().signing, &bundle::continued(papers, Vec::new())));
        let host = address.to_owned();
        Ok(Self { runtime, sender, host, peer: device, channel, session: *session, proof })
    }

    /// Asks, and stores what comes, piece by piece.
    fn ask(
        &mut self,
        ask: &Ask,
        pieces: &[Vec<u8>],
        pace: &mut Pace,
        post: &mut Post,
        now: UnixSeconds,
        call: &mut Call,
    ) -> Result<(End, Option<Hello>), CallError> {
        let mut body = self.session.to_vec();
        body.extend(self.proof.take().unwrap_or_default());
        body.extend(self.channel.seal(&ask.to_bytes()));
        for bundle in pieces {
            body.extend(self.channel.seal(bundle));
        }
        let started = Instant::now();
        let before = call.bytes;
        let mut answer = send(&self.runtime, &mut self.sender, &self.host, EXCHANGE, body, call)?;
        let mut gathered = Gathered::default();
        let heard = self.listen(&mut answer, &mut gathered, post, now, call);
        // What has come is stored, whatever came of the rest.
        gathered.store(post, self.peer, now, call)?;
        let heard = heard?;
        let bytes = (call.bytes.0 - before.0).max(call.bytes.1 - before.1);
        pace.learn(bytes, started.elapsed());
        // The connection is used again once the answer was read to its end.
        while more(&self.runtime, &mut answer, call, SILENCE)?.is_some() {}
        Ok(heard)
    }

    /// Listens to an answer until it ends, storing now and then what has come.
    fn listen(
        &mut self,
        answer: &mut Response<Incoming>,
        gathered: &mut Gathered,
        post: &mut Post,
        now: UnixSeconds,
        call: &mut Call,
    ) -> Result<(End, Option<Hello>), CallError> {
        let (mut chunks, mut hello) = (Chunks::default(), None);
        loop {
            while let Some(chunk) = chunks.next_whole()? {
                match Said::from_bytes(self.channel.open(&chunk)?)? {
                    Said::Piece(bundle) => {
                        let (parts, damages) = bundle::read(&bundle);
                        if let Some(Part::Hello(said)) = parts.first()
                            && said.device == self.peer
                        {
                            hello = Some(said.clone());
                        }
                        call.damages.extend(damages);
                        gathered.take(parts, bundle.len());
                    }
                    Said::End(end) => return Ok((end, hello)),
                }
            }
            if gathered.is_enough() {
                gathered.store(post, self.peer, now, call)?;
            }
            let patience = gathered.patience();
            match more(&self.runtime, answer, call, patience) {
                Ok(Some(bytes)) => chunks.push(&bytes),
                Ok(None) => return Err(CallError::Link("the answer broke off".to_owned())),
                Err(CallError::Silent) if patience < SILENCE => gathered.store(post, self.peer, now, call)?,
                Err(broken) => return Err(broken),
            }
        }
    }
}

/// Pieces that have come and are not stored yet: those that come together are stored together.
#[derive(Default)]
struct Gathered {
    parts: Vec<Part>,
    bytes: usize,
    since: Option<Instant>,
}

impl Gathered {
    fn take(&mut self, parts: Vec<Part>, bytes: usize) {
        self.since.get_or_insert_with(Instant::now);
        self.parts.extend(parts);
        self.bytes += bytes;
    }

    fn is_enough(&self) -> bool {
        GATHERED_BYTES_MAX <= self.bytes || self.since.is_some_and(|since| GATHERED <= since.elapsed())
    }

    /// How long to wait for more.
    fn patience(&self) -> Duration {
        self.since.map_or(SILENCE, |since| GATHERED.saturating_sub(since.elapsed()))
    }

    fn store(&mut self, post: &mut Post, peer: DeviceId, now: UnixSeconds, call: &mut Call) -> Result<(), PostError> {
        let gathered = std::mem::take(self);
        if gathered.parts.is_empty() {
            return Ok(());
        }
        let received = post.receive_from(peer, gathered.parts, now)?;
        call.taken += received.events_new;
        call.received.push(Received { changes: Vec::new(), ..received });
        Ok(())
    }
}

/// Sends a request and waits for the head of the answer.
fn send(
    runtime: &Runtime,
    sender: &mut SendRequest<Full<Bytes>>,
    host: &str,
    path: &str,
    body: Vec<u8>,
    call: &mut Call,
) -> Result<Response<Incoming>, CallError> {
    call.requests += 1;
    call.bytes.1 += body.len();
    let patience = SILENCE + Duration::from_secs(body.len() as u64 / SLOWEST_BYTES_PER_S);
    let request = Request::post(path)
        .header("host", host)
        .header("content-type", "application/octet-stream")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| CallError::Link(error.to_string()))?;
    let answer = runtime.block_on(async {
        tokio::time::timeout(patience, async {
            sender.ready().await?;
            sender.send_request(request).await
        })
        .await
    });
    let answer = answer
        .map_err(|_| CallError::Link("no answer for too long".to_owned()))?
        .map_err(|error| CallError::Link(error.to_string()))?;
    match answer.status() {
        StatusCode::OK => Ok(answer),
        status @ (StatusCode::UNAUTHORIZED | StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT) => {
            Err(CallError::Link(format!("the other side asks to come again: {status}")))
        }
        status => {
            let words = whole(runtime, answer, call).unwrap_or_default();
            let words: String = String::from_utf8_lossy(&words).chars().filter(|c| !c.is_control()).take(200).collect();
            Err(CallError::Refused(format!("{words} ({})", status.as_u16())))
        }
    }
}

/// The next part of an answer, waited for so long.
fn more(
    runtime: &Runtime,
    answer: &mut Response<Incoming>,
    call: &mut Call,
    patience: Duration,
) -> Result<Option<Bytes>, CallError> {
    loop {
        let frame = runtime.block_on(async { tokio::time::timeout(patience, answer.frame()).await });
        let Some(frame) = frame.map_err(|_| CallError::Silent)? else {
            return Ok(None);
        };
        if let Ok(bytes) = frame.map_err(|error| CallError::Link(error.to_string()))?.into_data() {
            call.bytes.0 += bytes.len();
            return Ok(Some(bytes));
        }
    }
}

/// A short answer, all of it.
fn whole(runtime: &Runtime, mut answer: Response<Incoming>, call: &mut Call) -> Result<Vec<u8>, CallError> {
    let mut bytes = Vec::new();
    while let Some(more) = more(runtime, &mut answer, call, SILENCE)? {
        bytes.extend_from_slice(&more);
        if (1 << 20) < bytes.len() {
            return Err(Unknown.into());
        }
    }
    Ok(bytes)
}
