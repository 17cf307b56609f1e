//! Figures: each with its caption, in order, and never far from the words that name it.

use offprint::layout::frame::Item;
use offprint::layout::{Pages, Tag};

use super::facts::{Facts, Kind};
use crate::page::{made, set, style};

const COUNT: usize = 14;

/// Figures among paragraphs of many lengths, after the words `before figure N`.
fn body() -> String {
    let words = "The harbour raised its dues twice this year and the second rise was felt in Rope Walk. ";
    let mut body = String::new();
    for number in 1..=COUNT {
        for paragraph in 0..2 + number % 3 {
            body.push_str(&words.repeat(3 + (number * 5 + paragraph * 3) % 9));
            body.push_str("\n\n");
        }
        body.push_str(&format!("Here stands what comes before figure {number}.\n\n"));
        body.push_str(&format!("![Tides](images/tides.svg \"Figure {number}\")\n\n"));
    }
    body.push_str(&words.repeat(9));
    body
}

/// The page and the top of every image, in painting order.
fn images(pages: &Pages) -> Vec<(usize, f64)> {
    let of_page = |(number, page): (usize, &offprint::layout::Page)| {
        let images = page.items.iter().filter_map(move |placed| match &placed.item {
            Item::Image { rect, .. } => Some((number, rect.y.0)),
            _ => None,
        });
        images.collect::<Vec<_>>()
    };
    pages.pages.iter().enumerate().flat_map(of_page).collect()
}

#[test]
fn a_figure_that_does_not_fit_heads_the_next_page_and_text_fills_this_one() {
    let style = style("house");
    let pages = set(&made(&body()), &style).pages;
    let facts = Facts::of(&pages, &style);
    // Two lines and their space may be more than is left below a caption; three are not.
    let is_shorter = |words: &&String| !words.contains(" by 1.") && !words.contains(" by 2.");
    let short = facts.faults().short_pages;
    assert_eq!(short.iter().find(is_shorter), None);
    let figures = images(&pages);
    assert_eq!(figures.len(), COUNT);
    let top = style.page.margin_top.0;
    let place_of = |words: &str| {
        let line = facts.lines.iter().find(|line| line.text.contains(words));
        line.map(|line| (line.page, line.y)).unwrap_or_else(|| panic!("{words} is set"))
    };
    let mut moved = 0;
    for (at, &(page, y)) in figures.iter().enumerate() {
        let (named_on, _) = place_of(&format!("before figure {}.", at + 1));
        assert!(page == named_on || page == named_on + 1, "figure {} is on {page}, not {named_on}", at + 1);
        if page > named_on {
            moved += 1;
            assert!((y - top).abs() < 0.01, "figure {} stands at {y}", at + 1);
        }
        let (caption_on, _) = place_of(&format!("Figure {}", at + 1));
        assert_eq!(caption_on, page, "the caption of figure {}", at + 1);
    }
    assert!(moved >= 2, "{moved} figures moved");
}

#[test]
fn a_figure_that_moved_keeps_its_place_in_the_structure_and_no_word_is_lost() {
    let document = made(&body());
    for name in ["house", "brief", "journal", "large-print"] {
        let style = style(name);
        let pages = set(&document, &style).pages;
        let figures = pages.tree.elements.iter().filter(|element| element.tag == Tag::Figure);
        let boxed: Vec<bool> = figures.map(|figure| figure.bbox.is_some()).collect();
        assert_eq!(boxed, [true; COUNT], "{name}");
        let order: Vec<(usize, f64)> = images(&pages);
        assert!(order.is_sorted_by_key(|&(page, _)| page), "{name}: figures are out of order");
        let facts = Facts::of(&pages, &style);
        let ends = facts.lines.iter().filter(|line| facts.kind(line) == Kind::Text);
        let said: String = ends.map(|line| line.text.as_str()).collect();
        let count = said.matches("Rope Walk.").count();
        assert_eq!(count, body().matches("Rope Walk.").count(), "{name}");
    }
}

#[test]
fn a_figure_in_a_list_or_a_quote_stays_there() {
    let text = "Words that fill a line or two of the page and stand before the list. ".repeat(40);
    let body = format!("{text}\n\n- An item\n\n  ![Tides](images/tides.svg)\n\n  And more.\n\n{text}");
    let style = style("house");
    let pages = set(&made(&body), &style).pages;
    let facts = Facts::of(&pages, &style);
    let (page, y) = images(&pages)[0];
    let after = facts.lines.iter().find(|line| line.text.contains("And more.")).expect("the item goes on");
    assert_eq!(after.page, page);
    assert!(after.y > y);
}
