#!/bin/sh
# SPDX-License-Identifier: MIT
# What a template says does not steer the terminal, whatever is printed of it.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
leave_environment

if command -v python3 > /dev/null; then
    # shellcheck disable=SC2086
    python3 test/escapes.py "$scratch" $ARMLINT > "$scratch.out" 2>&1 || echo failed >> "$scratch.out"
    grep '^#' "$scratch.out"
    check 'control characters and directions are spelled out in all that is printed' sh -c '! grep -v "^#" "$1"' sh \
        "$scratch.out"
    rm -f "$scratch.out"
else
    skip 'control characters and directions are spelled out in all that is printed' 'python3 is not installed'
fi

finish
