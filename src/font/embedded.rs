//! The faces that are part of the program.

use super::face::{Face, Role};
use super::file::{FileBytes, Packed};
use crate::style::Family::{Mono, Sans, Serif};
use crate::style::Optical::{Caption, Display, Subhead, Text};
use crate::style::Weight::{Bold, Regular, Semibold};

macro_rules! faces {
    ($($family:ident $optical:ident $weight:ident $italic:literal $file:expr;)*) => {
        &[$((
            Role { family: $family, optical: $optical, weight: $weight, italic: $italic },
            $file,
        )),*]
    };
}

macro_rules! plain {
    ($path:literal) => {
        FileBytes::Embedded(include_bytes!(concat!("../../fonts/", $path, ".ttf")))
    };
}

/// A face of the folders that `build.rs` packs.
macro_rules! packed {
    ($name:literal) => {{
        static FILE: Packed = Packed::new(
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".front")),
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate")),
        );
        FileBytes::Packed(&FILE)
    }};
}

/// In the order of [`FaceId`](super::FaceId).
#[rustfmt::skip]
static FACES: &[(Role, FileBytes)] = faces! {
    Serif Text Regular false plain!("source-serif-4/SourceSerif4-Regular");
    Serif Text Regular true plain!("source-serif-4/SourceSerif4-It");
    Serif Text Semibold false plain!("source-serif-4/SourceSerif4-Semibold");
    Serif Text Semibold true plain!("source-serif-4/SourceSerif4-SemiboldIt");
    Serif Text Bold false plain!("source-serif-4/SourceSerif4-Bold");
    Serif Text Bold true plain!("source-serif-4/SourceSerif4-BoldIt");
    Serif Caption Regular false plain!("source-serif-4/SourceSerif4Caption-Regular");
    Serif Caption Regular true plain!("source-serif-4/SourceSerif4Caption-It");
    Serif Caption Semibold false plain!("source-serif-4/SourceSerif4Caption-Semibold");
    Serif Caption Semibold true plain!("source-serif-4/SourceSerif4Caption-SemiboldIt");
    Serif Subhead Regular false plain!("source-serif-4/SourceSerif4Subhead-Regular");
    Serif Subhead Regular true plain!("source-serif-4/SourceSerif4Subhead-It");
    Serif Display Regular false plain!("source-serif-4/SourceSerif4Display-Regular");
    Serif Display Regular true plain!("source-serif-4/SourceSerif4Display-It");
    Serif Display Semibold false plain!("source-serif-4/SourceSerif4Display-Semibold");
    Serif Display Semibold true plain!("source-serif-4/SourceSerif4Display-SemiboldIt");
    Sans Text Regular false plain!("source-sans-3/SourceSans3-Regular");
    Sans Text Regular true plain!("source-sans-3/SourceSans3-It");
    Sans Text Semibold false plain!("source-sans-3/SourceSans3-Semibold");
    Sans Text Semibold true plain!("source-sans-3/SourceSans3-SemiboldIt");
    Sans Text Bold false plain!("source-sans-3/SourceSans3-Bold");
    Sans Text Bold true plain!("source-sans-3/SourceSans3-BoldIt");
    Mono Text Regular false packed!("SourceCodePro-Regular");
    Mono Text Regular true packed!("SourceCodePro-It");
    Mono Text Bold false packed!("SourceCodePro-Bold");
    Mono Text Bold true packed!("SourceCodePro-BoldIt");
};

/// Faces of scripts that no style asks for by name: they set what the faces above do not cover.
static SCRIPTS: &[FileBytes] = &[
    packed!("NotoSerifTamil-Regular"),
    packed!("NotoSerifTamil-Bold"),
    packed!("NotoNaskhArabic-Regular"),
    packed!("NotoNaskhArabic-Bold"),
    packed!("NotoSerifSC-Regular"),
    packed!("NotoSerifSC-Bold"),
    packed!("NotoEmoji-Regular"),
];

/// Returns the embedded faces, in order.
pub(super) fn faces() -> Vec<Face> {
    let styled = FACES.iter().map(|(role, data)| (Some(*role), data));
    let scripts = SCRIPTS.iter().map(|data| (None, data));
    styled
        .chain(scripts)
        .map(|(role, data)| {
            Face::parse(data.clone(), 0, role).expect("a face in fonts/ is a font, as its test shows")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packed face tells of itself what its file does, and inflates to that file.
    #[test]
    fn a_packed_face_is_the_face() {
        let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let mut packed = 0;
        for face in faces().iter().filter(|face| matches!(face.data, FileBytes::Packed(_))) {
            let families = std::fs::read_dir(&fonts).expect("the folder of fonts");
            let name = format!("{}.ttf", face.postscript_name);
            let path = families
                .map(|family| family.expect("an entry").path().join(&name))
                .find(|path| path.is_file())
                .unwrap_or_else(|| panic!("{name} is named by what it holds"));
            let file = std::fs::read(path).expect("a font");
            assert!(*face.data == *file, "{name} inflates to its file");
            let whole = Face::parse(FileBytes::Read(file.into()), 0, face.role).expect("a font");
            assert_eq!(face.coverage(), whole.coverage(), "{name}");
            let told = |face: &Face| {
                let fields = format!("{face:#?}");
                fields.lines().filter(|line| !line.contains(" bytes")).map(str::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(told(face), told(&whole), "{name}");
            packed += 1;
        }
        assert_eq!(packed, 11);
    }
}
