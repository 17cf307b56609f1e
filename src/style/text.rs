//! How a text is set: face, size, leading, colour.

use std::sync::Arc;

use crate::geometry::{Em, Pt};

/// A family, by its part in the style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The text family.
    #[default]
    Serif,
    /// The family of labels and subheads.
    Sans,
    /// Code.
    Mono,
}

/// A cut for a size of use; families without one use their only cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Optical {
    /// For notes.
    Caption,
    /// For running text.
    #[default]
    Text,
    /// For large running text.
    Subhead,
    /// For titles.
    Display,
}

/// A weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// 400
    #[default]
    Regular,
    /// 600
    Semibold,
    /// 700
    Bold,
}

impl Weight {
    /// Returns the weight's number.
    #[must_use]
    pub fn value(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Semibold => 600,
            Self::Bold => 700,
        }
    }
}

/// Which figures are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figures {
    /// Old-style, proportional: in running text.
    #[default]
    OldStyle,
    /// Lining, proportional: in labels and titles.
    Lining,
    /// Lining, all of one width: in tables.
    Tabular,
}

/// How lines meet their edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Align {
    /// Both edges straight.
    #[default]
    Justify,
    /// The end edge ragged.
    Start,
    /// Both edges ragged.
    Centre,
    /// The start edge ragged.
    End,
    /// The end edge ragged and lines of like length: titles.
    Balance,
}

/// An sRGB colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// Reads `#7a1f2b` or `#333`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
        let byte = |high: u32, low: u32| u8::try_from(high * 16 + low).ok();
        match digits.len() {
            6 => Some(Self {
                red: byte(digit(0)?, digit(1)?)?,
                green: byte(digit(2)?, digit(3)?)?,
                blue: byte(digit(4)?, digit(5)?)?,
            }),
            3 => Some(Self {
                red: byte(digit(0)?, digit(0)?)?,
                green: byte(digit(1)?, digit(1)?)?,
                blue: byte(digit(2)?, digit(2)?)?,
            }),
            _ => None,
        }
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// How a text is set.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// The family.
    pub family: Family,
    /// The name of the typeface that plays the family's part; the program's own where none is named.
    pub typeface: Option<Arc<str>>,
    /// The cut.
    pub optical: Optical,
    /// The weight.
    pub weight: Weight,
    /// Whether it is italic; emphasis within it is then upright.
    pub italic: bool,
    /// The type size.
    pub size: Pt,
    /// From baseline to baseline.
    pub leading: Pt,
    /// The colour.
    pub colour: Colour,
    /// Which figures are set.
    pub figures: Figures,
    /// Whether lower case is set as small capitals.
    pub small_capitals: bool,
    /// Space added after each letter; never in lower case text.
    pub tracking: Em,
    /// How lines meet their edges.
    pub align: Align,
}
