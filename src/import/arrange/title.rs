//! The title: by the page's own marks, by the profile, by the first heading, by the metadata, or by a guess.

use super::pieces::Piece;
use crate::import::block::{Block, Content, Role};
use crate::import::draft::Draft;
use crate::import::inline::{self, Inline, Mark};
use crate::import::manuscript::Manuscript;
use crate::import::profile::LineField;
use crate::import::report::{Action, Report, excerpt};

/// A line longer than this is no title, in characters.
const LONGEST: usize = 250;

/// Finds the title and writes it, with the number that stands in it, into the draft; returns its piece.
pub(super) fn find(
    pieces: &[Piece],
    first_label: Option<usize>,
    manuscript: &Manuscript,
    draft: &mut Draft,
    report: &mut Report,
) -> Option<usize> {
    let is_line = |piece: &Piece| piece.line.as_ref().is_some_and(|line| line.field == LineField::Title);
    let before = first_label.unwrap_or(pieces.len());
    let hinted = pieces.iter().position(|piece| piece.block.role == Some(Role::Title));
    // The title nearest to the text: navigation and breadcrumbs repeat it further up.
    let by_line = pieces[..before].iter().rposition(is_line).or_else(|| pieces.iter().position(is_line));
    let by_line = by_line.filter(|_| hinted.is_none_or(|at| !is_line(&pieces[at])));
    let claimed = manuscript.claims.first("title");
    // A heading that is not marked as the title is of the text, where the metadata has a title of its own.
    let is_claimed =
        |at: &usize| claimed.is_none_or(|claim| !claim.is_exact || is_same(&claim.value, &pieces[*at].plain));
    let heading = || first_heading(&pieces[..before]).filter(is_claimed);
    if let Some(at) = by_line.or(hinted).or_else(heading) {
        let how = if hinted == Some(at) { "the title's own mark" } else { "the heading" };
        let how = if is_line(&pieces[at]) { "a line of the profile" } else { how };
        take(&pieces[at], how, draft, report);
        compare(&pieces[at], manuscript, report);
        return Some(at);
    }
    if let Some(claim) = claimed {
        let at = pieces.iter().position(|piece| is_same(&piece.plain, &claim.value));
        draft.set("title", &inline::escape(&claim.value));
        let action = if claim.is_exact { Action::Taken } else { Action::Guessed };
        report.add(
            action,
            claim.at,
            Some("title"),
            format!("`{}`, from {}", excerpt(&claim.value), claim.from),
        );
        return at;
    }
    let at = pieces[..before].iter().position(could_be)?;
    draft.set("title", &written(&pieces[at].block));
    let message = format!("`{}`, since it is the first line that could be", excerpt(&pieces[at].plain));
    report.add(Action::Guessed, pieces[at].block.at, Some("title"), message);
    Some(at)
}

/// A first heading that no text stands before, or the only one of the first level.
fn first_heading(pieces: &[Piece]) -> Option<usize> {
    let is_heading = |piece: &Piece| piece.block.level().is_some() && piece.label.is_none();
    let firsts = pieces.iter().filter(|piece| piece.block.level() == Some(1)).count();
    if firsts == 1 {
        return pieces.iter().position(|piece| piece.block.level() == Some(1) && piece.label.is_none());
    }
    let at = pieces.iter().position(is_heading)?;
    pieces[..at].iter().all(|piece| piece.plain.chars().count() < 80).then_some(at)
}

fn could_be(piece: &Piece) -> bool {
    piece.label.is_none()
        && piece.line.is_none()
        && piece.block.inlines().is_some()
        && piece.plain.chars().count() <= LONGEST
        && piece.plain.chars().any(char::is_alphabetic)
}

fn take(piece: &Piece, how: &str, draft: &mut Draft, report: &mut Report) {
    let at = piece.block.at;
    if let Some(line) = piece.line.as_ref().filter(|line| line.field == LineField::Title) {
        draft.set("title", &inline::escape(&line.value));
        if let Some(number) = &line.number {
            draft.set("number", &number.replace('/', "-"));
            report.add(Action::Taken, at, Some("number"), format!("`{number}`, from the title's line"));
        }
    } else {
        draft.set("title", &written(&piece.block));
    }
    let title = draft.line("title").unwrap_or_default();
    report.add(Action::Taken, at, Some("title"), format!("`{}`, by {how}", excerpt(title)));
}

/// Writes a title: words and emphasis, nothing else.
fn written(block: &Block) -> String {
    fn only_emphasis(inlines: &[Inline]) -> Vec<Inline> {
        let mut result = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text(_) | Inline::Raw(_) => result.push(inline.clone()),
                Inline::Code(code) => result.push(Inline::Text(code.clone())),
                Inline::Marked(Mark::Emphasis, children) => {
                    result.push(Inline::Marked(Mark::Emphasis, only_emphasis(children)));
                }
                Inline::Marked(_, children) | Inline::Link { children, .. } => {
                    result.extend(only_emphasis(children));
                }
                Inline::Break => result.push(Inline::Text(" ".to_owned())),
                Inline::Image { .. } | Inline::Note(_) => {}
            }
        }
        inline::tidy(result)
    }
    match &block.content {
        Content::Heading(_, inlines) | Content::Paragraph(inlines) => {
            inline::markdown(&only_emphasis(inlines))
        }
        _ => inline::escape(&block.plain()),
    }
}

/// Tells where the metadata has another title than the page.
fn compare(piece: &Piece, manuscript: &Manuscript, report: &mut Report) {
    let shown = piece.line.as_ref().map_or(piece.plain.as_str(), |line| line.value.as_str());
    for (field, claim) in &manuscript.claims.values {
        if *field == "title"
            && claim.is_exact
            && !is_same(&claim.value, shown)
            && !claim.value.contains(shown)
        {
            let message =
                format!("{} says `{}`; the page's own line was taken", claim.from, excerpt(&claim.value));
            report.add(Action::Guessed, claim.at, Some("title"), message);
        }
    }
}

/// Compares words and nothing else.
pub(super) fn is_same(left: &str, right: &str) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    words(left) == words(right)
}
