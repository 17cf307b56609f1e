//! Digests: of inputs, to know what is out of date, and of outputs, to prove them.

use sha2::{Digest as _, Sha256};

/// Counts up whenever the same input would give other bytes than the release before.
pub const LAYOUT_VERSION: u32 = 1;

/// Returns the digest of an input: BLAKE3, the first 128 bits in hexadecimal.
#[must_use]
pub fn of_input(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

/// Returns the digest of several named inputs; neither order nor borders can be confused.
#[must_use]
pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// Returns the digest of an output: SHA-256 in hexadecimal, as `sha256sum` prints it.
#[must_use]
pub fn of_output(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_digest_is_sha256() {
        assert_eq!(of_output(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn parts_keep_their_borders() {
        assert_ne!(of_parts([&b"ab"[..], b"c"]), of_parts([&b"a"[..], b"bc"]));
    }
}
