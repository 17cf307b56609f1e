//! Cases of `epub`: one record that holds every construct, packaged and taken apart again.

mod package;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use offprint::document::{Block, Document, Inline, Text, reading_text};
use offprint::epub::{Accessibility, Exemption, PageStart};
use package::{Files, attributes, document, package, specimen, words};
use proptest::prelude::*;

/// Compares with the text kept beside the cases; `OFFPRINT_ACCEPT` keeps the new one.
fn expect(name: &str, found: &str) {
    let path = format!("{}/tests/suite/epub/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("OFFPRINT_ACCEPT").is_some() {
        std::fs::write(&path, found).expect("the case can be written");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, wanted, "{name} differs; OFFPRINT_ACCEPT=1 keeps the new one");
}

fn starts(positions: &[u32]) -> Vec<PageStart> {
    (1..).zip(positions).map(|(page, &position)| PageStart { position, label: page.to_string() }).collect()
}

/// Returns the position of some words of the text.
fn position_of(document: &Document, words: &str) -> u32 {
    let section = document.sections.iter().flat_map(|section| &section.blocks);
    let mut found = None;
    for block in section {
        if let Block::Paragraph { inlines, .. } = block {
            for inline in inlines {
                if let Inline::Text(Text { text, position, .. }) = inline
                    && let Some(at) = text.find(words)
                {
                    found = Some(position + u32::try_from(at).expect("a short text"));
                }
            }
        }
    }
    found.expect("the words are in the text")
}

#[test]
fn every_construct_is_written_as_it_should_be() {
    let document = specimen();
    let pages = starts(&[0, position_of(&document, "new line"), position_of(&document, "The end")]);
    let files = package(&document, &pages, &Accessibility::default());
    for name in
        ["content.opf", "nav.xhtml", "toc.ncx", "title.xhtml", "text.xhtml", "end.xhtml", "stylesheet.css"]
    {
        expect(name, files.text(&format!("OEBPS/{name}")));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = specimen();
    let made = |pages: &[u32]| package(&document, &starts(pages), &Accessibility::default()).bytes;
    assert_eq!(made(&[0, 900]), made(&[0, 900]));
    assert_ne!(made(&[0, 900]), made(&[0, 901]));
}

#[test]
fn the_media_type_is_first_and_stored_and_no_clock_gets_in() {
    let bytes = package(&specimen(), &[], &Accessibility::default()).bytes;
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    for at in 0..archive.len() {
        let file = archive.by_index(at).expect("a file of it");
        assert_eq!(file.last_modified().map(|date| date.year()), Some(1980), "{}", file.name());
    }
}

#[test]
fn everything_points_somewhere_and_every_id_is_unique() {
    let document = specimen();
    let files = package(&document, &starts(&[0, 500, 1200]), &Accessibility::default());
    let mut ids = BTreeMap::new();
    for (name, text) in files.documents() {
        let mut here = BTreeSet::new();
        for id in attributes(text, "id") {
            assert!(here.insert(id.clone()), "{name}: `{id}` is there twice");
        }
        ids.insert(name.trim_start_matches("OEBPS/").to_owned(), here);
    }
    for (name, text) in files.documents() {
        let name = name.trim_start_matches("OEBPS/");
        for href in attributes(text, "href").iter().chain(&attributes(text, "src")) {
            if href.contains(':') {
                continue;
            }
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            let file = if file.is_empty() { name } else { file };
            assert!(files.has(&format!("OEBPS/{file}")), "{name}: {href}");
            assert!(fragment.is_empty() || ids[file].contains(fragment), "{name}: {href}");
        }
    }
}

#[test]
fn every_word_is_there_once_and_in_order() {
    let document = specimen();
    let files = package(&document, &starts(&[0, 700, 1300]), &Accessibility::default());
    let mut found = String::new();
    for name in ["title.xhtml", "text.xhtml", "end.xhtml"] {
        found.push_str(&words(files.text(&format!("OEBPS/{name}"))));
    }
    let mut rest = &found[..];
    for (part, text) in reading_text(&document) {
        if matches!(part, offprint::document::Part::Note(_)) {
            assert!(found.contains(&squeeze(&text)), "{text}");
            continue;
        }
        let text = squeeze(&text);
        let at = rest.find(&text).unwrap_or_else(|| panic!("`{text}` is not where it should be"));
        rest = &rest[at + text.len()..];
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

#[test]
fn without_a_pdf_there_are_no_pages() {
    let files = package(&specimen(), &[], &Accessibility::default());
    assert!(!files.text("OEBPS/nav.xhtml").contains("page-list"));
    let opf = files.text("OEBPS/content.opf");
    assert!(!opf.contains("pageBreakSource") && !opf.contains("pageNavigation"), "{opf}");
}

#[test]
fn conformance_is_claimed_only_where_nothing_speaks_against_it() {
    let mut document = specimen();
    let claimed = package(&document, &[], &Accessibility::default());
    assert!(claimed.text("OEBPS/content.opf").contains("EPUB Accessibility 1.1 - WCAG 2.2 Level AA"));
    assert!(claimed.obstacles.is_empty());
    for block in document.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::Figure { alt, .. } = block {
            *alt = None;
        }
    }
    let refused = package(&document, &[], &Accessibility::default());
    let opf = refused.text("OEBPS/content.opf");
    assert!(!opf.contains("conformsTo") && !opf.contains("alternativeText"), "{opf}");
    assert!(opf.contains("Conformance is not claimed, because 2 images have no alternative text."), "{opf}");
    assert!(!opf.contains("schema:accessModeSufficient\">textual</meta>"), "{opf}");
}

#[test]
fn the_name_of_a_file_is_no_position_in_a_series() {
    let record = "---\ntitle: T\nseries: S\n---\nx\n";
    let files = package(&document(record, "2020-03-10-a-lesson.md"), &[], &Accessibility::default());
    let opf = files.text("OEBPS/content.opf");
    assert!(opf.contains("belongs-to-collection") && !opf.contains("group-position"), "{opf}");
    assert!(!opf.contains("calibre:series_index"), "{opf}");
}

#[test]
fn an_exemption_takes_the_place_of_a_claim() {
    let options = Accessibility { exemption: Some(Exemption::Microenterprise), ..Accessibility::default() };
    let files = package(&specimen(), &[], &options);
    let opf = files.text("OEBPS/content.opf");
    assert!(opf.contains("<meta property=\"a11y:exemption\">eaa-microenterprise</meta>"), "{opf}");
    assert!(!opf.contains("conformsTo"), "{opf}");
}

#[test]
fn a_certifier_is_named() {
    let options = Accessibility { certifier: Some("A & B".into()), ..Accessibility::default() };
    let files = package(&specimen(), &[], &options);
    let certified = "<meta refines=\"#conformance\" property=\"a11y:certifiedBy\">A &amp; B</meta>";
    assert!(files.text("OEBPS/content.opf").contains(certified));
}

#[test]
fn text_from_right_to_left_is_told_to_everyone() {
    let document = document("---\ntitle: الإعلان\nnumber: 1\nlang: ar\n---\nالنص.\n", "rtl.md");
    let files = package(&document, &[], &Accessibility::default());
    assert!(files.text("OEBPS/content.opf").contains("page-progression-direction=\"rtl\""));
    for (name, text) in files.documents() {
        assert!(text.contains("lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">"), "{name}");
    }
    assert!(files.text("OEBPS/nav.xhtml").contains("<h1 id=\"contents\">المحتويات</h1>"));
    // Letters that have no capitals are not made small at the text's beginning.
    assert!(files.text("OEBPS/text.xhtml").contains("class=\"commentary caseless\""));
}

#[test]
fn labels_of_another_language_say_so() {
    let document =
        document("---\ntitle: Ilmandi\nnumber: 1\nlang: fi\n---\nSana[^1].\n\n[^1]: Viite.\n", "fi.md");
    let files = package(&document, &[], &Accessibility::default());
    assert!(
        files
            .text("OEBPS/nav.xhtml")
            .contains("<h1 id=\"contents\" lang=\"en\" xml:lang=\"en\">Contents</h1>")
    );
    assert!(files.text("OEBPS/text.xhtml").contains("lang=\"en\" xml:lang=\"en\">Notes</h2>"));
}

#[test]
fn a_page_that_begins_inside_a_character_begins_before_it() {
    let document = document("---\ntitle: T\nnumber: 1\n---\nxéy\n", "one.md");
    let at = position_of(&document, "é") + 1;
    let files = package(&document, &starts(&[0, at]), &Accessibility::default());
    let text = files.text("OEBPS/text.xhtml");
    assert!(text.contains("<p>x<span id=\"page_2\" epub:type=\"pagebreak\""), "{text}");
    assert!(text.contains("</span>éy</p>"), "{text}");
}

#[test]
fn a_faces_file_travels_whole_and_is_named_in_the_stylesheet() {
    let files = package::with_font(&specimen(), b"not really a face");
    assert!(files.text("OEBPS/stylesheet.css").contains("src: url(\"fonts/face-1.ttf\")"));
    assert_eq!(files.text("OEBPS/fonts/face-1.ttf"), "not really a face");
    assert!(files.has("META-INF/com.apple.ibooks.display-options.xml"));
}

#[test]
fn the_faces_of_the_style_can_travel_inside() {
    let named = |files: &Files| -> Vec<String> {
        let sheet = files.text("OEBPS/stylesheet.css");
        let faces = sheet.split("@font-face").skip(1);
        let value = |face: &str, key: &str| {
            face.split(&format!("{key}: ")).nth(1).and_then(|rest| rest.split(';').next()).map(str::to_owned)
        };
        let keys = ["font-family", "font-weight", "font-style"];
        faces.map(|face| keys.map(|key| value(face, key).unwrap_or_default()).join(" ")).collect()
    };
    let plain = document("---\ntitle: T\nnumber: 1\n---\nNo code here.\n", "plain.md");
    let with_code = named(&package::with_faces(&specimen()));
    let without = named(&package::with_faces(&plain));
    assert!(without.contains(&"\"Source Serif 4\" 400 italic".to_owned()), "{without:?}");
    assert!(without.contains(&"\"Source Serif 4\" 700 normal".to_owned()), "{without:?}");
    assert!(
        without.iter().all(|face| !face.contains("Code")) && with_code.len() > without.len(),
        "{with_code:?}"
    );
}

#[test]
fn a_cover_is_drawn_small_and_the_same_each_time() {
    let document = specimen();
    let cover = package::cover(&document).expect("every character has a face");
    assert_eq!(Some(&cover), package::cover(&document).as_ref());
    let picture = image::load_from_memory(&cover.png).expect("a good PNG").to_rgb8();
    assert_eq!(picture.dimensions(), (1600, 2560));
    assert!(cover.png.len() < 60_000, "{} bytes", cover.png.len());
    // The code of all covers suits this one: a general compressor at its middle level gains less than a tenth.
    let general = packed_generally(&cover.png);
    assert!(cover.png.len() < general + general / 10, "{} bytes, generally {general}", cover.png.len());
    assert_eq!(
        cover.alt,
        "Cover: Dues & Tides: what <10 % hides. A second look. Ada Okoro and Jan de Vries. Harbour Notes"
    );
    let colours: BTreeSet<_> = picture.pixels().map(|pixel| pixel.0).collect();
    assert!(colours.len() <= 16 && colours.contains(&[255, 255, 255]), "{colours:?}");
}

/// Returns how large the image data of a PNG are when flate2 packs them at level 6.
fn packed_generally(png: &[u8]) -> usize {
    use std::io::{Read as _, Write as _};
    let begin = png.windows(4).position(|four| four == b"IDAT").expect("a PNG has data");
    let mut rows = Vec::new();
    flate2::read::ZlibDecoder::new(&png[begin + 4..]).read_to_end(&mut rows).expect("a good stream");
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    packer.write_all(&rows).expect("memory takes it");
    packer.finish().expect("memory takes it").len()
}

#[test]
fn a_cover_is_the_first_document_and_a_landmark() {
    let document = specimen();
    let cover = package::cover(&document).expect("every character has a face");
    let files = package::with_cover(&document, &cover);
    let opf = files.text("OEBPS/content.opf");
    assert!(opf.contains("properties=\"cover-image\""), "{opf}");
    let first = opf.split("<itemref ").nth(1).expect("a spine");
    assert!(first.starts_with("idref=\"id_cover.xhtml\""), "{first}");
    let page = files.text("OEBPS/cover.xhtml");
    assert!(page.contains("alt=\"Cover: Dues &amp; Tides: what &lt;10 % hides."), "{page}");
    assert!(files.text("OEBPS/nav.xhtml").contains("<a epub:type=\"cover\" href=\"cover.xhtml\">Cover</a>"));
}

#[test]
fn a_title_of_any_length_stays_on_the_cover() {
    let title = "Interministerial ".repeat(60);
    let record = format!("---\ntitle: {title}\nnumber: 1\n---\nx\n");
    let cover = package::cover(&document(&record, "long.md")).expect("every character has a face");
    let picture = image::load_from_memory(&cover.png).expect("a good PNG").to_rgb8();
    // The last rows of the coloured ground and the margins are bare.
    let ground = picture.get_pixel(0, 0);
    assert!((0..1600).all(|x| picture.get_pixel(x, 1990) == ground));
    assert!((0..2560).all(|y| picture.get_pixel(1599, y).0 == ground.0 || y >= 2000));
}

#[test]
fn a_series_name_of_two_lines_keeps_the_title_at_its_distance() {
    let rows_below_the_rule = |series: &str| {
        let record = format!("---\ntitle: T\nnumber: 1\nseries: {series}\n---\nx\n");
        let cover = package::cover(&document(&record, "series.md")).expect("every character has a face");
        let picture = image::load_from_memory(&cover.png).expect("a good PNG").to_rgb8();
        let ground = *picture.get_pixel(0, 0);
        let is_ruled = |y: &u32| (160..1400).all(|x| *picture.get_pixel(x, *y) != ground);
        let rule = (0..2000).rev().find(is_ruled).expect("there is a rule");
        (rule + 1..2000).take_while(|&y| (0..1600).all(|x| *picture.get_pixel(x, y) == ground)).count()
    };
    let long = "Papers of the Institute for the Study of Harbours and their Dues";
    assert_eq!(rows_below_the_rule(long), rows_below_the_rule("Papers"));
}

#[test]
fn there_is_no_cover_of_boxes() {
    let record = document("---\ntitle: \u{10330}\u{10331}\nnumber: 1\n---\nx\n", "gothic.md");
    assert_eq!(package::cover(&record), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the words and wherever pages begin: well-formed, no word lost, a mark for each page.
    #[test]
    fn any_text_survives(texts in prop::collection::vec("\\PC{1,40}", 1..8), cuts in prop::collection::vec(0_u32..400, 0..6)) {
        let mut document = document("---\ntitle: T\nnumber: 1\n---\nx\n", "any.md");
        let mut position = 0;
        let mut paragraphs = Vec::new();
        for text in &texts {
            let words = Text { text: text.clone(), position, ..Text::default() };
            position += u32::try_from(text.len()).expect("a short text");
            paragraphs.push(Block::Paragraph {
                place: Default::default(), lang: None, direction: None, inlines: vec![Inline::Text(words)],
            });
        }
        for section in &mut document.sections {
            section.heading = None;
            section.blocks = if section.id == "commentary" { paragraphs.clone() } else { Vec::new() };
        }
        let mut cuts = cuts;
        cuts.sort_unstable();
        let files = package(&document, &starts(&cuts), &Accessibility::default());
        prop_assert!(words(files.text("OEBPS/text.xhtml")).contains(&squeeze(&texts.concat())));
        let all: String = files.documents().map(|(_, text)| text).collect();
        for page in 1..=cuts.len() {
            prop_assert_eq!(all.matches(&format!("id=\"page_{page}\"")).count(), 1);
        }
    }
}

impl Files {
    /// Reads a package back.
    fn of(bytes: Vec<u8>, obstacles: Vec<String>) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP file");
        let mut files = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a file of it");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("it can be unpacked");
            files.insert(file.name().to_owned(), String::from_utf8_lossy(&content).into_owned());
        }
        Self { bytes, files, obstacles }
    }
}
