//! TOML to a located tree.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::align::{Rules, align};
use super::{Entry, Node, Scalar, ScalarKind, Value, offset};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::record::limits;

/// Parses a whole TOML text. A tree comes beside the faults when all of them are duplicate keys, so
/// that the other faults can be told at once.
pub fn parse(source: &Arc<Source>) -> (Option<Node>, Vec<Diagnostic>) {
    let text = source.text.as_str();
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, values: 0, over: None };
    let span = root.span();
    let node = Node { value: reader.table(root.get_ref(), 0), start: span.start, end: span.end };
    let at = |start: usize, end: usize| Span { source: Arc::clone(source), start, end };
    let mut faults = Vec::new();
    let mut is_whole = true;
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let (start, end) = (range.start.min(text.len()), range.end.min(text.len()));
        if error.message().starts_with("duplicate key") {
            faults.push(duplicate(&node, at(start, end)));
        } else {
            is_whole = false;
            let message = format!("not TOML: {}", super::lower_first(error.message()));
            faults.push(Diagnostic::error(&codes::TOML_SYNTAX, message).at(at(start, end.max(start))));
        }
    }
    if let Some((start, what)) = reader.over {
        is_whole = false;
        faults.push(Diagnostic::error(&codes::LIMIT, what).at(at(start, start)));
    }
    (is_whole.then_some(node), faults)
}

/// Tells a duplicate key with the first place of it: the nearest key of that name before it.
fn duplicate(root: &Node, span: Span) -> Diagnostic {
    let key = span.source.text.get(span.start..span.end).unwrap_or_default().to_owned();
    let fault = Diagnostic::error(&codes::DUPLICATE_KEY, format!("key `{key}` is given twice"))
        .hint("keep one of the two");
    let mut first = None;
    find_before(root, key.trim_matches(['"', '\'']), span.start, &mut first);
    let source = Arc::clone(&span.source);
    let fault = fault.at(span);
    match first {
        Some((start, end)) => fault.related(Span { source, start, end }, "first given here"),
        None => fault,
    }
}

fn find_before(node: &Node, key: &str, before: usize, found: &mut Option<(usize, usize)>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                if entry.key == key
                    && entry.start < before
                    && found.is_none_or(|(start, _)| start < entry.start)
                {
                    *found = Some((entry.start, entry.end));
                }
                find_before(&entry.value, key, before, found);
            }
        }
        Value::List(items) => items.iter().for_each(|item| find_before(item, key, before, found)),
        Value::Scalar(_) => {}
    }
}

struct Reader<'a> {
    text: &'a str,
    values: usize,
    over: Option<(usize, String)>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, depth: usize) -> Value {
        let entry = |(key, value): (&Spanned<toml::de::DeString<'_>>, &Spanned<DeValue<'_>>)| {
            let span = key.span();
            let value = self.node(value, depth + 1);
            Entry { key: key.get_ref().to_string(), start: span.start, end: span.end, value }
        };
        let mut entries: Vec<Entry> = table.iter().map(entry).collect();
        entries.sort_by_key(|entry| entry.start);
        Value::Map(entries)
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Node {
        let span = value.span();
        self.values += 1;
        if self.over.is_none() && self.values > limits::VALUES {
            self.over = Some((span.start, super::too_many_values()));
        }
        if self.over.is_none() && depth > limits::DEPTH {
            self.over = Some((span.start, super::too_deep()));
        }
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let written = |kind| {
            Value::Scalar(Scalar { text: raw.to_owned(), kind, pieces: vec![(0, offset(span.start))] })
        };
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Scalar(string(raw, text, span.start)),
            DeValue::Integer(_) | DeValue::Float(_) => written(ScalarKind::Number),
            DeValue::Boolean(_) => written(ScalarKind::Bool),
            DeValue::Datetime(_) => written(ScalarKind::Date),
            DeValue::Array(_) | DeValue::Table(_) if self.over.is_some() => Value::List(Vec::new()),
            DeValue::Array(array) => {
                Value::List(array.iter().map(|item| self.node(item, depth + 1)).collect())
            }
            DeValue::Table(table) => self.table(table, depth),
        };
        Node { value, start: span.start, end: span.end }
    }
}

/// A string of any of the four kinds, by its quotes.
fn string(raw: &str, text: &str, start: usize) -> Scalar {
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let rules = Rules { escapes: raw.starts_with('"'), ..Rules::default() };
    let mut inner = raw.get(quotes..raw.len().saturating_sub(quotes)).unwrap_or_default();
    let mut base = start + quotes;
    if quotes == 3 {
        // A line break right after the opening quotes is not part of the string.
        let trimmed = inner.strip_prefix("\r\n").or_else(|| inner.strip_prefix('\n')).unwrap_or(inner);
        base += inner.len() - trimmed.len();
        inner = trimmed;
    }
    let pieces = align(inner, text, base, rules);
    Scalar { text: text.to_owned(), kind: ScalarKind::Text, pieces }
}
