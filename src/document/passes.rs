//! Passes over the whole tree: internal links, masked addresses, positions.

use std::collections::BTreeSet;

use super::builder::Builder;
use super::inline::LinkTarget;
use super::{Block, Document, Inline, Text};
use crate::diagnostics::codes::document as codes;
use crate::diagnostics::{Place, Span};

/// Walks every line of inlines in reading order; code blocks are given as their own kind.
pub(crate) enum Line<'d> {
    Inlines(&'d mut Vec<Inline>),
    Code(&'d mut String, &'d mut u32, Place),
}

pub(crate) fn walk(document: &mut Document, visit: &mut impl FnMut(Line<'_>)) {
    let head = &mut document.masthead;
    for inlines in [&mut head.series, &mut head.number, &mut head.date, &mut document.title] {
        visit(Line::Inlines(inlines));
    }
    if let Some(subtitle) = &mut document.subtitle {
        visit(Line::Inlines(subtitle));
    }
    visit(Line::Inlines(&mut document.byline));
    for section in &mut document.sections {
        if let Some(heading) = &mut section.heading {
            visit(Line::Inlines(heading));
        }
        walk_blocks(&mut section.blocks, visit);
    }
    for note in &mut document.notes {
        walk_blocks(&mut note.blocks, visit);
    }
}

fn walk_blocks(blocks: &mut [Block], visit: &mut impl FnMut(Line<'_>)) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => {
                visit(Line::Inlines(inlines))
            }
            Block::List { items, .. } => {
                for item in items {
                    walk_blocks(&mut item.blocks, visit);
                }
            }
            Block::Quote { blocks } => walk_blocks(blocks, visit),
            Block::Code { text, position, place, .. } => visit(Line::Code(text, position, *place)),
            Block::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    visit(Line::Inlines(cell));
                }
            }
            Block::Figure { caption, .. } => visit(Line::Inlines(caption)),
            Block::Rule => {}
        }
    }
}

/// Dead links that get a suggestion each; looking for one takes as long as there are headings.
const SUGGESTED: usize = 20;

/// Sends internal links to the ids they mean; those that mean none become their words.
pub(super) fn resolve_links(document: &mut Document, builder: &mut Builder<'_>) {
    let present: Vec<String> = document.sections.iter().map(|section| section.id.clone()).collect();
    builder.anchors.keep_sections(&present.iter().map(String::as_str).collect::<Vec<_>>());
    let links = std::mem::take(&mut builder.internal_links);
    if links.is_empty() {
        return;
    }
    let mut dead = 0;
    for (fragment, span) in links {
        if builder.anchors.find(&fragment).is_some() {
            continue;
        }
        let message =
            format!("there is no heading `#{}`; the link's text is kept without it", fragment.escape_debug());
        dead += 1;
        let near = if dead <= SUGGESTED { builder.anchors.nearest(&fragment) } else { None };
        let hint = match near {
            Some(near) => format!("the nearest is `#{near}`"),
            None => "a heading is named by its words in lower case with hyphens".to_owned(),
        };
        builder.warn(&codes::LINK_DEAD, message, span, &hint);
    }
    walk(document, &mut |line| {
        if let Line::Inlines(inlines) = line {
            resolve_in(inlines, builder);
        }
    });
}

fn resolve_in(inlines: &mut Vec<Inline>, builder: &Builder<'_>) {
    let mut at = 0;
    while at < inlines.len() {
        if let Some(inner) = inlines[at].inner_mut() {
            resolve_in(inner, builder);
        }
        if let Inline::Link { target: LinkTarget::Internal(fragment), inlines: inner, .. } = &mut inlines[at]
        {
            match builder.anchors.find(fragment) {
                Some(id) => *fragment = id.to_owned(),
                None => {
                    let words = std::mem::take(inner);
                    let count = words.len();
                    inlines.splice(at..=at, words);
                    at += count;
                    continue;
                }
            }
        }
        at += 1;
    }
}

/// What web pages show in place of an e-mail address.
const MASK: &str = "[email protected]";

/// Reports every masked address that would be set.
pub(super) fn find_masks(document: &mut Document, builder: &mut Builder<'_>) {
    let mut found: Vec<Place> = Vec::new();
    walk(document, &mut |line| match line {
        Line::Inlines(inlines) => {
            let mut words = String::new();
            let mut marks = Vec::new();
            join(inlines, &mut words, &mut marks);
            found.extend(masks(&words).map(|at| place_of(&marks, at)));
        }
        Line::Code(text, _, place) => found.extend(masks(text).map(|_| place)),
    });
    let fields = [&document.furniture.address, &document.furniture.short_title];
    found.extend(fields.into_iter().flat_map(|field| masks(field)).map(|_| Place::default()));
    let places: BTreeSet<Place> = found.into_iter().collect();
    for place in places {
        let span: Option<Span> = if place == Place::default() {
            disclaimer_span(document, builder)
        } else {
            builder.span_at(place, MASK.len())
        };
        let message = "an e-mail address is hidden by `[email protected]`, expected the address itself";
        builder.fail(
            &codes::MASKED_ADDRESS,
            message,
            span,
            "write the real address; in a disclaimer `{email}`",
        );
    }
}

/// Returns where the disclaimer stands, if that is where the mask comes from.
fn disclaimer_span(document: &Document, builder: &Builder<'_>) -> Option<Span> {
    let (_, series) = builder.series()?;
    let has_mask = |text: &str| masks(text).next().is_some();
    let is_set = document.sections.iter().any(|section| section.role == super::SectionRole::Disclaimer);
    series
        .disclaimers
        .iter()
        .filter(|_| is_set)
        .find(|version| has_mask(&version.text))
        .map(|version| version.span.clone())
}

fn masks(words: &str) -> impl Iterator<Item = usize> {
    let plain: String =
        if words.contains("[email") { words.replace('\u{a0}', "\u{1}\u{1}") } else { String::new() };
    // A no-break space has two bytes, so offsets stay right with two of anything in its place.
    let mut found: Vec<usize> = plain.match_indices(MASK).map(|(at, _)| at).collect();
    found.extend(plain.match_indices("[email\u{1}\u{1}protected]").map(|(at, _)| at));
    found.sort_unstable();
    found.into_iter()
}

/// Joins the words of a line and marks where each text begins.
fn join(inlines: &[Inline], words: &mut String, marks: &mut Vec<(usize, Place)>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => {
                marks.push((words.len(), text.place));
                words.push_str(&text.text);
            }
            Inline::Image { alt: Some(alt), place, .. } => {
                marks.push((words.len(), *place));
                words.push_str(alt);
            }
            other => {
                if let Some(inner) = other.inner() {
                    join(inner, words, marks);
                }
            }
        }
    }
}

fn place_of(marks: &[(usize, Place)], at: usize) -> Place {
    match marks.partition_point(|&(start, _)| start <= at) {
        0 => Place::default(),
        after => {
            let (start, place) = marks[after - 1];
            if place == Place::default() {
                place
            } else {
                Place(place.0 + u32::try_from(at - start).unwrap_or_default())
            }
        }
    }
}

/// Numbers every text by the bytes of text before it.
pub(crate) fn number(document: &mut Document) {
    let mut position = 0u32;
    walk(document, &mut |line| match line {
        Line::Inlines(inlines) => number_inlines(inlines, &mut position),
        Line::Code(text, own, _) => {
            *own = position;
            position = position.saturating_add(length(text));
        }
    });
}

fn number_inlines(inlines: &mut Vec<Inline>, position: &mut u32) {
    // Empty texts would share a position with what follows them.
    inlines.retain(|inline| !matches!(inline, Inline::Text(Text { text, .. }) | Inline::Code(Text { text, .. }) if text.is_empty()));
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => {
                text.position = *position;
                *position = position.saturating_add(length(&text.text));
            }
            other => {
                if let Some(inner) = other.inner_mut() {
                    number_inlines(inner, position);
                }
            }
        }
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
