//! What a file says of itself: XMP against Info, claims of conformance, and what they promise.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::file::{File, unfold};
use super::second;
use super::tree::Tree;
use crate::batch::verify::{Expected, xml};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{
    CLAIM_WRONG, FORBIDDEN, METADATA_DISAGREES, NO_OUTPUT_INTENT, NOT_WELL_FORMED,
};

/// The properties of a packet, by prefixed name; what is a list in XMP is a list here.
type Packet = BTreeMap<String, Vec<String>>;

/// Checks metadata and claims.
pub fn check(file: &File, tree: &Tree<'_>, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    let catalogue = file.catalogue();
    let Some(stream) = file.stream(catalogue, b"Metadata") else {
        faults.push(Diagnostic::error(&METADATA_DISAGREES, "the PDF has no XMP metadata"));
        return;
    };
    let packet = match unfold(stream).and_then(|bytes| read(&bytes)) {
        Ok(packet) => packet,
        Err(why) => {
            faults.push(Diagnostic::error(&NOT_WELL_FORMED, format!("the XMP metadata: {why}")));
            return;
        }
    };
    if file.trailer().has(b"Info") || !is_of_second(&packet) {
        check_info(file, &packet, faults);
    }
    check_facts(&packet, expected, faults);
    check_claims(file, tree, &packet, faults);
    check_forbidden(file, faults);
}

/// Reads a packet. A property's values are the texts of the elements below it that hold no others.
fn read(bytes: &[u8]) -> Result<Packet, String> {
    let root = xml::parse(bytes)?;
    let mut packet = Packet::new();
    for description in root.all().into_iter().filter(|node| node.name == "rdf:Description") {
        for (name, value) in &description.attributes {
            packet.entry(name.clone()).or_default().push(value.clone());
        }
        for property in description.nodes() {
            let values = packet.entry(property.name.clone()).or_default();
            values.extend(
                property.all().iter().filter(|node| node.nodes().next().is_none()).map(|leaf| leaf.text()),
            );
        }
    }
    Ok(packet)
}

/// Info must say what XMP says (ISO 19005-2, 6.6.3; the table of equivalents is ISO 19005-1, table 1).
fn check_info(file: &File, packet: &Packet, faults: &mut Vec<Diagnostic>) {
    let none = Dictionary::new();
    let info = file.dictionary(file.trailer(), b"Info").unwrap_or(&none);
    let joined = |name: &str| packet.get(name).map(|values| values.join("; "));
    let first = |name: &str| packet.get(name).and_then(|values| values.first().cloned());
    let pairs = [
        ("Title", first("dc:title")),
        ("Author", joined("dc:creator")),
        ("Subject", first("dc:description")),
        ("Keywords", first("pdf:Keywords")),
        ("Creator", first("xmp:CreatorTool")),
        ("Producer", first("pdf:Producer")),
        ("CreationDate", first("xmp:CreateDate")),
        ("ModDate", first("xmp:ModifyDate")),
    ];
    for (key, in_xmp) in pairs {
        let in_info = file.text(info, key.as_bytes()).filter(|text| !text.is_empty());
        let agree = match (&in_info, &in_xmp) {
            (Some(info), Some(xmp)) if key.ends_with("Date") => digits(info) == digits(xmp),
            (info, xmp) => info == xmp,
        };
        if !agree {
            let say = |value: &Option<String>| {
                value.as_ref().map_or("nothing".to_owned(), |value| format!("`{value}`"))
            };
            let message = format!("Info says {} for {key}, XMP says {}", say(&in_info), say(&in_xmp));
            faults.push(Diagnostic::error(&METADATA_DISAGREES, message));
        }
    }
}

fn digits(date: &str) -> String {
    date.chars().filter(char::is_ascii_digit).collect()
}

fn check_facts(packet: &Packet, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    let mut fault = |message: String| faults.push(Diagnostic::error(&METADATA_DISAGREES, message));
    let title = packet.get("dc:title").and_then(|titles| titles.first());
    let Some(title) = title else {
        fault("the PDF's metadata has no title".to_owned());
        return;
    };
    let Some(expected) = expected else { return };
    if *title != expected.title {
        fault(format!("the PDF's title is `{title}`; the record's is `{}`", expected.title));
    }
    let none = Vec::new();
    let identity = packet.get("xmpMM:DocumentID").unwrap_or(&none);
    if *identity != [expected.identity.as_str()] {
        fault(format!("the PDF is known as {identity:?}; the record's is known as `{}`", expected.identity));
    }
    let authors = packet.get("dc:creator").unwrap_or(&none);
    if *authors != expected.authors {
        fault(format!("the PDF names {authors:?} as authors; the record names {:?}", expected.authors));
    }
}

/// Tells whether a packet claims PDF/A-4, under which XMP alone tells what the file is.
fn is_of_second(packet: &Packet) -> bool {
    packet.get("pdfaid:part").is_some_and(|part| part.iter().any(|part| part == "4"))
}

fn check_claims(file: &File, tree: &Tree<'_>, packet: &Packet, faults: &mut Vec<Diagnostic>) {
    let claim = |name: &str| packet.get(name).and_then(|values| values.first()).map(String::as_str);
    let catalogue = file.catalogue();
    let mut fault = |message: &str| faults.push(Diagnostic::error(&CLAIM_WRONG, message));
    let archival = claim("pdfaid:part");
    match (claim("pdfuaid:part"), archival, claim("pdfaid:conformance")) {
        (None, None, None) => return,
        (Some("1"), Some("2" | "3"), Some("A")) => {}
        (Some("2"), Some("4"), None | Some("F")) => {
            let revisions = [claim("pdfuaid:rev"), claim("pdfaid:rev")];
            second::check(file, tree, &revisions, claim("pdfaid:conformance"), &mut fault);
        }
        (ua, part, level) => {
            fault(&format!("the PDF claims PDF/UA part {ua:?} and PDF/A part {part:?}, level {level:?}"));
        }
    }
    let flag = |dictionary: &[u8], key: &[u8]| {
        file.dictionary(catalogue, dictionary)
            .and_then(|inner| file.get(inner, key)?.as_bool().ok())
            .unwrap_or_default()
    };
    if !flag(b"MarkInfo", b"Marked") {
        fault("the PDF claims to be accessible and does not say that it is tagged (`MarkInfo`)");
    }
    if !flag(b"ViewerPreferences", b"DisplayDocTitle") {
        fault("the PDF does not ask readers to show its title in place of its file's name");
    }
    for &page in &file.pages {
        let page = file.object(page);
        let has_annotations = page.is_some_and(|page| page.has(b"Annots"));
        if has_annotations && page.and_then(|page| file.name(page, b"Tabs")) != Some("S") {
            fault("a page with links does not ask for the order of the structure (`Tabs`)");
        }
    }
    if !is_identified(file.trailer()) {
        fault("the PDF has no identifier (`ID`)");
    }
    let has_files = file.dictionary(catalogue, b"Names").is_some_and(|names| names.has(b"EmbeddedFiles"));
    if has_files && archival == Some("2") {
        fault("a file is attached, which PDF/A-2 does not allow; PDF/A-3 does");
    }
    check_intent(file, faults);
}

fn is_identified(trailer: &Dictionary) -> bool {
    let id = trailer.get(b"ID").and_then(Object::as_array);
    id.is_ok_and(|id| id.len() == 2 && id.iter().all(|id| id.as_str().is_ok_and(|id| !id.is_empty())))
}

fn check_intent(file: &File, faults: &mut Vec<Diagnostic>) {
    let intents = file.array(file.catalogue(), b"OutputIntents").unwrap_or_default();
    let archival = intents.iter().filter_map(|intent| file.resolve(intent)?.as_dict().ok());
    let intent = archival.into_iter().find(|intent| file.name(intent, b"S") == Some("GTS_PDFA1"));
    let Some(profile) = intent.and_then(|intent| file.stream(intent, b"DestOutputProfile")) else {
        faults.push(Diagnostic::error(&NO_OUTPUT_INTENT, "the PDF has no output intent with a profile"));
        return;
    };
    // ICC.1: the profile's own length first, `acsp` at byte 36.
    let is_profile = unfold(profile).is_ok_and(|bytes| {
        bytes.get(36..40) == Some(b"acsp")
            && bytes.get(..4).is_some_and(|length| length == (bytes.len() as u32).to_be_bytes())
    });
    if !is_profile {
        faults.push(Diagnostic::error(&NO_OUTPUT_INTENT, "the output intent's profile is no ICC profile"));
    }
}

fn check_forbidden(file: &File, faults: &mut Vec<Diagnostic>) {
    let mut fault = |message: String| faults.push(Diagnostic::error(&FORBIDDEN, message));
    if file.trailer().has(b"Encrypt") {
        fault("the PDF is encrypted".to_owned());
    }
    for key in ["OpenAction", "AA", "AcroForm", "Perms", "Requirements"] {
        if file.catalogue().has(key.as_bytes()) {
            fault(format!("the PDF's catalogue has `{key}`"));
        }
    }
    for (id, object) in file.objects() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => {
                if stream.dict.has(b"F") {
                    fault(format!("object {} keeps its data in another file", id.0));
                }
                &stream.dict
            }
            _ => continue,
        };
        check_actions(file, dictionary, &mut fault);
    }
}

fn check_actions(file: &File, dictionary: &Dictionary, fault: &mut impl FnMut(String)) {
    if dictionary.has(b"JS")
        || file.dictionary(dictionary, b"Names").is_some_and(|names| names.has(b"JavaScript"))
    {
        fault("the PDF holds a script".to_owned());
    }
    let action = file.dictionary(dictionary, b"A").and_then(|action| file.name(action, b"S"));
    if action.is_some_and(|action| !matches!(action, "URI" | "GoTo")) && dictionary.has_type(b"Annot") {
        fault(format!(
            "a link does `{}`, which is neither an address nor a place",
            action.unwrap_or_default()
        ));
    }
    let is_media = matches!(
        file.name(dictionary, b"Subtype"),
        Some("Movie" | "Sound" | "Screen" | "3D" | "RichMedia" | "FileAttachment")
    );
    if is_media && dictionary.has(b"Rect") {
        fault("the PDF holds media".to_owned());
    }
}
