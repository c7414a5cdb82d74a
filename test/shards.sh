#!/bin/sh
# SPDX-License-Identifier: MIT
# `armlint merge` and --shard: what several runs have found is what one would have found.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
leave_environment

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

status_of() {
    "$@" > "$scratch/out" 2> "$scratch/err"
    echo $?
}

# -- logs of one's own choosing --

input=fixtures/cli/input
armlint -q -f sarif "$input/main.json" "$input/other.json" "$input/broken.json" > "$scratch/whole.sarif"
armlint -q -f sarif "$input/main.json" > "$scratch/a.sarif"
armlint -q -f sarif "$input/other.json" "$input/broken.json" > "$scratch/b.sarif"
check 'the exit status is that of what is in them' \
    test "$(status_of armlint merge -o "sarif:$scratch/ab.sarif" "$scratch/a.sarif" "$scratch/b.sarif")" -eq 3
check 'two logs are one' cmp "$scratch/whole.sarif" "$scratch/ab.sarif"
check 'in whichever order' sh -c '$ARMLINT merge -q "$1/b.sarif" "$1/a.sarif" | cmp - "$1/ab.sarif"' sh "$scratch"
check 'and a log twice is a log once' sh -c '$ARMLINT merge -q "$1/a.sarif" "$1/a.sarif" | cmp - "$1/a.sarif"' sh "$scratch"
check 'what was merged can be merged' sh -c '
    $ARMLINT merge -q "$1/ab.sarif" "$1/a.sarif" | cmp - "$1/ab.sarif"' sh "$scratch"
jq . "$scratch/a.sarif" > "$scratch/pretty.sarif"
check 'whoever has reformatted it' sh -c '$ARMLINT merge -q "$1/pretty.sarif" | cmp - "$1/a.sarif"' sh "$scratch"
check 'findings are an exit status' test "$(status_of armlint merge -q "$scratch/a.sarif")" -eq 1
check 'unless they need not be' test "$(status_of armlint merge -q --fail-on never "$scratch/a.sarif")" -eq 0

# What differs: the files that are named although nothing is wrong with them, and the counts of files.
for format in text github gitlab checkstyle csv; do
    armlint -q -f $format "$input/main.json" "$input/other.json" "$input/broken.json" > "$scratch/whole.$format"
    check "the same report: $format" sh -c '
        cd / && $ARMLINT merge -q -f "$2" "$1/b.sarif" "$1/a.sarif" | cmp - "$1/whole.$2"' sh "$scratch" $format
done
armlint -q -f json "$input/main.json" "$input/other.json" "$input/broken.json" | jq .findings > "$scratch/whole.json"
check 'the same report: json' sh -c '
    $ARMLINT merge -q -f json "$1/b.sarif" "$1/a.sarif" | jq .findings | cmp - "$1/whole.json"' sh "$scratch"

# -- rules --

armlint -q -f sarif --rules 'storage-*' "$input/main.json" "$input/other.json" > "$scratch/storage.sarif"
armlint -q -f sarif --rules 'template-*,storage-geo-redundancy' "$input/main.json" "$input/other.json" > "$scratch/template.sarif"
armlint -q -f sarif --rules 'template-*,storage-*' "$input/main.json" "$input/other.json" > "$scratch/both.sarif"
check 'rules are united, and counted anew' sh -c '
    $ARMLINT merge -q "$1/template.sarif" "$1/storage.sarif" | cmp - "$1/both.sarif"' sh "$scratch"
armlint -q -f sarif --profile all "$input/main.json" > "$scratch/all.sarif"
check 'those that are off by default are told' sh -c '
    $ARMLINT merge -q "$1/all.sarif" "$1/a.sarif" | cmp - "$1/all.sarif"' sh "$scratch"
jq '.runs[0].tool.driver.rules[0].shortDescription.text = "other"' "$scratch/a.sarif" > "$scratch/other.sarif"
check 'a rule is not two' test "$(status_of armlint merge "$scratch/a.sarif" "$scratch/other.sarif")" -eq 3
check 'and the place is said' grep -q 'other.sarif:[0-9]*:[0-9]*: the rule .* is another one in .*a.sarif' "$scratch/err"
check 'and nothing is written' test ! -s "$scratch/out"

# -- what belongs to the log --

armlint -q -f sarif --category night "$input/main.json" > "$scratch/night.sarif"
check 'a category that all have stays' sh -c '$ARMLINT merge -q "$1/night.sarif" "$1/night.sarif" | cmp - "$1/night.sarif"' \
    sh "$scratch"
check 'one that some have goes' sh -c '$ARMLINT merge -q "$1/night.sarif" "$1/a.sarif" | cmp - "$1/a.sarif"' sh "$scratch"
check 'and one can be given' sh -c '$ARMLINT merge -q --category night "$1/a.sarif" | cmp - "$1/night.sarif"' sh "$scratch"

armlint -q -f sarif --root "$input" --sarif-for azdo "$input/main.json" > "$scratch/known.sarif"
for part in main other; do
    armlint -q -f sarif --root "$input" --sarif-for azdo --baseline "$scratch/known.sarif" "$input/$part.json" \
        > "$scratch/$part.known.sarif"
done
armlint -q -f sarif --root "$input" --sarif-for azdo --baseline "$scratch/known.sarif" "$input/main.json" \
    "$input/other.json" > "$scratch/both.known.sarif"
check 'what the baseline knows' sh -c '
    $ARMLINT merge -q "$1/other.known.sarif" "$1/main.known.sarif" | cmp - "$1/both.known.sarif"' sh "$scratch"
check 'what is suppressed' sh -c '
    $ARMLINT -q -f sarif fixtures/templates > "$1/templates.sarif"
    $ARMLINT merge -q --fail-on never "$1/templates.sarif" | cmp - "$1/templates.sarif"' sh "$scratch"

# -- a module that several use --

mkdir -p "$scratch/shared/.git" "$scratch/shared/modules" "$scratch/shared/b"
cat > "$scratch/shared/modules/store.bicep" <<'END'
param sku string
resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'store'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: sku }
}
END
call() {
    printf "module %s '%s' = {\n  name: '%s'\n  params: { sku: 'Standard_LRS' }\n}\n" "$1" "$2" "$1"
}
call once modules/store.bicep > "$scratch/shared/a.bicep"
{ call first ../modules/store.bicep; call second ../modules/store.bicep; } > "$scratch/shared/b/main.bicep"
{ call one modules/store.bicep; call two modules/store.bicep; call three modules/store.bicep; } > "$scratch/shared/c.bicep"
(
    cd "$scratch/shared" || exit
    armlint -q -f sarif . > ../shared.sarif
    for file in a b/main c; do
        armlint -q -f sarif "$file.bicep" > "../${file%/*}.shared.sarif"
    done
)
check 'what is wrong with a module is told once for each call, of the first that calls it' sh -c '
    $ARMLINT merge -q "$1/c.shared.sarif" "$1/b.shared.sarif" "$1/a.shared.sarif" | cmp - "$1/shared.sarif"' sh "$scratch"

# -- shards --

# whole NAME N ARGUMENT...: N shards, merged, are the whole, byte for byte; and no input is in two of them.
whole() {
    whole_name=$1
    whole_n=$2
    shift 2
    rm -f "$scratch"/shard.*
    armlint -q --fail-on never -f sarif "$@" > "$scratch/all.sarif"
    for k in $(seq "$whole_n"); do
        armlint -q --fail-on never -f sarif --shard "$k/$whole_n" "$@" > "$scratch/shard.$k"
    done
    armlint merge -q --fail-on never "$scratch"/shard.* > "$scratch/merged.sarif"
    check "$whole_name in $whole_n shards" cmp "$scratch/all.sarif" "$scratch/merged.sarif"
    jq -s '[.[].runs[0] | [.results[], .invocations[0].toolExecutionNotifications[] |
        .properties["armlint/input"] // 0] | unique[]] | . - [0] | length == (unique | length)' \
        "$scratch"/shard.* > "$scratch/disjoint"
    check "each input is in one of them" grep -qx true "$scratch/disjoint"
}

# A folder with everything that makes one file another one's business.
mkdir -p "$scratch/tree/.git" "$scratch/tree/modules" "$scratch/tree/apps" "$scratch/tree/old" "$scratch/tree/ring"
sed "1i param unused string = ''" "$scratch/shared/modules/store.bicep" > "$scratch/tree/modules/store.bicep"
cp fixtures/cli/input/main.json fixtures/cli/input/broken.json "$scratch/tree"
for i in 1 2 3 4 5 6 7 8 9; do
    { call a ../modules/store.bicep; call b ../modules/store.bicep; } > "$scratch/tree/apps/app$i.bicep"
    echo "param extra string = ''" >> "$scratch/tree/apps/app$i.bicep"
    echo '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion":"1.0.0.0","metadata":{"_generator":{"name":"bicep","version":"0.1","templateHash":"1"}},
        "resources":[]}' > "$scratch/tree/apps/app$i.json"
done
cat > "$scratch/tree/sized.bicep" <<'END'
param sku string
module store 'modules/store.bicep' = {
  name: 'store'
  params: { sku: sku }
}
END
printf "using 'sized.bicep'\nparam sku = 'Standard_LRS'\n" > "$scratch/tree/sized.dev.bicepparam"
printf "using 'sized.bicep'\nparam sku = 'Standard_ZRS'\n" > "$scratch/tree/sized.prod.bicepparam"
# Only what is left out uses it: nobody does.
sed 's/unused/lonely/' "$scratch/tree/modules/store.bicep" > "$scratch/tree/modules/lonely.bicep"
call lonely ../modules/lonely.bicep > "$scratch/tree/old/main.bicep"
echo '{ "exclude": ["old/**"] }' > "$scratch/tree/armlint.json"
# Two that use each other, and types that a template has beside its resources.
{ call b b.bicep; echo "param ring string = ''"; } > "$scratch/tree/ring/a.bicep"
{ call a a.bicep; echo "param ring string = ''"; } > "$scratch/tree/ring/b.bicep"
printf "@export()\ntype name = string\nparam typed string = ''\n" | cat - "$scratch/shared/c.bicep" |
    sed 's|modules/store|../modules/store|' > "$scratch/tree/ring/types.bicep"
printf "import { name } from 'types.bicep'\nparam x name = ''\n" > "$scratch/tree/ring/user.bicep"

cd "$scratch/tree" || exit
for n in 1 2 3 5 16; do
    whole 'a folder' $n .
done
whole 'a folder with what is left out' 3 --compiled --undetermined .
whole 'several folders and files' 3 apps ring main.json modules/store.bicep sized.bicep
find -- *.bicep apps modules ring -name '*.bicep' | LC_ALL=C sort > "$scratch/list"
whole 'a list' 4 --files-from "$scratch/list"
whole 'several threads' 4 --jobs 3 .
armlint -q --fail-on never -f sarif apps > "$scratch/apps.sarif"
whole 'a baseline' 3 --baseline "$scratch/apps.sarif" .
cd - > /dev/null || exit
if [ -z "${VALGRIND:-}" ]; then
    whole 'the fixtures' 4 fixtures/templates fixtures/rules
fi

inputs=$(for k in 1 2 3 4; do
    cd "$scratch/tree" && armlint --fail-on never -f json --shard $k/4 apps 2>&1 >/dev/null |
        sed -n 's/.* in \([0-9]*\) files*,.*/\1/p'
done | sort | tr '\n' ' ')
check 'they have as much to do' test "$inputs" = '3 3 3 4 '

if command -v parallel > /dev/null && parallel --version 2> /dev/null | grep -q '^GNU'; then
    mkdir "$scratch/parallel"
    (cd "$scratch/tree" && armlint -q --fail-on never -o "sarif:$scratch/parallel/whole" .
        parallel --will-cite --sshlogin 2/: "$ARMLINT -q --fail-on never --shard {}/3 -o sarif:$scratch/parallel/{} ." ::: 1 2 3
        cd "$scratch/parallel" && armlint merge -q --fail-on never -o sarif:all 1 2 3) > "$scratch/out" 2>&1
    check 'the same by GNU parallel' cmp "$scratch/parallel/whole" "$scratch/parallel/all"
else
    skip 'the same by GNU parallel' 'no GNU parallel'
fi

# What nobody can tell who has seen a part only.
cat > "$scratch/idle.bicep" <<'END'
#disable-next-line storage-geo-redundancy
param used string
output out string = used
END
idle='.runs[0].results[].ruleId'
check 'a run tells what suppresses nothing' sh -c '
    $ARMLINT -q -f sarif "$1" | jq -r "$2" | grep -q input-unused-suppression' sh "$scratch/idle.bicep" "$idle"
check 'a shard does not' sh -c '
    ! for k in 1 2; do $ARMLINT -q -f sarif --shard $k/2 "$1"; done | jq -r "$2" | grep -q input-unused-suppression' \
    sh "$scratch/idle.bicep" "$idle"
check 'nor what is gone' sh -c '
    for k in 1 2; do
        $ARMLINT -q -f json --shard $k/2 --baseline "$1/c.shared.sarif" "$1/shared/a.bicep"
    done | jq -se "map(.summary.absent) == [0, 0]"' sh "$scratch"
for wrong in 0/2 3/2 1 1/ /2 1/2/3 1/0 a/b 1/100001 -1/2 ' 1/2'; do
    check "--shard '$wrong'" test "$(status_of armlint --shard "$wrong" "$input/main.json")" -eq 2
done
check '--shard with --merge' test "$(status_of armlint --shard 1/2 --merge "$input/main.json")" -eq 2
check '--shard with --write-baseline' \
    test "$(status_of armlint --shard 1/2 --write-baseline "$scratch/none" "$input/main.json")" -eq 2

# -- what is no log --

# refused NAME JQ-PROGRAM MESSAGE: a log that was changed so.
refused() {
    jq -c "$2" "$scratch/a.sarif" > "$scratch/wrong.sarif"
    check "refused: $1" test "$(status_of armlint merge "$scratch/wrong.sarif")" -eq 3
    check "and said: $1" grep -q "wrong.sarif:1:[0-9]*: $3" "$scratch/err"
}
refused 'another tool' '.runs[0].tool.driver.name = "eslint"' "this log is not armlint's"
refused 'another version' '.runs[0].tool.driver.version = "0.0.1"' 'this log was written by armlint 0.0.1'
refused 'several runs' '.runs += .runs' 'armlint writes one object into'
refused 'no runs' 'del(.runs)' "this has no 'runs'"
refused 'no results' 'del(.runs[0].results)' "this has no 'results'"
refused 'no rule' 'del(.runs[0].results[0].ruleId)' "this has no 'ruleId'"
refused 'no fingerprint' '.runs[0].results[0].partialFingerprints["armlint/v1"] = "x"' 'this is no fingerprint'
refused 'no place' '.runs[0].results[0].locations = []' 'armlint writes one object into'
refused 'no line' '.runs[0].results[0].locations[0].physicalLocation.region.startLine = -1' "'startLine' is no place"
refused 'half a line' '.runs[0].results[0].locations[0].physicalLocation.region.startLine = 1.5' "'startLine' is not a number"
refused 'no level' '.runs[0].results[0].level = "none"' 'this has a level'
refused 'no state' '.runs[0].results[0].baselineState = "updated"' 'this is no state'
refused 'no object' '.runs[0].results[0] = 7' 'a result is an object'
refused 'no notification' '.runs[0].invocations[0].toolExecutionNotifications = [{"descriptor":{"id":"x"}}]' \
    'this is no notification'
refused 'no SARIF' '.version = "2.0.0"' 'this is no SARIF'
refused 'an array' '[.]' 'this is no SARIF'
head -c 10000 "$scratch/a.sarif" > "$scratch/half.sarif"
check 'half a log' test "$(status_of armlint merge "$scratch/a.sarif" "$scratch/half.sarif")" -eq 3
check 'no log' test "$(status_of armlint merge "$scratch/none.sarif")" -eq 3
check 'and that is said' grep -q 'none.sarif: no such file' "$scratch/err"
check 'nothing' test "$(status_of armlint merge)" -eq 2

jq '.runs[0].results[0].message.text = "\u001b[31m\u0000" | .runs[0].results[0]["\u001b\"<é"] = [1.5e3, null, -0.0]' \
    "$scratch/a.sarif" > "$scratch/odd.sarif"
check 'texts are written as texts' sh -c '
    $ARMLINT merge -q "$1/odd.sarif" | jq -e ".runs[0].results[0] | has(\"\u001b\\\"<é\")"' sh "$scratch"
check 'and none reaches the terminal' sh -c '
    ! $ARMLINT merge -q -f text "$1/odd.sarif" | grep -q "$(printf "\033")"' sh "$scratch"
printf '\377\376\000' > "$scratch/bytes.sarif"
check 'bytes' test "$(status_of armlint merge "$scratch/bytes.sarif")" -eq 3
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }' > "$scratch/deep.sarif"
check 'brackets' test "$(status_of armlint merge "$scratch/deep.sarif")" -eq 3
jq -c '. as $log | .runs[0].results = [range(20000) as $i | $log.runs[0].results[0] | .message.text += "\($i)"]' \
    "$scratch/a.sarif" > "$scratch/crowd.sarif"
if command -v timeout > /dev/null; then
    patience='timeout 30'
else
    patience=
fi
# shellcheck disable=SC2086
check 'a crowd with one fingerprint gets as many' sh -c '
    $2 $ARMLINT merge -q --fail-on never "$1/crowd.sarif" > "$1/out"
    [ "$(jq "[.runs[0].results[].partialFingerprints | tostring] | unique | length" "$1/out")" -eq 20000 ]' \
    sh "$scratch" "$patience"

finish
