//! What the file says of itself: the facts that `Info` and XMP both tell, gathered once.

use lopdf::{Object, dictionary};
use printpdf::PdfDocumentInfo;

use super::Job;
use crate::document::Metadata;

/// The name of the program, as the file has it.
pub const PRODUCER: &str = concat!("offprint ", env!("CARGO_PKG_VERSION"));

/// Tells printpdf what its `Info` holds.
pub fn describe(job: &Job<'_>, info: &mut PdfDocumentInfo) {
    let metadata = &job.document.metadata;
    info.document_title.clone_from(&metadata.title);
    info.author = author(metadata);
    info.subject = subject(metadata).unwrap_or_default();
    info.keywords = vec![keywords(metadata)];
    info.creator = PRODUCER.to_owned();
    info.producer = PRODUCER.to_owned();
}

/// Takes out of printpdf's `Info` what is empty or untrue, and sets the dates of the record: printpdf
/// has only the clock's or the epoch's.
pub fn finish(job: &Job<'_>, graph: &mut lopdf::Document) -> lopdf::Result<()> {
    let id = graph.trailer.get(b"Info")?.as_reference()?;
    if job.options.standard.is_second() {
        // XMP alone tells it there (ISO 19005-4, 6.1.3).
        graph.trailer.remove(b"Info");
        graph.objects.remove(&id);
        return Ok(());
    }
    let info = graph.get_dictionary_mut(id)?;
    for key in ["Trapped", "GTS_PDFXVersion", "Identifier", "CreationDate", "ModDate"] {
        info.remove(key.as_bytes());
    }
    for key in ["Author", "Subject", "Keywords", "Title"] {
        if info.get(key.as_bytes()).and_then(Object::as_str).is_ok_and(<[u8]>::is_empty) {
            info.remove(key.as_bytes());
        }
    }
    let metadata = &job.document.metadata;
    let dates = [("CreationDate", metadata.date.as_deref()), ("ModDate", changed(metadata))];
    for (key, date) in dates {
        if let Some(date) = date {
            info.set(key, Object::string_literal(pdf_date(date)));
        }
    }
    Ok(())
}

/// Returns the authors as one text.
pub fn author(metadata: &Metadata) -> String {
    let names: Vec<&str> = metadata.authors.iter().map(|author| author.name.as_str()).collect();
    names.join("; ")
}

/// Returns what the text is about in a paragraph: its abstract, else where it appeared.
pub fn subject(metadata: &Metadata) -> Option<String> {
    let series = || metadata.series_title.as_ref().map(|series| format!("{series} {}", metadata.number));
    metadata.synopsis.clone().or_else(series).filter(|subject| !subject.trim().is_empty())
}

/// Returns topics, regions and keywords, each once.
pub fn subjects(metadata: &Metadata) -> Vec<&str> {
    let mut subjects: Vec<&str> = Vec::new();
    for term in metadata.topics.iter().chain(&metadata.regions).chain(&metadata.keywords) {
        if !subjects.contains(&term.as_str()) {
            subjects.push(term);
        }
    }
    subjects
}

/// Returns the subjects as one text.
pub fn keywords(metadata: &Metadata) -> String {
    subjects(metadata).join(", ")
}

/// Returns the day of the last change.
pub fn changed(metadata: &Metadata) -> Option<&str> {
    metadata.last_change()
}

/// Turns an ISO day into the start of that day as PDF writes it.
pub fn pdf_date(iso: &str) -> String {
    format!("D:{}000000Z", iso.replace('-', ""))
}

/// Turns an ISO day into the start of that day as XMP writes it.
pub fn xmp_date(iso: &str) -> String {
    format!("{iso}T00:00:00Z")
}

/// What readers are asked to do: show the title in the window, turn pages as the text runs.
pub fn viewer_preferences(job: &Job<'_>) -> lopdf::Dictionary {
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if job.document.direction == crate::document::Direction::Rtl {
        preferences.set("Direction", "R2L");
    }
    preferences
}

/// Returns the style of a page's number and its value; nothing for what is no number.
fn printed(label: &str) -> Option<(&'static str, i64)> {
    let decimal = label.parse::<i64>().ok().filter(|&label| label > 0);
    decimal.map(|value| ("D", value)).or_else(|| Some(("r", roman(label)?)))
}

/// The value of a roman number in small letters; only of one written as its value is.
fn roman(label: &str) -> Option<i64> {
    let value = |c: char| "ivxlcdm".find(c).and_then(|at| [1, 5, 10, 50, 100, 500, 1000].get(at).copied());
    let values: Vec<i64> = label.chars().map(value).collect::<Option<_>>()?;
    let is_less = |at: usize| values.get(at + 1).is_some_and(|next| *next > values[at]);
    let sum: i64 = (0..values.len()).map(|at| if is_less(at) { -values[at] } else { values[at] }).sum();
    (sum > 0).then_some(sum)
}

/// The numbers on the pages, for the reader's page box.
pub fn page_labels(job: &Job<'_>) -> lopdf::Dictionary {
    let mut labels: Vec<Object> = Vec::new();
    let mut expected = None;
    for (at, page) in job.pages.pages.iter().enumerate() {
        let printed = printed(&page.label);
        let label = match printed {
            Some(label) if expected == Some(label) => None,
            Some((style, label)) => Some(dictionary! { "S" => style, "St" => label }),
            None => Some(dictionary! { "P" => super::object::text(&page.label) }),
        };
        expected = printed.map(|(style, label)| (style, label + 1));
        if let Some(label) = label {
            labels.extend([Object::Integer(at as i64), label.into()]);
        }
    }
    dictionary! { "Nums" => labels }
}
