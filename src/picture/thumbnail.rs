//! A page small and in greys.

use super::plate::Plate;
use super::{png, raster};
use crate::font::FontBook;
use crate::layout::{Item, Page};
use crate::style::Colour;

/// A picture of a page.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file.
    pub png: Vec<u8>,
}

/// Steps from paper to ink.
const INK: u8 = 7;
/// What images and light grounds are drawn in.
const TONE: u8 = 1;

/// Draws a page so many pixels wide: text and rules black, grounds and the places of images light grey.
#[must_use]
pub fn thumbnail(page: &Page, fonts: &FontBook, width: u32) -> Thumbnail {
    // Two pixels share a byte.
    let width = (width.max(2) / 2) * 2;
    let scale = f64::from(width) / page.size.width.0.max(1.0);
    let height = pixels(page.size.height.0 * scale);
    let (mut ink, mut tone) = (raster::Sheet::new(width, height), raster::Sheet::new(width, height));
    for placed in &page.items {
        match &placed.item {
            Item::Run(run) => ink.run(run, fonts.face(run.face), (0.0, 0.0), scale),
            Item::Fill { rect, colour } => {
                let sheet = if is_dark(*colour) { &mut ink } else { &mut tone };
                sheet.fill((rect.x.0, rect.y.0, rect.width.0, rect.height.0), scale);
            }
            Item::Image { rect, .. } => {
                tone.fill((rect.x.0, rect.y.0, rect.width.0, rect.height.0), scale);
            }
        }
    }
    let rows = ink.rows(INK).zip(tone.rows(TONE)).map(|rows| match rows {
        (Some(ink), Some(tone)) => Some(ink.into_iter().zip(tone).map(|(ink, tone)| ink.max(tone)).collect()),
        (ink, tone) => ink.or(tone),
    });
    let greys: Vec<Colour> = (0..=INK).map(grey).collect();
    let plate = Plate::of_levels((width, height), rows);
    let png = png::two_grounds(plate, 0, &[greys.clone(), greys].concat());
    Thumbnail { width, height, png }
}

fn is_dark(colour: Colour) -> bool {
    u32::from(colour.red) + u32::from(colour.green) + u32::from(colour.blue) < 3 * 0xc0
}

fn grey(step: u8) -> Colour {
    let value = u8::MAX - u8::try_from(u32::from(step) * 255 / u32::from(INK)).unwrap_or(u8::MAX);
    Colour { red: value, green: value, blue: value }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has few pixels")]
fn pixels(length: f64) -> u32 {
    length.round().clamp(1.0, 10_000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Pt, Rect, Size};
    use crate::layout::{Owner, Placed};

    #[test]
    fn a_rule_is_black_and_a_ground_light() {
        let fill = |y: f64, value: u8| Placed {
            owner: Owner::Layout,
            item: Item::Fill {
                rect: Rect { x: Pt(0.0), y: Pt(y), width: Pt(20.0), height: Pt(10.0) },
                colour: Colour { red: value, green: value, blue: value },
            },
        };
        let page = Page {
            size: Size { width: Pt(20.0), height: Pt(40.0) },
            items: vec![fill(0.0, 0x10), fill(20.0, 0xee)],
            ..Page::default()
        };
        let picture = thumbnail(&page, &FontBook::default(), 5);
        assert_eq!((picture.width, picture.height), (4, 8));
        let pixels = image::load_from_memory(&picture.png).expect("a good PNG").to_luma8();
        let column: Vec<u8> = (0..8).map(|y| pixels.get_pixel(1, y).0[0]).collect();
        assert_eq!(column, [0, 0, 255, 255, 219, 219, 255, 255]);
    }
}
