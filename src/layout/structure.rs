//! The logical structure that placed items belong to (ISO 32000-1, 14.7 and 14.8).
//!
//! The composer grows it while it walks the document, in reading order; the PDF writer turns
//! it into a structure tree. A [`LeafId`] is a stretch of content directly below an element;
//! however many lines or pages it is broken over, it stays one leaf.

use crate::document::{Change, Lang};
use crate::geometry::Rect;

/// An element of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

/// A stretch of content directly below one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafId(pub u32);

/// A standard structure type of PDF 1.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the standard's own names")]
pub enum Tag {
    Document,
    Sect,
    Div,
    H(u8),
    P,
    L,
    LI,
    Lbl,
    LBody,
    BlockQuote,
    Quote,
    Code,
    Table,
    THead,
    TBody,
    TR,
    TH,
    TD,
    Figure,
    Caption,
    Note,
    Reference,
    Link,
    Span,
    TOC,
    TOCI,
    Index,
}

/// An element: its type, what it holds in reading order, and what a reader is told of it.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its type.
    pub tag: Tag,
    /// What holds it; `None` for the root alone.
    pub parent: Option<ElementId>,
    /// What it holds, in reading order.
    pub kids: Vec<Kid>,
    /// Its language, where it differs from its parent's.
    pub lang: Option<Lang>,
    /// The alternative text of a figure.
    pub alt: Option<String>,
    /// The long form of an abbreviation.
    pub expansion: Option<String>,
    /// What it is called ("Synopsis"), for those who jump between sections.
    pub title: Option<String>,
    /// For an ordered list, so that its labels are read.
    pub is_ordered: bool,
    /// Whether a figure stands within a line, as a word does.
    pub is_in_line: bool,
    /// The box of a figure, on the page of its leaf; set when it is placed.
    pub bbox: Option<Rect>,
    /// An anchor: unique in the document.
    pub id: Option<String>,
    /// What was done to its words from one version to the next, in a proof.
    pub change: Option<Change>,
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// Another element.
    Element(ElementId),
    /// Content.
    Leaf(LeafId),
}

/// The tree, grown in reading order.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Every element; the first is the root.
    pub elements: Vec<Element>,
    /// The element that owns each leaf.
    pub leaves: Vec<ElementId>,
}

impl Tree {
    /// Adds an element as the last kid of another; the root has no parent.
    pub fn add(&mut self, parent: Option<ElementId>, tag: Tag) -> ElementId {
        let id = ElementId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX));
        self.elements.push(Element {
            tag,
            parent,
            kids: Vec::new(),
            lang: None,
            alt: None,
            expansion: None,
            title: None,
            is_ordered: false,
            is_in_line: false,
            bbox: None,
            id: None,
            change: None,
        });
        if let Some(parent) = parent {
            self.get_mut(parent).kids.push(Kid::Element(id));
        }
        id
    }

    /// Adds a leaf as the last kid of an element.
    pub fn leaf(&mut self, element: ElementId) -> LeafId {
        let id = LeafId(u32::try_from(self.leaves.len()).unwrap_or(u32::MAX));
        self.leaves.push(element);
        self.get_mut(element).kids.push(Kid::Leaf(id));
        id
    }

    /// Returns an element.
    ///
    /// # Panics
    ///
    /// If the id is of another tree.
    #[must_use]
    pub fn get(&self, id: ElementId) -> &Element {
        &self.elements[id.0 as usize]
    }

    /// Returns an element to change it.
    ///
    /// # Panics
    ///
    /// If the id is of another tree.
    pub fn get_mut(&mut self, id: ElementId) -> &mut Element {
        &mut self.elements[id.0 as usize]
    }
}
