//! What others reach on the published instances of the families, measured once and kept as facts in `peers.csv`.

/// A plan of somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The solver.
    pub name: &'static str,
    /// Its time limit, in seconds.
    pub limit_s: u64,
    /// The clearance that it reached, in seconds, queues at berths included.
    pub clearance_s: u64,
}

/// The peer that does what a competent engineer writes in an afternoon: each free vehicle to the nearest site that waits.
pub const GREEDY: &str = "greedy";

const TABLE: &str = include_str!("peers.csv");

/// Columns before those of the peers: instance, bound, limit.
const COLUMNS_BEFORE: usize = 3;

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect())
}

fn of(instance: &str) -> impl Iterator<Item = Vec<&'static str>> {
    rows().skip(1).filter(move |row| row[0] == instance)
}

/// All plans of others on the published instance of this name.
#[must_use]
pub fn peers(instance: &str) -> Vec<Peer> {
    let names = rows().next().unwrap_or_default();
    let of_row = |row: Vec<&'static str>| {
        let limit_s = row[COLUMNS_BEFORE - 1].parse().unwrap_or(0);
        let cells: Vec<_> = names.iter().zip(row).skip(COLUMNS_BEFORE).collect();
        cells.into_iter().filter_map(move |(name, cell)| Some(Peer { name, limit_s, clearance_s: cell.parse().ok()? }))
    };
    of(instance).flat_map(of_row).collect()
}

/// The best of them at any limit.
#[must_use]
pub fn best(instance: &str) -> Option<Peer> {
    peers(instance).into_iter().min_by_key(|peer| (peer.clearance_s, peer.limit_s))
}

/// The best lower bound known for the published instance of this name, in seconds.
#[must_use]
pub fn bound(instance: &str) -> Option<u64> {
    of(instance).next()?[1].parse().ok()
}
