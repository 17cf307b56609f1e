#!/usr/bin/env python3
"""Makes the pages and manuscripts of `made/` from records of `examples/`, with pandoc.

    python3 tests/suite/import/make.py PANDOC

They were made with pandoc 3.9 and are kept, so that the tests need no pandoc. A record's front matter becomes
pandoc's metadata (title, author, date, abstract), bios follow the text below `About the Author`.
"""

import pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
RECORDS = HERE.parent.parent.parent / "examples/records"
MADE = [
    ("CO12033", ["html", "docx", "gfm", "plain"]),
    ("18f/2022-09-06-18f-tech-sandwich", ["docx"]),
    ("18f/2016-08-29-data-act-prototype-simplicty-is-key", ["html", "docx"]),
    ("18f/2024-11-05-three-ways-to-write-fearless-spreadsheet-formulas", ["html", "docx"]),
    ("udhr/udhr-en", ["gfm"]),
    ("carpentries/2022-10-05-dovetail-008", ["html"]),
    ("federalist/federalist-68", ["html", "docx"]),
    ("publiccode/2022-01-27-goals-for-the-first-quarter-2022", ["html", "docx"]),
    ("udhr/udhr-zh-Hans", ["html", "docx"]),
    ("udhr/udhr-ms", ["html", "docx"]),
    ("udhr/udhr-ta", ["html"]),
]
ENDINGS = {"html": "html", "docx": "docx", "gfm": "md", "plain": "txt"}


def source(path):
    """Returns a record as pandoc's Markdown."""
    import yaml

    _, head, body = path.read_text().split("---\n", 2)
    record = yaml.safe_load(head)
    meta = {"title": record["title"], "date": str(record.get("date", ""))}
    meta["author"] = [author["name"] if isinstance(author, dict) else author for author in record.get("authors", [])]
    meta["abstract"] = record.get("synopsis", "")
    meta["lang"] = record.get("lang", "en-GB")
    bios = [author["bio"] for author in record.get("authors", []) if isinstance(author, dict) and "bio" in author]
    if bios:
        body += "\n## About the Author\n\n" + "\n\n".join(bios) + "\n"
    # Only addresses that travel with the file: images stay out of these.
    body = re.sub(r"^!\[[^]]*\]\([^)]*\)\n?", "", body, flags=re.M)
    return "---\n" + yaml.safe_dump({k: v for k, v in meta.items() if v}, allow_unicode=True) + "---\n" + body


def main(pandoc):
    for name, forms in MADE:
        text = source(RECORDS / f"{name}.md")
        for form in forms:
            target = HERE / "made" / f"{pathlib.Path(name).name}.{ENDINGS[form]}"
            subprocess.run(
                [pandoc, "-s", "-f", "markdown-smart+footnotes+strikeout-implicit_figures", "-t", form, "--columns=100",
                 "-V", "document-css=false", "-o", target],
                input=text.encode(), check=True, env={"SOURCE_DATE_EPOCH": "1330000000", "PATH": "/usr/bin"},
            )


main(sys.argv[1])
