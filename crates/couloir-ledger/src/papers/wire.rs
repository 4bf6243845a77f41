//! How papers are written: what is signed is these bytes.

use super::{Closing, Erasure, Founding, Paper, Revocation, Role, Says, Slip};
use crate::cbor::{Canonical, Malformed, Reader, Writer};
use crate::consent::read_days;
use crate::id::{DeviceId, OperationId};
use couloir_model::clock::UnixSeconds;

impl Canonical for Founding {
    fn write(&self, out: &mut Writer) {
        out.array(5);
        out.value(&self.name);
        out.bytes(&self.coordination.0);
        out.bytes(&self.sealing);
        out.int(self.founded_at.0);
        out.bytes(&self.random);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(5)?;
        Ok(Self {
            name: from.value()?,
            coordination: DeviceId(from.fixed()?),
            sealing: from.fixed()?,
            founded_at: UnixSeconds(from.int()?),
            random: from.fixed()?,
        })
    }
}

impl Canonical for Role {
    fn write(&self, out: &mut Writer) {
        out.uint(match self {
            Self::Coordination => 0,
            Self::Post => 1,
            Self::Observer => 2,
        });
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.uint()? {
            0 => Ok(Self::Coordination),
            1 => Ok(Self::Post),
            2 => Ok(Self::Observer),
            _ => Err(from.no_value()),
        }
    }
}

impl Canonical for Says {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Slip(slip) => {
                out.array(8);
                out.uint(0);
                out.bytes(&slip.operation.0);
                out.bytes(&slip.device.0);
                out.value(&slip.label);
                out.value(&slip.role);
                out.list(&slip.posts);
                out.int(slip.from.0);
                out.int(slip.until.0);
            }
            Self::Revocation(revocation) => {
                out.array(6);
                out.uint(1);
                out.bytes(&revocation.operation.0);
                out.bytes(&revocation.device.0);
                out.option(revocation.last.as_ref(), Writer::value);
                out.int(revocation.at.0);
                out.value(&revocation.why);
            }
            Self::Erasure(erasure) => {
                out.array(6);
                out.uint(2);
                out.bytes(&erasure.operation.0);
                out.bytes(&erasure.device.0);
                out.list(&erasure.events);
                out.int(erasure.at.0);
                out.value(&erasure.why);
            }
            Self::Closing(closing) => {
                // Without a consent it reads as it did before there were any.
                out.array(if closing.consent.is_some() { 7 } else { 6 });
                out.uint(3);
                out.bytes(&closing.operation.0);
                out.bytes(&closing.by.0);
                out.int(closing.at.0);
                out.uint(u64::from(closing.is_closed));
                out.uint(u64::from(closing.days));
                if let Some(consent) = &closing.consent {
                    out.value(consent);
                }
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let items = from.array_any()?;
        match (from.uint()?, items) {
            (0, 8) => Ok(Self::Slip(Slip {
                operation: OperationId(from.fixed()?),
                device: DeviceId(from.fixed()?),
                label: from.value()?,
                role: from.value()?,
                posts: from.list()?,
                from: UnixSeconds(from.int()?),
                until: UnixSeconds(from.int()?),
            })),
            (1, 6) => Ok(Self::Revocation(Revocation {
                operation: OperationId(from.fixed()?),
                device: DeviceId(from.fixed()?),
                last: from.option(Reader::value)?,
                at: UnixSeconds(from.int()?),
                why: from.value()?,
            })),
            (2, 6) => Ok(Self::Erasure(Erasure {
                operation: OperationId(from.fixed()?),
                device: DeviceId(from.fixed()?),
                events: from.list()?,
                at: UnixSeconds(from.int()?),
                why: from.value()?,
            })),
            (3, 6 | 7) => Ok(Self::Closing(Closing {
                operation: OperationId(from.fixed()?),
                by: DeviceId(from.fixed()?),
                at: UnixSeconds(from.int()?),
                is_closed: match from.uint()? {
                    0 => false,
                    1 => true,
                    _ => return Err(from.no_value()),
                },
                days: read_days(from)?,
                consent: if items == 7 { Some(from.value()?) } else { None },
            })),
            _ => Err(from.no_value()),
        }
    }
}

impl Canonical for Paper {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        out.value(&self.says);
        out.bytes(&self.signature);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        Ok(Self { says: from.value()?, signature: from.fixed()? })
    }
}
