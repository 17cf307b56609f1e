//! What a reader of the proof marks, read off whole pages and their structure.
//!
//! [`facts`] reads lines off the pages; [`examples`] looks for faults on those of every example, and of any folder of
//! records; [`figures`] and [`blocks`] see where figures, tables and lists go; [`craft`] shows the details that no page
//! should lack.

mod blocks;
mod craft;
mod examples;
mod facts;
mod figures;
