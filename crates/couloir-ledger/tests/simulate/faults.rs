//! What can go wrong, and how often it has.

use super::random::Random;
use std::collections::BTreeMap;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    LinkCut,
    Partition,
    MessageLost,
    MessageLate,
    MessageDoubled,
    MessageCutOff,
    BitFlippedOnTheWay,
    FrameTampered,
    ClockJumped,
    ClockOutsideSlip,
    PowerCut,
    PowerCutInWrite,
    FsyncLost,
    DiskFull,
    BitFlippedOnDisk,
    DiskForged,
    BackupRestored,
    StickVisited,
    StickHalfCopied,
    StickDamaged,
    StickStale,
    StickFileDeleted,
    MessageRepeated,
    SmsSixHundredTimes,
    CountCorrected,
    KeyStolen,
    ThiefWrote,
    DeviceRevoked,
    ForgedPaper,
    BodyErased,
    RowLost,
    ForeignCorrection,
    StrangerWrote,
    DeviceDestroyed,
    KeyFloods,
}

/// How often each happened.
pub(crate) type Tally = BTreeMap<Fault, u64>;

impl Fault {
    pub(crate) const ALL: [Self; 35] = [
        Self::LinkCut,
        Self::Partition,
        Self::MessageLost,
        Self::MessageLate,
        Self::MessageDoubled,
        Self::MessageCutOff,
        Self::BitFlippedOnTheWay,
        Self::FrameTampered,
        Self::ClockJumped,
        Self::ClockOutsideSlip,
        Self::PowerCut,
        Self::PowerCutInWrite,
        Self::FsyncLost,
        Self::DiskFull,
        Self::BitFlippedOnDisk,
        Self::DiskForged,
        Self::BackupRestored,
        Self::StickVisited,
        Self::StickHalfCopied,
        Self::StickDamaged,
        Self::StickStale,
        Self::StickFileDeleted,
        Self::MessageRepeated,
        Self::SmsSixHundredTimes,
        Self::CountCorrected,
        Self::KeyStolen,
        Self::ThiefWrote,
        Self::DeviceRevoked,
        Self::ForgedPaper,
        Self::BodyErased,
        Self::RowLost,
        Self::ForeignCorrection,
        Self::StrangerWrote,
        Self::DeviceDestroyed,
        Self::KeyFloods,
    ];

    /// Those that [`Mix`] draws: the ones that came later draw from numbers of their own, so that the worlds of old seeds stay as they were.
    const DRAWN: usize = 34;

    /// How often it is tried, in ten thousand steps of an operation that knows it.
    const fn rate(self) -> u64 {
        match self {
            Self::MessageDoubled
            | Self::MessageLost
            | Self::MessageLate
            | Self::MessageCutOff
            | Self::BitFlippedOnTheWay => 1_500,
            Self::FrameTampered | Self::LinkCut | Self::StickVisited => 1_000,
            Self::CountCorrected => 800,
            Self::PowerCut | Self::PowerCutInWrite | Self::ClockJumped | Self::StickHalfCopied | Self::ThiefWrote => {
                500
            }
            Self::StickDamaged | Self::StickStale | Self::StickFileDeleted | Self::MessageRepeated => 500,
            Self::Partition | Self::FsyncLost | Self::DiskFull | Self::BackupRestored | Self::BodyErased => 250,
            Self::BitFlippedOnDisk | Self::DiskForged | Self::RowLost | Self::ForgedPaper => 250,
            Self::ForeignCorrection | Self::StrangerWrote => 200,
            Self::KeyStolen | Self::DeviceRevoked => 300,
            Self::SmsSixHundredTimes => 3,
            Self::DeviceDestroyed => 1_500,
            Self::ClockOutsideSlip | Self::KeyFloods => 0,
        }
    }

    /// What people call it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::LinkCut => "link cut one way",
            Self::Partition => "network partitioned",
            Self::MessageLost => "message lost",
            Self::MessageLate => "message overtaken by others",
            Self::MessageDoubled => "message doubled or misdirected",
            Self::MessageCutOff => "message cut off",
            Self::BitFlippedOnTheWay => "bit flipped on the way",
            Self::FrameTampered => "frame altered, with a checksum that fits",
            Self::ClockJumped => "clock jumped, by seconds to years",
            Self::ClockOutsideSlip => "clock outside the slip's hours",
            Self::PowerCut => "power cut between two writes",
            Self::PowerCutInWrite => "power cut within a write, which the store takes back",
            Self::FsyncLost => "last fsync lost",
            Self::DiskFull => "disk full",
            Self::BitFlippedOnDisk => "bit flipped on the disk",
            Self::DiskForged => "event forged on the disk, with digests that fit",
            Self::BackupRestored => "old backup restored",
            Self::StickVisited => "stick carried from post to post",
            Self::StickHalfCopied => "file on the stick half copied",
            Self::StickDamaged => "bit flipped on the stick",
            Self::StickStale => "old stick found again",
            Self::StickFileDeleted => "file deleted from the stick",
            Self::MessageRepeated => "report repeated",
            Self::SmsSixHundredTimes => "report sent 600 times",
            Self::CountCorrected => "count corrected",
            Self::KeyStolen => "key stolen",
            Self::ThiefWrote => "thief wrote and handed over",
            Self::DeviceRevoked => "device revoked",
            Self::ForgedPaper => "paper forged",
            Self::BodyErased => "body erased",
            Self::RowLost => "row lost from the disk",
            Self::ForeignCorrection => "event corrected by a post that did not write it",
            Self::StrangerWrote => "event written by a device that nobody enrolled",
            Self::DeviceDestroyed => "device destroyed",
            Self::KeyFloods => "stolen key signed many branches at once",
        }
    }
}

/// The faults that one operation knows: about half of them, so that each is also seen without the others.
pub(crate) struct Mix {
    known: [bool; Fault::ALL.len()],
    pub(crate) tally: Tally,
}

impl Mix {
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self { known: std::array::from_fn(|index| index < Fault::DRAWN && random.chance(50)), tally: Tally::new() }
    }

    /// Draws whether `fault` strikes now, and counts it.
    pub(crate) fn strikes(&mut self, fault: Fault, random: &mut Random) -> bool {
        let strikes = self.known[fault as usize] && random.next() % 10_000 < fault.rate();
        if strikes {
            self.count(fault);
        }
        strikes
    }

    pub(crate) fn count(&mut self, fault: Fault) {
        *self.tally.entry(fault).or_default() += 1;
    }
}
