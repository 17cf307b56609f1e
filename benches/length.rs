//! Composition at several sizes: time should grow with the length and no faster.

use std::path::Path;

use offprint::document::{BuildOptions, Document};
use offprint::font::FontBook;
use offprint::layout::compose;
use offprint::project::Project;
use offprint::record::{ReadContext, read};

const PROSE: &str = include_str!("prose.txt");

fn main() {
    divan::main();
}

/// A record of about so many pages in the house style: headings, paragraphs, lists and notes.
fn document(pages: usize) -> Document {
    let paragraphs: Vec<&str> = PROSE.lines().filter(|line| line.len() > 100).collect();
    let mut body = String::new();
    for at in 0..pages * 7 {
        match at % 12 {
            0 => body.push_str("## What the next pages say\n\n"),
            5 => body.push_str(&format!(
                "- One of two\n- The other{at}, with a note[^n{at}]\n\n[^n{at}]: A note.\n\n"
            )),
            _ => {
                body.push_str(paragraphs[at % paragraphs.len()]);
                body.push_str("\n\n");
            }
        }
    }
    let text = format!("---\ntitle: A long record\nnumber: L1\n---\n\n{body}");
    let project = Project::default();
    let mut reading = read(Path::new("long.md"), text.as_bytes(), &ReadContext::new(&project));
    let record = reading.records.pop().expect("the record is right");
    offprint::document::build(&record, &project, &BuildOptions::default()).0.expect("it can be built")
}

#[divan::bench(args = [60, 125, 250, 500], sample_count = 5)]
fn record_of_pages(bencher: divan::Bencher<'_, '_>, pages: usize) {
    let fonts = FontBook::embedded();
    let style = offprint::style::load("house", &[]).expect("the house style is right");
    let document = document(pages);
    println!("{} pages", compose(&document, &style, &fonts).pages.pages.len());
    bencher.bench_local(|| compose(&document, &style, &fonts).pages.pages.len());
}
