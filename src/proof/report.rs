//! What changed, counted.

use std::fmt;

use serde::Serialize;

use super::Fact;

/// What changed between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What the old version is called.
    pub old: String,
    /// What the new version is called.
    pub new: String,
    /// Words taken out.
    pub deleted: usize,
    /// Words put in.
    pub inserted: usize,
    /// Paragraphs, headings, items and cells that went elsewhere as they were.
    pub moved: usize,
    /// Blocks that are set as something else.
    pub restyled: usize,
    /// Changes of punctuation, notes' marks and images alone.
    pub marks: usize,
    /// Fields that differ.
    pub facts: Vec<Fact>,
}

impl Report {
    /// Tells whether the versions differ in anything that a reader or a catalogue meets.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        self.deleted + self.inserted + self.moved + self.restyled + self.marks + self.facts.len() > 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has_changes() {
            return write!(f, "{} and {} say the same", self.old, self.new);
        }
        let count = |number: usize, noun: &str| {
            let plural = if number == 1 { "" } else { "s" };
            format!("{number} {noun}{plural}")
        };
        let parts = [
            (self.deleted, count(self.deleted, "word") + " deleted"),
            (self.inserted, count(self.inserted, "word") + " inserted"),
            (self.moved, count(self.moved, "paragraph") + " moved"),
            (self.restyled, count(self.restyled, "block") + " set otherwise"),
            (self.marks, count(self.marks, "mark") + " changed"),
            (self.facts.len(), count(self.facts.len(), "field") + " changed"),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
        write!(f, "{} to {}: {}", self.old, self.new, parts.join(", "))
    }
}
