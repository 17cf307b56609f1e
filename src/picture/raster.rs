//! Outlines to coverage, by the signed area that every edge leaves to its right.
//!
//! Each edge adds to the pixels it crosses what it covers of them; a running sum along a row then is
//! the coverage. It touches the pixels of edges only, and exactly once (the method of font-rs and of
//! stb_truetype's second version): text takes a tenth of what supersampling does.

use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size as PixelSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::FontRef;

use crate::font::Face;
use crate::layout::GlyphRun;

/// A sheet of coverage. Its origin is the top left corner, in pixels.
pub(crate) struct Sheet {
    width: usize,
    height: usize,
    /// What each pixel adds to the running sum of its row; a row has two pixels to spare.
    edges: Vec<f32>,
    /// Rows that an edge has crossed.
    is_crossed: Vec<bool>,
}

/// A pen that draws on a sheet: outlines at a place, with the `y` of a face growing upwards.
pub(crate) struct Pen<'a> {
    sheet: &'a mut Sheet,
    /// Where the outline's origin goes.
    pub origin: (f32, f32),
    /// By how much outlines are widened.
    pub stretch: f32,
    start: (f32, f32),
    last: (f32, f32),
}

impl Sheet {
    /// Takes a sheet without marks.
    pub(crate) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { width, height, edges: vec![0.0; (width + 2) * height], is_crossed: vec![false; height] }
    }

    /// Returns a pen.
    pub(crate) fn pen(&mut self) -> Pen<'_> {
        Pen { sheet: self, origin: (0.0, 0.0), stretch: 1.0, start: (0.0, 0.0), last: (0.0, 0.0) }
    }

    /// Draws glyphs of a face at `scale` pixels to the point; `by` is added to the run's own place, in points.
    pub(crate) fn run(&mut self, run: &GlyphRun, face: &Face, by: (f64, f64), scale: f64) {
        let Ok(font) = FontRef::from_index(&face.data, face.index) else { return };
        let outlines = font.outline_glyphs();
        let size = PixelSize::new(single(run.size.0 * scale));
        let mut pen = self.pen();
        pen.stretch = single(run.stretch);
        let mut x = by.0 + run.origin.x.0;
        for glyph in &run.glyphs {
            let y = by.1 + run.origin.y.0 + glyph.offset.y.0;
            pen.origin = (single((x + glyph.offset.x.0) * scale), single(y * scale));
            if let Some(outline) = outlines.get(skrifa::GlyphId::new(u32::from(glyph.id))) {
                // A glyph that cannot be drawn is a gap in a picture whose text is told beside it.
                let _ = outline.draw(DrawSettings::unhinted(size, LocationRef::default()), &mut pen);
            }
            x += glyph.advance.0;
        }
    }

    /// Fills a box, given in points, at `scale` pixels to the point.
    pub(crate) fn fill(&mut self, (x, y, width, height): (f64, f64, f64, f64), scale: f64) {
        let [x, y, width, height] = [x, y, width, height].map(|points| single(points * scale));
        self.pen().fill(x, y, width, height);
    }

    /// Returns coverage row by row, in `steps` steps from 0; `None` for a row without marks.
    pub(crate) fn rows(&self, steps: u8) -> impl Iterator<Item = Option<Vec<u8>>> {
        let rows = self.edges.chunks_exact(self.width + 2).zip(&self.is_crossed);
        rows.map(move |(row, is_crossed)| is_crossed.then(|| levels(&row[..self.width], steps)))
    }

    /// Adds an edge.
    fn edge(&mut self, from: (f32, f32), to: (f32, f32)) {
        let (direction, (mut x, top), (end, bottom)) =
            if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        if bottom - top <= f32::EPSILON {
            return;
        }
        let slope = (end - x) / (bottom - top);
        if top < 0.0 {
            x -= top * slope;
        }
        for row in whole(top)..above(bottom).min(self.height) {
            #[allow(clippy::cast_precision_loss, reason = "a sheet has a few thousand rows")]
            let y = row as f32;
            let depth = (y + 1.0).min(bottom) - y.max(top);
            let next = x + slope * depth;
            self.is_crossed[row] = true;
            let stride = self.width + 2;
            #[allow(clippy::cast_precision_loss, reason = "a sheet has a few thousand columns")]
            let limit = self.width as f32;
            let pixels = &mut self.edges[row * stride..(row + 1) * stride];
            cross(pixels, x.clamp(0.0, limit), next.clamp(0.0, limit), depth * direction);
            x = next;
        }
    }
}

/// Adds what an edge covers of one row, from `x` at its top to `next` at its bottom.
fn cross(pixels: &mut [f32], x: f32, next: f32, depth: f32) {
    let (left, right) = if x < next { (x, next) } else { (next, x) };
    let (first, after) = (whole(left), above(right));
    let start = left - place(first);
    if after <= first + 1 {
        // Within one pixel: the mean of both ends is what lies to the left of the edge.
        let mean = 0.5 * (left + right) - place(first);
        pixels[first] += depth - depth * mean;
        pixels[first + 1] += depth * mean;
        return;
    }
    let share = 1.0 / (right - left);
    let end = right - place(after) + 1.0;
    let in_first = 0.5 * share * (1.0 - start) * (1.0 - start);
    let in_last = 0.5 * share * end * end;
    pixels[first] += depth * in_first;
    if after == first + 2 {
        pixels[first + 1] += depth * (1.0 - in_first - in_last);
    } else {
        let in_second = share * (1.5 - start);
        pixels[first + 1] += depth * (in_second - in_first);
        for pixel in &mut pixels[first + 2..after - 1] {
            *pixel += depth * share;
        }
        let so_far = in_second + place(after - first - 3) * share;
        pixels[after - 1] += depth * (1.0 - so_far - in_last);
    }
    pixels[after] += depth * in_last;
}

/// Sums a row up. Where outlines overlap they cover once.
fn levels(row: &[f32], steps: u8) -> Vec<u8> {
    let most = f32::from(steps);
    let (mut sum, mut level) = (0.0, 0);
    let next = |edge: &f32| {
        // Between edges nothing changes, and most pixels are between edges.
        if *edge != 0.0 {
            sum += edge;
            let rounded: f32 = f32::min(f32::abs(sum), 1.0) * most + 0.5;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to `steps`")]
            let rounded = rounded as u8;
            level = rounded;
        }
        level
    };
    row.iter().map(next).collect()
}

#[allow(clippy::cast_possible_truncation, reason = "a place on a sheet of a few hundred points")]
fn single(value: f64) -> f32 {
    value as f32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "negative places are 0")]
fn whole(place: f32) -> usize {
    place.max(0.0) as usize
}

/// The first whole place that is not before this one. `f32::ceil` is a call where the machine's baseline lacks it.
fn above(at: f32) -> usize {
    let below = whole(at);
    below + usize::from(place(below) < at)
}

#[allow(clippy::cast_precision_loss, reason = "a sheet has a few thousand pixels each way")]
fn place(pixel: usize) -> f32 {
    pixel as f32
}

impl Pen<'_> {
    /// Fills a box.
    pub(crate) fn fill(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.sheet.edge((x, y), (x, y + height));
        self.sheet.edge((x + width, y + height), (x + width, y));
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x * self.stretch, self.origin.1 - y)
    }

    fn edge_to(&mut self, to: (f32, f32)) {
        self.sheet.edge(self.last, to);
        self.last = to;
    }

    /// Goes along a curve in straight steps no longer than a pixel or two.
    fn curve(&mut self, length: f32, place: impl Fn(f32) -> (f32, f32)) {
        let steps = (length / 3.0).sqrt().ceil().clamp(2.0, 64.0);
        let mut step = 1.0;
        while step <= steps {
            self.edge_to(place(step / steps));
            step += 1.0;
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.at(x, y);
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.edge_to(self.at(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.last, self.at(x1, y1), self.at(x, y));
        let along = |t: f32, a: f32, b: f32, c: f32| {
            let s = 1.0 - t;
            s * s * a + 2.0 * s * t * b + t * t * c
        };
        self.curve(distance(a, b) + distance(b, c), |t| (along(t, a.0, b.0, c.0), along(t, a.1, b.1, c.1)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.last, self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        let along = |t: f32, [a, b, c, d]: [f32; 4]| {
            let s = 1.0 - t;
            s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
        };
        let (xs, ys) = ([a.0, b.0, c.0, d.0], [a.1, b.1, c.1, d.1]);
        let length = distance(a, b) + distance(b, c) + distance(c, d);
        self.curve(length, |t| (along(t, xs), along(t, ys)));
    }

    fn close(&mut self) {
        self.edge_to(self.start);
    }
}

fn distance(from: (f32, f32), to: (f32, f32)) -> f32 {
    (from.0 - to.0).abs() + (from.1 - to.1).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sheet: &Sheet) -> Vec<Vec<u8>> {
        sheet.rows(8).map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn a_box_covers_what_it_covers() {
        let mut sheet = Sheet::new(4, 3);
        sheet.pen().fill(0.5, 1.0, 2.0, 1.5);
        assert_eq!(rows(&sheet), [vec![], vec![4, 8, 4, 0], vec![2, 4, 2, 0]]);
    }

    #[test]
    fn a_slope_covers_half() {
        let mut sheet = Sheet::new(4, 1);
        let mut pen = sheet.pen();
        pen.origin = (0.0, 1.0);
        pen.move_to(0.0, 0.0);
        pen.line_to(4.0, 1.0);
        pen.line_to(4.0, 0.0);
        pen.close();
        assert_eq!(rows(&sheet), [vec![1, 3, 5, 7]]);
    }

    #[test]
    fn a_counter_is_left_open_and_nothing_leaves_the_sheet() {
        let mut sheet = Sheet::new(6, 6);
        let mut pen = sheet.pen();
        pen.fill(-3.0, -3.0, 20.0, 20.0);
        pen.origin = (0.0, 6.0);
        // Drawn the other way round.
        pen.move_to(2.0, 2.0);
        pen.line_to(2.0, 4.0);
        pen.line_to(4.0, 4.0);
        pen.line_to(4.0, 2.0);
        pen.close();
        let rows = rows(&sheet);
        assert_eq!((&rows[0], &rows[2]), (&vec![8; 6], &vec![8, 8, 0, 0, 8, 8]));
    }
}
