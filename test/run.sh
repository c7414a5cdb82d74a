#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh ARMLINT TEST...: runs the tests, each of which speaks TAP, shows what failed, and counts.
set -u

armlint=$1
shift
LC_ALL=C CMOCKA_MESSAGE_OUTPUT=TAP
export LC_ALL CMOCKA_MESSAGE_OUTPUT
wrapper=
if [ -n "${VALGRIND:-}" ]; then
    wrapper="valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible"
    wrapper="$wrapper --suppressions=$PWD/test/valgrind.supp"
fi
ARMLINT="$wrapper $PWD/$armlint"
export ARMLINT

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0

count() {
    grep -c "$1" "$log"
}

for test in "$@"; do
    case $test in
    *.sh) "$test" >"$log" 2>&1 ;;
    *) $wrapper "$test" >"$log" 2>&1 ;;
    esac
    status=$?
    bad=$(count '^not ok ') skip=$(count '^ok .*# SKIP') good=$(($(count '^ok ') - skip))
    # A crash, a sanitizer's report or a leak: no test said so, but the program did.
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    [ $((bad + good + skip)) -gt 0 ] || bad=1
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
    name=${test##*/}
    if [ "$bad" -gt 0 ]; then
        printf 'FAIL  %s (exit status %s)\n' "$name" "$status"
        grep -v '^ok ' "$log" | sed 's/^/      /'
    else
        printf 'ok    %-28s %s\n' "$name" "$good$([ "$skip" -eq 0 ] || echo ", $skip skipped")"
        grep '^ok .*# SKIP' "$log" | sed 's/^ok [0-9]* - /      /'
    fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
