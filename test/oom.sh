#!/bin/sh
# SPDX-License-Identifier: MIT
# Whole runs of the program in which memory runs out, at one allocation after the other: see faults/oom.c. OOM is the
# program made for that. SAMPLE=N tries about N allocations of each run, spread evenly; without it all are tried.
# PARTS=N does it N processes at a time.
set -u
. test/tap.sh

: "${OOM:=$PWD/build/test/faults/oom}"
: "${SAMPLE:=}"

top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
leave_environment
unset OOM_FOLDER OOM_COUNT OOM_AT OOM_EVER
tries=0 allocations=0

# The number of the trial decides whose it is.
: "${PARTS:=1}"
if [ "$PARTS" -gt 1 ]; then
    for part in $(seq "$PARTS"); do
        PART=$part OF=$PARTS PARTS=1 "$0" > "$top/part.$part" 2>&1 &
    done
    wait
    cat "$top"/part.*
    awk '/^# / && / runs that lost memory/ { runs += $2; allocations += $NF }
        END { printf "# %d runs that lost memory, at %d allocations, in all\n", runs, allocations }' "$top"/part.*
    grep -q '^ok' "$top/part.1" && ! grep -q '^not ok' "$top"/part.*
    exit
fi
trials=0
is_mine() {
    trials=$((trials + 1))
    [ -z "${PART:-}" ] || [ $((trials % OF + 1)) -eq "$PART" ]
}

if [ ! -x "$OOM" ]; then
    skip 'running out of memory' 'the program for it is not there'
    finish
fi
if [ -n "${VALGRIND:-}" ]; then
    skip 'running out of memory' 'the program does its own checks'
    finish
fi

# What a run is to have before it: old NAME makes a file that the run may replace.
begin() {
    rm -rf "$top/run"
    mkdir -p "$top/run/work" "$top/run/before" "$top/run/after"
    work=$top/run/work
}

old() {
    cp "$1" "$work/$2"
}

# trial NAME ARGUMENT...: in fixtures/cli/input. The first run has no faults, and says what is to be. The name is of
# $work as well.
trial() {
    name=$1
    shift
    run=$top/run
    is_mine || { begin; return; }
    cp -R "$work/." "$run/before"
    cd fixtures/cli/input || exit
    OOM_COUNT="$run/count" "$OOM" "$@" > "$run/stdout" 2> "$run/stderr" < "${input:-/dev/null}"
    echo $? > "$run/status"
    cp -R "$work/." "$run/after"
    rm -rf "$work" && cp -R "$run/before" "$work"
    read -r count < "$run/count"
    step=1
    [ -z "$SAMPLE" ] || step=$((count / SAMPLE + 1))
    OOM_FOLDER="$run" OOM_STEP=$step "$OOM" "$@" > "$run/again.stdout" 2> "$run/again.stderr" < "${input:-/dev/null}"
    cd - > /dev/null || exit
    check "$name" judge
    read -r _ _ _ n _ << EOF
$(tail -n 1 "$run/verdict")
EOF
    tries=$((tries + n)) allocations=$((allocations + count))
    begin
}

# The same with the command that has no name and forks well.
lints() {
    lints_name=$1
    shift
    trial "$lints_name" --jobs 1 "$@"
}

# The same with threads, where each try is a process of its own: a fork takes one thread along. Which allocation is the
# N-th is different each time.
threads() {
    name=$1
    shift
    run=$top/run
    is_mine || return 0
    OOM_KEEPS=2 # what it has for each thread stays for the next
    export OOM_KEEPS
    cd fixtures/cli/input || exit
    OOM_COUNT="$run/count" "$OOM" --jobs 3 "$@" > "$run/stdout" 2> "$run/stderr"
    echo $? > "$run/status"
    read -r count < "$run/count"
    step=$((count / ${SAMPLE:-300} + 1))
    : > "$run/verdict"
    for ever in 0 1; do
        at=1
        while [ $at -le "$count" ]; do
            OOM_AT=$at OOM_EVER=$ever "$OOM" --jobs 3 "$@" > "$run/again.stdout" 2> "$run/again.stderr"
            again=$?
            judge_thread "$again" >> "$run/verdict" || echo "OOM_AT=$at OOM_EVER=$ever: exit status $again" >> "$run/verdict"
            at=$((at + step)) tries=$((tries + 1))
        done
    done
    cd - > /dev/null || exit
    check "$name" diff /dev/null "$run/verdict"
    allocations=$((allocations + count))
    unset OOM_KEEPS
    begin
}

# A sanitizer that has no memory for a new thread gives up by itself.
judge_thread() {
    if grep -q 'CHECK failed: sanitizer_' "$run/again.stderr"; then
        return 0
    elif grep -q 'out of memory' "$run/again.stderr"; then
        test "$1" -eq 3 && test ! -s "$run/again.stdout"
    else
        test "$1" = "$(cat "$run/status")" && cmp "$run/stdout" "$run/again.stdout" &&
            cmp "$run/stderr" "$run/again.stderr"
    fi
}

judge() {
    cat "$run/verdict"
    grep -q '^0 faults in [1-9]' "$run/verdict" && cmp "$run/stdout" "$run/again.stdout" &&
        cmp "$run/stderr" "$run/again.stderr"
}

begin
lints 'text' --excerpt always --color always --undetermined main.json
for format in json sarif junit github gitlab checkstyle markdown csv baseline; do
    lints "$format" --format $format --root . --undetermined main.json hostile.json
done
lints 'Bicep with modules and parameter files' --format sarif bicep
lints 'one Bicep file with its parameters' --undetermined bicep/main.dev.bicepparam
lints 'several templates as one' --merge merge
lints 'several files' main.json other.json clean.json bicep merge
lints 'a named parameter and an option' --parameter storageSku=Standard_GZRS --set \
    resource-allowed-locations.allowed=westeurope,northeurope main.json

lints 'a configuration that is found' config
lints 'a configuration that is named' --config config/armlint.json --fail-on note config
lints 'showing a configuration' --show-config --rules 'storage-*' --config config/base.json main.json
lints 'a wrong configuration' --config config/wrong.json config
lints 'a file of rules' --rules-file ../../modules/house-rules.json main.json
lints 'profiles' --profile availability,residency --rules 'acr-*,openai-*' merge

lints 'suppressions' --honour checkov,kics --format sarif suppress/main.bicep
lints 'suppressions that end' --today 2026-11-22 suppress/main.bicep
lints 'a broken file' --output "sarif:$work/log.sarif" clean.json broken.json
lints 'a file that is not there' nowhere.json clean.json
lints 'changes only' --rules 'storage-*' --report-only clean.json --report-only bicep/modules main.json clean.json bicep

old fixtures/cli/input/main.json log.sarif
lints 'several reports, one of them new' -q --output "sarif:$work/log.sarif" --output "json:$work/log.json" --output text \
    main.json
lints 'reading a baseline' --rules storage-geo-redundancy,storage-min-tls --baseline baseline/known.txt --show-unchanged \
    baseline/main.bicep
old fixtures/cli/input/baseline/known.txt known.txt
lints 'writing a baseline anew' --baseline "$work/known.txt" --write-baseline "$work/known.txt" baseline/main.bicep
lints 'writing a baseline' --write-baseline "$work/known.txt" main.json
"$OOM" -q --format sarif --root fixtures/cli/input fixtures/cli/input/baseline/main.bicep > "$top/log.sarif" 2> /dev/null
lints 'SARIF as a baseline' --baseline "$top/log.sarif" --baseline-strict baseline/main.bicep

input=main.json
lints 'standard input' --stdin-filename piped.json -
printf 'fixtures/cli/input/main.json\n' > "$top/list"
printf 'main.json\0clean.json' > "$top/list"
input=$top/list
lints 'a list of files' --rules 'storage-blob*' -0 --files-from - bicep
input=

for format in json dot mermaid; do
    trial "graph, $format" graph --format $format bicep/main.prod.bicepparam
done
trial 'graph of a broken file' graph broken.json
trial 'eval' eval "[concat('a', string(createObject('n', json('[1, 2.5]'), 'id', subscription().id)))]"
trial 'eval of nonsense' eval "[concat('a']"
trial 'eval in a template' eval --file bicep/main.bicep --parameter stage=prod "[concat(parameters('stage'), 'x')]"
trial 'outputs' eval --file main.json --outputs
trial 'explaining a value' eval --file bicep/main.bicep -p bicep/main.dev.bicepparam --explain-value \
    account.account.properties.supportsHttpsTrafficOnly
trial 'explaining no value' eval --file bicep/main.bicep --explain-value acount.name

trial 'init' init "$work/armlint.json"
old fixtures/cli/input/config/armlint.json armlint.json
trial 'init where there is one' init "$work/armlint.json"
for command in config-schema rules-schema version help 'help lint' 'rules --format json' 'rules --format man' \
    'rules --coverage' 'rules --rules storage-*' 'explain storage-blob-public-access' 'explain storage-blob-public-acces' \
    'completion bash' 'completion zsh' 'completion fish'; do
    # shellcheck disable=SC2086
    trial "$command" $command
done
threads 'threads' --format sarif main.json other.json clean.json bicep merge
threads 'threads over one environment' --merge --undetermined merge
"$OOM" -q --format sarif fixtures/cli/input/main.json > "$top/other.sarif" 2> /dev/null
trial 'merging reports' merge --format sarif "$top/log.sarif" "$top/other.sarif"
old fixtures/cli/input/main.json log.sarif
trial 'merging into one of them' merge --output "sarif:$work/log.sarif" "$top/log.sarif" "$top/other.sarif"
trial 'wrong usage' --fromat json --failon=error --color sometimes main.json
lints 'a rule that is not there' --rules storage-geo-redundency main.json

echo "# $tries runs that lost memory, at allocations: $allocations"
finish
