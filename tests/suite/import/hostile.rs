//! Files that were made to hurt: limits hold, and nothing panics.

use std::io::Write as _;
use std::path::Path;

use offprint::import;
use proptest::prelude::*;

fn fault(name: &str, bytes: &[u8]) -> String {
    match import::import(Path::new(name), bytes, None, &|_| None) {
        Ok(imported) => format!("imported: {}", imported.text),
        Err(fault) => fault.code.code.to_owned(),
    }
}

#[test]
fn a_page_is_read_no_further_than_its_limits() {
    let page = |inner: &str| fault("a.html", format!("<h1>Title</h1>{inner}").as_bytes());
    assert!(page(&format!("{}<p>A text.", "<div>".repeat(200))).starts_with("imported"));
    assert_eq!(page(&format!("{}<p>A text.", "<div>".repeat(300))), "E1005");
    assert_eq!(page(&"<div>".repeat(200_000)), "E1005");
    // Neither the parser nor the search for a title goes through the whole page at each element.
    assert_eq!(page(&"<table><b>".repeat(20_000)), "E1003");
    // Each attribute is compared with those before it.
    let crowd = |count: usize| (0..count).map(|nth| format!(" a{nth}='x'")).collect::<String>();
    assert!(page(&format!("<p{}>A text.", crowd(1_000))).starts_with("imported"));
    assert_eq!(page(&format!("<p{}>A text.", crowd(300_000))), "E1005");
    // The line of an element is that of the page, however it is fed to the parser.
    let far = format!(
        "{}<p>A text.</p><p style='x' onclick=y><blink>Z</blink></p>",
        "\n<!-- far -->".repeat(5_000)
    );
    assert!(page(&far).starts_with("imported"));
}

#[test]
fn text_of_more_than_4_mb_is_refused() {
    let text = format!("# Title\n\n{}", "word here\n\n".repeat(400_000));
    assert_eq!(
        (fault("a.md", text.as_bytes()), fault("a.txt", text.as_bytes())),
        ("E1005".into(), "E1005".into())
    );
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

#[test]
fn files_of_no_known_form_are_refused() {
    assert_eq!(fault("a.odt", b""), "E1002");
    assert_eq!(fault("a.docx", b"no archive"), "E1001");
    assert_eq!(fault("a.docx", b"\xd0\xcf\x11\xe0 old"), "E1001");
    assert_eq!(fault("a.docx", &archive(&[("other.xml", b"<a/>")])), "E1001");
    assert_eq!(fault("a.html", b""), "E1004");
    assert_eq!(fault("a.md", b"# Title\n"), "E1003");
}

#[test]
fn a_part_that_unpacks_without_end_is_refused() {
    let zeros = vec![b' '; 20 << 20];
    let bomb = archive(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(fault("a.docx", &bomb), "E1005");
}

#[test]
fn elements_that_nest_without_end_are_refused() {
    let deep = "<div>".repeat(5_000);
    assert_eq!(fault("a.html", deep.as_bytes()), "E1005");
    let deep = format!("<w:document>{}{}</w:document>", "<w:p>".repeat(3_000), "</w:p>".repeat(3_000));
    assert_eq!(fault("a.docx", &archive(&[("word/document.xml", deep.as_bytes())])), "E1005");
}

#[test]
fn entities_are_not_expanded() {
    let text = b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document><w:body><w:p/></w:body></w:document>";
    assert_eq!(fault("a.docx", &archive(&[("word/document.xml", text)])), "E1001");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a file holds, it is imported to a record without an error, or refused.
    #[test]
    fn any_text_gives_a_record_or_a_refusal(text in "(?s)[ -~\n\u{a0}“é中<>&#*_`|-]{0,400}", ending in "html|txt|md") {
        let name = format!("a.{ending}");
        let text = format!("Title of it\n\n{text}\n\nA text.");
        if let Ok(imported) = import::import(Path::new(&name), text.as_bytes(), None, &|_| None) {
            super::read("a.md", &imported.text);
        }
    }
}
