//! EPUBs whose files were broken.

use std::io::{Cursor, Read, Write};

use offprint::batch::verify::{self, Depth};
use offprint::diagnostics::Diagnostic;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::made::good;
use super::{assert_clean, assert_told};

/// The files of a good EPUB, to be broken.
struct Files(Vec<(String, Vec<u8>)>);

impl Files {
    fn open() -> Self {
        let mut zip = ZipArchive::new(Cursor::new(&good().epub)).expect("a good EPUB opens");
        let read = |nth| {
            let mut file = zip.by_index(nth).expect("the file is there");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("the file is whole");
            (file.name().to_owned(), bytes)
        };
        Self((0..good_len()).map(read).collect())
    }

    fn pack(&self, compress_media_type: bool) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in &self.0 {
            let is_plain = path == "mimetype" && !compress_media_type;
            let method = if is_plain { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default().compression_method(method);
            zip.start_file(path, options).expect("a file can be started");
            zip.write_all(bytes).expect("memory can be written to");
        }
        zip.finish().expect("the archive is finished").into_inner()
    }

    fn path(&self, ending: &str) -> usize {
        let found = self.0.iter().position(|(path, _)| path.ends_with(ending));
        found.unwrap_or_else(|| {
            panic!("no {ending} among {:?}", self.0.iter().map(|(path, _)| path).collect::<Vec<_>>())
        })
    }

    /// Replaces text in whichever file has it; exactly one file does.
    fn replace(&mut self, ending: &str, from: &str, to: &str) {
        let mut changed = 0;
        for (path, bytes) in self.0.iter_mut().filter(|(path, _)| path.ends_with(ending)) {
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            if text.contains(from) && !path.ends_with("mimetype") {
                *bytes = text.replacen(from, to, 1).into_bytes();
                changed += 1;
            }
        }
        assert!(changed > 0, "nothing has {from}");
    }

    /// Removes what stands from one text up to and including another.
    fn cut(&mut self, ending: &str, from: &str, to: &str) {
        let has = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|text| text.contains(from));
        let (_, bytes) = self
            .0
            .iter_mut()
            .find(|(path, bytes)| path.ends_with(ending) && has(bytes))
            .expect("a file has it");
        let text = std::str::from_utf8(bytes).expect("it is text");
        let start = text.find(from).expect("as before");
        let end = start + text[start..].find(to).expect("it ends") + to.len();
        *bytes = format!("{}{}", &text[..start], &text[end..]).into_bytes();
    }
}

fn good_len() -> usize {
    ZipArchive::new(Cursor::new(&good().epub)).expect("a good EPUB opens").len()
}

fn told(bytes: &[u8]) -> Vec<Diagnostic> {
    verify::epub(bytes, Some(&good().expected), Depth::Full)
}

fn broken(change: impl FnOnce(&mut Files)) -> Vec<Diagnostic> {
    let mut files = Files::open();
    change(&mut files);
    told(&files.pack(false))
}

#[test]
fn a_good_one_passes() {
    assert_clean(&told(&good().epub));
    assert_clean(&verify::epub(&good().epub, None, Depth::Quick));
    assert_clean(&broken(|_| {}));
}

#[test]
fn a_compressed_media_type() {
    assert_told(&told(&Files::open().pack(true)), "E0940", "mimetype");
}

#[test]
fn a_media_type_that_comes_late() {
    assert_told(&broken(|files| files.0.rotate_left(1)), "E0940", "mimetype");
}

#[test]
fn no_container() {
    let faults = broken(|files| {
        let at = files.path("container.xml");
        files.0.remove(at);
    });
    assert_told(&faults, "E0940", "META-INF/container.xml");
}

#[test]
fn no_archive() {
    assert_told(&told(b"PK"), "E0901", "cannot be opened");
    assert_told(&told(&good().epub[..good().epub.len() / 2]), "E0901", "cannot be opened");
}

#[test]
fn a_byte_flipped() {
    let mut bytes = good().epub.clone();
    let at = bytes.windows(8).position(|window| window == b"nav.xhtm").expect("there is a nav");
    bytes[at + 60] ^= 0x10;
    assert!(!told(&bytes).is_empty());
}

#[test]
fn a_file_lost() {
    let faults = broken(|files| {
        let at = files.path("stylesheet.css");
        files.0.remove(at);
    });
    assert_told(&faults, "E0941", "which is not in the EPUB");
}

#[test]
fn a_file_too_many() {
    let faults = broken(|files| files.0.push(("OEBPS/notes.txt".to_owned(), b"draft".to_vec())));
    assert_told(&faults, "E0941", "not in its manifest");
}

#[test]
fn a_document_that_nobody_gets_to() {
    let faults = broken(|files| files.cut(".opf", "<itemref idref=\"id_text.xhtml\"", "/>"));
    assert_told(&faults, "E0941", "not in the spine");
    assert_told(&faults, "E0904", "where the record says");
}

#[test]
fn no_date_of_change() {
    assert_told(
        &broken(|files| files.cut(".opf", "<meta property=\"dcterms:modified\"", "</meta>")),
        "E0941",
        "last changed",
    );
}

#[test]
fn not_well_formed() {
    assert_told(&broken(|files| files.replace("text.xhtml", "</p>", "")), "E0942", "text.xhtml");
}

#[test]
fn an_entity_of_html() {
    assert_told(&broken(|files| files.replace("text.xhtml", "<p>", "<p>&nbsp;")), "E0942", "nbsp");
}

#[test]
fn an_id_twice() {
    let faults = broken(|files| files.replace("text.xhtml", "<blockquote", "<blockquote id=\"note_1\""));
    assert_told(&faults, "E0943", "`note_1` twice");
}

#[test]
fn a_link_to_nowhere() {
    let faults = broken(|files| files.replace("text.xhtml", "https://harbour.example/dues", "missing.xhtml"));
    assert_told(&faults, "E0921", "missing.xhtml");
}

#[test]
fn an_address_that_runs_something() {
    let faults =
        broken(|files| files.replace("text.xhtml", "https://harbour.example/dues", "javascript:alert(1)"));
    assert_told(&faults, "E0921", "no address that readers may follow");
}

#[test]
fn a_link_to_a_document_outside_of_the_spine() {
    let faults = broken(|files| files.cut(".opf", "<itemref idref=\"id_text.xhtml\"", "/>"));
    assert_told(&faults, "E0921", "a document that is not in the spine");
}

#[test]
fn a_note_mark_that_leads_astray() {
    let faults = broken(|files| files.replace("text.xhtml", "href=\"#note_1\"", "href=\"#commentary\""));
    assert_told(&faults, "E0921", "a note mark");
}

#[test]
fn a_note_that_leads_back_to_nothing() {
    let faults =
        broken(|files| files.replace("text.xhtml", "href=\"#mark_1_1\"", "href=\"#commentary_heading\""));
    assert_told(&faults, "E0921", "the way back");
}

#[test]
fn no_alternative_text() {
    let faults = broken(|files| files.replace("text.xhtml", "alt=\"A chart of dues by port\"", "alt=\"\""));
    assert_told(&faults, "E0915", "without alternative text");
}

#[test]
fn an_image_that_is_not_there() {
    let faults = broken(|files| files.replace("text.xhtml", ".png\"", ".gif\""));
    assert_told(&faults, "E0921", "shows the image");
}

#[test]
fn no_language() {
    let faults = broken(|files| files.replace("text.xhtml", " lang=\"en-GB\"", ""));
    assert_told(&faults, "E0916", "text.xhtml");
}

#[test]
fn another_language() {
    let faults = broken(|files| files.replace(".opf", "<dc:language>en-GB", "<dc:language>de"));
    assert_told(&faults, "E0916", "\"de\"");
}

#[test]
fn a_heading_skipped() {
    let faults = broken(|files| {
        files.replace("text.xhtml", "<h3", "<h5");
        files.replace("text.xhtml", "</h3>", "</h5>");
    });
    assert_told(&faults, "E0914", "level 5");
}

#[test]
fn contents_that_miss_a_section() {
    let faults = broken(|files| files.replace("nav.xhtml", ">Commentary</a>", ">Comment</a>"));
    assert_told(&faults, "E0944", "`Commentary`");
}

#[test]
fn a_page_that_is_not_marked() {
    let faults = broken(|files| files.replace(".xhtml", "id=\"page_1\"", "id=\"page_one\""));
    assert_told(&faults, "E0945", "does not lead to the mark");
}

#[test]
fn the_pages_of_another_pdf() {
    let faults = broken(|files| {
        files.replace("content.opf", "\"pageBreakSource\">urn:uuid:", "\"pageBreakSource\">urn:uuid:0");
    });
    assert_told(&faults, "E0945", "the record's PDF is `urn:uuid:");
}

#[test]
fn a_page_left_out_of_the_list() {
    let faults = broken(|files| files.cut("nav.xhtml", "<li><a href=\"title.xhtml#page_1\"", "</li>"));
    assert_told(&faults, "E0945", "not the same in order");
}

#[test]
fn a_mode_that_is_not_told() {
    let faults = broken(|files| files.cut(".opf", "<meta property=\"schema:accessMode\">visual", "</meta>"));
    assert_told(&faults, "E0946", "access modes");
}

#[test]
fn a_feature_that_is_not_there() {
    let faults = broken(|files| files.cut("text.xhtml", "<figure", "</figure>"));
    assert_told(&faults, "E0946", "alternative text");
}

#[test]
fn no_hazards_told() {
    let faults =
        broken(|files| files.cut(".opf", "<meta property=\"schema:accessibilityHazard\"", "</meta>"));
    assert_told(&faults, "E0946", "schema:accessibilityHazard");
}

#[test]
fn another_title() {
    let faults = broken(|files| files.replace(".opf", "Dues in Five Ports", "Dues in Six Ports"));
    assert_told(&faults, "E0922", "the EPUB's title");
}

#[test]
fn a_script() {
    let faults =
        broken(|files| files.replace("text.xhtml", "</body>", "<script src=\"x.js\"></script></body>"));
    assert_told(&faults, "E0925", "`script`");
}

#[test]
fn a_style_sheet_that_fetches() {
    let faults = broken(|files| {
        let at = files.path("stylesheet.css");
        files.0[at].1.extend(b"\n@font-face { font-family: x; src: url(https://x.example/x.woff2) }\n");
    });
    assert_told(&faults, "E0921", "x.woff2");
}
