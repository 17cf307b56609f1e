//! What epub-builder's own three files still need, put in on their way into the archive.
//!
//! They come from a [`skeleton`](super::skeleton), which knows the files of the publication and nothing of its words. Its
//! package document cannot carry a language, its `dc:title` has no id to refine, other Dublin Core elements cannot have one
//! either, and its navigation document knows no page list. Should a new release change its templates, the edit that no longer
//! fits is an error, never a silent loss.

use std::borrow::Cow;
use std::io::{Error, Result};

use super::markup::escape;
use super::metadata::Expressions;
use crate::spaces::folded_but_no_break;

/// What is to be put in.
#[derive(Debug, Default)]
pub(super) struct Amendments {
    /// The publication's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// What the package document says of the publication.
    pub metadata: Expressions,
    /// When it was changed last.
    pub modified: String,
    /// The publication's title.
    pub title: String,
    /// The unique identifier.
    pub identifier: String,
    /// The entries of the NCX.
    pub nav_points: String,
    /// How deep the table of contents is.
    pub depth: usize,
    /// The navigation document, whole.
    pub nav: String,
    /// Whether fonts are embedded.
    pub has_fonts: bool,
}

impl Amendments {
    /// Returns a file as it goes into the archive; `None` where it does not.
    pub(super) fn apply<'a>(&'a self, name: &str, text: &'a str) -> Result<Option<Cow<'a, str>>> {
        Ok(Some(match name {
            "OEBPS/content.opf" => self.package(text)?.into(),
            "OEBPS/toc.ncx" => self.ncx(text)?.into(),
            "OEBPS/nav.xhtml" => (&*self.nav).into(),
            // It asks Apple Books to use the book's fonts, so it belongs with fonts.
            "META-INF/com.apple.ibooks.display-options.xml" if !self.has_fonts => return Ok(None),
            _ => text.into(),
        }))
    }

    fn package(&self, text: &str) -> Result<String> {
        let (lang, direction) = (escape(&self.lang), self.direction);
        let root = "unique-identifier=\"epub-id-1\"";
        let text = replace(text, root, &format!("{root} xml:lang=\"{lang}\" dir=\"{direction}\""))?;
        let text =
            replace(&text, "urn:uuid:00000000-0000-0000-0000-000000000000", &escape(&self.identifier))?;
        let title = escape(&folded_but_no_break(&self.title));
        let elements: String = indented(&self.metadata.elements);
        let title = format!("<dc:title id=\"title\">{title}</dc:title>{elements}");
        let text = replace(&text, "<dc:title></dc:title>", &title)?;
        let text = replace(&text, "1970-01-01T00:00:00Z</meta>", &self.last_change())?;
        let progression = "page-progression-direction=";
        let found = format!("{progression}\"ltr\"");
        let text = replace(&text, &found, &format!("{progression}\"{direction}\""))?;
        // The guide is EPUB 2's; landmarks took its place.
        let text = cut(&text, "  <guide>", "</guide>\n")?;
        // Template lines whose condition did not hold are left blank.
        Ok(text.lines().filter(|line| !line.trim().is_empty()).flat_map(|line| [line, "\n"]).collect())
    }

    /// The last change, and the properties, which come after it.
    fn last_change(&self) -> String {
        let Expressions { properties, named, .. } = &self.metadata;
        [&self.modified, "</meta>", &indented(properties), &indented(named)].concat()
    }

    fn ncx(&self, text: &str) -> Result<String> {
        let depth = format!("<meta name=\"dtb:depth\" content=\"{}\" />", self.depth);
        let uid = format!("<meta name=\"dtb:uid\" content=\"{}\" />", escape(&self.identifier));
        let text =
            replace(text, "<meta name=\"dtb:depth\" content=\"1\" />", &format!("{uid}\n    {depth}"))?;
        let version = "<ncx version=\"2005-1\"";
        let text = replace(&text, version, &format!("{version} xml:lang=\"{}\"", escape(&self.lang)))?;
        // The template has the table's name where the publication's belongs.
        let text = cut(&text, "<docTitle>", "</docTitle>")?;
        let title = format!("<docTitle>\n    <text>{}</text>\n  </docTitle>", escape(&self.title));
        let body = format!("{title}\n  <navMap>\n{}\n", self.nav_points);
        replace(&text, "\n  <navMap>\n\n", &body)
    }
}

/// Elements of the metadata, each on a line of its own after what is there.
fn indented(elements: &[String]) -> String {
    elements.iter().flat_map(|element| ["\n    ", element]).collect()
}

fn replace(text: &str, found: &str, wanted: &str) -> Result<String> {
    match text.split_once(found) {
        Some((before, after)) => Ok([before, wanted, after].concat()),
        None => Err(missing(found)),
    }
}

fn cut(text: &str, from: &str, to: &str) -> Result<String> {
    let start = text.find(from).ok_or_else(|| missing(from))?;
    let length = text[start..].find(to).ok_or_else(|| missing(to))?;
    Ok([&text[..start], &text[start + length + to.len()..]].concat())
}

fn missing(found: &str) -> Error {
    Error::other(format!("epub-builder's template no longer has `{found}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_template_is_an_error() {
        let amendments = Amendments::default();
        let told = amendments
            .apply("OEBPS/content.opf", "<package/>")
            .expect_err("the template has nothing to amend")
            .to_string();
        assert!(told.contains("unique-identifier"), "{told}");
    }

    #[test]
    fn display_options_travel_with_fonts_only() {
        let name = "META-INF/com.apple.ibooks.display-options.xml";
        let without = Amendments::default();
        let with = Amendments { has_fonts: true, ..Amendments::default() };
        assert_eq!(without.apply(name, "x").expect("nothing to amend"), None);
        assert_eq!(with.apply(name, "x").expect("nothing to amend").as_deref(), Some("x"));
    }
}
