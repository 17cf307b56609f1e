//! The characters of a file: UTF-8, what a mark or a page says, or the usual of old pages.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::Form;
use super::report::{Action, Report};

/// How far from its start a page says what its characters are (HTML, 13.2.3.2).
const PRESCAN: usize = 1024;

/// Decodes a file; what is not UTF-8 is told.
pub(super) fn decode(bytes: &[u8], form: Form, report: &mut Report) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return named(encoding, bytes, report);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let said = if form == Form::Html { declared(bytes) } else { None };
    named(said.filter(|&encoding| encoding != UTF_8).unwrap_or(WINDOWS_1252), bytes, report)
}

fn named(encoding: &'static Encoding, bytes: &[u8], report: &mut Report) -> String {
    let (text, used, is_lossy) = encoding.decode(bytes);
    if used != UTF_8 {
        let message = format!("converted the characters from {} to UTF-8", used.name());
        report.add(Action::Repaired, 0, None, message);
    }
    if is_lossy {
        let line = text.lines().position(|line| line.contains('\u{fffd}')).map_or(0, |at| at + 1);
        let message = format!("bytes that are no {} became U+FFFD", used.name());
        report.add(Action::Undecided, line, None, message);
    }
    text.into_owned()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_not_utf8_are_converted_and_told() {
        let mut report = Report::default();
        assert_eq!(decode(b"the SCO\x92s", Form::Text, &mut report), "the SCO’s");
        assert_eq!(report.count(Action::Repaired), 1);
        let page = b"<meta charset=\"gb2312\"><p>\xd6\xd0";
        assert!(decode(page, Form::Html, &mut report).ends_with('中'));
        assert_eq!(decode(b"\xef\xbb\xbfplain", Form::Text, &mut Report::default()), "plain");
    }
}
