//! Canonical CBOR: one value, one sequence of bytes.
//!
//! RFC 8949, section 4.2.1: shortest lengths, definite lengths, map keys in ascending order. The writer can write nothing
//! else, and [`from_bytes`] refuses whatever the writer would have written otherwise, so that a digest names a value and
//! not one of its spellings.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

/// A value with one sequence of bytes.
pub(crate) trait Canonical: Sized {
    /// Writes it.
    fn write(&self, out: &mut Writer);

    /// Reads it.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed>;
}

/// Bytes that are no value of the kind that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Not CBOR, or of another shape.
    #[error("it has another shape than it should at byte {0}")]
    Shape(usize),
    /// A number, word or list that does not exist, or is out of range.
    #[error("it holds a value that does not exist at byte {0}")]
    Value(usize),
    /// Something follows.
    #[error("something follows it at byte {0}")]
    Rest(usize),
    /// The same value has another spelling.
    #[error("it is not spelt in the one canonical way")]
    Spelling,
}

/// Writes canonical items, one after the other.
pub(crate) struct Writer(Encoder<Vec<u8>>);

/// Reads items.
pub(crate) struct Reader<'b>(Decoder<'b>);

/// The bytes of `value`.
pub(crate) fn to_bytes(value: &impl Canonical) -> Vec<u8> {
    let mut out = Writer::new();
    value.write(&mut out);
    out.into_bytes()
}

/// The value that `bytes` are, if they are what [`to_bytes`] gives for it.
pub(crate) fn from_bytes<T: Canonical>(bytes: &[u8]) -> Result<T, Malformed> {
    let mut from = Reader::new(bytes);
    let value = T::read(&mut from)?;
    from.end()?;
    if to_bytes(&value) == bytes { Ok(value) } else { Err(Malformed::Spelling) }
}

/// Vectors are written without fail.
const NEVER: &str = "writing to memory cannot fail";

impl Writer {
    pub(crate) fn new() -> Self {
        // Most of what is written is a header or a body, and fits.
        Self(Encoder::new(Vec::with_capacity(256)))
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }

    /// The length so far.
    pub(crate) fn len(&self) -> usize {
        self.0.writer().len()
    }

    pub(crate) fn array(&mut self, items: usize) {
        self.0.array(items as u64).expect(NEVER);
    }

    pub(crate) fn map(&mut self, pairs: usize) {
        self.0.map(pairs as u64).expect(NEVER);
    }

    pub(crate) fn uint(&mut self, number: u64) {
        self.0.u64(number).expect(NEVER);
    }

    pub(crate) fn int(&mut self, number: i64) {
        self.0.i64(number).expect(NEVER);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.bytes(bytes).expect(NEVER);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.0.str(text).expect(NEVER);
    }

    /// The value, or null.
    pub(crate) fn option<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        match value {
            Some(value) => write(self, value),
            None => drop(self.0.null().expect(NEVER)),
        }
    }

    pub(crate) fn value(&mut self, value: &impl Canonical) {
        value.write(self);
    }

    /// A list of values.
    pub(crate) fn list<T: Canonical>(&mut self, values: &[T]) {
        self.array(values.len());
        values.iter().for_each(|value| value.write(self));
    }
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self(Decoder::new(bytes))
    }

    fn shape(&self) -> Malformed {
        Malformed::Shape(self.0.position())
    }

    /// The fault of a value that does not exist, at the place reached.
    pub(crate) fn no_value(&self) -> Malformed {
        Malformed::Value(self.0.position())
    }

    pub(crate) fn end(&self) -> Result<(), Malformed> {
        let position = self.0.position();
        if position == self.0.input().len() { Ok(()) } else { Err(Malformed::Rest(position)) }
    }

    /// An array of exactly `items`.
    pub(crate) fn array(&mut self, items: usize) -> Result<(), Malformed> {
        if self.array_any()? == items { Ok(()) } else { Err(self.shape()) }
    }

    /// An array of any length; never longer than the bytes that are left, so that nobody reserves room for a lie.
    pub(crate) fn array_any(&mut self) -> Result<usize, Malformed> {
        let items = self.0.array().ok().flatten().ok_or_else(|| self.shape())?;
        self.bounded(items)
    }

    pub(crate) fn map_any(&mut self) -> Result<usize, Malformed> {
        let pairs = self.0.map().ok().flatten().ok_or_else(|| self.shape())?;
        self.bounded(pairs)
    }

    fn bounded(&self, items: u64) -> Result<usize, Malformed> {
        let left = self.0.input().len() - self.0.position();
        usize::try_from(items).ok().filter(|items| *items <= left).ok_or_else(|| self.shape())
    }

    pub(crate) fn uint(&mut self) -> Result<u64, Malformed> {
        self.0.u64().map_err(|_| self.shape())
    }

    pub(crate) fn small(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.uint()?).map_err(|_| self.no_value())
    }

    pub(crate) fn int(&mut self) -> Result<i64, Malformed> {
        self.0.i64().map_err(|_| self.shape())
    }

    pub(crate) fn bytes(&mut self) -> Result<&'b [u8], Malformed> {
        self.0.bytes().map_err(|_| self.shape())
    }

    /// Bytes of exactly this length.
    pub(crate) fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.bytes()?.try_into().map_err(|_| self.shape())
    }

    pub(crate) fn text(&mut self) -> Result<&'b str, Malformed> {
        self.0.str().map_err(|_| self.shape())
    }

    /// A value, or nothing where null stands.
    pub(crate) fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        if self.is_null() {
            self.0.null().map_err(|_| self.shape())?;
            return Ok(None);
        }
        read(self).map(Some)
    }

    fn is_null(&self) -> bool {
        matches!(self.0.datatype(), Ok(Type::Null))
    }

    pub(crate) fn value<T: Canonical>(&mut self) -> Result<T, Malformed> {
        T::read(self)
    }

    pub(crate) fn list<T: Canonical>(&mut self) -> Result<Vec<T>, Malformed> {
        let items = self.array_any()?;
        (0..items).map(|_| T::read(self)).collect()
    }
}
