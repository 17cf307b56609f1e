//! What scripts ask of the composer: whether their words are parted by spaces, whether their letters join, which way
//! they run.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, Script};

/// Tells whether a character is white space of the source.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\r' | '\t' | '\u{a0}' | '\u{3000}')
}

/// Tells whether a character is a letter of a script that runs from right to left.
pub(super) fn is_rtl_letter(character: char) -> bool {
    matches!(
        script_of(character),
        Some(
            Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
                | Script::Adlam
                | Script::HanifiRohingya
                | Script::Samaritan
                | Script::Mandaic
        )
    )
}

/// Tells whether a character is drawn with the one before it: marks, joiners, variation selectors.
pub(super) fn leans(character: char) -> bool {
    use GeneralCategory::{EnclosingMark, Format, NonspacingMark, SpacingMark};
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    matches!(category, NonspacingMark | SpacingMark | EnclosingMark | Format)
}

/// Returns the script of a character; `None` for what is common to scripts.
pub(super) fn script_of(character: char) -> Option<Script> {
    if character.is_ascii() {
        return character.is_ascii_alphabetic().then_some(Script::Latin);
    }
    let script = CodePointMapData::<Script>::new().get(character);
    (script != Script::Common && script != Script::Inherited && script != Script::Unknown).then_some(script)
}

/// Tells whether a character is of a script whose letters touch, so that space between them would part what is one.
pub(super) fn is_joined(character: char) -> bool {
    script_of(character).is_some_and(|script| {
        joins_letters(script)
            || matches!(script, Script::Devanagari | Script::Bengali | Script::Gurmukhi | Script::Tibetan)
    })
}

/// Tells whether a script's letters take other forms beside one another.
pub(super) fn joins_letters(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Mongolian
            | Script::Mandaic
            | Script::Adlam
            | Script::HanifiRohingya
    )
}

/// Tells whether a script's words are parted by spaces.
pub(super) fn is_set_in_words(script: Script) -> bool {
    !matches!(
        script,
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Bopomofo
            | Script::Yi
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
            | Script::Hangul
    )
}

/// Returns the tag of a script (ISO 15924).
pub(super) fn iso_tag(script: Script) -> [u8; 4] {
    let names = icu_properties::PropertyNamesShort::<Script>::new();
    names.get(script).and_then(|name| name.as_bytes().try_into().ok()).unwrap_or(*b"Zyyy")
}

/// Returns the English name of a character's script.
pub(super) fn script_name(character: char) -> &'static str {
    let script = CodePointMapData::<Script>::new().get(character);
    icu_properties::PropertyNamesLong::<Script>::new().get(script).unwrap_or("Unknown")
}
