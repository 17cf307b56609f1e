#!/usr/bin/env python3
"""Opens every document of EPUBs in Chromium, as a reading system shows it on a telephone and on a desk, by day and by night.

    editions.py FILE_OR_FOLDER... [--pictures FOLDER]

Of each document: it is well-formed and tells its language and direction; at 320 and 1200 pixels nothing is wider than the
page, and no picture than its column; text stands out from white, from sepia and from the night of reading systems; each
link within the book has its target, each note's mark a note that leads back to it. Without Chromium it says so and
checks nothing. Exit 1 on any fault.
"""
import argparse
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlparse

from browser import HEIGHT, Browser, contrast, program

WIDTHS = (320, 1200)
# Ground and text that reading systems set, what the system says of itself, and the contrast to be had. A reading system that
# is dark where the system is light gives an accent no chance of another colour: docs/epub.md promises 3 to 1 there.
THEMES = {
    "light": ("#ffffff", "#000000", "light", 4.5),
    "sepia": ("#faf4e8", "#121212", "light", 4.5),
    "dark": ("#121212", "#e6e6e6", "dark", 4.5),
    "night": ("#000000", "#fefefe", "light", 3.0),
}

FACTS = """(() => {
  const links = [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'));
  const of = (name) => [...document.querySelectorAll('a')].filter((a) => (a.getAttribute('epub:type') || '').split(' ').includes(name));
  return {
    broken: Boolean(document.querySelector('parsererror')),
    lang: document.documentElement.getAttribute('lang'),
    xmlLang: document.documentElement.getAttribute('xml:lang'),
    dir: document.documentElement.getAttribute('dir'),
    title: document.title,
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    links,
    marks: of('noteref').map((a) => [a.id, a.getAttribute('href'), a.getAttribute('role')]),
    notes: Object.fromEntries([...document.querySelectorAll('aside')].map((aside) => [aside.id,
      [...aside.querySelectorAll('a[role=doc-backlink]')].map((a) => a.getAttribute('href'))])),
  };
})()"""

# What is wider than the page, pictures that are not there or stand out of their column, and the colours of text.
LOOK = """(() => {
  const root = document.documentElement;
  const box = document.body.getBoundingClientRect();
  const bad = [...document.images].filter((image) => {
    const own = image.getBoundingClientRect();
    const column = (image.closest('figure, p, div, section') || document.body).getBoundingClientRect();
    return !image.naturalWidth || own.left < column.left - 1 || own.right > column.right + 1 || own.right > root.clientWidth + 1;
  });
  const drawings = [...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().right > root.clientWidth + 1);
  const colours = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    let ground = null;
    for (let at = element; at && !ground; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)') ground = colour;
    }
    colours[`${getComputedStyle(element).color}|${ground}`] ??= walker.currentNode.data.trim().slice(0, 40);
  }
  return { width: root.scrollWidth, bad: bad.concat(drawings).map((image) => image.getAttribute('src') || 'svg'), colours,
    height: root.scrollHeight };
})()"""


class Book:
    """The documents of one EPUB, opened one after another."""

    def __init__(self, path, folder, pictures):
        self.path, self.folder, self.pictures = path, folder, pictures
        self.faults, self.facts = [], {}
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        self.documents = sorted(folder.rglob("*.xhtml"))

    def fault(self, document, what):
        self.faults.append(f"{self.path}: {document.name}: {what}")

    def judge(self, browser):
        for document in self.documents:
            browser.open(document.as_uri())
            facts = self.facts[document] = browser.run(FACTS)
            if facts["broken"]:
                self.fault(document, "it is not well-formed")
            if not facts["lang"] or facts["lang"] != facts["xmlLang"] or facts["dir"] not in ("ltr", "rtl"):
                self.fault(document, f"language and direction are {facts['lang']}, {facts['xmlLang']}, {facts['dir']}")
            if not facts["title"].strip():
                self.fault(document, "it has no title")
            self.looks(browser, document)
        for document in self.documents:
            self.links(document)

    def looks(self, browser, document):
        for theme, (ground, text, scheme, least) in THEMES.items():
            browser.run(
                "(() => { const style = document.getElementById('a-reading-system') ||"
                " document.head.appendChild(document.createElementNS('http://www.w3.org/1999/xhtml', 'style'));"
                " style.id = 'a-reading-system';"
                f" style.textContent = 'html {{ background: {ground} !important; color: {text} !important; }}'; }})()"
            )
            for width in WIDTHS:
                browser.look(width, scheme)
                seen = browser.run(LOOK)
                where = f"{width} pixels, {theme}"
                if seen["width"] > width:
                    self.fault(document, f"{where}: something is {seen['width']} pixels wide")
                for image in seen["bad"]:
                    self.fault(document, f"{where}: the picture {image} is not there or stands out of its column")
                for pair, words in seen["colours"].items():
                    colour, behind = pair.split("|")
                    found = contrast(colour, behind)
                    if found < least:
                        self.fault(document, f"{where}: {colour} on {behind} is {found:.2f} to 1: {words}")
                if self.pictures:
                    name = f"{self.path.stem}--{document.stem}--{width}-{theme}.png"
                    size = {"x": 0, "y": 0, "width": width, "height": min(seen["height"], 3000), "scale": 1}
                    # What fits the window is taken as it stands: beyond it, pages from right to left are moved.
                    how = {"clip": size, "captureBeyondViewport": True} if seen["height"] > HEIGHT else {}
                    browser.shoot(self.pictures / name, **how)

    def links(self, document):
        facts = self.facts[document]
        for href in facts["links"]:
            target = urlparse(urljoin(document.as_uri(), href))
            if target.scheme != "file":
                continue
            known = self.facts.get(Path(unquote(target.path)))
            if known is None or (target.fragment and unquote(target.fragment) not in known["ids"]):
                self.fault(document, f"{href} leads nowhere")
        for mark, href, role in facts["marks"]:
            backs = facts["notes"].get(href.removeprefix("#"), [])
            if role != "doc-noteref" or f"#{mark}" not in backs:
                self.fault(document, f"the mark {mark} leads to {href}, which does not lead back")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--pictures", type=Path)
    arguments = arguments.parse_args()
    chromium = program()
    if not chromium:
        print("no edition was opened: there is no Chromium here")
        return
    files = [file for path in arguments.paths for file in (sorted(path.rglob("*.epub")) if path.is_dir() else [path])]
    documents, faults = 0, []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        browser = Browser(chromium, f"{scratch}/profile")
        for nth, file in enumerate(files):
            book = Book(file, Path(scratch, str(nth)), arguments.pictures)
            book.judge(browser)
            documents += len(book.documents)
            faults += book.faults
        browser.close()
    print(f"Chromium: {documents} documents of {len(files)} EPUBs opened, {len(faults)} faults")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults) or not documents)


if __name__ == "__main__":
    main()
