//! The lead-in: the first words of a text in small capitals, its letters' case left as the record has it.

use super::collect::Collected;
use crate::document::language::has_case;
use crate::font::Features;

/// The words that are set so where the record marks none by capitals.
const WORDS: usize = 3;

/// Short words that are set in capitals only as a lead-in ("IN recent years"), unlike abbreviations ("US policy").
const NO_ABBREVIATIONS: &[&str] = &[
    "A", "AFTER", "ALL", "AN", "AND", "AS", "AT", "BEFORE", "BUT", "BY", "FOR", "FROM", "HAS", "HAVE", "HOW",
    "IF", "IN", "IS", "IT", "NO", "NOT", "OF", "ON", "ONE", "SINCE", "THAT", "THE", "THERE", "THESE", "THEY",
    "THIS", "TO", "WAS", "WE", "WHAT", "WHEN", "WHERE", "WHILE", "WHO", "WHY", "WILL", "WITH",
];

/// Sets the first words in small capitals.
pub(super) fn apply(input: &mut Collected) {
    let words = words(&input.text);
    // Letters without capitals would only be parted, those of Arabic from what they join.
    if !has_case(&input.text) {
        return;
    }
    let marked = words.iter().take_while(|(start, end)| is_marked(&input.text[*start..*end])).count();
    let first_is_lead = words
        .first()
        .is_some_and(|&(start, end)| NO_ABBREVIATIONS.contains(&trimmed(&input.text[start..end])));
    let count = if marked >= 2 || (marked == 1 && first_is_lead) { marked } else { WORDS.min(words.len()) };
    for (index, &(start, end)) in words.iter().take(count).enumerate() {
        let word = &input.text[start..end];
        let is_capital = is_marked(word);
        // The very first letter stays a capital; so does that of each word in mixed case.
        let head = word
            .char_indices()
            .find(|(_, letter)| letter.is_alphabetic())
            .map_or(0, |(at, letter)| at + letter.len_utf8());
        let from = if index == 0 { start + head } else { start };
        let features = Features::SMALL_CAPITALS.with(if is_capital {
            Features::CAPITALS_TO_SMALL
        } else {
            Features::default()
        });
        restyle(input, from, end, features);
        if let Some(&(next, _)) = words.get(index + 1).filter(|_| index + 1 < count) {
            restyle(input, end, next, Features::SMALL_CAPITALS);
        }
    }
}

/// Returns the bounds of the first words.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split(' ').take(12) {
        if !word.is_empty() {
            words.push((at, at + word.len()));
        }
        at += word.len() + 1;
    }
    words
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// Tells whether a word is in capitals.
fn is_marked(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
        && !word.chars().any(char::is_lowercase)
        && !word.chars().any(char::is_numeric)
}

/// Adds features to a range, parting the stretches it lies in.
fn restyle(input: &mut Collected, from: usize, to: usize, features: Features) {
    if from >= to {
        return;
    }
    for at in [from, to] {
        let index = input.stretches.partition_point(|stretch| stretch.0 <= at);
        if at < input.text.len() && index > 0 && input.stretches[index - 1].0 != at {
            let look = input.stretches[index - 1].1;
            input.stretches.insert(index, (at, look));
        }
    }
    for index in 0..input.stretches.len() {
        let (start, look) = input.stretches[index];
        if start < from || start >= to || input.looks[look].is_code {
            continue;
        }
        let mut new = input.looks[look].clone();
        new.features = new.features.with(features);
        input.stretches[index].1 = input.looks.len();
        input.looks.push(new);
    }
}
