#!/usr/bin/env python3
"""Measures how evenly the justified text of a PDF is set, from the places of its glyphs alone.

    benches/measure.py FILE.pdf ...

Needs PyMuPDF. Any program's PDF is measured alike: nothing is taken from tags, producers or synthesised spaces.

  body      lines in the commonest size that stand within the commonest left and right edge
  paragraph body lines below one another; a new one starts after a short line, a wider distance or an indent
  full      a body line that fills the measure and is not its paragraph's last; only these are measured
  space     the mean of a line's gaps wider than 0.12 em, in em, where it has three of them
  cv        the standard deviation of the lines' spaces over their mean
  worst     the widest space of a line
  hyphens   full lines that end in a hyphen, the text's own among them
  ladders   runs of three such lines and more
  runts     last lines of one word of up to five letters, or shorter than a twentieth of the measure
"""
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, field

import pymupdf

FLAGS = (pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_INHIBIT_SPACES
         | getattr(pymupdf, "TEXT_IGNORE_ACTUALTEXT", 0))
HYPHENS = "-\u00ad\u2010\u2011"
GAP, COLUMN = 0.12, 3.0  # a word's gap, a gap that parts two columns; in em


@dataclass
class Glyph:
    x: float
    y: float
    right: float
    size: float
    text: str


@dataclass
class Line:
    page: int
    glyphs: list

    @property
    def y(self):
        return statistics.median(glyph.y for glyph in self.glyphs)

    @property
    def left(self):
        return self.glyphs[0].x

    @property
    def right(self):
        return max(glyph.right for glyph in self.glyphs)

    @property
    def size(self):
        return Counter(round(glyph.size * 4) / 4 for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def text(self):
        return "".join(glyph.text for glyph in self.glyphs)

    def spaces(self):
        pairs = zip(self.glyphs, self.glyphs[1:])
        gaps = [(after.x - before.right) / before.size for before, after in pairs]
        return [gap for gap in gaps if gap > GAP]


@dataclass
class Measured:
    """What was found in one file."""
    spaces: list = field(default_factory=list)
    lines: int = 0
    hyphens: int = 0
    ladders: int = 0
    runts: int = 0
    paragraphs: int = 0

    @property
    def cv(self):
        return statistics.pstdev(self.spaces) / statistics.mean(self.spaces) if self.spaces else 0.0

    @property
    def worst(self):
        return max(self.spaces, default=0.0)

    @property
    def per_hundred(self):
        return 100 * self.hyphens / max(self.lines, 1)


def read_glyphs(page):
    """The drawn characters of a page; what has no width of its own goes with the glyph before it."""
    glyphs = []
    for block in page.get_text("rawdict", flags=FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            if abs(line["dir"][0] - 1) > 1e-3:
                continue
            for span in line["spans"]:
                for char in span["chars"]:
                    text, (x, y), right = char["c"], char["origin"], char["bbox"][2]
                    if not text.strip() and text != "\u00ad":
                        continue
                    if right - x < 0.01 * span["size"] and glyphs and text != "\u00ad":
                        glyphs[-1].text += text
                        continue
                    glyphs.append(Glyph(x, y, max(right, x), span["size"], text))
    return glyphs


def read_lines(document):
    """Glyphs on one baseline are a line; a hole of three ems parts it."""
    lines = []
    for number, page in enumerate(document):
        rows = []
        for glyph in sorted(read_glyphs(page), key=lambda glyph: (glyph.y, glyph.x)):
            if rows and glyph.y - rows[-1][0].y <= 0.6:
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
        for row in rows:
            row.sort(key=lambda glyph: glyph.x)
            part = [row[0]]
            for glyph in row[1:]:
                if glyph.x - part[-1].right > COLUMN * glyph.size:
                    lines.append(Line(number, part))
                    part = []
                part.append(glyph)
            lines.append(Line(number, part))
    return lines


def commonest(values, step):
    """The mean of the fullest bin and its neighbours."""
    bins = Counter(round(value / step) for value in values)
    fullest = max(bins, key=lambda bin: bins[bin - 1] + 2 * bins[bin] + bins[bin + 1])
    return statistics.mean(value for value in values if abs(value / step - fullest) <= 1.5)


def body_of(lines):
    """The body's lines, and the measure's edges."""
    size = Counter(round(glyph.size * 4) / 4 for line in lines for glyph in line.glyphs).most_common(1)[0][0]
    near = [line for line in lines
            if sum(abs(glyph.size - size) <= 0.04 * size for glyph in line.glyphs) >= 0.8 * len(line.glyphs)]
    left = commonest([line.left for line in near], 0.5)
    longest = max(line.right - left for line in near)
    right = commonest([line.right for line in near if line.right - left > 0.85 * longest], 0.5)
    body = [line for line in near if -size <= line.left - left <= 3 * size and line.right <= right + size]
    return body, left, right, size


def paragraphs_of(body, left, right, size):
    distances = [after.y - before.y for before, after in zip(body, body[1:])
                 if before.page == after.page and after.y > before.y]
    leading = commonest(distances, 0.25) if distances else size * 1.2
    paragraphs = []
    for line in body:
        before = paragraphs[-1][-1] if paragraphs else None
        goes_on = (before is not None
                   and (line.page != before.page or line.y - before.y <= 1.12 * leading)
                   and before.right >= right - 3 * size and line.left - left <= 0.5 * size)
        if goes_on:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def measure(path):
    """Measures a file."""
    found = Measured()
    lines = read_lines(pymupdf.open(path))
    if not lines:
        return found
    body, left, right, size = body_of(lines)
    paragraphs = paragraphs_of(body, left, right, size)
    for paragraph in paragraphs:
        found.paragraphs += 1
        run = 0
        for line in paragraph[:-1]:
            ends_in_hyphen = line.text[-1] in HYPHENS
            found.hyphens += ends_in_hyphen
            run = run + 1 if ends_in_hyphen else 0
            found.ladders += run == 3
            if line.right < right - 0.35 * size:
                continue
            found.lines += 1
            spaces = line.spaces()
            if len(spaces) >= 3:
                found.spaces.append(statistics.mean(spaces))
        last = paragraph[-1]
        if len(paragraph) > 1:
            word = last.text.strip(".,;:?!()[]’”'\"")
            is_short = last.right - last.left < 0.05 * (right - left)
            found.runts += is_short or (not last.spaces() and len(word) <= 5)
    return found


def main():
    print(f"{'cv':>6} {'worst':>6} {'hyphens':>8} {'ladders':>8} {'runts':>6} {'lines':>6}  file")
    for path in sys.argv[1:]:
        found = measure(path)
        print(f"{found.cv:6.3f} {found.worst:6.3f} {found.per_hundred:8.2f} {found.ladders:8} {found.runts:6} "
              f"{found.lines:6}  {path}")


if __name__ == "__main__":
    main()
