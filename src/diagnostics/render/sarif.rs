//! SARIF 2.1.0 (OASIS), which code hosts and editors take up.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Drawn;
use crate::diagnostics::{Code, Diagnostic, Edit, Severity, Span};

/// Joins the results of a run to one document.
#[must_use]
pub(super) fn document(drawn: &[Drawn]) -> String {
    let used: BTreeMap<&str, Code> = drawn.iter().map(|one| (one.code.code, one.code)).collect();
    let rules = used.values().map(|code| {
        json!({
            "id": code.code,
            "shortDescription": { "text": code.title },
            "fullDescription": { "text": code.story },
            "help": { "text": format!("Run `offprint explain {}`.", code.code) },
        })
    });
    let document = Document {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: json!({ "driver": {
                "name": "offprint",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.collect::<Vec<_>>(),
            }}),
            column_kind: "unicodeCodePoints",
            results: Results(drawn),
        }],
    };
    let mut text = super::json::escape(&serde_json::to_string_pretty(&document).unwrap_or_default());
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
struct Run<'a> {
    tool: Value,
    #[serde(rename = "columnKind")]
    column_kind: &'a str,
    results: Results<'a>,
}

/// Results that are taken up from their text one by one, so that a large run is not in memory as a tree.
struct Results<'a>(&'a [Drawn]);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let results = self.0.iter().map(|one| serde_json::from_str::<Value>(&one.text).unwrap_or_default());
        serializer.collect_seq(results)
    }
}

/// Draws one fault as a result.
pub(super) fn result(diagnostic: &Diagnostic) -> Value {
    let mut text = diagnostic.message.clone();
    for hint in &diagnostic.hints {
        text.push_str("\nhint: ");
        text.push_str(hint);
    }
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut result = json!({
        "ruleId": diagnostic.code.code,
        "level": level,
        "message": { "text": text },
        "locations": diagnostic.span.iter().map(|span| location(span, None)).collect::<Vec<_>>(),
    });
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|(span, note)| location(span, Some(note)));
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] = json!([{
            "description": { "text": "what `offprint check --fix` does" },
            "artifactChanges": fix.edits.first().map(|first| change(&first.span.source.path, &fix.edits)).as_slice(),
        }]);
    }
    result
}

/// Draws edits, which are of one file.
fn change(path: &str, edits: &[Edit]) -> Value {
    let replacements = edits
        .iter()
        .map(|edit| json!({ "deletedRegion": region(&edit.span), "insertedContent": { "text": edit.text } }));
    json!({
        "artifactLocation": { "uri": uri(path) },
        "replacements": replacements.collect::<Vec<_>>(),
    })
}

/// A stretch from its first character to the one after its last (3.30.2).
fn region(span: &Span) -> Value {
    let (line, column) = span.line_column();
    let (end_line, end_column) = span.source.line_column(span.end.max(span.start));
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn location(span: &Span, note: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&span.source.path) },
            "region": region(span),
        },
    });
    if let Some(note) = note {
        location["message"] = json!({ "text": note });
    }
    location
}

/// A path as a relative reference (RFC 3986): what is not allowed there is percent-encoded.
pub(crate) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
