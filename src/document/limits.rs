//! How much a record may hold; passing a limit is a clear error, told once.
//!
//! The numbers are far above what a commentary needs and low enough that memory for one record
//! stays bounded and that no walk over the tree can exhaust the stack.

/// Blocks within blocks: lists, their items and quotations.
pub const BLOCK_DEPTH: usize = 32;
/// Inlines within inlines: emphasis, links, understood HTML.
pub const INLINE_DEPTH: usize = 32;
/// Cells of all tables of a record.
pub const TABLE_CELLS: usize = 6_000;
/// Columns of one table.
pub const TABLE_COLUMNS: usize = 64;
/// Footnotes of a record.
pub const NOTES: usize = 2_000;
/// Images of a record.
pub const IMAGES: usize = 200;
/// Bytes of one raster image.
pub const IMAGE_BYTES: u64 = 20 << 20;
/// Bytes of one SVG image, which is parsed whole.
pub const SVG_BYTES: u64 = 4 << 20;
/// Bytes of all images of a record.
pub const ALL_IMAGE_BYTES: u64 = 64 << 20;
/// Pixels of one raster image: what a camera makes. They are in memory up to seven bytes each.
pub const IMAGE_PIXELS: u64 = 20_000_000;
/// Pixels of all raster images of a record: a dozen of the largest, each of which takes up to a second.
pub const ALL_IMAGE_PIXELS: u64 = 240_000_000;
/// Bytes of one raster image's pixels, unpacked to the depth it has.
pub const UNPACKED_BYTES: u64 = 80_000_000;
/// Blocks and inlines of one Markdown text, plain text not counted: each costs some 25 kB while its PDF is made and
/// proved.
pub const NODES: usize = 8_000;
/// Lines of code blocks, or tabs in them, that count as one of the above.
pub const CODE_LINES: usize = 5;
/// Stretches of words in another script whose language is guessed; each is set and tagged apart.
pub const GUESSES: usize = 4_000;
/// Marks on one letter: no writing has as many as the stream-safe form of Unicode allows (UAX 15, 13.4).
pub const MARKS: usize = 30;
