//! Lists, quotes, code, figures and thematic breaks.

use super::walk::{Setter, Setup, galley_lines};
use super::{ABOVE, Break, GalleyLine, Ground, Setting};
use crate::diagnostics::codes::layout as codes;
use crate::diagnostics::{Diagnostic, Place};
use crate::document::{Block, Direction, ImageId, Inline, ListItem, Text};
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Item, Owner, Placed};
use crate::layout::paragraph::{ContentOwner, Measure, ParagraphInput};
use crate::layout::structure::{ElementId, Tag};
use crate::style::{Align, TextStyle};

/// The narrowest measure that a level of a list or quote may leave, in ems.
const NARROWEST: f64 = 6.0;

impl<'a> Setter<'a> {
    /// Sets a block that is neither paragraph nor heading.
    pub(super) fn block(&mut self, block: &'a Block, setup: &Setup<'_>) {
        match block {
            Block::List { start, is_tight, items } => self.list(*start, *is_tight, items, setup),
            Block::Quote { blocks } => self.quote(blocks, setup),
            Block::Code { place, text, position, .. } => self.code(text, *position, *place, setup),
            Block::Table(table) => self.table(table, setup),
            Block::Figure { image, alt, caption, .. } => {
                self.figure(*image, alt.as_deref(), caption, setup);
            }
            Block::Rule => self.thematic_break(setup),
            Block::Paragraph { .. } | Block::Heading { .. } => {}
        }
    }

    /// The space around a block; within lists it is less.
    pub(in crate::layout) fn around(&self, setup: &Setup<'_>) -> Pt {
        let steps = self.style.space.around_block;
        match setup.list_level {
            0 => self.grid(steps),
            // A list within a tight list is as tight.
            _ if setup.gap == Pt::ZERO => Pt::ZERO,
            _ => self.grid(steps / 2.0),
        }
    }

    /// Moves the edges in, unless too little would be left.
    fn inset_if_room<'s>(&mut self, setup: &Setup<'s>, start: Pt, end: Pt) -> Setup<'s> {
        if (setup.width - start - end).0 >= setup.text.size.0 * NARROWEST {
            return setup.inset(start, end);
        }
        let is_told = self.diagnostics.iter().any(|fault| fault.code.code == codes::DEEP_NESTING.code);
        if !is_told {
            self.diagnostics.push(Diagnostic::warning(
                &codes::DEEP_NESTING,
                "lists or quotes are nested so deep that the measure leaves no room for another indent",
            ));
        }
        *setup
    }

    fn quote(&mut self, blocks: &'a [Block], setup: &Setup<'_>) {
        let style = self.style;
        let around = self.around(setup);
        self.set_apart(around);
        let indent = style.space.quote_indent.at(style.text.body.size);
        let mut inner = self.inset_if_room(setup, indent, indent);
        inner.parent = self.tree.add(Some(setup.parent), Tag::BlockQuote);
        // In the small type of notes and disclaimers a quote keeps the type around it.
        if setup.text.size.0 >= style.text.body.size.0 {
            inner.text = &style.text.quote;
        }
        inner.is_snapped = false;
        self.blocks(blocks, &inner);
        self.go_on(around);
    }

    fn list(&mut self, start: Option<u64>, is_tight: bool, items: &'a [ListItem], setup: &Setup<'_>) {
        let style = self.style;
        let around = self.around(setup);
        self.set_apart(around);
        let list = self.tree.add(Some(setup.parent), Tag::L);
        self.tree.get_mut(list).is_ordered = start.is_some();
        let labels: Vec<String> = items
            .iter()
            .enumerate()
            .map(|(at, item)| self.label(start, at as u64, item, setup.list_level))
            .collect();
        let widest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1) as f64;
        let text = setup.text;
        // Room for the longest number, and the style's indent at least.
        let indent = style.space.list_indent.at(text.size).max(text.size * (0.56 * widest + 0.5));
        let mut inner = self.inset_if_room(setup, indent, Pt::ZERO);
        inner.list_level += 1;
        inner.is_snapped = false;
        inner.indent = Pt::ZERO;
        let between = if is_tight { Pt::ZERO } else { self.grid(0.5) };
        inner.gap = if is_tight { Pt::ZERO } else { self.grid(0.5) };
        for (at, (item, label)) in items.iter().zip(&labels).enumerate() {
            if at > 0 {
                self.space = self.space.max(between);
                self.gives.is_between = !is_tight;
            }
            let element = self.tree.add(Some(list), Tag::LI);
            let first = self.galley.lines.len();
            let lbl = self.tree.add(Some(element), Tag::Lbl);
            let mark = self.set_label(label, lbl, text, setup.direction);
            inner.parent = self.tree.add(Some(element), Tag::LBody);
            self.blocks(&item.blocks, &inner);
            if self.galley.lines.len() == first {
                let leading = text.leading;
                self.push(GalleyLine {
                    below: leading * (1.0 - ABOVE),
                    ..GalleyLine::strut(leading * ABOVE)
                });
            }
            let from_text = match start {
                // Numbers align at their end, bullets stand at the start of the indent.
                Some(_) => text.size * 0.5 + mark.facts.width,
                None => indent,
            };
            self.hang_label(mark, first, &inner, from_text);
        }
        self.go_on(around);
    }

    /// The mark of an item: a number, a box, or the bullet of its level.
    fn label(&self, start: Option<u64>, at: u64, item: &ListItem, level: usize) -> String {
        match (start, item.checked) {
            (_, Some(true)) => "☑".into(),
            (_, Some(false)) => "☐".into(),
            (Some(start), _) => format!("{}.", start.saturating_add(at)),
            (None, None) => {
                let bullets = &self.style.blocks.bullets;
                bullets.get(level).or(bullets.last()).cloned().unwrap_or_else(|| "•".into())
            }
        }
    }

    /// Sets a mark from the left edge of nothing; its width is in the facts.
    pub(in crate::layout) fn set_label(
        &mut self,
        label: &str,
        element: crate::layout::structure::ElementId,
        text: &TextStyle,
        direction: Direction,
    ) -> GalleyLine {
        let inlines = [Inline::Text(Text::new(label))];
        let shaped = self.shape(&inlines, element, text, direction, false);
        let width = shaped.natural_width();
        let measure = Measure::new(width + Pt(0.01), Align::Start);
        let setting = Setting { measure, x: Pt::ZERO, leading: text.leading };
        let mut line = galley_lines(shaped.set(&measure), &setting).into_iter().next().unwrap_or_default();
        line.facts.width = width;
        line
    }

    /// Hangs a mark beside the first line of what it marks, its far edge so far from the text.
    pub(in crate::layout) fn hang_label(
        &mut self,
        mut mark: GalleyLine,
        first: usize,
        inner: &Setup<'_>,
        from_text: Pt,
    ) {
        let x = match inner.direction {
            Direction::Ltr => inner.x - from_text,
            Direction::Rtl => inner.x + inner.width + from_text - mark.facts.width,
        };
        let Some(line) = self.galley.lines.get_mut(first) else { return };
        let y = if line.is_text { Pt::ZERO } else { inner.text.leading * ABOVE - line.above };
        mark.shift(Point { x, y });
        mark.items.append(&mut line.items);
        line.items = mark.items;
        mark.links.append(&mut line.links);
        line.links = mark.links;
    }

    /// Sets code: every line of the source a line, long ones turned with a mark.
    fn code(&mut self, code: &str, position: u32, place: Place, setup: &Setup<'_>) {
        let style = self.style;
        let text = &style.text.code;
        let around = self.around(setup);
        self.set_apart(around);
        let paragraph = self.tree.add(Some(setup.parent), Tag::P);
        let element = self.tree.add(Some(paragraph), Tag::Code);
        let leaf = Owner::Leaf(self.tree.leaf(element));
        let colour = style.colours.code_ground;
        let ground = colour.map(|colour| Ground { colour, x: setup.x, width: setup.width });
        let padding = if ground.is_some() { style.blocks.padding } else { Pt::ZERO };
        let inner = Setup { ground, text, is_snapped: false, ..*setup }.inset(padding, padding);
        self.pad(&inner, padding, true);
        let first = self.galley.lines.len();
        let mut offset = 0_u32;
        for source_line in code.split('\n') {
            self.code_line(source_line, (leaf, position + offset, place), &inner);
            offset = offset.saturating_add(u32::try_from(source_line.len() + 1).unwrap_or(u32::MAX));
        }
        keep_ends(&mut self.galley.lines[first..]);
        self.pad(&inner, padding, false);
        self.go_on(around);
    }

    fn code_line(&mut self, line: &str, (leaf, position, place): (Owner, u32, Place), setup: &Setup<'_>) {
        let text = setup.text;
        let shaped = self.composer.shape_code(line, text, leaf, position, place);
        let mut measure = Measure::new(setup.width, Align::Start);
        if shaped.natural_width().0 > setup.width.0 {
            // A turned line leaves room for the mark that tells of the turn.
            measure.width = setup.width - text.size * 1.2;
        }
        let setting = Setting { measure, x: setup.x, leading: text.leading };
        let set = shaped.set(&measure);
        let mut lines = self.lines(set, &setting);
        if lines.is_empty() {
            lines.push(GalleyLine {
                below: text.leading * (1.0 - ABOVE),
                ..GalleyLine::strut(text.leading * ABOVE)
            });
        }
        let last = lines.len() - 1;
        for (at, mut line) in lines.into_iter().enumerate() {
            if at < last {
                self.turn_mark(&mut line, setup);
            }
            line.ground = setup.ground;
            self.push(line);
        }
    }

    /// Marks a line of code that goes on below.
    fn turn_mark(&mut self, line: &mut GalleyLine, setup: &Setup<'_>) {
        let inlines = [Inline::Text(Text::new(self.style.blocks.code_turn.as_str()))];
        let mark = self.artifact_line(&inlines, setup.text, Owner::Layout);
        let Some(mut mark) = mark else { return };
        mark.shift(Point { x: setup.x + setup.width - mark.facts.width, y: Pt::ZERO });
        line.items.append(&mut mark.items);
    }

    /// Sets a line that belongs to no element.
    pub(in crate::layout) fn artifact_line(
        &mut self,
        inlines: &[Inline],
        style: &TextStyle,
        owner: Owner,
    ) -> Option<GalleyLine> {
        let input = ParagraphInput {
            inlines,
            style,
            owner: ContentOwner::Artifact(owner),
            lang: std::sync::Arc::clone(&self.document.lang),
            direction: self.document.direction,
            hyphenate: false,
            lead_in: false,
        };
        let shaped = self.composer.shape(&input, &mut self.tree);
        let width = shaped.natural_width();
        let measure = Measure::new(width + Pt(0.01), Align::Start);
        let setting = Setting { measure, x: Pt::ZERO, leading: style.leading };
        let mut line = galley_lines(shaped.set(&measure), &setting).into_iter().next()?;
        line.facts.width = width;
        Some(line)
    }

    /// The margin of a ground above or below what stands on it.
    pub(super) fn pad(&mut self, setup: &Setup<'_>, padding: Pt, is_above: bool) {
        if padding.0 <= 0.0 {
            return;
        }
        let mut strut = GalleyLine::strut(padding);
        strut.ground = setup.ground;
        if is_above {
            self.push(strut);
            self.keep = self.keep.max(1);
        } else {
            self.space = Pt::ZERO;
            strut.break_before = Break::Never;
            self.push(strut);
        }
    }

    /// Sets an image with its caption. A decorative one is no element.
    fn figure(&mut self, image: ImageId, alt: Option<&str>, caption: &'a [Inline], setup: &Setup<'_>) {
        let Some(asset) = self.document.images.get(image.0 as usize) else { return };
        let style = self.style;
        let around = self.around(setup);
        self.set_apart(around);
        let scale = 72.0 / style.blocks.figure_resolution;
        let natural = (f64::from(asset.width.max(1)) * scale, f64::from(asset.height.max(1)) * scale);
        let depth = style.page.grid * f64::from(style.lines());
        let room = (setup.width.0 / natural.0).min(depth.0 * style.blocks.figure_height / natural.1);
        let shrunk = room.min(1.0);
        let (width, height) = (Pt(natural.0 * shrunk), Pt(natural.1 * shrunk));
        // A small image stands in the middle only where text is set so; else at the start.
        let x = match setup.direction {
            Direction::Ltr => setup.x,
            Direction::Rtl => setup.x + setup.width - width,
        };
        let rect = Rect { x, y: -height, width, height };
        let is_decorative = alt.is_some_and(str::is_empty);
        // A caption stands beside its figure and not within it: what replaces a figure for a reader (`Alt`)
        // would replace its caption too.
        let parent = match caption {
            [] => setup.parent,
            _ => self.tree.add(Some(setup.parent), Tag::Div),
        };
        let element = (!is_decorative).then(|| {
            let element = self.tree.add(Some(parent), Tag::Figure);
            self.tree.get_mut(element).alt = Some(alt.unwrap_or_default().to_owned());
            element
        });
        let owner = element.map_or(Owner::Layout, |element| Owner::Leaf(self.tree.leaf(element)));
        // Within a list, a quote or a note a figure stays where it is.
        let may_move = self.tree.get(setup.parent).tag == Tag::Sect && self.side_head.is_empty();
        let first = self.galley.lines.len();
        self.push(GalleyLine {
            items: vec![Placed { owner, item: Item::Image { image, rect } }],
            above: height,
            ground: setup.ground,
            ..GalleyLine::default()
        });
        if !caption.is_empty() {
            self.caption(caption, parent, setup);
        }
        if may_move {
            self.galley.lines[first..].iter_mut().for_each(|line| line.figure = Some(self.figures));
            self.figures += 1;
            self.space_after_figure = around;
            self.go_on(Pt::ZERO);
        } else {
            self.go_on(around);
        }
    }

    fn caption(&mut self, caption: &[Inline], parent: ElementId, setup: &Setup<'_>) {
        let text = &self.style.text.caption;
        let element = self.tree.add(Some(parent), Tag::Caption);
        let shaped = self.shape(caption, element, text, setup.direction, true);
        let measure = Measure::new(setup.width, text.align);
        let setting = Setting { measure, x: setup.x, leading: text.leading };
        let lines = self.lines(shaped.set(&measure), &setting);
        self.space = self.grid(0.3);
        for mut line in lines {
            line.break_before = Break::Never;
            line.ground = setup.ground;
            self.push(line);
        }
        self.place_notes(setup);
    }

    /// A break of the thought: an ornament in the middle, or a short rule.
    fn thematic_break(&mut self, setup: &Setup<'_>) {
        let style = self.style;
        let ornament = style.blocks.ornament.trim();
        let leading = style.page.grid;
        let mut line = GalleyLine {
            above: leading * ABOVE,
            below: leading * (1.0 - ABOVE),
            is_snapped: setup.is_snapped,
            ..GalleyLine::default()
        };
        if ornament.is_empty() {
            let width = setup.width * 0.2;
            let x = setup.x + (setup.width - width) / 2.0;
            let rect = Rect { x, y: -leading * 0.25, width, height: style.space.light_rule };
            line.items
                .push(Placed { owner: Owner::Layout, item: Item::Fill { rect, colour: style.colours.rule } });
        } else {
            let inlines = [Inline::Text(Text::new(ornament))];
            if let Some(mut part) = self.artifact_line(&inlines, setup.text, Owner::Layout) {
                part.shift(Point { x: setup.x + (setup.width - part.facts.width) / 2.0, y: Pt::ZERO });
                line.items = part.items;
            }
        }
        let around = self.around(setup);
        self.set_apart(around);
        self.push(line);
        self.go_on(around);
        self.keep = self.keep.max(1);
    }

    /// A light rule over the measure, kept with what follows.
    pub(super) fn light_rule(&mut self, setup: &Setup<'_>) {
        let step = self.grid(0.5);
        let rect =
            Rect { x: setup.x, y: -step * 0.3, width: setup.width, height: self.style.space.light_rule };
        let mut line = GalleyLine::strut(step);
        line.items.push(Placed {
            owner: Owner::Layout,
            item: Item::Fill { rect, colour: self.style.colours.rule },
        });
        self.push(line);
        self.keep = self.keep.max(1);
    }
}

/// Keeps the first two and the last two lines together.
fn keep_ends(lines: &mut [GalleyLine]) {
    super::walk::keep_together(lines, 2, 2);
}
