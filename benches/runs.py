#!/usr/bin/env python3
"""Measures builds of archives: wall, CPU and peak memory of each; see benches/archive.sh.

For each size an archive is made by archive.py and built four times: into an empty folder; again, with nothing changed;
with one record changed; and with the style changed. Each figure is of the whole command, for PDF and EPUB, every file
read back and proved. --runs N takes the median of N runs of the short ones.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import archive
import peers

ROOT = Path(__file__).resolve().parent.parent


def measure(command):
    """Runs a command; wall and CPU in seconds, peak memory in MB."""
    started = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}: {' '.join(map(str, command))}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(runs):
    return tuple(statistics.median(column) for column in zip(*runs))


def restyle(offprint, folder):
    """Gives the archive a house style of its own, set on a wider grid."""
    text = subprocess.run([offprint, "styles", "show", "house"], check=True, capture_output=True, text=True).stdout
    changed = re.sub(r'^grid = "[\d.]+pt"', 'grid = "12.6pt"', text, flags=re.M)
    if changed == text:
        sys.exit("the house style has no grid to change")
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles" / "house.toml").write_text(changed, encoding="utf-8")


def archives(options):
    """Measures each size; returns rows of size, case, wall, CPU, memory, records built."""
    rows = []
    for size in options.sizes:
        folder, output = options.work / f"archive-{size}", options.work / f"archive-{size}-out"
        shutil.rmtree(folder, ignore_errors=True)
        archive.make(size, folder, options.records)
        build = [options.offprint, "build", folder, "-o", output, "--quiet"]

        def cold():
            shutil.rmtree(output, ignore_errors=True)
            return measure(build)

        changed = sorted(folder.glob("*.md"))[size // 2]

        def one():
            changed.write_text(changed.read_text(encoding="utf-8") + "\nOne more word.\n", encoding="utf-8")
            return measure(build)

        rows.append((size, "from nothing", *cold(), size))
        rows.append((size, "nothing changed", *median([measure(build) for _ in range(options.runs)]), 0))
        rows.append((size, "one record changed", *median([one() for _ in range(options.runs)]), 1))
        restyle(options.offprint, folder)
        rows.append((size, "the style changed", *measure(build), size))
        print(f"{size} records: done", file=sys.stderr)
    return rows


def alone(options):
    """Measures the example record by itself, into an empty folder each time."""
    record, output = ROOT / "examples/records/CO12033.md", options.work / "alone"

    def once():
        shutil.rmtree(output, ignore_errors=True)
        return measure([options.offprint, "build", record, "-o", output, "--quiet"])

    return median([once() for _ in range(max(options.runs, 15))])


def print_archives(rows, single):
    print("| records | | wall | CPU | peak memory | CPU a record |")
    print("|---|---|---|---|---|---|")
    wall, cpu, memory = single
    print(f"| 1 | from nothing, alone | {wall * 1000:.0f} ms | {cpu * 1000:.0f} ms | {memory:.0f} MB | |")
    for size, case, wall, cpu, memory, built in rows:
        each = f"{cpu / built * 1000:.1f} ms" if built > 1 else ""
        print(f"| {size:,} | {case} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB | {each} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,6000", type=lambda text: [int(size) for size in text.split(",")])
    parser.add_argument("--records", nargs="*", default=[], type=Path, help="make the archive of these")
    parser.add_argument("--offprint", default=ROOT / "target/release/offprint", type=Path)
    parser.add_argument("--work", default=ROOT / "target/bench", type=Path, help="everything made goes here")
    parser.add_argument("--runs", default=5, type=int)
    parser.add_argument("--peers", action="store_true", help="measure other programs too")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    rows = archives(options)
    print_archives(rows, alone(options))
    if options.peers:
        print()
        peers.compare(options, measure)


if __name__ == "__main__":
    main()
