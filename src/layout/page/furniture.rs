//! What stands on every page beside the text: running head, foot, and a draft's marks.

use crate::document::{Direction, Inline, Text};
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Item, Owner, Page, Pages, Placed};
use crate::layout::galley::{GalleyLine, Setter};
use crate::style::{Colour, TextStyle};

/// Between two texts on one line of furniture, in ems.
const APART: f64 = 2.0;
/// Every line of this number is numbered in a draft.
const NUMBERED: usize = 5;
/// A draft's word: pale enough to read through.
const WATERMARK: Colour = Colour { red: 0xec, green: 0xec, blue: 0xec };

/// The band that furniture spans: the text and the side-heads.
#[derive(Clone, Copy)]
struct Band {
    left: Pt,
    width: Pt,
    is_ltr: bool,
}

/// Adds furniture to all pages. `total` is how many pages the numbers count to; without one they are set alone,
/// as those before the text are.
pub(in crate::layout) fn dress(setter: &mut Setter<'_>, pages: &mut Pages, total: Option<usize>) {
    let style = setter.style;
    let is_ltr = setter.document.direction == Direction::Ltr;
    let page = &style.page;
    let left = if is_ltr { page.margin_left } else { page.margin_right };
    let band = Band { left, width: page.size.width - page.margin_left - page.margin_right, is_ltr };
    let furniture = &setter.document.furniture;
    let head_style = &style.text.running_head;
    let head = page.has_running_head.then(|| {
        let room = (band.width - head_style.size * APART) / 2.0;
        let author = fit(setter, &furniture.running_author, head_style, Owner::Head, room * 0.8);
        let rest =
            band.width - author.as_ref().map_or(Pt::ZERO, |line| line.facts.width + head_style.size * APART);
        let title = fit(setter, &furniture.short_title, head_style, Owner::Head, rest);
        (author, title)
    });
    let proof =
        fit(setter, furniture.proof.as_deref().unwrap_or_default(), head_style, Owner::Head, band.width);
    let proof_y = (page.head_baseline - head_style.leading).max(head_style.size * 1.5);
    let mut foot = Foot::default();
    for (at, page) in pages.pages.iter_mut().enumerate() {
        if furniture.draft.is_some() || furniture.is_comparison {
            number_lines(setter, page);
        }
        put(page, proof.clone(), &band, true, proof_y);
        if let (Some((author, title)), true) = (&head, at > 0) {
            let y = style.page.head_baseline;
            put(page, author.clone(), &band, true, y);
            put(page, title.clone(), &band, false, y);
        }
        if style.page.has_foot {
            foot.set(setter, page, &band, total);
        }
        if let Some(word) = &furniture.draft {
            watermark(setter, page, word);
        }
    }
}

/// The foot: the address is set once, the folio on every page.
#[derive(Default)]
struct Foot {
    address: Option<(Pt, Option<GalleyLine>)>,
}

impl Foot {
    fn set(&mut self, setter: &mut Setter<'_>, page: &mut Page, band: &Band, total: Option<usize>) {
        let style = setter.style;
        let text = &style.text.foot;
        let furniture = &setter.document.furniture;
        let folio = match total {
            Some(total) => {
                furniture.folio.replace("{page}", &page.label).replace("{pages}", &total.to_string())
            }
            None => page.label.clone(),
        };
        let folio = fit(setter, &folio, text, Owner::Foot, band.width);
        let taken = folio.as_ref().map_or(Pt::ZERO, |line| line.facts.width + text.size * APART);
        let room = band.width - taken;
        // Shorten the address anew only where a longer folio leaves it less room.
        if self.address.as_ref().is_none_or(|(known, _)| known.0 > room.0 + 0.01) {
            self.address = Some((room, fit(setter, &furniture.address, text, Owner::Foot, room)));
        }
        let address = self.address.as_ref().and_then(|(_, line)| line.clone());
        if address.is_none() && folio.is_none() {
            return;
        }
        let y = page.size.height - style.page.foot_baseline;
        if style.page.has_foot_rule {
            let rect =
                Rect { x: band.left, y: y - text.leading, width: band.width, height: style.space.light_rule };
            let item = Item::Fill { rect, colour: style.colours.rule };
            page.items.push(Placed { owner: Owner::Foot, item });
        }
        put(page, address, band, true, y);
        put(page, folio, band, false, y);
    }
}

/// Puts a line at the start or the end of the band.
fn put(page: &mut Page, line: Option<GalleyLine>, band: &Band, at_start: bool, y: Pt) {
    let Some(mut line) = line else { return };
    let x = if at_start == band.is_ltr { band.left } else { band.left + band.width - line.facts.width };
    line.shift(Point { x, y });
    page.items.append(&mut line.items);
}

/// Sets a text on one line, shortened with an ellipsis where it would pass the room.
fn fit(
    setter: &mut Setter<'_>,
    words: &str,
    style: &TextStyle,
    owner: Owner,
    room: Pt,
) -> Option<GalleyLine> {
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    let mut set = |words: &str| setter.artifact_line(&[Inline::Text(Text::new(words))], style, owner);
    let whole = set(words)?;
    if whole.facts.width.0 <= room.0 {
        return Some(whole);
    }
    // Words first; characters where not even one word fits.
    let mut ends: Vec<usize> = words.match_indices(' ').map(|(at, _)| at).collect();
    if ends.is_empty() {
        ends = words.char_indices().map(|(at, _)| at).skip(1).collect();
    }
    let shortened =
        |end: usize| format!("{}…", words[..end].trim_end_matches([' ', ',', ':', ';', '.', '-', '–']));
    let (mut low, mut high) = (0, ends.len());
    let mut best = None;
    while low < high {
        let middle = (low + high) / 2;
        match set(&shortened(ends[middle])) {
            Some(line) if line.facts.width.0 <= room.0 => {
                best = Some(line);
                low = middle + 1;
            }
            _ => high = middle,
        }
    }
    best
}

/// Numbers every fifth line of a draft, in the margin after the text.
fn number_lines(setter: &mut Setter<'_>, page: &mut Page) {
    let style = setter.style;
    let text = &style.text.running_head;
    let baselines = baselines(page, |_, _| true);
    let right = page.size.width - style.page.margin_right;
    for (at, y) in baselines.iter().enumerate().filter(|(at, _)| (at + 1) % NUMBERED == 0) {
        let number = (at + 1).to_string();
        let line = setter.artifact_line(&[Inline::Text(Text::new(number))], text, Owner::Layout);
        let Some(mut line) = line else { continue };
        let x = if setter.document.direction == Direction::Ltr {
            right + text.size
        } else {
            style.page.margin_right - text.size - line.facts.width
        };
        line.shift(Point { x, y: *y });
        page.items.append(&mut line.items);
    }
}

/// The baselines of those runs of a page's text that are asked for, from top to bottom, each once.
pub(super) fn baselines(page: &Page, is_asked: impl Fn(&Placed, Pt) -> bool) -> Vec<Pt> {
    let mut found: Vec<Pt> = page
        .items
        .iter()
        .filter(|placed| matches!(placed.owner, Owner::Leaf(_)))
        .filter_map(|placed| match &placed.item {
            Item::Run(run) => is_asked(placed, run.origin.x).then_some(run.origin.y),
            _ => None,
        })
        .collect();
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Raised marks are no lines of their own.
    found.dedup_by(|one, other| (one.0 - other.0).abs() < 4.5);
    found
}

/// Sets a draft's word below everything else, across the middle of the sheet.
fn watermark(setter: &mut Setter<'_>, page: &mut Page, word: &str) {
    let style = TextStyle { size: Pt(96.0), colour: WATERMARK, ..setter.style.text.masthead_series.clone() };
    let room = page.size.width * 0.9;
    let Some(line) = fit(setter, word, &style, Owner::Watermark, Pt(f64::MAX)) else { return };
    let share = (room / line.facts.width.max(Pt(1.0))).min(1.0);
    let style = TextStyle { size: style.size * share, ..style };
    let Some(mut line) = fit(setter, word, &style, Owner::Watermark, Pt(f64::MAX)) else { return };
    line.shift(Point { x: (page.size.width - line.facts.width) / 2.0, y: page.size.height * 0.55 });
    line.items.append(&mut page.items);
    page.items = line.items;
}
