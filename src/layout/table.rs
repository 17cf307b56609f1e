//! Tables: columns fitted to the measure, rows to galley lines, the head ready to be repeated.
//!
//! 1. Every cell is measured; a column is never narrower than its longest word.
//! 2. The largest of the style's sizes is taken at which all columns fit.
//! 3. What fits at no size is stacked: each row a list of its cells beside the heads of their columns.

use super::frame::{Item, Owner, Placed};
use super::galley::{ABOVE, Break, GalleyLine, Setter, Setting, Setup};
use super::paragraph::{ContentOwner, Measure, Paragraph, ParagraphInput};
use super::structure::{ElementId, Tag};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::layout as codes;
use crate::document::inline::plain_text;
use crate::document::{Alignment, Direction, Inline, Row, block::Table};
use crate::geometry::{Pt, Rect};
use crate::style::{Align, TextStyle};

/// Rows with more lines than this may be parted between pages.
const UNBROKEN_ROW: usize = 10;

/// Two rows with so many lines and fewer are not parted at a table's head and foot.
const SMALL_ROWS: usize = 6;

/// From this share of the measure on, a table is widened to the whole of it.
const WIDENED_FROM: f64 = 0.6;

/// The widths of a column's cells on one line, and broken as far as words allow.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    natural: Pt,
    minimum: Pt,
}

/// A table's columns, fitted.
struct Columns {
    /// Left edge and width of each, gaps included.
    boxes: Vec<(Pt, Pt)>,
    /// How each is set.
    aligns: Vec<Align>,
    gap: Pt,
    body: TextStyle,
    head: TextStyle,
}

impl<'a> Setter<'a> {
    /// Sets a table and the notes of its cells.
    pub(super) fn table(&mut self, table: &'a Table, setup: &Setup<'_>) {
        let around = self.around(setup);
        self.set_apart(around);
        let element = self.tree.add(Some(setup.parent), Tag::Table);
        let extents = self.measure_cells(table);
        let fitted = self.style.blocks.table_sizes.iter().find_map(|&share| {
            let gap = self.style.blocks.table_gap.at(self.style.text.table.size) * share;
            fit(&extents, share, gap, setup.width).map(|widths| (share, gap, widths))
        });
        match fitted {
            Some((share, gap, widths)) => {
                let columns = self.columns(table, share, gap, &widths, setup);
                self.rows(table, &columns, element, setup);
            }
            None => self.stack(table, element, setup),
        }
        self.place_notes(setup);
        self.go_on(around);
    }

    /// Measures each column's cells, growing nothing.
    fn measure_cells(&mut self, table: &Table) -> Vec<Extent> {
        let told = self.composer.diagnostics.len();
        let style = self.style;
        let mut extents = vec![Extent::default(); table.head.len()];
        let rows = std::iter::once((&table.head, &style.text.table_head))
            .chain(table.rows.iter().map(|row| (row, &style.text.table)));
        for (row, text) in rows {
            for (extent, cell) in extents.iter_mut().zip(row) {
                let shaped = self.shape_cell(cell, text, ContentOwner::Artifact(Owner::Layout));
                extent.natural = extent.natural.max(shaped.natural_width());
                extent.minimum = extent.minimum.max(shaped.minimum_width());
            }
        }
        // The same faults are found again when the cells are set.
        self.composer.diagnostics.truncate(told);
        extents
    }

    fn shape_cell(&mut self, cell: &[Inline], style: &TextStyle, owner: ContentOwner) -> Paragraph<'a> {
        let lang = match owner {
            ContentOwner::Element(element) => self.lang_at(element),
            ContentOwner::Artifact(_) => std::sync::Arc::clone(&self.document.lang),
        };
        let direction = self.document.direction;
        let input =
            ParagraphInput { inlines: cell, style, owner, lang, direction, hyphenate: true, lead_in: false };
        self.composer.shape(&input, &mut self.tree)
    }

    fn columns(&self, table: &Table, share: f64, gap: Pt, widths: &[Pt], setup: &Setup<'_>) -> Columns {
        let total: Pt = widths.iter().copied().sum();
        let is_ltr = setup.direction == Direction::Ltr;
        let mut at = if is_ltr { setup.x } else { setup.x + setup.width };
        let mut boxes = Vec::with_capacity(widths.len());
        let widened = if total.0 >= setup.width.0 * WIDENED_FROM { setup.width / total } else { 1.0 };
        for width in widths {
            let width = *width * widened;
            boxes.push(if is_ltr { (at, width) } else { (at - width, width) });
            at = if is_ltr { at + width } else { at - width };
        }
        let aligns = (0..widths.len()).map(|column| column_align(table, column)).collect();
        let texts = &self.style.text;
        let sized = |text: &TextStyle| TextStyle {
            size: text.size * share,
            leading: text.leading * share,
            ..text.clone()
        };
        Columns { boxes, aligns, gap, body: sized(&texts.table), head: sized(&texts.table_head) }
    }

    fn rows(&mut self, table: &'a Table, columns: &Columns, element: ElementId, setup: &Setup<'_>) {
        let style = self.style;
        let thead = self.tree.add(Some(element), Tag::THead);
        let mut head = self.row(&table.head, columns, true, thead, setup);
        rule_above(&mut head, columns, style.space.light_rule * 2.0, style.colours.rule);
        rule_below(&mut head, columns, style.space.light_rule, style.colours.rule);
        let index = self.galley.heads.len();
        self.galley.heads.push(head.iter().map(as_artifact).collect());
        for line in head {
            self.push(line);
            // The head stays with its first row.
            self.keep = self.keep.max(1);
        }
        let tbody = self.tree.add(Some(element), Tag::TBody);
        let last = table.rows.len().saturating_sub(1);
        let mut above = 0;
        for (at, row) in table.rows.iter().enumerate() {
            let mut lines = self.row(row, columns, false, tbody, setup);
            if at == last {
                rule_below(&mut lines, columns, style.space.light_rule * 2.0, style.colours.rule);
            }
            for line in &mut lines {
                line.head = Some(index);
            }
            // The first two rows, and the last two, stay together where they are small.
            let is_small = lines.len() + above <= SMALL_ROWS;
            above = lines.len();
            for (nth, mut line) in lines.into_iter().enumerate() {
                if nth == 0 && is_small && at > 0 && (at == 1 || at == last) {
                    line.break_before = Break::Never;
                }
                self.push(line);
            }
        }
    }

    /// Sets a row: as many galley lines as its deepest cell has lines.
    fn row(
        &mut self,
        row: &'a Row,
        columns: &Columns,
        is_head: bool,
        parent: ElementId,
        setup: &Setup<'_>,
    ) -> Vec<GalleyLine> {
        let text = if is_head { &columns.head } else { &columns.body };
        let tr = self.tree.add(Some(parent), Tag::TR);
        let mut lines: Vec<GalleyLine> = Vec::new();
        for (at, cell) in row.iter().enumerate() {
            let element = self.tree.add(Some(tr), if is_head { Tag::TH } else { Tag::TD });
            let Some(&(x, width)) = columns.boxes.get(at) else { continue };
            let shaped = self.shape_cell(cell, text, ContentOwner::Element(element));
            let align = columns.aligns.get(at).copied().unwrap_or_default();
            // Cells meet the table's outer edges.
            let measure = Measure::new(width - columns.gap * 2.0, align);
            let setting = Setting { measure, x: x + columns.gap, leading: text.leading };
            let set = self.lines(shaped.set(&measure), &setting);
            merge(&mut lines, set);
        }
        if lines.is_empty() {
            lines.push(blank(text.leading));
        }
        finish_row(&mut lines, text.leading * 0.18, setup);
        lines
    }

    /// Sets a table that is too wide as a stack: the heads in a list, then each row's cells one below
    /// another, each beside the head of its column.
    fn stack(&mut self, table: &'a Table, element: ElementId, setup: &Setup<'_>) {
        let span = table.place.span(&self.document.source, 1);
        self.diagnostics.push(
            Diagnostic::warning(
                &codes::STACKED_TABLE,
                format!(
                    "a table of {} columns is too wide for the page and is set as a stack",
                    table.head.len()
                ),
            )
            .at(span),
        );
        let style = self.style;
        let texts = &style.text;
        let gap = style.blocks.table_gap.at(texts.table.size);
        let is_ltr = setup.direction == Direction::Ltr;
        let label_width = setup.width * 0.34;
        let (label, value) = if is_ltr {
            ((setup.x, label_width), (setup.x + label_width, setup.width - label_width))
        } else {
            ((setup.x + setup.width - label_width, label_width), (setup.x, setup.width - label_width))
        };
        let whole = |boxes: Vec<(Pt, Pt)>| Columns {
            aligns: vec![Align::Start; boxes.len()],
            boxes,
            gap,
            body: TextStyle { align: Align::Start, ..texts.table.clone() },
            head: texts.table_head.clone(),
        };
        let rules = whole(vec![(setup.x, setup.width)]);
        let thead = self.tree.add(Some(element), Tag::THead);
        let tr = self.tree.add(Some(thead), Tag::TR);
        let mut heads = self.flow_heads(table, tr, &rules, setup);
        finish_row(&mut heads, texts.table.leading * 0.18, setup);
        rule_above(&mut heads, &rules, style.space.light_rule * 2.0, style.colours.rule);
        rule_below(&mut heads, &rules, style.space.light_rule, style.colours.rule);
        heads.into_iter().for_each(|line| self.push(line));
        self.keep = self.keep.max(2);
        let tbody = self.tree.add(Some(element), Tag::TBody);
        let pair = whole(vec![label, value]);
        for row in &table.rows {
            let mut lines = self.stacked_row(row, &table.head, &pair, tbody);
            let padding = texts.table.leading * 0.3;
            finish_row(&mut lines, Pt::ZERO, setup);
            // The space above is dropped at the head of a page, where the first cell stands on the grid.
            if let Some(first) = lines.first_mut() {
                first.space = padding;
            }
            if let Some(last) = lines.last_mut() {
                last.below += padding;
            }
            rule_below(&mut lines, &rules, style.space.light_rule, style.colours.rule);
            lines.into_iter().for_each(|line| self.push(line));
        }
    }

    /// Sets a row's cells one below another, each beside the head of its column. The heads were content once;
    /// here they are artifacts.
    fn stacked_row(
        &mut self,
        row: &'a Row,
        heads: &'a Row,
        pair: &Columns,
        tbody: ElementId,
    ) -> Vec<GalleyLine> {
        let tr = self.tree.add(Some(tbody), Tag::TR);
        let mut lines = Vec::new();
        for (at, cell) in row.iter().enumerate() {
            let td = self.tree.add(Some(tr), Tag::TD);
            let told = self.composer.diagnostics.len();
            let head = heads.get(at).map_or(&[][..], Vec::as_slice);
            let mut entry = self.stacked_cell(head, pair, 0, true, ContentOwner::Artifact(Owner::Layout));
            self.composer.diagnostics.truncate(told);
            for line in &mut entry {
                line.marks.clear();
                line.links.clear();
            }
            let set = self.stacked_cell(cell, pair, 1, false, ContentOwner::Element(td));
            merge(&mut entry, set);
            super::galley::keep_together(&mut entry, 2, 2);
            lines.append(&mut entry);
        }
        lines
    }

    /// Sets the heads of a stacked table one after another, as many on a line as fit.
    fn flow_heads(
        &mut self,
        table: &'a Table,
        tr: ElementId,
        whole: &Columns,
        setup: &Setup<'_>,
    ) -> Vec<GalleyLine> {
        let text = &whole.head;
        let apart = text.size * 1.2;
        let room = setup.width - whole.gap * 2.0;
        let mut lines: Vec<GalleyLine> = Vec::new();
        let mut used = Pt::ZERO;
        for cell in &table.head {
            let th = self.tree.add(Some(tr), Tag::TH);
            let shaped = self.shape_cell(cell, text, ContentOwner::Element(th));
            let width = (shaped.natural_width() + Pt(0.02)).min(room);
            let is_new = lines.is_empty() || (used + width).0 > room.0;
            let at = if is_new { Pt::ZERO } else { used };
            let from_start = setup.x + whole.gap + at;
            let x = match setup.direction {
                Direction::Ltr => from_start,
                Direction::Rtl => setup.x + setup.width - whole.gap - at - width,
            };
            let measure = Measure::new(width, Align::Start);
            let mut set = self.lines(shaped.set(&measure), &Setting { measure, x, leading: text.leading });
            used = at + width + apart;
            if is_new || set.len() > 1 {
                lines.append(&mut set);
            } else {
                let mut last = lines.pop().into_iter().collect();
                merge(&mut last, set);
                lines.append(&mut last);
            }
        }
        if lines.is_empty() {
            lines.push(blank(text.leading));
        }
        lines
    }

    fn stacked_cell(
        &mut self,
        cell: &[Inline],
        columns: &Columns,
        at: usize,
        is_head: bool,
        owner: ContentOwner,
    ) -> Vec<GalleyLine> {
        let text = if is_head { &columns.head } else { &columns.body };
        let Some(&(x, width)) = columns.boxes.get(at) else { return Vec::new() };
        let shaped = self.shape_cell(cell, text, owner);
        let measure = Measure::new(width - columns.gap * 2.0, Align::Start);
        let setting = Setting { measure, x: x + columns.gap, leading: text.leading };
        self.lines(shaped.set(&measure), &setting)
    }
}

/// Fits columns to a width at a share of their size; `None` where words would not fit.
fn fit(extents: &[Extent], share: f64, gap: Pt, width: Pt) -> Option<Vec<Pt>> {
    let gaps = gap * 2.0;
    let natural: Vec<Pt> = extents.iter().map(|extent| extent.natural * share + gaps + Pt(0.02)).collect();
    let minimum: Vec<Pt> = extents.iter().map(|extent| extent.minimum * share + gaps + Pt(0.02)).collect();
    let (all_natural, all_minimum): (Pt, Pt) = (natural.iter().copied().sum(), minimum.iter().copied().sum());
    if all_natural.0 <= width.0 {
        return Some(natural);
    }
    if all_minimum.0 > width.0 {
        return None;
    }
    // What is left beyond the longest words goes to the columns with the most text.
    let spare = width - all_minimum;
    let wanted = (all_natural - all_minimum).max(Pt(0.01));
    let share_of = |(natural, minimum): (&Pt, &Pt)| *minimum + spare * ((*natural - *minimum) / wanted);
    Some(natural.iter().zip(&minimum).map(share_of).collect())
}

/// How a column is set: as the table says, else figures at the end and words at the start.
fn column_align(table: &Table, column: usize) -> Align {
    match table.alignments.get(column).copied().flatten() {
        Some(Alignment::Start) => Align::Start,
        Some(Alignment::Centre) => Align::Centre,
        Some(Alignment::End) => Align::End,
        None => {
            let mut cells = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| plain_text(cell));
            let is_figures = !table.rows.is_empty() && cells.all(|cell| is_figure(&cell));
            if is_figures { Align::End } else { Align::Start }
        }
    }
}

/// Tells whether a cell is a figure: digits, with signs, separators, a currency or a per cent sign.
fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    let is_blank = cell.is_empty() || matches!(cell, "-" | "–" | "—" | "n/a");
    let is_sign =
        |c: char| c.is_numeric() || " .,'’%‰+-−–±$€£¥()/".contains(c) || c == '\u{a0}' || c == '\u{202f}';
    is_blank || (cell.chars().any(char::is_numeric) && cell.chars().all(is_sign))
}

/// Puts the lines of a cell beside those of the cells before it.
fn merge(lines: &mut Vec<GalleyLine>, cell: Vec<GalleyLine>) {
    for (at, mut line) in cell.into_iter().enumerate() {
        match lines.get_mut(at) {
            None => lines.push(line),
            Some(beside) => {
                beside.items.append(&mut line.items);
                beside.links.append(&mut line.links);
                beside.marks.append(&mut line.marks);
                beside.above = beside.above.max(line.above);
                beside.below = beside.below.max(line.below);
                beside.position = beside.position.or(line.position);
                beside.facts.width = beside.facts.width.max(line.facts.width);
            }
        }
    }
}

/// Adds a row's own space and says where it may be parted.
fn finish_row(lines: &mut [GalleyLine], padding: Pt, setup: &Setup<'_>) {
    let count = lines.len();
    for (at, line) in lines.iter_mut().enumerate() {
        line.ground = setup.ground;
        if at > 0 && count <= UNBROKEN_ROW {
            line.break_before = Break::Never;
        }
    }
    if count > UNBROKEN_ROW {
        super::galley::keep_together(lines, 2, 2);
    }
    if let Some(first) = lines.first_mut() {
        first.above += padding;
    }
    if let Some(last) = lines.last_mut() {
        last.below += padding;
    }
}

fn blank(leading: Pt) -> GalleyLine {
    GalleyLine { below: leading * (1.0 - ABOVE), ..GalleyLine::strut(leading * ABOVE) }
}

fn rule(columns: &Columns, y: Pt, height: Pt, colour: crate::style::Colour) -> Placed {
    let left = columns.boxes.iter().map(|&(x, _)| x).fold(Pt(f64::MAX), Pt::min);
    let right = columns.boxes.iter().map(|&(x, width)| x + width).fold(Pt(f64::MIN), Pt::max);
    let rect = Rect { x: left, y, width: right - left, height };
    Placed { owner: Owner::Layout, item: Item::Fill { rect, colour } }
}

fn rule_above(lines: &mut [GalleyLine], columns: &Columns, height: Pt, colour: crate::style::Colour) {
    if let Some(first) = lines.first_mut() {
        first.items.insert(0, rule(columns, -first.above, height, colour));
    }
}

fn rule_below(lines: &mut [GalleyLine], columns: &Columns, height: Pt, colour: crate::style::Colour) {
    if let Some(last) = lines.last_mut() {
        last.items.push(rule(columns, last.below - height, height, colour));
    }
}

/// Returns a head's line as it is repeated: no content, and nothing to click.
fn as_artifact(line: &GalleyLine) -> GalleyLine {
    let mut items = line.items.clone();
    for placed in &mut items {
        placed.owner = Owner::Layout;
    }
    GalleyLine { items, above: line.above, below: line.below, facts: line.facts, ..GalleyLine::default() }
}
