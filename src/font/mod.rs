//! Faces: parsed once a run, chosen by role, script and coverage.
//!
//! 1. [`embedded`] names the faces that are part of the program, [`folder`] those found on disk.
//! 2. [`face`] reads what the other rooms need to know of one.
//! 3. [`choice`] finds the face for a style, and another for what it does not cover.
//! 4. [`word`] shapes words, each once a run.

mod choice;
mod embedded;
mod face;
mod folder;
mod word;

pub use face::Face;
pub use word::{Features, Setting, Word, WordGlyph};

/// Indexes the faces of a [`FontBook`]; stable within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Every face a run may use.
#[derive(Debug, Default)]
pub struct FontBook {
    faces: Vec<Face>,
    settings: word::Settings,
}

impl FontBook {
    /// Returns a book of the faces that are part of the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self { faces: embedded::faces(), settings: word::Settings::default() }
    }

    /// Returns every face, in order.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        (0..).map(FaceId).zip(&self.faces)
    }

    /// Returns a face.
    ///
    /// # Panics
    ///
    /// If the id is of another book.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0 as usize]
    }

    /// Tells whether a face has a glyph for a character, or needs none for it.
    #[must_use]
    pub fn covers(&self, id: FaceId, character: char) -> bool {
        self.face(id).covers(character)
    }
}
