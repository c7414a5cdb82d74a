#!/bin/sh
# SPDX-License-Identifier: MIT
# Completion of command lines, in the shells that are here. The lines are typed, a tab and all, into an interactive bash;
# fish is asked; zsh looks at the script.
set -u
. test/tap.sh

: "${ARMLINT:=$PWD/build/armlint}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
HOME=$scratch
export HOME

# shellcheck disable=SC2086
armlint() {
    $ARMLINT "$@"
}

for shell in bash zsh fish; do
    armlint completion "$shell" > "$scratch/complete.$shell"
done
mkdir -p "$scratch/here/sub" "$scratch/here/with blank"
touch "$scratch/here/main.bicep" "$scratch/here/modules.json"

# What is typed (^ is a tab), and the arguments that come of it.
cat > "$scratch/cases" <<'END'
armlint --fail-on er^|--fail-on error
armlint --fail-o^never|--fail-on never
armlint --format=sa^|--format=sarif
armlint -f js^|-f json
armlint rules -f m^|rules -f man
armlint graph --format merm^main.bicep|graph --format mermaid main.bicep
armlint expl^storage-min^|explain storage-min-tls
armlint ma^|main.bicep
armlint lint mod^|lint modules.json
armlint --rules storage-min^|--rules storage-min-tls
armlint --rules nsg-*,storage-min^|--rules nsg-*,storage-min-tls
armlint --exclude=storage-min^|--exclude=storage-min-tls
armlint --profile foundry,avail^|--profile foundry,availability
armlint --root su^|--root sub/
armlint with^|with blank/
armlint -o json:ma^|-o json:main.bicep
armlint --set resource-allow^x|--set resource-allowed-locations.allowed=x
armlint --rules-file mod^.|--rules-file modules.json .
armlint explain --system^|explain --system-modules
armlint completion f^|completion fish
armlint help ru^|help rules
END

if command -v bash > /dev/null; then
    check 'the script for bash is one' bash -n "$scratch/complete.bash"
    {
        echo "cd '$scratch/here'; . ../complete.bash; armlint() { local IFS=' '; echo \"[\$*]\"; }"
        sed -e 's/|.*//' "$scratch/cases" | tr '^' '\t'
    } | TERM=dumb bash --norc --noprofile -i > "$scratch/typed" 2> /dev/null
    grep -a -o '^\[.*\]$' "$scratch/typed" > "$scratch/found"
    sed -e 's/.*|\(.*\)/[\1]/' -e 's/help rules/help rules/' "$scratch/cases" > "$scratch/expected"
    check 'bash completes what is typed' diff "$scratch/expected" "$scratch/found"
else
    skip 'bash completes what is typed' 'bash is not installed'
fi

if command -v zsh > /dev/null; then
    check 'the script for zsh is one' zsh -n "$scratch/complete.zsh"
else
    skip 'the script for zsh is one' 'zsh is not installed'
fi

if command -v fish > /dev/null; then
    check 'the script for fish is one' fish -n "$scratch/complete.fish"
    cd "$scratch/here" || exit 1
    sed -e 's/\^.*//' -e 's/|.*//' "$scratch/cases" | grep -v -e '-o json:' | while read -r line; do
        fish -c "set fish_complete_path; source ../complete.fish; complete -C '$line'" 2>&1 | grep -q . || echo "nothing for: $line"
    done > "$scratch/missed"
    cd "$OLDPWD" || exit 1
    check 'fish completes what is typed' test ! -s "$scratch/missed"
else
    skip 'fish completes what is typed' 'fish is not installed'
fi

# Every option of every command is offered.
for command in $(armlint help | sed -n 's/^  armlint \([a-z-]*\).*/\1/p'); do
    armlint "$command" --help > "$scratch/help"
    check "$command --help is about it" grep -q "^Usage: armlint $command " "$scratch/help"
    sed -n 's/^ *\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' "$scratch/help" > "$scratch/options"
    for option in $(cat "$scratch/options"); do
        grep -q "^    $command) _armlint_words .*[ ']$option " "$scratch/complete.bash" || echo "$option"
    done > "$scratch/missed"
    check "its options are completed" test -s "$scratch/options" -a ! -s "$scratch/missed"
done

check 'another shell' sh -c '$1 completion tcsh 2>&1 | grep -q "bash, zsh or fish"' sh "$ARMLINT"

finish
