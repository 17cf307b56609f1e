//! What a PNG carries beside its pixels, measured before a decoder unpacks it.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

/// Bytes that a colour profile or a text of a PNG may unpack to; profiles of printers have some 2 MB.
pub(super) const CHUNK_BYTES: u64 = 4 << 20;

/// Returns the name of the first chunk that unpacks to more than [`CHUNK_BYTES`]: a profile (`iCCP`) or a text (`zTXt`, `iTXt`;
/// PNG, third edition, 11.3). A thousandth of it in the file is enough to fill memory.
pub(super) fn bomb(data: &[u8]) -> Option<&'static str> {
    let mut rest = data.get(8..)?;
    loop {
        let (head, body) = rest.split_at_checked(8)?;
        let length = usize::try_from(u32::from_be_bytes(head[..4].try_into().ok()?)).ok()?;
        let content = &body[..body.len().min(length)];
        let name = match &head[4..] {
            b"iCCP" => "iCCP",
            b"zTXt" => "zTXt",
            b"iTXt" => "iTXt",
            _ => "",
        };
        if packed(name, content).is_some_and(unpacks_too_far) {
            return Some(name);
        }
        rest = body.get(length.checked_add(4)?..)?;
    }
}

/// Returns the packed part of a chunk: behind a name and its method, in `iTXt` a language and a translated name too.
fn packed<'a>(name: &str, content: &'a [u8]) -> Option<&'a [u8]> {
    let after =
        |bytes: &'a [u8]| bytes.iter().position(|&byte| byte == 0).and_then(|end| bytes.get(end + 1..));
    match name {
        "iCCP" | "zTXt" => after(content)?.get(1..),
        "iTXt" => match after(content)? {
            [1, _, rest @ ..] => after(after(rest)?),
            _ => None,
        },
        _ => None,
    }
}

fn unpacks_too_far(packed: &[u8]) -> bool {
    let mut stretch = [0; 16 << 10];
    let mut decoder = ZlibDecoder::new(packed).take(CHUNK_BYTES + 1);
    let mut unpacked = 0_u64;
    // What is damaged ends there; the decoder of pictures tells of it.
    while let Ok(read @ 1..) = decoder.read(&mut stretch) {
        unpacked += read as u64;
    }
    unpacked > CHUNK_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deflate;

    fn chunk(name: &str, before: &[u8], unpacked: usize) -> Vec<u8> {
        let content = [before, &deflate::zlib(&vec![0; unpacked])].concat();
        let length = u32::try_from(content.len()).expect("a short chunk");
        [&length.to_be_bytes(), name.as_bytes(), &content, b"sum!"].concat()
    }

    #[test]
    fn what_unpacks_without_end_is_found() {
        let most = usize::try_from(CHUNK_BYTES).expect("a small number");
        for (name, before) in
            [("iCCP", &b"p\0\0"[..]), ("zTXt", b"Comment\0\0"), ("iTXt", b"C\0\x01\0en\0C\0")]
        {
            let png = |unpacked| {
                [b"\x89PNG\r\n\x1a\n", &chunk("IDAT", b"", 9)[..], &chunk(name, before, unpacked)].concat()
            };
            assert_eq!(bomb(&png(most)), None, "{name}");
            assert_eq!(bomb(&png(most + 1)), Some(name));
            // What is cut short ends where it is cut.
            let short = png(100);
            for end in 0..short.len() {
                assert_eq!(bomb(&short[..end]), None, "{name} {end}");
            }
        }
        let plain = [b"C\0\0\0en\0C\0".as_slice(), &[b'x'; 99]].concat();
        assert_eq!(packed("iTXt", &plain), None, "a text that is not packed");
    }
}
