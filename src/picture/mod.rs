//! Pictures of what was set: glyph outlines to pixels, pixels to a PNG.
//!
//! Covers and the thumbnails of a report are drawn with it. Nothing here decides where something stands.

pub(crate) mod png;
pub(crate) mod raster;
mod thumbnail;

pub use thumbnail::{Thumbnail, thumbnail};
