//! Letters for a screen map without a network: signed distance fields made from two fonts inside the program, as MapLibre asks
//! for them, 256 code points at a time.
//!
//! Noto Sans (Latin, Greek, Cyrillic) and Noto Sans Arabic, SIL Open Font License 1.1; the licence lies beside them. Arabic is shown in its
//! joined forms, which Unicode calls presentation forms: MapLibre's plugin for writing from right to left puts them in.

use fontdue::{Font, FontSettings};
use prost::Message;
use sdf_glyph_renderer::{BitmapGlyph, clamp_to_u8};

/// The name of the font, as a style must call it.
pub const FONT: &str = "Noto Sans Regular";

/// Pixels to the em, light pixels around each letter, reach of the distance field and where in it the outline lies: what MapLibre's
/// shaders are made for (mapbox/node-fontnik).
const SIZE: f32 = 24.0;
const BUFFER: usize = 3;
const RADIUS: usize = 8;
const CUTOFF: f64 = 0.25;

/// Code points that are asked for at a time.
pub const RANGE: u32 = 256;

/// The fonts, ready to draw letters from.
#[derive(Debug)]
pub struct Glyphs {
    fonts: [Font; 2],
    /// The height above the line on which letters stand, of the first font: both stand on one line.
    ascent: i32,
}

/// `glyphs.proto` of node-fontnik.
#[derive(Clone, PartialEq, Message)]
struct Ranges {
    #[prost(message, repeated, tag = "1")]
    stacks: Vec<Stack>,
}

#[derive(Clone, PartialEq, Message)]
struct Stack {
    #[prost(string, required, tag = "1")]
    name: String,
    #[prost(string, required, tag = "2")]
    range: String,
    #[prost(message, repeated, tag = "3")]
    glyphs: Vec<Glyph>,
}

#[derive(Clone, PartialEq, Message)]
struct Glyph {
    #[prost(uint32, required, tag = "1")]
    id: u32,
    #[prost(bytes = "vec", optional, tag = "2")]
    bitmap: Option<Vec<u8>>,
    #[prost(uint32, required, tag = "3")]
    width: u32,
    #[prost(uint32, required, tag = "4")]
    height: u32,
    #[prost(sint32, required, tag = "5")]
    left: i32,
    #[prost(sint32, required, tag = "6")]
    top: i32,
    #[prost(uint32, required, tag = "7")]
    advance: u32,
}

impl Default for Glyphs {
    fn default() -> Self {
        Self::new()
    }
}

impl Glyphs {
    /// Reads the fonts.
    #[must_use]
    pub fn new() -> Self {
        let bytes: [&[u8]; 2] = [
            include_bytes!("../../fonts/NotoSans-Regular-subset.ttf"),
            include_bytes!("../../fonts/NotoSansArabic-Regular-subset.ttf"),
        ];
        let settings = FontSettings { scale: SIZE, ..FontSettings::default() };
        let fonts =
            bytes.map(|bytes| Font::from_bytes(bytes, settings).expect("the fonts inside the program are sound"));
        let ascent = fonts[0].horizontal_line_metrics(SIZE).map_or(0.0, |metrics| metrics.ascent);
        Self { fonts, ascent: libm::floorf(ascent) as i32 }
    }

    /// The letters from `start`, a multiple of 256 up to 65 280, as a protocol buffer; `None` for another number. Code points that
    /// no font has are left out.
    #[must_use]
    pub fn range(&self, start: u32) -> Option<Vec<u8>> {
        if !start.is_multiple_of(RANGE) || start > 0xff00 {
            return None;
        }
        let letters = (start..start + RANGE).filter_map(char::from_u32);
        let glyphs = letters.filter_map(|letter| self.glyph(letter)).collect();
        let range = format!("{start}-{}", start + RANGE - 1);
        let stack = Stack { name: FONT.to_owned(), range, glyphs };
        Some(Ranges { stacks: vec![stack] }.encode_to_vec())
    }

    fn glyph(&self, letter: char) -> Option<Glyph> {
        let font = self.fonts.iter().find(|font| font.has_glyph(letter))?;
        let (metrics, alpha) = font.rasterize(letter, SIZE);
        let bitmap = (metrics.width > 0 && metrics.height > 0).then(|| {
            let drawn = BitmapGlyph::from_unbuffered(&alpha, metrics.width, metrics.height, BUFFER);
            let field = drawn.expect("the bitmap has the size that it says").render_sdf(RADIUS);
            clamp_to_u8(&field, CUTOFF).expect("the cutoff lies between 0 and 1")
        });
        let height = i32::try_from(metrics.height).unwrap_or(0);
        Some(Glyph {
            id: letter.into(),
            bitmap,
            width: u32::try_from(metrics.width).unwrap_or(0),
            height: u32::try_from(metrics.height).unwrap_or(0),
            left: metrics.xmin,
            top: metrics.ymin + height - self.ascent,
            advance: libm::roundf(metrics.advance_width) as u32,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(glyphs: &Glyphs, start: u32) -> Vec<Glyph> {
        let bytes = glyphs.range(start).unwrap();
        let ranges = Ranges::decode(bytes.as_slice()).unwrap();
        ranges.stacks.into_iter().flat_map(|stack| stack.glyphs).collect()
    }

    #[test]
    fn letters_of_european_languages_and_arabic_in_its_joined_forms_are_there() {
        let glyphs = Glyphs::new();
        for letter in "AzÉçœŁğΩЖїملجأﻣﻠﺠﺄﻻ٣…—".chars() {
            let start = u32::from(letter) / RANGE * RANGE;
            let found = letters(&glyphs, start).into_iter().find(|glyph| glyph.id == u32::from(letter));
            let glyph = found.unwrap_or_else(|| panic!("no glyph for {letter} U+{:04X}", u32::from(letter)));
            let bitmap = glyph.bitmap.expect("a letter is drawn");
            assert_eq!(bitmap.len() as u32, (glyph.width + 6) * (glyph.height + 6), "{letter}");
            // 192 is the outline: inside is above, the edge of the buffer below.
            assert!(bitmap.iter().any(|value| *value > 192) && bitmap[0] < 192, "{letter}");
            assert!(glyph.advance > 0 && (-30..10).contains(&glyph.top), "{letter} {}", glyph.top);
        }
    }

    #[test]
    fn a_blank_takes_room_and_draws_nothing() {
        let blank = letters(&Glyphs::new(), 0).into_iter().find(|glyph| glyph.id == 32).unwrap();
        assert_eq!((blank.width, blank.bitmap), (0, None));
        assert!(blank.advance > 3);
    }

    #[test]
    fn ranges_that_nobody_may_ask_for_are_none_and_empty_ones_are_empty() {
        let glyphs = Glyphs::new();
        assert!(glyphs.range(1).is_none() && glyphs.range(65_536).is_none());
        assert!(letters(&glyphs, 0x4e00).is_empty());
        assert!(letters(&glyphs, 0xd800).is_empty(), "surrogates are no letters");
    }
}
