//! One face: its file, its measures, what it covers.

use std::fmt;
use std::sync::OnceLock;

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::raw::types::Tag;
use skrifa::string::StringId;

use super::file::FileBytes;
use crate::style::{Family, Optical, Weight};

/// A face: its file and what writers need to know of it. Units are the face's own, `units_per_em` to the em.
#[derive(Debug)]
pub struct Face {
    /// Unique in the book: `SourceSerif4-It`.
    pub postscript_name: String,
    /// The family's name.
    pub family: String,
    /// The file.
    pub data: FileBytes,
    /// The face within a collection file.
    pub index: u32,
    /// Units to the em.
    pub units_per_em: u16,
    /// Above the baseline.
    pub ascent: i16,
    /// Below the baseline, negative.
    pub descent: i16,
    /// The height of capitals.
    pub cap_height: i16,
    /// The height of lower case; half the ascent where the face states none.
    pub x_height: i16,
    /// In degrees, negative for italics.
    pub italic_angle: f32,
    /// 400, 600, 700 ...
    pub weight: u16,
    /// Whether it is monospaced.
    pub is_monospaced: bool,
    /// Whether it is of a serif design.
    pub is_serif: bool,
    /// Whether its letters are of the common width, neither condensed nor extended.
    pub is_normal_width: bool,
    /// The box that holds every glyph: left, bottom, right, top.
    pub bbox: [i16; 4],
    /// Whether the outlines are CFF rather than TrueType.
    pub is_cff: bool,
    /// Whether the face states the height of its lower case.
    pub(super) has_x_height: bool,
    /// Its part in a style, for the faces that have one.
    pub(super) role: Option<Role>,
    /// Where it was read from, for faces from disk.
    pub(super) origin: Option<String>,
    /// What the face covers; of a packed file, its front.
    pub(super) front: Prepared,
    /// What shapes words.
    pub(super) shaper: OnceLock<Prepared>,
    /// A bit for each of the first [`NEAR`] code points, read when first asked for.
    pub(super) near: OnceLock<Box<[u64]>>,
}

/// Code points below this are looked up in a table of bits: the alphabetic scripts and their punctuation.
const NEAR: u32 = 0x3000;

/// A face's part in a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role {
    pub family: Family,
    pub optical: Optical,
    pub weight: Weight,
    pub italic: bool,
}

/// The shaper's view of a face; its tables are parsed as they are asked for and kept.
pub(super) struct Prepared(pub harfrust::Font);

impl fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Prepared")
    }
}

impl Face {
    /// Returns the part the face plays in a family: its own, or the one its weight and slope suit.
    pub(super) fn role_as(&self, family: Family) -> Role {
        let weight = match self.weight {
            0..=500 => Weight::Regular,
            501..=650 => Weight::Semibold,
            _ => Weight::Bold,
        };
        let own = Role { family, optical: Optical::Text, weight, italic: self.is_italic() };
        Role { family, ..self.role.unwrap_or(own) }
    }

    /// Reads a face; `None` if it is no usable font.
    pub(super) fn parse(data: FileBytes, index: u32, role: Option<Role>) -> Option<Self> {
        let font = skrifa::FontRef::from_index(data.front(), index).ok()?;
        let prepared = data.shaper_of_front(index)?;
        let name = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let attributes = font.attributes();
        let family = name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME))?;
        let bounds = metrics.bounds.unwrap_or_default();
        let serif_class = font.os2().map_or(0, |table| table.s_family_class() >> 8);
        Some(Self {
            postscript_name: name(StringId::POSTSCRIPT_NAME).unwrap_or_else(|| family.replace(' ', "")),
            index,
            units_per_em: metrics.units_per_em.max(1),
            ascent: to_i16(metrics.ascent),
            descent: to_i16(metrics.descent),
            cap_height: to_i16(
                metrics.cap_height.filter(|&height| height > 0.0).unwrap_or(metrics.ascent * 0.7),
            ),
            x_height: to_i16(metrics.x_height.filter(|&height| height > 0.0).unwrap_or(metrics.ascent * 0.5)),
            italic_angle: metrics.italic_angle,
            weight: weight(&font, attributes.weight.value() as u16),
            has_x_height: metrics.x_height.is_some_and(|height| height > 0.0),
            is_monospaced: metrics.is_monospace,
            is_normal_width: attributes.stretch == skrifa::attribute::Stretch::NORMAL,
            is_serif: matches!(serif_class, 1..=5 | 7)
                || ["Serif", "Naskh", "Amiri"].iter().any(|name| family.contains(name)),
            bbox: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(to_i16),
            is_cff: font.table_data(Tag::new(b"CFF ")).is_some()
                || font.table_data(Tag::new(b"CFF2")).is_some(),
            role,
            origin: None,
            front: Prepared(prepared),
            shaper: OnceLock::new(),
            near: OnceLock::new(),
            family,
            data,
        })
    }

    /// Returns the shaper's view of the face.
    pub(super) fn shaper(&self) -> &harfrust::Font {
        let whole = || self.data.shaper_of_packed(self.index).unwrap_or_else(|| self.front.0.clone());
        &self.shaper.get_or_init(|| Prepared(whole())).0
    }

    /// Tells whether the face has a glyph for a character, or needs none for it.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        let code = u32::from(character);
        if code < NEAR {
            let near = self.near.get_or_init(|| self.near_coverage());
            return near[(code / 64) as usize] >> (code % 64) & 1 == 1;
        }
        needs_no_glyph(character) || self.front.0.charmap().map_unicode(character).is_some()
    }

    /// Tells whether the face draws a character with a glyph of its own.
    #[must_use]
    pub fn has_glyph(&self, character: char) -> bool {
        self.front.0.charmap().map_unicode(character).is_some()
    }

    fn near_coverage(&self) -> Box<[u64]> {
        let mut bits = vec![0_u64; (NEAR / 64) as usize].into_boxed_slice();
        let mapped = self.front.0.charmap().unicodes().map(|(code, _)| code).filter(|&code| code < NEAR);
        let drawn_from_nothing = (0..NEAR).filter(|&code| char::from_u32(code).is_some_and(needs_no_glyph));
        for code in mapped.chain(drawn_from_nothing) {
            bits[(code / 64) as usize] |= 1 << (code % 64);
        }
        bits
    }

    /// Returns the file a face from disk was read from.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Returns first and last of each stretch of code points that the face has glyphs for, in order.
    #[must_use]
    pub fn coverage(&self) -> Vec<(u32, u32)> {
        let mut codes: Vec<u32> = self.front.0.charmap().unicodes().map(|(code, _)| code).collect();
        codes.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in codes {
            match ranges.last_mut() {
                Some((_, last)) if code <= *last + 1 => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        ranges
    }

    /// Returns the face's part in a style in words, such as `serif text bold italic`, if it has one.
    #[must_use]
    pub fn part(&self) -> Option<String> {
        let role = self.role?;
        let italic = if role.italic { " italic" } else { "" };
        Some(format!("{:?} {:?} {:?}{italic}", role.family, role.optical, role.weight).to_lowercase())
    }

    /// Tells whether the face slants.
    #[must_use]
    pub fn is_italic(&self) -> bool {
        self.italic_angle != 0.0
    }

    /// Returns the height of lower case as a share of the em.
    #[must_use]
    pub fn x_height_em(&self) -> f64 {
        f64::from(self.x_height) / f64::from(self.units_per_em)
    }

    /// Returns the height of lower case as a share of the em, if the face states it.
    #[must_use]
    pub fn stated_x_height_em(&self) -> Option<f64> {
        self.has_x_height.then(|| self.x_height_em())
    }

    /// Returns by how much a glyph's outline passes its advance on the right, in ems; what
    /// an italic letter leans into its neighbour.
    #[must_use]
    pub fn overhang(&self, glyph: u16) -> f64 {
        let id = skrifa::GlyphId::new(u32::from(glyph));
        let Ok(font) = skrifa::FontRef::from_index(&self.data, self.index) else { return 0.0 };
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let (Some(bounds), Some(advance)) = (metrics.bounds(id), metrics.advance_width(id)) else {
            return 0.0;
        };
        f64::from(bounds.x_max - advance) / f64::from(self.units_per_em)
    }
}

/// Returns the weight of a face. Some bold faces call their weight regular and only say in another place that
/// they are bold.
fn weight(font: &skrifa::FontRef<'_>, stated: u16) -> u16 {
    use skrifa::raw::tables::{head::MacStyle, os2::SelectionFlags};
    let is_bold = font.head().is_ok_and(|table| table.mac_style().contains(MacStyle::BOLD))
        || font.os2().is_ok_and(|table| table.fs_selection().contains(SelectionFlags::BOLD));
    if is_bold && stated <= 500 { 700 } else { stated }
}

/// Tells whether a character is set without a glyph of its own: white space the shaper makes from the
/// space, and controls that are never drawn.
fn needs_no_glyph(character: char) -> bool {
    matches!(
        character,
        '\u{20}' | '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}'
    ) || character.is_control()
}

fn to_i16(value: f32) -> i16 {
    value.round() as i16
}
