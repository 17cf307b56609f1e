//! What a file to import may cost; passing a limit is an error that names it.

/// Bytes of a page, a text or a Markdown file, and of one part of a manuscript once unpacked.
pub const TEXT_BYTES: u64 = 16 << 20;
/// Bytes of a packed manuscript.
pub const PACKAGE_BYTES: u64 = 64 << 20;
/// Parts of a manuscript's package.
pub const PARTS: usize = 4_000;
/// Bytes that all parts of a manuscript that are read may unpack to.
pub const UNPACKED_BYTES: u64 = 128 << 20;
/// Elements of a page or of a manuscript's part.
pub const NODES: usize = 500_000;
/// How deep the elements of a page or of a manuscript's part may nest.
pub const DEPTH: usize = 256;
/// Images of a page or manuscript.
pub const IMAGES: usize = 200;
/// Bytes of one image.
pub const IMAGE_BYTES: u64 = 20 << 20;
/// How deep lists and quotations may nest in the record that is written; what lies deeper moves up.
pub const BLOCK_DEPTH: usize = 16;
