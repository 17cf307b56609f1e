//! The head of the first page: masthead, title, subtitle, byline.

use super::walk::{Setter, Setup};
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
        let left = if setup.direction == Direction::Ltr { -side } else { Pt::ZERO };
        let band = Setup { x: left, width: setup.width + side, ..*setup };
        let series = self.masthead_part(&masthead.series, &texts.masthead_series, &band);
        let number = self.masthead_part(&masthead.number, &texts.masthead_facts, &band);
        let date = self.masthead_part(&masthead.date, &texts.masthead_facts, &band);
        let mut parts = [series, number, date];
        if parts.iter().all(Vec::is_empty) {
            return;
        }
        let gap = texts.masthead_facts.size * 1.6;
        let whole: Pt = parts.iter().flatten().map(|part| part.facts.width + gap).sum();
        let is_one_line = parts.iter().all(|lines| lines.len() <= 1) && whole.0 <= band.width.0;
        let mut lines = if is_one_line {
            vec![self.masthead_line(parts.each_mut().map(Vec::pop), gap, &band)]
        } else {
            // What does not fit beside another stands below it.
            let lines = parts.into_iter().flatten();
            lines.map(|line| self.masthead_line([Some(line), None, None], gap, &band)).collect()
        };
        if let Some(last) = lines.last_mut() {
            let (y, height) = (self.grid(0.42), self.style.space.heavy_rule);
            let rect = Rect { x: band.x, y, width: band.width, height };
            let colour = self.style.colours.masthead_rule;
            last.items.push(Placed { owner: Owner::Layout, item: Item::Fill { rect, colour } });
            last.below = last.below.max(rect.bottom());
        }
        for line in lines {
            self.push(line);
            self.keep = 1;
        }
    }

    /// Puts the first part at the start of the band, and the others at its end.
    fn masthead_line(
        &self,
        [first, number, date]: [Option<GalleyLine>; 3],
        gap: Pt,
        band: &Setup<'_>,
    ) -> GalleyLine {
        let leading = self.grid(1.0);
        let mut line = GalleyLine {
            above: leading * ABOVE,
            below: leading * (1.0 - ABOVE),
            is_snapped: true,
            ..GalleyLine::default()
        };
        let is_ltr = band.direction == Direction::Ltr;
        let right = band.x + band.width;
        let first_width = first.as_ref().map_or(Pt::ZERO, |part| part.facts.width);
        take(&mut line, first, if is_ltr { band.x } else { right - first_width });
        let facts: Vec<GalleyLine> = [number, date].into_iter().flatten().collect();
        let gaps = gap * facts.len().saturating_sub(1) as f64;
        let width: Pt = facts.iter().map(|part| part.facts.width).sum::<Pt>() + gaps;
        let mut x = if is_ltr { right - width } else { band.x + width };
        for part in facts {
            let own = part.facts.width;
            let at = if is_ltr { x } else { x - own };
            take(&mut line, Some(part), at);
            x = if is_ltr { x + own + gap } else { x - own - gap };
        }
        line
    }

    /// Sets a part of the masthead from the left edge of nothing: on one line, where the band is wide enough.
    fn masthead_part(&mut self, inlines: &[Inline], text: &TextStyle, band: &Setup<'_>) -> Vec<GalleyLine> {
        if inlines.is_empty() {
            return Vec::new();
        }
        let element = self.tree.add(Some(band.parent), Tag::P);
        let shaped = self.shape(inlines, element, text, band.direction, false);
        // A hair more, so that rounding breaks no line.
        let width = (shaped.natural_width() + Pt(0.01)).min(band.width);
        let measure = Measure::new(width, Align::Start);
        let setting = Setting { measure, x: Pt::ZERO, leading: text.leading };
        let mut lines = self.lines(shaped.set(&measure), &setting);
        for line in &mut lines {
            line.facts.width = width;
        }
        lines
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
