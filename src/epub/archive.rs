//! The container, a [`zip`](super::zip) file: the files of a [`skeleton`](super::skeleton), [`amend`](super::amend)ed,
//! and the contents of those it only names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Result;

use super::amend::Amendments;
use super::skeleton::{FOLDER, Made};
use super::zip::{Archive, Packing};

/// Files by their names in the package.
pub(super) type Contents<'a> = BTreeMap<String, Cow<'a, [u8]>>;

/// Packs what epub-builder made, with the contents of the files it was told of.
pub(super) fn pack(made: &[Made], contents: &Contents<'_>, amendments: &Amendments) -> Result<Vec<u8>> {
    // Nothing grows by being packed, and a text shrinks by more than the heads of all files take.
    let room = contents.values().map(|content| content.len()).sum();
    let mut archive = Archive::with_capacity(room);
    // The media type must be the first file, and stored (OCF 3.3, 4.3).
    archive.add("mimetype", b"application/epub+zip", Packing::Stored)?;
    for Made { name, text } in made {
        if let Some(content) = name.strip_prefix(FOLDER).and_then(|name| contents.get(name)) {
            archive.add(name, content, packing(name))?;
        } else if let Some(text) = amendments.apply(name, text)? {
            archive.add(name, text.as_bytes(), packing(name))?;
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
