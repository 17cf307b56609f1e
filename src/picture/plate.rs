//! A large sheet for text: glyphs are stamped on it in whole pixels, and what they leave free takes no time.

use std::sync::Arc;

use super::art::Art;
use super::mask::Masks;
use crate::font::Face;
use crate::layout::GlyphRun;

/// A sheet that art stands on. Its origin is the top left corner, in pixels.
pub(crate) struct Plate {
    pub(super) size: (u32, u32),
    pub(super) stamps: Vec<Stamp>,
}

/// Art at its place.
pub(super) struct Stamp {
    pub art: Arc<Art>,
    /// The byte of the row that it begins at.
    pub left: i64,
    /// The row of its first.
    pub top: i64,
}

impl Stamp {
    /// The last row that it changes: the one below its own.
    pub(super) fn last(&self) -> i64 {
        self.top + self.art.rows() - 1
    }
}

/// How glyphs become art.
#[derive(Clone, Copy)]
pub(crate) struct Press<'a> {
    pub masks: &'a Masks,
    /// Steps from nothing to covered, 7 at most.
    pub steps: u8,
    /// Pixels to the point.
    pub scale: f64,
}

impl Plate {
    /// Takes a sheet of an even width without marks.
    pub(crate) fn new(size: (u32, u32)) -> Self {
        Self { size, stamps: Vec::new() }
    }

    /// Draws glyphs of a face; `by` is added to the run's own place, in points. What leaves the sheet is cut off.
    pub(crate) fn run(&mut self, run: &GlyphRun, face: &Face, by: (f64, f64), press: Press<'_>) {
        let Press { masks, steps, scale } = press;
        let sizes = (single(run.size.0 * scale), single(run.stretch));
        let mut x = by.0 + run.origin.x.0;
        for glyph in &run.glyphs {
            let y = by.1 + run.origin.y.0 + glyph.offset.y.0;
            let mask = masks.get((run.face, face), glyph.id, sizes, steps);
            let left = pixel((x + glyph.offset.x.0) * scale) + i64::from(mask.left);
            let art = &mask.arts[usize::from(left.rem_euclid(2) == 1)];
            let top = pixel(y * scale) + i64::from(mask.top);
            self.stamps.push(Stamp { art: Arc::clone(art), left: left.div_euclid(2), top });
            x += glyph.advance.0;
        }
    }

    /// Fills a box, given in points.
    pub(crate) fn fill(&mut self, (x, y, width, height): (f64, f64, f64, f64), press: Press<'_>) {
        let [left, top, right, bottom] =
            [x, y, x + width, y + height].map(|points| pixel(points * press.scale));
        let levels = vec![press.steps; usize::try_from(right - left).unwrap_or_default()];
        let rows = (top..bottom).map(|_| levels.as_slice());
        let art = Art::new(rows, levels.len(), left.rem_euclid(2) == 1);
        self.stamps.push(Stamp { art: Arc::new(art), left: left.div_euclid(2), top });
    }

    /// Takes a sheet of an even width of the levels of its pixels, from 0 to 7; a row that is not there has none.
    pub(super) fn of_levels(size: (u32, u32), rows: impl Iterator<Item = Option<Vec<u8>>>) -> Self {
        let width = size.0 as usize;
        let whole = |row: Option<Vec<u8>>| {
            let mut row = row.unwrap_or_default();
            row.resize(width, 0);
            row
        };
        let rows: Vec<Vec<u8>> = rows.map(whole).collect();
        let art = Arc::new(Art::new(rows.iter().map(Vec::as_slice), width, false));
        Self { size, stamps: vec![Stamp { art, left: 0, top: 0 }] }
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
    use crate::picture::{png, raster};
    use crate::style::Colour;

    /// What is written of a plate, read back.
    fn levels(plate: Plate) -> Vec<u8> {
        let shades: Vec<_> = (0..16).map(|shade| Colour { red: shade, green: 0, blue: 0 }).collect();
        let png = png::two_grounds(plate, 0, &shades);
        let pixels = image::load_from_memory(&png).expect("a good PNG").to_rgb8();
        pixels.pixels().map(|pixel| pixel.0[0] - 8).collect()
    }

    #[test]
    fn a_box_is_filled_and_cut_off_at_the_edge() {
        let masks = Masks::default();
        let press = Press { masks: &masks, steps: 7, scale: 1.0 };
        let mut plate = Plate::new((4, 3));
        plate.fill((-1.0, 1.0, 2.0, 1.0), press);
        plate.fill((3.0, 1.0, 9.0, 9.0), press);
        assert_eq!(levels(plate), [[0, 0, 0, 0], [7, 0, 0, 7], [0, 0, 0, 7]].concat());
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
            let mut plate = Plate::new((150, 64));
            plate.run(&run, face, (0.0, 0.0), Press { masks: &masks, steps: 7, scale: 1.0 });
            let wanted: Vec<u8> = drawn.rows(7).flat_map(|row| row.unwrap_or_else(|| vec![0; 150])).collect();
            assert!(levels(plate) == wanted);
        }
    }
}
