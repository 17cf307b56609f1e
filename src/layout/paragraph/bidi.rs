//! Which way each byte of a paragraph runs (UAX #9).

use unicode_bidi::{Level, ParagraphBidiInfo};

use super::collect::Isolate;
use crate::document::Direction;

const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const RIGHT_TO_LEFT_ISOLATE: char = '\u{2067}';
const POP_ISOLATE: char = '\u{2069}';

/// Returns the level of each byte; `None` where everything runs from left to right.
pub(super) fn levels(text: &str, direction: Direction, isolates: &[Isolate]) -> Option<Vec<Level>> {
    let base = if direction == Direction::Rtl { Level::rtl() } else { Level::ltr() };
    let may_turn = |character: char| character >= FIRST_TO_TURN && may_turn(character);
    let turns = || text.chars().any(may_turn) || isolates.iter().any(|one| one.direction == Direction::Rtl);
    if direction == Direction::Ltr && !turns() {
        return None;
    }
    if isolates.is_empty() {
        let info = ParagraphBidiInfo::new(text, Some(base));
        return (direction == Direction::Rtl || info.has_rtl()).then_some(info.levels);
    }
    let (marked, kept) = mark(text, isolates);
    let levels = ParagraphBidiInfo::new(&marked, Some(base)).levels;
    Some(kept.into_iter().flat_map(|range| levels[range].iter().copied()).collect())
}

/// Puts the characters that isolate around each stretch, since that is what the algorithm reads; returns with it which
/// of its bytes are those of the text.
fn mark(text: &str, isolates: &[Isolate]) -> (String, Vec<std::ops::Range<usize>>) {
    // At one place stretches end, innermost first, before others begin, outermost first.
    let mut marks: Vec<(usize, u8, char)> = Vec::new();
    for isolate in isolates.iter().filter(|isolate| !isolate.range.is_empty()) {
        let opening = match isolate.direction {
            Direction::Ltr => LEFT_TO_RIGHT_ISOLATE,
            Direction::Rtl => RIGHT_TO_LEFT_ISOLATE,
        };
        marks.push((isolate.range.start, 1, opening));
        marks.push((isolate.range.end, 0, POP_ISOLATE));
    }
    marks.sort_by_key(|&(at, order, _)| (at, order));
    let mut marked = String::with_capacity(text.len() + marks.len() * 3);
    let mut kept = Vec::with_capacity(marks.len() + 1);
    let mut from = 0;
    for (at, _, character) in marks {
        kept.push(marked.len()..marked.len() + at - from);
        marked.push_str(&text[from..at]);
        marked.push(character);
        from = at;
    }
    kept.push(marked.len()..marked.len() + text.len() - from);
    marked.push_str(&text[from..]);
    (marked, kept)
}

/// The first character that [`may_turn`] knows.
const FIRST_TO_TURN: char = '\u{590}';

/// Tells whether a character can make text run from right to left: the blocks that Unicode keeps for such scripts
/// (UAX #9, 3.2), and the marks that turn the direction by themselves.
fn may_turn(character: char) -> bool {
    matches!(u32::from(character), 0x0590..=0x08FF | 0x200F | 0x202B | 0x202E | 0x2067 | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF
        | 0x1_0800..=0x1_0FFF | 0x1_E800..=0x1_EFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str, direction: Direction, isolates: &[Isolate]) -> Option<Vec<u8>> {
        let levels = levels(text, direction, isolates)?;
        Some(text.char_indices().map(|(at, _)| levels[at].number()).collect())
    }

    #[test]
    fn full_stop_of_an_isolated_name_stays_with_it() {
        let text = "א A. ב";
        let name = Isolate { range: 3..5, direction: Direction::Ltr };
        assert_eq!(numbers(text, Direction::Rtl, &[]), Some(vec![1, 1, 2, 1, 1, 1]));
        assert_eq!(numbers(text, Direction::Rtl, &[name]), Some(vec![1, 1, 2, 2, 1, 1]));
    }

    #[test]
    fn isolates_nest() {
        // An Arabic title in an English sentence, with an English word in it.
        let text = "a (b אג c!)";
        let outer = Isolate { range: 3..text.len() - 1, direction: Direction::Rtl };
        let inner = Isolate { range: 10..12, direction: Direction::Ltr };
        assert_eq!(
            numbers(text, Direction::Ltr, &[outer, inner]),
            Some(vec![0, 0, 0, 2, 1, 1, 1, 1, 2, 2, 0])
        );
    }

    #[test]
    fn empty_isolate_says_nothing() {
        let empty = Isolate { range: 1..1, direction: Direction::Rtl };
        assert_eq!(numbers("ab", Direction::Ltr, &[empty]), Some(vec![0, 0]));
    }
}
