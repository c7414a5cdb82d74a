#!/bin/sh
# SPDX-License-Identifier: MIT
# Logs of many kinds, judged by Microsoft's Sarif Multitool with the rules of GitHub, and those for Azure DevOps with its
# rules. The tool comes from the npm registry the first time, and stays in build/consumers.
#
# Errors and warnings fail. Its notes are left out: they ask for what does not fit here, such as identifiers in place of
# messages, or the history of the repository, and some of them for the network.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT
folder=build/consumers

tool=$folder/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
if [ ! -f "$tool" ]; then
    if ! command -v npm > /dev/null; then
        skip 'Sarif Multitool' 'npm is not installed'
        finish
    fi
    mkdir -p "$folder"
    npm install --silent --no-audit --no-fund --prefix "$folder" @microsoft/sarif-multitool@5.7.0 >&2
fi
[ ! -f "$tool" ] || chmod u+x "$tool"

# It has no ICU of its own. It would visit every address in the log: behind a proxy that is not there it gives up at once.
validate() {
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 https_proxy=http://127.0.0.1:1 "$tool" validate "$@"
}

# Whether it runs at all: it is made for glibc on amd64.
if ! validate --help 2>&1 | grep -q 'rule-kind'; then
    skip 'Sarif Multitool' 'it does not run here'
    finish
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
input=fixtures/cli/input

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

# What has no remedy for Azure DevOps: paths begin with a slash because its scans tab wants that, and which pipeline it
# was is filled in by the task that publishes the log.
unavoidable='^$|error SARIF1004: .* begins with a slash|error GHAzDO10(19|20): '

# judge LOG RULES [PATTERN]: fails when the tool has said anything worse than a note, or nothing at all; PATTERN has
# what is not counted.
judge() {
    validate --rule-kind "$2" --level 'Error;Warning' "$1" > "$scratch/said" 2>&1
    grep -q '^Analysis completed successfully' "$scratch/said" || { cat "$scratch/said"; return 1; }
    ! grep -E '^[^ ]*\([0-9,]+\): (error|warning) ' "$scratch/said" | grep -Ev "${3:-^$}"
}

# try NAME ARGUMENT...: the log that armlint makes with those arguments.
try() {
    name=$1
    shift
    armlint -q --format sarif --category "armlint $name" "$@" > "$scratch/log.sarif" 2> "$scratch/err"
    check "$name: GitHub" judge "$scratch/log.sarif" 'Sarif;Ghas'
    armlint -q --format sarif --sarif-for azdo "$@" > "$scratch/azdo.sarif" 2> "$scratch/err"
    check "$name: Azure DevOps" judge "$scratch/azdo.sarif" 'Sarif;Ado' "$unavoidable"
}

cat > "$scratch/suppressed.bicep" <<'EOF'
// armlint: disable-next-line template-unused-parameter: kept for old callers
param old string
#disable-next-line template-unused-parameter
param older string
EOF
mkdir "$scratch/a b#c%"
cp "$input/main.json" "$scratch/a b#c%/é?.json"
: > "$scratch/empty.json"
printf '{ "$schema": "\001\377' > "$scratch/bytes.json"

try findings "$input/main.json" "$input/bicep" "$input/merge"
try undetermined --undetermined "$input"
try 'all rules' --profile all fixtures/templates
try suppressed "$scratch/suppressed.bicep"
try 'broken input' "$input/broken.json" "$scratch/empty.json" "$scratch/bytes.json" "$scratch/none.json"
try 'nothing found' "$input/clean.json"
try 'no rules' --exclude '*' "$input/main.json"
try 'odd names' --root "$scratch" "$scratch/a b#c%"
try 'outside the root' --root "$scratch/a b#c%" "$input/main.json"
armlint -q --format sarif "$input/main.json" | jq 'del(.runs[0].results[0]) | .runs[0].results[0].partialFingerprints["armlint/v1"] = "0" * 32' \
    > "$scratch/base.sarif"
try 'a baseline' --baseline "$scratch/base.sarif" "$input/main.json"

# A judge who finds nothing wrong with anything would not be missed.
armlint -q --format sarif "$input/main.json" | jq 'del(.runs[0].results[0].locations[0].physicalLocation.region)' \
    > "$scratch/bad.sarif"
if judge "$scratch/bad.sarif" 'Sarif;Ghas' > /dev/null; then
    not_ok 'a result without a region is refused'
else
    ok 'a result without a region is refused'
fi

finish
