//! The lints that only the tree can tell, with the names a project sets them by.

use crate::diagnostics::codes::document as codes;
use crate::diagnostics::{Code, Severity};
use crate::record::lint::Lint;

const fn lint(code: Code, name: &'static str, level: Severity) -> Lint {
    Lint { code, name, level: Some(level) }
}

/// Every lint of the tree.
pub static LINTS: [Lint; 19] = [
    lint(&codes::ALT_MISSING, "missing-alt", Severity::Error),
    lint(&codes::HEADING_SKIP, "heading-skip", Severity::Warning),
    lint(&codes::HEADING_EMPTY, "empty-heading", Severity::Warning),
    lint(&codes::HTML_AS_TEXT, "html-as-text", Severity::Warning),
    lint(&codes::HTML_ATTRIBUTE, "html-attribute", Severity::Warning),
    lint(&codes::COMMENT, "comment", Severity::Note),
    lint(&codes::LINK_DEAD, "dead-link", Severity::Warning),
    lint(&codes::LINK_RELATIVE, "relative-link", Severity::Warning),
    lint(&codes::LINK_EMPTY, "empty-link", Severity::Warning),
    lint(&codes::NOTE_UNDEFINED, "undefined-note", Severity::Warning),
    lint(&codes::NOTE_UNUSED, "unused-note", Severity::Warning),
    lint(&codes::ROW_TOO_LONG, "long-row", Severity::Warning),
    lint(&codes::UNMARKED_LANGUAGE, "unmarked-language", Severity::Warning),
    lint(&codes::CONTROL_CHARACTER, "control-character", Severity::Warning),
    lint(&codes::NOTE_HEADING, "note-heading", Severity::Warning),
    lint(&codes::HEADING_CASE, "heading-case", Severity::Warning),
    lint(&codes::HEADING_DEEP, "deep-heading", Severity::Warning),
    lint(&codes::LINK_VAGUE, "vague-link", Severity::Warning),
    lint(&codes::IMAGE_COARSE, "coarse-image", Severity::Warning),
];
