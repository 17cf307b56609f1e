//! The walk that sorts blocks into parts, and the telling of what it left out.

use std::ops::Range;

use super::pieces::Piece;
use crate::import::block::{Block, Role};
use crate::import::date;
use crate::import::manuscript::Manuscript;
use crate::import::profile::{LineField, Profile};
use crate::import::report::{Action, Report, excerpt};

/// What a walk found; numbers are those of pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Blocks of each part, in order.
    pub parts: Vec<(Role, usize)>,
    /// Labels that open a part.
    pub labels: Vec<(Role, usize)>,
    /// Lines with a meaning.
    pub lines: Vec<usize>,
    /// What was left out, and why.
    pub dropped: Vec<(usize, &'static str)>,
    /// Where the synopsis ends only by a guess.
    pub guessed_end: Option<usize>,
}

impl Found {
    /// Returns the blocks of a part.
    pub(super) fn blocks<'a>(&'a self, pieces: &'a [Piece], role: Role) -> impl Iterator<Item = &'a Block> {
        self.pieces(pieces, role).map(|piece| &piece.block)
    }

    /// Returns the pieces of a part.
    pub(super) fn pieces<'a>(&'a self, pieces: &'a [Piece], role: Role) -> impl Iterator<Item = &'a Piece> {
        self.parts.iter().filter(move |(part, _)| *part == role).map(|&(_, at)| &pieces[at])
    }

    fn has(&self, role: Role) -> bool {
        self.parts.iter().any(|(part, _)| *part == role)
    }

    /// Leaves out all pieces of a range, but for lines with a meaning.
    pub(super) fn drop_all(&mut self, pieces: &[Piece], range: Range<usize>, why: &'static str) {
        for at in range {
            let field = pieces[at].line.as_ref().map(|line| line.field);
            match field {
                Some(LineField::Drop | LineField::End | LineField::Disclaimer | LineField::Title) | None => {
                    self.dropped.push((at, why));
                }
                Some(_) => self.lines.push(at),
            }
        }
    }
}

/// Where a walk is.
struct Walk<'a> {
    pieces: &'a [Piece],
    profile: &'a Profile,
    manuscript: &'a Manuscript,
    found: Found,
    /// The part at hand; at first there is none but the lines below the title.
    part: Option<Role>,
    /// The level of the label that opened it, where it is a heading.
    level: Option<u8>,
    has_body_label: bool,
    last_label: Option<usize>,
    is_over: bool,
    is_main: bool,
}

/// Sorts the pieces of a range into parts; `is_main` looks for a byline and a date below the title.
pub(super) fn walk(
    pieces: &[Piece],
    range: Range<usize>,
    profile: &Profile,
    manuscript: &Manuscript,
    is_main: bool,
) -> Found {
    let labels = || range.clone().filter(|&at| pieces[at].label.is_some());
    let mut walk = Walk {
        pieces,
        profile,
        manuscript,
        found: Found::default(),
        part: None,
        level: None,
        has_body_label: labels().any(|at| pieces[at].label == Some(Role::Body)),
        last_label: labels().next_back(),
        is_over: false,
        is_main,
    };
    for at in range {
        walk.piece(at);
    }
    walk.found
}

impl Walk<'_> {
    fn piece(&mut self, at: usize) {
        let piece = &self.pieces[at];
        if let Some(role @ (Role::Subtitle | Role::Byline | Role::Date | Role::Synopsis | Role::Bio)) =
            piece.block.role
        {
            if piece.label.is_some() {
                self.found.labels.push((role, at));
            } else if self.found.has(role) && matches!(role, Role::Subtitle | Role::Date) {
                self.found.dropped.push((at, "repeated"));
            } else {
                self.found.parts.push((role, at));
            }
        } else if self.is_over {
            self.after_the_end(at);
        } else if let Some(role) = piece.label.filter(|&role| self.opens(role)) {
            self.found.labels.push((role, at));
            self.part = Some(role);
            self.level = piece.block.level();
        } else if piece.line.is_some() {
            self.line(at);
        } else if self.part.is_none() && (!self.is_main || self.head(at)) {
            // Taken as a line below the title.
        } else {
            self.text(at);
        }
    }

    /// Tells whether a label opens a part here: a `Summary` far down, or a second one, is a heading of the text.
    fn opens(&self, role: Role) -> bool {
        const FAR_DOWN: usize = 4;
        let in_text = self.found.parts.iter().filter(|(part, _)| *part == Role::Body).count();
        role != Role::Synopsis || (in_text < FAR_DOWN && !self.found.has(Role::Synopsis))
    }

    fn after_the_end(&mut self, at: usize) {
        self.found.drop_all(self.pieces, at..at + 1, "after the end of the text");
    }

    fn line(&mut self, at: usize) {
        let Some(line) = &self.pieces[at].line else { return };
        let is_last_part = self.last_label.is_none_or(|label| label < at) && self.part.is_some();
        match line.field {
            LineField::Drop => self.found.dropped.push((at, "a control of the page")),
            LineField::Disclaimer => {
                self.found.dropped.push((at, "the disclaimer, which stands in the project file"))
            }
            LineField::Title => self.found.dropped.push((at, "the title again")),
            LineField::End => self.found.dropped.push((at, "after the end of the text")),
            LineField::Date
            | LineField::Updated
            | LineField::Keywords
            | LineField::Doi
            | LineField::Categories => {
                self.found.lines.push(at);
            }
        }
        let closes = matches!(
            line.field,
            LineField::End
                | LineField::Categories
                | LineField::Updated
                | LineField::Title
                | LineField::Disclaimer
        );
        self.is_over |= closes && is_last_part;
    }

    /// Looks at a block below the title; returns whether it is the byline, the date, or nothing.
    fn head(&mut self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let is_line = piece.block.inlines().is_some() && piece.block.level().is_none();
        if is_line && date::parse(&piece.plain).is_some() && !self.found.has(Role::Date) {
            self.found.parts.push((Role::Date, at));
            return true;
        }
        if is_line && !self.found.has(Role::Byline) && self.is_byline(at) {
            self.found.parts.push((Role::Byline, at));
            return true;
        }
        if self.has_body_label {
            self.found.dropped.push((at, "between the title and the first label"));
            return true;
        }
        self.part = Some(Role::Body);
        false
    }

    /// Tells names that stand alone: after `By`, as the metadata has them, or where the house puts them.
    fn is_byline(&self, at: usize) -> bool {
        let plain = &self.pieces[at].plain;
        let names = super::people::split(plain);
        if names.is_empty() || plain.chars().count() > 300 {
            return false;
        }
        let claims = &self.manuscript.claims.authors;
        let is_claimed = !claims.is_empty() && claims.iter().all(|person| plain.contains(&person.name));
        let next = self.pieces.get(at + 1);
        let is_before_head =
            next.is_some_and(|next| next.label.is_some() || date::parse(&next.plain).is_some());
        let is_after_date = self.found.has(Role::Date) && self.manuscript.is_bare;
        super::people::has_by(plain)
            || is_claimed
            || self.profile.bare_byline
            || is_before_head
            || is_after_date
    }

    fn text(&mut self, at: usize) {
        let piece = &self.pieces[at];
        let ends_by_heading = matches!(self.part, Some(Role::Synopsis | Role::Bio))
            && piece.block.level().is_some_and(|level| self.level.is_some_and(|opened| level <= opened));
        let ends_by_guess = self.part == Some(Role::Synopsis)
            && self.level.is_none()
            && !self.has_body_label
            && self.found.has(Role::Synopsis);
        if ends_by_guess && !self.is_main {
            self.is_over = true;
            return self.after_the_end(at);
        }
        if ends_by_guess {
            self.found.guessed_end = Some(at);
        }
        if ends_by_heading || ends_by_guess {
            self.part = Some(Role::Body);
            self.level = None;
        }
        self.found.parts.push((self.part.unwrap_or(Role::Body), at));
    }
}

/// Tells what was taken and what was left out.
pub(super) fn tell(pieces: &[Piece], found: &Found, report: &mut Report) {
    for role in [Role::Synopsis, Role::Body, Role::Bio] {
        let at: Vec<usize> = found.pieces(pieces, role).map(|piece| piece.block.at).collect();
        let (Some(first), Some(last)) = (at.first(), at.last()) else { continue };
        let label = found.labels.iter().find(|(part, _)| *part == role);
        let how = match label {
            Some(&(_, label)) => format!("below `{}`", excerpt(&pieces[label].plain)),
            None if role == Role::Body => "all other text".to_owned(),
            None => "by the page's own marks".to_owned(),
        };
        report.add_range(
            Action::Taken,
            *first,
            *last,
            Some(role.name()),
            format!("{}, {how}", count(at.len())),
        );
    }
    if let Some(at) = found.guessed_end {
        let message = "the first paragraph alone; no label tells where it ends";
        report.add(Action::Guessed, pieces[at].block.at, Some("synopsis"), message);
    }
    tell_dropped(pieces, found, report);
}

fn count(blocks: usize) -> String {
    if blocks == 1 { "1 block".to_owned() } else { format!("{blocks} blocks") }
}

/// Tells neighbours that were left out for one reason in one entry.
fn tell_dropped(pieces: &[Piece], found: &Found, report: &mut Report) {
    let mut dropped = found.dropped.clone();
    dropped.sort_unstable();
    dropped.dedup_by_key(|(at, _)| *at);
    for run in dropped.chunk_by(|left, right| left.1 == right.1 && left.0 + 1 == right.0) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let (start, end) = (&pieces[first.0], &pieces[last.0]);
        let quoted = if run.len() == 1 {
            format!("`{}`", excerpt(&start.plain))
        } else {
            format!("{} from `{}` to `{}`", count(run.len()), excerpt(&start.plain), excerpt(&end.plain))
        };
        report.add_range(
            Action::Dropped,
            start.block.at,
            end.block.at,
            None,
            format!("{quoted}: {}", first.1),
        );
    }
}
