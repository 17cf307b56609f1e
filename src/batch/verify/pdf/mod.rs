//! Proof of a PDF.
//!
//! 1. [`mod@file`] opens it, with [`graph`] where it is as ours are; the digest it carries must be its own.
//! 2. [`content`] reads what every stretch of every page says, with the codes of its [`font`]s.
//! 3. [`tree`] reads the structure tree and checks that it owns each stretch once.
//! 4. [`shape`] checks what elements must hold and say; [`link`] what leads somewhere, [`listed`] that it is the page
//!    whose number is printed; [`claims`] metadata, with [`second`] what PDF 2.0 asks; [`resources`] that what is named is there.
//! 5. [`reading`] walks the tree as a screen reader does; what it hears is compared with the record.

mod claims;
mod content;
mod digest;
mod file;
mod font;
mod graph;
mod lex;
mod link;
mod listed;
mod reading;
mod resources;
mod second;
mod shape;
mod tree;
mod unicode;

use super::{Depth, Expected, compare};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::UNREADABLE;
use file::File;
pub use shape::is_tag;
use tree::Tree;

/// Reads a PDF back and tells every fault.
pub fn verify(bytes: &[u8], expected: Option<&Expected>, depth: Depth) -> Vec<Diagnostic> {
    let file = match File::open(bytes) {
        Ok(file) => file,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    digest::check(bytes, &mut faults);
    let content = content::read(&file, &mut faults);
    let tree = Tree::read(&file, &mut faults);
    tree.check_ownership(&content, &mut faults);
    tree.check_parents(&file, &mut faults);
    shape::check(&file, &tree, expected, &mut faults);
    claims::check(&file, &tree, expected, &mut faults);
    resources::check(&file, &mut faults);
    link::check_annotations(&file, &tree, &mut faults);
    link::check_labels(&file, &mut faults);
    listed::check(&file, &tree, &content, &mut faults);
    link::check_outline(&file, expected, &mut faults);
    for font in &content.fonts {
        font.check(depth == Depth::Full, &mut faults);
    }
    if depth == Depth::Full {
        check_streams(&file, &mut faults);
    }
    if let Some(expected) = expected {
        let reading = reading::read(&file, &tree, &content);
        compare::check(expected, "PDF", &reading, &mut faults);
    }
    faults
}

fn check_streams(file: &File, faults: &mut Vec<Diagnostic>) {
    for (id, object) in file.objects() {
        let Ok(stream) = object.as_stream() else { continue };
        if let Err(why) = file::unfold(stream) {
            faults.push(Diagnostic::error(&UNREADABLE, format!("the stream of object {}: {why}", id.0)));
        }
    }
}
