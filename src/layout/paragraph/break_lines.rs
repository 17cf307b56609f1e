//! Chooses where the lines of a justified paragraph end: the whole paragraph at once, after D. E. Knuth and
//! M. F. Plass, *Breaking Paragraphs into Lines* (1981).
//!
//! It differs from TeX in what it asks for. TeX's demerits grow with the sixth power of a line's stretch and
//! so mend the worst lines only; a reader sees the evenness of all of them, so here they grow with the square
//! of the change to a word space (its variance is what is made small) and with its fourth power, so that a hyphen is
//! spent where a line would be seen to be loose. Expansion takes its share of a line's change first, and only the rest is asked of the spaces.

use super::Measure;
use super::opportunities::{Break, End};
use crate::style::{Align, ParagraphStyle};

/// What a change of a word space by its whole width costs, in TeX's demerits.
const EVENNESS: f64 = 4_000.0;
/// How much the fourth power of the change weighs beside its square.
const STEEPNESS: f64 = 60.0;
/// Spaces widened by more than this share of their width are equally bad.
const MOST_WIDENED: f64 = 2.0;
/// The same beyond what the style allows a space to change.
const LOOSENESS: f64 = 4_000.0;
/// Lines aim at spaces this much over their natural width: a space may shrink by less than it may
/// grow, so the even middle lies above it. This was chosen on 87 texts, the two above and what runts, names and stubs
/// cost on 23 (see `docs/typesetting.md`); spaces come out .26 em wide where a face has .25.
const IDEAL_SPACE: f64 = 0.04;
/// A last line shorter than the style's least costs this.
const RUNT: f64 = 5_000.0;
/// A last line of one short word costs this.
const SHORT_WORD: f64 = 80_000.0;
/// Letters of a short word.
const SHORT_WORD_LETTERS: usize = 5;
/// A last line of one word of up to so many letters costs this.
const LONE_WORD: f64 = 2_500.0;
const LONE_WORD_LETTERS: usize = 8;
/// A third hyphen in a row costs this.
const LADDER: f64 = 10_000_000.0;
/// What a hyphen costs in a paragraph that is set longer or shorter, where it would have too many otherwise.
const ADDED_HYPHEN: f64 = 100_000.0;
/// Spaces of a paragraph that is set longer or shorter for the page's sake may be widened and narrowed by these
/// shares, or by as much as they are in its best lines.
const FLEXED_WIDEST: f64 = 0.3;
const FLEXED_NARROWEST: f64 = -0.2;
/// A point of a line's excess costs this where nothing fits.
const OVERFULL: f64 = 1e9;
/// The line counts told apart when a paragraph is set longer or shorter.
const MOST_LINES_TOLD_APART: u32 = 200;

/// How a line is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fill {
    /// By what share glyphs are widened.
    pub expansion: f64,
    /// By what share spaces are widened.
    pub spaces: f64,
    /// By how much of its stretch Han text is spaced.
    pub han: f64,
    /// By how much the line passes the measure.
    pub overfull: f64,
    /// The change of the spaces in units of what the style allows.
    pub ratio: f64,
}

/// Fills a line: `excess` is what it lacks (positive) or has too much (negative), `glyphs` the width that
/// expansion works on, `spaces` the natural width of its spaces.
pub(super) fn fill(rules: &ParagraphStyle, excess: f64, glyphs: f64, spaces: f64, han: f64) -> Fill {
    let mut filled = Fill::default();
    // Han characters keep their squares: only a line that spaces can fill is expanded.
    if rules.expansion > 0.0 && glyphs > 0.0 && han <= rules.space_stretch * spaces {
        filled.expansion =
            ((excess - IDEAL_SPACE * spaces) / glyphs).clamp(-rules.expansion, rules.expansion);
    }
    let rest = excess - filled.expansion * glyphs;
    if rest < 0.0 {
        let most = rules.space_shrink * spaces;
        filled.overfull = (-rest - most).max(0.0);
        let taken = (-rest).min(most);
        filled.spaces = if spaces > 0.0 { -taken / spaces } else { 0.0 };
        filled.ratio = if most > 0.0 { -taken / most } else { 0.0 };
        if filled.overfull > 1e-6 {
            filled.ratio = -1.0 - filled.overfull;
        }
        return filled;
    }
    let room = rules.space_stretch * spaces + han;
    if room <= 0.0 {
        filled.ratio = if rest > 1e-6 { f64::INFINITY } else { 0.0 };
        return filled;
    }
    filled.ratio = rest / room;
    filled.spaces = filled.ratio * rules.space_stretch;
    filled.han = filled.ratio;
    filled
}

/// Fills a last line: it is not stretched, but its spaces are those its neighbours aim at.
pub(super) fn fill_last(rules: &ParagraphStyle, excess: f64, glyphs: f64, spaces: f64, han: f64) -> Fill {
    if excess < IDEAL_SPACE * spaces {
        return fill(rules, excess, glyphs, spaces, han);
    }
    let ratio = if rules.space_stretch > 0.0 { IDEAL_SPACE / rules.space_stretch } else { 0.0 };
    Fill { spaces: IDEAL_SPACE, ratio, ..Fill::default() }
}

/// The natural width of a line from one break to another.
fn natural(start: &Break, end: &Break) -> f64 {
    end.at_end.width - start.at_next.width + end.hyphen
}

/// A line ending, chosen or still in the running.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Indexes the breaks.
    at: usize,
    /// Indexes the nodes; the start is its own.
    previous: usize,
    demerits: f64,
    fitness: u8,
    /// Hyphens in a row up to here.
    hyphens: u8,
    /// Lines up to here.
    line: u32,
}

/// A node that lines may begin at.
struct Active {
    /// Indexes the nodes.
    node: usize,
    /// Where a line that begins there fills the measure, in the running width of the paragraph. Most ends that are
    /// tried are far from it, and this tells so at once.
    end: f64,
}

/// A paragraph to break.
pub(super) struct Breaker<'a> {
    pub text: &'a str,
    pub breaks: &'a [Break],
    pub rules: &'a ParagraphStyle,
    pub measure: &'a Measure,
    /// In points.
    pub last_line_minimum: f64,
}

impl Breaker<'_> {
    /// Returns the breaks that the measure's alignment asks for, as indices; the start is not among them.
    pub fn choose(&self) -> Vec<usize> {
        match self.measure.align {
            Align::Justify => self.best(),
            Align::Balance => self.balanced(),
            Align::Start | Align::Centre | Align::End => self.ragged(),
        }
    }

    /// Returns the best breaks, as indices; the start is not among them.
    pub fn best(&self) -> Vec<usize> {
        let mut marred = None;
        for &tolerance in &self.rules.tolerances {
            match self.search(Limit::tolerance(tolerance)).into_iter().next() {
                // Looser lines may save the paragraph from a ladder, or its last line from being a short word;
                // the demerits tell whether they do.
                Some((_, breaks)) if self.is_marred(&breaks) => marred = Some(breaks),
                Some((_, breaks)) => return breaks,
                None => {}
            }
        }
        marred.unwrap_or_else(|| {
            self.search(Limit { takes_anything: true, ..Limit::tolerance(f64::INFINITY) }).swap_remove(0).1
        })
    }

    /// Tells whether the last line is one short word, or three lines in a row end in hyphens.
    fn is_marred(&self, breaks: &[usize]) -> bool {
        let is_hyphen = |&at: &usize| matches!(self.breaks[at].end, End::Hyphen | End::OwnHyphen);
        let ends_in_short_word = match breaks {
            [.., start, end] => self.last_line(&self.breaks[*start], &self.breaks[*end]) >= SHORT_WORD,
            _ => false,
        };
        ends_in_short_word || breaks.windows(3).any(|lines| lines.iter().all(is_hyphen))
    }

    /// Returns the best breaks into each count of lines, if none of them is as loose as a reader would see.
    pub fn with_lines<const N: usize>(&self, counts: [u32; N], best: &[usize]) -> [Option<Vec<usize>>; N] {
        let mut limit = Limit::tolerance(self.rules.flex_tolerance);
        if self.rules.space_stretch > 0.0 {
            limit.ratio = limit.ratio.max(self.seen(best).widest / self.rules.space_stretch);
        }
        let can_be = |count: u32| (1..=MOST_LINES_TOLD_APART).contains(&count);
        let mut chosen = [const { None }; N];
        for hyphen in [0.0, ADDED_HYPHEN] {
            if counts.iter().zip(&chosen).all(|(&count, chosen)| chosen.is_some() || !can_be(count)) {
                break;
            }
            let found = self.search(Limit { hyphen, tells_lines: true, ..limit });
            for (&count, chosen) in counts.iter().zip(&mut chosen).filter(|(count, _)| can_be(**count)) {
                let ways = found.iter().filter(|(lines, _)| chosen.is_none() && *lines == count);
                let way = ways.map(|(_, breaks)| breaks).next();
                let way = way.filter(|breaks| !self.is_marred(breaks) && !self.is_worse(breaks, best));
                *chosen = chosen.take().or_else(|| way.cloned());
            }
        }
        chosen
    }

    /// Tells whether lines have more hyphens than the best ones, or a space that is wider or narrower than any of
    /// theirs and would be seen.
    fn is_worse(&self, breaks: &[usize], best: &[usize]) -> bool {
        let (ours, theirs) = (self.seen(breaks), self.seen(best));
        ours.hyphens > theirs.hyphens
            || ours.widest > theirs.widest.max(FLEXED_WIDEST)
            || ours.narrowest < theirs.narrowest.min(FLEXED_NARROWEST)
    }

    /// What a reader sees of lines.
    fn seen(&self, breaks: &[usize]) -> Seen {
        let mut seen = Seen::default();
        let starts = std::iter::once(0).chain(breaks.iter().copied());
        for (start, &end) in std::iter::zip(starts, breaks) {
            let (start, end) = (&self.breaks[start], &self.breaks[end]);
            let spaces = self.fill_line(end, &self.line(start, end)).spaces;
            seen.hyphens += usize::from(matches!(end.end, End::Hyphen | End::OwnHyphen));
            seen.widest = seen.widest.max(spaces);
            seen.narrowest = seen.narrowest.min(spaces);
        }
        seen
    }

    /// Returns the best breaks (one for each count of lines, if these are told apart).
    fn search(&self, limit: Limit) -> Vec<(u32, Vec<usize>)> {
        let mut nodes = vec![Node { at: 0, previous: 0, demerits: 0.0, fitness: 1, hyphens: 0, line: 0 }];
        let mut active = vec![self.active(0, 0)];
        let mut candidates: Vec<Node> = Vec::new();
        let farthest = self.measure.width.0 * 0.6;
        for (index, end) in self.breaks.iter().enumerate().skip(1) {
            candidates.clear();
            let mut rescue: Option<Node> = None;
            let reach = end.at_end.width + end.hyphen - end.hangs_end;
            active.retain(|&Active { node: from, end: line_end }| {
                let is_far = line_end - reach > farthest;
                if is_far && end.end != End::Forced && !limit.takes_anything {
                    return true;
                }
                let node = &nodes[from];
                let start = &self.breaks[node.at];
                let line = self.line(start, end);
                let filled = self.fill_line(end, &line);
                let is_overfull = filled.overfull > 1e-6;
                let is_tolerable =
                    filled.ratio <= limit.ratio || end.end == End::Forced || limit.takes_anything;
                if !is_overfull && is_tolerable {
                    self.offer(&mut candidates, index, from, &nodes, &filled, limit);
                } else if is_overfull && limit.takes_anything {
                    let demerits = node.demerits + OVERFULL * (1.0 + filled.overfull);
                    if rescue.is_none_or(|known| demerits < known.demerits) {
                        rescue = Some(Node {
                            at: index,
                            previous: from,
                            demerits,
                            fitness: 0,
                            hyphens: 0,
                            line: node.line + 1,
                        });
                    }
                }
                !is_overfull && end.end != End::Forced
            });
            if active.is_empty() && candidates.is_empty() {
                match rescue {
                    Some(node) => candidates.push(node),
                    None => return Vec::new(),
                }
            }
            self.keep(&mut nodes, &mut active, &candidates);
        }
        self.results(&nodes, &active, limit.tells_lines)
    }

    /// Adds up a line from one break to another.
    fn line(&self, start: &Break, end: &Break) -> Line {
        let spaces = end.at_end.spaces - start.at_next.spaces;
        let excess = self.excess(start, end);
        let han = end.at_end.han - start.at_next.han;
        Line { excess, glyphs: natural(start, end) - spaces, spaces, han }
    }

    /// What a line from one break to another lacks of the measure.
    fn excess(&self, start: &Break, end: &Break) -> f64 {
        self.measure.width.0 - self.indent(start) - natural(start, end) + end.hangs_end + start.hangs_start
    }

    fn indent(&self, start: &Break) -> f64 {
        if start.end == End::Start { self.measure.first_indent.0 } else { 0.0 }
    }

    /// Takes a node, which is at a break, as the start of lines.
    fn active(&self, node: usize, at: usize) -> Active {
        let start = &self.breaks[at];
        let end = self.measure.width.0 - self.indent(start) + start.at_next.width + start.hangs_start;
        Active { node, end }
    }

    fn fill_line(&self, end: &Break, line: &Line) -> Fill {
        let fill = if end.end == End::Forced { fill_last } else { fill };
        fill(self.rules, line.excess, line.glyphs, line.spaces, line.han)
    }

    fn offer(
        &self,
        candidates: &mut Vec<Node>,
        at: usize,
        from: usize,
        nodes: &[Node],
        filled: &Fill,
        limit: Limit,
    ) {
        let node = nodes[from];
        let end = &self.breaks[at];
        let fitness = fitness(filled.ratio);
        let mut demerits = node.demerits + evenness(filled) + end.penalty * end.penalty.abs();
        if fitness.abs_diff(node.fitness) > 1 {
            demerits += self.rules.fitness_demerits;
        }
        let is_hyphen = matches!(end.end, End::Hyphen | End::OwnHyphen);
        let hyphens = if is_hyphen { node.hyphens.saturating_add(1) } else { 0 };
        if is_hyphen {
            demerits += limit.hyphen;
        }
        if hyphens > 1 {
            demerits += self.rules.consecutive_hyphen_demerits + if hyphens > 2 { LADDER } else { 0.0 };
        }
        if end.end == End::Forced {
            demerits += self.last_line(&self.breaks[node.at], end);
            if node.hyphens > 0 {
                demerits += self.rules.final_hyphen_demerits;
            }
        }
        let line = node.line + 1;
        let new = Node { at, previous: from, demerits, fitness, hyphens, line };
        let rival = candidates
            .iter_mut()
            .find(|rival| rival.fitness == fitness && (!limit.tells_lines || rival.line == line));
        match rival {
            Some(rival) if rival.demerits > demerits => *rival = new,
            Some(_) => {}
            None => candidates.push(new),
        }
    }

    /// What is wrong with a last line: too short, or one short word.
    pub(super) fn last_line(&self, start: &Break, end: &Break) -> f64 {
        if start.end == End::Start || start.end == End::Forced {
            return 0.0;
        }
        let width = end.at_end.width - start.at_next.width;
        let runt = if width < self.last_line_minimum { RUNT } else { 0.0 };
        let text = &self.text[start.next..end.text_end.max(start.next)];
        let word = text.trim_matches(|character: char| !character.is_alphanumeric());
        let is_lone = !word.contains([' ', '\u{a0}']);
        let lone = match word.chars().count() {
            _ if is_lone && start.end == End::Hyphen => SHORT_WORD,
            letters if is_lone && letters <= SHORT_WORD_LETTERS => SHORT_WORD,
            letters if is_lone && letters <= LONE_WORD_LETTERS => LONE_WORD,
            _ => 0.0,
        };
        runt + lone
    }

    /// Puts the candidates in the running, but those another beats whatever follows.
    fn keep(&self, nodes: &mut Vec<Node>, active: &mut Vec<Active>, candidates: &[Node]) {
        for candidate in candidates {
            let bound = self.rules.fitness_demerits;
            let is_beaten = candidates.iter().any(|other| {
                other.line == candidate.line
                    && other.hyphens <= candidate.hyphens
                    && other.demerits + bound < candidate.demerits
            });
            if !is_beaten {
                active.push(self.active(nodes.len(), candidate.at));
                nodes.push(*candidate);
            }
        }
    }

    fn results(&self, nodes: &[Node], active: &[Active], tells_lines: bool) -> Vec<(u32, Vec<usize>)> {
        let last = self.breaks.len() - 1;
        let mut ends: Vec<&Node> =
            active.iter().map(|active| &nodes[active.node]).filter(|node| node.at == last).collect();
        ends.sort_by(|a, b| a.demerits.total_cmp(&b.demerits));
        let mut results: Vec<(u32, Vec<usize>)> = Vec::new();
        for end in ends {
            if results.iter().any(|(line, _)| !tells_lines || *line == end.line) {
                continue;
            }
            let mut breaks = vec![end.at];
            let mut node = end;
            while node.previous != 0 {
                node = &nodes[node.previous];
                breaks.push(node.at);
            }
            breaks.reverse();
            results.push((end.line, breaks));
        }
        results
    }
}

/// What a reader sees of a paragraph's lines: how many end in hyphens, and by what shares their spaces differ most.
#[derive(Default)]
struct Seen {
    hyphens: usize,
    widest: f64,
    narrowest: f64,
}

/// What lines are taken.
#[derive(Clone, Copy)]
struct Limit {
    /// The most that spaces are stretched, in units of what the style allows.
    ratio: f64,
    takes_anything: bool,
    /// What a hyphen costs beyond its penalty.
    hyphen: f64,
    /// Whether the best lines of each count are found.
    tells_lines: bool,
}

impl Limit {
    /// TeX's badness is a hundred times the third power of the ratio.
    fn tolerance(badness: f64) -> Self {
        Self { ratio: (badness / 100.0).cbrt(), takes_anything: false, hyphen: 0.0, tells_lines: false }
    }
}

/// A line's sums.
struct Line {
    excess: f64,
    glyphs: f64,
    spaces: f64,
    han: f64,
}

/// What a line's change of spaces costs.
fn evenness(filled: &Fill) -> f64 {
    // A line without spaces that lacks something is as bad as one whose spaces give all.
    let widened = if filled.ratio.is_infinite() { MOST_WIDENED } else { filled.spaces.min(MOST_WIDENED) };
    let change = widened - IDEAL_SPACE;
    let beyond = (filled.ratio.min(8.0).abs() - 1.0).max(0.0);
    EVENNESS * change * change * (1.0 + STEEPNESS * change * change) + LOOSENESS * beyond * beyond
}

fn fitness(ratio: f64) -> u8 {
    match ratio {
        r if r < -0.5 => 0,
        r if r <= 0.5 => 1,
        r if r <= 1.0 => 2,
        _ => 3,
    }
}
