//! The local web server: pages for the coordinator and for posts, and the API that they use. Nothing leaves the machine.
//!
//! Start with [`access`], which says who may do what, then `centre`, which holds all state, then [`api`], one module a subject.
//!
//! **Invariant:** every handler but those of signing in takes a permit. **Invariant:** a handler parses, calls and answers; what it
//! says of the operation comes from the crates below. **Invariant:** a panic in planning, or in one request, ends that alone.

pub mod access;

pub mod passphrase;

pub mod problem;

pub mod limits;

pub mod wire;

pub(crate) mod centre;

mod figures;

mod vault;

mod desk;

pub mod planning;

pub mod change;

mod spreads;

pub mod tokens;

mod positions;

pub mod reads;

mod export;

mod tidy;

mod receipts;

mod groups;

pub mod api;

mod pages;

pub mod tls;

use crate::post::{Post, PostError};
use access::Sessions;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse as _;
pub use centre::CannotServe;
use centre::Centre;
use couloir_model::clock::UnixSeconds;
use couloir_model::format::operation::Operation;
use couloir_publish::map::{Builder, Glyphs, Land};
use passphrase::{Attempts, OnceKey, Passphrases};
use problem::Problem;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// All that handlers share.
pub struct Server {
    pub(crate) sessions: Sessions,
    pub(crate) passphrases: Passphrases,
    keys: OnceKey,
    attempts: Attempts,
    allowance: limits::Allowance,
    limits: limits::Limits,
    /// Passphrases that are looked at at once: each takes 19 MB, and two hundred phones sign in when a shift begins.
    doors: tokio::sync::Semaphore,
    tokens: tokens::Tokens,
    reads: reads::Reads,
    positions: positions::Positions,
    centre: Arc<Centre>,
    /// Held while claims are added to the evidence.
    evidence: Mutex<()>,
    /// True behind TLS: the cookie then goes nowhere else.
    is_secure: AtomicBool,
    planning: Box<dyn planning::Planning>,
    /// Roads and water of the map; nothing where no network was given.
    land: Land,
    letters: Glyphs,
}

/// The largest body that is read, in bytes: a long report.
const BODY_BYTES_MAX: usize = 4 << 20;

/// How many passphrases are looked at at once.
const DOORS: usize = 2;

/// How long a request may take; listening for changes goes on.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// How often it is looked whether another program has written to the ledger: a sync, or a count at the keyboard.
const CATCH_UP_EVERY: Duration = Duration::from_secs(2);

/// How long those who listen are waited for at the end.
const STOP_TIME_MAX: Duration = Duration::from_secs(1);

/// What a page may load: nothing from elsewhere, no scripts or styles written into the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
     font-src 'self'; manifest-src 'self'; worker-src 'self' blob:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// The description of the API.
#[derive(OpenApi)]
#[openapi(info(
    title = "Couloir",
    description = "Plans, runs and accounts for the evacuation of civilians by convoys. Counts, not names. Moments are whole seconds since \
                   1970-01-01 00:00 UTC. Errors are problem details (RFC 9457) with a help line.",
    license(name = "Apache-2.0 OR MIT"),
))]
struct Description;

impl Server {
    /// A server of `operation`, read from `path`, with the ledger in `ledger`; and the key that lets its first reader in.
    ///
    /// # Errors
    ///
    /// [`CannotServe`] when a file cannot be used.
    pub fn new(
        path: &Path,
        operation: Operation,
        ledger: &Path,
        post: Post,
    ) -> Result<(Arc<Self>, String), CannotServe> {
        let fault = |source| CannotServe::File { path: ledger.to_owned(), source };
        std::fs::create_dir_all(ledger).map_err(fault)?;
        let (keys, key) = OnceKey::new().map_err(fault)?;
        let server = Self {
            sessions: Sessions::default(),
            passphrases: Passphrases::read(ledger).map_err(fault)?,
            keys,
            attempts: Attempts::default(),
            allowance: limits::Allowance::default(),
            limits: limits::Limits::new(&limits::Allowance::default()),
            doors: tokio::sync::Semaphore::new(DOORS),
            tokens: tokens::Tokens::read(ledger).map_err(fault)?,
            reads: reads::Reads::open(ledger).map_err(fault)?,
            positions: positions::Positions::default(),
            centre: Arc::new(Centre::open(path, operation, ledger, post)?),
            evidence: Mutex::new(()),
            is_secure: AtomicBool::new(false),
            planning: Box::new(planning::Own),
            land: Builder::new(0).build(),
            letters: Glyphs::new(),
        };
        Ok((Arc::new(server), key))
    }

    /// The same with roads and water on its map.
    ///
    /// # Panics
    ///
    /// When it serves already.
    #[must_use]
    pub fn with_land(self: Arc<Self>, land: Land) -> Arc<Self> {
        let mut server = Arc::into_inner(self).expect("it does not serve yet");
        server.land = land;
        Arc::new(server)
    }

    /// The same with so much for each caller.
    ///
    /// # Panics
    ///
    /// When it serves already.
    #[must_use]
    pub fn with_allowance(self: Arc<Self>, allowance: limits::Allowance) -> Arc<Self> {
        let mut server = Arc::into_inner(self).expect("it does not serve yet");
        server.allowance = allowance;
        server.limits = limits::Limits::new(&allowance);
        Arc::new(server)
    }

    /// The same with plans made by `planning`: for tests of what goes on when that fails.
    ///
    /// # Panics
    ///
    /// When it serves already.
    #[must_use]
    pub fn with_planning(self: Arc<Self>, planning: Box<dyn planning::Planning>) -> Arc<Self> {
        let mut server = Arc::into_inner(self).expect("it does not serve yet");
        server.planning = planning;
        Arc::new(server)
    }

    /// Writes down that somebody reads a restricted list.
    fn note_read(&self, role: access::Role, who: &str, list: &str, now: UnixSeconds) {
        if let Err(error) = self.reads.note(role, who, list, now) {
            self.complain(&format!("cannot write down who read `{list}`: {error}"));
        }
    }

    /// Says on the terminal what went wrong behind a request that is over.
    fn complain(&self, fault: &str) {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "couloir::serve::failed: {fault}");
    }
}

/// All routes, pages and limits.
pub fn router(server: Arc<Server>) -> Router {
    let (router, description) =
        OpenApiRouter::with_openapi(Description::openapi()).merge(api::routes()).split_for_parts();
    let description = description.to_json().unwrap_or_default();
    let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], description.clone()) };
    let head = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .route("/api/openapi.json", axum::routing::get(answer))
        .fallback(pages::page)
        .with_state(Arc::clone(&server))
        .layer(axum::middleware::from_fn_with_state(server, limits::limit))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME_MAX))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::failed("a fault of the program ended this request").into_response()
        }))
        .layer(axum::middleware::from_fn(tidy::tidy))
        .layer(head(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(head(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(head(header::REFERRER_POLICY, "no-referrer"))
        .layer(head(header::CACHE_CONTROL, "no-store"))
        .layer(head(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(head(HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=()"))
}

/// Serves until `stop` is done, behind TLS where there is an identity; `ready` is called with the address once it can be asked.
///
/// # Errors
///
/// When the address or the identity cannot be used.
pub async fn serve(
    server: Arc<Server>,
    at: SocketAddr,
    identity: Option<tls::Identity>,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = std::net::TcpListener::bind(at)?;
    listener.set_nonblocking(true)?;
    let handle = axum_server::Handle::new();
    let end = handle.clone();
    let kept = Arc::downgrade(&server);
    tokio::spawn(async move {
        tokio::select! {
            () = stop => {}
            // A panic wipe ends this program too: what it holds in memory is what was to be destroyed.
            () = until_wiped(kept) => {}
        }
        end.graceful_shutdown(Some(STOP_TIME_MAX));
    });
    let bound = listener.local_addr()?;
    let counting = limits::Counting::new(&server.allowance);
    let most = server.allowance.head_time;
    let Some(tls::Identity { certificate, key }) = identity else {
        ready(bound);
        let serving = patient(axum_server::from_tcp(listener)?, most).acceptor(counting).handle(handle);
        return serving.serve(router(server).into_make_service_with_connect_info::<SocketAddr>()).await;
    };
    // Another part of the program may have chosen the same provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = axum_server::tls_rustls::RustlsConfig::from_pem(certificate, key).await?;
    server.is_secure.store(true, Ordering::Relaxed);
    ready(bound);
    let acceptor = axum_server::tls_rustls::RustlsAcceptor::new(config).acceptor(counting);
    let serving = patient(axum_server::from_tcp(listener)?, most).acceptor(acceptor).handle(handle);
    serving.serve(router(server).into_make_service_with_connect_info::<SocketAddr>()).await
}

/// Waits for a request only so long: whoever sends a letter a second, or nothing, must not hold a connection for ever.
fn patient(mut serving: axum_server::Server<SocketAddr>, most: Duration) -> axum_server::Server<SocketAddr> {
    let builder = serving.http_builder();
    builder.http1().header_read_timeout(most);
    // A phone that went out of reach holds its connection no longer than it takes to miss one answer.
    builder.http2().keep_alive_interval(most).keep_alive_timeout(most);
    serving.first_request_timeout(most)
}

/// Reads what other programs write to the ledger, now and then, until there is none any more.
async fn until_wiped(server: Weak<Server>) {
    let mut again = tokio::time::interval(CATCH_UP_EVERY);
    loop {
        again.tick().await;
        let Some(server) = server.upgrade() else { return };
        server.limits.tidy();
        let read = tokio::task::spawn_blocking(move || server.centre.catch_up(now())).await;
        // Where another program is busy with it for long, or the disk says no, the next time may go better.
        if let Ok(Err(PostError::NoPost(_))) = read {
            return;
        }
    }
}

fn now() -> UnixSeconds {
    crate::moment::now()
}

/// A body of JSON; what is wrong with it is said as a problem.
pub struct Body<T>(pub T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = axum::Json::<T>::from_request(request, state).await;
        read.map(|axum::Json(value)| Self(value)).map_err(|rejection| {
            Problem::unusable(rejection.body_text(), "GET /api/openapi.json describes what can be sent")
        })
    }
}
