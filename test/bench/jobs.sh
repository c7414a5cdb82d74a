# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Threads over the files of the folder: here it is the wall that counts, so the machine has to be idle. What two
# processors can do at most, two runs say that share nothing.
many="$armlint --quiet --fail-on never --output json:/dev/null --module-path $folder/modcache $folder"
measure jobs "${RUNS:-9}" one "$many --jobs 1" two "$many --jobs 2" apart "$many --jobs 1 & $many --jobs 1; wait"
title 'threads (wall time)'
row '`--jobs 1`' "$(seconds "$(wall jobs one)")" "$(peak jobs one)"
row '`--jobs 2`' "$(seconds "$(wall jobs two)"), $(calc "$(wall jobs one) / $(wall jobs two)") times as fast" "$(peak jobs two)"
row 'two runs side by side, which do twice the work' \
    "$(seconds "$(wall jobs apart)"), $(calc "2 * $(wall jobs one) / $(wall jobs apart)") times as fast" "$(peak jobs apart)"
