# SPDX-License-Identifier: MIT
# For shell tests: `. test/tap.sh`, then ok, not_ok and skip, and `finish` at the end.
number=0
failures=0

ok() {
    number=$((number + 1))
    echo "ok $number - $1"
}

not_ok() {
    number=$((number + 1))
    failures=$((failures + 1))
    echo "not ok $number - $1"
}

skip() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

# check NAME COMMAND...: passes when the command does; what it printed is shown when it does not.
check() {
    check_name=$1
    shift
    if check_output=$("$@" 2>&1); then
        ok "$check_name"
    else
        not_ok "$check_name"
        printf '%s\n' "$check_output" | head -n 60 | sed 's/^/# /'
    fi
}

# expect NAME STATUS [TEXT]: of the last run, which left the files out and err, and $status. The text is somewhere in what
# it said.
expect() {
    if [ "$status" -eq "$2" ] && { [ $# -lt 3 ] || cat out err | grep -qF -e "$3"; }; then
        ok "$1"
    else
        not_ok "$1"
        echo "# exit status $status"
        head -n 10 out err | sed 's/^/# /'
    fi
}

# Takes away what a user's environment tells armlint; nothing is to depend on what Bicep has fetched for somebody either.
leave_environment() {
    unset NO_COLOR BICEP_CACHE_DIRECTORY ARMLINT_CONFIG SOURCE_DATE_EPOCH
    HOME=/nonexistent
    export HOME
}

finish() {
    echo "1..$number"
    [ "$failures" -eq 0 ]
    exit
}
