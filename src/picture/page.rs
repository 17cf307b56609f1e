//! One page as SVG.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::outline::Outlines;
use crate::document::{ImageId, LinkTarget};
use crate::font::FontBook;
use crate::geometry::{Point, Rect};
use crate::layout::frame::{AreaTarget, DestinationName, LinkArea};
use crate::layout::{GlyphRun, Item, Page, Pages};

/// How a picture names what is not in it.
pub struct Addresses<'a> {
    /// Where an image is.
    pub image: &'a dyn Fn(ImageId) -> String,
    /// Where a place of another page is: the page, from 0, and its place there.
    pub place: &'a dyn Fn(usize, Point) -> String,
}

/// Draws a page. Its user units are points; the sheet is white whatever is around it.
///
/// # Panics
///
/// If a face of the page is not of the book.
#[must_use]
pub fn svg(pages: &Pages, page: &Page, fonts: &FontBook, outlines: &Outlines, to: &Addresses<'_>) -> String {
    let (width, height) = (page.size.width.0, page.size.height.0);
    let mut out = String::with_capacity(256 * 1024);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.2} {height:.2}\" \
         width=\"{width:.2}\" height=\"{height:.2}\">\n\
         <rect width=\"{width:.2}\" height=\"{height:.2}\" fill=\"#ffffff\"/>\n"
    );
    for placed in &page.items {
        match &placed.item {
            Item::Run(run) => draw_run(run, fonts, outlines, &mut out),
            Item::Fill { rect, colour } => {
                let _ = writeln!(out, "<rect {} fill=\"{colour}\"/>", sides(rect));
            }
            Item::Image { image, rect } => {
                let address = (to.image)(*image);
                let _ = writeln!(
                    out,
                    "<image {} preserveAspectRatio=\"none\" href=\"{}\"/>",
                    sides(rect),
                    escape(&*address)
                );
            }
        }
    }
    for link in &page.links {
        draw_link(pages, link, to, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Draws a run as one path in units of its face.
fn draw_run(run: &GlyphRun, fonts: &FontBook, outlines: &Outlines, out: &mut String) {
    let scale = run.size.0 / f64::from(fonts.face(run.face).units_per_em);
    let across = scale * run.stretch;
    if across <= 0.0 {
        return;
    }
    let mut path = String::new();
    let mut pen = 0.0;
    for glyph in &run.glyphs {
        let outline = outlines.get(fonts, run.face, glyph.id);
        if !outline.rest.is_empty() {
            let x = ((pen + glyph.offset.x.0) / across).round() as i32 + outline.start.0;
            let y = (-glyph.offset.y.0 / scale).round() as i32 + outline.start.1;
            let _ = write!(path, "M{x} {y}{}", outline.rest);
        }
        pen += glyph.advance.0;
    }
    if path.is_empty() {
        return;
    }
    let (x, y) = (run.origin.x.0, run.origin.y.0);
    let _ = writeln!(
        out,
        "<path fill=\"{}\" transform=\"matrix({across:.6} 0 0 -{scale:.6} {x:.3} {y:.3})\" d=\"{path}\"/>",
        run.colour
    );
}

/// Lays a link over what can be clicked; what leads nowhere is no link.
fn draw_link(pages: &Pages, link: &LinkArea, to: &Addresses<'_>, out: &mut String) {
    let (address, is_outside) = match &link.target {
        AreaTarget::Link(LinkTarget::Address(address)) => (Some(address.clone()), true),
        AreaTarget::Link(LinkTarget::Internal(id)) => {
            (place(pages, &DestinationName::Id(id.clone()), to), false)
        }
        AreaTarget::Note(note) => (place(pages, &DestinationName::Note(*note), to), false),
        AreaTarget::NoteMark(note) => (place(pages, &DestinationName::NoteMark(*note), to), false),
    };
    let Some(address) = address else { return };
    let outside = if is_outside { " target=\"_blank\" rel=\"noopener noreferrer\"" } else { "" };
    let _ = writeln!(
        out,
        "<a href=\"{}\"{outside} aria-label=\"{}\"><rect {} fill=\"#000000\" fill-opacity=\"0\"/></a>",
        escape(&*address),
        escape(&*link.contents),
        sides(&link.rect)
    );
}

fn place(pages: &Pages, name: &DestinationName, to: &Addresses<'_>) -> Option<String> {
    let found = pages.destinations.iter().find(|destination| destination.target == *name)?;
    Some((to.place)(found.page, found.at))
}

fn sides(rect: &Rect) -> String {
    let Rect { x, y, width, height } = rect;
    format!("x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\"", x.0, y.0, width.0, height.0)
}
