//! The records and what is known of them.
//!
//! Every record is read and checked; pages are made of those alone that somebody looks at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use super::House;
use super::show::{self, Attempt, View};
use crate::batch::manifest::Manifest;
use crate::batch::scan::RecordFile;
use crate::batch::workshop::DEFAULT_STYLE;
use crate::diagnostics::{Diagnostic, Severity};
use crate::document::BuildOptions;
use crate::document::inline::plain_text;
use crate::font::FontBook;
use crate::layout;
use crate::project::Project;
use crate::record::{Reading, Record, Status, lint};
use crate::style::Style;

/// What records are made with.
pub struct Setup {
    /// The project.
    pub project: Project,
    /// The faces.
    pub fonts: FontBook,
    /// Every style in use, by name.
    pub styles: BTreeMap<String, Style>,
    /// The style for all, whatever their series says.
    pub style: Option<String>,
    /// How pages are made beyond what the style says.
    pub layout: layout::Options,
    /// How documents are built.
    pub building: BuildOptions,
}

impl Setup {
    /// Returns the style that records of a series are set in.
    pub(super) fn style_of(&self, series: Option<&str>) -> Option<&Style> {
        let of_series = || self.project.series(series?)?.1.style.as_deref();
        self.styles.get(self.style.as_deref().or_else(of_series).unwrap_or(DEFAULT_STYLE))
    }
}

/// So many records keep their pages; the one not looked at for longest gives way.
const KEPT: usize = 12;

/// What is told of a record in the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    pub id: usize,
    /// The path of its file.
    pub file: String,
    pub number: String,
    pub title: String,
    pub status: &'static str,
    pub faults: Vec<Diagnostic>,
}

impl Listed {
    /// `broken`, `warned` or `good`.
    pub(super) fn state(&self) -> &'static str {
        match (self.count(Severity::Error), self.count(Severity::Warning)) {
            (0, 0) => "good",
            (0, _) => "warned",
            _ => "broken",
        }
    }

    /// How many faults there are of a weight.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.faults.iter().filter(|fault| fault.severity == severity).count()
    }
}

/// A record of the shelf.
struct Item {
    listed: Listed,
    file: RecordFile,
    /// Grows by one whenever the record is read anew.
    edition: u64,
}

/// When a file was last written, and its size: what tells that it may have changed.
type Stamp = Option<(SystemTime, u64)>;

/// The records.
pub(super) struct Shelf {
    house: Arc<dyn House>,
    state: Mutex<State>,
}

struct State {
    setup: Arc<Setup>,
    /// Grows by one whenever what records are made with changes.
    epoch: u64,
    /// What keeps the present project file from being used.
    setup_faults: Vec<Diagnostic>,
    search_faults: Vec<Diagnostic>,
    /// By key, which is also the order of the list.
    items: BTreeMap<String, Item>,
    /// Keys by id; an id is never given twice.
    keys: Vec<String>,
    stamps: BTreeMap<PathBuf, Stamp>,
    /// The last attempts at pages, the latest last.
    attempts: Vec<(usize, Attempt)>,
}

impl Shelf {
    pub(super) fn new(house: Arc<dyn House>, setup: Setup) -> Self {
        let state = State {
            setup: Arc::new(setup),
            epoch: 0,
            setup_faults: Vec::new(),
            search_faults: Vec::new(),
            items: BTreeMap::new(),
            keys: Vec::new(),
            stamps: BTreeMap::new(),
            attempts: Vec::new(),
        };
        let shelf = Self { house, state: Mutex::new(state) };
        shelf.refresh(&BTreeSet::new());
        shelf
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the house and what is set up now.
    pub(super) fn house(&self) -> (&dyn House, Arc<Setup>) {
        (&*self.house, Arc::clone(&self.state().setup))
    }

    /// Returns the list, and what is wrong beside the records.
    pub(super) fn list(&self) -> (Vec<Listed>, Vec<Diagnostic>) {
        let state = self.state();
        let listed = state.items.values().map(|item| item.listed.clone()).collect();
        (listed, state.setup_faults.iter().chain(&state.search_faults).cloned().collect())
    }

    /// Looks at files again: those named, and whatever else has another stamp than before. Returns the ids of the
    /// records that were read anew.
    pub(super) fn refresh(&self, touched: &BTreeSet<PathBuf>) -> BTreeSet<usize> {
        let setup = Arc::clone(&self.state().setup);
        let (files, search_faults) = self.house.records(&setup.project);
        let stamps: BTreeMap<PathBuf, Stamp> =
            files.iter().map(|file| (file.path.clone(), stamp(&file.path))).collect();
        let stale: Vec<&RecordFile> = {
            let state = self.state();
            let is_stale = |file: &&RecordFile| {
                state.stamps.get(&file.path) != stamps.get(&file.path)
                    || file.path.canonicalize().is_ok_and(|path| touched.contains(&path))
            };
            files.iter().filter(is_stale).collect()
        };
        let readings: Vec<(&RecordFile, Reading)> =
            stale.into_par_iter().map(|file| (file, self.read(file, &setup))).collect();
        let mut state = self.state();
        state.search_faults = search_faults;
        state.stamps = stamps;
        let present: BTreeSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
        let mut changed = BTreeSet::new();
        state.items.retain(|_, item| {
            let is_there = present.contains(item.file.path.as_path());
            if !is_there {
                changed.insert(item.listed.id);
            }
            is_there
        });
        for (file, reading) in readings {
            state.shelve(file, reading, &mut changed);
        }
        changed
    }

    /// Takes up what records are made with anew; what cannot be used is told, and the old stays in use.
    pub(super) fn set_up_anew(&self) -> BTreeSet<usize> {
        let setup = self.house.setup();
        let mut state = self.state();
        match setup {
            Ok(setup) => {
                state.setup = Arc::new(setup);
                state.setup_faults.clear();
            }
            Err(faults) => state.setup_faults = faults,
        }
        // Every record is checked by other rules now.
        state.stamps.clear();
        drop(state);
        self.forget_pages();
        self.refresh(&BTreeSet::new())
    }

    /// Has pages made anew when they are next looked at, as when an image changed; returns whose they are.
    pub(super) fn forget_pages(&self) -> BTreeSet<usize> {
        let mut state = self.state();
        state.epoch += 1;
        state.attempts.iter().map(|(id, _)| *id).collect()
    }

    /// Reads and lints a file.
    fn read(&self, file: &RecordFile, setup: &Setup) -> Reading {
        let mut reading = self.house.read(file, &setup.project);
        for record in &reading.records {
            reading.diagnostics.extend(lint::check(record, &setup.project, None));
        }
        reading
    }

    /// Returns a record as it is now, with pages made of it; where that fails, with the last good ones.
    pub(super) fn look(&self, id: usize) -> Option<View> {
        let (file, key, made_of, setup) = {
            let state = self.state();
            let key = state.keys.get(id)?.clone();
            let item = state.items.get(&key)?;
            let made_of = (item.edition, state.epoch);
            let last = state.attempts.iter().find(|(known, _)| *known == id);
            if let Some((_, attempt)) = last.filter(|(_, attempt)| attempt.made_of == made_of) {
                return Some(show::view(&item.listed, attempt));
            }
            (item.file.clone(), key, made_of, Arc::clone(&state.setup))
        };
        let reading = self.read(&file, &setup);
        let mut attempt = show::attempt(reading, &file, &key, made_of, &setup);
        let mut state = self.state();
        let last =
            state.attempts.iter().position(|(known, _)| *known == id).map(|at| state.attempts.remove(at));
        if attempt.good.is_none() {
            attempt.good = last.and_then(|(_, attempt)| attempt.good);
        }
        let item = state.items.get_mut(&key)?;
        item.listed.faults.clone_from(&attempt.faults);
        let view = show::view(&item.listed, &attempt);
        state.attempts.push((id, attempt));
        if state.attempts.len() > KEPT {
            state.attempts.remove(0);
        }
        Some(view)
    }
}

impl State {
    /// Puts what a file gave in the place of what it gave before.
    fn shelve(&mut self, file: &RecordFile, reading: Reading, changed: &mut BTreeSet<usize>) {
        let Reading { records, diagnostics } = reading;
        let mut kept = BTreeSet::new();
        if !file.holds_many() {
            let key = file.source();
            // What was plainly no record has neither a record nor an error.
            if !records.is_empty() || diagnostics.iter().any(Diagnostic::is_error) {
                changed.insert(self.put(&key, file, records.first(), diagnostics));
                kept.insert(key);
            }
        } else {
            let (of_file, of_records): (Vec<_>, Vec<_>) =
                diagnostics.into_iter().partition(|fault| records.is_empty() || fault.is_error());
            for record in &records {
                let key = key_of(file, record);
                let is_own = |fault: &&Diagnostic| {
                    fault.span.as_ref().is_some_and(|span| Arc::ptr_eq(&span.source, &record.source))
                };
                let own = of_records.iter().filter(is_own).cloned().collect();
                changed.insert(self.put(&key, file, Some(record), own));
                kept.insert(key);
            }
            if !of_file.is_empty() {
                let key = file.source();
                changed.insert(self.put(&key, file, None, of_file));
                kept.insert(key);
            }
        }
        self.items.retain(|key, item| {
            let is_kept = item.file.path != file.path || kept.contains(key);
            if !is_kept {
                changed.insert(item.listed.id);
            }
            is_kept
        });
    }

    /// Puts a record; one that is broken keeps the number and title it was last known by.
    fn put(
        &mut self,
        key: &str,
        file: &RecordFile,
        record: Option<&Record>,
        faults: Vec<Diagnostic>,
    ) -> usize {
        let id = self.keys.iter().position(|known| known == key).unwrap_or_else(|| {
            self.keys.push(key.to_owned());
            self.keys.len() - 1
        });
        let before = self.items.remove(key);
        let edition = before.as_ref().map_or(0, |item| item.edition + 1);
        let mut listed = before.map(|item| item.listed).unwrap_or_else(|| Listed {
            number: file.stem().rsplit('/').next().unwrap_or_default().to_owned(),
            status: "final",
            ..Listed::default()
        });
        listed.id = id;
        listed.file = crate::record::display(&file.path);
        listed.faults = faults;
        if let Some(record) = record {
            listed.number.clone_from(&record.number);
            listed.title = title(record);
            listed.status = match record.status {
                Status::Draft => "draft",
                Status::Final => "final",
                Status::Superseded => "superseded",
            };
        }
        self.items.insert(key.to_owned(), Item { listed, file: file.clone(), edition });
        id
    }
}

/// The key of a record: its file, and its number where a file holds many.
pub(super) fn key_of(file: &RecordFile, record: &Record) -> String {
    let number = match record.superseded_version() {
        Some(version) => format!("{}-v{version}", record.number),
        None => record.number.clone(),
    };
    Manifest::key(&file.source(), &number)
}

/// A title without its emphasis.
fn title(record: &Record) -> String {
    let words = &record.title.text;
    if !words.contains(['*', '_', '\\', '&']) {
        return words.clone();
    }
    let (document, _) = crate::document::build(record, &Project::default(), &BuildOptions::default());
    document.map_or_else(|| words.clone(), |document| plain_text(&document.title))
}

fn stamp(path: &Path) -> Stamp {
    let facts = std::fs::metadata(path).ok()?;
    Some((facts.modified().ok()?, facts.len()))
}
