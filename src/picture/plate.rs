//! A large sheet for text: glyphs are stamped on it in whole pixels, and what they leave free takes no time.

use super::mask::Masks;
use super::pairs::{Pairs, pairs};
use crate::font::Face;
use crate::layout::GlyphRun;

/// A sheet of coverage. Its origin is the top left corner, in pixels.
pub(crate) struct Plate<'a> {
    masks: &'a Masks,
    steps: u8,
    sheet: Pairs,
}

impl<'a> Plate<'a> {
    /// Takes a sheet of an even width without marks, that will be covered in so many steps, 7 at most.
    pub(crate) fn new(size: (u32, u32), steps: u8, masks: &'a Masks) -> Self {
        Self { masks, steps, sheet: Pairs::new(size) }
    }

    /// Draws glyphs of a face at `scale` pixels to the point; `by` is added to the run's own place, in points. What
    /// leaves the sheet is cut off.
    pub(crate) fn run(&mut self, run: &GlyphRun, face: &Face, by: (f64, f64), scale: f64) {
        let sizes = (single(run.size.0 * scale), single(run.stretch));
        let mut x = by.0 + run.origin.x.0;
        for glyph in &run.glyphs {
            let y = by.1 + run.origin.y.0 + glyph.offset.y.0;
            let mask = self.masks.get((run.face, face), glyph.id, sizes, self.steps);
            let left = pixel((x + glyph.offset.x.0) * scale) + i64::from(mask.left);
            let top = pixel(y * scale) + i64::from(mask.top);
            let art = if left.rem_euclid(2) == 0 { &mask.even } else { &mask.odd };
            for (row, pairs) in (top..).zip(art.pairs.chunks_exact(art.stride.max(1))) {
                self.sheet.stamp(row, left.div_euclid(2), pairs);
            }
            x += glyph.advance.0;
        }
    }

    /// Fills a box, given in points, at `scale` pixels to the point.
    pub(crate) fn fill(&mut self, (x, y, width, height): (f64, f64, f64, f64), scale: f64) {
        let [left, top, right, bottom] = [x, y, x + width, y + height].map(|points| pixel(points * scale));
        let levels = vec![self.steps; usize::try_from(right - left).unwrap_or_default()];
        let pairs = pairs(&levels, left.rem_euclid(2) == 1);
        for row in top..bottom {
            self.sheet.stamp(row, left.div_euclid(2), &pairs);
        }
    }

    /// Returns the coverage.
    pub(crate) fn into_pairs(self) -> Pairs {
        self.sheet
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a place on a sheet of a few thousand pixels")]
fn pixel(place: f64) -> i64 {
    place.round() as i64
}

#[allow(clippy::cast_possible_truncation, reason = "a size of a few hundred pixels")]
fn single(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::{Features, FontBook};
    use crate::geometry::{Point, Pt};
    use crate::layout::Glyph;
    use crate::picture::raster;

    #[test]
    fn a_box_is_filled_and_cut_off_at_the_edge() {
        let masks = Masks::default();
        let mut plate = Plate::new((4, 3), 7, &masks);
        plate.fill((-1.0, 1.0, 2.0, 1.0), 1.0);
        plate.fill((3.0, 1.0, 9.0, 9.0), 1.0);
        let sheet = plate.into_pairs();
        let rows: Vec<_> = sheet.rows().map(|row| row.bytes).collect();
        assert_eq!(rows, [[0x00, 0x00], [0x70, 0x07], [0x00, 0x07]]);
    }

    /// Stamped in whole pixels, a glyph is what it is drawn in place.
    #[test]
    fn a_glyph_is_stamped_as_it_is_drawn() {
        let book = FontBook::embedded();
        let style = crate::style::load("house", &[]).expect("the style is embedded");
        let id = book.choose(&style.text.title);
        let face = book.face(id);
        let setting = book.setting(id, Features::default(), *b"Latn", false, "en");
        let glyphs = ['Q', 'y', '\u{20}', 'g'].map(|letter| Glyph {
            id: setting.shape(&letter.to_string()).glyphs[0].id,
            advance: Pt(30.0),
            offset: Point { x: Pt(0.0), y: Pt(0.0) },
            text: (0, 0),
        });
        let origin = Point { x: Pt(5.0), y: Pt(40.0) };
        let run = GlyphRun {
            face: id,
            size: Pt(48.0),
            colour: style.text.title.colour,
            stretch: 1.0,
            origin,
            lang: None,
            is_rtl: false,
            text: "Qy g".into(),
            glyphs: glyphs.into_iter().collect(),
        };
        let masks = Masks::default();
        let mut drawn = raster::Sheet::new(150, 64);
        drawn.run(&run, face, (0.0, 0.0), 1.0);
        // The second time from what was kept.
        for _ in 0..2 {
            let mut plate = Plate::new((150, 64), 7, &masks);
            plate.run(&run, face, (0.0, 0.0), 1.0);
            let wanted = Pairs::from_levels((150, 64), drawn.rows(7));
            assert!(plate.into_pairs().rows().map(|row| row.bytes).eq(wanted.rows().map(|row| row.bytes)));
        }
    }
}
