//! Whole numbers in and out of bytes, little-endian, with lengths that are checked before anything is allocated.

use super::FileError;

#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn i64(&mut self, value: i64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// A column: its length, then its numbers.
    pub(super) fn column(&mut self, values: impl ExactSizeIterator<Item = u32>) {
        self.u32(values.len() as u32);
        self.0.reserve(values.len() * 4);
        for value in values {
            self.u32(value);
        }
    }

    /// A column of wide numbers.
    pub(super) fn wide_column(&mut self, values: impl ExactSizeIterator<Item = i64>) {
        self.u32(values.len() as u32);
        for value in values {
            self.i64(value);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.u32(text.len() as u32);
        self.0.extend_from_slice(text.as_bytes());
    }
}

pub(super) struct Reader<'a>(&'a [u8]);

const SHORT: FileError = FileError::Inconsistent("a table ends too early");

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], FileError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(SHORT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FileError> {
        self.take(N)?.try_into().map_err(|_| SHORT)
    }

    pub(super) fn u8(&mut self) -> Result<u8, FileError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self) -> Result<u32, FileError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, FileError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn i64(&mut self) -> Result<i64, FileError> {
        self.array().map(i64::from_le_bytes)
    }

    pub(super) fn column(&mut self) -> Result<Vec<u32>, FileError> {
        let length = self.u32()? as usize;
        let bytes = self.take(length.saturating_mul(4))?;
        Ok(bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    }

    pub(super) fn wide_column(&mut self) -> Result<Vec<i64>, FileError> {
        let length = self.u32()? as usize;
        let bytes = self.take(length.saturating_mul(8))?;
        let wide = |eight: &[u8]| i64::from_le_bytes(eight.try_into().unwrap_or_default());
        Ok(bytes.chunks_exact(8).map(wide).collect())
    }

    pub(super) fn text(&mut self) -> Result<String, FileError> {
        let length = self.u32()? as usize;
        let bytes = self.take(length)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| FileError::Inconsistent("a text is not UTF-8"))
    }

    /// How many rows of at least `least` bytes each follow.
    pub(super) fn rows(&mut self, least: usize) -> Result<usize, FileError> {
        let rows = self.u32()? as usize;
        if rows.saturating_mul(least) > self.0.len() { Err(SHORT) } else { Ok(rows) }
    }
}
