//! Digests: of inputs, to know what is out of date, and of outputs, to prove them.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// Counts up whenever the same input would give other bytes than the release before.
pub const LAYOUT_VERSION: u32 = 1;

/// Returns the digest of an input: BLAKE3, the first 128 bits in hexadecimal.
#[must_use]
pub fn of_input(bytes: &[u8]) -> String {
    shortened(blake3::hash(bytes))
}

/// Returns the digest of several named inputs; neither order nor borders can be confused.
#[must_use]
pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    shortened(hasher.finalize())
}

/// Returns the digest of an output: SHA-256 in hexadecimal, as `sha256sum` prints it.
#[must_use]
pub fn of_output(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes of a file that are in memory at once while it is digested: what a core's second cache holds.
const STRETCH: usize = 128 << 10;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; STRETCH]);
}

/// Returns the digest of an input as it is read, as [`of_input`] gives it of bytes in memory. A buffer serves all
/// files of a thread: thousands of them are looked at when nothing changed, and fresh pages cost more than reading.
///
/// # Errors
///
/// Those of `file`.
pub fn of_file(mut file: impl Read) -> io::Result<String> {
    BUFFER.with_borrow_mut(|buffer| {
        let mut hasher = blake3::Hasher::new();
        loop {
            match file.read(buffer) {
                Ok(0) => return Ok(shortened(hasher.finalize())),
                Ok(read) => _ = hasher.update(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    })
}

/// The first 128 bits.
fn shortened(hash: blake3::Hash) -> String {
    hash.to_hex()[..32].to_owned()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_digest_is_sha256() {
        assert_eq!(of_output(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_file_that_is_read_in_stretches_has_the_digest_of_its_bytes() {
        let bytes: Vec<u8> = (0..2 * STRETCH + 7).map(|at| (at % 251) as u8).collect();
        assert_eq!(of_file(bytes.as_slice()).ok(), Some(of_input(&bytes)));
        assert_eq!(of_file(&b"abc"[..]).ok(), Some(of_input(b"abc")), "nothing of the file before is left");
    }

    #[test]
    fn parts_keep_their_borders() {
        assert_ne!(of_parts([&b"ab"[..], b"c"]), of_parts([&b"a"[..], b"bc"]));
    }
}
