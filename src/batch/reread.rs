//! Reading again the records that are to be built, a bounded number at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;

use rayon::prelude::*;

use super::plan::Planned;
use super::scan::RecordFile;
use super::timings::Stage;
use super::workshop::Workshop;
use super::{digest, guard};
use crate::diagnostics::Diagnostic;
use crate::disk;
use crate::guard::guarded;
use crate::project::Project;
use crate::record::{self, ReadContext, Reading, Record};

/// A record with its warnings, or the faults that a file has gained since it was scanned.
pub type Reread = Result<(Record, Vec<Diagnostic>), Vec<Diagnostic>>;

/// How many records of one file are in memory at once: enough to keep every core busy.
const CHUNK: usize = 64;

/// Reads each planned record again and hands it on, on all cores. The plan is in the order of
/// files and, within a file, of its records. Once it `is_over`, no more is read.
pub fn for_each<'a>(
    files: &[RecordFile],
    planned: &[&'a Planned],
    workshop: &Workshop<'_>,
    is_over: impl Fn() -> bool + Sync,
    hand_on: impl Fn(&'a Planned, Reread) + Sync,
) {
    let (many, one): (Vec<&'a Planned>, Vec<&'a Planned>) =
        planned.iter().partition(|planned| files[planned.file].holds_many());
    one.par_iter().filter(|_| !is_over()).for_each(|planned| {
        let read = || read_one(&files[planned.file], planned, workshop.project);
        hand_on(planned, workshop.timings.of(Stage::Read, read));
    });
    for of_file in many.chunk_by(|a, b| a.file == b.file) {
        read_many(&files[of_file[0].file], of_file, workshop, &is_over, &hand_on);
    }
}

fn read_one(file: &RecordFile, planned: &Planned, project: &Project) -> Reread {
    match file.bytes() {
        Ok(bytes) if !is_as_scanned(planned, &bytes) => Err(vec![changed(file)]),
        Ok(bytes) => single(of_bytes(file, &bytes, project)),
        Err(error) => Err(vec![record::unreadable(&file.path, &error)]),
    }
}

/// Reads a file of one record; a defect of ours in it is its fault.
pub fn of_bytes(file: &RecordFile, bytes: &[u8], project: &Project) -> Reading {
    let context = ReadContext { project, is_found: file.is_found };
    guarded(|| record::read(&file.path, bytes, &context))
        .unwrap_or_else(|said| fault(guard::unread(&record::display(&file.path), &said)))
}

fn fault(fault: Diagnostic) -> Reading {
    Reading { records: Vec::new(), diagnostics: vec![fault] }
}

/// Goes through the records of a file, one or many, each with its place in it; none stays in memory.
pub fn each(file: &RecordFile, project: &Project, mut take: impl FnMut(usize, Reading)) {
    let context = ReadContext { project, is_found: file.is_found };
    if !file.holds_many() {
        return take(
            0,
            match file.bytes() {
                Ok(bytes) => of_bytes(file, &bytes, project),
                Err(error) => fault(record::unreadable(&file.path, &error)),
            },
        );
    }
    match disk::open(&file.path) {
        Ok(opened) => {
            let path = record::display(&file.path);
            let lines = record::read_lines(&file.path, BufReader::new(opened), &context);
            for (ordinal, reading) in guard::readings(&path, lines).enumerate() {
                take(ordinal, reading);
            }
        }
        Err(error) => take(0, fault(record::unreadable(&file.path, &error))),
    }
}

/// A record's place: its file, and its place in the file.
pub type At = (usize, usize);

/// Reads some records again and keeps them; each file is gone through once, however many are wanted of it.
#[must_use]
pub fn some(files: &[RecordFile], wanted: &BTreeSet<At>, project: &Project) -> BTreeMap<At, Record> {
    let of: BTreeSet<usize> = wanted.iter().map(|&(file, _)| file).collect();
    let of: Vec<usize> = of.into_iter().collect();
    let found: Vec<Vec<(At, Record)>> = of
        .into_par_iter()
        .map(|file| {
            let mut found = Vec::new();
            each(&files[file], project, |ordinal, mut reading| {
                if wanted.contains(&(file, ordinal)) {
                    found.extend(reading.records.pop().map(|record| ((file, ordinal), record)));
                }
            });
            found
        })
        .collect();
    found.into_iter().flatten().collect()
}

fn single(mut reading: Reading) -> Reread {
    match reading.records.pop() {
        Some(record) => Ok((record, reading.diagnostics)),
        None => Err(reading.diagnostics),
    }
}

/// Goes through a file of many records once, in step with the plan.
fn read_many<'a>(
    file: &RecordFile,
    planned: &[&'a Planned],
    workshop: &Workshop<'_>,
    is_over: &impl Fn() -> bool,
    hand_on: &(impl Fn(&'a Planned, Reread) + Sync),
) {
    let opened = match disk::open(&file.path) {
        Ok(opened) => opened,
        Err(error) => {
            for planned in planned {
                hand_on(planned, Err(vec![record::unreadable(&file.path, &error)]));
            }
            return;
        }
    };
    let context = ReadContext { project: workshop.project, is_found: file.is_found };
    let mut wanted = planned.iter().copied().peekable();
    let path = record::display(&file.path);
    let lines = record::read_lines(&file.path, BufReader::new(opened), &context);
    let mut lines = guard::readings(&path, lines).enumerate();
    loop {
        if is_over() {
            return;
        }
        let mut chunk: Vec<(&'a Planned, Reread)> = Vec::with_capacity(CHUNK);
        while chunk.len() < CHUNK
            && let Some((ordinal, reading)) = workshop.timings.of(Stage::Read, || lines.next())
        {
            if wanted.peek().is_some_and(|planned| planned.scanned.ordinal == ordinal)
                && let Some(planned) = wanted.next()
            {
                chunk.push((planned, single(reading).and_then(|read| unchanged(file, planned, read))));
            }
        }
        if chunk.is_empty() {
            break;
        }
        chunk.into_par_iter().for_each(|(planned, reread)| hand_on(planned, reread));
    }
    // What the file no longer holds can only have gone since the scan.
    for planned in wanted {
        hand_on(planned, Err(vec![changed(file)]));
    }
}

/// Passes a line's record on if it is still the one that was scanned.
fn unchanged(file: &RecordFile, planned: &Planned, read: (Record, Vec<Diagnostic>)) -> Reread {
    if is_as_scanned(planned, read.0.source.text.as_bytes()) { Ok(read) } else { Err(vec![changed(file)]) }
}

fn is_as_scanned(planned: &Planned, bytes: &[u8]) -> bool {
    planned.scanned.facts.inputs.get("record").is_some_and(|known| *known == digest::of_input(bytes))
}

/// An artefact of the new text would go by the old one's name and digest.
fn changed(file: &RecordFile) -> Diagnostic {
    let error = std::io::Error::other("the file changed while it was read");
    record::unreadable(&file.path, &error).hint("run the command again")
}
