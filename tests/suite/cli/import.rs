//! `import`, `new`, `init`, `completions` and `man`.

use std::fs;

use super::{Desk, expect};

const PAGE: &str = "<html lang=\"en-GB\"><head><meta name=\"author\" content=\"Ann Lee\"><title>Harbour Dues</title></head>\
    <body>\n<nav>Home</nav>\n<article>\n<h1>Harbour Dues</h1>\n<p>Last updated on 01/10/2014</p>\n\
    <p>The port is old.</p>\n<p><img src=\"files/map.svg\" alt=\"A map\"><img src=\"../secret.svg\" alt=\"Out\"></p>\n\
    </article></body></html>";
const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";

#[test]
fn a_page_becomes_a_record_with_its_images_and_a_guess_shows_in_the_exit_code() {
    let desk = Desk::with(&[
        ("in/page.html", PAGE.as_bytes()),
        ("in/files/map.svg", SVG),
        ("secret.svg", SVG),
        ("in/notes.odt", b"no"),
    ]);
    let transcript = desk.run(&["import", "in/page.html", "-o", "out"])
        + &desk.run(&[
            "import",
            "in/page.html",
            "in/notes.odt",
            "in/none.html",
            "-o",
            "out",
            "--message-format",
            "short",
        ])
        + &desk.run(&[
            "import",
            "in/page.html",
            "-o",
            "out",
            "--force",
            "--accept-guesses",
            "--report",
            "json",
        ])
        + &desk.run(&["import", "in/page.html", "--profile", "none"]);
    expect("import", &transcript);
    let record = fs::read_to_string(desk.path().join("out/page/index.md")).expect("the record is there");
    assert!(
        record.contains("# `01/10/2014` is 2014-10-01 or 2014-01-10\n# updated: 2014-10-01\n"),
        "{record}"
    );
    assert_eq!(fs::read(desk.path().join("out/page/images/image-1.svg")).expect("the image is there"), SVG);
    assert!(desk.run(&["check", "out"]).contains("= 0"));
}

#[test]
fn a_project_and_a_record_are_started() {
    let desk = Desk::with(&[]);
    let transcript = desk.run(&["init", "--publisher", "Harbour Institute", "--series", "Harbour Notes"])
        + &desk.run(&["init"])
        + &desk.run(&[
            "new",
            "records/HN1.md",
            "--title",
            "Dues: a note",
            "--author",
            "Ann Lee",
            "--date",
            "2012-02-23",
        ])
        + &desk.run(&["new", "records/HN1"])
        + &desk.run(&["new", "records/HN2", "--date", "2012-02-30", "--message-format", "short"])
        + &desk.run(&["check", "records"]);
    expect("new", &transcript);
}

#[test]
fn completions_and_manual_pages_name_the_commands() {
    let desk = Desk::with(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = desk.run(&["completions", shell]);
        assert!(script.contains("import") && script.ends_with("= 0\n"), "{shell}");
    }
    assert!(desk.run(&["man"]).contains(".TH offprint 1"));
    assert!(desk.run(&["man", "-o", "man"]).ends_with("= 0\n"));
    let page = fs::read_to_string(desk.path().join("man/offprint-import.1")).expect("the page is there");
    assert!(page.contains("accept\\-guesses"), "{page}");
}
