#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetches the source package of cJSON, as the distribution has it, into the folder given; nothing is installed, and the
# machine's package lists stay as they are. Nothing to do where there is a libcjson.a.
set -eu

target=$1
archive=$("${CC:-cc}" -print-file-name=libcjson.a)
if [ -f "$archive" ] || [ -f "$target/cJSON.c" ]; then
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/parts"

# The machine's own sources, asked for source packages.
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$file" ] || sed -n 's/^deb /deb-src /p' "$file" >> "$work/parts/own.list"
done
for file in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/parts/$(basename "$file")"
done

apt() {
    apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/parts" \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o APT::Sandbox::User=root "$@"
}
(cd "$work" && apt update && apt source cjson)
mkdir -p "$target"
cp "$work"/cjson-*/cJSON.c "$work"/cjson-*/cJSON.h "$work"/cjson-*/LICENSE "$target"
