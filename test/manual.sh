#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual says everything, and nothing stale.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

armlint rules --format man > "$scratch/rules"
check 'armlint-rules(7) is current; else: make man' cmp man/armlint-rules.7 "$scratch/rules"

for command in lint merge rules explain graph eval; do
    armlint "$command" --help
done | sed -n 's/^ *\(-., \)\{0,1\}--\([a-z-]*\).*/\2/p' | sort -u > "$scratch/options"
for command in '' $(armlint help | sed -n 's/^  armlint \([a-z-]*\).*/\1/p'); do
    armlint help ${command:+"$command"}
done > "$scratch/help"
check 'help fits 80 columns' awk 'length > 80 { print; bad = 1 } END { exit bad }' "$scratch/help"
check 'help is of every command' test "$(grep -c '^Usage: armlint ' "$scratch/help")" -gt 8
check 'help lists options' test "$(wc -l < "$scratch/options")" -gt 20
while read -r option; do
    check "--$option is in armlint(1)" grep -q "^\.It .*Fl -$option\b" man/armlint.1
done < "$scratch/options"
for function in $(sed -n 's/^AL_API .*[ *]\(al_[a-z_]*\)(.*/\1/p' lib/armlint.h); do
    check "$function is in libarmlint(3)" grep -q "^\.Fn $function\b" man/libarmlint.3
done
for member in $(armlint --format json --quiet --undetermined fixtures/cli/input/main.json |
    jq -r '.summary, .findings[] | keys[]' | sort -u); do
    check "JSON member $member is in armlint(1)" grep -q "^\.It Va.*\b$member\b\|^\.Va .*\b$member\b" man/armlint.1
done

{
    armlint --excerpt always fixtures/templates/try.bicep
    cd fixtures/templates || exit
    armlint careless-foundry.json
    armlint good-foundry.bicep
    armlint graph --format mermaid --resource-group rg-agents \
        --subscription 00000000-0000-0000-0000-000000000000 good-foundry.json
    cd ../cli/input/bicep || exit
    armlint eval --file main.bicep --explain-value account.account.properties.supportsHttpsTrafficOnly
    cd ../../../..
} > "$scratch/printed" 2>&1
sed -n '/^fixtures.templates.try.bicep:/p; /^careless-foundry/p; /^modules.account.bicep:/p; /^main.bicep:[0-9]/p; /^armlint: .* in [0-9]* file/p
    /^```mermaid/,/^```$/{/```/!p;}' README.md > "$scratch/shown"
grep -vxF -f "$scratch/printed" "$scratch/shown" > "$scratch/stale"
check 'the README shows what is printed' test -s "$scratch/shown" -a ! -s "$scratch/stale"

if command -v mandoc >/dev/null; then
    for page in man/*.[1-9]; do
        check "mandoc -T lint $page" sh -c 'out=$(mandoc -T lint "$1" 2>&1); echo "$out"; [ -z "$out" ]' sh "$page"
    done
else
    skip 'mandoc -T lint' 'mandoc is not installed'
fi

finish
