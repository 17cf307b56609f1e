//! The division of a document into files, and where everything that can be linked to is.
//!
//! A commentary alone becomes three: the title page with what stands before the text, the text, and what
//! follows it. In a volume it is one.

use std::collections::BTreeMap;

use super::walk;
use crate::document::{Block, Document, Inline, NoteId, Section, SectionRole};

/// A file to be.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// Its name in the package: `text.xhtml`.
    pub file: String,
    /// What it is.
    pub kind: PartKind,
    /// The sections it holds.
    pub sections: Vec<&'a Section>,
    /// The notes that are first referred to in it, and so stand at its end.
    pub notes: Vec<NoteId>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// Masthead, title, byline and what stands before the text.
    Title,
    /// Synopsis and commentary.
    Text,
    /// What follows the text.
    End,
    /// All of it, in a volume.
    Whole,
}

impl PartKind {
    /// Tells whether the masthead, title and byline stand in it.
    pub(super) fn has_front(self) -> bool {
        matches!(self, Self::Title | Self::Whole)
    }
}

/// Divides a document that is a book of its own. The style says which sections are set, and in which
/// order, as it does for the PDF.
pub(super) fn edition<'a>(document: &'a Document, roles: &[SectionRole]) -> Vec<Part<'a>> {
    let is_text =
        |section: &&Section| matches!(section.role, SectionRole::Synopsis | SectionRole::Commentary);
    let sections: Vec<&Section> = chosen(document, roles).collect();
    let start = sections.iter().position(is_text).unwrap_or(sections.len());
    let end = sections.iter().rposition(is_text).map_or(start, |last| last + 1);
    let ranges = [
        ("title.xhtml", PartKind::Title, &sections[..start]),
        ("text.xhtml", PartKind::Text, &sections[start..end]),
        ("end.xhtml", PartKind::End, &sections[end..]),
    ];
    let parts = ranges.into_iter().filter(|(_, kind, sections)| kind.has_front() || !sections.is_empty());
    place_notes(document, parts.map(|(file, kind, sections)| part(file, kind, sections.to_vec())).collect())
}

/// Takes a document as one file; addresses within it name no file.
pub(super) fn whole<'a>(document: &'a Document, roles: &[SectionRole]) -> Part<'a> {
    let part = part("", PartKind::Title, chosen(document, roles).collect());
    place_notes(document, vec![part]).swap_remove(0)
}

fn chosen<'a>(document: &'a Document, roles: &[SectionRole]) -> impl Iterator<Item = &'a Section> {
    roles.iter().flat_map(move |role| document.sections.iter().filter(move |section| section.role == *role))
}

/// Takes a document as one file of a volume.
pub(super) fn bound<'a>(document: &'a Document, file: &str, roles: &[SectionRole]) -> Vec<Part<'a>> {
    let sections = chosen(document, roles).collect();
    place_notes(document, vec![part(file, PartKind::Whole, sections)])
}

fn part<'a>(file: &str, kind: PartKind, sections: Vec<&'a Section>) -> Part<'a> {
    Part { file: file.to_owned(), kind, sections, notes: Vec::new() }
}

/// Gives each note to the file that refers to it first.
fn place_notes<'a>(document: &'a Document, mut parts: Vec<Part<'a>>) -> Vec<Part<'a>> {
    let mut is_placed = vec![false; document.notes.len()];
    for part in &mut parts {
        let mut found = Vec::new();
        let mut visit = |inline: &Inline| {
            if let Inline::NoteReference { note, .. } = inline {
                found.push(*note);
            }
        };
        if part.kind.has_front() {
            walk::within(&document.title, &mut visit);
            walk::within(document.subtitle.as_deref().unwrap_or_default(), &mut visit);
            walk::within(&document.byline, &mut visit);
        }
        for section in &part.sections {
            walk::within(section.heading.as_deref().unwrap_or_default(), &mut visit);
            walk::inlines(&section.blocks, &mut visit);
        }
        // A note may refer to another, which then stands in the same file.
        let mut at = 0;
        while at < found.len() {
            let index = found[at].0 as usize;
            at += 1;
            let Some(note) = document.notes.get(index) else { continue };
            if std::mem::replace(&mut is_placed[index], true) {
                continue;
            }
            part.notes.push(NoteId(found[at - 1].0));
            walk::inlines(&note.blocks, &mut |inline| {
                if let Inline::NoteReference { note, .. } = inline {
                    found.push(*note);
                }
            });
        }
        part.notes.sort_unstable();
    }
    parts
}

/// Where everything that can be linked to is.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// From the id of a section or heading to its file.
    files: BTreeMap<String, String>,
    /// From a note's mark to its file.
    marks: BTreeMap<(NoteId, u32), String>,
    /// From a note to its file.
    notes: BTreeMap<NoteId, String>,
}

impl Anchors {
    /// Finds all anchors of a document's parts.
    pub(super) fn of(document: &Document, parts: &[Part<'_>]) -> Self {
        let mut anchors = Self::default();
        for part in parts {
            for section in &part.sections {
                anchors.files.entry(section.id.clone()).or_insert_with(|| part.file.clone());
                walk::blocks(&section.blocks, &mut |block| {
                    if let Block::Heading { id, .. } = block {
                        anchors.files.entry(id.clone()).or_insert_with(|| part.file.clone());
                    }
                });
                anchors.marks_in(section.heading.as_deref().unwrap_or_default(), &part.file);
                walk::inlines(&section.blocks, &mut |inline| anchors.mark(inline, &part.file));
            }
            if part.kind.has_front() {
                let subtitle = document.subtitle.as_deref().unwrap_or_default();
                for words in [&document.title[..], subtitle, &document.byline] {
                    anchors.marks_in(words, &part.file);
                }
            }
            for &note in &part.notes {
                anchors.notes.insert(note, part.file.clone());
                if let Some(note) = document.notes.get(note.0 as usize) {
                    walk::inlines(&note.blocks, &mut |inline| anchors.mark(inline, &part.file));
                }
            }
        }
        anchors
    }

    fn marks_in(&mut self, words: &[Inline], file: &str) {
        walk::within(words, &mut |inline| self.mark(inline, file));
    }

    fn mark(&mut self, inline: &Inline, file: &str) {
        if let Inline::NoteReference { note, occurrence, .. } = inline {
            self.marks.entry((*note, *occurrence)).or_insert_with(|| file.to_owned());
        }
    }

    /// Returns the address of a section or heading, seen from a file.
    pub(super) fn internal(&self, id: &str, from: &str) -> Option<String> {
        self.files.get(id).map(|file| href(file, &anchor(id), from))
    }

    /// Returns the address of a note.
    pub(super) fn note(&self, note: NoteId, from: &str) -> Option<String> {
        self.notes.get(&note).map(|file| href(file, &note_anchor(note), from))
    }

    /// Returns the address of a note's mark.
    pub(super) fn mark_of(&self, note: NoteId, occurrence: u32, from: &str) -> Option<String> {
        self.marks.get(&(note, occurrence)).map(|file| href(file, &mark_anchor(note, occurrence), from))
    }
}

fn href(file: &str, anchor: &str, from: &str) -> String {
    if file == from { format!("#{anchor}") } else { format!("{file}#{anchor}") }
}

/// Returns a note's anchor. The first underscore of our own anchors is not followed by an `x`, as that of
/// [`anchor`] always is, so that no heading can collide with them.
pub(super) fn note_anchor(note: NoteId) -> String {
    format!("note_{}", note.0 + 1)
}

/// Returns the anchor of a note's mark.
pub(super) fn mark_anchor(note: NoteId, occurrence: u32) -> String {
    format!("mark_{}_{}", note.0 + 1, occurrence + 1)
}

/// Returns a section's or heading's id as an XML name (no colon, no leading digit) that needs no escape in an address.
///
/// ASCII letters, digits and inner hyphens stand for themselves, anything else for `_x` and its code
/// point: different ids stay different.
pub(super) fn anchor(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for (at, character) in id.char_indices() {
        let is_plain = character.is_ascii_alphabetic()
            || (at > 0 && (character.is_ascii_digit() || character == '-' || character == '.'));
        if is_plain {
            name.push(character);
        } else {
            name.push_str(&format!("_x{:x}_", u32::from(character)));
        }
    }
    if name.is_empty() { "_x".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_xml_names_and_stay_different() {
        assert_eq!(anchor("the-way-ahead"), "the-way-ahead");
        assert_eq!(anchor("2012-events"), "_x32_012-events");
        assert_eq!(anchor("note_1"), "note_x5f_1");
        assert_eq!(anchor("注"), "_x6ce8_");
    }
}
