#!/usr/bin/env bash
# Builds an archive in several processes with GNU parallel, and joins the parts.
#
#   examples/ci/parallel.sh RECORDS OUTPUT [SHARDS [BUILD OPTIONS ...]]
#
# On one machine `offprint build` uses all cores by itself; this is for several: with
# PARALLEL='--sshlogin one,two' the shards run there, if all see the same folders.
# Ends with 1 if a record has errors; all others are built.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
records=$1 output=$2 shards=${3:-4}
shift $(($# > 3 ? 3 : $#))

parts=$output.parts
mkdir -p "$parts"
status=0
seq "$shards" | parallel --quote offprint build "$records" -o "$parts/{}" --shard "{}/$shards" --quiet "$@" ||
    status=1
"$here/join.sh" "$output" "$parts"/*/
rm -r "$parts"
exit $status
