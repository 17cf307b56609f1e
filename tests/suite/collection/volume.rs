//! Volumes: what is in them, that links stay inside, and what withholds them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;
use std::process::{Command, Output};

use offprint::batch::verify::{self, Depth};

pub const PROJECT: &str = r#"
[publisher]
name = "Harbour Institute"
email = "editor@harbour.example"

[series.notes]
title = "Harbour Notes"
required = ["date"]

[[series.notes.disclaimers]]
name = "first"
text = "Views are the author's own. Write to {email}."

[[series.notes.disclaimers]]
name = "second"
from = 2015-01-01
text = "Views are those of the author alone."
"#;

/// A project in a folder of its own.
pub struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    /// Makes one with three records that refer to each other.
    pub fn new() -> Self {
        let shelf = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        shelf.write("offprint.toml", PROJECT);
        shelf.record("HN1", "2012-02-23", "Alica Kizekova", "Trade", "As [HN2](HN2.md) and [the page](https://harbour.example/hn3/) say.[^1]\n\n## Dues\n\nSee [above](#dues).\n\n[^1]: A note.\n");
        shelf.record(
            "HN2",
            "2012-03-01",
            "Jane Abe",
            "Security",
            "## Dues\n\nBut [elsewhere](https://other.example/) it is said.[^1]\n\n[^1]: Another note.\n",
        );
        shelf.record("HN3", "2016-01-01", "Jane Abe", "Trade", "A third text.\n");
        shelf
    }

    /// Writes a record.
    pub fn record(&self, number: &str, date: &str, author: &str, topic: &str, body: &str) {
        let text = format!(
            "---\nseries: notes\nnumber: {number}\ntitle: On matter {number}\ndate: {date}\n\
             authors:\n  - name: {author}\n    bio: Works at the institute.\n\
             topics: [{topic}]\nurl: https://harbour.example/{}\n---\n\n{body}",
            number.to_lowercase()
        );
        self.write(&format!("records/{number}.md"), &text);
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Returns where a file is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the command in the folder.
    pub fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(args)
            .args(["--message-format", "short"])
            .current_dir(self.folder.path())
            .env_remove("JOB_COMPLETION_INDEX")
            .env_remove("SLURM_ARRAY_TASK_ID")
            .output()
            .expect("the command can be run")
    }

    /// Binds, which has to work, and returns the file.
    pub fn collect(&self, args: &[&str], file: &str) -> Vec<u8> {
        let output = self.run(&[&["collect", "records", "-o", file], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read(self.path(file)).expect("it was written")
    }

    /// Runs what has to be refused, and returns what is told.
    pub fn refused(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

/// The files of an EPUB that are text.
pub fn files(epub: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("a good archive");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut files = BTreeMap::new();
    for name in names {
        let mut text = String::new();
        if archive.by_name(&name).expect("it is there").read_to_string(&mut text).is_ok() {
            files.insert(name.trim_start_matches("OEBPS/").to_owned(), text);
        }
    }
    files
}

fn codes(faults: &[offprint::diagnostics::Diagnostic]) -> Vec<String> {
    faults.iter().map(|fault| format!("{}: {}", fault.code.code, fault.message)).collect()
}

#[test]
fn an_epub_volume_holds_its_members_and_proves_itself() {
    let shelf = Shelf::new();
    let args = [
        "--where",
        "series = \"notes\"",
        "--title",
        "Notes & Queries",
        "--sections",
        "year",
        "--editor",
        "Ann Editor",
    ];
    let epub = shelf.collect(&args, "v.epub");
    assert_eq!(codes(&verify::epub(&epub, None, Depth::Full)), Vec::<String>::new());
    let files = files(&epub);
    let has =
        |file: &str, text: &str| assert!(files[file].contains(text), "{file} lacks {text}:\n{}", files[file]);
    // The number of another record and its address both lead to it; others lead away.
    has("m1.xhtml", "<a href=\"m2.xhtml\">HN2</a>");
    has("m1.xhtml", "<a href=\"m3.xhtml\">the page</a>");
    has("m1.xhtml", "<a href=\"#m1.dues\">above</a>");
    has("m2.xhtml", "href=\"https://other.example/\"");
    // Headings of the same words and notes of the same number are kept apart.
    has("m2.xhtml", "id=\"m2.dues\"");
    has("m2.xhtml", "id=\"note_1\"");
    has(
        "nav.xhtml",
        "<li><a href=\"s1.xhtml\">2012</a>\n<ol>\n<li><a href=\"m1.xhtml\">On matter HN1</a></li>\n<li><a href=\"m2.xhtml\">",
    );
    has(
        "authors.xhtml",
        "Abe, Jane</span>\n<ul>\n<li><a href=\"m2.xhtml\" epub:type=\"index-locator\">On matter HN2</a></li>\n<li><a href=\"m3.xhtml\"",
    );
    has("topics.xhtml", "Trade</span>");
    has("colophon.xhtml", "<code>series = &quot;notes&quot;</code>");
    has("title.xhtml", "<p class=\"byline\">Edited by Ann Editor</p>");
    has(
        "title.xhtml",
        "<em>Notes &amp; Queries</em>. (2016, January 1). Edited by Ann Editor. Harbour Institute.",
    );
    // Two versions of the disclaimer, each once and with whom it is for.
    has("title.xhtml", "No. HN1 and HN2");
    has("title.xhtml", "Views are those of the author alone.");
    assert!(!files["m1.xhtml"].contains("Views are"));
    has("content.opf", "<meta property=\"dcterms:modified\">2016-01-01T00:00:00Z</meta>");
    has("content.opf", "<dc:creator id=\"creator-1\">Ann Editor</dc:creator>");
    has("content.opf", "<dc:contributor id=\"contributor-1\">Alica Kizekova</dc:contributor>");
    has("content.opf", "property=\"belongs-to-collection\">Harbour Notes</meta>");
    has("content.opf", "property=\"schema:accessibilityFeature\">index</meta>");
    has("content.opf", "images/cover.png");
}

#[test]
fn a_disclaimer_of_each_record_stays_with_it() {
    let shelf = Shelf::new();
    let files = files(&shelf.collect(&["--numbers", "HN3,notes/HN1", "--disclaimer", "each"], "v.epub"));
    assert!(files["m1.xhtml"].contains("On matter HN3") && files["m1.xhtml"].contains("alone"));
    assert!(files["m2.xhtml"].contains("Views are the author"));
    assert!(!files["title.xhtml"].contains("Views are"));
    // The record that is not in the volume is linked to where it is.
    assert!(files["m2.xhtml"].contains("href=\"m1.xhtml\""));
    assert!(!files["m2.xhtml"].contains(">HN2</a>"));
}

#[test]
fn a_volume_of_few_authors_is_theirs() {
    let shelf = Shelf::new();
    let creators = |shelf: &Shelf| {
        let opf = files(&shelf.collect(&["--where", "year > 2000"], "v.epub"))["content.opf"].clone();
        let tells = |line: &&str| line.contains("<dc:creator") || line.contains("refines=\"#creator-1\"");
        let lines = opf.lines().filter(|line| tells(line) && !line.contains("file-as\">K"));
        lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let few = [
        "<dc:creator id=\"creator-1\">Alica Kizekova</dc:creator>",
        "<dc:creator id=\"creator-2\">Jane Abe</dc:creator>",
        "<meta refines=\"#creator-1\" scheme=\"marc:relators\" property=\"role\">aut</meta>",
    ];
    assert_eq!(creators(&shelf), few);
    shelf.record("HN4", "2016-02-01", "Third Author", "Trade", "Text.\n");
    shelf.record("HN5", "2016-03-01", "Fourth Author", "Trade", "Text.\n");
    // Of more than three, none stands for the whole. The institution has no role: with one that is neither author's nor
    // editor's, reading systems show the book as nobody's.
    let institution = [
        "<dc:creator id=\"creator-1\">Harbour Institute</dc:creator>",
        "<meta refines=\"#creator-1\" property=\"file-as\">Harbour Institute</meta>",
    ];
    assert_eq!(creators(&shelf), institution);
}

#[test]
fn links_of_the_introduction_and_of_disclaimers_lead_to_members() {
    let shelf = Shelf::new();
    shelf.write("before.md", "First read [the second](HN2.md) and <https://harbour.example/hn3/>.\n");
    let args = ["--where", "year > 2000", "--introduction", "before.md"];
    let title = files(&shelf.collect(&args, "v.epub"))["title.xhtml"].clone();
    assert!(title.contains("<a href=\"m2.xhtml\">the second</a>"), "{title}");
    assert!(title.contains("<a href=\"m3.xhtml\">https://harbour.example/hn3/</a>"), "{title}");
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let shelf = Shelf::new();
    let one = shelf.collect(&["--where", "year > 2000"], "v.epub");
    let again = shelf.collect(&["--where", "year > 2000"], "v.epub");
    assert!(one == again);
}

#[test]
fn a_list_that_cannot_be_followed_is_refused() {
    let shelf = Shelf::new();
    let numbers = |list: &str| shelf.refused(&["collect", "records", "-o", "v.epub", "--numbers", list]);
    assert!(numbers("HN1,HN9").contains("E1106"));
    assert!(numbers("HN1,HN1").contains("E1113"));
    shelf.write("records/other.md", "---\nseries: Other\nnumber: HN1\ntitle: Another\n---\n\nText.\n");
    let told = numbers("HN1");
    assert!(told.contains("E1111"), "{told}");
    let nobody = shelf.refused(&["collect", "records", "-o", "v.epub", "--where", "year = 1999"]);
    assert!(nobody.contains("E1108") && !shelf.path("v.epub").exists(), "{nobody}");
    let by_hand = ["collect", "records", "-o", "v.epub", "--where", "year = 2012", "--order", "hand"];
    assert!(shelf.refused(&by_hand).contains("E1107"));
    let gone = ["collect", "records", "-o", "v.epub", "--numbers", "HN2", "--introduction", "gone.md"];
    assert!(shelf.refused(&gone).contains("E1110"));
}

#[test]
fn a_member_with_errors_withholds_the_volume() {
    let shelf = Shelf::new();
    shelf.record("HN4", "2012-04-01", "Jane Abe", "Trade", "![A map](gone.png)\n");
    let told = shelf.refused(&["collect", "records", "-o", "v.epub", "--where", "year = 2012"]);
    assert!(told.contains("E1109") && told.contains("HN4"), "{told}");
    assert!(!shelf.path("v.epub").exists());
}
