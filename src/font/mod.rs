//! Faces: parsed once a run, chosen by role, script and coverage.

use std::borrow::Cow;

/// Indexes the faces of a [`FontBook`]; stable within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Every face a run may use.
#[derive(Debug, Default)]
pub struct FontBook {
    faces: Vec<Face>,
}

/// A face: its file and what writers need to know of it. Units are the face's own, `units_per_em` to the em.
#[derive(Debug)]
pub struct Face {
    /// Unique in the book: `SourceSerif4-It`.
    pub postscript_name: String,
    /// The family's name.
    pub family: String,
    /// The file.
    pub data: Cow<'static, [u8]>,
    /// The face within a collection file.
    pub index: u32,
    /// Units to the em.
    pub units_per_em: u16,
    /// Above the baseline.
    pub ascent: i16,
    /// Below the baseline, negative.
    pub descent: i16,
    /// The height of capitals.
    pub cap_height: i16,
    /// The height of lower case.
    pub x_height: i16,
    /// In degrees, negative for italics.
    pub italic_angle: f32,
    /// 400, 600, 700 ...
    pub weight: u16,
    /// Whether it is monospaced.
    pub is_monospaced: bool,
    /// Whether it is of a serif design.
    pub is_serif: bool,
    /// The box that holds every glyph: left, bottom, right, top.
    pub bbox: [i16; 4],
    /// Whether the outlines are CFF rather than TrueType.
    pub is_cff: bool,
}

impl FontBook {
    /// Returns a book of the faces that are part of the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self::default()
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
}
