//! Words shaped by harfrust, each once a run.
//!
//! Shaping is a pure function of its [`Setting`] and the word, so the cache is shared by all
//! documents and threads of a run without any of them seeing a difference.

use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use rustc_hash::{FxHashMap, FxHasher};

use super::{FaceId, FontBook};
use crate::spaces::only_guides_lines;

/// Locks a setting's words are spread over, so that threads seldom wait for one another.
const SHARDS: usize = 8;

/// Words kept under one lock; when it is full it is emptied, which changes no output.
const WORDS_PER_SHARD: usize = 8192;

/// A set of OpenType features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Features(u16);

impl Features {
    /// Old-style figures.
    pub const OLD_STYLE: Self = Self(1);
    /// Lining figures.
    pub const LINING: Self = Self(1 << 1);
    /// Figures of their own widths.
    pub const PROPORTIONAL: Self = Self(1 << 2);
    /// Figures of one width.
    pub const TABULAR: Self = Self(1 << 3);
    /// Lower case as small capitals.
    pub const SMALL_CAPITALS: Self = Self(1 << 4);
    /// Capitals as small capitals.
    pub const CAPITALS_TO_SMALL: Self = Self(1 << 5);
    /// Superior letters and figures.
    pub const SUPERIORS: Self = Self(1 << 6);
    /// Inferior letters and figures.
    pub const INFERIORS: Self = Self(1 << 7);
    /// No ligatures, for code.
    pub const NO_LIGATURES: Self = Self(1 << 8);
    /// Punctuation that suits capitals.
    pub const CASE: Self = Self(1 << 9);

    /// Joins two sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether all of `other` are in the set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn to_shaper(self) -> Vec<Feature> {
        type Tags = &'static [(&'static [u8; 4], u32)];
        const TABLE: &[(Features, Tags)] = &[
            (Features::OLD_STYLE, &[(b"onum", 1)]),
            (Features::LINING, &[(b"lnum", 1)]),
            (Features::PROPORTIONAL, &[(b"pnum", 1)]),
            (Features::TABULAR, &[(b"tnum", 1)]),
            (Features::SMALL_CAPITALS, &[(b"smcp", 1)]),
            (Features::CAPITALS_TO_SMALL, &[(b"c2sc", 1)]),
            (Features::SUPERIORS, &[(b"sups", 1)]),
            (Features::INFERIORS, &[(b"subs", 1)]),
            (Features::NO_LIGATURES, &[(b"liga", 0), (b"clig", 0), (b"calt", 0)]),
            (Features::CASE, &[(b"case", 1)]),
        ];
        TABLE
            .iter()
            .filter(|(set, _)| self.contains(*set))
            .flat_map(|(_, tags)| tags.iter().map(|(tag, value)| Feature::new(Tag::new(tag), *value, ..)))
            .collect()
    }
}

/// A shaped word. Lengths are in ems.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// In visual order.
    pub glyphs: Box<[WordGlyph]>,
    /// The sum of the glyphs' advances.
    pub advance: f64,
}

/// A glyph of a word. Lengths are in ems.
#[derive(Clone, Copy, Debug)]
pub struct WordGlyph {
    /// The glyph in the face.
    pub id: u16,
    /// To the next glyph, kerning included.
    pub advance: f64,
    /// Its own offset to the right.
    pub dx: f64,
    /// Its own offset upwards.
    pub dy: f64,
    /// The first byte of the word it stands for.
    pub start: u32,
    /// The byte after the last it stands for.
    pub end: u32,
}

/// What decides how words are shaped, but for the words: face, features, script, language, direction.
pub struct Setting {
    face: FaceId,
    font: harfrust::Font,
    plan: ShapePlan,
    features: Vec<Feature>,
    script: Script,
    direction: Direction,
    language: Option<Language>,
    words: [Mutex<FxHashMap<Box<str>, Arc<Word>>>; SHARDS],
    hyphen: OnceLock<Arc<Word>>,
    space: OnceLock<Arc<Word>>,
}

impl fmt::Debug for Setting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Setting").field("face", &self.face).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SettingKey {
    face: FaceId,
    features: Features,
    script: [u8; 4],
    is_rtl: bool,
    lang: Box<str>,
}

/// The settings in use.
#[derive(Debug, Default)]
pub(super) struct Settings(Mutex<FxHashMap<SettingKey, Arc<Setting>>>);

impl FontBook {
    /// Returns the setting of a face for a script (ISO 15924) and language (BCP 47).
    #[must_use]
    pub fn setting(
        &self,
        face: FaceId,
        features: Features,
        script: [u8; 4],
        is_rtl: bool,
        lang: &str,
    ) -> Arc<Setting> {
        let key = SettingKey { face, features, script, is_rtl, lang: lang.into() };
        let mut settings = lock(&self.settings.0);
        let setting = settings.entry(key).or_insert_with(|| {
            Arc::new(Setting::new(face, self.face(face).shaper().clone(), features, script, is_rtl, lang))
        });
        Arc::clone(setting)
    }
}

impl Setting {
    fn new(
        face: FaceId,
        font: harfrust::Font,
        features: Features,
        script: [u8; 4],
        is_rtl: bool,
        lang: &str,
    ) -> Self {
        let script = Script::from_iso15924_tag(Tag::new(&script)).unwrap_or(harfrust::Script::LATIN);
        let direction = if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = Language::new(lang);
        let features = features.to_shaper();
        let plan = ShapePlan::new(&font, direction, Some(script), language.as_ref(), &features);
        let (words, hyphen, space) = Default::default();
        Self { face, font, plan, features, script, direction, language, words, hyphen, space }
    }

    /// Returns the face.
    #[must_use]
    pub fn face(&self) -> FaceId {
        self.face
    }

    /// Returns a word's glyphs.
    #[must_use]
    pub fn shape(&self, text: &str) -> Arc<Word> {
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(text);
        let shard = &self.words[(hash >> 7) as usize % SHARDS];
        if let Some(word) = lock(shard).get(text) {
            return Arc::clone(word);
        }
        let word = Arc::new(self.shape_anew(text));
        let mut words = lock(shard);
        if words.len() >= WORDS_PER_SHARD {
            words.clear();
        }
        words.insert(text.into(), Arc::clone(&word));
        word
    }

    /// Returns the hyphen that is put at the ends of lines, which every word asks for.
    #[must_use]
    pub fn hyphen(&self) -> &Word {
        self.hyphen.get_or_init(|| self.shape("-"))
    }

    /// Returns the space between words, which every word asks for too.
    #[must_use]
    pub fn space(&self) -> &Word {
        self.space.get_or_init(|| self.shape(" "))
    }

    /// Returns the glyphs of a part of a word, whose letters take the forms that they have beside the rest of it.
    #[must_use]
    pub fn shape_within(&self, text: &str, before: &str, after: &str) -> Word {
        let mut buffer = Buffer::new();
        buffer.set_pre_context(before);
        buffer.set_post_context(after);
        self.shape_buffer(buffer, text)
    }

    fn shape_anew(&self, text: &str) -> Word {
        self.shape_buffer(Buffer::new(), text)
    }

    fn shape_buffer(&self, mut buffer: Buffer, text: &str) -> Word {
        buffer.push_str(text);
        buffer.set_direction(self.direction);
        buffer.set_script(Some(self.script));
        buffer.set_language(self.language.clone());
        let font = ShaperFont::new(&self.font);
        let options = ShapeOptions::new().plan(Some(&self.plan)).features(&self.features);
        if harfrust::shape(&font, &mut buffer, options).is_err() {
            return Word::default();
        }
        let units = f64::from(self.font.units_per_em().max(1));
        let mut starts: Vec<u32> = buffer.glyph_infos().iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let end_of = |start: u32| {
            let next = starts.partition_point(|&other| other <= start);
            starts.get(next).copied().unwrap_or(length)
        };
        let mut glyphs: Vec<WordGlyph> = std::iter::zip(buffer.glyph_infos(), buffer.glyph_positions())
            .map(|(info, position)| WordGlyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: f64::from(position.x_advance) / units,
                dx: f64::from(position.x_offset) / units,
                dy: f64::from(position.y_offset) / units,
                start: info.cluster,
                end: end_of(info.cluster),
            })
            .collect();
        if !text.is_ascii() {
            leave_out_guides(&mut glyphs, text);
        }
        Word { advance: glyphs.iter().map(|glyph| glyph.advance).sum(), glyphs: glyphs.into() }
    }
}

/// Takes out the glyphs that draw nothing and only tell where a line may end: between letters they would be spaced as
/// letters are, and who copies a word or searches for it has none. One is kept where the word has no other glyph.
fn leave_out_guides(glyphs: &mut Vec<WordGlyph>, text: &str) {
    let is_guide = |glyph: &WordGlyph| {
        let says = text.get(glyph.start as usize..glyph.end as usize);
        glyph.advance == 0.0 && says.is_some_and(|says| says.chars().all(only_guides_lines))
    };
    if glyphs.iter().all(is_guide) {
        glyphs.truncate(1);
    } else {
        glyphs.retain(|glyph| !is_guide(glyph));
    }
}

/// Locks; a panic of another thread while it held the lock leaves nothing half done here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
