//! Addresses, and what is at each. They stay the same as long as a preview runs.
//!
//! | address | what is there |
//! |---|---|
//! | `/` | the page |
//! | `/assets/NAME` | its stylesheet and scripts |
//! | `/records` | the records and their state, JSON |
//! | `/records/ID` | one record: faults, pages, documents of its edition, JSON |
//! | `/records/ID/pages/N.svg` | a page |
//! | `/records/ID/images/N` | an image that pages show |
//! | `/records/ID/edition/NAME` | a file of the edition |
//! | `/records/ID/NAME.pdf` | the PDF |
//! | `/events` | a stream that tells of changes |

use serde_json::{Value, json};

use super::assets::{ASSETS, PAGE};
use super::response::Response;
use super::shelf::{Listed, Shelf};
use super::show::{Good, View};
use crate::diagnostics::{Diagnostic, Severity, render};
use crate::document::ImageFormat;

/// Answers a request.
pub(super) fn answer(path: &str, shelf: &Shelf) -> Response {
    if path == "/" {
        return Response::page("text/html; charset=utf-8", PAGE);
    }
    let found = match path.trim_start_matches('/').split_once('/') {
        None if path == "/records" => Some(data(&records(shelf))),
        Some(("assets", name)) => ASSETS
            .iter()
            .find(|asset| asset.name == name)
            .map(|asset| Response::page(asset.media_type, asset.text)),
        Some(("records", rest)) => record(rest, shelf),
        _ => None,
    };
    found.unwrap_or_else(|| Response::refusal(404, "nothing is here"))
}

fn record(rest: &str, shelf: &Shelf) -> Option<Response> {
    let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let view = shelf.look(id.parse().ok()?)?;
    if rest.is_empty() {
        return Some(data(&one(&view)));
    }
    let good = view.good.as_ref()?;
    match rest.split_once('/') {
        Some(("pages", name)) => page(good, name),
        Some(("images", number)) => image(good, number),
        Some(("edition", name)) => {
            let (media_type, bytes) = good.edition.files.get(name)?;
            Some(Response::edition(media_type, bytes.clone()))
        }
        None if rest == good.pdf_name() => Some(match good.pdf() {
            Ok(bytes) => Response::page("application/pdf", bytes),
            Err(reason) => Response::refusal(500, &reason),
        }),
        _ => None,
    }
}

fn page(good: &Good, name: &str) -> Option<Response> {
    let number: usize = name.strip_suffix(".svg")?.parse().ok()?;
    let page = good.pages.get(number.checked_sub(1)?)?;
    Some(Response::page("image/svg+xml", page.svg.clone()))
}

fn image(good: &Good, number: &str) -> Option<Response> {
    let image = good.document.images.get(number.parse::<usize>().ok()?)?;
    let media_type = match image.format {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::WebP => "image/webp",
        ImageFormat::Svg => "image/svg+xml",
    };
    Some(Response::edition(media_type, image.data.clone()))
}

fn records(shelf: &Shelf) -> Value {
    let (listed, faults) = shelf.list();
    let records: Vec<Value> = listed.iter().map(entry).collect();
    json!({ "records": records, "faults": told(&faults) })
}

fn entry(listed: &Listed) -> Value {
    json!({
        "id": listed.id,
        "file": listed.file,
        "number": listed.number,
        "title": listed.title,
        "status": listed.status,
        "state": listed.state(),
        "errors": listed.count(Severity::Error),
        "warnings": listed.count(Severity::Warning),
    })
}

fn one(view: &View) -> Value {
    let mut record = entry(&view.listed);
    record["faults"] = told(&view.listed.faults);
    record["is_stale"] = view.is_stale.into();
    let Some(good) = &view.good else { return record };
    let pages = (1..).zip(&good.pages).map(|(number, page)| {
        json!({
            "number": number,
            "label": page.label,
            "width": page.width,
            "height": page.height,
            "digest": page.digest,
            "words": page.words,
        })
    });
    record["lang"] = (*good.document.lang).into();
    record["pages"] = pages.collect();
    let documents = good.edition.documents.iter();
    record["edition"] = documents.map(|(name, title)| json!({ "name": name, "title": title })).collect();
    record["edition_digest"] = good.edition_digest.as_str().into();
    record["pdf"] = good.pdf_name().into();
    record
}

/// Faults in the form that `--message-format json` has.
fn told(faults: &[Diagnostic]) -> Value {
    faults
        .iter()
        .map(|fault| {
            let line = render::all(std::slice::from_ref(fault), render::Format::Json);
            serde_json::from_str(&line).unwrap_or(Value::Null)
        })
        .collect()
}

fn data(value: &Value) -> Response {
    Response::page("application/json", value.to_string())
}
