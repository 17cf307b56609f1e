//! What leads somewhere: link annotations, the outline, page labels.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::file::File;
use super::tree::{Kid, Tree};
use crate::batch::verify::Expected;
use crate::batch::verify::text::Flow;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{ANNOTATION_WRONG, LABELS_WRONG, LEADS_NOWHERE, OUTLINE_BROKEN};

/// The most entries an outline may have, so that a loop in it ends.
const MOST_ENTRIES: usize = 100_000;

/// Checks every annotation.
pub fn check_annotations(file: &File, tree: &Tree<'_>, faults: &mut Vec<Diagnostic>) {
    let mut owned = BTreeSet::new();
    for element in &tree.elements {
        for kid in &element.kids {
            let Kid::Object(object) = *kid else { continue };
            if element.tag != "Link" {
                let message = format!("a link's annotation belongs to a `{}`, not to a `Link`", element.tag);
                faults.push(Diagnostic::error(&ANNOTATION_WRONG, message));
            }
            if !owned.insert(object) {
                faults.push(Diagnostic::error(
                    &ANNOTATION_WRONG,
                    "a link's annotation belongs to two elements",
                ));
            }
        }
    }
    for (nth, &page) in file.pages.iter().enumerate() {
        let annotations = file.object(page).and_then(|page| file.array(page, b"Annots")).unwrap_or_default();
        for object in annotations {
            let id = object.as_reference().ok();
            let Some(annotation) = file.resolve(object).and_then(|object| object.as_dict().ok()) else {
                faults.push(Diagnostic::error(
                    &ANNOTATION_WRONG,
                    format!("an annotation of page {} is not there", nth + 1),
                ));
                continue;
            };
            let is_owned = id.is_some_and(|id| owned.contains(&id));
            check_annotation(file, annotation, is_owned, nth + 1, faults);
        }
    }
}

fn check_annotation(
    file: &File,
    annotation: &Dictionary,
    is_owned: bool,
    page: usize,
    faults: &mut Vec<Diagnostic>,
) {
    let contents = file.text(annotation, b"Contents").unwrap_or_default();
    let mut fault = |what: &str| {
        let message = format!("the link `{contents}` on page {page} {what}");
        faults.push(Diagnostic::error(&ANNOTATION_WRONG, message));
    };
    if !is_owned {
        fault("belongs to no element");
    }
    if contents.trim().is_empty() {
        fault("does not say what it is (`Contents`)");
    }
    // ISO 19005-2, 6.3.2: printed, and neither hidden nor without view.
    let flags = file.integer(annotation, b"F").unwrap_or_default();
    if flags & 4 == 0 || flags & 0b10_0011 != 0 {
        fault("is hidden or not printed with the page");
    }
    let action = file.dictionary(annotation, b"A");
    let address = action.and_then(|action| file.text(action, b"URI"));
    let leads = match (address, place(file, annotation)) {
        (Some(address), _) => {
            ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        }
        (None, Some(place)) => is_place(file, place),
        (None, None) => false,
    };
    if !leads {
        faults.push(Diagnostic::error(
            &LEADS_NOWHERE,
            format!("the link `{contents}` on page {page} leads nowhere"),
        ));
    }
}

/// Counts the links and outline entries that go to a place of the file by its page alone and not by its element.
pub fn without_element(file: &File) -> usize {
    let is_without = |dictionary: &&Dictionary| {
        let action =
            file.dictionary(dictionary, b"A").filter(|action| file.name(action, b"S") == Some("GoTo"));
        let is_element = |place: &Object| {
            let element = place.as_array().ok().and_then(|place| place.first()?.as_reference().ok());
            element.and_then(|id| file.object(id)).is_some_and(|element| element.has(b"S"))
        };
        let leads = action.is_some() || dictionary.has(b"Dest");
        let has_element = action.and_then(|action| file.get(action, b"SD")).is_some_and(is_element);
        leads && !has_element
    };
    let dictionaries = file.objects().filter_map(|(_, object)| object.as_dict().ok());
    dictionaries.filter(is_without).count()
}

/// Returns the place that an annotation or an entry of the outline leads to.
fn place<'a>(file: &'a File, dictionary: &'a Dictionary) -> Option<&'a Object> {
    file.get(dictionary, b"Dest").or_else(|| file.get(file.dictionary(dictionary, b"A")?, b"D"))
}

/// Returns the page, from 0, that an annotation leads to.
pub fn page_of(file: &File, annotation: &Dictionary) -> Option<usize> {
    let page = place(file, annotation)?.as_array().ok()?.first()?.as_reference().ok()?;
    file.page_at(page)
}

/// Tells whether a destination is a page of the file, with a way to show it.
fn is_place(file: &File, place: &Object) -> bool {
    let Ok(place) = place.as_array() else { return false };
    let page = place.first().and_then(|page| page.as_reference().ok());
    page.is_some_and(|page| file.page_at(page).is_some())
        && place.get(1).is_some_and(|view| view.as_name().is_ok())
}

/// Checks the outline: linked as a tree, every entry leading somewhere, its words those of the headings.
pub fn check_outline(file: &File, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    let Some(root) = file.dictionary(file.catalogue(), b"Outlines") else {
        faults.push(Diagnostic::error(&OUTLINE_BROKEN, "the PDF has no outline"));
        return;
    };
    let mut entries = Vec::new();
    let root_id = file.catalogue().get(b"Outlines").and_then(Object::as_reference).ok();
    if let Err(why) = gather(file, root, root_id, &mut entries, &mut BTreeSet::new()) {
        faults.push(Diagnostic::error(&OUTLINE_BROKEN, why));
        return;
    }
    for (title, leads) in &entries {
        if !leads {
            faults.push(Diagnostic::error(
                &LEADS_NOWHERE,
                format!("the outline's entry `{title}` leads nowhere"),
            ));
        }
    }
    let Some(expected) = expected else { return };
    let flow = |title: &String| {
        let mut flow = Flow::default();
        flow.push(title);
        flow
    };
    let headings = expected.outline.iter().filter(|heading| !heading.is_empty());
    let pairs = headings.zip(&entries).find(|(heading, (title, _))| flow(title).parting(heading).is_some());
    if let Some((heading, (title, _))) = pairs {
        let message = format!("the outline has `{title}` where the record has the heading `{heading}`");
        faults.push(Diagnostic::error(&OUTLINE_BROKEN, message));
    } else if entries.len() != expected.outline.iter().filter(|heading| !heading.is_empty()).count() {
        let message = format!(
            "the outline has {} entries; the record has {} headings",
            entries.len(),
            expected.outline.len()
        );
        faults.push(Diagnostic::error(&OUTLINE_BROKEN, message));
    }
}

/// Gathers the entries below a node in order; tells how the links between them are broken.
fn gather(
    file: &File,
    node: &Dictionary,
    id: Option<ObjectId>,
    entries: &mut Vec<(String, bool)>,
    seen: &mut BTreeSet<ObjectId>,
) -> Result<(), String> {
    let reference =
        |dictionary: &Dictionary, key: &[u8]| dictionary.get(key).and_then(Object::as_reference).ok();
    let mut at = reference(node, b"First");
    let mut before = None;
    while let Some(here) = at {
        if !seen.insert(here) || seen.len() > MOST_ENTRIES {
            return Err("the outline runs in a circle".to_owned());
        }
        let Some(entry) = file.object(here) else {
            return Err("the outline names an entry that is not there".to_owned());
        };
        let title = file.text(entry, b"Title").unwrap_or_default();
        if title.trim().is_empty() {
            return Err("the outline has an entry without words".to_owned());
        }
        if reference(entry, b"Parent") != id || reference(entry, b"Prev") != before {
            return Err(format!("the outline's entry `{title}` does not name its neighbours"));
        }
        entries.push((title, place(file, entry).is_some_and(|place| is_place(file, place))));
        gather(file, entry, Some(here), entries, seen)?;
        before = Some(here);
        at = reference(entry, b"Next");
    }
    (reference(node, b"Last") == before)
        .then_some(())
        .ok_or_else(|| "the outline does not end with its last entry".to_owned())
}

/// Checks that every page has a label.
pub fn check_labels(file: &File, faults: &mut Vec<Diagnostic>) {
    let mut fault = |message: &str| faults.push(Diagnostic::error(&LABELS_WRONG, message));
    let labels =
        file.dictionary(file.catalogue(), b"PageLabels").and_then(|labels| file.array(labels, b"Nums"));
    let Some(labels) = labels else {
        fault("the PDF has no page labels");
        return;
    };
    let starts: Vec<Option<i64>> = labels.chunks(2).map(|pair| pair[0].as_i64().ok()).collect();
    let is_sorted = starts.windows(2).all(|pair| pair[0] < pair[1]);
    let last = starts.last().copied().flatten().unwrap_or(-1);
    let is_inside = usize::try_from(last).is_ok_and(|last| last < file.pages.len());
    let has_styles = labels.chunks(2).all(|pair| {
        pair.get(1).and_then(|label| file.resolve(label)).is_some_and(|label| label.as_dict().is_ok())
    });
    if starts.first() != Some(&Some(0)) || !is_sorted || !is_inside || !has_styles {
        fault("the page labels do not begin with the first page and go on in order");
    }
}
