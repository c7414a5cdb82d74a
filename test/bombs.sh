#!/bin/sh
# SPDX-License-Identifier: MIT
# Much of everything: parameter files, files, errors, findings, keys. Each is twice as much the second time, and must not
# take much more than twice the memory. BOMBS=full is 35 times as much: `make bombs`.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
leave_environment
mkdir "$scratch/.git"
cd "$scratch" || exit 1
times=1
[ "${BOMBS:-}" != full ] || times=35
schema='"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deployment%s.json#","contentVersion":"1.0.0.0"'
# shellcheck disable=SC2059
template=$(printf "$schema" Template) parameters=$(printf "$schema" Parameters)

if command -v timeout > /dev/null; then
    patience="timeout $((60 * times))"
else
    patience=
fi

# run ARGUMENT...: leaves the report in out, what is said in err, and its exit status and peak memory in KiB.
run() {
    # shellcheck disable=SC2086
    $patience $ARMLINT --stats-file stats.json "$@" > out 2> err
    status=$?
    peak=$(($(jq .peakMemory stats.json) / 1024))
}

# grows NAME FIRST SECOND: the memory that comes with twice as much.
grows() {
    echo "# $1: $2 and $3 KiB"
    check "$1: memory is in proportion" test $(($3 - base)) -le $((($2 - base) * 5 / 2))
}

echo "{$template,\"resources\":[]}" > empty.json
run empty.json
base=$peak

# -- files --

mkdir sets
echo "{$template,\"parameters\":{\"n\":{\"type\":\"string\"}},\"resources\":[{\"type\":\"Microsoft.Storage/storageAccounts\",
    \"apiVersion\":\"2023-01-01\",\"name\":\"[parameters('n')]\",\"kind\":\"StorageV2\",\"sku\":{\"name\":\"Standard_LRS\"}}]}" \
    > sets/main.json
n=$((300 * times))
awk -v n=$n -v head="$parameters" 'BEGIN { for (i = 0; i < n; i++) {
    name = "sets/main." i ".parameters.json"
    printf "{%s,\"parameters\":{\"n\":{\"value\":\"name%d\"}}}\n", head, i > name; close(name) } }'
run --rules storage-min-tls,storage-geo-redundancy sets
check "$n parameter files beside a template" test "$status" -eq 1
check 'are one file to check, and its findings are told once' grep -q '^armlint: 2 .* in 1 file, 1 resource$' err
echo '{' > sets/main.x.parameters.json
run sets
check 'one that breaks is told, and the others hold' sh -c 'grep -q "^sets/main.x.parameters.json:.*input-syntax" out && grep -q min-tls out'
check 'the exit status says so' test "$status" -eq 3

n=$((3000 * times))
awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) { if (i % 1000 == 0) system("mkdir -p many/" int(i / 1000))
    name = "many/" int(i / 1000) "/" i ".json"; print "{\"a\":1}" > name; close(name) } }'
run many
check "$n files that are no templates" grep -q '^armlint: nothing found in 0 files' err
check 'take little memory each' test $((peak - base)) -le $((n * 2))

# -- errors --

# errors NAME LINE HOW-MANY: a file of such lines, in which %d is a number.
errors() {
    awk -v n="$3" -v line="$2" -v before="${before:-}" -v after="${after:-}" \
        'BEGIN { printf "%s", before; for (i = 0; i < n; i++) printf line, i; printf "%s", after }' > "$1"
}

# bomb WHAT NAME LINE HOW-MANY MESSAGE: 200 problems are told, and that there are more.
bomb() {
    errors "$2" "$3" "$4"
    run "$2"
    first=$peak
    errors "$2" "$3" $(($4 * 2))
    run "$2"
    check "$1: exit status" test "$status" -eq 3
    check "$1: what is told" test "$(grep -c "$5" out)" -eq 200
    check "$1: and that there is more" grep -q 'at least 19800 more problems of this file are not listed: the limit is 200' out
    grows "$1" "$first" "$peak"
}

n=$((20100 * (times > 1 ? 10 : 1)))
bomb 'statements that are none' a.bicep 'var v%d = %%\n' $n 'expected a value.*input-syntax'
bomb 'names that are not declared' a.bicep 'output v%d string = zz\n' $n 'bicep-unknown-name'
before="{$template,\"resources\":[" after='1]}'
bomb 'resources that are none' a.json '%d,' $n 'a resource must be an object'
before="{$template,\"resources\":[],\"outputs\":{" after='"x":{"type":"int","value":1}}}'
bomb 'expressions that end too soon' a.json '"o%d":{"type":"string","value":"[concat(]"},' $n 'input-expression'
before="{$template,\"resources\":[],\"variables\":{" after='"x":1}}'
bomb 'keys that are there twice' a.json '"x":%d,' $n 'input-duplicate-key'
before='' after=''

# -- findings --

errors a.bicep 'param v%d string\n' $((10000 * times))
run --limit findings=5000 a.bicep
check 'so many findings are told' test "$(grep -c 'is never used' out)" -eq 5000
check 'and that there are more' grep -q 'too many findings, and from here on they are left out: the limit is 5000 findings' out
check 'which is no clean end' test "$status" -eq 3

# -- keys --

n=$((10000 * times))
before="{$template,\"resources\":[],\"outputs\":{\"o\":{\"type\":\"object\",\"value\":{" after='"x":1}}}}'
errors a.json '"key%d":1,' $n
run a.json
check "an object of $n keys" test "$status" -eq 0

finish
