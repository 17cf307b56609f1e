//! Lints: what a copy editor would mark on a record that is right in form.
//!
//! Each has a code, a name and a level of its own, which a project can change. They see a record's fields
//! and its Markdown as text; [`prose`] blanks out what is code, markup or an address, so that places stay
//! and only words are judged.

mod balance;
mod facts;
mod language;
mod marks;
mod prose;
mod quotes;
pub mod siblings;
mod spelling;
mod words;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::{MarkdownText, Record};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Code, Diagnostic, Edit, Fix, Severity, Source, Span};
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
pub static LINTS: [Lint; 20] = [
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
    lint(&codes::LINT_SYNOPSIS_LANGUAGE, "synopsis-language", Severity::Warning),
    lint(&codes::LINT_BRACKETS, "unbalanced-brackets", Severity::Warning),
    lint(&codes::LINT_QUOTES, "unbalanced-quotes", Severity::Warning),
    lint(&codes::LINT_SPELLING, "mixed-spelling", Severity::Warning),
    lint(&codes::LINT_UNUSED_SILENCE, "unused-silence", Severity::Note),
    lint(&codes::LINT_UNANNOUNCED, "unannounced-change", Severity::Warning),
    lint(&codes::LINT_MISSING_SIBLING, "missing-translation", Severity::Warning),
    lint(&codes::LINT_ONE_SIDED, "one-sided-translation", Severity::Warning),
];

/// Returns every lint there is: those of records and those of the document's tree.
pub fn all() -> impl Iterator<Item = &'static Lint> {
    LINTS.iter().chain(&crate::document::lints::LINTS)
}

/// Tells a body that is not the one published before, where neither `updated` nor a correction has said so since.
///
/// `revised` is the day of the last change that the record told of when it was published.
#[must_use]
pub fn unannounced_change(record: &Record, project: &Project, revised: Option<Date>) -> Option<Diagnostic> {
    let mut findings = Findings { record, project, list: Vec::new() };
    if record.revised() == revised {
        let body = &record.body;
        let end = body.text.find('\n').unwrap_or(body.text.len());
        let message =
            "the text is not the one that was built last, and nothing in the record says so".to_owned();
        let hint = "give `updated` the day of the change, or add a correction";
        findings.at(&codes::LINT_UNANNOUNCED, message, body, 0..end, hint);
    }
    findings.list.pop()
}

/// Returns the silences of a record that nothing would have broken, given what is found of it without any.
#[must_use]
pub fn unused_silences(record: &Record, project: &Project, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut findings = Findings { record, project, list: Vec::new() };
    for (code, silence) in &record.silenced {
        if found.iter().all(|finding| finding.code.code != *code) {
            let message = format!("`{code}` is silenced, and nothing of it is found");
            findings.add(&codes::LINT_UNUSED_SILENCE, message, silence.span.clone(), "take it out");
        }
    }
    findings.list
}

/// Finds a lint by code or name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Lint> {
    all().find(|lint| lint.name == name || lint.code.code.eq_ignore_ascii_case(name))
}

/// Returns the level that a lint has for a record: the project's, or its own; `None` where the project has it
/// off or the record silences it. A code that is no lint has none either.
#[must_use]
pub fn level(code: Code, record: &Record, project: &Project) -> Option<Severity> {
    if record.silenced.contains_key(code.code) {
        return None;
    }
    let own = || all().find(|lint| lint.code.code == code.code).and_then(|lint| lint.level);
    project.lint.get(code.code).copied().unwrap_or_else(own)
}

/// How often one lint is told of one field before the rest is only counted.
const TOLD: usize = 20;

/// Lints a record; `today` is asked of the caller, since only the command line knows a clock.
#[must_use]
pub fn check(record: &Record, project: &Project, today: Option<Date>) -> Vec<Diagnostic> {
    let mut findings = Findings { record, project, list: Vec::new() };
    facts::check(record, today, &mut findings);
    language::check(&mut findings);
    let texts: Vec<(&MarkdownText, String)> =
        texts(record).into_iter().map(|text| (text, prose::only(&text.text))).collect();
    for (text, prose) in &texts {
        marks::check(text, prose, &mut findings);
        balance::check(text, prose, &record.lang, &mut findings);
        words::check(text, prose, &record.lang, &mut findings);
    }
    spelling::check(&texts, &mut findings);
    findings.list.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
    findings.list
}

/// Tells whether a tag is of English, whose habits some lints are about.
fn is_english(lang: &str) -> bool {
    crate::document::language::base(lang).eq_ignore_ascii_case("en")
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
    fn add(&mut self, code: Code, message: String, span: Span, hint: &str) -> Option<&mut Diagnostic> {
        let severity = level(code, self.record, self.project)?;
        let mut finding = Diagnostic::warning(code, message).at(span);
        finding.severity = severity;
        if !hint.is_empty() {
            finding.hints.push(hint.to_owned());
        }
        self.list.push(finding);
        self.list.last_mut()
    }

    /// Adds a finding that edits mend, each a stretch of a text and what stands there instead.
    fn mendable(
        &mut self,
        code: Code,
        message: String,
        text: &MarkdownText,
        range: Range<usize>,
        hint: &str,
        edits: &[(Range<usize>, String)],
    ) {
        let source = Arc::clone(&self.record.source);
        let edits: Option<Vec<Edit>> =
            edits.iter().map(|(range, new)| edit(&source, text, range.clone(), new)).collect();
        if let (Some(finding), Some(edits)) = (self.at(code, message, text, range, hint), edits) {
            finding.fix = (!edits.is_empty()).then(|| Box::new(Fix { edits }));
        }
    }

    /// Adds a finding at bytes of a text.
    fn at(
        &mut self,
        code: Code,
        message: String,
        text: &MarkdownText,
        range: Range<usize>,
        hint: &str,
    ) -> Option<&mut Diagnostic> {
        let start = text.place(range.start).0 as usize;
        // The end by way of the last byte: the next may stand after an indent.
        let end = text.place(range.end.saturating_sub(1).max(range.start)).0 as usize + 1;
        let span = Span { source: std::sync::Arc::clone(&self.record.source), start, end: end.max(start) };
        self.add(code, message, span, hint)
    }

    /// Adds a finding at a field, or at the start of a record that does not give it.
    fn of_field(&mut self, code: Code, message: String, key: &str, hint: &str) {
        let start = || Span { source: std::sync::Arc::clone(&self.record.source), start: 0, end: 0 };
        let span = self.record.spans.get(key).cloned().unwrap_or_else(start);
        self.add(code, message, span, hint);
    }
}

/// Returns a change of a text as one of its source; `None` where the source writes those words in another
/// way, such as by an escape, or not in one stretch.
fn edit(source: &Arc<Source>, text: &MarkdownText, range: Range<usize>, new: &str) -> Option<Edit> {
    let start = text.place(range.start).0 as usize;
    let end = start + range.len();
    let is_same = source.text.get(start..end)? == text.text.get(range)?;
    is_same.then(|| Edit { span: Span { source: Arc::clone(source), start, end }, text: new.to_owned() })
}
