//! What a file to import may cost; passing a limit is an error that names it.

/// Bytes of a page, which holds more than its text, and of one part of a manuscript once unpacked.
pub const PAGE_BYTES: u64 = 16 << 20;
/// Bytes of a text or a Markdown file: ten times what a record may hold. Lines of a word each take fifty times as much
/// in memory.
pub const TEXT_BYTES: u64 = 4 << 20;
/// Bytes of a packed manuscript.
pub const PACKAGE_BYTES: u64 = 64 << 20;
/// Parts of a manuscript's package.
pub const PARTS: usize = 4_000;
/// Bytes that all parts of a manuscript that are read may unpack to.
pub const UNPACKED_BYTES: u64 = 128 << 20;
/// Elements of a page or of a manuscript's part.
pub const NODES: usize = 500_000;
/// Attributes of a tag of a page; the time that one takes grows with those before it.
pub const ATTRIBUTES: usize = 2_000;
/// How deep the elements of a page or of a manuscript's part may nest.
pub const DEPTH: usize = 256;
/// How deep the elements of a page may nest while it is parsed, which moves some of them up again. The time that a tag
/// takes grows with the elements that are open, so no more of a page is read behind this.
pub const OPEN_DEPTH: usize = 1024;
/// Images of a page or manuscript.
pub const IMAGES: usize = 200;
/// Bytes of one image.
pub const IMAGE_BYTES: u64 = 20 << 20;
/// How deep lists and quotations may nest in the record that is written; what lies deeper moves up.
pub const BLOCK_DEPTH: usize = 16;
