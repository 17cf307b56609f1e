//! What stands on a page more than once: the text to read and the text to print, teasers of other pages.

use super::pieces::Piece;
use super::sections::{self, Found};
use crate::import::block::Role;
use crate::import::manuscript::Manuscript;
use crate::import::profile::Profile;
use crate::import::report::{Action, Report, excerpt};

/// One copy: from its first label to the first of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    /// The piece of its first label.
    pub start: usize,
    /// The piece after its last.
    pub end: usize,
    /// The parts that its labels open.
    pub roles: Vec<Role>,
}

/// Finds the copies: a label that was there already opens another one.
pub(super) fn find(pieces: &[Piece]) -> Vec<Copy> {
    let mut copies: Vec<Copy> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Some(role) = piece.label.filter(|_| piece.block.role.is_none()) else { continue };
        match copies.last_mut() {
            Some(copy) if !copy.roles.contains(&role) => copy.roles.push(role),
            _ => copies.push(Copy { start: at, end: pieces.len(), roles: vec![role] }),
        }
    }
    for at in 1..copies.len() {
        copies[at - 1].end = copies[at].start;
    }
    copies
}

/// Returns the first copy that has the text, or else the first.
pub(super) fn main(copies: &[Copy]) -> Option<&Copy> {
    copies.iter().find(|copy| copy.roles.contains(&Role::Body)).or_else(|| copies.first())
}

/// Compares the other copies with the main one, and takes from them nothing but lines.
pub(super) fn settle(
    pieces: &[Piece],
    copies: &[Copy],
    main: Option<&Copy>,
    profile: &Profile,
    manuscript: &Manuscript,
    found: &mut Found,
    report: &mut Report,
) {
    for copy in copies.iter().filter(|copy| Some(*copy) != main) {
        // What stands before the main copy was left out with the rest that is before the title.
        if main.is_some_and(|main| copy.start < main.start) {
            continue;
        }
        let other = sections::walk(pieces, copy.start..copy.end, profile, manuscript, false);
        for role in [Role::Synopsis, Role::Body, Role::Bio] {
            compare(role, pieces, found, &other, report);
        }
        found.lines.extend(other.lines);
        found.dropped.extend(other.dropped);
    }
}

fn compare(role: Role, pieces: &[Piece], found: &Found, other: &Found, report: &mut Report) {
    let first: Vec<&str> = found.pieces(pieces, role).map(|piece| piece.plain.as_str()).collect();
    let second: Vec<&Piece> = other.pieces(pieces, role).collect();
    let (Some(start), Some(end)) = (second.first(), second.last()) else { return };
    let (start, end) = (start.block.at, end.block.at);
    let mut tell = |action, message: String| {
        report.add_range(action, start, end, Some(role.name()), message);
    };
    let differing = (0..first.len().max(second.len()))
        .find(|&at| first.get(at).copied() != second.get(at).map(|piece| piece.plain.as_str()));
    let Some(at) = differing else {
        return tell(Action::Merged, "stands on the page again, word for word the same".to_owned());
    };
    let shown = |text: Option<&str>| text.map_or("nothing".to_owned(), |text| format!("`{}`", excerpt(text)));
    let other = second.get(at).map(|piece| piece.plain.as_str());
    let stem = other.unwrap_or_default().trim_end_matches(['.', '…', ' ']);
    let is_teaser = other.is_some_and(|text| text.ends_with("...") || text.ends_with('…'))
        && first.get(at).is_some_and(|text| text.starts_with(stem));
    if is_teaser {
        return tell(Action::Dropped, "a teaser that cuts it short".to_owned());
    }
    let message = format!(
        "stands on the page again and differs: {} there, {} in the first copy, which was taken",
        shown(other),
        shown(first.get(at).copied())
    );
    tell(Action::Guessed, message);
}
