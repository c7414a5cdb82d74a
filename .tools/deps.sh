#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is needed to build and test armlint, if anything is missing. Debian and Ubuntu only; elsewhere it
# says what is needed.
set -eu

packages='gcc libc6-dev pkg-config libcjson-dev libpcre2-dev libcmocka-dev jq mandoc git'
[ -z "${STATIC:-}" ] || packages="$packages dpkg-dev"

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo 'make deps knows Debian and Ubuntu only. Needed: a C17 compiler, pkg-config, cJSON, PCRE2;' >&2
    echo 'for the tests also cmocka, jq, mandoc and git.' >&2
    exit 0
fi

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "Needs root, and there is no sudo: $*" >&2
        exit 1
    fi
}

missing=
for package in $packages; do
    installed "$package" || missing="$missing $package"
done
if [ -n "$missing" ]; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
fi

# Debian has no libcjson.a: a static program compiles cJSON's source in.
[ -z "${STATIC:-}" ] || sh .tools/cjson-source.sh build/cjson
