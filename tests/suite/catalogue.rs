//! Cases of `catalogue`: records that hold what breaks lists, in every format, beside what is expected of each.
//!
//! The files of each format were read against its standard by eye; `tests/conformance/catalogue` has other readers
//! and the schemas that can be had read them.

use std::collections::BTreeMap;
use std::path::Path;

use offprint::catalogue::{self, About, Entry, File, ListFile, Listing};
use offprint::document::{self, BuildOptions};
use offprint::epub;
use offprint::project::{self, Format, ListKind, Project};
use offprint::record::{self, ReadContext};
use offprint::style;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/catalogue"))
}

fn project() -> Project {
    let path = folder().join("offprint.toml");
    let bytes = std::fs::read(&path).expect("the project is there");
    project::load(&path, &bytes).expect("a good project")
}

/// Prepares a record, with files of sizes that no change of a writer changes.
fn entry(order: usize, name: &str, project: &Project) -> Entry {
    let path = folder().join("records").join(name);
    let bytes = std::fs::read(&path).expect("the record is there");
    let context = ReadContext { project, is_found: true };
    let record = record::read(&path, &bytes, &context).records.remove(0);
    let (document, faults) = document::build(&record, project, &BuildOptions::default());
    let document = document.unwrap_or_else(|| panic!("{faults:?}"));
    let style = style::load("house", &[]).expect("the embedded style");
    let facts = epub::facts(&document, &style, true, &project.editions.accessibility);
    let stem = name.trim_end_matches(".md");
    let file = |format, ending, size, pages, claim: &str| File {
        format,
        path: format!("2012 notes/{stem}.{ending}"),
        size,
        pages,
        claims: vec![claim.to_owned()],
    };
    let files = vec![
        file(Format::Pdf, "pdf", 65_415, Some(3), "PDF/UA-1"),
        file(Format::Epub, "epub", 1_264_882, None, epub::CLAIM),
    ];
    Entry::of(order, &document, facts, files)
}

fn listing(project: &Project, base: Option<&str>) -> Listing {
    let names = ["HN0042.md", "HN0043.md", "HN0007.md", "7.md"];
    let entries = names.iter().enumerate().map(|(order, name)| entry(order, name, project)).collect();
    let publisher = &project.publisher;
    let about = About {
        title: "Harbour Notes <new>".to_owned(),
        publisher: publisher.name.clone(),
        publisher_url: publisher.url.clone(),
        email: publisher.email.clone(),
        base: base.map(str::to_owned),
        page_size: 2,
    };
    Listing::new(about, entries)
}

fn files(base: Option<&str>) -> BTreeMap<String, String> {
    let project = project();
    let mut listing = listing(&project, base);
    listing.add_cover("harbour", b"not really a picture".to_vec());
    let kinds = &project.catalogue.as_ref().expect("a catalogue").kinds;
    let (files, _) = catalogue::write(&listing, kinds);
    let text = |file: ListFile| (file.path, String::from_utf8(file.bytes).expect("text"));
    files.into_iter().map(text).collect()
}

/// Compares with the file kept beside the cases; `OFFPRINT_ACCEPT` keeps the new one.
fn expect(name: &str, found: &str) {
    let path = folder().join("expected").join(name);
    if std::env::var_os("OFFPRINT_ACCEPT").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(&path, found).expect("the case can be written");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines().chain([""; 1])).find(|(found, wanted)| found != wanted);
    assert!(found == wanted, "{name} differs at {differs:?}; OFFPRINT_ACCEPT=1 keeps the new one");
}

#[test]
fn every_list_is_written_as_it_should_be() {
    let files = files(Some("https://harbour.example/notes/"));
    for name in [
        "opds2/index.json",
        "opds2/all.json",
        "opds1/index.xml",
        "opds1/all-2.xml",
        "opds1/topic/trade.xml",
        "marc.xml",
        "onix.xml",
        "dublin-core.rdf",
        "crossref.xml",
        "references.bib",
        "references.ris",
        "references.json",
        "head/2012 notes/HN0042.html",
        "index.html",
    ] {
        let found = files.get(&format!("catalogue/{name}")).unwrap_or_else(|| panic!("{name} is written"));
        expect(name, found);
    }
}

#[test]
fn every_file_of_xml_and_json_can_be_read() {
    for (path, text) in files(None) {
        match path.rsplit('.').next() {
            Some("xml" | "rdf") => {
                let mut reader = quick_xml::Reader::from_str(&text);
                reader.config_mut().check_end_names = true;
                while !matches!(
                    reader.read_event().unwrap_or_else(|fault| panic!("{path}: {fault}")),
                    quick_xml::events::Event::Eof
                ) {}
            }
            Some("json") => {
                let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                assert!(!value.is_null(), "{path}");
            }
            _ => {}
        }
    }
}

/// Returns where a relative address leads from a file.
fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/").replace("%20", " ")
}

#[test]
fn feeds_lead_to_each_other_and_to_the_files_without_an_address() {
    let files = files(None);
    let mut checked = 0;
    for (path, text) in files.iter().filter(|(path, _)| path.contains("opds1/")) {
        for link in text.split("<link ").skip(1) {
            let href =
                link.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
            if href.starts_with("https:") {
                continue;
            }
            let target = resolve(path, href);
            let is_artefact = target.starts_with("2012 notes/") || target.ends_with(".png");
            assert!(is_artefact || files.contains_key(&target), "{path} leads to {href}: {target}");
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn what_a_list_cannot_say_is_told() {
    let project = project();
    let listing = listing(&project, None);
    let (_, notes) = catalogue::write(&listing, &[ListKind::Crossref, ListKind::Marcxml]);
    let told: Vec<&str> = notes.iter().map(|note| note.code.code).collect();
    assert_eq!(told, ["E1150", "E1151"]);
    assert_eq!(
        notes[0].message,
        "2 of 4 records cannot be registered with Crossref: 2 without `doi`, 1 without `date`, 2 without `url`"
    );
}
