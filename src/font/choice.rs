//! Which face sets a style, and which one sets what that face does not cover.

use super::face::{Face, Role};
use super::{FaceId, FontBook};
use crate::style::{TextStyle, Weight};

impl FontBook {
    /// Returns the face for a style: the family first, then slope, weight and optical size as near as there is
    /// one. A typeface that the style names goes before the program's own of that part.
    #[must_use]
    pub fn choose(&self, style: &TextStyle) -> FaceId {
        let wanted =
            Role { family: style.family, optical: style.optical, weight: style.weight, italic: style.italic };
        if let Some(name) = &style.typeface {
            let named = self.faces().filter(|(_, face)| *face.family == **name);
            let nearest = named.map(|(id, face)| (distance(wanted, face.role_as(style.family)), id)).min();
            if let Some((_, id)) = nearest {
                return id;
            }
        }
        self.faces()
            .filter_map(|(id, face)| Some((distance(wanted, face.role?), id)))
            .min()
            .map_or(FaceId(0), |(_, id)| id)
    }

    /// Tells whether the book has a family of a name.
    #[must_use]
    pub fn has_family(&self, name: &str) -> bool {
        self.faces.iter().any(|face| face.family == name)
    }

    /// Returns the face that sets a character of a language (BCP 47) in place of `preferred`, which may be
    /// `preferred` itself; `None` if no face of the book or the system covers it.
    ///
    /// The system is asked where the book has none, or only hanzi drawn for another country's eyes.
    #[must_use]
    pub fn substitute(&self, preferred: FaceId, character: char, lang: &str) -> Option<FaceId> {
        if self.covers(preferred, character) {
            return Some(preferred);
        }
        let wanted = Appearance::of(self.face(preferred));
        let region = region_of_language(lang);
        let own = self
            .faces()
            .filter(|(_, face)| face.covers(character))
            .map(|(id, face)| (wanted.unlikeness(&Appearance::of(face), region), id))
            .min();
        match own {
            Some((unlikeness, id)) if unlikeness < OTHER_REGION => Some(id),
            Some((unlikeness, id)) => {
                let other = self.substitute_of_system(preferred, character, region).filter(|&other| {
                    wanted.unlikeness(&Appearance::of(self.face(other)), region) < unlikeness
                });
                Some(other.unwrap_or(id))
            }
            None => self.substitute_of_system(preferred, character, region),
        }
    }
}

/// How far a role is from the wanted one; the order of the terms is the order of what a reader notices.
fn distance(wanted: Role, role: Role) -> u32 {
    let weight = |weight| match weight {
        Weight::Regular => 0_u32,
        Weight::Semibold => 3,
        Weight::Bold => 4,
    };
    u32::from(wanted.family != role.family) * 1000
        + u32::from(wanted.italic != role.italic) * 100
        + weight(wanted.weight).abs_diff(weight(role.weight)) * 10
        + (wanted.optical as u32).abs_diff(role.optical as u32)
}

/// What makes faces alike to a reader's eye.
#[derive(Clone, Copy, Debug)]
pub(super) struct Appearance {
    region: Option<&'static str>,
    is_monospaced: bool,
    is_serif: bool,
    is_italic: bool,
    is_normal_width: bool,
    weight: u16,
}

/// Hanzi drawn for another country are the most unlike.
const OTHER_REGION: u32 = 8000;

impl Appearance {
    pub(super) fn of(face: &Face) -> Self {
        Self {
            region: region_of_family(&face.family),
            is_monospaced: face.is_monospaced,
            is_serif: face.is_serif,
            is_italic: face.is_italic(),
            is_normal_width: face.is_normal_width,
            weight: face.weight,
        }
    }

    /// How unlike a face is to this one, which lacks a character of a region's language.
    pub(super) fn unlikeness(&self, other: &Self, region: &str) -> u32 {
        u32::from(other.region.is_some_and(|own| own != region)) * OTHER_REGION
            + u32::from(self.is_monospaced != other.is_monospaced) * 4000
            + u32::from(self.is_serif != other.is_serif) * 2000
            + u32::from(self.is_italic != other.is_italic) * 1000
            + u32::from(self.is_normal_width != other.is_normal_width) * 1000
            + u32::from(self.weight.abs_diff(other.weight)) * 8
    }
}

/// The ends of family names that tell for which country's eyes hanzi are drawn (Noto, Source Han, LXGW).
const REGIONS: [&str; 5] = ["SC", "TC", "HK", "JP", "KR"];

fn region_of_family(family: &str) -> Option<&'static str> {
    let last = family.rsplit(' ').next()?;
    REGIONS.into_iter().find(|region| *region == last)
}

/// Returns the end of the names of families whose hanzi are drawn as a language writes them.
fn region_of_language(lang: &str) -> &'static str {
    let lang = lang.to_ascii_lowercase();
    let mut parts = lang.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    match primary {
        "ja" => "JP",
        "ko" => "KR",
        "zh" | "yue" if rest.contains(&"hk") || rest.contains(&"mo") || primary == "yue" => "HK",
        "zh" if rest.contains(&"hant") || rest.contains(&"tw") => "TC",
        _ => "SC",
    }
}
