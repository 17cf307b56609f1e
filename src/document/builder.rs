//! What grows while a document is built: faults, images, footnotes, names of headings.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::anchors::Anchors;
use super::images::{Images, Shelf};
use super::markdown::Node;
use super::{BuildOptions, NoteId};
use crate::diagnostics::{Code, Diagnostic, Place, Source, Span};
use crate::project::Project;
use crate::record::{MarkdownText, Record, lint};
use crate::style::labels::Labels;

/// The state of one building.
pub(super) struct Builder<'a> {
    pub(super) record: &'a Record,
    pub(super) project: &'a Project,
    pub(super) options: &'a BuildOptions,
    pub(super) labels: Labels<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) images: Images,
    pub(super) anchors: Anchors,
    pub(super) notes: NoteDesk,
    pub(super) table_cells: usize,
    /// Fragments that links of the document name, and where.
    pub(super) internal_links: Vec<(String, Option<Span>)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(record: &'a Record, project: &'a Project, options: &'a BuildOptions) -> Self {
        Self {
            record,
            project,
            options,
            labels: Labels::of(&record.lang, &project.labels),
            diagnostics: Vec::new(),
            images: Images::default(),
            anchors: Anchors::default(),
            notes: NoteDesk::default(),
            table_cells: 0,
            internal_links: Vec::new(),
        }
    }

    /// Reports a rule at the level it has in the project; `None` where the project has it off.
    pub(super) fn lint(
        &mut self,
        code: Code,
        message: impl Into<String>,
        span: Option<Span>,
    ) -> Option<&mut Diagnostic> {
        let level = lint::level(code, self.record, self.project)?;
        let mut diagnostic = Diagnostic::warning(code, message);
        diagnostic.severity = level;
        diagnostic.span = span;
        self.diagnostics.push(diagnostic);
        self.diagnostics.last_mut()
    }

    /// Reports a rule with what to do.
    pub(super) fn warn(&mut self, code: Code, message: impl Into<String>, span: Option<Span>, hint: &str) {
        if let Some(diagnostic) = self.lint(code, message, span)
            && !hint.is_empty()
        {
            diagnostic.hints.push(hint.to_owned());
        }
    }

    /// Reports an error.
    pub(super) fn fail(&mut self, code: Code, message: impl Into<String>, span: Option<Span>, hint: &str) {
        let mut diagnostic = Diagnostic::error(code, message);
        diagnostic.span = span;
        if !hint.is_empty() {
            diagnostic.hints.push(hint.to_owned());
        }
        self.diagnostics.push(diagnostic);
    }

    /// Returns where images may be.
    pub(super) fn shelf(&self) -> Shelf<'a> {
        let folder: &'a Path = &self.record.folder;
        let root = &self.project.root;
        // A project made by hand has no folder of its own; then the record's is all there is. With a file, the empty
        // path is the folder the program runs in.
        let has_root = self.project.source.is_some() || !root.as_os_str().is_empty();
        let root: &'a Path = if has_root { root } else { folder };
        Shelf { folder, root, allowed: &self.project.allowed }
    }

    /// Returns the span of a place of the record.
    pub(super) fn span_at(&self, place: Place, length: usize) -> Option<Span> {
        Some(place.span(&self.record.source, length))
    }
}

/// Where a Markdown text comes from: how its offsets become places and spans.
#[derive(Clone, Debug)]
pub(super) enum Origin<'a> {
    /// A field of the record.
    Record { text: &'a MarkdownText, source: &'a Arc<Source> },
    /// Somewhere else: one span for all of it.
    Elsewhere(Option<Span>),
}

impl Origin<'_> {
    /// Returns the place a word of the tree carries.
    pub(super) fn place(&self, offset: usize) -> Place {
        match self {
            Self::Record { text, .. } => text.place(offset),
            Self::Elsewhere(_) => Place::default(),
        }
    }

    /// Returns what a fault points at.
    pub(super) fn span(&self, range: &std::ops::Range<usize>) -> Option<Span> {
        match self {
            Self::Record { text, source } => {
                let start = text.place(range.start).0 as usize;
                let last = text.place(range.end.saturating_sub(1).max(range.start)).0 as usize;
                let end = (last + 1).max(start).min(source.text.len());
                Some(Span { source: Arc::clone(source), start: start.min(end), end })
            }
            Self::Elsewhere(span) => span.clone(),
        }
    }
}

/// Footnotes: what is defined, what is referred to and in which order.
#[derive(Default)]
pub(super) struct NoteDesk {
    /// By label, of the text at hand; labels of another text are other notes.
    defined: BTreeMap<String, (Node, Option<NoteId>)>,
    /// The blocks of notes that are referred to but not built yet, in order.
    waiting: Vec<Node>,
    counts: Vec<u32>,
}

impl NoteDesk {
    /// Takes a definition; returns it where its label is taken.
    pub(super) fn define(&mut self, label: &str, node: Node) -> Option<Node> {
        let label = label.to_lowercase();
        if self.defined.contains_key(&label) {
            return Some(node);
        }
        self.defined.insert(label, (node, None));
        None
    }

    /// Counts a reference: the note and how often it was referred to before.
    pub(super) fn refer(&mut self, label: &str) -> Option<(NoteId, u32)> {
        let (node, id) = self.defined.get_mut(&label.to_lowercase())?;
        let id = *id.get_or_insert_with(|| {
            self.counts.push(0);
            let children = std::mem::take(&mut node.children);
            self.waiting.push(Node { kind: node.kind.clone(), range: node.range.clone(), children });
            NoteId(u32::try_from(self.counts.len() - 1).unwrap_or(u32::MAX))
        });
        let count = self.counts.get_mut(id.0 as usize)?;
        *count += 1;
        Some((id, *count - 1))
    }

    /// Returns the next notes to build, in order of their ids.
    pub(super) fn take_waiting(&mut self) -> Vec<Node> {
        std::mem::take(&mut self.waiting)
    }

    /// Closes the text at hand; returns the definitions that nothing referred to.
    pub(super) fn close(&mut self) -> Vec<(String, Node)> {
        let defined = std::mem::take(&mut self.defined);
        let mut unused: Vec<_> = defined
            .into_iter()
            .filter(|(_, (_, id))| id.is_none())
            .map(|(label, (node, _))| (label, node))
            .collect();
        unused.sort_by_key(|(_, node)| node.range.start);
        unused
    }

    /// Returns how often each note is referred to.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }
}
