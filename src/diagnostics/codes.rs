//! Stable codes and the long story of each, told by `offprint explain`.
//!
//! A hundred a room: E01 records, E02 project, E03 document, E04 style and fonts, E05 layout, E06 PDF,
//! E07 EPUB, E08 batch, E09 verify, E10 import, E11 collections and catalogue; `L` codes are
//! lints, whose level a project can set. A number is never used again for another thing.
//! Each room keeps its own table in a file beside this one.

pub mod batch;
pub mod document;
pub mod epub;
pub mod layout;
pub mod pdf;
pub mod project;
pub mod record;
pub mod style;
