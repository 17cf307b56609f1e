//! Records that get in each other's way: one number twice, one output twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::run::Planned;
use super::scan::{RecordFile, ScannedFile};
use super::workshop::Workshop;
use super::{plan::State, reread};
use crate::diagnostics::codes::batch as codes;
use crate::diagnostics::{Diagnostic, Span};
use crate::record::{self, Record};

/// A record's place: its file, and its place in the file.
type At = (usize, usize);

/// What no two records may share: series, number, and the version of one that is superseded.
type Number<'a> = (Option<&'a str>, String, Option<&'a str>);

/// Finds every record that clashes with another. All of a clash are faulty: nobody can say which is
/// meant. The faults come with the order in which they are told.
pub fn find(
    files: &[RecordFile],
    scanned: &[ScannedFile],
    workshop: &Workshop<'_>,
) -> (BTreeSet<At>, Vec<(usize, Diagnostic)>) {
    let mut numbers: BTreeMap<Number<'_>, Vec<At>> = BTreeMap::new();
    let mut outputs: BTreeMap<String, Vec<At>> = BTreeMap::new();
    for (file, records) in scanned.iter().enumerate() {
        for one in &records.records {
            let at = (file, one.ordinal);
            let facts = &one.facts;
            let number = (facts.series.as_deref(), facts.number.to_lowercase(), facts.superseded.as_deref());
            numbers.entry(number).or_default().push(at);
            for (_, path) in workshop.outputs(&files[file], &one.facts) {
                outputs.entry(path.to_lowercase()).or_default().push(at);
            }
        }
    }
    let same_number: Vec<Vec<At>> = numbers.into_values().filter(|group| group.len() > 1).collect();
    let numbered: BTreeSet<At> = same_number.iter().flatten().copied().collect();
    // Two records of one number have been told of already; their outputs need no second fault.
    let same_output: BTreeSet<Vec<At>> =
        outputs.into_values().filter(|group| group.len() > 1 && !numbered.contains(&group[0])).collect();

    let clashing: BTreeSet<At> = numbered.into_iter().chain(same_output.iter().flatten().copied()).collect();
    let found = read_again(files, scanned, &clashing, workshop);
    let records = |group: &[At]| -> Vec<&Record> { group.iter().filter_map(|at| found.get(at)).collect() };
    let mut faults = Vec::new();
    for group in &same_number {
        for (later, fault) in record::duplicates(records(group)) {
            faults.push((group[later].0 << 24, fault));
        }
    }
    for group in &same_output {
        faults.extend(output_faults(group, &records(group)));
    }
    (clashing, faults)
}

/// Reads the records that clash again, to point into them; each file once, however many of its records do.
fn read_again(
    files: &[RecordFile],
    scanned: &[ScannedFile],
    clashing: &BTreeSet<At>,
    workshop: &Workshop<'_>,
) -> BTreeMap<At, Record> {
    let of_file = |(file, records): (usize, &ScannedFile)| {
        let clashes = records.records.iter().filter(|one| clashing.contains(&(file, one.ordinal))).cloned();
        clashes
            .map(|scanned| Planned { file, scanned, outputs: Vec::new(), state: State::New })
            .collect::<Vec<_>>()
    };
    let planned: Vec<Planned> = scanned.iter().enumerate().flat_map(of_file).collect();
    let found = std::sync::Mutex::new(BTreeMap::new());
    let planned: Vec<&Planned> = planned.iter().collect();
    reread::for_each(
        files,
        &planned,
        workshop.project,
        || false,
        |planned, reread| {
            if let Ok((record, _)) = reread {
                let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                found.insert((planned.file, planned.scanned.ordinal), record);
            }
        },
    );
    found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn output_faults(group: &[At], records: &[&Record]) -> Vec<(usize, Diagnostic)> {
    let start = |record: &Record| Span { source: Arc::clone(&record.source), start: 0, end: 0 };
    let Some((first, later)) = records.split_first() else { return Vec::new() };
    later
        .iter()
        .zip(&group[1..])
        .map(|(record, at)| {
            let message = format!("`{}` would be written to the file of another record", record.number);
            let fault = Diagnostic::error(&codes::SAME_OUTPUT, message)
                .at(start(record))
                .related(start(first), "the other record")
                .hint("rename one of the two files, or tell them apart in `[output] name`");
            (at.0 << 24, fault)
        })
        .collect()
}
