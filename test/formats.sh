#!/bin/sh
# SPDX-License-Identifier: MIT
# Reports as their consumers take them, where the consumers are here; and how reports come to their files.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset NO_COLOR BICEP_CACHE_DIRECTORY
input=$PWD/fixtures/cli/input

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

# A run with a bit of everything: findings, what is undecided, suppressed or broken.
cat > "$scratch/suppressed.bicep" <<'EOF'
#disable-next-line template-unused-parameter // kept for <old> callers
param old string
EOF
: > "$scratch/empty.json"
printf '{ "$schema": "\001\377' > "$scratch/bytes.json"
everything="--undetermined $input $scratch/suppressed.bicep $scratch/empty.json $scratch/bytes.json $scratch/none.json"

# -- reports and their files --

outputs=
for format in json sarif junit gitlab checkstyle markdown csv; do
    outputs="$outputs --output $format:$scratch/report.$format"
done
# shellcheck disable=SC2086
armlint --output github $outputs $everything > "$scratch/report.github" 2> "$scratch/err"
check 'broken input is told' test $? -eq 3
for format in github json sarif junit gitlab checkstyle markdown csv; do
    check "there is a report all the same: $format" test -s "$scratch/report.$format"
done
check 'no temporary file is left' test "$(find "$scratch" -name 'report.*' | wc -l)" -eq 8

echo old > "$scratch/kept"
(
    trap '' XFSZ
    ulimit -f 0
    armlint -q --output "json:$scratch/kept" "$input/main.json" 2> /dev/null
)
check 'a report that cannot be written whole is told' test $? -eq 3
check 'and the old one stays' test "$(cat "$scratch/kept")" = old
check 'and nothing half-written is beside it' test "$(find "$scratch" -name 'kept*' | wc -l)" -eq 1

armlint -q -o "json:$scratch/no/report" -o "csv:$scratch/other.csv" "$input/main.json" 2> "$scratch/err"
check 'one that has no folder is told' test $? -eq 3
check 'and the others are written' test -s "$scratch/other.csv"

armlint -q -f junit --fail-on never "$input/main.json" > "$scratch/never.junit"
check 'what does not count is no failure in JUnit' grep -q '<testsuites .* failures="0"' "$scratch/never.junit"

# -- names of files --

mkdir -p "$scratch/repo/.git" "$scratch/repo/infra"
cp "$input/main.json" "$scratch/repo/infra"
uris='[.runs[0].results[].locations[0].physicalLocation.artifactLocation.uri] | unique == ["infra/main.json"]'
(cd "$scratch/repo/infra" && armlint -q -f sarif main.json) > "$scratch/inside.sarif"
check 'from a folder of the repository' jq -e "$uris" "$scratch/inside.sarif"
(cd "$scratch" && armlint -q -f sarif repo/infra) > "$scratch/outside.sarif"
check 'from outside of it' jq -e "$uris" "$scratch/outside.sarif"
fingerprints='[.runs[0].results[].partialFingerprints]'
check 'fingerprints are the same' test "$(jq -c "$fingerprints" "$scratch/inside.sarif")" = \
    "$(jq -c "$fingerprints" "$scratch/outside.sarif")"

# -- with a baseline --

base='--rules storage-*,template-* --root '$input
# shellcheck disable=SC2086
armlint -q -f sarif $base "$input/main.json" "$input/other.json" > "$scratch/base.sarif"
jq '.runs[0].results |= (.[2:] + [.[0] | .ruleId = "storage-gone" | .partialFingerprints["armlint/v1"] = "f" * 32])' \
    "$scratch/base.sarif" > "$scratch/older.sarif"
# shellcheck disable=SC2086
armlint -q -f sarif --baseline "$scratch/older.sarif" $base "$input/main.json" "$input/other.json" > "$scratch/state.sarif"
check 'each result says what the baseline makes of it' jq -e '[.runs[0].results[].baselineState] |
    (map(select(. == "new")) | length) == 2 and (map(select(. == "unchanged")) | length) == length - 2' \
    "$scratch/state.sarif"
# shellcheck disable=SC2086
armlint -q -f sarif --sarif-for azdo --baseline "$scratch/older.sarif" $base "$input/main.json" "$input/other.json" \
    > "$scratch/absent.sarif"
check 'Azure DevOps hears of what is mended' jq -e 'any(.runs[0].results[]; .baselineState == "absent" and
    .message.text == "no longer found: storage-gone" and
    (.locations[0].physicalLocation.artifactLocation.uri | startswith("/")))' "$scratch/absent.sarif"
# shellcheck disable=SC2086
armlint -q -f junit --fail-on note --baseline "$scratch/base.sarif" $base "$input/main.json" "$input/other.json" \
    > "$scratch/known.junit"
check 'what is known is no failure in JUnit' grep -q '<testsuites .* failures="0"' "$scratch/known.junit"

# -- consumers --

if command -v xmllint > /dev/null; then
    check 'JUnit holds to its schema' xmllint --noout --schema fixtures/junit.xsd "$scratch/report.junit"
    check 'Checkstyle is XML' xmllint --noout "$scratch/report.checkstyle"
    check 'each suite counts its cases' test \
        "$(xmllint --xpath 'count(//testsuite[@tests != count(testcase) or @failures != count(testcase/failure) or
            @errors != count(testcase/error) or @skipped != count(testcase/skipped)])' "$scratch/report.junit")" = 0
    check 'and all count the suites' test \
        "$(xmllint --xpath '/testsuites/@tests = count(//testcase)' "$scratch/report.junit")" = true
else
    skip 'JUnit holds to its schema' 'xmllint is not installed'
fi

check 'GitLab takes the fingerprints' jq -e 'length > 0 and length == (map(.fingerprint) | unique | length)' \
    "$scratch/report.gitlab"
check 'GitLab takes the paths' jq -e 'all(.location.path | startswith("./") | not)' "$scratch/report.gitlab"
check 'annotations are commands' sh -c '! grep -Ev "^::(error|warning|notice) file=[^:,]*,line=[0-9]+,.*::." "$1"' sh \
    "$scratch/report.github"

if command -v python3 > /dev/null; then
    check 'a spreadsheet finds as many fields in each record' python3 -c '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
assert len(rows) > 5 and len({len(row) for row in rows}) == 1, rows' "$scratch/report.csv"
else
    skip 'a spreadsheet finds as many fields in each record' 'python3 is not installed'
fi

schema=${SARIF_SCHEMA:-../shared/data/sarif-schema-2.1.0.json}
if [ -f "$schema" ] && python3 -c 'import jsonschema' 2> /dev/null; then
    # shellcheck disable=SC2086
    armlint -q -f sarif --sarif-for azdo --category a/b --profile all $everything > "$scratch/azdo.sarif" 2> "$scratch/err"
    armlint -q -f sarif --exclude '*' "$input/clean.json" > "$scratch/nothing.sarif"
    for log in report azdo nothing inside state absent; do
        check "SARIF holds to its schema: $log" python3 -c '
import json, sys, jsonschema
jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))
' "$schema" "$scratch/$log.sarif"
    done
else
    skip 'SARIF holds to its schema' 'the schema or python3-jsonschema is not there'
fi

# What GitHub refuses a whole log for, or shows wrongly.
check 'every result says where and how bad' jq -e '.runs | length == 1 and (.[0].results | length > 0 and all(
    .level and .ruleIndex >= 0 and .message.text and .partialFingerprints and (.locations | length == 1) and
    (.locations[0].physicalLocation | .region.startLine > 0 and .region.endColumn > 0 and
        (.artifactLocation.uri | test("^[^:/][^:]*$")))))' "$scratch/report.sarif"
check 'every rule says what it is' jq -e '.runs[0].tool.driver.rules | all(.defaultConfiguration.level and
    .help.text and .shortDescription.text and .fullDescription.text and .properties.precision and
    (.properties.tags | length > 0) and ((.properties.tags | index("security") | not) or
        (.properties["security-severity"] | tonumber > 0)))' "$scratch/report.sarif"
check 'what is suppressed is there' jq -e 'any(.runs[0].results[];
    .suppressions[0].kind == "inSource" and .suppressions[0].justification == "kept for <old> callers")' \
    "$scratch/report.sarif"
check 'broken files are notifications' jq -e '.runs[0].invocations[0] | (.executionSuccessful | not) and
    ([.toolExecutionNotifications[].locations[0].physicalLocation.artifactLocation.uri | sub(".*/"; "")] |
        contains(["broken.json", "bytes.json", "empty.json", "none.json"]))' "$scratch/report.sarif"

finish
