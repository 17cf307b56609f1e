//! The structure tree, the parent tree and the tree of ids (ISO 32000-1, 14.7).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::Job;
use super::draw::Marks;
use super::link::Annotation;
use super::object::{rectangle, text};
use super::second::{Namespaces, references};
use crate::document::Lang;
use crate::layout::{Element, ElementId, Kid, Tag, Tree};

/// The name of a structure type.
pub fn tag_name(tag: Tag) -> &'static str {
    match tag {
        Tag::Document => "Document",
        Tag::Sect => "Sect",
        Tag::Div => "Div",
        Tag::H(0 | 1) => "H1",
        Tag::H(2) => "H2",
        Tag::H(3) => "H3",
        Tag::H(4) => "H4",
        Tag::H(5) => "H5",
        Tag::H(_) => "H6",
        Tag::P => "P",
        Tag::L => "L",
        Tag::LI => "LI",
        Tag::Lbl => "Lbl",
        Tag::LBody => "LBody",
        Tag::BlockQuote => "BlockQuote",
        Tag::Quote => "Quote",
        Tag::Code => "Code",
        Tag::Table => "Table",
        Tag::THead => "THead",
        Tag::TBody => "TBody",
        Tag::TR => "TR",
        Tag::TH => "TH",
        Tag::TD => "TD",
        Tag::Figure => "Figure",
        Tag::Caption => "Caption",
        Tag::Note => "Note",
        Tag::Reference => "Reference",
        Tag::Link => "Link",
        Tag::Span => "Span",
        Tag::TOC => "TOC",
        Tag::TOCI => "TOCI",
        Tag::Index => "Index",
    }
}

/// Returns the language an element says of itself or takes from those around it.
pub fn language(tree: &Tree, id: ElementId) -> Option<&Lang> {
    let mut at = Some(id);
    while let Some(element) = at.map(|id| tree.get(id)) {
        if element.lang.is_some() {
            return element.lang.as_ref();
        }
        at = element.parent;
    }
    None
}

/// What the structure tree is made of.
pub struct Plan<'a> {
    /// The job.
    pub job: &'a Job<'a>,
    /// Where the leaves' content is.
    pub marks: &'a Marks,
    /// The annotations, in the order of their numbers in the parent tree, which follow the pages'.
    pub annotations: &'a [Annotation],
    /// The pages.
    pub pages: &'a [ObjectId],
}

/// The finished tree.
pub struct Structure {
    /// The root, for the catalogue.
    pub root: ObjectId,
    /// The objects of the elements; none for those without content.
    pub elements: Vec<Option<ObjectId>>,
}

/// Adds the structure tree to the graph.
pub fn build(plan: &Plan<'_>, graph: &mut lopdf::Document) -> Structure {
    let tree = &plan.job.pages.tree;
    let mut builder = Builder::new(plan, graph);
    let kept = builder.number(graph);
    let root = graph.new_object_id();
    for (at, element) in tree.elements.iter().enumerate() {
        if let Some(id) = kept[at] {
            let parent = element.parent.and_then(|parent| kept[parent.0 as usize]).unwrap_or(root);
            builder.write(graph, ElementId(at as u32), id, parent);
        }
    }
    let parent_tree = builder.parent_tree(graph);
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => (plan.pages.len() + plan.annotations.len()) as i64,
    };
    if let Some(&Some(document)) = kept.first() {
        dictionary.set("K", vec![Object::Reference(document)]);
    }
    if let Some(second) = &builder.second {
        dictionary.set("Namespaces", second.spaces.all());
    }
    if let Some(ids) = builder.id_tree() {
        dictionary.set("IDTree", graph.add_object(ids));
    }
    graph.set_object(root, dictionary);
    Structure { root, elements: kept }
}

struct Builder<'a> {
    plan: &'a Plan<'a>,
    tree: &'a Tree,
    /// By element: its annotations' places in the plan.
    annotations: BTreeMap<ElementId, Vec<usize>>,
    /// By element: the `Link` put below it, where it has annotations and is no link itself.
    links: BTreeMap<ElementId, ObjectId>,
    kept: Vec<Option<ObjectId>>,
    ids: BTreeMap<Vec<u8>, ObjectId>,
    second: Option<Second>,
}

/// What PDF 2.0 adds.
struct Second {
    spaces: Namespaces,
    /// By note its marks, by mark its note.
    references: BTreeMap<ElementId, Vec<ElementId>>,
}

impl<'a> Builder<'a> {
    fn new(plan: &'a Plan<'a>, graph: &mut lopdf::Document) -> Self {
        let tree = &plan.job.pages.tree;
        let mut annotations: BTreeMap<ElementId, Vec<usize>> = BTreeMap::new();
        for (at, annotation) in plan.annotations.iter().enumerate() {
            annotations.entry(annotation.element).or_default().push(at);
        }
        // PDF/UA-1, 7.18.5 wants a link's annotation directly below a `Link`.
        let is_bare = |id: &&ElementId| tree.get(**id).tag != Tag::Link;
        let links = annotations.keys().filter(is_bare).map(|&id| (id, graph.new_object_id())).collect();
        let second = plan
            .job
            .options
            .standard
            .is_second()
            .then(|| Second { spaces: Namespaces::add(graph), references: references(plan.job) });
        Self { plan, tree, annotations, links, kept: Vec::new(), ids: BTreeMap::new(), second }
    }

    /// Gives an object to each element that has content, or is a cell of a table and holds its place.
    fn number(&mut self, graph: &mut lopdf::Document) -> Vec<Option<ObjectId>> {
        let mut has_content: Vec<bool> = Vec::with_capacity(self.tree.elements.len());
        has_content.resize(self.tree.elements.len(), false);
        // An element stands after its parent, so the last come first.
        for (at, element) in self.tree.elements.iter().enumerate().rev() {
            let own = element
                .kids
                .iter()
                .any(|kid| matches!(kid, Kid::Leaf(leaf) if self.plan.marks.by_leaf.contains_key(leaf)));
            let is_cell = matches!(element.tag, Tag::TD | Tag::TH);
            has_content[at] |=
                own || is_cell || at == 0 || self.annotations.contains_key(&ElementId(at as u32));
            if let (true, Some(parent)) = (has_content[at], element.parent) {
                has_content[parent.0 as usize] = true;
            }
        }
        self.kept = has_content.into_iter().map(|kept| kept.then(|| graph.new_object_id())).collect();
        self.kept.clone()
    }

    /// Returns an element's type. A `Caption` is of the element that holds it (ISO 14289-2, 8.2.5.27), and a `Div` counts
    /// for nothing there.
    fn tag(&self, element: &Element) -> Tag {
        let is_caption =
            |kid: &Kid| matches!(kid, Kid::Element(id) if self.tree.get(*id).tag == Tag::Caption);
        match element.tag {
            Tag::Div if self.second.is_some() && element.kids.iter().any(is_caption) => Tag::Sect,
            tag => tag,
        }
    }

    /// Begins the dictionary of an element.
    fn element(&self, tag: Tag, parent: ObjectId) -> Dictionary {
        let mut dictionary = dictionary! { "Type" => "StructElem", "S" => tag_name(tag), "P" => parent };
        if let Some(second) = &self.second {
            second.spaces.set_type(tag, &mut dictionary);
        }
        dictionary
    }

    fn write(&mut self, graph: &mut lopdf::Document, at: ElementId, id: ObjectId, parent: ObjectId) {
        let element = self.tree.get(at);
        let mut dictionary = self.element(self.tag(element), parent);
        let mut kids = self.kids(element, &mut dictionary);
        let objects = self.annotations.get(&at).map(|annotations| self.object_references(annotations));
        match (objects, self.links.get(&at)) {
            (Some(objects), Some(&link)) => {
                kids.extend(objects);
                let mut inner = self.element(Tag::Link, id);
                if let Ok(page) = dictionary.get(b"Pg") {
                    inner.set("Pg", page.clone());
                    dictionary.remove(b"Pg");
                }
                // Elements among the kids stay where their `P` says they are.
                let (elements, content): (Vec<_>, Vec<_>) =
                    kids.into_iter().partition(|kid| matches!(kid, Object::Reference(_)));
                inner.set("K", content);
                graph.set_object(link, inner);
                kids = elements;
                kids.insert(0, Object::Reference(link));
            }
            (Some(objects), None) => kids.extend(objects),
            (None, _) => {}
        }
        if !kids.is_empty() {
            dictionary.set("K", kids);
        }
        self.attributes(at, id, &mut dictionary);
        graph.set_object(id, dictionary);
    }

    /// Returns an element's kids, and names in its dictionary the page its plain numbers are on.
    fn kids(&self, element: &Element, dictionary: &mut Dictionary) -> Vec<Object> {
        let mut kids = Vec::new();
        let mut page = None;
        for kid in &element.kids {
            match kid {
                Kid::Element(id) => kids.extend(self.kept[id.0 as usize].map(Object::Reference)),
                Kid::Leaf(leaf) => {
                    for &(on, number) in self.plan.marks.by_leaf.get(leaf).into_iter().flatten() {
                        if *page.get_or_insert(on) == on {
                            kids.push(i64::from(number).into());
                        } else {
                            kids.push(dictionary! { "Type" => "MCR", "Pg" => self.plan.pages[on], "MCID" => i64::from(number) }.into());
                        }
                    }
                }
            }
        }
        if let Some(page) = page {
            dictionary.set("Pg", self.plan.pages[page]);
        }
        kids
    }

    fn object_references(&self, annotations: &[usize]) -> Vec<Object> {
        let reference = |&at: &usize| {
            let annotation = &self.plan.annotations[at];
            dictionary! { "Type" => "OBJR", "Pg" => self.plan.pages[annotation.page], "Obj" => annotation.object }.into()
        };
        annotations.iter().map(reference).collect()
    }

    /// Sets what a reader is told of an element.
    fn attributes(&mut self, at: ElementId, id: ObjectId, dictionary: &mut Dictionary) {
        let element = self.tree.get(at);
        let alt = element.alt.clone().or_else(|| self.alt_of_link(element));
        let texts = [("Alt", &alt), ("E", &element.expansion), ("T", &element.title)];
        for (key, value) in texts {
            if let Some(value) = value {
                dictionary.set(key, text(value));
            }
        }
        if let Some(lang) = &element.lang {
            dictionary.set("Lang", text(lang));
        }
        if let Some(attribute) = self.attribute(element) {
            dictionary.set("A", attribute);
        }
        let references = self.second.as_ref().and_then(|second| second.references.get(&at));
        if let Some(references) = references {
            let objects = references.iter().filter_map(|id| self.kept[id.0 as usize]);
            dictionary.set("Ref", objects.map(Object::Reference).collect::<Vec<_>>());
        }
        // PDF/UA-1, 7.9: every note has an id.
        let own = (element.tag == Tag::Note).then(|| format!("note-element-{}", at.0));
        if let Some(key) = element.id.clone().or(own) {
            let key = if self.ids.contains_key(key.as_bytes()) { format!("{key}-{}", at.0) } else { key };
            dictionary.set("ID", Object::string_literal(key.clone()));
            self.ids.insert(key.into_bytes(), id);
        }
    }

    /// Returns what a link says that holds nothing but figures: what they do.
    fn alt_of_link(&self, link: &Element) -> Option<String> {
        let figure = |kid: &Kid| match kid {
            Kid::Element(id) if self.tree.get(*id).tag == Tag::Figure => self.tree.get(*id).alt.as_deref(),
            _ => None,
        };
        let says: Option<Vec<&str>> = link.kids.iter().map(figure).collect();
        says.filter(|says| link.tag == Tag::Link && !says.is_empty()).map(|says| says.join(" "))
    }

    fn attribute(&self, element: &Element) -> Option<Dictionary> {
        match element.tag {
            Tag::L if self.has_labels(element) => {
                let numbering = if element.is_ordered { "Decimal" } else { "Disc" };
                Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
            }
            Tag::TH => {
                let is_head = element
                    .parent
                    .and_then(|row| self.tree.get(row).parent)
                    .is_some_and(|part| self.tree.get(part).tag != Tag::TBody);
                Some(dictionary! { "O" => "Table", "Scope" => if is_head { "Column" } else { "Row" } })
            }
            Tag::Note if self.second.is_some() => {
                Some(dictionary! { "O" => "FENote", "NoteType" => "Footnote" })
            }
            Tag::Figure => {
                let (page, _) = self.first_mark(element)?;
                let height = self.plan.job.pages.pages[page].size.height.0;
                let placement = if element.is_in_line { "Inline" } else { "Block" };
                let mut layout = dictionary! { "O" => "Layout", "Placement" => placement };
                layout.set("BBox", rectangle(element.bbox.as_ref()?, height));
                Some(layout)
            }
            _ => None,
        }
    }

    fn has_labels(&self, list: &Element) -> bool {
        let kids = |element: &Element| {
            let elements = element.kids.iter().filter_map(|kid| match kid {
                Kid::Element(id) => Some(self.tree.get(*id)),
                Kid::Leaf(_) => None,
            });
            elements.collect::<Vec<_>>()
        };
        kids(list).into_iter().any(|item| kids(item).into_iter().any(|part| part.tag == Tag::Lbl))
    }

    fn first_mark(&self, element: &Element) -> Option<(usize, u32)> {
        let mut marks = element.kids.iter().filter_map(|kid| match kid {
            Kid::Leaf(leaf) => self.plan.marks.by_leaf.get(leaf)?.first().copied(),
            Kid::Element(_) => None,
        });
        marks.next()
    }

    /// For each page the element of each of its numbers; for each annotation its `Link`.
    fn parent_tree(&self, graph: &mut lopdf::Document) -> ObjectId {
        let mut numbers = Vec::new();
        for (page, leaves) in self.plan.marks.by_page.iter().enumerate() {
            let parents = leaves.iter().map(|leaf| self.holder(self.tree.leaves[leaf.0 as usize]));
            let parents = graph.add_object(parents.collect::<Vec<_>>());
            numbers.extend([Object::Integer(page as i64), Object::Reference(parents)]);
        }
        for (at, annotation) in self.plan.annotations.iter().enumerate() {
            numbers.extend([
                Object::Integer((self.plan.pages.len() + at) as i64),
                self.holder(annotation.element),
            ]);
        }
        graph.add_object(dictionary! { "Nums" => numbers })
    }

    /// The object that holds an element's content: its own, or that of the `Link` put below it.
    fn holder(&self, element: ElementId) -> Object {
        let own = || self.kept[element.0 as usize];
        self.links.get(&element).copied().or_else(own).map_or(Object::Null, Object::Reference)
    }

    fn id_tree(&self) -> Option<Dictionary> {
        let names = self
            .ids
            .iter()
            .flat_map(|(key, &id)| [Object::string_literal(key.clone()), Object::Reference(id)]);
        (!self.ids.is_empty()).then(|| dictionary! { "Names" => names.collect::<Vec<_>>() })
    }
}
