//! The words that fields take: keys, roles, kinds of correction.

/// The keys of a record, in the order of the documentation.
pub const KEYS: [&str; 27] = [
    "title",
    "subtitle",
    "number",
    "series",
    "type",
    "lang",
    "authors",
    "author_note",
    "translator",
    "date",
    "updated",
    "synopsis",
    "topics",
    "regions",
    "keywords",
    "doi",
    "url",
    "rights",
    "license",
    "disclaimer",
    "corrections",
    "translations",
    "supersedes",
    "version",
    "status",
    "lint",
    "body",
];

/// Other systems' names of the same things.
pub const SYNONYMS: [(&str, &str); 31] = [
    ("abstract", "synopsis"),
    ("summary", "synopsis"),
    ("excerpt", "synopsis"),
    ("description", "synopsis"),
    ("author", "authors"),
    ("byline", "authors"),
    ("creator", "authors"),
    ("bio", "author_note"),
    ("about", "author_note"),
    ("tags", "keywords"),
    ("categories", "topics"),
    ("subjects", "topics"),
    ("countries", "regions"),
    ("language", "lang"),
    ("locale", "lang"),
    ("published", "date"),
    ("pubdate", "date"),
    ("modified", "updated"),
    ("lastmod", "updated"),
    ("id", "number"),
    ("identifier", "number"),
    ("content", "body"),
    ("text", "body"),
    ("link", "url"),
    ("permalink", "url"),
    ("copyright", "rights"),
    ("licence", "license"),
    ("draft", "status"),
    ("kind", "type"),
    ("replaces", "supersedes"),
    ("lints", "lint"),
];

/// The keys of an author.
pub const AUTHOR_KEYS: [&str; 5] = ["name", "bio", "affiliation", "orcid", "role"];

/// The keys of a correction.
pub const CORRECTION_KEYS: [&str; 3] = ["date", "kind", "note"];

/// The keys of a translation.
pub const TRANSLATION_KEYS: [&str; 3] = ["number", "lang", "url"];

/// Crossref's update types.
pub const CORRECTION_KINDS: [&str; 12] = [
    "addendum",
    "clarification",
    "correction",
    "corrigendum",
    "erratum",
    "expression_of_concern",
    "new_edition",
    "new_version",
    "partial_retraction",
    "removal",
    "retraction",
    "withdrawal",
];

/// MARC relators that a commentary can have: words, then codes.
pub const ROLES: [&str; 28] = [
    "author",
    "editor",
    "translator",
    "contributor",
    "compiler",
    "commentator",
    "interviewer",
    "interviewee",
    "illustrator",
    "photographer",
    "speaker",
    "reviewer",
    "researcher",
    "moderator",
    "aut",
    "edt",
    "trl",
    "ctb",
    "com",
    "cwt",
    "ivr",
    "ive",
    "ill",
    "pht",
    "spk",
    "rev",
    "res",
    "mod",
];

/// Kinds of text that are known; another is taken as it is, unless it looks misspelt.
pub const TYPES: [&str; 16] = [
    "commentary",
    "article",
    "brief",
    "editorial",
    "essay",
    "interview",
    "lecture",
    "letter",
    "opinion",
    "paper",
    "policy-brief",
    "post",
    "report",
    "review",
    "speech",
    "working-paper",
];

/// Whether a record may be published.
pub const STATUSES: [&str; 3] = ["draft", "final", "superseded"];

/// What a series can require.
pub const REQUIRABLE: [&str; 27] = [
    "title",
    "subtitle",
    "number",
    "series",
    "type",
    "lang",
    "authors",
    "authors.bio",
    "author_note",
    "translator",
    "date",
    "updated",
    "synopsis",
    "topics",
    "regions",
    "keywords",
    "doi",
    "url",
    "rights",
    "license",
    "disclaimer",
    "corrections",
    "translations",
    "supersedes",
    "version",
    "status",
    "body",
];
