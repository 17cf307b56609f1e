//! Proofs of change: two versions of a record as one document that shows what became of the other.
//!
//! 1. [`adopt`] makes the old version's notes, images and names those of the new one, so that both can stand
//!    in one document.
//! 2. [`merge`] walks both trees side by side: [`align`] finds which blocks are the same, [`words`] which words
//!    within them; [`token`] takes lines apart and puts them together again.
//! 3. [`moves`] finds what went from one place to another, and says of each change what it is.
//! 4. [`facts`] compares what is no text: dates, names, subjects. [`head`] puts that before the text.
//!
//! The result is a [`Document`] like any other: the same composer and writers make its pages, and [`html`] a
//! page for browsers.

mod adopt;
mod align;
mod facts;
mod head;
pub mod html;
mod merge;
mod moves;
mod report;
mod token;
mod words;

pub use facts::Fact;
pub use moves::spoken;
pub use report::Report;

use crate::document::{self, Document};
use crate::style::labels::Labels;

/// A proof.
#[derive(Debug)]
pub struct Proof {
    /// Both versions in one.
    pub document: Document,
    /// What changed, counted.
    pub report: Report,
}

/// What the versions are called in the proof.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The old version.
    pub old: &'a str,
    /// The new version.
    pub new: &'a str,
}

/// Compares two versions word by word. The labels are those of the new version's language.
///
/// Everything that a reader of either version meets is in the proof once: what both say as it stands in the
/// new one, and around it what was taken out and what was put in.
#[must_use]
pub fn compare(old: &Document, new: &Document, names: Names<'_>, labels: &Labels<'_>) -> Proof {
    let facts = facts::changed(old, new);
    let adopted = adopt::adopt(old, new);
    let mut merged = merge::merge(&adopted, new);
    let mut report = moves::tell(&mut merged, labels);
    report.old = names.old.to_owned();
    report.new = names.new.to_owned();
    head::put(&mut merged, &facts, names, labels);
    report.facts = facts;
    document::number(&mut merged);
    Proof { document: merged, report }
}
