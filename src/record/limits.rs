//! What a record or project file may cost; passing a limit is an error that names it.
//!
//! `docs/limits.md` lists them. They stand far above any real record (the longest of The Federalist is
//! 40 kB) and far below what would hurt a machine that builds what others upload.

/// Bytes of one record: a whole file, or one line of a `.jsonl`. Parsers of YAML, TOML and JSON take a hundred
/// times the text in memory when it is nothing but brackets, and so do pages when it is nothing but short words.
/// A book of 60,000 words fits.
pub const RECORD_BYTES: usize = 384 * 1024;

/// Bytes of text that the aliases of one file copy.
pub const ALIAS_BYTES: usize = 1024 * 1024;

/// Bytes of the front matter of a `.md` file.
pub const FRONT_MATTER_BYTES: usize = 256 * 1024;

/// Values in one record or project file, with aliases counted each time they are used.
pub const VALUES: usize = 20_000;

/// How deep lists and maps may nest.
pub const DEPTH: usize = 16;

/// Bytes of a record's number, so that a file name of it fits every file system.
pub const NUMBER_BYTES: usize = 100;

/// Bytes of a one-line field, such as a title or a name.
pub const LINE_BYTES: usize = 4096;

/// Faults told of one file; a file with more is no record at all.
pub const FAULTS: usize = 100;
