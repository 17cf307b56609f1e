//! The walk through the document: sections, headings and paragraphs to lines, the structure tree
//! growing in the same order.

use std::sync::Arc;

use super::{ABOVE, Anchor, Break, Facts, FlexibleParagraph, Galley, GalleyLine, Gives, Ground, Setting};
use crate::diagnostics::Diagnostic;
use crate::document::inline::plain_text;
use crate::document::{Block, Direction, Document, Inline, Lang, NoteId, SectionRole};
use crate::font::FontBook;
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{DestinationName, Item, LinkArea};
use crate::layout::paragraph::collect::POINTS_PER_PIXEL;
use crate::layout::paragraph::{Composer, ContentOwner, Measure, Paragraph, ParagraphInput, SetLine};
use crate::layout::structure::{ElementId, Tag, Tree};
use crate::style::{Style, TextStyle, paragraph_indent};

/// Where blocks are set and what they inherit from what is around them.
#[derive(Clone, Copy, Debug)]
pub(in crate::layout) struct Setup<'s> {
    /// The element that holds them.
    pub parent: ElementId,
    /// How running text is set.
    pub text: &'s TextStyle,
    /// From the column's left edge.
    pub x: Pt,
    /// The measure.
    pub width: Pt,
    /// Which way lines run.
    pub direction: Direction,
    /// How many lists are around.
    pub list_level: usize,
    /// Space between paragraphs.
    pub gap: Pt,
    /// The first line's indent where a paragraph follows another.
    pub indent: Pt,
    /// What lies behind.
    pub ground: Option<Ground>,
    /// Whether lines of the grid's own leading stand on the grid.
    pub is_snapped: bool,
    /// What headings' levels are lessened by, where the section has no heading itself.
    pub lift: u8,
}

impl Setup<'_> {
    /// Moves the edges in, the first by the start of the lines, the second by their end.
    pub fn inset(mut self, start: Pt, end: Pt) -> Self {
        self.x += if self.direction == Direction::Ltr { start } else { end };
        self.width = self.width - start - end;
        self
    }
}

/// Sets a document into a galley.
pub(in crate::layout) struct Setter<'a> {
    pub composer: Composer<'a>,
    pub document: &'a Document,
    pub style: &'a Style,
    pub tree: Tree,
    pub galley: Galley<'a>,
    pub diagnostics: Vec<Diagnostic>,
    /// Space wanted above the next line.
    pub(in crate::layout) space: Pt,
    /// How the space above the next line may be widened.
    pub(super) gives: Gives,
    /// What is set apart around the next line, one within another.
    apart: usize,
    /// Space wanted above the next line for the sake of a figure before it.
    pub(super) space_after_figure: Pt,
    /// How many figures may move.
    pub(super) figures: usize,
    /// Lines that must stand on the page of the line above them.
    pub(in crate::layout) keep: u8,
    /// Linkable places of the next line.
    pub(in crate::layout) anchors: Vec<Anchor>,
    /// A heading, set, that hangs beside the next line.
    pub(super) side_head: Vec<SetLine>,
    /// Notes referred to for the first time, whose texts the tree still lacks.
    pub(in crate::layout) waiting_notes: Vec<NoteId>,
    /// Whether the next snapped line starts a section, whatever its leading.
    pub(super) starts_section: bool,
    /// How many characters the longest label of a note has.
    pub(in crate::layout) widest_note_label: usize,
    /// Whether lines go into a note and not into the galley's own column.
    is_aside: bool,
}

/// What waits while a note is set.
pub(in crate::layout) struct Outer {
    lines: Vec<GalleyLine>,
    space: Pt,
    keep: u8,
    anchors: Vec<Anchor>,
    side_head: Vec<SetLine>,
    starts_section: bool,
    is_aside: bool,
}

impl<'a> Setter<'a> {
    pub fn new(document: &'a Document, style: &'a Style, fonts: &'a FontBook) -> Self {
        let mut galley = Galley::default();
        galley.notes.resize_with(document.notes.len(), Vec::new);
        Self {
            composer: Composer::new(fonts, style, document),
            document,
            style,
            tree: Tree::default(),
            galley,
            diagnostics: Vec::new(),
            space: Pt::ZERO,
            gives: Gives::default(),
            apart: 0,
            space_after_figure: Pt::ZERO,
            figures: 0,
            keep: 0,
            anchors: Vec::new(),
            side_head: Vec::new(),
            waiting_notes: Vec::new(),
            starts_section: false,
            is_aside: false,
            widest_note_label: document
                .notes
                .iter()
                .map(|note| note.label.chars().count())
                .max()
                .unwrap_or(1),
        }
    }

    /// Begins to set lines apart from the galley's column.
    pub(in crate::layout) fn set_aside(&mut self) -> Outer {
        Outer {
            lines: std::mem::take(&mut self.galley.lines),
            space: std::mem::take(&mut self.space),
            keep: std::mem::take(&mut self.keep),
            anchors: std::mem::take(&mut self.anchors),
            side_head: std::mem::take(&mut self.side_head),
            starts_section: std::mem::take(&mut self.starts_section),
            is_aside: std::mem::replace(&mut self.is_aside, true),
        }
    }

    /// Goes back to the column and returns the lines that were set apart.
    pub(in crate::layout) fn take_back(&mut self, outer: Outer) -> Vec<GalleyLine> {
        self.space = outer.space;
        self.keep = outer.keep;
        self.anchors = outer.anchors;
        self.side_head = outer.side_head;
        self.starts_section = outer.starts_section;
        self.is_aside = outer.is_aside;
        std::mem::replace(&mut self.galley.lines, outer.lines)
    }

    /// Sets everything.
    pub fn set(&mut self) {
        let root = self.tree.add(None, Tag::Document);
        self.tree.get_mut(root).lang = Some(Arc::clone(&self.document.lang));
        self.front(root);
        let mut before: Option<SectionRole> = None;
        let document = self.document;
        for role in &self.style.sections {
            for section in document.sections.iter().filter(|section| section.role == *role) {
                if section.heading.is_none() && section.blocks.is_empty() {
                    continue;
                }
                let space = self.space_before(section.role, before);
                self.section(section, root, space);
                before = Some(section.role);
            }
        }
        self.gather_nested_notes();
    }

    /// A note within a note stands on the page of the mark that leads to both.
    fn gather_nested_notes(&mut self) {
        let Galley { header, lines, notes, .. } = &mut self.galley;
        for line in header.iter_mut().chain(lines) {
            let mut at = 0;
            while let Some(&NoteId(note)) = line.notes.get(at) {
                let inner = notes.get(note as usize).into_iter().flatten();
                line.notes.extend(inner.flat_map(|line| line.notes.iter().copied()));
                at += 1;
            }
        }
    }

    /// Begins something set apart from the text, with the space around it.
    pub(in crate::layout) fn set_apart(&mut self, around: Pt) {
        self.space = self.space.max(around);
        // What follows a heading belongs to it.
        self.gives.opens = self.apart == 0 && self.keep == 0;
        self.apart += 1;
    }

    /// Ends what was set apart.
    pub(in crate::layout) fn go_on(&mut self, around: Pt) {
        self.space = self.space.max(around);
        self.apart = self.apart.saturating_sub(1);
        self.gives.closes = self.apart == 0;
    }

    pub(super) fn grid(&self, steps: f64) -> Pt {
        self.style.page.grid * steps
    }

    /// Sets blocks one below another.
    pub(in crate::layout) fn blocks(&mut self, blocks: &'a [Block], setup: &Setup<'_>) {
        self.blocks_led(blocks, setup, false);
    }

    pub(super) fn blocks_led(&mut self, blocks: &'a [Block], setup: &Setup<'_>, lead_in: bool) {
        let mut lead_in = lead_in;
        let mut follows_paragraph = false;
        let mut is_introduced = false;
        for block in blocks {
            let first = self.galley.lines.len();
            match block {
                Block::Paragraph { lang, direction, inlines, .. } => {
                    let mut setup = *setup;
                    setup.direction = direction.unwrap_or(setup.direction);
                    let language = lang.clone().unwrap_or_else(|| self.lang_at(setup.parent));
                    let ems = paragraph_indent(&language).filter(|_| setup.indent > Pt::ZERO);
                    setup.indent = match ems {
                        Some(ems) => setup.text.size * ems,
                        None if follows_paragraph => setup.indent,
                        None => Pt::ZERO,
                    };
                    if !follows_paragraph {
                        setup.gap = Pt::ZERO;
                    }
                    let own = Own { lang: lang.clone(), lead_in };
                    self.paragraph(inlines, &setup, &own);
                }
                Block::Heading { level, id, inlines, .. } => {
                    self.heading(inlines, (*level).saturating_sub(setup.lift), id, setup);
                }
                other => self.block(other, setup),
            }
            if let Some(line) =
                self.galley.lines.get_mut(first).filter(|line| line.break_before == Break::Free)
                && is_introduced
                && !matches!(block, Block::Figure { .. } | Block::Heading { .. })
            {
                line.break_before = Break::Poor;
            }
            is_introduced = matches!(block, Block::Paragraph { inlines, .. } if leads_on(inlines));
            // A figure stands beside the text, not in it: wherever it goes, the text goes on.
            if !matches!(block, Block::Figure { .. }) {
                follows_paragraph = matches!(block, Block::Paragraph { .. });
            }
            lead_in = false;
        }
    }

    /// Sets a paragraph and the notes that it refers to first.
    fn paragraph(&mut self, inlines: &[Inline], setup: &Setup<'_>, own: &Own) {
        self.space = self.space.max(setup.gap);
        self.gives.is_between |= setup.gap > Pt::ZERO && setup.gap < self.grid(1.0) && self.keep == 0;
        let element = self.tree.add(Some(setup.parent), Tag::P);
        if let Some(lang) = &own.lang {
            self.tree.get_mut(element).lang = Some(Arc::clone(lang));
        }
        let input = ParagraphInput {
            inlines,
            style: setup.text,
            owner: ContentOwner::Element(element),
            lang: own.lang.clone().unwrap_or_else(|| self.lang_at(setup.parent)),
            direction: setup.direction,
            hyphenate: true,
            lead_in: own.lead_in,
        };
        self.composer.widest_picture = setup.width;
        let shaped = self.composer.shape(&input, &mut self.tree);
        let mut measure = Measure::new(setup.width, setup.text.align);
        measure.first_indent =
            if self.begins_with_wide_picture(inlines, setup) { Pt::ZERO } else { setup.indent };
        let setting = Setting { measure, x: setup.x, leading: setup.text.leading };
        let lines = self.lines(shaped.set(&measure), &setting);
        let is_plain = self.side_head.is_empty() && self.anchors.is_empty() && setup.list_level == 0;
        let (first, count) = (self.galley.lines.len(), lines.len());
        self.push_block(lines, false, setup);
        if is_plain && count > 3 && setup.ground.is_none() && !self.is_aside {
            self.remember(FlexibleParagraph { shaped, setting, first, count });
        }
        self.place_notes(setup);
    }

    /// Tells whether a paragraph begins with a picture that fills its measure, where an indent would push it out.
    fn begins_with_wide_picture(&self, inlines: &[Inline], setup: &Setup<'_>) -> bool {
        let Some(Inline::Image { image, .. }) = inlines.first() else { return false };
        let asset = self.document.images.get(image.0 as usize);
        asset.is_some_and(|asset| f64::from(asset.width) * POINTS_PER_PIXEL > (setup.width - setup.indent).0)
    }

    fn remember(&mut self, paragraph: FlexibleParagraph<'a>) {
        let index = self.galley.paragraphs.len();
        for line in &mut self.galley.lines[paragraph.first..] {
            line.paragraph = Some(index);
        }
        self.galley.paragraphs.push(paragraph);
    }

    /// Returns the language in force at an element.
    pub(in crate::layout) fn lang_at(&self, element: ElementId) -> Lang {
        let mut next = Some(element);
        while let Some(id) = next {
            let element = self.tree.get(id);
            if let Some(lang) = &element.lang {
                return Arc::clone(lang);
            }
            next = element.parent;
        }
        Arc::clone(&self.document.lang)
    }

    fn heading(&mut self, inlines: &[Inline], level: u8, id: &str, setup: &Setup<'_>) {
        let style = self.style;
        let text = &style.text.headings[usize::from(level.clamp(3, 6) - 3)];
        // Between two headings the first one's space is enough.
        let space = if self.keep > 0 { 0.5 } else { style.space.before_heading };
        self.gives.is_head = self.keep == 0 && self.apart == 0;
        self.space = self.space.max(self.grid(space));
        let element = self.tree.add(Some(setup.parent), Tag::H(level.clamp(2, 6)));
        self.tree.get_mut(element).id = Some(id.to_owned());
        let outline = Some((level, plain_text(inlines)));
        self.anchors.push(Anchor { name: Some(DestinationName::Id(id.to_owned())), element, outline });
        let shaped = self.shape(inlines, element, text, setup.direction, false);
        let measure = Measure::new(setup.width, text.align);
        let setting = Setting { measure, x: setup.x, leading: text.leading };
        let lines = self.lines(shaped.set(&measure), &setting);
        self.push_block(lines, true, setup);
        self.keep = style.makeup.lines_after_heading;
        self.space = self.grid(style.space.after_heading);
        self.place_notes(setup);
    }

    /// Shapes a text in the document's own language, or the one of the element.
    pub(super) fn shape(
        &mut self,
        inlines: &[Inline],
        element: ElementId,
        style: &TextStyle,
        direction: Direction,
        hyphenate: bool,
    ) -> Paragraph<'a> {
        let lang = self.lang_at(element);
        let owner = ContentOwner::Element(element);
        let input = ParagraphInput { inlines, style, owner, lang, direction, hyphenate, lead_in: false };
        self.composer.shape(&input, &mut self.tree)
    }

    /// Makes galley lines of set lines; warns of those that pass their measure.
    pub(in crate::layout) fn lines(&mut self, set: Vec<SetLine>, setting: &Setting) -> Vec<GalleyLine> {
        self.composer.tell_faults(&set);
        galley_lines(set, setting)
    }

    /// Pushes the lines of one block, with the rules of what must stand together.
    pub(super) fn push_block(&mut self, mut lines: Vec<GalleyLine>, is_heading: bool, setup: &Setup<'_>) {
        let makeup = &self.style.makeup;
        keep_together(&mut lines, makeup.orphan_lines, makeup.widow_lines);
        let is_on_grid =
            |line: &GalleyLine| (line.above.0 + line.below.0 - self.style.page.grid.0).abs() < 1e-6;
        for (at, mut line) in lines.into_iter().enumerate() {
            if is_heading && at > 0 {
                line.break_before = Break::Never;
            }
            let leading = line.above + line.below;
            line.is_snapped =
                at == 0 && (self.starts_section || is_heading || is_on_grid(&line) && setup.is_snapped);
            let holds_image = line.items.iter().any(|placed| matches!(placed.item, Item::Image { .. }));
            if line.is_snapped && !holds_image {
                // Large type may reach a little into the space above, so that it stands on the first
                // grid line it can.
                let reach = leading * 0.58 - self.grid(0.2);
                line.above = line.above.min(reach.max(self.grid(ABOVE)));
            }
            line.ground = setup.ground;
            self.push(line);
        }
    }

    /// Pushes one line, with what waits for it.
    pub(in crate::layout) fn push(&mut self, mut line: GalleyLine) {
        line.space = line.space.max(self.space);
        self.space = Pt::ZERO;
        line.space_after_figure = std::mem::take(&mut self.space_after_figure);
        line.gives = std::mem::take(&mut self.gives);
        if self.keep > 0 {
            line.break_before = Break::Never;
            self.keep -= 1;
        }
        line.anchors.append(&mut self.anchors);
        if !self.side_head.is_empty() {
            self.hang_side_head(&mut line);
        }
        if line.is_snapped {
            self.starts_section = false;
        }
        for mark in &line.marks {
            if mark.occurrence == 0 {
                line.notes.push(mark.note);
                self.waiting_notes.push(mark.note);
            }
        }
        self.galley.lines.push(line);
    }
}

/// Tells whether words end in a colon: what follows completes them.
fn leads_on(inlines: &[Inline]) -> bool {
    plain_text(inlines.last().map_or(&[], std::slice::from_ref)).trim_end().ends_with([':', '：'])
}

/// What a paragraph has of its own.
#[derive(Debug)]
struct Own {
    lang: Option<Lang>,
    lead_in: bool,
}

/// Makes galley lines of set lines.
pub(in crate::layout) fn galley_lines(set: Vec<SetLine>, setting: &Setting) -> Vec<GalleyLine> {
    let Setting { x, leading, .. } = *setting;
    let (above, below) = (leading * ABOVE, leading * (1.0 - ABOVE));
    let mut hyphen = false;
    set.into_iter()
        .map(|line| {
            let area = |piece: crate::layout::paragraph::LinkPiece| LinkArea {
                rect: Rect { x: piece.x, y: -above, width: piece.width, height: leading },
                target: piece.target,
                element: piece.element,
                contents: piece.contents,
            };
            let facts = Facts { width: line.width, ratio: line.ratio, is_hyphenated: line.is_hyphenated };
            let mut made = GalleyLine {
                items: line.items,
                links: line.links.into_iter().map(area).collect(),
                above: above.max(line.rise),
                below,
                break_before: if hyphen { Break::Hyphen } else { Break::Free },
                is_text: true,
                marks: line.notes,
                position: Some(line.position),
                facts,
                ..GalleyLine::default()
            };
            made.shift(Point { x, y: Pt::ZERO });
            hyphen = line.is_hyphenated;
            made
        })
        .collect()
}

/// Forbids breaks that would leave an orphan or a widow.
pub(in crate::layout) fn keep_together(lines: &mut [GalleyLine], orphans: u8, widows: u8) {
    let count = lines.len();
    for (at, line) in lines.iter_mut().enumerate().skip(1) {
        if at < usize::from(orphans) || count - at < usize::from(widows) {
            line.break_before = Break::Never;
        }
    }
}
