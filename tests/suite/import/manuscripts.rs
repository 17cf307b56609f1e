//! Word manuscripts, written part by part.

use std::io::Write as _;
use std::path::Path;

use offprint::import::{self, Imported, report::Action};

/// Packs a manuscript of a body and other parts.
fn manuscript(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    packed(body, &parts)
}

/// As [`manuscript`], of parts that need not be text.
fn packed(body: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("word/document.xml", document.as_bytes())].iter().chain(parts) {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn import(bytes: &[u8]) -> Imported {
    match import::import(Path::new("a.docx"), bytes, None, &|_| None) {
        Ok(imported) => imported,
        Err(fault) => panic!("{}", fault.message),
    }
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn bold(text: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

#[test]
fn a_manuscript_without_styles_is_read_by_its_bold_lines() {
    let body = [
        bold("Harbour Dues"),
        paragraph(&run("By Ann Lee and Ben Tan")),
        paragraph(&run("23 February 2012")),
        bold("Synopsis"),
        paragraph(&run("Dues rise.")),
        bold("Commentary"),
        paragraph(&run("“The port is old.” It was said.")),
        bold("What they buy"),
        paragraph(&run("Dredging, pilots and light.")),
        bold("About the Authors"),
        paragraph(&run("Ann Lee is a Fellow.")),
        paragraph(&run("Ben Tan was a pilot.")),
    ];
    let imported = import(&manuscript(&body.concat(), &[]));
    let record = super::read("a.md", &imported.text);
    assert_eq!(record.title.text, "Harbour Dues");
    assert_eq!(record.date.map(|date| date.to_string()).as_deref(), Some("2012-02-23"));
    let bios: Vec<_> =
        record.authors.iter().map(|author| author.bio.as_ref().map(|bio| bio.text.as_str())).collect();
    assert_eq!(bios, [Some("Ann Lee is a Fellow."), Some("Ben Tan was a pilot.")]);
    assert_eq!(
        record.body.text.trim(),
        "“The port is old.” It was said.\n\n## What they buy\n\nDredging, pilots and light."
    );
    assert!(!imported.report.has_guesses(), "{}", imported.report);
}

#[test]
fn tracked_changes_are_accepted_and_comments_told() {
    let body = format!(
        "{}<w:p><w:commentRangeStart w:id=\"1\"/>{}<w:ins w:id=\"2\">{}</w:ins><w:del w:id=\"3\"><w:r><w:delText>old\
         </w:delText></w:r></w:del>{}</w:p>",
        bold("Harbour Dues"),
        run("The "),
        run("new"),
        run(" port.")
    );
    let comments = "<w:comments xmlns:w=\"w\"><w:comment w:id=\"1\" w:author=\"Editor\"><w:p><w:r><w:t>Sure?</w:t></w:r></w:p>\
                    </w:comment></w:comments>";
    let imported = import(&manuscript(&body, &[("word/comments.xml", comments)]));
    assert!(imported.text.ends_with("---\n\nThe new port.\n"), "{}", imported.text);
    let tells = |action, part: &str| {
        imported.report.entries.iter().any(|entry| entry.action == action && entry.message.contains(part))
    };
    assert!(tells(Action::Repaired, "kept insertions: 1, deletions left out: 1"));
    assert!(tells(Action::Dropped, "a comment by Editor: `Sure?`"));
}

#[test]
fn notes_links_lists_and_tables_become_markdown() {
    let item = |text: &str, depth: usize, list: usize| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
            run(text)
        )
    };
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(&run(text)));
    let link = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://b.example/\"\
                </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>field</w:t></w:r>\
                <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let body = [
        bold("Harbour Dues"),
        format!(
            "<w:p>{}<w:r><w:footnoteReference w:id=\"2\"/></w:r>{}<w:hyperlink r:id=\"rId1\">{}</w:hyperlink>{}{link}</w:p>",
            run("It rose"),
            run(" by 2 * 3, see "),
            run("this"),
            run(" and ")
        ),
        item("one", 0, 1),
        item("deep", 1, 1),
        item("two", 0, 1),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("Year"),
            cell("Dues"),
            cell("2011"),
            cell("1")
        ),
    ];
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>By a chart.</w:t></w:r></w:p></w:footnote>\
                 </w:footnotes>";
    let relations = "<Relationships><Relationship Id=\"rId1\" Target=\"https://a.example/\" TargetMode=\"External\"/>\
                     </Relationships>";
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"9\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
                     <w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/>\
                     <w:lvlText w:val=\"-\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"9\"/></w:num>\
                     </w:numbering>";
    let parts = [
        ("word/footnotes.xml", notes),
        ("word/_rels/document.xml.rels", relations),
        ("word/numbering.xml", numbering),
    ];
    let imported = import(&manuscript(&body.concat(), &parts));
    super::read("a.md", &imported.text);
    let (_, body) = imported.text.split_once("---\n\n").expect("front matter");
    assert_eq!(
        body,
        "It rose[^1] by 2 \\* 3, see [this](https://a.example/) and [field](https://b.example/)\n\n1. one\n   - deep\n2. two\n\n\
         | Year | Dues |\n| --- | --- |\n| 2011 | 1 |\n\n[^1]: By a chart.\n"
    );
}

#[test]
fn images_are_saved_beside_the_record_with_their_descriptions() {
    let drawing = |id: &str, alt: &str| {
        format!("<w:r><w:drawing><wp:docPr descr=\"{alt}\"/><a:blip r:embed=\"{id}\"/></w:drawing></w:r>")
    };
    let body = [
        bold("Harbour Dues"),
        paragraph(&run("The port is old, and its dues are older than the port.")),
        paragraph(&drawing("rId1", "The port on a map")),
        paragraph(&drawing("rId2", "A chart")),
        paragraph(&drawing("rId3", "A film")),
        paragraph(&(run("The same ") + &drawing("rId1", "The port again") + &run(" in a line."))),
    ];
    let relations = "<Relationships><Relationship Id=\"rId1\" Target=\"media/image1.png\"/>\
                     <Relationship Id=\"rId2\" Target=\"https://a.example/chart.png\" TargetMode=\"External\"/>\
                     <Relationship Id=\"rId3\" Target=\"media/film.mp4\"/></Relationships>";
    let map = include_bytes!("../document/cases/images/map.png");
    let imported = import(&packed(
        &body.concat(),
        &[
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("word/media/image1.png", map),
            ("word/media/film.mp4", b"\0\0\0\x18ftypmp42"),
        ],
    ));
    assert!(imported.text.contains("![The port on a map](images/image-1.png)"), "{}", imported.text);
    assert!(imported.text.contains("The same ![The port again](images/image-1.png) in a line."));
    let saved: Vec<_> =
        imported.images.iter().map(|image| (image.path.as_str(), image.data.as_slice())).collect();
    assert_eq!(saved, [("images/image-1.png", map.as_slice())], "one file, however often it is shown");
    let dropped: Vec<_> = imported
        .report
        .entries
        .iter()
        .filter(|entry| entry.action == Action::Dropped)
        .map(|entry| (entry.at, entry.message.as_str()))
        .collect();
    assert_eq!(
        dropped,
        [
            (Some(4), "the image `https://a.example/chart.png`, which is not in the manuscript"),
            (Some(5), "the image `media/film.mp4`, which is no PNG, JPEG, WebP, GIF or SVG"),
        ]
    );
}

#[test]
fn a_mark_that_markdown_cannot_write_is_told() {
    let italic = "<w:r><w:rPr><w:i/></w:rPr><w:t>“old”</w:t></w:r>";
    let body =
        bold("Harbour Dues") + &paragraph(&(run("The") + italic + &run("port is older than its dues.")));
    let imported = import(&manuscript(&body, &[]));
    assert!(imported.text.contains("The“old”port"), "{}", imported.text);
    let dropped: Vec<_> =
        imported.report.entries.iter().filter(|entry| entry.action == Action::Dropped).collect();
    assert_eq!(dropped.len(), 1);
    assert_eq!((dropped[0].at, dropped[0].message.contains("“old”")), (Some(2), true));
}
