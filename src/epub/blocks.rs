//! Blocks as XHTML.

use super::divide::anchor;
use super::walk::first_position;
use super::xhtml::{Writer, direction_name};
use crate::document::block::Table;
use crate::document::{Alignment, Block, ListItem, Row};

impl<'e> Writer<'_, 'e> {
    /// Writes blocks.
    pub(super) fn blocks(&mut self, blocks: &'e [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'e Block) {
        match block {
            Block::Paragraph { lang, direction, inlines, .. } => {
                self.breaks_before_words(inlines);
                let (lang, dir) = (lang.as_deref(), direction.map(direction_name));
                self.out.open("p", &[("lang", lang), ("xml:lang", lang), ("dir", dir)]);
                self.inlines(inlines);
                self.out.raw("</p>\n");
            }
            Block::Heading { level, id, inlines, .. } => {
                self.breaks_before_words(inlines);
                let name = ["h3", "h4", "h5", "h6"][usize::from((*level).clamp(3, 6)) - 3];
                self.out.open(name, &[("id", Some(&anchor(id)))]);
                self.inlines(inlines);
                self.out.close(name);
                self.out.line();
            }
            Block::List { start, is_tight, items } => self.list(*start, *is_tight, items),
            Block::Quote { blocks } => {
                self.out.raw("<blockquote>\n");
                self.blocks(blocks);
                self.out.raw("</blockquote>\n");
            }
            Block::Code { language, text, position, .. } => {
                self.breaks_at(*position);
                let class = language.as_deref().and_then(language_class);
                self.out.raw("<pre>");
                self.out.open("code", &[("class", class.as_deref())]);
                self.text_with_breaks(*position, text);
                self.out.raw("</code></pre>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Figure { image, alt, caption, .. } => {
                self.breaks_before_words(caption);
                self.out.raw("<figure>\n");
                self.image(*image, alt.as_deref());
                if !caption.is_empty() {
                    self.out.raw("\n<figcaption>");
                    self.inlines(caption);
                    self.out.raw("</figcaption>");
                }
                self.out.raw("\n</figure>\n");
            }
            Block::Rule => self.out.raw("<hr/>\n"),
        }
    }

    fn list(&mut self, start: Option<u64>, is_tight: bool, items: &'e [ListItem]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        // HTML counts in 32 bits.
        let first = start.filter(|&first| first != 1).map(|first| first.min(i32::MAX as u64).to_string());
        let is_task_list = !items.is_empty() && items.iter().all(|item| item.checked.is_some());
        let class = if is_task_list { Some("tasks") } else { is_tight.then_some("tight") };
        self.out.open(name, &[("class", class), ("start", first.as_deref())]);
        self.out.line();
        for item in items {
            self.out.raw("<li>");
            self.item(is_tight, item);
            self.out.raw("</li>\n");
        }
        self.out.close(name);
        self.out.line();
    }

    /// The first paragraph of a tight item stands in the item itself; a box stands in it in any case.
    fn item(&mut self, is_tight: bool, item: &'e ListItem) {
        let rest = match &item.blocks[..] {
            [Block::Paragraph { lang: None, direction: None, inlines, .. }, rest @ ..]
                if is_tight || item.checked.is_some() =>
            {
                if !is_tight {
                    self.out.raw("<p>");
                }
                self.tick(item.checked);
                self.inlines(inlines);
                if !is_tight {
                    self.out.raw("</p>");
                }
                rest
            }
            blocks => {
                self.tick(item.checked);
                blocks
            }
        };
        if !rest.is_empty() {
            self.out.line();
        }
        self.blocks(rest);
    }

    /// A box that is read out, since form controls work in few reading systems.
    fn tick(&mut self, checked: Option<bool>) {
        let Some(is_done) = checked else { return };
        let (sign, label) = if is_done { ("☑", "ticked") } else { ("☐", "unticked") };
        let name = self.edition.labels.get(label);
        let attributes = [("class", Some("tick")), ("role", Some("img")), ("aria-label", Some(name))];
        self.out.element("span", &attributes, sign);
        self.out.text(" ");
    }

    /// A table may be wider than the screen: it scrolls in a box of its own, which the keyboard
    /// reaches too (WCAG 2.1.1) and which therefore needs a name.
    fn table(&mut self, table: &'e Table) {
        self.tables += 1;
        let name = format!("{} {}", self.edition.labels.get("table"), self.tables);
        if let Some(position) = table.head.iter().find_map(|cell| first_position(cell)) {
            self.breaks_at(position);
        }
        self.out.open(
            "div",
            &[
                ("class", Some("table")),
                ("role", Some("region")),
                ("aria-label", Some(&name)),
                ("tabindex", Some("0")),
            ],
        );
        self.out.raw("\n<table>\n");
        let columns: Vec<Alignment> =
            (0..table.alignments.len().max(table.head.len())).map(|column| table.alignment(column)).collect();
        if table.head.iter().any(|cell| !cell.is_empty()) {
            self.out.raw("<thead>\n");
            self.row(&columns, &table.head, true);
            self.out.raw("</thead>\n");
        }
        if !table.rows.is_empty() {
            self.out.raw("<tbody>\n");
            for row in &table.rows {
                self.row(&columns, row, false);
            }
            self.out.raw("</tbody>\n");
        }
        self.out.raw("</table>\n</div>\n");
    }

    fn row(&mut self, columns: &[Alignment], row: &'e Row, is_head: bool) {
        self.out.raw("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let class = match columns.get(column).copied().unwrap_or_default() {
                Alignment::Start => None,
                Alignment::Centre => Some("centre"),
                Alignment::End => Some("end"),
            };
            // A corner cell without words heads nothing.
            let name = if is_head && !cell.is_empty() { "th" } else { "td" };
            self.out.open(name, &[("class", class), ("scope", (name == "th").then_some("col"))]);
            self.inlines(cell);
            self.out.close(name);
        }
        self.out.raw("</tr>\n");
    }
}

/// The class that highlighters and people know a code block's language by.
fn language_class(language: &str) -> Option<String> {
    let name = language.split_whitespace().next()?;
    Some(format!("language-{name}"))
}
