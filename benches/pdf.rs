//! From set pages to a PDF: three pages of running text, as a commentary has.
//!
//! `cargo bench --bench pdf`. The first figure is for a document whose font subsets another has made,
//! as in a batch; the second for a document alone.

use std::path::Path;

use divan::Bencher;
use offprint::document::{self, BuildOptions, Document};
use offprint::font::FontBook;
use offprint::layout::{self, Pages};
use offprint::pdf::{self, Job, Options, SubsetCache};
use offprint::project::Project;
use offprint::record::{self, ReadContext};
use offprint::style;

fn main() {
    divan::main();
}

/// A commentary of some 2,000 words with a list, a quotation and a note.
fn commentary() -> String {
    let paragraph = "The harbour authority has *raised its dues* twice this year, and shipping lines that once called weekly \
        now call when it suits them. Difficult as the figures are to read, they allow one conclusion: the \
        office that sets the dues does not see the traffic they drive away, and the ministries that do see it \
        have no say in the matter. What a neighbouring port gains it will not lightly give back.\n\n";
    let mut body = String::from(
        "---\ntitle: Harbour *Dues*\nnumber: HD1\ndate: 2012-02-23\nauthors: [{name: A. Writer, bio: Writes.}]\n\
        synopsis: Dues rise and ships stay away.\n---\n\n",
    );
    for section in ["The dues", "The traffic", "What follows"] {
        body.push_str(&format!("## {section}\n\n"));
        body.push_str(&paragraph.repeat(9));
        body.push_str("- A first point[^1]\n- A second point\n\n> A quotation of one line.\n\n");
    }
    body.push_str("[^1]: See the [returns](https://example.org/returns).\n");
    body
}

struct Set {
    document: Document,
    pages: Pages,
    fonts: FontBook,
}

fn set() -> Set {
    let project = Project::default();
    let text = commentary();
    let reading = record::read(Path::new("HD1.md"), text.as_bytes(), &ReadContext::new(&project));
    let record = reading.records.first().expect("the record is good");
    let (document, _) = document::build(record, &project, &BuildOptions::default());
    let document = document.expect("the document is good");
    let style = style::load("house", &[]).expect("the style is embedded");
    let fonts = FontBook::embedded();
    let pages = layout::compose(&document, &style, &fonts).pages;
    Set { document, pages, fonts }
}

fn write(set: &Set, subsets: &SubsetCache) -> usize {
    let options = Options::default();
    let job =
        Job { document: &set.document, pages: &set.pages, fonts: &set.fonts, options: &options, subsets };
    pdf::write(&job).expect("the pages are good").bytes.len()
}

#[divan::bench]
fn in_a_batch(bencher: Bencher) {
    let set = set();
    let subsets = SubsetCache::default();
    bencher.bench(|| write(&set, &subsets));
}

#[divan::bench]
fn alone(bencher: Bencher) {
    let set = set();
    bencher.bench(|| write(&set, &SubsetCache::default()));
}
