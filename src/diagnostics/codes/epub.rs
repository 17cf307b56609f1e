//! Codes of `epub`.

super::codes! {
    IMAGE_UNREADABLE = "E0701", "an image cannot be put into the EPUB",
    "An image had to be made smaller, or an SVG with active content had to be drawn as pixels, and could not \
     be decoded. Reading systems would show a gap in its place, so the EPUB is not made. Save the image again, \
     as PNG, JPEG or WebP, at most 2,000 pixels wide.";
    PACKAGING_FAILED = "E0702", "the EPUB could not be packaged",
    "The documents of the EPUB were written, but the container around them could not be assembled. This is not \
     the record's fault; please report it with the message that came with it.";
    LINK_LEADS_NOWHERE = "E0703", "a link inside the text leads nowhere",
    "A link names a heading (`#some-heading`) that the record does not have. In the EPUB its words are set without \
     the link, since a dead link is a fault for every reading system. Compare the name with the headings: it \
     is the heading's words in lower case, with hyphens for spaces.";
}
