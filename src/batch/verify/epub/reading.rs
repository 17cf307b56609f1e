//! The text of an EPUB as a listener hears it: in the order of the spine.

use super::content::{Page, heading_level, is_decorative};
use crate::batch::verify::compare::Reading;
use crate::batch::verify::text::Flow;
use crate::batch::verify::xml::{Kid, Node};

/// Elements within a line; all others end a block.
const INLINE: [&str; 25] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
];

/// Reads the spine.
pub fn read(pages: &[Page]) -> Reading {
    let mut reading = Reading::default();
    for page in pages.iter().filter(|page| page.is_in_spine && !is_navigation(page)) {
        if let Some(body) = page.root.find("body") {
            reading.element(body);
        }
    }
    reading
}

fn is_navigation(page: &Page) -> bool {
    page.root.find("nav").is_some()
}

/// Returns what an element says.
pub fn words(node: &Node) -> Flow {
    let mut reading = Reading::default();
    reading.kids(node);
    reading.text
}

/// Tells whether an element is the edition's own and not the record's: the heading above the notes, the way
/// back from a note, the publisher's address; or a label or the box of a task, which are made and not written.
pub fn is_furniture(node: &Node) -> bool {
    let classes = node.get("class").unwrap_or_default();
    classes.split_whitespace().any(|class| matches!(class, "furniture" | "label" | "tick"))
        || matches!(node.get("role"), Some("doc-pagebreak" | "doc-backlink" | "doc-cover"))
}

impl Reading {
    fn element(&mut self, node: &Node) {
        if is_furniture(node) {
            return;
        }
        match node.get("role") {
            Some("doc-noteref") => {
                self.note_marks += 1;
                return;
            }
            Some("doc-footnote") => {
                let around = std::mem::take(&mut self.text);
                self.kids(node);
                self.notes.push(std::mem::replace(&mut self.text, around));
                return;
            }
            _ => {}
        }
        if node.get("epub:type") == Some("index-entry-list") {
            let around = std::mem::take(&mut self.text);
            self.lists.end_block();
            self.text = std::mem::take(&mut self.lists);
            self.kids(node);
            self.lists = std::mem::replace(&mut self.text, around);
            return;
        }
        let local = node.local();
        match local {
            "br" => self.text.end_line(),
            "img" if !is_decorative(node) => self.text.push(node.get("alt").unwrap_or_default()),
            "head" | "img" => {}
            _ if INLINE.contains(&local) => self.kids(node),
            _ => {
                if heading_level(node).is_some() {
                    self.headings.push(words(node));
                }
                self.text.end_block();
                self.kids(node);
                self.text.end_block();
            }
        }
    }

    fn kids(&mut self, node: &Node) {
        for kid in &node.kids {
            match kid {
                Kid::Node(node) => self.element(node),
                Kid::Text(text) => self.text.push(text),
            }
        }
    }
}
