#!/bin/sh
# SPDX-License-Identifier: MIT
# What a packager and an embedding program meet: make install, the headers, armlint.pc, the library.
set -u
. test/tap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
CC=${CC:-cc}
root=$scratch/root
# This make is not a job of the outer one.
unset MAKEFLAGS MFLAGS MAKELEVEL

check 'make install' make -s install DESTDIR="$root" PREFIX=/usr
check 'the program is there' "$root/usr/bin/armlint" version
for file in lib/libarmlint.a lib/pkgconfig/armlint.pc include/armlint.h include/armlint_rule.h \
    share/man/man1/armlint.1 share/man/man3/libarmlint.3 share/man/man5/armlint-config.5 share/man/man7/armlint-rules.7; do
    check "$file is there" test -f "$root/usr/$file"
done
check 'armlint.pc knows no DESTDIR' sh -c '! grep -q "$1" "$2"' sh "$scratch" "$root/usr/lib/pkgconfig/armlint.pc"

for header in armlint.h armlint_rule.h; do
    echo "#include <$header>" > "$scratch/include.c"
    check "$header compiles alone, as C17" "$CC" -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
        -I "$root/usr/include" "$scratch/include.c"
    if command -v c++ >/dev/null; then
        check "$header compiles alone, as C++" c++ -std=c++11 -Wall -Wextra -Werror -fsyntax-only -x c++ \
            -I "$root/usr/include" "$scratch/include.c"
    else
        skip "$header compiles alone, as C++" 'no C++ compiler'
    fi
done

# The example of libarmlint(3), as it is printed there.
sed -n '/^#include <armlint.h>/,/^\.Ed/p' man/libarmlint.3 | sed -e '/^\.Ed/d' -e 's/\\e/\\/g' > "$scratch/example.c"
export PKG_CONFIG_PATH="$root/usr/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
flags=$(pkg-config --cflags --libs armlint)
# shellcheck disable=SC2086
check 'the example of libarmlint(3) builds' "$CC" -std=c17 -o "$scratch/example" "$scratch/example.c" $flags
"$scratch/example" fixtures/templates/try.json > "$scratch/out"
check 'and finds something' grep -q '^fixtures/templates/try.json:[0-9]*: ' "$scratch/out"

# Only what is declared with AL_API is meant for others; everything public has its prefix.
nm -g --defined-only "$root/usr/lib/libarmlint.a" 2>/dev/null | awk 'NF == 3 && $3 !~ /^al_/ { print $3 }' > "$scratch/names"
check 'every global name begins with al_' test ! -s "$scratch/names"

check 'make uninstall' make -s uninstall DESTDIR="$root" PREFIX=/usr
check 'leaves no file' test -z "$(find "$root" -type f)"

finish
