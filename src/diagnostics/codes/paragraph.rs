//! Codes of `layout::paragraph`.

super::codes! {
    OVERFULL = "E0551", "a line passes its measure",
        "No way was found to set the line within its measure: it holds something that cannot be broken, such as an image.\n\nThe line is set as it is. Shorten what it says, or part the long piece with a soft hyphen (U+00AD).";
    BROKEN_WORD = "E0552", "a word was broken where it should not be",
        "A word (often an address or a name of code) is wider than the line it stands in, and neither hyphenation nor its punctuation lets it break.\n\nIt was broken between two letters, with no hyphen. Put a soft hyphen (U+00AD) or a zero-width space (U+200B) where a reader forgives a break.";
    MISSING_GLYPH = "E0553", "no font covers a character",
        "None of the fonts in use has a glyph for the character, so it would be shown as an empty box.\n\nName a folder that holds a font for its script with `--font-path`, or under `[fonts]` in the project file. `--missing-glyph warn` draws the box and goes on.";
}
