//! The page: facts, faults by kind, the slowest records, first pages, and every file.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::kinds::{Kind, kinds};
use super::{Account, Picture};
use crate::batch::manifest::{Entry, OutputFile};
use crate::diagnostics::render::uri;
use crate::diagnostics::{Severity, visible};

const STYLE: &str = include_str!("page.css");
/// How many of the slowest records are told.
const SLOWEST: usize = 10;

/// Returns the page.
#[must_use]
pub fn html(account: &Account<'_>) -> String {
    let mut page = Page(String::new());
    page.head(account);
    page.facts(account);
    page.faults(&kinds(account));
    page.slowest(account);
    page.pictures(account);
    page.collections(account);
    page.catalogue(account);
    page.files(account);
    page.add(format_args!("</main></body></html>\n"));
    page.0
}

/// The page as far as it is written.
struct Page(String);

impl Page {
    fn add(&mut self, text: std::fmt::Arguments<'_>) {
        self.0.write_fmt(text).expect("writing to a string cannot fail");
    }

    fn head(&mut self, account: &Account<'_>) {
        let records = grouped(account.manifest.records.len());
        self.add(format_args!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>Build of {records} records</title><style>{STYLE}</style></head>\n<body><main>\n\
             <h1>Build of {records} records</h1>\n<p class=\"quiet\">{}, {:.1} s</p>\n",
            text(&account.manifest.tool),
            account.elapsed.as_secs_f64()
        ));
        if account.summary.is_interrupted {
            self.add(format_args!(
                "<p class=\"bad\">The build was interrupted; run it again for the rest.</p>\n"
            ));
        }
    }

    fn facts(&mut self, account: &Account<'_>) {
        let summary = &account.summary;
        let files: Vec<&OutputFile> = account.manifest.outputs().collect();
        let words: usize = account.manifest.records.values().map(|entry| entry.words).sum();
        let warnings: usize = account.manifest.records.values().map(|entry| entry.warnings.len()).sum();
        let bytes: u64 = files.iter().map(|file| file.size).sum();
        self.add(format_args!("<dl class=\"facts\">\n"));
        for (name, value) in [
            ("PDFs built", grouped(summary.pdfs)),
            ("EPUBs built", grouped(summary.epubs)),
            ("records unchanged", grouped(summary.unchanged)),
            ("records with errors", grouped(summary.faulty)),
            ("warnings", grouped(warnings)),
            ("records no longer there", grouped(summary.orphans)),
            ("files", grouped(files.len())),
            ("pages of PDF", grouped(files.iter().filter_map(|file| file.pages).sum())),
            ("words", grouped(words)),
            ("size", size(bytes)),
        ] {
            let is_bad = name == "records with errors" && summary.faulty > 0;
            let class = if is_bad { " class=\"bad\"" } else { "" };
            self.add(format_args!("<div><dt>{name}</dt><dd{class}>{value}</dd></div>\n"));
        }
        self.add(format_args!("</dl>\n"));
    }

    fn faults(&mut self, kinds: &[Kind]) {
        self.add(format_args!("<h2 id=\"faults\">Errors and warnings</h2>\n"));
        if kinds.is_empty() {
            self.add(format_args!("<p>None.</p>\n"));
        }
        for kind in kinds {
            let (class, word) = match kind.severity {
                Severity::Error => ("bad", "error"),
                Severity::Warning | Severity::Note => ("quiet", "warning"),
            };
            self.add(format_args!(
                "<details><summary><span class=\"{class}\">{word} {}</span> {}: {}</summary>\n<ul>\n",
                kind.code.code,
                text(kind.code.title),
                grouped(kind.count)
            ));
            for (place, message) in &kind.first {
                self.add(format_args!(
                    "<li>{} <span class=\"quiet\">{}</span></li>\n",
                    text(message),
                    text(place)
                ));
            }
            if kind.count > kind.first.len() {
                self.add(format_args!("<li>and {} more</li>\n", grouped(kind.count - kind.first.len())));
            }
            self.add(format_args!("</ul></details>\n"));
        }
    }

    fn slowest(&mut self, account: &Account<'_>) {
        if account.took.is_empty() {
            return;
        }
        let mut took: Vec<_> = account.took.iter().collect();
        took.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        self.open_table(
            "slowest",
            "Slowest records",
            "Of those built in this run; all files of a record together.",
            &["record", "words", "time"],
        );
        for (key, time) in took.into_iter().take(SLOWEST) {
            let words = account.manifest.records.get(key).map_or(0, |entry| entry.words);
            self.add(format_args!(
                "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{:.1} ms</td></tr>\n",
                text(key),
                grouped(words),
                time.as_secs_f64() * 1000.0
            ));
        }
        self.add(format_args!("</tbody></table></div>\n"));
    }

    fn pictures(&mut self, account: &Account<'_>) {
        if account.pictures.is_empty() {
            return;
        }
        self.add(format_args!("<h2>First pages</h2>\n"));
        if account.pictures.len() < account.manifest.records.len() {
            self.add(format_args!(
                "<p class=\"quiet\">{} of {}, those built in this run before others.</p>\n",
                account.pictures.len(),
                grouped(account.manifest.records.len())
            ));
        }
        self.add(format_args!("<ul class=\"pages\">\n"));
        for picture in &account.pictures {
            let entry = account.manifest.records.get(&picture.key);
            self.picture(picture, entry, &account.to_output);
        }
        self.add(format_args!("</ul>\n"));
    }

    fn picture(&mut self, picture: &Picture, entry: Option<&Entry>, to_output: &str) {
        let file = entry.and_then(|entry| entry.outputs.first());
        let number = entry.map_or("", |entry| entry.number.as_str());
        let link = file.map_or_else(String::new, |file| format!(" href=\"{}\"", href(to_output, file)));
        // The picture says no more than the link below it, so it is decoration to those who do not see it.
        self.add(format_args!(
            "<li><a{link}><img src=\"data:image/png;base64,{}\" width=\"{}\" height=\"{}\" alt=\"\" loading=\"lazy\">\
             <span>{}</span> {}</a></li>\n",
            base64(&picture.page.png),
            picture.page.width,
            picture.page.height,
            text(number),
            text(&picture.title)
        ));
    }

    fn collections(&mut self, account: &Account<'_>) {
        if account.manifest.collections.is_empty() {
            return;
        }
        self.open_table(
            "collections",
            "Collections",
            "Every collection of the output folder, as its manifest has it.",
            &["collection", "title", "records", "files"],
        );
        for (name, entry) in &account.manifest.collections {
            self.add(format_args!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td><td>",
                text(name),
                text(&entry.title),
                grouped(entry.members.len()),
            ));
            for file in &entry.outputs {
                self.file(file, &account.to_output);
            }
            self.add(format_args!("</td></tr>\n"));
        }
        self.add(format_args!("</tbody></table></div>\n"));
    }

    /// Tells of the lists, and leads to the one that is read in a browser.
    fn catalogue(&mut self, account: &Account<'_>) {
        let Some(catalogue) = &account.manifest.catalogue else { return };
        let count = grouped(catalogue.outputs.len());
        self.add(format_args!("<h2 id=\"catalogue\">Catalogue</h2>\n<p>{count} files"));
        let shelf = catalogue.outputs.iter().find(|file| file.path.ends_with("/index.html"));
        if let Some(shelf) = shelf {
            let shelf = href(&account.to_output, shelf);
            self.add(format_args!(", among them <a href=\"{shelf}\">the shelf</a>"));
        }
        self.add(format_args!(".</p>\n"));
    }

    fn files(&mut self, account: &Account<'_>) {
        self.open_table(
            "files",
            "Records and files",
            "Every record of the output folder, as its manifest has it.",
            &["record", "number", "date", "words", "warnings", "files"],
        );
        for (key, entry) in &account.manifest.records {
            self.add(format_args!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"number\">{}</td>\
                 <td class=\"number\">{}</td><td>",
                text(key),
                text(&entry.number),
                text(entry.date.as_deref().unwrap_or("")),
                grouped(entry.words),
                entry.warnings.len(),
            ));
            for file in &entry.outputs {
                self.file(file, &account.to_output);
            }
            self.add(format_args!("</td></tr>\n"));
        }
        self.add(format_args!("</tbody></table></div>\n"));
    }

    fn file(&mut self, file: &OutputFile, to_output: &str) {
        let ending = file.path.rsplit('.').next().unwrap_or_default().to_uppercase();
        let pages = match file.pages {
            Some(1) => ", 1 page".to_owned(),
            Some(pages) => format!(", {pages} pages"),
            None => String::new(),
        };
        self.add(format_args!(
            "<div><a href=\"{}\" aria-label=\"{ending} of {}\">{ending}</a> <span class=\"quiet\">{}{pages}</span></div>",
            href(to_output, file),
            text(&file.path),
            size(file.size)
        ));
    }

    fn open_table(&mut self, id: &str, title: &str, caption: &str, columns: &[&str]) {
        self.add(format_args!(
            "<h2 id=\"{id}\">{title}</h2>\n<div class=\"wide\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">\
             <table><caption>{caption}</caption><thead><tr>"
        ));
        let numbers = ["words", "warnings", "records", "time"];
        for column in columns {
            let class = if numbers.contains(column) { " class=\"number\"" } else { "" };
            self.add(format_args!("<th scope=\"col\"{class}>{column}</th>"));
        }
        self.add(format_args!("</tr></thead><tbody>\n"));
    }
}

/// What comes from a record, made harmless.
fn text(from_record: &str) -> String {
    escape(visible::line(from_record)).into_owned()
}

fn href(to_output: &str, file: &OutputFile) -> String {
    format!("{to_output}{}", uri(&file.path))
}

/// Groups digits by three with thin spaces that do not break.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "shown with three digits")]
    let bytes = bytes as f64;
    match bytes {
        bytes if bytes < 1e6 => format!("{:.0} kB", bytes / 1e3),
        bytes if bytes < 1e9 => format!("{:.1} MB", bytes / 1e6),
        bytes => format!("{:.2} GB", bytes / 1e9),
    }
}

/// Base 64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::batch::manifest::{BoundEntry, CatalogueEntry, Manifest};
    use crate::batch::run::Summary;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        let found = [grouped(7), grouped(999), grouped(1000), grouped(1_234_567)];
        assert_eq!(found, ["7", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]);
    }

    #[test]
    fn a_record_cannot_bring_markup_and_links_lead_to_files() {
        let output = OutputFile { path: "a b/1.pdf".into(), pages: Some(2), ..OutputFile::default() };
        let entry = Entry {
            source: "a b/1.md".into(),
            number: "<b>&1".into(),
            outputs: vec![output],
            warnings: vec!["3:7: L0104: the range `<1-2>` has a hyphen".into()],
            ..Entry::default()
        };
        let manifest =
            Manifest { records: BTreeMap::from([("a b/1.md".to_owned(), entry)]), ..Manifest::new() };
        let page = page_of(&manifest);
        for part in [
            "href=\"../dist/a%20b/1.pdf\"",
            "&lt;b&gt;&amp;1",
            "the range `&lt;1-2&gt;` has a hyphen",
            "<span class=\"quiet\">a b/1.md:3:7</span>",
            ">12.0 ms<",
        ] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
        assert!(!page.contains("<b>"), "{page}");
        assert!(!page.contains("Collections"), "{page}");
    }

    #[test]
    fn collections_and_the_shelf_are_told_and_linked() {
        let file = |path: &str| OutputFile { path: path.into(), size: 2000, ..OutputFile::default() };
        let bound = BoundEntry {
            title: "Central Asia & beyond".into(),
            outputs: vec![file("collections/asia.epub")],
            ..BoundEntry::default()
        };
        let lists = vec![file("catalogue/index.html"), file("catalogue/marc.xml")];
        let manifest = Manifest {
            collections: BTreeMap::from([("asia".to_owned(), bound)]),
            catalogue: Some(CatalogueEntry { outputs: lists, ..CatalogueEntry::default() }),
            ..Manifest::new()
        };
        let page = page_of(&manifest);
        for part in [
            "<th scope=\"row\">asia</th><td>Central Asia &amp; beyond</td><td class=\"number\">0</td>",
            "href=\"../dist/collections/asia.epub\" aria-label=\"EPUB of collections/asia.epub\"",
            "2 files, among them <a href=\"../dist/catalogue/index.html\">the shelf</a>.",
        ] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
    }

    fn page_of(manifest: &Manifest) -> String {
        let account = Account {
            summary: Summary::default(),
            manifest,
            told: &[],
            took: vec![("a b/1.md".to_owned(), Duration::from_millis(12))],
            elapsed: Duration::from_secs(1),
            pictures: Vec::new(),
            to_output: "../dist/".to_owned(),
        };
        html(&account)
    }
}
