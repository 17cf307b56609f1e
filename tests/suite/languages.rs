//! Languages: what each script asks of lines and pages.

use std::path::Path;
use std::sync::LazyLock;

use offprint::diagnostics::Diagnostic;
use offprint::document::{BuildOptions, Document};
use offprint::font::FontBook;
use offprint::geometry::Em;
use offprint::layout::{GlyphRun, Item, Owner, Pages, compose};
use offprint::project::Project;
use offprint::record::{ReadContext, read};
use offprint::style::{Style, load};

static FONTS: LazyLock<FontBook> = LazyLock::new(FontBook::embedded);

fn style() -> Style {
    load("house", &[]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The document of a body in a language.
fn document(lang: &str, body: &str) -> Document {
    document_of(&format!("---\ntitle: A\nnumber: M1\nlang: {lang}\n---\n\n{body}\n"))
}

/// The document of a record.
fn document_of(text: &str) -> Document {
    let project = Project::default();
    let mut reading = read(Path::new("made.md"), text.as_bytes(), &ReadContext::new(&project));
    let record = reading.records.pop().unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    let (document, faults) = offprint::document::build(&record, &project, &BuildOptions::default());
    document.unwrap_or_else(|| panic!("{faults:#?}"))
}

fn pages(lang: &str, body: &str, style: &Style) -> Pages {
    let composed = compose(&document(lang, body), style, &FONTS);
    assert!(!composed.diagnostics.iter().any(Diagnostic::is_error), "{:#?}", composed.diagnostics);
    composed.pages
}

/// The runs of real content that say some words, in the order of the pages.
fn runs<'p>(pages: &'p Pages, words: &str) -> Vec<&'p GlyphRun> {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let runs = items.filter_map(|placed| match (&placed.owner, &placed.item) {
        (Owner::Leaf(_), Item::Run(run)) => Some(run),
        _ => None,
    });
    runs.filter(|run| run.text.contains(words)).collect()
}

/// The glyphs of a stretch of a run's text, in visual order.
fn glyphs(run: &GlyphRun, words: &str) -> Vec<u16> {
    let start = run.text.find(words).expect("the run says it") as u32;
    let end = start + words.len() as u32;
    run.glyphs.iter().filter(|glyph| (start..end).contains(&glyph.text.0)).map(|glyph| glyph.id).collect()
}

#[test]
fn the_first_words_of_an_arabic_text_keep_their_joins() {
    let sentence = "هذه فقرة أولى فيها كلمات";
    let pages = pages("ar", &format!("{sentence}\n\n{sentence}"), &style());
    let found = runs(&pages, "هذه");
    assert_eq!(found.len(), 2);
    assert_eq!(glyphs(found[0], "هذه"), glyphs(found[1], "هذه"), "small capitals part no letters");
}

#[test]
fn letters_join_across_a_change_of_look() {
    let whole = pages("ar", "مكتب", &style());
    let parted = pages("ar", "مك~~تب~~", &style());
    let whole = glyphs(runs(&whole, "مكتب")[0], "مكتب");
    let mut parts = glyphs(runs(&parted, "تب")[0], "تب");
    parts.extend(glyphs(runs(&parted, "مك")[0], "مك"));
    assert_eq!(parts, whole);
}

#[test]
fn letters_that_join_are_not_spaced_out() {
    let advances = |lang: &str, word: &str, tracking: f64| {
        let mut style = style();
        style.text.body.tracking = Em(tracking);
        // The first paragraph may begin in small capitals.
        let pages = pages(lang, &format!("{word}\n\n{word}"), &style);
        let found = runs(&pages, word);
        let run = found.last().expect("it is set");
        run.glyphs.iter().map(|glyph| glyph.advance.0).sum::<f64>() / run.size.0
    };
    assert_eq!(advances("ar", "مكتب", 0.1), advances("ar", "مكتب", 0.0));
    assert!(advances("ms", "rumah", 0.1) > advances("ms", "rumah", 0.0) + 0.3);
}

#[test]
fn every_chinese_paragraph_is_indented_by_two_squares() {
    let style = style();
    let sentence = "人人生而自由在尊严和权利上一律平等".repeat(4);
    let lefts: Vec<f64> = {
        let body = format!("甲{sentence}\n\n## 第二条\n\n乙{sentence}\n\n丙{sentence}\n\n- 丁{sentence}");
        let pages = pages("zh-Hans", &body, &style);
        let left = |first: &str| runs(&pages, first)[0].origin.x.0;
        let edge = runs(&pages, "第二条")[0].origin.x.0;
        ["甲", "乙", "丙"]
            .iter()
            .map(|first| ((left(first) - edge) / style.text.body.size.0 * 100.0).round())
            .collect()
    };
    assert_eq!(lefts, [200.0, 200.0, 200.0]);
}

#[test]
fn a_marked_name_keeps_its_full_stop_in_arabic() {
    let style = style();
    let last_stop = |body: &str| {
        let pages = pages("ar", body, &style);
        runs(&pages, "A.").len()
    };
    assert_eq!(last_stop("كتب <span lang=\"en\">Test, A.</span> هذا"), 1);
    assert_eq!(last_stop("كتب Test, A. هذا"), 0, "unmarked, the full stop is the sentence's");
}

#[test]
fn a_year_after_an_arabic_name_follows_it_in_english() {
    let pages = pages("en", "The party حزب الله 2006 and", &style());
    let x = |words: &str| runs(&pages, words)[0].origin.x.0;
    assert!(x("party") < x("حزب") && x("حزب") < x("2006"));
}

#[test]
fn cited_names_keep_the_full_stops_of_their_initials() {
    let text = "---\ntitle: عنوان\nnumber: M1\nlang: ar\nauthors: [{name: Alica Kizekova}]\n---\n\nنص\n";
    let document = document_of(text);
    let composed = compose(&document, &style(), &FONTS);
    assert_eq!(runs(&composed.pages, "Kizekova, A.").len(), 1);
}

#[test]
fn figures_after_a_sign_of_another_face_are_the_texts_own() {
    let pages = pages("en", "First.\n\nFrom ✅2012 on", &style());
    let face = |words: &str| FONTS.face(runs(&pages, words)[0].face).postscript_name.clone();
    assert_eq!(face("✅"), "NotoEmoji-Regular");
    assert_eq!(face("2012"), face("From"));
}

#[test]
fn no_word_is_set_from_two_faces() {
    let faces = |lang: &str, body: &str, words: &str| {
        let pages = pages(lang, &format!("First.\n\n{body}"), &style());
        let found = runs(&pages, words);
        found.iter().map(|run| FONTS.face(run.face).postscript_name.clone()).collect::<Vec<_>>()
    };
    // Source Serif has no Greek letters with breathings: all of a text with many is set from the other face.
    let greek = "ποὺ εἶναι σύμφυτη σὲ ὅλα τὰ μέλη τῆς ἀνθρώπινης οἰκογένειας";
    assert_eq!(faces("el", greek, "εἶναι"), ["SourceSans3-Regular"]);
    assert_eq!(faces("el", greek, "σύμφυτη"), ["SourceSans3-Regular"]);
    // One such word in many changes alone.
    let one = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην ἀξιοπρέπεια";
    assert_eq!(faces("el", one, "ἀξιοπρέπεια"), ["SourceSans3-Regular"]);
    assert_eq!(faces("el", one, "άνθρωποι"), ["SourceSerif4-Regular"]);
}

#[test]
fn names_in_four_scripts_leave_the_lines_of_a_commentary_good() {
    let document = document_of(include_str!("../conformance/CO12033-names.md"));
    let composed = compose(&document, &style(), &FONTS);
    assert!(composed.diagnostics.is_empty(), "{:#?}", composed.diagnostics);
    for (word, face) in [("中国", "NotoSerifSC-Regular"), ("சீனா", "NotoSerifTamil-Regular")] {
        assert_eq!(FONTS.face(runs(&composed.pages, word)[0].face).postscript_name, face);
    }
}
