//! Up to date or not, by content and never by the time a file was touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read as _;
use std::path::Path;

use rayon::prelude::*;

use super::collections::{self, Askable, PlannedCollection};
use super::faces::SYSTEM_FONTS;
use super::manifest::{Entry, Manifest, OutputFile};
use super::run::{Observer, Request};
use super::scan::{self, RecordFile, Scanned, ScannedFile};
use super::workshop::Workshop;
use super::{catalogue, clashes, digest, inputs};
use crate::diagnostics::Diagnostic;
use crate::disk;
use crate::document::limits::IMAGE_BYTES;
use crate::project::Format;

/// A record and what is to be done with it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Which file it is in.
    pub file: usize,
    /// Who it is.
    pub scanned: Scanned,
    /// The paths of its artefacts below the output folder, by format.
    pub outputs: Vec<(Format, String)>,
    /// What is to be done, and why.
    pub state: State,
}

/// What is to be done with every artefact.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the input.
    pub records: Vec<Planned>,
    /// Keys of the manifest whose record has faults; their artefacts are withheld.
    pub withheld: BTreeSet<String>,
    /// Keys of the manifest whose record is no more.
    pub orphans: Vec<String>,
    /// Files that gave no record.
    pub faulty: usize,
    /// The project's collections.
    pub collections: Vec<PlannedCollection>,
    /// Every record that they ask, in the order of the input.
    pub askable: Askable,
    /// What is to be done with the catalogue, where one is asked for.
    pub catalogue: Option<State>,
}

/// Compares the input with what was built, and tells what is wrong with it.
#[must_use]
pub fn plan(request: &Request, workshop: &Workshop<'_>, known: &Manifest, observer: &dyn Observer) -> Plan {
    let scanned = scan::scan(&request.files, workshop.project, known, &workshop.timings);
    let (clashing, faults) = clashes::find(&request.files, &scanned, workshop);
    for (order, fault) in faults {
        observer.tell(order, &[fault]);
    }
    let mut plan = Plan::default();
    let mut keys = BTreeSet::new();
    let has_collections = !workshop.project.collections.is_empty();
    let mut sound = Vec::new();
    for (file, ScannedFile { records, diagnostics }) in scanned.into_iter().enumerate() {
        observer.tell(order(file, 0), &diagnostics);
        plan.faulty += usize::from(diagnostics.iter().any(Diagnostic::is_error));
        plan.askable.unreadable += usize::from(records.is_empty());
        for scanned in records {
            keys.insert(scanned.key.clone());
            if has_collections && !clashing.contains(&(file, scanned.ordinal)) {
                plan.askable.records.push((file, scanned.clone()));
            }
            if clashing.contains(&(file, scanned.ordinal)) {
                plan.faulty += 1;
                plan.withheld.insert(scanned.key);
            } else if request.shard.is_none_or(|shard| shard.holds(&scanned.key)) {
                sound.push((file, scanned));
            }
        }
    }
    // Every artefact is read to know whether it is still what was written.
    let compare = |(file, scanned)| planned(file, scanned, request, workshop, known);
    plan.records = sound.into_par_iter().map(compare).collect();
    let present: BTreeSet<String> = request.files.iter().map(RecordFile::source).collect();
    for (key, entry) in &known.records {
        if !keys.contains(key) {
            if present.contains(&entry.source) && !entry.source.ends_with(".jsonl") {
                plan.withheld.insert(key.clone());
            } else {
                plan.orphans.push(key.clone());
            }
        }
    }
    plan.catalogue = catalogue::planned(request, workshop, known, &plan.records);
    plan.askable.withheld.clone_from(&plan.withheld);
    plan.collections = collections::plan(request, workshop, known, &plan.askable, observer);
    plan
}

fn planned(
    file: usize,
    mut scanned: Scanned,
    request: &Request,
    workshop: &Workshop<'_>,
    known: &Manifest,
) -> Planned {
    let source = &request.files[file];
    let outputs = workshop.outputs(source, &scanned.facts);
    let wanted: Vec<String> = outputs.iter().map(|(_, path)| path.clone()).collect();
    let mut depends = inputs::of(
        &scanned.facts,
        workshop.project,
        workshop.style_name(scanned.facts.series.as_deref()),
        &workshop.inputs,
    );
    let entry = known.records.get(&scanned.key);
    if let Some(entry) = entry {
        scanned.facts.images.clone_from(&entry.images);
        scanned.facts.fonts.clone_from(&entry.fonts);
        depends.insert("images".to_owned(), images_digest(&source.path, &entry.images));
        if entry.inputs.contains_key(SYSTEM_FONTS)
            && let Some(now) = workshop.faces.of_system(workshop.fonts, entry.fonts.keys(), true)
        {
            depends.insert(SYSTEM_FONTS.to_owned(), now);
        }
    }
    let state = match state(entry, &depends, &wanted, &request.output) {
        State::Unchanged if request.is_forced => State::Changed(vec!["forced".to_owned()]),
        state => state,
    };
    scanned.facts.inputs = depends;
    Planned { file, scanned, outputs, state }
}

/// Returns the digest of a record's images as they are now.
fn images_digest(record: &Path, images: &BTreeMap<String, String>) -> String {
    let folder = record.parent().unwrap_or(Path::new("."));
    let now: Vec<String> = images.keys().map(|path| image_digest(folder, path)).collect();
    join_digests(images.keys().zip(&now))
}

/// Returns the digest of an image as it is now; one that is gone gives another.
pub(super) fn image_digest(folder: &Path, path: &str) -> String {
    disk::read(&folder.join(path), IMAGE_BYTES)
        .map_or_else(|_| "gone".to_owned(), |bytes| digest::of_input(&bytes))
}

/// Joins the digests of images with their paths.
pub(super) fn join_digests<'a>(images: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    digest::of_parts(images.flat_map(|(path, digest)| [path.as_bytes(), digest.as_bytes()]))
}

/// The order in which diagnostics are told: by file, then by record of the file.
pub(super) fn order(file: usize, ordinal: usize) -> usize {
    (file << 24) + ordinal.min((1 << 24) - 1)
}

/// What a build would do with a record's artefacts, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Never built.
    New,
    /// Built from other inputs: their kinds (`record`, `disclaimer`, `style` ...).
    Changed(Vec<String>),
    /// Built, but the file is gone or is no longer what was written.
    Damaged(String),
    /// As it was.
    Unchanged,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => write!(f, "new"),
            Self::Changed(kinds) => write!(f, "changed ({})", kinds.join(", ")),
            Self::Damaged(path) => write!(f, "changed ({path} is missing or was altered)"),
            Self::Unchanged => write!(f, "unchanged"),
        }
    }
}

/// Compares what a record's artefacts depend on now with what they were built from.
#[must_use]
pub fn state(
    known: Option<&Entry>,
    inputs: &BTreeMap<String, String>,
    wanted: &[String],
    folder: &Path,
) -> State {
    let Some(known) = known else { return State::New };
    let kinds: Vec<String> = inputs
        .keys()
        .chain(known.inputs.keys().filter(|kind| !inputs.contains_key(*kind)))
        .filter(|kind| inputs.get(*kind) != known.inputs.get(*kind))
        .cloned()
        .collect();
    if !kinds.is_empty() {
        return State::Changed(kinds);
    }
    for path in wanted {
        match known.outputs.iter().find(|file| file.path == *path) {
            Some(file) if is_intact(file, folder) => {}
            _ => return State::Damaged(path.clone()),
        }
    }
    State::Unchanged
}

/// Tells whether a file is still what was written; the size is looked at first, since it is cheap.
#[must_use]
pub fn is_intact(file: &OutputFile, folder: &Path) -> bool {
    let Ok(opened) = disk::open(&folder.join(&file.path)) else { return false };
    // A byte more than it should have is enough to know that it grew since its size was asked.
    if !opened.metadata().is_ok_and(|facts| facts.len() == file.size) {
        return false;
    }
    let mut opened = opened.take(file.size + 1);
    if file.blake3.is_empty() {
        // A manifest of before it had this digest.
        let mut bytes = Vec::new();
        return opened.read_to_end(&mut bytes).is_ok() && digest::of_output(&bytes) == file.sha256;
    }
    digest::of_file(opened).is_ok_and(|now| now == file.blake3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(record: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("record".to_owned(), record.to_owned())])
    }

    #[test]
    fn an_altered_output_is_noticed() {
        for file in [
            OutputFile::of("a.pdf".into(), b"abc"),
            OutputFile { blake3: String::new(), ..OutputFile::of("a.pdf".into(), b"abc") },
        ] {
            an_altered_output_is_noticed_of(file);
        }
    }

    fn an_altered_output_is_noticed_of(file: OutputFile) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("a.pdf"), b"abc").expect("writable");
        let entry = Entry { inputs: inputs("1"), outputs: vec![file], ..Entry::default() };
        let wanted = ["a.pdf".to_owned()];
        assert_eq!(state(None, &inputs("1"), &wanted, folder.path()), State::New);
        assert_eq!(state(Some(&entry), &inputs("1"), &wanted, folder.path()), State::Unchanged);
        assert_eq!(
            state(Some(&entry), &inputs("2"), &wanted, folder.path()),
            State::Changed(vec!["record".into()])
        );
        std::fs::write(folder.path().join("a.pdf"), b"abd").expect("writable");
        assert_eq!(state(Some(&entry), &inputs("1"), &wanted, folder.path()), State::Damaged("a.pdf".into()));
    }
}
