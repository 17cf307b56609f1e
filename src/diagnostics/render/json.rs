//! A JSON object a line; `docs/diagnostics.md` lists its keys.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostics::{Diagnostic, Severity, Span};

/// A fault as `--message-format json` tells it; `offprint schema message` prints its schema.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Message {
    /// The stable code, which `offprint explain` tells more about.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Weight,
    /// What was found and what is wanted.
    pub message: String,
    /// Where it is.
    #[serde(flatten)]
    pub place: Stretch,
    /// What to do about it.
    pub hints: Vec<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What `check --fix` would do: all of it mends the fault. Empty where it takes judgement.
    pub edits: Vec<Replacement>,
}

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The artefact is not made.
    Error,
    /// The artefact is made, but somebody should look.
    Warning,
    /// Worth knowing; changes nothing.
    Note,
}

/// A stretch of a file; all `null` where a fault has no place.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Stretch {
    /// The path as given, with forward slashes.
    #[schemars(required, extend("type" = ["string", "null"]))]
    pub file: Option<String>,
    /// Of the start, from 1.
    #[schemars(required, range(min = 1), extend("type" = ["integer", "null"]))]
    pub line: Option<usize>,
    /// Of the start, from 1, in characters.
    #[schemars(required, range(min = 1), extend("type" = ["integer", "null"]))]
    pub column: Option<usize>,
    /// Of the place after the end.
    #[schemars(required, range(min = 1), extend("type" = ["integer", "null"]))]
    pub end_line: Option<usize>,
    /// Of the place after the end.
    #[schemars(required, range(min = 1), extend("type" = ["integer", "null"]))]
    pub end_column: Option<usize>,
}

/// Another place that belongs to a fault.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where it is.
    #[serde(flatten)]
    pub place: Stretch,
}

/// A change of a stretch of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Replacement {
    /// What stands there instead.
    pub text: String,
    /// What is taken out.
    #[serde(flatten)]
    pub place: Stretch,
}

impl From<&Diagnostic> for Message {
    fn from(diagnostic: &Diagnostic) -> Self {
        let related = diagnostic.related.iter();
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        Self {
            code: diagnostic.code.code,
            severity: match diagnostic.severity {
                Severity::Error => Weight::Error,
                Severity::Warning => Weight::Warning,
                Severity::Note => Weight::Note,
            },
            message: diagnostic.message.clone(),
            place: diagnostic.span.as_ref().map_or_else(Stretch::default, Stretch::from),
            hints: diagnostic.hints.clone(),
            related: related
                .map(|(span, note)| Related { message: note.clone(), place: Stretch::from(span) })
                .collect(),
            edits: edits
                .map(|edit| Replacement { text: edit.text.clone(), place: Stretch::from(&edit.span) })
                .collect(),
        }
    }
}

impl From<&Span> for Stretch {
    fn from(span: &Span) -> Self {
        let (line, column) = span.line_column();
        let (end_line, end_column) = span.source.line_column(span.end.max(span.start));
        Self {
            file: Some(span.source.path.clone()),
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
        }
    }
}

/// Draws one fault as one line of JSON. Places are `null` where a fault has none.
#[must_use]
pub fn json(diagnostic: &Diagnostic) -> String {
    escape(&serde_json::to_string(&Message::from(diagnostic)).unwrap_or_default())
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
