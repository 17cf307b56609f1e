//! Cases of `pdf`: pages made by hand, written, and read back.

mod facts;
mod specimen;

use facts::{Facts, dictionary, text_string};
use lopdf::Object;
use offprint::diagnostics::Diagnostic;
use offprint::document::{ImageFormat, Lang, LinkTarget};
use offprint::geometry::{Point, Pt};
use offprint::layout::frame::AreaTarget;
use offprint::layout::{Glyph, GlyphRun, Item, Owner, Tag};
use offprint::pdf::{self, Attachment, Job, Options, PdfFile, Standard, SubsetCache};
use specimen::Specimen;

fn try_write(specimen: &Specimen, options: &Options) -> Result<PdfFile, Vec<Diagnostic>> {
    pdf::write(&Job {
        document: &specimen.document,
        pages: &specimen.pages,
        fonts: &specimen.fonts,
        options,
        subsets: &SubsetCache::default(),
    })
}

fn write_with(specimen: &Specimen, options: &Options) -> Vec<u8> {
    let written =
        try_write(specimen, options).unwrap_or_else(|faults| panic!("it is not written: {faults:?}"));
    assert_eq!(written.pages, specimen.pages.pages.len());
    keep(&written.bytes);
    written.bytes
}

fn write(specimen: &Specimen) -> Facts {
    Facts::of(&write_with(specimen, &Options::default()))
}

/// Leaves a copy for outside validators where `OFFPRINT_KEEP_PDF` names a folder.
fn keep(bytes: &[u8]) {
    if let (Ok(folder), Some(test)) = (std::env::var("OFFPRINT_KEEP_PDF"), std::thread::current().name()) {
        let path = format!("{folder}/{}.pdf", test.replace("::", "-"));
        std::fs::write(path, bytes).expect("the folder can be written to");
    }
}

/// Sets runs one below the other as one paragraph.
fn paragraph(runs: impl IntoIterator<Item = GlyphRun>) -> Specimen {
    let mut specimen = Specimen::new();
    let element = specimen.element(specimen.root, Tag::P);
    let leaf = specimen.pages.tree.leaf(element);
    for (nth, mut run) in runs.into_iter().enumerate() {
        run.origin.y = Pt(72.0 + 15.0 * nth as f64);
        specimen.place(Owner::Leaf(leaf), Item::Run(run));
    }
    specimen
}

fn runs(texts: &[&str]) -> Vec<GlyphRun> {
    let specimen = Specimen::new();
    texts.iter().map(|text| specimen.run(text, 72.0)).collect()
}

/// Adds the hyphen of a broken word, which stands for nothing in the record.
fn hyphenated(text: &str) -> GlyphRun {
    let mut runs = runs(&[text, "-"]);
    let hyphen = runs[1].glyphs.iter().next().expect("a glyph");
    let end = text.len() as u32;
    change(&mut runs[0], |glyphs| glyphs.push(Glyph { text: (end, end), ..hyphen }));
    runs.swap_remove(0)
}

/// Sets a run's glyphs otherwise.
fn change(run: &mut GlyphRun, how: impl FnOnce(&mut Vec<Glyph>)) {
    let mut glyphs = run.glyphs.iter().collect();
    how(&mut glyphs);
    run.glyphs = glyphs.into_iter().collect();
}

#[test]
fn every_construct_has_its_place_in_the_tree() {
    let facts = write(&specimen::whole());
    let expected = include_str!("pdf/whole.txt");
    assert_eq!(facts.tree(), expected, "{}", facts.tree());
    assert_eq!(facts.furniture.iter().filter(|words| words.as_str() == "Kizekova · Silk").count(), 2);
}

#[test]
fn every_piece_of_content_is_owned_once() {
    let facts = write(&specimen::whole());
    let numbers = facts.follow(facts.catalogue(), &["StructTreeRoot", "ParentTree", "Nums"]);
    let numbers = numbers.as_array().expect("an array");
    for (nth, &page) in facts.pages.iter().enumerate() {
        assert_eq!(numbers[2 * nth], Object::Integer(nth as i64));
        let owners = facts.resolve(&numbers[2 * nth + 1]).as_array().expect("the owners on a page");
        assert_eq!(owners.len(), facts.said.keys().filter(|(on, _)| *on == page).count());
        for (number, owner) in owners.iter().enumerate() {
            let kids = facts.follow(dictionary(facts.resolve(owner)), &["K"]).as_array().expect("kids");
            let is_own = |kid: &&Object| match facts.resolve(kid) {
                Object::Integer(own) => *own == number as i64,
                Object::Dictionary(kid) => {
                    kid.get(b"MCID").and_then(Object::as_i64).ok() == Some(number as i64)
                }
                _ => false,
            };
            assert_eq!(kids.iter().filter(is_own).count(), 1, "number {number} of page {nth}");
        }
    }
    let annotations = dictionary(
        facts.follow(facts.graph.get_dictionary(facts.pages[0]).expect("a page"), &["Annots", "0"]),
    );
    let key = annotations.get(b"StructParent").and_then(Object::as_i64).expect("a key");
    let at = numbers
        .iter()
        .step_by(2)
        .position(|number| number.as_i64().ok() == Some(key))
        .expect("the key is there");
    assert_eq!(
        dictionary(facts.resolve(&numbers[2 * at + 1])).get(b"S").and_then(Object::as_name).ok(),
        Some(&b"Link"[..])
    );
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let specimen = specimen::whole();
    let options = Options::default();
    assert_eq!(write_with(&specimen, &options), write_with(&specimen, &options));
}

#[test]
fn a_shared_cache_changes_no_byte() {
    let (whole, other) = (specimen::whole(), paragraph(runs(&["Other words in the same face."])));
    let subsets = SubsetCache::default();
    let options = Options::default();
    let write_shared = |specimen: &Specimen| {
        let job = Job {
            document: &specimen.document,
            pages: &specimen.pages,
            fonts: &specimen.fonts,
            options: &options,
            subsets: &subsets,
        };
        pdf::write(&job).expect("it is written").bytes
    };
    write_shared(&other);
    write_shared(&whole);
    assert_eq!(write_shared(&whole), write_with(&whole, &options));
}

#[test]
fn a_word_broken_at_a_line_end_is_said_whole() {
    let facts =
        write(&paragraph([hyphenated("It is broken in exam"), runs(&["ple, and goes on."]).remove(0)]));
    assert_eq!(
        facts.tree(),
        "Document\n  P\n    \"It is broken in \"\n    \"example,\"\n    \"\"\n    \" and goes on.\"\n"
    );
    let parts: Vec<&str> = facts.said.values().map(|said| said.codes.as_str()).collect();
    assert_eq!(parts, ["It is broken in ", "exam\u{AD}", "ple,", " and goes on."]);
}

#[test]
fn a_word_broken_at_its_own_soft_hyphen_is_said_without_it() {
    let facts = write(&paragraph(runs(&["con\u{ad}sti\u{ad}", "tu\u{200b}tion"])));
    let said: Vec<&str> = facts.said.values().map(|said| said.text()).collect();
    assert_eq!(said, ["constitution", ""]);
}

#[test]
fn a_hyphen_of_the_record_at_a_line_end_stays() {
    let facts = write(&paragraph(runs(&["It is well-", "known and pre- ", "war."])));
    let said: Vec<&str> = facts.said.values().map(|said| said.text()).collect();
    assert_eq!(said.concat(), "It is well-known and pre- war.");
    assert!(said.contains(&"well-known") && said.contains(&"pre- war."), "{said:?}");
}

#[test]
fn a_full_stop_after_a_link_belongs_to_its_broken_word() {
    let mut specimen = Specimen::new();
    let paragraph = specimen.element(specimen.root, Tag::P);
    let link = specimen.element(paragraph, Tag::Link);
    let inner = specimen.pages.tree.leaf(link);
    let tail = specimen.pages.tree.leaf(paragraph);
    specimen.line(Owner::Leaf(inner), "harbour.example/");
    specimen.feed();
    let area = specimen.line(Owner::Leaf(inner), "dues");
    specimen.line_at(Owner::Leaf(tail), ". And so on.", area.right().0);
    let address = AreaTarget::Link(LinkTarget::Address("https://harbour.example/dues".to_owned()));
    specimen.link(area, address, link, "dues");
    assert_eq!(
        write(&specimen).tree(),
        "Document\n  P\n    Link\n      \"harbour.example/dues.\"\n      \"\"\n      -> dues\n    \"\"\n    \" And so on.\"\n"
    );
}

#[test]
fn a_cell_is_drawn_whole_before_the_next() {
    let mut specimen = Specimen::new();
    let table = specimen.element(specimen.root, Tag::Table);
    let row = specimen.element(table, Tag::TR);
    let cells = [(); 2].map(|()| specimen.element(row, Tag::TD));
    let leaves = cells.map(|cell| specimen.pages.tree.leaf(cell));
    for line in [["one ", "three "], ["two", "four"]] {
        for ((text, leaf), x) in line.into_iter().zip(leaves).zip([72.0, 172.0]) {
            specimen.line_at(Owner::Leaf(leaf), text, x);
        }
        specimen.feed();
    }
    let facts = write(&specimen);
    let said: Vec<&str> = facts.said.values().map(|said| said.text()).collect();
    assert_eq!(said, ["one two", "three four"]);
}

#[test]
fn a_mark_set_back_over_its_letter_is_replaced_with_what_follows() {
    let mut run = runs(&["xa\u{301}bc d"]).remove(0);
    change(&mut run, |glyphs| {
        glyphs[1].text = (1, 4);
        glyphs[2].text = (1, 4);
        glyphs[2].advance = Pt(0.0);
        glyphs[2].offset.x = Pt(-3.0);
    });
    let facts = write(&paragraph([run]));
    assert_eq!(facts.tree(), "Document\n  P\n    \"x\"\n    \"a\\u{301}b\"\n    \"c d\"\n");
}

#[test]
fn a_link_around_a_figure_says_what_the_figure_does() {
    let mut specimen = figure(ImageFormat::Png, png());
    let link = specimen.element(specimen.root, Tag::Link);
    let element = specimen.figure(link, offprint::document::ImageId(0), "A map", (20.0, 20.0));
    let rect = specimen.pages.tree.get(element).bbox.expect("it is placed");
    let address = AreaTarget::Link(LinkTarget::Address("https://harbour.example/".to_owned()));
    specimen.link(rect, address, link, "A map");
    let tree = write(&specimen).tree();
    assert!(tree.contains("  Link Alt=A map\n    Figure Alt=A map"), "{tree}");
}

#[test]
fn lines_of_code_are_not_taken_for_a_broken_word() {
    let mut specimen = Specimen::new();
    let paragraph = specimen.element(specimen.root, Tag::P);
    let code = specimen.element(paragraph, Tag::Code);
    let leaf = specimen.pages.tree.leaf(code);
    for line in ["let", "done;"] {
        specimen.line(Owner::Leaf(leaf), line);
        specimen.feed();
    }
    assert_eq!(write(&specimen).tree(), "Document\n  P\n    Code\n      \"letdone;\"\n");
}

#[test]
fn a_ligature_says_its_letters_and_one_glyph_may_say_two_things() {
    let mut run = runs(&["fi and x x"]).remove(0);
    // One glyph for two letters; and the same glyph for a small and for a capital letter.
    change(&mut run, |glyphs| {
        glyphs.remove(1);
        glyphs[0].text = (0, 2);
    });
    run.text = "fi and x X".into();
    let facts = write(&paragraph([run]));
    assert_eq!(facts.tree(), "Document\n  P\n    \"fi and x X\"\n");
    let descendant = dictionary(facts.follow(facts.fonts()[0], &["DescendantFonts", "0"]));
    let map = facts
        .resolve(descendant.get(b"CIDToGIDMap").expect("a map"))
        .as_stream()
        .expect("codes are not glyphs");
    let map = map.decompressed_content().expect("it is unpacked");
    let glyphs: Vec<u16> =
        map.chunks_exact(2).map(|glyph| u16::from_be_bytes([glyph[0], glyph[1]])).collect();
    let last = glyphs.last().expect("codes");
    assert_eq!(
        glyphs.iter().filter(|glyph| *glyph == last).count(),
        2,
        "two codes for one glyph: {glyphs:?}"
    );
}

#[test]
fn more_glyphs_than_letters_are_replaced_by_their_text() {
    let mut run = runs(&["a bc d"]).remove(0);
    // `b` and `c` stand for one letter together, as the two halves of a Tamil vowel do.
    run.text = "a b d".into();
    change(&mut run, |glyphs| {
        for glyph in &mut glyphs[2..4] {
            glyph.text = (2, 3);
        }
        glyphs[4].text = (3, 4);
        glyphs[5].text = (4, 5);
    });
    let facts = write(&paragraph([run]));
    assert_eq!(facts.tree(), "Document\n  P\n    \"a \"\n    \"b\"\n    \" d\"\n");
}

#[test]
fn letters_of_a_cluster_are_dealt_out_to_its_glyphs() {
    let mut run = runs(&["a bc d"]).remove(0);
    change(&mut run, |glyphs| {
        for glyph in &mut glyphs[2..4] {
            glyph.text = (2, 4);
        }
    });
    let facts = write(&paragraph([run]));
    assert_eq!(facts.tree(), "Document\n  P\n    \"a bc d\"\n");
}

#[test]
fn a_line_from_right_to_left_is_shown_as_it_is_read() {
    let mut run = runs(&["abc"]).remove(0);
    run.is_rtl = true;
    run.text = "cba".into();
    let count = run.glyphs.len() as u32;
    change(&mut run, |glyphs| {
        for (nth, glyph) in glyphs.iter_mut().enumerate() {
            glyph.text = (count - 1 - nth as u32, count - nth as u32);
        }
    });
    let widths: Vec<f64> = run.glyphs.iter().map(|glyph| glyph.advance.0).collect();
    let facts = write(&paragraph([run]));
    assert_eq!(facts.tree(), "Document\n  P\n    \"cba\"\n");
    let start = 72.0 + widths[0] + widths[1];
    assert!(
        facts.content(0).contains(&format!("\n{start:.2} ")),
        "it starts at {start}: {}",
        facts.content(0)
    );
}

#[test]
fn a_glyph_is_raised_moved_and_widened_as_it_was_set() {
    let mut run = runs(&["abc"]).remove(0);
    run.stretch = 1.02;
    change(&mut run, |glyphs| {
        glyphs[1].offset = Point { x: Pt(0.0), y: Pt(-2.5) };
        for glyph in &mut *glyphs {
            glyph.advance = glyph.advance * 1.02;
        }
        glyphs[0].advance += Pt(1.1);
    });
    let facts = write(&paragraph([run]));
    let content = facts.content(0);
    assert!(
        content.contains("102 Tz") && content.contains("2.5 Ts") && content.contains("0 Ts"),
        "{content}"
    );
    // 1.1 points at 11 points, 2 % wider: 98 thousandths of an em.
    assert!(content.contains("-98"), "{content}");
}

#[test]
fn a_foreign_run_tells_its_language() {
    let mut specimen = paragraph(runs(&["le mot"]));
    if let Item::Run(run) = &mut specimen.pages.pages[0].items[0].item {
        run.lang = Some(Lang::from("fr"));
    }
    assert_eq!(write(&specimen).tree(), "Document\n  P\n    \"le mot\" [fr]\n");
}

#[test]
fn an_element_without_content_is_left_out_but_a_cell_holds_its_place() {
    let mut specimen = paragraph(runs(&["Words."]));
    specimen.element(specimen.root, Tag::P);
    let table = specimen.element(specimen.root, Tag::Table);
    let row = specimen.element(table, Tag::TR);
    specimen.element(row, Tag::TD);
    assert_eq!(write(&specimen).tree(), "Document\n  P\n    \"Words.\"\n  Table\n    TR\n      TD\n");
}

#[test]
fn the_outline_is_nested_as_the_headings_are() {
    let facts = write(&specimen::whole());
    let outline = dictionary(facts.follow(facts.catalogue(), &["Outlines"]));
    assert_eq!(outline.get(b"Count").and_then(Object::as_i64).ok(), Some(2));
    let inner = dictionary(facts.follow(outline, &["First", "First"]));
    assert_eq!(text_string(inner.get(b"Title").expect("a title")), "Synopsis");
    assert!(inner.has(b"SE"));
}

#[test]
fn links_go_where_they_say() {
    let facts = write(&specimen::whole());
    let page = facts.graph.get_dictionary(facts.pages[0]).expect("a page");
    let address = facts.follow(page, &["Annots", "0", "A", "URI"]);
    assert_eq!(address.as_str().ok(), Some(&b"https://example.org/a?b=%C3%BC"[..]));
    let note = facts.follow(page, &["Annots", "1", "Dest"]).as_array().expect("a place");
    assert_eq!(note[0], Object::Reference(facts.pages[0]));
    assert_eq!(note[1], "XYZ".into());
}

#[test]
fn a_link_to_nowhere_is_a_fault() {
    let mut specimen = specimen::whole();
    let element = specimen.pages.pages[0].links[0].element;
    let rect = specimen.pages.pages[0].links[0].rect;
    specimen.link(rect, AreaTarget::Link(LinkTarget::Internal("nowhere".to_owned())), element, "Nowhere");
    let faults = try_write(&specimen, &Options::default()).expect_err("it is refused");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].code.code, "E0603");
    assert!(faults[0].message.contains("`#nowhere`"), "{}", faults[0].message);
}

#[test]
fn a_character_without_a_glyph_is_a_fault() {
    let mut run = runs(&["abc"]).remove(0);
    change(&mut run, |glyphs| glyphs[1].id = 0);
    let faults = try_write(&paragraph([run]), &Options::default()).expect_err("it is refused");
    assert_eq!(faults[0].code.code, "E0605");
    assert!(faults[0].message.contains("`b`"), "{}", faults[0].message);
}

#[test]
fn a_file_that_claims_nothing_may_have_boxes_and_says_what_they_stand_for() {
    let mut run = runs(&["abcd"]).remove(0);
    change(&mut run, |glyphs| (glyphs[1].id, glyphs[2].id) = (0, 0));
    let options = Options { standard: Standard::None, attachment: None };
    let facts = Facts::of(&write_with(&paragraph([run]), &options));
    assert_eq!(facts.tree(), "Document\n  P\n    \"abcd\"\n");
}

#[test]
fn info_and_xmp_say_the_same() {
    let facts = write(&specimen::whole());
    let info = facts.graph.trailer.get(b"Info").and_then(Object::as_reference).expect("Info");
    let info = facts.graph.get_dictionary(info).expect("Info");
    let packet = facts.follow(facts.catalogue(), &["Metadata"]).as_stream().expect("a stream");
    assert!(!packet.dict.has(b"Filter"), "it can be found without reading PDF");
    let packet = String::from_utf8(packet.content.clone()).expect("UTF-8");
    for (key, tag) in [
        ("Title", "dc:title"),
        ("Subject", "dc:description"),
        ("Keywords", "pdf:Keywords"),
        ("Producer", "pdf:Producer"),
    ] {
        let value = text_string(info.get(key.as_bytes()).expect(key)).replace('&', "&amp;");
        let from = packet.find(&format!("<{tag}>")).expect(tag);
        assert!(
            packet[from..packet.find(&format!("</{tag}>")).expect(tag)].contains(&value),
            "{tag} is not {value}"
        );
    }
    assert_eq!(text_string(info.get(b"Author").expect("authors")), "Kristína Kižeková; A. N. Other");
    assert_eq!(text_string(info.get(b"CreationDate").expect("a date")), "D:20120223000000Z");
    assert_eq!(text_string(info.get(b"ModDate").expect("a date")), "D:20141001000000Z");
    for part in [
        "<rdf:li>A &lt;publisher&gt;</rdf:li>",
        "<pdfaid:part>2<",
        "<pdfuaid:part>1<",
        "<prism:number>CO12033<",
        "<xmpMM:DocumentID>urn:uuid:",
        "<xmp:ModifyDate>2014-10-01T00:00:00Z<",
    ] {
        assert!(packet.contains(part), "{part} is not in {packet}");
    }
    assert!(!info.has(b"Trapped") && !info.has(b"GTS_PDFXVersion"));
}

#[test]
fn without_a_standard_nothing_is_claimed() {
    let options = Options { standard: Standard::None, attachment: None };
    let facts = Facts::of(&write_with(&specimen::whole(), &options));
    let packet =
        facts.follow(facts.catalogue(), &["Metadata"]).as_stream().expect("a stream").content.clone();
    let packet = String::from_utf8(packet).expect("UTF-8");
    assert!(!packet.contains("<pdfaid:part>") && !packet.contains("<pdfuaid:part>"));
}

#[test]
fn the_record_travels_inside() {
    let options = Options {
        standard: Standard::Ua1A3a,
        attachment: Some(Attachment {
            name: "CO12033.md".to_owned(),
            bytes: b"# Silk".to_vec(),
            mime: "text/markdown".to_owned(),
        }),
    };
    let facts = Facts::of(&write_with(&specimen::whole(), &options));
    let file = dictionary(facts.follow(facts.catalogue(), &["AF", "0"]));
    assert_eq!(file.get(b"AFRelationship").and_then(Object::as_name).ok(), Some(&b"Source"[..]));
    let stream = facts.follow(file, &["EF", "F"]).as_stream().expect("the file");
    assert_eq!(stream.decompressed_content().ok(), Some(b"# Silk".to_vec()));
    assert_eq!(facts.follow(&stream.dict, &["Params", "Size"]).as_i64().ok(), Some(6));
}

#[test]
fn of_pdf_2_elements_have_namespaces_and_notes_name_their_marks() {
    let attachment =
        Attachment { name: "a.md".to_owned(), bytes: b"# Silk".to_vec(), mime: "text/markdown".to_owned() };
    let options = Options { standard: Standard::Ua2A4f, attachment: Some(attachment) };
    let bytes = write_with(&specimen::whole(), &options);
    assert!(bytes.starts_with(b"%PDF-2.0\n"));
    let facts = Facts::of(&bytes);
    assert!(!facts.graph.trailer.has(b"Info"));
    let packet = facts.follow(facts.catalogue(), &["Metadata"]).as_stream().expect("a stream");
    let packet = String::from_utf8(packet.content.clone()).expect("UTF-8");
    for claim in [
        "pdfaid:part>4<",
        "pdfaid:rev>2020<",
        "pdfaid:conformance>F<",
        "pdfuaid:part>2<",
        "pdfuaid:rev>2024<",
    ] {
        assert!(packet.contains(claim), "{claim} is not in {packet}");
    }
    assert!(!packet.contains("pdfaExtension:schemas>"));
    let spaces = facts.follow(facts.catalogue(), &["StructTreeRoot", "Namespaces"]);
    assert_eq!(spaces.as_array().map(Vec::len).ok(), Some(2));
    let document = dictionary(facts.follow(facts.catalogue(), &["StructTreeRoot", "K", "0"]));
    let space = facts.follow(document, &["NS", "NS"]);
    assert_eq!(space.as_str().ok(), Some(&b"http://iso.org/pdf2/ssn"[..]));
    let tree = facts.tree();
    assert!(tree.contains("FENote ID=note-element-9") && !tree.contains(" Note ID"), "{tree}");
    let page = facts.graph.get_dictionary(facts.pages[0]).expect("a page");
    let within = facts.follow(page, &["Annots", "1", "A", "SD"]).as_array().expect("a place");
    assert_eq!(
        dictionary(facts.resolve(&within[0])).get(b"S").and_then(Object::as_name).ok(),
        Some(&b"FENote"[..])
    );
}

/// Tells what of a file's content refers to nothing, or to something of another kind.
fn astray(bytes: &[u8]) -> Vec<String> {
    let faults = offprint::batch::verify::pdf(bytes, None, offprint::batch::verify::Depth::Full);
    faults.into_iter().filter(|fault| fault.code.code == "E0929").map(|fault| fault.message).collect()
}

#[test]
fn drawings_bring_what_they_refer_to() {
    let mut specimen = Specimen::new();
    specimen.block(specimen.root, Tag::P, "Words.");
    for colour in ["red", "blue"] {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'><linearGradient id='g'><stop offset='0'/>\
             <stop offset='1' stop-color='{colour}' stop-opacity='.5'/></linearGradient><pattern id='p' width='9' height='9' \
             patternUnits='userSpaceOnUse'><circle r='9' fill='{colour}'/></pattern><rect width='60' height='20' \
             fill='url(#g)' opacity='.5'/><rect width='60' height='9' fill='url(#p)'/></svg>"
        );
        let image = specimen.image(ImageFormat::Svg, svg.into_bytes(), 60, 30);
        specimen.figure(specimen.root, image, "A drawing", (100.0, 50.0));
    }
    assert_eq!(astray(&write_with(&specimen, &Options::default())), Vec::<String>::new());
}

/// A picture of four pixels: red, half clear red, clear, grey.
fn png() -> Vec<u8> {
    let pixels = [255, 0, 0, 255, 255, 0, 0, 128, 9, 9, 9, 0, 70, 70, 70, 255];
    let mut file = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut file);
    image::ImageEncoder::write_image(encoder, &pixels, 2, 2, image::ExtendedColorType::Rgba8)
        .expect("it is made");
    file
}

fn jpeg(colour: image::ExtendedColorType, pixels: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut file);
    encoder.encode(pixels, 2, 2, colour).expect("it is made");
    file
}

fn figure(format: ImageFormat, data: Vec<u8>) -> Specimen {
    let mut specimen = Specimen::new();
    specimen.block(specimen.root, Tag::P, "Words.");
    let image = specimen.image(format, data, 2, 2);
    specimen.figure(specimen.root, image, "A picture", (100.0, 50.0));
    specimen
}

fn object(facts: &Facts) -> &lopdf::Stream {
    let page = facts.graph.get_dictionary(facts.pages[0]).expect("a page");
    facts.follow(page, &["Resources", "XObject", "I0"]).as_stream().expect("an image")
}

#[test]
fn transparency_is_laid_on_white() {
    let facts = write(&figure(ImageFormat::Png, png()));
    let stream = object(&facts);
    assert!(!stream.dict.has(b"SMask"));
    assert_eq!(stream.dict.get(b"ColorSpace").and_then(Object::as_name).ok(), Some(&b"DeviceRGB"[..]));
    let pixels = stream.decompressed_content().expect("it is unpacked");
    assert_eq!(pixels, [255, 0, 0, 255, 127, 127, 255, 255, 255, 70, 70, 70]);
    assert_eq!(
        facts.tree(),
        "Document\n  P\n    \"Words.\"\n  Figure Alt=A picture Placement=Block BBox=72,704.49,172,754.49\n    \"\"\n"
    );
}

#[test]
fn a_jpeg_goes_in_as_it_is() {
    let data = jpeg(image::ExtendedColorType::L8, &[0, 80, 160, 255]);
    let facts = write(&figure(ImageFormat::Jpeg, data.clone()));
    assert_eq!(object(&facts).content, data);
    assert_eq!(
        object(&facts).dict.get(b"ColorSpace").and_then(Object::as_name).ok(),
        Some(&b"DeviceGray"[..])
    );
}

#[test]
fn a_damaged_image_is_a_fault() {
    let mut data = png();
    data.truncate(40);
    let faults = try_write(&figure(ImageFormat::Png, data), &Options::default()).expect_err("it is refused");
    assert_eq!(faults[0].code.code, "E0602");
}

#[test]
fn a_drawing_stays_a_drawing() {
    let facts = write(&specimen::whole());
    let stream = object(&facts);
    assert_eq!(stream.dict.get(b"Subtype").and_then(Object::as_name).ok(), Some(&b"Form"[..]));
    // Its text is outlines: no font but the page's own.
    assert_eq!(facts.fonts().len(), 1);
}
