# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# What every run pays, a commit hook's above all.
hyperfine --warmup 10 --runs 200 -N --export-json "$work/start.json" -n armlint "$armlint version" -n jq 'jq -n 0' \
    > /dev/null 2>&1
mean() {
    jq -r --arg name "$1" '.results[] | select(.command == $name) | .mean' "$work/start.json"
}
measure start 5 armlint "$armlint version" jq 'jq -n 0'
title 'start-up'
row '`armlint version`' "$(seconds "$(mean armlint)")" "$(peak start armlint)"
row '`jq -n 0`' "$(seconds "$(mean jq)")" "$(peak start jq)"
