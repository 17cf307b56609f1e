//! Records to packages, and packages to their files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use offprint::document::{self, BuildOptions, Document};
use offprint::epub::{self, Accessibility, Cover, EmbeddedFace, Job, PageStart};
use offprint::font::FontBook;
use offprint::picture::Masks;
use offprint::project::Project;
use offprint::record::{self, ReadContext};
use offprint::style::{Family, Style};
use quick_xml::events::Event;

static STYLE: LazyLock<Style> =
    LazyLock::new(|| offprint::style::load("house", &[]).expect("the house style is right"));
static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let path = folder().join("offprint.toml");
    let bytes = std::fs::read(&path).expect("the project of the cases");
    offprint::project::load(&path, &bytes).expect("the project is right")
});

/// A package and what is in it.
pub struct Files {
    pub bytes: Vec<u8>,
    pub files: BTreeMap<String, String>,
    pub obstacles: Vec<String>,
}

impl Files {
    pub fn text(&self, name: &str) -> &str {
        self.files.get(name).unwrap_or_else(|| panic!("`{name}` is not in the package"))
    }

    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Returns the XHTML documents.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        all.filter(|(name, _)| name.ends_with(".xhtml"))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/epub")
}

/// Builds the record that holds every construct.
pub fn specimen() -> Document {
    let text = std::fs::read_to_string(folder().join("specimen.md")).expect("the specimen");
    document(&text, "specimen.md")
}

/// Builds a record.
pub fn document(text: &str, name: &str) -> Document {
    let reading = record::read(&folder().join(name), text.as_bytes(), &ReadContext::new(&PROJECT));
    let record = reading.records.into_iter().next().unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let (document, faults) = document::build(&record, &PROJECT, &BuildOptions::default());
    document.unwrap_or_else(|| panic!("{:?}", faults.iter().map(|fault| &fault.message).collect::<Vec<_>>()))
}

pub fn package(document: &Document, page_starts: &[PageStart], accessibility: &Accessibility) -> Files {
    made(&Job {
        document,
        style: &STYLE,
        page_starts,
        cover: None,
        fonts: &[],
        labels: &PROJECT.labels,
        accessibility,
    })
}

pub fn with_font(document: &Document, data: &[u8]) -> Files {
    let face = EmbeddedFace { family: Family::Serif, weight: 400, is_italic: false, is_cff: false, data };
    made(&Job {
        document,
        style: &STYLE,
        page_starts: &[],
        cover: None,
        fonts: &[face],
        labels: &PROJECT.labels,
        accessibility: &Accessibility::default(),
    })
}

/// Packages with the faces of the style.
pub fn with_faces(document: &Document) -> Files {
    static FONTS: LazyLock<FontBook> = LazyLock::new(FontBook::embedded);
    made(&Job {
        document,
        style: &STYLE,
        page_starts: &[],
        cover: None,
        fonts: &epub::faces::of(document, &STYLE, &FONTS),
        labels: &PROJECT.labels,
        accessibility: &Accessibility::default(),
    })
}

/// Draws the cover of a document.
pub fn cover(document: &Document) -> Option<Cover> {
    static FONTS: LazyLock<FontBook> = LazyLock::new(FontBook::embedded);
    epub::cover::draw(document, &STYLE, (&FONTS, &Masks::default()), &PROJECT.labels)
}

pub fn with_cover(document: &Document, cover: &Cover) -> Files {
    made(&Job {
        document,
        style: &STYLE,
        page_starts: &[],
        cover: Some(cover),
        fonts: &[],
        labels: &PROJECT.labels,
        accessibility: &Accessibility::default(),
    })
}

fn made(job: &Job<'_>) -> Files {
    let file = epub::package(job).unwrap_or_else(|faults| panic!("{faults:?}"));
    keep(&file.bytes);
    Files::of(file.bytes, file.obstacles)
}

/// Leaves a copy for outside validators where `OFFPRINT_KEEP_EPUB` names a folder.
fn keep(bytes: &[u8]) {
    if let (Ok(folder), Some(test)) = (std::env::var("OFFPRINT_KEEP_EPUB"), std::thread::current().name()) {
        let path = format!("{folder}/{}.epub", test.replace("::", "-"));
        std::fs::write(path, bytes).expect("the folder can be written to");
    }
}

/// Returns all values of an attribute; panics where the text is not well-formed.
pub fn attributes(text: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    let attribute = attribute.expect("a well-formed attribute");
                    if attribute.key.as_ref() == name {
                        found.push(attribute.value.replace("&amp;", "&"));
                    }
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Returns what the body of a document says without white space. What the EPUB says beyond its record
/// (class `furniture`) is left out, and so are the marks of notes.
pub fn words(text: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut depth, mut left_out, mut in_body) = (String::new(), 0, None, false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) => {
                in_body |= element.name().as_ref() == "body";
                depth += 1;
                let class = element.try_get_attribute("class").expect("well-formed attributes");
                if left_out.is_none()
                    && class.is_some_and(|class| ["furniture", "mark", "tick"].contains(&&*class.value))
                {
                    left_out = Some(depth);
                }
            }
            Event::End(_) => {
                if left_out == Some(depth) {
                    left_out = None;
                }
                depth -= 1;
            }
            Event::Text(text) if in_body && left_out.is_none() => {
                found.push_str(&text);
            }
            Event::GeneralRef(reference) if in_body && left_out.is_none() => {
                found.push_str(match &*reference {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("&{other}; is not one of ours"),
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found.chars().filter(|character| !character.is_whitespace()).collect()
}
