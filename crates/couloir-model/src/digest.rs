//! Names by content: the same value has the same name on every machine.

use std::hash::{Hash, Hasher};

/// The first half of the BLAKE3 digest of `value`, fed field by field in little-endian order whatever the machine's.
pub(crate) fn of(value: &impl Hash) -> [u8; 16] {
    let mut feed = Feed(blake3::Hasher::new());
    value.hash(&mut feed);
    let mut half = [0; 16];
    half.copy_from_slice(&feed.0.finalize().as_bytes()[..16]);
    half
}

/// Gives what `#[derive(Hash)]` walks over to BLAKE3, with every width and byte order fixed.
struct Feed(blake3::Hasher);

macro_rules! fixed_width {
    ($($method:ident: $given:ty as $written:ty),* $(,)?) => {$(
        fn $method(&mut self, number: $given) {
            self.0.update(&(number as $written).to_le_bytes());
        }
    )*};
}

impl Hasher for Feed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fixed_width! {
        write_u8: u8 as u8,
        write_u16: u16 as u16,
        write_u32: u32 as u32,
        write_u64: u64 as u64,
        write_u128: u128 as u128,
        write_usize: usize as u64,
        write_i8: i8 as i8,
        write_i16: i16 as i16,
        write_i32: i32 as i32,
        write_i64: i64 as i64,
        write_i128: i128 as i128,
        write_isize: isize as i64,
    }

    /// Not the digest: that has 256 bits and is taken from the feed itself.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_that_differ_only_in_where_a_list_ends_have_other_names() {
        assert_ne!(super::of(&(vec![1u32, 2], vec![3u32])), super::of(&(vec![1u32], vec![2u32, 3])));
        assert_ne!(super::of(&("ab", "c")), super::of(&("a", "bc")));
    }
}
