//! Defects of ours, told: a record that makes offprint panic takes no other with it.

use std::sync::Arc;

use crate::diagnostics::codes::batch as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::guard::guarded;
use crate::record::{Reading, Record};

/// Returns the fault of a record that could not be made.
#[must_use]
pub fn defect(record: &Record, said: &str) -> Diagnostic {
    told(&format!("record `{}`", record.number), said).at(start_of(record))
}

/// Returns the fault of a file that could not even be read.
#[must_use]
pub fn unread(path: &str, said: &str) -> Diagnostic {
    told("a record of this file", said).at(Span { source: Source::new(path, ""), start: 0, end: 0 })
}

/// Goes through the records of a file; where reading one panics, that is its fault, and the next one follows.
pub fn readings<'a>(
    path: &'a str,
    mut lines: impl Iterator<Item = Reading> + 'a,
) -> impl Iterator<Item = Reading> + 'a {
    std::iter::from_fn(move || {
        guarded(|| lines.next()).unwrap_or_else(|said| {
            Some(Reading { records: Vec::new(), diagnostics: vec![unread(path, &said)] })
        })
    })
}

fn told(what: &str, said: &str) -> Diagnostic {
    Diagnostic::error(&codes::DEFECT, format!("offprint itself failed at {what}: {said}"))
        .hint("every other record was still built; please report this with the record")
}

/// Where faults of a whole record are told.
#[must_use]
pub fn start_of(record: &Record) -> Span {
    record.spans.get("title").cloned().unwrap_or_else(|| Span {
        source: Arc::clone(&record.source),
        start: 0,
        end: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_panics_is_told_and_the_next_is_read() {
        let lines = (1..=3).map(|line| {
            assert!(line != 2, "line {line}");
            Reading::default()
        });
        let told: Vec<Vec<String>> = readings("all.jsonl", lines)
            .map(|reading| reading.diagnostics.into_iter().map(|fault| fault.message).collect())
            .collect();
        assert_eq!((told.len(), &told[0], &told[2]), (3, &Vec::new(), &Vec::new()));
        assert!(
            told[1][0].starts_with("offprint itself failed at a record of this file: line 2 ("),
            "{told:?}"
        );
    }
}
