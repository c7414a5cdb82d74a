#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh TARGET SECONDS [OPTION]...: runs a fuzz target of libFuzzer from the seeds that fixtures/ has. What it found
# before stays beside the target, in corpus/, and goes on from there; a text that does harm is left as crash-*,
# timeout-* or oom-*.
set -eu

target=$1
seconds=$2
shift 2
name=${target##*_}
folder=${target%/*}/$name
mkdir -p "$folder/corpus" "$folder/seeds"

# The first byte of an input says which language it is in: see the targets.
seed() {
    find fixtures -name "$1" -type f -size -20k | LC_ALL=C sort | while IFS= read -r file; do
        { printf '%s' "$2"; cat "$file"; } > "$folder/seeds/$(printf '%s' "$file" | tr '/' '-')"
    done
}

# The expressions of functions.tsv, a few in each template.
seed_functions() {
    grep -v '^[#@]' fixtures/functions.tsv | cut -f1 | awk -v stem="$folder/seeds/functions-" '
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

if [ "$name" = bicep ]; then
    seed '*.bicep' '
'
    seed '*.bicepparam' ''
else
    seed '*.bicep' 0
    seed '*.bicepparam' 1
    seed '*.json' 2
    seed_functions
    cp "${0%/*}"/seeds/*.seed "$folder/seeds"
fi

ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1} \
    "$target" "$folder/corpus" "$folder/seeds" -max_total_time="$seconds" -dict="${0%/*}/bicep.dict" \
    -timeout=5 -rss_limit_mb=2048 -artifact_prefix="$folder/" -print_final_stats=1 "$@"
