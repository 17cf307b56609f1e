//! A record to its files, step by step, and what else is done to one: the example CO12033, of two pages.
//!
//! `cargo bench --bench record`. Font subsets and shaped words are kept between rounds, as in a batch.

use std::path::Path;

use divan::Bencher;
use offprint::batch::verify::{self, Depth, Expected};
use offprint::document::{self, BuildOptions, Document};
use offprint::epub;
use offprint::font::FontBook;
use offprint::import;
use offprint::layout::{self, Pages};
use offprint::pdf::{self, SubsetCache};
use offprint::picture::Masks;
use offprint::project::{self, Project};
use offprint::record::{self, ReadContext, Record, lint};
use offprint::style::{self, Style};

const RECORD: &str = include_str!("../examples/records/CO12033.md");
const PROJECT: &str = include_str!("../examples/offprint.toml");
/// The page that publishes a commentary, as a browser saves it.
const PAGE: &[u8] = include_bytes!("../tests/suite/import/pages/rsis.html");

fn main() {
    divan::main();
}

fn project() -> Project {
    project::load(Path::new("offprint.toml"), PROJECT.as_bytes()).expect("the project file is good")
}

fn read(project: &Project) -> Record {
    let reading = record::read(Path::new("CO12033.md"), RECORD.as_bytes(), &ReadContext::new(project));
    reading.records.into_iter().next().expect("the record is good")
}

/// A record as far as its pages.
struct Set {
    project: Project,
    record: Record,
    document: Document,
    style: Style,
    fonts: FontBook,
    pages: Pages,
    subsets: SubsetCache,
}

fn set() -> Set {
    let project = project();
    let record = read(&project);
    let document =
        document::build(&record, &project, &BuildOptions::default()).0.expect("the document is good");
    let style = style::load("house", &[]).expect("the style is embedded");
    let fonts = FontBook::embedded();
    let pages = layout::compose(&document, &style, &fonts).pages;
    Set { project, record, document, style, fonts, pages, subsets: SubsetCache::default() }
}

fn to_pdf(set: &Set, document: &Document, pages: &Pages) -> Vec<u8> {
    let options = pdf::Options::default();
    let job = pdf::Job { document, pages, fonts: &set.fonts, options: &options, subsets: &set.subsets };
    pdf::write(&job).expect("the pages are good").bytes
}

fn to_epub(set: &Set, document: &Document, pages: &Pages) -> Vec<u8> {
    let start = |page: &layout::Page| epub::PageStart { position: page.starts_at, label: page.label.clone() };
    let starts: Vec<epub::PageStart> = pages.pages.iter().map(start).collect();
    let job = epub::Job {
        document,
        style: &set.style,
        page_starts: &starts,
        cover: None,
        fonts: &[],
        labels: &set.project.labels,
        accessibility: &epub::Accessibility::default(),
    };
    epub::package(&job).expect("the document is good").bytes
}

/// What `check` does with a record.
#[divan::bench]
fn check(bencher: Bencher) {
    let project = project();
    bencher.bench(|| lint::check(&read(&project), &project, None).len());
}

#[divan::bench]
fn import_of_a_saved_page(bencher: Bencher) {
    bencher.bench(|| {
        let imported = import::import(Path::new("rsis.html"), PAGE, None, &|_| None);
        imported.expect("the page can be imported").text.len()
    });
}

#[divan::bench]
fn record_to_document(bencher: Bencher) {
    let set = set();
    bencher.bench(|| document::build(&set.record, &set.project, &BuildOptions::default()).0);
}

#[divan::bench]
fn document_to_pages(bencher: Bencher) {
    let set = set();
    bencher.bench(|| layout::compose(&set.document, &set.style, &set.fonts).pages.pages.len());
}

#[divan::bench]
fn pages_to_pdf(bencher: Bencher) {
    let set = set();
    bencher.bench(|| to_pdf(&set, &set.document, &set.pages).len());
}

#[divan::bench]
fn document_to_epub(bencher: Bencher) {
    let set = set();
    bencher.bench(|| to_epub(&set, &set.document, &set.pages).len());
}

/// The cover, its letters drawn in earlier rounds.
#[divan::bench]
fn document_to_cover(bencher: Bencher) {
    let (set, masks) = (set(), Masks::default());
    bencher.bench(|| {
        let cover = epub::cover::draw(&set.document, &set.style, (&set.fonts, &masks), &set.project.labels);
        cover.expect("the faces have its letters").png.len()
    });
}

/// The proof that a build makes of each file.
#[divan::bench]
fn proof_of_the_pdf(bencher: Bencher) {
    let set = set();
    let (file, expected) = (to_pdf(&set, &set.document, &set.pages), Expected::of(&set.document));
    bencher.bench(|| verify::pdf(&file, Some(&expected), Depth::Quick).len());
}

/// All of the way, from the file's text to a PDF.
#[divan::bench]
fn whole_way_to_pdf(bencher: Bencher) {
    let set = set();
    bencher.bench(|| {
        let record = read(&set.project);
        let document = document::build(&record, &set.project, &BuildOptions::default()).0;
        let document = document.expect("the document is good");
        let pages = layout::compose(&document, &set.style, &set.fonts).pages;
        to_pdf(&set, &document, &pages).len()
    });
}

/// All of the way, from the file's text to an EPUB that carries the PDF's page numbers.
#[divan::bench]
fn whole_way_to_epub(bencher: Bencher) {
    let set = set();
    bencher.bench(|| {
        let record = read(&set.project);
        let document = document::build(&record, &set.project, &BuildOptions::default()).0;
        let document = document.expect("the document is good");
        let pages = layout::compose(&document, &set.style, &set.fonts).pages;
        to_epub(&set, &document, &pages).len()
    });
}
