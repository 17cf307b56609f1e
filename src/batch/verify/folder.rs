//! A whole output folder against its manifest and the records it was built from.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Depth, Expected, bound, epub, pdf};
use crate::batch::digest;
use crate::batch::manifest::{BoundEntry, Entry, Manifest, OutputFile};
use crate::batch::scan::RecordFile;
use crate::diagnostics::codes::verify::{ARTEFACT_MISSING, NOT_AS_WRITTEN, RECORD_NOT_FOUND, UNREADABLE};
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::disk;
use crate::document::{self, BuildOptions};
use crate::project::{Collection, Project};
use crate::record::{self, ReadContext, Record};

/// The records that artefacts may have come from.
#[derive(Debug, Default)]
pub struct Library {
    shelves: Vec<(Project, Vec<RecordFile>)>,
    /// By the last part of the path without ending: shelf and place on it.
    by_name: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Library {
    /// Takes record files, each with the project it belongs to.
    #[must_use]
    pub fn new(shelves: Vec<(Project, Vec<RecordFile>)>) -> Self {
        let mut by_name: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (shelf, (_, files)) in shelves.iter().enumerate() {
            for (place, file) in files.iter().enumerate() {
                by_name.entry(last_part(&file.source())).or_default().push((shelf, place));
            }
        }
        Self { shelves, by_name }
    }

    /// Finds the settings of a collection, with the project that has them.
    pub(super) fn collection(&self, name: &str) -> Option<(&Project, &Collection)> {
        self.shelves.iter().find_map(|(project, _)| Some((project, project.collections.get(name)?)))
    }

    /// Finds the record of an entry of the manifest, as it was when the artefacts were built.
    pub(super) fn find(&self, entry: &Entry) -> Option<(&Project, Record)> {
        let candidates = self.by_name.get(&last_part(&entry.source))?;
        candidates.iter().find_map(|&(shelf, place)| {
            let (project, files) = &self.shelves[shelf];
            Some((project, read(&files[place], project, entry)?))
        })
    }
}

fn last_part(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Reads a record from a file, if the file is the one that the entry was built from.
fn read(file: &RecordFile, project: &Project, entry: &Entry) -> Option<Record> {
    let wanted = entry.inputs.get("record")?;
    let context = ReadContext { project, is_found: file.is_found };
    if file.holds_many() {
        let opened = BufReader::new(disk::open(&file.path).ok()?);
        let mut records =
            record::read_lines(&file.path, opened, &context).flat_map(|reading| reading.records);
        return records.find(|record| digest::of_input(record.source.text.as_bytes()) == *wanted);
    }
    let bytes = file.bytes().ok()?;
    if digest::of_input(&bytes) != *wanted {
        return None;
    }
    record::read(&file.path, &bytes, &context).records.pop()
}

/// What was looked at, and what was found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Every fault, in the order of the artefacts' paths.
    pub diagnostics: Vec<Diagnostic>,
    /// How many PDFs were read.
    pub pdfs: usize,
    /// How many EPUBs were read.
    pub epubs: usize,
    /// How many records they were compared with.
    pub records: usize,
    /// How many collections they were compared with.
    pub collections: usize,
}

/// Verifies every artefact of a folder.
#[must_use]
pub fn verify(folder: &Path, library: &Library, depth: Depth) -> Outcome {
    let manifest = Manifest::read(folder).unwrap_or_default();
    let mut outcome = Outcome::default();
    let of_records: Vec<(bool, Vec<Diagnostic>)> = manifest
        .records
        .values()
        .collect::<Vec<_>>()
        .par_iter()
        .map(|entry| verify_entry(folder, entry, library, depth))
        .collect();
    for (is_compared, diagnostics) in of_records {
        outcome.records += usize::from(is_compared);
        outcome.diagnostics.extend(diagnostics);
    }
    for file in manifest.catalogue.iter().flat_map(|entry| &entry.outputs) {
        let path = folder.join(&file.path);
        let told = present(&path).map_or_else(|fault| vec![fault], |bytes| checksum(file, &bytes));
        outcome.diagnostics.extend(at(&path, told));
    }
    for (name, entry) in &manifest.collections {
        let (is_compared, diagnostics) = verify_collection(folder, name, entry, library, depth);
        outcome.collections += usize::from(is_compared);
        outcome.diagnostics.extend(diagnostics);
    }
    let listed: Vec<&str> = manifest.outputs().map(|file| file.path.as_str()).collect();
    let others: Vec<PathBuf> = artefacts(folder)
        .into_iter()
        .filter(|path| !listed.contains(&below(folder, path).as_str()))
        .collect();
    let of_others: Vec<Vec<Diagnostic>> = others
        .par_iter()
        .map(|path| match disk::read(path, disk::ARTEFACT_BYTES) {
            Ok(bytes) => at(path, artefact(path, &bytes, None, depth)),
            Err(error) => {
                at(path, vec![Diagnostic::error(&UNREADABLE, format!("the file cannot be read: {error}"))])
            }
        })
        .collect();
    outcome.diagnostics.extend(of_others.into_iter().flatten());
    let all = listed.iter().copied().map(PathBuf::from).chain(others);
    for path in all {
        outcome.pdfs += usize::from(has_ending(&path, "pdf"));
        outcome.epubs += usize::from(has_ending(&path, "epub"));
    }
    outcome
}

fn verify_entry(folder: &Path, entry: &Entry, library: &Library, depth: Depth) -> (bool, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let expected = library.find(entry).and_then(|(project, record)| {
        let (document, _) = document::build(&record, project, &BuildOptions::default());
        document.map(|document| Expected::of(&document))
    });
    if expected.is_none() {
        let message = format!(
            "the record `{}` of these artefacts was not found as it was when they were built",
            entry.source
        );
        let told = Diagnostic::warning(&RECORD_NOT_FOUND, message).hint(
            "name the folder of the records with `--records`, or build again if the record has changed since",
        );
        diagnostics.extend(at(&folder.join(entry.outputs.first().map_or("", |file| &file.path)), vec![told]));
    }
    for file in &entry.outputs {
        diagnostics.extend(verify_file(folder, file, expected.as_ref(), depth));
    }
    (expected.is_some(), diagnostics)
}

fn verify_file(
    folder: &Path,
    file: &OutputFile,
    expected: Option<&Expected>,
    depth: Depth,
) -> Vec<Diagnostic> {
    let path = folder.join(&file.path);
    let told = match present(&path) {
        Ok(bytes) => {
            let mut told = checksum(file, &bytes);
            told.extend(artefact(&path, &bytes, expected, depth));
            told
        }
        Err(fault) => vec![fault],
    };
    at(&path, told)
}

/// Verifies what was bound of a collection against its records.
fn verify_collection(
    folder: &Path,
    name: &str,
    entry: &BoundEntry,
    library: &Library,
    depth: Depth,
) -> (bool, Vec<Diagnostic>) {
    let expected = bound::expected(name, entry, library);
    let mut diagnostics = Vec::new();
    if expected.is_none() {
        let message =
            format!("the collection `{name}` was not found as it was when this was bound, or a record of it");
        let told = Diagnostic::warning(&RECORD_NOT_FOUND, message).hint(
            "name the folder of the records with `--records`, or build again if something has changed since",
        );
        diagnostics.extend(at(&folder.join(entry.outputs.first().map_or("", |file| &file.path)), vec![told]));
    }
    for file in &entry.outputs {
        let expected = expected.as_ref().and_then(|expected| expected.get(&bound::format_of(&file.path)));
        diagnostics.extend(verify_file(folder, file, expected, depth));
    }
    (expected.is_some(), diagnostics)
}

/// Reads a file that the manifest lists.
fn present(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    disk::read(path, disk::ARTEFACT_BYTES).map_err(|error| {
        let message = format!("the manifest lists this file, which cannot be read: {error}");
        Diagnostic::error(&ARTEFACT_MISSING, message).hint("build again")
    })
}

fn checksum(file: &OutputFile, bytes: &[u8]) -> Vec<Diagnostic> {
    let is_alike = digest::of_output(bytes) == file.sha256
        && (file.blake3.is_empty() || digest::of_input(bytes) == file.blake3);
    if is_alike && bytes.len() as u64 == file.size {
        return Vec::new();
    }
    let told = Diagnostic::error(
        &NOT_AS_WRITTEN,
        "the file is not the one that was built: its checksum differs from the manifest's",
    );
    vec![told.hint("build again with `--force`")]
}

fn artefact(path: &Path, bytes: &[u8], expected: Option<&Expected>, depth: Depth) -> Vec<Diagnostic> {
    if has_ending(path, "pdf") { pdf(bytes, expected, depth) } else { epub(bytes, expected, depth) }
}

/// Gives faults the artefact as their place.
fn at(path: &Path, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let source = Source::new(path.to_string_lossy().replace('\\', "/"), "");
    faults.into_iter().map(|fault| fault.at(Span { source: source.clone(), start: 0, end: 0 })).collect()
}

/// Every PDF and EPUB below a folder, sorted.
fn artefacts(folder: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder).standard_filters(false).sort_by_file_path(Path::cmp).build();
    let files = walk.filter_map(Result::ok).map(ignore::DirEntry::into_path);
    files.filter(|path| has_ending(path, "pdf") || has_ending(path, "epub")).collect()
}

fn below(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
