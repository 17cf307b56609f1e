//! Codes of `import`: why a page or manuscript gave no record.

super::codes! {
    UNREADABLE = "E1001", "file to import cannot be read",
        "The system would not let the file be read, or it is damaged: a DOCX file is a ZIP archive of XML parts, and one \
         of them cannot be unpacked or is not well formed. Open it in the program that made it and save it again.";
    UNKNOWN_FORM = "E1002", "form that cannot be imported",
        "`offprint import` reads saved web pages (.html, .htm, .xhtml), page texts (.txt), Word manuscripts (.docx) and \
         Markdown (.md, .markdown). Save a manuscript of another form, such as .doc or .odt, as .docx first.";
    NO_TEXT = "E1003", "no text found",
        "Nothing that could be the body of a commentary was found. The page may build its text with scripts: save it from \
         a browser as a complete page, or copy its text into a .txt file. Or its text is in a place that the profile does \
         not name: give another with `--profile`.";
    NO_TITLE = "E1004", "no title found",
        "A record has a title. Neither the metadata of the file nor its text has a line that could be one.";
    LIMIT = "E1005", "file to import passes a limit",
        "Pages and manuscripts have limits in size, number of elements and depth, so that a file that was made to exhaust \
         the machine cannot: see docs/import.md. A real text that passes one can be divided.";
    BAD_PROFILE = "E1006", "profile cannot be used",
        "A profile is a TOML file with the labels, selectors and line patterns of a house's pages. The profiles that are \
         part of the program are `rsis-commentary` and `general`; docs/import.md tells how to write another.";
    EXISTS = "E1007", "record exists already",
        "The import would write over a record that somebody may have worked on. Give another folder with `-o`, or \
         `--force` to write over it.";
    UNWRITABLE = "E1008", "record cannot be written",
        "The system would not let the record, or an image beside it, be written.";
}
