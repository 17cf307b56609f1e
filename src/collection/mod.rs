//! Collections: many records as one book, which is built from the records and never by merging files.
//!
//! 1. [`query`] says which records belong to it, asked of their [`Facts`].
//! 2. [`select`] finds the members, puts them in order and divides them into sections.
//! 3. [`assemble`] makes a [`Volume`] of their documents: `front` adds the title page and what stands before
//!    the text, [`inside`] keeps links between members inside and ids apart, [`index`] gathers authors and
//!    topics, `colophon` tells what it was built from.
//!
//! A volume is documents, in order; `epub` packages it and `layout` composes it as they do single ones.

mod colophon;
mod facts;
mod front;
pub mod index;
pub mod inside;
pub mod query;
pub mod select;
mod volume;

pub use facts::Facts;
pub use front::authors;
pub use volume::{COLOPHON, CONTENTS, Leaf, Material, Member, TITLE, Volume, assemble};

/// What members are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The day of publication, the earliest first; members without one come last.
    #[default]
    Date,
    /// The number, counted as people count.
    Number,
    /// The title.
    Title,
    /// The first author's name as it is filed.
    Author,
    /// The order of the list.
    Hand,
}

/// What members are divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sections {
    /// Nothing.
    #[default]
    None,
    /// The year of publication.
    Year,
    /// The first topic.
    Topic,
    /// The first region.
    Region,
    /// The first author.
    Author,
}

/// Which records belong to a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// Those that a query fits.
    Query(query::Query),
    /// Those with these numbers; a series and a slash may stand before one.
    Numbers(Vec<String>),
}

impl Default for Members {
    fn default() -> Self {
        Self::Numbers(Vec::new())
    }
}
