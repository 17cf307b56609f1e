//! From a located tree to a [`Record`]: every rule a record must meet, every fault at once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use super::tree::Node;
use super::tree::fields::{self, Faults, Fields, Line, nearest, shown};
use super::vocabulary::{KEYS, STATUSES, SYNONYMS, TYPES};
use super::{MarkdownText, Record, Status, byline, identifier, masked, notices, number, silence};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Diagnostic, Span};
use crate::project::{Project, Series};
use crate::spaces;

/// What is known of a record beside its text.
pub struct Given<'a> {
    /// The project it belongs to.
    pub project: &'a Project,
    /// The folder its images are in.
    pub folder: PathBuf,
    /// Its number unless it gives one; `None` where it must.
    pub number: Option<String>,
    /// Its body, where that stands outside the tree.
    pub body: Option<MarkdownText>,
}

/// Checks a tree; faults are added to `faults`, and the record is there only if none is an error.
pub fn record(root: &Node, given: Given<'_>, faults: &mut Faults) -> Option<Record> {
    let fields = Fields::new(root, "", &KEYS, &SYNONYMS, faults)?;
    let parts = Parts { fields: &fields, project: given.project };
    let body = parts.body(given.body, faults);
    let title = parts.required_prose("title", faults);
    let number = parts.number(given.number, faults);
    let (series, declared) = parts.series(faults);
    let dates = parts.dates(faults);
    let lang = notices::language(&fields, "lang", faults)
        .or_else(|| declared.and_then(|series| series.lang.clone()))
        .unwrap_or_else(|| "en".to_owned());
    let record = Record {
        source: std::sync::Arc::clone(&faults.source),
        folder: given.folder,
        number: number.unwrap_or_default(),
        series,
        kind: parts.kind(faults),
        lang,
        title: title.unwrap_or_else(nothing),
        subtitle: parts.heading("subtitle", faults),
        authors: byline::authors(&fields, faults),
        author_note: parts.prose("author_note", faults),
        date: dates.0,
        updated: dates.1,
        synopsis: parts.prose("synopsis", faults),
        body: body.unwrap_or_else(nothing),
        topics: parts.terms("topics", declared.map(|series| series.topics.as_slice()), faults),
        regions: parts.terms("regions", declared.map(|series| series.regions.as_slice()), faults),
        keywords: parts.terms("keywords", None, faults),
        doi: parts.doi(faults),
        url: parts.url(faults),
        rights: parts.text("rights", faults),
        license: parts.text("license", faults),
        disclaimer: parts.disclaimer(declared, faults),
        corrections: notices::corrections(&fields, dates.0, faults),
        translations: notices::translations(&fields, faults),
        supersedes: parts.text("supersedes", faults),
        version: parts.text("version", faults),
        translator: parts.text("translator", faults).map(|name| spaces::folded_but_no_break(&name)),
        status: parts.status(faults),
        silenced: silence::read(&fields, faults),
        spans: parts.spans(faults),
    };
    parts.check_pattern(&record.number, declared, faults);
    parts.check_required(&record, declared, faults);
    (!faults.list.iter().any(Diagnostic::is_error)).then_some(record)
}

fn nothing() -> MarkdownText {
    MarkdownText { text: String::new(), pieces: Vec::new() }
}

struct Parts<'a> {
    fields: &'a Fields<'a>,
    project: &'a Project,
}

impl<'a> Parts<'a> {
    /// The body: below the front matter, or under its key.
    fn body(&self, outside: Option<MarkdownText>, faults: &mut Faults) -> Option<MarkdownText> {
        let Some(body) = outside else { return self.required_body(faults) };
        if let Some(entry) = self.fields.entry("body") {
            let fault = faults.error(
                &codes::BODY_TWICE,
                "`body` in the front matter, expected it below",
                entry.start,
                entry.end,
            );
            fault.hints.push("move the text below the second `---`".to_owned());
        }
        if body.text.trim().is_empty() {
            let end = faults.source.text.len();
            faults.error(&codes::EMPTY_BODY, "no text below the front matter", end, end);
            return None;
        }
        fields::check_characters(&body, "body", true, faults);
        masked::check(&body, faults);
        Some(body)
    }

    fn required_body(&self, faults: &mut Faults) -> Option<MarkdownText> {
        let before = faults.list.len();
        let body = self.required_prose("body", faults);
        // An empty body has a code of its own.
        for fault in &mut faults.list[before..] {
            if fault.code.code == codes::EMPTY_FIELD.code {
                fault.code = &codes::EMPTY_BODY;
            }
        }
        body
    }

    /// A field that every record has.
    fn required_prose(&self, key: &'static str, faults: &mut Faults) -> Option<MarkdownText> {
        if self.fields.get(key).is_none() {
            self.missing(key, "every record has one", faults);
            return None;
        }
        if key == "body" { self.prose(key, faults) } else { self.heading(key, faults) }
    }

    /// Tells a missing field: at its key, if that is there without a value, or else at the start.
    fn missing(&self, key: &str, why: &str, faults: &mut Faults) {
        let (start, end) = self
            .fields
            .entry(key)
            .map_or_else(|| (self.fields.range().0, self.fields.range().0), |entry| (entry.start, entry.end));
        faults
            .error(&codes::MISSING_FIELD, format!("`{key}` is missing"), start, end)
            .hints
            .push(why.to_owned());
    }

    fn prose(&self, key: &str, faults: &mut Faults) -> Option<MarkdownText> {
        self.fields.prose(key, faults).map(|(text, _)| text)
    }

    /// One line of Markdown.
    fn heading(&self, key: &str, faults: &mut Faults) -> Option<MarkdownText> {
        self.fields.heading(key, faults)
    }

    fn text(&self, key: &str, faults: &mut Faults) -> Option<String> {
        self.fields.line(key, faults).map(|line| line.text)
    }

    fn number(&self, default: Option<String>, faults: &mut Faults) -> Option<String> {
        // As it is written: a mark that is not seen is refused below, not passed over.
        let given = self.fields.heading("number", faults).map(|line| line.text);
        if given.is_none() && self.fields.get("number").is_some() {
            return None;
        }
        let Some(number) = given.or(default) else {
            self.missing("number", "a record of a file with many has no file name to take it from", faults);
            return None;
        };
        if let Some(reason) = number::refusal(&number) {
            let message = format!("number {} cannot name a file: {reason}", shown(&number));
            let (start, end) = self.fields.get("number").map_or((0, 0), |node| (node.start, node.end));
            faults.error(&codes::NUMBER_AS_NAME, message, start, end);
        }
        Some(number)
    }

    /// The series' key, or its title as given; and the series of the project, if it is one.
    fn series(&self, faults: &mut Faults) -> (Option<String>, Option<&'a Series>) {
        let Some(line) = self.fields.line("series", faults) else { return (None, None) };
        if let Some((key, series)) = self.project.series(&line.text) {
            return (Some(key.to_owned()), Some(series));
        }
        let known =
            self.project.series.iter().flat_map(|(key, series)| [key.as_str(), series.title.as_str()]);
        if let Some(near) = nearest(&line.text, known) {
            let message = format!("series {} is not one of the project", shown(&line.text));
            faults.list.push(
                Diagnostic::warning(&codes::UNKNOWN_SERIES, message)
                    .at(faults.span(line.node.start, line.node.end))
                    .hint(format!("did you mean `{near}`?")),
            );
        }
        (Some(line.text), None)
    }

    fn kind(&self, faults: &mut Faults) -> String {
        let Some(line) = self.fields.line("type", faults) else { return "commentary".to_owned() };
        if !TYPES.contains(&line.text.as_str())
            && let Some(near) = nearest(&line.text, TYPES.iter().copied())
        {
            let message = format!("`type` is {}, which looks misspelt", shown(&line.text));
            faults.list.push(
                Diagnostic::warning(&codes::UNKNOWN_CHOICE, message)
                    .at(faults.span(line.node.start, line.node.end))
                    .hint(format!("did you mean `{near}`?")),
            );
        }
        line.text
    }

    fn dates(&self, faults: &mut Faults) -> (Option<Date>, Option<Date>) {
        let date = self.fields.date("date", faults);
        let updated = self.fields.date("updated", faults);
        if let (Some(first), Some(last), Some(node)) = (date, updated, self.fields.get("updated"))
            && last < first
        {
            let message = format!("`updated` is {last}, before the record's own {first}");
            faults.at(&codes::DATE_ORDER, message, node);
        }
        (date, updated)
    }

    /// A list of terms, within the series' list if it has one.
    fn terms(&self, key: &str, allowed: Option<&[String]>, faults: &mut Faults) -> Vec<String> {
        let lines: Vec<Line<'_>> = self.fields.lines(key, faults);
        for line in &lines {
            let Some(allowed) = allowed.filter(|allowed| !allowed.is_empty()) else { break };
            if allowed.contains(&line.text) {
                continue;
            }
            let message = format!("{} is not among the series' {key}", shown(&line.text));
            let near = nearest(&line.text, allowed.iter().map(String::as_str));
            let hint = near.map_or_else(
                || format!("choose one of its {} {key}, or add it in the project file", allowed.len()),
                |near| format!("did you mean `{near}`?"),
            );
            faults.at(&codes::NOT_IN_LIST, message, line.node).hints.push(hint);
        }
        lines.into_iter().map(|line| line.text).collect()
    }

    fn doi(&self, faults: &mut Faults) -> Option<String> {
        let line = self.fields.line("doi", faults)?;
        identifier::doi(&line.text)
            .map_err(|hint| {
                let message = format!("`doi` is {}, expected a DOI", shown(&line.text));
                faults.at(&codes::BAD_DOI, message, line.node).hints.push(hint);
            })
            .ok()
    }

    fn url(&self, faults: &mut Faults) -> Option<String> {
        let line = self.fields.line("url", faults)?;
        if let Err(hint) = identifier::url(&line.text) {
            let message = format!("`url` is {}, expected a web address", shown(&line.text));
            faults.at(&codes::BAD_URL, message, line.node).hints.push(hint);
        }
        Some(line.text)
    }

    fn disclaimer(&self, series: Option<&Series>, faults: &mut Faults) -> Option<String> {
        let line = self.fields.line("disclaimer", faults)?;
        let names: Vec<&str> = series
            .map(|series| series.disclaimers.iter().map(|one| one.name.as_str()).collect())
            .unwrap_or_default();
        if !names.contains(&line.text.as_str()) {
            let message = format!("disclaimer {} is not one of the series'", shown(&line.text));
            let hint = match nearest(&line.text, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => {
                    "the record's series has no disclaimers in the project file".to_owned()
                }
                None => format!("the series has {}", fields::either(&names)),
            };
            faults.at(&codes::UNKNOWN_DISCLAIMER, message, line.node).hints.push(hint);
        }
        Some(line.text)
    }

    fn status(&self, faults: &mut Faults) -> Status {
        match self.fields.choice("status", &STATUSES, faults) {
            Some("draft") => Status::Draft,
            Some("superseded") => {
                if self.fields.get("version").is_none() {
                    self.missing(
                        "version",
                        "a superseded record says which version of its number it is",
                        faults,
                    );
                }
                Status::Superseded
            }
            _ => Status::Final,
        }
    }

    fn spans(&self, faults: &Faults) -> BTreeMap<&'static str, Span> {
        let span = |key: &&'static str| {
            let node = self.fields.get(key)?;
            Some((*key, faults.span(node.start, node.end)))
        };
        KEYS.iter().filter_map(span).collect()
    }

    fn check_pattern(&self, number: &str, series: Option<&Series>, faults: &mut Faults) {
        let Some(pattern) = series.and_then(|series| series.number.as_ref()) else { return };
        if number.is_empty() || pattern.matches(number) {
            return;
        }
        let message =
            format!("number {} does not match the series' pattern `{}`", shown(number), pattern.as_str());
        match self.fields.get("number") {
            Some(node) => {
                faults.at(&codes::NUMBER_PATTERN, message, node);
            }
            None => {
                let hint = "the number was taken from the file's name; give `number`, or rename the file";
                faults.error(&codes::NUMBER_PATTERN, message, 0, 0).hints.push(hint.to_owned());
            }
        }
    }

    fn check_required(&self, record: &Record, series: Option<&Series>, faults: &mut Faults) {
        let Some(series) = series else { return };
        for key in &series.required {
            let has = match key.as_str() {
                // Every record has these, by its own rules or by default.
                "title" | "body" | "number" => true,
                "authors.bio" => {
                    self.check_bios(record, series, faults);
                    true
                }
                key => self.fields.get(key).is_some(),
            };
            if !has {
                self.missing(key, &format!("the series `{}` requires it", series.title), faults);
            }
        }
    }

    fn check_bios(&self, record: &Record, series: &Series, faults: &mut Faults) {
        if record.author_note.is_some() {
            return;
        }
        for author in record.authors.iter().filter(|author| author.bio.is_none()) {
            let (start, end) =
                self.fields.get("authors").map_or((0, 0), |node| author_range(node, &author.name));
            let message = format!("author {} has no `bio`", shown(&author.name));
            let fault = faults.error(&codes::MISSING_FIELD, message, start, end);
            fault.hints.push(format!("the series `{}` requires one, or an `author_note`", series.title));
        }
    }
}

/// Where an author stands in the list.
fn author_range(authors: &Node, name: &str) -> (usize, usize) {
    let super::tree::Value::List(items) = &authors.value else { return (authors.start, authors.end) };
    let is_named = |node: &Node| {
        match &node.value {
        super::tree::Value::Scalar(scalar) => scalar.text.trim() == name,
        super::tree::Value::Map(entries) => entries.iter().any(|entry| {
            matches!(&entry.value.value, super::tree::Value::Scalar(scalar) if entry.key == "name" && scalar.text.trim() == name)
        }),
        super::tree::Value::List(_) => false,
    }
    };
    items
        .iter()
        .find(|item| is_named(item))
        .map_or((authors.start, authors.end), |item| (item.start, item.end))
}
