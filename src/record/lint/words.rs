//! Words.

use super::{Findings, TOLD};
use crate::diagnostics::codes::record as codes;
use crate::record::MarkdownText;

/// Runs every lint of this file over a text and its prose.
pub fn check(text: &MarkdownText, prose: &str, lang: &str, findings: &mut Findings<'_>) {
    // Other languages repeat words rightly (`nous nous`, `die die`).
    if super::is_english(lang) {
        repeated_words(text, prose, findings);
    }
}

fn repeated_words(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    /// What English does repeat.
    const ALLOWED: [&str; 12] =
        ["had", "that", "very", "so", "long", "far", "many", "no", "bye", "ha", "blah", "is"];
    let mut told = 0;
    let mut last: Option<(usize, &str)> = None;
    let mut at = 0;
    while at < prose.len() {
        let rest = &prose[at..];
        let length = word_length(rest);
        if length == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            if !c.is_whitespace() || rest.starts_with("\n\n") {
                last = None;
            }
            at += c.len_utf8();
            continue;
        }
        let word = &rest[..length];
        if let Some((start, before)) = last {
            let is_same = is_alike(word, before);
            let is_name = word.chars().next().is_some_and(char::is_uppercase);
            if is_same && !is_name && word.len() > 1 && !ALLOWED.contains(&word.to_lowercase().as_str()) {
                told += 1;
                if told <= TOLD {
                    let message = format!("`{word}` stands twice in a row");
                    findings.at(&codes::LINT_REPEATED_WORD, message, text, start..at + length, "keep one");
                }
            }
        }
        last = Some((at, word));
        at += length;
    }
}

/// Tells whether two words are one but for their case.
fn is_alike(word: &str, other: &str) -> bool {
    word.eq_ignore_ascii_case(other)
        || !(word.is_ascii() && other.is_ascii()) && word.to_lowercase() == other.to_lowercase()
}

/// The bytes of the word that a text starts with: letters, and apostrophes or hyphens between them.
pub(super) fn word_length(text: &str) -> usize {
    // Most words are letters of ASCII, with what is no part of a word after them.
    let letters = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let ends_here = |next: u8| next.is_ascii() && next != b'\'' && next != b'-';
    if text.as_bytes().get(letters).copied().is_none_or(ends_here) {
        return letters;
    }
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '\'' | '\u{2019}' | '-')
            && at > 0
            && chars.peek().is_some_and(|(_, c)| c.is_alphanumeric());
        if !c.is_alphanumeric() && !joins {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}
