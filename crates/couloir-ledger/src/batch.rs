//! Handing over in batches, for links that break: each batch ends at signatures, and the next begins where it ended.

use crate::envelope::{Entry, Head};
use crate::id::DeviceId;
use crate::replica::Replica;
use crate::sync::{Frontier, Run, compare};
use crate::wire::bundle::{self, Hello};
use crate::wire::exchange::BATCH_BYTES_MAX;
use std::time::Duration;

/// What an event costs on the way beside its body, in bytes: clock step, kind, class and their heads. Our own measure.
const ITEM_BYTES: usize = 12;

/// What a run costs beside its events: device, backlink, signature.
const RUN_BYTES: usize = 150;

/// Some of what somebody lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The runs, each after the one that it follows on.
    pub runs: Vec<Run>,
    /// How far they hold each log once they have taken them.
    pub theirs: Frontier,
    /// True when nothing is left.
    pub is_last: bool,
}

impl Replica {
    /// The first `bytes_max` bytes, before they are made smaller, of what somebody lacks who holds `theirs`; one run at least
    /// where they lack any and `bytes_max` is not zero.
    #[must_use]
    pub fn batch_for(&self, theirs: &Frontier, bytes_max: usize) -> Batch {
        let mut heads: Vec<_> = theirs.devices().map(|device| (device, theirs.heads(device).to_vec())).collect();
        let (mut runs, mut bytes, mut is_last) = (Vec::new(), 0, true);
        'offers: for offer in compare(&self.frontier(), theirs) {
            let Some(log) = self.log(offer.device) else { continue };
            for (entries, signature) in log.runs_beyond(&offer.beyond) {
                let size = RUN_BYTES + entries.iter().map(size).sum::<usize>();
                if bytes_max < bytes + size && (!runs.is_empty() || bytes_max == 0) {
                    is_last = false;
                    break 'offers;
                }
                bytes += size;
                let run = Run::of(entries, signature);
                let last = entries.last().expect("a run has entries").head();
                let at = heads.iter().position(|(device, _)| *device == offer.device).unwrap_or_else(|| {
                    heads.push((offer.device, Vec::new()));
                    heads.len() - 1
                });
                heads[at].1.retain(|head| Some(*head) != run.after);
                heads[at].1.push(last);
                heads[at].1.sort_unstable();
                runs.push(run);
            }
        }
        Batch { runs, theirs: Frontier::of(heads), is_last }
    }

    /// The runs of the log of `device` that `held` do not vouch for: what that device alone may hold. With them what says
    /// who it is.
    #[must_use]
    pub fn bundle_beyond(&self, device: DeviceId, held: &[Head]) -> Vec<u8> {
        let runs = self.log(device).map(|log| log.runs_beyond(held)).unwrap_or_default();
        let runs = runs.into_iter().map(|(entries, signature)| Run::of(entries, signature)).collect();
        let founding = self.papers().founding().clone();
        let hello = Hello::new(founding, device, self.frontier().only(device));
        bundle::write(hello, crate::access::about(self.papers(), device), runs)
    }
}

fn size(entry: &Entry) -> usize {
    ITEM_BYTES + entry.header().body_length as usize
}

impl Frontier {
    /// What this says of one device alone: enough to tell that device what has arrived.
    #[must_use]
    pub fn only(&self, device: DeviceId) -> Self {
        Self::of([(device, self.heads(device).to_vec())])
    }
}

/// A link whose first answer takes longer than this is given small batches at first. Our own choice: a satellite takes 600 ms,
/// a wire in one building one.
const NEAR: Duration = Duration::from_millis(150);

/// The first batch on a far link, in bytes of events before they are made smaller.
const BATCH_BYTES_FAR: u32 = 32 << 10;

/// The smallest batch.
const BATCH_BYTES_MIN: u32 = 8 << 10;

/// How long a batch should take: what must be sent again when the link breaks.
const BATCH_TIME: Duration = Duration::from_secs(10);

/// How large batches are: as large as the link carries in ten seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(u32);

impl Pace {
    /// The pace of a link whose first answer took so long.
    #[must_use]
    pub fn after(first_answer: Duration) -> Self {
        Self(if first_answer <= NEAR { BATCH_BYTES_MAX } else { BATCH_BYTES_FAR })
    }

    /// The next batch, in bytes of events before they are made smaller.
    #[must_use]
    pub const fn batch(self) -> u32 {
        self.0
    }

    /// Learns from a batch that came to `bytes` on the way and took `time`.
    pub fn learn(&mut self, bytes: usize, time: Duration) {
        // Events become about half as long when they are made smaller.
        let fits = 2 * bytes as u128 * BATCH_TIME.as_millis() / time.as_millis().max(1);
        let fits = u32::try_from(fits).unwrap_or(u32::MAX);
        if BATCH_TIME < time || self.0 < fits {
            // A small batch says little of what a large one would take: it doubles at most.
            let most = self.0.saturating_mul(2).min(BATCH_BYTES_MAX);
            self.0 = fits.clamp(BATCH_BYTES_MIN, most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_follow_what_the_link_carries() {
        let mut far = Pace::after(Duration::from_millis(1200));
        assert_eq!(far.batch(), BATCH_BYTES_FAR);
        // 16 kB in 6 s: some 53 kB of events would take 10 s.
        far.learn(16_000, Duration::from_secs(6));
        assert_eq!(far.batch(), 53_333);
        // A link that collapses makes them small again.
        let mut near = Pace::after(Duration::from_millis(5));
        assert_eq!(near.batch(), BATCH_BYTES_MAX);
        near.learn(16_000, Duration::from_secs(60));
        assert_eq!(near.batch(), BATCH_BYTES_MIN);
    }
}
