# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# The largest that Azure takes: 4 MB and 800 resources.
template json 800 151 > "$work/large.json"
measure large 5 armlint "$lint $work/large.json" jq "jq empty $work/large.json" \
    python "python3 -c 'import json; json.load(open(\"$work/large.json\"))'"
title "a template of $(calc "$(size "$work/large.json") / 1000000") MB with 800 resources"
row 'armlint, all rules' "$(seconds "$(cpu large armlint)")" "$(peak large armlint)"
row '`jq empty`' "$(seconds "$(cpu large jq)")" "$(peak large jq)"
row "Python's \`json.load\`" "$(seconds "$(cpu large python)")" "$(peak large python)"
echo
echo "Peak memory is $(calc "$(peak large armlint) * 1024 / $(size "$work/large.json")") times the size of the file."
