//! Two trees walked side by side, to one that holds both.

use rustc_hash::FxHashMap;

use super::adopt::Adopted;
use super::align::{Pair, Sibling, pair};
use super::token::Words;
use super::words;
use crate::diagnostics::Place;
use crate::document::block::Table;
use crate::document::inline::plain_text;
use crate::document::{Block, Change, Document, Inline, ListItem, Note, Row, Section, SectionRole, Text};

/// What stands for a break between parts that came or went.
const RULE: &str = "* * *";
/// What marks a block that is set as something else than before.
const RESTYLED: &str = "¶ ";

/// Merges the versions. Changes are told of only later.
pub(super) fn merge(old: &Adopted, new: &Document) -> Document {
    let words = Words::default();
    let merger = Merger { words: &words, images: old };
    let mut merged = new.clone();
    let before = &old.document;
    let (head, head_before) = (&mut merged.masthead, &before.masthead);
    for (line, line_before) in [
        (&mut head.series, &head_before.series),
        (&mut head.number, &head_before.number),
        (&mut head.date, &head_before.date),
        (&mut merged.title, &before.title),
        (&mut merged.byline, &before.byline),
    ] {
        *line = words::merge(&words, line_before, line);
    }
    let subtitle = words::merge(
        &words,
        before.subtitle.as_deref().unwrap_or_default(),
        new.subtitle.as_deref().unwrap_or_default(),
    );
    merged.subtitle = Some(subtitle).filter(|subtitle| !subtitle.is_empty());
    merged.sections = merger.sections(&before.sections, &new.sections);
    merged.notes = merger.notes(&before.notes, &new.notes);
    merged.images.clone_from(&old.images);
    count_references(&mut merged);
    merged
}

struct Merger<'a> {
    words: &'a Words,
    images: &'a Adopted,
}

impl Merger<'_> {
    /// A document has one section of a role at most.
    fn sections(&self, old: &[Section], new: &[Section]) -> Vec<Section> {
        let mut roles: Vec<SectionRole> = old.iter().chain(new).map(|section| section.role).collect();
        roles.sort_unstable();
        roles.dedup();
        let of = |sections: &[Section], role| sections.iter().find(|section| section.role == role).cloned();
        let merged = roles.into_iter().filter_map(|role| match (of(old, role), of(new, role)) {
            (Some(old), Some(new)) => Some(Section {
                heading: self.heading(old.heading.as_deref(), new.heading.as_deref()),
                blocks: self.blocks(&old.blocks, &new.blocks),
                ..new
            }),
            (Some(section), None) => Some(self.mark_section(section, Change::Deleted)),
            (None, Some(section)) => Some(self.mark_section(section, Change::Inserted)),
            (None, None) => None,
        });
        merged.collect()
    }

    fn heading(&self, old: Option<&[Inline]>, new: Option<&[Inline]>) -> Option<Vec<Inline>> {
        let merged = words::merge(self.words, old.unwrap_or_default(), new.unwrap_or_default());
        (!merged.is_empty()).then_some(merged)
    }

    fn mark_section(&self, section: Section, change: Change) -> Section {
        Section {
            heading: section.heading.as_deref().map(|heading| words::mark(self.words, heading, change)),
            blocks: self.mark(&section.blocks, change),
            ..section
        }
    }

    fn notes(&self, old: &[Note], new: &[Note]) -> Vec<Note> {
        let merged = self.images.notes.iter().enumerate().filter_map(|(at, before)| {
            let before = before.and_then(|before| old.get(before));
            match (before, new.get(at)) {
                (Some(before), Some(note)) => {
                    Some(Note { blocks: self.blocks(&before.blocks, &note.blocks), ..note.clone() })
                }
                (None, Some(note)) => {
                    Some(Note { blocks: self.mark(&note.blocks, Change::Inserted), ..note.clone() })
                }
                // A note that is gone keeps its mark, told apart from the one that has its number now.
                (Some(before), None) => Some(Note {
                    label: format!("−{}", before.label),
                    blocks: self.mark(&before.blocks, Change::Deleted),
                    references: before.references,
                }),
                (None, None) => None,
            }
        });
        merged.collect()
    }

    fn blocks(&self, old: &[Block], new: &[Block]) -> Vec<Block> {
        let mut likeness = Likeness::new(self.words);
        let olds: Vec<Sibling> = old.iter().map(|block| likeness.of_block(block)).collect();
        let news: Vec<Sibling> = new.iter().map(|block| likeness.of_block(block)).collect();
        let mut merged = Vec::new();
        for pair in pair(&olds, &news) {
            match pair {
                Pair::Both(one, other) => merged.extend(self.block(&old[one], &new[other])),
                Pair::Old(one) => merged.extend(self.mark(std::slice::from_ref(&old[one]), Change::Deleted)),
                Pair::New(one) => merged.extend(self.mark(std::slice::from_ref(&new[one]), Change::Inserted)),
            }
        }
        merged
    }

    /// Merges two versions of a block; where they cannot be one, the old stands before the new.
    fn block(&self, old: &Block, new: &Block) -> Vec<Block> {
        let merged = match (old, new) {
            (
                Block::Paragraph { inlines: before, .. } | Block::Heading { inlines: before, .. },
                Block::Paragraph { inlines: after, .. } | Block::Heading { inlines: after, .. },
            ) => {
                let mut inlines = words::merge(self.words, before, after);
                restyle(&mut inlines, &name(old), &name(new));
                let mut merged = new.clone();
                if let Block::Paragraph { inlines: own, .. } | Block::Heading { inlines: own, .. } =
                    &mut merged
                {
                    *own = inlines;
                }
                Some(merged)
            }
            (Block::List { items: before, .. }, Block::List { start, is_tight, items }) => {
                let mut items = self.items(before, items);
                if name(old) != name(new) {
                    restyle_first(&mut items, &name(old), &name(new));
                }
                Some(Block::List { start: *start, is_tight: *is_tight, items })
            }
            (Block::Quote { blocks: before }, Block::Quote { blocks }) => {
                Some(Block::Quote { blocks: self.blocks(before, blocks) })
            }
            (Block::Table(before), Block::Table(after))
                if before.head.len() == after.head.len() && before.alignments == after.alignments =>
            {
                Some(Block::Table(Box::new(self.table(before, after))))
            }
            (Block::Code { text: before, language: spoke, .. }, Block::Code { text, language, .. }) => {
                (before == text && spoke == language).then(|| new.clone())
            }
            (
                Block::Figure { image: before, alt: alt_before, caption: caption_before, .. },
                Block::Figure { place, image, alt, caption },
            ) if before == image => {
                let mut caption = words::merge(self.words, caption_before, caption);
                let said = |alt: &Option<String>| format!("alt={:?}", alt.as_deref().unwrap_or("none"));
                restyle(&mut caption, &said(alt_before), &said(alt));
                Some(Block::Figure { place: *place, image: *image, alt: alt.clone(), caption })
            }
            (Block::Rule, Block::Rule) => Some(Block::Rule),
            _ => None,
        };
        match (merged, old, new) {
            (Some(merged), ..) => vec![merged],
            (None, Block::Code { text: before, .. }, Block::Code { text: after, .. }) => {
                vec![self.code(before, after)]
            }
            (None, ..) => [(old, Change::Deleted), (new, Change::Inserted)]
                .into_iter()
                .flat_map(|(block, change)| self.mark(std::slice::from_ref(block), change))
                .collect(),
        }
    }

    fn items(&self, old: &[ListItem], new: &[ListItem]) -> Vec<ListItem> {
        let mut likeness = Likeness::new(self.words);
        let olds: Vec<Sibling> = old.iter().map(|item| likeness.of_blocks(0, &item.blocks)).collect();
        let news: Vec<Sibling> = new.iter().map(|item| likeness.of_blocks(0, &item.blocks)).collect();
        let mark = |item: &ListItem, change| ListItem {
            blocks: self.mark(&item.blocks, change),
            checked: item.checked,
        };
        let merged = pair(&olds, &news).into_iter().map(|pair| match pair {
            Pair::Both(one, other) => {
                let (before, after) = (&old[one], &new[other]);
                let mut merged = vec![ListItem {
                    blocks: self.blocks(&before.blocks, &after.blocks),
                    checked: after.checked,
                }];
                restyle_first(&mut merged, &tick(before), &tick(after));
                merged.remove(0)
            }
            Pair::Old(one) => mark(&old[one], Change::Deleted),
            Pair::New(one) => mark(&new[one], Change::Inserted),
        });
        merged.collect()
    }

    fn table(&self, old: &Table, new: &Table) -> Table {
        let mut likeness = Likeness::new(self.words);
        let olds: Vec<Sibling> = old.rows.iter().map(|row| likeness.of_row(row)).collect();
        let news: Vec<Sibling> = new.rows.iter().map(|row| likeness.of_row(row)).collect();
        let cells = |old: &Row, new: &Row| -> Row {
            let both = old.iter().zip(new);
            both.map(|(before, after)| words::merge(self.words, before, after)).collect()
        };
        let mark =
            |row: &Row, change| row.iter().map(|cell| words::mark(self.words, cell, change)).collect::<Row>();
        let rows = pair(&olds, &news).into_iter().map(|pair| match pair {
            Pair::Both(one, other) => cells(&old.rows[one], &new.rows[other]),
            Pair::Old(one) => mark(&old.rows[one], Change::Deleted),
            Pair::New(one) => mark(&new.rows[one], Change::Inserted),
        });
        Table {
            place: new.place,
            alignments: new.alignments.clone(),
            head: cells(&old.head, &new.head),
            rows: rows.collect(),
        }
    }

    /// Merges code line by line. Marks need inlines, so that it becomes a paragraph of lines.
    fn code(&self, old: &str, new: &str) -> Block {
        let lines = |text: &str| {
            let mut inlines = Vec::new();
            for line in text.lines() {
                if !inlines.is_empty() {
                    inlines.push(Inline::HardBreak);
                }
                let kept = line.replace('\t', "    ").replace(' ', "\u{a0}");
                inlines.extend((!kept.is_empty()).then(|| Inline::Code(Text::new(kept))));
            }
            inlines
        };
        paragraph(words::merge(self.words, &lines(old), &lines(new)))
    }

    /// Marks whole blocks.
    fn mark(&self, blocks: &[Block], change: Change) -> Vec<Block> {
        blocks.iter().map(|block| self.mark_block(block, change)).collect()
    }

    fn mark_block(&self, block: &Block, change: Change) -> Block {
        let mut marked = block.clone();
        match &mut marked {
            Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => {
                *inlines = words::mark(self.words, inlines, change);
            }
            Block::List { items, .. } => {
                for item in items {
                    item.blocks = self.mark(&item.blocks, change);
                }
            }
            Block::Quote { blocks } => *blocks = self.mark(blocks, change),
            Block::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    *cell = words::mark(self.words, cell, change);
                }
            }
            Block::Figure { image, caption, .. } => {
                // An image cannot be struck out: its caption says what became of it, or else its name.
                if caption.is_empty() {
                    let image = self.images.images.get(image.0 as usize);
                    let path = image.map(|image| image.path.clone()).unwrap_or_default();
                    *caption = vec![Inline::Code(Text::new(path))];
                }
                *caption = words::mark(self.words, caption, change);
            }
            Block::Code { text, .. } => {
                return match change.is_gone() {
                    true => mark_code(self.code(text, ""), change),
                    false => mark_code(self.code("", text), change),
                };
            }
            Block::Rule => {
                return paragraph(words::mark(self.words, &[Inline::Text(Text::new(RULE))], change));
            }
        }
        marked
    }
}

/// Makes the changes of merged code those of its block.
fn mark_code(mut block: Block, as_change: Change) -> Block {
    if let Block::Paragraph { inlines, .. } = &mut block {
        for inline in inlines {
            if let Inline::Change { change, .. } = inline {
                *change = as_change;
            }
        }
    }
    block
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::Paragraph { place: Place::default(), lang: None, direction: None, inlines }
}

/// Puts a sign before a line that is set as something else than before.
fn restyle(inlines: &mut Vec<Inline>, old: &str, new: &str) {
    if old != new {
        let told = format!("{old} → {new}");
        let sign = vec![Inline::Text(Text::new(RESTYLED))];
        inlines.insert(0, Inline::Change { change: Change::Restyled, told, inlines: sign });
    }
}

/// As [`restyle`], before the first words of items.
fn restyle_first(items: &mut [ListItem], old: &str, new: &str) {
    let first = items.first_mut().and_then(|item| item.blocks.first_mut());
    if let Some(Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. }) = first {
        restyle(inlines, old, new);
    }
}

fn tick(item: &ListItem) -> String {
    match item.checked {
        None => "li".to_owned(),
        Some(true) => "[x]".to_owned(),
        Some(false) => "[ ]".to_owned(),
    }
}

/// What a block is, as HTML would say it; every reader of proofs has met that.
fn name(block: &Block) -> String {
    match block {
        Block::Paragraph { lang, .. } => match lang {
            Some(lang) => format!("p lang={lang}"),
            None => "p".to_owned(),
        },
        Block::Heading { level, .. } => format!("h{level}"),
        Block::List { start: Some(start), .. } => format!("ol start={start}"),
        Block::List { start: None, .. } => "ul".to_owned(),
        Block::Quote { .. } => "blockquote".to_owned(),
        Block::Code { .. } => "pre".to_owned(),
        Block::Table(_) => "table".to_owned(),
        Block::Figure { .. } => "figure".to_owned(),
        Block::Rule => "hr".to_owned(),
    }
}

/// Counts anew how often each note is referred to, in reading order.
fn count_references(merged: &mut Document) {
    let mut counts = vec![0_u32; merged.notes.len()];
    crate::document::walk(merged, &mut |line| {
        if let crate::document::Line::Inlines(inlines) = line {
            count(inlines, &mut counts);
        }
    });
    for (note, count) in merged.notes.iter_mut().zip(counts) {
        note.references = count;
    }
}

fn count(inlines: &mut [Inline], counts: &mut [u32]) {
    for inline in inlines {
        if let Inline::NoteReference { note, occurrence, .. } = inline {
            if let Some(count) = counts.get_mut(note.0 as usize) {
                *occurrence = *count;
                *count += 1;
            }
        } else if let Some(inner) = inline.inner_mut() {
            count(inner, counts);
        }
    }
}

/// Numbers words, so that blocks can be compared by what they have in common.
pub(super) struct Likeness<'w> {
    words: &'w Words,
    known: FxHashMap<String, u32>,
}

impl<'w> Likeness<'w> {
    pub(super) fn new(words: &'w Words) -> Self {
        Self { words, known: FxHashMap::default() }
    }

    fn of_block(&mut self, block: &Block) -> Sibling {
        // A heading may become a paragraph, and the other way round.
        let kind = match block {
            Block::Paragraph { .. } | Block::Heading { .. } => 0,
            Block::List { .. } => 1,
            Block::Quote { .. } => 2,
            Block::Code { .. } => 3,
            Block::Table(_) => 4,
            Block::Figure { .. } => 5,
            Block::Rule => 6,
        };
        self.of_blocks(kind, std::slice::from_ref(block))
    }

    pub(super) fn of_blocks(&mut self, kind: u8, blocks: &[Block]) -> Sibling {
        let mut texts = Vec::new();
        collect(blocks, &mut texts);
        self.sibling(kind, &texts)
    }

    fn of_row(&mut self, row: &Row) -> Sibling {
        let texts: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
        self.sibling(0, &texts)
    }

    fn sibling(&mut self, kind: u8, texts: &[String]) -> Sibling {
        let mut words: Vec<u32> = Vec::new();
        for word in texts.iter().flat_map(|text| self.words.split(text)) {
            if word.chars().any(char::is_alphanumeric) {
                let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
                words.push(*self.known.entry(word.to_lowercase()).or_insert(next));
            }
        }
        words.sort_unstable();
        Sibling { kind, words, whole: texts.join("\n") }
    }
}

/// The texts of blocks, an image's with them.
fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => {
                texts.push(plain_text(inlines))
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(&item.blocks, texts)),
            Block::Quote { blocks } => collect(blocks, texts),
            Block::Code { text, .. } => texts.push(text.clone()),
            Block::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                texts.extend(rows.flatten().map(|cell| plain_text(cell)));
            }
            Block::Figure { image, caption, .. } => {
                texts.push(format!("image{} {}", image.0, plain_text(caption)));
            }
            Block::Rule => texts.push(RULE.to_owned()),
        }
    }
}
