//! The last page of several columns: all of one depth, as little as holds them.

use super::makeup::{Chooser, Column, Frames, NotePart};
use crate::layout::galley::{Break, Galley};
use crate::style::Style;

/// Evens the columns of the last page.
pub(super) fn balance(galley: &Galley<'_>, style: &Style, frames: Frames, columns: &mut Vec<Column>) {
    let per_page = frames.columns;
    let start = columns.len().saturating_sub(1) / per_page * per_page;
    let Some(first) = columns.get(start).map(|column| column.first) else { return };
    // Paragraphs that were to be flexed, and notes left over, are for full columns.
    if columns[start..].iter().any(|column| column.first == column.end) {
        return;
    }
    let carry = carried(galley, first, &columns[start..]);
    let full = if start == 0 { frames.first_depth } else { frames.depth };
    let step = style.page.grid * 0.5;
    let least = 2;
    let most = (full / step + 1e-6).floor() as u32;
    let fits = |steps: u32| {
        let depth = step * f64::from(steps);
        let frames = Frames { first_depth: depth, depth, columns: per_page };
        let chosen = Chooser { galley, style, frames, flexibility: &[] }.choose_after(first, carry.clone());
        let is_free = |break_before| matches!(break_before, Break::Free | Break::Hyphen);
        let ends_well = chosen
            .iter()
            .all(|column| galley.lines.get(column.end).is_none_or(|line| is_free(line.break_before)));
        (chosen.len() <= per_page && ends_well).then_some(chosen)
    };
    // More depth never fits less, so the least that fits can be found by halving.
    let (mut low, mut high) = (least, most);
    while low < high {
        let middle = (low + high) / 2;
        if fits(middle).is_some() { high = middle } else { low = middle + 1 }
    }
    if let Some(chosen) = fits(low) {
        columns.truncate(start);
        columns.extend(chosen);
    }
}

/// Returns what columns hold of notes whose marks stand before their first line.
fn carried(galley: &Galley<'_>, first: usize, columns: &[Column]) -> Vec<NotePart> {
    let is_own = |part: &NotePart| galley.lines[first..].iter().any(|line| line.notes.contains(&part.note));
    let mut carry: Vec<NotePart> = Vec::new();
    for part in columns.iter().flat_map(|column| &column.notes).filter(|part| !is_own(part)) {
        match carry.last_mut() {
            Some(last) if last.note == part.note => last.to = part.to,
            _ => carry.push(*part),
        }
    }
    carry
}
