//! The composer: a [`Document`](crate::document::Document) and a style in, [`Pages`] out.

pub mod frame;
pub mod page;
pub mod paragraph;
pub mod structure;

pub use frame::{Glyph, GlyphRun, Item, Owner, Page, Pages, Placed};
pub use structure::{Element, ElementId, Kid, LeafId, Tag, Tree};
