//! Records and collections that get in each other's way: one number twice, one output twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bind;
use super::collections::{self, Askable};
use super::reread::{self, At};
use super::scan::{RecordFile, ScannedFile};
use super::workshop::Workshop;
use crate::diagnostics::codes::{batch as codes, collection as collection_codes};
use crate::diagnostics::{Diagnostic, Span};
use crate::record::{self, Record};

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
    let found = reread::some(files, &clashing, workshop.project);
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

/// Finds the collections that would become a file of a record, or of a collection before them.
pub fn of_collections(
    files: &[RecordFile],
    askable: &Askable,
    workshop: &Workshop<'_>,
) -> BTreeMap<String, Diagnostic> {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for (file, scanned) in &askable.records {
        for (_, path) in workshop.outputs(&files[*file], &scanned.facts) {
            taken.insert(path.to_lowercase(), format!("the record `{}`", scanned.facts.number));
        }
    }
    let mut clashing = BTreeMap::new();
    for (name, collection) in &workshop.project.collections {
        let paths: Vec<String> =
            collections::outputs(name, collection, workshop).into_iter().map(|(_, path)| path).collect();
        let clash = paths.iter().find_map(|path| Some((path, taken.get(&path.to_lowercase())?)));
        if let Some((path, other)) = clash {
            let message =
                format!("collection `{name}` would be written to `{path}`, where {other} is written");
            let fault = Diagnostic::error(&collection_codes::OUTPUT_TAKEN, message)
                .at(bind::place(collection))
                .hint("give the collection another name, or lead records elsewhere with `[output] name`");
            clashing.insert(name.clone(), fault);
        }
        for path in paths {
            taken.entry(path.to_lowercase()).or_insert_with(|| format!("the collection `{name}`"));
        }
    }
    clashing
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
