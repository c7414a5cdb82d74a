#!/bin/sh
# SPDX-License-Identifier: MIT
# The program needs nothing of the system but files, memory, threads and the time: tests are passed where the kernel allows
# no more. strace shows what is asked for, and of which file, see sandbox.sh; this holds where nobody may look, and for
# calls that nobody has thought of. JAILED names the tests: `make check-jail` has more of them.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}" "${JAILED:=cli}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
jail=$scratch/jail

if ! [ -r /proc/self/seccomp ] && ! grep -qs '^Seccomp:' /proc/self/status; then
    skip 'within a jail' 'this is no Linux'
    finish
elif ! ${CC:-cc} -o "$jail" test/faults/jail.c > "$scratch/err" 2>&1; then
    skip 'within a jail' 'test/faults/jail.c cannot be compiled'
    finish
fi
"$jail" /bin/true 2> /dev/null
if [ $? -eq 77 ]; then
    skip 'within a jail' 'the kernel does not allow it'
    finish
fi

# -- it is one --

# ended COMMAND...: by SIGSYS, which is 31.
ended() {
    "$jail" "$@" > "$scratch/out" 2>&1
    [ $? -eq 159 ]
}
shell=$(command -v bash || command -v sh)
check 'a program that wants nothing may run' "$jail" /bin/true
check 'a process that starts another is ended' ended "$shell" -c '/bin/true; /bin/true'
check 'one that becomes another, too' ended "$shell" -c 'exec /bin/true'
check 'one that sends a signal, too' ended "$shell" -c 'kill -0 1'
case $shell in
*bash) check 'one that opens a socket, too' ended "$shell" -c 'exec 3<> /dev/tcp/127.0.0.1/9' ;;
esac

# -- and is no matter --

for test in $JAILED; do
    ARMLINT="$jail $ARMLINT" "test/$test.sh" > "$scratch/$test" 2>&1
    status=$?
    # a test that is not passed outside of it either is another's matter
    if [ $status -ne 0 ] && ! "test/$test.sh" > "$scratch/outside" 2>&1; then
        skip "$test.sh" 'it fails outside, too'
        continue
    fi
    check "$test.sh is passed within" sh -c '! grep "^not ok" "$1" && exit "$2"' sh "$scratch/$test" $status
done

finish
