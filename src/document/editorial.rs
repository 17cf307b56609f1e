//! What a copy editor marks in the tree: headings of two manners, links that say nothing, coarse images.

use super::builder::Builder;
use super::inline::plain_text;
use super::passes::{Line, walk};
use super::{Block, Document, ImageFormat, ImageId, Inline, language};
use crate::diagnostics::codes::document as codes;
use crate::diagnostics::{Place, Span};

/// Runs every lint of this file.
pub(super) fn check(document: &mut Document, builder: &mut Builder<'_>) {
    let headings = headings(document);
    depths(&headings, builder);
    if language::base(&document.lang).eq_ignore_ascii_case("en") {
        cases(&headings, builder);
    }
    let mut links = Vec::new();
    walk(document, &mut |line| {
        if let Line::Inlines(inlines) = line {
            vague_links(inlines, &mut links);
        }
    });
    for (words, place) in links {
        let message = format!("the link says `{words}`, which tells nothing when it is read alone");
        let span = builder.span_at(place, words.len());
        builder.warn(&codes::LINK_VAGUE, message, span, "link the words that name what it leads to");
    }
    for (image, place) in figures(document) {
        coarse(document, image, place, builder);
    }
}

/// A heading of a text.
struct Heading {
    words: String,
    /// From 3 on, below the headings of the document's own parts.
    level: u8,
    place: Place,
}

fn headings(document: &Document) -> Vec<Heading> {
    fn gather(blocks: &[Block], found: &mut Vec<Heading>) {
        for block in blocks {
            match block {
                Block::Heading { inlines, level, .. } => {
                    // What comes from elsewhere, such as a disclaimer, has no place in the record.
                    if let Some(place) = first_place(inlines) {
                        found.push(Heading { words: plain_text(inlines), level: *level, place });
                    }
                }
                Block::Quote { blocks } => gather(blocks, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for section in &document.sections {
        gather(&section.blocks, &mut found);
    }
    found
}

/// Where the first words of a line stand in the record.
fn first_place(inlines: &[Inline]) -> Option<Place> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => (text.place != Place::default()).then_some(text.place),
        other => first_place(other.inner()?),
    })
}

fn span(heading: &Heading, builder: &Builder<'_>) -> Option<Span> {
    builder.span_at(heading.place, heading.words.len())
}

/// The deepest heading that a reader of a commentary still places: the third below the text's own.
const DEEPEST: u8 = 5;

fn depths(headings: &[Heading], builder: &mut Builder<'_>) {
    for heading in headings.iter().filter(|heading| heading.level > DEEPEST) {
        let message = format!("`{}` is a heading of the fourth level below the text's own", heading.words);
        let span = span(heading, builder);
        builder.warn(&codes::HEADING_DEEP, message, span, "three levels are the most a commentary needs");
    }
}

/// The manner in which a heading takes capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Every Weighty Word.
    Title,
    /// The first word only, and names.
    Sentence,
    /// ALL OF IT.
    Capitals,
}

/// Tells the case of a heading, where it can be told: names have capitals either way.
fn case_of(words: &str) -> Option<Case> {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    if letters().count() >= 8 && words.split_whitespace().count() >= 2 && letters().all(char::is_uppercase) {
        return Some(Case::Capitals);
    }
    // The first word, and the first after a colon, has its capital by its place.
    let mut by_place = true;
    let (mut high, mut low) = (0, 0);
    for word in words.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_weighty = bare.chars().count() >= 4 && !is_connective(bare);
        if is_weighty && !by_place {
            match bare.chars().next().is_some_and(char::is_uppercase) {
                true => high += 1,
                false => low += 1,
            }
        }
        by_place = word.ends_with([':', '?', '!', '.']) || (by_place && bare.is_empty());
    }
    match (high, low) {
        (3.., 0) => Some(Case::Title),
        (0, 2..) => Some(Case::Sentence),
        _ => None,
    }
}

/// Words of four letters and more that stay low in a title as well.
fn is_connective(word: &str) -> bool {
    [
        "with", "from", "into", "over", "upon", "that", "than", "when", "between", "without", "towards",
        "toward",
    ]
    .contains(&word.to_lowercase().as_str())
}

fn cases(headings: &[Heading], builder: &mut Builder<'_>) {
    let told: Vec<(&Heading, Case)> =
        headings.iter().filter_map(|heading| Some((heading, case_of(&heading.words)?))).collect();
    for (heading, _) in told.iter().filter(|(_, case)| *case == Case::Capitals) {
        let message = format!("the heading `{}` is in capitals", heading.words);
        let span = span(heading, builder);
        let hint = "write it in true case; a style sets capitals where it wants them";
        builder.warn(&codes::HEADING_CASE, message, span, hint);
    }
    let of = |wanted: Case| told.iter().filter(move |(_, case)| *case == wanted).map(|(heading, _)| *heading);
    let (titles, sentences) = (of(Case::Title).count(), of(Case::Sentence).count());
    if titles == 0 || sentences == 0 {
        return;
    }
    let (rare, here, there) = match titles <= sentences {
        true => (Case::Title, "a capital on each word", "on the first only"),
        false => (Case::Sentence, "a capital on the first word only", "on each"),
    };
    if let Some(heading) = of(rare).next() {
        let message = format!("the heading `{}` has {here}, others have one {there}", heading.words);
        let span = span(heading, builder);
        builder.warn(&codes::HEADING_CASE, message, span, "write all headings in one manner");
    }
}

/// Words that a link shares with a thousand others, in the languages of the labels.
const VAGUE: [&str; 34] = [
    "here",
    "click here",
    "click",
    "this",
    "this link",
    "this page",
    "this site",
    "this website",
    "link",
    "more",
    "read more",
    "learn more",
    "find out more",
    "see more",
    "see here",
    "details",
    "website",
    "ici",
    "cliquez ici",
    "lire la suite",
    "en savoir plus",
    "hier",
    "hier klicken",
    "mehr",
    "weiterlesen",
    "aquí",
    "haga clic aquí",
    "leer más",
    "di sini",
    "klik di sini",
    "点击这里",
    "这里",
    "здесь",
    "اضغط هنا",
];

fn vague_links(inlines: &[Inline], found: &mut Vec<(String, Place)>) {
    for inline in inlines {
        if let Inline::Link { inlines, .. } = inline {
            let words = plain_text(inlines);
            let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if VAGUE.contains(&bare.as_str())
                && let Some(place) = first_place(inlines)
            {
                found.push((words.trim().to_owned(), place));
            }
        } else if let Some(inner) = inline.inner() {
            vague_links(inner, found);
        }
    }
}

/// The figures of a document that say something, with their places.
fn figures(document: &Document) -> Vec<(ImageId, Place)> {
    fn gather(blocks: &[Block], found: &mut Vec<(ImageId, Place)>) {
        for block in blocks {
            match block {
                Block::Figure { image, place, alt, .. } if alt.as_ref().is_none_or(|alt| !alt.is_empty()) => {
                    found.push((*image, *place));
                }
                Block::Quote { blocks } => gather(blocks, found),
                Block::List { items, .. } => items.iter().for_each(|item| gather(&item.blocks, found)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for section in &document.sections {
        gather(&section.blocks, &mut found);
    }
    found
}

/// The fewest pixels on the longer side with which a figure fills half of a page's measure in print: 600, two
/// inches at the 300 to the inch that printers ask for.
const FINE: u32 = 600;

fn coarse(document: &Document, image: ImageId, place: Place, builder: &mut Builder<'_>) {
    let Some(asset) = document.images.get(image.0 as usize) else { return };
    let longer = asset.width.max(asset.height);
    if asset.format == ImageFormat::Svg || longer >= FINE {
        return;
    }
    let message = format!(
        "the image `{}` has {} by {} pixels, too few for print",
        asset.path, asset.width, asset.height
    );
    let hint = format!("give it at least {FINE} pixels on its longer side, or draw it as SVG");
    let span = builder.span_at(place, 1);
    builder.warn(&codes::IMAGE_COARSE, message, span, &hint);
}
