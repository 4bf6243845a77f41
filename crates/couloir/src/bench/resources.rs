//! What this process has taken of the machine, where the system tells it.

/// `peak_kb 12345  cpu_ms 678`: the most memory that this process has held, in KiB, and the processor time that it has
/// used, in milliseconds. Empty where the system does not tell.
///
/// Source: proc(5), `VmHWM` of `/proc/self/status`, and `utime` and `stime` of `/proc/self/stat`, fields 14 and 15.
#[must_use]
pub fn resources() -> String {
    let peak = peak_kb().map(|peak| format!("peak_kb {peak}"));
    let cpu = cpu_ms().map(|cpu| format!("cpu_ms {cpu}"));
    peak.into_iter().chain(cpu).collect::<Vec<_>>().join("  ")
}

/// The most memory that this process has held, in KiB.
#[must_use]
pub fn peak_kb() -> Option<u64> {
    peak_kb_of("self")
}

/// The most memory that a process has held, in KiB.
pub(super) fn peak_kb_of(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// A clock tick of `/proc/self/stat`: a hundredth of a second wherever Linux runs on the machines that we build for.
const TICK_MS: u64 = 10;

/// The processor time that this process has used, all threads together, in milliseconds.
#[must_use]
pub fn cpu_ms() -> Option<u64> {
    cpu_ms_of("self")
}

/// The processor time that a process has used, in milliseconds.
pub(super) fn cpu_ms_of(process: &str) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the program's name in parentheses, and may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3).and_then(|ticks| ticks.parse::<u64>().ok());
    Some((ticks(14)? + ticks(15)?) * TICK_MS)
}
