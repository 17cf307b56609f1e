//! The package document (EPUB 3.3, section 5).

use std::collections::BTreeSet;

use super::archive::Archive;
use crate::batch::verify::xml::{self, Node};
use crate::batch::verify::{Expected, pdf::is_tag};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{
    METADATA_DISAGREES, NO_LANGUAGE, NOT_AN_EPUB, NOT_WELL_FORMED, PACKAGE_WRONG,
};

/// The package.
#[derive(Debug)]
pub struct Package {
    /// Its document.
    pub root: Node,
    /// The path of its document in the container.
    pub path: String,
    /// What the manifest lists.
    pub items: Vec<Item>,
    /// The paths of the spine's documents, in order.
    pub spine: Vec<String>,
}

/// An entry of the manifest.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name in the package.
    pub id: String,
    /// Its path in the container.
    pub path: String,
    /// Its media type.
    pub media_type: String,
    /// What it is, such as `nav`.
    pub properties: String,
}

impl Package {
    /// Returns the values of a `meta` property.
    pub fn property(&self, name: &str) -> Vec<String> {
        let metadata = self.root.find("metadata").into_iter().flat_map(Node::nodes);
        metadata
            .filter(|node| node.local() == "meta" && node.get("property") == Some(name))
            .map(Node::text)
            .collect()
    }

    /// Returns the values of a Dublin Core element.
    pub fn dublin_core(&self, local: &str) -> Vec<String> {
        let metadata = self.root.find("metadata").into_iter().flat_map(Node::nodes);
        metadata.filter(|node| node.name == format!("dc:{local}")).map(Node::text).collect()
    }

    /// Returns the path of the navigation document.
    pub fn navigation(&self) -> Option<&str> {
        let is_navigation =
            |item: &&Item| item.properties.split_whitespace().any(|property| property == "nav");
        self.items.iter().find(is_navigation).map(|item| item.path.as_str())
    }
}

/// Reads the package that the container names.
pub fn read(archive: &Archive) -> Result<Package, Diagnostic> {
    let open = |path: &str| {
        let bytes = archive
            .files
            .get(path)
            .ok_or_else(|| Diagnostic::error(&NOT_AN_EPUB, format!("the EPUB has no `{path}`")))?;
        xml::parse(bytes)
            .map_err(|why| Diagnostic::error(&NOT_WELL_FORMED, format!("`{path}` in the EPUB: {why}")))
    };
    let container = open("META-INF/container.xml")?;
    let path =
        container.find("rootfile").and_then(|file| file.get("full-path")).unwrap_or_default().to_owned();
    let root = open(&path)?;
    let manifest = root.find("manifest").into_iter().flat_map(Node::nodes);
    let items: Vec<Item> = manifest.map(|node| item(node, &path)).collect();
    let itemrefs = root.find("spine").into_iter().flat_map(Node::nodes);
    let path_of =
        |id: &str| items.iter().find(|item| item.id == id).map_or_else(String::new, |item| item.path.clone());
    let spine = itemrefs.map(|itemref| path_of(itemref.get("idref").unwrap_or_default())).collect();
    Ok(Package { root, path, items, spine })
}

fn item(node: &Node, package: &str) -> Item {
    let get = |name| node.get(name).unwrap_or_default().to_owned();
    Item {
        id: get("id"),
        path: resolve(package, &get("href")),
        media_type: get("media-type"),
        properties: get("properties"),
    }
}

/// Returns the path that a reference in a file of the container means, without its fragment.
pub fn resolve(from: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    if reference.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    percent_decoded(&parts.join("/"))
}

fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        match (first, after.get(..2).and_then(hex)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Checks the package.
pub fn check(
    package: &Package,
    archive: &Archive,
    expected: Option<&Expected>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut wrong = |message: String| faults.push(Diagnostic::error(&PACKAGE_WRONG, message));
    if package.root.local() != "package" || package.root.get("version") != Some("3.0") {
        wrong("the package is not of EPUB 3".to_owned());
    }
    check_manifest(package, archive, &mut wrong);
    check_spine(package, &mut wrong);
    check_required(package, &mut wrong);
    check_facts(package, expected, faults);
}

fn check_manifest(package: &Package, archive: &Archive, wrong: &mut impl FnMut(String)) {
    let (mut ids, mut paths) = (BTreeSet::new(), BTreeSet::new());
    for item in &package.items {
        if item.id.is_empty() || !ids.insert(&item.id) {
            wrong(format!("the manifest has the id `{}` twice, or an item without one", item.id));
        }
        if !paths.insert(item.path.as_str()) {
            wrong(format!("the manifest lists `{}` twice", item.path));
        }
        if !archive.files.contains_key(&item.path) {
            wrong(format!("the manifest lists `{}`, which is not in the EPUB", item.path));
        }
        if item.media_type.is_empty() {
            wrong(format!("the manifest gives `{}` no media type", item.path));
        }
    }
    let is_own = |path: &str| {
        path == "mimetype" || path == package.path || path.starts_with("META-INF/") || path.ends_with('/')
    };
    for path in archive.files.keys().filter(|path| !is_own(path) && !paths.contains(path.as_str())) {
        wrong(format!("`{path}` is in the EPUB and not in its manifest"));
    }
    if package.navigation().is_none() {
        wrong("the manifest names no navigation document".to_owned());
    }
}

fn check_spine(package: &Package, wrong: &mut impl FnMut(String)) {
    if package.spine.is_empty() {
        wrong("the spine is empty".to_owned());
    }
    let mut seen = BTreeSet::new();
    for path in &package.spine {
        if path.is_empty() {
            wrong("the spine names an item that the manifest does not have".to_owned());
        } else if !seen.insert(path) {
            wrong(format!("the spine has `{path}` twice"));
        }
    }
    let documents = package.items.iter().filter(|item| item.media_type == "application/xhtml+xml");
    for item in documents
        .filter(|item| !seen.contains(&item.path) && Some(item.path.as_str()) != package.navigation())
    {
        wrong(format!("`{}` is a document and not in the spine, so that nobody gets to it", item.path));
    }
}

fn check_required(package: &Package, wrong: &mut impl FnMut(String)) {
    for local in ["identifier", "title", "language"] {
        if package.dublin_core(local).iter().all(|value| value.trim().is_empty()) {
            wrong(format!("the package has no `dc:{local}`"));
        }
    }
    let unique = package.root.get("unique-identifier").unwrap_or_default();
    let metadata = package.root.find("metadata").into_iter().flat_map(Node::nodes);
    if !metadata.into_iter().any(|node| node.name == "dc:identifier" && node.get("id") == Some(unique)) {
        wrong("the package's unique identifier is none of its identifiers".to_owned());
    }
    let modified: Vec<String> = package.property("dcterms:modified");
    let is_time = |time: &String| time.len() == 20 && time.ends_with('Z') && time.as_bytes()[10] == b'T';
    if modified.len() != 1 || !modified.iter().all(is_time) {
        wrong("the package does not say once when it was last changed".to_owned());
    }
    let ids: BTreeSet<&str> = package.root.all().iter().filter_map(|node| node.get("id")).collect();
    for node in package.root.all() {
        let refined = node.get("refines").and_then(|refined| refined.strip_prefix('#'));
        if let Some(refined) = refined.filter(|refined| !ids.contains(refined)) {
            wrong(format!("the package's metadata refines `{refined}`, which is not there"));
        }
    }
}

fn check_facts(package: &Package, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    let languages = package.dublin_core("language");
    for lang in languages.iter().filter(|lang| !is_tag(lang)) {
        faults
            .push(Diagnostic::error(&NO_LANGUAGE, format!("the EPUB's language `{lang}` is no BCP 47 tag")));
    }
    let Some(expected) = expected else { return };
    if languages.first() != Some(&expected.lang) {
        let message =
            format!("the EPUB says its languages are {languages:?}; the record's is `{}`", expected.lang);
        faults.push(Diagnostic::error(&NO_LANGUAGE, message));
    }
    let mut fault = |message: String| faults.push(Diagnostic::error(&METADATA_DISAGREES, message));
    let titles = package.dublin_core("title");
    if titles.first() != Some(&expected.title) {
        fault(format!("the EPUB's title is {titles:?}; the record's is `{}`", expected.title));
    }
    let creators = package.dublin_core("creator");
    let contributors = package.dublin_core("contributor");
    let mut wanted = expected.authors.clone();
    for name in expected.contributors.iter().flatten() {
        if let Some(at) = wanted.iter().rposition(|one| one == name) {
            wanted.remove(at);
        }
    }
    if creators != wanted {
        fault(format!("the EPUB names {creators:?} as authors; the record names {wanted:?}"));
    }
    if let Some(names) = expected.contributors.as_ref().filter(|names| **names != contributors) {
        fault(format!("the EPUB names {contributors:?} as contributors; the record names {names:?}"));
    }
    if !package.dublin_core("identifier").contains(&expected.number) {
        fault(format!("none of the EPUB's identifiers is the record's number `{}`", expected.number));
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn references_become_paths() {
        assert_eq!(resolve("OEBPS/text.xhtml", "images/a%20b.png"), "OEBPS/images/a b.png");
        assert_eq!(resolve("OEBPS/a/text.xhtml", "../end.xhtml#x"), "OEBPS/end.xhtml");
        assert_eq!(resolve("OEBPS/text.xhtml", "#x"), "OEBPS/text.xhtml");
    }
}
