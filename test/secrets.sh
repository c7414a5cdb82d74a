#!/bin/sh
# SPDX-License-Identifier: MIT
# Secrets that are planted in templates, parameter files and modules turn up in nothing that is printed. Each has "Plant"
# and a number in it, so that a test that fails says which.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset NO_COLOR ARMLINT_CONFIG BICEP_CACHE_DIRECTORY
mkdir "$scratch/repo" "$scratch/repo/.git" "$scratch/out"

# shellcheck disable=SC2086
armlint() {
    (cd "$scratch/repo" && $ARMLINT "$@")
}

# The ways there are to write one down, and to pass it on. What has the form of a key has it in full.
forty=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
long=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa$forty
head='"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0"'
cat > "$scratch/repo/main.json" <<EOF
{ $head,
  "parameters": {
    "pw": { "type": "securestring", "defaultValue": "Plant01-default" }, "idle": { "type": "string" },
    "obj": { "type": "secureObject", "defaultValue": { "inner": "Plant02-inner", "list": [ "Plant03-item" ], "n": 987654321 } },
    "given": { "type": "securestring" },
    "short": { "type": "securestring", "defaultValue": "Plant04", "maxLength": 3 },
    "few": { "type": "securestring", "defaultValue": "Plant05-few", "allowedValues": [ "Plant06-allowed" ] },
    "wrong": { "type": "secureObject", "defaultValue": "Plant07-wrong" },
    "escaped": { "type": "securestring", "defaultValue": "Plant08\u002descaped\"\u0041" },
    "adminPassword": { "type": "string", "defaultValue": "Plant09-plain" },
    "dbPassword": { "type": "string" }
  },
  "variables": {
    "conn": "Server=tcp:x;User ID=sa;Password=Plant10-conn;", "idle": 1,
    "joined": "[concat('a-', parameters('pw'), '-z')]", "up": "[toUpper(parameters('pw'))]",
    "parts": "[split(parameters('pw'), '-')]", "base64": "[base64(parameters('pw'))]",
    "text": "[string(createObject('a', parameters('obj').inner))]", "list": "[join(createArray(parameters('pw'), 'x'), ';')]",
    "in": "[concat('Server=x;User ID=sa;Password=Plant11-in;', 'Database=y')]",
    "wrong1": "[json(parameters('pw'))]", "wrong2": "[json(variables('up'))]", "wrong3": "[createObject('a', 1)[parameters('pw')]]",
    "wrong4": "[int(parameters('pw'))]", "wrong5": "[parameters('obj')[variables('up')]]", "key": "[createObject(parameters('pw'), 1)]"
  },
  "resources": [
    { "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2023-03-01", "name": "vm", "location": "x",
      "properties": { "osProfile": { "adminPassword": "Plant12-literal", "adminUsername": "root" } } },
    { "type": "Microsoft.Web/sites", "apiVersion": "2023-01-01", "name": "site", "location": "x", "properties": {
      "httpsOnly": false, "siteConfig": { "minTlsVersion": "1.0", "appSettings": [
        { "name": "OPENAI_API_KEY", "value": "plant13abcdefghij0123456789abcdef" },
        { "name": "SAS", "value": "https://a.blob.core.windows.net/c?sv=2022&sig=Plant14$forty%3D" },
        { "name": "STORE", "value": "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=Plant15$long==" },
        { "name": "A", "value": "[variables('conn')]" }, { "name": "B", "value": "[variables('joined')]" },
        { "name": "C", "value": "[variables('parts')[0]]" }, { "name": "D", "value": "[variables('base64')]" },
        { "name": "E", "value": "[variables('text')]" }, { "name": "F", "value": "[variables('list')]" },
        { "name": "G", "value": "[variables('in')]" },
        { "name": "H", "value": "[string(map(variables('parts'), lambda('p', lambdaVariables('p'))))]" },
        { "name": "I", "value": "[variables('wrong1')]" }, { "name": "J", "value": "[variables('wrong2')]" },
        { "name": "K", "value": "[variables('wrong3')]" }, { "name": "L", "value": "[variables('wrong4')]" },
        { "name": "M", "value": "[variables('wrong5')]" }, { "name": "N", "value": "[string(variables('key'))]" },
        { "name": "O", "value": "[parameters('adminPassword')]" }, { "name": "P", "value": "[parameters('dbPassword')]" } ] } } },
    { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "[parameters('pw')]", "location": "x",
      "kind": "StorageV2", "sku": { "name": "[parameters('given')]" }, "tags": "[variables('key')]",
      "properties": { "minimumTlsVersion": "[variables('up')]", "allowBlobPublicAccess": true } },
    { "type": "Microsoft.KeyVault/vaults/secrets", "apiVersion": "2023-07-01", "name": "kv/s", "properties": { "value": "Plant16-vault" } },
    { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "outer", "properties": { "mode": "Incremental",
      "template": { $head, "parameters": { "np": { "type": "securestring", "defaultValue": "Plant17-nested" }, "idle": { "type": "int" } },
        "resources": [ { "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2023-03-01", "name": "vm2", "location": "x",
          "properties": { "osProfile": { "adminPassword": "[parameters('pw')]" } } } ] } } },
    { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "properties": { "mode": "Incremental",
      "expressionEvaluationOptions": { "scope": "inner" },
      "parameters": { "s": { "value": "Plant18-passed" }, "t": { "value": "[parameters('pw')]" } },
      "template": { $head, "parameters": { "s": { "type": "securestring" }, "t": { "type": "string" } }, "resources": [],
        "outputs": { "t": { "type": "string", "value": "[parameters('t')]" } } } } },
    { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "one", "location": "x", "kind": "StorageV2", "sku": { "name": "Standard_LRS" }, "tags": { "k": "Server=x;User ID=sa;Password=Plant19-tag;" }, "properties": { "minimumTlsVersion": "TLS1_0", "supportsHttpsTrafficOnly": false } }
  ],
  "outputs": {
    "a": { "type": "string", "value": "[variables('conn')]" }, "b": { "type": "string", "value": "[parameters('pw')]" },
    "c": { "type": "string", "value": "Server=x;User ID=sa;Password=Plant20-out;" },
    "d": { "type": "string", "value": "[parameters('given')]" },
    "e": { "type": "securestring", "value": "[parameters('escaped')]" }, "f": { "type": "object", "value": "[parameters('obj')]" },
    "g": { "type": "array", "value": "[variables('parts')]" }, "h": { "type": "string", "value": "[variables('base64')]" },
    "i": { "type": "object", "value": "[variables('key')]" }, "j": { "type": "int", "value": "[parameters('obj').n]" },
    "k": { "type": "string", "value": "[reference('inner').outputs.t.value]" }
  }
}
EOF
cat > "$scratch/repo/main.parameters.json" <<'EOF'
{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
  "parameters": { "given": { "value": "Plant21-given" }, "nosuch": { "value": 1 }, "short": { "value": "Plant22-short" },
    "dbPassword": { "value": "Plant23-database" } } }
EOF
cat > "$scratch/repo/other.bicep" <<EOF
@secure()
param pw string = 'Plant31-default'
@secure()
param obj object = { inner: 'Plant32-inner', n: 987654321 }
@secure()
param few string = 'Plant33\u{2d}few'
param adminPassword string = 'Plant34-plain'
param idle string
var conn = 'Server=tcp:x;User ID=sa;Password=Plant35-conn;'
var joined = '\${conn}Database=\${idle};Pwd=\${pw}'
var key = '''
-----BEGIN PRIVATE KEY-----
Plant36$forty
Plant37$forty
-----END PRIVATE KEY-----
'''
resource vm 'Microsoft.Compute/virtualMachines@2023-03-01' = {
  name: 'vm-\${pw}'
  location: 'x'
  properties: { osProfile: { adminPassword: 'Plant38-literal', adminUsername: 'root', customData: joined } }
}
resource site 'Microsoft.Web/sites@2023-01-01' = {
  name: toUpper(pw)
  location: 'x'
  properties: { httpsOnly: false, siteConfig: { appSettings: [
    { name: 'SEARCH_API_KEY', value: 'plant39abcdefghij0123456789abcdef' }
    { name: 'A', value: json(pw) }, { name: 'B', value: join(split(pw, '-'), '+') }
    { name: 'C', value: 'https://a.blob.core.windows.net/c?sv=2022&sig=Plant40$forty%3D' }, { name: 'D', value: key }
  ] } }
}
module m 'mod.bicep' = { name: 'm', params: { s: 'Plant41-passed', t: '\${pw}-x' } }
output a string = pw
output b string = joined
output c object = obj
output d string = m.outputs.t
@secure()
output e string = few
output f string = adminPassword
output g string = key
EOF
cat > "$scratch/repo/mod.bicep" <<'EOF'
@secure()
param s string = 'Plant42-module'
param t string
param idle string = 'x'
resource v 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = { name: 'kv/s', properties: { value: s } }
resource w 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = { name: 'kv/t', properties: { value: 'Plant43-vault' } }
output t string = t
EOF
cat > "$scratch/repo/other.bicepparam" <<'EOF'
using 'other.bicep'
param few = 'Plant44-given'
param idle = 'x'
EOF

# Within objects, by their types: "Open" may be seen.
cat > "$scratch/repo/typed.bicep" <<'EOF'
@secure()
type word = string
type part = {
  @secure()
  key: string
  plain: string
}
@discriminator('kind')
type kind = { kind: 'a', @secure()
  inKind: string } | { kind: 'b', other: string }
type all = {
  @secure()
  password: string
  user: string
  more: part
  list: part[]
  pair: [string, word]
  *: word
}
param given all
param idle string
param secrets all = {
  password: 'Plant61-password'
  user: 'Open61-user'
  more: { key: 'Plant62-key', plain: 'Open62-plain' }
  list: [ { key: 'Plant63-item', plain: 'Open63-plain' }, { key: 'Plant64-it\u{65}m', plain: 'x' } ]
  pair: [ 'Open65-first', 'Plant65-second' ]
  extra: 'Plant66-extra'
}
param which kind = { kind: 'a', inKind: 'Plant67-kind' }
param single word = 'Plant68-single'
param unknown all
resource site 'Microsoft.Web/sites@2023-01-01' = { name: secrets.password, location: secrets.user, properties: { httpsOnly: false, siteConfig: {
  appSettings: [ { name: 'A', value: secrets.more.key }, { name: 'B', value: '${given.password};${which.inKind}' } ] } } }
module m 'typed-module.bicep' = { name: 'm', params: { o: given } }
output a string = secrets.password
output b object = secrets
output c array = secrets.list
output d string = single
output e string = unknown.password
output f string = unknown.more.plain
output g object = given
output i string = '${secrets.extra}-${secrets.pair[1]}'
output k string = m.outputs.o
EOF
cat > "$scratch/repo/typed-module.bicep" <<'EOF'
type t = { @secure()
  password: string, user: string }
param o t
param idle string = 'x'
output o string = o.password
EOF
cat > "$scratch/repo/typed.bicepparam" <<'EOF'
using 'typed.bicep'
param given = { password: 'Plant69-given', user: 'Open69-user', more: { key: 'Plant70-key', plain: 'Open70' }, list: [], pair: [ 'x', 'y' ] }
param idle = 'x'
EOF
cat > "$scratch/repo/types.json" <<EOF
{ $head,
  "languageVersion": "2.0",
  "definitions": { "part": { "type": "object", "properties": { "key": { "type": "securestring" }, "plain": { "type": "string" } } } },
  "parameters": {
    "o": { "type": "object", "properties": { "part": { "\$ref": "#/definitions/part" }, "all": { "type": "secureObject" } },
      "defaultValue": { "part": { "key": "Plant71-default", "plain": "Open71-plain" }, "all": { "x": [ "Plant72-deep" ] } } },
    "over": { "\$ref": "#/definitions/part" }, "idle": { "type": "string" } },
  "resources": {},
  "outputs": { "a": { "type": "string", "value": "[parameters('o').part.key]" }, "b": { "type": "object", "value": "[parameters('o')]" },
    "c": { "type": "string", "value": "[concat(parameters('over').key, '-x')]" } } }
EOF
cat > "$scratch/repo/types.parameters.json" <<'EOF'
{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
  "parameters": { "over": { "value": { "key": "Plant73-given", "plain": "Open73-plain", "nosuch": 1 } },
    "idle": { "value": "Idle" }, "nosuch": { "value": { "key": "x" } } } }
EOF

# -- what is printed --

all='--undetermined --profile all --excerpt always --baseline-strict'
for how in default others; do
    few=
    [ "$how" = default ] || few='--rules storage-*,template-unused-*' # nobody asks for the rules about secrets
    for format in text json sarif junit github gitlab checkstyle markdown csv; do
        # shellcheck disable=SC2086
        armlint -f $format $all $few . > "$scratch/out/$how-$format" 2>&1
    done
    # shellcheck disable=SC2086
    armlint $all $few --write-baseline "$scratch/out/$how-baseline" . > "$scratch/out/$how-baseline-said" 2>&1
done
armlint -f sarif --merge main.json other.bicep > "$scratch/out/merged" 2>&1
armlint --show-config . > "$scratch/out/config" 2>&1
armlint --parameter given=Plant51-option --excerpt always main.json > "$scratch/out/option" 2>&1
for file in main.json other.bicep typed.bicep types.json; do
    for format in json dot mermaid; do
        armlint graph -f $format $file > "$scratch/out/graph-$format-$file" 2>&1
    done
    armlint eval --file $file --outputs > "$scratch/out/outputs-$file" 2>&1
    armlint eval --file $file "[parameters('pw')]" > "$scratch/out/eval-$file" 2>&1
    armlint eval --file $file "[concat('x', parameters('pw'))]" >> "$scratch/out/eval-$file" 2>&1
    for path in 'resources[0].properties' 'resources[1].properties' 'resources[1].name' outputs.a outputs.b outputs.c \
        outputs.d outputs.e outputs.f outputs.g outputs.i outputs.k parameters.secrets parameters.o parameters.over \
        parameters.single parameters.which parameters.pw parameters.obj parameters.given parameters.few \
        parameters.adminPassword variables.conn variables.joined variables.text variables.key variables.in \
        variables.wrong2 'resources[1].properties.siteConfig.appSettings[2].value'; do
        armlint eval --file $file --explain-value "$path" > "$scratch/out/explain-$file-$path" 2>&1
    done
done

check 'there is a lot to look at' test "$(cat "$scratch"/out/* | wc -l)" -gt 1000
check 'findings point at secrets' grep -q 'secret-parameter-default' "$scratch/out/default-text"
check 'and at the lines they stand in' grep -q 'idle is never used' "$scratch/out/others-text"

check 'what a type leaves in the open is shown' grep -q '"user":"Open61-user"' "$scratch/out/outputs-typed.bicep"
check 'what it does not is a secret to rules' sh -c \
    'for o in a b c d e i; do grep "^typed.bicep:.*the output $o returns a secret" "$1" || exit 1; done' sh "$scratch/out/default-text"
check 'and nothing else is' sh -c '! grep "^typed.bicep:.*the output f returns a secret" "$1"' sh "$scratch/out/default-text"
# In small letters as well, in base64, and the number.
for what in 'plant[0-9]' "$(printf Plant01 | base64 | cut -c1-8)" 987654321; do
    check "nothing shows $what" sh -c '
        ! grep -aioE "$1[-0-9a-z]*" "$2"/out/* | sed "s|$2/out/||" | sort -u | grep .' sh "$what" "$scratch"
done

# -- those who want to see them --

armlint eval --show-secrets --file main.json "[parameters('pw')]" > "$scratch/shown" 2> /dev/null
check 'they are shown on demand' grep -qx '"Plant01-default"' "$scratch/shown"
armlint graph --show-secrets main.json > "$scratch/shown" 2> /dev/null
check 'in graphs, too' grep -q '"adminPassword":"Plant12-literal"' "$scratch/shown"
check 'and else said to be secure' grep -q '"adminPassword":"\[secure\]"' "$scratch/out/graph-json-main.json"

# -- what is made of the text of a template --

# The fingerprints and hashes of the machine's findings.
prints() {
    grep 'virtualMachines vm	' "$1" | cut -f1
}
prints "$scratch/out/default-baseline" > "$scratch/before"
sed 's/Plant12-literal/Another-one/' "$scratch/repo/main.json" > "$scratch/changed"
cp "$scratch/changed" "$scratch/repo/main.json"
# shellcheck disable=SC2086
armlint $all --write-baseline "$scratch/base" . > /dev/null 2>&1
prints "$scratch/base" > "$scratch/after"
check 'no hash is made of a secret' sh -c 'grep -q : "$1" && cmp "$1" "$2"' sh "$scratch/before" "$scratch/after"

finish
