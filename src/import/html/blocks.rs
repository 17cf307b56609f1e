//! The walk over a page: which elements are blocks, and what they are.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Node, Selector};

use super::inlines::fold;
use super::tree::Page;
use crate::import::block::{Block, Content, Role};
use crate::import::inline::{self, Inline};
use crate::import::manuscript::Image;
use crate::import::profile::Profile;
use crate::import::report::{Action, Report, excerpt};
use crate::import::{Shelf, images};
use crate::record::lang;

/// Elements that stand among others as blocks (HTML, 15.3.3).
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
    "menu",
];

/// What a walk gave.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub blocks: Vec<Block>,
    pub notes: Vec<(String, Vec<Block>)>,
    pub images: Vec<Image>,
}

/// A walk and what it has seen.
pub(super) struct Walker<'a> {
    pub(super) page: &'a Page,
    pub(super) report: &'a mut Report,
    profile: &'a Profile,
    /// The title: what the most particular selector finds that the page has at all.
    title: Option<ElementRef<'a>>,
    shelf: Shelf<'a>,
    /// The ids of notes, and their labels.
    notes: BTreeMap<String, String>,
    /// Labels whose marks were seen.
    marks: BTreeSet<String>,
    images: images::Saved,
    /// Addresses without a host are relative to this one.
    base: Option<String>,
    lang: Option<String>,
}

/// Reads the blocks of a part of a page.
pub(super) fn walk(
    page: &Page,
    root: ElementRef<'_>,
    profile: &Profile,
    shelf: Shelf<'_>,
    report: &mut Report,
) -> Walked {
    let found = find_notes(page);
    let notes = found.iter().map(|(id, label, _)| (id.clone(), label.clone())).collect();
    let titles = profile.roles.iter().find(|(role, _)| *role == Role::Title);
    let mut walker = Walker {
        page,
        report,
        profile,
        title: titles.and_then(|(_, selectors)| page.first(selectors)),
        shelf,
        notes,
        marks: BTreeSet::new(),
        images: images::Saved::default(),
        base: base(page),
        lang: root_language(page),
    };
    let mut blocks = Vec::new();
    walker.children(root, None, &mut blocks);
    let mut read = Vec::new();
    for (_, label, element) in found {
        let mut note = Vec::new();
        walker.children(element, None, &mut note);
        // A mark in the text calls the note; without one, it would be lost in silence.
        if !walker.marks.contains(&label) {
            let words = note.iter().map(Block::plain).collect::<Vec<_>>().join(" ");
            let message = format!("the note `{}`, which no mark calls", excerpt(&words));
            walker.report.add(Action::Dropped, page.line(element), None, message);
            continue;
        }
        read.push((label, note));
    }
    Walked { blocks, notes: read, images: walker.images.list }
}

/// Finds notes: items that links with the role of a note's mark lead to, as pandoc and WordPress write them.
fn find_notes(page: &Page) -> Vec<(String, String, ElementRef<'_>)> {
    const MARKS: &str = "a.footnote-ref, a[role=doc-noteref], a[epub\\:type=noteref], a[rel=footnote], \
                         a[href^='#fn'], a[href^='#_ftn'], a[href^='#footnote']";
    let (Ok(marks), Ok(ids)) = (Selector::parse(MARKS), Selector::parse("[id], a[name]")) else {
        return Vec::new();
    };
    let mut by_id: BTreeMap<&str, ElementRef<'_>> = BTreeMap::new();
    for element in page.html.select(&ids) {
        let names = [element.attr("id"), element.attr("name")];
        names.into_iter().flatten().for_each(|id| {
            by_id.entry(id).or_insert(element);
        });
    }
    let mut notes: Vec<(String, String, ElementRef<'_>)> = Vec::new();
    for mark in page.html.select(&marks) {
        let Some(target) = mark.attr("href").and_then(|href| href.strip_prefix('#')) else { continue };
        let is_back = target.starts_with("fnref")
            || target.starts_with("_ftnref")
            || target.starts_with("footnote-ref");
        if is_back || notes.iter().any(|(id, ..)| id == target) {
            continue;
        }
        if let Some(&element) = by_id.get(target) {
            // Word marks the note with an anchor within its paragraph.
            let holder = if element.value().name() == "a" {
                element.parent().and_then(ElementRef::wrap)
            } else {
                None
            };
            let label = (notes.len() + 1).to_string();
            notes.push((target.to_owned(), label, holder.unwrap_or(element)));
        }
    }
    notes
}

fn base(page: &Page) -> Option<String> {
    let canonical = Selector::parse("link[rel=canonical], meta[property='og:url'], base").ok()?;
    page.html
        .select(&canonical)
        .filter_map(|element| element.attr("href").or_else(|| element.attr("content")))
        .find(|url| url.starts_with("http://") || url.starts_with("https://"))
        .map(str::to_owned)
}

fn root_language(page: &Page) -> Option<String> {
    let html = Selector::parse("html").ok()?;
    let element = page.html.select(&html).next()?;
    lang::parse(element.attr("lang")?).ok()
}

impl Walker<'_> {
    /// Reads the children of a block: blocks, and paragraphs of what stands between them.
    fn children(&mut self, element: ElementRef<'_>, role: Option<Role>, blocks: &mut Vec<Block>) {
        let mut open: Vec<Inline> = Vec::new();
        let mut at = self.page.line(element);
        for child in element.children() {
            match child.value() {
                Node::Text(text) => open.push(Inline::Text(fold(text))),
                Node::Element(_) => {
                    let Some(child) = ElementRef::wrap(child) else { continue };
                    if self.holds_blocks(child) {
                        self.close(&mut open, at, role, blocks);
                        self.block(child, role, blocks);
                        at = self.page.line(child);
                    } else {
                        if open
                            .iter()
                            .all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty()))
                        {
                            at = self.page.line(child);
                        }
                        self.inline(child, &mut open);
                    }
                }
                _ => {}
            }
        }
        self.close(&mut open, at, role, blocks);
    }

    /// Ends a paragraph; two line breaks in a row end one, too.
    fn close(&mut self, open: &mut Vec<Inline>, at: usize, role: Option<Role>, blocks: &mut Vec<Block>) {
        let inlines = inline::tidy(std::mem::take(open));
        for part in split_at_breaks(inlines) {
            if !inline::markdown(&part).is_empty() {
                blocks.push(Block { content: Content::Paragraph(part), at, role });
            }
        }
    }

    fn holds_blocks(&self, element: ElementRef<'_>) -> bool {
        let is_block = |element: ElementRef<'_>| BLOCKS.contains(&element.value().name());
        is_block(element) || element.descendants().filter_map(ElementRef::wrap).any(is_block)
    }

    fn block(&mut self, element: ElementRef<'_>, role: Option<Role>, blocks: &mut Vec<Block>) {
        if self.is_dropped(element) || self.is_notes(element) {
            return;
        }
        let role = role.or_else(|| self.role(element));
        let at = self.page.line(element);
        let mut push = |content| blocks.push(Block { content, at, role });
        match element.value().name() {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let level = name.as_bytes()[1] - b'0';
                push(Content::Heading(level, self.inlines(element)));
            }
            "ul" | "menu" | "dir" => push(Content::List(None, self.items(element))),
            "ol" => {
                let start = element.attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                push(Content::List(Some(start), self.items(element)));
            }
            "blockquote" => {
                let mut inner = Vec::new();
                self.children(element, None, &mut inner);
                push(Content::Quote(inner));
            }
            "pre" => push(self.code(element)),
            "hr" => push(Content::Rule),
            "table" => self.table(element, role, blocks),
            _ => self.children(element, role, blocks),
        }
    }

    fn items(&mut self, list: ElementRef<'_>) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        for item in list.children().filter_map(ElementRef::wrap) {
            if self.is_dropped(item) || self.is_notes(item) {
                continue;
            }
            let mut blocks = Vec::new();
            self.children(item, None, &mut blocks);
            items.push(blocks);
        }
        items.retain(|item| !item.is_empty());
        items
    }

    fn code(&mut self, element: ElementRef<'_>) -> Content {
        let class = |element: ElementRef<'_>| {
            let classes: Vec<String> = element.value().classes().map(str::to_owned).collect();
            classes.into_iter().find(|class| class != "sourceCode")
        };
        let inner = element.children().filter_map(ElementRef::wrap).next().and_then(class);
        let language = class(element).or(inner).unwrap_or_default();
        let language = language.strip_prefix("language-").unwrap_or(&language).to_owned();
        let is_word = language.chars().all(|c| c.is_alphanumeric() || "-+#".contains(c));
        Content::Code(if is_word { language } else { String::new() }, element.text().collect())
    }

    fn table(&mut self, element: ElementRef<'_>, role: Option<Role>, blocks: &mut Vec<Block>) {
        let mut rows = Vec::new();
        let mut caption = Vec::new();
        let mut parts: Vec<ElementRef<'_>> = Vec::new();
        for part in element.descendants().filter_map(ElementRef::wrap) {
            match part.value().name() {
                "caption" => caption = self.inlines(part),
                "tr" => parts.push(part),
                "table" if part != element => {
                    // A table within a table is a page's layout; its cells are text.
                    return self.children(element, role, blocks);
                }
                _ => {}
            }
        }
        let at = self.page.line(element);
        let mut spans = 0;
        for row in parts {
            let mut cells = Vec::new();
            for cell in row.children().filter_map(ElementRef::wrap) {
                let across =
                    cell.attr("colspan").and_then(|span| span.parse().ok()).unwrap_or(1_usize).clamp(1, 64);
                spans += usize::from(across > 1 || cell.attr("rowspan").is_some_and(|span| span != "1"));
                cells.push(self.inlines(cell));
                cells.extend(std::iter::repeat_n(Vec::new(), across - 1));
            }
            rows.push(cells);
        }
        if spans > 0 {
            let message = format!("{spans} cells of a table spanned others; a record's tables have none");
            self.report.add(Action::Repaired, at, None, message);
        }
        if !caption.is_empty() {
            blocks.push(Block { content: Content::Paragraph(caption), at, role });
        }
        blocks.push(Block { content: Content::Table(rows), at, role });
    }

    /// Reads an image: saved where the page's folder or the page itself has it.
    pub(super) fn image(&mut self, element: ElementRef<'_>) -> Option<Inline> {
        let source = element.attr("src").unwrap_or_default();
        let alt = element.attr("alt").unwrap_or_default();
        self.images.take(source, alt, self.page.line(element), self.shelf, self.report)
    }

    fn role(&self, element: ElementRef<'_>) -> Option<Role> {
        let is_one = |selectors: &[Selector]| selectors.iter().any(|selector| selector.matches(&element));
        let roles = self.profile.roles.iter().filter(|(role, _)| *role != Role::Title);
        let other = roles.filter(|(_, selectors)| is_one(selectors)).map(|(role, _)| *role).next();
        if self.title == Some(element) { Some(Role::Title) } else { other }
    }

    pub(super) fn is_dropped(&mut self, element: ElementRef<'_>) -> bool {
        let Some(selector) = self.profile.drop.iter().find(|selector| selector.matches(&element)) else {
            return false;
        };
        // Some pages keep the title in what others keep their banner in.
        if self.title.is_some_and(|title| title.ancestors().any(|above| above.id() == element.id())) {
            return false;
        }
        use scraper::selector::ToCss as _;
        let words = element.text().collect::<String>();
        let is_talk = !matches!(element.value().name(), "script" | "style" | "noscript" | "template" | "svg");
        if is_talk && !words.trim().is_empty() {
            let message = format!("`{}`: the page's `{}`", excerpt(&words), selector.to_css_string());
            self.report.add(Action::Dropped, self.page.line(element), None, message);
        }
        true
    }

    /// Tells the place where the notes stand, which are read by their marks.
    fn is_notes(&self, element: ElementRef<'_>) -> bool {
        let has_role =
            element.attr("role").is_some_and(|role| role == "doc-endnotes" || role == "doc-footnotes");
        let is_note =
            |element: ElementRef<'_>| element.attr("id").is_some_and(|id| self.notes.contains_key(id));
        (has_role || element.value().classes().any(|class| class == "footnotes")) && !self.notes.is_empty()
            || is_note(element)
    }

    /// Returns the label of a note that a link leads to, and remembers that it is called.
    pub(super) fn note_of(&mut self, target: &str) -> Option<String> {
        let label = self.notes.get(target)?.clone();
        self.marks.insert(label.clone());
        Some(label)
    }

    /// Tells the arrow that leads from a note back to its mark.
    pub(super) fn is_back_link(&self, element: ElementRef<'_>, target: &str) -> bool {
        let has_class = element.value().classes().any(|class| class.contains("back"));
        has_class
            || element.attr("role") == Some("doc-backlink")
            || target.starts_with("fnref")
            || target.starts_with("_ftnref")
    }

    /// Returns the language of an element where it differs from the page's.
    pub(super) fn language(&self, element: ElementRef<'_>) -> Option<String> {
        let tag = lang::parse(element.attr("lang")?).ok()?;
        (Some(&tag) != self.lang.as_ref()).then_some(tag)
    }

    /// Makes an address whole: links of a record lead to the web or to nothing.
    pub(super) fn absolute(&self, href: &str) -> Option<String> {
        let lower = href.to_ascii_lowercase();
        if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
            return Some(href.to_owned());
        }
        let base = self.base.as_ref()?;
        let host_end = base.find("://").map(|at| at + 3)?;
        let path_start = base[host_end..].find('/').map_or(base.len(), |at| host_end + at);
        if href.starts_with("//") {
            return Some(format!("https:{href}"));
        }
        if href.starts_with('/') {
            return Some(format!("{}{href}", &base[..path_start]));
        }
        None
    }
}

/// Splits inlines where two line breaks follow each other, with nothing but space between.
fn split_at_breaks(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut breaks = 0;
    for inline in inlines {
        let is_space = matches!(&inline, Inline::Text(text) if text.trim().is_empty());
        match inline {
            Inline::Break => breaks += 1,
            _ if is_space && breaks > 0 => {}
            other => {
                if breaks > 1 {
                    parts.push(Vec::new());
                }
                let part = parts.last_mut();
                if let Some(part) = part {
                    if breaks == 1 && !part.is_empty() {
                        part.push(Inline::Break);
                    }
                    let other = match other {
                        Inline::Text(text) if breaks > 0 => Inline::Text(text.trim_start().to_owned()),
                        other => other,
                    };
                    part.push(other);
                }
                breaks = 0;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_breaks_end_a_paragraph() {
        let text = |words: &str| Inline::Text(words.to_owned());
        let parts = split_at_breaks(vec![
            text("a"),
            Inline::Break,
            text(" "),
            Inline::Break,
            text(" b"),
            Inline::Break,
            text("c"),
        ]);
        assert_eq!(parts, vec![vec![text("a")], vec![text("b"), Inline::Break, text("c")]]);
    }
}
