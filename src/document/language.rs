//! Languages and scripts: what a tag says of direction and script, what a script says of language.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use super::Direction;

/// Tells whether a tag has the form of BCP 47 (its subtags are not looked up). Tags that were registered whole before
/// that form came, `i-klingon` and others, have all been replaced since (RFC 5646, 2.2.8).
pub(super) fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|first| {
        (2..=8).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic()) || first == "x"
    }) && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Returns the language alone: `zh` of `zh-Hans-SG`.
#[must_use]
pub fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Returns the direction of a language's script.
#[must_use]
pub fn direction(tag: &str) -> Direction {
    let script = tag.split('-').skip(1).find(|part| part.len() == 4);
    let is_rtl = match script {
        Some(script) => ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "samr", "mand"]
            .contains(&script.to_ascii_lowercase().as_str()),
        None => [
            "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "ku-arab", "nqo", "prs", "ps", "sd",
            "syr", "ug", "ur", "yi",
        ]
        .contains(&base(tag).to_ascii_lowercase().as_str()),
    };
    if is_rtl { Direction::Rtl } else { Direction::Ltr }
}

/// Scripts that are written together, as far as naming a language goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Writing {
    Latin,
    Han,
    Kana,
    Hangul,
    Tamil,
    Arabic,
    Devanagari,
    Thai,
    Cyrillic,
    Greek,
    Hebrew,
    Bengali,
    Telugu,
    Kannada,
    Malayalam,
    Gujarati,
    Gurmukhi,
    Sinhala,
    Lao,
    Khmer,
    Myanmar,
    Georgian,
    Armenian,
    Ethiopic,
    Tibetan,
    Other,
}

impl Writing {
    /// Returns the writing of a character; `None` for what all scripts share.
    pub(super) fn of(character: char) -> Option<Self> {
        if character.is_ascii() {
            return character.is_ascii_alphabetic().then_some(Self::Latin);
        }
        Some(match CodePointMapData::<Script>::new().get(character) {
            Script::Common | Script::Inherited | Script::Unknown => return None,
            Script::Latin => Self::Latin,
            Script::Han | Script::Bopomofo => Self::Han,
            Script::Hiragana | Script::Katakana => Self::Kana,
            Script::Hangul => Self::Hangul,
            Script::Tamil => Self::Tamil,
            Script::Arabic => Self::Arabic,
            Script::Devanagari => Self::Devanagari,
            Script::Thai => Self::Thai,
            Script::Cyrillic => Self::Cyrillic,
            Script::Greek => Self::Greek,
            Script::Hebrew => Self::Hebrew,
            Script::Bengali => Self::Bengali,
            Script::Telugu => Self::Telugu,
            Script::Kannada => Self::Kannada,
            Script::Malayalam => Self::Malayalam,
            Script::Gujarati => Self::Gujarati,
            Script::Gurmukhi => Self::Gurmukhi,
            Script::Sinhala => Self::Sinhala,
            Script::Lao => Self::Lao,
            Script::Khmer => Self::Khmer,
            Script::Myanmar => Self::Myanmar,
            Script::Georgian => Self::Georgian,
            Script::Armenian => Self::Armenian,
            Script::Ethiopic => Self::Ethiopic,
            Script::Tibetan => Self::Tibetan,
            _ => Self::Other,
        })
    }

    /// Returns the language that text in this writing most likely is; `None` where a script
    /// names none.
    pub(super) fn guess(self) -> Option<&'static str> {
        Some(match self {
            Self::Latin | Self::Other => return None,
            Self::Han => "zh",
            Self::Kana => "ja",
            Self::Hangul => "ko",
            Self::Tamil => "ta",
            Self::Arabic => "ar",
            Self::Devanagari => "hi",
            Self::Thai => "th",
            Self::Cyrillic => "ru",
            Self::Greek => "el",
            Self::Hebrew => "he",
            Self::Bengali => "bn",
            Self::Telugu => "te",
            Self::Kannada => "kn",
            Self::Malayalam => "ml",
            Self::Gujarati => "gu",
            Self::Gurmukhi => "pa",
            Self::Sinhala => "si",
            Self::Lao => "lo",
            Self::Khmer => "km",
            Self::Myanmar => "my",
            Self::Georgian => "ka",
            Self::Armenian => "hy",
            Self::Ethiopic => "am",
            Self::Tibetan => "bo",
        })
    }

    /// Tells whether text of a language is written so. Latin letters stand in every language.
    pub(super) fn belongs_to(self, tag: &str) -> bool {
        // Asked of every letter.
        if matches!(self, Self::Latin | Self::Other) {
            return true;
        }
        let tag = tag.to_ascii_lowercase();
        let language = base(&tag);
        match self {
            Self::Han => {
                matches!(language, "zh" | "ja" | "ko" | "yue" | "nan" | "wuu" | "hak" | "lzh" | "cmn")
            }
            Self::Kana => language == "ja",
            Self::Hangul => language == "ko",
            Self::Arabic => {
                direction(&tag) == Direction::Rtl
                    && !matches!(language, "he" | "iw" | "yi" | "dv" | "syr" | "nqo")
                    || matches!(language, "ku" | "ks")
                    || tag.contains("-arab")
            }
            Self::Devanagari => {
                matches!(
                    language,
                    "hi" | "mr" | "ne" | "sa" | "kok" | "mai" | "bho" | "brx" | "doi" | "sd" | "ks"
                )
            }
            Self::Cyrillic => {
                tag.contains("-cyrl")
                    || matches!(
                        language,
                        "ru" | "uk"
                            | "be"
                            | "bg"
                            | "sr"
                            | "mk"
                            | "kk"
                            | "ky"
                            | "tg"
                            | "mn"
                            | "tt"
                            | "ba"
                            | "cv"
                            | "os"
                            | "ce"
                            | "ab"
                            | "rue"
                            | "cu"
                            | "sah"
                            | "uz"
                            | "bs"
                    )
            }
            Self::Hebrew => matches!(language, "he" | "iw" | "yi" | "lad"),
            Self::Bengali => matches!(language, "bn" | "as"),
            Self::Ethiopic => matches!(language, "am" | "ti" | "gez"),
            Self::Tibetan => matches!(language, "bo" | "dz"),
            _ => self.guess() == Some(language),
        }
    }
}

/// Tells whether a text begins in a script that has capitals.
#[must_use]
pub fn has_case(text: &str) -> bool {
    let first = text.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(|letter| letter.is_uppercase() || letter.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_follow_the_script_when_the_tag_names_one() {
        assert_eq!(direction("ar"), Direction::Rtl);
        assert_eq!(direction("ms-Arab"), Direction::Rtl);
        assert_eq!(direction("az-Latn"), Direction::Ltr);
        assert_eq!(direction("ur-Latn-PK"), Direction::Ltr);
        assert_eq!(direction("zh-Hans-SG"), Direction::Ltr);
    }

    #[test]
    fn writings_name_languages() {
        assert_eq!(Writing::of('上').and_then(Writing::guess), Some("zh"));
        assert_eq!(Writing::of('の').and_then(Writing::guess), Some("ja"));
        assert_eq!(Writing::of('த').and_then(Writing::guess), Some("ta"));
        assert_eq!(Writing::of('“'), None);
        assert!(Writing::Han.belongs_to("ja-JP"));
        assert!(!Writing::Han.belongs_to("en"));
        assert!(Writing::Arabic.belongs_to("ms-Arab"));
        assert!(!Writing::Arabic.belongs_to("ms"));
    }

    #[test]
    fn tags_have_a_form() {
        for tag in ["en", "zh-Hans", "x-klingon", "de-1996", "sl-rozaj-biske-1994"] {
            assert!(is_tag(tag), "{tag}");
        }
        for tag in ["", "e", "i-klingon", "en_US", "en-", "中文", "en-abcdefghi"] {
            assert!(!is_tag(tag), "{tag}");
        }
    }
}
