//! Figures that do not fit where they are named: the text after them fills the column, and they head the next one.
//!
//! A figure moves past text only, never past another figure, into another section or into a table, and never by
//! more than a column. Only its place among the galley's lines changes; in the structure it stays where it was.

use super::depth::{Depth, note_gap, notes_depth};
use super::makeup::{Chooser, Column, Frames, NotePart};
use crate::geometry::Pt;
use crate::layout::galley::{Break, Galley, GalleyLine};
use crate::style::Style;

/// A column with less to spare than this, in steps of the grid, is full enough.
const SPARE: f64 = 2.0;
/// The lines of text that are worth moving a figure for.
const LEAST_MOVED: usize = 2;
/// The lines of headings that may stand between a column's end and the figure that does not fit.
const MOST_HEADING_LINES: usize = 6;
/// How many figures are moved in one document: each costs another choice of columns.
const MOST_FLOATED: usize = 200;

/// A figure that is to move: its lines, and the line it is to stand before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Move {
    first: usize,
    end: usize,
    before: usize,
}

/// Moves every figure that would leave a column short.
pub(super) fn float(galley: &mut Galley<'_>, style: &Style, frames: Frames) {
    if galley.lines.iter().all(|line| line.figure.is_none()) {
        return;
    }
    let mut from = 0;
    for _ in 0..MOST_FLOATED {
        let columns = Chooser { galley, style, frames, flexibility: &[] }.choose(0);
        let found =
            (from..columns.len()).find_map(|at| Some((at, wanted(galley, style, frames, &columns, at)?)));
        let Some((at, found)) = found else { return };
        apply(galley, found, style);
        from = at;
    }
}

/// Finds the figure that leaves a column short, and how much of the text after it the column holds.
fn wanted(galley: &Galley<'_>, style: &Style, frames: Frames, columns: &[Column], at: usize) -> Option<Move> {
    let (column, next) = (&columns[at], columns.get(at + 1)?);
    let lines = &galley.lines;
    let first = figure_after(lines, next.first)?;
    let end = (first..lines.len()).find(|&at| lines[at].figure.is_none())?;
    let room = frames.depth(at);
    let mut stack = Stack::new(galley, style, column);
    if (room - stack.depth()).0 < style.page.grid.0 * SPARE {
        return None;
    }
    (next.first..first).for_each(|at| stack.add(&lines[at]));
    let least = if first > next.first { usize::from(style.makeup.lines_after_heading) } else { 0 };
    let least = least.max(LEAST_MOVED);
    let mut before = None;
    for at in end..lines.len() - 1 {
        if lines[at].figure.is_some() || starts_section(&lines[at]) {
            break;
        }
        stack.add(&lines[at]);
        if stack.depth().0 > room.0 + 0.01 {
            break;
        }
        if at + 1 - end >= least && may_be_parted(&lines[at], &lines[at + 1]) {
            before = Some(at + 1);
        }
    }
    before.map(|before| Move { first, end, before })
}

/// Returns the figure that a column starts with, or that its headings alone keep from doing so.
fn figure_after(lines: &[GalleyLine], first: usize) -> Option<usize> {
    let mut at = first;
    while lines.get(at)?.figure.is_none() {
        let is_kept = lines.get(at + 1)?.break_before == Break::Never;
        if !is_kept || at - first >= MOST_HEADING_LINES || at > first && starts_section(&lines[at]) {
            return None;
        }
        at += 1;
    }
    (!lines[at].heads_column).then_some(at)
}

fn starts_section(line: &GalleyLine) -> bool {
    line.anchors.iter().any(|anchor| anchor.outline.as_ref().is_none_or(|(level, _)| *level <= 2))
}

/// Tells whether a figure may stand between two lines: not in a table, nor on a ground.
fn may_be_parted(above: &GalleyLine, below: &GalleyLine) -> bool {
    let is_apart = below.ground.is_none() || above.ground != below.ground;
    below.break_before != Break::Never && below.head.is_none() && is_apart && !starts_section(below)
}

/// The depth of a column that is filled further, with the notes of its lines.
struct Stack<'g> {
    galley: &'g Galley<'g>,
    style: &'g Style,
    lines: Depth<'g>,
    notes: Vec<NotePart>,
}

impl<'g> Stack<'g> {
    fn new(galley: &'g Galley<'g>, style: &'g Style, column: &Column) -> Self {
        let mut lines = Depth::new(galley, style.page.grid);
        for line in &galley.lines[column.first..column.end] {
            lines.add(line);
        }
        Self { galley, style, lines, notes: column.notes.clone() }
    }

    fn add(&mut self, line: &GalleyLine) {
        self.lines.add(line);
        let whole = |&note: &crate::document::NoteId| NotePart {
            note,
            from: 0,
            to: self.galley.notes.get(note.0 as usize).map_or(0, Vec::len),
        };
        self.notes.extend(line.notes.iter().map(whole));
    }

    fn depth(&self) -> Pt {
        let gap = if self.notes.is_empty() { Pt::ZERO } else { note_gap(self.style) };
        self.lines.y + gap + notes_depth(self.galley, &self.notes)
    }
}

/// Moves a figure and mends what its neighbours knew of it.
fn apply(galley: &mut Galley<'_>, found: Move, style: &Style) {
    let Move { first, end, before } = found;
    let moved = before - end;
    let follows_heading = galley.lines[first].break_before == Break::Never;
    galley.lines[first..before].rotate_left(end - first);
    let text = &mut galley.lines[first..first + moved];
    let around = std::mem::take(&mut text[0].space_after_figure);
    if follows_heading {
        let kept = usize::from(style.makeup.lines_after_heading).min(moved);
        text[..kept].iter_mut().for_each(|line| line.break_before = Break::Never);
    }
    let figure = &mut galley.lines[first + moved..before];
    figure[0].heads_column = true;
    figure[0].break_before = Break::Free;
    // A page starts with the text that it goes on with, not with a figure from the page before.
    figure.iter_mut().for_each(|line| line.position = None);
    galley.lines[before].space_after_figure = around;
    find_paragraphs(galley);
}

/// Finds the paragraphs' lines anew; one that a figure parts cannot be set otherwise any more.
fn find_paragraphs(galley: &mut Galley<'_>) {
    let mut found: Vec<Option<(usize, usize)>> = vec![None; galley.paragraphs.len()];
    for (at, line) in galley.lines.iter().enumerate() {
        let Some(place) = line.paragraph.and_then(|paragraph| found.get_mut(paragraph)) else { continue };
        let (first, _) = place.unwrap_or((at, at));
        *place = Some((first, at));
    }
    let mut is_whole = vec![false; found.len()];
    for (at, paragraph) in galley.paragraphs.iter_mut().enumerate() {
        let Some((first, last)) = found[at] else { continue };
        paragraph.first = first;
        is_whole[at] = last + 1 - first == paragraph.count;
    }
    for line in &mut galley.lines {
        line.paragraph = line.paragraph.filter(|&paragraph| is_whole[paragraph]);
    }
}
