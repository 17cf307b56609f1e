//! A record of about 12,000 glyphs, shaped and broken; and one long paragraph at three sizes.

use offprint::diagnostics::Source;
use offprint::document::{Direction, Document, Furniture, Inline, Masthead, Metadata, Text};
use offprint::font::FontBook;
use offprint::geometry::Pt;
use offprint::layout::frame::Owner;
use offprint::layout::paragraph::{Composer, ContentOwner, Measure, ParagraphInput};
use offprint::layout::structure::Tree;
use offprint::style::{Align, Style};

const PROSE: &str = include_str!("prose.txt");

fn main() {
    divan::main();
}

fn document() -> Document {
    Document {
        source: Source::new("bench", ""),
        lang: "en-GB".into(),
        direction: Direction::Ltr,
        metadata: Metadata::default(),
        masthead: Masthead::default(),
        title: Vec::new(),
        subtitle: None,
        byline: Vec::new(),
        sections: Vec::new(),
        notes: Vec::new(),
        images: Vec::new(),
        furniture: Furniture::default(),
    }
}

fn set(fonts: &FontBook, style: &Style, document: &Document, paragraphs: &[Inline]) -> usize {
    let mut composer = Composer::new(fonts, style, document);
    let mut tree = Tree::default();
    let mut lines = 0;
    for inline in paragraphs {
        let input = ParagraphInput {
            inlines: std::slice::from_ref(inline),
            style: &style.text.body,
            owner: ContentOwner::Artifact(Owner::Layout),
            lang: document.lang.clone(),
            direction: Direction::Ltr,
            hyphenate: true,
            lead_in: false,
        };
        lines += composer.shape(&input, &mut tree).set(&Measure::new(Pt(321.0), Align::Justify)).len();
    }
    lines
}

#[divan::bench]
fn record(bencher: divan::Bencher<'_, '_>) {
    let fonts = FontBook::embedded();
    let style = offprint::style::load("house", &[]).expect("the house style is right");
    let document = document();
    let paragraphs: Vec<Inline> =
        PROSE.lines().cycle().take(24).map(|line| Inline::Text(Text::new(line))).collect();
    bencher.bench_local(|| set(&fonts, &style, &document, &paragraphs));
}

#[divan::bench(args = [12_500, 25_000, 50_000, 100_000])]
fn one_paragraph_of_words(bencher: divan::Bencher<'_, '_>, words: usize) {
    let fonts = FontBook::embedded();
    let style = offprint::style::load("house", &[]).expect("the house style is right");
    let document = document();
    let text: Vec<&str> = PROSE.split_whitespace().cycle().take(words).collect();
    let paragraph = [Inline::Text(Text::new(text.join(" ")))];
    bencher.bench_local(|| set(&fonts, &style, &document, &paragraph));
}

#[divan::bench]
fn embedded_faces() -> FontBook {
    FontBook::embedded()
}
