//! A large sheet for text: glyphs are stamped on it in whole pixels, and rows without any take no room.

use super::mask::Masks;
use crate::font::Face;
use crate::layout::GlyphRun;

/// A sheet of coverage. Its origin is the top left corner, in pixels.
pub(crate) struct Plate<'a> {
    masks: &'a Masks,
    width: usize,
    steps: u8,
    /// How far each pixel is covered; nothing for a row without marks.
    rows: Vec<Vec<u8>>,
}

impl<'a> Plate<'a> {
    /// Takes a sheet without marks, that will be covered in so many steps.
    pub(crate) fn new((width, height): (u32, u32), steps: u8, masks: &'a Masks) -> Self {
        Self { masks, width: width as usize, steps, rows: vec![Vec::new(); height as usize] }
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
            for (row, levels) in (top..).zip(mask.levels.chunks_exact(mask.width.max(1))) {
                self.stamp(row, left, levels);
            }
            x += glyph.advance.0;
        }
    }

    /// Fills a box, given in points, at `scale` pixels to the point.
    pub(crate) fn fill(&mut self, (x, y, width, height): (f64, f64, f64, f64), scale: f64) {
        let [left, top, right, bottom] = [x, y, x + width, y + height].map(|points| pixel(points * scale));
        let levels = vec![self.steps; usize::try_from(right - left).unwrap_or_default()];
        for row in top..bottom {
            self.stamp(row, left, &levels);
        }
    }

    /// Covers some pixels of a row, unless they are covered further already.
    fn stamp(&mut self, row: i64, left: i64, levels: &[u8]) {
        let Some(row) = usize::try_from(row).ok().and_then(|row| self.rows.get_mut(row)) else { return };
        if row.is_empty() {
            row.resize(self.width, 0);
        }
        let hidden = usize::try_from(-left).unwrap_or_default().min(levels.len());
        let from = usize::try_from(left).unwrap_or_default().min(row.len());
        for (to, level) in row[from..].iter_mut().zip(&levels[hidden..]) {
            *to = (*to).max(*level);
        }
    }

    /// Returns coverage row by row, in steps from 0; `None` for a row without marks.
    pub(crate) fn into_rows(self) -> impl Iterator<Item = Option<Vec<u8>>> {
        self.rows.into_iter().map(|row| (!row.is_empty()).then_some(row))
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
        let rows: Vec<_> = plate.into_rows().collect();
        assert_eq!(rows, [None, Some(vec![7, 0, 0, 7]), Some(vec![0, 0, 0, 7])]);
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
            assert!(plate.into_rows().eq(drawn.rows(7)));
        }
    }
}
