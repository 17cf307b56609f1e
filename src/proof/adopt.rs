//! The old version made ready to stand in one document with the new one.
//!
//! Notes that are the same in both get one number, images one index; those of the old version alone come after
//! the new one's. Words of the old version come from no place of the new one's source.

use std::collections::BTreeSet;

use super::align::{Pair, pair};
use super::merge::Likeness;
use super::token::Words;
use crate::diagnostics::Place;
use crate::document::{Block, Document, ImageAsset, ImageId, Inline, Line, NoteId, walk};

/// The old version, adopted.
#[derive(Debug)]
pub(super) struct Adopted {
    /// The version with the other's notes and images.
    pub document: Document,
    /// By note of the merged version: the note of the old one that it is.
    pub notes: Vec<Option<usize>>,
    /// The images of both: the new version's, then those of the old one alone.
    pub images: Vec<ImageAsset>,
}

/// Adopts the old version.
pub(super) fn adopt(old: &Document, new: &Document) -> Adopted {
    let notes = pair_notes(old, new);
    let merged_note = |old_note: NoteId| {
        let at = notes.iter().position(|known| *known == Some(old_note.0 as usize));
        NoteId(u32::try_from(at.unwrap_or(usize::MAX)).unwrap_or(u32::MAX))
    };
    let (images, merged_image) = join_images(old, new);
    let mut document = old.clone();
    walk(&mut document, &mut |line| {
        if let Line::Inlines(inlines) = line {
            rename(inlines, &merged_note, &merged_image);
        }
    });
    let mut taken = BTreeSet::new();
    for section in &new.sections {
        ids(&section.blocks, &mut taken);
    }
    for section in &mut document.sections {
        adopt_blocks(&mut section.blocks, &merged_image, &mut taken);
    }
    for note in &mut document.notes {
        adopt_blocks(&mut note.blocks, &merged_image, &mut taken);
    }
    Adopted { document, notes, images }
}

/// Says for each note of the merged version which of the old one it is.
fn pair_notes(old: &Document, new: &Document) -> Vec<Option<usize>> {
    let words = Words::default();
    let mut likeness = Likeness::new(&words);
    let olds: Vec<_> = old.notes.iter().map(|note| likeness.of_blocks(0, &note.blocks)).collect();
    let news: Vec<_> = new.notes.iter().map(|note| likeness.of_blocks(0, &note.blocks)).collect();
    let mut notes = vec![None; new.notes.len()];
    let mut gone = Vec::new();
    for pair in pair(&olds, &news) {
        match pair {
            Pair::Both(old, new) => notes[new] = Some(old),
            Pair::Old(old) => gone.push(Some(old)),
            Pair::New(_) => {}
        }
    }
    notes.append(&mut gone);
    notes
}

/// Joins the images of both versions, each once; returns also where each of the old ones now is.
fn join_images(old: &Document, new: &Document) -> (Vec<ImageAsset>, Vec<ImageId>) {
    let mut images = new.images.clone();
    let places = old.images.iter().map(|image| {
        let at = images.iter().position(|known| known.digest == image.digest).unwrap_or_else(|| {
            images.push(image.clone());
            images.len() - 1
        });
        ImageId(u32::try_from(at).unwrap_or(u32::MAX))
    });
    let places = places.collect();
    (images, places)
}

fn rename(inlines: &mut [Inline], note: &impl Fn(NoteId) -> NoteId, images: &[ImageId]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => text.place = Place::default(),
            Inline::Image { image, place, .. } => {
                *place = Place::default();
                *image = images.get(image.0 as usize).copied().unwrap_or(*image);
            }
            Inline::NoteReference { note: id, place, .. } => {
                *place = Place::default();
                *id = note(*id);
            }
            other => {
                if let Some(inner) = other.inner_mut() {
                    rename(inner, note, images);
                }
            }
        }
    }
}

fn ids(blocks: &[Block], taken: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } => {
                taken.insert(id.clone());
            }
            Block::Quote { blocks } => ids(blocks, taken),
            Block::List { items, .. } => items.iter().for_each(|item| ids(&item.blocks, taken)),
            _ => {}
        }
    }
}

/// Gives headings names of their own, and figures the merged version's images.
fn adopt_blocks(blocks: &mut [Block], images: &[ImageId], taken: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Paragraph { place, .. } => *place = Place::default(),
            Block::Code { place, .. } => *place = Place::default(),
            Block::Table(table) => table.place = Place::default(),
            Block::Heading { place, id, .. } => {
                *place = Place::default();
                let mut own = format!("old-{id}");
                while !taken.insert(own.clone()) {
                    own.push('-');
                }
                *id = own;
            }
            Block::Figure { place, image, .. } => {
                *place = Place::default();
                *image = images.get(image.0 as usize).copied().unwrap_or(*image);
            }
            Block::Quote { blocks } => adopt_blocks(blocks, images, taken),
            Block::List { items, .. } => {
                items.iter_mut().for_each(|item| adopt_blocks(&mut item.blocks, images, taken));
            }
            Block::Rule => {}
        }
    }
}
