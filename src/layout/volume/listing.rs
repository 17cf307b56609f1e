//! Contents and indexes: entries that lead to pages, with the numbers of those pages.
//!
//! An entry of the contents ends in dots and a number at the end of the measure; one of an index is a term
//! with the numbers after it.

use super::Binding;
use crate::document::{Direction, Document, Inline, Lang, LinkTarget, Text};
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Item, Owner, Placed};
use crate::layout::galley::{Break, GalleyLine, Setter, Setting};
use crate::layout::paragraph::{ContentOwner, Measure, ParagraphInput};
use crate::layout::structure::{ElementId, Tag};
use crate::layout::{Composed, page};
use crate::style::{Align, Style, TextStyle};

/// A list of entries.
pub(super) struct Listing {
    /// Whether it is an index rather than the contents.
    pub is_index: bool,
    /// In order.
    pub entries: Vec<Entry>,
}

/// An entry.
pub(super) struct Entry {
    /// What it says.
    pub words: Vec<Inline>,
    /// Whose text it leads to; empty where that is not told.
    pub by: String,
    /// The language of the words.
    pub lang: Lang,
    /// Their direction.
    pub direction: Direction,
    /// Whether it stands below the heading of a section.
    pub is_inner: bool,
    /// Where it leads.
    pub references: Vec<Reference>,
}

/// A page that an entry leads to.
pub(super) struct Reference {
    /// The id of the part.
    pub id: String,
    /// The number of its first page.
    pub label: String,
}

/// From dot to dot, in ems.
const PITCH: f64 = 0.55;
/// The side of a dot, in ems.
const DOT: f64 = 0.085;
/// Between the words and the first dot, and the last dot and the number, in ems.
const APART: f64 = 0.6;
/// The indent of entries below a heading, and of turned lines, in ems.
const INDENT: f64 = 1.6;

/// Sets a listing below the title of its document.
pub(super) fn compose(listing: &Listing, document: &Document, binding: &Binding<'_>) -> Composed {
    // Every word of a listing is a link, so that a colour of their own would say nothing.
    let mut style = binding.style.clone();
    style.colours.link = style.text.body.colour;
    let mut setter = Setter::new(document, &style, binding.fonts);
    setter.composer.allows_missing_glyphs = binding.options.allows_missing_glyphs;
    setter.set();
    setter.space = style.page.grid * style.space.before_sections;
    let root = ElementId(0);
    let list = setter.tree.add(Some(root), if listing.is_index { Tag::Index } else { Tag::TOC });
    for entry in &listing.entries {
        if listing.is_index {
            index_entry(&mut setter, &style, list, entry);
        } else {
            contents_entry(&mut setter, &style, list, entry);
        }
    }
    let pages = page::paginate(&mut setter, false);
    let mut diagnostics = std::mem::take(&mut setter.composer.diagnostics);
    diagnostics.append(&mut setter.diagnostics);
    Composed { pages, diagnostics }
}

fn link(reference: &Reference, inlines: Vec<Inline>) -> Inline {
    let target = LinkTarget::Internal(reference.id.clone());
    Inline::Link { target, title: None, inlines }
}

fn plain(words: &str) -> Inline {
    Inline::Text(Text::new(words))
}

/// Sets inlines to a measure.
fn set(
    setter: &mut Setter<'_>,
    inlines: &[Inline],
    element: ElementId,
    text: &TextStyle,
    entry: &Entry,
    setting: &Setting,
) -> Vec<GalleyLine> {
    let input = ParagraphInput {
        inlines,
        style: text,
        owner: ContentOwner::Element(element),
        lang: entry.lang.clone(),
        direction: entry.direction,
        hyphenate: false,
        lead_in: false,
    };
    let shaped = setter.composer.shape(&input, &mut setter.tree);
    let set = shaped.set(&setting.measure);
    setter.lines(set, setting)
}

/// A term, and the numbers of its pages.
fn index_entry(setter: &mut Setter<'_>, style: &Style, list: ElementId, entry: &Entry) {
    let text = &style.text.body;
    let element = setter.tree.add(Some(list), Tag::P);
    let mut inlines = entry.words.clone();
    for (at, reference) in entry.references.iter().enumerate() {
        inlines.push(plain(if at == 0 { "\u{2003}" } else { ", " }));
        inlines.push(link(reference, vec![plain(&reference.label)]));
    }
    let indent = text.size * INDENT;
    let mut measure = Measure::new(style.measure() - indent, Align::Start);
    measure.first_indent = -indent;
    let x = if entry.direction == Direction::Ltr { indent } else { Pt::ZERO };
    let lines = set(setter, &inlines, element, text, entry, &Setting { measure, x, leading: text.leading });
    push(setter, lines, Pt::ZERO, false);
}

/// A title, by whom it is, dots, and the number of its page.
fn contents_entry(setter: &mut Setter<'_>, style: &Style, list: ElementId, entry: &Entry) {
    let Some(reference) = entry.references.first() else { return };
    let is_heading = !entry.is_inner && entry.by.is_empty();
    let text = if is_heading { &style.text.headings[0] } else { &style.text.body };
    let indent = if entry.is_inner { text.size * INDENT } else { Pt::ZERO };
    let item = setter.tree.add(Some(list), Tag::TOCI);
    setter.tree.get_mut(item).lang = (entry.lang != setter.document.lang).then(|| entry.lang.clone());
    let element = setter.tree.add(Some(item), Tag::Reference);
    let number = number(setter, style, element, reference);
    let of_number = setter.tree.get(element).kids.len();
    let measure = style.measure();
    let reserved = number.facts.width.max(text.size * 1.8) + text.size * APART;
    let is_ltr = setter.document.direction == Direction::Ltr;
    let x = if is_ltr { indent } else { reserved };
    let setting = Setting {
        measure: Measure::new(measure - indent - reserved, Align::Start),
        x,
        leading: text.leading,
    };
    let mut lines = set(setter, &[link(reference, entry.words.clone())], element, text, entry, &setting);
    // The number had to be set first, for its width; it is read after the words.
    setter.tree.get_mut(element).kids.rotate_left(of_number);
    if let Some(last) = lines.last_mut() {
        finish(last, number, style, text, (x, is_ltr));
    }
    if !entry.by.is_empty() {
        let by = &style.text.caption;
        let element = setter.tree.add(Some(item), Tag::P);
        let setting = Setting { leading: by.leading, ..setting };
        lines.extend(set(setter, &[plain(&entry.by)], element, by, entry, &setting));
    }
    let space = style.page.grid * if is_heading { 0.75 } else { 0.25 };
    push(setter, lines, space, is_heading);
}

/// Sets the number of a page, from the left edge of nothing.
fn number(setter: &mut Setter<'_>, style: &Style, element: ElementId, reference: &Reference) -> GalleyLine {
    let mut text = style.text.body.clone();
    text.align = Align::Start;
    let document = setter.document;
    let inlines = [link(reference, vec![plain(&reference.label)])];
    let input = ParagraphInput {
        inlines: &inlines,
        style: &text,
        owner: ContentOwner::Element(element),
        lang: document.lang.clone(),
        direction: document.direction,
        hyphenate: false,
        lead_in: false,
    };
    let shaped = setter.composer.shape(&input, &mut setter.tree);
    let width = shaped.natural_width();
    let measure = Measure::new(width + Pt(0.01), Align::Start);
    let setting = Setting { measure, x: Pt::ZERO, leading: text.leading };
    let mut line = setter.lines(shaped.set(&measure), &setting).into_iter().next().unwrap_or_default();
    line.facts.width = width;
    line
}

/// Puts the number at the end of the measure, and dots between it and the words.
fn finish(
    line: &mut GalleyLine,
    mut number: GalleyLine,
    style: &Style,
    text: &TextStyle,
    (x, is_ltr): (Pt, bool),
) {
    let measure = style.measure();
    let size = style.text.body.size;
    let pitch = size * PITCH;
    let gap = size * APART;
    let words = line.facts.width;
    // Dots stand below one another on every line: they are counted from the number's edge.
    let edge = size * 1.8;
    let room = if is_ltr { measure - x - words } else { measure - words } - edge - gap;
    let count = (room.0 / pitch.0).floor().max(0.0);
    for nth in 0..count as u32 {
        let from_end = edge + pitch * f64::from(nth);
        let left = if is_ltr { measure - from_end - pitch } else { from_end };
        let rect = Rect { x: left + pitch * 0.5, y: -(size * DOT), width: size * DOT, height: size * DOT };
        let item = Item::Fill { rect, colour: text.colour };
        line.items.push(Placed { owner: Owner::Layout, item });
    }
    let at = if is_ltr { measure - number.facts.width } else { Pt::ZERO };
    number.shift(Point { x: at, y: Pt::ZERO });
    line.items.append(&mut number.items);
    line.links.append(&mut number.links);
}

fn push(setter: &mut Setter<'_>, lines: Vec<GalleyLine>, space: Pt, is_heading: bool) {
    for (at, mut line) in lines.into_iter().enumerate() {
        if at == 0 {
            line.space = space;
        } else {
            line.break_before = Break::Never;
        }
        setter.push(line);
    }
    if is_heading {
        setter.keep = 1;
    }
}
