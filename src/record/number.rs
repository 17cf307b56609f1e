//! Numbers of records: they become file names, and a series can give them a pattern.

use super::limits;
use crate::spaces::only_guides_lines;

/// Tells why a number cannot name a file on every system; `None` when it can.
#[must_use]
pub fn refusal(number: &str) -> Option<String> {
    const FORBIDDEN: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    if let Some(bad) = number.chars().find(|c| FORBIDDEN.contains(c)) {
        return Some(format!("it has `{bad}` in it"));
    }
    if let Some(bad) = number.chars().find(|c| c.is_control()) {
        return Some(format!("it has the control character U+{:04X} in it", bad as u32));
    }
    if let Some(bad) = number.chars().find(|&c| is_bidi_control(c) || is_unseen(c)) {
        return Some(format!("it has the invisible character U+{:04X} in it", bad as u32));
    }
    if number.starts_with('.') {
        return Some("it starts with a dot, which hides the file".to_owned());
    }
    if number.starts_with('-') {
        return Some("it starts with a hyphen, which commands take for an option".to_owned());
    }
    if number.ends_with(['.', ' ']) {
        return Some("it ends with a dot or a space, which Windows drops".to_owned());
    }
    if is_device(number) {
        return Some("Windows reserves that name for a device".to_owned());
    }
    if number.len() > limits::NUMBER_BYTES {
        return Some(format!(
            "it is {} bytes long, at most {} are allowed",
            number.len(),
            limits::NUMBER_BYTES
        ));
    }
    None
}

/// Tells whether a character forces or isolates the direction of text.
#[must_use]
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Tells whether a character has no width and no ink: two numbers that look the same would name two files. The joiners of
/// Indic and Arabic writing are seen by what they do.
fn is_unseen(c: char) -> bool {
    only_guides_lines(c)
        || matches!(c, '\u{2061}'..='\u{2064}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The device names of Windows, also with an ending.
fn is_device(number: &str) -> bool {
    let stem = number.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |before: &str| {
        stem.strip_prefix(before).is_some_and(|digit| {
            matches!(digit, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
}

/// A pattern that the numbers of a series match whole.
#[derive(Clone, Debug)]
pub struct NumberPattern {
    text: String,
    whole: regex_lite::Regex,
}

impl NumberPattern {
    /// Reads a regular expression.
    ///
    /// # Errors
    ///
    /// The parser's own words.
    pub fn new(text: &str) -> Result<Self, String> {
        // Alone first, so that a bracket cannot close the group around it.
        regex_lite::Regex::new(text).map_err(|error| error.to_string())?;
        let whole = regex_lite::RegexBuilder::new(&format!("^(?:{text})$"))
            .size_limit(1 << 18)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { text: text.to_owned(), whole })
    }

    /// Returns it as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Tells whether a number matches.
    #[must_use]
    pub fn matches(&self, number: &str) -> bool {
        self.whole.is_match(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_would_name_something_else_are_refused() {
        for bad in [
            "../x",
            "a/b",
            "a\\b",
            ".hidden",
            "CON",
            "nul.txt",
            "com1",
            "x.",
            "a\u{7}b",
            "-rf",
            "C:x",
            "a\u{202e}b",
            "CO1\u{feff}",
            "C\u{200b}O1",
        ] {
            assert!(refusal(bad).is_some(), "{bad:?}");
        }
        for good in ["CO12033", "2012-04", "12.5", "№ 7", "console", "com10", "第三號"] {
            assert!(refusal(good).is_none(), "{good:?}");
        }
        assert!(refusal(&"x".repeat(101)).is_some());
    }

    #[test]
    fn a_pattern_is_for_the_whole_number() {
        let pattern = NumberPattern::new(r"CO\d{5}").expect("a good pattern");
        assert!(pattern.matches("CO12033"));
        assert!(!pattern.matches("CO120331") && !pattern.matches("xCO12033"));
        assert!(NumberPattern::new("a)(b").is_err());
    }
}
