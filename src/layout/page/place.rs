//! Puts what was chosen where it stands.

use super::Filled;
use std::collections::BTreeSet;

use super::depth::{Depth, note_gap};
use super::makeup::Frames;
use crate::document::Direction;
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{
    AreaTarget, Destination, DestinationName, Item, OutlineEntry, Owner, Page, Pages, Placed,
};
use crate::layout::galley::{Galley, GalleyLine, Ground};
use crate::layout::structure::{LeafId, Tag, Tree};
use crate::style::Style;

/// Returns how much of the first page's depth its header takes, in whole steps of the grid.
pub(super) fn header_depth(galley: &Galley<'_>, style: &Style) -> Pt {
    if galley.header.is_empty() {
        return Pt::ZERO;
    }
    let grid = style.page.grid;
    let mut depth = Depth::new(galley, grid);
    for line in &galley.header {
        depth.add(line);
    }
    grid * (depth.y / grid - 1e-6).ceil() + grid * style.space.before_sections
}

/// Builds pages column by column.
pub(super) struct Placer<'g> {
    galley: &'g Galley<'g>,
    style: &'g Style,
    direction: Direction,
    frames: Frames,
    pages: Pages,
    /// The next column's index, from 0.
    next: usize,
    /// Where the last ground drawn on the page stands among its items, to be drawn longer.
    ground: Option<(Ground, usize)>,
}

impl<'g> Placer<'g> {
    pub(super) fn new(
        galley: &'g Galley<'g>,
        style: &'g Style,
        direction: Direction,
        tree: Tree,
        frames: Frames,
    ) -> Self {
        let pages = Pages { tree, ..Pages::default() };
        Self { galley, style, direction, frames, pages, next: 0, ground: None }
    }

    /// Sets what stands above the first page's columns.
    pub(super) fn header(&mut self, lines: Vec<GalleyLine>, depth: Pt) {
        if depth.0 <= 0.0 {
            return;
        }
        self.new_page();
        let at = Point { x: self.left_edge(), y: self.style.page.margin_top };
        self.stack(lines, at);
    }

    /// Sets a column in its place; a full page is followed by another.
    pub(super) fn column(&mut self, filled: Filled) {
        let place = self.next % self.frames.columns;
        if place == 0 && (self.next > 0 || self.pages.pages.is_empty()) {
            self.new_page();
        }
        let page = &self.style.page;
        let is_first_page = self.next < self.frames.columns;
        let depth = if is_first_page { self.frames.first_depth } else { self.frames.depth };
        let foot = page.margin_top + self.frames.depth;
        let place = if self.direction == Direction::Ltr { place } else { self.frames.columns - 1 - place };
        let x = self.left_edge() + (self.style.measure() + page.column_gap) * place as f64;
        self.stack(filled.lines, Point { x, y: foot - depth });
        self.notes(filled.notes, x, foot);
        self.next += 1;
    }

    /// The left edge of the text, beside the side-heads if they are at the left.
    fn left_edge(&self) -> Pt {
        let page = &self.style.page;
        match (page.side_head, self.direction) {
            (Some(side), Direction::Ltr) => page.margin_left + side.width + side.gap,
            // A page from right to left is the mirror image.
            (_, Direction::Rtl) => page.margin_right,
            (None, Direction::Ltr) => page.margin_left,
        }
    }

    fn new_page(&mut self) {
        let label = (self.pages.pages.len() + 1).to_string();
        self.pages.pages.push(Page {
            size: self.style.page.size,
            label,
            starts_at: u32::MAX,
            ..Page::default()
        });
        self.ground = None;
    }

    /// Sets lines one below another from a top left corner on.
    fn stack(&mut self, lines: Vec<GalleyLine>, at: Point) {
        let mut depth = Depth::new(self.galley, self.style.page.grid);
        self.ground = None;
        for line in lines {
            let before = depth.y;
            let stand = depth.add(&line);
            if let (Some(top), Some(head)) = (stand.head, line.head) {
                self.repeat_head(head, Point { x: at.x, y: at.y + top });
            }
            let top = if self.ground.is_some() { before } else { stand.top };
            self.draw_ground(line.ground, at.x, at.y + top, at.y + depth.y);
            self.line(line, Point { x: at.x, y: at.y + stand.baseline });
        }
    }

    /// Notes where an image stands on the element that it is the figure of (PDF 32000-1, 14.8.5.4.3).
    fn box_figure(&mut self, leaf: LeafId, rect: &Rect) {
        let Some(&element) = self.pages.tree.leaves.get(leaf.0 as usize) else { return };
        let figure = self.pages.tree.get_mut(element);
        if figure.tag == Tag::Figure {
            figure.bbox = Some(figure.bbox.map_or(*rect, |known| known.union(rect)));
        }
    }

    fn repeat_head(&mut self, head: usize, at: Point) {
        let mut y = at.y;
        for line in &self.galley.heads[head] {
            let origin = Point { x: at.x, y: y + line.above };
            self.line(line.clone(), origin);
            y += line.above + line.below;
        }
    }

    /// Draws a ground behind a line, or makes the one above reach down to it.
    fn draw_ground(&mut self, ground: Option<Ground>, x: Pt, top: Pt, bottom: Pt) {
        let Some(page) = self.pages.pages.last_mut() else { return };
        let Some(ground) = ground else {
            self.ground = None;
            return;
        };
        let drawn = self.ground.filter(|(known, _)| *known == ground);
        let drawn = drawn.and_then(|(_, at)| page.items.get_mut(at)).map(|placed| &mut placed.item);
        if let Some(Item::Fill { rect, .. }) = drawn {
            rect.height = bottom - rect.y;
            return;
        }
        self.ground = Some((ground, page.items.len()));
        let rect = Rect { x: x + ground.x, y: top, width: ground.width, height: bottom - top };
        page.items.push(Placed { owner: Owner::Layout, item: Item::Fill { rect, colour: ground.colour } });
    }

    /// Sets one line with its links, anchors and figure on the last page.
    fn line(&mut self, mut line: GalleyLine, at: Point) {
        let index = self.pages.pages.len().saturating_sub(1);
        let top = Point { x: at.x, y: at.y - line.above };
        line.shift(at);
        for anchor in line.anchors {
            if let Some(target) = anchor.name {
                self.pages.destinations.push(Destination {
                    target,
                    page: index,
                    at: top,
                    element: anchor.element,
                });
            }
            if let Some((level, title)) = anchor.outline {
                self.pages.outline.push(OutlineEntry {
                    level,
                    title,
                    page: index,
                    at: top,
                    element: anchor.element,
                });
            }
        }
        for mark in line.marks.iter().filter(|mark| mark.occurrence == 0) {
            let target = DestinationName::NoteMark(mark.note);
            let at = Point { x: mark.x, y: top.y };
            self.pages.destinations.push(Destination { target, page: index, at, element: mark.element });
        }
        for placed in &line.items {
            if let (Item::Image { rect, .. }, Owner::Leaf(leaf)) = (&placed.item, placed.owner) {
                self.box_figure(leaf, rect);
            }
        }
        let Some(page) = self.pages.pages.last_mut() else { return };
        if page.starts_at == u32::MAX {
            page.starts_at = line.position.unwrap_or(u32::MAX);
        }
        page.links.append(&mut line.links);
        page.items.append(&mut line.items);
    }

    /// Sets notes so that the last one stands on the column's last line, a short rule above them.
    fn notes(&mut self, notes: Vec<GalleyLine>, x: Pt, foot: Pt) {
        if notes.is_empty() {
            return;
        }
        let depth: Pt = notes.iter().map(|line| line.above + line.below + line.space).sum();
        let grid = self.style.page.grid;
        // The last baseline is the grid's, whatever the notes' leading.
        let below = notes.last().map_or(Pt::ZERO, |line| line.below);
        let mut y = foot - depth - (grid * (1.0 - crate::layout::galley::ABOVE) - below).max(Pt::ZERO);
        let measure = self.style.measure();
        let width = measure * self.style.blocks.note_rule;
        let left = if self.direction == Direction::Ltr { x } else { x + measure - width };
        let rect =
            Rect { x: left, y: y - note_gap(self.style) * 0.3, width, height: self.style.space.light_rule };
        if let (Some(page), true) = (self.pages.pages.last_mut(), width.0 > 0.0) {
            let colour = self.style.colours.rule;
            page.items.push(Placed { owner: Owner::Layout, item: Item::Fill { rect, colour } });
        }
        let starts_at = self.pages.pages.last().map_or(u32::MAX, |page| page.starts_at);
        for line in notes {
            y += line.space + line.above;
            let below = line.below;
            self.line(line, Point { x, y });
            y += below;
        }
        // Notes come after the text that they stand below.
        if let Some(page) = self.pages.pages.last_mut() {
            page.starts_at = starts_at;
        }
    }

    /// Returns the pages; a page without text of its own starts where the one before did.
    pub(super) fn finish(mut self) -> Pages {
        if self.pages.pages.is_empty() {
            self.new_page();
        }
        let mut last = 0;
        for (at, page) in self.pages.pages.iter_mut().enumerate() {
            if at == 0 {
                page.starts_at = 0;
            } else if page.starts_at == u32::MAX {
                page.starts_at = last;
            }
            last = page.starts_at;
        }
        // A link's area names where it goes; marks of notes that were never set have no place.
        let (mut notes, mut marks) = (BTreeSet::new(), BTreeSet::new());
        for destination in &self.pages.destinations {
            match destination.target {
                DestinationName::Note(note) => notes.insert(note),
                DestinationName::NoteMark(note) => marks.insert(note),
                DestinationName::Id(_) => continue,
            };
        }
        for page in &mut self.pages.pages {
            page.links.retain(|link| match &link.target {
                AreaTarget::Link(_) => true,
                AreaTarget::Note(note) => notes.contains(note),
                AreaTarget::NoteMark(note) => marks.contains(note),
            });
        }
        self.pages
    }
}
