#!/bin/sh
# SPDX-License-Identifier: MIT
# What a packager and an embedding program meet: make install, the headers, armlint.pc, the library.
set -u
. test/tap.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
CC=${CC:-cc}
root=$scratch/root
# This make is not a job of the outer one, but has its variables: with other flags it would build everything anew.
case ${MAKEFLAGS:-} in
*'-- '*) MAKEFLAGS="-- ${MAKEFLAGS#*-- }" ;;
*) unset MAKEFLAGS ;;
esac
unset MFLAGS MAKELEVEL

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

# A module needs nothing but what is installed, and the installed program finds it where it is said to be.
check 'a module builds against it' make -s -C fixtures/modules/example CC="$CC" OUT="$scratch/example.so"
"$root/usr/bin/armlint" --module "$scratch/example.so" --rules 'house-*' fixtures/modules/example/fail.bicep > "$scratch/out"
check 'and is loaded by it' grep -q 'house-vault-lock' "$scratch/out"
sed -n '/^#include <armlint_rule.h>/,/^\.Ed/p' man/libarmlint.3 | sed -e '/^\.Ed/d' > "$scratch/house.c"
# shellcheck disable=SC2046
check 'the module of libarmlint(3) builds' "$CC" -Wall -Wextra -Werror -fPIC -shared -DAL_SHARED \
    $(pkg-config --cflags armlint) -o "$scratch/house.so" "$scratch/house.c"
"$root/usr/bin/armlint" --module "$scratch/house.so" --rules 'house-*' fixtures/modules/example/fail.bicep > "$scratch/out"
check 'and finds something, too' grep -q 'nothing keeps contoso-keys from' "$scratch/out"
"$root/usr/bin/armlint" rules --system-modules > "$scratch/out" 2> "$scratch/err"
if [ -d /usr/lib/armlint/modules ]; then
    skip '--system-modules looks where armlint is installed' 'this machine has modules'
else
    check '--system-modules looks where armlint is installed' grep -q 'armlint: /usr/lib/armlint/modules' "$scratch/err"
fi
cat > "$scratch/modules.c" <<'END'
#include <armlint.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    al_run *run = al_run_new(NULL);
    int status = al_run_load_modules(run, argv[argc - 1]);

    if (status != 0)
        puts(al_run_error(run));
    return status != 0 || !al_run_rule(run, "house-vault-lock");
}
END
mkdir "$scratch/modules"
cp "$scratch/example.so" README.md "$scratch/modules"
# shellcheck disable=SC2086
check 'another program builds that loads modules' "$CC" -std=c17 -rdynamic -o "$scratch/modules-program" \
    "$scratch/modules.c" -Wl,--whole-archive $flags -Wl,--no-whole-archive
check 'and loads those of a folder' "$scratch/modules-program" "$scratch/modules"
check 'but not the same twice' sh -c 'cp "$1/example.so" "$1/modules/twice.so"; ! "$1/modules-program" "$1/modules"' sh "$scratch"

# Only what is declared with AL_API is meant for others; everything public has its prefix.
nm -g --defined-only "$root/usr/lib/libarmlint.a" 2>/dev/null | awk 'NF == 3 && $3 !~ /^al_/ { print $3 }' > "$scratch/names"
check 'every global name begins with al_' test ! -s "$scratch/names"

check 'make uninstall' make -s uninstall DESTDIR="$root" PREFIX=/usr
check 'leaves no file' test -z "$(find "$root" -type f)"

finish
