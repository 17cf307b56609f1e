//! Faces from disk: `--font-path`, the project's `[fonts]`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::FontBook;
use super::face::Face;
use super::file::FileBytes;
use crate::disk;

/// Below this depth of folders nothing is looked for.
pub(super) const DEPTH: usize = 8;

impl FontBook {
    /// Adds every font file of a folder (or one file), in the order of their paths, so that the
    /// choice of a face never depends on how a disk lists files. Files that are no fonts are passed over.
    ///
    /// # Errors
    ///
    /// If the path cannot be read.
    pub fn add_from_path(&mut self, path: &Path) -> std::io::Result<usize> {
        let mut files = Vec::new();
        collect_files(path, DEPTH, &mut files)?;
        files.sort();
        let before = self.faces.len();
        for file in files {
            self.add_file(&file)?;
        }
        Ok(self.faces.len() - before)
    }

    fn add_file(&mut self, file: &Path) -> std::io::Result<()> {
        self.take(faces_of(file)?, &file.to_string_lossy().replace('\\', "/"));
        Ok(())
    }

    /// Adds the faces of a font file's bytes, or of a collection's; `origin` is where they came from. Bytes
    /// that are no font are passed over.
    pub fn add(&mut self, data: &[u8], origin: &str) {
        self.take(faces_in(data.into()), origin);
    }

    fn take(&mut self, faces: impl Iterator<Item = Face>, origin: &str) {
        for mut face in faces {
            let is_known = self.faces.iter().any(|known| known.postscript_name == face.postscript_name);
            if is_known || self.faces.len() >= usize::from(u16::MAX) {
                continue;
            }
            face.origin = Some(origin.to_owned());
            self.faces.push(face);
        }
    }
}

/// Reads the faces of a file, those of a collection in their order.
pub(super) fn faces_of(file: &Path) -> std::io::Result<impl Iterator<Item = Face>> {
    Ok(faces_in(disk::read(file, disk::FONT_BYTES)?.into()))
}

fn faces_in(data: Arc<[u8]>) -> impl Iterator<Item = Face> {
    let count = match skrifa::raw::FileRef::new(&data) {
        Ok(skrifa::raw::FileRef::Collection(collection)) => collection.len(),
        Ok(skrifa::raw::FileRef::Font(_)) => 1,
        Err(_) => 0,
    };
    (0..count).filter_map(move |index| Face::parse(FileBytes::Read(Arc::clone(&data)), index, None))
}

/// Finds the font files at a path and below it, to a depth of folders.
pub(super) fn collect_files(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            if depth > 0 {
                collect_files(&path, depth - 1, files)?;
            }
        } else if is_font_file(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_font_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["ttf", "otf", "ttc", "otc"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    })
}
