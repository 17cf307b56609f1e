//! Lines as they stand on pages, and the faults that a proofreader counts.

use std::collections::BTreeMap;

use offprint::layout::{ElementId, GlyphRun, Item, Owner, Pages, Tag, Tree};
use offprint::style::Style;

/// Runs whose baselines differ by less, in points, stand on one line: figures of notes are raised a little.
const ONE_LINE: f64 = 4.5;

/// A line of a block.
#[derive(Clone, Debug)]
pub struct Line {
    pub page: usize,
    pub column: usize,
    /// The baseline, from the sheet's top.
    pub y: f64,
    pub left: f64,
    pub right: f64,
    /// The paragraph or heading it is a line of.
    pub block: ElementId,
    pub text: String,
    pub is_hyphenated: bool,
}

/// What a block is to a proofreader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Heading,
    /// A heading that hangs in the margin.
    SideHead,
    Note,
    /// Tables, captions, labels: set by rules of their own.
    Other,
}

/// The lines of a document, page by page and column by column, and what each block is.
pub struct Facts {
    pub lines: Vec<Line>,
    pub kinds: BTreeMap<ElementId, Kind>,
    pub pages: usize,
    /// The last baseline of the type area, and the step of the grid.
    pub foot: f64,
    pub grid: f64,
    top: f64,
    /// The lower edges of the images of a page's column.
    images: BTreeMap<(usize, usize), f64>,
}

/// What was found wrong, with the words of the line.
#[derive(Debug, Default)]
pub struct Faults {
    pub widows: Vec<String>,
    pub orphans: Vec<String>,
    pub ladders: Vec<String>,
    pub stranded: Vec<String>,
    pub short_words: Vec<String>,
    /// Pages before the last that end more than a line above the foot.
    pub short_pages: Vec<String>,
    pub full_pages: usize,
    /// First lines of pages that are off the grid.
    pub off_grid: Vec<String>,
}

impl Facts {
    pub fn of(pages: &Pages, style: &Style) -> Self {
        let grid = style.page.grid.0;
        let top = style.page.margin_top.0;
        let mut facts = Self {
            lines: Vec::new(),
            kinds: BTreeMap::new(),
            pages: pages.pages.len(),
            foot: top + grid * (f64::from(style.lines()) - 0.25),
            grid,
            top,
            images: BTreeMap::new(),
        };
        for number in 0..pages.pages.len() {
            facts.read_page(pages, number, style);
        }
        facts
    }

    fn read_page(&mut self, pages: &Pages, number: usize, style: &Style) {
        let middle = style.page.size.width.0 / 2.0;
        let first = self.lines.len();
        for placed in &pages.pages[number].items {
            if let Item::Image { rect, .. } = &placed.item {
                let column = usize::from(style.page.columns > 1 && rect.x.0 > middle);
                let foot = self.images.entry((number, column)).or_default();
                *foot = foot.max(rect.y.0 + rect.height.0);
            }
            let (Owner::Leaf(leaf), Item::Run(run)) = (placed.owner, &placed.item) else { continue };
            let Some((block, kind)) = block_of(&pages.tree, pages.tree.leaves[leaf.0 as usize], style) else {
                continue;
            };
            self.kinds.insert(block, kind);
            let column = usize::from(style.page.columns > 1 && run.origin.x.0 > middle);
            self.join(first, Line { page: number, column, ..line_of(run, block) });
        }
        self.lines[first..]
            .sort_by(|one, other| one.column.cmp(&other.column).then(one.y.total_cmp(&other.y)));
    }

    fn join(&mut self, first: usize, run: Line) {
        let known = self.lines[first..].iter_mut().rev().find(|line| {
            line.block == run.block && line.column == run.column && (line.y - run.y).abs() < ONE_LINE
        });
        let Some(known) = known else { return self.lines.push(run) };
        if run.right > known.right {
            known.is_hyphenated = run.is_hyphenated;
            known.right = run.right;
        }
        known.left = known.left.min(run.left);
        known.y = known.y.max(run.y);
        known.text.push_str(&run.text);
    }

    pub fn kind(&self, line: &Line) -> Kind {
        self.kinds.get(&line.block).copied().unwrap_or(Kind::Other)
    }

    /// Finds every fault.
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        let mut blocks: BTreeMap<ElementId, Vec<&Line>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| self.kind(line) == Kind::Text) {
            blocks.entry(line.block).or_default().push(line);
        }
        for lines in blocks.values() {
            block_faults(lines, &mut faults);
        }
        self.page_faults(&mut faults);
        faults
    }

    fn page_faults(&self, faults: &mut Faults) {
        let mut columns: BTreeMap<(usize, usize), Vec<&Line>> = BTreeMap::new();
        for line in &self.lines {
            columns.entry((line.page, line.column)).or_default().push(line);
        }
        let last_page = self.pages.saturating_sub(1);
        for (&(page, column), lines) in &columns {
            let body = || lines.iter().filter(|line| !matches!(self.kind(line), Kind::Note | Kind::SideHead));
            let Some(last) = body().max_by(|one, other| one.y.total_cmp(&other.y)) else { continue };
            if page < last_page && self.kind(last) == Kind::Heading {
                faults.stranded.push(format!("p{}: {}", page + 1, last.text));
            }
            if let Some(first) = body().next().filter(|line| page > 0 && self.kind(line) == Kind::Text) {
                let steps = (first.y - self.top) / self.grid - 0.75;
                if steps < 0.95 && (steps - steps.round()).abs() > 0.02 {
                    faults.off_grid.push(format!("p{}: {}", page + 1, first.text));
                }
            }
            let has_notes = lines.iter().any(|line| self.kind(line) == Kind::Note);
            if page < last_page && !has_notes {
                faults.full_pages += 1;
                // A figure at the foot fills its page.
                let foot = self.images.get(&(page, column)).map_or(last.y, |image| image.max(last.y));
                if self.foot - foot > self.grid * 1.3 {
                    let short = (self.foot - foot) / self.grid;
                    faults.full_pages -= 1;
                    faults.short_pages.push(format!("p{} by {short:.1}: {}", page + 1, last.text));
                }
            }
        }
    }
}

fn line_of(run: &GlyphRun, block: ElementId) -> Line {
    let width: f64 = run.glyphs.width().0;
    // A hyphen that was put at the end stands for no byte of the text.
    let puts_hyphen = run.glyphs.iter().last().is_some_and(|glyph| glyph.text.0 == glyph.text.1);
    Line {
        page: 0,
        column: 0,
        y: run.origin.y.0,
        left: run.origin.x.0,
        right: run.origin.x.0 + width,
        block,
        text: run.text.to_string(),
        is_hyphenated: puts_hyphen || run.text.trim_end().ends_with(['-', '‐']),
    }
}

/// Returns the block that an element is or stands in, and what it is.
fn block_of(tree: &Tree, element: ElementId, style: &Style) -> Option<(ElementId, Kind)> {
    let above = std::iter::successors(Some(element), |&id| tree.get(id).parent);
    let chain: Vec<(ElementId, Tag)> = above.map(|id| (id, tree.get(id).tag)).collect();
    let has = |wanted: &[Tag]| chain.iter().any(|(_, tag)| wanted.contains(tag));
    let &(block, tag) = chain.iter().find(|(_, tag)| {
        matches!(tag, Tag::P | Tag::H(_) | Tag::Caption | Tag::Lbl | Tag::TD | Tag::TH | Tag::Figure)
    })?;
    let kind = match tag {
        _ if has(&[Tag::Note]) => Kind::Note,
        Tag::P if has(&[Tag::Table, Tag::Code]) => Kind::Other,
        Tag::P => Kind::Text,
        Tag::H(2) if style.page.side_head.is_some() => Kind::SideHead,
        Tag::H(1) => Kind::Other,
        Tag::H(_) => Kind::Heading,
        _ => Kind::Other,
    };
    Some((block, kind))
}

fn block_faults(lines: &[&Line], faults: &mut Faults) {
    let mut parts: Vec<((usize, usize), usize)> = Vec::new();
    for line in lines {
        let place = (line.page, line.column);
        match parts.last_mut() {
            Some((known, count)) if *known == place => *count += 1,
            _ => parts.push((place, 1)),
        }
    }
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    if parts.len() > 1 {
        if parts[0].1 == 1 {
            faults.orphans.push(format!("p{}: {}", first.page + 1, first.text));
        }
        if parts[parts.len() - 1].1 == 1 {
            faults.widows.push(format!("p{}: {}", last.page + 1, last.text));
        }
    }
    let mut run = 0;
    for line in lines {
        run = if line.is_hyphenated { run + 1 } else { 0 };
        if run == 3 {
            faults.ladders.push(format!("p{}: {}", line.page + 1, line.text));
        }
    }
    let word = last.text.trim().trim_matches(|letter: char| !letter.is_alphanumeric());
    if lines.len() > 1 && !word.contains([' ', '\u{a0}']) && (1..=5).contains(&word.chars().count()) {
        faults.short_words.push(format!("p{}: {}", last.page + 1, last.text));
    }
}
