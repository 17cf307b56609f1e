//! Proof of what was made: artefacts are read back and compared with the record they came from.
//!
//! - [`pdf()`] reads a PDF: its structure tree, what each stretch of a page says, fonts, links, claims.
//! - [`epub()`] reads an EPUB: container, package, documents, navigation, accessibility metadata.
//! - [`Expected`] is what the record says, taken from its [`Document`](crate::document::Document) once.
//! - `compare` tells where the two differ.
//! - [`folder`] does so for all artefacts of an output folder.
//!
//! No code is shared with the writers, so that a slip of theirs is not repeated here. What a file should
//! be is taken from the standards alone.

mod bound;
mod compare;
mod epub;
mod expected;
pub mod folder;
mod inflate;
mod pdf;
mod text;
mod xml;

pub use expected::{Expected, Part};
pub use folder::Library;

use crate::diagnostics::Diagnostic;

/// How much is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Structure, claims and text: what `build` asks of every file.
    Quick,
    /// Also every font's widths, every stream's checksum, every link.
    #[default]
    Full,
}

/// Reads a PDF back and tells every fault; with an expectation, its text and metadata must be the record's.
#[must_use]
pub fn pdf(bytes: &[u8], expected: Option<&Expected>, depth: Depth) -> Vec<Diagnostic> {
    pdf::verify(bytes, expected, depth)
}

/// Reads an EPUB back and tells every fault; with an expectation, its text and metadata must be the record's.
#[must_use]
pub fn epub(bytes: &[u8], expected: Option<&Expected>, depth: Depth) -> Vec<Diagnostic> {
    epub::verify(bytes, expected, depth)
}
