//! Quotation marks of one manner.

use std::ops::Range;

/// Returns the edits that make every quotation mark of a text straight, or curly as English has them.
///
/// A single mark before a word can open a quotation or stand for letters left out (`'90s`, `'tis`), and
/// stays where nothing tells which.
pub fn alike(prose: &str, is_straight: bool) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    for (at, c) in prose.char_indices() {
        let new = match c {
            '"' | '\'' if !is_straight => curled(prose, at, c),
            '\u{2018}' | '\u{2019}' if is_straight => Some('\''),
            '\u{201C}' | '\u{201D}' if is_straight => Some('"'),
            _ => None,
        };
        edits.extend(new.map(|new| (at..at + c.len_utf8(), new.to_string())));
    }
    edits
}

/// The curly form of a straight mark, by what stands around it.
fn curled(prose: &str, at: usize, mark: char) -> Option<char> {
    let before = prose[..at].chars().next_back().unwrap_or(' ');
    let after = prose[at + 1..].chars().next().unwrap_or(' ');
    // Marks of emphasis stand between a quotation mark and its word.
    let is_outside = |c: char| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '\u{2014}' | '\u{2013}' | '\u{2018}' | '\u{201C}' | '*' | '_')
    };
    let is_inside = |c: char| !c.is_whitespace();
    match mark {
        // Inches and seconds.
        _ if before.is_ascii_digit() && !after.is_alphanumeric() => None,
        '"' if is_outside(before) && is_inside(after) => Some('\u{201C}'),
        '"' => Some('\u{201D}'),
        _ if is_inside(before) && !is_outside(before) => Some('\u{2019}'),
        _ if after.is_ascii_digit() => Some('\u{2019}'),
        _ => None,
    }
}
