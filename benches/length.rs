//! Composition at several sizes: time should grow with the length and no faster.

use std::path::Path;

use offprint::document::{BuildOptions, Document, SectionRole};
use offprint::font::FontBook;
use offprint::layout::compose;
use offprint::project::Project;
use offprint::record::{ReadContext, read};

const PROSE: &str = include_str!("prose.txt");

fn main() {
    divan::main();
}

/// Paragraphs of one record: it may have 384 KiB and no more.
const RECORD: usize = 300;

/// A document with so many paragraphs: headings, lists and, in the first record's share, notes. No record is so long;
/// what several hold is put together after they were read.
fn document(count: usize) -> Document {
    let mut whole = record(0, count.min(RECORD));
    for first in (RECORD..count).step_by(RECORD) {
        let part = record(first, (first + RECORD).min(count));
        let more = part.sections.into_iter().filter(|section| section.role == SectionRole::Commentary);
        let text = whole.sections.iter_mut().find(|section| section.role == SectionRole::Commentary);
        text.expect("a record has a text").blocks.extend(more.flat_map(|section| section.blocks));
    }
    whole
}

fn record(first: usize, end: usize) -> Document {
    let paragraphs: Vec<&str> = PROSE.lines().filter(|line| line.len() > 100).collect();
    let mut body = String::new();
    for at in first..end {
        match at % 12 {
            0 => body.push_str("## What the next pages say\n\n"),
            5 if first > 0 => body.push_str("- One of two\n- The other\n\n"),
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

#[divan::bench(args = [300, 600, 1200, 2400, 5200], sample_count = 5)]
fn paragraphs(bencher: divan::Bencher<'_, '_>, count: usize) {
    let fonts = FontBook::embedded();
    let style = offprint::style::load("house", &[]).expect("the house style is right");
    let document = document(count);
    println!("{} pages", compose(&document, &style, &fonts).pages.pages.len());
    bencher.bench_local(|| compose(&document, &style, &fonts).pages.pages.len());
}
