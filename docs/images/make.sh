#!/usr/bin/env bash
# Draws the pictures of the README from a fresh build of the examples. Needs poppler-utils.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cargo run --release --quiet -- build examples/records/CO12033.md --format pdf -o "$scratch"
pdftoppm -r 96 -png -f 1 -l 1 -singlefile "$(find "$scratch" -name CO12033.pdf)" docs/images/co12033-1
