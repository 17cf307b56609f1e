//! Properties of page makeup on texts made up at random, in every style that is built in.

use std::sync::Arc;

use super::depth::{Depth, note_gap, notes_depth};
use super::makeup::{Column, Frames};
use super::{choose, feather, place};
use crate::diagnostics::{Place, Source};
use crate::document::{
    Block, Document, Furniture, Inline, ListItem, Masthead, Metadata, Note, NoteId, Section, SectionRole,
    Text, block::Table,
};
use crate::font::FontBook;
use crate::geometry::Pt;
use crate::layout::galley::{Break, Galley, GalleyLine, Setter};
use crate::style::Style;

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

fn words(dice: &mut Dice, count: usize) -> String {
    const WORDS: &[&str] = &[
        "the",
        "of",
        "cooperation",
        "a",
        "security",
        "in",
        "regional",
        "institutional",
        "and",
        "to",
        "states",
        "conference",
        "cyberspace",
        "that",
        "is",
        "multilateralism",
        "as",
        "on",
        "Afghanistan",
        "trade",
    ];
    let picked: Vec<&str> = (0..count.max(1)).map(|_| WORDS[dice.roll(WORDS.len())]).collect();
    picked.join(" ")
}

fn inlines(dice: &mut Dice, count: usize) -> Vec<Inline> {
    vec![Inline::Text(Text::new(words(dice, count)))]
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::Paragraph { place: Place::default(), lang: None, direction: None, inlines }
}

/// A document of many blocks of every kind that needs no image.
fn document(seed: u64, count: usize) -> Document {
    let mut dice = Dice(seed);
    let mut notes = Vec::new();
    let blocks = (0..count).map(|at| block(&mut dice, at, &mut notes)).collect();
    let section = |role, id: &str, blocks| Section {
        role,
        id: id.to_owned(),
        heading: Some(vec![Inline::Text(Text::new(id))]),
        blocks,
    };
    let synopsis = vec![paragraph(inlines(&mut dice, 30))];
    Document {
        source: Source::new("made-up.md", ""),
        lang: Arc::from("en-GB"),
        direction: crate::document::Direction::Ltr,
        metadata: Metadata::default(),
        masthead: Masthead { series: inlines(&mut dice, 2), ..Masthead::default() },
        title: inlines(&mut dice, 8),
        subtitle: None,
        byline: inlines(&mut dice, 2),
        sections: vec![
            section(SectionRole::Synopsis, "synopsis", synopsis),
            section(SectionRole::Commentary, "commentary", blocks),
        ],
        notes,
        images: Vec::new(),
        furniture: Furniture::default(),
    }
}

/// A document with more notes than text, which seldom find room where their marks are.
fn annotated(seed: u64) -> Document {
    let mut document = document(seed, 0);
    let mut dice = Dice(seed);
    for _ in 0..50 {
        let mut text = inlines(&mut dice, 12);
        for _ in 0..dice.roll(4) {
            let note = NoteId(u32::try_from(document.notes.len()).unwrap_or(0));
            let length = 3 + dice.roll(160);
            let blocks = vec![paragraph(inlines(&mut dice, length))];
            document.notes.push(Note { label: (note.0 + 1).to_string(), blocks, references: 1 });
            text.push(Inline::NoteReference { place: Place::default(), note, occurrence: 0 });
            text.extend(inlines(&mut dice, 20));
        }
        document.sections[1].blocks.push(paragraph(text));
    }
    document
}

fn block(dice: &mut Dice, at: usize, notes: &mut Vec<Note>) -> Block {
    match dice.roll(12) {
        0 => Block::Heading {
            place: Place::default(),
            level: 3,
            id: format!("h{at}"),
            inlines: inlines(dice, 4),
        },
        1 => Block::List {
            start: (dice.roll(2) == 0).then_some(1),
            is_tight: dice.roll(2) == 0,
            items: (0..1 + dice.roll(6))
                .map(|_| {
                    let length = 1 + dice.roll(40);
                    ListItem { blocks: vec![paragraph(inlines(dice, length))], checked: None }
                })
                .collect(),
        },
        2 => Block::Quote { blocks: vec![paragraph(inlines(dice, 50))] },
        3 => {
            let lines: Vec<String> = (0..1 + dice.roll(20)).map(|_| words(dice, 6)).collect();
            Block::Code { place: Place::default(), language: None, text: lines.join("\n"), position: 0 }
        }
        4 => Block::Table(Box::new(Table {
            place: Place::default(),
            alignments: vec![None; 3],
            head: vec![inlines(dice, 1), inlines(dice, 2), inlines(dice, 1)],
            rows: (0..1 + dice.roll(30))
                .map(|row| {
                    vec![inlines(dice, 2), inlines(dice, 8), vec![Inline::Text(Text::new(row.to_string()))]]
                })
                .collect(),
        })),
        5 => {
            let note = NoteId(u32::try_from(notes.len()).unwrap_or(0));
            let length = 5 + dice.roll(80);
            let blocks = vec![paragraph(inlines(dice, length))];
            notes.push(Note { label: (note.0 + 1).to_string(), blocks, references: 1 });
            let mut text = inlines(dice, 40);
            text.push(Inline::NoteReference { place: Place::default(), note, occurrence: 0 });
            text.extend(inlines(dice, 60));
            paragraph(text)
        }
        _ => {
            let length = 1 + dice.roll(180);
            paragraph(inlines(dice, length))
        }
    }
}

/// Sets a made-up document and chooses its columns.
fn made_up(style: &Style, seed: u64, count: usize, check: impl Fn(&Galley<'_>, &[Column], Frames)) {
    with_columns(style, &document(seed, count), check);
}

fn with_columns(style: &Style, document: &Document, check: impl Fn(&Galley<'_>, &[Column], Frames)) {
    let fonts = FontBook::embedded();
    let mut setter = Setter::new(document, style, &fonts);
    setter.set();
    let galley = std::mem::take(&mut setter.galley);
    let depth = style.page.grid * f64::from(style.lines());
    let header = place::header_depth(&galley, style);
    let columns = usize::from(style.page.columns);
    let frames = Frames { first_depth: depth - header, depth, columns };
    check(&galley, &choose(&galley, style, frames), frames);
}

fn styles() -> impl Iterator<Item = Style> {
    crate::style::names().map(|name| crate::style::load(name, &[]).expect("built-in styles load"))
}

#[test]
fn every_line_and_every_note_is_on_exactly_one_page_in_order() {
    for style in styles() {
        for seed in 1..6 {
            for document in [document(seed, 60), annotated(10 + seed)] {
                let case = format!("{} {seed}, {} notes", style.name, document.notes.len());
                with_columns(&style, &document, |galley, columns, _| check_whole(galley, columns, &case));
            }
        }
    }
}

/// Checks that columns hold a galley whole and in order.
fn check_whole(galley: &Galley<'_>, columns: &[Column], case: &str) {
    let mut next = 0;
    for column in columns {
        assert_eq!(column.first, next, "{case}");
        next = column.end;
    }
    assert_eq!(next, galley.lines.len(), "{case}");
    let mut set: Vec<(NoteId, usize)> = Vec::new();
    for part in columns.iter().flat_map(|column| &column.notes) {
        match set.last_mut() {
            Some((note, to)) if *note == part.note && *to == part.from => *to = part.to,
            _ => {
                assert_eq!(part.from, 0, "a note goes on where it was left");
                set.push((part.note, part.to));
            }
        }
    }
    let lengths = galley.notes.iter().enumerate();
    let wanted: Vec<(NoteId, usize)> =
        lengths.map(|(at, lines)| (NoteId(u32::try_from(at).unwrap_or(0)), lines.len())).collect();
    assert_eq!(set, wanted, "{case}");
}

#[test]
fn no_column_ends_where_the_galley_forbids_it() {
    for style in styles() {
        for seed in 10..16 {
            made_up(&style, seed, 80, |galley, columns, _| {
                for column in columns {
                    let after = galley.lines.get(column.end);
                    let is_allowed = after.is_none_or(|line| line.break_before != Break::Never);
                    assert!(is_allowed, "{} {seed}: column ends before line {}", style.name, column.end);
                }
            });
        }
    }
}

#[test]
fn no_column_is_deeper_than_its_frame() {
    for style in styles() {
        for seed in 20..24 {
            made_up(&style, seed, 60, |galley, columns, frames| {
                for (at, column) in columns.iter().enumerate() {
                    let room = if at < frames.columns { frames.first_depth } else { frames.depth };
                    let mut depth = Depth::new(galley, style.page.grid);
                    galley.lines[column.first..column.end].iter().for_each(|line| {
                        depth.add(line);
                    });
                    let notes = notes_depth(galley, &column.notes);
                    let gap = if column.notes.is_empty() { Pt::ZERO } else { note_gap(&style) };
                    let flexed = style.page.grid * f64::from(column.flex);
                    let used = depth.y + notes + gap + flexed;
                    assert!(used.0 <= room.0 + 0.1, "{} {seed}: {:.1} in {:.1}", style.name, used.0, room.0);
                }
            });
        }
    }
}

#[test]
fn widened_space_moves_a_columns_foot_by_what_was_asked_for() {
    let widened = std::cell::Cell::new(0);
    for style in styles() {
        let grid = style.page.grid;
        for seed in 30..34 {
            made_up(&style, seed, 60, |galley, columns, _| {
                let depth = |lines: &[GalleyLine]| {
                    let mut depth = Depth::new(galley, grid);
                    lines.iter().for_each(|line| {
                        depth.add(line);
                    });
                    depth.y
                };
                for column in columns.iter().filter(|column| column.feather.lines() > 0.0) {
                    let mut lines = galley.lines[column.first..column.end].to_vec();
                    let before = depth(&lines);
                    feather::widen(&mut lines, column.feather, grid);
                    let asked = grid * column.feather.lines();
                    let moved = depth(&lines) - before;
                    assert!(
                        (moved - asked).abs().0 < 0.01,
                        "{} {seed}: {} of {}",
                        style.name,
                        moved.0,
                        asked.0
                    );
                    assert_eq!(lines[0].space, galley.lines[column.first].space);
                    widened.set(widened.get() + 1);
                }
            });
        }
    }
    assert!(widened.get() > 20, "{}", widened.get());
}

#[test]
fn running_text_fills_its_pages_to_a_line() {
    let style = crate::style::load("house", &[]).expect("house loads");
    let fonts = FontBook::embedded();
    let mut dice = Dice(7);
    let mut document = document(7, 0);
    document.sections[1].blocks = (0..60).map(|_| paragraph(inlines(&mut dice, 120))).collect();
    let composed = crate::layout::compose(&document, &style, &fonts);
    let pages = &composed.pages.pages;
    let deepest = |page: &crate::layout::Page| {
        page.items
            .iter()
            .filter(|placed| matches!(placed.owner, crate::layout::Owner::Leaf(_)))
            .filter_map(|placed| match &placed.item {
                crate::layout::Item::Run(run) => Some(run.origin.y.0),
                _ => None,
            })
            .fold(0.0, f64::max)
    };
    let depths: Vec<f64> = pages[..pages.len() - 1].iter().map(deepest).collect();
    let (least, most) = depths.iter().fold((f64::MAX, 0.0_f64), |(l, m), d| (l.min(*d), m.max(*d)));
    assert!(pages.len() > 5 && most - least <= style.page.grid.0 + 0.01, "{depths:?}");
    // Every baseline of running text is the grid's.
    for page in pages {
        for placed in &page.items {
            let (crate::layout::Owner::Leaf(_), crate::layout::Item::Run(run)) = (placed.owner, &placed.item)
            else {
                continue;
            };
            if (run.size.0 - style.text.body.size.0).abs() > 1e-6 {
                continue;
            }
            let steps = (run.origin.y - style.page.margin_top) / style.page.grid - 0.75;
            assert!((steps - steps.round()).abs() < 1e-3, "{} is off the grid", run.origin.y.0);
        }
    }
}
