//! The container: a ZIP archive with two rules of its own (EPUB 3.3, 4.2).

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{NOT_AN_EPUB, UNREADABLE};

/// The most bytes a file may unfold to.
const FILE_LIMIT: u64 = 256 << 20;
/// The first bytes of an EPUB: the local header of `mimetype`, stored, and what it says.
const MEDIA_TYPE: &[u8] = b"application/epub+zip";

/// The files of the container.
#[derive(Debug)]
pub struct Archive {
    /// By path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    /// Opens a container and unfolds every file, whose checksums must be right.
    pub fn open(bytes: &[u8], faults: &mut Vec<Diagnostic>) -> Result<Self, Diagnostic> {
        let broken = |fault: &dyn std::fmt::Display| {
            Diagnostic::error(&UNREADABLE, format!("the EPUB cannot be opened: {fault}"))
        };
        if !begins_with_media_type(bytes) {
            faults.push(Diagnostic::error(
                &NOT_AN_EPUB,
                "the EPUB does not begin with an uncompressed `mimetype`",
            ));
        }
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|fault| broken(&fault))?;
        let mut files = BTreeMap::new();
        for nth in 0..zip.len() {
            let file = zip.by_index(nth).map_err(|fault| broken(&fault))?;
            let path = file.name().to_owned();
            if file.enclosed_name().is_none() || path.contains('\\') {
                faults.push(Diagnostic::error(
                    &NOT_AN_EPUB,
                    format!("the path `{path}` leads out of the container"),
                ));
                continue;
            }
            let mut bytes = Vec::with_capacity(file.size().min(FILE_LIMIT) as usize);
            if let Err(fault) = file.take(FILE_LIMIT).read_to_end(&mut bytes) {
                faults.push(Diagnostic::error(
                    &UNREADABLE,
                    format!("`{path}` in the EPUB is damaged: {fault}"),
                ));
            }
            if files.insert(path.clone(), bytes).is_some() {
                faults.push(Diagnostic::error(&NOT_AN_EPUB, format!("`{path}` is in the EPUB twice")));
            }
        }
        Ok(Self { files })
    }
}

/// Looks at the raw bytes, as those who tell file types by them do: local header, name, content.
fn begins_with_media_type(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..30) else { return false };
    let is_stored = header[8..10] == [0, 0];
    let has_no_extra = header[28..30] == [0, 0];
    header.starts_with(b"PK\x03\x04")
        && is_stored
        && has_no_extra
        && bytes[30..].starts_with(b"mimetype")
        && bytes[38..].starts_with(MEDIA_TYPE)
        && header[18..22] == (MEDIA_TYPE.len() as u32).to_le_bytes()
}
