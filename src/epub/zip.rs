//! A ZIP file (ISO/IEC 21320-1) that is the same wherever and whenever it is written, from files whole in memory.
//!
//! What many records of a run share, such as stylesheets and fonts, is packed once.

use std::cell::RefCell;
use std::io::{Error, Result};
use std::rc::Rc;

use flate2::Crc;
use rustc_hash::FxHashMap;

use crate::deflate;

/// The first day that a ZIP file knows, 1 January 1980; no clock is asked.
const DATE: u16 = 1 << 5 | 1;
/// A plain file of Unix, which its owner may write and all may read.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// Names are UTF-8 (bit 11 of the general purpose flags).
const UTF_8: u16 = 1 << 11;
/// How many bytes of shared files are kept packed.
const KEPT: usize = 8 << 20;

thread_local! {
    static SHARED: RefCell<FxHashMap<blake3::Hash, Rc<Packed>>> = RefCell::default();
}

/// How a file's bytes go into the archive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// As they are.
    Stored,
    /// Deflated.
    Deflated,
    /// Deflated, and kept so for the archives to come.
    Shared,
}

/// A file as it stands in the archive.
struct Packed {
    bytes: Vec<u8>,
    sum: u32,
    length: usize,
    is_deflated: bool,
}

/// An archive being written.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: usize,
}

impl Archive {
    /// An empty archive with room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, content: &[u8], packing: Packing) -> Result<()> {
        match packing {
            Packing::Stored => {
                let packed = Packed {
                    bytes: Vec::new(),
                    sum: sum(content),
                    length: content.len(),
                    is_deflated: false,
                };
                self.write(name, &packed, content)
            }
            Packing::Deflated => {
                let packed = pack(content);
                self.write(name, &packed, &packed.bytes)
            }
            Packing::Shared => {
                let packed = shared(content);
                self.write(name, &packed, &packed.bytes)
            }
        }
    }

    fn write(&mut self, name: &str, file: &Packed, bytes: &[u8]) -> Result<()> {
        let offset = narrow(self.bytes.len())?;
        let (method, version) = if file.is_deflated { (8_u16, 20_u16) } else { (0, 10) };
        let flags = if name.is_ascii() { 0 } else { UTF_8 };
        // What the local header and the directory say alike.
        let mut facts = Vec::with_capacity(26);
        for field in [version, flags, method, 0, DATE] {
            facts.extend(field.to_le_bytes());
        }
        for field in [file.sum, narrow(bytes.len())?, narrow(file.length)?] {
            facts.extend(field.to_le_bytes());
        }
        facts.extend(u16::try_from(name.len()).map_err(Error::other)?.to_le_bytes());
        // No extra field.
        facts.extend([0, 0]);
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&facts);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(bytes);
        // Made on Unix, by what version 2.0 describes.
        self.directory.extend(b"PK\x01\x02\x14\x03");
        self.directory.extend(&facts);
        // No comment, on the first disk, no internal attributes.
        self.directory.extend([0; 6]);
        self.directory.extend(ATTRIBUTES.to_le_bytes());
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
        Ok(())
    }

    /// Returns the archive.
    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        let (start, length) = (narrow(self.bytes.len())?, narrow(self.directory.len())?);
        // 65,535 would mean that the count stands elsewhere.
        let count = u16::try_from(self.count).ok().filter(|&count| count < u16::MAX);
        let count = count.ok_or_else(|| Error::other("it has more files than a ZIP file may have"))?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        for _ in 0..2 {
            self.bytes.extend(count.to_le_bytes());
        }
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0, 0]);
        Ok(self.bytes)
    }
}

/// Sizes and places are of 32 bits, the largest of which would mean that they stand elsewhere.
fn narrow(value: usize) -> Result<u32> {
    let narrow = u32::try_from(value).ok().filter(|&value| value < u32::MAX);
    narrow.ok_or_else(|| Error::other("it is larger than 4 GB, more than a ZIP file may be"))
}

fn sum(bytes: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(bytes);
    sum.sum()
}

fn pack(content: &[u8]) -> Packed {
    Packed { bytes: deflate::bare(content), sum: sum(content), length: content.len(), is_deflated: true }
}

/// Packs a file, or takes what was made of the same bytes before.
fn shared(content: &[u8]) -> Rc<Packed> {
    let key = blake3::hash(content);
    SHARED.with_borrow_mut(|kept| {
        if let Some(packed) = kept.get(&key) {
            return Rc::clone(packed);
        }
        let packed = Rc::new(pack(content));
        if kept.values().map(|packed| packed.bytes.len()).sum::<usize>() + packed.bytes.len() > KEPT {
            kept.clear();
        }
        kept.insert(key, Rc::clone(&packed));
        packed
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn an_archive_is_read_back_by_another_reader() {
        let files = [
            ("mimetype", "application/epub+zip".to_owned(), Packing::Stored),
            ("a/ö.txt", "words ".repeat(900), Packing::Deflated),
            ("a/empty", String::new(), Packing::Deflated),
            ("style.css", "p {}".to_owned(), Packing::Shared),
            ("again.css", "p {}".to_owned(), Packing::Shared),
        ];
        let write = || {
            let mut archive = Archive::default();
            for (name, content, packing) in &files {
                archive.add(name, content.as_bytes(), *packing).expect("small");
            }
            archive.finish().expect("small")
        };
        let bytes = write();
        assert_eq!(bytes, write(), "what is kept changes nothing");
        let mut read = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a good archive");
        assert_eq!(read.len(), files.len());
        for (at, (name, content, packing)) in files.iter().enumerate() {
            let mut file = read.by_index(at).expect("a good entry");
            let mut found = String::new();
            file.read_to_string(&mut found).expect("the sum is right");
            let is_stored = file.compression() == zip::CompressionMethod::Stored;
            assert_eq!((file.name(), &found, is_stored), (*name, content, *packing == Packing::Stored));
        }
    }
}
