#!/usr/bin/env bash
# Measures whole archives, and beside them what else sets type, in one run. Prints the tables of docs/performance.md.
#
#   benches/archive.sh [--sizes 100,1000,6000] [--records FILE ...] [--peers]
#
# With --peers, Typst and WeasyPrint are installed from PyPI into target/bench; pandoc and LaTeX are measured if they
# are there. What is missing is said.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build --quiet --release --locked
exec python3 benches/runs.py "$@"
