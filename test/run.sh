#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh ARMLINT TEST...: runs the tests, each of which speaks TAP, shows what failed, and counts. As many run at a
# time as there are processors (JOBS says otherwise); what they say is shown in the order in which they were named.
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
export ARMLINT wrapper

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export logs
passed=0 failed=0 skipped=0

# NUMBER TEST, in a process of its own; the number comes out when the test has ended.
run='
case $2 in
*.sh) "$2" ;;
*) $wrapper "$2" ;;
esac > "$logs/$1" 2>&1 < /dev/null
echo $? > "$logs/$1.status"
echo "$1"'

count() {
    grep -c "$1" "$log"
}

report() {
    log=$logs/$1 name=${2##*/} status=$(cat "$logs/$1.status")
    bad=$(count '^not ok ') skip=$(count '^ok .*# SKIP') good=$(($(count '^ok ') - skip))
    # A crash, a sanitizer's report or a leak: no test said so, but the program did.
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    [ $((bad + good + skip)) -gt 0 ] || bad=1
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
    if [ "$bad" -gt 0 ]; then
        printf 'FAIL  %s (exit status %s)\n' "$name" "$status"
        grep -v '^ok ' "$log" | sed 's/^/      /'
    else
        printf 'ok    %-28s %s\n' "$name" "$good$([ "$skip" -eq 0 ] || echo ", $skip skipped")"
        grep '^ok .*# SKIP' "$log" | sed 's/^ok [0-9]* - /      /'
    fi
}

# Whenever a test has ended, shows those that have, up to the first that has not.
report_all() {
    next=1
    while read -r ended; do
        while [ $# -gt 0 ] && [ -f "$logs/$next.status" ]; do
            report "$next" "$1"
            next=$((next + 1))
            shift
        done
    done
    for test in "$@"; do
        echo "FAIL  ${test##*/} (was not run)"
        failed=$((failed + 1))
    done
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
}

printf '%s\n' "$@" | awk '{ print NR, $0 }' |
    xargs -P "${JOBS:-$(getconf _NPROCESSORS_ONLN)}" -n 2 sh -c "$run" run | report_all "$@"
