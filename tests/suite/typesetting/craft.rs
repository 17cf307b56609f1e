//! The details of the craft that show on whole pages: each was asked for, so each is looked at.

use offprint::font::FontBook;
use offprint::layout::frame::{GlyphRun, Item};
use offprint::layout::{Owner, Page, Pages};
use offprint::style::Style;

use super::facts::{Facts, Kind};
use crate::page::{made, set, style};

fn pages(body: &str, style: &Style) -> Pages {
    set(&made(body), style).pages
}

fn runs(page: &Page) -> impl Iterator<Item = &GlyphRun> {
    page.items.iter().filter_map(|placed| match &placed.item {
        Item::Run(run) => Some(run),
        _ => None,
    })
}

/// The ends of the lines of the only paragraph, at many measures.
fn line_ends(text: &str, mut check: impl FnMut(&str, &str)) {
    let mut style = style("house");
    style.paragraph.lead_in = false;
    for margin in 64..140 {
        style.page.margin_right = offprint::geometry::Pt(f64::from(margin) * 1.5);
        let facts = Facts::of(&pages(text, &style), &style);
        let lines: Vec<_> = facts.lines.iter().filter(|line| facts.kind(line) == Kind::Text).collect();
        for pair in lines.windows(2).filter(|pair| pair[0].block == pair[1].block) {
            check(pair[0].text.trim_end(), pair[1].text.trim_start());
        }
    }
}

#[test]
fn a_dash_or_dots_end_a_line_and_begin_none() {
    let text = "The region – the greater one – has a road—the only one—and a plan … of sorts. ".repeat(8);
    let mut count = 0;
    line_ends(&text, |_, next| {
        count += 1;
        assert!(!next.starts_with(['–', '—', '…']), "a line begins with {next:?}");
    });
    assert!(count > 100);
}

#[test]
fn guillemets_and_french_marks_stay_with_their_words() {
    let text = "Il dit « voici » ; elle répond « merci » ! Et tous : « bravo » ? ".repeat(8);
    line_ends(&text, |line, next| {
        assert!(!next.starts_with(['»', '!', '?', ';', ':']), "a line begins with {next:?}");
        assert!(!line.ends_with('«'), "a line ends in {line:?}");
    });
}

#[test]
fn initials_titles_pages_and_units_are_not_parted() {
    let text =
        "As Dr Tan and J. R. R. Tolkien say on p. 12 of No. 7, some 80 km off, on 23 February. ".repeat(6);
    line_ends(&text, |line, _| {
        let last = line.rsplit(' ').next().unwrap_or_default();
        assert!(!matches!(last, "Dr" | "J." | "R." | "p." | "No." | "80" | "23"), "a line ends in {last:?}");
    });
}

#[test]
fn struck_words_are_struck_at_the_height_of_their_lower_case() {
    let style = style("house");
    let page = &pages("It is said that some ~~struck words~~ stand among others.", &style).pages[0];
    let run = runs(page).find(|run| &*run.text == "struck words").expect("the words are set");
    let width: f64 = run.glyphs.iter().map(|glyph| glyph.advance.0).sum();
    let rule = page.items.iter().find_map(|placed| match &placed.item {
        Item::Fill { rect, .. } if (rect.x.0 - run.origin.x.0).abs() < 0.01 && rect.height.0 < 1.0 => {
            Some(*rect)
        }
        _ => None,
    });
    let rule = rule.expect("a rule starts with the words");
    assert!((rule.width.0 - width).abs() < 0.5, "{} over {width}", rule.width.0);
    let height = FontBook::embedded().face(run.face).x_height_em() * run.size.0;
    let above = run.origin.y.0 - rule.y.0;
    assert!((0.3 * height..0.8 * height).contains(&above), "{above} of {height}");
}

#[test]
fn figures_are_old_style_in_text_and_lining_and_tabular_in_tables() {
    let style = style("house");
    let body = "It is said that in 1984 things were different.\n\n| Year | Dues |\n|---|---:|\n| 1984 | 1111 |\n| 1985 | 9999 |\n";
    let pages = pages(body, &style);
    let all: Vec<&GlyphRun> = runs(&pages.pages[0]).collect();
    let run =
        |text: &str| *all.iter().find(|run| &*run.text == text).unwrap_or_else(|| panic!("{text} is set"));
    let width = |run: &GlyphRun| run.glyphs.iter().map(|glyph| glyph.advance.0).sum::<f64>();
    assert!((width(run("1111")) - width(run("9999"))).abs() < 1e-6, "columns of figures align");
    let fonts = FontBook::embedded();
    let text =
        all.iter().find(|run| run.text.contains("1984") && run.text.contains("different")).expect("text");
    let at = u32::try_from(text.text.find("1984").unwrap_or(0)).unwrap_or(0);
    let glyph = text.glyphs.iter().find(|glyph| glyph.text.0 == at).expect("a figure");
    let lining = fonts.setting(text.face, offprint::font::Features::LINING, *b"Latn", false, "en").shape("1");
    assert_ne!(glyph.id, lining.glyphs[0].id, "the figures of the text have the height of its letters");
}

#[test]
fn an_inline_image_makes_room_above_its_line() {
    let style = style("house");
    let body = format!(
        "{} ![Squares](images/squares.png) and more words follow here. {}",
        "Words. ".repeat(30),
        "Words. ".repeat(60)
    );
    let pages = pages(&body, &style);
    let page = &pages.pages[0];
    let image = page.items.iter().find_map(|placed| match (&placed.owner, &placed.item) {
        (Owner::Leaf(_), Item::Image { rect, .. }) => Some(*rect),
        _ => None,
    });
    let image = image.expect("the image is set");
    let facts = Facts::of(&pages, &style);
    let above = facts
        .lines
        .iter()
        .filter(|line| facts.kind(line) == Kind::Text && line.y < image.y.0 + image.height.0 - 1.0);
    let nearest = above.map(|line| line.y).fold(0.0, f64::max);
    assert!(
        nearest <= image.y.0 + 0.01,
        "the line above ends at {nearest}, the image begins at {}",
        image.y.0
    );
}

#[test]
fn no_three_lines_end_in_hyphens_and_a_page_seldom_does() {
    let words = "International organisations institutionalise telecommunication responsibilities notwithstanding \
                 incomprehensible administrative counterproposals. ";
    let mut style = style("house");
    style.page.margin_right = offprint::geometry::Pt(200.0);
    let facts = Facts::of(&pages(&words.repeat(40), &style), &style);
    let faults = facts.faults();
    assert_eq!(faults.ladders, [""; 0]);
    assert!(facts.lines.iter().filter(|line| line.is_hyphenated).count() > 5, "the measure needs hyphens");
}

#[test]
fn a_ragged_edge_is_shallower_than_first_fit_leaves_it() {
    let text = "The second rise of the dues was felt from the fish market to the chandlers, who had not been asked. "
        .repeat(12);
    let style = style("large-print");
    let facts = Facts::of(&pages(&text, &style), &style);
    let is_text = |line: &&super::facts::Line| facts.kind(line) == Kind::Text;
    let block = facts
        .lines
        .iter()
        .filter(is_text)
        .find(|line| line.text.starts_with("The second"))
        .expect("text")
        .block;
    let lines: Vec<_> = facts.lines.iter().filter(|line| line.block == block).collect();
    let full = &lines[..lines.len() - 1];
    assert!(full.len() > 10);
    let measure = style.measure().0;
    // First fit, by the widths of the words as they were set.
    let space = 0.2 * style.text.body.size.0;
    let mut first_fit = Vec::new();
    let mut at = 0.0;
    for word in text.split_whitespace() {
        let width = natural_width(word, &style);
        if at > 0.0 && at + space + width > measure {
            first_fit.push(at);
            at = 0.0;
        }
        at += if at > 0.0 { space + width } else { width };
    }
    let depth = |widths: &[f64]| {
        widths.iter().map(|width| (measure - width).powi(2)).sum::<f64>() / widths.len() as f64
    };
    let ours: Vec<f64> = full.iter().map(|line| line.right - line.left).collect();
    assert!(depth(&ours) <= depth(&first_fit), "{} over {}", depth(&ours), depth(&first_fit));
    assert!(ours.iter().all(|width| *width <= measure + 0.01));
}

fn natural_width(word: &str, style: &Style) -> f64 {
    let fonts = FontBook::embedded();
    let face = fonts.choose(&style.text.body);
    let features = offprint::font::Features::LINING;
    fonts.setting(face, features, *b"Latn", false, "en").shape(word).advance * style.text.body.size.0
}
