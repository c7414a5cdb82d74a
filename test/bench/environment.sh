# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Far beyond: 100,000 resources, taken together as one environment.
mkdir "$work/estate"
for i in $(seq 0 999); do
    template json 100 4 $((i * 102)) > "$work/estate/$i.json"
done
cat "$work"/estate/*.json > "$work/environment.bytes"
measure environment 1 merged "$lint --limit resources=200000 --limit findings=10000000 --limit memory=16G \
    --limit steps=1000000000 --merge $work/estate" \
    apart "$lint $work/estate" jq "jq empty $work/estate/*.json"
title "100,000 resources in 1,000 files, $(calc "$(size "$work/environment.bytes") / 1000000") MB"
row 'armlint, all rules, as one environment (`--merge`)' "$(seconds "$(cpu environment merged)")" "$(peak environment merged)"
row 'armlint, all rules, each by itself' "$(seconds "$(cpu environment apart)")" "$(peak environment apart)"
row '`jq empty`' "$(seconds "$(cpu environment jq)")" "$(peak environment jq)"
rm -rf "$work/estate" "$work/environment.bytes"
