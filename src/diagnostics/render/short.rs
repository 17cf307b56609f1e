//! A line each, as compilers print them and editors jump to.

use super::word;
use crate::diagnostics::{Code, Diagnostic, Severity, visible};

/// Draws one fault: `file:line:column: error[E0102]: message`.
#[must_use]
pub fn short(diagnostic: &Diagnostic) -> String {
    let message = visible::line(&diagnostic.message);
    join(&place(diagnostic), diagnostic.severity, diagnostic.code, &message)
}

/// Puts the parts of a fault on a line.
pub(super) fn join(place: &str, severity: Severity, code: Code, message: &str) -> String {
    let colon = if place.is_empty() { "" } else { ": " };
    format!("{place}{colon}{}[{}]: {message}", word(severity), code.code)
}

/// Where a fault is: `file:line:column`.
pub(super) fn place(diagnostic: &Diagnostic) -> String {
    diagnostic.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = span.line_column();
        format!("{}:{line}:{column}", visible::line(&span.source.path))
    })
}
