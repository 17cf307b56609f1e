//! How far a character hangs into the margin, as a share of its own width.
//!
//! The shares follow those microtype found for Latin text faces (R. Schlicht, *The microtype
//! package*, default protrusion settings), which go back to Hàn Thế Thành's thesis. Full-width
//! punctuation of Chinese and Japanese is half empty, and that half hangs.

use super::han::{is_closing, is_opening};

/// The empty half of a full-width mark.
pub(super) const HALF: f64 = 0.5;

/// Returns the share that hangs at a line's left (start) edge.
pub(super) fn at_start(character: char) -> f64 {
    match character {
        '‘' | '“' | '\'' | '"' | '„' | '‚' | '«' | '‹' => 0.4,
        '–' => 0.2,
        '—' => 0.15,
        '-' | '‐' => 0.3,
        '/' | '(' | '[' => 0.08,
        'A' | 'T' | 'V' | 'W' | 'Y' | 'v' | 'w' | 'y' | 't' => 0.05,
        character if is_opening(character) => HALF,
        _ => 0.0,
    }
}

/// Returns the share that hangs at a line's right (end) edge.
pub(super) fn at_end(character: char) -> f64 {
    match character {
        '.' | ',' => 0.7,
        '-' | '‐' => 0.5,
        ':' | ';' | '’' | '”' | '\'' | '"' | '»' | '›' => 0.45,
        '–' => 0.25,
        '—' => 0.15,
        '!' | '?' => 0.1,
        ')' | ']' | '/' => 0.1,
        'A' | 'F' | 'K' | 'L' | 'T' | 'V' | 'W' | 'Y' | 'k' | 'r' | 't' | 'v' | 'w' | 'x' | 'y' => 0.05,
        character if is_closing(character) => HALF,
        _ => 0.0,
    }
}
