#!/bin/sh
# SPDX-License-Identifier: MIT
# What is named like a template and is none: FIFOs, devices, sockets, loops of links, folders. And what a program can be
# started with that it would rather not: closed or slow streams, a limit of the size of files, no rights. Nothing of this
# may make it wait, or go on for ever.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT

scratch=$(mktemp -d)
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
leave_environment
top=$PWD
clean=$top/fixtures/cli/input/clean.json
main=$top/fixtures/cli/input/main.json
cd "$scratch" || exit

if command -v timeout > /dev/null; then
    patience='timeout 60'
else
    patience=
fi

# run ARGUMENT...: leaves out, err and $status.
run() {
    # shellcheck disable=SC2086
    $patience $ARMLINT "$@" > out 2> err
    status=$?
}

# -- what is no file --

mkdir folder && mkfifo fifo.json folder/fifo.json && cp "$clean" folder/clean.json
run fifo.json
expect 'a FIFO is not waited for' 3 'fifo.json:1:1: error: cannot read this: not a regular file'
run folder
expect 'one in a folder is left out' 0 'nothing found in 1 file'
run /dev/zero
expect 'a device that never ends is not read' 3 'not a regular file'
run - --stdin-filename x.json < /dev/null
expect 'nor is one that is empty a template' 3 'x.json:1:1'

ln -s loop2.json loop1.json && ln -s loop1.json loop2.json
run loop1.json
expect 'a loop of links' 3 'too many symbolic links'
ln -s . folder/again && ln -s ../loop1.json folder/loop.json && ln -s nowhere folder/nowhere.json
run folder
expect 'loops and dead ends in a folder are left out' 0 'nothing found in 1 file'

mkdir -p named/main.json named/main.bicep && cp "$clean" named/main.json/clean.json
run named
expect 'a folder that is called like a file is a folder' 0 'nothing found in 1 file'
run named/main.json
expect 'also when it is named' 0 'nothing found in 1 file'

if python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket.json")' 2> err; then
    run socket.json
    expect 'a socket' 3 'not a regular file'
    mv socket.json folder
    run folder
    expect 'a socket in a folder' 0 'nothing found in 1 file'
else
    skip 'a socket' 'there is no python3 to make one'
fi

# -- named by a template, a configuration, the command line --

mkdir modules && mkfifo modules/fifo.bicep modules/fifo.json modules/fifo.txt && mkdir modules/folder.bicep
ln -s /dev/zero modules/zero.bicep && ln -s loop.bicep modules/loop.bicep
for what in fifo folder zero loop; do
    echo "module m '$what.bicep' = { name: 'm' }" > "modules/main-$what.bicep"
    run "modules/main-$what.bicep"
    expect "a module that is none: $what" 3 "modules/main-$what.bicep:1:"
done
echo "output o string = loadTextContent('fifo.txt')" > modules/load.bicep
run modules/load.bicep
expect 'a text that is none' 3 'fifo.txt'
sed 's|"resources": *\[|&{"type":"Microsoft.Resources/deployments","apiVersion":"2022-09-01","name":"d","properties":{\
    "mode":"Incremental","templateLink":{"relativePath":"fifo.json"}}},|' "$clean" > modules/link.json
run modules/link.json
expect 'a linked template that is none' 0 'not followed: modules/fifo.json: not a regular file'
printf "using 'fifo.bicep'\n" > modules/main.bicepparam
run modules/main.bicepparam
expect 'a template of parameters that is none' 3 'fifo.bicep'
rm modules/fifo.json && cp "$clean" modules/clean.json && mkfifo modules/clean.parameters.json
run modules/clean.json
expect 'parameters that are none' 0 'nothing found'

run --config fifo.json "$clean"
expect 'a configuration that is none' 2 'not a regular file'
mkdir configured && mkfifo configured/armlint.json && cp "$clean" configured
run configured
expect 'one that is found' 3 'configured/armlint.json'
run --rules-file fifo.json "$clean"
expect 'rules' 2 'not a regular file'
run --baseline fifo.json "$clean"
expect 'a baseline' 2 'not a regular file'
run --module fifo.json "$clean"
expect 'a module of rules' 2 'fifo.json'
run --parameters fifo.json "$clean"
expect 'a parameter file' 3 'fifo.json'
(echo "$clean" > fifo.json) &
run --files-from fifo.json
expect 'a list of files may come from a FIFO' 0 'nothing found in 1 file'

# -- names --

newline=$(printf 'new\nline.json') latin=$(printf 'caf\351.json') escape=$(printf 'red\033[31m.json')
mkdir names && for name in "$newline" "$escape" "$latin"; do
    cp "$main" "names/$name" || rm -f "names/$name"
done
run --rules storage-geo-redundancy names
expect 'names that are no text' 1 'storage-geo-redundancy'
check 'do not make lines of their own' test "$(grep -vc '^names/' out)" -eq 0
check 'nor reach the terminal as they are' sh -c '! grep -q "$(printf "\033")" out'
for format in json sarif junit; do
    run -q --rules storage-geo-redundancy --format $format names
    cp out "names.$format"
done
check 'JSON stays JSON' jq -e '.findings | length >= 2' names.json
check 'SARIF too' jq -e '.runs[0].results | length >= 2' names.sarif

long=$(printf '%0200d' 0)
mkdir deep && cp "$clean" deep
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
    mkdir around && mv deep "around/$long" && mv around deep
done
run deep
expect 'a folder deeper than a path may be long' 3 'cannot read this folder: the path is too long'
run "$(printf '%05000d' 0).json"
expect 'a path that is too long' 3 'the path is too long'
run -o "json:$(printf '%05000d' 0).json" "$clean"
expect 'a report with such a name' 3 'File name too long'
rm -rf deep

# -- streams --

run --stdin-filename x.json - <&-
expect 'standard input that is closed' 3 'cannot read standard input: Bad file descriptor'
run --files-from - <&-
expect 'a list from there' 2 'Bad file descriptor'
# shellcheck disable=SC2086
$patience $ARMLINT "$main" >&- 2> err
status=$?
expect 'standard output that is closed' 3 'cannot write standard output: Bad file descriptor'
# shellcheck disable=SC2086
$patience $ARMLINT rules >&- 2> err
status=$?
expect 'with a list of rules' 3 'cannot write standard output: Bad file descriptor'
# shellcheck disable=SC2086
$patience $ARMLINT --help >&- 2> err
status=$?
expect 'with help' 3 'cannot write standard output: Bad file descriptor'
# shellcheck disable=SC2086
$patience $ARMLINT -o json:log.json "$main" fifo.json <&- >&- 2>&-
status=$?
check 'nothing is open: the exit status is right' test "$status" -eq 3
check 'and the report has no messages in it' jq -e '.findings | length > 5' log.json

run -q "$main"
cp out expected
(head -c 1000 "$main" && sleep 1 && tail -c +1001 "$main") | run -q --stdin-filename "$main" -
check 'a slow pipe is read to its end' cmp out expected

for command in "$main" 'rules --format json' '--help' 'explain storage-geo-redundancy' 'completion bash' "graph $main"; do
    # shellcheck disable=SC2086
    ($patience $ARMLINT $command 2> err; echo $? > status) | true
    check "a reader that has gone away: ${command##*/}" sh -c 'grep -q "^[01]$" status && ! grep "annot write" err'
done
mkfifo report
head -c 10 report > /dev/null &
run -q --fail-on never -o sarif:report "$main"
expect 'a reader of a report who has gone away' 0
check 'the FIFO stays one' test -p report
if [ -w /dev/full ]; then
    run -q -o json:/dev/full "$main"
    expect 'a device that is full' 3 'No space left on device'
else
    skip 'a device that is full' 'there is no /dev/full'
fi

# -- limits and rights --

echo old > log.json
(ulimit -f 1 && run -q -o json:log.json "$main"; echo "$status" > status)
check 'a limit of the size of files' test "$(cat status)" -eq 3
check 'is said' grep -q 'cannot write log.json: File too large' err
check 'and the old report is still there' test "$(cat log.json)" = old
check 'and nothing else' test "$(find . -name 'log.json*' | wc -l)" -eq 1

mkdir -p rights/none rights/list rights/enter && for name in none list enter; do
    cp "$clean" rights/$name
done
cp "$clean" rights/closed.json
chmod 0 rights/closed.json rights/none && chmod 444 rights/list && chmod 111 rights/enter
chmod 755 . && touch out err && chmod 666 out err
if [ "$(id -u)" -ne 0 ]; then
    as_other=
elif setpriv --reuid=65534 --regid=65534 --clear-groups sh -c '"$@"' sh ${ARMLINT##* } version > out 2> err; then
    as_other='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
    as_other=none
fi
if [ "$as_other" = none ] || [ -n "${VALGRIND:-}" ]; then
    skip 'files that may not be read' 'root may'
else
    cp "$clean" rights/enter.json
    patience="$as_other $patience"
    run rights
    expect 'a file that may not be read' 3 'rights/closed.json:1:1: error: cannot read this: permission denied'
    check 'a folder that may not be read' grep -q '^rights/none:1:1: .*cannot read this folder: permission denied' out
    check 'one whose files nobody may look at' grep -q '^rights/list:1:1: .*folder: permission denied' out
    check 'one that may not be listed' grep -q '^rights/enter:1:1: .*folder: permission denied' out
    check 'the others are linted' grep -q ' in [1-9]' err
    run rights/enter/clean.json
    expect 'a file in a folder that may have parameters for it' 3 'rights/enter:1:1: error: cannot read this folder'
    run --no-sibling-parameters rights/enter/clean.json
    expect 'or not' 0 'nothing found in 1 file'
fi

finish
