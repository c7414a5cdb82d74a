#!/bin/sh
# SPDX-License-Identifier: MIT
# The program as a whole. fixtures/cli/NAME.sh is a command line, run in fixtures/cli/input; NAME.expected is what it
# prints and how it exits (`make bless` rewrites it). What a golden file cannot say follows below.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT

version=$(sed -n 's/^#define ARMLINT_VERSION "\(.*\)"/\1/p' lib/armlint.h | sed 's/\./\\./g')
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
leave_environment

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

run_case() {
    (cd fixtures/cli/input && . "../$1.sh") > "$scratch/out" 2> "$scratch/err"
    status=$?
    {
        cat "$scratch/out"
        echo '---- standard error'
        cat "$scratch/err"
        echo "---- exit status $status"
    } | sed -e "s|$scratch|SCRATCH|g" -e "s|$version|VERSION|g"
}

for case in fixtures/cli/*.sh; do
    name=$(basename "$case" .sh)
    run_case "$name" > "$scratch/actual"
    rm -rf "$scratch/folder"
    [ -z "${BLESS:-}" ] || cp "$scratch/actual" "fixtures/cli/$name.expected"
    check "$name" diff -u "fixtures/cli/$name.expected" "$scratch/actual"
done

main=fixtures/cli/input/main.json

# Exit status of a command.
status_of() {
    "$@" > "$scratch/out" 2> "$scratch/err"
    echo $?
}

check 'the reports are valid JSON' sh -c '
    $ARMLINT -q --format json "$1" | jq -e .summary && $ARMLINT -q --format sarif "$1" | jq -e .runs &&
    $ARMLINT rules --format json | jq -e length && $ARMLINT graph "$1" | jq -e .edges' sh "$main"

armlint --quiet --stats-file "$scratch/stats.json" "$main" > "$scratch/out" 2> "$scratch/err"
check 'what a run has cost, as JSON' jq -e '.files == 1 and .total > 0 and .peakMemory > 0 and
    (.phases | length) == 6 and (.rules | length) > 0' "$scratch/stats.json"

armlint --quiet --output "json:$scratch/report.json" --output "sarif:$scratch/report.sarif" --output text "$main" \
    > "$scratch/out" 2> "$scratch/err"
check 'several outputs: JSON' jq -e '.findings | length > 0' "$scratch/report.json"
check 'several outputs: SARIF' jq -e '.runs | length == 1' "$scratch/report.sarif"
check 'several outputs: text' grep -q ': error: ' "$scratch/out"
check 'no temporary file is left' test "$(find "$scratch" -name 'report.*' | wc -l)" -eq 2

echo old > "$scratch/real"
ln -s real "$scratch/link"
armlint -q --fail-on never -o "json:$scratch/link" "$main"
check 'a symbolic link stays one' test -L "$scratch/link"
check 'what it points to is replaced' jq -e . "$scratch/real"
check 'a folder that is not there' test "$(status_of armlint -q -o "json:$scratch/no/report" "$main")" -eq 3

if [ -w /dev/full ]; then
    check 'a full disk is noticed' test "$(armlint -q --fail-on never "$main" 2>"$scratch/err" >/dev/full; echo $?)" -eq 3
    check 'and said' grep -q 'cannot write standard output' "$scratch/err"
    check 'a full disk is noticed by help' test "$(armlint --help 2>"$scratch/err" >/dev/full; echo $?)" -eq 3
else
    skip 'a full disk is noticed' 'no /dev/full'
fi

(armlint -q "$main" 2>"$scratch/err"; echo $? > "$scratch/piped") | true
check 'a reader that goes away is no error' test ! -s "$scratch/err"
check 'nor does it change the exit status' test "$(cat "$scratch/piped")" -eq 1

check 'the same output every time' sh -c '
    test "$($ARMLINT -q --format json "$1" | cksum)" = "$($ARMLINT -q --format json "$1" | cksum)"' sh "$main"

schema=${SARIF_SCHEMA:-../shared/data/sarif-schema-2.1.0.json}
if [ -f "$schema" ] && python3 -c 'import jsonschema' 2>/dev/null; then
    armlint -q --format sarif "$main" fixtures/cli/input/broken.json > "$scratch/log.sarif" 2>/dev/null
    check 'SARIF holds to its schema' python3 -c '
import json, sys, jsonschema
jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))
' "$schema" "$scratch/log.sarif"
else
    skip 'SARIF holds to its schema' 'the schema or python3-jsonschema is not there'
fi

if python3 -c 'import jsonschema' 2>/dev/null; then
    armlint config-schema > "$scratch/config-schema.json"
    armlint init "$scratch/init.json" 2> "$scratch/err"
    check 'the schema of configurations holds' python3 test/config_schema.py "$scratch/config-schema.json" \
        "$scratch/init.json" fixtures/cli/input/config/armlint.json fixtures/cli/input/config/base.json
    check 'and finds faults' sh -c '! python3 test/config_schema.py "$1" "$2" 2> /dev/null' sh \
        "$scratch/config-schema.json" fixtures/cli/input/config/wrong.json
else
    skip 'the schema of configurations holds' 'python3-jsonschema is not there'
fi

finish
