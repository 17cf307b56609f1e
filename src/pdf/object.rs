//! Small PDF objects in the forms this room writes them.

use std::num::NonZeroU8;

use lopdf::{Dictionary, Object, Stream, StringFormat};

use crate::geometry::Rect;

/// Compresses bytes as `FlateDecode` takes them.
pub(super) use crate::deflate::zlib as deflate;

/// Compresses bytes that may be followed by more of a padding without harm, so that the result does not
/// end in a carriage return: with the line feed after it, readers would take that for the line's end
/// before `endstream`, and the stream for one byte too short.
///
/// The last byte is the low byte of the sum that Adler-32 (RFC 1950, 2.2) takes of all bytes, so a padding
/// that is not zero changes it.
pub fn deflate_padded(bytes: &mut Vec<u8>, padding: NonZeroU8) -> Vec<u8> {
    loop {
        let packed = deflate(bytes);
        if packed.last() != Some(&b'\r') {
            return packed;
        }
        bytes.push(padding.get());
    }
}

/// A padding for data that says how long it is.
pub const FILLER: NonZeroU8 = NonZeroU8::MIN;
/// A padding for text in PDF syntax, where it is white space.
pub const LINE_FEED: NonZeroU8 = match NonZeroU8::new(b'\n') {
    Some(line_feed) => line_feed,
    None => NonZeroU8::MIN,
};

/// Makes a compressed stream of bytes that must not grow: an unlucky end is hidden in hexadecimal.
pub fn compressed(mut dictionary: Dictionary, bytes: &[u8]) -> Stream {
    let mut packed = deflate(bytes);
    if packed.last() == Some(&b'\r') {
        dictionary.set("Filter", vec![name("ASCIIHexDecode"), name("FlateDecode")]);
        packed = packed.iter().flat_map(|byte| format!("{byte:02X}").into_bytes()).chain([b'>']).collect();
    } else {
        dictionary.set("Filter", name("FlateDecode"));
    }
    Stream::new(dictionary, packed).with_compression(false)
}

/// Makes a name.
pub fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// Makes a text string (ISO 32000-1, 7.9.2.2): plain where it is ASCII, else UTF-16 with its mark.
pub fn text(text: &str) -> Object {
    Object::String(text_bytes(text), StringFormat::Literal)
}

/// Returns the bytes of a text string.
pub fn text_bytes(text: &str) -> Vec<u8> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return text.as_bytes().to_vec();
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

/// Makes a number with two decimals at most.
pub fn number(value: f64) -> Object {
    let hundredths = (value * 100.0).round();
    if hundredths % 100.0 == 0.0 {
        Object::Integer((hundredths / 100.0) as i64)
    } else {
        Object::Real((hundredths / 100.0) as f32)
    }
}

/// Turns a box of a page of some height over: left, bottom, right, top.
pub fn rectangle(rect: &Rect, page_height: f64) -> Object {
    let (left, right) = (rect.x.0, rect.right().0);
    let (bottom, top) = (page_height - rect.bottom().0, page_height - rect.y.0);
    Object::Array([left, bottom, right, top].into_iter().map(number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_whose_sum_ends_in_a_carriage_return_is_padded_and_ends() {
        assert_eq!(deflate(&[12]).last(), Some(&b'\r'));
        for padding in [FILLER, LINE_FEED] {
            let mut bytes = vec![12];
            let packed = deflate_padded(&mut bytes, padding);
            assert_ne!(packed.last(), Some(&b'\r'));
            assert_eq!(bytes, [12, padding.get()]);
        }
    }
}
