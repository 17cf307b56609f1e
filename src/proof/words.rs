//! Which words of a line were taken out, and which were put in.

use std::ops::Range;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::token::{Token, Words, join};
use crate::document::{Change, Inline};

/// Merges two versions of a line.
pub(super) fn merge(words: &Words, old: &[Inline], new: &[Inline]) -> Vec<Inline> {
    let (old, new) = (words.tokens(old), words.tokens(new));
    let mut merged: Vec<(Option<Change>, Token)> = Vec::new();
    for step in steps(&old, &new) {
        match step {
            Step::Same(_, range) => merged.extend(new[range].iter().map(|token| (None, token.clone()))),
            Step::Changed(gone, come) => {
                merged.extend(old[gone].iter().map(|token| (Some(Change::Deleted), token.clone())));
                merged.extend(new[come].iter().map(|token| (Some(Change::Inserted), token.clone())));
            }
        }
    }
    join(&merged)
}

/// Marks a whole line.
pub(super) fn mark(words: &Words, inlines: &[Inline], change: Change) -> Vec<Inline> {
    let tokens: Vec<_> = words.tokens(inlines).into_iter().map(|token| (Some(change), token)).collect();
    join(&tokens)
}

/// What is alike in two lines, and what stands in the place of what; ranges of the old, then of the new.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Same(Range<usize>, Range<usize>),
    Changed(Range<usize>, Range<usize>),
}

/// Compares by words. A space or a comma that two changed stretches have in common does not part them: a reader
/// takes in `the old harbour` → `a new port` at once, and not word by word.
fn steps(old: &[Token], new: &[Token]) -> Vec<Step> {
    let (old_keys, new_keys) = keys(old, new);
    let mut steps: Vec<Step> = Vec::new();
    let ops = capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys);
    let count = ops.len();
    for (at, op) in ops.into_iter().enumerate() {
        let (is_same, from, to) = match op {
            DiffOp::Equal { old_index, new_index, len } => {
                (true, old_index..old_index + len, new_index..new_index + len)
            }
            other => (false, other.old_range(), other.new_range()),
        };
        let is_inner = at > 0 && at + 1 < count;
        let parts = is_same && (!is_inner || new[to.clone()].iter().any(Token::is_strong));
        match steps.last_mut() {
            Some(Step::Changed(gone, come)) if !parts => {
                gone.end = from.end;
                come.end = to.end;
            }
            _ if parts => steps.push(Step::Same(from, to)),
            _ => steps.push(Step::Changed(from, to)),
        }
    }
    steps
}

/// Numbers tokens so that equal ones have equal numbers.
fn keys<'t>(old: &'t [Token], new: &'t [Token]) -> (Vec<u32>, Vec<u32>) {
    let mut known: FxHashMap<&'t str, u32> = FxHashMap::default();
    let mut number = |token: &'t Token| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(&token.key).or_insert(next)
    };
    (old.iter().map(&mut number).collect(), new.iter().map(&mut number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, LinkTarget, Text, dump::dump_blocks};

    fn text(words: &str) -> Inline {
        Inline::Text(Text::new(words))
    }

    fn shown(old: &[Inline], new: &[Inline]) -> String {
        let inlines = merge(&Words::default(), old, new);
        let place = crate::diagnostics::Place::default();
        let dump = dump_blocks(&[Block::Paragraph { place, lang: None, direction: None, inlines }]);
        dump.trim().trim_start_matches("p: ").to_owned()
    }

    #[test]
    fn words_that_changed_are_marked_and_no_others() {
        let cases = [
            (
                "a vehicle of opposition",
                "an instrument of opposition",
                "{- a vehicle}{+ an instrument} of opposition",
            ),
            ("one two", "one two three", "one two{+  three}"),
            ("one, two", "two", "{- one, }two"),
            ("同样的文字", "同样的数字", "同样的{- 文字}{+ 数字}"),
            ("unchanged", "unchanged", "unchanged"),
            ("", "new", "{+ new}"),
        ];
        for (old, new, expected) in cases {
            assert_eq!(shown(&[text(old)], &[text(new)]), expected);
        }
    }

    #[test]
    fn emphasis_and_links_are_changes_too() {
        let plain = [text("a word")];
        let emphatic = [text("a "), Inline::Emphasis(vec![text("word")])];
        assert_eq!(shown(&plain, &emphatic), "a {- word}{em {+ word}}");
        let link = |address: &str| {
            let target = LinkTarget::Address(address.to_owned());
            [Inline::Link { target, title: None, inlines: vec![text("here")] }]
        };
        assert_eq!(
            shown(&link("https://a.example/"), &link("https://b.example/")),
            "{- here}{link https://b.example/ {+ here}}"
        );
    }

    #[test]
    fn a_changed_word_of_a_link_stays_in_it() {
        let target = LinkTarget::Address("https://a.example/".into());
        let link =
            |words: &str| [Inline::Link { target: target.clone(), title: None, inlines: vec![text(words)] }];
        assert_eq!(
            shown(&link("the report"), &link("the full report")),
            "{link https://a.example/ the {+ full }report}"
        );
    }
}
