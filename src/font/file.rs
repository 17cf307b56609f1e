//! The bytes of a font file: part of the program, packed in it, or read from disk.

use std::fmt;
use std::io::Read as _;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use flate2::read::ZlibDecoder;

/// The bytes of a font file.
#[derive(Clone)]
pub enum FileBytes {
    /// Part of the program.
    Embedded(&'static [u8]),
    /// Part of the program, inflated when it is first asked for.
    Packed(&'static Packed),
    /// Read from disk; the faces of a collection share one.
    Read(Arc<[u8]>),
}

/// A font file as `build.rs` packs it.
pub struct Packed {
    /// The tables that tell what the face is and what it covers, as a font file of their own.
    front: &'static [u8],
    /// The length of the file (four bytes, little-endian), and the file, deflated.
    deflated: &'static [u8],
    whole: OnceLock<Vec<u8>>,
}

impl Packed {
    /// Takes what `build.rs` made of a font.
    pub(super) const fn new(front: &'static [u8], deflated: &'static [u8]) -> Self {
        Self { front, deflated, whole: OnceLock::new() }
    }

    fn whole(&self) -> &[u8] {
        self.whole.get_or_init(|| {
            let (length, deflated) = self.deflated.split_first_chunk().expect("its length stands first");
            let mut whole = Vec::with_capacity(u32::from_le_bytes(*length) as usize);
            ZlibDecoder::new(deflated).read_to_end(&mut whole).expect("build.rs deflated it");
            whole
        })
    }
}

impl FileBytes {
    /// Returns a font file that tells what the face is and what it covers: of a packed one, only the tables for that.
    #[must_use]
    pub fn front(&self) -> &[u8] {
        match self {
            Self::Packed(packed) => packed.front,
            whole => whole,
        }
    }

    /// Makes the shaper's view of a face in [`front`](Self::front); its tables are parsed as they are asked for.
    pub(super) fn shaper_of_front(&self, index: u32) -> Option<harfrust::Font> {
        match self {
            Self::Embedded(bytes) => harfrust::Font::new(*bytes, index),
            Self::Packed(packed) => harfrust::Font::new(packed.front, index),
            Self::Read(bytes) => harfrust::Font::new(shared(bytes), index),
        }
    }

    /// Makes the shaper's view of a packed face; that of another is the one of its front.
    pub(super) fn shaper_of_packed(&self, index: u32) -> Option<harfrust::Font> {
        match self {
            Self::Packed(packed) => harfrust::Font::new(packed.whole(), index),
            Self::Embedded(_) | Self::Read(_) => None,
        }
    }

    /// Returns the file for those who keep it.
    #[must_use]
    pub fn shared(&self) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
        match self {
            Self::Embedded(bytes) => Arc::new(*bytes),
            Self::Packed(packed) => Arc::new(packed.whole()),
            Self::Read(bytes) => shared(bytes),
        }
    }
}

fn shared(bytes: &Arc<[u8]>) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
    Arc::new(Arc::clone(bytes))
}

impl Deref for FileBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Packed(packed) => packed.whole(),
            Self::Read(bytes) => bytes,
        }
    }
}

impl fmt::Debug for FileBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Packed(packed) => write!(formatter, "{} bytes, packed", packed.deflated.len()),
            whole => write!(formatter, "{} bytes", whole.len()),
        }
    }
}
