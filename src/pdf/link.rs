//! What can be clicked: link annotations, and the places they go to.

use lopdf::{Object, ObjectId, dictionary};
use rustc_hash::FxHashMap;

use super::Job;
use super::object::{number, rectangle, text};
use super::second::go_to;
use super::structure::Structure;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::pdf::LINK_TO_NOWHERE;
use crate::document::LinkTarget;
use crate::geometry::{Point, Rect};
use crate::layout::ElementId;
use crate::layout::frame::{AreaTarget, Destination, DestinationName, LinkArea};

/// A link whose target is known to exist.
#[derive(Clone, Debug)]
pub struct ResolvedLink {
    page: usize,
    rect: Rect,
    element: ElementId,
    contents: String,
    goes_to: GoesTo,
}

#[derive(Clone, Debug)]
enum GoesTo {
    Address(String),
    Place { page: usize, at: Point, element: ElementId },
}

/// An annotation of the file.
#[derive(Clone, Copy, Debug)]
pub struct Annotation {
    /// The element it belongs to.
    pub element: ElementId,
    /// The page it is on, from 0.
    pub page: usize,
    /// Its object.
    pub object: ObjectId,
    /// The element it goes to, if it goes to one.
    goes_to: Option<ElementId>,
}

/// Finds where every link of the pages goes.
pub fn resolve(job: &Job<'_>) -> Result<Vec<ResolvedLink>, Vec<Diagnostic>> {
    let mut links = Vec::new();
    let mut faults = Vec::new();
    // The first of a name is meant, so that it is put in last.
    let destinations = job.pages.destinations.iter().rev();
    let destinations: FxHashMap<&DestinationName, &Destination> =
        destinations.map(|destination| (&destination.target, destination)).collect();
    for (page, area) in areas(job) {
        match goes_to(&destinations, &area.target) {
            Ok(goes_to) => links.push(ResolvedLink {
                page,
                rect: area.rect,
                element: area.element,
                contents: area.contents.clone(),
                goes_to,
            }),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(links) } else { Err(faults) }
}

fn areas<'a>(job: &Job<'a>) -> impl Iterator<Item = (usize, &'a LinkArea)> {
    job.pages.pages.iter().enumerate().flat_map(|(nth, page)| page.links.iter().map(move |area| (nth, area)))
}

fn goes_to(
    destinations: &FxHashMap<&DestinationName, &Destination>,
    target: &AreaTarget,
) -> Result<GoesTo, Diagnostic> {
    let wanted = match target {
        AreaTarget::Link(LinkTarget::Address(address)) => return Ok(GoesTo::Address(address.clone())),
        AreaTarget::Link(LinkTarget::Internal(id)) => DestinationName::Id(id.clone()),
        AreaTarget::Note(note) => DestinationName::Note(*note),
        AreaTarget::NoteMark(note) => DestinationName::NoteMark(*note),
    };
    let found = destinations.get(&wanted);
    found
        .map(|&&Destination { page, at, element, .. }| GoesTo::Place { page, at, element })
        .ok_or_else(|| nowhere(&wanted))
}

fn nowhere(wanted: &DestinationName) -> Diagnostic {
    let what = match wanted {
        DestinationName::Id(id) => {
            format!("a link goes to `#{id}`, which is no heading or section of the document")
        }
        DestinationName::Note(note) | DestinationName::NoteMark(note) => {
            format!("note {} is linked to and not set", note.0 + 1)
        }
    };
    Diagnostic::error(&LINK_TO_NOWHERE, what)
}

/// Adds an annotation for each link to its page. `first_key` is the first one's key in the parent
/// tree; the others follow.
pub fn annotate(
    job: &Job<'_>,
    graph: &mut lopdf::Document,
    pages: &[ObjectId],
    links: &[ResolvedLink],
    first_key: usize,
) -> Vec<Annotation> {
    let mut annotations = Vec::with_capacity(links.len());
    for (key, link) in (first_key..).zip(links) {
        let height = |page: usize| job.pages.pages.get(page).map_or(0.0, |page| page.size.height.0);
        let mut dictionary = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rectangle(&link.rect, height(link.page)),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            // Printed with the page (ISO 19005-2, 6.3.2).
            "F" => 4,
            "Contents" => text(&link.contents),
            "P" => pages[link.page],
            "StructParent" => key as i64,
        };
        match &link.goes_to {
            GoesTo::Address(address) => dictionary.set(
                "A",
                dictionary! { "Type" => "Action", "S" => "URI", "URI" => Object::string_literal(ascii_address(address)) },
            ),
            GoesTo::Place { page, at, .. } => dictionary.set("Dest", destination(pages, *page, *at, height(*page))),
        }
        let object = graph.add_object(dictionary);
        let goes_to = match link.goes_to {
            GoesTo::Place { element, .. } => Some(element),
            GoesTo::Address(_) => None,
        };
        annotations.push(Annotation { element: link.element, page: link.page, object, goes_to });
    }
    annotations
}

/// Lets annotations that go to a place of the document go to its element (ISO 14289-2, 8.8).
pub fn go_to_elements(
    graph: &mut lopdf::Document,
    annotations: &[Annotation],
    structure: &Structure,
) -> lopdf::Result<()> {
    for annotation in annotations {
        let element = annotation.goes_to.and_then(|id| structure.elements.get(id.0 as usize).copied()?);
        let dictionary = graph.get_dictionary_mut(annotation.object)?;
        if let (Some(element), Some(place)) = (element, dictionary.remove(b"Dest")) {
            dictionary.set("A", go_to(&place, element));
        }
    }
    Ok(())
}

/// Makes an explicit destination: a page with a point at the window's top left, at the reader's own scale.
pub fn destination(pages: &[ObjectId], page: usize, at: Point, height: f64) -> Object {
    let Some(&id) = pages.get(page) else { return Object::Null };
    Object::Array(vec![id.into(), "XYZ".into(), number(at.x.0), number(height - at.y.0), Object::Null])
}

/// Percent-encodes what an address may not hold as it is: an action takes ASCII (ISO 32000-1, 12.6.4.7).
fn ascii_address(address: &str) -> String {
    let mut ascii = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    ascii
}
