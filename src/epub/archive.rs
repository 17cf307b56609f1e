//! The container, a [`zip`](super::zip) file.
//!
//! epub-builder's own container bears the hour it was made at, and the traits one would write
//! another behind are not exported. So the builder is given the names of all files and the
//! contents of none, and what it makes is packed here: its files in its order, [`amend`](super::amend)ed, with
//! the contents put in. Nothing is compressed twice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Result};

use zip::ZipArchive;

use super::amend::Amendments;
use super::zip::{Archive, Packing};

/// Where epub-builder puts what it is given.
const FOLDER: &str = "OEBPS/";

/// Files by their names in the package.
pub(super) type Contents<'a> = BTreeMap<String, Cow<'a, [u8]>>;

/// Packs what epub-builder made, with the contents of the files it was told of.
pub(super) fn pack(made: &[u8], contents: &Contents<'_>, amendments: &Amendments) -> Result<Vec<u8>> {
    let mut made = ZipArchive::new(Cursor::new(made))?;
    let mut archive = Archive::default();
    // The media type must be the first file, and stored (OCF 3.3, 4.3).
    archive.add("mimetype", b"application/epub+zip", Packing::Stored)?;
    for at in 0..made.len() {
        let mut file = made.by_index(at)?;
        let name = file.name().replace('\\', "/");
        if name == "mimetype" {
            continue;
        }
        if let Some(content) = name.strip_prefix(FOLDER).and_then(|name| contents.get(name)) {
            archive.add(&name, content, packing(&name))?;
            continue;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if let Some(bytes) = amendments.apply(&name, bytes)? {
            archive.add(&name, &bytes, packing(&name))?;
        }
    }
    archive.finish()
}

/// Images are packed already; packing them again costs time and gains nothing. Stylesheets and faces are those of many
/// records.
fn packing(name: &str) -> Packing {
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends_in(&[".png", ".jpg", ".webp"]) {
        Packing::Stored
    } else if ends_in(&[".css", ".ttf", ".otf", "container.xml"]) {
        Packing::Shared
    } else {
        Packing::Deflated
    }
}
