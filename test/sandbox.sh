#!/bin/sh
# SPDX-License-Identifier: MIT
# What the program asks of the system, as strace sees it: no network, no other process, no file written but those named,
# and none opened outside of the root, of which nobody learns either what there is. Between a look at a file and the opening of it, somebody who may write to the
# repository could still exchange it for a link: that is not tried here.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"

scratch=$(realpath "$(mktemp -d)")
trap 'rm -rf "$scratch"' EXIT
unset NO_COLOR ARMLINT_CONFIG BICEP_CACHE_DIRECTORY
HOME=$scratch/home
export HOME
here=$PWD
log=$scratch/log

if ! strace -f -o "$log" true 2> /dev/null; then
    skip 'what is asked of the system' 'strace is not installed, or not allowed'
    finish
fi

# Everything that has to do with networks, processes and signals, and all that names a file.
# shellcheck disable=SC2086
traced() {
    strace -f -qq -y -o "$log" -e trace=%network,%process,%file,kill,tkill,tgkill,ptrace,process_vm_readv,process_vm_writev \
        $ARMLINT "$@" > "$scratch/out" 2>> "$scratch/err"
}

# -- what there is to be found --

mkdir -p "$scratch/repo/.git" "$scratch/repo/infra" "$scratch/repo/links" "$scratch/outside/dir" "$HOME/.bicep"
cd "$scratch/repo" || exit 1
outside=$scratch/outside
arm='"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","contentVersion":"1.0.0.0"'
given='"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#","contentVersion":"1.0.0.0"'
echo "{$arm,\"resources\":[]}" > "$outside/a.json"
echo 'param canary string' > "$outside/a.bicep"
echo 'canary' > "$outside/a.txt"
echo '{"canary":1}' > "$outside/dir/x.json"
echo "{$given,\"parameters\":{\"a\":{\"value\":\"canary\"}}}" > "$outside/p.json"
echo "using '../repo/infra/main.bicep'" > "$outside/p.bicepparam"
echo '{"rules":{"storage-min-tls":"off"}}' > "$outside/armlint.json"
echo '{"rules":[]}' > "$outside/rules.json"
echo 'rule: {exclude: [Azure.Storage.Name]}' > "$outside/ps-rule.yaml"
echo '{"moduleAliases":{"br":{"my":{"registry":"canary.example"}}}}' > "$outside/bicepconfig.json"

ln -s "$outside/ps-rule.yaml" ps-rule.yaml
ln -s "$outside/a.txt" links/file
ln -s ../../outside links/folder
for name in main.parameters.json parameters.json azuredeploy.parameters.json linked.parameters.json; do
    ln -s "$outside/p.json" "infra/$name"
done
ln -s "$outside/p.bicepparam" infra/main.bicepparam
ln -s "$outside/p.bicepparam" infra/main.dev.bicepparam
ln -s "$outside/a.json" infra/walked.json
ln -s "$outside" infra/walked
ln -s "$outside/bicepconfig.json" links/bicepconfig.json
echo '{"extends":"../../outside/bicepconfig.json","cacheRootDirectory":"../../outside"}' > infra/bicepconfig.json
cat > armlint.json <<EOF
{ "extends": ["../outside/armlint.json", "$outside/armlint.json", "links/folder/armlint.json", "file://$outside/armlint.json"],
  "rulesFiles": ["../outside/rules.json", "$outside/rules.json", "links/folder/rules.json"],
  "exclude": ["../outside/**", "$outside"],
  "parameters": { "infra/linked.json": ["../outside/p.json", "$outside/p.json", "links/folder/p.json"],
                  "../outside/a.json": ["../outside/p.json"] } }
EOF
mkdir config && ln -s "$outside/armlint.json" config/armlint.json
echo 'param p string' > config/x.bicep

# Each path is tried in all the places that take one.
paths="../../outside/a ../links/folder/a $outside/a file://$outside/a file:../../outside/a ..\\\\..\\\\outside\\\\a
    C:\\\\outside\\\\a \\\\\\\\host\\\\share\\\\a //host/share/a %2e%2e/%2e%2e/outside/a ..%2f..%2foutside%2fa
    https://evil.example/a http://127.0.0.1/a ./../infra/../../outside/a ../links/folder/../outside/a
    br:evil.example/a ts:evil/a/b"
: > infra/main.bicep
n=0
for path in $paths; do
    n=$((n + 1))
    cat >> infra/main.bicep <<EOF
module m$n '$path.bicep' = { name: 'm$n' }
module n$n '$path.json' = { name: 'n$n' }
import { x as x$n } from '$path.bicep'
var a$n = loadTextContent('$path.txt')
var b$n = loadFileAsBase64('$path.txt')
var c$n = loadJsonContent('$path.json')
var d$n = loadYamlContent('$path.json')
var e$n = loadDirectoryFileInfo('$(printf '%s' "$path" | sed 's/a$/dir/')')
output o$n array = [ a$n, b$n, c$n, d$n, e$n ]
EOF
    links="${links:-}${links:+,}"
    for link in "\"relativePath\":\"$path.json\"" "\"uri\":\"$path.json\"" \
        "\"uri\":\"[uri(deployment().properties.templateLink.uri, '$path.json')]\"" \
        "\"uri\":\"[concat(parameters('base'), '$path.json')]\""; do
        links="$links{\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"d$n\",
            \"properties\":{\"mode\":\"Incremental\",\"templateLink\":{$link},\"parametersLink\":{\"uri\":\"$path.json\"}}},"
    done
    links=${links%,}
    printf "using '%s.bicep'\nextends '%s.bicepparam'\n" "$path" "$path" > "infra/used$n.bicepparam"
done
printf '%s\n' "module z '../../outside/a\\u{0}.bicep' = { name: 'z' }" "var z = loadTextContent('../links/file')" \
    "var y = loadTextContent('../links/file\\u{0}.txt')" 'output z string = z' 'module w '"'br/my:x:1'"' = { name: '"'w'"' }' >> infra/main.bicep
echo "{$arm,\"parameters\":{\"base\":{\"type\":\"string\"}},\"resources\":[$links,
    {\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"nul\",\"properties\":
    {\"templateLink\":{\"relativePath\":\"../../outside/a.json\\u0000.json\"}}}]}" > infra/linked.json
printf 'own' > infra/own.txt
cat > infra/own.bicep <<'EOF'
var own = loadTextContent('own.txt')
resource s 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: own
  location: 'x'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}
output o string = own
EOF

# -- what was asked --

asked() {
    grep -aE "^[0-9]+ +($1)\(" "$log"
}

# One program is started, which is this one; it may have threads, and wait for nobody.
check_calls() {
    check "$1: no network" sh -c '! grep .' < "$scratch/network"
    check "$1: no other process" sh -c '! grep .' < "$scratch/processes"
    check "$1: nothing is written but what was named" sh -c '! grep .' < "$scratch/written"
    check "$1: nothing is opened outside" sh -c '! grep .' < "$scratch/opened"
}

# judge ALLOWED: sorts the log's calls out, those that are allowed aside. ALLOWED is a pattern of paths that may be
# opened; files below $scratch/named may be written.
judge() {
    {
        asked 'socket|socketpair|connect|bind|listen|accept4?|sendto|sendmsg|sendmmsg|recvfrom|recvmsg|getsockname'
    } >> "$scratch/network"
    {
        asked 'fork|vfork|ptrace|kill|tkill|tgkill|process_vm_.*|execveat|wait4|waitid'
        asked 'clone3?' | grep -v CLONE_THREAD
        asked execve | tail -n +2
    } >> "$scratch/processes"
    {
        asked 'open|openat|openat2|creat' | grep -E 'O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|creat\(' | grep -v "$scratch/named/"
        asked 'mkdir|mkdirat|rmdir|unlink|unlinkat|rename|renameat2?|link|linkat|symlink|symlinkat|chmod|fchmodat|chown|mknod|truncate|utimensat|setxattr' |
            grep -v "$scratch/named/"
    } >> "$scratch/written"
    # The path behind the descriptor is the one that the system has found, links followed.
    asked 'open|openat|openat2' | grep -E '= [0-9]+<' | sed 's/.*= [0-9]*<\(.*\)>.*/\1/' |
        grep -Ev "^(/etc/ld|/lib|/usr/lib|/usr/local/lib|/proc/self|/proc/sys/vm/overcommit_memory|/sys/|/dev/(null|urandom)|$scratch/named/|$1)" \
            >> "$scratch/opened"
    calls=$((calls + $(wc -l < "$log")))
}

begin() {
    calls=0
    rm -rf "$scratch/named"
    mkdir "$scratch/named"
    for file in network processes written opened err; do : > "$scratch/$file"; done
}

all_reports() {
    outputs=
    for format in text json sarif junit github gitlab checkstyle markdown csv; do
        outputs="$outputs --output $format:$scratch/named/report.$format"
    done
    # shellcheck disable=SC2086
    traced --undetermined --profile all --honour checkov,psrule $outputs "$@"
}

# -- fixtures: everything there is --

begin
cd "$here/fixtures" || exit 1
all_reports rules bicep templates modules cli
judge "$here" # the root, because of its .git
traced -q --merge templates --write-baseline "$scratch/named/base"
judge "$here" # the root, because of its .git
traced -q --baseline "$scratch/named/base" templates
judge "$here" # the root, because of its .git
check 'there were reports' test -s "$scratch/named/report.sarif"
check_calls 'all fixtures'
total=$calls

# -- every command, over what is made to get out --

begin
cd "$scratch/repo" || exit 1
own=$scratch/repo
all_reports .
judge "$own"
check 'hostile paths are refused one by one' test "$(grep -c ': error: ' "$scratch/named/report.text")" -gt 100
check 'and those of configuration' grep -q 'armlint.json:1:.* cannot extend' "$scratch/named/report.text"
for file in infra/main.bicep infra/linked.json infra/own.bicep config/x.bicep infra/used*.bicepparam; do
    traced -q "$file"
    judge "$own"
    traced graph "$file"
    judge "$own"
    traced eval --file "$file" --outputs
    judge "$own"
    traced eval --file "$file" --explain-value 'variables.a1'
    judge "$own"
done
traced eval --file infra/own.bicep --outputs
check 'what is within is read' grep -q '"o":"own"' "$scratch/out"
for command in rules 'rules --coverage' 'rules --format json' 'rules --format man' 'explain storage-min-tls' version help \
    'completion bash' config-schema rules-schema '--show-config .' "init $scratch/named/armlint.json" \
    "eval [concat('a','b')]" "--files-from $scratch/named/list"; do
    echo infra/main.bicep > "$scratch/named/list"
    # shellcheck disable=SC2086
    traced $command
    judge "$own"
done
check_calls 'hostile templates'
check 'nothing of the outside is said' sh -c '! grep -al canary "$1"/report.* | grep .' sh "$scratch/named"
total=$((total + calls))

# -- nobody learns what lies outside --

# The same repository beside folders in which there is what it names, and beside one in which there is nothing. But for
# links, whose ends the system follows, not even a look is cast there.
for around in full bare; do
    mkdir -p "$scratch/$around/repo/.git" "$scratch/$around/repo/in" "$scratch/$around/canary"
    cd "$scratch/$around/repo" || exit 1
    cat > in/main.bicep <<EOF
module m '../../canary/a.bicep' = { name: 'm' }
module n '../../canary/a.json' = { name: 'n' }
module o '../link/a.bicep' = { name: 'o' }
import { x } from '../../canary/a.bicep'
output a string = loadTextContent('../../canary/a.txt')
output b object = loadJsonContent('../link/a.json')
output c array = loadDirectoryFileInfo('../../canary')
EOF
    cat > in/main.json <<EOF
{$arm,"resources":[{"type":"Microsoft.Resources/deployments","apiVersion":"2022-09-01","name":"d",
  "properties":{"mode":"Incremental","templateLink":{"relativePath":"../../canary/a.json"}}}]}
EOF
    printf "using '../../canary/a.bicep'\nextends '../../canary/a.bicepparam'\n" > in/other.bicepparam
    echo '{"extends":["../canary/armlint.json","link/armlint.json"],"rulesFiles":["../canary/rules.json","link/rules.json"],
        "parameters":{"../canary/a.json":["../canary/p.json"],"in/main.json":["link/p.json"]}}' > armlint.json
    echo '{"extends":"../../canary/bicepconfig.json"}' > in/bicepconfig.json
done
cp "$outside"/a.* "$outside"/[b-z]*.json "$scratch/full/canary"
begin
for around in full bare; do
    cd "$scratch/$around/repo" || exit 1
    : > "$scratch/looks"
    traced --undetermined -o "text:$scratch/named/without" .
    calls=$((calls + $(wc -l < "$log")))
    grep -a canary "$log" >> "$scratch/looks"
    check "$around: not even a look is cast outside" sh -c '! grep . "$1"' sh "$scratch/looks"
    ln -s ../canary link
    traced --undetermined -o "text:$scratch/named/$around" .
    rm link
done
check 'there is something to be said' test "$(grep -c error "$scratch/named/full")" -ge 12
check 'which is the same whatever lies outside' diff "$scratch/named/full" "$scratch/named/bare"
echo "# $((total + calls)) system calls looked at"

finish
