//! Blocks: what stands below one another.

use super::inline::{Inline, plain_text};
use super::{Direction, ImageId, Lang};
use crate::diagnostics::Place;

/// One block.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Where it begins.
        place: Place,
        /// Its own language, where it differs from what is around it.
        lang: Option<Lang>,
        /// Its own direction, where it differs.
        direction: Option<Direction>,
        /// What it says.
        inlines: Vec<Inline>,
    },
    /// A heading within a section. Levels nest without a gap.
    Heading {
        /// Where it begins.
        place: Place,
        /// 3 is the first level below a section's own heading, which is 2; at most 6.
        level: u8,
        /// Unique in the document.
        id: String,
        /// What it says.
        inlines: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Whether items are set without space between them.
        is_tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// Code or other preformatted text.
    Code {
        /// Where it begins.
        place: Place,
        /// What the fence calls it, if anything.
        language: Option<String>,
        /// The text with its line ends; no line end after the last line. A tab is kept.
        text: String,
        /// Its place in reading order, as [`Text::position`](super::Text::position).
        position: u32,
    },
    /// A table.
    Table(Box<Table>),
    /// A figure: an image that stands alone.
    Figure {
        /// Where it begins.
        place: Place,
        /// The image.
        image: ImageId,
        /// The alternative text; `None` where the record gives none, empty where it is decorative.
        alt: Option<String>,
        /// The caption, from the image's title; empty where there is none.
        caption: Vec<Inline>,
    },
    /// A thematic break.
    Rule,
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub struct ListItem {
    /// What it says; a tight item's text is a paragraph too.
    pub blocks: Vec<Block>,
    /// Whether it is ticked, in a task list.
    pub checked: Option<bool>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Where it begins.
    pub place: Place,
    /// One for each column.
    pub alignments: Vec<ColumnAlignment>,
    /// The head row's cells.
    pub head: Row,
    /// The body's rows, each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

impl Table {
    /// Returns how a column is set: as the table says, else figures at the end and words at the start.
    #[must_use]
    pub fn alignment(&self, column: usize) -> Alignment {
        if let Some(alignment) = self.alignments.get(column).copied().flatten() {
            return alignment;
        }
        let mut cells = self.rows.iter().filter_map(|row| row.get(column));
        let is_figures = !self.rows.is_empty() && cells.all(|cell| is_figure(&plain_text(cell)));
        if is_figures { Alignment::End } else { Alignment::Start }
    }
}

/// Tells whether a cell is blank or a figure: digits, with signs, separators, a currency or a per cent sign.
fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    let is_blank = cell.is_empty() || matches!(cell, "-" | "–" | "—" | "n/a");
    let is_sign = |c: char| c.is_numeric() || " .,'’%‰+-−–±$€£¥()/\u{a0}\u{202f}".contains(c);
    is_blank || (cell.chars().any(char::is_numeric) && cell.chars().all(is_sign))
}

/// A row: its cells' contents.
pub type Row = Vec<Vec<Inline>>;

/// How a column's cells are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// At the start edge.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// At the end edge.
    End,
}

/// A column's alignment; `None` where the table leaves it open (figures are then set at the end).
pub type ColumnAlignment = Option<Alignment>;
