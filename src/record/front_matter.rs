//! A `.md` file in two: the YAML between the two lines of `---`, and the body below.

use super::{MarkdownText, limits};
use crate::diagnostics::Code;
use crate::diagnostics::codes::record as codes;

/// The two parts, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// Where the YAML starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Where the body starts.
    pub body: usize,
}

/// Why there are no two parts.
#[derive(Debug)]
pub struct SplitFault {
    /// The code.
    pub code: Code,
    /// What was found and what is wanted.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
    /// Where.
    pub at: (usize, usize),
}

/// Tells whether a text starts with front matter.
#[must_use]
pub fn is_there(text: &str) -> bool {
    text.lines().next().is_some_and(is_fence)
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty())
}

/// Splits a text.
///
/// # Errors
///
/// No front matter, one that is not closed, or one too long.
pub fn split(text: &str) -> Result<Parts, SplitFault> {
    if !is_there(text) {
        let line = text.lines().next().unwrap_or_default();
        let hint = if text.trim_start().starts_with("---") {
            "take away what stands before the first `---`"
        } else {
            "start the file with `---`, the keys in YAML, `---`"
        };
        let message = "the file does not start with front matter".to_owned();
        return Err(SplitFault { code: &codes::NO_FRONT_MATTER, message, hint, at: (0, line.len()) });
    }
    let mut at = 0;
    let mut start = 0;
    for (count, line) in text.split_inclusive('\n').enumerate() {
        if count == 0 {
            start = line.len();
        } else if is_fence(line.trim_end_matches(['\n', '\r'])) {
            if at - start > limits::FRONT_MATTER_BYTES {
                let message = format!(
                    "front matter of {} bytes, at most {} are allowed",
                    at - start,
                    limits::FRONT_MATTER_BYTES
                );
                return Err(SplitFault {
                    code: &codes::LIMIT,
                    message,
                    hint: "put long texts in the body",
                    at: (0, 3),
                });
            }
            return Ok(Parts { start, end: at, body: at + line.len() });
        }
        at += line.len();
    }
    Err(SplitFault {
        code: &codes::FRONT_MATTER_OPEN,
        message: "the front matter that starts here is not closed".to_owned(),
        hint: "put a line of `---` between the keys and the body",
        at: (0, 3),
    })
}

/// Returns the body with every line end a line feed, and the places kept.
#[must_use]
pub fn body(text: &str, start: usize) -> MarkdownText {
    let body = text.get(start..).unwrap_or_default();
    let mut clean = String::with_capacity(body.len());
    let mut pieces = vec![(0, at(start))];
    let mut from = 0;
    while let Some(found) = body[from..].find('\r') {
        let cut = from + found;
        clean.push_str(&body[from..cut]);
        if body[cut + 1..].starts_with('\n') {
            from = cut + 1;
            pieces.push((at(clean.len()), at(start + from)));
        } else {
            // A carriage return alone ends a line, too.
            clean.push('\n');
            from = cut + 1;
        }
    }
    clean.push_str(&body[from..]);
    MarkdownText { text: clean, pieces }
}

fn at(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_stand_between_fences() {
        let text = "---\ntitle: A\n---\nBody\n";
        assert_eq!(split(text).ok(), Some(Parts { start: 4, end: 13, body: 17 }));
        assert_eq!(split("---\r\na: b\r\n--- \r\nx").ok(), Some(Parts { start: 5, end: 11, body: 17 }));
        assert_eq!(split("---\n---").ok(), Some(Parts { start: 4, end: 4, body: 7 }));
    }

    #[test]
    fn other_files_are_told_apart() {
        let code = |text: &str| split(text).expect_err("no two parts").code.code;
        assert_eq!(code("# Title\n"), "E0122");
        assert_eq!(code("\n---\na: b\n---\n"), "E0122");
        assert_eq!(code("---\na: b\n"), "E0121");
        assert_eq!(code("----\na: b\n"), "E0122");
    }

    #[test]
    fn carriage_returns_go_and_places_stay() {
        let body = body("xx\r\na\r\nb\rc", 4);
        assert_eq!(body.text, "a\nb\nc");
        assert_eq!(body.place(2).0, 7);
        assert_eq!(body.place(4).0, 9);
    }
}
