#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh TARGET SECONDS [OPTION]...: runs a fuzz target of libFuzzer from seeds, which are made of fixtures/ and of what
# is in seeds/. What it found before stays beside the target, in corpus/, and goes on from there; an input that does
# harm is left as crash-*, timeout-* or oom-*. What libFuzzer says is in the file log; one line of it is printed.
# Under a minute fewer of the fixtures are tried, and nothing of what was found before.
set -eu

target=$1
seconds=$2
shift 2
here=${0%/*}
name=${target##*fuzz_}
folder=${target%/*}/$name
corpus=$folder/corpus
most=500
if [ "$seconds" -lt 60 ]; then
    most=40
    corpus=$folder/short
    rm -rf "$corpus"
fi
rm -rf "$folder/seeds"
mkdir -p "$corpus" "$folder/seeds"

# seed PATTERN FIRST: the first byte of an input often says what it is; see the targets.
seed() {
    find fixtures -name "$1" -type f -size -20k | LC_ALL=C sort > "$folder/list"
    awk -v each="$(($(wc -l < "$folder/list") / most + 1))" 'NR % each == 0' "$folder/list" |
        while IFS= read -r file; do
            { printf '%s' "$2"; cat "$file"; } > "$folder/seeds/$2$(printf '%s' "$file" | tr '/' '-')"
        done
}

# seed_lines NAME LINES FIRST: a seed for so many lines of standard input.
seed_lines() {
    awk -v stem="$folder/seeds/$1-" -v lines="$2" -v first="$3" '
        NR % lines == 1 || lines == 1 { close(out); out = stem NR; printf "%s", first > out }
        { print > out }'
}

functions() {
    grep -v '^[#@]' fixtures/functions.tsv | cut -f1
}

# The expressions of functions.tsv, a few in each template.
seed_templates_of_functions() {
    functions | awk -v stem="$folder/seeds/functions-" '
        function end() { if (out) { print "}}" > out; close(out) } }
        NR % 20 == 1 {
            end()
            out = stem NR
            printf "2{\"$schema\":\"deploymentTemplate.json#\",\"resources\":[],\"outputs\":{" > out
        }
        {
            gsub(/\\/, "&&")
            gsub(/"/, "\\\"")
            printf "%s\"o%d\":{\"type\":\"array\",\"value\":\"[%s]\"}\n", NR % 20 == 1 ? "" : ",", NR, $0 > out
        }
        END { end() }'
}

expressions_of_fixtures() {
    find fixtures/rules fixtures/templates -name '*.json' -exec grep -ho '"\[[^"]*\]"' {} + | sed 's/^"\[//; s/\]"$//' |
        LC_ALL=C sort -u
}

patterns_of_rules() {
    sed -n 's/.*AL_MATCHES("\([^"]*\)").*/\1/p' rules/*.c | sed 's/\\\\/\\/g' | LC_ALL=C sort -u
}

dictionaries=
case $name in
bicep)
    dictionaries=bicep
    seed '*.bicep' '
'
    seed '*.bicepparam' ''
    ;;
json)
    for sort in 0 1 2 3; do
        seed 'pass*.json' $sort
    done
    ;;
expression)
    dictionaries=bicep
    functions | seed_lines functions 8 0
    functions | seed_lines known 8 1
    expressions_of_fixtures | seed_lines fixtures 12 1
    ;;
parameters)
    dictionaries=bicep
    seed '*.parameters.json' 0
    seed '*.bicepparam' 1
    ;;
config)
    seed 'armlint.json' 0
    seed 'base.json' 1
    seed 'wrong.json' 1
    ;;
rules) seed '*house-rules.json' '' ;;
baseline)
    seed 'known.txt' 0
    seed 'known.txt' 1
    ;;
patterns)
    tr '\t' '\n' < "$here/seeds/patterns/globs.txt" | seed_lines globs 2 ''
    patterns_of_rules | sed 'a\
Microsoft.Storage/storageAccounts' | seed_lines rules 2 ''
    ;;
lint)
    dictionaries=bicep
    seed '*.bicep' 0
    seed '*.bicepparam' 1
    seed '*.json' 2
    seed '*.json' E
    seed_templates_of_functions
    ;;
esac
version=$(sed -n 's/^#define ARMLINT_VERSION "\(.*\)"/\1/p' lib/armlint.h)
for file in "$here/seeds/$name"/*.seed; do
    [ ! -e "$file" ] || sed "s/VERSION/$version/g" "$file" > "$folder/seeds/${file##*/}"
done
{
    for dictionary in $dictionaries; do
        cat "$here/$dictionary.dict"
    done
    "$target" --words
} > "$folder/dict"

[ ! -s "$folder/dict" ] || set -- -dict="$folder/dict" "$@"
status=0
ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1:quarantine_size_mb=16} \
    "$target" "$corpus" "$folder/seeds" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -entropic=0 \
    -artifact_prefix="$folder/" -print_final_stats=1 "$@" > "$folder/log" 2>&1 || status=$?
if [ "$status" -ne 0 ]; then
    grep -av '^#[0-9]\|fuzzer::' "$folder/log" | tail -n 60 >&2
    echo "$name: an input does harm: see $folder" >&2
    exit 1
fi
awk -v name="$name" '
    / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1) }
    /number_of_executed_units/ { n = $2 }
    END { printf "  FUZZ    %-10s %d inputs, %d branches\n", name, n, cov }' "$folder/log"
