//! Lists over many records, for library systems, shops, reading systems and readers.
//!
//! 1. [`entry`] prepares each record once, as all lists see it, so that no two can disagree.
//! 2. [`listing`] puts them in order and finds translations and successors, both ways.
//! 3. A file a kind of list writes it: `opds2`, `opds1`, `marcxml`, `onix`, `dublin_core`, `crossref`, `bibtex`,
//!    `ris`, `csl`, `page` (for the head of each record's own web page) and `shelf` (a page that searches).
//!
//! It opens no file and formats no record's body.

mod bibtex;
mod crossref;
mod csl;
mod dublin_core;
pub mod entry;
mod feeds;
mod json;
mod language;
mod listing;
mod marcxml;
mod onix;
mod opds1;
mod opds2;
mod page;
mod ris;
mod shelf;
mod xml;

pub use entry::{Entry, File};
pub use listing::{About, Listing};

use crate::diagnostics::codes::catalogue as codes;
use crate::diagnostics::{Diagnostic, Severity};
use crate::project::ListKind;

/// The folder of all lists, below the output folder.
pub const FOLDER: &str = "catalogue";

/// A file of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFile {
    /// Below the output folder, with forward slashes.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl ListFile {
    fn text(path: String, text: String) -> Self {
        Self { path, bytes: text.into_bytes() }
    }
}

/// Writes the lists asked for. Notes tell what a list could not say.
#[must_use]
pub fn write(listing: &Listing, kinds: &[ListKind]) -> (Vec<ListFile>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut notes = Vec::new();
    for &kind in kinds.iter().filter(|kind| **kind != ListKind::Shelf) {
        files.extend(list(listing, kind, &mut notes));
    }
    if kinds.contains(&ListKind::Shelf) {
        files.extend(shelf::write(listing, &links(&files)));
    }
    if listing.about.base.is_none()
        && kinds.iter().any(|kind| kind.needs_addresses())
        && !listing.entries.is_empty()
    {
        notes.push(no_addresses(kinds));
    }
    (files, notes)
}

fn list(listing: &Listing, kind: ListKind, notes: &mut Vec<Diagnostic>) -> Vec<ListFile> {
    let one = |name: &str, text: String| vec![ListFile::text(format!("{FOLDER}/{name}"), text)];
    match kind {
        ListKind::Opds2 => opds2::write(listing),
        ListKind::Opds1 => opds1::write(listing),
        ListKind::Marcxml => one("marc.xml", marcxml::write(listing)),
        ListKind::Onix => one("onix.xml", onix::write(listing)),
        ListKind::DublinCore => one("dublin-core.rdf", dublin_core::write(listing)),
        ListKind::Bibtex => one("references.bib", bibtex::write(listing)),
        ListKind::Ris => one("references.ris", ris::write(listing)),
        ListKind::CslJson => one("references.json", csl::write(listing)),
        ListKind::Head => page::write(listing),
        ListKind::Shelf => Vec::new(),
        ListKind::Crossref => {
            notes.extend(left_out(listing));
            let about = &listing.about;
            let (Some(name), Some(email)) = (&about.publisher, &about.email) else { return Vec::new() };
            if crossref::registrable(listing).next().is_none() {
                return Vec::new();
            }
            one("crossref.xml", crossref::write(listing, crossref::Depositor { name, email }))
        }
    }
}

/// The lists that the shelf leads to, from its own folder.
fn links(files: &[ListFile]) -> Vec<(&'static str, String)> {
    const NAMES: [(&str, &str); 8] = [
        ("OPDS 2.0", "opds2/index.json"),
        ("OPDS 1.2", "opds1/index.xml"),
        ("MARCXML", "marc.xml"),
        ("ONIX 3.0", "onix.xml"),
        ("Dublin Core", "dublin-core.rdf"),
        ("BibTeX", "references.bib"),
        ("RIS", "references.ris"),
        ("CSL-JSON", "references.json"),
    ];
    let is_there = |path: &str| files.iter().any(|file| file.path.strip_prefix("catalogue/") == Some(path));
    NAMES.into_iter().filter(|(_, path)| is_there(path)).map(|(name, path)| (name, path.to_owned())).collect()
}

fn note(code: crate::diagnostics::Code, message: String) -> Diagnostic {
    Diagnostic { severity: Severity::Note, ..Diagnostic::warning(code, message) }
}

/// Tells how many records cannot be registered, and for want of what.
fn left_out(listing: &Listing) -> Option<Diagnostic> {
    let count = |lacks: fn(&Entry) -> bool| listing.entries.iter().filter(|entry| lacks(entry)).count();
    let wants = [
        ("`doi`", count(|entry| entry.doi.is_none())),
        ("`date`", count(|entry| entry.date.is_none())),
        ("`url`", count(|entry| entry.url.is_none())),
    ];
    let told: Vec<String> = wants
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| format!("{count} without {key}"))
        .collect();
    let all = listing.entries.len();
    let left = all - crossref::registrable(listing).count();
    (left > 0).then(|| {
        let message =
            format!("{left} of {all} records cannot be registered with Crossref: {}", told.join(", "));
        note(&codes::NOT_REGISTRABLE, message)
    })
}

fn no_addresses(kinds: &[ListKind]) -> Diagnostic {
    let names: Vec<&str> =
        kinds.iter().filter(|kind| kind.needs_addresses()).map(|kind| kind.name()).collect();
    let message = format!("the lists {} have no links to the files", names.join(", "));
    note(&codes::NO_ADDRESSES, message)
        .hint("say with `url` in `[catalogue]` where the output folder is published")
}

/// Prepares a record given as text, for tests.
#[cfg(test)]
fn specimen(text: &str) -> Entry {
    use crate::document::{self, BuildOptions};
    use crate::project::Project;
    use crate::record::{self, ReadContext};
    let project = Project::default();
    let context = ReadContext { project: &project, is_found: false };
    let record =
        record::read(std::path::Path::new("specimen.md"), text.as_bytes(), &context).records.remove(0);
    let (document, _) = document::build(&record, &project, &BuildOptions::default());
    Entry::of(0, &document.expect("a good record"), crate::epub::Facts::default(), Vec::new())
}
