//! The PDF of a volume: what stands on its pages, and what can be read back from the file.
//!
//! `UPDATE_EXPECT=1 cargo test --test suite collection` writes the expected dumps anew.

use std::path::Path;

use offprint::batch::verify::{self, Depth, Expected};
use offprint::collection::select::{Division, arrange};
use offprint::collection::{Facts, Material, Member, Order, Sections, Volume, assemble};
use offprint::document::{self, BuildOptions};
use offprint::font::FontBook;
use offprint::layout::dump::dump;
use offprint::layout::volume::{Binding, Bound, bind};
use offprint::layout::{Options, Pages};
use offprint::project::{self, Format, Project};
use offprint::record::{ReadContext, read};
use offprint::style::labels::Labels;
use offprint::style::{Colour, Style, load};

use super::volume::{PROJECT, Shelf};

fn project(shelf: &Shelf) -> Project {
    let text = format!(
        "{PROJECT}\n[collection.all]\ntitle = \"All notes\"\nquery = 'year > 2000'\nintroduction = \"Before.\"\n"
    );
    project::load(&shelf.path("offprint.toml"), text.as_bytes())
        .unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// A volume of the shelf's records.
fn volume(sections: Sections) -> Volume {
    let shelf = Shelf::new();
    let project = project(&shelf);
    let building = BuildOptions::default();
    let members: Vec<Member> = ["HN1", "HN2", "HN3"]
        .iter()
        .map(|number| {
            let path = shelf.path(&format!("records/{number}.md"));
            let bytes = std::fs::read(&path).expect("it was written");
            let name = format!("{number}.md");
            let record = read(Path::new(&name), &bytes, &ReadContext::new(&project)).records.remove(0);
            let (document, _) = document::build(&record, &project, &building);
            let document = document.expect("a good record");
            Member { facts: Facts::of(&record, &project), digest: "0123456789abcdef".into(), document }
        })
        .collect();
    let facts: Vec<&Facts> = members.iter().map(|member| &member.facts).collect();
    let labels = Labels::of("en", &project.labels);
    let divisions = arrange(vec![0, 1, 2], &facts, Order::Hand, sections, &labels);
    let divisions =
        divisions.into_iter().map(|Division { heading, members }| (heading, members.len())).collect();
    let collection = &project.collections["all"];
    let material = Material { name: "all", collection, project: &project, building: &building };
    assemble(&material, divisions, members).0.expect("a good volume")
}

fn style() -> Style {
    load("house", &[]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn bound(volume: &Volume) -> Bound {
    let ground = Colour { red: 0, green: 60, blue: 80 };
    let style = style();
    let fonts = FontBook::embedded();
    let options = Options::default();
    bind(&Binding { volume, style: &style, fonts: &fonts, options, ground, cover_alt: "Cover: All notes" })
}

/// The dump of the pages of a part.
fn part(bound: &Bound, name: &str) -> String {
    let starts = &bound.starts[name];
    let pages = bound.pages.pages.iter().filter(|page| starts.iter().any(|(_, label)| *label == page.label));
    let pages = Pages { pages: pages.cloned().collect(), ..Pages::default() };
    // The dots between words and numbers say nothing that their lines do not.
    let is_dot = |line: &&str| line.contains(" 0.8 x 0.8 ");
    let lines = dump(&pages, &style());
    lines.lines().filter(|line| !is_dot(line)).flat_map(|line| [line, "\n"]).collect()
}

fn expect(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/collection").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).expect("the expected dump is written");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == found, "{name} differs; UPDATE_EXPECT=1 accepts:\n{found}");
}

#[test]
fn contents_and_index_name_the_pages() {
    let bound = bound(&volume(Sections::Year));
    expect("contents.txt", &part(&bound, "contents"));
    expect("authors.txt", &part(&bound, "authors"));
}

#[test]
fn pages_before_the_text_are_numbered_apart() {
    let bound = bound(&volume(Sections::Year));
    let labels: Vec<&str> = bound.pages.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["cover", "i", "ii", "1", "2", "3", "4", "5", "6", "7", "8"]);
    let outline: Vec<(u8, &str)> =
        bound.pages.outline.iter().map(|entry| (entry.level, entry.title.as_str())).collect();
    assert_eq!(
        outline,
        [
            (1, "All notes"),
            (1, "Contents"),
            (1, "2012"),
            (2, "On matter HN1"),
            (2, "On matter HN2"),
            (1, "2016"),
            (2, "On matter HN3"),
            (1, "Authors"),
            (1, "Topics"),
            (1, "Colophon"),
        ]
    );
}

#[test]
fn the_file_is_read_back_whole() {
    let shelf = Shelf::new();
    let query = ["--where", "year > 2000", "--title", "All notes"];
    for more in [&["--sections", "year"][..], &[]] {
        let pdf = shelf.collect(&[&query, more].concat(), "all.pdf");
        let faults = verify::pdf(&pdf, None, Depth::Full);
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn a_volume_is_not_taken_for_another() {
    let (divided, whole) = (volume(Sections::Year), volume(Sections::None));
    let shelf = Shelf::new();
    let pdf = shelf.collect(&["--where", "year > 2000", "--title", "All notes"], "all.pdf");
    let told = |expected: &Volume| {
        verify::pdf(&pdf, Some(&Expected::of_volume(expected, Format::Pdf)), Depth::Quick)
            .into_iter()
            .map(|fault| fault.code.code)
            .collect::<Vec<_>>()
    };
    assert!(!told(&divided).is_empty());
    assert!(!told(&whole).is_empty(), "the introduction is in one of them only");
}

#[test]
fn page_numbers_of_the_pdf_are_in_the_epub() {
    let shelf = Shelf::new();
    let epub = shelf.collect(&["--where", "year > 2000", "-o", "all.pdf"], "all.epub");
    let faults = verify::epub(&epub, None, Depth::Full);
    assert!(faults.is_empty(), "{faults:#?}");
    let files = super::volume::files(&epub);
    assert!(files["nav.xhtml"].contains("<a href=\"m1.xhtml#page_1\">1</a>"), "{}", files["nav.xhtml"]);
    assert!(files["nav.xhtml"].contains("<a href=\"title.xhtml#page_1\">i</a>"));
    assert!(files["content.opf"].contains("property=\"pageBreakSource\""));
}
