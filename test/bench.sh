#!/bin/sh
# SPDX-License-Identifier: MIT
# bench.sh ARMLINT FOLDER: linting a folder's JSON and its Bicep with all rules, beside `jq empty` reading the strict
# JSON files in it, and beside the mere start of the program. Wall time by hyperfine, peak memory by GNU time.
set -eu

armlint=$1
folder=$2
for tool in hyperfine jq /usr/bin/time; do
    command -v "$tool" >/dev/null || { echo "make bench needs $tool (Debian: hyperfine, jq, time)" >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# jq stops at the first comment, and at a byte-order mark in any but the first file: it gets only what it can read.
bom=$(printf '\357\273\277')
find "$folder" -name '*.json' -type f | LC_ALL=C sort > "$work/all"
while IFS= read -r file; do
    [ "$(head -c 3 "$file")" != "$bom" ] || continue
    ! jq empty "$file" 2>/dev/null || printf '%s\0' "$file" >> "$work/strict"
done < "$work/all"

find "$folder" -name '*.bicep' -type f | LC_ALL=C sort > "$work/bicep"
# Where it is known which JSON was compiled from which Bicep, the two are compared; else all Bicep and all JSON.
cp "$work/bicep" "$work/sources"
cp "$work/strict" "$work/compiled"
if [ -f "$folder/pairs.jsonl" ]; then
    jq -r --arg folder "$folder" '$folder + "/" + .bicep' "$folder/pairs.jsonl" | LC_ALL=C sort -u > "$work/sources"
    jq -r --arg folder "$folder" '$folder + "/" + .json' "$folder/pairs.jsonl" | LC_ALL=C sort -u > "$work/json"
    tr '\0' '\n' < "$work/strict" | grep -Fxf "$work/json" | tr '\n' '\0' > "$work/compiled"
fi

lint="xargs -d '\n' $armlint --quiet --fail-on never --output json:/dev/null --module-path '$folder/modcache'"
read_all="xargs -0 jq empty < '$work/strict'"
hyperfine --warmup 1 --runs "${RUNS:-10}" --ignore-failure --export-json "$work/times.json" \
    -n json "$lint --templates-only < '$work/all'" -n bicep "$lint < '$work/bicep'" -n jq "$read_all" \
    -n sources "$lint < '$work/sources'" -n compiled "xargs -0 jq empty < '$work/compiled'"
hyperfine --warmup 10 --runs 200 -N --export-json "$work/start.json" -n start "$armlint version" >/dev/null

# The largest of the processes that a command starts, in KiB.
peak() {
    /usr/bin/time -f %M -o "$work/peak" sh -c "$1" >/dev/null 2>&1 || true
    tail -n 1 "$work/peak"
}

mean() {
    jq -r --arg name "$2" '.results[] | select(.command == $name) | .mean * 1e6 | round / 1000' "$1"
}

echo
"$armlint" --fail-on never --output json:/dev/null "$folder" || true
printf '%-52s %10s %12s\n' '' 'mean (ms)' 'peak (MiB)'
row() {
    printf '%-52s %10s %12s\n' "$1" "$2" "$(echo "$3" | awk '{ printf "%.1f", $1 / 1024 }')"
}
row "armlint, all rules, $(wc -l < "$work/all") JSON files in the folder" \
    "$(mean "$work/times.json" json)" "$(peak "$lint --templates-only < '$work/all'")"
row "armlint, all rules, $(wc -l < "$work/bicep") Bicep files in the folder" \
    "$(mean "$work/times.json" bicep)" "$(peak "$lint < '$work/bicep'")"
row "armlint, the $(wc -l < "$work/sources") of them whose JSON is there, too" \
    "$(mean "$work/times.json" sources)" "$(peak "$lint < '$work/sources'")"
row "jq empty, that JSON ($(tr -cd '\0' < "$work/compiled" | wc -c) files)" \
    "$(mean "$work/times.json" compiled)" "$(peak "xargs -0 jq empty < '$work/compiled'")"
row "jq empty, the $(tr -cd '\0' < "$work/strict" | wc -c) of them that are strict JSON" \
    "$(mean "$work/times.json" jq)" "$(peak "$read_all")"
row 'armlint version' "$(mean "$work/start.json" start)" "$(peak "$armlint version")"
jq -rn --slurpfile t "$work/times.json" '($t[0].results | map({(.command): .mean}) | add) as $mean |
    def ratio(a; b): $mean[a] / $mean[b] * 100 | round / 100;
    "armlint takes \(ratio("json"; "jq")) times as long as jq empty for JSON,",
    "and \(ratio("sources"; "compiled")) times as long for Bicep as jq empty for the JSON it is compiled to."'
echo "Bicep is parsed at $(xargs -d '\n' "$THROUGHPUT" < "$work/bicep" | tail -n 1) MB/s on one core."
