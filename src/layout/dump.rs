//! Pages as text: what stands where, for tests and for eyes.
//!
//! ```text
//! page 2, type area 371.3 x 728.0
//!   line y=67.8 x=152.0 w=371.3 "twice this year to raise the dues of vis-" hyphen
//! ```

use std::fmt::Write;

use super::frame::{Item, Owner, Page, Pages};
use super::structure::{ElementId, Kid, Tree};
use crate::geometry::Pt;
use crate::style::Style;

/// What stands on one baseline, next to each other and of one owner's kind.
struct Line {
    y: Pt,
    left: Pt,
    right: Pt,
    kind: &'static str,
    text: String,
    has_hyphen: bool,
}

/// Writes pages as text.
#[must_use]
pub fn dump(pages: &Pages, style: &Style) -> String {
    let mut out = String::new();
    let depth = style.page.grid * f64::from(style.lines());
    for page in &pages.pages {
        let measure = style.measure();
        let _ = writeln!(out, "page {}, type area {:.1} x {:.1}", page.label, measure.0, depth.0);
        dump_page(page, &mut out);
    }
    out
}

fn dump_page(page: &Page, out: &mut String) {
    let mut line: Option<Line> = None;
    for placed in &page.items {
        let kind = match placed.owner {
            Owner::Leaf(_) => "line",
            Owner::Head => "head",
            Owner::Foot => "foot",
            Owner::Watermark => "mark",
            Owner::Layout => "deco",
        };
        match &placed.item {
            Item::Run(run) => {
                let width: Pt = run.glyphs.width();
                let (left, right) = (run.origin.x, run.origin.x + width);
                let joins = line.as_ref().is_some_and(|line| {
                    line.kind == kind
                        && (line.y.0 - run.origin.y.0).abs() < 6.0
                        && (left.0 - line.right.0).abs() < 20.0
                });
                if !joins {
                    flush(line.take(), out);
                }
                let has_hyphen = run.glyphs.iter().last().is_some_and(|glyph| glyph.text.0 == glyph.text.1);
                let line = line.get_or_insert_with(|| Line {
                    y: run.origin.y,
                    left,
                    right,
                    kind,
                    text: String::new(),
                    has_hyphen: false,
                });
                line.text.push_str(&run.text);
                line.right = right;
                line.has_hyphen = has_hyphen;
            }
            Item::Fill { rect, colour } => {
                flush(line.take(), out);
                let _ = writeln!(
                    out,
                    "  fill y={:.1} x={:.1} {:.1} x {:.1} {colour}",
                    rect.y.0, rect.x.0, rect.width.0, rect.height.0
                );
            }
            Item::Image { image, rect } => {
                flush(line.take(), out);
                let _ = writeln!(
                    out,
                    "  image {} y={:.1} x={:.1} {:.1} x {:.1}",
                    image.0, rect.y.0, rect.x.0, rect.width.0, rect.height.0
                );
            }
        }
    }
    flush(line, out);
}

fn flush(line: Option<Line>, out: &mut String) {
    let Some(line) = line else { return };
    let width = line.right - line.left;
    let hyphen = if line.has_hyphen { " hyphen" } else { "" };
    let _ = writeln!(
        out,
        "  {} y={:.1} x={:.1} w={:.1} {:?}{hyphen}",
        line.kind, line.y.0, line.left.0, width.0, line.text
    );
}

/// Writes the structure tree as text, one element a line, with how many leaves it holds.
#[must_use]
pub fn dump_tree(tree: &Tree) -> String {
    let mut out = String::new();
    if !tree.elements.is_empty() {
        dump_element(tree, ElementId(0), 0, &mut out);
    }
    out
}

fn dump_element(tree: &Tree, id: ElementId, depth: usize, out: &mut String) {
    let element = tree.get(id);
    let leaves = element.kids.iter().filter(|kid| matches!(kid, Kid::Leaf(_))).count();
    let _ = write!(out, "{:indent$}{:?}", "", element.tag, indent = depth * 2);
    if leaves > 0 {
        let _ = write!(out, " leaves={leaves}");
    }
    for (name, value) in [("title", &element.title), ("alt", &element.alt), ("id", &element.id)] {
        if let Some(value) = value {
            let _ = write!(out, " {name}={value:?}");
        }
    }
    if let Some(lang) = &element.lang {
        let _ = write!(out, " lang={lang}");
    }
    out.push('\n');
    for kid in &element.kids {
        if let Kid::Element(kid) = kid {
            dump_element(tree, *kid, depth + 1, out);
        }
    }
}
