//! Lists, tables and images where a page or a measure ends.

use std::collections::BTreeMap;

use offprint::geometry::Pt;
use offprint::layout::frame::Item;
use offprint::layout::{ElementId, Owner, Pages, Tag, Tree};

use super::facts::Facts;
use crate::page::{made, set, style};

/// So many short paragraphs, to move what follows down the page.
fn filler(count: usize) -> String {
    "A short paragraph stands here.\n\n".repeat(count)
}

fn ancestor(tree: &Tree, element: ElementId, tag: Tag) -> Option<ElementId> {
    std::iter::successors(Some(element), |&id| tree.get(id).parent).find(|&id| tree.get(id).tag == tag)
}

/// The rows of the table's body that stand on each page.
fn rows_by_page(pages: &Pages) -> Vec<usize> {
    let mut found: BTreeMap<usize, Vec<ElementId>> = BTreeMap::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for placed in &page.items {
            let Owner::Leaf(leaf) = placed.owner else { continue };
            let element = pages.tree.leaves[leaf.0 as usize];
            let is_body = ancestor(&pages.tree, element, Tag::TBody).is_some();
            if let (true, Some(row)) = (is_body, ancestor(&pages.tree, element, Tag::TR)) {
                let rows = found.entry(number).or_default();
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
        }
    }
    found.into_values().map(|rows| rows.len()).collect()
}

#[test]
fn no_row_stands_alone_at_the_foot_or_the_head_of_a_page() {
    let table = format!("| Year | Dues |\n|---|---|\n{}", "| 1984 | risen |\n".repeat(9));
    let mut parted = 0;
    for count in 0..24 {
        let pages = set(&made(&format!("{}{table}", filler(count))), &style("large-print")).pages;
        let rows = rows_by_page(&pages);
        assert!(!rows.contains(&1), "after {count} paragraphs: {rows:?}");
        parted += usize::from(rows.len() > 1);
    }
    assert!(parted > 3, "some of the tables go on on a second page");
}

#[test]
fn a_stacked_row_at_the_head_of_a_page_stands_on_its_first_line() {
    let heads: Vec<String> = (0..14).map(|at| format!("Responsibilities{at}")).collect();
    let row = format!("| {} |\n", vec!["telecommunication"; 14].join(" | "));
    let rule = format!("|{}\n", "---|".repeat(14));
    let table = format!("| {} |\n{rule}{}", heads.join(" | "), row.repeat(16));
    let style = style("house");
    let pages = set(&made(&table), &style).pages;
    assert!(pages.pages.len() > 3, "{}", pages.pages.len());
    let first = style.page.margin_top.0 + 0.75 * style.page.grid.0;
    let mut heads = 0;
    for page in &pages.pages[1..] {
        let in_body = page.items.iter().filter_map(|placed| match (placed.owner, &placed.item) {
            (Owner::Leaf(leaf), Item::Run(run)) => {
                let element = pages.tree.leaves[leaf.0 as usize];
                ancestor(&pages.tree, element, Tag::TBody).map(|_| run.origin.y.0)
            }
            _ => None,
        });
        let top = in_body.fold(f64::MAX, f64::min);
        if top < f64::MAX {
            assert!((top - first).abs() < 0.01, "the first cell stands at {top}, not {first}");
            heads += 1;
        }
    }
    assert!(heads > 1);
}

#[test]
fn words_that_lead_to_a_list_stand_above_it() {
    let style = style("journal");
    let item = "- An item of some words that fill a line of the column and then a second one.\n";
    for count in 20..80 {
        let body = format!(
            "{}The reasons that were given at the time by those who had to give them are as follows:\n\n{}",
            filler(count),
            item.repeat(4)
        );
        let facts = Facts::of(&set(&made(&body), &style).pages, &style);
        let place = |words: &str| {
            let line = facts.lines.iter().find(|line| line.text.contains(words));
            line.map(|line| (line.page, line.column)).unwrap_or_else(|| panic!("{words} is set"))
        };
        assert_eq!(place("follows:"), place("An item"), "after {count} paragraphs");
    }
}

#[test]
fn an_image_within_an_item_keeps_to_its_measure() {
    let body = "- One\n  - Two\n    - Three, and then ![tides](images/tides.svg) among words\n";
    for name in ["house", "journal"] {
        let style = style(name);
        let pages = set(&made(body), &style).pages;
        let page = &pages.pages[0];
        let image = page.items.iter().find_map(|placed| match &placed.item {
            Item::Image { rect, .. } => Some(*rect),
            _ => None,
        });
        let image = image.expect("the image is set");
        let side = style.page.side_head.map_or(0.0, |side| side.width.0 + side.gap.0);
        let column = if image.x > style.page.size.width / 2.0 {
            style.measure() + style.page.column_gap
        } else {
            Pt(0.0)
        };
        let right = style.page.margin_left.0 + side + (style.measure() + column).0;
        assert!(
            image.x.0 + image.width.0 <= right + 0.01,
            "{name}: {} over {right}",
            image.x.0 + image.width.0
        );
    }
}
