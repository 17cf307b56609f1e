//! The page's tree, and the line each element starts on.
//!
//! html5ever tells the line while it parses; scraper does not keep it. This sink hands everything on to scraper's and
//! notes the line of each element as it is made.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html, HtmlTreeSink, Selector};

use super::attributes;
use crate::diagnostics::codes::import as codes;
use crate::import::{Fault, limits};

/// Bytes that are parsed before the limits are looked at again.
const PIECE: usize = 16 << 10;

/// The key of a node.
type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// A parsed page.
pub(super) struct Page {
    /// The tree.
    pub html: Html,
    lines: FxHashMap<NodeId, usize>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Page").field("elements", &self.lines.len()).finish_non_exhaustive()
    }
}

impl Page {
    /// Parses a page as a browser would.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        if let Some(line) = attributes::line_of_crowd(text, limits::ATTRIBUTES) {
            let most = limits::ATTRIBUTES;
            return Err(refused(format!("has a tag of more than {most} attributes in line {line}")));
        }
        let sink = Sink {
            inner: HtmlTreeSink::new(Html::new_document()),
            line: Cell::new(1),
            lines: RefCell::default(),
            depths: RefCell::default(),
            deepest: Cell::new(0),
        };
        let mut parser = html5ever::parse_document(sink, Default::default());
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(end_of_piece(rest));
            rest = after;
            parser.process(StrTendril::from(piece));
            let sink = &parser.tokenizer.sink.sink;
            let (elements, deepest) = (sink.lines.borrow().len(), sink.deepest.get());
            if elements > limits::NODES {
                return Err(refused(format!("has more than {} elements", limits::NODES)));
            }
            if deepest > limits::OPEN_DEPTH {
                return Err(refused(format!(
                    "nests elements more than {deepest} deep, at most {} are allowed",
                    limits::DEPTH
                )));
            }
        }
        let page = parser.finish();
        let deepest = page.depth();
        if deepest > limits::DEPTH {
            let most = limits::DEPTH;
            return Err(refused(format!("nests elements {deepest} deep, at most {most} are allowed")));
        }
        Ok(page)
    }

    /// Walks without recursion, since the depth is not known to be harmless yet.
    fn depth(&self) -> usize {
        let mut node = self.html.tree.root();
        let (mut depth, mut deepest) = (0_usize, 0);
        loop {
            if let Some(child) = node.first_child() {
                node = child;
                depth += 1;
                deepest = deepest.max(depth);
                continue;
            }
            loop {
                if let Some(sibling) = node.next_sibling() {
                    node = sibling;
                    break;
                }
                let Some(parent) = node.parent() else { return deepest };
                node = parent;
                depth -= 1;
            }
        }
    }

    /// Returns the line an element starts on.
    pub(super) fn line(&self, element: ElementRef<'_>) -> usize {
        self.lines.get(&element.id()).copied().unwrap_or(0)
    }

    /// Returns the first element that one of the selectors finds, in their order.
    pub(super) fn first(&self, selectors: &[Selector]) -> Option<ElementRef<'_>> {
        selectors.iter().find_map(|selector| self.html.select(selector).next())
    }
}

/// Returns where the next piece of a text ends, between two characters.
fn end_of_piece(text: &str) -> usize {
    (PIECE..PIECE + 4).find(|&at| text.is_char_boundary(at)).map_or(text.len(), |at| at.min(text.len()))
}

fn refused(what: String) -> Fault {
    Fault::new(&codes::LIMIT, format!("the page {what}"))
}

struct Sink {
    inner: HtmlTreeSink,
    line: Cell<usize>,
    lines: RefCell<FxHashMap<NodeId, usize>>,
    /// How deep each element was put.
    depths: RefCell<FxHashMap<NodeId, usize>>,
    deepest: Cell<usize>,
}

impl Sink {
    fn note_depth(&self, parent: &NodeId, child: &NodeOrText<NodeId>) {
        let NodeOrText::AppendNode(child) = child else { return };
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(parent).copied().unwrap_or(0) + 1;
        depths.insert(*child, depth);
        self.deepest.set(self.deepest.get().max(depth));
    }
}

impl TreeSink for Sink {
    type Output = Page;
    type Handle = NodeId;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Page {
        Page { html: self.inner.finish(), lines: self.lines.into_inner() }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let id = self.inner.create_element(name, attrs, flags);
        self.lines.borrow_mut().insert(id, self.line.get());
        id
    }

    fn parse_error(&self, _message: Cow<'static, str>) {
        // Pages are full of them; browsers do not mind either.
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn same_node(&self, left: &NodeId, right: &NodeId) -> bool {
        left == right
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.inner.create_comment(text)
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.note_depth(parent, &child);
        self.inner.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        self.inner.append_before_sibling(sibling, node);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.inner.append_based_on_parent_node(element, previous, child);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.inner.reparent_children(node, parent);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attrs);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn mark_script_already_started(&self, node: &NodeId) {
        self.inner.mark_script_already_started(node);
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }
}
