//! Page makeup: the galley to pages.
//!
//! 1. [`float`] moves figures that would leave a page short to the head of the next one.
//! 2. [`makeup`] chooses where columns end, and which paragraphs are set a line longer or shorter for it.
//! 3. [`balance`] evens the columns of the last page.
//! 4. [`feather`] widens the space above headings and around blocks where a page would still end short.
//! 5. [`place`] puts lines, notes, links and anchors where they stand.
//! 6. [`furniture`] adds running heads, feet and a draft's marks, [`change_bars`] those of a proof.
//!
//! Lines come as they were set; only a paragraph that is flexed is broken again.

mod balance;
mod change_bars;
mod depth;
mod feather;
mod float;
mod furniture;
mod makeup;
mod place;
#[cfg(test)]
mod tests;

use self::makeup::{Chooser, Column, Flexibility, Frames, flexible_in};
use super::frame::Pages;
use super::galley::{Galley, GalleyLine, Setter, galley_lines};
use super::paragraph::SetLine;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::layout as codes;
use crate::document::Document;
use crate::font::FontBook;
use crate::geometry::Pt;
use crate::style::Style;

/// With so few lines on the last page, lines are saved before it to win the page back.
const FEW_LINES: usize = 6;
/// How many columns before the last one save lines for that.
const REACH: usize = 6;

/// A column with its lines taken from the galley.
pub(super) struct Filled {
    pub lines: Vec<GalleyLine>,
    pub notes: Vec<GalleyLine>,
}

/// Breaks the galley into pages and dresses them, unless that is left for later.
pub(super) fn paginate(setter: &mut Setter<'_>, is_dressed: bool) -> Pages {
    let style = setter.style;
    let mut galley = std::mem::take(&mut setter.galley);
    let header_depth = place::header_depth(&galley, style);
    let depth = style.page.grid * f64::from(style.lines());
    let columns = usize::from(style.page.columns.max(1));
    let frames = Frames { first_depth: (depth - header_depth).max(style.page.grid * 3.0), depth, columns };
    float::float(&mut galley, style, frames);
    let chosen = choose(&galley, style, frames);
    warn_of_deep_lines(&galley, depth, setter);
    let header = std::mem::take(&mut galley.header);
    let filled = fill(&mut galley, &chosen, style.page.grid);
    let tree = std::mem::take(&mut setter.tree);
    let mut placer = place::Placer::new(&galley, style, setter.document.direction, tree, frames);
    placer.header(header, header_depth);
    for column in filled {
        placer.column(column);
    }
    let mut pages = placer.finish();
    if is_dressed {
        let total = pages.pages.len();
        std::mem::swap(&mut setter.tree, &mut pages.tree);
        furniture::dress(setter, &mut pages, Some(total));
        std::mem::swap(&mut setter.tree, &mut pages.tree);
    }
    if setter.document.furniture.is_comparison {
        for page in &mut pages.pages {
            change_bars::draw(page, &pages.tree, style, setter.document.direction);
        }
    }
    pages
}

/// Dresses pages that were made without running heads and feet.
pub(super) fn dress(
    document: &Document,
    style: &Style,
    fonts: &FontBook,
    pages: &mut Pages,
    total: Option<usize>,
) {
    furniture::dress(&mut Setter::new(document, style, fonts), pages, total);
}

/// Chooses columns; sets paragraphs otherwise where that mends a fault.
fn choose(galley: &Galley<'_>, style: &Style, frames: Frames) -> Vec<Column> {
    let mut chosen = Chooser { galley, style, frames, flexibility: &[] }.choose(0);
    let flexibility = flexibility(galley, &chosen, style.makeup.looseness);
    if !flexibility.is_empty() {
        chosen = Chooser { galley, style, frames, flexibility: &flexibility }.choose(0);
        drop_unmatched_flex(galley, &flexibility, &mut chosen);
    }
    if frames.columns > 1 {
        balance::balance(galley, style, frames, &mut chosen);
    }
    chosen
}

/// Finds what the paragraphs in and around faulty columns can give; nothing where no fault costs more than
/// flexing does. Elsewhere nobody asks, which spares most paragraphs the trial.
fn flexibility(galley: &Galley<'_>, columns: &[Column], looseness: f64) -> Vec<Flexibility> {
    let last = columns.len().saturating_sub(1);
    let may_win_back = columns.len() > 1 && galley.lines.len() - columns[last].first <= FEW_LINES;
    let faulty = |at: usize| columns.get(at).is_some_and(|column| column.excess > looseness);
    let is_asked = |at: usize| faulty(at) || faulty(at + 1) || (may_win_back && at + REACH >= last);
    let mut found = Vec::new();
    for at in (0..columns.len()).filter(|&at| is_asked(at)) {
        // Some lines more than the column's own: with paragraphs flexed it may reach further.
        let reached = Column {
            end: columns.get(at + 1).map_or(columns[at].end, |next| next.end),
            ..columns[at].clone()
        };
        found.resize(galley.paragraphs.len(), Flexibility::default());
        for index in flexible_in(galley, &reached) {
            let paragraph = &galley.paragraphs[index];
            if found[index] == Flexibility::default() {
                let (can_grow, can_shrink) = paragraph.shaped.flexibility(&paragraph.setting.measure);
                found[index] = Flexibility { can_grow, can_shrink };
            }
        }
    }
    found
}

/// Lessens flexing to what the paragraphs of a column can give.
fn drop_unmatched_flex(galley: &Galley<'_>, flexibility: &[Flexibility], columns: &mut [Column]) {
    for column in columns {
        let able = flexible_in(galley, column)
            .into_iter()
            .filter(|&paragraph| {
                let able = flexibility[paragraph];
                if column.flex > 0 { able.can_grow } else { able.can_shrink }
            })
            .count();
        let most = i32::try_from(able).unwrap_or(i32::MAX);
        column.flex = column.flex.clamp(-most, most);
    }
}

/// Moves the lines of each column out of the galley, flexed paragraphs set anew.
fn fill(galley: &mut Galley<'_>, columns: &[Column], grid: Pt) -> Vec<Filled> {
    columns
        .iter()
        .map(|column| {
            let mut flexed = if column.flex == 0 { Vec::new() } else { flex(galley, column) };
            let mut lines = Vec::with_capacity(column.end - column.first);
            let mut at = column.first;
            while at < column.end {
                if let Some(flexed) = flexed.iter_mut().find(|flexed| flexed.first == at) {
                    lines.append(&mut flexed.lines);
                    at += flexed.count;
                    continue;
                }
                lines.push(std::mem::take(&mut galley.lines[at]));
                at += 1;
            }
            feather::widen(&mut lines, column.feather, grid);
            let notes = column.notes.iter().flat_map(|part| {
                let lines = &mut galley.notes[part.note.0 as usize][part.from..part.to];
                lines.iter_mut().map(std::mem::take).collect::<Vec<_>>()
            });
            Filled { lines, notes: notes.collect() }
        })
        .collect()
}

/// A paragraph set a line longer or shorter: where its lines stand, and what they become.
struct Flexed {
    first: usize,
    count: usize,
    lines: Vec<GalleyLine>,
    /// How much worse it looks.
    cost: f64,
}

/// Sets as many paragraphs of a column longer or shorter as it wants: those that show it least.
fn flex(galley: &Galley<'_>, column: &Column) -> Vec<Flexed> {
    let by = column.flex.signum();
    let mut flexed: Vec<Flexed> = flexible_in(galley, column)
        .into_iter()
        .filter_map(|index| {
            let paragraph = &galley.paragraphs[index];
            let set = paragraph.shaped.set_with(&paragraph.setting.measure, by)?;
            let cost = flexing_cost(&set, paragraph.setting.measure.width);
            let mut lines = galley_lines(set, &paragraph.setting);
            let old = &galley.lines[paragraph.first];
            if let Some(first) = lines.first_mut() {
                first.space = old.space;
                first.space_after_figure = old.space_after_figure;
                first.gives = old.gives;
                first.is_snapped = old.is_snapped;
                first.above = first.above.min(old.above);
            }
            Some(Flexed { first: paragraph.first, count: paragraph.count, lines, cost })
        })
        .collect();
    flexed.sort_by(|one, other| one.cost.total_cmp(&other.cost));
    flexed.truncate(column.flex.unsigned_abs() as usize);
    flexed
}

/// The mean of what spaces are stretched or shrunk by, and more where little is left for the last line.
fn flexing_cost(lines: &[SetLine], measure: Pt) -> f64 {
    let spread: f64 = lines.iter().map(|line| line.ratio.abs()).sum::<f64>() / lines.len().max(1) as f64;
    let last = lines.last().map_or(0.0, |line| line.width / measure);
    spread + if last < 0.25 { 1.0 } else { 0.0 }
}

fn warn_of_deep_lines(galley: &Galley<'_>, depth: Pt, setter: &mut Setter<'_>) {
    let too_deep = |line: &&GalleyLine| (line.above + line.below).0 > depth.0 + 0.01;
    for line in galley.lines.iter().filter(too_deep) {
        let by = line.above + line.below - depth;
        setter.diagnostics.push(Diagnostic::warning(
            &codes::OVERFULL_PAGE,
            format!("a piece that cannot be broken is {:.1}pt deeper than the page", by.0),
        ));
    }
}
