//! Glyphs in pixels, each drawn once a run: covers set the same letters in the same few sizes.

use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::outline::pen::ControlBoundsPen;
use skrifa::raw::FontRef;
use skrifa::{GlyphId, MetadataProvider as _};

use super::art::Art;
use super::raster;
use crate::font::{Face, FaceId};

/// How many masks are kept; some 10 KB each.
const CAPACITY: usize = 1024;
/// The longest side of a mask; what is larger is no letter of a cover.
const LARGEST: f32 = 4000.0;

/// Masks by glyph and size, shared by the documents of a run that use one font book.
#[derive(Debug, Default)]
pub struct Masks {
    known: RwLock<FxHashMap<Key, Arc<Mask>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    face: FaceId,
    glyph: u16,
    /// The bits of its size, in pixels to the em, and of how far it is widened.
    size: u32,
    stretch: u32,
}

/// A glyph in pixels.
#[derive(Debug, Default)]
pub(super) struct Mask {
    /// Where it stands from its origin, in pixels to the right and down.
    pub left: i32,
    pub top: i32,
    /// As it is stamped where it begins at an even pixel, and at an odd one.
    pub arts: [Arc<Art>; 2],
}

impl Masks {
    /// Returns a glyph in pixels, covered in so many steps; `size` is in pixels to the em.
    pub(super) fn get(
        &self,
        (id, face): (FaceId, &Face),
        glyph: u16,
        (size, stretch): (f32, f32),
        steps: u8,
    ) -> Arc<Mask> {
        let key = Key { face: id, glyph, size: size.to_bits(), stretch: stretch.to_bits() };
        if let Some(mask) = self.known.read().ok().and_then(|known| known.get(&key).cloned()) {
            return mask;
        }
        let mask = Arc::new(draw(face, glyph, (size, stretch), steps).unwrap_or_default());
        if let Ok(mut known) = self.known.write()
            && known.len() < CAPACITY
        {
            known.insert(key, Arc::clone(&mask));
        }
        mask
    }
}

/// Draws a glyph; nothing where it has no outline, as a space, or one that cannot be drawn.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mask has a few thousand pixels each way"
)]
fn draw(face: &Face, glyph: u16, (size, stretch): (f32, f32), steps: u8) -> Option<Mask> {
    let font = FontRef::from_index(&face.data, face.index).ok()?;
    let outline = font.outline_glyphs().get(GlyphId::from(glyph))?;
    let settings = || DrawSettings::unhinted(Size::new(size), LocationRef::default());
    // How far the points of the outline reach, which the curves between them do not leave.
    let mut extent = ControlBoundsPen::new();
    outline.draw(settings(), &mut extent).ok()?;
    let extent = extent.bounding_box()?;
    let (left, right) = ((extent.x_min * stretch).floor(), (extent.x_max * stretch).ceil());
    let (top, bottom) = (extent.y_max.ceil(), extent.y_min.floor());
    let (width, height) = (right - left, top - bottom);
    if !(1.0..LARGEST).contains(&width) || !(1.0..LARGEST).contains(&height) {
        return None;
    }
    let mut sheet = raster::Sheet::new(width as u32, height as u32);
    let mut pen = sheet.pen();
    (pen.origin, pen.stretch) = ((-left, top), stretch);
    outline.draw(settings(), &mut pen).ok()?;
    let blank = || vec![0; width as usize];
    let rows: Vec<Vec<u8>> = sheet.rows(steps).map(|row| row.unwrap_or_else(blank)).collect();
    let art = |is_moved| Arc::new(Art::new(rows.iter().map(Vec::as_slice), width as usize, is_moved));
    Some(Mask { left: left as i32, top: -(top as i32), arts: [false, true].map(art) })
}
