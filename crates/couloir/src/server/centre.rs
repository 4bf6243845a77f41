//! What the server keeps: the operation, this device's ledger, the planning desk, and whoever listens for changes.

use super::access::{self, By};
use super::desk::{Desk, Kept};
use super::figures;
use super::groups::{self, Group};
use super::receipts::{Boarding, Receipt, Receipts};
use super::spreads::{Known, Spreads};
use super::wire::state::{State, Unsent};
use crate::post::{Post, PostError};
use couloir_evidence::estimate::{Asked, Movement, Parameters};
use couloir_ledger::books::Books;
use couloir_ledger::event::Event;
use couloir_ledger::fold::{self, InForce};
use couloir_ledger::id::EventId;
use couloir_ledger::replica::Recorded;
use couloir_model::clock::UnixSeconds;
use couloir_model::format::operation::Operation;
use couloir_model::id::PlanId;
use couloir_model::outlook::Outlook;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::broadcast;

/// The operation as the server holds it.
pub(super) struct Centre {
    path: PathBuf,
    /// The operation.
    pub(super) operation: Operation,
    /// The plans.
    pub(super) desk: Desk,
    /// What they do when things go wrong.
    pub(super) spreads: Spreads,
    post: Mutex<Post>,
    receipts: Mutex<Receipts>,
    /// Who has recorded what, of events that came through the page.
    recorders: Mutex<BTreeMap<EventId, By>>,
    books: Mutex<Option<Made>>,
    outlook: Mutex<Option<Seen>>,
    /// The last figures, with what they were made of: fifty screens ask for the same ones.
    state: Mutex<Option<Figures>>,
    changes: broadcast::Sender<Change>,
}

/// Something that pages look at has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Events were recorded or received.
    Events,
    /// Claims were confirmed.
    Claims,
    /// A plan is being made, is done, or was given up.
    Plans,
    /// A vehicle was seen somewhere.
    Positions,
    /// Somebody was signed out.
    Sessions,
}

/// The events that count, and the books of them.
pub(super) struct Folded {
    pub(super) recorded: Vec<Recorded>,
    pub(super) books: Books,
    /// The adopted plan and the closures.
    pub(super) in_force: InForce,
}

/// Books with how long it took to make them, and whether something was recorded since.
struct Made {
    folded: Arc<Folded>,
    at: Instant,
    took: Duration,
    is_stale: bool,
}

/// Books that are made sooner than this are made for every event.
const SOON: Duration = Duration::from_millis(20);

/// The longest time for which books stand that something was recorded after.
const LAG_MAX: Duration = Duration::from_millis(300);

impl Made {
    /// A hundred thousand events take a while to add up. While posts record faster than that, the books stand for some multiple of the
    /// time, so that whoever asks is answered.
    fn stands(&self) -> bool {
        !self.is_stale || (SOON < self.took && self.at.elapsed() < (4 * self.took).min(LAG_MAX))
    }
}

/// Figures with the events and the estimate that they were made of.
struct Figures {
    folded: Arc<Folded>,
    outlook: Option<Arc<Outlook>>,
    state: State,
}

/// Sizes and ages of the files of evidence: as long as they stay, so does the estimate.
type Stamp = [Option<(u64, SystemTime)>; 3];

/// An estimate with what it was made of, and when.
struct Seen {
    stamp: Stamp,
    movements: Vec<Movement>,
    at: Instant,
    outlook: Option<Arc<Outlook>>,
}

/// How long an estimate stands while posts record: those who may be inside are not another number for each bus.
const OUTLOOK_STANDS: Duration = Duration::from_secs(10);

/// Why the server cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum CannotServe {
    /// The ledger says no.
    #[error("the ledger cannot be used")]
    Ledger(#[from] PostError),
    /// A file says no.
    #[error("cannot use `{path}`")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file of receipts says no.
    #[error("the receipts of submissions cannot be used")]
    Receipts(#[from] rusqlite::Error),
}

/// Why a submission is not recorded.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotTaken {
    #[error(transparent)]
    Post(#[from] PostError),
    #[error("the receipts of submissions cannot be written")]
    Receipts(#[from] rusqlite::Error),
    #[error("the system gives no random bytes: {0}")]
    Random(std::io::Error),
    #[error("group {group} has boarded already: {how}")]
    Boarded { group: Group, how: String },
}

impl Centre {
    /// The centre of the operation at `path`, with the ledger in `ledger`.
    pub(super) fn open(path: &Path, operation: Operation, ledger: &Path, post: Post) -> Result<Self, CannotServe> {
        let plans = ledger.join("plans");
        // Others may sync and record while this program serves; it takes the ledger back whenever it writes.
        post.pause()?;
        let desk = Desk::open(&plans, post.keys().cipher(), &operation)
            .map_err(|source| CannotServe::File { path: plans.clone(), source })?;
        let receipts = Receipts::open(&ledger.join("receipts.sqlite"))?;
        let recorders = Mutex::new(receipts.recorders()?);
        Ok(Self {
            path: path.to_owned(),
            operation,
            desk,
            spreads: Spreads::default(),
            post: Mutex::new(post),
            receipts: Mutex::new(receipts),
            recorders,
            books: Mutex::new(None),
            outlook: Mutex::new(None),
            state: Mutex::new(None),
            changes: broadcast::channel(64).0,
        })
    }

    /// Where the operation's files are.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// This device's ledger as it was last read: to look at, while other programs may write to it.
    pub(super) fn post(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the ledger while no other program writes to it, and with what others have written before.
    fn with_post<T>(
        &self,
        now: UnixSeconds,
        act: impl FnOnce(&mut Post) -> Result<T, NotTaken>,
    ) -> Result<T, NotTaken> {
        let mut post = self.post();
        post.resume(now)?;
        let done = act(&mut post);
        post.pause()?;
        done
    }

    /// Reads what other programs have written to the ledger, and tells the pages.
    ///
    /// # Errors
    ///
    /// [`PostError::NoPost`] when it was wiped.
    pub(super) fn catch_up(&self, now: UnixSeconds) -> Result<(), PostError> {
        let mut post = self.post();
        let before = post.replica().len();
        post.resume(now)?;
        post.pause()?;
        let has_news = post.replica().len() != before;
        drop(post);
        if has_news {
            self.tell(Change::Events);
        }
        Ok(())
    }

    /// Whoever asks is told of each change from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Tells all who listen.
    pub(super) fn tell(&self, change: Change) {
        if change == Change::Events {
            let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
            books.iter_mut().for_each(|made| made.is_stale = true);
        }
        if change == Change::Plans {
            *self.state.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        // Nobody listening is no fault.
        let _ = self.changes.send(change);
    }

    /// Records what a page submits under `key`, once however often it is sent. True when it is new.
    pub(super) fn record(
        &self,
        event: &Event,
        key: Option<&str>,
        by: &By,
        now: UnixSeconds,
    ) -> Result<(EventId, bool), NotTaken> {
        self.board(event, &[], key, by, now)
    }

    /// Who has recorded an event, if it came through the page.
    pub(super) fn recorder(&self, id: EventId) -> Option<By> {
        self.recorders.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// The same for a boarding with the groups that got on: one that has boarded before does not board again.
    pub(super) fn board(
        &self,
        event: &Event,
        groups: &[Group],
        key: Option<&str>,
        by: &By,
        now: UnixSeconds,
    ) -> Result<(EventId, bool), NotTaken> {
        // Held from the look at the receipt until the event is tied to it, so that two sendings at once are one.
        let receipts = self.receipts.lock().unwrap_or_else(PoisonError::into_inner);
        // Two programs may make up the same key: what they say with it tells them apart.
        let key = key.map(|key| format!("{key} {}", blake3::hash(&event.to_bytes()).to_hex()));
        let key = key.as_deref();
        // What has no key is tied to whoever sends it all the same.
        let own = key.map_or_else(|| access::token().map(|token| format!("own {token}")), |key| Ok(key.to_owned()));
        let own = own.map_err(NotTaken::Random)?;
        let receipt = receipts.begin(&own, by)?;
        if let Receipt::Recorded(id) = receipt {
            return Ok((id, false));
        }
        let recorded = self.with_post(now, |post| {
            // Looked for only after a power cut: it reads the whole log.
            let before = if receipt == Receipt::Open { in_own_log(post, event) } else { None };
            if let Some(id) = before {
                return Ok((id, false));
            }
            groups.iter().try_for_each(|group| has_not_boarded(post, &receipts, group, key))?;
            receipts.board(groups, key, None)?;
            Ok((post.record(event, now)?, true))
        });
        match &recorded {
            Ok((id, _)) => receipts.board(groups, key, Some(*id))?,
            Err(NotTaken::Post(PostError::NotRecorded(_))) => receipts.stay(groups)?,
            Err(_) => {}
        }
        match &recorded {
            Ok((id, _)) => {
                receipts.end(&own, *id)?;
                self.recorders.lock().unwrap_or_else(PoisonError::into_inner).entry(*id).or_insert_with(|| by.clone());
            }
            // Anything else may be on the disk all the same: then the next sending finds it.
            Err(NotTaken::Post(PostError::NotRecorded(_)) | NotTaken::Boarded { .. }) => receipts.forget(&own)?,
            Err(_) => {}
        }
        if let Ok((_, true)) = recorded {
            self.tell(Change::Events);
        }
        recorded
    }

    /// The events that count and their books: at most a third of a second old, and then only while many record.
    pub(super) fn folded(&self) -> Arc<Folded> {
        self.folded_if(Made::stands)
    }

    /// The same with all that was recorded: for whoever decides by it.
    pub(super) fn folded_now(&self) -> Arc<Folded> {
        self.folded_if(|made| !made.is_stale)
    }

    fn folded_if(&self, stands: impl Fn(&Made) -> bool) -> Arc<Folded> {
        // Held while they are made: books of fewer events must not take the place of those of more.
        let mut kept = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = &*kept
            && stands(made)
        {
            return Arc::clone(&made.folded);
        }
        let began = Instant::now();
        let (recorded, _) = self.post().replica().recorded();
        let (books, in_force) = fold::books(&recorded);
        let folded = Arc::new(Folded { recorded, books, in_force });
        let made = Made { folded: Arc::clone(&folded), at: Instant::now(), took: began.elapsed(), is_stale: false };
        *kept = Some(made);
        folded
    }

    /// The estimate of who is inside, from the evidence and from those whom the books have out; none where there is no evidence.
    pub(super) fn outlook(&self, folded: &Folded, now: UnixSeconds) -> Option<Arc<Outlook>> {
        let stamp = self.stamp();
        if stamp.iter().all(Option::is_none) {
            return None;
        }
        let movements = figures::movements(&folded.books, &self.operation.scenario);
        let mut kept = self.outlook.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = &*kept
            && seen.stamp == stamp
            && (seen.movements == movements || seen.at.elapsed() < OUTLOOK_STANDS)
        {
            return seen.outlook.clone();
        }
        let here = figures::civil_moment(&self.operation.scenario, now.0).unwrap_or(jiff::civil::DateTime::MAX);
        let (asked, parameters) = (Asked::default(), Parameters::stored());
        let outlook = crate::evidence::outlook_with(&self.path, None, &movements, here, &asked, &parameters).0;
        let outlook = outlook.ok().map(Arc::new);
        *kept = Some(Seen { stamp, movements, at: Instant::now(), outlook: outlook.clone() });
        outlook
    }

    fn stamp(&self) -> Stamp {
        let folder = crate::evidence::folder(&self.path);
        [crate::evidence::CLAIMS, crate::evidence::COUNTS, crate::evidence::SPEAKERS].map(|name| {
            let metadata = std::fs::metadata(folder.join(name)).ok()?;
            Some((metadata.len(), metadata.modified().ok()?))
        })
    }

    /// The plan that is carried out, if its file is here.
    pub(super) fn adopted(&self, folded: &Folded) -> Option<Arc<Kept>> {
        let adopted = figures::adopted(&folded.in_force, |_| true)?;
        self.desk.find(adopted.plan.parse::<PlanId>().ok()?)
    }

    /// What a plan does when things go wrong; it is played first where nobody has asked before.
    pub(super) fn spread(self: &Arc<Self>, kept: &Arc<Kept>) -> Known {
        let id = kept.plan.id();
        if self.spreads.begin(id) {
            let (centre, kept) = (Arc::clone(self), Arc::clone(kept));
            tokio::task::spawn_blocking(move || {
                centre.spreads.play(&kept, &centre.operation);
                centre.tell(Change::Plans);
            });
        }
        self.spreads.known(id).unwrap_or(Known::UnderWay)
    }

    /// The five tiles and what needs a decision.
    pub(super) fn state(self: &Arc<Self>, now: UnixSeconds) -> Result<State, PostError> {
        let folded = self.folded();
        let outlook = self.outlook(&folded, now);
        // Asked for each time: what was passed on meanwhile is no event.
        let unsent = unsent(&mut self.post())?;
        let mut kept = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(figures) = &*kept
            && Arc::ptr_eq(&figures.folded, &folded)
            && same_outlook(figures.outlook.as_ref(), outlook.as_ref())
        {
            return Ok(State { now: now.0, unsent, ..figures.state.clone() });
        }
        let state = self.figures(&folded, outlook.as_deref(), unsent, now);
        *kept = Some(Figures { folded, outlook, state: state.clone() });
        Ok(state)
    }

    fn figures(
        self: &Arc<Self>,
        folded: &Folded,
        outlook: Option<&Outlook>,
        unsent: Unsent,
        now: UnixSeconds,
    ) -> State {
        let (scenario, books) = (&self.operation.scenario, &folded.books);
        let plan = self.adopted(folded);
        let played = plan.as_ref().map(|kept| self.spread(kept));
        State {
            now: now.0,
            out: figures::out(books),
            on_the_road: figures::on_the_road(books),
            arrived: figures::arrived(books),
            inside: figures::inside(&self.operation.scenario, books, outlook),
            end: figures::end(scenario, plan.as_ref().map(|kept| &kept.plan), played.as_ref(), outlook),
            adopted: figures::adopted(&folded.in_force, |id| self.desk.find(id).is_some()),
            discrepancies: books.discrepancies().len(),
            events: folded.recorded.len(),
            unsent,
            rides: figures::rides(books),
            places: figures::places(books, scenario),
        }
    }
}

fn same_outlook(one: Option<&Arc<Outlook>>, two: Option<&Arc<Outlook>>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => Arc::ptr_eq(one, two),
        (None, None) => true,
        _ => false,
    }
}

fn unsent(post: &mut Post) -> Result<Unsent, PostError> {
    let waiting = post.not_passed_on()?;
    let oldest = waiting.iter().map(|entry| entry.header().clock.seconds.0).min();
    Ok(Unsent { events: waiting.len(), oldest })
}

/// Refuses a group that has boarded by another submission, unless that was taken back.
fn has_not_boarded(post: &Post, receipts: &Receipts, group: &Group, key: Option<&str>) -> Result<(), NotTaken> {
    let how = match receipts.boarding(group)? {
        None => return Ok(()),
        Some(Boarding { event: Some(id), .. }) if groups::is_withdrawn(post.replica(), id) => return Ok(()),
        Some(Boarding { event: Some(id), .. }) => groups::told(post.replica(), id),
        Some(Boarding { key: of, event: None }) if of.is_none() || of.as_deref() == key => return Ok(()),
        Some(Boarding { event: None, .. }) => "its boarding was being recorded when the power went".to_owned(),
    };
    Err(NotTaken::Boarded { group: group.clone(), how })
}

/// The event of this device that says exactly this, if it has recorded one.
fn in_own_log(post: &Post, event: &Event) -> Option<EventId> {
    let replica = post.replica();
    let entries = replica.log(post.keys().device()).into_iter().flat_map(|log| log.entries());
    let says_it = |entry: &&couloir_ledger::envelope::Entry| {
        replica.read(entry, Some(&post.keys().sealing)).is_ok_and(|said| said == *event)
    };
    entries.filter(says_it).last().map(|entry| entry.id())
}
