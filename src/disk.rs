//! Files that others wrote, read whole: regular files only, and up to a limit.
//!
//! A named pipe would keep a run waiting for ever, and a device may have no end.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Bytes of a text that a person writes to steer the program: the project file, a style, a profile of imports.
pub const TEXT_BYTES: u64 = 1 << 20;
/// Bytes of a font file; the largest in use, all CJK faces in one collection, have some 120 MiB.
pub const FONT_BYTES: u64 = 128 << 20;
/// Bytes of a manifest: 100,000 records of 2 KB.
pub const MANIFEST_BYTES: u64 = 256 << 20;
/// Bytes of an artefact that is read back: what the images of one record may add up to, twice over.
pub const ARTEFACT_BYTES: u64 = 128 << 20;

/// Opens a regular file.
///
/// # Errors
///
/// Those of the file system, and that the path leads to something else.
pub fn open(path: &Path) -> io::Result<File> {
    // What it is is asked before it is opened, since opening a pipe waits already.
    let facts = std::fs::metadata(path)?;
    if facts.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    if !facts.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    File::open(path)
}

/// Reads a regular file of at most `limit` bytes.
///
/// # Errors
///
/// Those of [`open`], and that the file is larger.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let bytes = read_start(path, limit + 1)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("it has more than {limit} bytes")));
    }
    Ok(bytes)
}

/// Reads the first `most` bytes of a regular file, or all if it has fewer.
///
/// # Errors
///
/// Those of [`open`].
pub fn read_start(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a regular file of text.
///
/// # Errors
///
/// Those of [`read`], and that it is not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    String::from_utf8(read(path, limit)?).map_err(|_| io::Error::other("it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_regular_file_is_refused_and_so_is_what_has_no_end() {
        let told = |path: &str| read(Path::new(path), 10).expect_err("it is refused").to_string();
        assert_eq!(told("src"), "it is a folder");
        assert_eq!(told("Cargo.toml"), "it has more than 10 bytes");
        if cfg!(unix) {
            assert_eq!(told("/dev/zero"), "it is no regular file");
        }
        assert_eq!(read_start(Path::new("src/disk.rs"), 3).ok().as_deref(), Some(b"//!".as_slice()));
    }
}
