//! The cover: a coloured ground with the title, the style's own faces, and who published it on paper below.
//!
//! It is a figure, since everything on it stands on the title page again.

use super::Binding;
use crate::document::Inline;
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Item, Owner, Page, Pages, Placed};
use crate::layout::galley::{GalleyLine, Setter, Setting};
use crate::layout::paragraph::{ContentOwner, Measure, ParagraphInput};
use crate::layout::structure::{ElementId, Kid, Tag};
use crate::style::{Align, Colour, TextStyle, contrast};

/// Where the coloured ground ends, as a share of the sheet's depth.
const HORIZON: f64 = 0.78;
/// The margins, as a share of the sheet's width.
const MARGIN: f64 = 0.1;
/// Where the series stands, the title's top, and what stands on paper, as shares of the depth.
const SERIES: f64 = 0.09;
const TITLE: f64 = 0.24;
const FOOT: f64 = 0.845;
/// Title sizes; the largest whose lines fit is taken.
const SIZES: [f64; 8] = [64.0, 56.0, 48.0, 42.0, 36.0, 30.0, 26.0, 22.0];
const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const BLACK: Colour = Colour { red: 0x1b, green: 0x1b, blue: 0x1b };

/// Sets the cover as a page of its own.
pub(super) fn set(binding: &Binding<'_>) -> Pages {
    let document = &binding.volume.front;
    let style = binding.style;
    let mut setter = Setter::new(document, style, binding.fonts);
    let size = style.page.size;
    let figure = setter.tree.add(None, Tag::Figure);
    let element = setter.tree.get_mut(figure);
    element.alt = Some(binding.cover_alt.to_owned());
    element.id = Some("cover".to_owned());
    let mut page = Page { size, label: "cover".to_owned(), ..Page::default() };
    let ground = Rect { x: Pt::ZERO, y: Pt::ZERO, width: size.width, height: size.height * HORIZON };
    let item = Item::Fill { rect: ground, colour: binding.ground };
    page.items.push(Placed { owner: Owner::Layout, item });
    let ink = if contrast(binding.ground, WHITE) >= contrast(binding.ground, BLACK) { WHITE } else { BLACK };
    let text = &style.text;
    let mut sheet = Sheet { setter, page, figure, measure: size.width * (1.0 - 2.0 * MARGIN) };
    let series = TextStyle { colour: ink, ..text.masthead_series.clone() };
    sheet.block(&document.masthead.series, &series, 13.0, size.height * SERIES);
    sheet.title(ink, size.height);
    let facts = TextStyle { colour: BLACK, ..text.masthead_facts.clone() };
    let y = sheet.block(&document.masthead.date, &facts, 13.0, size.height * FOOT);
    let publisher = document.metadata.publisher.clone().unwrap_or_default();
    sheet.block(&crate::document::bound::words(publisher), &facts, 13.0, y);
    sheet.finish()
}

struct Sheet<'a> {
    setter: Setter<'a>,
    page: Page,
    figure: ElementId,
    measure: Pt,
}

impl Sheet<'_> {
    /// The title as large as it fits, the subtitle and the byline below it.
    fn title(&mut self, ink: Colour, depth: Pt) {
        let document = self.setter.document;
        let text = &self.setter.style.text;
        let top = depth * TITLE;
        let room = depth * (HORIZON - TITLE - 0.16);
        let title = TextStyle { colour: ink, ..text.title.clone() };
        let below = TextStyle { colour: ink, ..text.subtitle.clone() };
        let byline = TextStyle { colour: ink, ..text.byline.clone() };
        let fits = |sheet: &mut Self, size: f64| {
            let before = (sheet.setter.tree.elements.len(), sheet.setter.tree.leaves.len());
            let (lines, is_overfull) = sheet.lines(&document.title, &title, size);
            // A trial leaves nothing in the tree.
            sheet.forget(before);
            let used: Pt = lines.iter().map(|line| line.above + line.below).sum();
            used.0 <= room.0 && !is_overfull
        };
        let size = SIZES.into_iter().find(|&size| fits(self, size)).unwrap_or(SIZES[SIZES.len() - 1]);
        let y = self.block(&document.title, &title, size, top);
        let mut y = y + Pt(10.0);
        if let Some(subtitle) = &document.subtitle {
            y = self.block(subtitle, &below, (size * 0.45).clamp(15.0, 24.0), y) + Pt(8.0);
        }
        self.block(&document.byline, &byline, 16.0, y);
    }

    /// Takes what a trial has grown out of the tree.
    fn forget(&mut self, (elements, leaves): (usize, usize)) {
        let tree = &mut self.setter.tree;
        tree.elements.truncate(elements);
        tree.leaves.truncate(leaves);
        tree.get_mut(self.figure).kids.retain(|kid| match kid {
            Kid::Element(id) => (id.0 as usize) < elements,
            Kid::Leaf(id) => (id.0 as usize) < leaves,
        });
    }

    fn lines(&mut self, words: &[Inline], like: &TextStyle, size: f64) -> (Vec<GalleyLine>, bool) {
        let align = if like.align == Align::Balance { Align::Balance } else { Align::Start };
        let leading = Pt(size * 1.16);
        let style = TextStyle { size: Pt(size), leading, align, ..like.clone() };
        let input = ParagraphInput {
            inlines: words,
            style: &style,
            owner: ContentOwner::Element(self.figure),
            lang: self.setter.document.lang.clone(),
            direction: self.setter.document.direction,
            hyphenate: false,
            lead_in: false,
        };
        let shaped = self.setter.composer.shape(&input, &mut self.setter.tree);
        if shaped.is_empty() {
            return (Vec::new(), false);
        }
        let is_overfull = shaped.minimum_width().0 > self.measure.0;
        let measure = Measure::new(self.measure, align);
        let lines = self.setter.lines(shaped.set(&measure), &Setting { measure, x: Pt::ZERO, leading });
        (lines, is_overfull)
    }

    /// Sets words from a depth on; returns where they end.
    fn block(&mut self, words: &[Inline], like: &TextStyle, size: f64, top: Pt) -> Pt {
        let (lines, _) = self.lines(words, like, size);
        let margin = self.page.size.width * MARGIN;
        let mut y = top;
        for mut line in lines {
            y += line.above;
            line.shift(Point { x: margin, y });
            y += line.below;
            self.page.items.append(&mut line.items);
        }
        y
    }

    fn finish(mut self) -> Pages {
        let size = self.page.size;
        let sheet = Rect { x: Pt::ZERO, y: Pt::ZERO, width: size.width, height: size.height };
        self.setter.tree.get_mut(self.figure).bbox = Some(sheet);
        Pages { pages: vec![self.page], tree: self.setter.tree, ..Pages::default() }
    }
}
