//! The head of the first page: masthead, title, subtitle, byline.

use super::walk::{Setter, Setup, galley_lines};
use super::{ABOVE, Anchor, GalleyLine, Setting};
use crate::document::{Direction, Inline};
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Item, Owner, Placed};
use crate::layout::paragraph::Measure;
use crate::layout::structure::{ElementId, Tag};
use crate::style::{Align, TextStyle};

impl Setter<'_> {
    /// Sets the head. Where the page has columns it goes above them all.
    pub(super) fn front(&mut self, root: ElementId) {
        let style = self.style;
        let page = &style.page;
        let columns = f64::from(page.columns);
        let width = style.measure() * columns + page.column_gap * (columns - 1.0);
        let setup = Setup {
            parent: root,
            text: &style.text.title,
            x: Pt::ZERO,
            width,
            direction: self.document.direction,
            list_level: 0,
            gap: Pt::ZERO,
            indent: Pt::ZERO,
            ground: None,
            is_snapped: true,
            lift: 0,
        };
        if page.has_masthead {
            self.masthead(&setup);
            self.space = self.grid(style.space.before_title);
        }
        self.title(&setup);
        if page.columns > 1 {
            self.space = Pt::ZERO;
            self.galley.header = std::mem::take(&mut self.galley.lines);
        }
    }

    /// The series at one side, number and date at the other, a heavy rule below.
    fn masthead(&mut self, setup: &Setup<'_>) {
        let masthead = &self.document.masthead;
        let texts = &self.style.text;
        // The masthead spans the side-heads' column too.
        let side = self.style.page.side_head.map_or(Pt::ZERO, |side| side.width + side.gap);
        let is_ltr = setup.direction == Direction::Ltr;
        let (left, width) = (if is_ltr { -side } else { Pt::ZERO }, setup.width + side);
        let series = self.masthead_part(&masthead.series, &texts.masthead_series, setup);
        let number = self.masthead_part(&masthead.number, &texts.masthead_facts, setup);
        let date = self.masthead_part(&masthead.date, &texts.masthead_facts, setup);
        if series.is_none() && number.is_none() && date.is_none() {
            return;
        }
        let gap = texts.masthead_facts.size * 1.6;
        let facts: Vec<GalleyLine> = [number, date].into_iter().flatten().collect();
        let facts_width: Pt = facts.iter().map(|part| part.facts.width).sum::<Pt>()
            + gap * facts.len().saturating_sub(1) as f64;
        let series_width = series.as_ref().map_or(Pt::ZERO, |part| part.facts.width);
        let fits = series_width + gap * 2.0 + facts_width;
        let leading = self.grid(1.0);
        let mut line = GalleyLine {
            above: leading * ABOVE,
            below: leading * (1.0 - ABOVE),
            is_snapped: true,
            ..GalleyLine::default()
        };
        let series_x = if is_ltr { left } else { left + width - series_width };
        take(&mut line, series, series_x);
        // A long series title gives the facts a line of their own.
        if fits.0 > width.0 && series_width.0 > 0.0 && !facts.is_empty() {
            self.push(line);
            line = GalleyLine {
                above: leading * ABOVE,
                below: leading * (1.0 - ABOVE),
                break_before: super::Break::Never,
                ..GalleyLine::default()
            };
        }
        let mut x = if is_ltr { left + width - facts_width } else { left + facts_width };
        for part in facts {
            let own = part.facts.width;
            if !is_ltr {
                x -= own;
            }
            take(&mut line, Some(part), x);
            x = if is_ltr { x + own + gap } else { x - gap };
        }
        let rule = Rect { x: left, y: leading * 0.42, width, height: self.style.space.heavy_rule };
        line.items.push(Placed {
            owner: Owner::Layout,
            item: Item::Fill { rect: rule, colour: self.style.colours.masthead_rule },
        });
        line.below = line.below.max(rule.bottom());
        self.push(line);
        self.keep = 1;
    }

    /// Sets a part of the masthead on one line, from the left edge.
    fn masthead_part(
        &mut self,
        inlines: &[Inline],
        text: &TextStyle,
        setup: &Setup<'_>,
    ) -> Option<GalleyLine> {
        if inlines.is_empty() {
            return None;
        }
        let element = self.tree.add(Some(setup.parent), Tag::P);
        let shaped = self.shape(inlines, element, text, setup.direction, false);
        let width = shaped.natural_width();
        // A hair more, so that rounding breaks no line.
        let measure = Measure::new(width + Pt(0.01), Align::Start);
        let setting = Setting { measure, x: Pt::ZERO, leading: text.leading };
        let mut parts = galley_lines(shaped.set(&measure), &setting).into_iter();
        let mut part = parts.next()?;
        part.facts.width = width;
        Some(part)
    }

    fn title(&mut self, setup: &Setup<'_>) {
        let document = self.document;
        let style = self.style;
        if !document.title.is_empty() {
            let element = self.tree.add(Some(setup.parent), Tag::H(1));
            let words = crate::document::inline::plain_text(&document.title);
            self.anchors.push(Anchor { name: None, element, outline: Some((1, words)) });
            self.display(&document.title, element, &style.text.title, setup);
        }
        if let Some(subtitle) = &document.subtitle {
            let element = self.tree.add(Some(setup.parent), Tag::P);
            self.space = self.grid(style.space.before_byline / 2.0);
            self.display(subtitle, element, &style.text.subtitle, setup);
        }
        if !document.byline.is_empty() {
            let element = self.tree.add(Some(setup.parent), Tag::P);
            self.space = self.grid(style.space.before_byline);
            self.display(&document.byline, element, &style.text.byline, setup);
        }
    }

    /// Sets a large text; its lines stay together and with what follows.
    fn display(&mut self, inlines: &[Inline], element: ElementId, text: &TextStyle, setup: &Setup<'_>) {
        let shaped = self.shape(inlines, element, text, setup.direction, false);
        let measure = Measure::new(setup.width, text.align);
        let setting = Setting { measure, x: setup.x, leading: text.leading };
        let lines = self.lines(shaped.set(&measure), &setting);
        self.keep = self.keep.max(1);
        self.push_block(lines, true, setup);
        self.keep = 1;
        self.place_notes(setup);
    }
}

/// Moves a part's items into a line.
fn take(line: &mut GalleyLine, part: Option<GalleyLine>, x: Pt) {
    let Some(mut part) = part else { return };
    part.shift(Point { x, y: Pt::ZERO });
    line.items.append(&mut part.items);
    line.links.append(&mut part.links);
}
