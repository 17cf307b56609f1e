//! What epub-builder's own three files still need, put in on their way into the archive.
//!
//! Its package document cannot carry a language, its `dc:title` has no id to refine, other Dublin
//! Core elements cannot have one either, and its navigation document knows no page list. Everything
//! else of the package is passed to it as it asks for. Should a new release change its templates, the edit that no longer fits is an error,
//! never a silent loss.

use std::io::{Error, Result};

use super::markup::escape;

/// What is to be put in.
#[derive(Clone, Debug, Default)]
pub(super) struct Amendments {
    /// The publication's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Dublin Core elements and links of the package document.
    pub elements: Vec<String>,
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
    pub(super) fn apply(&self, name: &str, bytes: Vec<u8>) -> Result<Option<Vec<u8>>> {
        let amended = match name {
            "OEBPS/content.opf" => self.package(utf8(bytes)?)?,
            "OEBPS/toc.ncx" => self.ncx(utf8(bytes)?)?,
            "OEBPS/nav.xhtml" => self.nav.clone(),
            // It asks Apple Books to use the book's fonts, so it belongs with fonts.
            "META-INF/com.apple.ibooks.display-options.xml" if !self.has_fonts => return Ok(None),
            _ => return Ok(Some(bytes)),
        };
        Ok(Some(amended.into_bytes()))
    }

    fn package(&self, text: String) -> Result<String> {
        let (lang, direction) = (escape(&self.lang), self.direction);
        let root = "unique-identifier=\"epub-id-1\"";
        let text = replace(&text, root, &format!("{root} xml:lang=\"{lang}\" dir=\"{direction}\""))?;
        let text = replace(&text, "<dc:title>", "<dc:title id=\"title\">")?;
        let elements = self.elements.iter().flat_map(|element| ["\n    ", element]);
        let elements: String = std::iter::once("</dc:title>").chain(elements).collect();
        let text = replace(&text, "</dc:title>", &elements)?;
        // The guide is EPUB 2's; landmarks took its place.
        let text = cut(&text, "  <guide>", "</guide>\n")?;
        // Template lines whose condition did not hold are left blank.
        Ok(text.lines().filter(|line| !line.trim().is_empty()).flat_map(|line| [line, "\n"]).collect())
    }

    fn ncx(&self, text: String) -> Result<String> {
        let depth = format!("<meta name=\"dtb:depth\" content=\"{}\" />", self.depth);
        let uid = format!("<meta name=\"dtb:uid\" content=\"{}\" />", escape(&self.identifier));
        let text =
            replace(&text, "<meta name=\"dtb:depth\" content=\"1\" />", &format!("{uid}\n    {depth}"))?;
        let version = "<ncx version=\"2005-1\"";
        let text = replace(&text, version, &format!("{version} xml:lang=\"{}\"", escape(&self.lang)))?;
        // The template has the table's name where the publication's belongs.
        let text = cut(&text, "<docTitle>", "</docTitle>")?;
        let title = format!("<docTitle>\n    <text>{}</text>\n  </docTitle>", escape(&self.title));
        let body = format!("{title}\n  <navMap>\n{}\n", self.nav_points);
        replace(&text, "\n  <navMap>\n\n", &body)
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(Error::other)
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
        let amended = Amendments::default().apply("OEBPS/content.opf", b"<package/>".to_vec());
        let told = amended.expect_err("the template has nothing to amend").to_string();
        assert!(told.contains("unique-identifier"), "{told}");
    }

    #[test]
    fn display_options_travel_with_fonts_only() {
        let name = "META-INF/com.apple.ibooks.display-options.xml";
        let without = Amendments::default().apply(name, vec![1]).expect("nothing to amend");
        let with = Amendments { has_fonts: true, ..Amendments::default() };
        assert_eq!(without, None);
        assert_eq!(with.apply(name, vec![1]).expect("nothing to amend"), Some(vec![1]));
    }
}
