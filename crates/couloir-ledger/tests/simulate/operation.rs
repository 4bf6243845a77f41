//! The operation that all seeds share: its founding, its keys, which are no secret, and the papers that they sign.

use super::world::name;
use couloir_ledger::envelope::Head;
use couloir_ledger::id::DeviceId;
use couloir_ledger::name::Text;
use couloir_ledger::papers::{Erasure, Founding, Paper, Revocation, Role, Says, Slip};
use couloir_ledger::seal;
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::SigningKey;
use std::sync::LazyLock;

/// When the operation was founded.
pub(crate) const START: UnixSeconds = UnixSeconds(1_800_000_000);

/// How long slips hold.
pub(crate) const SLIP_S: i64 = 72 * 3600;

/// The key that opens sealed bodies.
pub(crate) const SEALING: [u8; 32] = [77; 32];

/// Device 0 is the coordination, 1 to 5 are posts, and the rest are what a post gets when its device was stolen.
const DEVICES: usize = 16;

static KEYS: LazyLock<Vec<SigningKey>> =
    LazyLock::new(|| (0..DEVICES as u8).map(|number| SigningKey::from_bytes(&[number; 32])).collect());

static FOUNDING: LazyLock<Founding> = LazyLock::new(|| Founding {
    name: name("valley"),
    coordination: id(0),
    sealing: seal::public(&SEALING),
    founded_at: START,
    random: [5; 16],
});

static SLIPS: LazyLock<Vec<Paper>> =
    LazyLock::new(|| (0..DEVICES as u8).map(|number| slip(number, Role::Post)).collect());

pub(crate) fn key(number: u8) -> SigningKey {
    KEYS[usize::from(number)].clone()
}

pub(crate) fn id(number: u8) -> DeviceId {
    DeviceId(KEYS[usize::from(number)].verifying_key().to_bytes())
}

pub(crate) fn founding() -> Founding {
    FOUNDING.clone()
}

/// The slip by which device `number` is a post.
pub(crate) fn post_slip(number: u8) -> Paper {
    SLIPS[usize::from(number)].clone()
}

pub(crate) fn slip(number: u8, role: Role) -> Paper {
    let says = Says::Slip(Slip {
        operation: founding().operation(),
        device: id(number),
        label: name(&format!("tablet {number}")),
        role,
        posts: Vec::new(),
        from: START,
        until: UnixSeconds(START.0 + SLIP_S),
    });
    Paper::sign(&key(0), says)
}

pub(crate) fn revocation(device: DeviceId, last: Option<Head>, at: UnixSeconds) -> Paper {
    let why = Text::new("stolen at the checkpoint").expect("a text");
    let operation = founding().operation();
    Paper::sign(&key(0), Says::Revocation(Revocation { operation, device, last, at, why }))
}

pub(crate) fn erasure(device: DeviceId, events: Vec<Head>, at: UnixSeconds) -> Paper {
    let why = Text::new("it named somebody").expect("a text");
    let operation = founding().operation();
    Paper::sign(&key(0), Says::Erasure(Erasure { operation, device, events, at, why }))
}
