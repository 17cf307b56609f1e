//! Finished pages: what stands where, and what it belongs to. No decision is left in here.

use std::sync::Arc;

use super::glyphs::Glyphs;
use super::structure::{ElementId, LeafId, Tree};
use crate::document::{ImageId, Lang, LinkTarget, NoteId};
use crate::font::FaceId;
use crate::geometry::{Point, Pt, Rect, Size};
use crate::style::Colour;

/// The pages of one document.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// In order.
    pub pages: Vec<Page>,
    /// The logical structure; every placed item belongs to a leaf of it or is an artifact.
    pub tree: Tree,
    /// The outline, in reading order.
    pub outline: Vec<OutlineEntry>,
    /// Where each linkable element stands: id, page (from 0), top edge.
    pub destinations: Vec<Destination>,
}

/// A finished page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The sheet.
    pub size: Size,
    /// The page number as printed.
    pub label: String,
    /// In painting order, which is also reading order but for furniture.
    pub items: Vec<Placed>,
    /// The places that can be clicked.
    pub links: Vec<LinkArea>,
    /// The [`Text::position`](crate::document::Text::position) of the first body text on the page.
    pub starts_at: u32,
}

/// Something on a page, and what it belongs to.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it belongs to.
    pub owner: Owner,
    /// What it is.
    pub item: Item,
}

impl Placed {
    /// Moves it.
    pub fn shift(&mut self, by: Point) {
        match &mut self.item {
            Item::Run(run) => {
                run.origin.x += by.x;
                run.origin.y += by.y;
            }
            Item::Fill { rect, .. } | Item::Image { rect, .. } => {
                rect.x += by.x;
                rect.y += by.y;
            }
        }
    }
}

/// What an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A leaf of the structure tree: real content.
    Leaf(LeafId),
    /// Running head or foot (`/Pagination`).
    Head,
    /// See `Head`.
    Foot,
    /// A draft's watermark (`/Pagination /Watermark`).
    Watermark,
    /// Rules, grounds, ornament (`/Layout`).
    Layout,
}

/// What can stand on a page.
#[derive(Clone, Debug)]
pub enum Item {
    /// Glyphs on one baseline.
    Run(GlyphRun),
    /// A filled box: rules and grounds.
    Fill {
        /// Where.
        rect: Rect,
        /// In which colour.
        colour: Colour,
    },
    /// An image, scaled to a box.
    Image {
        /// Which.
        image: ImageId,
        /// Where.
        rect: Rect,
    },
}

/// Glyphs of one face, size, colour and language on one baseline, in visual order.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// The type size.
    pub size: Pt,
    /// The colour.
    pub colour: Colour,
    /// Horizontal scaling of the glyphs (expansion), 1 for none. Advances include it already.
    pub stretch: f64,
    /// The left end of the baseline.
    pub origin: Point,
    /// The language, where it differs from the document's.
    pub lang: Option<Lang>,
    /// Whether the run reads from right to left.
    pub is_rtl: bool,
    /// What the run says, in logical order; includes the spaces that were set.
    pub text: Arc<str>,
    /// The glyphs.
    pub glyphs: Glyphs,
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The glyph in the face.
    pub id: u16,
    /// To the next glyph: kerning, justification, tracking and expansion included.
    pub advance: Pt,
    /// The glyph's own offset.
    pub offset: Point,
    /// The bytes of the run's text that it stands for. Glyphs of one cluster share a range; an
    /// empty range marks a glyph that stands for nothing in the record (a hyphen at a line's end).
    pub text: (u32, u32),
}

/// A place that can be clicked.
#[derive(Clone, Debug)]
pub struct LinkArea {
    /// Where; a link over two lines has two areas.
    pub rect: Rect,
    /// Where it goes.
    pub target: AreaTarget,
    /// The `Link` or `Reference` element it belongs to.
    pub element: ElementId,
    /// What it says, for the annotation's contents.
    pub contents: String,
}

/// Where a click goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaTarget {
    /// As the record has it.
    Link(LinkTarget),
    /// From a mark to its note.
    Note(NoteId),
    /// From a note back to its first mark.
    NoteMark(NoteId),
}

/// Where a linkable thing stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// What it is.
    pub target: DestinationName,
    /// The page, from 0.
    pub page: usize,
    /// Its top left corner.
    pub at: Point,
    /// Its element.
    pub element: ElementId,
}

/// A linkable thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DestinationName {
    /// A heading or section, by its id.
    Id(String),
    /// A footnote.
    Note(NoteId),
    /// A footnote's first mark.
    NoteMark(NoteId),
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineEntry {
    /// 1 for the title, 2 for sections, 3 and deeper for headings.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// The page, from 0.
    pub page: usize,
    /// Its top left corner.
    pub at: Point,
    /// Its element.
    pub element: ElementId,
}
