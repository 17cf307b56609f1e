//! The specimen book: one file a room, and beside each a folder of that room's cases.

mod batch;
mod catalogue;
mod cli;
mod collection;
mod document;
mod epub;
mod faults;
mod fuzz;
mod import;
mod languages;
mod page;
mod paragraph;
mod pdf;
mod preview;
mod proof;
mod records;
mod typesetting;
mod unicode;
mod verify;
