//! Bars beside the lines of a proof that hold a change.

use super::furniture::baselines;
use crate::document::Direction;
use crate::geometry::{Pt, Rect};
use crate::layout::frame::{Item, Owner, Page, Placed};
use crate::layout::galley::ABOVE;
use crate::layout::structure::{ElementId, LeafId, Tree};
use crate::style::{Colour, Style};

/// How thick a bar is.
const WIDTH: Pt = Pt(1.6);
/// From the bar to the text.
const GAP: Pt = Pt(7.0);
const COLOUR: Colour = Colour { red: 0x33, green: 0x33, blue: 0x33 };

/// Draws a bar beside each column's changed lines; neighbours share one.
pub(super) fn draw(page: &mut Page, tree: &Tree, style: &Style, direction: Direction) {
    let stand = |edge: Pt| if direction == Direction::Ltr { edge - GAP - WIDTH } else { edge + GAP };
    let columns = columns(style, direction);
    let last = columns.len().saturating_sub(1);
    for (at, &(left, right)) in columns.iter().enumerate() {
        // The outer columns take in what stands in the margins beside them.
        let is_within = |x: Pt| (at == 0 || x.0 >= left.0 - 1.0) && (at == last || x.0 < right.0);
        let lines = baselines(page, |placed, x| is_within(x) && is_changed(placed, tree));
        let x = stand(if direction == Direction::Ltr { left } else { right });
        let grid = style.page.grid;
        let mut bars: Vec<Rect> = Vec::new();
        for y in lines {
            let top = y - grid * ABOVE;
            match bars.last_mut() {
                Some(bar) if top.0 <= bar.bottom().0 + grid.0 * 0.75 => bar.height = top + grid - bar.y,
                _ => bars.push(Rect { x, y: top, width: WIDTH, height: grid }),
            }
        }
        let item = |rect| Placed { owner: Owner::Layout, item: Item::Fill { rect, colour: COLOUR } };
        page.items.extend(bars.into_iter().map(item));
    }
}

/// The left and right edges of a page's columns.
fn columns(style: &Style, direction: Direction) -> Vec<(Pt, Pt)> {
    let page = &style.page;
    let side = page.side_head.map_or(Pt::ZERO, |side| side.width + side.gap);
    let start = match direction {
        Direction::Ltr => page.margin_left + side,
        Direction::Rtl => page.margin_right,
    };
    let measure = style.measure();
    (0..page.columns.max(1))
        .map(|column| {
            let left = start + (measure + page.column_gap) * f64::from(column);
            (left, left + measure)
        })
        .collect()
}

fn is_changed(placed: &Placed, tree: &Tree) -> bool {
    let Owner::Leaf(LeafId(leaf)) = placed.owner else { return false };
    let mut at: Option<ElementId> = tree.leaves.get(leaf as usize).copied();
    while let Some(id) = at {
        let element = tree.get(id);
        if element.change.is_some() {
            return true;
        }
        at = element.parent;
    }
    false
}
