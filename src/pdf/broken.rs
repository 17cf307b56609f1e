//! Words that are broken over lines, and how they are made whole for whoever copies or reads aloud.
//!
//! Where a word ends one line and goes on in the next, its first part says the whole word and the others
//! say nothing (`ActualText`). Extractors that know `ActualText` then give the record's words; those that
//! do not, get the parts with the soft hyphen between them that ISO 32000-1, 14.8.2.2.3 asks for. This also keeps real
//! hyphens at a line's end from being taken away by extractors that rejoin words.

use std::collections::{BTreeMap, BTreeSet};

use super::order::Order;
use crate::layout::{ElementId, GlyphRun, Item, Kid, LeafId, Owner, Tag, Tree};
use crate::spaces::only_guides_lines;

/// What a run says instead of the parts of broken words at its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// The bytes from its start that end a word, and say nothing.
    pub head: Option<u32>,
    /// Where the beginning of a word that goes on in the next line starts, and the whole word.
    pub tail: Option<(u32, String)>,
}

/// A run and where it stands.
struct Seen<'a> {
    run: &'a GlyphRun,
    page: usize,
    /// Its place among all runs of the pages.
    at: usize,
    /// Whether it is the mark of a note, which is no part of the word it stands beside.
    is_mark: bool,
    /// Whether a picture stands before it, with which no word goes on.
    is_parted: bool,
}

/// Finds the broken words of all pages; the list is by run, in the order they are drawn.
pub fn find(order: &Order<'_>, tree: &Tree) -> Vec<Replaced> {
    let (by_block, count) = runs_by_block(order, tree);
    let mut replaced = vec![Replaced::default(); count];
    for runs in by_block.values() {
        find_in_block(runs, &mut replaced);
    }
    replaced
}

/// Gathers the runs of each block of text. A word may go on in another element of its block: a full stop after a
/// link belongs to the link's last word.
fn runs_by_block<'a>(order: &Order<'a>, tree: &Tree) -> (BTreeMap<ElementId, Vec<Seen<'a>>>, usize) {
    let mut by_block: BTreeMap<ElementId, Vec<Seen<'_>>> = BTreeMap::new();
    let mut at = 0;
    // The blocks whose last item so far is a picture. Notes may stand between it and the line that goes on overleaf.
    let mut parted = BTreeSet::new();
    for (page, items) in order.pages.iter().enumerate() {
        for placed in items {
            let element = match placed.owner {
                Owner::Leaf(leaf) => Some(tree.leaves[leaf.0 as usize]).filter(|_| !is_code(tree, leaf)),
                _ => None,
            };
            let Item::Run(run) = &placed.item else {
                if matches!(placed.item, Item::Image { .. })
                    && let Some(parent) = element.and_then(|figure| tree.get(figure).parent)
                {
                    parted.insert(block(tree, parent).0);
                }
                continue;
            };
            if let Some(element) = element {
                let (block, is_mark) = block(tree, element);
                let is_parted = parted.remove(&block);
                by_block.entry(block).or_default().push(Seen { run, page, at, is_mark, is_parted });
            }
            at += 1;
        }
    }
    (by_block, at)
}

/// Returns the block of text that an element is in or is, and whether it is the mark of a note there.
fn block(tree: &Tree, mut at: ElementId) -> (ElementId, bool) {
    let mut is_mark = false;
    loop {
        let element = tree.get(at);
        is_mark |= element.tag == Tag::Reference;
        let is_inline =
            matches!(element.tag, Tag::Span | Tag::Link | Tag::Quote | Tag::Code | Tag::Reference);
        match element.parent {
            Some(parent) if is_inline => at = parent,
            _ => return (at, is_mark),
        }
    }
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

fn find_in_block(runs: &[Seen<'_>], replaced: &mut [Replaced]) {
    let mut at = 0;
    while at + 1 < runs.len() {
        let end = word_end(runs, at);
        // What stands on the first line before its last run is whole as it is.
        if let Some(last) = (at..end).find(|&run| is_new_line(&runs[run], &runs[run + 1])) {
            replace(&runs[last..=end], replaced);
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
        let goes_on = !runs[end].is_mark
            && !next.is_mark
            && !next.is_parted
            && goes_on(runs[end].run, next.run)
            && (end == at || !runs[end].run.text.trim_end().contains(char::is_whitespace));
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// Tells whether a run's last word goes on in the next. Scripts that are written without spaces, and
/// lines that run from right to left, are broken between words or letters and never within one.
///
/// A hyphen with a space after it ("pre- and post-war") goes on too: at a line's end it would
/// be taken for the end of a broken word.
fn goes_on(run: &GlyphRun, next: &GlyphRun) -> bool {
    let words = run.text.trim_end();
    let (Some(last), Some(first)) = (words.chars().next_back(), next.text.chars().next()) else {
        return false;
    };
    let is_word = |c: char| !c.is_whitespace() && !is_without_spaces(c);
    let is_open = words.len() == run.text.len() || (last == '-' && !is_near(run, next));
    is_open && !run.is_rtl && !next.is_rtl && is_word(last) && is_word(first)
}

/// Returns where the last word of a run starts.
fn last_word(text: &str) -> usize {
    text.trim_end()
        .char_indices()
        .rev()
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(0, |(at, _)| at)
}

/// South-East Asian scripts, and those of China and Japan with their punctuation.
fn is_without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF | 0x2_0000..=0x3_FFFF)
}

/// Lets the first part of a word say it whole and the others nothing. The other way round, MuPDF loses
/// the letters that stand before those it draws.
fn replace(runs: &[Seen<'_>], replaced: &mut [Replaced]) {
    let [first, rest @ ..] = runs else { return };
    let from = last_word(&first.run.text);
    let mut whole = first.run.text[from..].to_owned();
    for (nth, seen) in rest.iter().enumerate() {
        let text = &seen.run.text;
        // A part that goes on is one word, and keeps the space that may follow its hyphen.
        let is_last = nth + 1 == rest.len();
        let end = text.find(char::is_whitespace).filter(|_| is_last);
        let to = end.unwrap_or(text.len());
        whole.push_str(&text[..to]);
        replaced[seen.at].head = Some(to as u32);
    }
    whole.retain(|character| !only_guides_lines(character));
    replaced[first.at].tail = Some((from as u32, whole));
}
