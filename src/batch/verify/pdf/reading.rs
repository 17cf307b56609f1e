//! The text of a PDF as a screen reader meets it: in the order of the structure tree.

use super::content::Content;
use super::file::File;
use super::shape;
use super::tree::{Kid, Tree};
use crate::batch::verify::compare::Reading;
use crate::batch::verify::text::Flow;

/// Reads the tree.
pub fn read(file: &File, tree: &Tree<'_>, content: &Content<'_>) -> Reading {
    let mut reader = Reader {
        file,
        tree,
        content,
        reading: Reading::default(),
        notes: Vec::new(),
        depth: 0,
        is_in_list: false,
    };
    let roots: Vec<usize> =
        (0..tree.elements.len()).filter(|&at| tree.elements[at].parent.is_none()).collect();
    for root in roots {
        reader.element(root);
    }
    // A note that only another note refers to lies within that one, and is counted after those of the text.
    reader.notes.sort_by_key(|&(depth, _)| depth);
    reader.reading.notes = reader.notes.into_iter().map(|(_, note)| note).collect();
    reader.reading
}

struct Reader<'r, 'a> {
    file: &'r File,
    tree: &'r Tree<'a>,
    content: &'r Content<'a>,
    reading: Reading,
    /// The notes, each with how many notes it lies within.
    notes: Vec<(u32, Flow)>,
    depth: u32,
    /// Whether contents or an index are being read.
    is_in_list: bool,
}

impl Reader<'_, '_> {
    fn element(&mut self, at: usize) {
        let element = &self.tree.elements[at];
        match element.tag {
            // Labels are made, not written: numbers and bullets of lists, marks of notes.
            "Lbl" => {}
            // A reference within contents or an index is to a page.
            "Reference" if self.is_in_list => self.words(at),
            "Reference" => self.reading.note_marks += 1,
            "TOC" | "Index" => {
                let around = std::mem::take(&mut self.reading.text);
                self.reading.lists.end_block();
                self.reading.text = std::mem::take(&mut self.reading.lists);
                let outer = std::mem::replace(&mut self.is_in_list, true);
                self.kids(at);
                self.is_in_list = outer;
                self.reading.lists = std::mem::replace(&mut self.reading.text, around);
            }
            // What a cover says stands on the title page again.
            "Figure" if self.file.text(element.dictionary, b"ID").as_deref() == Some("cover") => {}
            "Note" | "FENote" => {
                let around = std::mem::take(&mut self.reading.text);
                self.depth += 1;
                self.kids(at);
                self.depth -= 1;
                let note = std::mem::replace(&mut self.reading.text, around);
                self.notes.push((self.depth, note));
            }
            "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => {
                let around = std::mem::take(&mut self.reading.text);
                self.kids(at);
                self.reading.headings.push(std::mem::replace(&mut self.reading.text, around));
                // Its marks and notes were counted above.
                let (marks, notes) = (self.reading.note_marks, self.notes.clone());
                self.block(at);
                self.reading.note_marks = marks;
                self.notes = notes;
            }
            "Span" | "Link" | "Quote" => self.words(at),
            // A picture within a line parts its words no more than a word does.
            "Figure" if self.stands_in_line(at) => self.words(at),
            "Code" => {
                self.reading.text.end_line();
                self.words(at);
                self.reading.text.end_line();
            }
            _ => self.block(at),
        }
    }

    /// Tells whether a figure says that it is placed as a word is (ISO 32000-1, table 343).
    fn stands_in_line(&self, at: usize) -> bool {
        let placement = shape::attribute(self.file, self.tree.elements[at].dictionary, b"Placement");
        placement.and_then(|placement| placement.as_name().ok()) == Some(b"Inline")
    }

    fn block(&mut self, at: usize) {
        self.reading.text.end_block();
        self.words(at);
        self.reading.text.end_block();
    }

    /// Reads what an element says: the text that replaces it, if it has one, else what it holds.
    fn words(&mut self, at: usize) {
        let dictionary = self.tree.elements[at].dictionary;
        let replaced = [&b"ActualText"[..], b"Alt"].iter().find_map(|key| self.file.text(dictionary, key));
        match replaced {
            Some(text) => {
                self.reading.text.push(&text);
                self.caption(at);
            }
            None => self.kids(at),
        }
    }

    /// Reads a figure's caption, which its alternative text does not stand for.
    fn caption(&mut self, at: usize) {
        for kid in &self.tree.elements[at].kids {
            if let Kid::Element(kid) = *kid
                && self.tree.elements[kid].tag == "Caption"
            {
                self.element(kid);
            }
        }
    }

    fn kids(&mut self, at: usize) {
        let is_code = self.tree.elements[at].tag == "Code";
        for kid in &self.tree.elements[at].kids {
            match *kid {
                Kid::Element(kid) => self.element(kid),
                Kid::Marked { page, number } => {
                    let said = self.content.pages.get(page).and_then(|marks| marks.get(&number));
                    self.reading.text.push(said.map_or("", String::as_str));
                    if is_code {
                        self.reading.text.end_line();
                    }
                }
                Kid::Object(_) => {}
            }
        }
    }
}
