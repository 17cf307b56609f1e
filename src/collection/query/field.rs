//! The fields a query may ask for, the type of each, and what can be asked of that type.

use std::fmt;

use super::Operator;

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The identifier within the series.
    Number,
    /// The title, without markup.
    Title,
    /// The year of publication.
    Year,
    /// The day of publication.
    Date,
    /// The name of any author.
    Author,
    /// Any topic.
    Topic,
    /// Any region.
    Region,
    /// Any keyword.
    Keyword,
    /// The series, by key or title.
    Series,
    /// The language; `en` is also `en-GB`.
    Lang,
    /// The kind of text.
    Type,
    /// `draft`, `final` or `superseded`.
    Status,
}

/// What a field's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One text.
    Text,
    /// Any number of texts, of which one has to fit.
    Texts,
    /// An identifier, which has an order: `CO9` stands before `CO10`.
    Number,
    /// A year.
    Year,
    /// A day.
    Date,
    /// One of a few words.
    Word(&'static [&'static str]),
}

/// Every field, in the order in which they are listed.
pub const FIELDS: [Field; 12] = [
    Field::Number,
    Field::Title,
    Field::Year,
    Field::Date,
    Field::Author,
    Field::Topic,
    Field::Region,
    Field::Keyword,
    Field::Series,
    Field::Lang,
    Field::Type,
    Field::Status,
];

/// Words for which a field is meant: a record's own key, or another system's name.
const SYNONYMS: [(&str, Field); 13] = [
    ("authors", Field::Author),
    ("creator", Field::Author),
    ("topics", Field::Topic),
    ("subject", Field::Topic),
    ("regions", Field::Region),
    ("keywords", Field::Keyword),
    ("tag", Field::Keyword),
    ("language", Field::Lang),
    ("kind", Field::Type),
    ("id", Field::Number),
    ("published", Field::Date),
    ("name", Field::Title),
    ("state", Field::Status),
];

impl Field {
    /// Returns its name in a query.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Title => "title",
            Self::Year => "year",
            Self::Date => "date",
            Self::Author => "author",
            Self::Topic => "topic",
            Self::Region => "region",
            Self::Keyword => "keyword",
            Self::Series => "series",
            Self::Lang => "lang",
            Self::Type => "type",
            Self::Status => "status",
        }
    }

    /// Finds a field by its name, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        FIELDS.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// Returns the field that somebody who wrote an unknown name most likely meant.
    #[must_use]
    pub fn nearest(name: &str) -> Option<Self> {
        let synonym =
            SYNONYMS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)).map(|&(_, field)| field);
        synonym.or_else(|| {
            let near = crate::record::nearest(name, FIELDS.iter().map(|field| field.name()))?;
            Self::find(near)
        })
    }

    /// Returns what its values are.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Number => Kind::Number,
            Self::Year => Kind::Year,
            Self::Date => Kind::Date,
            Self::Author | Self::Topic | Self::Region | Self::Keyword => Kind::Texts,
            Self::Title | Self::Series | Self::Lang | Self::Type => Kind::Text,
            Self::Status => Kind::Word(&["draft", "final", "superseded"]),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Kind {
    /// Returns what can be asked of such a field.
    #[must_use]
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{After, AfterOrIs, Before, BeforeOrIs, Contains, In, Is, IsNot};
        match self {
            Self::Text | Self::Texts => &[Is, IsNot, In, Contains],
            Self::Number => &[Is, IsNot, Before, BeforeOrIs, After, AfterOrIs, In, Contains],
            Self::Year | Self::Date => &[Is, IsNot, Before, BeforeOrIs, After, AfterOrIs, In],
            Self::Word(_) => &[Is, IsNot, In],
        }
    }

    /// Returns what a person calls such a value.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Text | Self::Texts => "text in quotes",
            Self::Number => "a number such as `CO12033`, in quotes",
            Self::Year => "a year of four digits",
            Self::Date => "a day such as `2012-02-23`",
            Self::Word(_) => "`draft`, `final` or `superseded`",
        }
    }
}
