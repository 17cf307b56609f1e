//! Pictures of what was set: glyph outlines to pixels, pixels to a PNG; whole pages to SVG.
//!
//! Covers and the thumbnails of a report are drawn in pixels, the pages of a preview as outlines. Nothing here
//! decides where something stands.

mod art;
mod code;
mod flat;
mod mask;
mod outline;
mod page;
pub(crate) mod plate;
pub(crate) mod png;
pub(crate) mod raster;
mod sweep;
mod thumbnail;
mod words;

pub use mask::Masks;
pub use outline::Outlines;
pub use page::{Addresses, svg};
pub use thumbnail::{Thumbnail, thumbnail};
pub use words::words;
