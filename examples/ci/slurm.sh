#!/usr/bin/env bash
#SBATCH --job-name=offprint
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --time=00:10:00
# Builds an archive as a Slurm array: each task takes the part that its number gives it.
#
#   job=$(sbatch --parsable examples/ci/slurm.sh)
#   sbatch --dependency=afterok:$job --wrap 'examples/ci/join.sh dist parts/*/'
#
# RECORDS and PARTS name the folders, on a file system that all nodes see.
set -euo pipefail
offprint build "${RECORDS:-records}" -o "${PARTS:-parts}/$SLURM_ARRAY_TASK_ID" \
    --jobs "${SLURM_CPUS_PER_TASK:-2}"
