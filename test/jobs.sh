#!/bin/sh
# SPDX-License-Identifier: MIT
# What several threads report is what one reports, byte for byte; test_jobs.c asks the library. Built with TSAN=1, no
# two threads may touch the same thing at once.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
files='fixtures/templates fixtures/bicep fixtures/rules/st*'
[ -z "${VALGRIND:-}" ] || files=fixtures/templates

# same NAME OPTION...: with one job and with four.
same() {
    same_name=$1
    shift
    for jobs in 1 4; do
        # shellcheck disable=SC2086
        $ARMLINT lint -q --fail-on never --jobs "$jobs" "$@" $files > "$scratch/$jobs.out" 2> "$scratch/$jobs.err"
        echo "exit status $?" >> "$scratch/$jobs.out"
    done
    check "$same_name: the same report" cmp "$scratch/1.out" "$scratch/4.out"
    check "$same_name: the same messages" diff "$scratch/1.err" "$scratch/4.err"
}

same 'text'
check 'there are findings' grep -q ': error: ' "$scratch/4.out"
same 'SARIF' --format sarif
same 'merged' --merge --format json

finish
