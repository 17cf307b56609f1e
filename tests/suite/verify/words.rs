//! Artefacts of a text that is not the record's: made by the real writers from a document that was changed
//! on the way, and compared with what the record says.

use offprint::batch::verify::{self, Depth};
use offprint::diagnostics::Diagnostic;
use offprint::document::{Block, Document, Inline, SectionRole};

use super::made::{document, good, make};
use super::{assert_clean, assert_told};

/// Makes artefacts of a changed document and tells what is found in each.
fn changed(change: impl FnOnce(&mut Document)) -> [Vec<Diagnostic>; 2] {
    let mut document = document();
    change(&mut document);
    let made = make(&document);
    let expected = Some(&good().expected);
    [verify::pdf(&made.pdf, expected, Depth::Full), verify::epub(&made.epub, expected, Depth::Full)]
}

#[track_caller]
fn assert_both(change: impl FnOnce(&mut Document), code: &str, words: &str) {
    for faults in changed(change) {
        assert_told(&faults, code, words);
    }
}

fn blocks(document: &mut Document, role: SectionRole) -> &mut Vec<Block> {
    let section = document.sections.iter_mut().find(|section| section.role == role);
    &mut section.expect("the section is there").blocks
}

fn first_paragraph(document: &mut Document) -> &mut Vec<Inline> {
    let blocks = blocks(document, SectionRole::Commentary);
    let Some(Block::Paragraph { inlines, .. }) = blocks.first_mut() else {
        panic!("it begins with a paragraph")
    };
    inlines
}

#[test]
fn nothing_changed() {
    for faults in changed(|_| {}) {
        assert_clean(&faults);
    }
}

#[test]
fn a_word_changed() {
    let change = |document: &mut Document| {
        let Some(Inline::Text(text)) = first_paragraph(document).first_mut() else {
            panic!("it begins with text")
        };
        text.text = text.text.replace("first", "worst");
    };
    assert_both(change, "E0904", "worst");
}

#[test]
fn a_paragraph_lost() {
    assert_both(
        |document| drop(blocks(document, SectionRole::Commentary).remove(0)),
        "E0904",
        "The first paragraph",
    );
}

#[test]
fn a_space_lost() {
    let change = |document: &mut Document| {
        let Some(Inline::Text(text)) = first_paragraph(document).first_mut() else {
            panic!("it begins with text")
        };
        text.text = text.text.replace("paragraph speaks", "paragraphspeaks");
    };
    assert_both(change, "E0904", "paragraphspeaks");
}

#[test]
fn paragraphs_in_another_order() {
    assert_both(|document| blocks(document, SectionRole::Commentary).reverse(), "E0904", "Once more");
}

#[test]
fn a_bio_twice() {
    let change = |document: &mut Document| {
        let bios = blocks(document, SectionRole::About);
        let again = bios.clone();
        bios.extend(again);
    };
    assert_both(change, "E0905", "the bio stands in the");
}

#[test]
fn no_synopsis() {
    let change =
        |document: &mut Document| document.sections.retain(|section| section.role != SectionRole::Synopsis);
    assert_both(change, "E0905", "the synopsis stands in the");
}

#[test]
fn no_disclaimer() {
    let change =
        |document: &mut Document| document.sections.retain(|section| section.role != SectionRole::Disclaimer);
    assert_both(change, "E0905", "the disclaimer stands in the");
}

#[test]
fn a_note_with_other_words() {
    let change = |document: &mut Document| document.notes.swap(0, 1);
    assert_both(change, "E0904", "note 1 of the");
}

#[test]
fn a_note_mark_lost() {
    let change = |document: &mut Document| {
        let inlines = first_paragraph(document);
        inlines.retain(|inline| !matches!(inline, Inline::NoteReference { .. }));
        document.notes[0].references -= 1;
    };
    for faults in changed(change) {
        assert_told(&faults, "E0904", "footnote marks");
    }
}

#[test]
fn a_heading_made_a_paragraph() {
    let change = |document: &mut Document| {
        for block in blocks(document, SectionRole::Commentary) {
            if let Block::Heading { place, level: 4, inlines, .. } = block {
                let (place, inlines) = (*place, std::mem::take(inlines));
                *block = Block::Paragraph { place, lang: None, direction: None, inlines };
            }
        }
    };
    assert_both(change, "E0904", "the heading");
}

#[test]
fn other_authors() {
    assert_both(|document| document.metadata.authors.reverse(), "E0922", "as authors");
}

#[test]
fn a_picture_without_its_words() {
    let change = |document: &mut Document| {
        for block in blocks(document, SectionRole::Commentary) {
            if let Block::Figure { alt, .. } = block {
                *alt = Some("Another chart".to_owned());
            }
        }
    };
    assert_both(change, "E0904", "Another chart");
}
