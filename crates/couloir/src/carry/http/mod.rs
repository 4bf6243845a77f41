//! Sync between two machines on a network: the bundles of `couloir sync file`, over HTTP.
//!
//! Two requests exist. `POST /couloir/1/hello` opens a [channel](couloir_ledger::channel) (its body is a fresh key; the answer a session's name, a
//! fresh key and the proof who answers). `POST /couloir/1/exchange` carries a session's name and sealed chunks; the first of a
//! session begins with the proof who calls. In the chunks travel bundles of one frame each, so that of an exchange that
//! breaks off everything that arrived is kept, and the next one goes on behind it. What a chunk is stands in its first byte
//! ([`exchange`](couloir_ledger::wire::exchange)).
//!
//! The caller pulls before it pushes: the answer to the first pull says what the other side holds. Each batch is stored on
//! both sides before it is acknowledged. Nothing is remembered between two calls; whatever came twice does no harm.

pub mod client;

pub mod server;

/// Where a channel is opened.
const HELLO: &str = "/couloir/1/hello";

/// Where it is used.
const EXCHANGE: &str = "/couloir/1/exchange";

/// The longest body of a request: a batch, its frontier and its papers, with room to spare.
const BODY_BYTES_MAX: usize = 16 << 20;
