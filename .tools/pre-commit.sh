#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs armlint out of pre-commit's own clone of this repository; builds it there the first time.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
if [ ! -x "$here/build/armlint" ]; then
    unset MAKEFLAGS MFLAGS MAKELEVEL SAN STATIC WERROR V
    make -s -j "$(getconf _NPROCESSORS_ONLN)" -C "$here" build/armlint >&2
fi
exec "$here/build/armlint" "$@"
