//! Breaks within a word that its text allows by itself: after a slash, in an address, and where nothing else lets it fit.

use super::opportunities::End;
use crate::font::Word;

/// Letters that stand on both sides of a break in an address.
const ADDRESS_MINIMUM: usize = 3;
/// The penalty of such a break.
const ADDRESS_PENALTY: f64 = 60.0;
/// The penalty after a slash or dash within a word.
pub(super) const SLASH_PENALTY: f64 = 35.0;
/// The penalty of a break that nothing allows but a word wider than the measure.
const EMERGENCY_PENALTY: f64 = 3000.0;

/// A break within a word: its byte, what it is, and its penalty.
pub(super) type Within = (usize, End, f64);

/// What a word has that decides what is asked of it; most have nothing of it.
#[derive(Clone, Copy)]
pub(super) struct Marks(u8);

impl Marks {
    pub const SLASH: u8 = 1;
    pub const HYPHEN: u8 = 2;
    pub const BEYOND_ASCII: u8 = 4;
    const OTHERS_OF_ADDRESS: u8 = 8;
    /// No address is without one of these.
    pub const OF_ADDRESS: u8 = Self::SLASH | Self::OTHERS_OF_ADDRESS;

    pub fn of(word: &str) -> Self {
        Self(word.bytes().fold(0, |marks, byte| {
            marks
                | match byte {
                    b'/' => Self::SLASH,
                    b'-' => Self::HYPHEN,
                    b'@' | b'.' => Self::OTHERS_OF_ADDRESS,
                    0x80.. => Self::BEYOND_ASCII,
                    _ => 0,
                }
        }))
    }

    pub fn has(self, any: u8) -> bool {
        self.0 & any != 0
    }
}

/// Tells whether a word is a web or mail address, or a path.
pub(super) fn is_address(word: &str) -> bool {
    word.contains("://")
        || word.contains("www.")
        || (word.contains('@') && word.contains('.'))
        || (word.matches('/').count() > 1 && word.len() > 12)
}

/// UAX 14 keeps `software/hardware` whole; readers do not mind a line's end after the slash.
pub(super) fn slash_breaks(text: &str, found: &mut Vec<Within>) {
    let slashes = text.bytes().enumerate().filter(|&(_, byte)| byte == b'/');
    for (offset, _) in slashes {
        let is_between_letters = text[..offset].chars().rev().take(3).filter(|c| c.is_alphabetic()).count()
            == 3
            && text[offset + 1..].chars().take(3).filter(|c| c.is_alphabetic()).count() == 3;
        if is_between_letters {
            found.push((offset + 1, End::Plain, SLASH_PENALTY));
        }
    }
}

/// An address ends a line after its punctuation.
pub(super) fn address_breaks(text: &str, found: &mut Vec<Within>) {
    for (offset, mark) in
        text.match_indices(['/', '.', '?', '&', '=', '_', '#', '%', ':', '~', '@', ',', '-'])
    {
        let at = offset + mark.len();
        let is_doubled = text[at..].starts_with(['/', ':']);
        let has_room =
            text[..at].chars().count() >= ADDRESS_MINIMUM && text[at..].chars().count() >= ADDRESS_MINIMUM;
        if has_room && !is_doubled {
            let penalty = if mark == "/" { ADDRESS_PENALTY / 2.0 } else { ADDRESS_PENALTY };
            let penalty = if mark == "-" { penalty * 3.0 } else { penalty };
            found.push((at, End::Plain, penalty));
        }
    }
}

/// A word wider than the measure ends a line between any two clusters, after punctuation or a change from
/// letters to figures rather than elsewhere.
pub(super) fn emergency_breaks(text: &str, word: &Word, found: &mut Vec<Within>) {
    for (offset, character) in text.char_indices().skip(1) {
        let at = u32::try_from(offset).unwrap_or(u32::MAX);
        if !word.glyphs.iter().any(|glyph| glyph.start == at) {
            continue;
        }
        let before = text[..offset].chars().next_back().unwrap_or(' ');
        let is_seam = !before.is_alphanumeric() || before.is_numeric() != character.is_numeric();
        found.push((
            offset,
            End::Emergency,
            if is_seam { EMERGENCY_PENALTY / 4.0 } else { EMERGENCY_PENALTY },
        ));
    }
}
