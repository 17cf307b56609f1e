//! Languages inside languages: what is marked takes its direction, what is not is guessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builder::Builder;
use super::language::{self, Writing};
use super::limits;
use super::{Block, Direction, Document, Inline, Lang, Text};
use crate::diagnostics::codes::document as codes;
use crate::diagnostics::{Place, Span};

/// What is around an inline.
#[derive(Clone)]
struct Around {
    lang: Lang,
    direction: Direction,
    /// Whether faults can be told with a place an editor could mend.
    is_mendable: bool,
}

/// Stretches that were guessed: where each stands and how long it is, by language.
type Guesses = BTreeMap<&'static str, Vec<(Place, usize)>>;

/// Gives every stretch in another script a language, and asks to mark those of the record.
pub(super) fn mark(document: &mut Document, builder: &mut Builder<'_>) {
    let mut guesses = Guesses::new();
    let lang = Arc::clone(&document.lang);
    let around = |is_mendable| Around { lang: Arc::clone(&lang), direction: document.direction, is_mendable };
    let (fixed, mendable) = (around(false), around(true));
    let head = &mut document.masthead;
    for inlines in
        [&mut head.series, &mut head.number, &mut head.date, &mut document.title, &mut document.byline]
    {
        mark_inlines(inlines, &fixed, &mut guesses);
    }
    if let Some(subtitle) = &mut document.subtitle {
        mark_inlines(subtitle, &fixed, &mut guesses);
    }
    for section in &mut document.sections {
        if let Some(heading) = &mut section.heading {
            mark_inlines(heading, &fixed, &mut guesses);
        }
        mark_blocks(&mut section.blocks, &mendable, &mut guesses);
    }
    for note in &mut document.notes {
        mark_blocks(&mut note.blocks, &mendable, &mut guesses);
    }
    report(builder, &guesses);
}

fn report(builder: &mut Builder<'_>, guesses: &Guesses) {
    let found: usize = guesses.values().map(Vec::len).sum();
    if found > limits::GUESSES {
        let first = guesses.values().filter_map(|places| places.first()).min();
        let span = first.and_then(|&(place, length)| builder.span_at(place, length));
        let message =
            format!("there are more than {} stretches in other scripts that are not marked", limits::GUESSES);
        let hint = "set `lang` to the language that most of the text is in, or divide the record";
        builder.fail(&codes::TOO_MUCH, message, span, hint);
        return;
    }
    for (lang, places) in guesses {
        let spans: Vec<Span> =
            places.iter().filter_map(|&(place, length)| builder.span_at(place, length)).collect();
        let Some((first, others)) = spans.split_first() else { continue };
        let more =
            if others.is_empty() { String::new() } else { format!(", and {} more like it", others.len()) };
        let message = format!("words in another script are not marked{more}; they are taken for `{lang}`");
        if let Some(diagnostic) = builder.lint(&codes::UNMARKED_LANGUAGE, message, Some(first.clone())) {
            diagnostic.hints.push(format!("mark them: `<span lang=\"{lang}\">...</span>`"));
            diagnostic.related.extend(others.iter().take(4).map(|span| (span.clone(), "another".to_owned())));
        }
    }
}

fn mark_blocks(blocks: &mut [Block], around: &Around, guesses: &mut Guesses) {
    for block in blocks {
        match block {
            Block::Paragraph { lang, direction, inlines, .. } => {
                mark_paragraph(lang, direction, inlines, around, guesses);
            }
            Block::Heading { inlines, .. } => mark_inlines(inlines, around, guesses),
            Block::List { items, .. } => {
                for item in items {
                    mark_blocks(&mut item.blocks, around, guesses);
                }
            }
            Block::Quote { blocks } => mark_blocks(blocks, around, guesses),
            Block::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    mark_inlines(cell, around, guesses);
                }
            }
            Block::Figure { caption, .. } => mark_inlines(caption, around, guesses),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn mark_paragraph(
    lang: &mut Option<Lang>,
    direction: &mut Option<Direction>,
    inlines: &mut Vec<Inline>,
    around: &Around,
    guesses: &mut Guesses,
) {
    // A paragraph that is one marked span is a paragraph in that language.
    if lang.is_none()
        && let [Inline::Span { lang: Some(own), direction: own_direction, inlines: inner }] = &mut inlines[..]
    {
        *lang = Some(Arc::clone(own));
        *direction = *own_direction;
        *inlines = std::mem::take(inner);
    }
    let inner = settle(lang, direction, around);
    mark_inlines(inlines, &inner, guesses);
    // The same for one whose every word was guessed.
    if lang.is_none()
        && let [Inline::Span { lang: Some(own), inlines: guessed, .. }] = &mut inlines[..]
    {
        *lang = Some(Arc::clone(own));
        *inlines = std::mem::take(guessed);
        settle(lang, direction, around);
    }
}

/// Drops what only repeats what is around, fills in the direction, and returns what is within.
fn settle(lang: &mut Option<Lang>, direction: &mut Option<Direction>, around: &Around) -> Around {
    if lang.as_ref() == Some(&around.lang) {
        *lang = None;
    }
    let own = lang.as_ref().map(|tag| language::direction(tag));
    let taken = direction.or(own).unwrap_or(around.direction);
    *direction = (taken != around.direction).then_some(taken);
    let lang = lang.as_ref().map_or_else(|| Arc::clone(&around.lang), Arc::clone);
    Around { lang, direction: taken, is_mendable: around.is_mendable }
}

fn mark_inlines(inlines: &mut Vec<Inline>, around: &Around, guesses: &mut Guesses) {
    // Most lines are in one script; they are left as they are.
    let mut at = 0;
    while at < inlines.len() {
        match &mut inlines[at] {
            Inline::Text(text) => {
                if let Some(parts) = divide(text, around, guesses) {
                    let count = parts.len();
                    inlines.splice(at..=at, parts);
                    at += count;
                    continue;
                }
            }
            Inline::Span { lang, direction, inlines: inner } => {
                let within = settle(lang, direction, around);
                mark_inlines(inner, &within, guesses);
            }
            other => {
                if let Some(inner) = other.inner_mut() {
                    mark_inlines(inner, around, guesses);
                }
            }
        }
        at += 1;
    }
}

/// A stretch of a text: its bytes and the language guessed for it.
struct Stretch {
    start: usize,
    end: usize,
    lang: Option<&'static str>,
}

/// Divides a text where its script changes to one that its language is not written in.
fn divide(text: &Text, around: &Around, guesses: &mut Guesses) -> Option<Vec<Inline>> {
    if text.text.is_ascii() {
        return None;
    }
    let stretches = stretches(&text.text, &around.lang);
    if stretches.iter().all(|stretch| stretch.lang.is_none()) {
        return None;
    }
    let mut parts = Vec::with_capacity(stretches.len());
    for Stretch { start, end, lang } in stretches {
        let mut place = text.place;
        if place != Place::default() {
            place.0 += u32::try_from(start).unwrap_or_default();
        }
        let words = Inline::Text(Text { text: text.text[start..end].to_owned(), place, position: 0 });
        let Some(tag) = lang else {
            parts.push(words);
            continue;
        };
        if around.is_mendable && place != Place::default() {
            guesses.entry(tag).or_default().push((place, end - start));
        }
        // Figures after an Arabic word would be taken for a part of it, and are a part of what follows an abbreviation
        // in Latin letters: the one is set apart, the other left to the rules for mixed text (UAX #9, W2 and W7).
        let is_turned = around.direction == Direction::Ltr && language::direction(tag) == Direction::Rtl;
        let direction = is_turned.then_some(Direction::Rtl);
        parts.push(Inline::Span { lang: Some(Arc::from(tag)), direction, inlines: vec![words] });
    }
    Some(parts)
}

fn stretches(text: &str, lang: &str) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    // The end of the last letter of the stretch at hand: what all scripts share after it goes to
    // the next stretch, unless the same script goes on.
    let mut letters_end = 0;
    for (at, c) in text.char_indices() {
        let Some(writing) = Writing::of(c) else { continue };
        let end = at + c.len_utf8();
        let guess = if writing.belongs_to(lang) { None } else { writing.guess() };
        match found.last_mut() {
            Some(last) if same(last.lang, guess) => {
                last.lang = if guess == Some("ja") { guess } else { last.lang };
                last.end = end;
            }
            last => {
                if let Some(last) = last {
                    last.end = if last.lang.is_some() { letters_end } else { at };
                }
                let start = found.last().map_or(0, |last| last.end);
                if guess.is_some() && start < at {
                    match found.last_mut() {
                        Some(last) if last.lang.is_none() => last.end = at,
                        _ => found.push(Stretch { start, end: at, lang: None }),
                    }
                }
                let start = found.last().map_or(0, |last| last.end);
                found.push(Stretch { start, end, lang: guess });
            }
        }
        letters_end = end;
    }
    if let Some(last) = found.last_mut() {
        last.end = if last.lang.is_some() { letters_end } else { text.len() };
    }
    let end = found.last().map_or(0, |last| last.end);
    if end < text.len() {
        found.push(Stretch { start: end, end: text.len(), lang: None });
    }
    for stretch in &mut found {
        // A Greek letter or two is a symbol, not a word.
        if stretch.lang == Some("el") && text[stretch.start..stretch.end].chars().count() <= 2 {
            stretch.lang = None;
        }
    }
    found
}

/// Tells whether two guesses can be one stretch: Han beside kana is Japanese.
fn same(before: Option<&str>, now: Option<&str>) -> bool {
    before == now || matches!((before, now), (Some("zh"), Some("ja")) | (Some("ja"), Some("zh")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, lang: &str) -> Vec<(String, Option<&'static str>)> {
        stretches(text, lang).iter().map(|part| (text[part.start..part.end].to_owned(), part.lang)).collect()
    }

    #[test]
    fn stretches_are_cut_where_the_script_changes() {
        assert_eq!(
            parts("The SCO (上海合作组织) is", "en"),
            [("The SCO (".into(), None), ("上海合作组织".into(), Some("zh")), (") is".into(), None)]
        );
        assert_eq!(
            parts("“上海，合作” and தமிழ் மொழி.", "en"),
            [
                ("“".into(), None),
                ("上海，合作".into(), Some("zh")),
                ("” and ".into(), None),
                ("தமிழ் மொழி".into(), Some("ta")),
                (".".into(), None),
            ]
        );
        assert_eq!(parts("東京の空", "en"), [("東京の空".into(), Some("ja"))]);
        assert_eq!(parts("北约 NATO 说", "zh-Hans"), [("北约 NATO 说".into(), None)]);
        assert!(parts("angle α of π", "en").iter().all(|part| part.1.is_none()));
        assert_eq!(parts("السلام، عليكم!", "en"), [("السلام، عليكم".into(), Some("ar")), ("!".into(), None)]);
    }

    #[test]
    fn the_stretches_joined_give_the_text_back() {
        for text in ["a上b中", "上a", "…上…", "αβγ and α", "", "— “”", "上のa ,한국 漢"]
        {
            for lang in ["en", "zh", "ar", "ja"] {
                let joined: String = parts(text, lang).into_iter().map(|part| part.0).collect();
                assert_eq!(joined, text, "{lang}");
            }
        }
    }
}
