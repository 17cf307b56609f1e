//! What PDF 2.0 and PDF/UA-2 ask of the structure tree beyond 1.7: namespaces, notes and marks that name each
//! other, destinations that are elements (ISO 32000-2, 12.3.2.3 and 14.8.6; ISO 14289-2, 8.2 and 8.8).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::Job;
use super::structure::tag_name;
use crate::layout::frame::{AreaTarget, DestinationName};
use crate::layout::{ElementId, Tag, Tree};

/// The namespaces of standard types, as objects of a file.
#[derive(Clone, Copy, Debug)]
pub struct Namespaces {
    /// Of PDF 1.7: types that PDF 2.0 has given up and still reads.
    first: ObjectId,
    /// Of PDF 2.0.
    second: ObjectId,
}

impl Namespaces {
    /// Adds them to the graph.
    pub fn add(graph: &mut lopdf::Document) -> Self {
        let mut add = |name: &str| {
            graph.add_object(dictionary! { "Type" => "Namespace", "NS" => Object::string_literal(name) })
        };
        Self { first: add("http://iso.org/pdf/ssn"), second: add("http://iso.org/pdf2/ssn") }
    }

    /// Returns both, for the root of the structure tree.
    pub fn all(&self) -> Vec<Object> {
        vec![self.first.into(), self.second.into()]
    }

    /// Gives an element's dictionary its type and the namespace it is of.
    pub fn set_type(&self, tag: Tag, element: &mut Dictionary) {
        let (name, space) = match tag {
            // A `Note` must not be used (ISO 14289-2, 8.2.5.14).
            Tag::Note => ("FENote", self.second),
            Tag::BlockQuote | Tag::Quote | Tag::Code | Tag::Reference | Tag::TOC | Tag::TOCI | Tag::Index => {
                (tag_name(tag), self.first)
            }
            _ => (tag_name(tag), self.second),
        };
        element.set("S", name);
        element.set("NS", space);
    }
}

/// Returns for each note its marks, and for each mark its note.
pub fn references(job: &Job<'_>) -> BTreeMap<ElementId, Vec<ElementId>> {
    let pages = job.pages;
    let mut references: BTreeMap<ElementId, Vec<ElementId>> = BTreeMap::new();
    for area in pages.pages.iter().flat_map(|page| &page.links) {
        let AreaTarget::Note(note) = area.target else { continue };
        let wanted = DestinationName::Note(note);
        let found = pages.destinations.iter().find(|destination| destination.target == wanted);
        let Some(note) = found.map(|found| found.element) else { continue };
        let mark = mark(&pages.tree, area.element);
        references.entry(note).or_default().push(mark);
        references.entry(mark).or_default().push(note);
    }
    references
}

/// Returns the mark that a link to a note is in, or the link itself.
fn mark(tree: &Tree, link: ElementId) -> ElementId {
    tree.get(link).parent.filter(|&parent| tree.get(parent).tag == Tag::Reference).unwrap_or(link)
}

/// Makes an action that goes to a place, which is told by its page for readers of PDF 1.7 and by its element.
pub fn go_to(place: &Object, element: ObjectId) -> Dictionary {
    let mut within = place.clone();
    if let Ok(first) = within.as_array_mut().map(|place| place.first_mut()) {
        first.into_iter().for_each(|first| *first = element.into());
    }
    dictionary! { "Type" => "Action", "S" => "GoTo", "D" => place.clone(), "SD" => within }
}
