//! Where the pages of the PDF begin, as the text passes by.

use super::PageStart;

/// The page starts that have not been passed yet. The text need not pass in the order of its
/// positions: a style may set its sections in another.
#[derive(Debug)]
pub(super) struct PageBreaks {
    /// Sorted by position; the second is the number of the page, from 1.
    starts: Vec<(u32, usize, String)>,
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
    /// Takes page starts in the order of their pages.
    pub(super) fn new(starts: &[PageStart]) -> Self {
        let numbered = (1..).zip(starts).map(|(number, start)| (start.position, number, start.label.clone()));
        let mut starts: Vec<_> = numbered.collect();
        starts.sort_by_key(|&(position, number, _)| (position, number));
        Self { starts }
    }

    /// Passes the next start that stands at `position`.
    pub(super) fn at(&mut self, position: u32) -> Option<Passed> {
        self.within(position, position).map(|(_, passed)| passed)
    }

    /// Passes the next start that stands inside a text; returns also the byte it stands before.
    pub(super) fn inside(&mut self, position: u32, text: &str) -> Option<(usize, Passed)> {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let last = position.saturating_add(length.checked_sub(1)?);
        let (start, passed) = self.within(position, last)?;
        let mut cut = (start - position) as usize;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        Some((cut, passed))
    }

    /// Passes the next start that no text had.
    pub(super) fn left(&mut self) -> Option<Passed> {
        self.within(0, u32::MAX).map(|(_, passed)| passed)
    }

    fn within(&mut self, first: u32, last: u32) -> Option<(u32, Passed)> {
        let at = self.starts.partition_point(|(position, ..)| *position < first);
        self.starts.get(at).filter(|(position, ..)| *position <= last)?;
        let (position, number, label) = self.starts.remove(at);
        Some((position, Passed { number, label }))
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
    fn a_start_is_passed_once_and_none_is_lost() {
        let starts = starts(&[0, 5, 9, 40]);
        let mut breaks = PageBreaks::new(&starts);
        assert!(breaks.at(0).is_some());
        assert!(breaks.at(0).is_none());
        assert_eq!(breaks.inside(8, "words").map(|(cut, _)| cut), Some(1));
        assert!(breaks.inside(8, "words").is_none());
        assert_eq!(breaks.inside(5, "a").map(|(_, passed)| passed.number), Some(2));
        assert_eq!(breaks.left().map(|passed| passed.number), Some(4));
        assert!(breaks.left().is_none());
    }
}
