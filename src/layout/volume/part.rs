//! The page of a part: its title stands lower than that of a text, under a rule in the cover's colour, with what
//! the part holds below it.

use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Item, Owner, Page, Pages, Placed};
use crate::style::{Colour, Style};

/// How much of the room that a page leaves below its last line goes above its first: the optical middle.
const ABOVE: f64 = 0.38;
/// The rule's measures, in steps of the baseline grid.
const RULE: (f64, f64) = (3.0, 0.16);
/// From the rule to the type size's top, in steps of the grid.
const GAP: f64 = 0.8;

/// Dresses the pages of a part; one that goes on over a second page is full and stays where it is.
pub(super) fn dress(pages: &mut Pages, style: &Style, colour: Colour) {
    let is_one = pages.pages.len() == 1;
    let Some(page) = pages.pages.first_mut() else { return };
    rule(page, style.page.grid, colour);
    if !is_one {
        return;
    }
    let grid = style.page.grid;
    let room = page.size.height - style.page.margin_bottom - lowest(page);
    // A whole number of steps keeps the lines on the grid.
    let down = grid * (room.0 * ABOVE / grid.0).floor().max(0.0);
    let by = Point { x: Pt::ZERO, y: down };
    page.items.iter_mut().for_each(|placed| placed.shift(by));
    page.links.iter_mut().for_each(|link| link.rect.y += down);
    pages.destinations.iter_mut().for_each(|destination| destination.at.y += down);
    pages.outline.iter_mut().for_each(|entry| entry.at.y += down);
}

/// Puts a rule above the title, which begins where the title does.
fn rule(page: &mut Page, grid: Pt, colour: Colour) {
    let title = page.items.iter().find_map(|placed| match &placed.item {
        Item::Run(run) => Some(run),
        _ => None,
    });
    let Some(run) = title else { return };
    let (width, height) = (grid * RULE.0, grid * RULE.1);
    let own: Pt = run.glyphs.width();
    let x = if run.is_rtl { run.origin.x + own - width } else { run.origin.x };
    let y = run.origin.y - run.size - grid * GAP;
    let item = Item::Fill { rect: Rect { x, y, width, height }, colour };
    page.items.insert(0, Placed { owner: Owner::Layout, item });
}

/// The lowest place that something stands at.
fn lowest(page: &Page) -> Pt {
    let bottoms = page.items.iter().map(|placed| match &placed.item {
        Item::Run(run) => run.origin.y,
        Item::Fill { rect, .. } | Item::Image { rect, .. } => rect.bottom(),
    });
    bottoms.fold(Pt::ZERO, |lowest, bottom| if bottom.0 > lowest.0 { bottom } else { lowest })
}
