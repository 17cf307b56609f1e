//! The glyphs of a run, kept small: those of a volume wait in memory until its last page is known.
//!
//! A [`Glyph`] takes 40 bytes, and most say little: no offset, and the letter after that of the glyph before. So each is
//! written as one byte of marks, its id, its advance, and only then what the marks name. Nothing is rounded: what is
//! read is what was written.

use std::fmt;

use super::frame::Glyph;
use crate::geometry::{Point, Pt};

/// How a glyph's text lies to that of the glyph before; the low two bits of the marks.
const FOLLOWS: u8 = 0;
const SAME: u8 = 1;
const PRECEDES: u8 = 2;
const ELSEWHERE: u8 = 3;
/// Whether an offset is written.
const HAS_OFFSET: u8 = 1 << 2;
/// Where the length of a text that follows or precedes begins, in bytes up to [`LONGEST`].
const LENGTH: u8 = 4;
const LONGEST: u32 = 15;
/// The bytes of a glyph of which the marks name nothing: the marks, its id and its advance.
const PLAIN: usize = 11;

/// The glyphs of a run, in visual order.
#[derive(Clone, Default)]
pub struct Glyphs {
    packed: Box<[u8]>,
    count: usize,
}

impl Glyphs {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Reads them from the left.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter { rest: &self.packed, text: (0, 0) }
    }

    /// The width of all.
    #[must_use]
    pub fn width(&self) -> Pt {
        self.iter().map(|glyph| glyph.advance).sum()
    }
}

impl FromIterator<Glyph> for Glyphs {
    fn from_iter<T: IntoIterator<Item = Glyph>>(glyphs: T) -> Self {
        let glyphs = glyphs.into_iter();
        // As much as most runs take to the byte, so that they need not be moved.
        let mut packed = Vec::with_capacity(PLAIN * glyphs.size_hint().0);
        let mut count = 0;
        let mut before = (0, 0);
        for glyph in glyphs {
            write(&glyph, before, &mut packed);
            before = glyph.text;
            count += 1;
        }
        Self { packed: packed.into_boxed_slice(), count }
    }
}

fn write(glyph: &Glyph, before: (u32, u32), packed: &mut Vec<u8>) {
    let place = place(glyph.text, before);
    let has_offset = glyph.offset != Point::default();
    let [low, high] = glyph.id.to_le_bytes();
    let marks = place | if has_offset { HAS_OFFSET } else { 0 };
    let mut head = [0; PLAIN];
    (head[0], head[1], head[2]) = (marks, low, high);
    head[3..].copy_from_slice(&glyph.advance.0.to_le_bytes());
    packed.extend_from_slice(&head);
    if has_offset {
        packed.extend(glyph.offset.x.0.to_le_bytes());
        packed.extend(glyph.offset.y.0.to_le_bytes());
    }
    if place == ELSEWHERE {
        packed.extend(glyph.text.0.to_le_bytes());
        packed.extend(glyph.text.1.to_le_bytes());
    }
}

/// Returns how a text lies to the one before, with its length where that is needed.
fn place(text: (u32, u32), before: (u32, u32)) -> u8 {
    if text == before {
        return SAME;
    }
    let place = if text.0 == before.1 {
        FOLLOWS
    } else if text.1 == before.0 {
        PRECEDES
    } else {
        ELSEWHERE
    };
    match text.1.checked_sub(text.0) {
        Some(length @ ..=LONGEST) if place != ELSEWHERE => place | (length as u8) << LENGTH,
        _ => ELSEWHERE,
    }
}

/// Reads glyphs.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    rest: &'a [u8],
    /// The text of the glyph before.
    text: (u32, u32),
}

impl Iter<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<Pt> {
        self.take().map(f64::from_le_bytes).map(Pt)
    }
}

impl Iterator for Iter<'_> {
    type Item = Glyph;

    fn next(&mut self) -> Option<Glyph> {
        let [marks, low, high, advance @ ..] = self.take::<PLAIN>()?;
        let id = u16::from_le_bytes([low, high]);
        let advance = Pt(f64::from_le_bytes(advance));
        let mut offset = Point::default();
        if marks & HAS_OFFSET != 0 {
            offset = Point { x: self.number()?, y: self.number()? };
        }
        let length = u32::from(marks >> LENGTH);
        let (first, end) = self.text;
        self.text = match marks & 0b11 {
            FOLLOWS => (end, end + length),
            SAME => (first, end),
            PRECEDES => (first - length, first),
            _ => (self.take().map(u32::from_le_bytes)?, self.take().map(u32::from_le_bytes)?),
        };
        Some(Glyph { id, advance, offset, text: self.text })
    }
}

impl<'a> IntoIterator for &'a Glyphs {
    type Item = Glyph;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl fmt::Debug for Glyphs {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn glyph(text: (u32, u32)) -> Glyph {
        Glyph { id: 7, advance: Pt(5.25), offset: Point::default(), text }
    }

    #[test]
    fn letters_one_after_another_take_eleven_bytes() {
        let glyphs: Glyphs = (0..80).map(|at| glyph((at, at + 1))).collect();
        assert_eq!((glyphs.len(), glyphs.packed.len()), (80, 880));
        let from_the_right: Glyphs = (0..80).rev().map(|at| glyph((3 * at, 3 * at + 3))).collect();
        assert_eq!(from_the_right.packed.len(), 880 + 8, "the first stands alone");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(
            glyphs in prop::collection::vec((any::<u16>(), any::<i32>(), -2..3, -2..3, 0..9_u32, 0..40_u32), 0..60),
        ) {
            let glyphs: Vec<Glyph> = glyphs
                .into_iter()
                .map(|(id, advance, x, y, start, length)| Glyph {
                    id,
                    advance: Pt(f64::from(advance) / 7.0),
                    offset: Point { x: Pt(f64::from(x) / 3.0), y: Pt(f64::from(y)) },
                    text: (start, start + length),
                })
                .collect();
            let packed: Glyphs = glyphs.iter().copied().collect();
            prop_assert_eq!(packed.len(), glyphs.len());
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), glyphs);
        }
    }
}
