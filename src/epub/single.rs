//! A document as one page for browsers: the markup that an edition has, undivided and not packaged.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::divide::{self, Anchors};
use super::images::Images;
use super::page_breaks::PageBreaks;
use super::xhtml::{Edition, State};
use super::{Job, label_lang, stylesheet};
use crate::diagnostics::Diagnostic;
use crate::style::labels::Labels;

/// The parts of a page.
#[derive(Clone, Debug)]
pub struct SinglePage {
    /// What stands in its body; images are in it.
    pub body: String,
    /// The edition's stylesheet.
    pub stylesheet: String,
}

/// Writes a document as one page.
///
/// # Errors
///
/// Every image that no browser could show.
pub fn single_page(job: &Job<'_>) -> Result<SinglePage, Vec<Diagnostic>> {
    let document = job.document;
    let mut images = Images::default();
    let names = images.add(document)?;
    let addresses: BTreeMap<&String, String> = images
        .files()
        .map(|(name, image)| {
            (name, format!("data:{};base64,{}", image.media_type, STANDARD.encode(&image.data)))
        })
        .collect();
    let part = divide::whole(document, &job.style.sections);
    let edition = Edition {
        document,
        anchors: Anchors::of(document, std::slice::from_ref(&part)),
        images: names.iter().map(|name| addresses.get(name).cloned().unwrap_or_default()).collect(),
        labels: Labels::of(&document.lang, job.labels),
        label_lang: label_lang(&document.lang, job.labels),
        bound: None,
    };
    let mut breaks = PageBreaks::new(job.page_starts);
    let mut marks = Vec::new();
    let body = edition.body(&part, State { breaks: &mut breaks, marks: &mut marks, is_last: true });
    Ok(SinglePage { body: without_types(&body), stylesheet: stylesheet::write(job.style, job.fonts) })
}

/// Takes out `epub:type`, which HTML does not know. Text and values hold no bare quote, so that nothing else can
/// be meant.
fn without_types(markup: &str) -> String {
    let mut plain = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once(" epub:type=\"") {
        plain.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_taken_out_and_nothing_else() {
        assert_eq!(
            without_types("<p id=\"a\" epub:type=\"title\" class=\"b\">say epub:type=&quot;x&quot;</p>"),
            "<p id=\"a\" class=\"b\">say epub:type=&quot;x&quot;</p>"
        );
    }
}
