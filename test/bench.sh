#!/bin/sh
# SPDX-License-Identifier: MIT
# bench.sh ARMLINT FOLDER [PART]...: how fast armlint is, beside other programs that read the same files on the same
# machine in the same minutes, as a table in Markdown. The parts are the files in test/bench; without any, all run, which
# takes about ten minutes. Fails when time per byte grows with size.
#
# Times are those of one core (--jobs 1), user and system together, the least of several rounds in which the programs
# take turns: what they wait for is not their speed, and other work on the machine falls on all of them.
set -eu

armlint=$1
folder=$2
shift 2
: "${MEASURE:?} ${THROUGHPUT:?}"
for tool in hyperfine jq; do
    command -v "$tool" >/dev/null || { echo "make bench needs $tool (Debian: hyperfine, jq)" >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=
lint="$armlint --quiet --jobs 1 --fail-on never --output json:/dev/null"

# measure NAME ROUNDS COMMAND-NAME COMMAND...: into the file of that name, for the next three.
measure() {
    measure_into=$work/$1
    shift
    "$MEASURE" "$@" > "$measure_into" 2> "$work/said" || { cat "$work/said" >&2; exit 1; }
}
# cpu, wall and peak NAME COMMAND-NAME: seconds, seconds, KiB.
cpu() { awk -v name="$2" '$1 == name { print $3 }' "$work/$1"; }
wall() { awk -v name="$2" '$1 == name { print $2 }' "$work/$1"; }
peak() { awk -v name="$2" '$1 == name { print $4 }' "$work/$1"; }

# calc EXPRESSION: with two decimals.
calc() {
    awk "BEGIN { printf \"%.2f\", $1 }"
}
size() {
    wc -c < "$1" | tr -d ' '
}
title() {
    printf '\n| %s | time | peak memory |\n|---|---|---|\n' "$1"
}
# row WHAT TIME KIB
row() {
    printf '| %s | %s | %s |\n' "$1" "$2" "$(awk "BEGIN { printf \"%.1f MiB\", $3 / 1024 }")"
}
seconds() {
    awk "BEGIN { t = $1; if (t < 0.1) printf \"%.1f ms\", t * 1000; else printf \"%.2f s\", t }"
}
template() {
    awk -v language="$1" -v n="$2" -v settings="$3" -v from="${4:-0}" -f test/bench/template.awk
}

[ $# -gt 0 ] || set -- start corpus single large environment linear jobs shards
for part in "$@"; do
    . "test/bench/$part.sh"
done
[ -z "$failed" ] || { printf '\nbench: %s\n' "$failed" >&2; exit 1; }
