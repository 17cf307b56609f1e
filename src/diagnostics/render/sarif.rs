//! SARIF 2.1.0 (OASIS), which code hosts and editors take up.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, Severity, Span};

/// Draws all faults of a run as one document.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic]) -> String {
    let used: BTreeMap<&str, &Diagnostic> = diagnostics.iter().map(|one| (one.code.code, one)).collect();
    let rules: Vec<Value> = used
        .values()
        .map(|one| {
            json!({
                "id": one.code.code,
                "shortDescription": { "text": one.code.title },
                "fullDescription": { "text": one.code.story },
                "help": { "text": format!("Run `offprint explain {}`.", one.code.code) },
            })
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "offprint",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    let mut text = super::json::escape(&serde_json::to_string_pretty(&document).unwrap_or_default());
    text.push('\n');
    text
}

fn result(diagnostic: &Diagnostic) -> Value {
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
    result
}

fn location(span: &Span, note: Option<&str>) -> Value {
    let (line, column) = span.line_column();
    let (end_line, end_column) = span.source.line_column(span.end.max(span.start));
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&span.source.path) },
            "region": {
                "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
            },
        },
    });
    if let Some(note) = note {
        location["message"] = json!({ "text": note });
    }
    location
}

/// A path as a relative reference (RFC 3986): what is not allowed there is percent-encoded.
fn uri(path: &str) -> String {
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
