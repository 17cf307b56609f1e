//! Codes of `verify`: what an artefact that was read back does not keep.

super::codes! {
    UNREADABLE = "E0901", "artefact cannot be read",
        "A PDF or EPUB is damaged: it cannot be opened, or a part of it cannot be decompressed. Build it again; if it \
         comes out so again, the fault is offprint's.";
    NOT_AS_WRITTEN = "E0902", "artefact differs from what was written",
        "The digest that a file carries, or the checksum in `manifest.json`, does not match the file's bytes: somebody \
         or something changed it after the build. Build it again with `--force`.";
    ARTEFACT_MISSING = "E0903", "artefact missing",
        "`manifest.json` lists a file that is not there. Build again; or, if it was taken away on purpose, build with \
         `--force` so that the manifest is written anew.";
    RECORD_NOT_FOUND = "E0906", "record of an artefact not found",
        "The text of an artefact could not be compared, since no record found is the one it was built from. Structure \
         and claims were checked all the same. Name the folder of the records with `--records`, or build again if the \
         record has changed.";
    TEXT_DIFFERS = "E0904", "text is not the record's",
        "What a reader, a search engine or a screen reader gets from the artefact is not what the record says. The \
         message shows the first place where the two part. An artefact like that is withheld.";
    PART_NOT_ONCE = "E0905", "disclaimer, synopsis or bio not there exactly once",
        "The disclaimer, the synopsis and every bio stand in an artefact once, in the order of the house layout.";
    TREE_BROKEN = "E0910", "structure tree is not well formed",
        "The tags of a PDF form a tree: every element names its parent, no element is reached twice, and each stands \
         where ISO 32000-1, 14.8.4 lets it stand. A screen reader walks that tree.";
    CONTENT_NOT_OWNED = "E0911", "content not owned exactly once",
        "Each marked stretch of a page belongs to exactly one element of the structure tree, and each number that an \
         element names is on the page. Otherwise text is read twice, or never.";
    PARENT_TREE_WRONG = "E0912", "parent tree is wrong",
        "The parent tree leads from a stretch of a page, or a link, back to its element (ISO 32000-1, 14.7.4.4). \
         Readers use it to tell what is under the pointer.";
    UNTAGGED_CONTENT = "E0913", "content neither tagged nor an artifact",
        "Everything painted on a page is either real content with a tag or an artifact such as a rule or a running \
         head (ISO 14289-1, 7.1).";
    HEADINGS_SKIP = "E0914", "heading levels skip",
        "Headings begin with level 1 and never go down by more than one level at a time (ISO 14289-1, 7.4.2), for \
         readers who move by headings.";
    NO_ALTERNATIVE = "E0915", "image without alternative text",
        "Every image that is not decorative says in words what it shows.";
    NO_LANGUAGE = "E0916", "language missing or wrong",
        "The document, and every stretch in another language, names its language as a BCP 47 tag; it must be the record's.";
    FONT_NOT_EMBEDDED = "E0917", "font not embedded",
        "An archival PDF carries the program of every font it uses (ISO 19005-2, 6.2.11.4).";
    NO_UNICODE = "E0918", "character code without Unicode",
        "Every code that is shown must say which characters it stands for (`ToUnicode`), or the text cannot be \
         searched, copied or read aloud.";
    WIDTHS_DISAGREE = "E0919", "font widths disagree",
        "The widths a PDF states must be those of the embedded font (ISO 19005-2, 6.2.11.5).";
    ANNOTATION_WRONG = "E0920", "link annotation incomplete",
        "A link is owned by a `Link` element, says what it is (`Contents`), and is printed with the page.";
    LEADS_NOWHERE = "E0921", "link leads nowhere",
        "A link, note mark, outline entry or entry of a page list goes to a place that is not in the artefact.";
    METADATA_DISAGREES = "E0922", "metadata disagrees",
        "What a PDF's XMP says must be what its Info dictionary says, and both what the record says.";
    CLAIM_WRONG = "E0923", "claim of conformance missing or wrong",
        "A file claims PDF/UA-1 and PDF/A in its XMP, both or neither, and a claim comes with what it promises.";
    NO_OUTPUT_INTENT = "E0924", "output intent missing or damaged",
        "Colours without a profile look different everywhere. A PDF/A file carries one (ISO 19005-2, 6.2.3).";
    FORBIDDEN = "E0925", "something that does not belong into an archival file",
        "Encryption, scripts, embedded media, launched programs, remote content and the like are not allowed.";
    LABELS_WRONG = "E0926", "page labels missing or wrong",
        "Each page carries its printed number as label, so that a reader's page box and citations agree.";
    OUTLINE_BROKEN = "E0927", "outline missing or broken",
        "The outline lists the document's headings, in order, each leading to its place.";
    NUMBER_WRONG = "E0928", "printed page number that is not that of the page",
        "The contents and the indexes of a volume print the numbers of pages. Each must be the label of the page that its \
         link leads to, or a reader of the printed book turns to the wrong one.";
    RESOURCE_WRONG = "E0929", "resource missing or of another kind",
        "Content refers to fonts, images, colour spaces and patterns by name (ISO 32000-1, 7.8.3). Where a name leads to \
         nothing or to something else, a reader paints nothing, or something else.";
    NOT_AN_EPUB = "E0940", "EPUB container is wrong",
        "An EPUB is a ZIP archive that begins with an uncompressed file `mimetype` and names its package in \
         `META-INF/container.xml` (EPUB 3.3, section 4).";
    PACKAGE_WRONG = "E0941", "EPUB package is wrong",
        "The package document lists every file once, gives each its media type, and puts every document a reader turns \
         to into the spine.";
    NOT_WELL_FORMED = "E0942", "not well-formed XML",
        "Reading systems stop at the first slip in a document's XML.";
    ID_REPEATED = "E0943", "id given twice",
        "A link to an id that stands twice in a document goes to either.";
    NAV_INCOMPLETE = "E0944", "navigation incomplete",
        "The navigation document leads to the heading of every section, in the order of the text.";
    PAGE_LIST_WRONG = "E0945", "page list is wrong",
        "The page list names the pages of the PDF of the same record, in order, and each entry leads to a mark of that \
         page in the text.";
    ACCESSIBILITY_UNTRUE = "E0946", "accessibility metadata not true",
        "What the package says of modes, features and hazards must be what its content has: alternative text where \
         images are, a visual mode only where there is something to see.";
}
