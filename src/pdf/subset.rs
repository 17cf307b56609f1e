//! Font programs cut down to the glyphs in use, made once a run for each set of glyphs.

use std::fmt::Write as _;
use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;
use subsetter::GlyphRemapper;

use super::object::{FILLER, deflate_padded};
use crate::font::{Face, FaceId};

/// How many subsets are kept; some 15 KB each.
const CAPACITY: usize = 1024;

/// Subsets by face and glyph set, shared by the documents of a run that use one font book.
#[derive(Debug, Default)]
pub struct SubsetCache {
    subsets: RwLock<FxHashMap<SubsetKey, Arc<Subset>>>,
}

/// A face and the glyphs of it, sorted.
type SubsetKey = (FaceId, Vec<u16>);

/// A subset, ready to be embedded.
#[derive(Debug)]
pub struct Subset {
    /// The font program, compressed.
    pub program: Vec<u8>,
    /// The length of the program before compression.
    pub length: usize,
    /// Whether it is a bare CFF table rather than a TrueType file.
    pub is_cff: bool,
    /// Six capitals that name the set of glyphs (ISO 32000-1, 9.6.4).
    pub tag: String,
}

impl SubsetCache {
    /// Returns the subset of a face that holds these glyphs (ascending): glyph `glyphs[n]`
    /// becomes glyph `n + 1`. `None` where the face cannot be subset.
    pub fn get(&self, id: FaceId, face: &Face, glyphs: &[u16]) -> Option<Arc<Subset>> {
        let key = (id, glyphs.to_vec());
        if let Some(subset) = self.subsets.read().ok().and_then(|subsets| subsets.get(&key).cloned()) {
            return Some(subset);
        }
        let subset = Arc::new(make(face, glyphs)?);
        if let Ok(mut subsets) = self.subsets.write()
            && subsets.len() < CAPACITY
        {
            subsets.insert(key, Arc::clone(&subset));
        }
        Some(subset)
    }
}

fn make(face: &Face, glyphs: &[u16]) -> Option<Subset> {
    let font = subsetter::subset(&face.data, face.index, &GlyphRemapper::new_from_glyphs(glyphs)).ok()?;
    let cff = cff_table(&font);
    let is_cff = cff.is_some();
    let mut program = cff.map_or_else(|| font.clone(), <[u8]>::to_vec);
    Some(Subset {
        program: deflate_padded(&mut program, FILLER),
        length: program.len(),
        is_cff,
        tag: tag(&face.postscript_name, glyphs),
    })
}

/// Returns the `CFF ` table of an OpenType file with such outlines: a PDF takes it bare.
fn cff_table(font: &[u8]) -> Option<&[u8]> {
    let font_ref = skrifa::FontRef::new(font).ok()?;
    let data = font_ref.table_data(skrifa::Tag::new(b"CFF "))?;
    Some(data.as_bytes()).and_then(|table| {
        // The borrow is of `font`; find the table there again so that its lifetime says so.
        let start = (table.as_ptr() as usize).checked_sub(font.as_ptr() as usize)?;
        font.get(start..start + table.len())
    })
}

/// Six capitals from a digest of the face's name and the glyphs.
fn tag(name: &str, glyphs: &[u16]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(name.as_bytes());
    for glyph in glyphs {
        hasher.update(&glyph.to_be_bytes());
    }
    let digest = hasher.finalize();
    let mut tag = String::with_capacity(6);
    for byte in &digest.as_bytes()[..6] {
        let _ = tag.write_char(char::from(b'A' + byte % 26));
    }
    tag
}
