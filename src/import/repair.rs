//! Repairs that the text itself bears out: what a page's making broke, and nothing of its words.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{Block, Content};
use super::inline::{self, Inline};
use super::report::{Action, Entry, Report};
use crate::record::masked;

/// What stands in the place of an address that the page masks and nobody can recover.
pub const LOST_ADDRESS: &str = "(e-mail address masked on the page)";

/// Words that follow a hyphen which stands for a part left out: `pre- and post-war`.
const AFTER_SUSPENDED: [&str; 16] = [
    "and", "or", "to", "nor", "but", "as", "versus", "vs", "und", "oder", "et", "ou", "dan", "atau", "y", "o",
];

/// What was mended, to be told when it is known which blocks stay.
#[derive(Debug, Default)]
pub struct Repairs {
    /// Small things, each time they were mended, and where.
    small: Vec<(&'static str, usize)>,
    /// All else.
    told: Report,
}

impl Repairs {
    /// Tells what was mended in the lines that stay.
    pub fn tell(self, stays: &dyn Fn(usize) -> bool, report: &mut Report) {
        let of_lines = |entry: &Entry| entry.at.is_none_or(stays);
        report.entries.extend(self.told.entries.into_iter().filter(of_lines));
        let mut tally: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for (what, at) in self.small.into_iter().filter(|&(_, at)| stays(at)) {
            tally.entry(what).or_insert((0, at)).0 += 1;
        }
        for (what, (count, first)) in tally {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times, first here") };
            report.add(Action::Repaired, first, None, format!("{what} ({times})"));
        }
    }

    fn count(&mut self, what: &'static str, at: usize) {
        self.small.push((what, at));
    }
}

/// Mends blocks.
pub fn blocks(blocks: &mut [Block]) -> Repairs {
    let words = Words::of(blocks);
    let mut repairs = Repairs::default();
    for block in blocks {
        block.each_inlines(&mut |inlines, at| inlines_at(inlines, at, &words, &mut repairs));
    }
    repairs
}

fn inlines_at(inlines: &mut [Inline], at: usize, words: &Words, repairs: &mut Repairs) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => *text = mend(text, at, words, repairs),
            Inline::Raw(text) if !text.contains('`') => *text = mend(text, at, words, repairs),
            Inline::Marked(_, children) | Inline::Link { children, .. } => {
                inlines_at(children, at, words, repairs);
            }
            Inline::Raw(_) | Inline::Code(_) | Inline::Image { .. } | Inline::Note(_) | Inline::Break => {}
        }
    }
}

fn mend(text: &str, at: usize, words: &Words, repairs: &mut Repairs) -> String {
    let text = characters(text, at, repairs);
    let text = mask(&text, at, &mut repairs.told);
    hyphens(&text, at, words, &mut repairs.told)
}

/// Takes away what cannot be seen, and makes stray no-break spaces plain ones.
fn characters(text: &str, at: usize, repairs: &mut Repairs) -> String {
    let mut result = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| chars.get(index)).copied();
        let after = chars.get(index + 1).copied();
        match c {
            '\u{ad}' => repairs.count("took out a soft hyphen", at),
            '\u{200b}' if divides_words(before, after) => result.push(c),
            '\u{200b}' | '\u{feff}' => repairs.count("took out a zero-width character", at),
            '\u{a0}' if keeps_together(before, after) => result.push(c),
            '\u{a0}' => {
                repairs.count("made a stray no-break space a plain one", at);
                result.push(' ');
            }
            c if c.is_control() && c != '\n' && c != '\t' => {
                repairs.count("took out a control character", at)
            }
            '\t' => result.push(' '),
            c => result.push(c),
        }
    }
    if !result.contains("  ") {
        return result;
    }
    repairs.count("made several spaces one", at);
    let mut single = String::with_capacity(result.len());
    for c in result.chars() {
        if !(c == ' ' && single.ends_with(' ')) {
            single.push(c);
        }
    }
    single
}

/// Tells whether a zero-width space is where a script without spaces may break: Thai, Lao, Burmese, Khmer.
fn divides_words(before: Option<char>, after: Option<char>) -> bool {
    let is_so =
        |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    before.is_some_and(is_so) && after.is_some_and(is_so)
}

/// Tells whether a no-break space is meant: with figures, and with French punctuation.
fn keeps_together(before: Option<char>, after: Option<char>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let has = |c: Option<char>, list: &str| c.is_some_and(|c| list.contains(c));
    is_word(before)
        && is_word(after)
        && (before.is_some_and(|c| c.is_ascii_digit())
            || after.is_some_and(|c| c.is_ascii_digit())
            || has(before, "«§$€£")
            || has(after, "»:;?!%"))
}

/// Replaces the mask `[email protected]`, which a record must not have.
fn mask(text: &str, at: usize, report: &mut Report) -> String {
    let mut text = text.to_owned();
    while let Some(range) = masked::find(&text) {
        text.replace_range(range, LOST_ADDRESS);
        report.add(
            Action::Undecided,
            at,
            None,
            format!("the page masks an e-mail address; put it in where the record says `{LOST_ADDRESS}`"),
        );
    }
    text
}

/// Joins words that a line end broke: `cyber- security`.
fn hyphens(text: &str, at: usize, words: &Words, report: &mut Report) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find("- ") {
        let (before, after) = (&rest[..found], &rest[found + 2..]);
        let head = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let tail = &after[..after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len())];
        result.push_str(before);
        rest = after;
        let is_broken = head.chars().count() > 1
            && tail.chars().next().is_some_and(char::is_lowercase)
            && !AFTER_SUSPENDED.contains(&tail);
        if !is_broken {
            result.push_str("- ");
            continue;
        }
        let (joined, hyphened) = (format!("{head}{tail}"), format!("{head}-{tail}"));
        let (mark, action, why) = words.judge(head, &joined, &hyphened);
        result.push_str(mark);
        let now = if mark.is_empty() { joined } else { hyphened };
        report.add(action, at, None, format!("`{head}- {tail}` is `{now}`: {why}"));
    }
    result.push_str(rest);
    result
}

/// The words of the text, as evidence.
#[derive(Debug)]
struct Words(BTreeSet<String>);

impl Words {
    fn of(blocks: &[Block]) -> Self {
        let mut set = BTreeSet::new();
        for block in blocks {
            for word in block.plain().split(|c: char| !c.is_alphabetic() && c != '-') {
                set.insert(word.trim_matches('-').to_lowercase());
            }
        }
        Self(set)
    }

    /// Decides whether the hyphen belongs to the word, and tells by what.
    fn judge(&self, head: &str, joined: &str, hyphened: &str) -> (&'static str, Action, String) {
        let (joined, hyphened) = (joined.to_lowercase(), hyphened.to_lowercase());
        if self.0.contains(&hyphened) {
            return ("-", Action::Repaired, "the text has the word so elsewhere".to_owned());
        }
        if self.0.contains(&joined) {
            return ("", Action::Repaired, "the text has the word so elsewhere".to_owned());
        }
        let prefix = format!("{}-", head.to_lowercase());
        let sibling = self.0.range(prefix.clone()..).next().filter(|word| word.starts_with(&prefix));
        match sibling {
            Some(word) => ("-", Action::Repaired, format!("the text has `{word}`")),
            None => ("-", Action::Guessed, "nothing in the text tells whether the hyphen stays".to_owned()),
        }
    }
}

/// Tells dropped empty blocks apart from those with something in them.
#[must_use]
pub fn is_empty(block: &Block) -> bool {
    match &block.content {
        Content::Heading(_, inlines) | Content::Paragraph(inlines) => inline::markdown(inlines).is_empty(),
        Content::Raw(text) => text.trim().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(texts: &[&str]) -> (Vec<String>, Report) {
        let block = |text: &&str| Block::new(Content::Paragraph(vec![Inline::Text((*text).to_owned())]), 1);
        let mut list: Vec<Block> = texts.iter().map(block).collect();
        let mut report = Report::default();
        blocks(&mut list).tell(&|_| true, &mut report);
        (list.iter().map(Block::plain).collect(), report)
    }

    #[test]
    fn broken_words_are_joined_by_the_texts_own_evidence() {
        let (texts, report) = mended(&["of cyber- security abuses", "a cyber-conflict"]);
        assert_eq!(texts[0], "of cyber-security abuses");
        assert_eq!((report.count(Action::Repaired), report.count(Action::Guessed)), (1, 0));
        let (texts, _) = mended(&["con- tinue", "they continue"]);
        assert_eq!(texts[0], "continue");
        let (texts, report) = mended(&["inter- agency"]);
        assert_eq!((texts[0].as_str(), report.count(Action::Guessed)), ("inter-agency", 1));
    }

    #[test]
    fn suspended_hyphens_stay() {
        for text in ["pre- and post-war", "short- to medium-term", "A- Team", "he said - quietly"] {
            assert_eq!(mended(&[text]).0[0], text);
        }
    }

    #[test]
    fn no_break_spaces_stay_where_they_keep_figures_together() {
        assert_eq!(mended(&["10\u{a0}km of\u{a0}road\u{a0}"]).0[0], "10\u{a0}km of road");
        assert_eq!(mended(&["kind\u{2060}—those ក\u{200b}ខ"]).0[0], "kind\u{2060}—those ក\u{200b}ខ");
        assert_eq!(mended(&["a\u{200b}b\u{ad}c  d"]).0[0], "abc d");
    }

    #[test]
    fn masked_addresses_are_told() {
        let (texts, report) = mended(&["write to [email\u{a0}protected]."]);
        assert_eq!(texts[0], format!("write to {LOST_ADDRESS}."));
        assert!(report.has_guesses());
    }
}
