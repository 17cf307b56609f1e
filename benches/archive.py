#!/usr/bin/env python3
"""Makes an archive of N records out of a few real ones, for benchmarks.

    benches/archive.py N FOLDER [RECORD.md ...]

Each record keeps its parts but has another number and the year that goes with it, and its body's sentences in another
order, so that no two break into the same lines. The same N gives the same archive, and a smaller N the first records
of it. Without records it is made of the example CO12033.
"""
import random
import re
import shutil
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def shuffled(body, seed):
    """The body with the sentences of its plain paragraphs in another order."""
    blocks = body.split("\n\n")
    plain = [i for i, block in enumerate(blocks) if re.match(r"[A-Z“‘]", block) and "\n" not in block]
    sentences = [re.split(r"(?<=[.?!]) (?=[A-Z])", blocks[i]) for i in plain]
    pool = [sentence for some in sentences for sentence in some]
    random.Random(seed).shuffle(pool)
    pool = iter(pool)
    for i, some in zip(plain, sentences):
        blocks[i] = " ".join(next(pool) for _ in some)
    return "\n\n".join(blocks)


def split(text):
    """Front matter and body of a record."""
    _, head, body = text.split("---\n", 2)
    return head, body


def make(count, folder, sources=()):
    """Makes the archive in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if not sources:
        # The publisher and the series of the examples, without catalogue and collection: PDFs and EPUBs are measured.
        project = (EXAMPLES / "offprint.toml").read_text(encoding="utf-8")
        (folder / "offprint.toml").write_text(project.split("\n[catalogue]")[0] + "\n", encoding="utf-8")
    sources = list(sources) or [EXAMPLES / "records" / "CO12033.md"]
    texts = [source.read_text(encoding="utf-8") for source in sources]
    for source in sources:
        images = source.parent / "images"
        if images.is_dir():
            shutil.copytree(images, folder / "images", dirs_exist_ok=True)
    for n in range(count):
        head, body = split(texts[n % len(texts)])
        number = f"CO{10000 + n}"
        head = re.sub(r"^number:.*$", f"number: {number}", head, flags=re.M)
        if not re.search(r"^number:", head, flags=re.M):
            head += f"number: {number}\n"
        # A day that a later record's own would be after.
        head = re.sub(r"^updated:.*\n", "", head, flags=re.M)
        head = re.sub(r"^date: \d+", f"date: {2010 + n // 1000}", head, flags=re.M)
        (folder / f"{number}.md").write_text(f"---\n{head}---\n{shuffled(body, n)}", encoding="utf-8")


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
