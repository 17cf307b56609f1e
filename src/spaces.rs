//! White space folded: what stands on several lines of a file is one line of a name, a title or a list. And the
//! characters that are no part of a word, but tell where a line may end in it.

/// Returns a text with single spaces where it has white space of any kind (Unicode's `White_Space`), and none at its ends.
#[must_use]
pub(crate) fn folded(text: &str) -> String {
    joined(text.split_whitespace())
}

/// Returns a text with single spaces where it has those, tabs and line ends (XML 1.0, 2.3), and none at its ends: the
/// no-break space of a name is part of it.
#[must_use]
pub(crate) fn folded_but_no_break(text: &str) -> String {
    joined(text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Tells whether a character only guides the breaking of lines: it draws nothing and is no letter of its word. (A joiner,
/// U+200C or U+200D, draws nothing either, but Persian and Sinhala words are spelt with it.)
pub(crate) fn only_guides_lines(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_break_space_is_folded_or_kept() {
        let text = " Tan\u{a0} See \t\r\n Seng ";
        assert_eq!(folded(text), "Tan See Seng");
        assert_eq!(folded_but_no_break(text), "Tan\u{a0} See Seng");
        assert_eq!(folded(" \n"), "");
    }
}
