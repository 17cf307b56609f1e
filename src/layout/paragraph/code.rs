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
    out.origins.push(Origin { start: 0, place, position });
    let mut column = 0;
    for character in line.chars() {
        if character == '\t' {
            let width = TAB - column % TAB;
            out.text.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            out.text.push(if character == KEPT_SPACE { ' ' } else { character });
            column += 1;
        }
    }
    out
}
