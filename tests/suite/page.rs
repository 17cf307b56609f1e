//! Pages: the specimen record in every style, and what page makeup promises.
//!
//! `UPDATE_EXPECT=1 cargo test --test suite page` writes the expected dumps anew.

use std::path::Path;

use offprint::document::{BuildOptions, Direction, Document, Inline, Text};
use offprint::font::FontBook;
use offprint::layout::dump::{dump, dump_tree};
use offprint::layout::frame::{AreaTarget, DestinationName};
use offprint::layout::{Composed, Item, Kid, Owner, Page, Placed, Tag, compose};
use offprint::project::Project;
use offprint::record::{ReadContext, read};
use offprint::style::{Style, load, names};

/// Builds the document of a record at a path.
pub(crate) fn document_of(path: &Path, text: &[u8]) -> Document {
    let project = Project { root: root().join("examples"), ..Project::default() };
    let mut reading = read(path, text, &ReadContext::new(&project));
    let record = reading.records.pop().unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    let (document, faults) = offprint::document::build(&record, &project, &BuildOptions::default());
    let told: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    document.unwrap_or_else(|| panic!("{told:?}"))
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn specimen() -> Document {
    let path = root().join("examples/specimen.md");
    document_of(&path, &std::fs::read(&path).expect("the specimen is there"))
}

/// A record with a body and nothing more than it needs.
pub(crate) fn made(body: &str) -> Document {
    let text = format!("---\ntitle: A made record\nnumber: M1\n---\n\n{body}\n");
    document_of(&root().join("examples/made.md"), text.as_bytes())
}

pub(crate) fn style(name: &str) -> Style {
    load(name, &[]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

pub(crate) fn set(document: &Document, style: &Style) -> Composed {
    compose(document, style, &FontBook::embedded())
}

fn expect(name: &str, found: &str) {
    let path = root().join("tests/suite/page").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).expect("the expected dump is written");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
    assert!(wanted == found, "{name} differs, first at {differs:#?}; UPDATE_EXPECT=1 accepts");
}

/// Every run of real content, in painting order.
fn words(page: &Page) -> String {
    let said = page.items.iter().filter_map(|placed| match (&placed.owner, &placed.item) {
        (Owner::Leaf(_), Item::Run(run)) => Some(&*run.text),
        _ => None,
    });
    said.collect()
}

fn runs_of(page: &Page, owner: Owner) -> Vec<(f64, f64, String)> {
    let is_its = |placed: &&Placed| placed.owner == owner;
    let runs = page.items.iter().filter(is_its).filter_map(|placed| match &placed.item {
        Item::Run(run) => {
            let width: f64 = run.glyphs.iter().map(|glyph| glyph.advance.0).sum();
            Some((run.origin.x.0, run.origin.x.0 + width, run.text.to_string()))
        }
        _ => None,
    });
    runs.collect()
}

#[test]
fn the_specimen_in_every_style() {
    for name in names() {
        let style = style(name);
        let composed = set(&specimen(), &style);
        expect(&format!("specimen-{name}.txt"), &dump(&composed.pages, &style));
    }
}

#[test]
fn the_specimens_structure_is_the_same_in_every_style() {
    let house = dump_tree(&set(&specimen(), &style("house")).pages.tree);
    expect("specimen-structure.txt", &house);
    for name in names() {
        assert_eq!(dump_tree(&set(&specimen(), &style(name)).pages.tree), house, "{name}");
    }
}

#[test]
fn every_leaf_of_the_structure_is_on_a_page() {
    for name in names() {
        let composed = set(&specimen(), &style(name));
        let mut is_placed = vec![false; composed.pages.tree.leaves.len()];
        for placed in composed.pages.pages.iter().flat_map(|page| &page.items) {
            if let Owner::Leaf(leaf) = placed.owner {
                is_placed[leaf.0 as usize] = true;
            }
        }
        let missing: Vec<usize> = (0..is_placed.len()).filter(|&leaf| !is_placed[leaf]).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

#[test]
fn headings_skip_no_level() {
    let tree = set(&specimen(), &style("house")).pages.tree;
    let mut before = 0;
    let mut waiting = vec![offprint::layout::ElementId(0)];
    while let Some(id) = waiting.pop() {
        let element = tree.get(id);
        if let Tag::H(level) = element.tag {
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
        let kids = element.kids.iter().rev().filter_map(|kid| match kid {
            Kid::Element(kid) => Some(*kid),
            Kid::Leaf(_) => None,
        });
        waiting.extend(kids);
    }
    assert_eq!(before, 2, "the last heading is a section's");
}

#[test]
fn nothing_stands_outside_the_sheets_margins() {
    for name in names() {
        let style = style(name);
        let composed = set(&specimen(), &style);
        let right = (style.page.size.width - style.page.margin_right).0;
        for page in &composed.pages.pages {
            for (left, end, text) in
                page.items.iter().filter_map(|placed| match (&placed.owner, &placed.item) {
                    (Owner::Leaf(_), Item::Run(run)) => {
                        let width: f64 = run.glyphs.iter().map(|glyph| glyph.advance.0).sum();
                        Some((run.origin.x.0, run.origin.x.0 + width, &run.text))
                    }
                    _ => None,
                })
            {
                // Punctuation hangs, and a line's last space may follow it.
                assert!(left > style.page.margin_left.0 - 6.0, "{name}: {text:?} begins at {left:.1}");
                assert!(end < right + 8.0, "{name}: {text:?} ends at {end:.1} of {right:.1}");
            }
        }
    }
}

#[test]
fn notes_stand_on_the_page_of_their_mark_and_lead_back() {
    for name in names() {
        let composed = set(&specimen(), &style(name));
        let page_of = |name: DestinationName| {
            let found = composed.pages.destinations.iter().find(|known| known.target == name);
            found.map(|found| found.page)
        };
        let links = composed.pages.pages.iter().flat_map(|page| &page.links);
        let mut back = 0;
        for link in links {
            match link.target {
                AreaTarget::Note(note) => {
                    let (mark, text) =
                        (page_of(DestinationName::NoteMark(note)), page_of(DestinationName::Note(note)));
                    assert!(mark.is_some() && mark == text, "{name}: {note:?} {mark:?} {text:?}");
                }
                AreaTarget::NoteMark(_) => back += 1,
                AreaTarget::Link(_) => {}
            }
        }
        assert_eq!(back, 3, "{name}: every note leads back once");
    }
}

#[test]
fn a_tables_head_is_repeated_as_an_artifact() {
    let rows: String = (0..120).map(|row| format!("| row {row} | {row} |\n")).collect();
    let composed = set(&made(&format!("| Berth | Number |\n|---|---|\n{rows}")), &style("house"));
    let pages = &composed.pages.pages;
    assert!(pages.len() > 2);
    let heads =
        |page: &Page| runs_of(page, Owner::Layout).iter().filter(|run| run.2.starts_with("Berth")).count();
    assert_eq!(heads(&pages[0]), 0);
    assert!(words(&pages[0]).contains("Berth"));
    for page in &pages[1..] {
        assert_eq!(heads(page), 1, "page {}", page.label);
        assert!(!words(page).contains("Berth"));
    }
}

#[test]
fn long_furniture_is_shortened_and_never_overlaps() {
    let mut document = made(&"Words that fill a line or two of a page that is set. ".repeat(300));
    document.furniture.running_author = "An Author of a Very Long Name Indeed ".repeat(4);
    document.furniture.short_title = "A Title That Was Not Shortened by Anybody ".repeat(4);
    document.furniture.address = "A Publisher of Many Streets and Floors ".repeat(6);
    for name in names() {
        let composed = set(&document, &style(name));
        for page in &composed.pages.pages[1..] {
            for owner in [Owner::Head, Owner::Foot] {
                let runs = runs_of(page, owner);
                assert!(runs.iter().any(|run| run.2.contains('…')), "{name}: {runs:?}");
                for pair in runs.windows(2) {
                    assert!(pair[0].1 <= pair[1].0 + 0.01, "{name}: {pair:?}");
                }
            }
        }
    }
}

#[test]
fn a_long_masthead_is_set_in_lines_of_its_own() {
    let mut document = specimen();
    let series = "Proceedings of the Society for the Improvement of Harbours and Their Approaches, ";
    document.masthead.series = vec![Inline::Text(Text::new(series.repeat(2)))];
    for name in names() {
        let style = style(name);
        let composed = set(&document, &style);
        let right = (style.page.size.width - style.page.margin_right).0;
        let head = &composed.pages.pages[0];
        assert!(words(head).replace(' ', "").contains(&series.replace(' ', "")), "{name}");
        for placed in &head.items {
            if let (Owner::Leaf(_), Item::Run(run)) = (placed.owner, &placed.item) {
                let width: f64 = run.glyphs.iter().map(|glyph| glyph.advance.0).sum();
                assert!(run.origin.x.0 + width < right + 8.0, "{name}: {:?}", run.text);
            }
        }
    }
}

#[test]
fn pages_say_where_they_start_in_order() {
    let composed = set(&made(&"A sentence of the text. ".repeat(1500)), &style("journal"));
    let starts: Vec<u32> = composed.pages.pages.iter().map(|page| page.starts_at).collect();
    assert!(starts.len() > 2 && starts[0] == 0, "{starts:?}");
    assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "{starts:?}");
}

#[test]
fn the_last_page_of_two_columns_is_balanced() {
    let style = style("journal");
    let composed = set(&made(&"Some text that is set in two columns of one depth.\n\n".repeat(130)), &style);
    let last = composed.pages.pages.last().expect("there are pages");
    let middle = style.page.size.width.0 / 2.0;
    let mut depths = [0.0_f64; 2];
    for placed in &last.items {
        if let (Owner::Leaf(_), Item::Run(run)) = (placed.owner, &placed.item) {
            let column = usize::from(run.origin.x.0 > middle);
            depths[column] = depths[column].max(run.origin.y.0);
        }
    }
    let apart = (depths[0] - depths[1]).abs();
    assert!(depths[1] > 0.0 && apart <= style.page.grid.0 * 2.0 + 0.1, "{depths:?}");
}

#[test]
fn a_page_from_right_to_left_is_the_mirror_image() {
    let mut document = specimen();
    document.direction = Direction::Rtl;
    let style = style("house");
    let composed = set(&document, &style);
    let page = &composed.pages.pages[0];
    let heading = page.items.iter().find_map(|placed| match &placed.item {
        Item::Run(run) if &*run.text == "Synopsis" => Some(run.origin.x.0),
        _ => None,
    });
    let text_edge = (style.page.margin_right + style.measure()).0;
    assert!(heading.is_some_and(|x| x > text_edge), "the side-head stands at the right: {heading:?}");
}

#[test]
fn a_draft_is_marked_by_artifacts_alone() {
    let mut document = specimen();
    document.furniture.draft = Some("Draft".into());
    let plain = set(&specimen(), &style("house"));
    let draft = set(&document, &style("house"));
    for (plain, draft) in plain.pages.pages.iter().zip(&draft.pages.pages) {
        assert_eq!(words(plain), words(draft));
        assert_eq!(runs_of(draft, Owner::Watermark).len(), 1);
        assert!(runs_of(draft, Owner::Layout).iter().any(|run| run.2 == "5"), "lines are numbered");
    }
}

#[test]
fn hostile_shapes_are_set_without_a_panic() {
    let deep = (0..14).map(|level| format!("{}- x\n", "  ".repeat(level))).collect::<String>();
    let quotes = format!("{}deep", "> ".repeat(14));
    let cell = "word ".repeat(900);
    let table = format!("| a | b |\n|---|---|\n| {cell} | x |\n");
    let note = format!("Text[^n].\n\n[^n]: {}", "a long note. ".repeat(800));
    let code = format!("```\n{}\n```", "x".repeat(4000));
    for body in [deep, quotes, table, note, code, "#### Only a heading".into(), "***".into()] {
        let document = made(&body);
        for name in names() {
            let composed = set(&document, &style(name));
            assert!(!composed.pages.pages.is_empty());
        }
    }
}

/// A style of its own text, over the house style.
fn own_style(tokens: &str) -> Style {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = format!("inherits = \"house\"\ndescription = \"a case\"\n{tokens}");
    std::fs::write(folder.path().join("own.toml"), text).expect("a file is written");
    load("own", &[folder.path()]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn a_style_names_the_typeface_that_plays_a_part() {
    let fonts = FontBook::embedded();
    let named = own_style("[font]\nserif = \"Source Sans 3\"\n");
    let face = |style: &Style| fonts.face(fonts.choose(&style.text.body)).postscript_name.clone();
    assert_eq!(face(&named), "SourceSans3-Regular");
    assert_eq!(face(&style("house")), "SourceSerif4-Regular");
    let label = fonts.face(fonts.choose(&named.text.section_heading)).postscript_name.as_str();
    assert_eq!(label, "SourceSans3-Semibold");
}

#[test]
fn a_typeface_that_is_not_at_hand_is_an_error() {
    let composed = set(&made("Words."), &own_style("[font]\nmono = \"Courier Prime\"\n"));
    let told: Vec<_> =
        composed.diagnostics.iter().map(|fault| (fault.code.code, fault.message.as_str())).collect();
    let wanted = "`font.mono` of the style `own` is \"Courier Prime\", expected a family that is at hand";
    assert_eq!(told, [("E0407", wanted)]);
}

#[test]
fn a_line_of_code_too_long_is_told_with_its_own_characters_whatever_its_tabs_widen() {
    let word: String = (100..180).map(|number| format!("x{number}")).collect();
    let body = format!("```\n\ta\t\u{a0}\t{word}");
    let source = format!("---\ntitle: A made record\nnumber: M1\n---\n\n{body}");
    let document = document_of(&root().join("examples/made.md"), source.as_bytes());
    let composed = set(&document, &style("house"));
    let told = composed.diagnostics.iter().filter(|fault| fault.code.code == "E0552");
    let told: Vec<_> =
        told.map(|fault| (fault.message.as_str(), fault.span.as_ref().expect("a place"))).collect();
    assert!(told.len() > 1);
    for (message, span) in told {
        let (place, end) = (&source[span.start..span.end], message.rsplit('`').nth(1).expect("a word"));
        assert!(place.ends_with(end.trim_start_matches(|c| c != 'x')), "{message}: {place}");
    }
}

#[test]
fn a_wide_picture_that_begins_an_indented_paragraph_ends_with_its_column() {
    let mut document =
        made("First.\n\nSecond.\n\n![Squares](images/squares.png)\n*Words below the picture.*");
    document.images[0].width = 2_000;
    let style = style("house");
    let composed = set(&document, &style);
    let told: Vec<&str> = composed.diagnostics.iter().map(|fault| fault.code.code).collect();
    assert!(!told.contains(&"E0551"), "{told:?}");
    let rects = |document: &Document| {
        let pages = set(document, &style).pages.pages;
        let items = pages.into_iter().flat_map(|page| page.items);
        items
            .filter_map(|placed| match placed.item {
                Item::Image { rect, .. } => Some(rect),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let wide = rects(&document)[0];
    // A small one is a word like others, and the paragraph's indent is its own.
    document.images[0].width = 20;
    let small = rects(&document)[0];
    assert!((wide.width - style.measure()).0.abs() < 0.01, "{wide:?}");
    assert!(small.x > wide.x, "{small:?} {wide:?}");
}

#[test]
fn notes_that_no_page_has_room_for_lose_nothing() {
    let style = style("large-print");
    for lines in 0..24 {
        let note = "A note is long and longer still. ".repeat(150);
        let body = format!(
            "{}\n\n{}\n\nWords[^a] that two[^b] notes[^c] are of.\n\nAn end.\n\n[^a]: {note}\n\n[^b]: {note}\n\n[^c]: {note}",
            "A paragraph that can be set a line longer or shorter. ".repeat(12),
            "Text before it.\n\n".repeat(lines)
        );
        let set = set(&made(&body), &style);
        let words: String = set.pages.pages.iter().map(words).collect();
        assert_eq!(words.matches("still").count(), 450, "{lines} lines before");
        assert!(words.contains("An end."), "{lines} lines before");
    }
}

#[test]
fn notes_of_a_line_from_right_to_left_stand_in_the_order_of_the_text() {
    let text = "---\ntitle: عنوان\nnumber: M1\nlang: ar\n---\n\nالإعلان[^a] العالمي[^b] لحقوق[^c]\n\n[^a]: أول\n\n[^b]: ثان\n\n[^c]: ثالث\n";
    let document = document_of(&root().join("examples/made.md"), text.as_bytes());
    let composed = set(&document, &style("house"));
    let words: String = composed.pages.pages.iter().map(words).collect();
    let places: Vec<_> = ["أول", "ثان", "ثالث"].into_iter().map(|note| words.find(note)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {words}");
}

#[test]
fn notes_of_a_tables_row_stand_in_the_order_of_its_cells() {
    let long = "Some words that take more than one line of a cell of this table, and then a mark";
    let body = format!(
        "| a | b |\n|---|---|\n| {long} {long}[^x] | short[^y] |\n\n[^x]: Note of the first.\n\n[^y]: Note of the second."
    );
    let composed = set(&made(&body), &style("house"));
    let words: String = composed.pages.pages.iter().map(words).collect();
    let places = (words.find("Note of the first"), words.find("Note of the second"));
    assert!(places.0.is_some() && places.0 < places.1, "{places:?} {words}");
    let tree = dump_tree(&composed.pages.tree);
    assert_eq!(tree.matches("Note").count(), 2, "{tree}");
}

#[test]
fn a_note_that_goes_on_overleaf_is_whole_where_columns_are_balanced() {
    let style = style("journal");
    let note = "A note is long and longer still. ".repeat(40);
    for lines in 30..130 {
        let text = "A line before it.\n\n".repeat(lines);
        let body =
            format!("{text}Words[^a] that have a note.\n\n{}\n\n[^a]: {note}", "After it.\n\n".repeat(20));
        let set = set(&made(&body), &style);
        let words: String = set.pages.pages.iter().map(words).collect();
        assert_eq!(words.matches("still").count(), 40, "{lines} lines before");
    }
}
