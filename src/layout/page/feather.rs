//! Space that a page may be given where it would end short: above headings, and around what is set apart.
//!
//! A place takes one step of the grid and no more, so that lines below stay on the grid: above a heading the whole
//! step, above and below a list, a quote, code, a table, a figure or a thematic break half of it each. What stands
//! partly on another page, or at a column's head or foot, has no such place. Where paragraphs or items are half a line
//! apart, and so stand off the grid already, some of the last ones may be a whole line apart; and a list that goes on
//! in the next column may have half a step above it.

use crate::geometry::Pt;
use crate::layout::galley::GalleyLine;

/// The most gaps of half a line that are doubled on a page.
const MOST_HALVES: u32 = 3;

/// Counts the places in lines that are added one below another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places {
    /// Those that take a step.
    steps: u32,
    /// Those that take half a step.
    halves: u32,
    /// Whether something set apart has begun and not ended.
    is_open: bool,
}

impl Places {
    /// Adds a line that is not its column's first.
    pub(super) fn add(&mut self, line: &GalleyLine) {
        let gives = line.gives;
        let ends = gives.closes && self.is_open;
        self.steps += u32::from(gives.is_head) + u32::from(ends);
        self.is_open = gives.opens || self.is_open && !gives.closes;
        let halves = self.halves + u32::from(gives.is_between) + u32::from(gives.opens);
        // A line on the grid takes back what half a step gave.
        self.halves = if line.is_snapped { 0 } else { halves.saturating_sub(u32::from(ends)) };
    }

    /// Returns what the places can give, up to so many lines.
    pub(super) fn up_to(self, most: u32) -> impl Iterator<Item = Feather> {
        let halves = self.halves.min(MOST_HALVES);
        let all = (0..=self.steps.min(most))
            .flat_map(move |steps| (0..=halves).map(move |halves| Feather { steps, halves }));
        all.filter(move |feather| feather.lines() <= f64::from(most))
    }
}

/// By how much the space of a column is widened: so many places by a step of the grid, and by half a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Feather {
    pub steps: u32,
    pub halves: u32,
}

impl Feather {
    /// Steps of the grid that it fills.
    pub(super) fn lines(self) -> f64 {
        f64::from(self.steps) + 0.5 * f64::from(self.halves)
    }

    /// What it costs: the second step twice as much as the first, the third three times. Half a step between
    /// paragraphs is seen as much as a whole one elsewhere.
    pub(super) fn cost(self) -> f64 {
        let places = f64::from(self.steps + self.halves);
        places * (places + 1.0) / 2.0
    }
}

/// A place found: the lines whose space is widened, and by which share of a step.
struct Place {
    lines: [Option<usize>; 2],
    share: f64,
}

/// Widens the space of a column's lines: above headings first, from the top; between paragraphs from the foot.
pub(super) fn widen(lines: &mut [GalleyLine], feather: Feather, grid: Pt) {
    if feather == Feather::default() {
        return;
    }
    let (mut widened, open) = steps(lines);
    widened.sort_by_key(|place| place.lines[1].is_some());
    widened.truncate(feather.steps as usize);
    let gaps = (1..lines.len())
        .rev()
        .take_while(|&at| !lines[at].is_snapped)
        .filter(|&at| lines[at].gives.is_between || open == Some(at));
    widened
        .extend(gaps.take(feather.halves as usize).map(|at| Place { lines: [Some(at), None], share: 0.5 }));
    for place in widened {
        for at in place.lines.into_iter().flatten() {
            let line = &mut lines[at];
            line.space = line.space.max(line.space_after_figure) + grid * place.share;
        }
    }
}

/// Finds the places that take a step, and where something begins that goes on in the next column.
fn steps(lines: &[GalleyLine]) -> (Vec<Place>, Option<usize>) {
    let mut found = Vec::new();
    let mut open = None;
    for (at, line) in lines.iter().enumerate().skip(1) {
        if line.gives.is_head {
            found.push(Place { lines: [Some(at), None], share: 1.0 });
        }
        if line.gives.closes
            && let Some(first) = open.take()
        {
            found.push(Place { lines: [Some(first), Some(at)], share: 0.5 });
        }
        if line.gives.opens {
            open = Some(at);
        }
    }
    (found, open)
}
