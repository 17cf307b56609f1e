//! The paragraph composer: sets one paragraph to a measure.
//!
//! 1. `collect` joins the inlines into one string with marks.
//! 2. `shape` turns the string into glyph runs.
//! 3. `break_lines` chooses where lines end.
//! 4. `line` justifies each line and hangs its punctuation.
//!
//! It knows nothing of pages.

use super::frame::{AreaTarget, Placed};
use super::structure::ElementId;
use crate::document::NoteId;
use crate::geometry::Pt;

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
