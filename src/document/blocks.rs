//! Nodes to blocks: what a Markdown text of a record says, checked and made whole.

use std::collections::BTreeSet;
use std::ops::Range;

use super::block::Table;
use super::builder::{Builder, Origin};
use super::html_blocks::Division;
use super::images::Refusal;
use super::inlines::{has_content, plain};
use super::markdown::{self, Excess, Kind, Node, Reading};
use super::tidy::tidy;
use super::{Block, ColumnAlignment, ImageId, Inline, ListItem, Note, Row, limits};
use crate::diagnostics::codes::document as codes;

/// The state of one text's lowering.
pub(super) struct Lowering<'b, 'a> {
    pub(super) builder: &'b mut Builder<'a>,
    pub(super) origin: Origin<'b>,
    pub(super) markdown: &'b str,
    /// Elements that were shown as text, whose closing tags need no second report.
    pub(super) unknown_html: BTreeSet<String>,
    in_note: bool,
    /// How many `<div lang>` are open whose content was read apart.
    pub(super) division_depth: usize,
}

/// Reads a text of blocks; the notes it refers to are added to `notes`.
pub(super) fn read_blocks(
    builder: &mut Builder<'_>,
    text: &str,
    origin: Origin<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Block> {
    let nodes = match markdown::parse(text, Reading::Whole) {
        Ok(nodes) => nodes,
        Err(excess) => {
            report(builder, &origin, excess);
            return Vec::new();
        }
    };
    builder.anchors.start_text();
    let mut lowering = Lowering {
        builder,
        origin,
        markdown: text,
        unknown_html: BTreeSet::new(),
        in_note: false,
        division_depth: 0,
    };
    let nodes = lowering.take_definitions(nodes);
    let blocks = lowering.blocks(nodes);
    lowering.build_notes(notes);
    blocks
}

/// Reads a text of one line.
pub(super) fn read_line(builder: &mut Builder<'_>, text: &str, origin: Origin<'_>) -> Vec<Inline> {
    match markdown::parse(text, Reading::Line) {
        Ok(nodes) => {
            let mut lowering = Lowering {
                builder,
                origin,
                markdown: text,
                unknown_html: BTreeSet::new(),
                in_note: false,
                division_depth: 0,
            };
            lowering.title_inlines(nodes)
        }
        Err(excess) => {
            report(builder, &origin, excess);
            Vec::new()
        }
    }
}

pub(super) fn report(builder: &mut Builder<'_>, origin: &Origin<'_>, excess: Excess) {
    let (code, message, range) = match excess {
        Excess::BlockDepth(range) => {
            let message = format!("lists and quotations are nested more than {} deep", limits::BLOCK_DEPTH);
            (&codes::NESTED_TOO_DEEP, message, range)
        }
        Excess::InlineDepth(range) => {
            let message = format!("emphasis and links are nested more than {} deep", limits::INLINE_DEPTH);
            (&codes::NESTED_TOO_DEEP, message, range)
        }
        Excess::Nodes(range) => {
            let (most, lines) = (limits::NODES, limits::CODE_LINES);
            let message = format!(
                "there are more than {most} blocks and inlines, {lines} lines or tabs of code counted as one"
            );
            (&codes::TOO_MUCH, message, range)
        }
        Excess::Marks(range) => {
            let message = format!("there are more than {} combining marks on one letter", limits::MARKS);
            (&codes::TOO_MUCH, message, range)
        }
    };
    builder.fail(code, message, origin.span(&(range.start..range.start + 1)), "");
}

impl Lowering<'_, '_> {
    /// Takes the footnotes' definitions out of the tree, wherever they stand.
    fn take_definitions(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut kept = Vec::with_capacity(nodes.len());
        for mut node in nodes {
            if !node.kind.is_inline() {
                node.children = self.take_definitions(std::mem::take(&mut node.children));
            }
            let Kind::NoteDefinition(label) = node.kind.clone() else {
                kept.push(node);
                continue;
            };
            if let Some(second) = self.builder.notes.define(&label, node) {
                let span = self.origin.span(&second.range);
                let message = format!("the footnote `{label}` is defined twice; only the first is set");
                self.builder.warn(&codes::NOTE_UNUSED, message, span, "give it a name of its own");
            }
        }
        kept
    }

    /// Builds the notes that were referred to, and those that they refer to.
    fn build_notes(&mut self, notes: &mut Vec<Note>) {
        self.in_note = true;
        loop {
            let waiting = self.builder.notes.take_waiting();
            if waiting.is_empty() {
                break;
            }
            for node in waiting {
                let blocks = self.blocks(node.children);
                notes.push(Note { label: (notes.len() + 1).to_string(), blocks, references: 1 });
            }
        }
        for (label, node) in self.builder.notes.close() {
            let span = self.origin.span(&node.range);
            let message = format!("nothing refers to the footnote `{label}`, so it is not set");
            self.builder.warn(
                &codes::NOTE_UNUSED,
                message,
                span,
                &format!("refer to it with `[^{label}]`, or take it out"),
            );
        }
    }

    /// Turns sibling nodes into blocks; inlines among them (of a tight item) become paragraphs.
    pub(super) fn blocks(&mut self, nodes: Vec<Node>) -> Vec<Block> {
        let mut divisions: Vec<Division> = Vec::new();
        let mut out = Vec::new();
        let mut line = Vec::new();
        for node in nodes {
            if node.kind.is_inline() {
                line.push(node);
                continue;
            }
            let sink = divisions.last_mut().map_or(&mut out, |division| &mut division.blocks);
            self.paragraph(std::mem::take(&mut line), sink);
            if node.kind == Kind::HtmlBlock {
                self.html_block(node, &mut divisions, &mut out);
            } else {
                self.block(node, sink);
            }
        }
        let sink = divisions.last_mut().map_or(&mut out, |division| &mut division.blocks);
        self.paragraph(line, sink);
        while let Some(division) = divisions.pop() {
            let sink = divisions.last_mut().map_or(&mut out, |outer| &mut outer.blocks);
            self.html_as_text("`<div>`, which nothing closes here,", &division.range);
            self.literal(&division.raw, &division.range, sink);
            sink.extend(division.blocks);
        }
        out
    }

    fn block(&mut self, node: Node, out: &mut Vec<Block>) {
        let Node { kind, range, children } = node;
        match kind {
            Kind::Paragraph => self.paragraph(children, out),
            Kind::Heading(level) => self.heading(level, range, children, out),
            Kind::Quote => {
                let blocks = self.blocks(children);
                if !blocks.is_empty() {
                    out.push(Block::Quote { blocks });
                }
            }
            Kind::CodeBlock(language) => self.code(language, &range, children, out),
            Kind::List(start) => self.list(start, children, out),
            Kind::Table(alignments) => self.table(alignments, range, children, out),
            Kind::Rule => out.push(Block::Rule),
            // An item or a cell has no place of its own; what it holds is kept.
            _ => out.extend(self.blocks(children)),
        }
    }

    pub(super) fn paragraph(&mut self, nodes: Vec<Node>, out: &mut Vec<Block>) {
        let Some(first) = nodes.first() else { return };
        let range = first.range.start..nodes.last().map_or(first.range.end, |last| last.range.end);
        if is_only_images(&nodes) {
            for node in nodes {
                let Kind::Image { target, title } = &node.kind else { continue };
                self.figure(target, title, plain(&node.children), &node.range, out);
            }
            return;
        }
        let inlines = tidy(self.inlines(nodes, 0));
        if has_content(&inlines) {
            let place = self.place(range.start);
            out.push(Block::Paragraph { place, lang: None, direction: None, inlines });
        }
    }

    fn figure(&mut self, target: &str, title: &str, alt: String, range: &Range<usize>, out: &mut Vec<Block>) {
        let Some((image, alt)) = self.image(target, title, alt, range) else { return };
        let place = self.place(range.start);
        let is_decorative = title.trim().eq_ignore_ascii_case("decorative");
        let mut caption = Vec::new();
        if !is_decorative {
            self.words(title.trim(), range, &mut caption);
        }
        out.push(Block::Figure { place, image, alt, caption });
    }

    /// Reads an image; returns it with its alternative text, or reports why there is none.
    pub(super) fn image(
        &mut self,
        target: &str,
        title: &str,
        alt: String,
        range: &Range<usize>,
    ) -> Option<(ImageId, Option<String>)> {
        let span = self.origin.span(range);
        let is_decorative = title.trim().eq_ignore_ascii_case("decorative");
        let alt: String = alt.chars().filter(|c| !c.is_control()).collect();
        let alt = if alt.is_empty() && !is_decorative {
            let message = format!("the image `{target}` has no alternative text, expected what it shows");
            if let Some(diagnostic) = self.builder.lint(&codes::ALT_MISSING, message, span.clone()) {
                diagnostic.hints.push("write it between the brackets: `![What it shows](...)`".into());
                diagnostic.hints.push("an image that only decorates: `![](... \"decorative\")`".into());
            }
            None
        } else {
            Some(alt)
        };
        let shelf = self.builder.shelf();
        match self.builder.images.load(target, span.as_ref(), shelf) {
            Ok(image) => Some((image, alt)),
            Err(Refusal { code, message, hint }) => {
                self.builder.fail(code, message, span, &hint);
                None
            }
        }
    }

    fn heading(&mut self, level: u8, range: Range<usize>, children: Vec<Node>, out: &mut Vec<Block>) {
        let span = self.origin.span(&range);
        let inlines = tidy(self.inlines(children, 0));
        let words = super::inline::plain_text(&inlines);
        let place = self.place(range.start);
        if words.trim().is_empty() {
            let message = "a heading without words is left out";
            self.builder.warn(&codes::HEADING_EMPTY, message, span, "give it words, or take the `#` out");
            // An image or a note in it is content and is kept.
            if has_content(&inlines) {
                out.push(Block::Paragraph { place, lang: None, direction: None, inlines });
            }
            return;
        }
        if self.in_note {
            let message = "a heading within a footnote is set as a strong paragraph";
            self.builder.warn(&codes::NOTE_HEADING, message, span, "take the `#` out");
            out.push(Block::Paragraph {
                place,
                lang: None,
                direction: None,
                inlines: vec![Inline::Strong(inlines)],
            });
            return;
        }
        let (taken, skipped) = self.builder.anchors.level(level);
        if let Some(wanted) = skipped {
            let message = format!(
                "a heading of level {level} follows one of level {}, expected level {wanted} at most",
                wanted - 1
            );
            let hint = format!("write it with {}", "#".repeat(usize::from(wanted)));
            self.builder.warn(&codes::HEADING_SKIP, message, span, &hint);
        }
        let id = self.builder.anchors.name(&words);
        out.push(Block::Heading { place, level: taken, id, inlines });
    }

    fn code(
        &mut self,
        language: Option<String>,
        range: &Range<usize>,
        children: Vec<Node>,
        out: &mut Vec<Block>,
    ) {
        let start = children.first().map_or(range.start, |child| child.range.start);
        let mut text = String::new();
        for child in &children {
            if let Kind::Text(words) | Kind::Html(words) | Kind::Code(words) = &child.kind {
                text.push_str(words);
            }
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        // A line of nothing but white space is an empty one; set, its spaces would have no line to stand in.
        let shown =
            text.split('\n').map(|line| if line.trim_matches([' ', '\t']).is_empty() { "" } else { line });
        let text = shown.collect::<Vec<_>>().join("\n");
        let text = self.clean(text.strip_suffix('\n').unwrap_or(&text), range);
        if !text.is_empty() {
            out.push(Block::Code { place: self.place(start), language, text, position: 0 });
        }
    }

    fn list(&mut self, start: Option<u64>, children: Vec<Node>, out: &mut Vec<Block>) {
        let is_loose =
            children.iter().any(|item| item.children.iter().any(|child| child.kind == Kind::Paragraph));
        let mut items = Vec::with_capacity(children.len());
        for mut item in children {
            let checked = take_task(&mut item.children);
            items.push(ListItem { blocks: self.blocks(item.children), checked });
        }
        if !items.is_empty() {
            out.push(Block::List { start, is_tight: !is_loose, items });
        }
    }

    fn table(
        &mut self,
        alignments: Vec<ColumnAlignment>,
        range: Range<usize>,
        rows: Vec<Node>,
        out: &mut Vec<Block>,
    ) {
        let columns = alignments.len();
        self.builder.table_cells += rows.len() * columns;
        if columns > limits::TABLE_COLUMNS || self.builder.table_cells > limits::TABLE_CELLS {
            let span = self.origin.span(&(range.start..range.start + 1));
            let message = format!(
                "the tables have more than {} cells, or {} in a row",
                limits::TABLE_CELLS,
                limits::TABLE_COLUMNS
            );
            return self.builder.fail(
                &codes::TOO_MUCH,
                message,
                span,
                "link to the data as a file of its own",
            );
        }
        let mut table =
            Table { place: self.place(range.start), alignments, head: Row::new(), rows: Vec::new() };
        for row in rows {
            let is_head = row.kind == Kind::TableHead;
            self.check_row(&row, columns);
            let mut cells: Row = Vec::with_capacity(columns);
            for cell in row.children.into_iter().take(columns) {
                cells.push(tidy(self.inlines(cell.children, 0)));
            }
            cells.resize_with(columns, Vec::new);
            if is_head {
                table.head = cells;
            } else {
                table.rows.push(cells);
            }
        }
        out.push(Block::Table(Box::new(table)));
    }

    /// Reports cells of a row that CommonMark's tables drop.
    fn check_row(&mut self, row: &Node, columns: usize) {
        let raw = self.markdown.get(row.range.clone()).unwrap_or_default().trim();
        let raw = raw.strip_prefix('|').unwrap_or(raw);
        let mut bars = 0;
        let mut is_escaped = false;
        let mut last = None;
        for (at, c) in raw.char_indices() {
            if c == '|' && !is_escaped {
                bars += 1;
                last = Some(at);
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        let ends_in_bar = last.is_some_and(|at| raw[at + 1..].trim().is_empty());
        let cells = bars + usize::from(!ends_in_bar);
        if cells > columns {
            let span = self.origin.span(&row.range);
            let message =
                format!("a row has {cells} cells, expected {columns} as in the head; the last are left out");
            self.builder.warn(
                &codes::ROW_TOO_LONG,
                message,
                span,
                "add columns to the head, or write `\\|` for a bar",
            );
        }
    }

    /// Turns nodes of a title into inlines: emphasis means something, all else is its source.
    fn title_inlines(&mut self, nodes: Vec<Node>) -> Vec<Inline> {
        let mut out = Vec::new();
        for node in nodes {
            match node.kind {
                Kind::Text(words) => self.words(&words, &node.range, &mut out),
                Kind::Emphasis => out.push(Inline::Emphasis(self.title_inlines(node.children))),
                Kind::Strong => out.push(Inline::Strong(self.title_inlines(node.children))),
                Kind::HardBreak => self.words(" ", &node.range, &mut out),
                _ => {
                    let raw = self.markdown.get(node.range.clone()).unwrap_or_default().to_owned();
                    self.words(&raw, &node.range, &mut out);
                }
            }
        }
        tidy(out)
    }
}

fn is_only_images(nodes: &[Node]) -> bool {
    let is_blank = |node: &Node| matches!(&node.kind, Kind::Text(words) if words.trim().is_empty());
    let is_image = |node: &Node| matches!(node.kind, Kind::Image { .. });
    nodes.iter().any(is_image)
        && nodes.iter().all(|node| is_image(node) || is_blank(node) || node.kind == Kind::HardBreak)
}

/// Takes the tick box out of an item, whether its text is a paragraph or not.
fn take_task(nodes: &mut Vec<Node>) -> Option<bool> {
    match nodes.first_mut() {
        Some(Node { kind: Kind::Task(checked), .. }) => {
            let checked = *checked;
            nodes.remove(0);
            Some(checked)
        }
        Some(Node { kind: Kind::Paragraph, children, .. }) => take_task(children),
        _ => None,
    }
}
