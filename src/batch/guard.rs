//! Defects of ours, caught where they happen: a record that makes offprint panic takes no other with it.
//!
//! What a panic says goes into the fault that is told of it, and not to stderr, where it would break into
//! the lines that machines read.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Arc, Once};

use crate::diagnostics::codes::batch as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::record::{Reading, Record};

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs work on one record.
///
/// # Errors
///
/// What a panic in it said, with where in the program it was.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if IS_GUARDED.get() {
                SAID.set(said(info));
            } else {
                usual(info);
            }
        }));
    });
    let was_guarded = IS_GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(was_guarded);
    result.map_err(|_| SAID.take())
}

fn said(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("a panic without words");
    info.location()
        .map_or_else(|| message.to_owned(), |place| format!("{message} ({}:{})", place.file(), place.line()))
}

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
    fn a_panic_says_what_and_where_and_good_work_passes() {
        assert_eq!(guarded(|| 7), Ok(7));
        let said = guarded(|| -> u8 { panic!("no such glyph") }).expect_err("it panics");
        assert!(said.starts_with("no such glyph (") && said.contains("guard.rs:"), "{said}");
        let nested = guarded(|| {
            let inner = guarded(|| -> u8 { panic!("inner") });
            assert!(inner.is_err());
            panic!("outer")
        });
        let nested: Result<u8, String> = nested;
        assert!(nested.is_err_and(|said| said.starts_with("outer")));
    }

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
