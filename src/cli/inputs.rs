//! Which files a command works on: the project file, and the records at and below the paths given.
//!
//! A file that is named is a record, or an error. In a folder that is walked, what is plainly something
//! else is passed over: see `docs/record-format.md`, "Which files are records".

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::args::Global;
use crate::batch::reread;
use crate::batch::scan::RecordFile;
use crate::diagnostics::codes::{project as project_codes, record as codes};
use crate::diagnostics::{Code, Diagnostic, Source, Span};
use crate::disk;
use crate::project::{self, Project};
use crate::record::{self, FileForm, Reading};

/// Finds the record files at and below paths, in the order of the paths and then of names; what cannot be
/// looked at is told beside them.
///
/// `skip` are folders not to walk, such as the output folder.
#[must_use]
pub fn find_records(paths: &[PathBuf], skip: &[PathBuf]) -> (Vec<RecordFile>, Vec<Diagnostic>) {
    let mut search = Search {
        skip: skip.iter().filter_map(|path| path.canonicalize().ok()).collect(),
        seen: BTreeSet::new(),
        files: Vec::new(),
        faults: Vec::new(),
    };
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => search.walk(path),
            Ok(meta) if !meta.is_file() => {
                search.faults.push(record::unreadable(path, &io::Error::other(NOT_A_FILE)));
            }
            Ok(_) => search.named(path),
            Err(error) => search.faults.push(record::unreadable(path, &error)),
        }
    }
    (search.files, search.faults)
}

/// What is said of pipes, sockets and devices.
const NOT_A_FILE: &str = "it is no regular file";

struct Search {
    skip: Vec<PathBuf>,
    seen: BTreeSet<PathBuf>,
    files: Vec<RecordFile>,
    faults: Vec<Diagnostic>,
}

impl Search {
    /// Takes a file that was named.
    fn named(&mut self, path: &Path) {
        if FileForm::of(path).is_none() {
            let fault = fault(&codes::NOT_A_RECORD, path, "not a record file");
            self.faults.push(fault.hint("records end in .md, .yaml, .yml, .toml, .json or .jsonl"));
            return;
        }
        let base = path.parent().unwrap_or(Path::new(""));
        // An `index.md` is named by its folder, which is the one thing known of where it belongs.
        let base = if is_index(path) { base.parent().unwrap_or(base) } else { base };
        self.add(path, base, false);
    }

    fn walk(&mut self, folder: &Path) {
        let root = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        if folder.join("index.md").is_file() {
            let base = folder.parent().unwrap_or(folder);
            self.add(&folder.join("index.md"), base, true);
        }
        let skip = self.skip.clone();
        let walker = WalkBuilder::new(folder)
            // What git ignores depends on a machine's settings; a file of our own does not.
            .standard_filters(false)
            .hidden(true)
            .add_custom_ignore_filename(".offprintignore")
            .follow_links(false)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                !(is_folder && entry.path().canonicalize().is_ok_and(|path| skip.contains(&path)))
            })
            .build();
        for entry in walker {
            match entry {
                Ok(entry) => self.entry(&entry, folder, &root),
                Err(error) => self.faults.push(unwalkable(folder, &error)),
            }
        }
    }

    fn entry(&mut self, entry: &ignore::DirEntry, folder: &Path, root: &Path) {
        let path = entry.path();
        let Some(kind) = entry.file_type() else { return };
        let has_form = FileForm::of(path).is_some();
        if kind.is_dir() {
            if has_form && entry.depth() > 0 && !path.join("index.md").is_file() {
                let fault = fault(
                    &codes::NO_INDEX,
                    path,
                    "a folder named like a record, without an `index.md` in it",
                );
                self.faults.push(fault.hint("put the record into it as `index.md`, or rename the folder"));
            }
        } else if kind.is_symlink() {
            self.link(path, has_form, root);
        } else if !has_form || is_other(path) {
        } else if !kind.is_file() {
            self.faults.push(record::unreadable(path, &io::Error::other(NOT_A_FILE)));
        } else if !(is_index(path) && entry.depth() == 1) {
            self.add(path, folder, true);
        }
    }

    /// A link inside leads to what is found at its own place; one that leads out is told.
    fn link(&mut self, path: &Path, has_form: bool, root: &Path) {
        if !has_form || is_other(path) {
            return;
        }
        match path.canonicalize() {
            Ok(target) if target.starts_with(root) => {}
            Ok(_) => {
                let fault = fault(&codes::OUTSIDE, path, "a link that leads out of the folder");
                self.faults.push(fault.hint("copy the file into the folder, or name it on the command line"));
            }
            Err(error) => self.faults.push(record::unreadable(path, &error)),
        }
    }

    fn add(&mut self, path: &Path, base: &Path, is_found: bool) {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        if !self.seen.insert(whole) {
            return;
        }
        let below = path.strip_prefix(base).unwrap_or(path);
        let name = if is_index(path) {
            let folder = below.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.map_or_else(|| below.with_extension(""), Path::to_path_buf)
        } else {
            below.with_extension("")
        };
        let path = path.strip_prefix(".").unwrap_or(path).to_path_buf();
        self.files.push(RecordFile { path, name, is_found });
    }
}

fn is_index(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "index.md")
}

/// Files that end like records and never are.
fn is_other(path: &Path) -> bool {
    const OTHERS: [&str; 12] = [
        "offprint.toml",
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "composer.json",
        "cargo.toml",
        "deny.toml",
        "clippy.toml",
        "rustfmt.toml",
        "pyproject.toml",
        "manifest.json",
        "mkdocs.yml",
    ];
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    name.is_some_and(|name| OTHERS.contains(&name.as_str()))
}

fn fault(code: Code, path: &Path, message: &str) -> Diagnostic {
    let source = Source::new(record::display(path), "");
    Diagnostic::error(code, message).at(Span { source, start: 0, end: 0 })
}

fn unwalkable(folder: &Path, error: &ignore::Error) -> Diagnostic {
    fault(&codes::UNREADABLE, folder, &format!("cannot be walked: {error}"))
}

/// Reads a record file whole; what cannot be opened is told as its fault.
#[must_use]
pub fn read_file(file: &RecordFile, project: &Project) -> Reading {
    let mut all = Reading::default();
    reread::each(file, project, |_, reading| {
        all.records.extend(reading.records);
        all.diagnostics.extend(reading.diagnostics);
    });
    all
}

/// Loads the project file that was named, or the nearest at or above the records; without one, the defaults.
///
/// # Errors
///
/// Every fault of the project file.
pub fn load_project(global: &Global, paths: &[PathBuf]) -> Result<Project, Vec<Diagnostic>> {
    let project = load_file(global, paths)?;
    Ok(Project { allowed: global.allow_path.clone(), ..project })
}

fn load_file(global: &Global, paths: &[PathBuf]) -> Result<Project, Vec<Diagnostic>> {
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let Some(path) = global.project.clone().or_else(|| project::find(first)) else {
        let root = if first.is_dir() { first } else { first.parent().unwrap_or(Path::new("")) };
        return Ok(Project { root: root.to_path_buf(), ..Project::default() });
    };
    let path = path.strip_prefix(".").map_or(path.clone(), Path::to_path_buf);
    match disk::read(&path, disk::TEXT_BYTES) {
        Ok(bytes) => project::load(&path, &bytes),
        Err(error) => {
            Err(vec![fault(&project_codes::PROJECT_UNREADABLE, &path, &format!("cannot be read: {error}"))])
        }
    }
}

/// Tells of what a project needs and cannot be used.
pub fn unusable(paths: &[PathBuf], line: &str) -> Diagnostic {
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    fault(&project_codes::PROJECT_UNREADABLE, first, line.trim_start_matches("error: "))
}
