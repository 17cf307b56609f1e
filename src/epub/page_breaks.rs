//! Where the pages of the PDF begin, as the text passes by.

use std::collections::VecDeque;

use super::PageStart;

/// The page starts that have not been passed yet.
#[derive(Debug)]
pub(super) struct PageBreaks {
    starts: VecDeque<PageStart>,
    passed: usize,
}

/// The beginning of a page, at the point of the text that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passed {
    /// Counts the pages, from 1.
    pub number: usize,
    /// The page number as printed.
    pub label: String,
}

/// A page start that has been set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageMark {
    /// The document it is in, and its anchor there.
    pub href: String,
    /// The page number as printed.
    pub label: String,
}

impl PageBreaks {
    /// Takes page starts in their order.
    pub(super) fn new(starts: &[PageStart]) -> Self {
        Self { starts: starts.iter().cloned().collect(), passed: 0 }
    }

    /// Passes the next start if it stands before `position`, or at it.
    pub(super) fn up_to(&mut self, position: u32) -> Option<Passed> {
        self.pass(|start| start.position <= position).map(|(_, passed)| passed)
    }

    /// Passes the next start if it stands inside a text; returns also the byte it stands before.
    pub(super) fn inside(&mut self, position: u32, text: &str) -> Option<(usize, Passed)> {
        let end = position.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
        let (start, passed) = self.pass(|start| start.position < end)?;
        let mut cut = start.saturating_sub(position) as usize;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        Some((cut, passed))
    }

    fn pass(&mut self, is_due: impl Fn(&PageStart) -> bool) -> Option<(u32, Passed)> {
        if !is_due(self.starts.front()?) {
            return None;
        }
        let PageStart { position, label } = self.starts.pop_front()?;
        self.passed += 1;
        Some((position, Passed { number: self.passed, label }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(positions: &[u32]) -> Vec<PageStart> {
        positions.iter().map(|&position| PageStart { position, label: position.to_string() }).collect()
    }

    #[test]
    fn a_start_inside_a_character_stands_before_it() {
        let starts = starts(&[12]);
        let mut breaks = PageBreaks::new(&starts);
        let (cut, passed) = breaks.inside(10, "aéb").expect("12 is inside");
        assert_eq!((cut, passed.number), (1, 1));
    }

    #[test]
    fn a_start_that_was_missed_is_passed_at_the_next_text() {
        let starts = starts(&[0, 5, 9]);
        let mut breaks = PageBreaks::new(&starts);
        assert!(breaks.up_to(0).is_some());
        assert!(breaks.up_to(4).is_none());
        assert_eq!(breaks.inside(8, "words").map(|(cut, _)| cut), Some(0));
        assert_eq!(breaks.inside(8, "words").map(|(cut, _)| cut), Some(1));
        assert!(breaks.inside(8, "words").is_none());
    }
}
