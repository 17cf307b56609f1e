//! British beside American spelling, by a small list.

use std::ops::Range;
use std::sync::LazyLock;

use super::Findings;
use super::words::word_length;
use crate::diagnostics::codes::record as codes;
use crate::record::MarkdownText;

/// Stems that the two spell apart, British first. A word belongs to a stem that it starts with; a stem
/// that ends in a space is the whole word. Left out: what both write (Oxford's `-ize`, `honorary`, `laboratory`,
/// the `program` of a computer, the `judgment` of a court), and what differs by sense (`licence`, `practice`).
const STEMS: [(&str, &str); 65] = [
    ("aluminium ", "aluminum "),
    ("analysed", "analyzed"),
    ("analysing", "analyzing"),
    ("arbour", "arbor "),
    ("armour", "armor"),
    ("behaviour", "behavior"),
    ("calibre ", "caliber "),
    ("catalogue", "catalog "),
    ("catalysed", "catalyzed"),
    ("centre", "center"),
    ("colour ", "color "),
    ("coloured", "colored"),
    ("colourful", "colorful"),
    ("colours ", "colors "),
    ("counsellor", "counselor"),
    ("defence ", "defense "),
    ("demeanour", "demeanor"),
    ("diarrhoea", "diarrhea"),
    ("encyclopaedia", "encyclopedia"),
    ("endeavour", "endeavor"),
    ("enrol ", "enroll "),
    ("favour", "favor"),
    ("fervour", "fervor "),
    ("fibre", "fiber"),
    ("fulfil ", "fulfill "),
    ("grey ", "gray "),
    ("harbour", "harbor"),
    ("honour ", "honor "),
    ("honourable", "honorable"),
    ("honoured", "honored"),
    ("humour ", "humor "),
    ("instalment", "installment"),
    ("jewellery", "jewelry"),
    ("kilometre", "kilometer"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("labour ", "labor "),
    ("labourer", "laborer"),
    ("leukaemia", "leukemia"),
    ("litre", "liter "),
    ("manoeuvr", "maneuver"),
    ("marvellous", "marvelous"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("mould", "mold"),
    ("neighbour", "neighbor"),
    ("odour", "odor "),
    ("offence ", "offense "),
    ("offences ", "offenses "),
    ("paralysed", "paralyzed"),
    ("paralysing", "paralyzing"),
    ("parlour", "parlor"),
    ("plough", "plow"),
    ("pretence", "pretense"),
    ("rumour", "rumor"),
    ("sceptic", "skeptic"),
    ("signalled", "signaled"),
    ("signalling", "signaling"),
    ("skilful", "skillful"),
    ("sulphur", "sulfur"),
    ("theatre", "theater"),
    ("travelled", "traveled"),
    ("traveller", "traveler"),
    ("travelling", "traveling"),
    ("vigour", "vigor "),
];

/// The sides, as messages name them.
const SIDES: [&str; 2] = ["British", "American"];

/// One word of the list in a text.
struct Found<'a> {
    text: &'a MarkdownText,
    range: Range<usize>,
    stem: usize,
}

/// Tells the rarer side of a record in which both spellings stand, at its first word.
///
/// Names keep their own spelling (the Department of Defense, the Labour Party), so words with a capital are
/// passed over; what starts a sentence goes with them.
pub fn check(texts: &[(&MarkdownText, String)], findings: &mut Findings<'_>) {
    if !super::is_english(&findings.record.lang) {
        return;
    }
    let mut sides: [Vec<Found<'_>>; 2] = [Vec::new(), Vec::new()];
    for (text, prose) in texts {
        gather(text, prose, &mut sides);
    }
    if sides.iter().any(Vec::is_empty) {
        return;
    }
    let rare = usize::from(sides[1].len() <= sides[0].len());
    let [first, ..] = sides[rare].as_slice() else { return };
    let word = &first.text.text[first.range.clone()];
    let (here, there) = (SIDES[rare], SIDES[1 - rare]);
    let other = stem(first.stem, 1 - rare);
    let count = sides[rare].len();
    let more = if count == 1 { String::new() } else { format!(", and {} more", count - 1) };
    let kept = &sides[1 - rare][0];
    let message = format!(
        "{here} `{word}`{more} beside {there} spelling such as `{}`",
        &kept.text.text[kept.range.clone()]
    );
    let hint = format!("the {there} form starts with `{other}`; a quotation keeps its own");
    let (text, range) = (first.text, first.range.clone());
    findings.at(&codes::LINT_SPELLING, message, text, range, &hint);
}

fn stem(index: usize, side: usize) -> &'static str {
    let (british, american) = STEMS[index];
    [british, american][side].trim_end()
}

fn gather<'a>(text: &'a MarkdownText, prose: &str, sides: &mut [Vec<Found<'a>>; 2]) {
    let mut at = 0;
    while at < prose.len() {
        let length = word_length(&prose[at..]);
        if length == 0 {
            at += prose[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let word = &prose[at..at + length];
        for &(index, side, stem) in &BY_FIRST[usize::from(word.as_bytes()[0])] {
            let is_it = match stem.strip_suffix(' ') {
                Some(whole) => word == whole,
                None => word.starts_with(stem),
            };
            if is_it {
                sides[side].push(Found { text, range: at..at + length, stem: index });
                break;
            }
        }
        at += length;
    }
}

/// A stem with its index and side.
type Stem = (usize, usize, &'static str);

/// The stems by their first byte.
static BY_FIRST: LazyLock<[Vec<Stem>; 256]> = LazyLock::new(|| {
    let mut by_first = [const { Vec::new() }; 256];
    for (index, &(british, american)) in STEMS.iter().enumerate() {
        for (side, stem) in [british, american].into_iter().enumerate() {
            by_first[usize::from(stem.as_bytes()[0])].push((index, side, stem));
        }
    }
    by_first
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stem_of_one_side_starts_a_word_of_the_other() {
        let begins = |word: &str, stem: &str| match stem.strip_suffix(' ') {
            Some(whole) => word.trim_end() == whole,
            None => word.starts_with(stem),
        };
        for (british, _) in STEMS {
            for (_, american) in STEMS {
                assert!(!begins(british, american) && !begins(american, british), "{british} {american}");
            }
        }
    }
}
