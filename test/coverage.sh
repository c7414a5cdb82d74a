#!/bin/sh
# SPDX-License-Identifier: MIT
# coverage.sh BUILD PERCENT: how many lines of each room of lib/, and of rules/, the tests have run, by the counts that
# programs in BUILD left there. Fails where it is less than PERCENT. FILES=1 shows each file, the barest first.
set -eu

build=$1
least=$2

# gcov says, of each source and of what it includes: File 'lib/base/arena.c', then Lines executed:97.50% of 120.
# shellcheck disable=SC2046
LC_ALL=C ${GCOV:-gcov} -n $(find "$build/lib" "$build/rules" -name '*.gcno') 2>/dev/null |
    awk -v least="$least" -v files="${FILES:-}" -v sq="'" '
    $1 == "File" { split($0, quoted, sq); file = quoted[2] }
    /^Lines executed:/ && file ~ /^(lib|rules)\/.*\.c$/ {
        split($2, share, /[:%]/)
        lines = $4
        run = int(share[2] * lines / 100 + 0.5)
        room = file
        sub(/\/[^\/]*$/, "", room)
        part = room
        sub(/\/.*/, "", part)
        of[room] += lines
        ran[room] += run
        all[part] += lines
        hit[part] += run
        if (files)
            printf "%6.1f %%  %5d of %5d  %s\n", share[2], run, lines, file | "sort -n"
    }
    /^Lines executed:/ { file = "" }
    function line(name, run, lines) {
        printf "  %-12s %6d of %6d lines  %5.1f %%%s\n", name, run, lines, 100 * run / lines,
            100 * run < least * lines ? "  less than " least : ""
        return 100 * run < least * lines
    }
    END {
        close("sort -n")
        print "Lines that tests run:"
        n = split("lib/base lib/syntax lib/eval lib/graph lib/lint lib/report", order)
        for (i = 1; i <= n; i++)
            if (order[i] in of)
                line(order[i], ran[order[i]], of[order[i]])
        bad = line("lib", hit["lib"], all["lib"]) + line("rules", hit["rules"], all["rules"])
        exit(bad > 0)
    }'
