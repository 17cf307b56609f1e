//! Where words may be hyphenated, by language.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::style::LanguageExceptions;

/// How words of a language are parted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub patterns: hypher::Lang,
    pub exceptions: LanguageExceptions<'a>,
    /// The letters that stand before and after a hyphen.
    pub minimum: (usize, usize),
}

/// Returns the patterns of a language tag, if there are any.
pub(super) fn patterns(lang: &str) -> Option<hypher::Lang> {
    let primary = lang.split(['-', '_']).next()?;
    // Norwegian's patterns are listed under its written forms; Malay and Indonesian break alike.
    let code: [u8; 2] = match primary {
        "no" => *b"nb",
        "ms" | "id" => return None,
        other => other.as_bytes().try_into().ok()?,
    };
    hypher::Lang::from_iso(code)
}

/// Calls `found` with each byte offset of `piece` at which it may be hyphenated.
///
/// A word that is an exception is parted as that says; words in capitals, words joined to figures and addresses
/// are left whole.
pub(super) fn hyphenate(piece: &str, rules: &Rules<'_>, mut found: impl FnMut(usize)) {
    let mut rest = 0;
    while rest < piece.len() {
        let Some(start) = piece[rest..].find(char::is_alphabetic).map(|at| at + rest) else { return };
        let end = piece[start..].find(|c: char| !c.is_alphabetic()).map_or(piece.len(), |at| at + start);
        rest = end;
        let word = &piece[start..end];
        if touches_figure(piece, start, end) {
            continue;
        }
        if let Some(parts) = rules.exceptions.parts(word) {
            let offset = |&count: &usize| word.char_indices().nth(count).map(|(at, _)| at);
            parts.iter().filter_map(offset).for_each(|at| found(start + at));
        } else if is_breakable(word, rules.minimum) {
            hyphenate_word(word, rules.patterns, rules.minimum, |at| found(start + at));
        }
    }
}

fn is_breakable(word: &str, minimum: (usize, usize)) -> bool {
    word.len() >= minimum.0 + minimum.1
        && word.chars().count() >= minimum.0 + minimum.1
        && !word.chars().skip(1).any(char::is_uppercase)
}

fn touches_figure(piece: &str, start: usize, end: usize) -> bool {
    piece[..start].ends_with(|c: char| c.is_numeric() || c == '_')
        || piece[end..].starts_with(|c: char| c.is_numeric() || c == '_')
}

fn hyphenate_word(word: &str, language: hypher::Lang, minimum: (usize, usize), found: impl FnMut(usize)) {
    let rules = (language, minimum);
    KNOWN.with_borrow_mut(|known| match known.get(&rules).and_then(|words| words.get(word)) {
        Some(parts) => parts.iter().map(|&at| usize::from(at)).for_each(found),
        None => {
            let parts = parts(word, language, minimum);
            parts.iter().map(|&at| usize::from(at)).for_each(found);
            let words = known.entry(rules).or_default();
            if words.len() < MOST_KNOWN {
                words.insert(word.into(), parts);
            }
        }
    });
}

/// How many words of a language are kept; a record has some hundred of its own.
const MOST_KNOWN: usize = 1 << 16;

/// By word: the offsets it may be parted at.
type Words = FxHashMap<Box<str>, Box<[u16]>>;
/// By patterns, and how many letters stand before and after a hyphen.
type Known = FxHashMap<(hypher::Lang, (usize, usize)), Words>;

thread_local! {
    /// The words that were parted before: records share most of theirs.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Returns the offsets a word may be parted at by the patterns; a word that is longer than any is left whole.
fn parts(word: &str, language: hypher::Lang, minimum: (usize, usize)) -> Box<[u16]> {
    if u16::try_from(word.len()).is_err() {
        return Box::default();
    }
    let syllables = hypher::hyphenate_bounded(word, language, minimum.0, minimum.1);
    let ends = syllables.scan(0, |at, syllable| {
        *at += syllable.len();
        Some(*at as u16)
    });
    ends.filter(|&at| usize::from(at) < word.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hyphenated(word: &str) -> String {
        let mut shown = String::new();
        let mut last = 0;
        let style = crate::style::load("house", &[]).expect("the house style is right");
        let exceptions = style.paragraph.exceptions.of("en-GB");
        let rules = Rules { patterns: hypher::Lang::English, exceptions, minimum: (2, 3) };
        hyphenate(word, &rules, |at| {
            shown.push_str(&word[last..at]);
            shown.push('-');
            last = at;
        });
        shown + &word[last..]
    }

    #[test]
    fn words_break_by_their_patterns() {
        assert_eq!(hyphenated("organisation’s"), "or-gan-i-sa-tion’s");
        assert_eq!(hyphenated("“commentary,"), "“com-men-tary,");
    }

    #[test]
    fn exceptions_go_before_the_patterns() {
        assert_eq!(hyphenated("(Kyrgyzstan’s"), "(Kyrgyz-stan’s");
        assert_eq!(hyphenated("project"), "project");
        assert_eq!(hyphenated("projector"), "pro-jec-tor");
    }

    #[test]
    fn capitals_and_numbers_stay_whole() {
        assert_eq!(hyphenated("UNESCO"), "UNESCO");
        assert_eq!(hyphenated("CO12033"), "CO12033");
        assert_eq!(hyphenated("PowerPoint"), "PowerPoint");
    }
}
