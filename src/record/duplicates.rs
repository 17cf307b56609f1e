//! Two records with one number.

use std::collections::BTreeMap;

use super::Record;
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Diagnostic, Span};

/// Tells every record whose number an earlier one of the same series and language has; each item names the
/// index of the later record.
///
/// A superseded version shares the number of the one in force; two of one number differ in their `version`.
///
/// Numbers that differ only in case are the same, since many file systems take them for one name.
pub fn duplicates<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<(usize, Diagnostic)> {
    let mut first: BTreeMap<(Option<&str>, String, Option<&str>), &Record> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, record) in records.into_iter().enumerate() {
        let key = (record.series.as_deref(), record.number.to_lowercase(), record.superseded_version());
        match first.get(&key) {
            None => {
                first.insert(key, record);
            }
            Some(earlier) => {
                let series =
                    record.series.as_deref().map_or_else(String::new, |series| format!(" of `{series}`"));
                let version = record
                    .superseded_version()
                    .map_or_else(String::new, |version| format!(", version `{version}`,"));
                let message = format!("number `{}`{version}{series} is used twice", record.number);
                let fault = Diagnostic::error(&codes::DUPLICATE_NUMBER, message)
                    .at(place(record))
                    .related(place(earlier), "first used here")
                    .hint("give one of the two another number, or keep it as `status: superseded` with its `version`");
                faults.push((at, fault));
            }
        }
    }
    faults
}

/// Where a record tells its number, or its start where the file's name does.
fn place(record: &Record) -> Span {
    let start = || Span { source: std::sync::Arc::clone(&record.source), start: 0, end: 0 };
    record.spans.get("number").cloned().unwrap_or_else(start)
}
