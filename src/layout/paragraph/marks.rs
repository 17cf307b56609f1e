//! Rules through and below words: struck text, and what a proof shows as changed.
//!
//! A proof tells by more than colour (WCAG 2.1, 1.4.1): one rule below what is new and through what is gone, two
//! where words moved. The manner is that of word processors, which editors know.

use crate::document::Change;
use crate::style::Colour;

/// How thick a rule is, in ems.
pub(super) const THICKNESS: f64 = 0.055;
/// A rule through words stands at this share of the lower case's height.
const THROUGH: f64 = 0.52;
/// Rules below words stand so far below the baseline, in ems.
const BELOW: [f64; 2] = [0.14, 0.25];
/// What parts two rules through words from their middle, in ems.
const APART: f64 = 0.06;

/// What is gone; 8.0 to 1 on white.
const GONE: Colour = Colour { red: 0x9b, green: 0x1c, blue: 0x1c };
/// What is new; 7.3 to 1 on white.
const NEW: Colour = Colour { red: 0x1a, green: 0x4f, blue: 0xa3 };
/// What has moved; 7.2 to 1 on white.
const MOVED: Colour = Colour { red: 0x1d, green: 0x5c, blue: 0x33 };

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stroke {
    /// Through the words, moved by so many ems.
    Through(f64),
    /// So many ems below the baseline.
    Below(f64),
}

impl Stroke {
    /// Returns how far its middle stands above the baseline, in ems.
    pub(super) fn rise(self, x_height: f64) -> f64 {
        match self {
            Self::Through(by) => x_height * THROUGH + by,
            Self::Below(depth) => -depth,
        }
    }
}

/// Returns the rules that words have: those that the record strikes, and those that changed.
pub(super) fn strokes(is_struck: bool, change: Option<Change>) -> Vec<Stroke> {
    let mut strokes = match change {
        None | Some(Change::Restyled) => Vec::new(),
        Some(Change::Inserted) => vec![Stroke::Below(BELOW[0])],
        Some(Change::MovedHere) => BELOW.map(Stroke::Below).to_vec(),
        Some(Change::Deleted) => vec![Stroke::Through(0.0)],
        Some(Change::MovedAway) => vec![Stroke::Through(-APART), Stroke::Through(APART)],
    };
    if is_struck && strokes.iter().all(|stroke| matches!(stroke, Stroke::Below(_))) {
        strokes.push(Stroke::Through(0.0));
    }
    strokes
}

/// Returns the colour of changed words; none where only what they are set as has changed.
pub(super) fn colour(change: Change) -> Option<Colour> {
    match change {
        Change::Inserted => Some(NEW),
        Change::Deleted => Some(GONE),
        Change::MovedHere | Change::MovedAway => Some(MOVED),
        Change::Restyled => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::contrast;

    #[test]
    fn every_change_can_be_read_and_told_without_its_colour() {
        let white = Colour { red: 255, green: 255, blue: 255 };
        let changes = [Change::Inserted, Change::Deleted, Change::MovedHere, Change::MovedAway];
        for (at, change) in changes.into_iter().enumerate() {
            let colour = colour(change).expect("these have a colour");
            assert!(contrast(colour, white) >= 7.0, "{change:?}: {:.1}", contrast(colour, white));
            let others = &changes[at + 1..];
            assert!(
                others.iter().all(|other| strokes(false, Some(*other)) != strokes(false, Some(change))),
                "{change:?}"
            );
        }
    }

    #[test]
    fn struck_words_that_are_new_are_struck_and_underlined() {
        assert_eq!(strokes(true, Some(Change::Inserted)), [Stroke::Below(BELOW[0]), Stroke::Through(0.0)]);
        assert_eq!(strokes(true, Some(Change::Deleted)), [Stroke::Through(0.0)]);
    }
}
