//! Where lines may end, at what price, and what each end adds up to.
//!
//! Unicode's line breaking ([`uax14`](super::uax14)) says where; hyphenation and the punctuation of addresses add to
//! it; [`ties`] sets the price.

use std::ops::Range;

use super::collect::{Collected, Look};
use super::han::{self, is_han};
use super::shape::{Kind, Piece};
use super::within::{
    Marks, SLASH_PENALTY, Within, address_breaks, emergency_breaks, is_address, slash_breaks,
};
use super::{hyphenate, protrude, ties};
use crate::font::Setting;
use crate::style::ParagraphStyle;

/// The penalty of a break within a Chinese or Japanese name in text of another language.
const HAN_WORD_PENALTY: f64 = 400.0;
/// A name's hyphen costs so many times that of another word.
const NAME_FACTOR: f64 = 1.6;
/// A hyphen of the text itself costs less than one that is put there.
const OWN_FACTOR: f64 = 0.7;
/// Fewer letters than this before or after a hyphen are a stub, whose hyphen costs so many times more.
const STUB: usize = 3;
const STUB_FACTOR: f64 = 2.0;
/// What a line's end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The paragraph's start; ends no line.
    Start,
    /// A space.
    Space,
    /// Between two characters, with nothing put there.
    Plain,
    /// After a hyphen or dash of the text.
    OwnHyphen,
    /// A hyphen is put there.
    Hyphen,
    /// A hard break, or the paragraph's end.
    Forced,
    /// Within a word that nothing else lets fit.
    Emergency,
}

/// Running totals up to a point of the text, in points.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    /// Everything at its natural width.
    pub width: f64,
    /// The part of it that is spaces.
    pub spaces: f64,
    /// What may be added between Han characters.
    pub han: f64,
}

/// A place a line may end at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    pub end: End,
    /// The byte after the line's last, its trailing spaces not counted.
    pub text_end: usize,
    /// The first byte of the next line.
    pub next: usize,
    /// The piece the next line begins in or with.
    pub next_piece: usize,
    /// In the scale of TeX's penalties.
    pub penalty: f64,
    pub at_end: Totals,
    pub at_next: Totals,
    /// The width of the hyphen that is put there.
    pub hyphen: f64,
    /// What hangs out at the end of a line that ends here.
    pub hangs_end: f64,
    /// What hangs out at the start of a line that begins here.
    pub hangs_start: f64,
}

/// What breaks are made from.
pub(super) struct Ground<'a> {
    pub input: &'a Collected,
    pub pieces: &'a [Piece],
    pub opportunities: &'a [usize],
    pub rules: &'a ParagraphStyle,
    pub hyphenate: bool,
    /// Words wider than this are broken where nothing else allows it.
    pub widest: f64,
}

/// Returns every place a line may end at, the paragraph's start first and its end last.
pub(super) fn breaks(ground: &Ground<'_>) -> Vec<Break> {
    let breaks = Vec::with_capacity(ground.pieces.len() + 2);
    let mut scan =
        Scan { ground, totals: Totals::default(), next: 0, breaks, hyphenation: None, within: Vec::new() };
    scan.breaks.push(Break { end: End::Start, ..scan.here(0, 0) });
    let mut index = 0;
    let pieces = ground.pieces;
    let last_word = last_word(pieces);
    while index < pieces.len() {
        if matches!(pieces[index].kind, Kind::Space(..)) {
            index = scan.spaces(index);
            continue;
        }
        scan.inside(index, last_word.contains(&index));
        scan.totals.width += pieces[index].width;
        scan.after(index);
        index += 1;
    }
    scan.finish();
    scan.breaks
}

/// Returns the pieces of the last word: up to the last that is set, from the space before it on.
fn last_word(pieces: &[Piece]) -> Range<usize> {
    let end =
        pieces.iter().rposition(|piece| matches!(piece.kind, Kind::Word(..))).map_or(0, |last| last + 1);
    let space = pieces[..end].iter().rposition(|piece| matches!(piece.kind, Kind::Space(..)));
    space.map_or(0, |space| space + 1)..end
}

struct Scan<'a> {
    ground: &'a Ground<'a>,
    totals: Totals,
    /// The first opportunity not yet passed.
    next: usize,
    breaks: Vec<Break>,
    /// How words of the last language asked for are parted.
    hyphenation: Option<(&'a str, Option<hyphenate::Rules<'a>>)>,
    /// The memory for the breaks within a word.
    within: Vec<Within>,
}

impl<'a> Scan<'a> {
    /// A break at a point where nothing is left out.
    fn here(&self, at: usize, piece: usize) -> Break {
        Break {
            end: End::Plain,
            text_end: at,
            next: at,
            next_piece: piece,
            penalty: 0.0,
            at_end: self.totals,
            at_next: self.totals,
            hyphen: 0.0,
            hangs_end: self.hangs_end(at),
            hangs_start: self.hangs_start(at),
        }
    }

    fn is_opportunity(&mut self, at: usize) -> bool {
        let opportunities = self.ground.opportunities;
        while opportunities.get(self.next).is_some_and(|&opportunity| opportunity < at) {
            self.next += 1;
        }
        opportunities.get(self.next) == Some(&at)
    }

    /// Passes the spaces from a piece on; returns the piece after them.
    fn spaces(&mut self, from: usize) -> usize {
        let pieces = self.ground.pieces;
        let mut to = from;
        let mut is_forced = false;
        while to < pieces.len() && matches!(pieces[to].kind, Kind::Space(..)) && !is_forced {
            is_forced = self.ground.input.hard_breaks.contains(&pieces[to].range.start);
            to += 1;
        }
        let (start, end) = (pieces[from].range.start, pieces[to - 1].range.end);
        let mut found = self.here(start, to);
        let width: f64 = pieces[from..to].iter().map(|piece| piece.width).sum();
        self.totals.width += width;
        self.totals.spaces += width;
        found.next = end;
        found.at_next = self.totals;
        found.hangs_start = self.hangs_start(end);
        let is_allowed = self.is_opportunity(end);
        if is_forced {
            self.breaks.push(Break { end: End::Forced, ..found });
        } else if is_allowed && start > 0 && to < pieces.len() {
            let lang = &self.ground.input.looks[pieces[from].look].lang;
            let penalty = ties::penalty(&self.ground.input.text, start..end, lang);
            self.breaks.push(Break { end: End::Space, penalty, ..found });
        }
        to
    }

    /// Finds breaks within a word.
    fn inside(&mut self, index: usize, is_last_word: bool) {
        let piece = &self.ground.pieces[index];
        let Kind::Word(setting, word) = &piece.kind else { return };
        let look = &self.ground.input.looks[piece.look];
        let text = &self.ground.input.text[piece.range.clone()];
        let mut found = std::mem::take(&mut self.within);
        let marks = Marks::of(text);
        let is_address = marks.has(Marks::OF_ADDRESS) && is_address(text);
        self.unicode_breaks(piece, text, (look.is_code, is_address), &mut found);
        if marks.has(Marks::SLASH) {
            slash_breaks(text, &mut found);
        }
        if is_address {
            address_breaks(text, &mut found);
        } else if self.ground.hyphenate && !is_last_word && !look.is_code && has_hyphen(setting) {
            self.hyphen_breaks(piece.range.start, look, (text, marks), &mut found);
        }
        if piece.width > self.ground.widest {
            emergency_breaks(text, word, &mut found);
        }
        if found.is_empty() {
            self.within = found;
            return;
        }
        found.sort_by_key(|&(at, end, _)| (at, end == End::Emergency));
        found.dedup_by_key(|&mut (at, _, _)| at);
        let hyphen = hyphen_width(setting) * piece.size;
        for (at, end, penalty) in found.drain(..) {
            let offset: f64 = word.glyphs.iter().map(|glyph| part_before(glyph, at)).sum();
            let mut totals = self.totals;
            totals.width += offset * piece.size + tracking_before(look, word, at);
            let mut found = self.here(piece.range.start + at, index);
            (found.end, found.penalty, found.at_end, found.at_next) = (end, penalty, totals, totals);
            if end == End::Hyphen {
                found.hyphen = hyphen;
                found.hangs_end =
                    if self.ground.rules.protrusion { protrude::at_end('-') * hyphen } else { 0.0 };
            }
            self.breaks.push(found);
        }
        self.within = found;
    }

    fn unicode_breaks(
        &mut self,
        piece: &Piece,
        text: &str,
        (is_code, is_address): (bool, bool),
        found: &mut Vec<Within>,
    ) {
        self.is_opportunity(piece.range.start + 1);
        let opportunities = &self.ground.opportunities[self.next..];
        for &at in opportunities.iter().take_while(|&&at| at < piece.range.end) {
            let offset = at - piece.range.start;
            let Some(before) = text[..offset].chars().next_back() else { continue };
            if begins_with_dash(&text[offset..]) && !is_han(before) {
                // A dash between words hangs on the first of them.
            } else if before == '\u{ad}' {
                found.push((offset, End::Hyphen, self.ground.rules.hyphen_penalty));
            } else if is_address && before != '/' {
                // An address ends at places of its own, so that no hyphen is taken for an added one.
            } else if matches!(before, '-' | '‐') {
                if offset > 2 || is_code {
                    found.push((offset, End::OwnHyphen, OWN_FACTOR * self.ground.rules.hyphen_penalty));
                }
            } else if is_han(before)
                || han::is_sign_in(before, &self.ground.input.looks[piece.look].lang)
                || is_code
            {
                found.push((offset, End::Plain, 0.0));
            } else {
                found.push((offset, End::Plain, SLASH_PENALTY));
            }
        }
    }

    /// Returns how words of a language are parted.
    fn hyphenation(&mut self, lang: &'a str) -> Option<hyphenate::Rules<'a>> {
        if let Some((_, known)) = self.hyphenation.filter(|&(known, _)| known == lang) {
            return known;
        }
        let rules = self.ground.rules;
        let found = hyphenate::patterns(lang).map(|patterns| hyphenate::Rules {
            patterns,
            exceptions: rules.exceptions.of(lang),
            minimum: (usize::from(rules.hyphen_minimum.0), usize::from(rules.hyphen_minimum.1)),
        });
        self.hyphenation = Some((lang, found));
        found
    }

    fn hyphen_breaks(
        &mut self,
        start: usize,
        look: &'a Look,
        (text, marks): (&str, Marks),
        found: &mut Vec<Within>,
    ) {
        // A second hyphen in a compound reads badly, whatever it saves.
        let is_compound = marks.has(Marks::HYPHEN)
            || (marks.has(Marks::BEYOND_ASCII) && text.contains(['‐', '–', '\u{ad}']));
        if is_compound {
            return;
        }
        let Some(rules) = self.hyphenation(&look.lang) else { return };
        // Most words are not parted, and what is asked of the others need not be asked of them.
        let mut known = None;
        let letters = |part: &str| part.chars().filter(|character| character.is_alphabetic()).count();
        hyphenate::hyphenate(text, &rules, |at| {
            let penalty = *known.get_or_insert_with(|| self.hyphen_penalty(start, text, marks, &look.lang));
            let is_stub = letters(&text[..at]) < STUB || letters(&text[at..]) < STUB;
            found.push((at, End::Hyphen, if is_stub { penalty * STUB_FACTOR } else { penalty }));
        });
    }

    fn hyphen_penalty(&self, start: usize, text: &str, marks: Marks, lang: &str) -> f64 {
        let penalty = self.ground.rules.hyphen_penalty;
        if marks.has(Marks::SLASH) {
            penalty * 2.0
        } else if self.is_name(start, text, lang) {
            penalty * NAME_FACTOR
        } else {
            penalty
        }
    }

    /// Tells whether a word looks like a name: it has a capital where no sentence begins, in a language that
    /// keeps capitals for names.
    fn is_name(&self, start: usize, word: &str, lang: &str) -> bool {
        const OPENERS: [char; 6] = ['“', '‘', '(', '«', '„', '"'];
        if lang.starts_with("de") || !word.trim_start_matches(OPENERS).starts_with(char::is_uppercase) {
            return false;
        }
        let before = self.ground.input.text[..start].trim_end();
        !before.is_empty()
            && !before.trim_end_matches(['”', '’', ')', '"']).ends_with(['.', '!', '?', ':', '…'])
    }

    /// Finds the break between a piece and the next where no space parts them.
    fn after(&mut self, index: usize) {
        let pieces = self.ground.pieces;
        let piece = &pieces[index];
        let Some(next) = pieces.get(index + 1) else { return };
        if matches!(next.kind, Kind::Space(..)) {
            return;
        }
        let text = &self.ground.input.text;
        if self.is_opportunity(piece.range.end) && !begins_with_dash(&text[piece.range.end..]) {
            let before = self.ground.input.text[..piece.range.end].chars().next_back();
            let mut found = self.here(piece.range.end, index + 1);
            (found.end, found.penalty) = match before {
                Some('-' | '‐') => (End::OwnHyphen, OWN_FACTOR * self.ground.rules.hyphen_penalty),
                Some(before) if is_han(before) && !self.is_han_text() => (End::Plain, HAN_WORD_PENALTY),
                _ => (End::Plain, 0.0),
            };
            found.at_next.width += piece.gap;
            found.at_next.han += piece.gap_stretch;
            self.breaks.push(found);
        }
        self.totals.width += piece.gap;
        self.totals.han += piece.gap_stretch;
    }

    /// Tells whether the paragraph is Chinese or Japanese as a whole.
    fn is_han_text(&self) -> bool {
        self.ground.input.looks.first().is_some_and(|look| han::is_language(&look.lang))
    }

    fn finish(&mut self) {
        let end = self.ground.input.text.len();
        if self.breaks.last().is_some_and(|last| last.end == End::Forced && last.next == end) {
            return;
        }
        // Spaces at the very end belong to the last line but take no room in it.
        let trailing =
            self.ground.pieces.iter().rev().take_while(|piece| matches!(piece.kind, Kind::Space(..)));
        let (mut text_end, mut width) = (end, 0.0);
        for piece in trailing {
            text_end = piece.range.start;
            width += piece.width;
        }
        let mut found = self.here(text_end, self.ground.pieces.len());
        found.at_end.width -= width;
        found.at_end.spaces -= width;
        found.next = end;
        self.breaks.push(Break { end: End::Forced, ..found });
    }

    fn hangs_end(&self, at: usize) -> f64 {
        let before = self.ground.input.text[..at].chars().next_back();
        before.map_or(0.0, |character| self.hangs(at - character.len_utf8(), character, protrude::at_end))
    }

    fn hangs_start(&self, at: usize) -> f64 {
        let after = self.ground.input.text[at..].chars().next();
        after.map_or(0.0, |character| self.hangs(at, character, protrude::at_start))
    }

    /// Returns how far the character at a place hangs out.
    fn hangs(&self, at: usize, character: char, share: fn(char) -> f64) -> f64 {
        let share = share(character);
        if share == 0.0 || !self.ground.rules.protrusion {
            return 0.0;
        }
        let pieces = self.ground.pieces;
        let index = pieces.partition_point(|piece| piece.range.end <= at);
        let Some(piece) = pieces.get(index) else { return 0.0 };
        let Kind::Word(_, word) = &piece.kind else { return 0.0 };
        if self.ground.input.looks[piece.look].is_code {
            return 0.0;
        }
        let offset = u32::try_from(at - piece.range.start).unwrap_or(0);
        let glyph = word.glyphs.iter().find(|glyph| glyph.start <= offset && offset < glyph.end);
        let share = match glyph {
            // Half of a full-width mark is empty and hangs, no more; a full-width dash is empty nowhere.
            Some(glyph)
                if glyph.advance > han::FULL_WIDTH
                    && (han::is_opening(character) || han::is_closing(character)) =>
            {
                protrude::HALF
            }
            Some(_) if han::is_sign_in(character, &self.ground.input.looks[piece.look].lang) => 0.0,
            _ => share,
        };
        glyph.map_or(0.0, |glyph| glyph.advance * piece.size * share)
    }
}

/// Tells whether a text begins with a dash that stands between words without spaces; in Chinese it is two dashes.
fn begins_with_dash(text: &str) -> bool {
    text.starts_with(['–', '—']) && !text.starts_with("——")
}

/// Returns the part of a glyph's advance that stands before a byte of its word.
fn part_before(glyph: &crate::font::WordGlyph, at: usize) -> f64 {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    if glyph.end <= at {
        glyph.advance
    } else if glyph.start >= at {
        0.0
    } else {
        glyph.advance * f64::from(at - glyph.start) / f64::from(glyph.end - glyph.start)
    }
}

fn tracking_before(look: &Look, word: &crate::font::Word, at: usize) -> f64 {
    if look.tracking == 0.0 {
        return 0.0;
    }
    look.tracking * look.size * word.glyphs.iter().filter(|glyph| (glyph.start as usize) < at).count() as f64
}

/// Tells whether the face has a hyphen to put.
fn has_hyphen(setting: &Setting) -> bool {
    setting.hyphen().glyphs.first().is_some_and(|glyph| glyph.id != 0)
}

fn hyphen_width(setting: &Setting) -> f64 {
    setting.hyphen().advance
}
