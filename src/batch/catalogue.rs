//! The catalogue of a run: when it is out of date, what it is made of, and its files.
//!
//! A list is of all records, so it is written again when any of them has changed, has gone or has other files; else
//! no record is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Mutex;

use super::digest;
use super::manifest::{CatalogueEntry, Entry as Built, Manifest, OutputFile};
use super::plan::{self, Planned, State};
use super::run::Request;
use super::workshop::Workshop;
use super::{output, reread};
use crate::catalogue::{self, About, Entry, File, ListFile, Listing};
use crate::diagnostics::Diagnostic;
use crate::document::{self, BuildOptions, Document};
use crate::epub;
use crate::project::{Catalogue, Format, Project};
use crate::record::{Record, Status};

/// Tells whether a run is of the whole archive: named files and a part of the records have no catalogue of
/// their own, and leave the one that is there as it is.
#[must_use]
pub fn is_of_all(request: &Request) -> bool {
    request.shard.is_none() && request.files.iter().all(|file| file.is_found)
}

/// What would be done with the catalogue, before any record is built.
#[must_use]
pub fn planned(
    request: &Request,
    workshop: &Workshop<'_>,
    known: &Manifest,
    records: &[Planned],
) -> Option<State> {
    let settings = workshop.project.catalogue.as_ref().filter(|_| is_of_all(request))?;
    if records.iter().any(|planned| planned.state != State::Unchanged) {
        let is_new = known.catalogue.is_none();
        return Some(if is_new { State::New } else { State::Changed(vec!["records".to_owned()]) });
    }
    let keys: BTreeSet<&str> = records.iter().map(|planned| planned.scanned.key.as_str()).collect();
    let entries = known.records.iter().filter(|(key, _)| keys.contains(key.as_str()));
    Some(state(known, &inputs(settings, workshop.project, entries), request))
}

fn state(known: &Manifest, inputs: &BTreeMap<String, String>, request: &Request) -> State {
    use rayon::prelude::*;
    let Some(entry) = &known.catalogue else { return State::New };
    let kinds = inputs.iter().filter(|(kind, digest)| entry.inputs.get(*kind) != Some(digest));
    let kinds: Vec<String> = kinds.map(|(kind, _)| kind.clone()).collect();
    if !kinds.is_empty() {
        return State::Changed(kinds);
    }
    let damaged = entry.outputs.par_iter().find_first(|file| !plan::is_intact(file, &request.output));
    damaged.map_or(State::Unchanged, |file| State::Damaged(file.path.clone()))
}

/// Returns the digests of everything that the lists depend on. What records say is in their own digests, and in
/// those of what was made of them.
fn inputs<'a>(
    settings: &Catalogue,
    project: &Project,
    records: impl Iterator<Item = (&'a String, &'a Built)>,
) -> BTreeMap<String, String> {
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for (key, built) in records {
        parts.push(key.as_bytes().to_vec());
        parts.extend(built.inputs.values().map(|digest| digest.as_bytes().to_vec()));
        for file in &built.outputs {
            parts.push(file.path.as_bytes().to_vec());
            parts.push(file.sha256.as_bytes().to_vec());
        }
    }
    let records = digest::of_parts(parts.iter().map(Vec::as_slice));
    let settings = format!("{settings:?} {:?} {}", project.publisher, env!("CARGO_PKG_VERSION"));
    BTreeMap::from([
        ("catalogue".to_owned(), digest::of_input(settings.as_bytes())),
        ("records".to_owned(), records),
    ])
}

/// Writes the catalogue of what the manifest says was built, if it is out of date. Returns whether it was written,
/// and what the lists could not say.
///
/// # Errors
///
/// Those of the file system.
pub fn finish(
    request: &Request,
    workshop: &Workshop<'_>,
    records: &[Planned],
    manifest: &mut Manifest,
) -> io::Result<(bool, Vec<Diagnostic>)> {
    let Some(settings) = &workshop.project.catalogue else {
        return Ok((remove(request, manifest), Vec::new()));
    };
    if !is_of_all(request) {
        return Ok((false, Vec::new()));
    }
    let listed: Vec<&Planned> =
        records.iter().filter(|planned| manifest.records.contains_key(&planned.scanned.key)).collect();
    let keys: BTreeSet<&str> = listed.iter().map(|planned| planned.scanned.key.as_str()).collect();
    let entries = manifest.records.iter().filter(|(key, _)| keys.contains(key.as_str()));
    let inputs = inputs(settings, workshop.project, entries);
    if !request.is_forced && state(manifest, &inputs, request) == State::Unchanged {
        return Ok((false, Vec::new()));
    }
    let (files, notes) = lists(request, workshop, settings, &listed, manifest);
    let outputs = write(request, &files)?;
    let old = manifest.catalogue.replace(CatalogueEntry { inputs, outputs });
    let kept = manifest.catalogue.as_ref().map_or(&[][..], |entry| &entry.outputs);
    super::settle::remove_files(&old.unwrap_or_default().outputs, kept, &request.output);
    Ok((true, notes))
}

/// Removes a catalogue that is no longer asked for.
fn remove(request: &Request, manifest: &mut Manifest) -> bool {
    let Some(old) = manifest.catalogue.take() else { return false };
    super::settle::remove_files(&old.outputs, &[], &request.output);
    true
}

fn write(request: &Request, files: &[ListFile]) -> io::Result<Vec<OutputFile>> {
    use rayon::prelude::*;
    let write = |file: &ListFile| {
        output::write(&request.output.join(&file.path), &file.bytes)?;
        Ok(OutputFile::of(file.path.clone(), &file.bytes))
    };
    files.par_iter().map(write).collect()
}

/// Reads the records once more, and writes every list in memory.
fn lists(
    request: &Request,
    workshop: &Workshop<'_>,
    settings: &Catalogue,
    listed: &[&Planned],
    manifest: &Manifest,
) -> (Vec<ListFile>, Vec<Diagnostic>) {
    let found: Mutex<Vec<Entry>> = Mutex::default();
    let covers: Mutex<BTreeMap<String, (usize, Document)>> = Mutex::default();
    reread::for_each(
        &request.files,
        listed,
        workshop,
        || false,
        |planned, reread| {
            // A record that cannot be read any more has changed since it was built: the next run tells.
            let Ok((record, _)) = reread else { return };
            let Some(built) = manifest.records.get(&planned.scanned.key) else { return };
            let order = plan::order(planned.file, planned.scanned.ordinal);
            let Some((entry, document)) = entry(order, &record, built, workshop) else { return };
            let key = entry.series.as_ref().map(|series| series.key.clone()).unwrap_or_default();
            let mut covers = lock(&covers);
            if covers.get(&key).is_none_or(|(known, _)| order < *known) {
                covers.insert(key, (order, document));
            }
            drop(covers);
            lock(&found).push(entry);
        },
    );
    let entries = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let covers = covers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut listing = Listing::new(about(settings, workshop.project, &entries), entries);
    let mut files = Vec::new();
    for (key, (_, document)) in covers {
        if let Some(png) = series_cover(document, workshop) {
            files.push(listing.add_cover(&key, png));
        }
    }
    let (lists, notes) = catalogue::write(&listing, &settings.kinds);
    // Pictures are for feeds alone.
    let has_feeds = lists.iter().any(|file| file.path.contains("/opds"));
    files.retain(|_| has_feeds);
    files.extend(lists);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    (files, notes)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Prepares a record; neither a draft nor a version that another has replaced is for others to find.
fn entry(order: usize, record: &Record, built: &Built, workshop: &Workshop<'_>) -> Option<(Entry, Document)> {
    if record.status != Status::Final || workshop.building.draft {
        return None;
    }
    let (document, _) = document::build(record, workshop.project, &BuildOptions::default());
    let document = document?;
    let style = workshop.styles.get(workshop.style_name(document.metadata.series_key.as_deref()))?;
    // An EPUB always has the page numbers of the PDF, whether or not a PDF is made.
    let facts = epub::facts(&document, style, true, &workshop.project.editions.accessibility);
    let files = built.outputs.iter().filter_map(|file| {
        let format = match file.path.rsplit('.').next() {
            Some("pdf") => Format::Pdf,
            Some("epub") => Format::Epub,
            _ => return None,
        };
        let (path, claims) = (file.path.clone(), file.claims.clone());
        Some(File { format, path, size: file.size, pages: file.pages, claims })
    });
    Some((Entry::of(order, &document, facts, files.collect()), document))
}

fn about(settings: &Catalogue, project: &Project, entries: &[Entry]) -> About {
    let publisher = &project.publisher;
    let titles: BTreeSet<&str> =
        entries.iter().filter_map(|entry| Some(entry.series.as_ref()?.title.as_str())).collect();
    let only = titles.first().filter(|_| titles.len() == 1).map(|title| (*title).to_owned());
    let title = settings.title.clone().or(only).or_else(|| publisher.name.clone());
    About {
        title: title.unwrap_or_else(|| "Catalogue".to_owned()),
        publisher: publisher.name.clone(),
        publisher_url: publisher.url.clone(),
        email: publisher.email.clone(),
        base: settings.url.clone(),
        page_size: settings.page_size,
    }
}

/// Draws the picture that feeds show for every record of a series: its title, and who publishes it.
fn series_cover(mut document: Document, workshop: &Workshop<'_>) -> Option<Vec<u8>> {
    let style = workshop.styles.get(workshop.style_name(document.metadata.series_key.as_deref()))?;
    if !document.masthead.series.is_empty() {
        document.title = std::mem::take(&mut document.masthead.series);
    }
    document.subtitle = None;
    document.byline = Vec::new();
    document.masthead = document::Masthead::default();
    let cover =
        epub::cover::draw(&document, style, (workshop.fonts, &workshop.masks), &workshop.project.labels)?;
    Some(cover.png)
}
