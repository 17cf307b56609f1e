//! The documents of the spine and the navigation: XHTML that says something and does nothing.

use std::collections::BTreeSet;

use super::archive::Archive;
use super::package::{Package, resolve};
use crate::batch::verify::pdf::is_tag;
use crate::batch::verify::xml::{self, Node};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{
    FORBIDDEN, HEADINGS_SKIP, ID_REPEATED, LEADS_NOWHERE, NO_ALTERNATIVE, NO_LANGUAGE, NOT_WELL_FORMED,
};

/// Elements that fetch, run or ask for something.
const ACTING: [&str; 12] = [
    "script", "iframe", "object", "embed", "form", "input", "button", "video", "audio", "base", "frame",
    "portal",
];

/// A document that was read.
#[derive(Debug)]
pub struct Page {
    /// Its path in the container.
    pub path: String,
    /// Its element.
    pub root: Node,
    /// Whether it is in the spine; the navigation document may not be.
    pub is_in_spine: bool,
}

/// Reads every document; one that is not well formed is told and left out.
pub fn read(package: &Package, archive: &Archive, faults: &mut Vec<Diagnostic>) -> Vec<Page> {
    let navigation = package.navigation().map(str::to_owned);
    let others = navigation.filter(|path| !package.spine.contains(path)).map(|path| (path, false));
    let paths = package.spine.iter().map(|path| (path.clone(), true)).chain(others);
    let mut pages = Vec::new();
    for (path, is_in_spine) in paths {
        let Some(bytes) = archive.files.get(&path) else { continue };
        match xml::parse(bytes) {
            Ok(root) => pages.push(Page { path, root, is_in_spine }),
            Err(why) => {
                faults.push(Diagnostic::error(&NOT_WELL_FORMED, format!("`{path}` in the EPUB: {why}")))
            }
        }
    }
    pages
}

/// Checks every document.
pub fn check(pages: &[Page], package: &Package, faults: &mut Vec<Diagnostic>) {
    for page in pages {
        check_language(page, faults);
        let mut ids = BTreeSet::new();
        for node in page.root.all() {
            if let Some(id) = node.get("id").filter(|id| !ids.insert(*id)) {
                faults.push(Diagnostic::error(
                    &ID_REPEATED,
                    format!("`{}` has the id `{id}` twice", page.path),
                ));
            }
            check_node(node, page, package, faults);
        }
    }
    check_headings(pages, faults);
}

fn check_language(page: &Page, faults: &mut Vec<Diagnostic>) {
    let (lang, xml_lang) = (page.root.get("lang"), page.root.get("xml:lang"));
    if lang.is_none() || lang != xml_lang || page.root.local() != "html" {
        faults.push(Diagnostic::error(
            &NO_LANGUAGE,
            format!("`{}` does not say its language in both ways", page.path),
        ));
    }
    let has_title = page.root.find("title").is_some_and(|title| !title.text().trim().is_empty());
    if !has_title {
        faults.push(Diagnostic::error(&NOT_WELL_FORMED, format!("`{}` has no title", page.path)));
    }
}

fn check_node(node: &Node, page: &Page, package: &Package, faults: &mut Vec<Diagnostic>) {
    let path = &page.path;
    let local = node.local();
    if ACTING.contains(&local) || node.attributes.iter().any(|(name, _)| name.starts_with("on")) {
        faults
            .push(Diagnostic::error(&FORBIDDEN, format!("`{path}` has a `{local}` that may act on its own")));
    }
    if let Some(lang) = node.get("xml:lang").or_else(|| node.get("lang")).filter(|lang| !is_tag(lang)) {
        faults.push(Diagnostic::error(
            &NO_LANGUAGE,
            format!("`{path}` has the language `{lang}`, which is no BCP 47 tag"),
        ));
    }
    if local != "img" {
        return;
    }
    let source = node.get("src").unwrap_or_default();
    if !package
        .items
        .iter()
        .any(|item| item.path == resolve(path, source) && item.media_type.starts_with("image/"))
    {
        faults.push(Diagnostic::error(
            &LEADS_NOWHERE,
            format!("`{path}` shows the image `{source}`, which is not in the EPUB"),
        ));
    }
    if node.get("alt").is_none() || (is_blank(node.get("alt")) && !is_decorative(node)) {
        faults.push(Diagnostic::error(
            &NO_ALTERNATIVE,
            format!("`{path}` shows the image `{source}` without alternative text"),
        ));
    }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// Tells whether an image is said to mean nothing.
pub fn is_decorative(image: &Node) -> bool {
    matches!(image.get("role"), Some("presentation" | "none"))
}

/// Returns the level of a heading.
pub fn heading_level(node: &Node) -> Option<u8> {
    match node.local().as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

fn check_headings(pages: &[Page], faults: &mut Vec<Diagnostic>) {
    let mut before = 0;
    for page in pages.iter().filter(|page| page.is_in_spine) {
        for level in page.root.all().into_iter().filter_map(heading_level) {
            if level > before + 1 {
                let message =
                    format!("a heading of level {level} follows one of level {before} in `{}`", page.path);
                faults.push(Diagnostic::error(&HEADINGS_SKIP, message));
            }
            before = level;
        }
    }
}

/// Checks that style sheets fetch nothing from elsewhere.
pub fn check_styles(package: &Package, archive: &Archive, faults: &mut Vec<Diagnostic>) {
    for item in package.items.iter().filter(|item| item.media_type == "text/css") {
        let css =
            archive.files.get(&item.path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        for reference in css.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
            let reference = reference.trim().trim_matches(['"', '\'']);
            if !archive.files.contains_key(&resolve(&item.path, reference)) {
                let message = format!("`{}` asks for `{reference}`, which is not in the EPUB", item.path);
                faults.push(Diagnostic::error(&LEADS_NOWHERE, message));
            }
        }
        if css.contains("@import") {
            faults
                .push(Diagnostic::error(&FORBIDDEN, format!("`{}` imports another style sheet", item.path)));
        }
    }
}
