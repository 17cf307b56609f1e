//! The composer: a [`Document`](crate::document::Document) and a style in, [`Pages`] out.

mod footnote;
pub mod frame;
mod galley;
pub mod page;
pub mod paragraph;
pub mod structure;
mod table;

pub use frame::{Glyph, GlyphRun, Item, Owner, Page, Pages, Placed};
pub use structure::{Element, ElementId, Kid, LeafId, Tag, Tree};
