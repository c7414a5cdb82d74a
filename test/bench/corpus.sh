# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# A folder of templates. Where pairs.jsonl says which JSON was compiled from which Bicep, the two are compared.

# jq stops at the first comment, and at a byte-order mark in any but the first file: it gets only what it can read.
bom=$(printf '\357\273\277')
find "$folder" -name '*.json' -type f | LC_ALL=C sort > "$work/all"
while IFS= read -r file; do
    [ "$(head -c 3 "$file")" != "$bom" ] || continue
    ! jq empty "$file" 2>/dev/null || printf '%s\0' "$file" >> "$work/strict"
done < "$work/all"
tr '\0' '\n' < "$work/strict" > "$work/strict.list"

find "$folder" -name '*.bicep' -type f | LC_ALL=C sort > "$work/bicep"
cp "$work/bicep" "$work/sources"
cp "$work/strict" "$work/compiled"
if [ -f "$folder/pairs.jsonl" ]; then
    jq -r --arg folder "$folder" '$folder + "/" + .bicep' "$folder/pairs.jsonl" | LC_ALL=C sort -u > "$work/sources"
    jq -r --arg folder "$folder" '$folder + "/" + .json' "$folder/pairs.jsonl" | LC_ALL=C sort -u > "$work/json"
    grep -Fxf "$work/json" "$work/strict.list" | tr '\n' '\0' > "$work/compiled"
fi

lint_list="$lint --module-path '$folder/modcache' --files-from"
read_all="import json, sys
for name in sys.argv[1:]: json.load(open(name, encoding='utf-8'))"
measure corpus "${RUNS:-5}" \
    json "$lint_list '$work/strict.list' --templates-only" jq "xargs -0 jq empty < '$work/strict'" \
    python "xargs -0 python3 -c \"$read_all\" < '$work/strict'" \
    bicep "$lint_list '$work/bicep'" \
    sources "$lint_list '$work/sources'" compiled "xargs -0 jq empty < '$work/compiled'"

count() { wc -l < "$1" | tr -d ' '; }
beside() { # COMMAND, OTHER: "0.8 s, 0.85 times ..."
    printf '%s, %s times' "$(seconds "$(cpu corpus "$1")")" "$(calc "$(cpu corpus "$1") / $(cpu corpus "$2")")"
}
title "a folder with $(count "$work/all") JSON and $(count "$work/bicep") Bicep files"
row "armlint, all rules, the $(count "$work/strict.list") that are strict JSON" "$(beside json jq) \`jq empty\`" "$(peak corpus json)"
row '`jq empty`, the same' "$(seconds "$(cpu corpus jq)")" "$(peak corpus jq)"
row "Python's \`json.load\`, the same" "$(beside python jq) \`jq empty\`" "$(peak corpus python)"
row 'armlint, the Bicep files' "$(seconds "$(cpu corpus bicep)")" "$(peak corpus bicep)"
row "armlint, the $(count "$work/sources") of them whose JSON is there, too" \
    "$(beside sources compiled) \`jq empty\` of that JSON" "$(peak corpus sources)"
row '`jq empty`, that JSON' "$(seconds "$(cpu corpus compiled)")" "$(peak corpus compiled)"
printf '\nBicep is parsed at %s MB/s on one core.\n' \
    "$(tr '\n' '\0' < "$work/bicep" | xargs -0 "$THROUGHPUT" | tail -n 1)"
