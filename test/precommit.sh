#!/bin/sh
# SPDX-License-Identifier: MIT
# The hook, run by the real pre-commit over a scratch repository.
set -u
. test/tap.sh

if ! command -v pre-commit >/dev/null || ! command -v git >/dev/null; then
    skip 'pre-commit hook' 'pre-commit is not installed'
    finish
fi
if ! git rev-parse -q --verify HEAD >/dev/null 2>&1; then
    skip 'pre-commit hook' 'this is no git repository'
    finish
fi

source=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# git runs hooks with variables of its own; the scratch repository is to know nothing of them.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export PRE_COMMIT_HOME="$scratch/home" HOME="$scratch" CFLAGS=-O0
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.com GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.com

# The hook's repository is what is committed here: pre-commit clones it.
git clone -q --no-hardlinks "$source" "$scratch/armlint" || exit 1
mkdir "$scratch/infra"
cd "$scratch/infra" || exit 1
git init -q .
cp "$source/fixtures/templates/try.json" main.json
cp "$source/fixtures/templates/try.bicep" other.bicep
echo '{"name": "something else"}' > package.json
git add .

run_hook() {
    pre-commit try-repo "$scratch/armlint" armlint --all-files --verbose
}

run_hook > "$scratch/found" 2>&1
if grep -q 'InvalidManifest\|unexpected error\|An error has occurred' "$scratch/found"; then
    not_ok 'pre-commit accepts the hook'
else
    ok 'pre-commit accepts the hook'
fi
check 'the hook fails for a template with findings' grep -q 'exit code: 1' "$scratch/found"
check 'its findings are shown' grep -q '^main.json:[0-9]*:[0-9]*: [a-z]*: ' "$scratch/found"
check 'those in Bicep, too' grep -q '^other.bicep:[0-9]*:[0-9]*: [a-z]*: ' "$scratch/found"
if grep -q 'package.json' "$scratch/found"; then
    not_ok 'other JSON is left alone'
else
    ok 'other JSON is left alone'
fi

cat > main.json <<'END'
{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": []
}
END
git add .
git rm -q -f other.bicep
check 'the hook passes a clean template' run_hook
[ "$failures" -eq 0 ] || sed 's/^/# /' "$scratch/found"
finish
