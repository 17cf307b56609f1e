//! Text from others made safe to show: control characters and bidi overrides become visible.

/// Returns a text in which nothing acts on a terminal: an escape is shown as `␛`, a bidi override as
/// `<U+202E>`. Line breaks become `␊`, since a message is one line.
#[must_use]
pub fn line(text: &str) -> String {
    if !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\0'..='\u{1F}' => shown.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}')),
            '\u{7F}' => shown.push('\u{2421}'),
            c if is_unsafe(c) => shown.push_str(&format!("<U+{:04X}>", c as u32)),
            c => shown.push(c),
        }
    }
    shown
}

/// Tells whether a character acts on what shows it.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn nothing_reaches_the_terminal() {
        assert_eq!(line("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(line("a\u{202e}b\u{9b}c\n"), "a<U+202E>b<U+009B>c␊");
        assert_eq!(line("plain é 中"), "plain é 中");
    }
}
