#!/bin/sh
# SPDX-License-Identifier: MIT
# Files and streams that fail, or change while they are looked at, and signals in between: faults/io.c makes it so.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
leave_environment
input=$PWD/fixtures/cli/input

# shellcheck disable=SC2086
if ! ${CC:-cc} ${CFLAGS:-} -shared -fPIC -o "$scratch/io.so" test/faults/io.c -ldl > "$scratch/err" 2>&1; then
    skip 'faults of files' 'they cannot be compiled here'
    finish
fi
LD_PRELOAD=$scratch/io.so IO_FAULTS_HERE=1 $ARMLINT version > /dev/null 2> "$scratch/err"
if [ "$(cat "$scratch/err")" != 'faults are loaded' ]; then
    skip 'faults of files' 'this program is not open to them'
    finish
fi
cp fixtures/modules/house-rules.json "$scratch"
cd "$scratch" || exit

# run FAULTS ARGUMENT...: in a new copy of the inputs. Leaves ../out, ../err and $status.
run() {
    faults=$1
    shift
    rm -rf run && cp -R "$input" run && cd run || exit
    echo old > log
    IO_FAULTS=$faults LD_PRELOAD=$scratch/io.so $ARMLINT "$@" > ../out 2> ../err
    status=$?
    cd ..
}

# The report is the old one, or the new one, and there is nothing beside it.
is_old() {
    test "$(cat run/log)" = old && test "$(find run -name 'log*' | wc -l)" -eq 1
}
is_new() {
    cmp run/log expected.log && test "$(find run -name 'log*' | wc -l)" -eq 1
}

# -- what passes --

for faults in 'read//short' 'read//EINTR open//EINTR write//EINTR readdir//EINTR' 'write//short' 'write//EAGAIN'; do
    for what in main.json bicep 'config --baseline baseline/known.txt' '--rules-file ../house-rules.json config'; do
        run '' $what
        cp out expected.out && cp err expected.err
        run "$faults" $what
        check "no trouble for $what: $faults" cmp out expected.out
        check 'and nothing is said' cmp err expected.err
    done
done
run '' --fail-on never -o sarif:log main.json
cp run/log expected.log
for faults in 'write//short' 'write//EINTR fsync//EINTR' 'close/log/EINTR/1' 'fsync/log/EINVAL'; do
    run "$faults" --fail-on never -o sarif:log main.json
    expect "a report in spite of $faults" 0
    check 'it is whole' is_new
done
for faults in read/stdin/short read/stdin/EINTR read/stdin/EAGAIN; do
    run '' -q main.json
    cp out expected.out
    IO_FAULTS=$faults LD_PRELOAD=$scratch/io.so $ARMLINT -q --stdin-filename main.json - < run/main.json > out 2> err
    check "standard input: $faults" cmp out expected.out
    echo run/clean.json | IO_FAULTS=$faults LD_PRELOAD=$scratch/io.so $ARMLINT --files-from - > out 2> err
    status=$?
    expect 'and a list' 0 'nothing found in 1 file'
done

# -- reading --

while read -r faults text; do
    run "$faults" main.json clean.json
    expect "$faults" 3 "main.json:1:1: error: cannot read this: $text"
    check 'the others are linted' grep -q ' in 2 files, 1 resource; some input could not be checked' err
done << 'END'
read/main.json/EIO/1 input/output error
read/main.json/EIO/2 input/output error
open/main.json/EACCES permission denied
open/main.json/EMFILE too many open files
open/main.json/vanish no such file or folder
stat/main.json/EIO input/output error
open/main.json/fifo not a regular file
open/main.json/folder not a regular file
read/main.json/EAGAIN/1 cannot be read
read/main.json/endless it is too large
END
run '' main.json
cp out expected.out
run 'read/main.json/grow/1' main.json
check 'a file that grows is read to its end' cmp out expected.out
run 'open/main.json/grow' main.json
check 'also when it does sooner' cmp out expected.out
run 'read/main.json/shrink/1' main.json
expect 'one that shrinks is what it is then' 3 'main.json:'

while read -r faults status_wanted text; do
    run "$faults" bicep
    expect "a folder: $faults" "$status_wanted" "$text"
done << 'END'
opendir/bicep/EACCES 3 bicep:1:1: error: cannot read this folder: permission denied
opendir/modules/EMFILE 3 bicep/modules:1:1: error: cannot read this folder: too many open files
opendir/modules/ENOENT 3 bicep/modules:1:1: error: cannot read this folder: no such file or folder
readdir/bicep/EIO/2 3 bicep:1:1: error: cannot read this folder: input/output error
stat/modules/EIO 3 bicep/modules:1:1: error: cannot read this folder: input/output error
stat/account.bicep/EIO 3 bicep/modules/account.bicep:1:1: error: cannot read this: input/output error
open/main.bicep/vanish 3 bicep/main.bicep:1:1: error: cannot read this: no such file or folder
read/account.bicep/EIO 3 cannot read bicep/modules/account.bicep: input/output error
read/dev.bicepparam/EIO 3 bicep/main.dev.bicepparam
END

while read -r faults status_wanted arguments; do
    # shellcheck disable=SC2086
    run "$faults" $arguments
    expect "$faults" "$status_wanted" 'input/output error'
done << 'END'
read/armlint.json/EIO 3 config
stat/armlint.json/EIO 3 config
read/base.json/EIO 3 config
read/base.json/EIO 2 --config config/base.json main.json
read/known.txt/EIO 2 --baseline baseline/known.txt baseline/main.bicep
read/house-rules.json/EIO 2 --rules-file ../house-rules.json main.json
read/main.dev.bicepparam/EIO 3 -p bicep/main.dev.bicepparam bicep/main.bicep
read/main.dev.bicepparam/EIO 3 bicep/main.bicep
opendir/bicep/EIO 3 bicep/main.bicep
read/main.json/EIO 3 graph main.json
read/main.json/EIO 3 eval --file main.json --outputs
END
run 'read/stdin/EIO' --stdin-filename main.json -
expect 'read/stdin/EIO' 3 'cannot read standard input: Input/output error'

# -- writing --

while read -r faults text; do
    run "$faults" --fail-on never -o json:other -o sarif:log main.json
    expect "a report: $faults" 3 "cannot write log: $text"
    check 'the old one is still there' is_old
    check 'and so is another' jq -e '.findings | length > 5' run/other
    run "$faults" --write-baseline log main.json
    expect "a baseline: $faults" 3 "cannot write log: $text"
    check 'the old one stays' is_old
done << 'END'
write/log/ENOSPC No space left on device
write/log/EIO Input/output error
close/log/EDQUOT Disk quota exceeded
fsync/log/EIO Input/output error
rename/log/ENOSPC No space left on device
rename/log/EROFS Read-only file system
mkstemp/log/EACCES Permission denied
END
run 'write/log/short write/log/ENOSPC/40' --fail-on never -o sarif:log main.json
expect 'a disk that gets full' 3 'cannot write log: No space left on device'
check 'the old report is still there, then' is_old

for faults in write/new.json/ENOSPC close/new.json/EIO fsync/new.json/EIO open/new.json/EROFS; do
    run "$faults" init new.json
    expect "init: $faults" 3 'cannot write new.json: '
    check 'no file is left' test ! -e run/new.json
done

while read -r faults status_wanted arguments; do
    # shellcheck disable=SC2086
    run "$faults" $arguments
    expect "$arguments: $faults" "$status_wanted"
    check 'what it says' test "$(grep -c '^armlint: cannot write standard output' err)" -eq $((status_wanted == 3))
done << 'END'
write/stdout/ENOSPC 3 -q main.json
write/stdout/EIO 3 graph main.json
write/stdout/EPIPE 1 -q main.json
write/stdout/EPIPE 0 graph main.json
write/stdout/EPIPE 0 rules --format json
END

# -- signals --

for signal in INT TERM; do
    ends=130
    [ $signal = INT ] || ends=143
    for call in write fsync rename; do
        run "$call/log/SIG$signal/1" --fail-on never -o sarif:log main.json
        check "SIG$signal ends it, at $call" test "$status" -eq $ends
        check 'when the report is complete' is_new
    done
    run "mkstemp/log/SIG$signal" --fail-on never -o sarif:log main.json
    check "SIG$signal before the report" test "$status" -eq $ends
    check 'leaves an old one or a new one' sh -c 'test "$(find run -name "log*" | wc -l)" -eq 1'
    run "write/new.json/SIG$signal" init new.json
    check "SIG$signal does not leave half a configuration" test "$(wc -c < run/new.json)" -gt 1000
done

finish
