//! Proof of an EPUB.
use super::{Depth, Expected};
use crate::diagnostics::Diagnostic;
pub fn verify(_bytes: &[u8], _expected: Option<&Expected>, _depth: Depth) -> Vec<Diagnostic> {
    Vec::new()
}
