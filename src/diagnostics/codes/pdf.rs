//! Codes of `pdf`.

super::codes! {
    NO_SUBSET = "E0601", "a face could not be embedded",
        "Every glyph of a PDF must be embedded. The face named could not be subset: its file is damaged, or it \
         uses outlines that a PDF cannot hold (CFF2, bitmap glyphs). Use another file of the face, or another face.";
    BAD_IMAGE = "E0602", "an image could not be drawn",
        "The image's file was found and measured, but its pixels or its drawing could not be read. It may be \
         cut short or damaged, or use a variant of its format that offprint does not read. Open it in an image \
         editor and save it again as PNG, JPEG, WebP or SVG.";
    LINK_TO_NOWHERE = "E0603", "a link inside the document leads nowhere",
        "A link to a heading or section of the same document must name one that exists. Compare the link's \
         target, the part after `#`, with the headings of the record.";
    WRITER_FAILED = "E0604", "the PDF could not be put together",
        "The object graph of the PDF could not be finished. This is a fault of offprint, not of the record; \
         please report it with the record.";
    GLYPH_MISSING = "E0605", "a character has no glyph",
        "A character that no face covers would be drawn as an empty box, and its text lost to readers of the \
         PDF. Add a face that covers it (`--font-path`), or change the character.";
}
