#!/bin/sh
# SPDX-License-Identifier: MIT
# Editors take what is printed: the snippets of the README are tried in the editors that are here. What they must have
# found is what the JSON format says.
set -u
. test/tap.sh

# No valgrind: editors run a program by its name.
program=${ARMLINT:-$PWD/build/armlint}
program=${program##* }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/bin" "$scratch/vim/compiler" "$scratch/work"
ln -s "$program" "$scratch/bin/armlint"
PATH=$scratch/bin:$PATH HOME=$scratch XDG_CONFIG_HOME=$scratch/config TERM=xterm
export PATH HOME XDG_CONFIG_HOME TERM
unset VIMINIT EXINIT NO_COLOR

# The first block of the README in that language that has that word in it.
snippet() {
    awk -v start="^\`\`\`$1\$" -v word="$2" '
        $0 ~ start { inside = 1; text = ""; next }
        /^```$/ { if (inside && index(text, word)) { printf "%s", text; exit } inside = 0 }
        inside { text = text $0 "\n" }' README.md
}
snippet vim CompilerSet > "$scratch/vim/compiler/armlint.vim"
snippet json problemMatcher > "$scratch/tasks.json"
cp -R fixtures/cli/input/. "$scratch/work"
cd "$scratch/work" || exit 1
# A message with colons and quotes, a name with a blank and a quote, and a line that no other file has.
mv bicep "it's a folder"
cat > odd.bicep <<'END'
param a string
param b string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'x${missing}: "y"'
}
module m 'br/public:avm/res/none:1.0.0' = { name: a }
END

# FILE:LINE:COLUMN:LEVEL:MESSAGE of all findings and of the notes that belong to them.
wanted() {
    armlint --quiet --format json "$@" | jq -r '.findings[] | select(.suppressed | not) |
        "\(.file):\(.line):\(.column):\(.level[:1]):\(.message) [\(.rule)]"'
}

check 'the README has a compiler for Vim' grep -q errorformat "$scratch/vim/compiler/armlint.vim"
check 'and a task for VS Code' jq -e '.tasks[0].problemMatcher' "$scratch/tasks.json"

# Every finding is in the list, with its message as it is but for what says with which parameter files it holds.
same_findings() {
    sed 's/ (with [^)]*)\( \[[a-z0-9-]*\]\)$/\1/' "$2" > "$scratch/found"
    while IFS= read -r line; do
        grep -qxF -e "$line" "$scratch/found" || { echo "not found: $line"; return 1; }
    done < "$1"
    [ -s "$1" ]
}

wanted odd.bicep > "$scratch/odd"
check 'the test has messages with colons and quotes' grep -q "'br/public:avm/res/none:1.0.0'" "$scratch/odd"
wanted "it's a folder" broken.json odd.bicep > "$scratch/all"

# -- Vim and Neovim --

# list_of_vim VIM COMMANDS: runs commands, a line each, and writes the quickfix list.
list_of_vim() {
    cat > "$scratch/list.vim" <<END
set runtimepath+=$scratch/vim
$2
call writefile(map(filter(getqflist(), 'v:val.valid'), {_, e -> bufname(e.bufnr) .. ':' .. e.lnum .. ':' .. e.col .. ':' .. e.type .. ':' .. e.text}), '$scratch/list')
qa!
END
    rm -f "$scratch/list"
    "$1" -N -u NONE -i NONE -es -S "$scratch/list.vim" < /dev/null > "$scratch/said" 2>&1
    cat "$scratch/said"
    [ -s "$scratch/list" ]
}

try_vim() {
    check "$1: :make" list_of_vim "$1" 'silent edit odd.bicep
compiler armlint
silent make!'
    check "$1 has file, line, column, type and message" same_findings "$scratch/odd" "$scratch/list"
    check "$1: a name with a blank and a quote" list_of_vim "$1" "silent edit it's\\ a\\ folder/main.bicep
compiler armlint
silent make!"
    wanted "it's a folder/main.bicep" > "$scratch/quoted"
    check "$1: its findings" same_findings "$scratch/quoted" "$scratch/list"
    check "$1: text that is not saved" list_of_vim "$1" 'silent edit odd.bicep
compiler armlint
call append(0, "// one line more")
silent Armlint'
    awk -F: -v OFS=: '{ $2++; print }' "$scratch/odd" > "$scratch/moved"
    check "$1: its findings, a line below" same_findings "$scratch/moved" "$scratch/list"
    armlint --quiet "it's a folder" broken.json odd.bicep > "$scratch/text"
    check "$1: :cgetfile" list_of_vim "$1" "compiler armlint
cgetfile $scratch/text"
    check "$1: all findings of several files" same_findings "$scratch/all" "$scratch/list"
}

for vim in vim nvim; do
    if ! command -v "$vim" >/dev/null; then
        skip "$vim" 'it is not installed'
    elif [ "$vim" = vim ] && ! vim --version | grep -q '+eval'; then
        skip "$vim" 'it was built without quickfix or eval'
    else
        try_vim "$vim"
    fi
done

# -- Emacs --

cat > "$scratch/list.el" <<'END'
(require 'compile)
(with-temp-buffer
  (insert-file-contents (getenv "TEXT"))
  (compilation-mode)
  (setq buffer-read-only nil)
  (compilation-parse-errors (point-min) (point-max))
  (goto-char (point-min))
  (while (not (eobp))
    (let ((m (get-text-property (point) 'compilation-message)))
      (when m
        (let* ((loc (compilation--message->loc m))
               (file (caar (compilation--loc->file-struct loc))))
          (princ (format "%s:%s:%s:%s\n" file (compilation--loc->line loc)
                         (compilation--loc->col loc) (compilation--message->type m))))))
    (forward-line 1)))
END
# Types are 2 for errors, 1 for warnings, 0 for what informs.
list_of_emacs() {
    TEXT=$scratch/text emacs -Q --batch -l "$scratch/list.el" > "$scratch/list" 2> "$scratch/said"
    cat "$scratch/said"
    [ -s "$scratch/list" ]
}
armlint --quiet odd.bicep broken.json > "$scratch/text"
if command -v emacs >/dev/null; then
    check 'emacs reads it' list_of_emacs
    wanted odd.bicep broken.json | sed 's/^\([^:]*:[0-9]*:[0-9]*\):e:.*/\1:2/; s/^\([^:]*:[0-9]*:[0-9]*\):w:.*/\1:1/
        s/^\([^:]*:[0-9]*:[0-9]*\):n:.*/\1:0/' > "$scratch/places"
    check 'emacs has file, line, column and type' same_findings "$scratch/places" "$scratch/list"
else
    skip 'emacs' 'it is not installed'
fi

# -- VS Code --

armlint --quiet "it's a folder" broken.json odd.bicep > "$scratch/text"
list_of_matcher() {
    jq -r --slurpfile tasks "$scratch/tasks.json" --raw-input '
        $tasks[0].tasks[0].problemMatcher.pattern as $p |
        [match($p.regexp).captures[].string] as $c | select($c | length > 0) |
        "\($c[$p.file - 1]):\($c[$p.line - 1]):\($c[$p.column - 1]):\($c[$p.severity - 1][:1]):\($c[$p.message - 1]) [\($c[$p.code - 1])]"
        ' "$scratch/text" > "$scratch/list"
}
check "VS Code's matcher in jq" list_of_matcher
check 'it has file, line, column, severity, message and code' same_findings "$scratch/all" "$scratch/list"
cat > "$scratch/match.js" <<'END'
const fs = require('fs'), [, , tasks, text] = process.argv;
const p = JSON.parse(fs.readFileSync(tasks)).tasks[0].problemMatcher.pattern, regexp = new RegExp(p.regexp);
for (const line of fs.readFileSync(text, 'utf8').split(/\r?\n/)) {
    const m = regexp.exec(line);
    if (m) console.log(`${m[p.file]}:${m[p.line]}:${m[p.column]}:${m[p.severity][0]}:${m[p.message]} [${m[p.code]}]`);
}
END
if command -v node >/dev/null; then
    check "VS Code's matcher in JavaScript" sh -c 'node "$1/match.js" "$1/tasks.json" "$1/text" > "$1/list"' sh "$scratch"
    check 'it has all of that, too' same_findings "$scratch/all" "$scratch/list"
else
    skip "VS Code's matcher in JavaScript" 'node is not installed'
fi

# -- progress --

# Runs on a terminal of its own; standard input comes late, so that the rest of the run is late.
slow_run() {
    script -qec "(sleep 2.2; cat clean.json) | armlint $1 --rules 'storage-https*' --stdin-filename late.json - clean.json exported.json" \
        /dev/null > "$scratch/terminal" 2>&1 < /dev/null
    cat "$scratch/terminal"
}
if command -v script >/dev/null && script --version 2>/dev/null | grep -q util-linux; then
    slow_run '' > /dev/null
    check 'a long run shows how far it is' grep -q 'armlint: [0-9]*/3 files' "$scratch/terminal"
    check 'and takes it away' sh -c 'tail -n 1 "$1" | tr "\r" "\n" | grep -q "^.\[Karmlint: nothing found"' sh "$scratch/terminal"
else
    skip 'progress on a terminal' "util-linux's script is not installed"
fi
(sleep 2.2; cat clean.json) | armlint --rules 'storage-https*' --stdin-filename late.json - clean.json > "$scratch/out" 2> "$scratch/err"
if grep -q "$(printf '\033')\|files\$" "$scratch/err"; then
    not_ok 'no progress in a pipe'
else
    ok 'no progress in a pipe'
fi

finish
