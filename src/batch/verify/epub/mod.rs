//! Proof of an EPUB.
//!
//! 1. [`archive`] opens the container: `mimetype` first and plain, every file whole.
//! 2. [`package`] reads the package document: manifest, spine, metadata.
//! 3. [`content`] reads the documents of the spine: well formed, ids, images, headings, nothing that acts.
//! 4. [`link`] follows every link and note mark; [`navigation`] the contents and the page list.
//! 5. [`accessibility`] compares what the package claims with what its content has.
//! 6. [`reading`] reads the spine as a listener hears it; that is compared with the record.

mod accessibility;
mod archive;
mod content;
mod link;
mod navigation;
mod package;
mod reading;

use super::{Depth, Expected, compare};
use crate::diagnostics::Diagnostic;
use archive::Archive;

/// Reads an EPUB back and tells every fault.
pub fn verify(bytes: &[u8], expected: Option<&Expected>, depth: Depth) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let archive = match Archive::open(bytes, &mut faults) {
        Ok(archive) => archive,
        Err(fault) => {
            faults.push(fault);
            return faults;
        }
    };
    let package = match package::read(&archive) {
        Ok(package) => package,
        Err(fault) => {
            faults.push(fault);
            return faults;
        }
    };
    package::check(&package, &archive, expected, &mut faults);
    let documents = content::read(&package, &archive, &mut faults);
    content::check(&documents, &package, &mut faults);
    link::check(&documents, &package, &archive, &mut faults);
    navigation::check(&documents, &package, expected, &mut faults);
    accessibility::check(&documents, &package, &mut faults);
    if depth == Depth::Full {
        content::check_styles(&package, &archive, &mut faults);
    }
    if let Some(expected) = expected {
        let reading = reading::read(&documents);
        compare::check(expected, "EPUB", &reading, &mut faults);
    }
    faults
}
