//! Words that are broken over lines, and how they are made whole for whoever copies or reads aloud.
//!
//! Where a word ends one line and goes on in the next, one of its parts says the whole word and the others
//! say nothing (`ActualText`). Extractors that know `ActualText` then give the record's words; those that
//! do not, get the parts with the soft hyphen between them that ISO 32000-1, 14.8.2.2.3 asks for. This also keeps real
//! hyphens at a line's end from being taken away by extractors that rejoin words.

use std::collections::BTreeMap;

use crate::layout::{GlyphRun, Item, Kid, LeafId, Owner, Pages, Tag, Tree};

/// What a run says instead of the parts of broken words at its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// The bytes from its start that end a word, and what they say.
    pub head: Option<(u32, String)>,
    /// Where the beginning of a word that goes on in the next line starts, and what it says.
    pub tail: Option<(u32, String)>,
}

/// A run and where it stands.
struct Seen<'a> {
    run: &'a GlyphRun,
    page: usize,
    /// Its place among all runs of the pages.
    at: usize,
    /// What follows it on its line belongs to its last word, but to another leaf.
    is_followed: bool,
}

/// Finds the broken words of all pages; the list is by run, in the order of pages and items.
pub fn find(pages: &Pages) -> Vec<Replaced> {
    let (by_leaf, count) = runs_by_leaf(pages);
    let mut replaced = vec![Replaced::default(); count];
    for (leaf, runs) in &by_leaf {
        if !is_code(&pages.tree, *leaf) {
            find_in_leaf(runs, &mut replaced);
        }
    }
    replaced
}

fn runs_by_leaf(pages: &Pages) -> (BTreeMap<LeafId, Vec<Seen<'_>>>, usize) {
    let mut by_leaf: BTreeMap<LeafId, Vec<Seen<'_>>> = BTreeMap::new();
    let mut at = 0;
    for (page, sheet) in pages.pages.iter().enumerate() {
        let mut runs = sheet
            .items
            .iter()
            .filter_map(|placed| match &placed.item {
                Item::Run(run) => Some((placed.owner, run)),
                _ => None,
            })
            .peekable();
        while let Some((owner, run)) = runs.next() {
            if let Owner::Leaf(leaf) = owner {
                let next =
                    runs.peek().filter(|(other, _)| *other != owner && matches!(other, Owner::Leaf(_)));
                let is_followed =
                    next.is_some_and(|(_, next)| is_near(run, next) && !begins_with_space(next));
                by_leaf.entry(leaf).or_default().push(Seen { run, page, at, is_followed });
            }
            at += 1;
        }
    }
    (by_leaf, at)
}

/// Tells whether a run stands on the line of another, raised or lowered perhaps.
fn is_near(one: &GlyphRun, other: &GlyphRun) -> bool {
    (one.origin.y - other.origin.y).abs() < one.size * 0.6
}

/// Tells whether a leaf is a block of code: there the lines are the record's own.
fn is_code(tree: &Tree, leaf: LeafId) -> bool {
    let element = tree.get(tree.leaves[leaf.0 as usize]);
    let is_alone = |parent| matches!(tree.get(parent).kids[..], [Kid::Element(_)]);
    element.tag == Tag::Code && element.parent.is_some_and(is_alone)
}

fn find_in_leaf(runs: &[Seen<'_>], replaced: &mut [Replaced]) {
    let mut at = 0;
    while at + 1 < runs.len() {
        let end = word_end(runs, at);
        if end > at && (at..end).any(|run| is_new_line(&runs[run], &runs[run + 1])) {
            replace(&runs[at..=end], replaced);
        }
        at = end.max(at + 1);
    }
}

fn is_new_line(one: &Seen<'_>, next: &Seen<'_>) -> bool {
    one.page != next.page || !is_near(one.run, next.run)
}

/// Returns the last run that the last word of a run reaches into.
fn word_end(runs: &[Seen<'_>], at: usize) -> usize {
    let mut end = at;
    while let Some(next) = runs.get(end + 1) {
        let goes_on = goes_on(runs[end].run, next.run)
            && (end == at || !runs[end].run.text.contains(char::is_whitespace));
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// Tells whether a run's last word goes on in the next. Scripts that are written without spaces, and
/// lines that run from right to left, are broken between words or letters and never within one.
fn goes_on(run: &GlyphRun, next: &GlyphRun) -> bool {
    let (Some(last), Some(first)) = (run.text.chars().next_back(), next.text.chars().next()) else {
        return false;
    };
    let is_word = |c: char| !c.is_whitespace() && !is_without_spaces(c);
    !run.is_rtl && !next.is_rtl && is_word(last) && is_word(first)
}

/// South-East Asian scripts, and those of China and Japan with their punctuation.
fn is_without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF | 0x2_0000..=0x3_FFFF)
}

fn begins_with_space(run: &GlyphRun) -> bool {
    run.text.starts_with(char::is_whitespace)
}

/// Lets the first part of a word say it whole, or the last part where more of the word follows that
/// in another leaf.
fn replace(runs: &[Seen<'_>], replaced: &mut [Replaced]) {
    let [first, .., last] = runs else { return };
    let from = first
        .run
        .text
        .char_indices()
        .rev()
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(0, |(at, _)| at);
    let mut whole = first.run.text[from..].to_owned();
    let mut parts = vec![(first, 0)];
    for seen in &runs[1..] {
        let to = seen.run.text.find(char::is_whitespace).unwrap_or(seen.run.text.len());
        whole.push_str(&seen.run.text[..to]);
        parts.push((seen, to));
    }
    let ends_its_run = parts.last().is_some_and(|&(_, to)| to == last.run.text.len());
    let speaks = if ends_its_run && last.is_followed { last.at } else { first.at };
    let says = |at: usize| if at == speaks { whole.clone() } else { String::new() };
    replaced[first.at].tail = Some((from as u32, says(first.at)));
    for (seen, to) in parts.into_iter().skip(1) {
        replaced[seen.at].head = Some((to as u32, says(seen.at)));
    }
}
