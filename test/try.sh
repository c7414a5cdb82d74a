#!/bin/sh
# SPDX-License-Identifier: MIT
# try.sh ARMLINT: a first look at what the program does.
set -u

armlint=$1
template=fixtures/templates/try.bicep

echo "\$ $armlint --excerpt always $template"
"$armlint" --excerpt always "$template"
status=$?
[ "$status" -le 1 ] || exit "$status"
rule=$("$armlint" --format json --quiet "$template" | sed -n 's/^{"rule":"\([^"]*\)".*/\1/p' | head -n 1)
echo
echo "More about a finding:     $armlint explain ${rule:-RULE}"
echo "Everything it looks for:  $armlint rules"
echo "What would be deployed:   $armlint graph --format mermaid $template"
echo "Your own templates:       $armlint FOLDER"
