//! How much one caller may take of the server, so that nobody can take it from the others: requests in a second, connections at once.
//!
//! A caller is a session or a token, where the request carries one that is known, and the address that it comes from otherwise: two
//! hundred phones behind one access point have one address and two hundred sessions.

use super::access;
use super::problem::Problem;
use super::{Server, now};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_server::accept::Accept;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;
use tower_http::add_extension::AddExtension;

/// How much one caller may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests in a second of one session or token, on average. An address without either has four times as many: a page asks for ten
    /// files before anybody signs in, and behind one access point everybody has the same address.
    pub requests: NonZeroU32,
    /// Connections at once of everybody. One address may have two thirds of them.
    pub connections: usize,
    /// How long a request's head may take, and how long a connection may stand idle between two. A browser opens another when it needs one.
    pub head_time: Duration,
}

impl Default for Allowance {
    fn default() -> Self {
        // A screen asks for five answers in a second when posts record without a pause; ten times that is no page of ours. Most systems
        // give a program 1,024 open files (`ulimit -n`), and the ledger needs some of them.
        Self { requests: NonZeroU32::new(50).expect("not zero"), connections: 900, head_time: Duration::from_secs(20) }
    }
}

/// How many seconds' worth a caller may take at once: a phone that was without a network for a day passes on a thousand counts.
const BURST_SECONDS: u32 = 20;

/// How often an address without session or token may ask, as a multiple of a session.
const OF_ADDRESS: u32 = 4;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Caller {
    /// A session or a token, by letters that open nothing.
    Known(String),
    /// Anybody else at this address.
    Address(IpAddr),
}

/// What callers have asked lately.
#[derive(Debug)]
pub(super) struct Limits {
    known: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Limits {
    pub(super) fn new(allowance: &Allowance) -> Self {
        let quota = |times: u32| {
            let requests = allowance.requests.saturating_mul(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN));
            let burst = requests.saturating_mul(NonZeroU32::new(BURST_SECONDS).unwrap_or(NonZeroU32::MIN));
            Quota::per_second(requests).allow_burst(burst)
        };
        Self {
            known: RateLimiter::keyed(quota(1)),
            addresses: RateLimiter::keyed(quota(OF_ADDRESS)),
            clock: DefaultClock::default(),
        }
    }

    /// How long to wait before this caller is answered; nothing when it may be answered now.
    fn wait(&self, caller: &Caller) -> Option<Duration> {
        let asked = match caller {
            Caller::Known(name) => self.known.check_key(name),
            Caller::Address(address) => self.addresses.check_key(address),
        };
        asked.err().map(|refused| refused.wait_time_from(self.clock.now()))
    }

    /// Forgets callers who have asked nothing lately.
    pub(super) fn tidy(&self) {
        self.known.retain_recent();
        self.addresses.retain_recent();
    }
}

/// Refuses whoever asks too often, before anything is done for them.
pub(super) async fn limit(State(server): State<Arc<Server>>, from: From, request: Request, next: Next) -> Response {
    let known = access::known(&server, request.headers(), now());
    let caller = known.map_or(Caller::Address(from.0), Caller::Known);
    match server.limits.wait(&caller) {
        Some(wait) => Problem::too_often(wait.as_secs() + 1).into_response(),
        None => next.run(request).await,
    }
}

/// The address that a request comes from, as far as one person may have many: of an address of IPv6 the network.
///
/// Behind a proxy this is the proxy's: nothing that a request says of where it comes from is believed.
#[derive(Debug, Clone, Copy)]
pub struct From(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let at = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(at)| at.ip());
        // Without a socket, as in tests, it is this machine itself.
        Ok(Self(at.map_or(Ipv4Addr::LOCALHOST.into(), of_one)))
    }
}

/// One address for all that one caller may have: a subscriber of IPv6 has a network of 2⁶⁴ of them (RFC 6177).
fn of_one(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [one, two, three, four, ..] = address.segments();
            Ipv6Addr::new(one, two, three, four, 0, 0, 0, 0).into()
        }
    }
}

/// Counts open connections, and takes no more of them than are allowed.
#[derive(Debug, Clone)]
pub(super) struct Counting(Arc<Open>);

#[derive(Debug)]
struct Open {
    most: usize,
    by_address: Mutex<BTreeMap<IpAddr, usize>>,
}

/// A connection that counts for as long as this lives.
#[derive(Debug)]
pub(super) struct Counted {
    open: Arc<Open>,
    address: IpAddr,
}

impl Counting {
    pub(super) fn new(allowance: &Allowance) -> Self {
        Self(Arc::new(Open { most: allowance.connections, by_address: Mutex::default() }))
    }

    fn count(&self, address: IpAddr) -> Option<Counted> {
        let mut by_address = self.0.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, own) = (by_address.values().sum::<usize>(), by_address.get(&address).copied().unwrap_or(0));
        // Of a server that takes one connection alone, that one may come from anywhere.
        let of_one_address = (self.0.most * 2 / 3).max(1);
        if all >= self.0.most || own >= of_one_address {
            return None;
        }
        by_address.insert(address, own + 1);
        Some(Counted { open: Arc::clone(&self.0), address })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut by_address = self.open.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let left = by_address.get(&self.address).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            by_address.remove(&self.address);
        } else {
            by_address.insert(self.address, left);
        }
    }
}

impl<S> Accept<TcpStream, S> for Counting {
    type Stream = TcpStream;
    type Service = AddExtension<S, Arc<Counted>>;
    type Future = Ready<io::Result<(TcpStream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let counted = stream.peer_addr().and_then(|at| {
            self.count(of_one(at.ip())).ok_or_else(|| io::Error::other("more connections than are taken"))
        });
        // The service lives as long as its connection.
        ready(counted.map(|counted| (stream, AddExtension::new(service, Arc::new(counted)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_leaves_a_third_of_the_connections_to_others() {
        let counting = Counting::new(&Allowance { connections: 9, ..Allowance::default() });
        let [one, two] = [1, 2].map(|last| IpAddr::from([10, 0, 0, last]));
        let held: Vec<Counted> = (0..20).filter_map(|_| counting.count(one)).collect();
        assert_eq!(held.len(), 6);
        let others: Vec<Counted> = (0..20).filter_map(|_| counting.count(two)).collect();
        assert_eq!(others.len(), 3);
        drop(held);
        assert!(counting.count(one).is_some(), "what was closed is free again");
    }

    #[test]
    fn a_session_that_asks_too_often_waits_alone() {
        let allowance = Allowance { requests: NonZeroU32::new(2).unwrap(), ..Allowance::default() };
        let limits = Limits::new(&allowance);
        let (one, two) = (Caller::Known("one".to_owned()), Caller::Known("two".to_owned()));
        let answered = (0..100).filter(|_| limits.wait(&one).is_none()).count();
        assert!((40..60).contains(&answered), "{answered}");
        assert_eq!(limits.wait(&two), None);
        let anybody = Caller::Address(Ipv4Addr::LOCALHOST.into());
        assert_eq!(limits.wait(&anybody), None);
    }

    #[test]
    fn a_network_of_ipv6_is_one_caller() {
        let of = |text: &str| of_one(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::4"), of("2001:db8:1:3::4"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
    }
}
