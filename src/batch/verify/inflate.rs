//! Unfolding of deflate (RFC 1951) with one inflater a thread: to make one takes longer than to unfold a small stream.
//!
//! It is another program's than the one that packs, so that a fault of that would be seen.

use std::cell::RefCell;

use flate2::{Decompress, FlushDecompress, Status};

thread_local! {
    static OF_ZLIB: RefCell<Decompress> = RefCell::new(Decompress::new(true));
    static BARE: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// Unfolds a zlib stream (RFC 1950) to at most so many bytes.
pub fn zlib(packed: &[u8], most: u64) -> Result<Vec<u8>, String> {
    OF_ZLIB.with_borrow_mut(|inflater| {
        inflater.reset(true);
        unfold(inflater, packed, packed.len() * 4 + 64, most)
    })
}

/// Unfolds deflate alone to at most so many bytes; `likely` is what they are said to be.
pub fn bare(packed: &[u8], likely: u64, most: u64) -> Result<Vec<u8>, String> {
    // No byte stands for more than 1032.
    let likely = usize::try_from(likely).unwrap_or(usize::MAX).min(packed.len().saturating_mul(1032));
    BARE.with_borrow_mut(|inflater| {
        inflater.reset(false);
        unfold(inflater, packed, likely + 1, most)
    })
}

fn unfold(inflater: &mut Decompress, packed: &[u8], likely: usize, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(likely);
    loop {
        let rest = usize::try_from(inflater.total_in()).ok().and_then(|read| packed.get(read..));
        let rest = rest.unwrap_or_default();
        match inflater.decompress_vec(rest, &mut bytes, FlushDecompress::None) {
            Err(fault) => return Err(fault.to_string()),
            Ok(_) if bytes.len() as u64 > most => return Err("it is too large".to_owned()),
            Ok(Status::StreamEnd) => return Ok(bytes),
            Ok(_) if bytes.len() == bytes.capacity() => bytes.reserve(bytes.capacity()),
            Ok(_) if rest.is_empty() => return Err("it ends early".to_owned()),
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unfolded_and_what_is_cut_short_or_too_large_is_not() {
        let text = "A text, a text, and a text again. ".repeat(300).into_bytes();
        let most = text.len() as u64;
        for (packed, unfold) in [
            (crate::deflate::zlib(&text), &(|packed: &[u8], most| zlib(packed, most)) as &dyn Fn(&_, _) -> _),
            (crate::deflate::bare(&text), &|packed: &[u8], most| bare(packed, 7, most)),
            (crate::deflate::bare(&text), &|packed: &[u8], most| bare(packed, u64::MAX, most)),
        ] {
            assert_eq!(unfold(&packed, most).as_ref(), Ok(&text));
            assert!(unfold(&packed[..packed.len() / 2], most).is_err());
            assert_eq!(unfold(&packed, 9), Err("it is too large".to_owned()));
        }
        assert_eq!(bare(&crate::deflate::bare(b""), 0, 9), Ok(Vec::new()));
    }
}
