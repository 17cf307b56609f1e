"""What else sets type, measured on the same records in the same run.

Each peer makes a PDF of each record and nothing else, with its own defaults for a justified A4 page, hyphenated, with a
running foot. As many processes run at once as there are cores, each with its share of the records:

- Typst and WeasyPrint through their Python packages, many records in one process, which is their best case;
- pandoc with XeLaTeX or pdfTeX as its command is used, a process a record.
"""
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import archive

PACKAGES = ["typst", "weasyprint"]
# How many records each peer sets: enough for a steady figure, few enough to wait for.
RECORDS = {"typst": 200, "weasyprint": 40, "xelatex": 12, "pdflatex": 12}

TYPST = """#set page(paper: "a4", margin: 25mm, footer: align(center, text(9pt, context counter(page).display("1 / 1", both: true))))
#set text(size: 11pt, lang: "en", region: "GB", hyphenate: true)
#set par(justify: true, leading: 0.65em, spacing: 1em)
"""
HTML = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 25mm; @bottom-center {{ content: counter(page) " / " counter(pages); font: 9pt serif }} }}
body {{ font: 11pt/14pt serif; text-align: justify; hyphens: auto }} h1, h2 {{ text-align: left; hyphens: manual }}
</style><body><h1>{title}</h1>
"""
# The work of a process: a list of source files, a folder for the PDFs.
SCRIPTS = {
    "typst": """import sys, json, typst
out, files = sys.argv[1], json.loads(sys.argv[2])
for file in files:
    compiler = typst.Compiler(file)
    compiler.compile(output=out + "/" + file.rsplit("/", 1)[1] + ".pdf")
""",
    "weasyprint": """import sys, json, weasyprint
from weasyprint.text.fonts import FontConfiguration
out, files, fonts = sys.argv[1], json.loads(sys.argv[2]), FontConfiguration()
for file in files:
    weasyprint.HTML(filename=file).write_pdf(out + "/" + file.rsplit("/", 1)[1] + ".pdf", font_config=fonts)
""",
}


def title_of(head):
    line = next(line for line in head.splitlines() if line.startswith("title:"))
    return line.split(":", 1)[1].strip().strip('"')


def blocks(record):
    """Title, then each block of the record with whether it is a heading."""
    head, body = archive.split(record.read_text(encoding="utf-8"))
    found = []
    for block in body.split("\n\n"):
        text = " ".join(block.split())
        if text:
            found.append((text.startswith("#"), text.lstrip("# ")))
    return title_of(head), found


def typst_source(record):
    def plain(text):
        return "".join(f"\\{c}" if c in "\\#$*_`<>@[]~/=-+'\"" else c for c in text)

    title, found = blocks(record)
    text = f"{TYPST}= {plain(title)}\n\n"
    return text + "\n\n".join(f"== {plain(block)}" if is_heading else plain(block) for is_heading, block in found)


def html_source(record):
    title, found = blocks(record)
    tags = {True: "h2", False: "p"}
    return HTML.format(title=escape(title)) + "\n".join(
        f"<{tags[is_heading]}>{escape(block)}</{tags[is_heading]}>" for is_heading, block in found
    )


SOURCES = {"typst": (".typ", typst_source), "weasyprint": (".html", html_source)}


def python(work):
    """The Python of an environment with the packages; None where they cannot be had."""
    venv = work / "peers"
    program = venv / "bin/python"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    return program if subprocess.run(install).returncode == 0 else None


def prepare(peer, records, work):
    folder = work / f"peer-{peer}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "out").mkdir()
    if peer not in SOURCES:
        return folder, records
    ending, source = SOURCES[peer]
    files = []
    for record in records:
        file = folder / (record.stem + ending)
        file.write_text(source(record), encoding="utf-8")
        files.append(file)
    return folder, files


def in_shares(files, work_on, shares):
    """Gives each process its share; returns wall and CPU of all, and the peak memory of the largest."""
    started = time.monotonic()
    with ThreadPoolExecutor(shares) as pool:
        runs = [run for some in pool.map(work_on, [files[i::shares] for i in range(shares)]) for run in some]
    wall = time.monotonic() - started
    return wall, sum(run[1] for run in runs), max(run[2] for run in runs)


def run_peer(peer, program, folder, files, measure):
    if peer in SCRIPTS:
        def work_on(share):
            command = [program, "-c", SCRIPTS[peer], folder / "out", json.dumps([str(file) for file in share])]
            return [measure(command)]
    else:
        def work_on(share):
            options = ["-V", "papersize=a4", "-V", "geometry:margin=25mm", "-V", "lang=en-GB"]
            return [
                measure(["pandoc", file, "-o", folder / "out" / f"{file.stem}.pdf", f"--pdf-engine={peer}", *options])
                for file in share
            ]
    return in_shares(files, work_on, os.cpu_count() or 1)


def pages(folder):
    """Pages a PDF, where poppler can tell."""
    counts = []
    for pdf in sorted((folder / "out").glob("*.pdf")):
        told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
        counts += [int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:")]
    return f"{sum(counts) / len(counts):.1f}" if counts else "?"


def version(peer, program):
    if peer in SCRIPTS:
        told = [program, "-m", "pip", "--disable-pip-version-check", "show", peer]
        lines = subprocess.run(told, capture_output=True, text=True).stdout.splitlines()
        return f"{peer} {next(line.split()[1] for line in lines if line.startswith('Version:'))}"
    first = subprocess.run(["pandoc", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    return f"{first}, {peer}"


def compare(options, measure):
    """Measures every peer there is, and ourselves on the same records; prints a table."""
    program = python(options.work)
    there = [peer for peer in SCRIPTS if program]
    missing = [peer for peer in SCRIPTS if not program]
    for engine in ("xelatex", "pdflatex"):
        (there if shutil.which("pandoc") and shutil.which(engine) else missing).append(engine)

    folder = options.work / "archive-peers"
    shutil.rmtree(folder, ignore_errors=True)
    archive.make(1000, folder, options.records)
    records = sorted(folder.glob("*.md"))
    shutil.rmtree(options.work / "archive-peers-out", ignore_errors=True)
    wall, cpu, memory = measure([options.offprint, "build", folder, "-o", options.work / "archive-peers-out", "--quiet"])
    own = cpu / len(records)
    print("| | records | makes | records a second | CPU a record | peak memory of a process | our CPU is |")
    print("|---|---|---|---|---|---|---|")
    row = f"| offprint | {len(records)} | PDF and EPUB, proved | {len(records) / wall:.0f} | {own * 1000:.1f} ms |"
    print(f"{row} {memory:.0f} MB | |")
    for peer in there:
        folder, files = prepare(peer, records[: RECORDS[peer]], options.work)
        wall, cpu, memory = run_peer(peer, program, folder, files, measure)
        made = len(list((folder / "out").glob("*.pdf")))
        if made != len(files):
            sys.exit(f"{peer} made {made} PDFs of {len(files)} records")
        rate, each = made / wall, cpu / made * 1000
        row = f"| {version(peer, program)} | {made} | PDF, {pages(folder)} pages | {rate:.1f} | {each:.1f} ms |"
        # By CPU, which other work on the machine disturbs less than the clock.
        print(f"{row} {memory:.0f} MB | {each / own / 1000:.0f} times less |")
    for peer in missing:
        print(f"\n{peer} is not installed and was not measured.")
