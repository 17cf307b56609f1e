//! Words that are parted otherwise than their language's patterns say.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;

use super::tokens::Tokens;

/// Those that ship with the program, by language, in the form a style gives its own in.
const SHIPPED: &str = include_str!("../../styles/hyphenation.toml");

/// The exceptions to hyphenation patterns, by language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exceptions {
    /// By lower-case tag or primary language.
    languages: BTreeMap<String, Words>,
}

/// By word in lower case: how many characters stand before each place it may be parted at. Every word of a text is
/// looked up.
#[derive(Clone, Default, PartialEq)]
struct Words(FxHashMap<String, Vec<usize>>);

impl fmt::Debug for Words {
    /// In the words' order: what a style is told by must not depend on that of a table.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().collect::<BTreeMap<_, _>>().fmt(formatter)
    }
}

impl Exceptions {
    /// Returns the exceptions of a language; a language's list serves its regions too, which may have their own.
    #[must_use]
    pub fn of(&self, lang: &str) -> LanguageExceptions<'_> {
        let primary = lang.split('-').next().unwrap_or_default();
        let list = |wanted: &str| {
            let mut lists = self.languages.iter().filter(|(lang, _)| lang.eq_ignore_ascii_case(wanted));
            lists.next().map(|(_, list)| list)
        };
        LanguageExceptions { lists: [list(lang).filter(|_| lang != primary), list(primary)] }
    }

    fn add(&mut self, lang: &str, spelt: &str) {
        let (mut word, mut parts, mut count) = (String::new(), Vec::new(), 0);
        for character in spelt.chars() {
            if character == '-' {
                parts.push(count);
            } else {
                word.extend(character.to_lowercase());
                count += 1;
            }
        }
        self.languages.entry(lang.to_ascii_lowercase()).or_default().0.insert(word, parts);
    }
}

/// The exceptions of one language.
#[derive(Clone, Copy, Debug)]
pub struct LanguageExceptions<'a> {
    /// Its region's, and its own.
    lists: [Option<&'a Words>; 2],
}

impl<'a> LanguageExceptions<'a> {
    /// Returns how many characters stand before each place a word may be parted at, if it is an exception.
    #[must_use]
    pub fn parts(&self, word: &str) -> Option<&'a [usize]> {
        // Asked of every word: most are in lower case already.
        let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
        let word = if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        self.lists.iter().flatten().find_map(|list| list.0.get(word.as_ref())).map(Vec::as_slice)
    }
}

/// Reads the exceptions of a style; those that ship lie below them.
pub(super) fn exceptions(tokens: &mut Tokens) -> Exceptions {
    let mut found = Exceptions::default();
    let shipped: BTreeMap<String, Vec<String>> = toml::from_str(SHIPPED).unwrap_or_default();
    for (lang, words) in &shipped {
        words.iter().for_each(|word| found.add(lang, word));
    }
    for name in tokens.names_below("hyphenation.") {
        let lang = name.trim_start_matches("hyphenation.");
        for word in tokens.texts(&name) {
            if is_spelt_out(&word) {
                found.add(lang, &word);
            } else {
                tokens.refuse(
                    &name,
                    format!("`{name}` has \"{word}\", expected one word and hyphens within it"),
                );
            }
        }
    }
    found
}

/// Tells whether a text is one word, with single hyphens between its letters at most.
fn is_spelt_out(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_can_be_read_and_is_spelt_out() {
        let shipped: BTreeMap<String, Vec<String>> =
            toml::from_str(SHIPPED).expect("the list that ships is TOML");
        assert!(shipped["en"].len() > 50);
        assert_eq!(shipped["en"].iter().find(|word| !is_spelt_out(word)), None);
    }

    #[test]
    fn a_languages_list_serves_its_regions_and_any_case() {
        let found = exceptions(&mut Tokens::default());
        assert_eq!(found.of("en-GB").parts("Kyrgyzstan"), Some([6].as_slice()));
        assert_eq!(found.of("en").parts("PROJECT"), Some([].as_slice()));
        assert_eq!(found.of("de").parts("Kyrgyzstan"), None);
        assert_eq!(found.of("en").parts("Kyrgyzstani"), None);
    }
}
