//! Faces as inputs: which ones a record was set from, and whether they are still the same.
//!
//! The faces of the book change every record of a run alike ([`book_digest`]). What a record takes from the
//! system, or lacks there, is told apart record by record: see [`FaceDigests::of_system`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::digest;
use crate::font::{FaceId, FontBook};
use crate::layout::{Item, Pages};

/// The kind of input that a record has only where it takes faces from the system.
pub const SYSTEM_FONTS: &str = "system fonts";

/// Digests of faces, each taken once a run.
#[derive(Debug, Default)]
pub struct FaceDigests {
    by_face: Mutex<BTreeMap<FaceId, String>>,
    /// Of what the system offers.
    offer: OnceLock<String>,
}

impl FaceDigests {
    /// Returns the faces that pages are set from, by name, with the digests of their files.
    #[must_use]
    pub fn of_pages(&self, fonts: &FontBook, pages: &Pages) -> BTreeMap<String, String> {
        let items = pages.pages.iter().flat_map(|page| &page.items);
        let faces: BTreeSet<FaceId> = items
            .filter_map(|placed| match &placed.item {
                Item::Run(run) => Some(run.face),
                _ => None,
            })
            .collect();
        let name = |face| fonts.face(face).postscript_name.clone();
        faces.into_iter().map(|face| (name(face), self.of(fonts, face))).collect()
    }

    /// Returns the digest of what a record takes from the system: the faces it names, and the names and coverage
    /// of all there are, for another one could have been chosen. Nothing where it takes nothing and `looks` for nothing.
    #[must_use]
    pub fn of_system<'n>(
        &self,
        fonts: &FontBook,
        names: impl Iterator<Item = &'n String>,
        looks: bool,
    ) -> Option<String> {
        let own: BTreeSet<&str> = fonts.faces().map(|(_, face)| face.postscript_name.as_str()).collect();
        let names: Vec<&str> = names.map(String::as_str).filter(|name| !own.contains(name)).collect();
        if names.is_empty() && !looks {
            return None;
        }
        let digest_of = |name| match fonts.system_face(name) {
            Some((id, _)) => self.of(fonts, id),
            None => "gone".to_owned(),
        };
        let taken: Vec<String> = names.into_iter().map(digest_of).collect();
        let offer = self.offer.get_or_init(|| offer_digest(fonts));
        Some(digest::of_parts(taken.iter().chain([offer]).map(String::as_bytes)))
    }

    /// Returns the digest of a face's file.
    #[must_use]
    pub fn of(&self, fonts: &FontBook, face: FaceId) -> String {
        let mut known = self.by_face.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(face).or_insert_with(|| digest::of_input(&fonts.face(face).data)).clone()
    }
}

/// Returns the digest of the book's faces: those that are part of the program change only with it; others are told
/// apart by their bytes.
#[must_use]
pub fn book_digest(fonts: &FontBook) -> String {
    digest::of_parts(fonts.faces().flat_map(|(_, face)| {
        let outside: &[u8] = if face.origin().is_some() { &face.data } else { &[] };
        [face.postscript_name.as_bytes(), outside]
    }))
}

fn offer_digest(fonts: &FontBook) -> String {
    let faces = fonts.system_faces().iter().map(|face| {
        let coverage = face.coverage().iter().flat_map(|&(first, last)| [first, last]);
        let coverage: Vec<u8> = coverage.flat_map(u32::to_le_bytes).collect();
        (face.postscript_name.as_bytes(), digest::of_input(&coverage))
    });
    let faces: Vec<(&[u8], String)> = faces.collect();
    digest::of_parts(faces.iter().flat_map(|(name, coverage)| [*name, coverage.as_bytes()]))
}
