//! Chooses where the lines of a ragged paragraph end, the whole paragraph at once too.
//!
//! Spaces keep their width; what is made small is the sum of the squares of what the lines lack, so that
//! the ragged edge is shallow. Titles ([`Align::Balance`](crate::style::Align::Balance)) are set in as few lines
//! as can be, all of them counted, so that these are of like length.

use super::break_lines::Breaker;
use super::opportunities::{Break, End};

/// The cost of a line that lacks the whole measure, in the scale of TeX's demerits.
const SLACK: f64 = 200_000.0;
/// Hyphens are dearer than in justified text, where they buy evenness of colour.
const HYPHEN_FACTOR: f64 = 4.0;
/// A title's line should not end in a word that leans on the next.
const LEANING: f64 = 4_000.0;
/// It does well to end where the sense pauses.
const PAUSE: f64 = -6_000.0;
/// What passes the measure where nothing fits, by the point.
const OVERFULL: f64 = 1e9;
/// Titles of more breaks than this are set as other ragged text.
const MOST_BALANCED_BREAKS: usize = 400;

/// Words that lean on what follows.
const LEANING_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "its", "nor", "of", "on",
    "or", "per", "so", "than", "that", "the", "their", "to", "via", "vs", "with", "&", "dan", "di", "ke",
    "yang", "untuk", "de", "la", "le", "les", "du", "des", "et", "der", "die", "das", "und", "von",
];

impl Breaker<'_> {
    /// Returns the breaks of ragged text.
    pub fn ragged(&self) -> Vec<usize> {
        let count = self.breaks.len();
        let mut best: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); count];
        best[0].0 = 0.0;
        for at in 1..count {
            best[at] = self.cheapest(at, false, |from| best[from].0);
        }
        trace(&best, count - 1)
    }

    /// Returns the breaks of a title: the fewest lines, of like length.
    pub fn balanced(&self) -> Vec<usize> {
        let count = self.breaks.len();
        if count > MOST_BALANCED_BREAKS {
            return self.ragged();
        }
        let mut layers: Vec<Vec<(f64, usize)>> = vec![vec![(f64::INFINITY, 0); count]];
        layers[0][0].0 = 0.0;
        while layers.len() <= count {
            let last = &layers[layers.len() - 1];
            let layer: Vec<(f64, usize)> =
                (0..count)
                    .map(|at| {
                        if at == 0 {
                            (f64::INFINITY, 0)
                        } else {
                            self.cheapest(at, true, |from| last[from].0)
                        }
                    })
                    .collect();
            let (cost, _) = layer[count - 1];
            layers.push(layer);
            if cost < OVERFULL {
                return trace_layers(&layers, count - 1);
            }
        }
        self.ragged()
    }

    /// Returns the least cost of ending a line at a break, and where that line begins.
    fn cheapest(&self, at: usize, is_title: bool, cost_of: impl Fn(usize) -> f64) -> (f64, usize) {
        let end = &self.breaks[at];
        let mut cheapest = (f64::INFINITY, at - 1);
        for from in (0..at).rev() {
            let start = &self.breaks[from];
            let lacking = self.lacking(start, end);
            if lacking < -0.01 && from + 1 < at && cheapest.0 < OVERFULL {
                break;
            }
            let cost = cost_of(from) + self.cost(start, end, lacking, is_title);
            if cost < cheapest.0 {
                cheapest = (cost, from);
            }
            if start.end == End::Forced || lacking < -self.measure.width.0 {
                break;
            }
        }
        cheapest
    }

    /// What a line lacks to fill the measure.
    fn lacking(&self, start: &Break, end: &Break) -> f64 {
        let natural = end.at_end.width - start.at_next.width + end.hyphen;
        let indent = if start.end == End::Start { self.measure.first_indent.0 } else { 0.0 };
        self.measure.width.0 - indent - natural + end.hangs_end + start.hangs_start
    }

    fn cost(&self, start: &Break, end: &Break, lacking: f64, is_title: bool) -> f64 {
        if lacking < -0.01 {
            return OVERFULL * (1.0 - lacking);
        }
        let share = lacking / self.measure.width.0.max(1.0);
        let is_last = end.end == End::Forced;
        let mut cost = if is_last && !is_title { 0.0 } else { SLACK * share * share };
        let is_hyphen = matches!(end.end, End::Hyphen | End::OwnHyphen);
        cost += end.penalty * end.penalty.abs() * if is_hyphen { HYPHEN_FACTOR } else { 1.0 };
        if is_title && !is_last {
            cost += self.sense(start, end);
        }
        if is_last && !is_title {
            cost += self.last_line(start, end);
        }
        cost
    }

    /// What a title's line gains or loses by the word it ends in.
    fn sense(&self, start: &Break, end: &Break) -> f64 {
        let line = &self.text[start.next..end.text_end.max(start.next)];
        if line.ends_with([':', ';', '–', '—', '?', '!']) {
            return PAUSE;
        }
        let word = line.rsplit(' ').next().unwrap_or_default();
        if LEANING_WORDS.contains(&word.to_lowercase().as_str()) { LEANING } else { 0.0 }
    }
}

fn trace(best: &[(f64, usize)], mut at: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    while at != 0 {
        breaks.push(at);
        at = best[at].1;
    }
    breaks.reverse();
    breaks
}

fn trace_layers(layers: &[Vec<(f64, usize)>], mut at: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    for layer in layers.iter().skip(1).rev() {
        breaks.push(at);
        at = layer[at].1;
    }
    breaks.reverse();
    breaks
}
