//! The navigation document: contents, landmarks, and the pages of the PDF.

use super::divide::{Part, PartKind, anchor};
use super::markup::Markup;
use super::page_breaks::PageMark;
use super::walk;
use super::xhtml::shell;
use crate::document::inline::plain_text;
use crate::document::{Block, Direction, Document, Section};
use crate::style::labels::Labels;

/// An entry of the table of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// What stands below it.
    pub children: Vec<Entry>,
}

/// A place every book has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Landmark {
    /// Its `epub:type`.
    pub kind: &'static str,
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// Everything the navigation document tells.
#[derive(Debug, Default)]
pub(super) struct Navigation {
    /// The table of contents.
    pub contents: Vec<Entry>,
    /// The landmarks.
    pub landmarks: Vec<Landmark>,
    /// The pages.
    pub pages: Vec<PageMark>,
}

/// What the navigation document and the cover's share with every other.
pub(super) struct Covering<'a> {
    /// The publication's language.
    pub lang: &'a str,
    /// Its direction.
    pub direction: Direction,
    /// Its title.
    pub title: &'a str,
    /// The words that no record has.
    pub labels: Labels<'a>,
    /// Their language, where it is not the publication's.
    pub label_lang: Option<&'static str>,
}

/// Returns the entries of a part: its title, its sections and the headings in them.
pub(super) fn entries(document: &Document, part: &Part<'_>, labels: &Labels<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    if part.kind == PartKind::Title {
        let title = clean(&document.metadata.title, &document.title);
        entries.push(Entry { title, href: part.file.clone(), children: Vec::new() });
    }
    for section in &part.sections {
        let headings = headings(section, &part.file);
        match &section.heading {
            Some(words) => entries.push(Entry {
                title: clean("", words),
                href: format!("{}#{}", part.file, anchor(&section.id)),
                children: headings,
            }),
            None => entries.extend(headings),
        }
    }
    if !part.notes.is_empty() {
        let href = format!("{}#notes_", part.file);
        entries.push(Entry { title: labels.get("notes").to_owned(), href, children: Vec::new() });
    }
    entries
}

/// Returns a title on one line: the plain one, or the words' own.
pub(super) fn clean(title: &str, words: &[crate::document::Inline]) -> String {
    let title = if title.is_empty() { plain_text(words) } else { title.to_owned() };
    crate::spaces::folded_but_no_break(&title)
}

/// Nests the headings of a section by their levels.
pub(super) fn headings(section: &Section, file: &str) -> Vec<Entry> {
    let mut root = Vec::new();
    walk::blocks(&section.blocks, &mut |block| {
        if let Block::Heading { level, id, inlines, .. } = block {
            let title = clean("", inlines);
            // A heading that says nothing cannot be an entry: its link would have no words.
            if !title.is_empty() {
                let href = format!("{file}#{}", anchor(id));
                insert(&mut root, level.saturating_sub(3), Entry { title, href, children: Vec::new() });
            }
        }
    });
    root
}

fn insert(entries: &mut Vec<Entry>, depth: u8, entry: Entry) {
    match entries.last_mut() {
        Some(last) if depth > 0 => insert(&mut last.children, depth - 1, entry),
        _ => entries.push(entry),
    }
}

/// Returns how deep entries are nested.
pub(super) fn depth(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.children)).max().unwrap_or(0)
}

impl Navigation {
    /// Writes the document.
    pub(super) fn write(&self, cover: &Covering<'_>) -> String {
        let Covering { lang, direction, title, ref labels, label_lang: own } = *cover;
        let mut out = Markup::default();
        out.raw("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"contents\">\n");
        out.element(
            "h1",
            &[("id", Some("contents")), ("lang", own), ("xml:lang", own)],
            labels.get("contents"),
        );
        out.line();
        list(&mut out, &self.contents);
        out.raw("</nav>\n");
        self.landmarks(&mut out, labels, own);
        self.pages(&mut out, labels, own);
        shell(lang, direction, &format!("{} – {title}", labels.get("contents")), "frontmatter", out.finish())
    }

    fn landmarks(&self, out: &mut Markup, labels: &Labels<'_>, own: Option<&str>) {
        out.raw(
            "<nav epub:type=\"landmarks\" id=\"landmarks\" hidden=\"hidden\" aria-labelledby=\"guide\">\n",
        );
        out.element(
            "h2",
            &[("id", Some("guide")), ("lang", own), ("xml:lang", own)],
            labels.get("landmarks"),
        );
        out.raw("\n<ol>\n");
        // A landmark must lead into the spine, so the contents are none: a short commentary does not
        // need them among its pages.
        for landmark in &self.landmarks {
            out.raw("<li>");
            let attributes = [("epub:type", Some(landmark.kind)), ("href", Some(landmark.href.as_str()))];
            out.element("a", &attributes, &landmark.title);
            out.raw("</li>\n");
        }
        out.raw("</ol>\n</nav>\n");
    }

    fn pages(&self, out: &mut Markup, labels: &Labels<'_>, own: Option<&str>) {
        if self.pages.is_empty() {
            return;
        }
        out.raw("<nav epub:type=\"page-list\" role=\"doc-pagelist\" id=\"pages\" hidden=\"hidden\" ");
        out.raw("aria-labelledby=\"page-list\">\n");
        out.element(
            "h2",
            &[("id", Some("page-list")), ("lang", own), ("xml:lang", own)],
            labels.get("pages"),
        );
        out.raw("\n<ol>\n");
        for page in &self.pages {
            out.raw("<li>");
            out.element("a", &[("href", Some(&page.href))], &page.label);
            out.raw("</li>\n");
        }
        out.raw("</ol>\n</nav>\n");
    }
}

fn list(out: &mut Markup, entries: &[Entry]) {
    out.raw("<ol>\n");
    for entry in entries {
        out.raw("<li>");
        out.element("a", &[("href", Some(&entry.href))], &entry.title);
        if !entry.children.is_empty() {
            out.line();
            list(out, &entry.children);
        }
        out.raw("</li>\n");
    }
    out.raw("</ol>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str) -> Entry {
        Entry { title: title.into(), ..Entry::default() }
    }

    #[test]
    fn headings_nest_by_level_and_a_skipped_level_is_no_hole() {
        let mut entries = Vec::new();
        insert(&mut entries, 1, entry("orphan"));
        insert(&mut entries, 0, entry("a"));
        insert(&mut entries, 1, entry("a.a"));
        insert(&mut entries, 3, entry("a.a.a"));
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[1].children[0].children, [entry("a.a.a")]);
        assert_eq!(depth(&entries), 3);
    }
}
