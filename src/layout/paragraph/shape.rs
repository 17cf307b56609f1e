//! Turns the string into pieces: words shaped in one face, spaces, images.
//!
//! A piece never spans a change of look, bidi level, script or face; in scripts that are not set in
//! words parted by spaces it never spans a place a line may end at.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use icu_properties::props::Script;
use unicode_bidi::Level;

use super::bidi;
use super::collect::{Collected, Look, OBJECT, Picture};
use super::han;
use super::script::{is_set_in_words, is_space, iso_tag, joins_letters, leans, script_of};
use super::stand_in;
use crate::document::Direction;
use crate::font::{FaceId, FontBook, Setting, Word};

/// The size of Han characters in text of another script: their faces (.92 of the em) then stand as tall as
/// the text face's capitals and descenders together.
const HAN_IN_LATIN: f64 = 0.95;
/// Substitutes of other scripts are matched by the height of their lower case, but never by more than this.
const SIZE_MATCH: std::ops::RangeInclusive<f64> = 0.9..=1.1;

/// Stands in place of a character that no face covers, where that is allowed.
const BOX: &str = "\u{2610}";

/// A space wider than this, in ems, parts no words.
const WIDEST_SPACE: f64 = 0.4;

/// A stretch of text that is set as one.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub range: Range<usize>,
    /// Indexes the looks.
    pub look: usize,
    pub level: u8,
    pub kind: Kind,
    /// Type size; differs from the look's where another face stands in.
    pub size: f64,
    /// The natural width, in points.
    pub width: f64,
    /// Added after the piece where another follows in its line, in points.
    pub gap: f64,
    /// By how much that may grow.
    pub gap_stretch: f64,
}

/// A setting as the pieces of one paragraph share it, whose count no other thread changes.
pub(super) type InUse = Rc<Arc<Setting>>;

/// What a piece is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Glyphs.
    Word(InUse, Arc<Word>),
    /// White space between words: its glyph.
    Space(InUse, u16),
    /// An image.
    Picture(Picture),
}

/// The pieces of a text, and what no face covers.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    pub pieces: Vec<Piece>,
    /// Byte offset and character.
    pub missing: Vec<(usize, char)>,
    /// The paragraph's level.
    pub level: u8,
}

/// Shapes a collected text. `opportunities` are the byte offsets at which Unicode lets lines end; `draws_boxes` tells
/// whether a box is drawn for what no face covers.
pub(super) fn shape(
    fonts: &FontBook,
    input: &Collected,
    direction: Direction,
    opportunities: &[usize],
    draws_boxes: bool,
) -> Shaped {
    let levels = bidi::levels(&input.text, direction, &input.isolates);
    let level = u8::from(direction == Direction::Rtl);
    let mut shaper = Shaper {
        fonts,
        input,
        levels,
        opportunities,
        draws_boxes,
        pictures: 0,
        // A word and a space for some six letters, of three bytes where words have one.
        out: Shaped { level, pieces: Vec::with_capacity(input.text.len() / 3 + 2), ..Shaped::default() },
        settings: Vec::new(),
        stand_ins: stand_in::find(fonts, input),
    };
    for (index, &(start, look)) in input.stretches.iter().enumerate() {
        let end = input.stretches.get(index + 1).map_or(input.text.len(), |next| next.0);
        shaper.stretch(start..end, look);
    }
    add_gaps(&mut shaper.out.pieces, input, fonts);
    shaper.out
}

struct Shaper<'a> {
    fonts: &'a FontBook,
    input: &'a Collected,
    levels: Option<Vec<Level>>,
    opportunities: &'a [usize],
    draws_boxes: bool,
    /// How many pictures have been set.
    pictures: usize,
    out: Shaped,
    /// The settings in use, by what they depend on within one paragraph.
    settings: Vec<(SettingKey, InUse)>,
    /// Words that are set whole from another face.
    stand_ins: Vec<(Range<usize>, FaceId)>,
}

/// Bytes after which a word is set in several pieces: no language has such a word, and breaks in a piece are looked
/// for in time that is the square of its length.
const LONGEST_PIECE: usize = 500;

/// How many signs before a word's first letter may be set in the letter's face.
const OPENING_SIGNS: usize = 64;

/// Face, look, script and whether it runs from right to left.
type SettingKey = (FaceId, usize, [u8; 4], bool);

/// What keeps characters in one piece.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run {
    level: u8,
    face: FaceId,
    /// `None` while only signs common to all scripts were seen.
    script: Option<Script>,
    /// Whether no face covers it; such a character stands alone.
    is_missing: bool,
}

impl Shaper<'_> {
    fn stretch(&mut self, range: Range<usize>, look: usize) {
        let text = &self.input.text[..range.end];
        let (mut start, mut at) = (range.start, range.start);
        let mut run: Option<Run> = None;
        while let Some(character) = text[at..].chars().next() {
            if run.is_none()
                && let Some((end, word)) = self.plain_word(at..range.end, look)
            {
                self.word(at..end, look, Some(word));
                (start, at) = (end, end);
                continue;
            }
            let after = at + character.len_utf8();
            if is_space(character) || character == OBJECT {
                self.word(start..at, look, run.take());
                start = after;
                self.space_or_picture(at..after, look, character);
                at = after;
                continue;
            }
            let next = self.classify(at, character, look, run);
            match run {
                Some(current)
                    if current.joins(next)
                        && !self.parts_at(at, current)
                        && (at - start < LONGEST_PIECE || leans(character)) =>
                {
                    run = Some(Run { script: current.script.or(next.script), ..current });
                }
                _ => {
                    self.word(start..at, look, run);
                    start = at;
                    run = Some(next);
                }
            }
            at = after;
        }
        self.word(start..range.end, look, run);
    }

    /// Returns the end of the word at a place and its run, where [`classify`](Self::classify) need not be asked of each
    /// character: where all are Latin letters of ASCII, figures and signs, and of the look's own face. Most words are.
    fn plain_word(&self, range: Range<usize>, look: usize) -> Option<(usize, Run)> {
        let level = self.out.level;
        if self.levels.is_some() || !level.is_multiple_of(2) || !self.stand_ins.is_empty() {
            return None;
        }
        let id = self.input.looks[look].face;
        let face = self.fonts.face(id);
        let mut script = None;
        let mut end = range.start;
        for character in self.input.text[range.start..].chars() {
            match character {
                'a'..='z' | 'A'..='Z' => script = Some(Script::Latin),
                '!'..='~' => {}
                '–' | '—' | '‘' | '’' | '“' | '”' | '…'
                    if !han::is_sign_in(character, &self.input.looks[look].lang) => {}
                _ if is_space(character) || character == OBJECT => break,
                _ => return None,
            }
            if !face.covers(character) {
                return None;
            }
            end += character.len_utf8();
        }
        // A sign may be set in the face of what follows it in another look.
        let is_whole = range.start < end && end <= range.end && end - range.start < LONGEST_PIECE;
        is_whole.then_some((end, Run { level, face: id, script, is_missing: false }))
    }

    fn level_at(&self, at: usize) -> u8 {
        self.levels.as_ref().map_or(self.out.level, |levels| levels[at].number())
    }

    fn classify(&mut self, at: usize, character: char, look: usize, run: Option<Run>) -> Run {
        let level = self.level_at(at);
        let preferred = self.stand_in(at).unwrap_or(self.input.looks[look].face);
        let lang = &self.input.looks[look].lang;
        let is_han_sign = han::is_sign_in(character, lang) && !self.input.looks[look].is_code;
        let script = if is_han_sign { Some(Script::Han) } else { script_of(character) };
        let is_figure = script.is_none() && character.is_ascii_digit();
        // Figures and their signs are the text face's; another mark, or a sign common to scripts, stays in the face
        // of what it follows, if that has it, and a letter in the face of its word.
        let follows = run.filter(|run| {
            !run.is_missing
                && !is_figure
                && (script == run.script || script.is_none())
                && self.fonts.covers(run.face, character)
        });
        if let Some(run) = follows {
            return Run { level, face: run.face, script, is_missing: false };
        }
        let model = match script {
            Some(_) if is_han_sign => '。',
            None if !is_figure => self.first_letter(at).unwrap_or(character),
            _ => character,
        };
        let of_word = self.fonts.substitute(preferred, model, lang);
        if let Some(face) = of_word.filter(|&face| self.fonts.covers(face, character)) {
            return Run { level, face, script, is_missing: false };
        }
        let found = self.fonts.substitute(preferred, character, lang);
        if found.is_none() {
            self.out.missing.push((at, character));
        }
        Run { level, face: found.unwrap_or(preferred), script, is_missing: found.is_none() }
    }

    fn stand_in(&self, at: usize) -> Option<FaceId> {
        let index = self.stand_ins.partition_point(|(range, _)| range.end <= at);
        self.stand_ins.get(index).filter(|(range, _)| range.contains(&at)).map(|&(_, face)| face)
    }

    /// Returns the letter that follows a sign within its word: an opening bracket is set in the face of what it opens.
    fn first_letter(&self, at: usize) -> Option<char> {
        self.input.text[at..]
            .chars()
            .take(OPENING_SIGNS)
            .take_while(|&character| !is_space(character) && character != OBJECT)
            .find(|&character| script_of(character).is_some())
            .filter(|&character| script_of(character) != Some(Script::Latin))
    }

    /// Tells whether a piece ends at an opportunity: only where words are not parted by spaces.
    fn parts_at(&self, at: usize, run: Run) -> bool {
        run.script.is_some_and(|script| !is_set_in_words(script))
            && self.opportunities.binary_search(&at).is_ok()
    }

    fn word(&mut self, range: Range<usize>, look: usize, run: Option<Run>) {
        let Some(run) = run.filter(|_| !range.is_empty()) else { return };
        if run.is_missing && self.draws_boxes {
            return self.box_for(range, look, run);
        }
        let setting = self.setting(run.face, look, run.script, run.level % 2 == 1);
        let look_of = &self.input.looks[look];
        let text = &self.input.text[range.clone()];
        let word = match self.around(&range, run) {
            Some((before, after)) => Arc::new(setting.shape_within(text, before, after)),
            None => han::close_up(text, setting.shape(text), &look_of.lang),
        };
        let size = look_of.size * self.size_match(look_of, run);
        let width = word.advance * size + look_of.tracking * look_of.size * word.glyphs.len() as f64;
        self.push(range, look, run.level, Kind::Word(setting, word), size, width);
    }

    /// Returns the rest of the word that a stretch of letters that join is parted from, by a change of look, before it
    /// and after it; nothing where it is whole.
    fn around(&self, range: &Range<usize>, run: Run) -> Option<(&str, &str)> {
        if !run.script.is_some_and(joins_letters) {
            return None;
        }
        let text = &self.input.text;
        let before = &text[..range.start];
        let start = before
            .rfind(|c| is_space(c) || c == OBJECT)
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        let after = &text[range.end..];
        let end = after.find(|c| is_space(c) || c == OBJECT).unwrap_or(after.len());
        let (before, after) = (&before[start..], &after[..end]);
        let is_letter = |c: Option<char>| c.is_some_and(|c| script_of(c) == run.script);
        (is_letter(before.chars().next_back()) || is_letter(after.chars().next())).then_some((before, after))
    }

    /// Sets a box that says the character it stands for, which is a glyph like any other: no standard of the PDF
    /// allows the empty box of a face (`.notdef`).
    fn box_for(&mut self, range: Range<usize>, look: usize, run: Run) {
        let sign = BOX.chars().next().unwrap_or_default();
        let face = self.fonts.substitute(run.face, sign, "").unwrap_or(run.face);
        let setting = self.setting(face, look, None, run.level % 2 == 1);
        let mut word = Word::clone(&setting.shape(BOX));
        for glyph in &mut word.glyphs {
            (glyph.start, glyph.end) = (0, u32::try_from(range.len()).unwrap_or(u32::MAX));
        }
        let size = self.input.looks[look].size;
        let width = word.advance * size;
        self.push(range, look, run.level, Kind::Word(setting, Arc::new(word)), size, width);
    }

    fn space_or_picture(&mut self, range: Range<usize>, look: usize, character: char) {
        let level = self.level_at(range.start);
        let look_of = &self.input.looks[look];
        if character == OBJECT
            && let Some(&picture) = self.input.pictures.get(self.pictures)
        {
            self.pictures += 1;
            self.push(range, look, level, Kind::Picture(picture), look_of.size, picture.width);
            return;
        }
        if let Some(last) = self.out.pieces.last_mut() {
            // Several spaces are set as one, unless a line ends after them.
            let is_forced = self.input.hard_breaks.contains(&range.start)
                || self.input.hard_breaks.contains(&last.range.start);
            if matches!(last.kind, Kind::Space(..))
                && last.look == look
                && last.level == level
                && !is_forced
                && !look_of.is_code
                && character == ' '
            {
                last.range.end = range.end;
                return;
            }
        }
        let (face, size) = self.face_of_space(look, level);
        let setting = self.setting(face, look, None, level % 2 == 1);
        let space = setting.space();
        let width = space.advance * size + look_of.tracking * size;
        let glyph = space.glyphs.first().map_or(0, |glyph| glyph.id);
        self.push(range, look, level, Kind::Space(setting, glyph), size, width);
    }

    fn push(&mut self, range: Range<usize>, look: usize, level: u8, kind: Kind, size: f64, width: f64) {
        self.out.pieces.push(Piece { range, look, level, kind, size, width, gap: 0.0, gap_stretch: 0.0 });
    }

    fn setting(&mut self, face: FaceId, look: usize, script: Option<Script>, is_rtl: bool) -> InUse {
        let tag = script.map_or(*b"Latn", iso_tag);
        let key = (face, look, tag, is_rtl);
        if let Some((_, known)) = self.settings.iter().find(|(known, _)| *known == key) {
            return Rc::clone(known);
        }
        let look_of = &self.input.looks[look];
        let setting = Rc::new(self.fonts.setting(face, look_of.features, tag, is_rtl, &look_of.lang));
        self.settings.push((key, Rc::clone(&setting)));
        setting
    }

    /// Returns the face and size of a space: those of the word before it, where that has a space of its own.
    fn face_of_space(&self, look: usize, level: u8) -> (FaceId, f64) {
        let look_of = &self.input.looks[look];
        let before = self.out.pieces.last().filter(|piece| piece.look == look && piece.level == level);
        match before.map(|piece| (&piece.kind, piece.size)) {
            // The spaces of emoji faces are as wide as their pictures.
            Some((Kind::Word(setting, _), size))
                if setting.space().glyphs.first().is_some_and(|space| space.id != 0)
                    && setting.space().advance <= WIDEST_SPACE =>
            {
                (setting.face(), size)
            }
            _ => (look_of.face, look_of.size),
        }
    }

    /// Returns the factor on a substitute's size: it makes its lower case as tall as the look's own, or
    /// Han characters as tall as the text around them.
    fn size_match(&self, look: &Look, run: Run) -> f64 {
        if run.face == look.face {
            return 1.0;
        }
        let face = self.fonts.face(run.face);
        if run.script.is_some_and(han::is_script) || (run.script.is_none() && face.has_glyph('。')) {
            return if han::is_language(&look.lang) { 1.0 } else { HAN_IN_LATIN };
        }
        match (self.fonts.face(look.face).stated_x_height_em(), face.stated_x_height_em()) {
            (Some(wanted), Some(own)) => (wanted / own).clamp(*SIZE_MATCH.start(), *SIZE_MATCH.end()),
            _ => 1.0,
        }
    }
}

impl Run {
    fn joins(self, next: Self) -> bool {
        let is_same_script = match (self.script, next.script) {
            (Some(a), Some(b)) => a == b,
            // Signs from right to left that follow no letter stay single; see `line`.
            (None, None) => self.level.is_multiple_of(2),
            _ => true,
        };
        let is_whole = !self.is_missing && !next.is_missing;
        is_whole && self.level == next.level && self.face == next.face && is_same_script
    }
}

/// Adds what stands between pieces that no space parts.
fn add_gaps(pieces: &mut [Piece], input: &Collected, fonts: &FontBook) {
    for index in 1..pieces.len() {
        let (before, after) = pieces.split_at_mut(index);
        let (Some(piece), Some(next)) = (before.last_mut(), after.first()) else { continue };
        let (Kind::Word(setting, word), Kind::Word(_, next_word)) = (&piece.kind, &next.kind) else {
            continue;
        };
        let (look, next_look) = (&input.looks[piece.look], &input.looks[next.look]);
        let last = input.text[piece.range.clone()].chars().next_back();
        let first = input.text[next.range.clone()].chars().next();
        let (Some(last), Some(first)) = (last, first) else { continue };
        if look.italic
            && !next_look.italic
            && look.rise == next_look.rise
            && !matches!(first, '.' | ',' | '…')
        {
            // Italic correction: an italic letter leans over what stands upright after it.
            if let Some(glyph) = word.glyphs.last() {
                piece.gap = fonts.face(setting.face()).overhang(glyph.id).clamp(0.0, 0.2) * piece.size;
            }
        }
        let between = han::between((last, &look.lang), (first, &next_look.lang));
        // As within a word, what is no full-width mark in its face has no empty half to give up.
        let giver = if han::is_closing(last) { word.glyphs.last() } else { next_word.glyphs.first() };
        if between.gap > 0.0 || giver.is_some_and(|glyph| glyph.advance > han::FULL_WIDTH) {
            piece.gap += between.gap * piece.size;
        }
        piece.gap_stretch = between.stretch * piece.size;
    }
}
