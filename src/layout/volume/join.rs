//! Joins pages that were made apart: every id moves up by those that came before.

use std::collections::BTreeMap;

use super::Sheaf;
use crate::document::{Document, ImageAsset, ImageId, NoteId};
use crate::geometry::{Point, Pt};
use crate::layout::frame::{
    AreaTarget, Destination, DestinationName, Item, OutlineEntry, Owner, Page, Pages,
};
use crate::layout::structure::{ElementId, Kid, LeafId, Tag, Tree};

/// Gathers the pages of the whole.
pub(super) struct Joiner {
    pages: Pages,
    images: Vec<ImageAsset>,
    /// From an image's digest to its place among them.
    known: BTreeMap<String, ImageId>,
    notes: u32,
}

/// How far the ids of one sheaf are moved.
struct Shift {
    elements: u32,
    leaves: u32,
    notes: u32,
    page: usize,
    images: Vec<ImageId>,
}

impl Shift {
    fn element(&self, id: ElementId) -> ElementId {
        ElementId(id.0 + self.elements)
    }

    fn note(&self, id: NoteId) -> NoteId {
        NoteId(id.0 + self.notes)
    }
}

impl Joiner {
    /// Begins with the root of the tree.
    pub(super) fn new(front: &Document) -> Self {
        let mut tree = Tree::default();
        let root = tree.add(None, Tag::Document);
        tree.get_mut(root).lang = Some(front.lang.clone());
        let pages = Pages { tree, ..Pages::default() };
        Self { pages, images: Vec::new(), known: BTreeMap::new(), notes: 0 }
    }

    /// Adds the cover, whose tree is one figure.
    pub(super) fn cover(&mut self, cover: Pages) {
        let shift = self.shift(Vec::new());
        self.tree(cover.tree, &shift);
        for page in cover.pages {
            self.page(page, &shift);
        }
    }

    /// Adds a document's pages as a section of the whole.
    pub(super) fn add(&mut self, sheaf: Sheaf<'_>) {
        let Sheaf { id, document, mut pages, outline } = sheaf;
        let images = document.images.iter().map(|asset| self.image(asset)).collect();
        let shift = self.shift(images);
        if let Some(root) = pages.tree.elements.first_mut() {
            root.tag = Tag::Sect;
            root.title = Some(document.metadata.title.clone());
            root.id = Some(id.to_owned());
        }
        for element in pages.tree.elements.iter_mut().filter(|element| element.tag == Tag::Note) {
            element.id = element.id.take().map(|note| format!("{id}.{note}"));
        }
        let root = shift.element(ElementId(0));
        self.tree(pages.tree, &shift);
        self.pages.destinations.push(Destination {
            target: DestinationName::Id(id.to_owned()),
            page: shift.page,
            at: Point { x: Pt::ZERO, y: Pt::ZERO },
            element: root,
        });
        for destination in pages.destinations {
            self.pages.destinations.push(Destination {
                target: match destination.target {
                    DestinationName::Note(note) => DestinationName::Note(shift.note(note)),
                    DestinationName::NoteMark(note) => DestinationName::NoteMark(shift.note(note)),
                    id @ DestinationName::Id(_) => id,
                },
                page: destination.page + shift.page,
                element: shift.element(destination.element),
                ..destination
            });
        }
        let entries = pages.outline.into_iter().filter_map(|entry| {
            let level = outline(entry.level)?;
            let element = shift.element(entry.element);
            Some(OutlineEntry { level, page: entry.page + shift.page, element, ..entry })
        });
        self.pages.outline.extend(entries);
        for page in pages.pages {
            self.page(page, &shift);
        }
        self.notes += u32::try_from(document.notes.len()).unwrap_or(u32::MAX);
    }

    /// Returns the pages and the images they show.
    pub(super) fn finish(self) -> (Pages, Vec<ImageAsset>) {
        (self.pages, self.images)
    }

    fn shift(&self, images: Vec<ImageId>) -> Shift {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Shift {
            elements: count(self.pages.tree.elements.len()),
            leaves: count(self.pages.tree.leaves.len()),
            notes: self.notes,
            page: self.pages.pages.len(),
            images,
        }
    }

    fn image(&mut self, asset: &ImageAsset) -> ImageId {
        if let Some(&known) = self.known.get(&asset.digest) {
            return known;
        }
        let id = ImageId(u32::try_from(self.images.len()).unwrap_or(u32::MAX));
        self.images.push(asset.clone());
        self.known.insert(asset.digest.clone(), id);
        id
    }

    fn tree(&mut self, tree: Tree, shift: &Shift) {
        let whole = &mut self.pages.tree;
        whole.elements[0].kids.push(Kid::Element(shift.element(ElementId(0))));
        whole.elements.extend(tree.elements.into_iter().map(|mut element| {
            element.parent = Some(element.parent.map_or(ElementId(0), |parent| shift.element(parent)));
            for kid in &mut element.kids {
                *kid = match *kid {
                    Kid::Element(id) => Kid::Element(shift.element(id)),
                    Kid::Leaf(leaf) => Kid::Leaf(LeafId(leaf.0 + shift.leaves)),
                };
            }
            element
        }));
        whole.leaves.extend(tree.leaves.into_iter().map(|element| shift.element(element)));
    }

    fn page(&mut self, mut page: Page, shift: &Shift) {
        for placed in &mut page.items {
            if let Owner::Leaf(leaf) = &mut placed.owner {
                leaf.0 += shift.leaves;
            }
            if let Item::Image { image, .. } = &mut placed.item
                && let Some(&whole) = shift.images.get(image.0 as usize)
            {
                *image = whole;
            }
        }
        for link in &mut page.links {
            link.element = shift.element(link.element);
            match &mut link.target {
                AreaTarget::Note(note) | AreaTarget::NoteMark(note) => *note = shift.note(*note),
                AreaTarget::Link(_) => {}
            }
        }
        self.pages.pages.push(page);
    }
}
