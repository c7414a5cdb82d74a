# SPDX-License-Identifier: MIT
"""escapes.py FOLDER COMMAND...: what steers a terminal, or shows text as what it is not, is put wherever a template, a
configuration, a file of rules, a name of a file or an option has text. Nothing that the program prints has it as it is.
Prints a line for each output that does."""
import json
import os
import subprocess
import sys

folder, command = sys.argv[1], sys.argv[2:]
CODES = [*range(1, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F),
         *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), 0xE0001, 0xE0041]
BAD = "".join(map(chr, CODES))
LINE = BAD.replace("\n", "").replace("\r", "") + "##vso[a]b##[c]d"  # Bicep's texts end with the line
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/%s.json#"


# Commands to systems that build, wherever a line of their log has them.
COMMANDS = ("##vso[", "##[")
COMMAND = "##vso[task.setvariable variable=a]b##[add-mask]c"


def odd(text):
    return text + BAD + COMMAND + text


def document(kind, **members):
    return {"$schema": SCHEMA % kind, "contentVersion": "1.0.0.0", **members}


def write(name, content):
    if not isinstance(content, (bytes, str)):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    with open(name, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())


def storage(**more):
    return {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": odd("n"),
            "location": odd("l"), "kind": "StorageV2", "sku": {"name": odd("s")}, **more}


def deployment(link):
    return {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": odd("d"),
            "properties": {"mode": odd("mode"), "templateLink": link}}


TEMPLATE = document(
    "deploymentTemplate",
    parameters={odd("p"): {"type": "string", "defaultValue": odd("d"), "metadata": {"description": odd("m")}},
                odd("q"): {"type": odd("type")}, "q": {"type": "string", "defaultValue": odd("q")},
                "few": {"type": "string", "defaultValue": odd("z"), "allowedValues": [odd("y")]}},
    variables={odd("v"): odd("w"), "call": "[concat('%s', none%s('a'))]" % (BAD.replace("'", ""), BAD),
               "ask": "[parameters('%s')]" % BAD, "json": "[json('%s')]" % BAD},
    functions=[{"namespace": odd("ns"), "members": {odd("f"): {"output": {"type": "string", "value": odd("o")}}}}],
    resources=[storage(tags={odd("t"): odd("u")}, dependsOn=[odd("on")],
                       properties={"minimumTlsVersion": odd("tls"), "supportsHttpsTrafficOnly": odd("https"),
                                   "networkAcls": {"defaultAction": odd("acl")}},
                       metadata={"armlint": {"disable": {"storage-min-tls": odd("reason")}}}),
               {"type": odd("A.B/c"), "apiVersion": odd("2023"), "name": odd("x"), "condition": odd("c"),
                "copy": {"name": odd("loop"), "count": 2}},
               deployment({"relativePath": odd("path")}), deployment({"uri": odd("https://x/")})],
    outputs={odd("o"): {"type": "string", "value": odd("o")}, "o": {"type": "string", "value": odd("o")},
             "call": {"type": "string", "value": "[variables('call')]"}, "int": {"type": "int", "value": odd("x")}})

GOOD = f"""@description('{LINE}')
param q string = 'x{LINE}'
var v = '{LINE}${{q}}'
resource r 'Microsoft.Storage/storageAccounts@2023-01-01' = {{
  name: '{LINE}n'
  location: '{LINE}'
  kind: 'StorageV2'
  sku: {{ name: '{LINE}' }}
  tags: {{ '{LINE}': '{LINE}' }}
  properties: {{ minimumTlsVersion: '{LINE}', '{LINE}x': 1 }}
}}
output o string = '{LINE}${{v}}'
"""
BROKEN = f"""// {LINE}
#disable-next-line storage-min-tls // {LINE}
param p{LINE} string
var w = loadTextContent('{LINE}')
module m '{LINE}.bicep' = {{ name: '{LINE}' }}
module n 'br:{LINE}/x:1' = {{ name: '{LINE}' }}
import {{ x{LINE} }} from '{LINE}'
resource s 'Microsoft.{LINE}/x@2023' = {{ name: 'x', {LINE} }}
output o {LINE} = none{LINE}()
"""
RULE = {"id": "odd-rule", "title": odd("t"), "level": "warning", "why": odd("w"), "remedy": odd("r"),
        "type": "Microsoft.Storage/storageAccounts", "message": odd("{value}"),
        "require": {"field": odd("properties.x"), "equals": odd("v")}}
CONFIG = {odd("key"): 1, "rules": {odd("rule"): "off", "storage-min-tls": odd("level")}, "exclude": [odd("x")],
          "suppressions": [{"rules": [odd("r")], "reason": odd("r"), "paths": [odd("p")]},
                           {"rules": ["storage-*"], "reason": odd("why"), "paths": ["*.json"]}],
          "extends": odd("e"), "rulesFiles": [odd("f")], "parameters": {odd("t"): [odd("f")]}}


def write_all():
    text = json.dumps(TEMPLATE, ensure_ascii=False, indent=1)
    write("all.json", text)
    write("raw.json", text.replace("\\u001b", "\x1b").replace("\\u0007", "\a"))
    write("latin.json", text.encode().replace(b"\xc2\x9b", b"\x9b"))
    write("bytes.json", b'{ "$schema": "\xff\xfe\x9b31m\x1b[31m' + bytes(range(1, 256)))
    write("name" + BAD.replace("/", "")[:90] + ".json", text)
    write("::add-mask::x.json", text)
    write(" ::debug::y.bicep", BROKEN)
    write("##vso[a]b.json", text)
    write("good.bicep", GOOD)
    write("broken.bicep", BROKEN)
    write("rule.json", {"rules": [RULE]})
    write("armlint.json", CONFIG)
    write("ps-rule.yaml", f'a: "{LINE}"\n[{LINE}')
    write("good.parameters.json", document("deploymentParameters", parameters={odd("no"): {"value": odd("v")},
                                                                               "q": {"value": odd("given")}}))


runs = 0


def begins_command(text):
    return any(line.lstrip().startswith("::") for line in text.splitlines())


def check(*args, allowed="\n", given=b""):
    global runs
    runs += 1
    ran = subprocess.run([*command, *args], input=given, capture_output=True, check=False)
    for stream, printed in (("standard output", ran.stdout), ("standard error", ran.stderr)):
        try:
            found = [c for c in printed.decode() if c in BAD and c not in allowed]
            wrong = f"{len(found)} characters, U+{ord(found[0]):04X} first" if found else None
            text = printed.decode()
            if "--write-baseline" not in args and (any(c in text for c in COMMANDS) or
                                                   ("github" not in args and begins_command(text))):
                wrong = "a command"
        except UnicodeDecodeError as error:
            wrong = str(error)
        if wrong:
            print(ascii(f"{stream} of {args}: {wrong}")[:300])
    if ran.returncode not in (0, 1, 2, 3):
        print(ascii(f"exit status {ran.returncode} of {args}")[:300])


def check_reports(files):
    for form in ("text", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "csv"):
        how = ["-f", form, "--undetermined", "--profile", "all", "--excerpt", "always"]
        ends = "\r\n" if form == "csv" else "\n"
        check(*how, "--honour", "psrule", ".", allowed=ends)
        check(*how, "--no-config", *files, allowed=ends)
        check(*how, "--no-config", "--rules-file", "rule.json", *files, allowed=ends)
    check("--write-baseline", "/dev/stdout", "--no-config", *files, allowed="\t\n")


def check_views(file):
    for form in ("json", "dot", "mermaid"):
        check("graph", "--no-config", "-f", form, file)
    check("eval", "--no-config", "--file", file, "--outputs")
    check("eval", "--no-config", "--file", file, "[concat('%s')]" % BAD)
    for path in (odd("outputs.o"), "outputs.o", "resources[0].properties", "resources[0].tags", "r.properties",
                 "r.name", "variables.call", "parameters.q", BAD):
        check("eval", "--no-config", "--file", file, "--explain-value", path)


# What must stay as it is for a log to be taken.
FIXED = {"$schema", "version", "semanticVersion", "level", "kind", "columnKind", "baselineState",
         "armlint/v1", "name", "guid"}


def made_odd(value, key=None):
    if isinstance(value, dict):
        return {k: made_odd(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [made_odd(v, key) for v in value]
    return odd(value) if isinstance(value, str) and key not in FIXED else value


def check_merging():
    log = subprocess.run([*command, "-q", "--no-config", "-f", "sarif", "good.bicep"], capture_output=True, check=False)
    write("log.sarif", made_odd(json.loads(log.stdout)))
    for form in ("sarif", "text", "json", "junit", "github", "gitlab", "checkstyle", "markdown", "csv"):
        check("merge", "-f", form, "log.sarif", allowed="\r\n" if form == "csv" else "\n")
    if subprocess.run([*command, "merge", "log.sarif"], capture_output=True, check=False).returncode > 1:
        print("the log is not taken")
    check("merge", "none/" + BAD)


def check_options():
    for option in ("rules", "exclude", "profile", "set", "format", "output", "config", "parameters", "parameter",
                   "fail-on", "baseline", "files-from", "report-only", "root", "today", "honour", "stdin-filename",
                   "module", "rules-file", "module-path", "write-baseline", BAD):
        check("--" + option, "none/" + BAD, "good.bicep")
    check("--show-config", ".")
    check("--config", "armlint.json", ".")
    check("--config", "armlint.json", "--show-config", ".")
    for word in ([BAD], ["help", BAD], ["completion", BAD], ["init", "none/" + BAD], ["explain", BAD]):
        check(*word)
    check("-", "--stdin-filename", odd("x") + ".bicep", given=("param p" + BAD).encode())
    for form in ("text", "json", "man"):
        check("rules", "--rules-file", "rule.json", "--format", form)
    check("explain", "--rules-file", "rule.json", "odd-rule")


os.chdir(folder)
os.mkdir(".git")
write_all()
names = sorted(n for n in os.listdir(".") if n.endswith((".json", ".bicep")))
check_reports(names)
for name in names:
    check_views(name)
check_merging()
check_options()
print(f"# {len(CODES)} characters, {runs} runs")
