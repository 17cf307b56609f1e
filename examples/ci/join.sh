#!/usr/bin/env bash
# Joins the output folders of shards into one folder, byte for byte that of one machine.
#
#   examples/ci/join.sh OUTPUT PART...
set -euo pipefail
output=$1
shift
mkdir -p "$output"
for part in "$@"; do
    cp -R "${part%/}/." "$output/"
done
offprint merge-manifests "$@" -o "$output"
(cd "$output" && sha256sum --quiet -c SHA256SUMS)
