//! What is fuzzed: a function for every parser that reads what others wrote.
//!
//! Each takes any bytes and must return: no panic, no hang, no memory without bound. Where the parser has a
//! promise of its own (every place told is inside the file, what was imported is a record), it is asserted
//! here. `fuzz/` runs them under libFuzzer; the suite replays the corpus through them.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use offprint::batch::manifest::Manifest;
use offprint::batch::verify::{self, Depth, Expected};
use offprint::collection::{Facts, query};
use offprint::diagnostics::{Diagnostic, render};
use offprint::document::{self, BuildOptions, Document};
use offprint::font::{Features, FontBook};
use offprint::import::profile::Profile;
use offprint::pdf::SubsetCache;
use offprint::project::{self, Project};
use offprint::record::{self, ReadContext};
use offprint::style::labels::Labels;
use offprint::style::{self, Style};
use offprint::{epub, import, layout, pdf};

/// A parser under test.
pub type Target = fn(&[u8]);

/// Every target, by name.
pub const TARGETS: [(&str, Target); 17] = [
    ("record_md", record_md),
    ("record_yaml", record_yaml),
    ("record_toml", record_toml),
    ("record_json", record_json),
    ("project_file", project_file),
    ("style_file", style_file),
    ("labels", labels),
    ("query", query),
    ("markdown", markdown),
    ("import_html", import_html),
    ("import_text", import_text),
    ("import_docx", import_docx),
    ("image_raster", image_raster),
    ("image_svg", image_svg),
    ("font", font),
    ("manifest", manifest),
    ("artefact", artefact),
];

/// A record file: Markdown with front matter.
pub fn record_md(bytes: &[u8]) {
    record_of("a.md", bytes);
}

/// A record file in YAML.
pub fn record_yaml(bytes: &[u8]) {
    record_of("a.yaml", bytes);
}

/// A record file in TOML.
pub fn record_toml(bytes: &[u8]) {
    record_of("a.toml", bytes);
}

/// A record file in JSON, and the same bytes as JSON lines.
pub fn record_json(bytes: &[u8]) {
    record_of("a.json", bytes);
    record_of("a.jsonl", bytes);
}

/// The project file.
pub fn project_file(bytes: &[u8]) {
    if let Err(faults) = project::load(Path::new("offprint.toml"), bytes) {
        check_places(&faults);
    }
}

/// A style file; a profile of imports, which is TOML as well.
pub fn style_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(faults) = style::read("own", text) {
        check_places(&faults);
    }
    let _refused = Profile::parse(text);
}

/// Labels of a project file: whatever they are, dates, lists of names and both files are made with them.
pub fn labels(bytes: &[u8]) {
    let Ok(project) = project::load(Path::new("offprint.toml"), bytes) else { return };
    for lang in project.labels.keys() {
        let labels = Labels::of(lang, &project.labels);
        for day in
            [jiff::civil::date(1, 1, 1), jiff::civil::date(2012, 2, 29), jiff::civil::date(9999, 12, 31)]
        {
            let _words = (labels.date(day), labels.date_as("citation_date", day));
        }
        let _names = [&[][..], &["A"], &["A", "{A}"], &["A", "B", "C"]].map(|names| labels.list(names));
        let text = format!(
            "---\ntitle: A title\nlang: {lang}\nnumber: 7\ndate: 2012-03-01\nsynopsis: Of it.\n\
             authors: [{{name: A B, bio: One.}}, {{name: C D, bio: Two.}}]\n\
             corrections: [{{date: 2013-01-01, kind: erratum, note: A word.}}]\n---\n\nA body.[^1]\n\n[^1]: A note.\n"
        );
        for record in &record::read(Path::new("a.md"), text.as_bytes(), &ReadContext::new(&project)).records {
            if let (Some(document), _) = document::build(record, &project, &BuildOptions::default()) {
                make(&document, &project);
            }
        }
    }
}

/// A query: what is read prints as it is read, and faults lie inside it.
pub fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match query::read("--where", text) {
        Ok(read) => {
            let printed = read.to_string();
            // Printing sets brackets and quotes, which count as well.
            if printed.len() <= query::BYTES {
                assert_eq!(query::parse(&printed).ok().as_ref(), Some(&read), "{printed}");
            }
            let _fits = read.matches(&Facts::default());
        }
        Err(faults) => check_places(&faults),
    }
}

/// Markdown to the tree, its pages, and both files, which must prove true.
pub fn markdown(bytes: &[u8]) {
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    let text = format!("---\ntitle: A title\n---\n\n{body}");
    let reading = record::read(Path::new("a.md"), text.as_bytes(), &ReadContext::new(workshop().project));
    check_places(&reading.diagnostics);
    for record in &reading.records {
        let (document, told) = document::build(record, workshop().project, &BuildOptions::default());
        check_places(&told);
        if let Some(document) = document {
            make(&document, workshop().project);
        }
    }
}

/// A saved web page.
pub fn import_html(bytes: &[u8]) {
    import_of("a.html", bytes);
}

/// The text of a page, and the same bytes as somebody's Markdown.
pub fn import_text(bytes: &[u8]) {
    import_of("a.txt", bytes);
    import_of("a.md", bytes);
}

/// A manuscript: the bytes as they are, and as the parts of a package, divided by NUL, since a checksum
/// keeps changed bytes from getting far.
pub fn import_docx(bytes: &[u8]) {
    const PARTS: [&str; 7] = [
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
        "word/comments.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
    ];
    if bytes.starts_with(b"PK") {
        return import_of("a.docx", bytes);
    }
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(bytes.split(|&byte| byte == 0)) {
        package.start_file(*name, stored).expect("in memory");
        package.write_all(part).expect("in memory");
    }
    import_of("a.docx", package.finish().expect("in memory").get_ref());
}

/// A raster image on a page of both formats.
pub fn image_raster(bytes: &[u8]) {
    image_of("a.png", bytes);
}

/// A drawing on a page of both formats.
pub fn image_svg(bytes: &[u8]) {
    image_of("a.svg", bytes);
}

/// A font file: its facts, what it covers, words shaped with it, a subset of it.
pub fn font(bytes: &[u8]) {
    let mut book = FontBook::default();
    book.add(bytes, "a.ttf");
    let subsets = SubsetCache::default();
    for (id, face) in book.faces() {
        let drawn: Vec<char> =
            ('!'..'\u{250}').chain('\u{620}'..'\u{650}').filter(|&c| face.has_glyph(c)).take(40).collect();
        let word: String = drawn.into_iter().collect();
        for (script, is_rtl, lang) in [(*b"latn", false, "en"), (*b"arab", true, "ar")] {
            let word = book.setting(id, Features::default(), script, is_rtl, lang).shape(&word);
            let mut glyphs: Vec<u16> = word.glyphs.iter().map(|glyph| glyph.id).collect();
            glyphs.sort_unstable();
            glyphs.dedup();
            glyphs.iter().take(4).for_each(|&glyph| assert!(!face.overhang(glyph).is_nan()));
            drop(subsets.get(id, face, &glyphs));
        }
    }
}

/// The manifest of an output folder; several are merged.
pub fn manifest(bytes: &[u8]) {
    let Some(manifest) = Manifest::parse(bytes) else { return };
    let text = manifest.to_json();
    assert_eq!(Manifest::parse(text.as_bytes()).as_ref(), Some(&manifest));
    for line in manifest.checksums().lines() {
        let (digest, path) = line.split_once("  ").expect("two spaces part them");
        assert!(digest.len() == 64 && !path.is_empty() && !path.starts_with('/'), "{line}");
    }
    let _differ = Manifest::merge([manifest.clone(), manifest]);
}

/// An artefact that somebody gives to `verify`.
pub fn artefact(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        drop(verify::epub(bytes, None, Depth::Full));
    } else {
        drop(verify::pdf(bytes, None, Depth::Full));
    }
}

/// What documents are made with.
struct Workshop {
    project: &'static Project,
    fonts: FontBook,
    style: Style,
    subsets: SubsetCache,
}

fn workshop() -> &'static Workshop {
    static WORKSHOP: OnceLock<Workshop> = OnceLock::new();
    WORKSHOP.get_or_init(|| Workshop {
        project: Box::leak(Box::default()),
        fonts: FontBook::embedded(),
        style: style::load("house", &[]).expect("the house style is built in"),
        subsets: SubsetCache::default(),
    })
}

fn record_of(name: &str, bytes: &[u8]) {
    let project = workshop().project;
    let reading = record::read(Path::new(name), bytes, &ReadContext::new(project));
    check_places(&reading.diagnostics);
    for record in &reading.records {
        assert!(!record.title.text.trim().is_empty() && !record.body.text.trim().is_empty());
        check_places(&record::lint::check(record, project, None));
        check_places(&document::build(record, project, &BuildOptions::default()).1);
    }
}

/// Imports; what comes out must be a record file whose shape has no fault.
fn import_of(name: &str, bytes: &[u8]) {
    let Ok(imported) = import::import(Path::new(name), bytes, None, &|_| None) else { return };
    let reading =
        record::read(Path::new("a.md"), imported.text.as_bytes(), &ReadContext::new(workshop().project));
    check_places(&reading.diagnostics);
}

/// Builds a record whose only image is these bytes.
fn image_of(name: &str, bytes: &[u8]) {
    let path = folder().join(name);
    std::fs::write(&path, bytes).expect("the temporary folder can be written");
    let text = format!("---\ntitle: A title\n---\n\n![A gull]({name})\n");
    let project = Project { root: folder().clone(), ..Project::default() };
    let reading = record::read(&folder().join("a.md"), text.as_bytes(), &ReadContext::new(&project));
    for record in &reading.records {
        let (document, told) = document::build(record, &project, &BuildOptions::default());
        check_places(&told);
        if let Some(document) = document {
            make(&document, &project);
        }
    }
}

/// A folder of this process, which its end leaves to the system.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder can be made").keep())
}

/// Sets a document and writes both files; what is written must prove true.
fn make(document: &Document, project: &Project) {
    let Workshop { fonts, subsets, .. } = workshop();
    let composed = layout::compose(document, &workshop().style, fonts);
    check_places(&composed.diagnostics);
    if composed.diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    let expected = Expected::of(document);
    let options = pdf::Options::default();
    let job = pdf::Job { document, pages: &composed.pages, fonts, options: &options, subsets };
    if let Ok(file) = pdf::write(&job) {
        proved(&verify::pdf(&file.bytes, Some(&expected), Depth::Full));
    }
    let job = epub::Job {
        document,
        style: &workshop().style,
        page_starts: &[],
        cover: None,
        fonts: &[],
        labels: &project.labels,
        accessibility: &epub::Accessibility::default(),
    };
    if let Ok(file) = epub::package(&job) {
        proved(&verify::epub(&file.bytes, Some(&expected), Depth::Full));
    }
}

fn proved(told: &[Diagnostic]) {
    let faults: Vec<String> = told.iter().filter(|fault| fault.is_error()).map(render::short).collect();
    assert!(faults.is_empty(), "what was written does not prove true: {faults:?}");
}

/// Every place told is inside its file, and what is drawn holds nothing that acts on a terminal.
fn check_places(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let own = diagnostic.span.iter();
        for span in own.chain(diagnostic.related.iter().map(|(span, _)| span)) {
            assert!(span.start <= span.end && span.end <= span.source.text.len(), "{diagnostic:?}");
        }
        let drawn = render::human(diagnostic, false);
        assert!(!drawn.contains(|c: char| c.is_control() && c != '\n'), "{drawn:?}");
    }
}
