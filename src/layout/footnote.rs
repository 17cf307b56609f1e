//! Notes: set once, in reading order after the block that first refers to them; the page puts them
//! at its foot.

use super::frame::{AreaTarget, DestinationName, LinkArea};
use super::galley::{ABOVE, Anchor, GalleyLine, Setter, Setup};
use super::structure::{ElementId, Tag};
use crate::document::NoteId;
use crate::geometry::{Pt, Rect};

impl Setter<'_> {
    /// Sets the notes that wait, below the element that holds the block that refers to them.
    pub(super) fn place_notes(&mut self, setup: &Setup<'_>) {
        // Marks within a note wait in turn, until none is left.
        while !self.waiting_notes.is_empty() {
            let mut waiting = std::mem::take(&mut self.waiting_notes);
            // The lines of a table's row have their marks side by side; notes stand in the order of the text.
            waiting.sort_unstable();
            for note in waiting {
                self.note(note, setup.parent);
            }
        }
    }

    fn note(&mut self, id: NoteId, parent: ElementId) {
        let style = self.style;
        let document = self.document;
        let Some(note) = document.notes.get(id.0 as usize) else { return };
        let text = &style.text.note;
        let element = self.tree.add(Some(parent), Tag::Note);
        self.tree.get_mut(element).id = Some(format!("note-{}", id.0 + 1));
        let lbl = self.tree.add(Some(element), Tag::Lbl);
        let link = self.tree.add(Some(lbl), Tag::Link);
        let indent = text.size * (0.55 * self.widest_note_label as f64 + 0.55);
        let setup = Setup {
            parent: element,
            text,
            x: Pt::ZERO,
            width: style.measure(),
            direction: document.direction,
            list_level: 0,
            gap: Pt::ZERO,
            indent: Pt::ZERO,
            ground: None,
            is_snapped: false,
            lift: 0,
        }
        .inset(indent, Pt::ZERO);
        let outer = self.set_aside();
        self.anchors.push(Anchor { name: Some(DestinationName::Note(id)), element, outline: None });
        let mut mark = self.set_label(&note.label, link, text, document.direction);
        mark.links.push(LinkArea {
            rect: Rect {
                x: Pt::ZERO,
                y: -text.leading * ABOVE,
                width: mark.facts.width,
                height: text.leading,
            },
            target: AreaTarget::NoteMark(id),
            element: link,
            contents: note.label.clone(),
        });
        self.blocks(&note.blocks, &setup);
        if self.galley.lines.is_empty() {
            let below = text.leading * (1.0 - ABOVE);
            self.push(GalleyLine { below, ..GalleyLine::strut(text.leading * ABOVE) });
        }
        self.hang_label(mark, 0, &setup, indent);
        let lines = self.take_back(outer);
        if let Some(place) = self.galley.notes.get_mut(id.0 as usize) {
            *place = lines;
        }
    }
}
