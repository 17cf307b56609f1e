//! How deep lines are, one below another, on the baseline grid.

use super::makeup::NotePart;
use crate::geometry::Pt;
use crate::layout::galley::{ABOVE, Galley, GalleyLine};
use crate::style::Style;

/// Stacks lines in a column and tells where each stands.
pub(super) struct Depth<'g> {
    galley: &'g Galley<'g>,
    grid: Pt,
    /// The depth of what was stacked, from the column's top.
    pub y: Pt,
    is_head: bool,
}

/// Where a line stands, from the column's top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stand {
    /// The top of a repeated table head, if one is set before it.
    pub head: Option<Pt>,
    /// Its top, without the space above it.
    pub top: Pt,
    /// Its baseline.
    pub baseline: Pt,
}

impl<'g> Depth<'g> {
    pub(super) fn new(galley: &'g Galley<'g>, grid: Pt) -> Self {
        Self { galley, grid, y: Pt::ZERO, is_head: true }
    }

    /// Stacks a line below the others.
    pub(super) fn add(&mut self, line: &GalleyLine) -> Stand {
        let mut head = None;
        let mut top = self.y;
        if self.is_head {
            if let Some(lines) = line.head.and_then(|head| self.galley.heads.get(head)) {
                head = Some(top);
                top += lines.iter().map(|line| line.above + line.below).sum();
            }
        } else {
            top += line.space.max(line.space_after_figure);
        }
        // The first line of a column stands on the grid, whatever its leading.
        let is_snapped = line.is_snapped || (self.is_head && line.is_text && head.is_none());
        let mut baseline = top + line.above;
        if is_snapped {
            let phase = self.grid * ABOVE;
            let steps = ((baseline - phase) / self.grid - 1e-6).ceil().max(0.0);
            let snapped = phase + self.grid * steps;
            top += snapped - baseline;
            baseline = snapped;
        }
        self.is_head = false;
        self.y = baseline + line.below;
        Stand { head, top, baseline }
    }
}

/// The space between a column's text and its notes, which holds their rule.
pub(super) fn note_gap(style: &Style) -> Pt {
    style.page.grid * 0.9
}

/// The depth of parts of notes.
pub(super) fn notes_depth(galley: &Galley<'_>, parts: &[NotePart]) -> Pt {
    parts
        .iter()
        .filter_map(|part| galley.notes.get(part.note.0 as usize)?.get(part.from..part.to))
        .flatten()
        .map(|line| line.above + line.below + line.space)
        .sum()
}
