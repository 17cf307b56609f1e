//! The galley: the whole document as set lines in one endless column, with what the page must know of each.
//!
//! 1. [`walk`] goes through the document in reading order and grows the structure tree.
//! 2. [`section`] sets sections and their headings, [`front`] the head of the first page.
//! 3. [`blocks`] sets lists, quotes, code and figures; tables and notes have rooms of their own.
//! 4. Every line says whether a page may end before it, and the space it wants above.
//!
//! It knows no page size; [`page`](super::page) breaks it.

mod blocks;
mod front;
mod section;
mod walk;

use super::frame::{DestinationName, LinkArea, Placed};
use super::paragraph::{NoteMark, Paragraph};
use super::structure::ElementId;
use crate::document::NoteId;
use crate::geometry::{Point, Pt};
use crate::style::Colour;

pub(super) use walk::{Setter, Setup, galley_lines, keep_together};

/// The share of a line's leading that lies above its baseline.
pub(super) const ABOVE: f64 = 0.75;

/// Whether a page may end before a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Break {
    /// It may.
    #[default]
    Free,
    /// Better not: the line above ends in a hyphen.
    Hyphen,
    /// Only where lines would be lost otherwise: between words that end in a colon and what they lead to.
    Poor,
    /// Only where nothing else can be done: a widow, an orphan, a heading parted from its text.
    Never,
}

/// How the space above a line may be widened where its page would end short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gives {
    /// By a step of the grid: it stands above a heading or a section.
    pub is_head: bool,
    /// By half a step, if the space below what begins here is widened too.
    pub opens: bool,
    /// By half a step, if the space above what ended here is widened too.
    pub closes: bool,
    /// By half a step where that moves no line that stands on the grid: it follows a paragraph or an item with less
    /// than a line between.
    pub is_between: bool,
}

/// A linkable place, and its entry in the outline if it has one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Anchor {
    /// What it is; the title has none.
    pub name: Option<DestinationName>,
    /// Its element.
    pub element: ElementId,
    /// Level and words of its outline entry.
    pub outline: Option<(u8, String)>,
}

/// A tinted ground behind lines; neighbours with equal grounds share one box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ground {
    /// In which colour.
    pub colour: Colour,
    /// Its left edge, from the column's.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
}

/// A line of the galley: a set line, a row of a table, an image, or bare space.
#[derive(Clone, Debug, Default)]
pub(super) struct GalleyLine {
    /// What stands in it, from the column's left edge and the baseline.
    pub items: Vec<Placed>,
    /// The links in it, likewise.
    pub links: Vec<LinkArea>,
    /// From the top to the baseline.
    pub above: Pt,
    /// From the baseline to the bottom.
    pub below: Pt,
    /// Space above, dropped at the head of a page.
    pub space: Pt,
    /// Space above for the sake of a figure before it, which may move away.
    pub space_after_figure: Pt,
    /// How that space may be widened.
    pub gives: Gives,
    /// Whether the baseline is moved down to the grid.
    pub is_snapped: bool,
    /// Whether a page may end before it.
    pub break_before: Break,
    /// Whether it is the line of a text, which is numbered in drafts and counted as a line.
    pub is_text: bool,
    /// The marks of notes in it.
    pub marks: Vec<NoteMark>,
    /// The notes that are to stand on its page: those first referred to in it.
    pub notes: Vec<NoteId>,
    /// The linkable places in it.
    pub anchors: Vec<Anchor>,
    /// A ground behind it.
    pub ground: Option<Ground>,
    /// The head to set first where a page begins with this line: indexes [`Galley::heads`].
    pub head: Option<usize>,
    /// The figure it is a part of, counted from 0, where that may move to the head of the next column.
    pub figure: Option<usize>,
    /// Whether it stands at the head of a column and nowhere else: a figure that was moved there.
    pub heads_column: bool,
    /// The paragraph it is a line of: indexes [`Galley::paragraphs`].
    pub paragraph: Option<usize>,
    /// The place in reading order of its first character.
    pub position: Option<u32>,
    /// What a dump calls it.
    pub facts: Facts,
}

/// What a dump tells of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// The width set.
    pub width: Pt,
    /// By what share spaces are stretched.
    pub ratio: f64,
    /// Whether it ends in a hyphen that was put there.
    pub is_hyphenated: bool,
}

impl GalleyLine {
    /// Returns a piece of bare space that is kept wherever it stands.
    pub(super) fn strut(depth: Pt) -> Self {
        Self { above: depth, ..Self::default() }
    }

    /// Moves everything in the line.
    pub(super) fn shift(&mut self, by: Point) {
        for placed in &mut self.items {
            placed.shift(by);
        }
        for link in &mut self.links {
            link.rect.x += by.x;
            link.rect.y += by.y;
        }
        for mark in &mut self.marks {
            mark.x += by.x;
        }
    }
}

/// A paragraph that may be set a line longer or shorter for the page's sake.
#[derive(Debug)]
pub(super) struct FlexibleParagraph<'a> {
    /// The shaped text, to be set again.
    pub shaped: Paragraph<'a>,
    /// How its lines are made.
    pub setting: Setting,
    /// Its first line in the galley.
    pub first: usize,
    /// How many lines it has in its best setting.
    pub count: usize,
}

/// How the lines of a paragraph are set into the galley.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// The measure.
    pub measure: super::paragraph::Measure,
    /// From the column's left edge to the measure's.
    pub x: Pt,
    /// From baseline to baseline.
    pub leading: Pt,
}

/// The galley of one document.
#[derive(Debug, Default)]
pub(super) struct Galley<'a> {
    /// What stands above the columns of the first page, where there are several.
    pub header: Vec<GalleyLine>,
    /// The lines.
    pub lines: Vec<GalleyLine>,
    /// The lines of each note, by its number.
    pub notes: Vec<Vec<GalleyLine>>,
    /// Heads of tables, to be set again on later pages.
    pub heads: Vec<Vec<GalleyLine>>,
    /// Paragraphs that can be set otherwise.
    pub paragraphs: Vec<FlexibleParagraph<'a>>,
}
