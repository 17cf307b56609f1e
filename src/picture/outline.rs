//! Outlines of glyphs as SVG paths, in the face's own units, `y` upwards.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::font::{FaceId, FontBook};

/// Outlines that were read, each once. They are of one book.
#[derive(Debug, Default)]
pub struct Outlines {
    known: Mutex<FxHashMap<(FaceId, u16), Arc<Outline>>>,
}

/// A glyph's outline: where it begins, and the rest relative to that, so that it can be put anywhere.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub start: (i32, i32),
    pub rest: String,
}

impl Outlines {
    /// Returns a glyph's outline; nothing is drawn for one that has none.
    pub(super) fn get(&self, fonts: &FontBook, face: FaceId, glyph: u16) -> Arc<Outline> {
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(known.entry((face, glyph)).or_insert_with(|| Arc::new(read(fonts, face, glyph))))
    }
}

fn read(fonts: &FontBook, face: FaceId, glyph: u16) -> Outline {
    let face = fonts.face(face);
    let mut pen = Pen::default();
    let outline = FontRef::from_index(&face.data, face.index)
        .ok()
        .and_then(|font| font.outline_glyphs().get(GlyphId::from(glyph)));
    if let Some(outline) = outline {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        // A glyph that is damaged is drawn as far as it goes.
        let _drawn = outline.draw(settings, &mut pen);
    }
    pen.outline
}

/// Writes relative steps in whole units; rounding errors do not add up, since each step ends on a rounded point.
#[derive(Default)]
struct Pen {
    outline: Outline,
    has_begun: bool,
    at: (i32, i32),
    contour: (i32, i32),
}

impl Pen {
    fn step(&mut self, command: char, points: &[(f32, f32)]) {
        let from = self.at;
        self.outline.rest.push(command);
        for (index, &(x, y)) in points.iter().enumerate() {
            let (x, y) = (x.round() as i32, y.round() as i32);
            let (dx, dy) = (x - from.0, y - from.1);
            // A minus sign parts numbers as well as a space does.
            let gap = if index == 0 || dx < 0 { "" } else { " " };
            let between = if dy < 0 { "" } else { " " };
            let _ = write!(self.outline.rest, "{gap}{dx}{between}{dy}");
            self.at = (x, y);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        if self.has_begun {
            self.step('m', &[(x, y)]);
        } else {
            self.has_begun = true;
            self.at = (x.round() as i32, y.round() as i32);
            self.outline.start = self.at;
        }
        self.contour = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.step('l', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.step('q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.step('c', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.outline.rest.push('z');
        self.at = self.contour;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_can_be_put_anywhere() {
        let mut pen = Pen::default();
        pen.move_to(10.0, 20.0);
        pen.line_to(15.0, 10.0);
        pen.quad_to(20.0, 0.0, 30.4, 5.0);
        pen.close();
        pen.move_to(0.0, 0.0);
        pen.close();
        assert_eq!(pen.outline.start, (10, 20));
        assert_eq!(pen.outline.rest, "l5-10q5-10 15-5zm-10-20z");
    }
}
