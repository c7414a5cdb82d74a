# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# What an editor or a commit waits for. Too short to be counted in processor time: wall time.
template json 42 4 > "$work/single.json"
template bicep 54 4 > "$work/single.bicep"
hyperfine --warmup 5 --runs 100 -N -i --export-json "$work/single.times" -n json "$lint $work/single.json" \
    -n bicep "$lint $work/single.bicep" -n jq "jq empty $work/single.json" \
    -n python "python3 -m json.tool $work/single.json /dev/null" > /dev/null 2>&1
of() {
    seconds "$(jq -r --arg name "$1" '.results[] | select(.command == $name) | .mean' "$work/single.times")"
}
measure single 3 json "$lint $work/single.json" bicep "$lint $work/single.bicep" jq "jq empty $work/single.json" \
    python "python3 -m json.tool $work/single.json /dev/null"
title 'a single template, start-up included'
row "armlint, JSON of $(($(size "$work/single.json") / 1000)) KB with 42 resources" "$(of json)" "$(peak single json)"
row '`jq empty`, the same' "$(of jq)" "$(peak single jq)"
row '`python3 -m json.tool`, the same' "$(of python)" "$(peak single python)"
row "armlint, Bicep of $(($(size "$work/single.bicep") / 1000)) KB with 54 resources" "$(of bicep)" "$(peak single bicep)"
