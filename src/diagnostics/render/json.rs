//! A JSON object a line; `docs/diagnostics.md` lists its keys.

use serde_json::{Map, Value, json as value};

use super::word;
use crate::diagnostics::{Diagnostic, Span};

/// Draws one fault as one line of JSON. Places are `null` where a fault has none.
#[must_use]
pub fn json(diagnostic: &Diagnostic) -> String {
    let mut object = Map::new();
    object.insert("code".to_owned(), diagnostic.code.code.into());
    object.insert("severity".to_owned(), word(diagnostic.severity).into());
    object.insert("message".to_owned(), diagnostic.message.as_str().into());
    place(&mut object, diagnostic.span.as_ref());
    object.insert("hints".to_owned(), diagnostic.hints.clone().into());
    let related = diagnostic.related.iter().map(|(span, note)| {
        let mut object = Map::new();
        object.insert("message".to_owned(), note.as_str().into());
        place(&mut object, Some(span));
        Value::Object(object)
    });
    object.insert("related".to_owned(), related.collect());
    escape(&Value::Object(object).to_string())
}

fn place(object: &mut Map<String, Value>, span: Option<&Span>) {
    let ends = span.map(|span| (span.line_column(), span.source.line_column(span.end.max(span.start))));
    object.insert("file".to_owned(), value!(span.map(|span| span.source.path.as_str())));
    object.insert("line".to_owned(), value!(ends.map(|(start, _)| start.0)));
    object.insert("column".to_owned(), value!(ends.map(|(start, _)| start.1)));
    object.insert("end_line".to_owned(), value!(ends.map(|(_, end)| end.0)));
    object.insert("end_column".to_owned(), value!(ends.map(|(_, end)| end.1)));
}

/// Escapes what JSON lets through and a terminal would act on: C1 controls and bidi overrides.
pub(super) fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' | '\t' => escaped.push(c),
            c if crate::diagnostics::visible::is_unsafe(c) => {
                escaped.push_str(&format!("\\u{:04x}", c as u32))
            }
            c => escaped.push(c),
        }
    }
    escaped
}
