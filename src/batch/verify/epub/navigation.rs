//! The navigation document: contents that miss no section, and the pages of the PDF.

use std::collections::BTreeMap;

use super::content::{Page, heading_level};
use super::package::{Package, resolve};
use super::reading::{is_furniture, words};
use crate::batch::verify::Expected;
use crate::batch::verify::xml::Node;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{NAV_INCOMPLETE, PAGE_LIST_WRONG};

/// Headings down to this level are in the contents; in a book of several texts their titles are.
const DEEPEST: u8 = 2;

/// Checks contents and page list.
pub fn check(pages: &[Page], package: &Package, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    let navigation = package.navigation().and_then(|path| pages.iter().find(|page| page.path == path));
    let Some(navigation) = navigation else { return };
    check_contents(navigation, pages, faults);
    check_page_list(navigation, pages, package, expected, faults);
}

fn list<'a>(navigation: &'a Page, kind: &str) -> Option<Vec<&'a Node>> {
    let is_kind = |node: &&Node| {
        node.local() == "nav"
            && node.get("epub:type").is_some_and(|types| types.split(' ').any(|one| one == kind))
    };
    let nav = navigation.root.all().into_iter().find(is_kind)?;
    Some(nav.all().into_iter().filter(|node| node.local() == "a").collect())
}

fn check_contents(navigation: &Page, pages: &[Page], faults: &mut Vec<Diagnostic>) {
    let mut fault = |message: String| faults.push(Diagnostic::error(&NAV_INCOMPLETE, message));
    let Some(entries) = list(navigation, "toc") else {
        fault("the EPUB has no table of contents".to_owned());
        return;
    };
    let is_title = |node: &&Node| heading_level(node) == Some(1) && !is_furniture(node);
    let spine = || pages.iter().filter(|page| page.is_in_spine && page.path != navigation.path);
    let titles = spine().flat_map(|page| page.root.all()).filter(is_title).count();
    let deepest = if titles > 1 { 1 } else { DEEPEST };
    let mut entries = entries.into_iter();
    for page in spine() {
        let headings = page
            .root
            .all()
            .into_iter()
            .filter(|node| heading_level(node).is_some_and(|level| level <= deepest));
        for heading in headings.filter(|heading| !is_furniture(heading)) {
            let wanted = words(heading);
            // Entries come in the order of the text, so what was passed is not gone back to.
            let is_there = entries.any(|entry| {
                words(entry).parting(&wanted).is_none()
                    && resolve(&navigation.path, entry.get("href").unwrap_or_default()) == page.path
            });
            if !is_there {
                fault(format!("the table of contents does not lead to `{wanted}` in its turn"));
                return;
            }
        }
    }
}

fn check_page_list(
    navigation: &Page,
    pages: &[Page],
    package: &Package,
    expected: Option<&Expected>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut fault = |message: String| faults.push(Diagnostic::error(&PAGE_LIST_WRONG, message));
    let is_mark = |node: &&Node| {
        node.get("role") == Some("doc-pagebreak") || node.get("epub:type") == Some("pagebreak")
    };
    let mut marks: Vec<(String, String)> = Vec::new();
    let mut ids: BTreeMap<(String, String), bool> = BTreeMap::new();
    for page in pages {
        for node in page.root.all() {
            let Some(id) = node.get("id") else { continue };
            ids.insert((page.path.clone(), id.to_owned()), is_mark(&node));
            if is_mark(&node) {
                marks.push((page.path.clone(), id.to_owned()));
            }
        }
    }
    let Some(entries) = list(navigation, "page-list") else {
        if !marks.is_empty() {
            fault("the EPUB marks pages and has no page list".to_owned());
        }
        return;
    };
    let targets: Vec<(String, String)> = entries.iter().map(|entry| target(navigation, entry)).collect();
    for (entry, target) in entries.iter().zip(&targets) {
        if ids.get(target) != Some(&true) {
            fault(format!("the page list's `{}` does not lead to the mark of a page", entry.text()));
        }
    }
    if targets != marks {
        fault(format!(
            "the page list has {} pages, the text marks {}, and they are not the same in order",
            targets.len(),
            marks.len()
        ));
    }
    let sources = package.property("pageBreakSource");
    if sources.is_empty() && package.dublin_core("source").is_empty() {
        fault("the package does not say whose pages the page list has".to_owned());
    }
    let Some(expected) = expected else { return };
    for other in sources.iter().filter(|source| **source != expected.identity) {
        fault(format!(
            "the page list has the pages of `{other}`; the record's PDF is `{}`",
            expected.identity
        ));
    }
}

fn target(navigation: &Page, entry: &Node) -> (String, String) {
    let href = entry.get("href").unwrap_or_default();
    let fragment = href.split_once('#').map_or("", |(_, fragment)| fragment);
    (resolve(&navigation.path, href), fragment.to_owned())
}
