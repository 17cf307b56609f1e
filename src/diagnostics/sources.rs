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
    /// The line of the file that the text starts on, from 1.
    first_line: usize,
}

impl Source {
    /// Takes a text under a name.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::excerpt(path, text, 1)
    }

    /// Takes a part of a file that starts on a line of it, such as one record of a `.jsonl`.
    #[must_use]
    pub fn excerpt(path: impl Into<String>, text: impl Into<String>, first_line: usize) -> Arc<Self> {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Arc::new(Self { path: path.into(), text, line_starts, first_line })
    }

    /// Returns line and column of a byte offset, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor_char(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1) - 1;
        let column = self.text[self.line_starts[line]..offset].chars().count();
        (line + self.first_line, column + 1)
    }

    /// Returns the bytes of a line that an offset is on, its end left out, and its number in the file.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> (std::ops::Range<usize>, usize) {
        let offset = self.floor_char(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = self.line_starts[line];
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |&next| next - 1);
        let end = start + self.text[start..end].trim_end_matches('\r').len();
        (start..end, line + self.first_line)
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
    /// Returns the place so many bytes on; that of nothing stays where it is.
    #[must_use]
    pub fn past(self, bytes: u32) -> Self {
        if self == Self::default() { self } else { Self(self.0 + bytes) }
    }

    /// Returns the span of `length` bytes here, or of as many as the source has.
    #[must_use]
    pub fn span(self, source: &Arc<Source>, length: usize) -> Span {
        let start = self.0 as usize;
        let end = (start + length).min(source.text.len().max(start));
        Span { source: Arc::clone(source), start, end }
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
