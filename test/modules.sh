#!/bin/sh
# SPDX-License-Identifier: MIT
# Rules that are not built in: the module in fixtures/modules/example, every file that is no module, and rules in JSON.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
export ARMLINT
CC=${CC:-cc}
unset MAKEFLAGS MFLAGS MAKELEVEL

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
example=fixtures/modules/example

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

# What a file's comments expect: "FILE:LINE RULE", as found() prints it.
expected() {
    grep -n 'expect: ' "$@" /dev/null | sed -n 's/^\([^:]*:[0-9]*\):.*expect: \(.*\)$/\1 \2/p' | sort
}

found() {
    sed -n 's/^\([^:]*:[0-9]*\):[0-9]*: [a-z]*: .* \[\(.*\)\]$/\1 \2/p' "$1" | grep -v ': note: the value' | sort
}

# refused WHAT FILE: --module FILE ends with exit status 2 and says why, naming the file.
refused() {
    (cd "$scratch" && armlint rules --module "$2") > "$scratch/out" 2> "$scratch/err"
    status=$?
    check "refused: $2" sh -c '[ "$1" -eq 2 ] && [ ! -s "$2/out" ] && grep -F -- "$4: " "$2/err" | grep -F -- "$3" ||
        { echo "exit status $1"; cat "$2/err"; false; }' sh "$status" "$scratch" "$1" "$2"
}

# ---- rules in JSON

house=fixtures/modules/house-rules.json
armlint --rules-file "$house" --rules 'house-*' fixtures/modules/house-fail.bicep > "$scratch/out" 2> "$scratch/err"
expected fixtures/modules/house-fail.bicep > "$scratch/expected"
cp "$scratch/expected" "$scratch/expected-house"
found "$scratch/out" > "$scratch/found"
check 'rules in JSON find what they are to find' diff "$scratch/expected" "$scratch/found"
check 'and nothing else' test "$(armlint -q --rules-file "$house" --rules 'house-*' fixtures/modules/house-pass.bicep; echo $?)" = 0

check 'their options can be set' test "$(armlint -q --rules-file "$house" --rules house-few-open-ports \
    --set house-few-open-ports.most=2 fixtures/modules/house-fail.bicep | wc -l)" -eq 0
if python3 -c 'import jsonschema' 2>/dev/null; then
    armlint rules-schema > "$scratch/schema.json"
    check 'the rules hold to the schema that is printed' python3 -c '
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
text = "\n".join(line for line in open(sys.argv[2]) if not line.strip().startswith("//"))
jsonschema.Draft7Validator(schema).validate(json.loads(text))
' "$scratch/schema.json" "$house"
else
    skip 'the rules hold to the schema that is printed' 'python3-jsonschema is not there'
fi

# A configuration may bring rules along: they are for what is below it.
mkdir -p "$scratch/repo/.git" "$scratch/repo/ours" "$scratch/repo/theirs"
cp fixtures/modules/house-fail.bicep "$scratch/repo/ours/ours.bicep"
cp fixtures/modules/house-fail.bicep "$scratch/repo/theirs/theirs.bicep"
cp "$house" "$scratch/repo/rules.json"
echo '{"rulesFiles": ["../rules.json"], "rules": {"house-cost-centre": "error"}}' > "$scratch/repo/ours/armlint.json"
(cd "$scratch/repo" && armlint -q .) > "$scratch/out" 2> "$scratch/err"
sed 's/^fixtures.modules.house-fail/ours\/ours/' "$scratch/expected-house" > "$scratch/expected"
found "$scratch/out" | grep ' house-' > "$scratch/found"
check 'a configuration brings rules along' diff "$scratch/expected" "$scratch/found"
check 'and says how bad their findings are' grep -q 'error: .*\[house-cost-centre\]' "$scratch/out"
(cd "$scratch/repo" && armlint -q --rules house-cost-centre .) > "$scratch/out" 2> "$scratch/err"
grep '\[house-cost-centre\]' "$scratch/expected" > "$scratch/expected-one"
found "$scratch/out" > "$scratch/found"
check 'the command line may name them' diff "$scratch/expected-one" "$scratch/found"
(cd "$scratch/repo" && armlint -q --rules house-cost-centre theirs) > "$scratch/out" 2> "$scratch/err"
check 'where they are' grep -q 'house-cost-centre: there is no such rule' "$scratch/err"
(cd "$scratch/repo" && armlint -q --rules house-cost-center ours) > "$scratch/out" 2> "$scratch/err"
check 'and they are suggested there' grep -q "did you mean 'house-cost-centre'" "$scratch/err"
check 'lists have them, also what is off' sh -c '
    cd "$1" && $ARMLINT rules | grep -q "^house-cost-centre " && $ARMLINT explain house-cost-centre > /dev/null' sh \
    "$scratch/repo/ours"
check 'elsewhere not' sh -c '! (cd "$1" && $ARMLINT rules | grep "^house-")' sh "$scratch/repo/theirs"
echo '{"rules": [{"id": "house-x", "titel": "x"}]}' > "$scratch/repo/rules.json"
(cd "$scratch/repo" && armlint -q ours) > "$scratch/out" 2> "$scratch/err"
check 'what is wrong in its file is found there' grep -q "^rules.json:1:.* unknown key 'titel'" "$scratch/out"
(cd "$scratch/repo" && armlint -q --rules house-x ours) > "$scratch/out" 2> "$scratch/err"
check 'and told when the command line names its rules' grep -q "^rules.json:1:.* unknown key 'titel'" "$scratch/err"

# ---- modules

armlint rules --module /dev/null > "$scratch/out" 2> "$scratch/err"
if grep -q 'cannot load modules' "$scratch/err"; then
    skip 'modules' 'this armlint is one static program'
    finish
fi
if ! "$CC" --version > /dev/null 2>&1; then
    skip 'modules' "there is no $CC"
    finish
fi

check 'the example builds' make -s -C "$example" ARMLINT_CFLAGS="-I$PWD/lib" CC="$CC" OUT="$scratch/example.so" \
    CFLAGS='-Wall -Wextra -Wpedantic -Werror'
check 'as it does in a tree that is not installed' make -s -C "$example" PKG_CONFIG=false CC="$CC" OUT="$scratch/again.so"
armlint --module "$scratch/example.so" --rules 'house-*' "$example/fail.bicep" > "$scratch/out" 2> "$scratch/err"
expected "$example/fail.bicep" > "$scratch/expected"
found "$scratch/out" > "$scratch/found"
check 'its rules find what they are to find' diff "$scratch/expected" "$scratch/found"
check 'and nothing else' test "$(armlint -q --module "$scratch/example.so" --rules 'house-*' "$example/pass.bicep"; echo $?)" = 0
check 'a name without a slash is a file, not a library' sh -c '
    cd "$1" && $ARMLINT rules --module example.so --rules "house-*" | grep -q house-vault-lock' sh "$scratch"
check 'explain knows its rules' sh -c '
    $ARMLINT explain --module "$1" house-name-prefix | grep -q "default: contoso"' sh "$scratch/example.so"
check 'their options can be set' sh -c '
    $ARMLINT -q --module "$1" --rules house-name-prefix --set house-name-prefix.prefix=scratch "$2" |
        grep -q "does not begin with .scratch."' sh "$scratch/example.so" "$example/fail.bicep"
check 'SARIF describes them' sh -c '
    $ARMLINT -q --module "$1" --rules "house-*" -f sarif "$2" |
        jq -e "[.runs[0].tool.driver.rules[].id] | index(\"house-vault-lock\") != null"' sh "$scratch/example.so" "$example/fail.bicep"
armlint --module "$scratch/example.so" --rules house-vault-lok . > "$scratch/out" 2> "$scratch/err"
check 'they are suggested' grep -q "did you mean 'house-vault-lock'" "$scratch/err"

# The same source, built in.
cat > "$scratch/program.c" <<'END'
#include "example.c"
#include <armlint.h>
int main(void)
{
    al_run *run = al_run_new(NULL);
    return al_run_add_module(run, &al_module_example) || !al_run_rule(run, "house-vault-lock");
}
END
check 'the same source can be built in' "$CC" -std=c17 -Ilib -I"$example" -fsyntax-only -Wall -Wextra -Werror "$scratch/program.c"

# ---- what is no module

cp README.md "$scratch/text.so"
cp "$scratch/example.so" "$scratch/twice.so"
mkdir "$scratch/folder.so"
: > "$scratch/empty.so"
refused 'no such file' missing.so
refused 'is a folder' folder.so
refused 'it is no shared object' empty.so
refused 'it is no shared object' text.so
refused 'it is no ' "$(command -v "$CC")"
check 'the same twice' sh -c '
    $ARMLINT rules --module "$1/example.so" --module "$1/twice.so" 2>&1 | grep -q "the id .house-cost-centre. is taken"' sh "$scratch"

# However much of it is missing, the process must live.
size=$(wc -c < "$scratch/example.so")
crashed=
for n in 1 4 16 63 64 100 300 1000 4000 8000 $((size / 2)) $((size - 3000)) $((size - 64)) $((size - 1)); do
    [ "$n" -lt "$size" ] || continue
    head -c "$n" "$scratch/example.so" > "$scratch/short.so"
    (armlint rules --module "$scratch/short.so") > /dev/null 2> "$scratch/err"
    status=$?
    [ "$status" -eq 2 ] || [ "$status" -eq 0 ] || crashed="$crashed $n:$status"
done
check 'a module that is cut short is refused' test -z "$crashed"
head -c $((size / 2)) "$scratch/example.so" > "$scratch/half.so"
refused 'cut short or damaged' half.so

# module NAME TEXT: builds a module that says so when it is loaded.
module() {
    cat > "$scratch/$1.c" <<END
#include <armlint_rule.h>
#include <stdio.h>
__attribute__((constructor)) static void loaded(void) { puts("LOADED"); }
#define RULE(ID) {.id = ID, .title = "t", .type = "*", .require = AL_FIELD("name", AL_EXISTS), .absent = AL_ABSENT_PASSES}
$2
END
    "$CC" -std=c17 -fPIC -shared -DAL_SHARED -Ilib -o "$scratch/$1.so" "$scratch/$1.c" || not_ok "$1 builds"
}
header() {
    echo "static const struct al_rule rules[] = {RULE(\"test-rule\")};
AL_API const struct al_module armlint_module = {$1, $2, \"test\", \"Test\", rules, 1};"
}
module older "$(header 1 'sizeof(struct al_rule)')"
module newer "$(header 'AL_RULE_ABI + 1' 'sizeof(struct al_rule)')"
module larger "$(header AL_RULE_ABI 'sizeof(struct al_rule) + 8')"
module smaller "$(header AL_RULE_ABI 24)"
module other 'int something;'
module function 'AL_API void armlint_module(void) {}'
module word 'AL_API const int armlint_module = AL_RULE_ABI;'
module unset "static const struct al_rule rules[1];
AL_MODULE(test, \"Test\", rules);"
module twins 'static const struct al_rule rules[] = {RULE("test-rule"), RULE("test-rule")};
AL_MODULE(test, "Test", rules);'
module taken 'static const struct al_rule rules[] = {RULE("storage-min-tls")};
AL_MODULE(test, "Test", rules);'
module unlinked 'extern void al_no_such_function(void);
static void c(al_check *check, const al_resource *r) { (void)check, (void)r; al_no_such_function(); }
static const struct al_rule rules[] = {{.id = "test-rule", .title = "t", .check = c}};
AL_MODULE(test, "Test", rules);'
# Those are refused before their code runs: nothing on standard output.
refused 'version 1 of armlint_rule.h' older.so
refused 'build it again' newer.so
refused 'bytes long' larger.so
refused 'bytes long' smaller.so
refused "no 'armlint_module'" other.so
refused 'something else' function.so
refused 'something else' word.so
# And those afterwards.
for case in 'unset:rule 1: it has no id' 'twins:two rules have the id' 'taken:is taken by another' \
    'unlinked:al_no_such_function'; do
    armlint rules --module "$scratch/${case%%:*}.so" > "$scratch/out" 2> "$scratch/err"
    status=$?
    check "refused: ${case%%:*}.so" sh -c '[ "$1" -eq 2 ] && grep -F -- "$2" "$3" || { cat "$3"; false; }' sh \
        "$status" "${case#*:}" "$scratch/err"
done

# Whatever it says, a configuration that is found loads no code.
module loads 'static const struct al_rule rules[] = {RULE("test-loads")};
AL_MODULE(test, "Test", rules);'
cp "$scratch/loads.so" "$scratch/repo/ours"
for key in modules module plugins rulesFiles extends; do
    echo "{\"$key\": [\"loads.so\"]}" > "$scratch/repo/ours/armlint.json"
    (cd "$scratch/repo" && armlint -q . && armlint -q --config ours/armlint.json .) > "$scratch/out" 2>&1
    check "$key of a configuration loads no code" sh -c '! grep LOADED "$1/out" && grep -q "loads.so\|$2" "$1/out"' sh \
        "$scratch" "$key"
done

finish
