//! The object graph of a file as ours are: of one revision, not encrypted, with a cross-reference stream (ISO 32000-1,
//! 7.5.7 and 7.5.8).
//!
//! It is read straight off the bytes, at the places that the file itself tells, and nothing is repaired: whatever is
//! not as it should be is left to lopdf's reader, which takes several times as long.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::file::unfold;
use super::lex::{Lexer, Token};

/// The deepest that arrays and dictionaries are nested.
const DEPTH: usize = 64;
/// How near the end a file says where its cross-references are.
const TAIL: usize = 64;

/// Where an object is.
enum Place {
    Offset(usize),
    InStream(u32),
}

/// Reads a file; `None` where it is of another kind, or damaged.
pub fn read(bytes: &[u8]) -> Option<Document> {
    let head = bytes.strip_prefix(b"%PDF-")?.get(..3)?;
    let mut graph = Document::with_version(std::str::from_utf8(head).ok()?);
    let (_, references) = indirect(bytes, start(bytes)?)?;
    let references = references.as_stream().ok()?;
    let is_plain = references.dict.has_type(b"XRef")
        && ![&b"Prev"[..], b"Encrypt"].iter().any(|key| references.dict.has(key));
    let places = is_plain.then(|| places(references)).flatten()?;
    graph.trailer = references.dict.clone();
    graph.max_id = places.keys().next_back().map_or(0, |last| last.0);
    for (&id, place) in &places {
        if let Place::Offset(offset) = *place {
            let (own, object) = indirect(bytes, offset)?;
            (own == id).then(|| graph.objects.insert(id, object))?;
        }
    }
    let mut streams: Vec<u32> = places
        .values()
        .filter_map(|place| match *place {
            Place::InStream(stream) => Some(stream),
            Place::Offset(_) => None,
        })
        .collect();
    streams.dedup();
    for stream in streams {
        let packed = graph.objects.get(&(stream, 0))?.as_stream().ok()?;
        for (id, object) in packed_objects(packed)? {
            // An object is where the cross-references say, and nowhere else.
            if matches!(places.get(&id), Some(Place::InStream(own)) if *own == stream) {
                graph.objects.insert(id, object);
            }
        }
    }
    (graph.objects.len() >= places.len()).then_some(graph)
}

/// Where the cross-references are, by the file's last lines.
pub(super) fn start(bytes: &[u8]) -> Option<usize> {
    const WORD: &[u8] = b"startxref";
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let at = tail.windows(WORD.len()).rposition(|window| window == WORD)?;
    match Lexer::new(&tail[at + WORD.len()..]).next()? {
        Token::Number(start) => whole(start).filter(|&start| start < bytes.len()),
        _ => None,
    }
}

fn whole(number: f64) -> Option<usize> {
    (number >= 0.0 && number < f64::from(u32::MAX) && number.fract() == 0.0).then_some(number as usize)
}

/// Reads the object that begins at an offset, whose own number tells that it is the one.
fn indirect(bytes: &[u8], offset: usize) -> Option<(ObjectId, Object)> {
    let rest = bytes.get(offset..)?;
    let mut lexer = Lexer::new(rest);
    let (Token::Number(id), Token::Number(generation)) = (lexer.next()?, lexer.next()?) else { return None };
    let id = (u32::try_from(whole(id)?).ok()?, u16::try_from(whole(generation)?).ok()?);
    (lexer.next()? == Token::Word(b"obj")).then_some(())?;
    let read = object(&mut lexer, &mut Vec::new())?;
    match (lexer.next()?, read) {
        (Token::Word(b"endobj"), object) => Some((id, object)),
        (Token::Word(b"stream"), Object::Dictionary(dictionary)) => {
            let rest = &rest[lexer.position()..];
            let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
            let length = usize::try_from(dictionary.get(b"Length").ok()?.as_i64().ok()?).ok()?;
            let mut after = Lexer::new(rest.get(length..)?);
            (after.next()? == Token::Word(b"endstream")).then_some(())?;
            Some((id, Stream::new(dictionary, rest[..length].to_vec()).into()))
        }
        _ => None,
    }
}

/// Reads an object. `values` are those that wait for the end of what they are in; of many objects, they use the same
/// memory.
fn object(lexer: &mut Lexer<'_>, values: &mut Vec<Object>) -> Option<Object> {
    values.clear();
    // Where each array and dictionary that is open begins among the values.
    let mut open = Vec::new();
    loop {
        match lexer.next()? {
            Token::Number(number) => values.push(match whole(number.abs()) {
                Some(_) => Object::Integer(number as i64),
                None => Object::Real(number as f32),
            }),
            Token::Name(name) => values.push(Object::Name(plain_name(name)?)),
            Token::Text(text) => values.push(Object::String(text.into_owned(), StringFormat::Literal)),
            Token::OpenArray | Token::OpenDictionary if open.len() < DEPTH => open.push(values.len()),
            Token::CloseArray => {
                let items = values.drain(open.pop()?..).collect();
                values.push(Object::Array(items));
            }
            Token::CloseDictionary => {
                let dictionary = dictionary(values.drain(open.pop()?..))?;
                values.push(Object::Dictionary(dictionary));
            }
            Token::Word(b"R") => {
                let (generation, id) = (values.pop()?.as_i64().ok()?, values.pop()?.as_i64().ok()?);
                let id = (u32::try_from(id).ok()?, u16::try_from(generation).ok()?);
                values.push(Object::Reference(id));
            }
            Token::Word(b"true") => values.push(Object::Boolean(true)),
            Token::Word(b"false") => values.push(Object::Boolean(false)),
            Token::Word(b"null") => values.push(Object::Null),
            Token::OpenArray | Token::OpenDictionary | Token::Word(_) => return None,
        }
        if open.is_empty() {
            return values.pop();
        }
    }
}

fn dictionary(mut items: impl Iterator<Item = Object>) -> Option<Dictionary> {
    let mut dictionary = Dictionary::new();
    while let Some(key) = items.next() {
        let Object::Name(key) = key else { return None };
        dictionary.set(key, items.next()?);
    }
    Some(dictionary)
}

/// Returns a name with what `#` stands before put as the byte it means (7.3.5).
fn plain_name(name: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'#' {
            let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
            plain.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &rest[2..];
        } else {
            plain.push(byte);
        }
    }
    Some(plain)
}

/// Reads the cross-references.
fn places(stream: &Stream) -> Option<BTreeMap<ObjectId, Place>> {
    let widths: Vec<usize> = integers(&stream.dict, b"W")?;
    let &[kind, field, last] = &*widths else { return None };
    let width = kind + field + last;
    let rows = rows(stream, width)?;
    let size = usize::try_from(stream.dict.get(b"Size").ok()?.as_i64().ok()?).ok()?;
    let is_whole = kind == 1 && field <= 4 && last <= 2 && !stream.dict.has(b"Index");
    (is_whole && rows.len() == size * width).then_some(())?;
    let number = |bytes: &[u8]| bytes.iter().fold(0_usize, |number, &byte| number << 8 | usize::from(byte));
    let mut places = BTreeMap::new();
    for (id, row) in (0_u32..).zip(rows.chunks_exact(width)) {
        let (value, rest) = (number(&row[1..=field]), number(&row[1 + field..]));
        match row[0] {
            0 => None,
            1 => places.insert((id, u16::try_from(rest).ok()?), Place::Offset(value)),
            2 => places.insert((id, 0), Place::InStream(u32::try_from(value).ok()?)),
            _ => return None,
        };
    }
    Some(places)
}

/// Returns the rows of a stream, which may be written as differences from the row above.
fn rows(stream: &Stream, width: usize) -> Option<Vec<u8>> {
    let mut bytes = unfold(stream).ok()?;
    let Ok(parameters) = stream.dict.get(b"DecodeParms") else { return Some(bytes) };
    let parameters = parameters.as_dict().ok()?;
    let of = |key: &[u8]| parameters.get(key).ok()?.as_i64().ok();
    (of(b"Predictor")? >= 10 && of(b"Columns")? == i64::try_from(width).ok()? && width > 0).then_some(())?;
    let mut rows = vec![0; bytes.len() / (width + 1) * width];
    for (nth, step) in bytes.chunks_exact_mut(width + 1).enumerate() {
        // Filter 2: up.
        (step[0] == 2).then_some(())?;
        for at in 0..width {
            let above: u8 = if nth > 0 { rows[(nth - 1) * width + at] } else { 0 };
            rows[nth * width + at] = above.wrapping_add(step[1 + at]);
        }
    }
    Some(rows)
}

fn integers(dictionary: &Dictionary, key: &[u8]) -> Option<Vec<usize>> {
    let array = dictionary.get(key).ok()?.as_array().ok()?;
    array.iter().map(|item| usize::try_from(item.as_i64().ok()?).ok().filter(|&width| width <= 8)).collect()
}

/// Reads the objects of an object stream.
fn packed_objects(stream: &Stream) -> Option<Vec<(ObjectId, Object)>> {
    (stream.dict.has_type(b"ObjStm") && !stream.dict.has(b"DecodeParms")).then_some(())?;
    let of = |key: &[u8]| usize::try_from(stream.dict.get(key).ok()?.as_i64().ok()?).ok();
    let (count, first) = (of(b"N")?, of(b"First")?);
    let bytes = unfold(stream).ok()?;
    let mut head = Lexer::new(bytes.get(..first)?);
    let (mut objects, mut values) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (Token::Number(id), Token::Number(offset)) = (head.next()?, head.next()?) else { return None };
        let body = bytes.get(first + whole(offset)?..)?;
        objects.push(((u32::try_from(whole(id)?).ok()?, 0), object(&mut Lexer::new(body), &mut values)?));
    }
    Some(objects)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<Object> {
        object(&mut Lexer::new(text.as_bytes()), &mut Vec::new())
    }

    #[test]
    fn objects_are_read_as_the_standard_has_them() {
        let read =
            parsed("<</A#20B -7/C[null true .5 12 0 R]/D(\\(a\\))/E<FE01>/F/G>>").expect("a dictionary");
        let read = read.as_dict().expect("a dictionary");
        let array = vec![Object::Null, true.into(), Object::Real(0.5), Object::Reference((12, 0))];
        assert_eq!(read.get(b"A B").and_then(Object::as_i64).ok(), Some(-7));
        assert_eq!(read.get(b"C").ok(), Some(&Object::Array(array)));
        assert_eq!(read.get(b"D").and_then(Object::as_str).ok(), Some(&b"(a)"[..]));
        assert_eq!(read.get(b"E").and_then(Object::as_str).ok(), Some(&[0xFE, 1][..]));
        assert_eq!(read.get(b"F").and_then(Object::as_name).ok(), Some(&b"G"[..]));
    }

    #[test]
    fn what_is_no_object_is_left_to_others() {
        for text in ["", "<</A>>", "<<1 2>>", "]", "[1 0 R", "word", "/A#G0", &"[".repeat(100)] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
