//! Cases of `document`: what a record's text means, as a tree, and what is told of it.
//!
//! `document/cases/NAME.md` is a record, `NAME.txt` what is told and the tree; `UPDATE_EXPECT=1` writes the
//! latter anew, and the diff is read before it is accepted.

mod editorial;
mod front_and_end;
mod limits;
mod properties;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use offprint::diagnostics::{Diagnostic, Source};
use offprint::document::{self, BuildOptions, Document};
use offprint::project::{self, Project};
use offprint::record::{self, MarkdownText, ReadContext, Record};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/document/cases")
}

/// Reads a text as a record of that name, which must have no fault.
fn record_in(project: &Project, path: &Path, text: &str) -> Record {
    let mut reading = record::read(path, text.as_bytes(), &ReadContext::new(project));
    let faults: Vec<_> = reading.diagnostics.iter().filter(|fault| fault.is_error()).collect();
    assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    reading.records.pop().expect("a record without a fault is there")
}

/// Builds a body under a title of its own; the body may hold what no record may.
fn build_body(body: &str) -> (Option<Document>, Vec<Diagnostic>) {
    let project = Project::default();
    let head = "---\ntitle: Case\n---\n\n";
    let mut record = record_in(&project, Path::new("case.md"), &format!("{head}x"));
    record.source = Source::new("case.md", format!("{head}{body}"));
    record.body = MarkdownText::whole(body, u32::try_from(head.len()).expect("it is short"));
    document::build(&record, &project, &BuildOptions::default())
}

/// What a body is told of: code, line and column, the body's first line being 1.
fn told(body: &str) -> Vec<String> {
    let place = |diagnostic: &Diagnostic| {
        let (line, column) = diagnostic.span.as_ref().map_or((0, 0), |span| span.line_column());
        format!("{} {}:{column}", diagnostic.code.code, line.saturating_sub(4))
    };
    build_body(body).1.iter().map(place).collect()
}

/// The tree of a body, without what every document has.
fn tree(body: &str) -> String {
    let (document, told) = build_body(body);
    let document = document.unwrap_or_else(|| panic!("{body:?} is refused: {told:?}"));
    let blocks = document.sections.first().map(|section| section.blocks.as_slice()).unwrap_or_default();
    document::dump::dump_blocks(blocks)
}

#[test]
fn every_case_has_its_tree() {
    let folder = folder();
    let project_file = std::fs::read(folder.join("offprint.toml")).expect("the cases have a project file");
    let project = project::load(&folder.join("offprint.toml"), &project_file).expect("it has no fault");
    let mut names: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("they can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    names.sort();
    assert!(names.len() >= 15);
    for path in names {
        let text = std::fs::read_to_string(&path).expect("a case can be read");
        let record = record_in(&project, &path, &text);
        let (document, told) = document::build(&record, &project, &BuildOptions::default());
        let mut found = String::new();
        for diagnostic in &told {
            let place = match &diagnostic.span {
                Some(span) => {
                    let (line, column) = span.line_column();
                    let name = span.source.path.rsplit('/').next().unwrap_or_default();
                    let words = span.source.text.get(span.start..span.end).unwrap_or("?");
                    format!("{name}:{line}:{column} {words:?}")
                }
                None => "nowhere".to_owned(),
            };
            let severity = format!("{:?}", diagnostic.severity).to_lowercase();
            let _ = writeln!(found, "{severity} {} {place}: {}", diagnostic.code.code, diagnostic.message);
        }
        found.push_str(&document.map_or("refused\n".to_owned(), |document| document::dump::dump(&document)));
        let expected = path.with_extension("txt");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&expected, &found).expect("the expected tree can be written");
        }
        let expected = std::fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, expected, "{}", path.display());
    }
}

#[test]
fn building_twice_gives_the_same() {
    let body = "## A\n\nx[^1] ![a](none.png) <b>\n\n[^1]: y\n\n上海 and தமிழ்";
    assert_eq!(told(body), told(body));
    assert_eq!(tree("上海[^1]\n\n[^1]: y"), tree("上海[^1]\n\n[^1]: y"));
}
