//! `[series.KEY]`: what a series requires, and its disclaimers by date of effect.

use std::collections::BTreeMap;

use super::read::{check_requirable, entries};
use super::{Disclaimer, Publisher, Series};
use crate::diagnostics::codes::{project as codes, record as shape};
use crate::record::tree::fields::{Faults, Fields, Line, either, nearest};
use crate::record::tree::{Node, Value};
use crate::record::{NumberPattern, issn, language};

/// The keys of `[series.KEY]`.
pub const SERIES_KEYS: [&str; 10] =
    ["title", "issn", "lang", "number", "required", "style", "topics", "regions", "disclaimers", "publisher"];
/// The keys of a disclaimer.
pub const DISCLAIMER_KEYS: [&str; 3] = ["name", "from", "text"];
/// What `{...}` can stand for in a disclaimer.
pub const DISCLAIMER_PLACEHOLDERS: [&str; 2] = ["email", "publisher"];

const SERIES_SYNONYMS: [(&str, &str); 6] = [
    ("name", "title"),
    ("language", "lang"),
    ("pattern", "number"),
    ("require", "required"),
    ("requires", "required"),
    ("disclaimer", "disclaimers"),
];
const DISCLAIMER_SYNONYMS: [(&str, &str); 3] = [("date", "from"), ("since", "from"), ("body", "text")];

/// Reads every series.
pub fn read_all(fields: &Fields<'_>, publisher: &Publisher, faults: &mut Faults) -> BTreeMap<String, Series> {
    let mut all: BTreeMap<String, Series> = BTreeMap::new();
    for entry in entries(fields, "series", faults) {
        let prefix = format!("series.{}.", entry.key);
        let table = Fields::new(&entry.value, &prefix, &SERIES_KEYS, &SERIES_SYNONYMS, faults);
        let Some(table) = table else { continue };
        let series = read(&entry.key, &table, publisher, faults);
        let clash = all.iter().find(|(key, other)| {
            other.title == series.title || **key == series.title || other.title == entry.key
        });
        if let Some((key, _)) = clash {
            let message = format!("series `{}` and `{key}` cannot be told apart by title", entry.key);
            faults.error(&codes::CLASHING_SERIES, message, entry.start, entry.end);
        }
        all.insert(entry.key.clone(), series);
    }
    all
}

fn read(key: &str, table: &Fields<'_>, publisher: &Publisher, faults: &mut Faults) -> Series {
    let texts = |lines: Vec<Line<'_>>| lines.into_iter().map(|line| line.text).collect();
    let required = table.lines("required", faults);
    required.iter().for_each(|line| check_requirable(line, faults));
    let own = super::read::publisher(table, &table.name("publisher."), faults);
    Series {
        title: table.line("title", faults).map_or_else(|| key.to_owned(), |line| line.text),
        issn: read_issn(table, faults),
        lang: language(table, "lang", faults),
        number: pattern(table, faults),
        required: texts(required),
        style: table.line("style", faults).map(|line| line.text),
        topics: texts(table.lines("topics", faults)),
        regions: texts(table.lines("regions", faults)),
        disclaimers: disclaimers(table, own.as_ref().unwrap_or(publisher), faults),
        publisher: own,
    }
}

fn read_issn(table: &Fields<'_>, faults: &mut Faults) -> Option<String> {
    let line = table.line("issn", faults)?;
    issn(&line.text)
        .map_err(|hint| {
            let message = format!("`{}` is `{}`, expected an ISSN", table.name("issn"), line.text);
            faults.at(&codes::BAD_ISSN, message, line.node).hints.push(hint);
        })
        .ok()
}

fn pattern(table: &Fields<'_>, faults: &mut Faults) -> Option<NumberPattern> {
    let line = table.line("number", faults)?;
    NumberPattern::new(&line.text)
        .map_err(|reason| {
            let message = format!("`{}` is `{}`, expected a pattern", table.name("number"), line.text);
            faults.at(&codes::BAD_PATTERN, message, line.node).hints.push(reason);
        })
        .ok()
}

fn disclaimers(table: &Fields<'_>, publisher: &Publisher, faults: &mut Faults) -> Vec<Disclaimer> {
    let mut list: Vec<Disclaimer> = Vec::new();
    for (at, item) in table.items("disclaimers", "a list of disclaimers", faults).iter().enumerate() {
        let prefix = format!("{}[{}].", table.name("disclaimers"), at + 1);
        let Some(fields) = Fields::new(item, &prefix, &DISCLAIMER_KEYS, &DISCLAIMER_SYNONYMS, faults) else {
            continue;
        };
        let Some(disclaimer) = disclaimer(&fields, item, publisher, faults) else { continue };
        let clash = list.iter().find(|other| other.name == disclaimer.name || other.from == disclaimer.from);
        if let Some(other) = clash {
            let what =
                if other.name == disclaimer.name { "the same name" } else { "the same date of effect" };
            let span = other.span.clone();
            let message = format!("`{}` has {what} as another disclaimer", prefix.trim_end_matches('.'));
            let fault = faults.at(&codes::DISCLAIMER_CLASH, message, item);
            fault.related.push((span, "the other one".to_owned()));
        }
        list.push(disclaimer);
    }
    list.sort_by_key(|disclaimer| disclaimer.from);
    list
}

fn disclaimer(
    fields: &Fields<'_>,
    item: &Node,
    publisher: &Publisher,
    faults: &mut Faults,
) -> Option<Disclaimer> {
    for key in ["name", "text"] {
        if fields.get(key).is_none() {
            faults.at(&shape::MISSING_FIELD, format!("`{}` is missing", fields.name(key)), item);
        }
    }
    let name = fields.line("name", faults);
    let from = fields.date("from", faults);
    let (text, node) = fields.prose("text", faults)?;
    check_placeholders(&text.text, node, &DISCLAIMER_PLACEHOLDERS, &fields.name("text"), faults);
    for (word, value) in [("email", &publisher.email), ("publisher", &publisher.name)] {
        if value.is_none() && placeholders(&text.text).iter().any(|(_, found)| *found == word) {
            let key = if word == "email" { "email" } else { "name" };
            let message =
                format!("`{}` uses `{{{word}}}`, and the publisher has no `{key}`", fields.name("text"));
            faults
                .at(&codes::EMPTY_PLACEHOLDER, message, node)
                .hints
                .push(format!("give `{key}` in `[publisher]`"));
        }
    }
    Some(Disclaimer { name: name?.text, from, text: text.text, span: faults.span(item.start, item.end) })
}

/// Finds `{word}` in a text, with the byte of its brace; `{{` is a brace.
fn placeholders(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{') {
        let start = at + open;
        let rest = &text[start + 1..];
        if rest.starts_with('{') {
            at = start + 2;
            continue;
        }
        let length = rest.find(['}', '{', '\n']).unwrap_or(rest.len());
        found.push((start, &rest[..length]));
        at = start + 1 + length;
    }
    found
}

/// Tells every placeholder that is not known, at its place in the text.
pub(super) fn check_placeholders(text: &str, node: &Node, known: &[&str], name: &str, faults: &mut Faults) {
    let Value::Scalar(scalar) = &node.value else { return };
    let before = scalar.text.len() - scalar.text.trim_start().len();
    for (at, word) in placeholders(text) {
        if known.contains(&word) {
            continue;
        }
        let (start, end) = (scalar.place(before + at), scalar.place(before + at + word.len() + 1));
        let braced: Vec<String> = known.iter().map(|word| format!("{{{word}}}")).collect();
        let message = format!("`{name}` has the placeholder `{{{word}}}`");
        let fault = faults.error(&codes::UNKNOWN_PLACEHOLDER, message, start, end + 1);
        fault.hints.push(match nearest(word, known.iter().copied()) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => format!(
                "use {}; write `{{{{` for a brace",
                either(&braced.iter().map(String::as_str).collect::<Vec<_>>())
            ),
        });
    }
}
