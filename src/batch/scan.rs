//! Reading every record once, to learn who they are and what their artefacts depend on.
//!
//! Nothing but these facts stays in memory, so that the size of an archive does not matter. A file
//! that is byte for byte the one of the last run is not even parsed.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::manifest::{Entry, Manifest};
use super::timings::{Stage, Timings};
use super::{digest, reread};
use crate::collection::Facts;
use crate::diagnostics::Diagnostic;
use crate::disk;
use crate::project::Project;
use crate::record::{self, FileForm, Reading, Record, limits};

/// A record file, as the command line found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// Where it is, from the working directory.
    pub path: PathBuf,
    /// Its path below the folder given, without ending: `2012/CO12033`, also for
    /// `2012/CO12033/index.md`. Outputs are named by it.
    pub name: PathBuf,
    /// Whether it was found in a folder rather than named.
    pub is_found: bool,
}

impl RecordFile {
    /// Tells whether the file holds many records, one a line.
    #[must_use]
    pub fn holds_many(&self) -> bool {
        FileForm::of(&self.path) == Some(FileForm::JsonLines)
    }

    /// Reads a file of one record, or as much of it as shows that it passes the limit.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        disk::read_start(&self.path, limits::RECORD_BYTES as u64 + 2)
    }

    /// Returns its name with forward slashes: the stem of its artefacts.
    #[must_use]
    pub fn stem(&self) -> String {
        self.name.to_string_lossy().replace('\\', "/")
    }

    /// Returns its name with the ending of its form; unique among the files of a run.
    #[must_use]
    pub fn source(&self) -> String {
        let ending = self.path.extension().unwrap_or_default().to_string_lossy();
        format!("{}.{ending}", self.stem())
    }
}

/// What a run must know of a record before it builds anything.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Its key in the manifest.
    pub key: String,
    /// Its place among the records of its file, from 0.
    pub ordinal: usize,
    /// As in the manifest: all but what was built.
    pub facts: Entry,
}

/// What a record file gave.
#[derive(Debug, Default)]
pub struct ScannedFile {
    /// Its records without a fault.
    pub records: Vec<Scanned>,
    /// Faults of the others, and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Scans record files in parallel; the result is in their order.
#[must_use]
pub fn scan(
    files: &[RecordFile],
    project: &Project,
    known: &Manifest,
    timings: &Timings,
) -> Vec<ScannedFile> {
    files
        .par_iter()
        .map(|file| {
            timings.of(Stage::Read, || {
                if file.holds_many() { scan_lines(file, project) } else { scan_one(file, project, known) }
            })
        })
        .collect()
}

fn scan_one(file: &RecordFile, project: &Project, known: &Manifest) -> ScannedFile {
    let bytes = match file.bytes() {
        Ok(bytes) => bytes,
        Err(error) => {
            let diagnostics = vec![record::unreadable(&file.path, &error)];
            return ScannedFile { records: Vec::new(), diagnostics };
        }
    };
    let digest = digest::of_input(&bytes);
    let has_facts = |entry: &Entry| entry.facts.is_some() || project.collections.is_empty();
    if let Some(entry) = known.records.get(&file.source())
        && entry.inputs.get("record") == Some(&digest)
        && has_facts(entry)
    {
        let facts = Entry { outputs: Vec::new(), warnings: Vec::new(), ..entry.clone() };
        let scanned = Scanned { key: file.source(), ordinal: 0, facts };
        return ScannedFile { records: vec![scanned], diagnostics: Vec::new() };
    }
    let reading = reread::of_bytes(file, &bytes, project);
    let records =
        reading.records.iter().map(|record| learn(file, record, 0, digest.clone(), project)).collect();
    ScannedFile { records, diagnostics: faults_of(reading) }
}

fn scan_lines(file: &RecordFile, project: &Project) -> ScannedFile {
    let mut scanned = ScannedFile::default();
    reread::each(file, project, |ordinal, reading| {
        for record in &reading.records {
            let digest = digest::of_input(record.source.text.as_bytes());
            scanned.records.push(learn(file, record, ordinal, digest, project));
        }
        scanned.diagnostics.extend(faults_of(reading));
    });
    scanned
}

/// Keeps the faults of a file none of whose records can be built: a record that reads is read
/// again when it is built, and its warnings are told then.
fn faults_of(reading: Reading) -> Vec<Diagnostic> {
    if reading.records.is_empty() { reading.diagnostics } else { Vec::new() }
}

fn learn(file: &RecordFile, record: &Record, ordinal: usize, digest: String, project: &Project) -> Scanned {
    let facts = Entry {
        source: file.source(),
        number: record.number.clone(),
        series: record.series.clone(),
        date: record.date.map(|date| date.to_string()),
        lang: record.lang.clone(),
        draft: record.status == record::Status::Draft,
        superseded: record.superseded_version().map(str::to_owned),
        disclaimer: record.disclaimer.clone(),
        text: digest::of_input(record.body.text.as_bytes()),
        revised: record.revised().map(|date| date.to_string()),
        facts: (!project.collections.is_empty()).then(|| Facts::of(record, project)),
        inputs: BTreeMap::from([("record".to_owned(), digest)]),
        ..Entry::default()
    };
    let name = match &facts.superseded {
        Some(version) => format!("{}-v{version}", record.number),
        None => record.number.clone(),
    };
    Scanned { key: Manifest::key(&file.source(), &name), ordinal, facts }
}
