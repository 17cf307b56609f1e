//! Codes of `project`.

super::codes! {
    BAD_ISSN = "E0201", "not an ISSN",
        "An ISSN has eight digits, the last a check digit (ISO 3297, `X` for ten): `2049-3630`. A check digit that \
         does not fit means a digit was mistyped.";
    BAD_PATTERN = "E0202", "number pattern that cannot be read",
        "`number` of a series is a regular expression that a whole number must match, such as `CO\\d{5}`. Write it \
         in single quotes, so that TOML leaves the backslash alone.";
    UNKNOWN_FIELD = "E0203", "required field that records do not have",
        "`required` of a series lists keys of a record, and `authors.bio` for a bio of every author.";
    DISCLAIMER_CLASH = "E0204", "disclaimers that clash",
        "Two versions of a series' disclaimer have the same name, or take effect on the same day, so which one is \
         meant cannot be told. At most one version may leave out `from`: the first.";
    UNKNOWN_PLACEHOLDER = "E0205", "unknown placeholder",
        "A disclaimer may hold `{email}` and `{publisher}`, and a file name pattern `{number}`, `{year}`, `{series}`, \
         `{lang}` and `{path}`. Double the brace to write one: `{{`.";
    EMPTY_PLACEHOLDER = "E0206", "placeholder without a value",
        "A disclaimer uses `{email}` or `{publisher}`, and `[publisher]` does not give it.";
    UNKNOWN_LINT = "E0207", "unknown lint",
        "`[lint]` sets the level of a lint by its code (`L0104`) or its name (`hyphen-range`). `offprint explain` lists \
         them.";
    NO_REASON = "E0208", "lint weakened without a reason",
        "A lint set below its own level says why, for whoever reads the project next:\n\n    hyphen-range = { level = \
         \"off\", reason = \"the house sets hyphens\" }";
    OUTPUT_OUTSIDE = "E0209", "path outside the project",
        "A path of the project file is absolute or climbs out of the project's folder with `..`.";
    NO_MEMBERS = "E0210", "collection without members",
        "A collection says which records belong to it: by `query`, or by `numbers`.";
    PROJECT_UNREADABLE = "E0211", "project file cannot be read",
        "The system refused to open or read the project file. Its own words are part of the message.";
    BAD_EMAIL = "E0212", "not an e-mail address",
        "`email` of the publisher becomes a link in every disclaimer, so it must be an address: `name@host.example`.";
    CLASHING_SERIES = "E0213", "series that clash",
        "Two series have the same title, or the title of one is the key of another, so a record that names it could \
         belong to both.";
    NO_CERTIFIER = "E0220", "report on accessibility without a certifier",
        "`report` of `[epub]` is the address of what a certifier has written on the accessibility of the editions. \
         `certifier` says who that is.";
    UNKNOWN_AUTHORITY = "E0221", "unknown subject scheme",
        "`[subjects]` says where terms of records are from. `authority` is one of the schemes EPUB 3.3 names (AAT, BIC, \
         BISAC, CLC, CLIL, DDC, EuroVoc, LCSH, MEDTOP, NDC, Thema, UDC, WGS), or the web address of another; `term` is \
         the code in it.";
    NO_DEPOSITOR = "E0222", "deposit without a depositor",
        "A deposit for Crossref names who makes it and where the answer goes: `name` and `email` of `[publisher]`.";
    BAD_PAGE_SIZE = "E0223", "page size out of range",
        "`page-size` of `[catalogue]` is how many records a page of an OPDS feed has: a whole number from 1 to 1000.";
}
