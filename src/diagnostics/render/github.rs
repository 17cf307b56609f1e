//! Workflow commands of GitHub Actions, which become notes on the lines of a change.

use crate::diagnostics::{Diagnostic, Severity};

/// Draws one fault: `::error file=...,line=...,col=...,title=...::message`.
#[must_use]
pub fn github(diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = String::new();
    if let Some(span) = &diagnostic.span {
        let (line, column) = span.line_column();
        let (end_line, end_column) = span.source.line_column(span.end.max(span.start));
        properties = format!("file={},line={line},col={column},", property(&span.source.path));
        // The end belongs to what is marked, and counts on one line only.
        if end_line == line && end_column > column {
            properties.push_str(&format!("endColumn={},", end_column - 1));
        }
    }
    let mut message = diagnostic.message.clone();
    for hint in &diagnostic.hints {
        message.push_str("\nhint: ");
        message.push_str(hint);
    }
    let title = property(&format!("{} {}", diagnostic.code.code, diagnostic.code.title));
    format!("::{command} {properties}title={title}::{}", data(&message))
}

/// Escapes a message, after the toolkit's own rules; other controls are made visible.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(crate::diagnostics::visible::line).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
