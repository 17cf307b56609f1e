//! What went wrong in a paragraph, told with its place.

use std::collections::BTreeSet;

use super::collect::{Collected, OBJECT};
use super::{Composer, LineFault, SetLine};
use crate::diagnostics::{Diagnostic, Place, codes};

impl Composer<'_> {
    /// Warns of the faults of lines that were chosen for a page.
    pub fn tell_faults<'l>(&mut self, lines: impl IntoIterator<Item = &'l SetLine>) {
        for fault in lines.into_iter().filter_map(|line| line.fault.as_ref()) {
            let diagnostic = match fault {
                LineFault::Overfull { place, length, words, by } => {
                    let message = format!(
                        "the line `{}` is {:.1} pt wider than its measure",
                        words.replace(OBJECT, "[picture]"),
                        by.0
                    );
                    let found = Diagnostic::warning(&codes::paragraph::OVERFULL, message);
                    self.at(found, *place, *length)
                }
                LineFault::BrokenWord { place, length, words } => {
                    let message = format!("a word is wider than its measure and was broken after `{words}`");
                    let found = Diagnostic::warning(&codes::paragraph::BROKEN_WORD, message)
                        .hint("put a soft hyphen (U+00AD) where the word may be parted");
                    self.at(found, *place, *length)
                }
            };
            self.diagnostics.push(diagnostic);
        }
    }

    /// Tells of characters that no face covers: each once a document, with its first place and how often it is used.
    pub(super) fn tell_missing(&mut self, input: &Collected, missing: &[(usize, char)]) {
        for &(at, character) in missing {
            let (place, _) = input.origin(at);
            if let Some(known) = self.missing.get_mut(&character) {
                known.uses.insert((place, at));
                let (index, uses) = (known.diagnostic, known.uses.len());
                if let Some(diagnostic) = self.diagnostics.get_mut(index) {
                    diagnostic.message = message(character, uses);
                }
                continue;
            }
            let found = if self.allows_missing_glyphs {
                Diagnostic::warning(&codes::paragraph::MISSING_GLYPH, message(character, 1))
            } else {
                Diagnostic::error(&codes::paragraph::MISSING_GLYPH, message(character, 1))
            };
            let mut found = found.hint(format!(
                "add a font that has it with `--font-path`, such as {}",
                helpful_family(character)
            ));
            if place == Place::default() {
                found = found.hint(format!(
                    "it stands in `{}`, which is a label or comes from the project, not from the record's text",
                    excerpt(&input.text, at)
                ));
            }
            let found = self.at(found, place, character.len_utf8());
            let uses = BTreeSet::from([(place, at)]);
            self.missing.insert(character, Missing { diagnostic: self.diagnostics.len(), uses });
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

/// A character that no face covers and that was told of.
#[derive(Debug)]
pub(super) struct Missing {
    /// Indexes the composer's diagnostics.
    diagnostic: usize,
    /// Where it is used; a paragraph that is shaped twice counts once.
    uses: BTreeSet<(Place, usize)>,
}

fn message(character: char, uses: usize) -> String {
    let code = u32::from(character);
    let script = super::script::script_name(character);
    let name = unicode_names2::name(character).map(|name| format!(" {name}")).unwrap_or_default();
    let further = match uses {
        0 | 1 => String::new(),
        2 => " (used once more)".to_owned(),
        uses => format!(" (used {} times more)", uses - 1),
    };
    format!("no font covers U+{code:04X}{name} (script: {script}), the character `{character}`{further}")
}

/// Returns the words around a byte of a text.
fn excerpt(text: &str, at: usize) -> String {
    const AROUND: usize = 16;
    let before = text[..at].char_indices().rev().take(AROUND).last().map_or(at, |(start, _)| start);
    let start = if before > 0 { "…" } else { "" };
    let words: String = text[before..].chars().take(2 * AROUND).collect();
    let end = if before + words.len() < text.len() { "…" } else { "" };
    format!("{start}{}{end}", words.trim())
}

/// Returns an open family that covers a character, and the Debian package that brings it.
fn helpful_family(character: char) -> String {
    let is_emoji = matches!(character, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}');
    match super::script::script_name(character) {
        "Han" | "Hiragana" | "Katakana" | "Hangul" | "Bopomofo" => {
            "Noto Serif CJK (Debian: fonts-noto-cjk)".to_owned()
        }
        "Common" | "Inherited" | "Unknown" if is_emoji => {
            "Noto Emoji or Symbola (Debian: fonts-symbola)".to_owned()
        }
        "Common" | "Inherited" | "Unknown" => {
            "Noto Sans Symbols, Noto Sans Symbols 2 or Noto Sans Math (Debian: fonts-noto-core)".to_owned()
        }
        script @ ("Armenian" | "Bengali" | "Devanagari" | "Ethiopic" | "Georgian" | "Gujarati"
        | "Gurmukhi" | "Hebrew" | "Kannada" | "Khmer" | "Lao" | "Malayalam" | "Myanmar"
        | "Sinhala" | "Telugu" | "Thai" | "Tibetan") => {
            format!("Noto Serif {script} (Debian: fonts-noto-core)")
        }
        "Arabic" => "Noto Naskh Arabic or Amiri (Debian: fonts-noto-core, fonts-hosny-amiri)".to_owned(),
        script => {
            let family = script.replace('_', " ");
            format!("Noto Sans {family} (Debian: fonts-noto-core, fonts-noto-extra)")
        }
    }
}
