//! The mask `[email protected]` that some web pages put over addresses.

use super::MarkdownText;
use super::tree::fields::Faults;
use crate::diagnostics::codes::record as codes;

/// Finds the mask in a text, also with other spaces, entities and escaped brackets in it.
#[must_use]
pub fn find(text: &str) -> Option<std::ops::Range<usize>> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('[') {
        let start = from + at;
        from = start + 1;
        let Some(rest) = strip_word(&text[from..], "email") else { continue };
        let rest = strip_space(rest);
        let Some(rest) = strip_word(rest, "protected") else { continue };
        let rest = rest.strip_prefix('\\').unwrap_or(rest);
        if let Some(rest) = rest.strip_prefix(']') {
            return Some(start..text.len() - rest.len());
        }
    }
    None
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

fn strip_space(text: &str) -> &str {
    let entity = ["&nbsp;", "&#160;", "&#xA0;", "&#xa0;"].iter().find_map(|entity| text.strip_prefix(entity));
    entity.unwrap_or_else(|| text.trim_start())
}

/// Tells the first mask in a text.
pub fn check(text: &MarkdownText, faults: &mut Faults) {
    if let Some(range) = find(&text.text) {
        let (start, end) = (text.place(range.start).0 as usize, text.place(range.end).0 as usize);
        let fault = faults.error(
            &codes::MASKED_EMAIL,
            "a masked e-mail address, expected the address itself",
            start,
            end.max(start),
        );
        fault.hints.push("put the real address in; in a disclaimer write `{email}`".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_mask_is_found_under_any_space() {
        for text in [
            "[email protected]",
            "a [email\u{a0}protected] b",
            "\\[email&nbsp;protected\\]",
            "[Email\nProtected]",
        ] {
            assert!(find(text).is_some(), "{text}");
        }
        for text in ["[email](protected)", "email protected", "[email us]", "[email protected"] {
            assert!(find(text).is_none(), "{text}");
        }
    }
}
