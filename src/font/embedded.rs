//! The faces that are part of the program.

use super::face::{Face, FileBytes, Role};
use crate::style::Family::{Mono, Sans, Serif};
use crate::style::Optical::{Caption, Display, Subhead, Text};
use crate::style::Weight::{Bold, Regular, Semibold};

macro_rules! faces {
    ($($family:ident $optical:ident $weight:ident $italic:literal $path:literal;)*) => {
        &[$((
            Role { family: $family, optical: $optical, weight: $weight, italic: $italic },
            include_bytes!(concat!("../../fonts/", $path, ".ttf")),
        )),*]
    };
}

/// In the order of [`FaceId`](super::FaceId).
#[rustfmt::skip]
static FACES: &[(Role, &[u8])] = faces! {
    Serif Text Regular false "source-serif-4/SourceSerif4-Regular";
    Serif Text Regular true "source-serif-4/SourceSerif4-It";
    Serif Text Semibold false "source-serif-4/SourceSerif4-Semibold";
    Serif Text Semibold true "source-serif-4/SourceSerif4-SemiboldIt";
    Serif Text Bold false "source-serif-4/SourceSerif4-Bold";
    Serif Text Bold true "source-serif-4/SourceSerif4-BoldIt";
    Serif Caption Regular false "source-serif-4/SourceSerif4Caption-Regular";
    Serif Caption Regular true "source-serif-4/SourceSerif4Caption-It";
    Serif Caption Semibold false "source-serif-4/SourceSerif4Caption-Semibold";
    Serif Caption Semibold true "source-serif-4/SourceSerif4Caption-SemiboldIt";
    Serif Subhead Regular false "source-serif-4/SourceSerif4Subhead-Regular";
    Serif Subhead Regular true "source-serif-4/SourceSerif4Subhead-It";
    Serif Display Regular false "source-serif-4/SourceSerif4Display-Regular";
    Serif Display Regular true "source-serif-4/SourceSerif4Display-It";
    Serif Display Semibold false "source-serif-4/SourceSerif4Display-Semibold";
    Serif Display Semibold true "source-serif-4/SourceSerif4Display-SemiboldIt";
    Sans Text Regular false "source-sans-3/SourceSans3-Regular";
    Sans Text Regular true "source-sans-3/SourceSans3-It";
    Sans Text Semibold false "source-sans-3/SourceSans3-Semibold";
    Sans Text Semibold true "source-sans-3/SourceSans3-SemiboldIt";
    Sans Text Bold false "source-sans-3/SourceSans3-Bold";
    Sans Text Bold true "source-sans-3/SourceSans3-BoldIt";
    Mono Text Regular false "source-code-pro/SourceCodePro-Regular";
    Mono Text Regular true "source-code-pro/SourceCodePro-It";
    Mono Text Bold false "source-code-pro/SourceCodePro-Bold";
    Mono Text Bold true "source-code-pro/SourceCodePro-BoldIt";
};

/// Faces of scripts that no style asks for by name: they set what the faces above do not cover.
static SCRIPTS: &[&[u8]] = &[
    include_bytes!("../../fonts/noto-serif-tamil/NotoSerifTamil-Regular.ttf"),
    include_bytes!("../../fonts/noto-serif-tamil/NotoSerifTamil-Bold.ttf"),
    include_bytes!("../../fonts/noto-naskh-arabic/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../fonts/noto-naskh-arabic/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../../fonts/noto-serif-sc/NotoSerifSC-Regular.ttf"),
    include_bytes!("../../fonts/noto-serif-sc/NotoSerifSC-Bold.ttf"),
    include_bytes!("../../fonts/noto-emoji/NotoEmoji-Regular.ttf"),
];

/// Returns the embedded faces, in order.
pub(super) fn faces() -> Vec<Face> {
    let styled = FACES.iter().map(|&(role, data)| (Some(role), data));
    let scripts = SCRIPTS.iter().map(|&data| (None, data));
    styled
        .chain(scripts)
        .map(|(role, data)| {
            Face::parse(FileBytes::Embedded(data), 0, role)
                .expect("a face in fonts/ is a font, as its test shows")
        })
        .collect()
}
