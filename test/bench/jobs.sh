# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Threads over the files of the folder: here it is the wall that counts, so the machine has to be idle.
many="$armlint --quiet --fail-on never --output json:/dev/null --module-path $folder/modcache $folder"
measure jobs "${RUNS:-5}" one "$many --jobs 1" two "$many --jobs 2"
title 'threads (wall time)'
row '`--jobs 1`' "$(seconds "$(wall jobs one)")" "$(peak jobs one)"
row '`--jobs 2`' "$(seconds "$(wall jobs two)"), $(calc "$(wall jobs one) / $(wall jobs two)") times as fast" "$(peak jobs two)"
