//! What names an operation, a device and an event: digests and public keys, never numbers that two machines could both give.

use std::fmt;
use std::str::FromStr;

macro_rules! digests {
    ($($(#[$doc:meta])* $name:ident: $length:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// The first eight digits: enough to read out over a radio.
            #[must_use]
            pub fn short(self) -> String {
                self.to_string()[..8].to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }

        impl FromStr for $name {
            type Err = NotHexadecimal;

            fn from_str(text: &str) -> Result<Self, NotHexadecimal> {
                bytes_of(text).map(Self).ok_or_else(|| NotHexadecimal(2 * $length, text.to_owned()))
            }
        }
    )*};
}

digests! {
    /// The name of an operation: the first half of the digest of its founding paper, and so of the key that founded it.
    OperationId: 16,
    /// The name of a device: its public key (Ed25519, RFC 8032). The private key never leaves the device.
    DeviceId: 32,
    /// The name of an event: the digest of its header, and through the header of its body and of all events before it.
    EventId: 32,
    /// The name of a slip, a revocation or an erasure: the digest of what is signed.
    PaperId: 32,
}

impl EventId {
    /// As many of its first digits as tell it from `others`, eight at least: what a person writes to name it where two events
    /// begin alike.
    #[must_use]
    pub fn short_among(self, others: impl IntoIterator<Item = Self>) -> String {
        let shared = |other: Self| {
            let bytes = self.0.iter().zip(other.0).take_while(|(one, two)| **one == *two).count();
            let is_half = self.0.get(bytes).zip(other.0.get(bytes)).is_some_and(|(one, two)| one >> 4 == two >> 4);
            2 * bytes + usize::from(is_half)
        };
        let alike = others.into_iter().filter(|other| *other != self).map(shared).max();
        let digits = alike.map_or(8, |shared| 8.max(shared + 1));
        self.to_string()[..digits].to_owned()
    }
}

/// A text that is not so many hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not {0} hexadecimal digits: `{1}`")]
pub struct NotHexadecimal(pub usize, pub String);

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Digits alone: `from_str_radix` would take a sign.
    if text.len() != 2 * N || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_events_that_begin_alike_as_many_digits_are_written_as_tell_them_apart() {
        let event = |digits: &str| format!("{digits:0<64}").parse::<EventId>().unwrap();
        let one = event("0123456789ab");
        assert_eq!(one.short_among([]), "01234567");
        assert_eq!(one.short_among([one, event("ff")]), "01234567");
        assert_eq!(one.short_among([event("0123456789ac"), event("01234567ff")]), "0123456789ab");
        assert_eq!(one.short_among([event("01234567f")]), "012345678");
    }

    #[test]
    fn an_id_is_read_back_as_written() {
        let id = OperationId(*b"0123456789abcdef");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("+1".repeat(16).parse::<OperationId>().is_err());
        assert!("ab".parse::<OperationId>().is_err());
    }
}
