//! How long to search: the clock and Ctrl-C, which the planner does not know, and the progress that a person sees.

use super::Search;
use couloir_model::quantity::{Seconds, grouped};
use couloir_planner::{Progress, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// `10s`, `1m 30s`, `1h`; a number alone is seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let seconds = text.trim().parse::<f64>().ok().map(Duration::try_from_secs_f64);
    let duration = match seconds {
        Some(parsed) => parsed.ok(),
        None => text.trim().parse::<jiff::SignedDuration>().ok().and_then(|signed| Duration::try_from(signed).ok()),
    };
    let most = Duration::from_secs(7 * 86_400);
    duration
        .filter(|duration| *duration <= most)
        .ok_or_else(|| "write a time up to a week such as 10s, 2m or 1h".to_owned())
}

/// Ctrl-C: the first one asks for the best so far, the second one ends the program at once.
#[derive(Clone, Copy)]
pub(super) struct Interrupt(&'static AtomicBool);

impl Default for Interrupt {
    fn default() -> Self {
        static INTERRUPTED: AtomicBool = AtomicBool::new(false);
        static HANDLER: Once = Once::new();
        HANDLER.call_once(|| {
            // Without a handler Ctrl-C simply ends the program, so that a failure here may be passed over.
            let _ = ctrlc::set_handler(|| {
                if INTERRUPTED.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            });
        });
        Self(&INTERRUPTED)
    }
}

impl Interrupt {
    /// True when a person has asked to stop.
    pub(super) fn asked(self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Tells the search when to stop, and shows how it goes.
pub(super) struct Stopwatch {
    started: Instant,
    until: Option<Instant>,
    interrupt: Interrupt,
    bar: ProgressBar,
}

impl Stopwatch {
    /// The budget of `search` for a process that began at `started`, less `reserve` for what comes after the search.
    pub(super) fn new(search: &Search, started: Instant, reserve: Duration) -> Self {
        let until = search.iterations.is_none().then(|| started + search.time.saturating_sub(reserve));
        let bar = match search.iterations {
            Some(iterations) => ProgressBar::new(iterations),
            None => ProgressBar::new(u64::try_from(search.time.as_millis()).unwrap_or(u64::MAX)),
        };
        bar.set_draw_target(if search.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
        let style = ProgressStyle::with_template("{elapsed:>4} [{bar:30}] {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        bar.set_message("reading done, first plan…");
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { started: Instant::now(), until, interrupt: Interrupt::default(), bar }
    }

    /// Takes the progress off the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Stopwatch {
    fn improved(&self, progress: &Progress) {
        let clearance = Seconds(progress.score.clearance.into());
        let left = if progress.score.not_moved > 0 { ", some not moved yet" } else { "" };
        let iterations = grouped(progress.iterations.into());
        self.bar
            .set_message(format!("clearance {clearance}{left} after {iterations} iterations; Ctrl-C keeps the best"));
        if self.until.is_none() {
            self.bar.set_position(progress.iterations);
        }
    }

    fn should_stop(&self) -> bool {
        self.interrupt.asked() || self.until.is_some_and(|until| Instant::now() >= until)
    }

    fn elapsed_permille(&self) -> Option<u32> {
        let until = self.until?;
        let (whole, gone) = (until.saturating_duration_since(self.started), self.started.elapsed());
        self.bar.set_position(u64::try_from(gone.as_millis()).unwrap_or(u64::MAX));
        let permille = gone.as_millis() * 1000 / whole.as_millis().max(1);
        Some(u32::try_from(permille.min(1000)).unwrap_or(1000))
    }
}
