//! A line each, as compilers print them and editors jump to.

use super::word;
use crate::diagnostics::{Diagnostic, visible};

/// Draws one fault: `file:line:column: error[E0102]: message`.
#[must_use]
pub fn short(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = span.line_column();
        format!("{}:{line}:{column}: ", visible::line(&span.source.path))
    });
    let message = visible::line(&diagnostic.message);
    format!("{place}{}[{}]: {message}", word(diagnostic.severity), diagnostic.code.code)
}
