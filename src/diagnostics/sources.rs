//! Texts that faults point into.

use std::sync::Arc;

/// A text that was read, under the name that faults give it.
#[derive(Debug)]
pub struct Source {
    /// The path as the user gave it, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The byte offset at which each line starts.
    line_starts: Vec<usize>,
}

impl Source {
    /// Takes a text under a name.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Arc::new(Self { path: path.into(), text, line_starts })
    }

    /// Returns line and column of a byte offset, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor_char(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1) - 1;
        let column = self.text[self.line_starts[line]..offset].chars().count();
        (line + 1, column + 1)
    }

    /// Returns the offset, moved back to the start of the character it stands in.
    fn floor_char(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// A byte offset in the source of the record at hand; light enough for every word to carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub u32);

impl Place {
    /// Returns the span of `length` bytes here.
    #[must_use]
    pub fn span(self, source: &Arc<Source>, length: usize) -> Span {
        let start = self.0 as usize;
        Span { source: Arc::clone(source), start, end: start + length }
    }
}

/// A stretch of a source, in bytes, the end excluded.
#[derive(Clone, Debug)]
pub struct Span {
    /// The text it is in.
    pub source: Arc<Source>,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Span {
    /// Returns line and column of its start, both from 1.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        self.source.line_column(self.start)
    }
}
