//! Where pages end: chosen for the whole galley at once.
//!
//! Dynamic programming over the lines, as Knuth and Plass break paragraphs and Plass (1981) pages: the best
//! way to end a column before a line is the best way to end the one above, and the cost of what stands
//! between. A column is cheap when it is full, ends where it may, and holds its notes whole.
//! Every start looks one column ahead only, so time grows with the galley's length.

use super::depth::{Depth, note_gap, notes_depth};
use super::feather::{Feather, Places};
use crate::document::NoteId;
use crate::geometry::Pt;
use crate::layout::galley::{Break, Galley};
use crate::style::Style;

/// The cost of ending a column where the galley forbids it: only where nothing else can be done.
const FORBIDDEN: f64 = 1e6;
/// A column's shortness costs this and little more, so that it never outweighs what is forbidden, and yet a column
/// is left short by no more than it must be.
const SHORTEST: f64 = 20_000.0;
/// The cost of parting a note: five lines of a page.
const SPLIT_NOTE: f64 = 2_500.0;
/// The cost of each line that the last page lacks: it is won back where pages before it can be a line shorter, not where
/// one of them would end three lines above its foot.
const POOR_LAST_PAGE: f64 = 350.0;
/// How many paragraphs of a column may be set longer or shorter.
const FLEXED: i32 = 2;
/// The cost of parting words from the list that they lead to: four lines of a page.
const POOR_BREAK: f64 = 1_500.0;
/// Lines of a note that must stand below its mark's page.
const NOTE_START: usize = 2;

/// Lines of one note, the end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotePart {
    pub note: NoteId,
    pub from: usize,
    pub to: usize,
}

/// A column as chosen: which lines, which notes, and by how many lines its paragraphs are to be
/// set longer (or shorter, when negative).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub first: usize,
    pub end: usize,
    pub notes: Vec<NotePart>,
    pub flex: i32,
    /// Steps of the grid by which its space is widened.
    pub feather: Feather,
    /// What it costs beyond the cost of every page.
    pub excess: f64,
}

/// What the columns are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frames {
    /// The depth of the first page's columns.
    pub first_depth: Pt,
    /// The depth of later ones.
    pub depth: Pt,
    /// Columns to a page.
    pub columns: usize,
}

impl Frames {
    /// Returns the number of the column after one, as far as depths differ.
    fn after(&self, index: usize) -> usize {
        (index + 1).min(self.columns)
    }

    /// Returns the depth of a column, by its number from 0.
    pub(super) fn depth(&self, index: usize) -> Pt {
        if index < self.columns { self.first_depth } else { self.depth }
    }
}

/// How far each paragraph can be set otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flexibility {
    pub can_grow: bool,
    pub can_shrink: bool,
}

/// The best way found to end a column before a line.
#[derive(Clone, Debug)]
struct Node {
    cost: f64,
    /// The line the column starts with, and the state it was entered in.
    from: (usize, usize),
    /// What is left of notes that did not fit.
    carry: Vec<NotePart>,
    notes: Vec<NotePart>,
    fill: Fill,
}

/// How a column is filled: by how many lines its paragraphs are set longer, and its space is widened.
#[derive(Clone, Copy, Debug, Default)]
struct Fill {
    flex: i32,
    feather: Feather,
}

/// What may be done to fill a column.
#[derive(Clone, Copy, Debug, Default)]
struct Means {
    /// Paragraphs that can be set longer, and shorter.
    grow: i32,
    shrink: i32,
    /// Places where space can be widened.
    places: Places,
}

/// Chooses the columns of a range of the galley.
pub(super) struct Chooser<'g> {
    pub galley: &'g Galley<'g>,
    pub style: &'g Style,
    pub frames: Frames,
    /// By paragraph; empty where none may be set otherwise.
    pub flexibility: &'g [Flexibility],
}

impl Chooser<'_> {
    /// Chooses where columns end from a line on to the end of the galley.
    pub fn choose(&self, first: usize) -> Vec<Column> {
        self.choose_after(first, Vec::new())
    }

    /// As [`choose`](Self::choose), where `carry` is left of the notes of the columns before.
    pub fn choose_after(&self, first: usize, carry: Vec<NotePart>) -> Vec<Column> {
        let count = self.galley.lines.len();
        if first >= count {
            return Vec::new();
        }
        let start = Node { cost: 0.0, from: (first, 0), carry, notes: Vec::new(), fill: Fill::default() };
        let at_once = self.cost_at_once(first, &start) + 1e-6;
        // What is left of notes makes a way that was cheap so far dear later, so now and then all ways cost more.
        self.cheapest(first, &start, at_once)
            .or_else(|| self.cheapest(first, &start, f64::INFINITY))
            .unwrap_or_default()
    }

    /// Returns the cheapest way from a line on to the end of the galley, if it costs no more than `most`.
    fn cheapest(&self, first: usize, start: &Node, most: f64) -> Option<Vec<Column>> {
        let count = self.galley.lines.len();
        // A state is the column's index, as far as depths differ.
        let states = self.frames.columns + 1;
        let mut best: Vec<Option<Node>> = vec![None; (count - first + 1) * states];
        let at = |line: usize, state: usize| (line - first) * states + state;
        best[at(first, 0)] = Some(start.clone());
        for line in first..count {
            for state in 0..states {
                // No column costs less than nothing.
                let Some(node) = best[at(line, state)].take_if(|node| node.cost <= most) else { continue };
                let next = self.frames.after(state);
                self.extend(line, state, &node, |end, made| {
                    let place = &mut best[at(end, next)];
                    if place.as_ref().is_none_or(|known| made.cost < known.cost) {
                        *place = Some(made);
                    }
                });
                best[at(line, state)] = Some(node);
            }
        }
        self.trace(first, states, &best, most)
    }

    /// What it costs to end each column where that alone costs least.
    fn cost_at_once(&self, first: usize, start: &Node) -> f64 {
        let count = self.galley.lines.len();
        let (mut line, mut state, mut node) = (first, 0, start.clone());
        while line < count {
            let mut cheapest: Option<(usize, Node)> = None;
            self.extend(line, state, &node, |end, made| {
                if cheapest.as_ref().is_none_or(|(_, known)| made.cost <= known.cost) {
                    cheapest = Some((end, made));
                }
            });
            let Some((end, made)) = cheapest else { return f64::INFINITY };
            (line, state, node) = (end, self.frames.after(state), made);
        }
        node.cost
    }

    fn trace(&self, first: usize, states: usize, best: &[Option<Node>], most: f64) -> Option<Vec<Column>> {
        let count = self.galley.lines.len();
        let node = |line: usize, state: usize| best[(line - first) * states + state].as_ref();
        let ends = (0..states).filter_map(|state| node(count, state).map(|node| (node.cost, state)));
        let (_, state) =
            ends.min_by(|one, other| one.0.total_cmp(&other.0)).filter(|&(cost, _)| cost <= most)?;
        let (mut line, mut state) = (count, state);
        let mut columns = node(count, state).map_or_else(Vec::new, |last| self.columns_of_notes(&last.carry));
        while line > first {
            let Some(made) = node(line, state) else { break };
            let (from, from_state) = made.from;
            let before = node(from, from_state).map_or(0.0, |node| node.cost);
            let excess = made.cost - before - self.style.makeup.page;
            let notes = made.notes.clone();
            let Fill { flex, feather } = made.fill;
            columns.push(Column { first: from, end: line, notes, flex, feather, excess });
            (line, state) = (from, from_state);
        }
        columns.reverse();
        Some(columns)
    }

    /// Makes columns, the last first, of what is left of notes after the last line.
    fn columns_of_notes(&self, carry: &[NotePart]) -> Vec<Column> {
        let count = self.galley.lines.len();
        let mut columns = Vec::new();
        let mut carry = carry.to_vec();
        while !carry.is_empty() {
            let placed = self
                .place_notes(&carry, Pt::ZERO, self.frames.depth, carry.len())
                .filter(|placed| !placed.parts.is_empty())
                .unwrap_or(PlacedNotes { parts: carry.clone(), ..PlacedNotes::default() });
            let notes = placed.parts;
            columns.push(Column {
                first: count,
                end: count,
                notes,
                flex: 0,
                feather: Feather::default(),
                excess: 0.0,
            });
            carry = placed.carry;
        }
        columns.reverse();
        columns
    }

    /// Tries every end of a column that starts with a line.
    fn extend(&self, first: usize, state: usize, node: &Node, mut offer: impl FnMut(usize, Node)) {
        let grid = self.style.page.grid;
        let room = self.frames.depth(state);
        let slack = if self.flexibility.is_empty() { Pt::ZERO } else { grid * f64::from(FLEXED) };
        let mut depth = Depth::new(self.galley, grid);
        let mut waiting = node.carry.clone();
        let mut means = Means::default();
        let mut is_stuck = true;
        for (index, line) in self.galley.lines.iter().enumerate().skip(first) {
            if line.heads_column && index > first {
                break;
            }
            depth.add(line);
            waiting.extend(line.notes.iter().map(|&note| self.whole(note)));
            // Cells beside each other have their marks in the order of the cells, not of the lines.
            waiting[node.carry.len()..].sort_by_key(|part| part.note);
            self.count_flexible(first, index, &mut means);
            if index > first {
                means.places.add(line);
            }
            let end = index + 1;
            let Some(placed) = self.place_notes(&waiting, depth.y, room + slack, node.carry.len()) else {
                break;
            };
            let used = depth.y + placed.depth;
            let spare = (room - used) / grid;
            let Some((fill_cost, fill)) = self.fill_cost(spare, end, &means, state) else { continue };
            let split_cost = if placed.carry.is_empty() { 0.0 } else { SPLIT_NOTE };
            let cost = node.cost + fill_cost + split_cost + self.end_cost(end) + self.style.makeup.page;
            let from = (first, state);
            offer(end, Node { cost, from, carry: placed.carry, notes: placed.parts, fill });
            is_stuck = false;
        }
        if is_stuck {
            offer(first + 1, self.alone(first, state, node));
        }
    }

    /// A column of one line, which is deeper than the column, or whose notes find no room: as much of them as fits, and the
    /// rest overleaf. Whatever a record holds, all of it is on some page.
    fn alone(&self, first: usize, state: usize, node: &Node) -> Node {
        let line = &self.galley.lines[first];
        let mut depth = Depth::new(self.galley, self.style.page.grid);
        depth.add(line);
        let waiting: Vec<NotePart> =
            node.carry.iter().copied().chain(line.notes.iter().map(|&note| self.whole(note))).collect();
        let placed = self.squeeze_notes(&waiting, self.frames.depth(state) - depth.y);
        let cost = node.cost + FORBIDDEN + self.style.makeup.page;
        let (carry, notes) = (placed.carry, placed.parts);
        Node { cost, from: (first, state), carry, notes, fill: Fill::default() }
    }

    fn whole(&self, note: NoteId) -> NotePart {
        let to = self.galley.notes.get(note.0 as usize).map_or(0, Vec::len);
        NotePart { note, from: 0, to }
    }

    /// Counts the paragraphs that stand whole between two lines and can be set otherwise.
    fn count_flexible(&self, first: usize, index: usize, means: &mut Means) {
        let Some(paragraph) = self.galley.lines[index].paragraph else { return };
        let Some(flexibility) = self.flexibility.get(paragraph) else { return };
        let paragraph = &self.galley.paragraphs[paragraph];
        if paragraph.first >= first && paragraph.first + paragraph.count == index + 1 {
            means.grow += i32::from(flexibility.can_grow);
            means.shrink += i32::from(flexibility.can_shrink);
        }
    }

    /// The cost of a column with some lines to spare, and the filling that makes it least.
    fn fill_cost(&self, spare: f64, end: usize, means: &Means, state: usize) -> Option<(f64, Fill)> {
        let makeup = &self.style.makeup;
        let is_last = end == self.galley.lines.len();
        let lines = self.frames.depth(state) / self.style.page.grid;
        let (least, longest) = (-means.shrink.min(FLEXED), means.grow.min(FLEXED));
        let cost_of = |Fill { flex, feather }| {
            let rest = spare - f64::from(flex) - feather.lines();
            if rest < -0.001 {
                return None;
            }
            let feathering = makeup.stretch * feather.cost();
            let flexing = makeup.looseness * f64::from(flex.abs()) + feathering;
            let shortness = (makeup.short_page * rest * rest).min(SHORTEST + makeup.short_page * rest);
            let shortness = if is_last { 0.0 } else { shortness };
            let lacking = f64::from(makeup.last_page_lines) - 0.1 - (lines - rest);
            let is_poor = is_last && state > 0 && lacking > 0.0;
            let poorness = if is_poor { POOR_LAST_PAGE * lacking.ceil() } else { 0.0 };
            Some(flexing + shortness + poorness)
        };
        let most = if is_last { 0 } else { u32::from(makeup.stretch_lines) };
        (least..=longest)
            .flat_map(|flex| means.places.up_to(most).map(move |feather| Fill { flex, feather }))
            .filter_map(|fill| cost_of(fill).map(|cost| (cost, fill)))
            .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.flex.abs().cmp(&other.1.flex.abs())))
    }

    fn end_cost(&self, end: usize) -> f64 {
        match self.galley.lines.get(end).map(|line| line.break_before) {
            None | Some(Break::Free) => 0.0,
            Some(Break::Hyphen) => self.style.makeup.hyphen_at_end,
            Some(Break::Poor) => POOR_BREAK,
            Some(Break::Never) => FORBIDDEN,
        }
    }

    /// Places as much of notes as there is room for, in their order.
    fn squeeze_notes(&self, waiting: &[NotePart], room: Pt) -> PlacedNotes {
        let mut placed = PlacedNotes { depth: note_gap(self.style), ..PlacedNotes::default() };
        for part in waiting {
            let fits = |to: &usize| {
                let here = NotePart { to: *to, ..*part };
                (placed.depth + notes_depth(self.galley, &[here])).0 <= room.0 + 0.01
            };
            let least = (part.from + NOTE_START).min(part.to);
            let to = (least..=part.to).rev().find(fits).filter(|_| placed.carry.is_empty());
            if let Some(to) = to {
                let here = NotePart { to, ..*part };
                placed.depth += notes_depth(self.galley, &[here]);
                placed.parts.push(here);
            }
            let from = to.unwrap_or(part.from);
            placed.carry.extend((from < part.to).then_some(NotePart { from, ..*part }));
        }
        placed
    }

    /// Finds room for notes below a column's lines; parts the last one where it must.
    fn place_notes(&self, waiting: &[NotePart], y: Pt, room: Pt, carried: usize) -> Option<PlacedNotes> {
        if waiting.is_empty() {
            return (y.0 <= room.0 + 0.01).then(PlacedNotes::default);
        }
        let gap = note_gap(self.style);
        let depth = gap + notes_depth(self.galley, waiting);
        if (y + depth).0 <= room.0 + 0.01 {
            return Some(PlacedNotes { parts: waiting.to_vec(), carry: Vec::new(), depth });
        }
        let mut left = room - y - gap;
        let mut placed = PlacedNotes { depth: gap, ..PlacedNotes::default() };
        for (nth, part) in waiting.iter().enumerate() {
            let lines = self.galley.notes.get(part.note.0 as usize)?;
            let fitting = lines[part.from..part.to]
                .iter()
                .scan(Pt::ZERO, |sum, line| {
                    *sum += line.above + line.below + line.space;
                    Some(*sum)
                })
                .take_while(|sum| sum.0 <= left.0 + 0.01)
                .count();
            let whole = part.to - part.from;
            let is_last = nth + 1 == waiting.len();
            // Only the last note is parted, and not so that a line stands alone.
            let fitting =
                if fitting < whole { fitting.min(whole.saturating_sub(NOTE_START)) } else { fitting };
            if fitting < whole && (!is_last || fitting < NOTE_START) {
                let may_wait = nth < carried && nth == 0;
                if !may_wait {
                    return None;
                }
            }
            let to = part.from + fitting;
            let here = NotePart { to, ..*part };
            let depth = notes_depth(self.galley, &[here]);
            left -= depth;
            placed.depth += depth;
            if fitting > 0 {
                placed.parts.push(here);
            }
            if to < part.to {
                placed.carry.push(NotePart { from: to, ..*part });
            }
        }
        Some(placed)
    }
}

/// Notes that stand below a column, and what is left of them for the next.
#[derive(Debug, Default)]
struct PlacedNotes {
    parts: Vec<NotePart>,
    carry: Vec<NotePart>,
    depth: Pt,
}

/// The paragraphs that stand whole in a column and can be set again.
pub(super) fn flexible_in(galley: &Galley<'_>, column: &Column) -> Vec<usize> {
    let lines = galley.lines[column.first..column.end].iter().enumerate();
    lines
        .filter_map(|(at, line)| {
            let paragraph = line.paragraph?;
            let known = &galley.paragraphs[paragraph];
            let starts_here = known.first == column.first + at;
            (starts_here && known.first + known.count <= column.end).then_some(paragraph)
        })
        .collect()
}
