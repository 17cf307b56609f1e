#!/usr/bin/env python3
"""Sets the same texts with pdfTeX and with offprint, and measures both from their PDFs.

    benches/typesetting.py [FOLDER ...] [--sample STEP:OFFSET] [--shuffled N] [--offprint PROGRAM] [--work FOLDER]

The texts are the plain English paragraphs of the records that ship as examples, or of every record below the
folders given (of which `--sample 6:1` takes the second of every six). `--shuffled 30` adds thirty essays whose
sentences are CO12033's in other orders. pdfTeX has microtype's protrusion and expansion; both have TeX Gyre Termes in
11/14 pt over 160 mm, American patterns, and no space between sentences but a word's.

Needs PyMuPDF, and of Debian: texlive-latex-recommended texlive-fonts-recommended tex-gyre fonts-texgyre.
"""
import argparse
import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

from archive import shuffled
from measure import measure

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples" / "records"
FONTS = Path("/usr/share/texmf/fonts/opentype/public/tex-gyre")

STYLE = """inherits = "house"
description = "TeX Gyre Termes over 160 mm, for the comparison with pdfTeX"
[font]
serif = "TeX Gyre Termes"
[page]
grid = "14pt"
margin-left = "25mm"
margin-right = "25mm"
margin-top = "25mm"
margin-bottom = "25mm"
side-heads = false
[paragraph]
indent = "0em"
gap = 0.5
lead-in = false
[text.body]
size = "11pt"
figures = "tabular"
"""

PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[english]{babel}
\usepackage{textcomp,tgtermes,microtype}
\usepackage[margin=25mm]{geometry}
\makeatletter\renewcommand\normalsize{\@setfontsize\normalsize{11bp}{14bp}}\normalsize\makeatother
\setlength{\parindent}{0pt}\setlength{\parskip}{7bp}
\frenchspacing\clubpenalty=10000 \widowpenalty=10000 \raggedbottom
\begin{document}
"""

TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
       "_": r"\_", "^": r"\^{}", "~": r"\~{}", "“": "``", "”": "''", "‘": "`", "’": "'", "–": "--", "—": "---",
       "…": r"\dots{}", "\u00a0": "~"}


def paragraphs(body):
    """The plain paragraphs of a body, without marks; others (lists, tables, code, addresses) are left out."""
    found = []
    for block in re.split(r"\n\s*\n", body):
        text = " ".join(block.split())
        text = re.sub(r"!?\[([^\]^]*)\]\([^)]*\)", r"\1", re.sub(r"\[\^[^\]]*\]", "", text))
        text = re.sub(r"(\*\*|\*|__|\b_|_\b)", "", text).replace("\u2060", "").replace("\u200a", "")
        is_prose = re.match(r"[A-Z“‘(]", text) and not re.search(r"[<>`|\[\]{}\\]|://|www\.|\w/\w", text)
        is_known = all(char in TEX or char.isascii() or char in "éèêëàâäáåçíïîñóöôøúüßÉÖÜ£§" for char in text)
        if is_prose and is_known and len(text) > 200:
            found.append(text)
    return found


def read(path, skipped=0):
    """The body of a record in English, or nothing."""
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) < 3 or re.search(r"^lang: *(?!en| )", parts[1], re.M):
        return ""
    return parts[2]


def texts(arguments):
    """Names and paragraphs of every essay."""
    step, offset = (int(part) for part in arguments.sample.split(":"))
    commentary = EXAMPLES / "CO12033.md"
    paths = sorted(path for folder in arguments.folders or [EXAMPLES] for path in Path(folder).rglob("*.md"))
    essays = [(commentary.stem, paragraphs(read(commentary)))]
    others = [(path.stem[:40], paragraphs(read(path))) for path in paths if path.stem != commentary.stem]
    essays += [essay for essay in others if len(essay[1]) > 4][offset::step]
    for seed in range(arguments.shuffled):
        essays.append((f"shuffled-{seed + 1}", paragraphs(shuffled(read(commentary), seed + 1))))
    return essays


def set_with_tex(name, essay, folder):
    source = folder / f"{name}.tex"
    body = "\n\n".join("".join(TEX.get(char, char) for char in text) for text in essay)
    source.write_text(PREAMBLE + body + "\n\\end{document}\n", encoding="utf-8")
    subprocess.run(["pdflatex", "-interaction=batchmode", "-halt-on-error", f"-output-directory={folder}", source],
                   check=True, stdout=subprocess.DEVNULL)
    return folder / f"{name}.pdf"


def set_with_offprint(essays, program, folder):
    style = folder / "termes.toml"
    style.write_text(STYLE, encoding="utf-8")
    (folder / "records").mkdir(exist_ok=True)
    for name, essay in essays:
        body = "\n\n".join(re.sub(r"([\\`*_#~^$+-])", r"\\\1", text) for text in essay)
        record = f"---\ntitle: {json.dumps(name)}\nlang: en-US\n---\n\n{body}\n"
        (folder / "records" / f"{name}.md").write_text(record, encoding="utf-8")
    run = subprocess.run([program, "build", folder / "records", "-o", folder / "offprint", "--format", "pdf", "--force",
                          "--style", style, "--font-path", FONTS, "--message-format", "short"],
                         capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return [folder / "offprint" / f"{name}.pdf" for name, _ in essays]


def row(name, tex, ours):
    pair = lambda wanted: f"{wanted(tex)} / {wanted(ours)}"
    return "| " + " | ".join([
        name, pair(lambda found: f"{found.cv:.3f}"), pair(lambda found: f"{found.worst:.2f}"),
        pair(lambda found: f"{found.per_hundred:.1f}"), pair(lambda found: found.ladders),
        pair(lambda found: found.runts), pair(lambda found: found.lines)]) + " |"


def summary(rows):
    """One line for all, and on how many essays offprint is no worse."""
    tex, ours = zip(*rows)
    mean = lambda some, of: statistics.mean(of(found) for found in some)
    total = lambda some, of: sum(of(found) for found in some)
    hundred = lambda some: 100 * total(some, lambda found: found.hyphens) / total(some, lambda found: found.lines)
    of_all = [(f"{mean(some, lambda found: found.cv):.4f}", f"{max(found.worst for found in some):.2f}",
               f"{hundred(some):.2f}", total(some, lambda found: found.ladders),
               total(some, lambda found: found.runts), total(some, lambda found: found.lines))
              for some in (tex, ours)]
    print("| **all** | " + " | ".join(f"{one} / {other}" for one, other in zip(*of_all)) + " |")
    better = lambda of: f"{sum(of(o) < of(t) for t, o in rows)} : {sum(of(o) > of(t) for t, o in rows)}"
    print("| better : worse | " + " | ".join(better(of) for of in (
        lambda found: round(found.cv, 3), lambda found: round(found.worst, 2), lambda found: round(found.per_hundred, 1),
        lambda found: found.ladders, lambda found: found.runts, lambda found: found.lines)) + " |")
    print(f"\nmean of the worst lines: {mean(tex, lambda f: f.worst):.3f} / {mean(ours, lambda f: f.worst):.3f} em; "
          f"mean space: {mean(tex, lambda f: statistics.mean(f.spaces)):.3f} / "
          f"{mean(ours, lambda f: statistics.mean(f.spaces)):.3f} em")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--sample", default="1:0")
    parser.add_argument("--shuffled", type=int, default=0)
    parser.add_argument("--offprint", default=HERE.parent / "target" / "release" / "offprint")
    parser.add_argument("--work", default="target/typesetting", type=Path)
    arguments = parser.parse_args()
    essays = texts(arguments)
    tex_folder = arguments.work / "pdftex"
    tex_folder.mkdir(parents=True, exist_ok=True)
    ours = [measure(path) for path in set_with_offprint(essays, arguments.offprint, arguments.work)]
    tex = [measure(set_with_tex(name, essay, tex_folder)) for name, essay in essays]
    print("| pdfTeX / offprint | spread (CV) | worst line, em | hyphens in 100 lines | ladders | runts | lines |")
    print("|---|---|---|---|---|---|---|")
    for (name, _), one, other in zip(essays, tex, ours):
        print(row(name, one, other))
    summary(list(zip(tex, ours)))


if __name__ == "__main__":
    main()
