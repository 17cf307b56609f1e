//! Where Unicode lets lines end: UAX 14, with dictionaries for Thai, Lao, Khmer and Burmese.

use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::collect::Collected;
use super::han;

/// The rules. To find the dictionaries takes as long as to break some lines.
static RULES: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));

/// Returns the byte offsets at which Unicode lets lines end.
pub(super) fn opportunities(input: &Collected) -> Vec<usize> {
    let spelt = han::for_breaking(&input.text, |at| han::is_language(&input.look_at(at).lang));
    opportunities_in(spelt.as_deref().unwrap_or(&input.text))
}

/// Most words of most texts are letters of ASCII with a comma or full stop at most, for which the rules need not be
/// asked: a line may end after a space between such letters (LB18), and what stands before it decides nothing after it.
fn opportunities_in(text: &str) -> Vec<usize> {
    let mut found = Vec::with_capacity(text.len() / 5);
    found.push(0);
    let mut start = 0;
    while start < text.len() {
        start = match plain_word(text.as_bytes(), start) {
            Some(end) => {
                found.push(end);
                end
            }
            None => ask(*RULES, text, start, &mut found),
        };
    }
    found
}

/// Returns the end of a word, after its space, where it is plain and so is the first letter of the next.
fn plain_word(text: &[u8], start: usize) -> Option<usize> {
    let letters = text[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let after = start + letters;
    let space = after + usize::from(matches!(text.get(after), Some(b',' | b'.' | b';' | b':')));
    let is_plain = letters > 0 && is_sure(text.get(space..)?);
    is_plain.then_some(space + 1)
}

/// Tells whether a text, which stands after a letter, begins with a space that parts that letter from another.
fn is_sure(text: &[u8]) -> bool {
    matches!(text, [b' ', next, ..] if next.is_ascii_alphabetic())
}

/// Asks Unicode's rules from a place on to the next space between letters; returns the place after that.
fn ask(segmenter: LineSegmenterBorrowed<'_>, text: &str, start: usize, found: &mut Vec<usize>) -> usize {
    let bytes = &text.as_bytes()[start..];
    let letters = bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic());
    let end = letters.map(|(at, _)| at + 1).find(|&after| is_sure(&bytes[after..]));
    let end = end.map_or(text.len(), |space| start + space + 1);
    // The start is known.
    found.extend(segmenter.segment_str(&text[start..end]).skip(1).map(|at| start + at));
    end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_the_rules(text: &str) -> Vec<usize> {
        LineSegmenter::new_auto(LineBreakOptions::default()).segment_str(text).collect()
    }

    #[test]
    fn plain_words_end_where_the_rules_let_them() {
        for text in [
            "It was, as she said: no more. A dog; a “fine” dog (one of 3,000) – and/or well-known.",
            "“ab” cd",
            "ab “ cd",
            "a.b c.d e",
            " ab  cd ",
            "ab\u{301} cd e\u{301}f gh",
            "中文 ab cd 中文",
            "ภาษาไทย ab cd ภาษาไทย",
            "a",
            "a b",
            ". b",
            "ab\u{200d} cd\u{200b} ef\u{a0}gh ij\ncd ef",
        ] {
            assert_eq!(opportunities_in(text), by_the_rules(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn any_text_ends_where_the_rules_let_it(
            text in "([a-c]{1,3}|[ ,.;:]| |[“”‘’«»()\\-–—/%$…!?'\"]|[0-9]|\u{301}|\u{200d}|\u{a0}|\n|中|ก|ب|👍|🇸){0,24}",
        ) {
            prop_assert_eq!(opportunities_in(&text), by_the_rules(&text));
        }
    }
}
