//! Lines of preformatted text: white space is kept, nothing is joined or justified.

use super::Composer;
use super::collect::{Collected, Look, Origin};
use crate::diagnostics::Place;
use crate::font::Features;
use crate::layout::frame::Owner;
use crate::style::TextStyle;

/// Columns from one tab stop to the next.
const TAB: usize = 8;
/// Stands for a space that is kept: a space that no line is stretched at.
const KEPT_SPACE: char = '\u{a0}';

/// Collects one line of code.
pub(super) fn collect(
    composer: &Composer<'_>,
    line: &str,
    style: &TextStyle,
    owner: Owner,
    position: u32,
    place: Place,
) -> Collected {
    let look = Look {
        face: composer.fonts.choose(style),
        features: Features::NO_LIGATURES,
        size: style.size.0,
        rise: 0.0,
        tracking: 0.0,
        colour: style.colour,
        lang: composer.document.lang.clone(),
        italic: style.italic,
        is_code: true,
        is_struck: false,
        change: None,
        owner,
        link: None,
        note: None,
    };
    let mut out = Collected { looks: vec![look], stretches: vec![(0, 0)], ..Collected::default() };
    let mut column = 0;
    // What is set is as long as what is written, but for tabs and kept spaces: whence each is, and what follows.
    let mut is_moved = true;
    for (at, character) in line.char_indices() {
        let origin = |start| Origin { start, ..moved(place, position, at) };
        if is_moved {
            out.origins.push(origin(out.text.len()));
        }
        is_moved = matches!(character, '\t' | KEPT_SPACE);
        if character == '\t' {
            let width = TAB - column % TAB;
            out.origins.extend((1..width).map(|space| origin(out.text.len() + space)));
            out.text.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            out.text.push(if character == KEPT_SPACE { ' ' } else { character });
            column += 1;
        }
    }
    out
}

/// Returns the origin of what stands `by` bytes past `place` and `position`.
fn moved(place: Place, position: u32, by: usize) -> Origin {
    let by = u32::try_from(by).unwrap_or(0);
    Origin { start: 0, place: place.past(by), position: position + by }
}
