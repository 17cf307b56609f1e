//! Which blocks of two versions are the same, though words in them may differ.
//!
//! 1. Blocks that are wholly alike are found by their longest common run.
//! 2. Between those, the pairing is chosen that has the most words in common, in order.

use std::ops::Range;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What is known of a block: its kind and its words, numbered and sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Sibling {
    /// Only blocks of one kind are ever the same.
    pub kind: u8,
    /// Sorted; equal numbers for equal words.
    pub words: Vec<u32>,
    /// Of everything in the block, in its order.
    pub whole: String,
}

/// What stands at one place of the merged version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

/// Blocks that have less in common than this are two blocks.
const ALIKE: f64 = 0.4;
/// So many blocks of each version are compared with each other at most.
const REACH: usize = 200;

/// Pairs the blocks of two versions. Both keep their order; what is gone comes before what stands in its place.
pub(super) fn pair(old: &[Sibling], new: &[Sibling]) -> Vec<Pair> {
    let mut known: FxHashMap<(u8, &str), u32> = FxHashMap::default();
    let (mut old_keys, mut new_keys) = (Vec::with_capacity(old.len()), Vec::with_capacity(new.len()));
    for (siblings, keys) in [(old, &mut old_keys), (new, &mut new_keys)] {
        for sibling in siblings {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            keys.push(*known.entry((sibling.kind, &sibling.whole)).or_insert(next));
        }
    }
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|at| Pair::Both(old_index + at, new_index + at)));
            }
            other => gap(old, new, other.old_range(), other.new_range(), &mut pairs),
        }
    }
    pairs
}

/// Pairs what stands between blocks that are wholly alike; a long stretch piece by piece.
fn gap(old: &[Sibling], new: &[Sibling], from: Range<usize>, to: Range<usize>, pairs: &mut Vec<Pair>) {
    let pieces = from.len().max(to.len()).div_ceil(REACH).max(1);
    let cut = |range: &Range<usize>, piece: usize| range.start + range.len() * piece / pieces;
    for piece in 0..pieces {
        let (old_part, new_part) =
            (cut(&from, piece)..cut(&from, piece + 1), cut(&to, piece)..cut(&to, piece + 1));
        best(&old[old_part.clone()], &new[new_part.clone()], old_part.start, new_part.start, pairs);
    }
}

/// The pairing in order that has the most in common, by dynamic programming.
fn best(old: &[Sibling], new: &[Sibling], old_start: usize, new_start: usize, pairs: &mut Vec<Pair>) {
    let width = new.len() + 1;
    let likeness: Vec<f64> = old.iter().flat_map(|one| new.iter().map(|other| alike(one, other))).collect();
    // The most that the blocks from here on have in common.
    let mut most = vec![0.0_f64; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for on in (0..new.len()).rev() {
            let paired = likeness[at * new.len() + on];
            let taken = if paired >= ALIKE { paired + most[(at + 1) * width + on + 1] } else { 0.0 };
            most[at * width + on] = taken.max(most[(at + 1) * width + on]).max(most[at * width + on + 1]);
        }
    }
    let (mut at, mut on) = (0, 0);
    while at < old.len() || on < new.len() {
        let here = most[at * width + on];
        if at < old.len() && on < new.len() {
            let paired = likeness[at * new.len() + on];
            if paired >= ALIKE && (paired + most[(at + 1) * width + on + 1] - here).abs() < 1e-9 {
                pairs.push(Pair::Both(old_start + at, new_start + on));
                (at, on) = (at + 1, on + 1);
                continue;
            }
        }
        let skips_old =
            at < old.len() && (on == new.len() || (most[(at + 1) * width + on] - here).abs() < 1e-9);
        if skips_old {
            pairs.push(Pair::Old(old_start + at));
            at += 1;
        } else {
            pairs.push(Pair::New(new_start + on));
            on += 1;
        }
    }
}

/// The share of words that two blocks have in common (Dice's coefficient), from 0 to 1.
fn alike(one: &Sibling, other: &Sibling) -> f64 {
    if one.kind != other.kind {
        return 0.0;
    }
    let all = one.words.len() + other.words.len();
    if all == 0 {
        return 1.0;
    }
    let (mut at, mut on, mut common) = (0, 0, 0_u32);
    while let (Some(word), Some(with)) = (one.words.get(at), other.words.get(on)) {
        match word.cmp(with) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => on += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                (at, on) = (at + 1, on + 1);
            }
        }
    }
    2.0 * f64::from(common) / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sibling(words: &[u32]) -> Sibling {
        let mut sorted = words.to_vec();
        sorted.sort_unstable();
        Sibling { kind: 0, words: sorted, whole: format!("{words:?}") }
    }

    #[test]
    fn blocks_are_paired_by_what_they_have_in_common() {
        let old = [sibling(&[1, 2, 3, 4]), sibling(&[5, 6, 7, 8]), sibling(&[9, 10])];
        let new = [sibling(&[20, 21]), sibling(&[1, 2, 3, 5]), sibling(&[9, 10])];
        assert_eq!(pair(&old, &new), [Pair::New(0), Pair::Both(0, 1), Pair::Old(1), Pair::Both(2, 2)]);
    }

    #[test]
    fn every_block_of_both_is_there_once_and_in_order() {
        let old: Vec<Sibling> = (0..450).map(|at| sibling(&[at, at + 1, at + 2])).collect();
        let new: Vec<Sibling> = (0..430).map(|at| sibling(&[at + 1, at + 2, 9000 + at])).collect();
        let pairs = pair(&old, &new);
        let side = |pick: fn(&Pair) -> Option<usize>| pairs.iter().filter_map(pick).collect::<Vec<_>>();
        let olds = side(|pair| match pair {
            Pair::Both(old, _) | Pair::Old(old) => Some(*old),
            Pair::New(_) => None,
        });
        let news = side(|pair| match pair {
            Pair::Both(_, new) | Pair::New(new) => Some(*new),
            Pair::Old(_) => None,
        });
        assert_eq!(olds, (0..450).collect::<Vec<_>>());
        assert_eq!(news, (0..430).collect::<Vec<_>>());
    }
}
