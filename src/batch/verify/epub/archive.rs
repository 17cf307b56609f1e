//! The container: a ZIP archive with two rules of its own (EPUB 3.3, 4.2).

use std::collections::BTreeMap;
use std::io::Cursor;

use flate2::Crc;
use zip::CompressionMethod;
use zip::read::ZipFile;

use crate::batch::verify::inflate;
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
            // As it is packed: the crate makes an inflater for each file.
            let file = zip.by_index_raw(nth).map_err(|fault| broken(&fault))?;
            let path = file.name().to_owned();
            if file.enclosed_name().is_none() || path.contains('\\') {
                faults.push(Diagnostic::error(
                    &NOT_AN_EPUB,
                    format!("the path `{path}` leads out of the container"),
                ));
                continue;
            }
            let content = unpacked(&file, bytes).unwrap_or_else(|fault| {
                let message = format!("`{path}` in the EPUB is damaged: {fault}");
                faults.push(Diagnostic::error(&UNREADABLE, message));
                Vec::new()
            });
            if files.insert(path.clone(), content).is_some() {
                faults.push(Diagnostic::error(&NOT_AN_EPUB, format!("`{path}` is in the EPUB twice")));
            }
        }
        Ok(Self { files })
    }
}

/// Unfolds a file of the container, whose length and checksum must be those that are told of it.
fn unpacked(file: &ZipFile<'_, Cursor<&[u8]>>, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let start = usize::try_from(file.data_start()).ok();
    let packed = start.zip(usize::try_from(file.compressed_size()).ok());
    let packed = packed.and_then(|(start, length)| bytes.get(start..start.checked_add(length)?));
    let packed = packed.ok_or("it ends early")?;
    let content = match file.compression() {
        _ if file.encrypted() => return Err("it is encrypted".to_owned()),
        CompressionMethod::Stored => packed.to_vec(),
        CompressionMethod::Deflated => inflate::bare(packed, file.size(), FILE_LIMIT)?,
        other => return Err(format!("{other} is no compression of an EPUB")),
    };
    let mut sum = Crc::new();
    sum.update(&content);
    if sum.sum() != file.crc32() || content.len() as u64 != file.size() {
        return Err("its checksum or length is not the one told".to_owned());
    }
    Ok(content)
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
