//! The object graph of a file, with the look-ups that checks are made of.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::batch::verify::inflate;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::UNREADABLE;

/// The most bytes a stream may unfold to.
const STREAM_LIMIT: u64 = 256 << 20;

/// A file that was opened.
pub struct File {
    graph: Document,
    /// The pages, in order.
    pub pages: Vec<ObjectId>,
}

impl File {
    /// Opens a file.
    pub fn open(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let load = || {
            Document::load_mem(bytes)
                .map_err(|fault| Diagnostic::error(&UNREADABLE, format!("the PDF cannot be opened: {fault}")))
        };
        let graph = super::graph::read(bytes).map_or_else(load, Ok)?;
        let pages: Vec<ObjectId> = graph.page_iter().collect();
        if pages.is_empty() {
            return Err(Diagnostic::error(&UNREADABLE, "the PDF has no pages"));
        }
        Ok(Self { graph, pages })
    }

    /// Every object.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.graph.objects.iter().map(|(&id, object)| (id, object))
    }

    /// The version in its first line.
    pub fn version(&self) -> &str {
        &self.graph.version
    }

    /// The trailer.
    pub fn trailer(&self) -> &Dictionary {
        &self.graph.trailer
    }

    /// The catalogue; empty if there is none.
    pub fn catalogue(&self) -> &Dictionary {
        static NONE: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::new);
        self.dictionary(self.trailer(), b"Root").unwrap_or(&NONE)
    }

    /// Follows references to what they refer to.
    pub fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.graph.dereference(object).ok().map(|(_, object)| object).filter(|object| !object.is_null())
    }

    /// Returns an entry of a dictionary, references followed.
    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        // `Dictionary::get` makes a fault that names the key where there is none.
        self.resolve(dictionary.as_hashmap().get(key)?)
    }

    /// Returns an entry that is a dictionary, or a stream's dictionary.
    pub fn dictionary<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        as_dictionary(self.get(dictionary, key)?)
    }

    /// Returns an entry that is an array.
    pub fn array<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dictionary, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// Returns an entry that is a stream.
    pub fn stream<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
        self.get(dictionary, key)?.as_stream().ok()
    }

    /// Returns an entry that is a name.
    pub fn name<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a str> {
        std::str::from_utf8(self.get(dictionary, key)?.as_name().ok()?).ok()
    }

    /// Returns an entry that is a whole number.
    pub fn integer(&self, dictionary: &Dictionary, key: &[u8]) -> Option<i64> {
        self.get(dictionary, key)?.as_i64().ok()
    }

    /// Returns an entry that is a text.
    pub fn text(&self, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
        self.get(dictionary, key)?.as_str().ok().map(text)
    }

    /// Returns the dictionary of an object.
    pub fn object(&self, id: ObjectId) -> Option<&Dictionary> {
        as_dictionary(self.graph.get_object(id).ok()?)
    }

    /// Returns where a page comes, from 0.
    pub fn page_at(&self, id: ObjectId) -> Option<usize> {
        self.pages.iter().position(|&page| page == id)
    }

    /// Returns what a page shows.
    pub fn content(&self, page: ObjectId) -> Result<Vec<u8>, String> {
        let Some(page) = self.object(page) else { return Err("the page is no dictionary".to_owned()) };
        match self.get(page, b"Contents") {
            Some(Object::Stream(stream)) => unfold(stream),
            Some(Object::Array(parts)) => {
                let mut whole = Vec::new();
                for part in parts.iter().filter_map(|part| self.resolve(part)?.as_stream().ok()) {
                    whole.extend(unfold(part)?);
                    whole.push(b'\n');
                }
                Ok(whole)
            }
            _ => Ok(Vec::new()),
        }
    }
}

fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// Returns a stream's bytes, unfolded where it is deflated; its checksum must be right.
pub fn unfold(stream: &Stream) -> Result<Vec<u8>, String> {
    let names: Vec<&[u8]> = match stream.dict.get(b"Filter") {
        Ok(Object::Name(name)) => vec![name.as_slice()],
        Ok(Object::Array(names)) => names.iter().filter_map(|name| name.as_name().ok()).collect(),
        _ => Vec::new(),
    };
    let unpack = |packed: &[u8]| {
        inflate::zlib(packed, STREAM_LIMIT).map_err(|fault| format!("it does not decompress: {fault}"))
    };
    match names[..] {
        [b"FlateDecode"] => unpack(&stream.content),
        [b"ASCIIHexDecode", b"FlateDecode"] => {
            unpack(&unhex(&stream.content).ok_or("it is no hexadecimal text")?)
        }
        [_, _, ..] => Err("several filters, one over the other".to_owned()),
        _ => Ok(stream.content.clone()),
    }
}

/// Reads hexadecimal digits up to their `>`, white space left out (ISO 32000-1, 7.4.2).
fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().position(|&byte| byte == b'>')?;
    let shown = text[..end].iter().filter(|byte| !byte.is_ascii_whitespace());
    let mut digits: Vec<u8> =
        shown.map(|&byte| char::from(byte).to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    // A digit that lacks its fellow stands before a zero.
    digits.resize(digits.len().next_multiple_of(2), 0);
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// Decodes a text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with their marks, else PDFDocEncoding,
/// of which only what it shares with Latin-1 and its quotes and dashes are known here.
pub fn text(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return utf16(wide);
    }
    if let Some(narrow) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8_lossy(narrow).into_owned();
    }
    const HIGH: [char; 30] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ',
        'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š',
    ];
    let decode = |&byte: &u8| match byte {
        0x80..=0x9D => HIGH[usize::from(byte - 0x80)],
        0x9E => 'ž',
        0xA0 => '€',
        _ => char::from(byte),
    };
    bytes.iter().map(decode).collect()
}

/// Decodes UTF-16, big-endian.
pub fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use lopdf::{Dictionary, Stream, dictionary};

    use super::{text, unfold};

    #[test]
    fn deflated_streams_are_unfolded_also_when_their_bytes_are_written_in_hexadecimal() {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"A text").expect("in memory");
        let packed = encoder.finish().expect("in memory");
        let plain = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed.clone());
        assert_eq!(unfold(&plain), Ok(b"A text".to_vec()));
        let mut digits: Vec<u8> =
            packed.iter().flat_map(|byte| format!("{byte:02X}\n").into_bytes()).collect();
        let filters = || -> Dictionary {
            dictionary! { "Filter" => vec!["ASCIIHexDecode".into(), "FlateDecode".into()] }
        };
        assert!(unfold(&Stream::new(filters(), digits.clone())).is_err());
        digits.push(b'>');
        assert_eq!(unfold(&Stream::new(filters(), digits)), Ok(b"A text".to_vec()));
        let others = dictionary! { "Filter" => vec!["FlateDecode".into(), "FlateDecode".into()] };
        assert_eq!(
            unfold(&Stream::new(others, packed)),
            Err("several filters, one over the other".to_owned())
        );
    }

    #[test]
    fn text_strings_in_each_encoding() {
        assert_eq!(text(b"\xFE\xFF\x00A\x20\x19"), "A’");
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\xA9"), "é");
        assert_eq!(text(b"don\x90t \x85 \xE9"), "don’t – é");
    }
}
