//! The object graph as bytes: streams compressed, everything else in object streams, found by a
//! cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! lopdf's own way writes every object several times over, which took half of the time of a whole PDF.

use std::cell::RefCell;
use std::io::Write;

use lopdf::{Dictionary, Document, Object, StringFormat, dictionary};
use rustc_hash::FxHashMap;

use super::object::{LINE_FEED, deflate, deflate_padded, name};

/// The place of the identifier while the file is written; the digest of the file with it goes there.
const NO_ID: [u8; 16] = *b"identifier here!";

/// More bytes than a commentary of a few pages takes.
const USUAL_SIZE: usize = 1 << 17;

/// How many objects share a stream: few enough that a reader who wants one need not unpack all.
const OBJECTS_IN_STREAM: usize = 200;

/// Streams of at most so many bytes are remembered, and so many of them: the character maps of a run's files are mostly
/// the same, their pages never.
const LARGEST_KNOWN: usize = 4 << 10;
const MOST_KNOWN: usize = 64;

thread_local! {
    /// What was compressed, by what it was.
    static PACKED: RefCell<FxHashMap<Vec<u8>, Vec<u8>>> = RefCell::default();
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    Offset(usize),
    InStream { stream: u32, nth: usize },
}

/// Writes the file, then names it by its own digest.
pub fn save(graph: &mut Document) -> Vec<u8> {
    let mut file = Vec::with_capacity(USUAL_SIZE);
    file.extend_from_slice(format!("%PDF-{}\n", graph.version).as_bytes());
    // Four bytes above 127, for those who would take the file for text (ISO 19005-2, 6.1.2).
    file.extend_from_slice(b"%\xE2\xE3\xCF\xD3\n");
    let mut places = vec![Place::Free; graph.max_id as usize + 1];
    let mut packed = Vec::new();
    for (&(id, _), object) in &mut graph.objects {
        if let Object::Stream(stream) = object {
            compress(stream);
            places[id as usize] = Place::Offset(file.len());
            write_indirect(&mut file, id, |file| {
                write_dictionary(file, &stream.dict);
                write_stream(file, &stream.content);
            });
        } else {
            packed.push((id, &*object));
        }
    }
    for objects in packed.chunks(OBJECTS_IN_STREAM) {
        write_object_stream(&mut file, objects, &mut places);
    }
    let references = write_cross_references(&mut file, places, &graph.trailer);
    name_by_digest(&mut file, references);
    file
}

/// Compresses a stream that is plain. Metadata stays so, to be found without reading PDF (14.3.2).
pub(super) fn compress(stream: &mut lopdf::Stream) {
    if !stream.dict.has(b"Filter") && !stream.dict.has_type(b"Metadata") {
        let bytes = deflate_once(&mut stream.content);
        stream.dict.set("Filter", name("FlateDecode"));
        stream.set_content(bytes);
    }
}

/// Compresses content or a character map, either of which may end in white space; what was compressed before is known.
fn deflate_once(bytes: &mut Vec<u8>) -> Vec<u8> {
    if bytes.len() > LARGEST_KNOWN {
        return deflate_padded(bytes, LINE_FEED);
    }
    if let Some(packed) = PACKED.with_borrow(|known| known.get(bytes).cloned()) {
        return packed;
    }
    let plain = bytes.clone();
    let packed = deflate_padded(bytes, LINE_FEED);
    PACKED.with_borrow_mut(|known| {
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(plain, packed.clone());
    });
    packed
}

fn write_indirect(file: &mut Vec<u8>, id: u32, object: impl FnOnce(&mut Vec<u8>)) {
    number(file, i64::from(id));
    file.extend_from_slice(b" 0 obj\n");
    object(file);
    file.extend_from_slice(b"\nendobj\n");
}

fn write_stream(file: &mut Vec<u8>, content: &[u8]) {
    file.extend_from_slice(b"stream\n");
    file.extend_from_slice(content);
    file.extend_from_slice(b"\nendstream");
}

fn write_object_stream(file: &mut Vec<u8>, objects: &[(u32, &Object)], places: &mut Vec<Place>) {
    let stream = places.len() as u32;
    let mut head = Vec::new();
    let mut body = Vec::new();
    for (nth, &(id, object)) in objects.iter().enumerate() {
        places[id as usize] = Place::InStream { stream, nth };
        number(&mut head, i64::from(id));
        head.push(b' ');
        number(&mut head, body.len() as i64);
        head.push(b' ');
        write_object(&mut body, object);
        body.push(b' ');
    }
    let first = head.len();
    head.append(&mut body);
    let content = deflate_padded(&mut head, LINE_FEED);
    let dictionary = dictionary! {
        "Type" => "ObjStm",
        "N" => objects.len() as i64,
        "First" => first as i64,
        "Filter" => "FlateDecode",
        "Length" => content.len() as i64,
    };
    places.push(Place::Offset(file.len()));
    write_indirect(file, stream, |file| {
        write_dictionary(file, &dictionary);
        write_stream(file, &content);
    });
}

/// Packs the cross-reference stream that starts at the file's end; returns where that is. A line feed
/// more moves it where its data would end in a carriage return, for it must not be padded.
fn pack_places(file: &mut Vec<u8>, places: &mut Vec<Place>) -> (usize, Vec<u8>) {
    loop {
        let start = file.len();
        places.push(Place::Offset(start));
        let packed = deflate(&differences(&entries(places), 7));
        if packed.last() != Some(&b'\r') {
            return (start, packed);
        }
        places.pop();
        file.push(b'\n');
    }
}

/// The rows of a cross-reference stream (ISO 32000-1, 7.5.8.3), seven bytes each.
fn entries(places: &[Place]) -> Vec<u8> {
    let mut entries: Vec<u8> = Vec::with_capacity(places.len() * 7);
    for place in places {
        let (kind, field, last) = match *place {
            Place::Free => (0, 0, 65535),
            Place::Offset(offset) => (1, offset as u32, 0),
            Place::InStream { stream, nth } => (2, stream, nth as u16),
        };
        entries.push(kind);
        entries.extend(field.to_be_bytes());
        entries.extend(last.to_be_bytes());
    }
    entries
}

/// Writes the cross-reference stream, which is the trailer too; returns where it starts.
fn write_cross_references(file: &mut Vec<u8>, mut places: Vec<Place>, trailer: &Dictionary) -> usize {
    let own = places.len() as u32;
    let (start, content) = pack_places(file, &mut places);
    let mut dictionary = dictionary! { "Type" => "XRef", "Size" => places.len() as i64 };
    for key in ["Root", "Info"] {
        if let Ok(value) = trailer.get(key.as_bytes()) {
            dictionary.set(key, value.clone());
        }
    }
    let place = Object::String(NO_ID.to_vec(), StringFormat::Hexadecimal);
    dictionary.set("ID", vec![place.clone(), place]);
    dictionary.set("W", vec![1.into(), 4.into(), 2.into()]);
    dictionary.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => 7 });
    dictionary.set("Filter", name("FlateDecode"));
    dictionary.set("Length", content.len() as i64);
    write_indirect(file, own, |file| {
        write_dictionary(file, &dictionary);
        write_stream(file, &content);
    });
    let end = format!("startxref\n{start}\n%%EOF\n");
    file.extend_from_slice(end.as_bytes());
    start
}

/// Each row as its difference from the row above, after PNG's number for that filter.
fn differences(rows: &[u8], width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() + rows.len() / width);
    for (at, &byte) in rows.iter().enumerate() {
        if at % width == 0 {
            out.push(2);
        }
        out.push(byte.wrapping_sub(if at < width { 0 } else { rows[at - width] }));
    }
    out
}

/// Puts the digest of the file in the two places kept for it in the trailer.
fn name_by_digest(file: &mut [u8], trailer: usize) {
    let digest = hexadecimal(&blake3::hash(file).as_bytes()[..16]);
    let place = hexadecimal(&NO_ID);
    let mut from = trailer;
    while let Some(at) = file[from..].windows(place.len()).position(|window| window == place) {
        file[from + at..from + at + place.len()].copy_from_slice(&digest);
        from += at + place.len();
    }
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value)];
    bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => number(out, *value),
        // Writing to memory does not fail.
        Object::Real(value) => drop(write!(out, "{value}")),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, StringFormat::Literal) => write_literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            out.extend(hexadecimal(bytes));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary),
        // A stream is always an object of its own (7.3.8.1); its dictionary is the most that can stand here.
        Object::Stream(stream) => write_dictionary(out, &stream.dict),
        Object::Reference((id, _)) => {
            number(out, i64::from(*id));
            out.extend_from_slice(b" 0 R");
        }
    }
}

fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        if matches!(
            value,
            Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_)
        ) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.extend_from_slice(b">>");
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.push(b'#');
            out.extend(hexadecimal(&[byte]));
        }
    }
}

fn write_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &byte in bytes {
        literal(out, byte);
    }
    out.push(b')');
}

/// Writes a byte of a literal string (7.3.4.2).
pub(super) fn literal(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}

/// Writes a whole number; the standard formatter takes three times as long.
pub(super) fn number(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_written_as_the_standard_has_them() {
        let object = dictionary! {
            "A B" => -7,
            "C" => vec![Object::Null, true.into(), Object::Real(0.5), Object::Reference((12, 0))],
            "D" => Object::string_literal("(a)\\\r"),
            "E" => Object::String(vec![0xFE, 0x01], StringFormat::Hexadecimal),
            "F" => name("G"),
        };
        let mut out = Vec::new();
        write_dictionary(&mut out, &object);
        let expected = r"<</A#20B -7/C[null true 0.5 12 0 R]/D(\(a\)\\\r)/E<FE01>/F/G>>";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn numbers_are_written_whole() {
        for value in [0, 9, -10, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            number(&mut out, value);
            assert_eq!(String::from_utf8_lossy(&out), value.to_string());
        }
    }

    #[test]
    fn a_graph_is_read_back_as_it_was() {
        let mut graph = Document::with_version("1.7");
        let pages = graph.new_object_id();
        // A number that is not used stays free.
        graph.new_object_id();
        let many: Vec<Object> = (0..450).map(|n| graph.add_object(Object::Integer(n)).into()).collect();
        graph.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0, "Many" => many.clone() });
        let root = graph.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        graph.trailer.set("Root", root);
        let file = save(&mut graph);
        let read = Document::load_mem(&file).expect("it is read");
        assert_eq!(
            read.get_dictionary(pages).and_then(|pages| pages.get(b"Many")).expect("kept"),
            &Object::Array(many.clone())
        );
        for (nth, object) in many.iter().enumerate() {
            assert_eq!(read.dereference(object).expect("an object").1, &Object::Integer(nth as i64));
        }
        assert!(!file.windows(32).any(|window| window == hexadecimal(&NO_ID)));
    }
}
