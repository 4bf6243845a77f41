//! What two devices ask and answer over a [channel](crate::channel): the first byte of each chunk says what it is.

use crate::papers::{Paper, Papers};

/// The most bytes of events in one batch, before they are made smaller.
pub const BATCH_BYTES_MAX: u32 = 4 << 20;

/// What the caller asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Here is what I hold (a bundle with a frontier and no events) and which papers; give me the first batch.
    Pull {
        /// Bytes of events.
        batch: u32,
        /// The papers that the caller has.
        papers: Vec<PaperMark>,
        /// The bundle.
        bundle: Vec<u8>,
    },
    /// Give me the next batch.
    Next {
        /// Bytes of events.
        batch: u32,
    },
    /// What follows is for you.
    Push,
}

/// What the answerer says behind the pieces of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// To a pull: whether there is more, and the papers that the answerer has.
    Pulled {
        /// There is nothing more.
        is_last: bool,
        /// The papers.
        papers: Vec<PaperMark>,
    },
    /// To a push: what was refused of it.
    Pushed {
        /// Runs that were refused.
        refused: u32,
    },
}

/// The first half of a paper's name: enough to tell papers of one operation apart.
pub type PaperMark = [u8; 8];

const PIECE: u8 = 0;
const PULL: u8 = 1;
const NEXT: u8 = 2;
const PUSH: u8 = 3;
const PULLED: u8 = 4;
const PUSHED: u8 = 5;

/// A chunk that is nothing of the above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the other side says something that this version does not know")]
pub struct Unknown;

impl Ask {
    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Pull { batch, papers, bundle } => {
                let mut bytes = vec![PULL];
                bytes.extend_from_slice(&batch.to_be_bytes());
                push_marks(&mut bytes, papers);
                bytes.extend_from_slice(bundle);
                bytes
            }
            Self::Next { batch } => [&[NEXT][..], &batch.to_be_bytes()].concat(),
            Self::Push => vec![PUSH],
        }
    }

    /// What is asked in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Unknown`] when it is nothing that this version knows.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unknown> {
        let (kind, rest) = bytes.split_first().ok_or(Unknown)?;
        let batch = || rest.first_chunk().map(|batch| u32::from_be_bytes(*batch)).ok_or(Unknown);
        match *kind {
            PULL => {
                let batch = batch()?;
                let (papers, bundle) = marks(&rest[4..]).ok_or(Unknown)?;
                Ok(Self::Pull { batch, papers, bundle: bundle.to_vec() })
            }
            NEXT if rest.len() == 4 => Ok(Self::Next { batch: batch()? }),
            PUSH if rest.is_empty() => Ok(Self::Push),
            _ => Err(Unknown),
        }
    }
}

impl End {
    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Pulled { is_last, papers } => {
                let mut bytes = vec![PULLED, u8::from(*is_last)];
                push_marks(&mut bytes, papers);
                bytes
            }
            Self::Pushed { refused } => [&[PUSHED][..], &refused.to_be_bytes()].concat(),
        }
    }
}

/// A chunk of an answer: a piece of a bundle, or the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A bundle of one frame.
    Piece(Vec<u8>),
    /// The end.
    End(End),
}

impl Said {
    /// What is said in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Unknown`] when it is nothing that this version knows.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Unknown> {
        match *bytes.first().ok_or(Unknown)? {
            PIECE => Ok(Self::Piece(bytes[1..].to_vec())),
            PULLED => {
                let is_last = *bytes.get(1).ok_or(Unknown)? != 0;
                let (papers, rest) = marks(&bytes[2..]).ok_or(Unknown)?;
                if rest.is_empty() { Ok(Self::End(End::Pulled { is_last, papers })) } else { Err(Unknown) }
            }
            PUSHED => {
                let refused = bytes[1..].try_into().map(u32::from_be_bytes).map_err(|_| Unknown)?;
                Ok(Self::End(End::Pushed { refused }))
            }
            _ => Err(Unknown),
        }
    }
}

/// The chunk that carries a piece of a bundle.
#[must_use]
pub fn piece(bundle: &[u8]) -> Vec<u8> {
    [&[PIECE][..], bundle].concat()
}

/// The marks of all papers.
#[must_use]
pub fn marks_of(papers: &Papers) -> Vec<PaperMark> {
    papers.all().map(mark).collect()
}

/// The papers that somebody lacks who has these.
#[must_use]
pub fn lacking(papers: &Papers, theirs: &[PaperMark]) -> Vec<Paper> {
    papers.all().filter(|paper| !theirs.contains(&mark(paper))).cloned().collect()
}

fn mark(paper: &Paper) -> PaperMark {
    *paper.id().0.first_chunk().expect("a name has 32 bytes")
}

fn push_marks(bytes: &mut Vec<u8>, marks: &[PaperMark]) {
    let count = u32::try_from(marks.len()).expect("papers fit into memory");
    bytes.extend_from_slice(&count.to_be_bytes());
    marks.iter().for_each(|mark| bytes.extend_from_slice(mark));
}

fn marks(bytes: &[u8]) -> Option<(Vec<PaperMark>, &[u8])> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let length = (u32::from_be_bytes(*count) as usize).checked_mul(8)?;
    let (marks, rest) = rest.split_at_checked(length)?;
    Some((marks.chunks_exact(8).map(|mark| mark.try_into().expect("eight bytes")).collect(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_back_and_what_is_cut_off_is_refused() {
        let asks = [
            Ask::Pull { batch: 9, papers: vec![[1; 8], [2; 8]], bundle: b"bundle".to_vec() },
            Ask::Next { batch: 8 },
            Ask::Push,
        ];
        for ask in asks {
            assert_eq!(Ask::from_bytes(&ask.to_bytes()), Ok(ask));
        }
        let pull = Ask::Pull { batch: 9, papers: vec![[1; 8], [2; 8]], bundle: Vec::new() }.to_bytes();
        for length in 0..pull.len() {
            assert_eq!(Ask::from_bytes(&pull[..length]), Err(Unknown), "{length} bytes");
        }
        assert!(Said::from_bytes(vec![PULLED, 1, 255, 255, 255, 255]).is_err());
    }
}
