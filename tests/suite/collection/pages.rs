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

/// A volume's PDF after a change of its object graph, and the codes that are told of it.
fn told_after(change: impl FnOnce(&mut lopdf::Document)) -> Vec<String> {
    let shelf = Shelf::new();
    let pdf = shelf.collect(&["--where", "year > 2000", "--sections", "year"], "all.pdf");
    let mut graph = lopdf::Document::load_mem(&pdf).expect("a good file");
    change(&mut graph);
    let mut bytes = Vec::new();
    graph.save_to(&mut bytes).expect("memory can be written to");
    verify::pdf(&bytes, None, Depth::Quick)
        .into_iter()
        .filter(|fault| fault.code.code == "E0928")
        .map(|fault| fault.message)
        .collect()
}

#[test]
fn printed_page_numbers_are_those_of_the_pages() {
    assert_eq!(told_after(|_| {}), Vec::<String>::new());
    let shifted = told_after(|graph| {
        for object in graph.objects.values_mut() {
            // The label of the first page of the text.
            let lopdf::Object::Dictionary(dictionary) = object else { continue };
            let Ok(labels) = dictionary.get_mut(b"PageLabels") else { continue };
            let numbers = labels.as_dict_mut().and_then(|labels| labels.get_mut(b"Nums")).expect("labels");
            for label in numbers.as_array_mut().expect("an array").iter_mut().skip(1).step_by(2) {
                let label = label.as_dict_mut().expect("a label");
                if label.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|style| style == b"D") {
                    label.set("St", 2);
                }
            }
        }
    });
    // Six parts and two indexes in the contents, two authors with three texts, two topics with three.
    let first = "the entry `20121` prints page 1 and leads to page 2";
    assert!(shifted.len() == 14 && shifted[0] == first, "{shifted:#?}");
}

#[test]
fn a_link_of_the_contents_that_leads_to_another_page_is_told() {
    let told = told_after(|graph| {
        let pages: Vec<lopdf::ObjectId> = graph.page_iter().collect();
        let last = *pages.last().expect("it has pages");
        let links = graph.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
        let mut numbers = links.filter(|link| {
            link.get(b"Contents").and_then(lopdf::Object::as_str).is_ok_and(|says| says == b"4")
        });
        let link = numbers.next().expect("a link with the number of a page");
        let place = match link.get_mut(b"Dest") {
            Ok(place) => place,
            Err(_) => link.get_mut(b"A").and_then(|go| go.as_dict_mut()?.get_mut(b"D")).expect("a place"),
        };
        place.as_array_mut().expect("an array")[0] = last.into();
    });
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("leads to several pages") || told[0].contains("prints page 4 and leads to"),
        "{told:#?}"
    );
}

#[test]
fn a_part_lists_its_texts_with_links_to_them() {
    let volume = volume(Sections::Year);
    let bound = bound(&volume);
    let listed = part(&bound, "s1");
    assert!(listed.contains("On matter HN1") && listed.contains("On matter HN2"), "{listed}");
    assert!(!listed.contains("HN3"), "{listed}");
    // The title stands lower than that of a text, in the upper half.
    let page = bound.pages.pages.iter().find(|page| page.label == "1").expect("the part is the first page");
    let title = page.items.iter().find_map(|placed| match &placed.item {
        offprint::layout::Item::Run(run) => Some(run.origin.y),
        _ => None,
    });
    let share = title.expect("it has a title").0 / page.size.height.0;
    assert!((0.25..0.5).contains(&share), "{share}");
    assert_eq!(page.links.len(), 2);
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
