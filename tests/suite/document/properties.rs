//! What holds for every text.

use std::collections::BTreeSet;

use offprint::document::{Block, Document, Inline, Part, Section, reading_text};
use proptest::prelude::*;

use super::build_body;

/// Pieces that Markdown is made of, and some that it is broken with.
const PIECES: &[&str] = &[
    "word",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "!",
    "# ",
    "## ",
    "#### ",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\t",
    "|",
    "|---|---|\n",
    "\\",
    "&amp;",
    "&",
    "<",
    ">",
    "<sup>",
    "</sup>",
    "<span lang=\"ta\">",
    "</span>",
    "<div lang=\"ar\">",
    "</div>",
    "<br>",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "[^1]",
    "[^1]: ",
    "[^a]",
    "\n[^a]: ",
    "https://a.org",
    "<a@b.org>",
    "[x](y)",
    "[x](#word)",
    "![",
    "](x.png)",
    "\"decorative\"",
    "- [ ] ",
    "***\n",
    "===\n",
    "上海",
    "தமிழ்",
    "مرحبا",
    "é",
    "\u{a0}",
    "\u{0}",
    "\u{1b}",
    "\u{202e}",
    "\r\n",
    "\u{feff}",
    "😀",
    "{",
    "}",
    "x\\\n",
    "  \n",
];

fn markdown() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Positions and lengths of every text, in reading order.
fn positions(document: &Document) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    let head = &document.masthead;
    for inlines in [&head.series, &head.number, &head.date, &document.title] {
        of_inlines(inlines, &mut found);
    }
    document.subtitle.iter().for_each(|subtitle| of_inlines(subtitle, &mut found));
    of_inlines(&document.byline, &mut found);
    for Section { heading, blocks, .. } in &document.sections {
        heading.iter().for_each(|heading| of_inlines(heading, &mut found));
        of_blocks(blocks, &mut found);
    }
    document.notes.iter().for_each(|note| of_blocks(&note.blocks, &mut found));
    found
}

fn of_blocks(blocks: &[Block], found: &mut Vec<(u32, usize)>) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => of_inlines(inlines, found),
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(&item.blocks, found)),
            Block::Quote { blocks } => of_blocks(blocks, found),
            Block::Code { text, position, .. } => found.push((*position, text.len())),
            Block::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| of_inlines(cell, found));
            }
            Block::Figure { caption, .. } => of_inlines(caption, found),
            Block::Rule => {}
        }
    }
}

fn of_inlines(inlines: &[Inline], found: &mut Vec<(u32, usize)>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => found.push((text.position, text.text.len())),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Small(inner)
            | Inline::Cite(inner)
            | Inline::Abbreviation { inlines: inner, .. }
            | Inline::Span { inlines: inner, .. }
            | Inline::Link { inlines: inner, .. } => of_inlines(inner, found),
            Inline::Image { .. } | Inline::NoteReference { .. } | Inline::HardBreak => {}
            Inline::Change { .. } => panic!("no record makes a change"),
        }
    }
}

fn headings(blocks: &[Block], found: &mut Vec<(u8, String)>) {
    for block in blocks {
        match block {
            Block::Heading { level, id, .. } => found.push((*level, id.clone())),
            Block::List { items, .. } => items.iter().for_each(|item| headings(&item.blocks, found)),
            Block::Quote { blocks } => headings(blocks, found),
            _ => {}
        }
    }
}

/// A paragraph of numbered words with markup between them.
fn marked_words() -> impl Strategy<Value = (String, Vec<String>)> {
    const WRAPS: &[(&str, &str)] = &[
        ("", ""),
        ("*", "*"),
        ("**", "**"),
        ("`", "`"),
        ("<sup>", "</sup>"),
        ("[", "](https://a.org)"),
        ("~~", "~~"),
    ];
    let wraps = proptest::collection::vec(proptest::sample::select(WRAPS), 1..20);
    let joins =
        proptest::collection::vec(proptest::sample::select(&[" ", "\n", "\\\n", "  \n", " &amp; "][..]), 20);
    (wraps, joins).prop_map(|(wraps, joins)| {
        let words: Vec<String> = (0..wraps.len()).map(|at| format!("word{at}")).collect();
        let marked = words.iter().zip(&wraps).map(|(word, wrap)| format!("{}{word}{}", wrap.0, wrap.1));
        let mut body = String::new();
        for (word, join) in marked.zip(std::iter::once(&"").chain(&joins)) {
            body.push_str(join);
            body.push_str(&word);
        }
        (body, words)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_builds_or_is_refused_with_a_place(body in markdown()) {
        let (document, told) = build_body(&body);
        prop_assert_eq!(document.is_none(), told.iter().any(offprint::diagnostics::Diagnostic::is_error));
        for diagnostic in &told {
            let span = diagnostic.span.as_ref().expect("what a record's text is told of has a place");
            prop_assert!(span.start <= span.end && span.end <= span.source.text.len());
        }
    }

    #[test]
    fn positions_count_the_bytes_of_text(body in markdown()) {
        let Some(document) = build_body(&body).0 else { return Ok(()) };
        let mut expected = 0;
        for (position, length) in positions(&document) {
            prop_assert!(length > 0);
            prop_assert_eq!(position as usize, expected);
            expected += length;
        }
    }

    #[test]
    fn headings_have_no_gap_and_names_of_their_own(body in markdown()) {
        let Some(document) = build_body(&body).0 else { return Ok(()) };
        let mut found = Vec::new();
        document.sections.iter().for_each(|section| headings(&section.blocks, &mut found));
        let mut before = 2;
        for (level, _) in &found {
            prop_assert!(*level >= 3 && *level <= before + 1);
            before = *level;
        }
        let ids: BTreeSet<&str> = found.iter().map(|(_, id)| id.as_str())
            .chain(document.sections.iter().map(|section| section.id.as_str())).collect();
        prop_assert_eq!(ids.len(), found.len() + document.sections.len());
    }

    #[test]
    fn every_word_is_read_once_and_in_order((body, words) in marked_words()) {
        let (document, told) = build_body(&body);
        let document = document.unwrap_or_else(|| panic!("{body:?}: {told:?}"));
        let text: String = reading_text(&document).into_iter()
            .filter(|(part, _)| matches!(part, Part::Section(_))).map(|(_, text)| text).collect();
        let read: Vec<&str> = text.split([' ', '&']).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(read, words);
    }

    #[test]
    fn places_point_at_the_words((body, words) in marked_words()) {
        let Some(document) = build_body(&body).0 else { return Ok(()) };
        let mut found = Vec::new();
        texts(&document.sections[0].blocks, &mut found);
        for word in words {
            let (text, place) = found.iter().find(|(text, _)| text.split(' ').any(|part| part == word)).expect("it is set");
            let at = *place as usize + text.split(' ').take_while(|part| *part != word).map(|part| part.len() + 1).sum::<usize>();
            prop_assert_eq!(&document.source.text[at..at + word.len()], word);
        }
    }
}

fn texts(blocks: &[Block], found: &mut Vec<(String, u32)>) {
    for block in blocks {
        if let Block::Paragraph { inlines, .. } = block {
            texts_of(inlines, found);
        }
    }
}

fn texts_of(inlines: &[Inline], found: &mut Vec<(String, u32)>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => found.push((text.text.clone(), text.place.0)),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Superscript(inner)
            | Inline::Link { inlines: inner, .. } => texts_of(inner, found),
            _ => {}
        }
    }
}
