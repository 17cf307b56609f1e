//! Words that the text's face covers only in part, as polytonic Greek: no word is set from two faces, and where many are
//! affected the whole script is set from the other face.

use std::ops::Range;

use icu_properties::props::Script;

use super::collect::{Collected, OBJECT};
use super::script::{is_space, leans, script_of};
use crate::font::{FaceId, FontBook};

/// One word in so many that the face cannot set makes all words of the script change face, within a paragraph.
const FEW: usize = 4;

/// A word of one look, and the face that sets it in place of the look's own.
#[derive(Clone, Debug)]
struct Word {
    range: Range<usize>,
    script: Option<Script>,
    face: Option<FaceId>,
}

/// Returns the bytes to be set from another face than their look's, in their order. Empty for nearly every text.
pub(super) fn find(fonts: &FontBook, input: &Collected) -> Vec<(Range<usize>, FaceId)> {
    let mut found = Vec::new();
    if input.text.is_ascii() {
        return found;
    }
    for (index, &(start, look)) in input.stretches.iter().enumerate() {
        let end = input.stretches.get(index + 1).map_or(input.text.len(), |next| next.0);
        let (preferred, lang) = (input.looks[look].face, &input.looks[look].lang);
        let text = &input.text[start..end];
        let lacks = |character: char| lacks(fonts, preferred, character);
        if !text.chars().any(lacks) {
            continue;
        }
        let mut words: Vec<Word> = words(text, start);
        for word in &mut words {
            let text = &input.text[word.range.clone()];
            let lacking = text.chars().find(|&character| lacks(character));
            let has_others = text.chars().any(|c| script_of(c).is_some() && fonts.covers(preferred, c));
            if has_others && let Some(lacking) = lacking {
                word.face =
                    fonts.substitute(preferred, lacking, lang).filter(|&face| covers_all(fonts, face, text));
            }
        }
        extend(fonts, input, &mut words);
        found.extend(words.into_iter().filter_map(|word| Some((word.range, word.face?))));
    }
    found
}

/// Tells whether a face lacks a letter, or a mark upon one.
fn lacks(fonts: &FontBook, face: FaceId, character: char) -> bool {
    !character.is_ascii()
        && (script_of(character).is_some() || leans(character))
        && !fonts.covers(face, character)
}

fn covers_all(fonts: &FontBook, face: FaceId, text: &str) -> bool {
    text.chars()
        .filter(|&character| script_of(character).is_some() || leans(character))
        .all(|character| fonts.covers(face, character))
}

/// Parts a text at its spaces.
fn words(text: &str, start: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut from = 0;
    let ends = text.char_indices().filter(|&(_, c)| is_space(c) || c == OBJECT);
    for (at, after) in ends.map(|(at, c)| (at, at + c.len_utf8())).chain([(text.len(), text.len())]) {
        if from < at {
            let script = text[from..at].chars().find_map(script_of);
            words.push(Word { range: start + from..start + at, script, face: None });
        }
        from = after;
    }
    words
}

/// Sets the other words of a script from the face that sets many of them.
fn extend(fonts: &FontBook, input: &Collected, words: &mut [Word]) {
    let mut told: Vec<(Script, FaceId)> = Vec::new();
    for word in words.iter() {
        if let (Some(script), Some(face)) = (word.script, word.face)
            && told.iter().all(|&(known, _)| known != script)
        {
            told.push((script, face));
        }
    }
    for (script, face) in told {
        let of_script = |word: &&Word| word.script == Some(script);
        let all = words.iter().filter(of_script).count();
        let affected = words.iter().filter(of_script).filter(|word| word.face.is_some()).count();
        if affected * FEW < all {
            continue;
        }
        for word in words.iter_mut().filter(|word| word.script == Some(script) && word.face.is_none()) {
            word.face = Some(face).filter(|&face| covers_all(fonts, face, &input.text[word.range.clone()]));
        }
    }
}
