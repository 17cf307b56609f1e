//! A run: what is out of date is built, in parallel, and the rest is left alone.
//!
//! 1. Every record is scanned; two that share a number or a file name are faulty, both told.
//! 2. Each is compared with the manifest; what is faulty loses its artefacts, for a stale file
//!    must not look current.
//! 3. What is out of date is made and written, record by record, on all cores.
//! 4. The project's collections are bound.
//! 5. The manifest and the checksums are written last, so that a killed run is simply gone on with.
//! 6. Where a catalogue is asked for and out of date, it is written of what the manifest then says.
//!
//! A record whose files cannot be written keeps those it had: nothing of theirs is touched before all the new
//! ones are whole on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::collections::{self, PlannedCollection};
use super::faces::SYSTEM_FONTS;
use super::manifest::{Entry, Manifest, OutputFile};
use super::plan::{self, Planned, State};
use super::scan::RecordFile;
use super::shard::Shard;
use super::timings::Stage;
use super::workshop::{Made, MadeFile, Workshop};
use super::writers::with_writers;
use super::{catalogue, guard, output, reread, settle};
use crate::diagnostics::codes::batch as codes;
use crate::diagnostics::{Diagnostic, Severity, Source, Span};
use crate::guard::guarded;
use crate::project::Format;
use crate::record::{self, Record};

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The record files, sorted.
    pub files: Vec<RecordFile>,
    /// The output folder.
    pub output: PathBuf,
    /// Build what is up to date as well.
    pub is_forced: bool,
    /// Only a part of the records.
    pub shard: Option<Shard>,
    /// Remove artefacts of records that are no more.
    pub prune: bool,
}

/// Who is told of what happens, while it happens and from any thread.
pub trait Observer: Sync {
    /// Takes the diagnostics of the record at a place in the order of the input.
    fn tell(&self, order: usize, diagnostics: &[Diagnostic]);
    /// Learns how many records will be built.
    fn begin(&self, _total: usize) {}
    /// Learns that one more record is done.
    fn advance(&self) {}
    /// Learns that the files of a record have been made, and how long that took.
    fn made(&self, _key: &str, _took: Duration) {}
    /// Tells whether the run should end early.
    fn is_interrupted(&self) -> &AtomicBool;
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// PDFs written.
    pub pdfs: usize,
    /// EPUBs written.
    pub epubs: usize,
    /// Records left as they were.
    pub unchanged: usize,
    /// Records with errors.
    pub faulty: usize,
    /// Warnings of the records left as they were.
    pub known_warnings: usize,
    /// Whether the catalogue was written.
    pub has_catalogue: bool,
    /// Artefacts of records that are no more.
    pub orphans: usize,
    /// Collections bound.
    pub collections: usize,
    /// Collections withheld.
    pub withheld: usize,
    /// Whether it ended early.
    pub is_interrupted: bool,
}

impl Summary {
    /// Counts files that were written.
    pub(super) fn count(&mut self, outputs: &[OutputFile]) {
        let with = |ending: &str| outputs.iter().filter(|file| file.path.ends_with(ending)).count();
        self.pdfs += with(".pdf");
        self.epubs += with(".epub");
    }
}

/// Runs a request.
///
/// # Errors
///
/// Those of the output folder, which spoil every record alike.
pub fn run(request: &Request, workshop: &Workshop<'_>, observer: &dyn Observer) -> io::Result<Summary> {
    run_with(request, workshop, observer, &|record, outputs| workshop.make(record, outputs))
}

/// How a record's files are made, by [`Workshop::make`] or, in a test, by something worse.
type Maker<'a> = dyn Fn(&Record, &[(Format, String)]) -> (Option<Made>, Vec<Diagnostic>) + Sync + 'a;

fn run_with(
    request: &Request,
    workshop: &Workshop<'_>,
    observer: &dyn Observer,
    make: &Maker<'_>,
) -> io::Result<Summary> {
    fs::create_dir_all(&request.output)?;
    output::probe(&request.output)?;
    let known = Manifest::claim(&request.output)?;
    output::remove_leftovers(&request.output);
    let plan = plan::plan(request, workshop, &known, observer);
    let (current, stale): (Vec<&Planned>, Vec<&Planned>) =
        plan.records.iter().partition(|planned| planned.state == State::Unchanged);
    let due =
        |planned: &&PlannedCollection| planned.state.as_ref().is_some_and(|state| *state != State::Unchanged);
    observer.begin(stale.len() + plan.collections.iter().filter(due).count());

    let built = Built::default();
    let write = |finished: Finished<'_>| {
        workshop.timings.of(Stage::Write, || write_one(request, finished, &built, observer));
        observer.advance();
    };
    with_writers(stale.len(), write, |door| {
        let is_over = || observer.is_interrupted().load(Ordering::Relaxed);
        reread::for_each(&request.files, &stale, workshop, is_over, |planned, reread| {
            // Writers go only when the door is shut, so somebody takes it.
            let _taken = door.send(make_one(make, planned, reread));
        });
    });
    look_after(request, &stale, &built, observer);
    let warned =
        |planned: &&Planned| known.records.get(&planned.scanned.key).map_or(0, |one| one.warnings.len());
    let mut faulty = built.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    faulty.extend(plan.withheld.iter().cloned());
    let bound = collections::build(request, workshop, &plan.collections, &plan.askable, &faulty, observer);
    let mut summary = Summary {
        unchanged: current.len(),
        collections: bound.entries.len(),
        withheld: bound.withheld.len(),
        known_warnings: current.iter().map(warned).sum(),
        orphans: plan.orphans.len(),
        is_interrupted: observer.is_interrupted().load(Ordering::Relaxed),
        ..Summary::default()
    };
    let entries = built.entries.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let failed = built.failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    summary.faulty = plan.faulty + failed.len() + built.unwritten.into_inner();
    let mut manifest = settle::records(request, known, &plan, entries, &failed, &mut summary);
    settle::collections(request, &mut manifest, workshop.project, bound, &mut summary);
    settle::remember(request, &manifest, observer);
    if !summary.is_interrupted {
        match catalogue::finish(request, workshop, &plan.records, &mut manifest) {
            Ok((is_written, notes)) => {
                observer.tell(usize::MAX, &notes);
                summary.has_catalogue = is_written && manifest.catalogue.is_some();
                if is_written {
                    settle::remember(request, &manifest, observer);
                }
            }
            Err(error) => observer.tell(usize::MAX, &[unwritable(None, crate::catalogue::FOLDER, &error)]),
        }
    }
    Ok(summary)
}

/// What the threads of a run have built.
#[derive(Default)]
struct Built {
    entries: Mutex<BTreeMap<String, Entry>>,
    failed: Mutex<BTreeSet<String>>,
    /// Records whose files could not be written; those of before are as they were.
    unwritten: AtomicUsize,
}

impl Built {
    fn add(&self, key: &str, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        entries.insert(key.to_owned(), entry);
    }

    fn fail(&self, key: &str) {
        let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        failed.insert(key.to_owned());
    }
}

/// A record that was made, or why it was not.
struct Finished<'a> {
    planned: &'a Planned,
    made: Option<Made>,
    diagnostics: Vec<Diagnostic>,
    start: Option<Span>,
    took: Duration,
}

fn make_one<'a>(make: &Maker<'_>, planned: &'a Planned, reread: reread::Reread) -> Finished<'a> {
    let (record, mut diagnostics) = match reread {
        Ok(read) => read,
        Err(diagnostics) => {
            return Finished { planned, made: None, diagnostics, start: None, took: Duration::ZERO };
        }
    };
    let started = Instant::now();
    let made = match guarded(|| make(&record, &planned.outputs)) {
        Ok((made, told)) => {
            diagnostics.extend(told);
            made
        }
        Err(said) => {
            diagnostics.push(guard::defect(&record, &said));
            None
        }
    };
    let start = Some(guard::start_of(&record));
    Finished { planned, made, diagnostics, start, took: started.elapsed() }
}

fn write_one(request: &Request, finished: Finished<'_>, built: &Built, observer: &dyn Observer) {
    let Finished { planned, made, mut diagnostics, start, took } = finished;
    let key = &planned.scanned.key;
    match made.map(|made| write(request, planned, made)) {
        Some(Ok(mut entry)) => {
            let warnings = diagnostics.iter().filter(|one| one.severity == Severity::Warning);
            entry.warnings = warnings.map(one_line).collect();
            built.add(key, entry);
            observer.made(key, took);
        }
        Some(Err((path, error))) => {
            diagnostics.push(unwritable(start, &path, &error));
            built.unwritten.fetch_add(1, Ordering::Relaxed);
        }
        None => built.fail(key),
    }
    observer.tell(plan::order(planned.file, planned.scanned.ordinal), &diagnostics);
}

/// Writes a record's files.
fn write(request: &Request, planned: &Planned, made: Made) -> Result<Entry, (String, io::Error)> {
    let mut entry = planned.scanned.facts.clone();
    entry.inputs.insert("images".to_owned(), plan::join_digests(made.images.iter()));
    entry.images = made.images;
    entry.fonts = made.fonts;
    entry.inputs.remove(SYSTEM_FONTS);
    entry.inputs.extend(made.system_fonts.map(|digest| (SYSTEM_FONTS.to_owned(), digest)));
    entry.words = made.words;
    entry.outputs = write_files(request, made.files)?;
    Ok(entry)
}

/// Writes the files of a record or a collection: all of them to temporary ones first, so that none is exchanged
/// unless all can be.
pub(super) fn write_files(
    request: &Request,
    files: Vec<MadeFile>,
) -> Result<Vec<OutputFile>, (String, io::Error)> {
    let mut outputs = Vec::new();
    let mut staged = Vec::new();
    for file in files {
        match output::stage(&request.output.join(&file.path), &file.bytes) {
            Ok(whole) => staged.push((file.path.clone(), whole)),
            Err(error) => return Err((file.path, error)),
        }
        let (pages, claims) = (file.pages, file.claims);
        outputs.push(OutputFile { pages, claims, ..OutputFile::of(file.path, &file.bytes) });
    }
    for (path, whole) in staged {
        whole.place().map_err(|error| (path, error))?;
    }
    Ok(outputs)
}

/// Looks whether every file that was written is still there: somebody may have cleared the output folder while
/// the run went on, and the manifest must not list what is gone.
fn look_after(request: &Request, stale: &[&Planned], built: &Built, observer: &dyn Observer) {
    let mut entries = built.entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for planned in stale {
        let key = &planned.scanned.key;
        let Some(entry) = entries.get(key) else { continue };
        let is_gone = |file: &&OutputFile| !request.output.join(&file.path).is_file();
        let Some(gone) = entry.outputs.iter().find(is_gone) else { continue };
        let path = record::display(&request.files[planned.file].path);
        let start = Span { source: Source::new(path, ""), start: 0, end: 0 };
        let message = format!("`{}` was written and is gone: something removed it during the run", gone.path);
        let fault = Diagnostic::error(&codes::UNWRITABLE, message).at(start).hint("run the command again");
        observer.tell(plan::order(planned.file, planned.scanned.ordinal), &[fault]);
        entries.remove(key);
        built.fail(key);
    }
}

/// Returns a fault of a file that cannot be written, told at the record it belongs to, if any.
#[must_use]
pub fn unwritable(start: Option<Span>, path: &str, error: &io::Error) -> Diagnostic {
    let fault = Diagnostic::error(&codes::UNWRITABLE, format!("`{path}` cannot be written: {error}"))
        .hint("the file that was there before, if any, is as it was; run again when there is room");
    let whole = || Span { source: Source::new(path, ""), start: 0, end: 0 };
    fault.at(start.unwrap_or_else(whole))
}

/// Returns a diagnostic as one line for the manifest.
fn one_line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = span.line_column();
        format!("{line}:{column}: ")
    });
    format!("{place}{}: {}", diagnostic.code.code, diagnostic.message)
}

/// Returns a fault of the output as a whole.
#[must_use]
pub fn unwritable_folder(path: &Path, error: &io::Error) -> Diagnostic {
    let source = Source::new(path.to_string_lossy().replace('\\', "/"), "");
    Diagnostic::error(&codes::UNWRITABLE_FOLDER, format!("the output folder cannot be written: {error}"))
        .at(Span { source, start: 0, end: 0 })
        .hint("nothing that was there before has been changed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::faces::FaceDigests;
    use crate::batch::inputs::RunInputs;
    use crate::batch::manifest::{FILE_NAME, SUMS_NAME};
    use crate::batch::timings::Timings;
    use crate::batch::workshop::MadeFile;
    use crate::document::BuildOptions;
    use crate::font::FontBook;
    use crate::layout;
    use crate::pdf::{Standard, SubsetCache};
    use crate::picture::Masks;
    use crate::project::Project;

    #[derive(Default)]
    struct Ear {
        told: Mutex<Vec<Diagnostic>>,
        is_interrupted: AtomicBool,
    }

    impl Observer for Ear {
        fn tell(&self, _order: usize, diagnostics: &[Diagnostic]) {
            self.told.lock().expect("no listener panics").extend_from_slice(diagnostics);
        }

        fn is_interrupted(&self) -> &AtomicBool {
            &self.is_interrupted
        }
    }

    /// A folder with three records, `1.md` to `3.md`, and a request to build them.
    fn desk() -> (tempfile::TempDir, Request) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = |number: u32| {
            let path = folder.path().join(format!("{number}.md"));
            fs::write(&path, format!("---\ntitle: T\nnumber: HN{number}\n---\nWords.\n")).expect("writable");
            RecordFile { path, name: PathBuf::from(number.to_string()), is_found: false }
        };
        let (files, output) = ((1..=3).map(file).collect(), folder.path().join("dist"));
        (folder, Request { files, output, is_forced: false, shard: None, prune: false })
    }

    fn run_making(request: &Request, make: &Maker<'_>) -> (Summary, Vec<Diagnostic>) {
        let (project, fonts) = (Project::default(), FontBook::default());
        let workshop = Workshop {
            project: &project,
            styles: BTreeMap::new(),
            style: None,
            fonts: &fonts,
            faces: FaceDigests::default(),
            layout: layout::Options::default(),
            subsets: SubsetCache::default(),
            masks: Masks::default(),
            formats: vec![Format::Pdf, Format::Epub],
            standard: Standard::None,
            attaches_record: false,
            building: BuildOptions::default(),
            inputs: RunInputs::new(&project, String::new(), String::new(), BTreeMap::new()),
            timings: Timings::default(),
        };
        let ear = Ear::default();
        let summary = run_with(request, &workshop, &ear, make).expect("the folder can be written");
        (summary, ear.told.into_inner().expect("no listener panics"))
    }

    fn plain(_record: &Record, outputs: &[(Format, String)]) -> (Option<Made>, Vec<Diagnostic>) {
        let file = |(_, path): &(Format, String)| MadeFile {
            path: path.clone(),
            bytes: path.clone().into_bytes(),
            pages: None,
            claims: Vec::new(),
        };
        (Some(Made { files: outputs.iter().map(file).collect(), ..Made::default() }), Vec::new())
    }

    fn built(request: &Request) -> BTreeSet<String> {
        let entries = fs::read_dir(&request.output).expect("readable");
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_record_that_panics_is_told_by_its_number_and_stops_no_other() {
        let (_folder, request) = desk();
        run_making(&request, &plain);
        let forced = Request { is_forced: true, ..request };
        let (summary, told) = run_making(&forced, &|record, outputs| {
            assert!(record.number != "HN2", "a defect");
            plain(record, outputs)
        });
        assert_eq!((summary.pdfs, summary.epubs, summary.faulty), (2, 2, 1));
        assert_eq!(told.len(), 1);
        assert!(
            told[0].message.starts_with("offprint itself failed at record `HN2`: a defect ("),
            "{told:?}"
        );
        let kept = ["1.epub", "1.pdf", "3.epub", "3.pdf", SUMS_NAME, FILE_NAME];
        assert_eq!(built(&forced), kept.map(str::to_owned).into());
    }

    #[test]
    fn files_that_cannot_be_written_leave_those_of_before() {
        let (_folder, request) = desk();
        run_making(&request, &plain);
        let before = Manifest::read(&request.output).expect("a manifest");
        // Of the second record the PDF can be written and the EPUB cannot: its folder is a file.
        let forced = Request { is_forced: true, ..request };
        let (summary, told) = run_making(&forced, &|record, outputs| {
            let (mut made, told) = plain(record, outputs);
            for file in made.iter_mut().flat_map(|made| &mut made.files) {
                file.bytes.push(b'!');
                if record.number == "HN2" && file.path.ends_with(".epub") {
                    file.path = format!("{FILE_NAME}/2.epub");
                }
            }
            (made, told)
        });
        assert_eq!((summary.pdfs, summary.faulty), (2, 1));
        assert!(
            told.iter().any(|fault| fault.message.starts_with("`manifest.json/2.epub` cannot be written"))
        );
        assert_eq!(fs::read(forced.output.join("2.pdf")).expect("there"), b"2.pdf");
        let after = Manifest::read(&forced.output).expect("a manifest");
        assert_eq!(after.records.get("2.md"), before.records.get("2.md"));
        assert_ne!(after.records.get("1.md"), before.records.get("1.md"));
    }
}
