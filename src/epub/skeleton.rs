//! What epub-builder makes of a package's files: container, ids and media types, manifest, spine, the frame of the NCX.
//!
//! epub-builder's own container bears the hour it was made at, and the traits one would write another behind are not
//! exported. So it is given the names of all files and the contents of none, and [`archive`](super::archive) packs
//! what it makes. The packages of a series differ in their words and seldom in their files: a skeleton is made once a
//! thread for every list of them, and what one publication says of itself is [`amend`](super::amend)ed.

use std::cell::RefCell;
use std::io::{Cursor, Error, Read, empty};
use std::rc::Rc;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rustc_hash::FxHashMap;
use uuid::Uuid;
use zip::ZipArchive;

/// Where epub-builder puts what it is given.
pub(super) const FOLDER: &str = "OEBPS/";
/// How many skeletons a thread keeps; records with pictures of their own have one each.
const KEPT: usize = 64;

thread_local! {
    static SKELETONS: RefCell<FxHashMap<Vec<Named>, Rc<[Made]>>> = RefCell::default();
}

/// A file that goes into a package, after the stylesheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Named {
    pub name: String,
    pub role: Role,
}

/// What a file is to the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// The picture of the cover.
    Cover,
    /// A document, in the spine.
    Document,
    /// A face or a picture, with its media type.
    Resource(&'static str),
}

/// A file that epub-builder made, by its name in the container; one that it was told of is empty.
#[derive(Debug)]
pub(super) struct Made {
    pub name: String,
    pub text: String,
}

/// Returns the files of a package, in their order, of a publication without title, language and date.
pub(super) fn of(files: Vec<Named>) -> epub_builder::Result<Rc<[Made]>> {
    if let Some(known) = SKELETONS.with_borrow(|kept| kept.get(&files).cloned()) {
        return Ok(known);
    }
    let made: Rc<[Made]> = build(&files)?.into();
    SKELETONS.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(files, Rc::clone(&made));
    });
    Ok(made)
}

fn build(files: &[Named]) -> epub_builder::Result<Vec<Made>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_title("");
    builder.set_uuid(Uuid::nil());
    builder.set_modified_date(chrono::DateTime::UNIX_EPOCH);
    builder.stylesheet(empty())?;
    for Named { name, role } in files {
        match role {
            Role::Cover => builder.add_cover_image(name, empty(), "image/png")?,
            Role::Document => builder.add_content(EpubContent::new(name, empty()))?,
            Role::Resource(media_type) => builder.add_resource(name, empty(), *media_type)?,
        };
    }
    let mut container = Vec::new();
    builder.generate(&mut container)?;
    read(&container)
        .map_err(|cause| epub_builder::Error::IoError { msg: "its own container".to_owned(), cause })
}

fn read(container: &[u8]) -> std::io::Result<Vec<Made>> {
    let mut container = ZipArchive::new(Cursor::new(container))?;
    let mut made = Vec::new();
    for at in 0..container.len() {
        let mut file = container.by_index(at)?;
        let name = file.name().replace('\\', "/");
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(Error::other)?;
        if name != "mimetype" {
            made.push(Made { name, text });
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, role: Role) -> Named {
        Named { name: name.to_owned(), role }
    }

    #[test]
    fn what_is_kept_is_what_is_made() {
        let lists = || {
            [
                vec![named("text.xhtml", Role::Document)],
                vec![named("text.xhtml", Role::Resource("application/xhtml+xml"))],
                vec![named("a.png", Role::Cover), named("text.xhtml", Role::Document)],
            ]
        };
        let told =
            |made: &[Made]| made.iter().map(|one| format!("{}: {}", one.name, one.text)).collect::<Vec<_>>();
        let first: Vec<_> = lists().map(|list| told(&of(list).expect("it can be made"))).into();
        let again: Vec<_> = lists().map(|list| told(&of(list).expect("it can be made"))).into();
        assert_eq!(first, again);
        assert!(
            first[0] != first[1] && first[1] != first[2],
            "a list of other files has a skeleton of its own"
        );
        assert!(first[2].iter().any(|file| file.contains("properties=\"cover-image\"")), "{first:?}");
    }
}
