# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# A million templates on many machines: the folder's templates repeated under other names (as hard links, so that no
# disk is filled), and shared among shards. Each shard looks for its files among all of them. Three are run in full, one
# after the other, in place of all; beside them, one run over as many templates as a shard has, which nobody shares.
templates=${TEMPLATES:-1000000}
shards=${SHARDS:-16}
mkdir "$work/once" "$work/many" "$work/few"
find "$folder" -name '*.json' -type f -exec grep -l '/deploymentTemplate.json#' {} + | LC_ALL=C sort > "$work/templates"
i=0
while IFS= read -r file; do
    i=$((i + 1))
    cp "$file" "$work/once/$i.json"
done < "$work/templates"
n=$(wc -l < "$work/templates")
copies=$(((templates + n - 1) / n))
few=$(((copies + shards - 1) / shards))
for c in $(seq $copies); do
    cp -al "$work/once" "$work/many/$c"
    [ "$c" -gt $few ] || cp -al "$work/once" "$work/few/$c"
done

measure shards 1 few "$lint $work/few" one "$lint --shard 1/$shards $work/many" \
    middle "$lint --shard $((shards / 2))/$shards $work/many" last "$lint --shard $shards/$shards $work/many" \
    walk "find $work/many -name '*.json' > /dev/null"
title "$((n * copies)) templates ($n, each $copies times), $shards shards"
each() { # NAME, NUMBER OF TEMPLATES
    awk "BEGIN { printf \"%.0f\", $(cpu shards "$1") / ($2) * 1e6 }"
}
row "one run over $((n * few)) of them" \
    "$(seconds "$(cpu shards few)"), $(each few "$((n * few))") µs a template" "$(peak shards few)"
share=$((n * copies / shards))
for name in one middle last; do
    case $name in one) k=1 ;; middle) k=$((shards / 2)) ;; *) k=$shards ;; esac
    row "\`--shard $k/$shards\`, about $share of them" \
        "$(seconds "$(cpu shards $name)"), $(each $name "$share") µs a template" "$(peak shards $name)"
done
row 'finding the files alone, by `find`' "$(seconds "$(cpu shards walk)")" "$(peak shards walk)"
printf '\nMeasured: these %s of %s shards. All of them would take %s of processor time.\n' 3 "$shards" \
    "$(seconds "($(cpu shards one) + $(cpu shards middle) + $(cpu shards last)) / 3 * $shards")"
rm -rf "$work/once" "$work/many" "$work/few"
