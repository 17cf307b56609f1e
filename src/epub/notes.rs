//! Notes: at the end of the document that refers to them, each with its way back.
//!
//! An `aside` of type `footnote` is what reading systems show as a pop-up and hide or keep in place.

use super::divide::note_anchor;
use super::xhtml::Writer;
use crate::document::{Block, NoteId};

impl Writer<'_, '_> {
    /// Writes the notes of a document under a heading.
    pub(super) fn notes(&mut self, notes: &[NoteId]) {
        self.is_in_note = true;
        let own = self.edition.label_lang;
        self.out.open(
            "section",
            &[("id", Some("notes_")), ("class", Some("notes")), ("epub:type", Some("footnotes"))],
        );
        self.out.line();
        let heading = [("class", Some("furniture")), ("lang", own), ("xml:lang", own)];
        self.out.element("h2", &heading, self.edition.labels.get("notes"));
        self.out.line();
        for &note in notes {
            self.note(note);
        }
        self.out.raw("</section>\n");
        self.is_in_note = false;
    }

    fn note(&mut self, id: NoteId) {
        let Some(note) = self.edition.document.notes.get(id.0 as usize) else { return };
        self.out.open(
            "aside",
            &[
                ("id", Some(&note_anchor(id))),
                ("epub:type", Some("footnote")),
                ("role", Some("doc-footnote")),
            ],
        );
        self.out.line();
        // The label stands in the first paragraph, the ways back in the last.
        let is_paragraph = |block: Option<&Block>| matches!(block, Some(Block::Paragraph { .. }));
        if !is_paragraph(note.blocks.first()) {
            self.out.raw("<p>");
            self.label(&note.label);
            self.out.raw("</p>\n");
        }
        let last = note.blocks.len().saturating_sub(1);
        for (at, block) in note.blocks.iter().enumerate() {
            let Block::Paragraph { lang, direction, inlines, .. } = block else {
                self.blocks(std::slice::from_ref(block));
                continue;
            };
            let (lang, dir) = (lang.as_deref(), direction.map(super::xhtml::direction_name));
            self.out.open("p", &[("lang", lang), ("xml:lang", lang), ("dir", dir)]);
            if at == 0 {
                self.label(&note.label);
            }
            self.inlines(inlines);
            if at == last {
                self.ways_back(id, note.references);
            }
            self.out.raw("</p>\n");
        }
        if !is_paragraph(note.blocks.last()) {
            self.out.raw("<p>");
            self.ways_back(id, note.references);
            self.out.raw("</p>\n");
        }
        self.out.raw("</aside>\n");
    }

    fn label(&mut self, label: &str) {
        self.out.element("span", &[("class", Some("label"))], label);
        self.out.text(" ");
    }

    fn ways_back(&mut self, id: NoteId, references: u32) {
        for occurrence in 0..references {
            let Some(href) = self.edition.anchors.mark_of(id, occurrence, self.file) else { continue };
            let name = match references {
                1 => self.edition.labels.get("note_back").to_owned(),
                _ => format!("{} ({})", self.edition.labels.get("note_back"), occurrence + 1),
            };
            self.out.text(" ");
            self.out.element(
                "a",
                &[
                    ("class", Some("furniture")),
                    ("href", Some(&href)),
                    ("epub:type", Some("backlink")),
                    ("role", Some("doc-backlink")),
                    ("aria-label", Some(&name)),
                ],
                // The selector keeps the arrow a letter: some systems would show a picture.
                "↩\u{fe0e}",
            );
        }
    }
}
