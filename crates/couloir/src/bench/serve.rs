//! The server under the load of an operation: posts that poll and record, screens that listen and ask, one process apart.
//!
//! Every post asks for the figures and records an event on a connection of its own, again and again, out of step with the others. Every
//! screen listens for changes and asks for figures and books 400 ms after one, as the page does. In the end each event that was
//! acknowledged must be in the log once, and every screen must have seen the last of them.

use super::resources::{cpu_ms_of, peak_kb_of};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// How many of what, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Posts.
    pub posts: u32,
    /// Screens.
    pub screens: u32,
    /// For how long.
    pub time: Duration,
    /// From one act of a post to its next.
    pub pause: Duration,
}

/// What was measured.
#[derive(Debug, Default)]
pub struct Measured {
    /// Milliseconds from request to the end of its answer, for each kind of request.
    pub rows: Vec<(&'static str, Vec<f64>)>,
    /// Events that the server acknowledged.
    pub acknowledged: u64,
    /// Events that the log has in the end.
    pub logged: u64,
    /// Screens that have not seen the last event within ten seconds of it.
    pub behind: u32,
    /// Answers that were refusals or worse.
    pub faults: u64,
    /// The most memory that the server held, in KiB.
    pub peak_kb: Option<u64>,
    /// The processor time of the server in milliseconds.
    pub cpu_ms: Option<u64>,
    /// How long it took.
    pub seconds: f64,
}

/// The server, which ends with the measurement.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What all share who are asking.
struct World {
    address: String,
    /// One for each of those who ask, as they would have.
    tokens: Vec<String>,
    vehicles: Vec<String>,
    site: String,
    shelter: String,
    /// Events that were acknowledged.
    acknowledged: AtomicU64,
    faults: AtomicU64,
    is_over: AtomicBool,
    last: AtomicU64,
}

/// Serves the bundled flood town from `folder` with `program` and loads it.
///
/// # Errors
///
/// When the server does not come up, or breaks.
pub fn measure(program: &Path, folder: &Path, load: Load) -> io::Result<Measured> {
    let town = folder.join("town");
    crate::new::unpack("flood-town", &town).map_err(|error| io::Error::other(error.to_string()))?;
    let mut command = Command::new(program);
    command.arg("serve").arg(&town).args(["--port", "0", "--no-open"]);
    let mut serving = Serving(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let mut line = String::new();
    let out = serving.0.stdout.take().ok_or_else(|| io::Error::other("it has no output"))?;
    io::BufRead::read_line(&mut io::BufReader::new(out), &mut line)?;
    let (address, key) = line
        .trim()
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once("/#key="))
        .ok_or_else(|| io::Error::other(format!("the server gave no address: {line}")))?;
    let process = serving.0.id().to_string();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut measured = runtime.block_on(run(address, key, load))?;
    measured.peak_kb = peak_kb_of(&process);
    measured.cpu_ms = cpu_ms_of(&process);
    Ok(measured)
}

async fn run(address: &str, key: &str, load: Load) -> io::Result<Measured> {
    let world = Arc::new(world(address, key, load.posts + load.screens).await?);
    let began = Instant::now();
    let until = began + load.time;
    let screens: Vec<_> =
        (0..load.screens).map(|number| tokio::spawn(screen(Arc::clone(&world), load.posts + number))).collect();
    let posts: Vec<_> =
        (0..load.posts).map(|number| tokio::spawn(post(Arc::clone(&world), number, load, until))).collect();
    let (mut polls, mut records) = (Vec::new(), Vec::new());
    for post in posts {
        let (polled, recorded) = post.await.map_err(io::Error::other)??;
        polls.extend(polled);
        records.extend(recorded);
    }
    let seconds = began.elapsed().as_secs_f64();
    let mut connection = Connection::open(&world, 0).await?;
    let events = connection.ask("GET", "/api/v1/events?limit=1", None).await?.1;
    let logged = events["total"].as_u64().unwrap_or(0);
    // What the screens must come to.
    world.last.store(logged, Ordering::Relaxed);
    world.is_over.store(true, Ordering::Relaxed);
    let (mut views, mut behind) = (Vec::new(), 0);
    for screen in screens {
        let (viewed, is_there) = screen.await.map_err(io::Error::other)??;
        views.extend(viewed);
        behind += u32::from(!is_there);
    }
    Ok(Measured {
        rows: vec![("a post asks for the figures", polls), ("a post records", records), ("a screen asks", views)],
        acknowledged: world.acknowledged.load(Ordering::Relaxed),
        logged,
        behind,
        faults: world.faults.load(Ordering::Relaxed),
        seconds,
        ..Measured::default()
    })
}

/// The most tokens that are made; where there are more callers, some share one.
const TOKENS_MAX: u32 = 900;

/// Signs in, makes a token for each caller, and learns the names.
async fn world(address: &str, key: &str, callers: u32) -> io::Result<World> {
    let mut connection = Connection::to(address, String::new()).await?;
    let (headers, session) = connection.ask("POST", "/api/v1/session", Some(&json!({ "key": key }))).await?;
    let cookie = headers.get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or("");
    let cookie = cookie.split(';').next().unwrap_or("").to_owned();
    let csrf = session["csrf"].as_str().unwrap_or("").to_owned();
    connection.head = vec![("cookie", cookie), ("x-csrf-token", csrf)];
    let wish = json!({"name": "load", "role": "post", "days": 1});
    let mut tokens = Vec::new();
    for _ in 0..callers.clamp(1, TOKENS_MAX) {
        let (_, made) = connection.ask("POST", "/api/v1/tokens", Some(&wish)).await?;
        tokens.push(made["token"].as_str().unwrap_or("").to_owned());
    }
    let (_, operation) = connection.ask("GET", "/api/v1/operation", None).await?;
    let names = |list: &str| -> Vec<String> {
        let rows = operation[list].as_array().into_iter().flatten();
        rows.filter_map(|row| row["name"].as_str().map(str::to_owned)).collect()
    };
    let first = |list: &str| names(list).into_iter().next().unwrap_or_default();
    Ok(World {
        address: address.to_owned(),
        tokens,
        vehicles: names("vehicles"),
        site: first("sites"),
        shelter: first("shelters"),
        acknowledged: AtomicU64::new(0),
        faults: AtomicU64::new(0),
        is_over: AtomicBool::new(false),
        last: AtomicU64::new(0),
    })
}

/// A post: asks for the figures and records, until the time is over.
async fn post(world: Arc<World>, number: u32, load: Load, until: Instant) -> io::Result<(Vec<f64>, Vec<f64>)> {
    // Out of step, as posts are that begin their shift when they begin it.
    tokio::time::sleep(load.pause * number / load.posts.max(1)).await;
    let mut connection = Connection::open(&world, number).await?;
    let (mut polls, mut records) = (Vec::new(), Vec::new());
    for round in 0_u32.. {
        if Instant::now() >= until {
            break;
        }
        let next = tokio::time::Instant::now() + load.pause;
        let began = Instant::now();
        let (_, state) = connection.ask("GET", "/api/v1/state", None).await?;
        polls.push(began.elapsed().as_secs_f64() * 1e3);
        if !state["now"].is_i64() {
            world.faults.fetch_add(1, Ordering::Relaxed);
        }
        let began = Instant::now();
        connection.key = Some(format!("load-{number:05}-{round:05}"));
        let event = event(&world, number, round);
        let (_, taken) = connection.ask("POST", "/api/v1/events", Some(&event)).await?;
        connection.key = None;
        records.push(began.elapsed().as_secs_f64() * 1e3);
        let is_taken = taken["is_new"] == true;
        let counted = if is_taken { &world.acknowledged } else { &world.faults };
        counted.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep_until(next).await;
    }
    Ok((polls, records))
}

/// People board, and get off a minute later: what posts record most.
fn event(world: &World, number: u32, round: u32) -> Value {
    let vehicle = &world.vehicles[number as usize % world.vehicles.len().max(1)];
    let ride = json!({"vehicle": vehicle, "trip": 1 + round / 2});
    let what = if round.is_multiple_of(2) {
        json!({"kind": "boarded", "at": {"site": world.site}, "ride": ride, "part": number, "count": {"people": 20 + number % 30}})
    } else {
        json!({"kind": "alighted", "at": {"shelter": world.shelter}, "ride": ride, "part": number, "count": {"people": 20 + number % 30}})
    };
    json!({"method": "counted", "what": what})
}

/// A screen: listens, and asks for figures and books when something has changed. True when it has seen the last event.
async fn screen(world: Arc<World>, number: u32) -> io::Result<(Vec<f64>, bool)> {
    let mut listening = Connection::open(&world, number).await?;
    let mut asking = Connection::open(&world, number).await?;
    let mut told = listening.send("GET", "/api/v1/live", None).await?.into_body();
    let mut views = Vec::new();
    let mut seen = 0;
    let mut over_since = None::<Instant>;
    loop {
        let changed = tokio::time::timeout(Duration::from_millis(500), told.frame()).await;
        if world.is_over.load(Ordering::Relaxed) {
            let since = *over_since.get_or_insert_with(Instant::now);
            let is_there = seen >= world.last.load(Ordering::Relaxed);
            if is_there || since.elapsed() > Duration::from_secs(10) {
                return Ok((views, is_there));
            }
        }
        match changed {
            Err(_) => continue,
            Ok(Some(Ok(_))) => {}
            Ok(_) => return Err(io::Error::other("a screen was cut off")),
        }
        // The page asks once when many record at once.
        tokio::time::sleep(Duration::from_millis(400)).await;
        while let Ok(Some(Ok(_))) = tokio::time::timeout(Duration::from_millis(1), told.frame()).await {}
        for path in ["/api/v1/state", "/api/v1/books"] {
            let began = Instant::now();
            let (_, answer) = asking.ask("GET", path, None).await?;
            views.push(began.elapsed().as_secs_f64() * 1e3);
            seen = answer["events"].as_u64().unwrap_or(seen).max(seen);
        }
    }
}

/// A connection that stays open, as a browser's does.
struct Connection {
    sender: SendRequest<Full<Bytes>>,
    address: String,
    head: Vec<(&'static str, String)>,
    key: Option<String>,
}

impl Connection {
    /// As the caller of that number.
    async fn open(world: &World, number: u32) -> io::Result<Self> {
        let token = &world.tokens[number as usize % world.tokens.len()];
        Self::to(&world.address, token.clone()).await
    }

    async fn to(address: &str, token: String) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        let head = if token.is_empty() { Vec::new() } else { vec![("authorization", format!("Bearer {token}"))] };
        Ok(Self { sender, address: address.to_owned(), head, key: None })
    }

    async fn send(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Response<Incoming>> {
        let mut request = Request::builder().method(method).uri(path).header("host", &self.address);
        for (name, value) in &self.head {
            request = request.header(*name, value);
        }
        if let Some(key) = &self.key {
            request = request.header("idempotency-key", key);
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = request.header("content-type", "application/json").body(Full::new(Bytes::from(body)));
        self.sender.ready().await.map_err(io::Error::other)?;
        self.sender.send_request(request.map_err(io::Error::other)?).await.map_err(io::Error::other)
    }

    async fn ask(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<(hyper::HeaderMap, Value)> {
        let (head, body) = self.send(method, path, body).await?.into_parts();
        let bytes = body.collect().await.map_err(io::Error::other)?.to_bytes();
        if head.status.is_server_error() || head.status == StatusCode::UNAUTHORIZED {
            return Err(io::Error::other(format!("{} {path}: {}", head.status, String::from_utf8_lossy(&bytes))));
        }
        Ok((head.headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }
}

/// The value below which `percent` of them lie; they are sorted by it.
#[must_use]
pub fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent).div_ceil(100).max(1) - 1;
    values.get(at).copied().unwrap_or(0.0)
}
