//! A proof as a page for browsers, in one file.

use quick_xml::escape::escape;

use crate::document::{Direction, Document};
use crate::epub::SinglePage;

/// How changes look. Underline and strike tell by themselves; colours have 4.5 to 1 or more, light and dark.
const STYLESHEET: &str = include_str!("proof.css");

/// Writes the page.
#[must_use]
pub fn write(document: &Document, page: &SinglePage) -> String {
    let direction = if document.direction == Direction::Rtl { "rtl" } else { "ltr" };
    let SinglePage { body, stylesheet } = page;
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n\
         <style>\n{stylesheet}{STYLESHEET}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        lang = escape(&*document.lang),
        title = escape(&document.metadata.title),
    )
}
