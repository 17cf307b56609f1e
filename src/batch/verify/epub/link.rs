//! Every link of every document, and every note from its mark and back.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::content::Page;
use super::package::{Item, Package, resolve};
use crate::batch::verify::xml::Node;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::LEADS_NOWHERE;

/// Where ids are, with what bears them.
type Places<'a> = BTreeMap<Place, &'a Node>;
/// The path of a document and an id in it.
type Place = (String, String);

/// Follows every link.
pub fn check(pages: &[Page], package: &Package, archive: &Archive, faults: &mut Vec<Diagnostic>) {
    let mut places = Places::new();
    for page in pages {
        let with_ids = page.root.all().into_iter().filter_map(|node| Some((node.get("id")?, node)));
        places.extend(with_ids.map(|(id, node)| ((page.path.clone(), id.to_owned()), node)));
    }
    let mut marked: BTreeSet<&Place> = BTreeSet::new();
    for page in pages {
        for node in page.root.all().into_iter().filter(|node| matches!(node.local(), "a" | "area")) {
            let Some(href) = node.get("href") else { continue };
            match follow(page, href, &places, archive, package) {
                Err(why) => faults.push(Diagnostic::error(
                    &LEADS_NOWHERE,
                    format!("`{}` links to `{href}`, {why}", page.path),
                )),
                Ok(target) => check_note(page, node, href, target, &mut marked, faults),
            }
        }
    }
    for (place, node) in &places {
        if node.get("role") == Some("doc-footnote") && !marked.contains(place) {
            let (path, id) = place;
            faults.push(Diagnostic::error(
                &LEADS_NOWHERE,
                format!("no mark leads to the note `{id}` of `{path}`"),
            ));
        }
    }
}

/// Returns the element that a link leads to, if it is one of the EPUB's own.
fn follow<'p, 'a>(
    page: &Page,
    href: &str,
    places: &'p Places<'a>,
    archive: &Archive,
    package: &Package,
) -> Result<Option<(&'p Place, &'a Node)>, &'static str> {
    let has_scheme = href.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':'));
    if has_scheme {
        let is_known = ["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
        return if is_known { Ok(None) } else { Err("which is no address that readers may follow") };
    }
    let path = resolve(&page.path, href);
    let is_document = |item: &Item| item.path == path && item.media_type == "application/xhtml+xml";
    if package.items.iter().any(is_document) && !package.spine.contains(&path) {
        return Err("a document that is not in the spine, so that nobody can turn to it");
    }
    let Some(fragment) = href.split_once('#').map(|(_, fragment)| fragment) else {
        return archive.files.contains_key(&path).then_some(None).ok_or("which is not in the EPUB");
    };
    let found = places.get_key_value(&(path, fragment.to_owned()));
    found.map(|(place, &node)| Some((place, node))).ok_or("which is not there")
}

/// A mark leads to a note, and a note back to a mark.
fn check_note<'p>(
    page: &Page,
    node: &Node,
    href: &str,
    target: Option<(&'p Place, &Node)>,
    marked: &mut BTreeSet<&'p Place>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut fault = |what: &str| {
        faults
            .push(Diagnostic::error(&LEADS_NOWHERE, format!("{what} of `{}` leads to `{href}`", page.path)));
    };
    match (node.get("role"), target) {
        (Some("doc-noteref"), Some((place, note))) if note.get("role") == Some("doc-footnote") => {
            marked.insert(place);
        }
        (Some("doc-noteref"), _) => fault("a note mark"),
        (Some("doc-backlink"), Some((_, mark))) if leads_back(mark) => {}
        (Some("doc-backlink"), _) => fault("the way back from a note"),
        _ => {}
    }
}

fn leads_back(place: &Node) -> bool {
    place.all().iter().any(|node| node.get("role") == Some("doc-noteref"))
}
