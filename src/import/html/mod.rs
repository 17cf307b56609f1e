//! Saved web pages.
//!
//! 1. [`tree`] parses the page and keeps the line of each element.
//! 2. [`claims`] reads what the page says of itself: Highwire, Dublin Core and OpenGraph tags, and [`json_ld`].
//! 3. [`blocks`] walks the part of the page that a profile names, and [`inlines`] the text in it.
//!
//! Scripts do not run, and nothing is fetched: an image is taken when it was saved with the page.

mod attributes;
mod blocks;
mod claims;
mod inlines;
mod json_ld;
mod tree;

use scraper::{ElementRef, Node, Selector};

use super::manuscript::Manuscript;
use super::profile::Profile;
use super::report::{Action, Report, excerpt};
use super::{Fault, Shelf};
use crate::spaces;
use tree::Page;

/// Reads a page.
///
/// # Errors
///
/// A page that passes a limit.
pub fn read(
    text: &str,
    profile: &Profile,
    shelf: Shelf<'_>,
    report: &mut Report,
) -> Result<Manuscript, Fault> {
    let general;
    let mut profile = profile;
    if profile.root.is_empty() {
        general = Profile::embedded("general").expect("the general profile is embedded");
        profile = &general;
    }
    let page = Page::parse(text)?;
    let claims = claims::read(&page, report);
    let Some(root) = page.first(&profile.root) else {
        return Ok(Manuscript { claims, ..Manuscript::default() });
    };
    let selector = profile.root.iter().find(|selector| page.html.select(selector).next().is_some());
    if let Some(selector) = selector {
        use scraper::selector::ToCss as _;
        let message = format!("the text is in `{}`", selector.to_css_string());
        report.add(Action::Taken, page.line(root), None, message);
    }
    tell_outside(&page, root, report);
    let walked = blocks::walk(&page, root, profile, shelf, report);
    Ok(Manuscript {
        blocks: walked.blocks,
        notes: walked.notes,
        claims,
        images: walked.images,
        ..Manuscript::default()
    })
}

/// Tells how much of the page stands outside the part that was read: its navigation, its banner, its foot.
fn tell_outside(page: &Page, root: ElementRef<'_>, report: &mut Report) {
    let mut texts: Vec<&str> = Vec::new();
    let is_silent = |name: &str| matches!(name, "head" | "script" | "style" | "noscript" | "template");
    for node in page.html.tree.root().descendants() {
        let Node::Text(text) = node.value() else { continue };
        let is_outside = node.ancestors().all(|above| {
            above.id() != root.id()
                && !above.value().as_element().is_some_and(|element| is_silent(element.name()))
        });
        if is_outside && !text.trim().is_empty() {
            texts.push(text.trim());
        }
    }
    if let (Some(first), Some(last)) = (texts.first(), texts.last()) {
        let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
        let message = format!(
            "the page around the text (words: {words}), from `{}` to `{}`",
            excerpt(first),
            excerpt(last)
        );
        report.add(Action::Dropped, 0, None, message);
    }
}

/// Returns the text of a page, a line for each stretch, for telling whose page it is.
#[must_use]
pub fn rough_text(text: &str) -> String {
    let Ok(page) = Page::parse(text) else { return String::new() };
    let Ok(blocks) = Selector::parse("p, h1, h2, h3, li, td, div, title") else { return String::new() };
    let mut rough = String::new();
    for element in page.html.select(&blocks) {
        let words: String = element.text().collect();
        rough.push_str(&spaces::folded(&words));
        rough.push('\n');
        // A page of nested divisions repeats its text at each depth; its head is enough.
        if rough.len() > 4 * text.len().max(1 << 16) {
            break;
        }
    }
    rough
}
