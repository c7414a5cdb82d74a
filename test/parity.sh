#!/bin/sh
# SPDX-License-Identifier: MIT
# Bicep and what the Bicep compiler makes of it must be the same to armlint: see parity.c. PARITY is the program,
# CORPUS the folder with the pairs; without one there is nothing to compare.
set -u

if [ -f "${CORPUS:-}/pairs.jsonl" ]; then
    exec $PARITY "$CORPUS"
fi
echo "ok 1 - parity # SKIP CORPUS names no folder with pairs.jsonl"
