//! Faces: parsed once a run, chosen by role, script and coverage.
//!
//! 1. [`embedded`] names the faces that are part of the program, [`folder`] those of paths that were given,
//!    [`system`] those of the machine, which are asked last.
//! 2. [`mod@file`] holds its bytes, [`face`] reads what the other rooms need to know of it.
//! 3. [`choice`] finds the face for a style, and another for what it does not cover.
//! 4. [`word`] shapes words, each once a run.
//!
//! [`scripts`] names what a face covers.

mod choice;
mod embedded;
mod face;
mod file;
mod folder;
pub mod scripts;
mod system;
mod word;

pub use face::Face;
pub use file::{FileBytes, Packed};
pub use system::SystemFace;
pub use word::{Features, Setting, Word, WordGlyph};

/// Indexes the faces of a [`FontBook`]; stable within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Every face a run may use.
#[derive(Debug, Default)]
pub struct FontBook {
    faces: Vec<Face>,
    /// Its faces have the ids after those of `faces`.
    system: system::System,
    settings: word::Settings,
}

impl FontBook {
    /// Returns a book of the faces that are part of the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self { faces: embedded::faces(), ..Self::default() }
    }

    /// Returns every face of the book, in order; those of the system are not among them.
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
        let at = usize::from(id.0);
        self.faces.get(at).unwrap_or_else(|| self.chosen_face(at - self.faces.len()))
    }

    /// Tells whether a face has a glyph for a character, or needs none for it.
    #[must_use]
    pub fn covers(&self, id: FaceId, character: char) -> bool {
        self.face(id).covers(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_faces_are_fonts_with_names_of_their_own() {
        let book = FontBook::embedded();
        let names: std::collections::BTreeSet<_> =
            book.faces().map(|(_, face)| face.postscript_name.as_str()).collect();
        assert_eq!(names.len(), book.faces().count());
    }

    #[test]
    fn official_languages_of_singapore_are_covered() {
        let book = FontBook::embedded();
        let texts = [
            ("en", "Singapore’s “own” voice — 2012"),
            ("ms", "Perisytiharan Hak Asasi Manusia"),
            ("ta", "உலகப் பொது மனித உரிமைப் பிரகடனம் ஸ்ரீ க்ஷ"),
            ("zh-Hans", "《世界人权宣言》，“新加坡”（１９６５年）——李显龙、朱镕基……"),
            ("ar", "الإعلان العالمي لحقوق الإنسان، ١٩٤٨؟"),
            ("ja", "ブログポストをこので読む"),
            ("en", "✅⏳❤\u{fe0f}🎉"),
        ];
        for (lang, text) in texts {
            for character in text.chars() {
                let face = book.substitute(FaceId(0), character, lang);
                assert!(face.is_some(), "U+{:04X} {character}", u32::from(character));
            }
        }
    }

    #[test]
    fn bold_text_takes_the_bold_face_of_another_script() {
        let book = FontBook::embedded();
        let bold =
            book.faces().find(|(_, face)| face.postscript_name == "SourceSerif4-Bold").map(|(id, _)| id);
        let stands_in = book.substitute(bold.unwrap_or(FaceId(0)), '国', "zh").map(|id| book.face(id));
        assert_eq!(stands_in.map(|face| face.postscript_name.as_str()), Some("NotoSerifSC-Bold"));
    }
}
