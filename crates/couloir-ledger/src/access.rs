//! Whom a post serves: what the papers of the operation say of the device that asks.

use crate::id::DeviceId;
use crate::papers::{Paper, Papers};
use couloir_model::clock::UnixSeconds;

/// What a device is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is enrolled: it takes and gives.
    Full,
    /// Its enrolment has run out: it may hand over what it recorded while it was enrolled, and fetch its renewal.
    Expired,
    /// It was revoked: it learns that, and nothing else.
    Revoked,
}

impl Access {
    /// What `device` is given at the moment `now`; nothing where nobody ever enrolled it.
    #[must_use]
    pub fn of(papers: &Papers, device: DeviceId, now: UnixSeconds) -> Option<Self> {
        if papers.revocation(device).is_some() {
            return Some(Self::Revoked);
        }
        if papers.role_at(device, now).is_some() {
            return Some(Self::Full);
        }
        papers.slips(device).next().map(|_| Self::Expired)
    }
}

/// The papers about `device` alone.
#[must_use]
pub fn about(papers: &Papers, device: DeviceId) -> Vec<Paper> {
    papers.all().filter(|paper| paper.device() == device).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Name, Text};
    use crate::papers::{Founding, Revocation, Role, Says, Slip};
    use ed25519_dalek::SigningKey;

    #[test]
    fn a_device_is_served_as_its_papers_say() {
        let coordination = SigningKey::from_bytes(&[1; 32]);
        let founding = Founding {
            name: Name::new("Valley").unwrap(),
            coordination: DeviceId(coordination.verifying_key().to_bytes()),
            sealing: [9; 32],
            founded_at: UnixSeconds(0),
            random: [7; 16],
        };
        let (operation, device) = (founding.operation(), DeviceId([2; 32]));
        let mut papers = Papers::new(founding);
        assert_eq!(Access::of(&papers, device, UnixSeconds(5)), None);
        let slip = Slip {
            operation,
            device,
            label: Name::new("Gate").unwrap(),
            role: Role::Observer,
            posts: Vec::new(),
            from: UnixSeconds(0),
            until: UnixSeconds(10),
        };
        papers.add(Paper::sign(&coordination, Says::Slip(slip))).unwrap();
        assert_eq!(Access::of(&papers, device, UnixSeconds(5)), Some(Access::Full));
        assert_eq!(Access::of(&papers, device, UnixSeconds(11)), Some(Access::Expired));
        let why = Text::new("lost").unwrap();
        let revocation = Revocation { operation, device, last: None, at: UnixSeconds(6), why };
        papers.add(Paper::sign(&coordination, Says::Revocation(revocation))).unwrap();
        assert_eq!(Access::of(&papers, device, UnixSeconds(5)), Some(Access::Revoked));
        assert_eq!(about(&papers, device).len(), 2);
        assert_eq!(about(&papers, DeviceId([3; 32])).len(), 0);
    }
}
