//! The structure tree: its elements, in reading order, and whether it holds together.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::content::Content;
use super::file::File;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{CONTENT_NOT_OWNED, PARENT_TREE_WRONG, TREE_BROKEN};

/// How deep elements may nest.
const DEEPEST: usize = 200;

/// An element.
#[derive(Debug)]
pub struct Element<'a> {
    /// Its object.
    pub id: ObjectId,
    /// Its standard type.
    pub tag: &'a str,
    /// Its dictionary.
    pub dictionary: &'a Dictionary,
    /// What holds it.
    pub parent: Option<usize>,
    /// What it holds, in reading order.
    pub kids: Vec<Kid>,
}

/// What an element holds.
#[derive(Clone, Copy, Debug)]
pub enum Kid {
    /// An element, by its place in the list.
    Element(usize),
    /// A stretch of a page.
    Marked {
        /// The page, from 0.
        page: usize,
        /// The number on that page.
        number: i64,
    },
    /// An annotation.
    Object(ObjectId),
}

/// The tree.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// Every element, each after its parent, in reading order.
    pub elements: Vec<Element<'a>>,
}

impl<'a> Tree<'a> {
    /// Reads the tree.
    pub fn read(file: &'a File, faults: &mut Vec<Diagnostic>) -> Self {
        let mut tree = Self::default();
        let Some(root) = file.dictionary(file.catalogue(), b"StructTreeRoot") else {
            faults.push(Diagnostic::error(&TREE_BROKEN, "the PDF has no structure tree"));
            return tree;
        };
        let roles = file.dictionary(root, b"RoleMap");
        let root_id = file.catalogue().get(b"StructTreeRoot").and_then(Object::as_reference).ok();
        let mut walk = Walk { file, roles, tree: &mut tree, seen: BTreeSet::new(), faults };
        for kid in kids(file, root) {
            walk.element(kid, None, root_id, 0);
        }
        tree
    }

    /// Checks that every stretch of a page is owned by exactly one element.
    pub fn check_ownership(&self, content: &Content<'_>, faults: &mut Vec<Diagnostic>) {
        let mut owners: BTreeSet<(usize, i64)> = BTreeSet::new();
        let mut fault = |message: String| faults.push(Diagnostic::error(&CONTENT_NOT_OWNED, message));
        for element in &self.elements {
            for kid in &element.kids {
                let Kid::Marked { page, number } = *kid else { continue };
                let shown = page + 1;
                if !owners.insert((page, number)) {
                    fault(format!(
                        "content {number} of page {shown} belongs to two elements; one is a `{}`",
                        element.tag
                    ));
                } else if !content.pages.get(page).is_some_and(|marks| marks.contains_key(&number)) {
                    fault(format!(
                        "a `{}` names content {number} of page {shown}, which is not there",
                        element.tag
                    ));
                }
            }
        }
        for (page, marks) in content.pages.iter().enumerate() {
            if let Some(number) = marks.keys().find(|&&number| !owners.contains(&(page, number))) {
                fault(format!("content {number} of page {} belongs to no element", page + 1));
            }
        }
    }

    /// Checks that the parent tree leads from every stretch and every annotation to its owner.
    pub fn check_parents(&self, file: &'a File, faults: &mut Vec<Diagnostic>) {
        let Some(root) = file.dictionary(file.catalogue(), b"StructTreeRoot") else { return };
        let mut entries = BTreeMap::new();
        if let Some(tree) = file.dictionary(root, b"ParentTree") {
            numbers(file, tree, 0, &mut entries);
        }
        let mut fault = |message: String| faults.push(Diagnostic::error(&PARENT_TREE_WRONG, message));
        for element in &self.elements {
            for kid in &element.kids {
                let (place, found) = match *kid {
                    Kid::Element(_) => continue,
                    Kid::Marked { page, number } => {
                        let key = file
                            .pages
                            .get(page)
                            .and_then(|&page| file.integer(file.object(page)?, b"StructParents"));
                        let list = key.and_then(|key| file.resolve(entries.get(&key)?)?.as_array().ok());
                        let owner = list.and_then(|list| list.get(usize::try_from(number).ok()?));
                        (format!("content {number} of page {}", page + 1), owner)
                    }
                    Kid::Object(object) => {
                        let key =
                            file.object(object).and_then(|object| file.integer(object, b"StructParent"));
                        ("a link's annotation".to_owned(), key.and_then(|key| entries.get(&key).copied()))
                    }
                };
                if found.and_then(|owner| owner.as_reference().ok()) != Some(element.id) {
                    fault(format!("the parent tree does not lead from {place} to its `{}`", element.tag));
                }
            }
        }
    }

    /// Returns the elements that an element holds directly.
    pub fn elements_of(&self, at: usize) -> impl Iterator<Item = (usize, &Element<'a>)> {
        self.elements[at].kids.iter().filter_map(|kid| match kid {
            Kid::Element(kid) => Some((*kid, &self.elements[*kid])),
            _ => None,
        })
    }
}

/// Returns the entries of `K`, which may be one or many.
fn kids<'a>(file: &'a File, dictionary: &'a Dictionary) -> &'a [Object] {
    match dictionary.get(b"K") {
        Ok(object) => match file.resolve(object) {
            Some(Object::Array(kids)) => kids,
            _ => std::slice::from_ref(object),
        },
        Err(_) => &[],
    }
}

/// Gathers the entries of a number tree.
fn numbers<'a>(file: &'a File, node: &'a Dictionary, depth: usize, entries: &mut BTreeMap<i64, &'a Object>) {
    for pair in file.array(node, b"Nums").unwrap_or_default().chunks_exact(2) {
        if let Ok(key) = pair[0].as_i64() {
            entries.insert(key, &pair[1]);
        }
    }
    if depth < DEEPEST {
        for kid in file.array(node, b"Kids").unwrap_or_default() {
            if let Some(kid) = file.resolve(kid).and_then(|kid| kid.as_dict().ok()) {
                numbers(file, kid, depth + 1, entries);
            }
        }
    }
}

struct Walk<'t, 'a> {
    file: &'a File,
    roles: Option<&'a Dictionary>,
    tree: &'t mut Tree<'a>,
    seen: BTreeSet<ObjectId>,
    faults: &'t mut Vec<Diagnostic>,
}

impl<'a> Walk<'_, 'a> {
    fn element(
        &mut self,
        object: &'a Object,
        parent: Option<usize>,
        above: Option<ObjectId>,
        depth: usize,
    ) -> Option<usize> {
        let id = object.as_reference().ok();
        let dictionary = self.file.resolve(object).and_then(|object| object.as_dict().ok());
        let (Some(id), Some(dictionary)) = (id, dictionary) else {
            self.fault("the structure tree names an element that is not there".to_owned());
            return None;
        };
        if !self.seen.insert(id) || depth > DEEPEST {
            self.fault(format!("an element (object {}) is reached twice, or nests without end", id.0));
            return None;
        }
        let tag = self.standard_type(dictionary);
        if dictionary.get(b"P").and_then(Object::as_reference).ok() != above {
            self.fault(format!(
                "a `{tag}` (object {}) does not name the element that holds it as its parent",
                id.0
            ));
        }
        let at = self.tree.elements.len();
        self.tree.elements.push(Element { id, tag, dictionary, parent, kids: Vec::new() });
        let own_page = dictionary.get(b"Pg").and_then(Object::as_reference).ok();
        for kid in kids(self.file, dictionary) {
            if let Some(kid) = self.kid(kid, at, own_page, depth) {
                self.tree.elements[at].kids.push(kid);
            }
        }
        Some(at)
    }

    fn kid(&mut self, kid: &'a Object, at: usize, own_page: Option<ObjectId>, depth: usize) -> Option<Kid> {
        let resolved = self.file.resolve(kid);
        if let Some(Object::Integer(number)) = resolved {
            return self.marked(own_page, *number, at);
        }
        let dictionary = resolved.and_then(|object| object.as_dict().ok());
        let page =
            |dictionary: &Dictionary| dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(own_page);
        match dictionary.and_then(|dictionary| Some((dictionary, self.file.name(dictionary, b"Type")?))) {
            Some((dictionary, "MCR")) => {
                self.marked(page(dictionary), self.file.integer(dictionary, b"MCID")?, at)
            }
            Some((dictionary, "OBJR")) => {
                dictionary.get(b"Obj").and_then(Object::as_reference).ok().map(Kid::Object)
            }
            _ => {
                let id = self.tree.elements[at].id;
                self.element(kid, Some(at), Some(id), depth + 1).map(Kid::Element)
            }
        }
    }

    fn marked(&mut self, page: Option<ObjectId>, number: i64, at: usize) -> Option<Kid> {
        let found = page.and_then(|page| self.file.page_at(page));
        if found.is_none() {
            let tag = self.tree.elements[at].tag;
            self.fault(format!("a `{tag}` names content {number} of a page that is not there"));
        }
        found.map(|page| Kid::Marked { page, number })
    }

    /// Returns the standard type an element's own type stands for.
    fn standard_type(&mut self, dictionary: &'a Dictionary) -> &'a str {
        let Some(mut tag) = self.file.name(dictionary, b"S") else {
            self.fault("an element has no type".to_owned());
            return "";
        };
        for _ in 0..8 {
            if STANDARD.contains(&tag) {
                return tag;
            }
            let Some(role) = self.roles.and_then(|roles| self.file.name(roles, tag.as_bytes())) else {
                break;
            };
            tag = role;
        }
        self.fault(format!("`{tag}` is no standard type and stands for none"));
        tag
    }

    fn fault(&mut self, message: String) {
        self.faults.push(Diagnostic::error(&TREE_BROKEN, message));
    }
}

/// The standard structure types of ISO 32000-1, 14.8.4, and the note of ISO 32000-2, 14.8.4.
const STANDARD: [&str; 50] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "FENote",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
];
