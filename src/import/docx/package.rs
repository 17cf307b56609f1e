//! The package: a ZIP archive whose parts are read within limits, whatever they claim to unpack to.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::xml::{self, Element};
use crate::diagnostics::codes::import as codes;
use crate::import::{Fault, limits};

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// What may still be unpacked.
    left: Cell<u64>,
}

impl std::fmt::Debug for Package<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Package").field("parts", &self.archive.len()).finish_non_exhaustive()
    }
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        // The older form of Word begins so (MS-CFB, 2.2).
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            let message = "the file is no .docx but an older or encrypted Word file; save it as .docx without a password";
            return Err(Fault::new(&codes::UNREADABLE, message));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            Fault::new(&codes::UNREADABLE, format!("the manuscript is no archive: {error}"))
        })?;
        if archive.len() > limits::PARTS {
            let message =
                format!("the manuscript has {} parts, at most {} are allowed", archive.len(), limits::PARTS);
            return Err(Fault::new(&codes::LIMIT, message));
        }
        Ok(Self { archive, left: Cell::new(limits::UNPACKED_BYTES) })
    }

    /// Returns the bytes of a part, if it is there.
    pub(super) fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
        let Ok(part) = self.archive.by_name(name) else { return Ok(None) };
        let limit = limit.min(self.left.get());
        let mut bytes = Vec::new();
        part.take(limit + 1).read_to_end(&mut bytes).map_err(|error| {
            Fault::new(&codes::UNREADABLE, format!("the part `{name}` cannot be unpacked: {error}"))
        })?;
        let size = bytes.len() as u64;
        if size > limit {
            let message = format!("the part `{name}` unpacks to more than {limit} bytes");
            return Err(Fault::new(&codes::LIMIT, message));
        }
        self.left.set(self.left.get() - size);
        Ok(Some(bytes))
    }

    /// Returns the tree of a part, if it is there.
    pub(super) fn tree(&mut self, name: &str) -> Result<Option<Element>, Fault> {
        let Some(bytes) = self.bytes(name, limits::PAGE_BYTES)? else { return Ok(None) };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Fault::new(&codes::UNREADABLE, format!("the part `{name}` is not UTF-8")))?;
        xml::parse(text, name).map(Some)
    }

    /// Returns the targets of a part's relations by their id, and whether they are outside.
    pub(super) fn relations(&mut self, name: &str) -> Result<BTreeMap<String, (String, bool)>, Fault> {
        let Some(tree) = self.tree(name)? else { return Ok(BTreeMap::new()) };
        let one = |relation: &Element| {
            let is_outside = relation.attr("TargetMode") == Some("External");
            Some((relation.attr("Id")?.to_owned(), (relation.attr("Target")?.to_owned(), is_outside)))
        };
        Ok(tree.children.iter().filter_map(one).collect())
    }
}
