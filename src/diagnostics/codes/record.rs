//! Codes of `record`: E01 for what keeps a record from being read, L for what a copy editor would mark.

super::codes! {
    UNKNOWN_KEY = "E0101", "unknown key",
        "A record or project file has a key that offprint does not know. A key that nobody reads would lose its \
         value in silence, so it is an error.\n\n    titel: Deepening Sino-Turkish Relations\n\nThe nearest known \
         key is named. docs/record-format.md and docs/project-file.md list them all; `offprint schema` prints them \
         for editors that complete keys. What is meant for other tools belongs in a file of its own.";
    IMPOSSIBLE_DATE = "E0102", "no such day",
        "A date has the right form but the calendar does not hold it.\n\n    date: 2012-02-30\n\nThe hint tells how \
         many days the month has.";
    NOT_A_DATE = "E0103", "not a date",
        "A date is written as year, month, day: `2012-02-23` (ISO 8601). `23/02/2012` is the second of a month for \
         some readers and the month for others, so no other form is guessed at. Times of day are not kept.";
    DUPLICATE_KEY = "E0104", "key given twice",
        "A key stands twice in the same map. Most tools would keep the last in silence; which one was meant only \
         the editor knows. Both places are shown.";
    WRONG_TYPE = "E0105", "value of another type",
        "A field holds a list where it wants text, text where it wants a list, and so on.\n\n    topics: Trade\n\n\
         should be `topics: [Trade]`.";
    MISSING_FIELD = "E0106", "required field missing",
        "Every record has a title and a body. A series can require more: `required = [\"date\", \"authors\", \
         \"authors.bio\", \"synopsis\"]` in the project file.";
    EMPTY_FIELD = "E0107", "empty field",
        "A field is there but holds nothing. Leave out the key instead, or fill it in.";
    EMPTY_BODY = "E0108", "empty body",
        "A record without a text cannot be set. In a `.md` file the body is everything below the second `---`.";
    BAD_LANGUAGE = "E0109", "not a language tag",
        "Languages are BCP 47 tags: `en`, `en-GB`, `zh-Hans`, `ta`, `ar`. Hyphenation, quotation marks, labels and \
         what a screen reader speaks all depend on it.";
    BAD_ORCID = "E0110", "not an ORCID iD",
        "An ORCID iD has sixteen digits in four groups, the last of which is a check digit (ISO 7064 MOD 11-2, `X` \
         for ten): `0000-0002-1825-0097`. A check digit that does not fit means a digit was mistyped.";
    BAD_DOI = "E0111", "not a DOI",
        "A DOI is `10.`, a registrant of four to nine digits, a slash, and a suffix: `10.1234/rsis.2012.033`. A \
         resolver before it (`https://doi.org/`) is taken off.";
    BAD_URL = "E0112", "not a web address",
        "An address starts with `https://` or `http://` and names a host. Other schemes are refused, since the \
         address becomes a link in what is published.";
    UNKNOWN_CHOICE = "E0113", "value outside its list",
        "Some fields take one of a few words: `status` is `draft` or `final`; a correction's `kind` is one of \
         Crossref's update types; an author's `role` is a MARC relator. The nearest word is named.";
    UNKNOWN_SERIES = "E0114", "a series that looks misspelt",
        "A record may name a series of the project by key or by title, and any other title is taken as it is. This \
         one is so near to a series of the project that it is probably meant to be it.";
    NOT_IN_LIST = "E0115", "term outside the series' list",
        "The series has a controlled list of topics or regions, and the record uses a term outside it. Either the \
         record has a slip, or the list in the project file should grow.";
    NUMBER_PATTERN = "E0116", "number against the series' pattern",
        "The series has a pattern for its numbers, and this one does not match. Without a `number` key the number is \
         the file's name without its ending.";
    NUMBER_AS_NAME = "E0117", "number that cannot name a file",
        "A record's number becomes the name of its PDF and EPUB, so it must be a plain file name everywhere: no \
         slash or other path, no leading dot, none of `\\ : * ? \" < > |`, no control character, no name that \
         Windows reserves (CON, NUL, COM1 ...), at most 100 bytes.";
    DUPLICATE_NUMBER = "E0118", "number used twice",
        "Two records of one series have the same number. One would overwrite the other, so neither is built until \
         one of them changes.";
    UNKNOWN_DISCLAIMER = "E0119", "unknown disclaimer",
        "The record pins a version of the series' disclaimer by a name that the series does not have. Without the \
         key, the version in force on the record's date is used.";
    MASKED_EMAIL = "E0120", "masked e-mail address",
        "The text has `[email protected]`: a web page hid an address there and the copy kept the mask. Published, \
         nobody could write to it. Put the real address in, or take the sentence out. Disclaimers write `{email}` \
         and the publisher's address is filled in.";
    FRONT_MATTER_OPEN = "E0121", "front matter not closed",
        "The front matter of a `.md` record stands between two lines of `---`. The second one is missing, so nothing \
         tells where the body starts.";
    NO_FRONT_MATTER = "E0122", "no front matter",
        "A `.md` record starts with `---` on its first line, then keys in YAML, then `---`, then the body.";
    NOT_UTF8 = "E0123", "not UTF-8",
        "Records are UTF-8. The first byte that cannot be part of it is shown. Convert the file: `iconv -f \
         WINDOWS-1252 -t UTF-8`.";
    NUL_BYTE = "E0124", "NUL byte",
        "The file holds a byte of value zero, which no text has: it is binary, UTF-16, or damaged.";
    EMPTY_FILE = "E0125", "empty file",
        "The file holds nothing but white space. A copy that was cut short often looks like this.";
    YAML_SYNTAX = "E0126", "YAML that cannot be parsed",
        "The YAML parser stopped here. Common reasons: a `: ` inside a text without quotes, a tab as indent, a \
         quote that is not closed, lines of a list that do not line up.";
    TOML_SYNTAX = "E0127", "TOML that cannot be parsed",
        "The TOML parser stopped here. Common reasons: text without quotes, a line break in a string of one quote \
         (use three), a table header below keys that belong above it.";
    JSON_SYNTAX = "E0128", "JSON that cannot be parsed",
        "The JSON parser stopped here. Records take strict JSON: double quotes, no comments, no comma after the last \
         item; in a `.jsonl`, one object a line.";
    LIMIT = "E0129", "limit passed",
        "Records come from systems that others control, so their cost is bounded. docs/limits.md lists every limit \
         and why it is where it is.";
    UNREADABLE = "E0130", "file cannot be read",
        "The system refused to open or read the file. Its own words are part of the message.";
    NOT_A_RECORD = "E0131", "not a record file",
        "A record is a `.md`, `.yaml`, `.yml`, `.toml`, `.json` or `.jsonl` file, or a folder with an `index.md`.";
    NO_INDEX = "E0132", "folder named like a record",
        "A folder whose name ends like a record's holds no `index.md`. A record with images is a folder `CO12033` \
         with `index.md` in it.";
    YAML_FEATURE = "E0133", "YAML that records do not use",
        "Records use plain YAML: keys, text, lists and maps. Tags, several documents in a file, and keys that are not \
         names are refused rather than guessed at.";
    CONTROL_CHARACTER = "E0134", "control character or line break",
        "A one-line field such as a title holds a line break, or a text holds a control character. Neither can be \
         set, and an escape sequence could act on a terminal that shows it.";
    OUTSIDE = "E0135", "path outside the project",
        "A symbolic link leads out of the folder that was given. Nothing outside is read.";
    DATE_ORDER = "E0136", "dates out of order",
        "`updated` or a correction is dated before the record was published. One of the two dates is wrong.";
    BODY_TWICE = "E0137", "body in the front matter",
        "A `.md` record has its body below the front matter. A `body` key is for `.yaml`, `.toml` and `.json`.";
    NOT_A_MAP = "E0138", "no keys",
        "A record file holds keys and values at its top. This one holds a list or a single value.";
    TOO_MANY_FAULTS = "E0139", "too many faults",
        "After a hundred faults of one file the rest is not told; it is most likely not a record at all.";

    PASSED_OVER = "E0140", "file passed over",
        "In a folder that was searched, a `.md` file without front matter, or a data file with neither `title` nor \
         `body`, is taken for something else (a README, say) and left alone. Named on the command line it would be \
         an error. If it is meant to be a record, give it front matter.";
    SILENCE_UNKNOWN = "E0141", "silence for an unknown lint",
        "`lint` in a record names the lints that are not to be told of it, by name (`hyphen-range`) or code (`L0104`). \
         `offprint explain` lists them.";
    SILENCE_REASON = "E0142", "silence without a reason",
        "A lint is silenced in a record only with a reason, which the next editor will want to know: `hyphen-range: \
         the scores are quoted as printed`. To weaken a lint everywhere, use `[lint]` in the project file.";
    NOT_MENDED = "E0143", "file that could not be mended",
        "`offprint check --fix` writes a mended file only over the very text it read, and could not do so here. \
         Nothing of the file was changed.";

    LINT_MIXED_QUOTES = "L0101", "straight beside curly quotes",
        "The text has both straight and curly quotation marks. One kind was probably pasted in. Code is left out.";
    LINT_DOUBLE_SPACE = "L0102", "double space",
        "Two spaces between words. Indents, line ends and code are left out.";
    LINT_BROKEN_HYPHEN = "L0103", "broken hyphen",
        "A hyphen is followed by a space, as in `cyber- security`: a word that an earlier line break cut in two. \
         A hanging hyphen before `and`, `or`, `to` (`short- and long-term`) is right and left alone.";
    LINT_HYPHEN_RANGE = "L0104", "hyphen for a range",
        "A range of years or pages is set with an en dash: 2010\u{2013}12. Dates such as 2012-02-23 and telephone \
         numbers are left alone.";
    LINT_REPEATED_WORD = "L0105", "repeated word",
        "A word stands twice in a row. `had had` and `that that` can be right and are left alone.";
    LINT_NO_SYNOPSIS = "L0106", "no synopsis",
        "The record has no synopsis. Catalogues and search pages show it. A series can make it an error with \
         `required`.";
    LINT_LONG_SYNOPSIS = "L0107", "long synopsis",
        "The synopsis has more than 150 words. It stands above the text and in every catalogue.";
    LINT_NO_BIO = "L0108", "no bio",
        "An author has neither a bio nor a part in the author note, so readers cannot tell who speaks.";
    LINT_BIO_NAME = "L0109", "bio that does not name its author",
        "The bio does not have the author's family name in it. It is set below the text without a heading of its \
         own, so readers would not know whose it is; or it is another author's.";
    LINT_NUMBER_YEAR = "L0110", "number and date disagree",
        "The number starts with letters and two digits that read as a year (CO12033), and the date is of another year.";
    LINT_BIDI_CONTROL = "L0111", "bidi override",
        "The text has an invisible character that forces the direction of what follows. It can make a line read \
         otherwise than it is stored, and is never needed in a record.";
    LINT_FUTURE_DATE = "L0112", "date in the future",
        "The date lies after today.";
    LINT_SYNOPSIS_LANGUAGE = "L0113", "synopsis in another language",
        "The synopsis reads as another language than the text. It stands above the text, in catalogues and in search \
         results under the text's language. Languages are told by script and by how often letters follow each \
         other; short texts and doubtful ones are passed over.";
    LINT_BRACKETS = "L0114", "unbalanced brackets",
        "A bracket opens in a paragraph and does not close there, or closes without having opened. Code, addresses \
         and the marks of a list (`a)`, `12)`) are left out.";
    LINT_QUOTES = "L0115", "unbalanced quotation marks",
        "A double quotation mark has no partner in its paragraph. A quotation over several paragraphs opens each of \
         them and closes in the last, and is left alone. Told of English texts only.";
    LINT_SPELLING = "L0116", "British beside American spelling",
        "Words of both spellings stand in one record, `colour` and `defense`. A short list of words that differ \
         without doubt is looked for; words with a capital are passed over, for names keep their spelling.";
    LINT_UNUSED_SILENCE = "L0117", "silence that is not needed",
        "The record silences a lint that finds nothing in it. The text was mended since, or the silence stands in \
         the wrong record.";
    LINT_UNANNOUNCED = "L0118", "change without notice",
        "The body is not the one that the last build published, by the manifest in the output folder, and neither \
         `updated` nor a correction is newer than it was then. Readers who cite a text are told when it changes: give \
         `updated`, or an entry under `corrections`. Drafts are left alone, and nothing is told once the change is \
         built.";
    LINT_MISSING_SIBLING = "L0130", "translation that is not there",
        "A record names a sibling in another language, and none of the records that were checked has its number, or \
         the one that has is in another language. The reader would be sent to nothing. Records of another folder are not known \
         unless it is checked too.";
    LINT_ONE_SIDED = "L0131", "translation linked from one side only",
        "A record names a sibling in another language that does not name it in turn. Readers of the one find the \
         other, but not the way back. Add the record to the sibling's `translations`.";
}
