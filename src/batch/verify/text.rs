//! Texts as they are compared: white space folded, block by block.
//!
//! A [`Flow`] is a sequence of characters with separators between them. Two flows are equal when their
//! characters are, and no word of one is two words of the other.

use crate::spaces::only_guides_lines;

/// What stands between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A line end within a text (a hard break, a line of code): a space to some readers, nothing to others.
    Maybe,
    /// White space, or the end of a block.
    Space,
}

/// A character with what stands before it, in four bytes, since a volume has millions: the gap above the character's
/// 21 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter(u32);

impl Letter {
    const BITS: u32 = 21;

    fn new(gap: Gap, character: char) -> Self {
        Self((gap as u32) << Self::BITS | u32::from(character))
    }

    fn gap(self) -> Gap {
        match self.0 >> Self::BITS {
            0 => Gap::None,
            1 => Gap::Maybe,
            _ => Gap::Space,
        }
    }

    fn character(self) -> char {
        char::from_u32(self.0 & ((1 << Self::BITS) - 1)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn is_like(self, other: Self) -> bool {
        (self.0 ^ other.0) << (u32::BITS - Self::BITS) == 0
    }
}

/// A text in reading order.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    characters: Vec<Letter>,
    pending: Gap,
}

impl Flow {
    /// Appends text. White space folds; soft hyphens, zero-width spaces and word joiners say nothing.
    pub fn push(&mut self, text: &str) {
        self.characters.reserve(text.len());
        for character in text.chars() {
            // Most are letters of ASCII, of which nothing need be asked.
            if character.is_ascii_graphic() {
                self.characters.push(Letter::new(std::mem::take(&mut self.pending), character));
            } else if character.is_whitespace() {
                self.pending = Gap::Space;
            } else if !only_guides_lines(character) {
                // A soft hyphen may be the record's own or stand for the hyphen of a broken word.
                self.characters.push(Letter::new(std::mem::take(&mut self.pending), character));
            }
        }
    }

    /// Ends a block.
    pub fn end_block(&mut self) {
        self.pending = Gap::Space;
    }

    /// Ends a line within a block.
    pub fn end_line(&mut self) {
        self.pending = self.pending.max(Gap::Maybe);
    }

    /// Tells whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Returns where this flow's characters and another's part for the first time.
    pub fn parting(&self, other: &Self) -> Option<usize> {
        let pairs = || self.characters.iter().zip(&other.characters);
        // Mostly all of them are the same, gaps and all.
        let same = pairs().take_while(|(left, right)| left == right).count();
        let at = pairs().enumerate().skip(same).find(|&(at, (left, right))| {
            !left.is_like(*right) || (at > 0 && !agree(left.gap(), right.gap()))
        });
        let at = at.map(|(at, _)| at);
        let shorter = self.characters.len().min(other.characters.len());
        at.or((self.characters.len() != other.characters.len()).then_some(shorter))
    }

    /// Returns the words around a place, a few before it and more after it.
    pub fn around(&self, at: usize) -> String {
        let from = at.saturating_sub(24);
        let to = (at + 24).min(self.characters.len());
        let mut words = String::from(if from > 0 { "…" } else { "" });
        words.push_str(&self.slice(from.min(to), to));
        words.push_str(if to < self.characters.len() { "…" } else { "" });
        words
    }

    /// Counts how often another flow's text stands in this one.
    pub fn count(&self, other: &Self) -> usize {
        let Some(&first) = other.characters.first() else { return 0 };
        let mut found = 0;
        let mut at = 0;
        while at + other.characters.len() <= self.characters.len() {
            let here = &self.characters[at..at + other.characters.len()];
            if here[0].is_like(first) && other.stands_in(here) {
                found += 1;
                at += other.characters.len();
            } else {
                at += 1;
            }
        }
        found
    }

    /// Finds another flow's text in this one from a place on, and returns the place after it.
    pub fn find(&self, other: &Self, from: usize) -> Option<usize> {
        let length = other.characters.len();
        let mut windows = self.characters.get(from..)?.windows(length.max(1));
        windows.position(|here| other.stands_in(here)).map(|at| from + at + length)
    }

    /// Tells whether its characters are those that stand somewhere.
    fn stands_in(&self, here: &[Letter]) -> bool {
        here.iter().zip(&self.characters).all(|(left, right)| left.is_like(*right))
    }

    fn slice(&self, from: usize, to: usize) -> String {
        let mut words = String::new();
        for (at, letter) in self.characters[from..to].iter().enumerate() {
            if letter.gap() == Gap::Space && at > 0 {
                words.push(' ');
            }
            words.push(letter.character());
        }
        words
    }
}

impl std::fmt::Display for Flow {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.slice(0, self.characters.len()))
    }
}

fn agree(left: Gap, right: Gap) -> bool {
    left == right || left == Gap::Maybe || right == Gap::Maybe
}

#[cfg(test)]
mod tests {
    use super::Flow;

    fn flow(text: &str) -> Flow {
        let mut flow = Flow::default();
        flow.push(text);
        flow
    }

    #[test]
    fn white_space_folds_and_soft_hyphens_vanish() {
        assert_eq!(flow("re\u{AD}emer\u{AD}gence  of\n it").parting(&flow("reemergence of it ")), None);
    }

    #[test]
    fn a_lost_space_is_a_difference() {
        assert_eq!(flow("two words").parting(&flow("twowords")), Some(3));
    }

    #[test]
    fn a_line_end_may_be_a_space_or_none() {
        let mut broken = flow("one");
        broken.end_line();
        broken.push("two");
        assert_eq!(broken.parting(&flow("one two")), None);
        assert_eq!(broken.parting(&flow("onetwo")), None);
    }

    #[test]
    fn text_cut_short_parts_where_it_ends() {
        assert_eq!(flow("one two").parting(&flow("one")), Some(3));
        assert_eq!(flow("one two").around(3), "one two");
    }

    #[test]
    fn repetitions_are_counted_apart() {
        assert_eq!(flow("a bio, and a bio again").count(&flow("a bio")), 2);
        assert_eq!(flow("aaaa").count(&flow("aa")), 2);
        assert_eq!(flow("text").count(&flow("")), 0);
    }
}
