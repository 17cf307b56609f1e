//! Codes of `catalogue`.

super::codes! {
    NOT_REGISTRABLE = "E1150", "records that cannot be registered with Crossref",
        "A deposit registers a DOI and says where it leads and when the text was published. Records without `doi`, \
         `date` or `url` are left out of `crossref.xml`; everything else lists them.";
    NO_ADDRESSES = "E1151", "lists without links to the files",
        "MARC records, ONIX products, deposits and the tags of web pages travel without the files that they are about, so \
         only a whole address leads back: `citation_pdf_url`, field 856. `url` in `[catalogue]` says where the output \
         folder is published:\n\n    [catalogue]\n    url = \"https://www.rsis.example/commentaries/\"";
}
