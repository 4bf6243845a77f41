//! Identifiers: positions in the tables of a scenario, one type a table, so that a site is never taken for a shelter.

use std::fmt;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the row at `index`.
            ///
            /// # Panics
            ///
            /// When `index` does not fit 32 bits; the readers refuse tables of that size.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table has fewer than 2^32 rows"))
            }
        }
    )*};
}

indices! {
    /// A place: a point that vehicles travel between.
    PlaceId,
    /// A site: where people wait to be picked up.
    SiteId,
    /// A shelter: where they are received.
    ShelterId,
    /// A depot: where vehicles start.
    DepotId,
    /// A vehicle class.
    ClassId,
    /// A vehicle.
    VehicleId,
    /// A passage: a named stretch that some legs must use.
    PassageId,
    /// An escort team.
    EscortId,
    /// A group of people that is never split.
    GroupId,
    /// A category of need, such as seated, wheelchair or stretcher.
    NeedId,
    /// A configuration of a vehicle class.
    ConfigurationId,
    /// A convoy of a plan.
    ConvoyId,
}

/// The name of a plan: the digest of its content, in 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanId(pub [u8; 16]);

/// The name of what a plan was made for: the digest of a scenario and its travel times.
///
/// Two versions of Couloir may give the same scenario different names; within one version it is the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId(pub [u8; 16]);

/// A text that is not 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not 32 hexadecimal digits: `{0}`")]
pub struct NotAnId(pub String);

macro_rules! digests {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let number = (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok()).flatten();
                // `from_str_radix` takes a sign, which no id has.
                let number = number.filter(|_| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
                number.map(|number| Self(number.to_be_bytes())).ok_or_else(|| NotAnId(text.to_owned()))
            }
        }
    )*};
}

digests!(PlanId, ScenarioId);

impl PlanId {
    /// The first eight digits: enough to read out over a radio.
    #[must_use]
    pub fn short(self) -> String {
        self.to_string()[..8].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_written() {
        let id = PlanId(*b"0123456789abcdef");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("+0123456789abcdef0123456789abcde".parse::<PlanId>().is_err());
        assert!("é".repeat(16).parse::<PlanId>().is_err());
    }
}
