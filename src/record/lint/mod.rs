//! Lints: what a copy editor would mark on a record that is right in form.
//!
//! Each has a code, a name and a level of its own, which a project can change. They see a record's fields
//! and its Markdown as text; [`prose`] blanks out what is code, markup or an address, so that places stay
//! and only words are judged.

mod facts;
mod marks;
mod prose;
mod words;

use jiff::civil::Date;

use super::{MarkdownText, Record};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Code, Diagnostic, Severity, Span};
use crate::project::Project;

/// A lint.
#[derive(Debug)]
pub struct Lint {
    /// Its stable code.
    pub code: Code,
    /// Its name in a project file.
    pub name: &'static str,
    /// Its level unless the project says otherwise.
    pub level: Option<Severity>,
}

const fn lint(code: Code, name: &'static str, level: Severity) -> Lint {
    Lint { code, name, level: Some(level) }
}

/// Every lint of records.
pub static LINTS: [Lint; 12] = [
    lint(&codes::LINT_MIXED_QUOTES, "mixed-quotes", Severity::Warning),
    lint(&codes::LINT_DOUBLE_SPACE, "double-space", Severity::Warning),
    lint(&codes::LINT_BROKEN_HYPHEN, "broken-hyphen", Severity::Warning),
    lint(&codes::LINT_HYPHEN_RANGE, "hyphen-range", Severity::Warning),
    lint(&codes::LINT_REPEATED_WORD, "repeated-word", Severity::Warning),
    lint(&codes::LINT_NO_SYNOPSIS, "no-synopsis", Severity::Note),
    lint(&codes::LINT_LONG_SYNOPSIS, "long-synopsis", Severity::Warning),
    lint(&codes::LINT_NO_BIO, "no-bio", Severity::Note),
    lint(&codes::LINT_BIO_NAME, "bio-name", Severity::Warning),
    lint(&codes::LINT_NUMBER_YEAR, "number-year", Severity::Warning),
    lint(&codes::LINT_BIDI_CONTROL, "bidi-control", Severity::Warning),
    lint(&codes::LINT_FUTURE_DATE, "future-date", Severity::Warning),
];

/// Returns every lint there is: those of records and those of the document's tree.
pub fn all() -> impl Iterator<Item = &'static Lint> {
    LINTS.iter().chain(&crate::document::lints::LINTS)
}

/// Finds a lint by code or name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Lint> {
    all().find(|lint| lint.name == name || lint.code.code.eq_ignore_ascii_case(name))
}

/// How often one lint is told of one field before the rest is only counted.
const TOLD: usize = 20;

/// Lints a record; `today` is asked of the caller, since only the command line knows a clock.
#[must_use]
pub fn check(record: &Record, project: &Project, today: Option<Date>) -> Vec<Diagnostic> {
    let mut findings = Findings { record, project, list: Vec::new() };
    facts::check(record, today, &mut findings);
    for text in texts(record) {
        let prose = prose::only(&text.text);
        marks::check(text, &prose, &mut findings);
        words::check(text, &prose, &record.lang, &mut findings);
    }
    findings.list.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
    findings.list
}

/// Every text of a record that is read as prose.
fn texts(record: &Record) -> Vec<&MarkdownText> {
    let mut texts = vec![&record.title];
    texts.extend(&record.subtitle);
    texts.extend(record.authors.iter().filter_map(|author| author.bio.as_ref()));
    texts.extend(&record.author_note);
    texts.extend(&record.synopsis);
    texts.extend(record.corrections.iter().map(|correction| &correction.note));
    texts.push(&record.body);
    texts
}

/// What was found, at the levels of the project.
struct Findings<'a> {
    record: &'a Record,
    project: &'a Project,
    list: Vec<Diagnostic>,
}

impl Findings<'_> {
    /// Adds a finding, unless its lint is off.
    fn add(&mut self, code: Code, message: String, span: Span, hint: &str) {
        let own = LINTS.iter().find(|lint| lint.code.code == code.code).and_then(|lint| lint.level);
        let Some(severity) = self.project.lint.get(code.code).copied().unwrap_or(own) else { return };
        let mut finding = Diagnostic::warning(code, message).at(span);
        finding.severity = severity;
        if !hint.is_empty() {
            finding.hints.push(hint.to_owned());
        }
        self.list.push(finding);
    }

    /// Adds a finding at bytes of a text.
    fn at(
        &mut self,
        code: Code,
        message: String,
        text: &MarkdownText,
        range: std::ops::Range<usize>,
        hint: &str,
    ) {
        let start = text.place(range.start).0 as usize;
        // The end by way of the last byte: the next may stand after an indent.
        let end = text.place(range.end.saturating_sub(1).max(range.start)).0 as usize + 1;
        let span = Span { source: std::sync::Arc::clone(&self.record.source), start, end: end.max(start) };
        self.add(code, message, span, hint);
    }

    /// Adds a finding at a field, or at the start of a record that does not give it.
    fn of_field(&mut self, code: Code, message: String, key: &str, hint: &str) {
        let start = || Span { source: std::sync::Arc::clone(&self.record.source), start: 0, end: 0 };
        let span = self.record.spans.get(key).cloned().unwrap_or_else(start);
        self.add(code, message, span, hint);
    }
}
