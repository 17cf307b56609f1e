//! JUnit XML of a check, which CI systems show as a table: a test case a file.

use crate::batch::scan::RecordFile;
use crate::diagnostics::render::Drawn;
use crate::diagnostics::visible;
use crate::record::display;

/// Writes the document; files and what is told of them are in the same order.
#[must_use]
pub fn document(files: &[RecordFile], told: &[Vec<Drawn>]) -> String {
    let failures = told.iter().filter(|list| list.iter().any(Drawn::is_error)).count();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"offprint check\" tests=\"{}\" \
         failures=\"{failures}\">\n",
        files.len()
    );
    for (file, list) in files.iter().zip(told) {
        xml.push_str(&case(file, list));
    }
    xml.push_str("</testsuite>\n</testsuites>\n");
    xml
}

fn case(file: &RecordFile, list: &[Drawn]) -> String {
    let name = escape(&display(&file.path));
    let mut xml = format!("<testcase classname=\"offprint\" name=\"{name}\">");
    let lines = |is_error: bool| -> Vec<String> {
        list.iter().filter(|one| one.is_error() == is_error).map(|one| escape(&one.line())).collect()
    };
    let (errors, others) = (lines(true), lines(false));
    if let Some(first) = list.iter().find(|one| one.is_error()) {
        let message = escape(&first.message);
        let code = first.code.code;
        xml.push_str(&format!(
            "<failure type=\"{code}\" message=\"{message}\">{}</failure>",
            errors.join("\n")
        ));
    }
    if !others.is_empty() {
        xml.push_str(&format!("<system-out>{}</system-out>", others.join("\n")));
    }
    xml.push_str("</testcase>\n");
    xml
}

/// Escapes markup, and makes visible what XML cannot hold.
fn escape(text: &str) -> String {
    visible::line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
