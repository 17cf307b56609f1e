//! The fonts of the system, for scripts that no face of the book covers.
//!
//! They are not part of the book: the folders are looked through once, when the first character asks for it, and of
//! each face only what it covers is kept. A face is read whole when it is chosen. Faces are in the order of their
//! names, wherever they lie, so that the choice does not depend on folders.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use skrifa::raw::TableProvider;

use super::choice::Appearance;
use super::face::Face;
use super::folder::{DEPTH, collect_files, faces_of};
use super::{FaceId, FontBook};

/// A face that lacks a character, the character, and the region of its language.
type Lack = (FaceId, char, &'static str);

/// The fonts of the system.
#[derive(Default)]
pub(super) struct System {
    folders: Vec<PathBuf>,
    faces: OnceLock<Vec<SystemFace>>,
    chosen: Mutex<FxHashMap<Lack, Option<FaceId>>>,
}

/// A face of the system: what is known of it before it is read whole.
pub struct SystemFace {
    /// Its name.
    pub postscript_name: String,
    /// The file.
    pub path: PathBuf,
    index: u32,
    pub(super) appearance: Appearance,
    /// First and last of each stretch of code points, in order.
    coverage: Box<[(u32, u32)]>,
    face: OnceLock<Option<Box<Face>>>,
}

impl fmt::Debug for System {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("System").field("folders", &self.folders).finish_non_exhaustive()
    }
}

impl FontBook {
    /// Lets the book look into folders of the system for what its own faces do not cover. Folders that are not
    /// there are passed over.
    pub fn set_system_folders(&mut self, folders: Vec<PathBuf>) {
        self.system = System { folders, ..System::default() };
    }

    /// Returns what is known of the faces of the system, in order of their names; looks through the folders the
    /// first time.
    #[must_use]
    pub fn system_faces(&self) -> &[SystemFace] {
        self.system.faces.get_or_init(|| scan(&self.system.folders))
    }

    /// Returns a face of the system by its name, read whole.
    #[must_use]
    pub fn system_face(&self, postscript_name: &str) -> Option<(FaceId, &Face)> {
        let faces = self.system_faces();
        let at = faces.binary_search_by(|face| face.postscript_name.as_str().cmp(postscript_name)).ok()?;
        Some((self.system_id(at)?, faces[at].face()?))
    }

    /// Tells whether a face is of the system.
    #[must_use]
    pub fn is_of_system(&self, id: FaceId) -> bool {
        usize::from(id.0) >= self.faces.len()
    }

    /// Returns a face of the system that was chosen before.
    pub(super) fn chosen_face(&self, at: usize) -> &Face {
        let face = self.system.faces.get().and_then(|faces| faces.get(at)).and_then(SystemFace::face);
        face.expect("the id of a face of the system is given only once the face was read")
    }

    /// Returns the face of the system that is most like one that lacks a character.
    pub(super) fn substitute_of_system(
        &self,
        preferred: FaceId,
        character: char,
        region: &'static str,
    ) -> Option<FaceId> {
        if self.system.folders.is_empty() {
            return None;
        }
        let key = (preferred, character, region);
        let mut chosen = self.system.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = chosen.get(&key) {
            return *known;
        }
        let wanted = Appearance::of(self.face(preferred));
        let faces = self.system_faces().iter().enumerate();
        let mut covering: Vec<(u32, usize)> = faces
            .filter(|(_, face)| face.covers(character))
            .map(|(at, face)| (wanted.unlikeness(&face.appearance, region), at))
            .collect();
        covering.sort_unstable();
        // A file may have gone since it was looked at; the next best does.
        let found = covering
            .into_iter()
            .find(|&(_, at)| self.system_faces()[at].face().is_some())
            .and_then(|(_, at)| self.system_id(at));
        chosen.insert(key, found);
        found
    }

    fn system_id(&self, at: usize) -> Option<FaceId> {
        u16::try_from(self.faces.len() + at).ok().map(FaceId)
    }
}

impl SystemFace {
    fn new(face: &Face, path: &std::path::Path) -> Self {
        Self {
            postscript_name: face.postscript_name.clone(),
            path: path.to_path_buf(),
            index: face.index,
            appearance: Appearance::of(face),
            coverage: face.coverage().into_boxed_slice(),
            face: OnceLock::new(),
        }
    }

    /// Tells whether the face has a glyph for a character.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        let code = u32::from(character);
        let at = self.coverage.partition_point(|&(_, last)| last < code);
        self.coverage.get(at).is_some_and(|&(first, _)| first <= code)
    }

    /// First and last of each stretch of code points that it covers, in order.
    #[must_use]
    pub fn coverage(&self) -> &[(u32, u32)] {
        &self.coverage
    }

    fn face(&self) -> Option<&Face> {
        let read = || {
            let face = faces_of(&self.path).ok()?.find(|face| face.index == self.index)?;
            (face.postscript_name == self.postscript_name).then(|| Box::new(face))
        };
        self.face.get_or_init(read).as_deref()
    }
}

/// Looks through folders for faces that can be set and embedded; of several of one name the first is taken.
fn scan(folders: &[PathBuf]) -> Vec<SystemFace> {
    let mut files = Vec::new();
    for folder in folders {
        // A folder that is not there holds no fonts.
        let _unreadable = collect_files(folder, DEPTH, &mut files);
    }
    files.sort();
    files.dedup();
    let mut faces: Vec<SystemFace> = Vec::new();
    for file in files {
        let Ok(found) = faces_of(&file) else { continue };
        faces.extend(found.filter(is_usable).map(|face| SystemFace::new(&face, &file)));
    }
    faces.sort_by(|one, other| (&one.postscript_name, &one.path).cmp(&(&other.postscript_name, &other.path)));
    faces.dedup_by(|one, other| one.postscript_name == other.postscript_name);
    faces
}

/// Tells whether a face has outlines that a PDF can hold and may be embedded.
fn is_usable(face: &Face) -> bool {
    const RESTRICTED: u16 = 0x0002;
    const BITMAPS_ONLY: u16 = 0x0200;
    let Ok(font) = skrifa::FontRef::from_index(&face.data, face.index) else { return false };
    let is_allowed = font.os2().map_or(0, |table| table.fs_type()) & (RESTRICTED | BITMAPS_ONLY) == 0;
    let has = |tag: &[u8; 4]| font.table_data(skrifa::raw::types::Tag::new(tag)).is_some();
    // Pictures of one's own colours, and faces whose every glyph is a box, are no text faces.
    let is_last_resort = face.postscript_name.contains("LastResort") || face.family.contains("Blank");
    is_allowed && (has(b"glyf") || has(b"CFF ")) && !is_last_resort
}
