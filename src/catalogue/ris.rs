//! RIS, which every reference manager reads: a report for each commentary.

use super::entry::Entry;
use super::listing::Listing;
use crate::document::Person;
use crate::project::Format;
use crate::spaces;

/// Writes every record. Lines end as the format wants them, with a carriage return.
pub(super) fn write(listing: &Listing) -> String {
    let mut out = String::new();
    for entry in &listing.entries {
        record(&mut out, listing, entry);
    }
    out
}

fn record(out: &mut String, listing: &Listing, entry: &Entry) {
    let mut tag = |tag: &str, value: Option<&str>| {
        if let Some(value) = value.map(spaces::folded).filter(|value| !value.is_empty()) {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    tag("TY", Some("RPRT"));
    for author in entry.authors() {
        tag("AU", Some(&name(author)));
    }
    for (code, role) in [("A2", "edt"), ("A4", "trl")] {
        for person in entry.people.iter().filter(|person| person.role == role) {
            tag(code, Some(&name(person)));
        }
    }
    tag("TI", Some(&entry.full_title()));
    tag("T2", entry.series.as_ref().map(|series| series.title.as_str()));
    // Of a report, this is the report's number; the ISSN has no tag of its own.
    tag("SN", entry.told_number.as_deref());
    let issn = entry.series.as_ref().and_then(|series| series.issn.as_ref());
    tag("N1", issn.map(|issn| format!("ISSN {issn}")).as_deref());
    tag("PB", entry.publisher.as_deref());
    tag("PY", entry.year());
    tag("DA", entry.date.as_deref().map(|date| date.replace('-', "/")).as_deref());
    tag("AB", entry.synopsis_line().as_deref());
    for subject in &entry.subjects {
        tag("KW", Some(&subject.term));
    }
    tag("LA", Some(&entry.lang));
    tag("DO", entry.doi.as_deref());
    tag("UR", entry.url.as_deref());
    let pdf = entry.file(Format::Pdf).and_then(|file| listing.about.absolute(&file.path));
    tag("L1", pdf.as_deref());
    tag("ID", Some(&entry.number));
    out.push_str("ER  - \r\n\r\n");
}

/// `Family, Given, Suffix`, as the format has names.
fn name(person: &Person) -> String {
    person.file_as.clone()
}
