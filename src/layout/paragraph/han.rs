//! What Chinese and Japanese ask for: full-width punctuation that closes up, space between Han and Latin,
//! quotation marks and dashes of the ideographic grid.
//!
//! The rules are those of the W3C's *Requirements for Chinese Text Layout* and *Requirements for Japanese Text Layout*.

use std::sync::Arc;

use icu_properties::props::Script;

use crate::font::Word;

/// Between Han or kana and Latin letters or figures stands a quarter of an em (JLREQ 3.2.6, CLREQ 3.2.2).
const HAN_LATIN_GAP: f64 = 0.25;
/// What may be added between two Han characters to fill a line, in ems.
const STRETCH: f64 = 0.08;
/// What one of two full-width marks in a row gives up, in ems.
const CLOSED_UP: f64 = 0.5;
/// Marks narrower than this, in ems, have no empty half to give up.
pub(super) const FULL_WIDTH: f64 = 0.9;

/// What stands between two pieces that no space parts, in ems.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Between {
    pub gap: f64,
    /// By how much it may grow.
    pub stretch: f64,
}

/// Returns what stands between two characters, each with its language.
pub(super) fn between((last, last_lang): (char, &str), (first, first_lang): (char, &str)) -> Between {
    let (is_last, is_first) = (is_set_full(last, last_lang), is_set_full(first, first_lang));
    match (is_last, is_first) {
        (true, true) => {
            let closes = closes_up(last, first) && !is_centred(last_lang);
            Between { gap: if closes { -CLOSED_UP } else { 0.0 }, stretch: STRETCH }
        }
        (true, false) if first.is_alphanumeric() && !is_mark(last) => {
            Between { gap: HAN_LATIN_GAP, stretch: STRETCH }
        }
        (false, true) if last.is_alphanumeric() && !is_mark(first) => {
            Between { gap: HAN_LATIN_GAP, stretch: STRETCH }
        }
        _ => Between::default(),
    }
}

/// Closes up full-width marks within a word.
pub(super) fn close_up(text: &str, word: Arc<Word>, lang: &str) -> Arc<Word> {
    // Full-width marks and quotation marks are three bytes each.
    if text.len() < 6 || text.is_ascii() || is_centred(lang) {
        return word;
    }
    let closing: Vec<usize> = text
        .char_indices()
        .zip(text.chars().skip(1))
        .filter(|&((_, last), first)| {
            is_set_full(last, lang) && is_set_full(first, lang) && closes_up(last, first)
        })
        .map(|((at, _), _)| at)
        .collect();
    if closing.is_empty() {
        return word;
    }
    let mut glyphs = word.glyphs.clone();
    for glyph in &mut glyphs {
        if closing.contains(&(glyph.start as usize)) && glyph.advance > FULL_WIDTH {
            glyph.advance -= CLOSED_UP;
        }
    }
    Arc::new(Word { advance: glyphs.iter().map(|glyph| glyph.advance).sum(), glyphs })
}

/// Tells whether one of two marks in a row gives up its empty half.
fn closes_up(last: char, first: char) -> bool {
    (is_closing(last) && (is_closing(first) || is_opening(first))) || (is_opening(last) && is_opening(first))
}

/// Tells whether a mark is empty in its left half.
pub(super) fn is_opening(character: char) -> bool {
    matches!(character, '（' | '「' | '『' | '《' | '〈' | '【' | '〔' | '〖' | '［' | '｛' | '“' | '‘')
}

/// Tells whether a mark is empty in its right half.
pub(super) fn is_closing(character: char) -> bool {
    matches!(
        character,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '．'
            | '）'
            | '」'
            | '』'
            | '》'
            | '〉'
            | '】'
            | '〕'
            | '〗'
            | '］'
            | '｝'
            | '”'
            | '’'
    )
}

fn is_mark(character: char) -> bool {
    !character.is_alphanumeric()
}

/// Tells whether a sign that Latin has too is a full-width one in a language: `“—…”` in Chinese and Japanese.
pub(super) fn is_sign_in(character: char, lang: &str) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '‥' | '·') && is_language(lang)
}

/// Tells whether a language is written in Han characters, or in kana among them.
pub(super) fn is_language(lang: &str) -> bool {
    matches!(lang.split(['-', '_']).next(), Some("zh" | "ja" | "yue" | "cmn" | "wuu" | "nan" | "hak" | "lzh"))
}

/// Tells whether a language's marks stand in the middle of their squares, as those of traditional Chinese do.
fn is_centred(lang: &str) -> bool {
    let lang = lang.to_ascii_lowercase();
    lang.starts_with("zh-hant")
        || lang.starts_with("zh-tw")
        || lang.starts_with("zh-hk")
        || lang.starts_with("yue")
}

/// Tells whether a script stands on the ideographic grid.
pub(super) fn is_script(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul)
}

fn is_set_full(character: char, lang: &str) -> bool {
    is_han(character) || is_sign_in(character, lang)
}

/// The first character that [`is_han`] knows.
const FIRST_HAN: char = '\u{2e80}';

/// Tells whether a character is set on the ideographic grid: Han, kana, and their punctuation.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{31c0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Returns the text with the quotation marks of Chinese and Japanese spelt as corner brackets of the same length in
/// bytes, for the line breaker: it takes `“` for a mark that may open or close, and keeps both its sides together.
pub(super) fn for_breaking(text: &str, is_han_at: impl Fn(usize) -> bool) -> Option<String> {
    let is_quote = |character: char| matches!(character, '“' | '”' | '‘' | '’');
    let has_han = || text.chars().any(|character| character >= FIRST_HAN && is_han(character));
    if text.is_ascii() || !text.contains(is_quote) || !has_han() {
        return None;
    }
    let spelt = text.char_indices().map(|(at, character)| {
        if !is_quote(character) || !is_han_at(at) || is_apostrophe(text, at) {
            return character;
        }
        match character {
            '“' => '「',
            '”' => '」',
            '‘' => '『',
            _ => '』',
        }
    });
    Some(spelt.collect())
}

fn is_apostrophe(text: &str, at: usize) -> bool {
    let is_latin = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric());
    is_latin(text[..at].chars().next_back()) && is_latin(text[at..].chars().nth(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_a_row_close_up() {
        let zh = "zh-Hans";
        assert_eq!(between(('。', zh), ('《', zh)).gap, -0.5);
        assert_eq!(between(('。', zh), ('”', zh)).gap, -0.5);
        assert_eq!(between(('国', zh), ('《', zh)).gap, 0.0);
        assert_eq!(between(('。', "zh-Hant"), ('《', "zh-Hant")).gap, 0.0);
    }

    #[test]
    fn a_quarter_em_parts_han_from_latin() {
        let zh = "zh-Hans";
        assert_eq!(between(('年', zh), ('1', zh)).gap, 0.25);
        assert_eq!(between(('S', "en"), ('国', zh)).gap, 0.25);
        assert_eq!(between(('。', zh), ('S', zh)).gap, 0.0);
    }

    #[test]
    fn quotation_marks_are_spelt_as_brackets_of_the_same_length() {
        let text = "他说“don’t”。";
        let spelt = for_breaking(text, |_| true);
        assert_eq!(spelt.as_deref(), Some("他说「don’t」。"));
        assert_eq!(spelt.map(|spelt| spelt.len()), Some(text.len()));
        assert_eq!(for_breaking("“plain”", |_| true), None);
    }
}
