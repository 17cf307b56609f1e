//! Reading again the records that are to be built, a bounded number at a time.

use std::fs::File;
use std::io::BufReader;

use rayon::prelude::*;

use super::guard;
use super::run::Planned;
use super::scan::RecordFile;
use crate::diagnostics::Diagnostic;
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
    project: &Project,
    is_over: impl Fn() -> bool + Sync,
    hand_on: impl Fn(&'a Planned, Reread) + Sync,
) {
    let (many, one): (Vec<&'a Planned>, Vec<&'a Planned>) =
        planned.iter().partition(|planned| files[planned.file].holds_many());
    one.par_iter().filter(|_| !is_over()).for_each(|planned| {
        hand_on(planned, read_one(&files[planned.file], project));
    });
    for of_file in many.chunk_by(|a, b| a.file == b.file) {
        read_many(&files[of_file[0].file], of_file, project, &is_over, &hand_on);
    }
}

fn read_one(file: &RecordFile, project: &Project) -> Reread {
    let bytes = file.bytes().map_err(|error| vec![record::unreadable(&file.path, &error)])?;
    let context = ReadContext { project, is_found: file.is_found };
    guard::guarded(|| single(record::read(&file.path, &bytes, &context)))
        .unwrap_or_else(|said| Err(vec![guard::unread(&record::display(&file.path), &said)]))
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
    project: &Project,
    is_over: &impl Fn() -> bool,
    hand_on: &(impl Fn(&'a Planned, Reread) + Sync),
) {
    let opened = match File::open(&file.path) {
        Ok(opened) => opened,
        Err(error) => {
            for planned in planned {
                hand_on(planned, Err(vec![record::unreadable(&file.path, &error)]));
            }
            return;
        }
    };
    let context = ReadContext { project, is_found: file.is_found };
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
            && let Some((ordinal, reading)) = lines.next()
        {
            if wanted.peek().is_some_and(|planned| planned.scanned.ordinal == ordinal)
                && let Some(planned) = wanted.next()
            {
                chunk.push((planned, single(reading)));
            }
        }
        if chunk.is_empty() {
            break;
        }
        chunk.into_par_iter().for_each(|(planned, reread)| hand_on(planned, reread));
    }
    // What the file no longer holds can only have gone since the scan.
    for planned in wanted {
        let error = std::io::Error::other("the file changed while it was read");
        hand_on(planned, Err(vec![record::unreadable(&file.path, &error)]));
    }
}
