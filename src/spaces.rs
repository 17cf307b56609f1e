//! White space folded: what stands on several lines of a file is one line of a name, a title or a list.

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
