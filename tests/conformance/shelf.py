#!/usr/bin/env python3
"""Uses the shelf of a catalogue as a reader does, in Chromium, from a file and without a server.

    shelf.py FOLDER [PICTURES]

FOLDER is an output folder with a catalogue; screenshots at 320 and 1200 pixels, light and dark, go to PICTURES if it
is given. Without Chromium it says so and checks nothing. Exit 1 on any fault.
"""
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlparse

from browser import Browser, contrast, program

SHOWN = "[...document.querySelectorAll('.records > li:not([hidden])')]"
faults = []


def check(claim, holds):
    if not holds:
        faults.append(claim)


def search(browser, page):
    """Types into the search, as somebody who has only a keyboard."""
    browser.open(page)
    all_records = browser.run(f"{SHOWN}.length")
    check("the list has records", all_records > 1)
    check("the form is shown", browser.run("!document.querySelector('form').hidden"))
    for _ in range(2):
        browser.press("Tab", 9)
    check("the search is the second stop of the Tab key", browser.run("document.activeElement.id") == "q")
    title = browser.run("document.querySelector('.records > li:last-child h2').textContent")
    words = max(re.findall(r"\w+", title), key=len)
    browser.type(words.upper())
    found = browser.run(f"{SHOWN}.map((item) => item.textContent.toLowerCase())")
    check(f"a search for {words} finds some of the records", 0 < len(found) < all_records)
    check("what is found has the word", all(words.lower() in text for text in found))
    status = browser.run("document.getElementById('count').textContent")
    check("the count is told", status == f"{len(found)} of {all_records} records")
    check("the count is a live region", browser.run("document.getElementById('count').getAttribute('role')") == "status")
    check("the search is in the address", words.upper() in unquote(browser.run("location.hash")))
    browser.type("zzzzzz")
    check("nothing found is told", "Nothing found" in browser.run("document.getElementById('count').textContent"))
    browser.run("document.querySelector('button[type=reset]').click()")
    browser.settle()
    check("everything is shown again", browser.run(f"{SHOWN}.length") == all_records)
    return all_records


def filters(browser, page, all_records):
    """Chooses a value of each filter, and comes back to it by its address."""
    browser.open(page)
    names = browser.run("[...document.querySelectorAll('select')].map((select) => select.name)")
    check("there are filters", {"year", "author"} <= set(names))
    for name in names:
        value, told = browser.run(
            f"(() => {{ const s = document.forms[0].elements['{name}']; s.selectedIndex = s.options.length - 1;"
            " s.dispatchEvent(new Event('input', { bubbles: true })); const o = s.selectedOptions[0];"
            " return [o.value, o.textContent]; })()"
        )
        browser.settle()
        found = browser.run(f"{SHOWN}.map((item) => item.dataset['{name}'].split('\\n'))")
        check(f"{name}: as many as the filter says", told.endswith(f"({len(found)})") and len(found) <= all_records)
        check(f"{name}: what is shown has the value", all(value in values for values in found))
        address = page + browser.run("location.hash")
        # An address that differs in its end alone would not load the page anew.
        browser.open("about:blank")
        browser.open(address)
        again = browser.run(f"[{SHOWN}.length, document.forms[0].elements['{name}'].value]")
        check(f"{name}: the address brings it back", again == [len(found), value])
        browser.run("document.querySelector('button[type=reset]').click()")
        browser.settle()


def links(browser, page):
    """Every link leads to a file that is there, and the first to a PDF that opens."""
    browser.open(page)
    hrefs = browser.run("[...document.querySelectorAll('main a, footer a')].map((a) => a.href)")
    for href in hrefs:
        if href.startswith("file:"):
            check(f"{href} is there", Path(unquote(urlparse(href).path)).is_file())
    first = browser.run("document.querySelector('.links a').getAttribute('href')")
    # Whether a browser shows a PDF or saves it, and in which window, is its own business: where the click leads is ours.
    browser.run("document.addEventListener('click', (event) => { window.led = event.target.closest('a').href; event.preventDefault(); }); 0")
    browser.run("document.querySelector('.links a').click()")
    led = browser.run("window.led")
    check("the first link is to a PDF", first.endswith(".pdf") and led.endswith(Path(first).name))
    check("the PDF is there", Path(unquote(urlparse(led).path)).read_bytes()[:5] == b"%PDF-")


def quiet(browser, page):
    """Nothing is fetched but what lies beside the page."""
    browser.open(page)
    urls = [event["params"]["request"]["url"] for event in browser.events if event.get("method") == "Network.requestWillBeSent"]
    check(f"nothing comes from a network: {urls}", urls and all(url.startswith("file:") for url in urls))


def looks(browser, page, pictures):
    """Fits a telephone; text stands out in light and dark."""
    for width in (320, 1200):
        for scheme in ("light", "dark"):
            browser.look(width, scheme)
            browser.open(page)
            check(f"{width} {scheme}: nothing is wider", browser.run("document.documentElement.scrollWidth") <= width)
            ground, text, quiet_, link = browser.run(
                "['html', 'html', '.facts', '.links a'].map((name, at) =>"
                " getComputedStyle(document.querySelector(name))[at ? 'color' : 'backgroundColor'])"
            )
            for colour in (text, quiet_, link):
                check(f"{width} {scheme}: {colour} on {ground}", contrast(colour, ground) >= 4.5)
            if pictures:
                browser.shoot(pictures / f"shelf-{width}-{scheme}.png")


def without_script(browser, page):
    """The list is whole without the script, and promises no search."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(page)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    check("without the script the form is hidden", browser.run("document.querySelector('form').hidden"))
    check("without the script every record is there", browser.run(f"{SHOWN}.length") > 1)


def main():
    chromium = program()
    if not chromium:
        print("the shelf was not used: there is no Chromium here")
        return
    page = (Path(sys.argv[1]) / "catalogue" / "index.html").resolve().as_uri()
    pictures = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        all_records = search(browser, page)
        filters(browser, page, all_records)
        links(browser, page)
        quiet(browser, page)
        without_script(browser, page)
        looks(browser, page, pictures)
        browser.close()
    print(f"Chromium: {all_records} records searched, filtered and opened, {len(faults)} faults")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
