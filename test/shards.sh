#!/bin/sh
# SPDX-License-Identifier: MIT
# `armlint merge`: what several runs have found is what one would have found.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset NO_COLOR BICEP_CACHE_DIRECTORY ARMLINT_CONFIG SOURCE_DATE_EPOCH
HOME=/nonexistent
export HOME

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

status_of() {
    "$@" > "$scratch/out" 2> "$scratch/err"
    echo $?
}

# -- logs of one's own choosing --

input=fixtures/cli/input
armlint -q -f sarif "$input/main.json" "$input/other.json" "$input/broken.json" > "$scratch/whole.sarif"
armlint -q -f sarif "$input/main.json" > "$scratch/a.sarif"
armlint -q -f sarif "$input/other.json" "$input/broken.json" > "$scratch/b.sarif"
check 'the exit status is that of what is in them' \
    test "$(status_of armlint merge -o "sarif:$scratch/ab.sarif" "$scratch/a.sarif" "$scratch/b.sarif")" -eq 3
check 'two logs are one' cmp "$scratch/whole.sarif" "$scratch/ab.sarif"
check 'in whichever order' sh -c '$ARMLINT merge -q "$1/b.sarif" "$1/a.sarif" | cmp - "$1/ab.sarif"' sh "$scratch"
check 'and a log twice is a log once' sh -c '$ARMLINT merge -q "$1/a.sarif" "$1/a.sarif" | cmp - "$1/a.sarif"' sh "$scratch"
check 'what was merged can be merged' sh -c '
    $ARMLINT merge -q "$1/ab.sarif" "$1/a.sarif" | cmp - "$1/ab.sarif"' sh "$scratch"
jq . "$scratch/a.sarif" > "$scratch/pretty.sarif"
check 'whoever has reformatted it' sh -c '$ARMLINT merge -q "$1/pretty.sarif" | cmp - "$1/a.sarif"' sh "$scratch"
check 'findings are an exit status' test "$(status_of armlint merge -q "$scratch/a.sarif")" -eq 1
check 'unless they need not be' test "$(status_of armlint merge -q --fail-on never "$scratch/a.sarif")" -eq 0

# What differs: the files that are named although nothing is wrong with them, and the counts of files.
for format in text github gitlab checkstyle csv; do
    armlint -q -f $format "$input/main.json" "$input/other.json" "$input/broken.json" > "$scratch/whole.$format"
    check "the same report: $format" sh -c '
        cd / && $ARMLINT merge -q -f "$2" "$1/b.sarif" "$1/a.sarif" | cmp - "$1/whole.$2"' sh "$scratch" $format
done
armlint -q -f json "$input/main.json" "$input/other.json" "$input/broken.json" | jq .findings > "$scratch/whole.json"
check 'the same report: json' sh -c '
    $ARMLINT merge -q -f json "$1/b.sarif" "$1/a.sarif" | jq .findings | cmp - "$1/whole.json"' sh "$scratch"

# -- rules --

armlint -q -f sarif --rules 'storage-*' "$input/main.json" "$input/other.json" > "$scratch/storage.sarif"
armlint -q -f sarif --rules 'template-*,storage-geo-redundancy' "$input/main.json" "$input/other.json" > "$scratch/template.sarif"
armlint -q -f sarif --rules 'template-*,storage-*' "$input/main.json" "$input/other.json" > "$scratch/both.sarif"
check 'rules are united, and counted anew' sh -c '
    $ARMLINT merge -q "$1/template.sarif" "$1/storage.sarif" | cmp - "$1/both.sarif"' sh "$scratch"
armlint -q -f sarif --profile all "$input/main.json" > "$scratch/all.sarif"
check 'those that are off by default are told' sh -c '
    $ARMLINT merge -q "$1/all.sarif" "$1/a.sarif" | cmp - "$1/all.sarif"' sh "$scratch"
jq '.runs[0].tool.driver.rules[0].shortDescription.text = "other"' "$scratch/a.sarif" > "$scratch/other.sarif"
check 'a rule is not two' test "$(status_of armlint merge "$scratch/a.sarif" "$scratch/other.sarif")" -eq 3
check 'and the place is said' grep -q 'other.sarif:[0-9]*:[0-9]*: the rule .* is another one in .*a.sarif' "$scratch/err"
check 'and nothing is written' test ! -s "$scratch/out"

# -- what belongs to the log --

armlint -q -f sarif --category night "$input/main.json" > "$scratch/night.sarif"
check 'a category that all have stays' sh -c '$ARMLINT merge -q "$1/night.sarif" "$1/night.sarif" | cmp - "$1/night.sarif"' \
    sh "$scratch"
check 'one that some have goes' sh -c '$ARMLINT merge -q "$1/night.sarif" "$1/a.sarif" | cmp - "$1/a.sarif"' sh "$scratch"
check 'and one can be given' sh -c '$ARMLINT merge -q --category night "$1/a.sarif" | cmp - "$1/night.sarif"' sh "$scratch"

armlint -q -f sarif --root "$input" --sarif-for azdo "$input/main.json" > "$scratch/known.sarif"
for part in main other; do
    armlint -q -f sarif --root "$input" --sarif-for azdo --baseline "$scratch/known.sarif" "$input/$part.json" \
        > "$scratch/$part.known.sarif"
done
armlint -q -f sarif --root "$input" --sarif-for azdo --baseline "$scratch/known.sarif" "$input/main.json" \
    "$input/other.json" > "$scratch/both.known.sarif"
check 'what the baseline knows' sh -c '
    $ARMLINT merge -q "$1/other.known.sarif" "$1/main.known.sarif" | cmp - "$1/both.known.sarif"' sh "$scratch"
check 'what is suppressed' sh -c '
    $ARMLINT -q -f sarif fixtures/templates > "$1/templates.sarif"
    $ARMLINT merge -q --fail-on never "$1/templates.sarif" | cmp - "$1/templates.sarif"' sh "$scratch"

# -- a module that several use --

mkdir -p "$scratch/shared/.git" "$scratch/shared/modules" "$scratch/shared/b"
cat > "$scratch/shared/modules/store.bicep" <<'END'
param sku string
resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'store'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: sku }
}
END
call() {
    printf "module %s '%s' = {\n  name: '%s'\n  params: { sku: 'Standard_LRS' }\n}\n" "$1" "$2" "$1"
}
call once modules/store.bicep > "$scratch/shared/a.bicep"
{ call first ../modules/store.bicep; call second ../modules/store.bicep; } > "$scratch/shared/b/main.bicep"
{ call one modules/store.bicep; call two modules/store.bicep; call three modules/store.bicep; } > "$scratch/shared/c.bicep"
(
    cd "$scratch/shared" || exit
    armlint -q -f sarif . > ../shared.sarif
    for file in a b/main c; do
        armlint -q -f sarif "$file.bicep" > "../${file%/*}.shared.sarif"
    done
)
check 'what is wrong with a module is told once for each call, of the first that calls it' sh -c '
    $ARMLINT merge -q "$1/c.shared.sarif" "$1/b.shared.sarif" "$1/a.shared.sarif" | cmp - "$1/shared.sarif"' sh "$scratch"

# -- what is no log --

# refused NAME JQ-PROGRAM MESSAGE: a log that was changed so.
refused() {
    jq -c "$2" "$scratch/a.sarif" > "$scratch/wrong.sarif"
    check "refused: $1" test "$(status_of armlint merge "$scratch/wrong.sarif")" -eq 3
    check "and said: $1" grep -q "wrong.sarif:1:[0-9]*: $3" "$scratch/err"
}
refused 'another tool' '.runs[0].tool.driver.name = "eslint"' "this log is not armlint's"
refused 'another version' '.runs[0].tool.driver.version = "0.0.1"' 'this log was written by armlint 0.0.1'
refused 'several runs' '.runs += .runs' 'armlint writes one object into'
refused 'no runs' 'del(.runs)' "this has no 'runs'"
refused 'no results' 'del(.runs[0].results)' "this has no 'results'"
refused 'no rule' 'del(.runs[0].results[0].ruleId)' "this has no 'ruleId'"
refused 'no fingerprint' '.runs[0].results[0].partialFingerprints["armlint/v1"] = "x"' 'this is no fingerprint'
refused 'no place' '.runs[0].results[0].locations = []' 'armlint writes one object into'
refused 'no line' '.runs[0].results[0].locations[0].physicalLocation.region.startLine = -1' "'startLine' is no place"
refused 'half a line' '.runs[0].results[0].locations[0].physicalLocation.region.startLine = 1.5' "'startLine' is not a number"
refused 'no level' '.runs[0].results[0].level = "none"' 'this has a level'
refused 'no state' '.runs[0].results[0].baselineState = "updated"' 'this is no state'
refused 'no object' '.runs[0].results[0] = 7' 'a result is an object'
refused 'no notification' '.runs[0].invocations[0].toolExecutionNotifications = [{"descriptor":{"id":"x"}}]' \
    'this is no notification'
refused 'no SARIF' '.version = "2.0.0"' 'this is no SARIF'
refused 'an array' '[.]' 'this is no SARIF'
head -c 10000 "$scratch/a.sarif" > "$scratch/half.sarif"
check 'half a log' test "$(status_of armlint merge "$scratch/a.sarif" "$scratch/half.sarif")" -eq 3
check 'no log' test "$(status_of armlint merge "$scratch/none.sarif")" -eq 3
check 'and that is said' grep -q 'none.sarif: no such file' "$scratch/err"
check 'nothing' test "$(status_of armlint merge)" -eq 2

jq '.runs[0].results[0].message.text = "\u001b[31m\u0000" | .runs[0].results[0]["\u001b\"<é"] = [1.5e3, null, -0.0]' \
    "$scratch/a.sarif" > "$scratch/odd.sarif"
check 'texts are written as texts' sh -c '
    $ARMLINT merge -q "$1/odd.sarif" | jq -e ".runs[0].results[0] | has(\"\u001b\\\"<é\")"' sh "$scratch"
check 'and none reaches the terminal' sh -c '
    ! $ARMLINT merge -q -f text "$1/odd.sarif" | grep -q "$(printf "\033")"' sh "$scratch"
printf '\377\376\000' > "$scratch/bytes.sarif"
check 'bytes' test "$(status_of armlint merge "$scratch/bytes.sarif")" -eq 3
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }' > "$scratch/deep.sarif"
check 'brackets' test "$(status_of armlint merge "$scratch/deep.sarif")" -eq 3

finish
