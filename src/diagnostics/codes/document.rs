//! Codes of `document`.

super::codes! {
    NESTED_TOO_DEEP = "E0301", "nested too deep",
        "Lists, list items, quotations and footnotes may stand within each other up to 32 deep, and so may \
emphasis, links and HTML within a line. No text that is meant to be read goes beyond that; a text that does is most \
often damaged, or was made to do harm.\n\nTake a level out, or break the passage into paragraphs.";
    TOO_MUCH = "E0302", "more than a record may hold",
        "A record may hold 6,000 table cells (64 in a row), 2,000 footnotes, 200 images of 64 MB and 240 million \
pixels in all, and 8,000 blocks and inlines, five lines or tabs of code counted as one; 4,000 stretches in other scripts than its language's whose \
language is guessed; and 30 combining marks on one letter. The limits keep the memory that one record can take bounded.\n\nDivide the record, or leave the \
data as a file of its own that the record links to.";
    ACTIVE_LINK = "E0303", "a link that runs or opens something",
        "Links go to http, https or mailto addresses, or to a heading of the same record. `javascript:`, `data:`, \
`vbscript:`, `file:` and their like are refused: what we publish must not act, or point into somebody's \
computer.\n\nLink to a page, or take the link out and keep its text.";
    REMOTE_IMAGE = "E0304", "an image on another computer",
        "Nothing is fetched over the network while a record is built: the same record must give the same file next \
year. Save the image beside the record and refer to it by its path: `![What it shows](images/map.png)`.";
    IMAGE_MISSING = "E0305", "an image that cannot be read",
        "Paths of images are relative to the record's own folder, with forward slashes. The file named is not there, \
is no regular file, or may not be read.";
    IMAGE_OUTSIDE = "E0306", "an image outside the project",
        "Nothing outside the project's folder is read, neither by `..`, nor by an absolute path, nor through a \
symbolic link. Move the image below the project's folder, or allow its folder with `--allow-path`.";
    IMAGE_FORMAT = "E0307", "an image format that is not known",
        "Images are PNG, JPEG, WebP or SVG; what a file is is told from its content, not from its name. Convert \
others: a GIF or a BMP to PNG, a TIFF or a HEIC photograph to JPEG, a chart in PDF to SVG.";
    IMAGE_BROKEN = "E0308", "an image that is damaged",
        "The file begins like an image, but its size cannot be read from it. Save it again from the program it comes \
from.";
    IMAGE_TOO_LARGE = "E0309", "an image that is too large",
        "An image may have 20 MB and 20 million pixels (SVG: 4 MB). On an A4 page at 300 dots per inch, 9 million \
pixels are all that can be seen.\n\nScale the image down.";
    SVG_ACTIVE = "E0310", "an SVG that is more than a drawing",
        "An SVG image must stand alone: no scripts, no event handlers, no entities, no HTML inside, and nothing loaded \
from elsewhere. Save it as plain SVG, with images embedded as PNG or JPEG.";
    MASKED_ADDRESS = "E0311", "an e-mail address hidden by a web page",
        "`[email protected]` is what a web page shows in place of an address to keep it from robots; whoever copies \
the page copies the mask. Printed, it is of no use to anybody.\n\nWrite the real address; in a disclaimer, write \
`{email}` and set `email` under `[publisher]`.";
    PLACEHOLDER = "E0312", "a placeholder that cannot be filled",
        "A disclaimer may hold `{email}` and `{publisher}`, which are filled in from `[publisher]` of the project \
file. Set the missing one there.";
    NO_DISCLAIMER = "E0313", "a disclaimer that is not declared",
        "`disclaimer` pins a version by its name, which must be one of those that the record's series declares in \
`offprint.toml`. Without it, the version in force on the record's date is set.";
    ALT_MISSING = "L0301", "an image without alternative text",
        "Who cannot see an image reads or hears its alternative text: `![The member states on a map](map.png)`. An \
image without one makes the PDF and the EPUB inaccessible, so this is an error unless a project weakens it.\n\nAn \
image that only decorates is told by a title: `![](border.png \"decorative\")`.";
    HEADING_SKIP = "L0302", "a heading that skips a level",
        "Headings should go down one level at a time, or who jumps between them looks for one that is not there. The \
document closes the gap; the record should say what it means.";
    HEADING_EMPTY = "L0303", "a heading without words",
        "A heading without words is left out: it would be a stop on the way through the text where nothing is.";
    HTML_AS_TEXT = "L0304", "HTML that is shown as text",
        "HTML is understood for `<sup>`, `<sub>`, `<br>`, `<small>`, `<abbr title>`, `<cite>`, `<span lang>`, and \
`<div lang>` on lines of their own around paragraphs. Anything else is not interpreted: its characters are shown as \
they stand.\n\nWrite it in Markdown: `*emphasis*`, `**strong**`, `[text](address)`, tables with `|`.";
    HTML_ATTRIBUTE = "L0305", "an HTML attribute that means nothing here",
        "On the elements understood, `lang` and `dir` mean something, and `title` on `<abbr>`. Other attributes, and \
values that are no language or direction, are left out; the text is kept.";
    COMMENT = "L0306", "an editor's comment",
        "An HTML comment (`<!-- ... -->`) is an editor's note: it stays in the record and is in neither the PDF nor \
the EPUB.";
    LINK_DEAD = "L0307", "a link to a heading that is not there",
        "`[text](#some-heading)` goes to the heading whose words are `some heading`, or to a part of the document \
(`#synopsis`, `#commentary`, `#about`). There is none of that name; the text is kept without a link.";
    LINK_RELATIVE = "L0308", "a link that leads nowhere outside its site",
        "Links to paths (`../page.html`, `/about`), to other schemes, or without an address work only where they were \
written. The text is kept without a link.\n\nWrite the whole address, with `https://`.";
    LINK_EMPTY = "L0309", "a link without words",
        "There is nothing to click and nothing to read; the address is set in its place.";
    NOTE_UNDEFINED = "L0310", "a footnote that is not there",
        "`[^1]` refers to a footnote that no `[^1]: ...` defines, so it is set as it stands.";
    NOTE_UNUSED = "L0311", "a footnote that nothing refers to",
        "A footnote is set where it is referred to; one that is never referred to, or whose name is defined \
twice, is in neither the PDF nor the EPUB.";
    ROW_TOO_LONG = "L0312", "a table row with too many cells",
        "A row has as many cells as its table's head; CommonMark drops the rest. Add a column to the head, or escape \
the bar in a cell: `\\|`.";
    UNMARKED_LANGUAGE = "L0313", "text in another script that is not marked",
        "Words in another script are set and tagged by a guess at their language from the script: Han for Chinese, \
Arabic letters for Arabic. The guess can be wrong, and a screen reader speaks what it is told.\n\nMark them: \
`<span lang=\"zh-Hans\">上海合作组织</span>`.";
    CONTROL_CHARACTER = "L0314", "a character that cannot be set",
        "Control characters other than tab and line end cannot stand in a PDF or an EPUB, and are left out. They are \
most often the remains of a conversion.";
    NOTE_HEADING = "L0315", "a heading within a footnote",
        "A footnote is no part of the document's outline: the heading is set as a strong paragraph.";
    HEADING_CASE = "L0316", "headings of two manners",
        "Some headings have a capital on Each Weighty Word and others only on the first, or a heading is in \
CAPITALS. Headings are written in true case, all in one manner; capitals for show are the style's business. Names \
have capitals either way, so only headings that leave no doubt are told. English texts only.";
    HEADING_DEEP = "L0317", "a heading too deep",
        "The text has headings of more than three levels below its own. Styles set the deeper ones all alike, and a \
reader of a commentary cannot hold them apart.";
    LINK_VAGUE = "L0318", "a link that says nothing",
        "Who uses a screen reader goes from link to link and hears their words alone: `here` and `read more` do not \
tell where they lead (WCAG 2.2, 2.4.4 and 2.4.9). Link the words that name it.";
    IMAGE_COARSE = "L0319", "an image too coarse for print",
        "A figure is never set larger than its pixels allow, so one with few of them is set small, and still shows \
them in print. Printers ask for 300 to the inch.";
}
