//! What the package says about accessibility against what its content has (EPUB Accessibility 1.1, 2.2).

use super::content::{Page, is_decorative};
use super::package::Package;
use crate::batch::verify::xml::Node;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::ACCESSIBILITY_UNTRUE;

/// Checks modes, features and hazards.
pub fn check(pages: &[Page], package: &Package, faults: &mut Vec<Diagnostic>) {
    let mut untrue = |message: &str| faults.push(Diagnostic::error(&ACCESSIBILITY_UNTRUE, message));
    let modes = package.property("schema:accessMode");
    let features = package.property("schema:accessibilityFeature");
    let says = |list: &[String], value: &str| list.iter().any(|one| one == value);
    let nodes: Vec<_> =
        pages.iter().filter(|page| page.is_in_spine).flat_map(|page| page.root.all()).collect();
    // A cover says what the text says again, so it is no reason to look (and none to describe).
    let is_cover = |node: &Node| node.get("role") == Some("doc-cover");
    let says_something = |node: &Node| node.local() == "img" && !is_decorative(node) && !is_cover(node);
    let has_images = nodes.iter().any(|node| says_something(node) || node.local() == "svg");
    let has_pages = nodes.iter().any(|node| node.get("role") == Some("doc-pagebreak"));
    if !says(&modes, "textual") {
        untrue("the package does not say that the EPUB can be read as text");
    }
    if says(&modes, "visual") != has_images {
        untrue("the package's access modes do not match the images of its content");
    }
    if says(&features, "alternativeText") != has_images {
        untrue("the package says it has alternative text and has no images, or the other way round");
    }
    if has_pages != says(&features, "pageBreakMarkers") {
        untrue("the package's page break markers are claimed and absent, or there and not claimed");
    }
    for property in
        ["schema:accessModeSufficient", "schema:accessibilityHazard", "schema:accessibilitySummary"]
    {
        if package.property(property).iter().all(|value| value.trim().is_empty()) {
            untrue(&format!("the package does not tell `{property}`"));
        }
    }
    let hazards = package.property("schema:accessibilityHazard");
    if says(&hazards, "none") && hazards.len() > 1 {
        untrue("the package says that there is no hazard and names one");
    }
}
