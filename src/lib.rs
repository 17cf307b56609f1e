//! offprint: structured commentary records in, archival PDFs and EPUB editions out.
//!
//! The rooms, in the order data passes through them:
//!
//! ```text
//! record file ─read─▶ Record ─build─▶ Document ─compose─▶ Pages ─write─▶ PDF
//!                                        └──────package──────────────▶ EPUB
//! ```
//!
//! `docs/architecture.md` tells the way of a record through them.

mod deflate;
pub mod diagnostics;
pub mod disk;
pub mod geometry;
mod guard;
mod spaces;

pub mod project;
pub mod record;

pub mod import;

pub mod document;

pub mod collection;

pub mod font;
pub mod style;

pub mod layout;

pub mod picture;

pub mod epub;
pub mod pdf;

pub mod catalogue;
pub mod proof;

pub mod batch;
pub mod preview;

pub mod cli;
