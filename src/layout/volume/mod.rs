//! A volume: documents that are composed one by one, bound as one run of pages.
//!
//! 1. Every document is composed as it is alone, on all cores; nothing is set twice. [`part`] dresses the title
//!    pages of parts.
//! 2. Each sheaf of pages gets its numbers: roman ones for what stands before the text.
//! 3. [`listing`] sets indexes and contents, which name those numbers; [`cover`] sets the first page.
//! 4. Running heads and feet are put on, with the numbers of the whole.
//! 5. [`join`] makes one tree, one outline and one set of destinations of them all.

mod cover;
mod join;
mod listing;
mod part;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::join::Joiner;
use self::listing::{Entry, Listing, Reference};
use super::frame::Pages;
use super::{Composed, Options, compose_with};
use crate::collection::{COLOPHON, CONTENTS, Leaf, TITLE, Volume};
use crate::diagnostics::Diagnostic;
use crate::document::bound::own_page;
use crate::document::{Document, ImageAsset};
use crate::font::FontBook;
use crate::style::{Colour, Style};

/// What a volume is bound of.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// The documents.
    pub volume: &'a Volume,
    /// The style of all of them.
    pub style: &'a Style,
    /// The faces.
    pub fonts: &'a FontBook,
    /// How pages are made beyond what the style says.
    pub options: Options,
    /// The colour of the cover's ground.
    pub ground: Colour,
    /// What the cover says, for those who do not see it.
    pub cover_alt: &'a str,
}

/// A bound volume.
#[derive(Debug, Default)]
pub struct Bound {
    /// The pages of the whole.
    pub pages: Pages,
    /// The images of all documents, each once; the pages' items index them.
    pub images: Vec<ImageAsset>,
    /// Where pages begin in each part, by its name: position and label.
    pub starts: BTreeMap<String, Vec<(u32, String)>>,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document with its pages.
struct Sheaf<'a> {
    id: &'a str,
    document: &'a Document,
    pages: Pages,
    /// What each level of its outline becomes.
    outline: fn(u8) -> Option<u8>,
}

/// Binds a volume.
#[must_use]
pub fn bind(binding: &Binding<'_>) -> Bound {
    let volume = binding.volume;
    let front = &volume.front;
    let contents = own_page(front, &volume.contents, Vec::new());
    let indexes: Vec<Document> =
        volume.indexes.iter().map(|index| own_page(front, &index.title, Vec::new())).collect();
    let mut bound = Bound::default();
    let mut sheaves = composed(binding, &mut bound.diagnostics);
    let parts: BTreeSet<&str> =
        volume.leaves.iter().filter(|leaf| leaf.is_section).map(|leaf| leaf.id.as_str()).collect();
    for sheaf in sheaves.iter_mut().filter(|sheaf| parts.contains(sheaf.id)) {
        part::dress(&mut sheaf.pages, binding.style, binding.ground);
    }
    let colophon = sheaves.pop();
    let mut body = sheaves.split_off(1);
    // The text counts from 1; its indexes need its numbers, and the contents those of the indexes.
    let mut next = 1;
    for sheaf in &mut body {
        next = number(&mut sheaf.pages, next, arabic);
    }
    for (index, document) in volume.indexes.iter().zip(&indexes) {
        let listing = index_listing(volume, index, &body);
        let mut sheaf = compose_listing(binding, index.id, document, &listing, &mut bound.diagnostics);
        next = number(&mut sheaf.pages, next, arabic);
        body.push(sheaf);
    }
    if let Some(mut colophon) = colophon {
        next = number(&mut colophon.pages, next, arabic);
        body.push(colophon);
    }
    let mut roman_next = 1;
    for sheaf in &mut sheaves {
        roman_next = number(&mut sheaf.pages, roman_next, roman);
    }
    let listing = contents_listing(volume, &body);
    let mut sheaf = compose_listing(binding, CONTENTS, &contents, &listing, &mut bound.diagnostics);
    number(&mut sheaf.pages, roman_next, roman);
    sheaves.push(sheaf);
    dress(binding, &mut sheaves, None);
    dress(binding, &mut body, Some(next - 1));
    sheaves.extend(body);
    let mut joiner = Joiner::new(front);
    joiner.cover(cover::set(binding));
    for sheaf in sheaves {
        let starts = sheaf.pages.pages.iter().map(|page| (page.starts_at, page.label.clone()));
        bound.starts.insert(sheaf.id.to_owned(), starts.collect());
        joiner.add(sheaf);
    }
    (bound.pages, bound.images) = joiner.finish();
    bound
}

/// Composes title page, leaves and colophon, in this order, without heads and feet.
fn composed<'a>(binding: &Binding<'a>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Sheaf<'a>> {
    let volume = binding.volume;
    let options = Options { is_undressed: true, ..binding.options };
    let leaf_outline = |leaf: &Leaf| match (leaf.is_section, volume.is_divided()) {
        (true, _) => title_only as fn(u8) -> Option<u8>,
        (false, true) => below_section,
        (false, false) => with_sections,
    };
    let leaves = volume.leaves.iter().map(|leaf| (leaf.id.as_str(), &leaf.document, leaf_outline(leaf)));
    let parts: Vec<_> = std::iter::once((TITLE, &volume.front, title_only as fn(u8) -> Option<u8>))
        .chain(leaves)
        .chain([(COLOPHON, &volume.colophon, title_only as fn(u8) -> Option<u8>)])
        .collect();
    let composed: Vec<Composed> = parts
        .par_iter()
        .map(|(_, document, _)| compose_with(document, binding.style, binding.fonts, options))
        .collect();
    let sheaf = |((id, document, outline), composed): (_, Composed)| {
        diagnostics.extend(composed.diagnostics);
        Sheaf { id, document, pages: composed.pages, outline }
    };
    parts.into_iter().zip(composed).map(sheaf).collect()
}

fn title_only(level: u8) -> Option<u8> {
    (level == 1).then_some(1)
}

fn below_section(level: u8) -> Option<u8> {
    (level == 1).then_some(2)
}

fn with_sections(level: u8) -> Option<u8> {
    (level <= 2).then_some(level)
}

fn compose_listing<'a>(
    binding: &Binding<'a>,
    id: &'a str,
    document: &'a Document,
    listing: &Listing,
    diagnostics: &mut Vec<Diagnostic>,
) -> Sheaf<'a> {
    let composed = listing::compose(listing, document, binding);
    diagnostics.extend(composed.diagnostics);
    Sheaf { id, document, pages: composed.pages, outline: title_only }
}

/// Gives pages their numbers from one on; returns the next.
fn number(pages: &mut Pages, first: usize, form: fn(usize) -> String) -> usize {
    let mut next = first;
    for page in &mut pages.pages {
        page.label = form(next);
        next += 1;
    }
    next
}

fn arabic(number: usize) -> String {
    number.to_string()
}

/// A roman number in small letters, as they are set before the text of a book.
fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// The label of a part's first page.
fn first_label(sheaf: &Sheaf<'_>) -> String {
    sheaf.pages.pages.first().map(|page| page.label.clone()).unwrap_or_default()
}

fn contents_listing(volume: &Volume, body: &[Sheaf<'_>]) -> Listing {
    let entry = |sheaf: &Sheaf<'_>| {
        let leaf = volume.leaves.iter().find(|leaf| leaf.id == sheaf.id);
        let is_member = leaf.is_some_and(|leaf| !leaf.is_section);
        Entry {
            words: sheaf.document.title.clone(),
            // Names are set as they are, without the mark-up of a title.
            by: if is_member { sheaf.document.furniture.running_author.clone() } else { String::new() },
            lang: sheaf.document.lang.clone(),
            direction: sheaf.document.direction,
            is_inner: is_member && volume.is_divided(),
            references: vec![Reference { id: sheaf.id.to_owned(), label: first_label(sheaf) }],
        }
    };
    Listing { is_index: false, entries: body.iter().map(entry).collect() }
}

fn index_listing(volume: &Volume, index: &crate::collection::index::Index, body: &[Sheaf<'_>]) -> Listing {
    let labels: BTreeMap<&str, String> = body.iter().map(|sheaf| (sheaf.id, first_label(sheaf))).collect();
    let members: Vec<&Leaf> = volume.members().collect();
    let entry = |entry: &crate::collection::index::Entry| Entry {
        words: crate::document::bound::words(entry.words.as_str()),
        by: String::new(),
        lang: volume.front.lang.clone(),
        direction: volume.front.direction,
        is_inner: false,
        references: entry
            .members
            .iter()
            .filter_map(|&at| {
                let id = members.get(at)?.id.as_str();
                Some(Reference { id: id.to_owned(), label: labels.get(id)?.clone() })
            })
            .collect(),
    };
    Listing { is_index: true, entries: index.entries.iter().map(entry).collect() }
}

/// Puts heads and feet on, on all cores; `total` is what `page x of y` counts to.
fn dress(binding: &Binding<'_>, sheaves: &mut [Sheaf<'_>], total: Option<usize>) {
    sheaves.par_iter_mut().for_each(|sheaf| {
        super::page::dress(sheaf.document, binding.style, binding.fonts, &mut sheaf.pages, total);
    });
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn roman_numbers_are_as_printers_write_them() {
        let told: Vec<String> = [1, 4, 9, 14, 40, 90, 1999].map(roman).to_vec();
        assert_eq!(told, ["i", "iv", "ix", "xiv", "xl", "xc", "mcmxcix"]);
    }
}
