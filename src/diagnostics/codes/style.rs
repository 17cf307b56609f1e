//! Codes of `style`.

super::codes! {
    UNKNOWN_STYLE = "E0401", "no style of that name",
        "A style is named by `--style`, by a series of the project file, or by another style's\n\
         `inherits`. It is looked for among the files of the project's style folder and among\n\
         the styles that are built in; `offprint styles list` shows them. A name with a slash or\n\
         ending in `.toml` is a path.";
    UNREADABLE_STYLE = "E0402", "a style that is no TOML",
        "The file of a style must be TOML 1.0. The place told is where the reader had to stop.\n\
         `offprint styles export house` writes a style that is right, to start from.";
    UNKNOWN_TOKEN = "E0403", "an unknown token of a style",
        "Every key of a style is known to the program: one that is not would be without effect,\n\
         so it is an error and no warning. `docs/style-format.md` lists all keys.";
    BAD_VALUE = "E0404", "a token with a value that cannot be used",
        "Every token has a type: a length (`\"11pt\"`, `\"14mm\"`, `\"1.5em\"`, `\"2grid\"`), a number\n\
         within a range, a colour (`\"#7a1f2b\"`), a word of a list, true or false. The message\n\
         tells which, and `docs/style-format.md` tells what the token does.";
    LOW_CONTRAST = "E0405", "a colour that cannot be read on its ground",
        "Text must stand out from its ground by 4.5 to 1, large text (18 pt, or 14 pt bold) by 3\n\
         to 1: level AA of WCAG 2.1, success criterion 1.4.3. Make the text darker or the ground\n\
         lighter. The accessibility metadata of the EPUB states what is checked here.";
    INHERITED_ROUND = "E0406", "a style that inherits from itself",
        "`inherits` names the style whose tokens lie below. Following it from style to style\n\
         must end at one that inherits from none; at most eight steps are followed.";
    MISSING_TYPEFACE = "E0407", "a style that names a typeface which is not at hand",
        "`[font] serif`, `sans` and `mono` name the typeface that plays that part. Its files must be\n\
         in a folder of `[fonts]` in the project file or of `--font-path`, and the name is that of the\n\
         family as the files state it (`fc-scan` shows it).";
}
