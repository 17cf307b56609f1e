//! Word manuscripts, written part by part.

use std::io::Write as _;
use std::path::Path;

use offprint::import::{self, Imported, report::Action};

/// Packs a manuscript of a body and other parts.
fn manuscript(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("word/document.xml", document.as_str())].iter().chain(parts) {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        writer.write_all(text.as_bytes()).expect("in memory");
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
