//! What went wrong in a paragraph, told with its place.

use super::collect::Collected;
use super::{Composer, LineFault, SetLine};
use crate::diagnostics::{Diagnostic, Place, codes};

impl Composer<'_> {
    /// Warns of the faults of lines that were chosen for a page.
    pub fn tell_faults<'l>(&mut self, lines: impl IntoIterator<Item = &'l SetLine>) {
        for fault in lines.into_iter().filter_map(|line| line.fault.as_ref()) {
            let diagnostic = match fault {
                LineFault::Overfull { place, words, by } => {
                    let message = format!("the line `{words}` is {:.1} pt wider than its measure", by.0);
                    let found = Diagnostic::warning(&codes::paragraph::OVERFULL, message);
                    self.at(found, *place, words.len())
                }
                LineFault::BrokenWord { place, words } => {
                    let message = format!("a word is wider than its measure and was broken after `{words}`");
                    let found = Diagnostic::warning(&codes::paragraph::BROKEN_WORD, message)
                        .hint("put a soft hyphen (U+00AD) where the word may be parted");
                    self.at(found, *place, words.len())
                }
            };
            self.diagnostics.push(diagnostic);
        }
    }

    /// Tells of characters that no face covers, each once.
    pub(super) fn tell_missing(&mut self, input: &Collected, missing: &[(usize, char)]) {
        let mut told: Vec<char> = Vec::new();
        for &(at, character) in missing {
            if told.contains(&character) {
                continue;
            }
            told.push(character);
            let (place, _) = input.origin(at);
            let script = super::shape::script_name(character);
            let message = format!(
                "no font covers U+{:04X} ({script}), the character `{character}`",
                u32::from(character)
            );
            let found = if self.allows_missing_glyphs {
                Diagnostic::warning(&codes::paragraph::MISSING_GLYPH, message)
            } else {
                Diagnostic::error(&codes::paragraph::MISSING_GLYPH, message)
            };
            let family = helpful_family(script);
            let found = found.hint(format!("add a font that has it with `--font-path`, such as {family}"));
            let found = self.at(found, place, character.len_utf8());
            self.diagnostics.push(found);
        }
    }

    fn at(&self, diagnostic: Diagnostic, place: Place, length: usize) -> Diagnostic {
        if place == Place::default() {
            return diagnostic;
        }
        diagnostic.at(place.span(&self.document.source, length))
    }
}

/// Returns an open family that covers a script, and the Debian package that brings it.
fn helpful_family(script: &str) -> String {
    match script {
        "Han" | "Hiragana" | "Katakana" | "Hangul" | "Bopomofo" => {
            "Noto Serif CJK (Debian: fonts-noto-cjk)".to_owned()
        }
        "Common" | "Inherited" | "Unknown" => {
            "Noto Sans Symbols or Noto Emoji (Debian: fonts-noto-core, fonts-symbola)".to_owned()
        }
        other => {
            format!("Noto Serif {other} or Noto Sans {other} (Debian: fonts-noto-core, fonts-noto-extra)")
        }
    }
}
