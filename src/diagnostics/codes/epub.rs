//! Codes of `epub`.

super::codes! {
    IMAGE_UNREADABLE = "E0701", "an image cannot be put into the EPUB",
    "An image had to be made smaller and could not be decoded. Reading systems would show a gap in its place, so the EPUB is not made. Save the image again, \
     as PNG, JPEG or WebP, at most 2,000 pixels wide.";
    PACKAGING_FAILED = "E0702", "the EPUB could not be packaged",
    "The documents of the EPUB were written, but the container around them could not be assembled. This is not \
     the record's fault; please report it with the message that came with it.";
}
