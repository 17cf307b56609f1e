//! What stays of a run: files that must go are removed, and the manifest remembers the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::collections::BuiltCollections;
use super::manifest::{Entry, FILE_NAME, Manifest, OutputFile, SUMS_NAME};
use super::output;
use super::plan::{self, Plan};
use super::run::{Observer, Request, Summary, unwritable};
use crate::project::Project;

/// Removes what must not stay of records, and returns the manifest.
///
/// `entries` are those that were built, `failed` the keys of those that have errors.
pub(super) fn records(
    request: &Request,
    known: Manifest,
    plan: &Plan,
    entries: BTreeMap<String, Entry>,
    failed: &BTreeSet<String>,
    summary: &mut Summary,
) -> Manifest {
    for entry in entries.values() {
        summary.count(&entry.outputs);
    }
    let mut manifest = Manifest {
        records: known.records,
        collections: known.collections,
        catalogue: known.catalogue,
        ..Manifest::new()
    };
    let orphans: &[String] = if request.prune { &plan.orphans } else { &[] };
    for key in failed.iter().chain(&plan.withheld).chain(orphans) {
        if let Some(entry) = manifest.records.remove(key) {
            remove_files(&entry.outputs, &[], &request.output);
        }
    }
    for (key, entry) in entries {
        if let Some(old) = manifest.records.get(&key) {
            remove_files(&old.outputs, &entry.outputs, &request.output);
        }
        manifest.records.insert(key, entry);
    }
    manifest
}

/// Writes the manifest and the checksums.
pub(super) fn remember(request: &Request, manifest: &Manifest, observer: &dyn Observer) {
    let remembered = output::refresh(&request.output.join(FILE_NAME), |out| manifest.write_json(out));
    let sums = manifest.checksums();
    let proved = output::refresh(&request.output.join(SUMS_NAME), |out| out.write_all(sums.as_bytes()));
    for (name, written) in [(FILE_NAME, remembered), (SUMS_NAME, proved)] {
        if let Err(error) = written {
            observer.tell(usize::MAX, &[unwritable(None, name, &error)]);
        }
    }
}

/// Removes what must not stay of collections, and takes what was bound into the manifest.
pub(super) fn collections(
    request: &Request,
    manifest: &mut Manifest,
    project: &Project,
    bound: BuiltCollections,
    summary: &mut Summary,
) {
    let names: Vec<String> = manifest.collections.keys().cloned().collect();
    for name in names {
        let is_orphan = !project.collections.contains_key(&name);
        summary.orphans += usize::from(is_orphan);
        if (bound.withheld.contains(&name) || is_orphan && request.prune)
            && let Some(entry) = manifest.collections.remove(&name)
        {
            remove_files(&entry.outputs, &[], &request.output);
        }
    }
    for (name, entry) in bound.entries {
        summary.count(&entry.outputs);
        if let Some(old) = manifest.collections.get(&name) {
            remove_files(&old.outputs, &entry.outputs, &request.output);
        }
        manifest.collections.insert(name, entry);
    }
}

/// Removes files that we made and that are no longer wanted. One that was altered since is
/// somebody else's by now, and stays.
pub(super) fn remove_files(files: &[OutputFile], kept: &[OutputFile], folder: &Path) {
    let kept: BTreeSet<&str> = kept.iter().map(|file| file.path.as_str()).collect();
    for file in files {
        if !kept.contains(file.path.as_str()) && plan::is_intact(file, folder) {
            // It may be gone already, which is what is wanted.
            let _gone = fs::remove_file(folder.join(&file.path));
        }
    }
}
